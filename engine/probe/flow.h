/* How gradients travel: Jacobians, their running product, influence.
 * Knows: networks and traces. */
#ifndef BACKPASS_PROBE_FLOW_H
#define BACKPASS_PROBE_FLOW_H

#include "engine/probe/lens.h"

/** flow_log10 - log10 of the largest singular value of ∂h_b/∂h_a = J_b ⋯ J_{a+1} of a track's states, carried with rescaling so
 *  that it never underflows; 0 for a = b; −infinity when the product is exactly zero. 0 ≤ a ≤ b ≤ T; of a track that reads in
 *  reverse J_b ⋯ J_{a−1} with T + 1 ≥ a ≥ b ≥ 1. Errors: ERR_USE for other steps or where nothing recurs. */
bool flow_log10(const Net *net, const Tape *tape, size_t track, size_t a, size_t b, double *log_norm,
                Error *error) MUST_USE;

/** flow_spectrum - log10 of the singular values of the running product from step b back to a for every a = b … first:
 *  out ((b−first+1) × H, written) row r belongs to a = b − r; in reverse first ≥ b, and a = b + r. */
bool flow_spectrum(const Net *net, const Tape *tape, size_t track, size_t first, size_t b, double *out,
                   Error *error) MUST_USE;

/** flow_values - some of these values, to the bit, of every n-th step: which (count) says which, 0 the largest; out (rows × count,
 *  written), row r belongs to a = b − r·every (in reverse b + r·every), for the rows up to first. −infinity for one that lies
 *  below 10⁻¹⁸ of its matrix, of which nothing is known. flow_rows - how many rows these are. Errors: as flow_log10;
 *  ERR_NUMBER where the product is no longer finite. */
typedef struct FlowWish {
    size_t first, b, every;
    const size_t *which; // borrowed
    size_t count;
} FlowWish;
size_t flow_rows(const FlowWish *wish);
bool flow_values(const Net *net, const Tape *tape, size_t track, const FlowWish *wish, double *out, Error *error) MUST_USE;

/** flow_top - the direction at step a that reaches step b best: v (H, written, length 1), and log10 of how much of it arrives
 *  (as flow_log10). a ≠ b. For checking the flow against v carried forward by itself. */
bool flow_top(const Net *net, const Tape *tape, size_t track, size_t a, size_t b, real *v, double *log_norm,
              Error *error) MUST_USE;

#endif
