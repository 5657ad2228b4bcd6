/* What an output owes to an input: ∂y_t/∂x_s.
 * Knows: networks and the lens. */
#ifndef BACKPASS_PROBE_INFLUENCE_H
#define BACKPASS_PROBE_INFLUENCE_H

#include "engine/probe/lens.h"

/** Influence - what the lens saw, so that any of its outputs can be sent back. */
typedef struct Influence Influence;

/** influence_new - net and lens kept; it is of no use once either has changed. New. Errors: ERR_USE for a net without a head,
 *  ERR_LIMIT. influence_again - of another net and lens (kept), or the same as they are now, in the room that is there; the old
 *  ones may be gone. False where that room does not fit: then nothing was done. */
Influence *influence_new(const Net *net, const Lens *lens, Error *error) MUST_USE;
bool influence_again(Influence *influence, const Net *net, const Lens *lens) MUST_USE;
void influence_free(Influence *influence);

/** influence_from - ∂y_t/∂x_s for one t and every s: out (T·K·D, written), row (s−1)·K + k, from K backward passes that begin
 *  at step t. 1 ≤ t ≤ T. */
void influence_from(Influence *influence, size_t t, double *out);
/** influence_norms - the Frobenius norm of each: norm (T, written). */
void influence_norms(Influence *influence, size_t t, double *norm);
/** influence_cost - multiplications that influence_from takes for the last step, about. */
double influence_cost(const Net *net, size_t T);

/** influence_of - influence_from made for this alone. Errors: those of influence_new. */
bool influence_of(const Net *net, const Lens *lens, size_t t, double *out, Error *error) MUST_USE;

#endif
