/* Sequences that a program has in its own memory, as a data set.
 * Knows: the data set. Must not know where the numbers come from. */
#ifndef BACKPASS_FOOTBALL_ARRAYS_H
#define BACKPASS_FOOTBALL_ARRAYS_H

#include "engine/football/dataset.h"

/** Arrays - rows are steps: those of the first sequence from its first to its last, then those of the second … */
typedef struct Arrays {
    size_t sequences, inputs, outputs; // N, D, K
    const size_t *length;              // (N) steps of each sequence, at least 1
    const double *x;                   // (rows, D) rows being the sum of the lengths
    const double *target;              // (rows, K) a row of NAN where a step has no target
    Loss loss; // squared: any numbers. binary: each output 0 … 1 by itself. softmax: a row sums to 1, one class or shares of K
} Arrays;

/** arrays_dataset - everything borrowed, nothing kept. New, split by the seed: one fifth validates, of fewer than ten
 *  sequences all train and validate. Inputs are called x1 x2 …, targets target1 …; without units.
 *  Errors: ERR_SHAPE for a size of 0, ERR_INPUT for a number that cannot be (with its sequence and step) or no target at all,
 *  ERR_LIMIT above 1 GB. */
Dataset *arrays_dataset(const Arrays *arrays, uint64_t seed, Error *error) MUST_USE;

#endif
