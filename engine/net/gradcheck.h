/* Are the derivatives right? Central differences above their noise floor, forward-mode tangents below it.
 * Knows: the network. A second opinion: it shares the forward pass, never net_backward. */
#ifndef BACKPASS_NET_GRADCHECK_H
#define BACKPASS_NET_GRADCHECK_H

#include "engine/net/forward.h"

/** GRADCHECK_LIMIT - the relative error up to which two derivatives are called the same. In single precision differences are
 *  too noisy to judge anything: there the tangent judges alone, and an error below one rounding of the loss is none. */
#ifdef BACKPASS_SINGLE
#define GRADCHECK_LIMIT 1e-3
#else
#define GRADCHECK_LIMIT 1e-6
#endif

typedef struct Check {
    double analytic;   // given by the caller, from net_backward
    double difference; // (L(+ε) − L(−ε)) / 2ε for ε = 1/50, 1/100 …, extrapolated to ε = 0 (Ridders 1982)
    double tangent;    // forward mode: exact but for rounding, no matter how small
    double noise;      // how far off rounding and extrapolation may leave `difference`: its floor
    double relative;   // |analytic − numeric| / max(|analytic|, |numeric|, tiny); numeric is the difference where
                       // |analytic| is above 1e6·noise (then it can tell 1e-6), the tangent below
    bool by_tangent;
} Check;

/** gradcheck_spot - check d(Σ_b L_b)/d(spot) against both ways. scratch tapes are allocated inside. Errors: ERR_LIMIT. */
bool gradcheck_spot(const Net *net, const Batch *batch, Spot spot, double analytic, Check *check,
                    Error *error) MUST_USE;

/** net_tangent - forward mode: d(Σ_b L_b)/d(spot), carried from the spot to the loss. tape holds the forward pass.
 *  Cost a forward pass of one row (of all rows for a weight). */
double net_tangent(const Net *net, const Batch *batch, const Tape *tape, Spot spot);

/** gradcheck_worst - every weight and every input of the batch; worst (written) is the largest relative error, with its spot. */
bool gradcheck_worst(const Net *net, const Batch *batch, Check *worst, Spot *where, Error *error) MUST_USE;

#endif
