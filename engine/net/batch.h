/* Sequences of unequal length as the network reads them: time-major, the longest first, so that the rows alive at step t
 * are the first active[t] of B and no mask is ever multiplied.
 * Knows: sizes and numbers. Must not know where they come from. */
#ifndef BACKPASS_NET_BATCH_H
#define BACKPASS_NET_BATCH_H

#include "engine/base/error.h"
#include "engine/math/real.h"

typedef struct Batch {
    size_t T, B; // steps of the longest, sequences in use (≤ what was allocated)
    size_t D, K; // inputs, outputs
    size_t T_room, B_room;
    real *x;                   // (T·B, D); row t·B + b; zero where the sequence is over
    real *target;              // (T·B, K); one-hot for classes
    unsigned char *has_target; // (T·B)
    size_t *length;            // (B), never increasing
    size_t *active;            // (T)
    size_t *sequence;          // (B), which sequence of the data lies in this row
} Batch;

/** batch_new - room for T_room steps of B_room sequences. New. Errors: ERR_LIMIT. */
Batch *batch_new(size_t T_room, size_t B_room, size_t D, size_t K, Error *error) MUST_USE;
void batch_free(Batch *batch);
/** batch_shape - lay out B sequences of these lengths (borrowed, never increasing, each 1 … T_room): sets T, B, length,
 *  active; zeroes x, target, has_target. The caller then fills the rows. No allocation. */
void batch_shape(Batch *batch, size_t B, const size_t *length);

#endif
