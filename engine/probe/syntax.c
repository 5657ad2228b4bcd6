#include "engine/probe/syntax.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/probe/probe.h"
#include "engine/probe/scanner.h"

/* Recursive descent, one function a level of precedence; every recursion passes parser_deeper, so that no input can
 * exhaust the stack. */
typedef struct Parser {
    Scanner scan;
    Syntax *syntax;
    size_t deep;
} Parser;

static Node *parse_or(Parser *parser);
static Node *parse_unary(Parser *parser);

static const struct Sign {
    NodeKind kind;
    const char *sign;
} SIGNS[] = {
    {NODE_ADD, "+"},     {NODE_SUBTRACT, "-"},    {NODE_MULTIPLY, "*"},   {NODE_DIVIDE, "/"},
    {NODE_POWER, "^"},   {NODE_LESS_EQUAL, "<="}, {NODE_LESS, "<"},       {NODE_GREATER_EQUAL, ">="},
    {NODE_GREATER, ">"}, {NODE_EQUAL, "=="},      {NODE_NOT_EQUAL, "!="}, {NODE_AND, "and"},
    {NODE_OR, "or"},     {NODE_NEGATE, "-"},      {NODE_NOT, "not"},
};

const char *node_sign(NodeKind kind)
{
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (SIGNS[i].kind == kind)
            return SIGNS[i].sign;
    return "";
}

bool node_is_comparison(NodeKind kind)
{
    return kind >= NODE_LESS && kind <= NODE_NOT_EQUAL;
}

static Node *parser_node(Parser *parser, NodeKind kind, size_t begin, size_t column)
{
    Node *node = &parser->syntax->node[parser->syntax->nodes++];
    *node = (Node){.kind = kind, .begin = begin, .end = parser->scan.last, .column = column, .depth = 1};
    return node;
}

static Node *parser_too_deep(Parser *parser, size_t column)
{
    fail_at(parser->scan.error, ERR_USE, NULL, 0, column, "the expression is nested or chained more than %d deep",
            EXPRESSION_DEEPEST);
    return NULL;
}

/* Hang an argument under a node; NULL when the tree becomes too deep. */
static Node *parser_adopt(Parser *parser, Node *node, Node *argument)
{
    node->argument[node->arguments++] = argument;
    if (argument->depth + 1 > node->depth)
        node->depth = argument->depth + 1;
    return node->depth > EXPRESSION_DEEPEST ? parser_too_deep(parser, node->column) : node;
}

static Node *parser_binary(Parser *parser, NodeKind kind, size_t column, Node *left, Node *right)
{
    if (!left || !right)
        return NULL;
    Node *node = parser_node(parser, kind, left->begin, column);
    return parser_adopt(parser, node, left) ? parser_adopt(parser, node, right) : NULL;
}

static bool parser_sign(Parser *parser, NodeKind kind)
{
    const char *sign = node_sign(kind);
    return kind == NODE_AND || kind == NODE_OR ? scanner_take_word(&parser->scan, sign)
                                               : scanner_take(&parser->scan, sign);
}

/* A chain of operators of one precedence, from the left. */
static Node *parse_chain(Parser *parser, const NodeKind *kinds, size_t count, Node *(*operand)(Parser *))
{
    Node *left = operand(parser);
    for (size_t i = 0; left && i < count;) {
        if (!parser_sign(parser, kinds[i])) {
            i++;
            continue;
        }
        size_t column = parser->scan.at - strlen(node_sign(kinds[i])) + 1;
        left = parser_binary(parser, kinds[i], column, left, operand(parser));
        i = 0;
    }
    return left;
}

static Node *parse_parentheses(Parser *parser)
{
    size_t begin = parser->scan.last - 1;
    Node *inside = parse_or(parser);
    if (!inside)
        return NULL;
    if (!scanner_take(&parser->scan, ")")) {
        scanner_fail(&parser->scan, "')'");
        return NULL;
    }
    scanner_skip(&parser->scan);
    if (parser->scan.source[parser->scan.at] != '[') {
        /* The span keeps the parentheses, so that what is written around it is cut out whole. */
        inside->begin = begin;
        inside->end = parser->scan.last;
        return inside;
    }
    Node *node = parser_node(parser, NODE_INDEX, begin, parser->scan.at + 1);
    if (!parser_adopt(parser, node, inside) || !scanner_indices(&parser->scan, node->index, &node->indices))
        return NULL;
    node->end = parser->scan.last;
    return node;
}

static bool parse_arguments(Parser *parser, Node *call)
{
    if (scanner_take(&parser->scan, ")"))
        return fail_at(parser->scan.error, ERR_USE, NULL, 0, call->column, "%s needs something in its parentheses",
                       call->quantity.name);
    do {
        if (call->arguments == 2)
            return scanner_fail(&parser->scan, "')': no function takes more than two");
        Node *argument = parse_or(parser);
        if (!argument || !parser_adopt(parser, call, argument))
            return false;
    } while (scanner_take(&parser->scan, ","));
    return scanner_take(&parser->scan, ")") || scanner_fail(&parser->scan, "')' or ','");
}

/* A call, with what it is indexed by as a node above it. */
static Node *parse_call(Parser *parser, Node *call)
{
    call->kind = NODE_CALL;
    if (!parse_arguments(parser, call))
        return NULL;
    call->end = parser->scan.last;
    scanner_skip(&parser->scan);
    if (parser->scan.source[parser->scan.at] != '[')
        return call;
    Node *node = parser_node(parser, NODE_INDEX, call->begin, call->column);
    if (!parser_adopt(parser, node, call) || !scanner_indices(&parser->scan, node->index, &node->indices))
        return NULL;
    node->end = parser->scan.last;
    return node;
}

/* name( … and the name is no function: a variant is one word, anything else was meant as a call. */
static bool parse_variant(Parser *parser, Node *node)
{
    Scanner look = parser->scan;
    Error unused = {0};
    Quantity quantity = {0};
    look.error = &unused;
    if (scanner_variant(&look, &quantity))
        return scanner_variant(&parser->scan, &node->quantity);
    const char *names[64], *near;
    size_t count = 0;
    while (count < sizeof names / sizeof *names && probe_function(count)) {
        names[count] = probe_function(count)->name;
        count++;
    }
    near = text_nearest(node->quantity.name, names, count);
    if (near)
        return fail_at(parser->scan.error, ERR_USE, NULL, 0, node->column,
                       "no function is called '%s': did you mean %s?", node->quantity.name, near);
    return fail_at(parser->scan.error, ERR_USE, NULL, 0, node->column,
                   "no function is called '%s'; an index stands in brackets, as in h[5][2]", node->quantity.name);
}

static Node *parse_quantity(Parser *parser)
{
    Scanner *scan = &parser->scan;
    scanner_skip(scan);
    Node *node = parser_node(parser, NODE_QUANTITY, scan->at, scan->at + 1);
    if (!scanner_quantity(scan, &node->quantity))
        return NULL;
    bool function = syntax_is_function(node->quantity.name);
    if (scanner_take(scan, "(")) {
        if (function)
            return parse_call(parser, node);
        if (!parse_variant(parser, node))
            return NULL;
    } else if (function) {
        fail_at(scan->error, ERR_USE, NULL, 0, node->column, "%s is a function: say %s(…)", node->quantity.name,
                node->quantity.name);
        return NULL;
    }
    if (!scanner_indices(scan, node->index, &node->indices))
        return NULL;
    node->end = scan->last;
    return node;
}

static Node *parse_number(Parser *parser)
{
    Node *node = parser_node(parser, NODE_NUMBER, parser->scan.at, parser->scan.at + 1);
    if (!scanner_number(&parser->scan, &node->number))
        return NULL;
    node->end = parser->scan.last;
    return node;
}

static bool at_reserved_word(Scanner *scan)
{
    Scanner look = *scan;
    return scanner_take_word(&look, "and") || scanner_take_word(&look, "or") || scanner_take_word(&look, "not");
}

static Node *parse_primary(Parser *parser)
{
    if (scanner_at_number(&parser->scan))
        return parse_number(parser);
    if (scanner_take(&parser->scan, "("))
        return parse_parentheses(parser);
    if (scanner_at_word(&parser->scan) && !at_reserved_word(&parser->scan))
        return parse_quantity(parser);
    scanner_fail(&parser->scan, "a number, a quantity such as h[5][2], a function or '('");
    return NULL;
}

/* a ^ b ^ c is a ^ (b ^ c), and binds tighter than the minus before it: -2^2 is -4. */
static Node *parse_power(Parser *parser)
{
    Node *base = parse_primary(parser);
    if (!base || !scanner_take(&parser->scan, "^"))
        return base;
    size_t column = parser->scan.at;
    return parser_binary(parser, NODE_POWER, column, base, parse_unary(parser));
}

static Node *parse_prefixed(Parser *parser, NodeKind kind, size_t begin, Node *(*operand)(Parser *))
{
    Node *argument = operand(parser);
    return argument ? parser_adopt(parser, parser_node(parser, kind, begin, begin + 1), argument) : NULL;
}

/* One level deeper; every way round the grammar comes through here or through parse_not. */
static bool parser_deeper(Parser *parser)
{
    if (parser->deep >= EXPRESSION_DEEPEST) {
        parser_too_deep(parser, parser->scan.at + 1);
        return false;
    }
    parser->deep++;
    return true;
}

static Node *parse_unary(Parser *parser)
{
    if (!parser_deeper(parser))
        return NULL;
    Node *node = scanner_take(&parser->scan, "-")
                     ? parse_prefixed(parser, NODE_NEGATE, parser->scan.last - 1, parse_unary)
                     : parse_power(parser);
    parser->deep--;
    return node;
}

static Node *parse_product(Parser *parser)
{
    return parse_chain(parser, (NodeKind[]){NODE_MULTIPLY, NODE_DIVIDE}, 2, parse_unary);
}

static Node *parse_sum(Parser *parser)
{
    return parse_chain(parser, (NodeKind[]){NODE_ADD, NODE_SUBTRACT}, 2, parse_product);
}

/* Comparisons do not chain: 1 < 2 < 3 would compare a truth with a number. */
static Node *parse_comparison(Parser *parser)
{
    static const NodeKind kinds[] = {NODE_LESS_EQUAL, NODE_LESS,  NODE_GREATER_EQUAL,
                                     NODE_GREATER,    NODE_EQUAL, NODE_NOT_EQUAL};
    Node *left = parse_sum(parser);
    for (size_t i = 0; left && i < sizeof kinds / sizeof *kinds; i++)
        if (parser_sign(parser, kinds[i])) {
            size_t column = parser->scan.at - strlen(node_sign(kinds[i])) + 1;
            return parser_binary(parser, kinds[i], column, left, parse_sum(parser));
        }
    return left;
}

static Node *parse_not(Parser *parser)
{
    if (!scanner_take_word(&parser->scan, "not"))
        return parse_comparison(parser);
    size_t begin = parser->scan.last - 3;
    if (!parser_deeper(parser))
        return NULL;
    Node *node = parse_prefixed(parser, NODE_NOT, begin, parse_not);
    parser->deep--;
    return node;
}

static Node *parse_and(Parser *parser)
{
    return parse_chain(parser, (NodeKind[]){NODE_AND}, 1, parse_not);
}

static Node *parse_or(Parser *parser)
{
    return parse_chain(parser, (NodeKind[]){NODE_OR}, 1, parse_and);
}

/* What people write from habit of other languages. */
static bool parser_left_over(Parser *parser)
{
    static const struct Habit {
        const char *sign, *say;
    } habits[] = {{"==", "two comparisons need an 'and' between them: a < b and b < c"},
                  {"<", "two comparisons need an 'and' between them: a < b and b < c"},
                  {">", "two comparisons need an 'and' between them: a < b and b < c"},
                  {"=", "two numbers are compared with =="},
                  {"&", "both of two claims is written 'and'"},
                  {"|", "one of two claims is written 'or'"},
                  {"!", "the opposite of a claim is written 'not', unequal is '!='"},
                  {"@", "the layer stands right behind the name, before gate and index: dh@1[3], pre@2r.f[4]"},
                  {"%", "there is no % here"}};
    scanner_skip(&parser->scan);
    const char *here = parser->scan.source + parser->scan.at;
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
        if (strncmp(here, habits[i].sign, strlen(habits[i].sign)) == 0)
            return fail_at(parser->scan.error, ERR_USE, NULL, 0, parser->scan.at + 1, "%s", habits[i].say);
    return scanner_fail(&parser->scan, "an operator or the end");
}

static bool parser_run(Parser *parser)
{
    if (strlen(parser->syntax->source) > EXPRESSION_LONGEST)
        return fail_at(parser->scan.error, ERR_USE, NULL, 0, EXPRESSION_LONGEST + 1,
                       "an expression has at most %d characters", EXPRESSION_LONGEST);
    parser->syntax->room =
        2 * strlen(parser->syntax->source) + 2; // a character makes two nodes at most: a call and its index
    parser->syntax->node = memory_new(parser->syntax->room, sizeof *parser->syntax->node);
    parser->syntax->root = parse_or(parser);
    if (!parser->syntax->root)
        return false;
    scanner_skip(&parser->scan);
    return !parser->scan.source[parser->scan.at] || parser_left_over(parser);
}

bool syntax_parse(const char *source, Syntax *syntax, Error *error)
{
    *syntax = (Syntax){.source = memory_copy_text(source)};
    Parser parser = {.scan = {.source = syntax->source, .error = error}, .syntax = syntax};
    return parser_run(&parser);
}

void syntax_free(Syntax *syntax)
{
    free(syntax->source);
    free(syntax->node);
    *syntax = (Syntax){0};
}
