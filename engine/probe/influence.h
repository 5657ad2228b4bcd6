/* What an output owes to an input: ∂y_t/∂x_s.
 * Knows: networks and the lens. */
#ifndef BACKPASS_PROBE_INFLUENCE_H
#define BACKPASS_PROBE_INFLUENCE_H

#include "engine/probe/lens.h"

/** influence_of - ∂y_t/∂x_s for one t and every s: out (T·K·D, written), row (s−1)·K + k, from K backward passes of the lens's
 *  sequence. 1 ≤ t ≤ T. Errors: ERR_LIMIT. */
bool influence_of(const Net *net, const Lens *lens, size_t t, double *out, Error *error) MUST_USE;

#endif
