/* Interventions: gates held at a value, edges through time cut. Respected forward, backward and by tangents alike.
 * Knows: places in a network. Must not know what a user calls them. */
#ifndef BACKPASS_NET_KNIFE_H
#define BACKPASS_NET_KNIFE_H

#include <stddef.h>

#include "engine/math/real.h"

enum { CUTS_MAX = 64 };
#define UNIT_ALL ((size_t)-1)

/** Edge - what passes from one step to the next: through Wh (h into gates and candidate), and directly (c into c through the
 *  forget gate, GRU: h into h through z). */
typedef enum Edge { EDGE_WEIGHTS = 1, EDGE_DIRECT = 2, EDGE_BOTH = 3 } Edge;

/** Cut - nothing passes between steps t−1 and t, forward or in reverse: the later state of the two (in reading order) is
 *  computed as if h (and c, where the edge says so) before it were zero, and no gradient goes back. */
typedef struct Cut {
    size_t t;     // 2 … T in effect: 1 cuts off the initial state; 0 cuts at every step
    size_t layer; // from 1; 0 for all
    Edge edge;
} Cut;

typedef struct Knives {
    real *hold;   // (tracks, G·H), NaN where a gate is free; NULL where nothing is held
    size_t count; // numbers in hold
    Cut cut[CUTS_MAX];
    size_t cuts;
} Knives;

/** knives_copy - deep: to (written) is to be freed. */
void knives_copy(const Knives *from, Knives *to);
void knives_free(Knives *knives);

#endif
