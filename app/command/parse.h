/* A command line into its words, against the table's row. docs/language.md holds the grammar.
 * Knows: the command table. Changes nothing. */
#ifndef BACKPASS_APP_PARSE_H
#define BACKPASS_APP_PARSE_H

#include "app/command/table.h"
#include "engine/base/text.h"

enum { WORDS_MAX = 1100 }; // a 32 × 32 matrix row by row, and some

/** Word - one argument as it stood: `key` is "" for a bare one. */
typedef struct Word {
    char *key;
    char *text;          // quotes taken off
    size_t column;       // of its first character, from 1
    const Option *option; // the row's option it fills; NULL for a further bare word
    double number;       // where the option is a number
} Word;

struct Arguments {
    const Command *command;
    Word word[WORDS_MAX];
    size_t words;
    const char *rest;    // inside: the line after the command's name, for those that take it whole; "" when nothing
    size_t rest_column;
    char *memory;
};

/** line_split - the commands of a text, `;` and newlines separate, `#` begins a comment (outside quotes). Each is given to
 *  `each` with its line and column; stops and returns false when that does. */
typedef bool (*LineUse)(const char *command, size_t line, size_t column, void *context, Error *error);
bool line_split(const char *text, LineUse each, void *context, Error *error) MUST_USE;

/** arguments_parse - one command (no `;`). Errors: ERR_USE with the column: an unknown command or option (the nearest is
 *  suggested), a missing argument, a number out of its range, an unclosed quote. arguments written; free them. */
bool arguments_parse(const char *line, Arguments *arguments, Error *error) MUST_USE;
void arguments_free(Arguments *arguments);

/** argument - the word for an option of the table, NULL when it was not given. inside */
const Word *argument(const Arguments *arguments, const char *name);
const char *argument_text(const Arguments *arguments, const char *name, const char *otherwise);
double argument_number(const Arguments *arguments, const char *name, double otherwise);
size_t argument_count(const Arguments *arguments, const char *name, size_t otherwise);
bool argument_given(const Arguments *arguments, const char *name);
/** argument_extra - the i-th bare word beyond the table's options, NULL past the end. */
const Word *argument_extra(const Arguments *arguments, size_t index);

#endif
