/* The forward pass, with a place where one number can be nudged on its way.
 * Knows: the network. net_forward is forward_pass without a nudge. */
#ifndef BACKPASS_NET_FORWARD_H
#define BACKPASS_NET_FORWARD_H

#include "engine/net/net.h"

/** Spot - one number of a forward pass. */
typedef enum SpotKind { SPOT_WEIGHT, SPOT_INPUT, SPOT_STATE, SPOT_PRE, SPOT_OUTPUT, SPOT_CELL, SPOT_GATE } SpotKind;
typedef struct Spot {
    SpotKind kind;
    size_t t;     // from 1 (states: 0 … T, in reverse 1 … T + 1); not for weights
    size_t row;   // sequence in the batch
    size_t index; // into the flat weights, or unit / feature / output from 0; of pre and gates block by block
    size_t track; // of states, pre, gates; 0 is layer 1 reading forward
} Spot;

/** Nudge - add epsilon to that number as soon as it is there. Weights and inputs are the caller's to change. */
typedef struct Nudge {
    Spot spot;
    real epsilon;
    real *room; // (B, G·H) zeros, for gates and cell states; zero again afterwards
} Nudge;

/** forward_pass - fill the tape from the batch; nudge may be NULL. Returns the mean of L_b. No allocation. */
real forward_pass(const Net *net, const Batch *batch, Tape *tape, const Nudge *nudge);

#endif
