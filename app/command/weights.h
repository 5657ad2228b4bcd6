/* Weights by their name: all of a part, the rows of a gate, a row, one number; and changing them by hand.
 * Knows: the session, layouts. */
#ifndef BACKPASS_APP_WEIGHTS_H
#define BACKPASS_APP_WEIGHTS_H

#include "app/command/address.h"

/** Weights - a rectangle of a part as the books write it: rows are units, columns inputs. */
typedef struct Weights {
    const Part *part;
    size_t row, rows, column, columns; // from 0
} Weights;

/** weights_find - those of the address, whose part is called `name` ("Wh", whatever stands before it in the address).
 *  Errors: ERR_USE: no such part (there are …), gate, layer or index. */
bool weights_find(const Address *address, const char *name, Weights *weights, Error *error) MUST_USE;
/** weights_known - is there a part of that name in any model of this cell? */
bool weights_known(const Address *address, const char *name);
/** weights_count - how many; weights_at - the index into the flat vector of the i-th, row by row. */
size_t weights_count(const Weights *weights);
size_t weights_at(const Weights *weights, size_t i);

/** scale_run - carries out `scale`. weights_set - `set WEIGHT VALUE …`. */
bool scale_run(Session *session, const Arguments *arguments, Error *error) MUST_USE;
bool weights_set(Session *session, const Arguments *arguments, Error *error) MUST_USE;

#endif
