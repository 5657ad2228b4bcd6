/* What reads what: the inputs of a layer, what the head reads, and which state a step reads first.
 * Knows: the network. For this folder, and for the probe, which says of each number what it was read from. */
#ifndef BACKPASS_NET_WIRING_H
#define BACKPASS_NET_WIRING_H

#include "engine/net/net.h"

/** Feed - one of the one or two arrays that lie side by side in what a layer or the head reads, [h→ ; h←]. */
typedef struct Feed {
    const real *from; // (T·B, width)
    real *dfrom;
    size_t width;
    size_t column;             // where it begins among all inputs
    bool standing;             // the same B rows are read at every step: h←_1 of a many-to-one head
    const struct Track *track; // it is the state of; NULL for x
} Feed;

/** wiring_feeds - of a layer; layer = spec.layers + 1 is the head. Returns how many (1 or 2). x may be NULL. */
size_t wiring_feeds(const Net *net, const Tape *tape, const real *x, size_t layer, Feed feed[2]);

/** Stretch - some of the steps: from `first` (from 0) on, `count` of them. */
typedef struct Stretch {
    size_t first, count;
} Stretch;

/** wiring_answered - from the first step with a target to the last: where they sit at the end alone, a step of them all. */
Stretch wiring_answered(const Batch *batch);
/** wiring_before - the block of states that step t of a track reads: t − 1, in reverse t + 1. */
size_t wiring_before(const Track *track, size_t t);
/** wiring_cut - is that edge into step t cut? */
bool wiring_cut(const Net *net, const Track *track, size_t t, Edge edge);

#endif
