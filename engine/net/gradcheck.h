/* Are the derivatives right? Central differences above their noise floor, forward-mode tangents below it.
 * Knows: the network. A second opinion: it shares net_forward, never net_backward. */
#ifndef BACKPASS_NET_GRADCHECK_H
#define BACKPASS_NET_GRADCHECK_H

#include "engine/net/net.h"

/** Spot - one number of a forward pass that can be nudged. */
typedef enum SpotKind { SPOT_WEIGHT, SPOT_INPUT, SPOT_STATE, SPOT_PRE, SPOT_OUTPUT } SpotKind;
typedef struct Spot {
    SpotKind kind;
    size_t t;     // from 1 (SPOT_STATE: 0 … T); not for weights
    size_t row;   // sequence in the batch
    size_t index; // into the flat weights, or unit / feature / output from 0
} Spot;

typedef struct Check {
    double analytic;   // given by the caller, from net_backward
    double difference; // (L(+ε) − L(−ε)) / 2ε, Richardson-extrapolated
    double tangent;    // forward mode: exact but for rounding, no matter how small
    double noise;      // what rounding alone can do to `difference`: its floor
    double relative;   // |analytic − numeric| / max(|analytic|, |numeric|, tiny); numeric is the difference where
                       // |analytic| is above 1e3·noise, the tangent below
    bool by_tangent;
} Check;

/** gradcheck_spot - check d(Σ_b L_b)/d(spot) against both ways. scratch tapes are allocated inside. Errors: ERR_LIMIT. */
bool gradcheck_spot(const Net *net, const Batch *batch, Spot spot, double analytic, Check *check, Error *error) MUST_USE;

/** net_tangent - forward mode: d(Σ_b L_b)/d(spot), carried from the spot to the loss. tape holds the forward pass. */
double net_tangent(const Net *net, const Batch *batch, const Tape *tape, Spot spot);

/** gradcheck_worst - every weight and every input of the batch; worst (written) is the largest relative error, with its spot. */
bool gradcheck_worst(const Net *net, const Batch *batch, Check *worst, Spot *where, Error *error) MUST_USE;

#endif
