/* An expression as a tree.
 * Knows: text. Must not know what any name means; functions are told apart from names by their table. */
#ifndef BACKPASS_PROBE_SYNTAX_H
#define BACKPASS_PROBE_SYNTAX_H

#include "engine/base/error.h"

enum {
    EXPRESSION_LONGEST = 4000, // characters
    EXPRESSION_DEEPEST = 200,  // levels of the tree
    INDICES_MAX = 4,
    NAME_MAX_LENGTH = 31 // of a name, a model, a variant
};

/** Range - one index: [5] or [1:20]. */
typedef struct Range {
    size_t first, last;
    bool single;
    size_t column; // where it stands in the expression
} Range;

/** Quantity - [model ":"] name ["(" variant ")"] ["@" layer ["r"]] ["." gate]; its indices are the node's. */
typedef struct Quantity {
    char model[NAME_MAX_LENGTH + 1]; // "" is the model in use
    char name[NAME_MAX_LENGTH + 1];
    char variant[NAME_MAX_LENGTH + 1]; // "train" of loss(train)
    char gate[NAME_MAX_LENGTH + 1];
    size_t layer; // 0 where none was said
    bool reverse;
} Quantity;

typedef enum NodeKind {
    NODE_NUMBER,
    NODE_QUANTITY, // with indices
    NODE_CALL,     // of a function; argument[]; quantity holds its name and model
    NODE_INDEX,    // argument[0] with indices: sigmas(Wh)[1], (h + y)[3][2]
    NODE_NEGATE,
    NODE_NOT,
    NODE_ADD,
    NODE_SUBTRACT,
    NODE_MULTIPLY,
    NODE_DIVIDE,
    NODE_POWER,
    NODE_LESS,
    NODE_LESS_EQUAL,
    NODE_GREATER,
    NODE_GREATER_EQUAL,
    NODE_EQUAL,
    NODE_NOT_EQUAL,
    NODE_AND,
    NODE_OR
} NodeKind;

typedef struct Node {
    NodeKind kind;
    size_t begin, end; // its text in the source, with the parentheses around it
    size_t column;     // where to point when it is wrong: its operator or its first character
    size_t depth;
    double number;
    Quantity quantity;
    Range index[INDICES_MAX];
    size_t indices;
    struct Node *argument[2];
    size_t arguments;
} Node;

typedef struct Syntax {
    char *source;
    Node *node; // the pool
    size_t nodes, room;
    Node *root; // inside
} Syntax;

/** syntax_parse - source (borrowed, copied) as a tree; syntax written, free it in either case.
 *  Errors: ERR_USE with the column (from 1) and what was expected there. */
bool syntax_parse(const char *source, Syntax *syntax, Error *error) MUST_USE;
void syntax_free(Syntax *syntax);

/** syntax_is_function - is this the name of a function? (functions.c has the table) */
bool syntax_is_function(const char *name);
/** node_sign - "+", "and", …; "" for what is no operator. */
bool node_is_comparison(NodeKind kind);
const char *node_sign(NodeKind kind);

#endif
