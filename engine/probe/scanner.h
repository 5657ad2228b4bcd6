/* Characters -> words, numbers, signs; and quantities, whose parts stand together without blanks.
 * Knows: the cursor in one expression. */
#ifndef BACKPASS_PROBE_SCANNER_H
#define BACKPASS_PROBE_SCANNER_H

#include "engine/probe/syntax.h"

typedef struct Scanner {
    const char *source;
    size_t at, last; // the next character; the end of what was taken last
    Error *error;
} Scanner;

void scanner_skip(Scanner *scanner);
/** scanner_take - the sign, or word, if it stands next (blanks before it skipped). */
bool scanner_take(Scanner *scanner, const char *sign);
bool scanner_take_word(Scanner *scanner, const char *word);
/** scanner_fail - "expected WHAT, found …" at the cursor; returns false. */
bool scanner_fail(Scanner *scanner, const char *expected);
/** scanner_at_number, scanner_at_word - what stands next. */
bool scanner_at_number(Scanner *scanner);
bool scanner_at_word(Scanner *scanner);
bool scanner_number(Scanner *scanner, double *number) MUST_USE;
/** scanner_quantity - model, name, layer and gate; not what follows in brackets. */
bool scanner_quantity(Scanner *scanner, Quantity *quantity) MUST_USE;
/** scanner_variant - the word of loss(train), after "(" was taken. */
bool scanner_variant(Scanner *scanner, Quantity *quantity) MUST_USE;
/** scanner_indices - { "[" index "]" }. */
bool scanner_indices(Scanner *scanner, Range *index, size_t *indices) MUST_USE;

#endif
