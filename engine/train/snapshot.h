/* States of training kept on the way, ever further apart, so that any update can be reached again.
 * Knows: vectors of numbers. */
#ifndef BACKPASS_TRAIN_SNAPSHOT_H
#define BACKPASS_TRAIN_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/math/real.h"

enum { SNAPSHOTS_MAX = 64 };

/** State - all that an update changes and the next one reads. */
typedef struct State {
    size_t update;     // how many updates made it
    int optimizer;     // whose moments m and v are; -1 before the first update
    size_t adam_steps; // updates in m and v
    size_t count;      // numbers in each of these
    real *weights, *m, *v, *gradient;
} State;

typedef struct Snapshot {
    State state;       // its vectors lie one behind the other in `room`
    bool pinned;       // numbers were changed by hand here: no replay makes them again
    struct Room *room; // shared, by counting, with copies of the trainer
} Snapshot;

/** Snapshots - oldest first. Taken every `spacing` updates; where they get too many every second one goes and the spacing
 *  doubles, so that memory is bounded and so is the replay to any update. {0} with `most` set is an empty one. */
typedef struct Snapshots {
    Snapshot *item;
    size_t count, capacity;
    size_t spacing;      // 0 before the first
    size_t most;         // not counting pinned ones
    struct Room **spare; // of snapshots that went, to be used again
    size_t spares, spare_capacity;
} Snapshots;

/** snapshots_most - how many of vectors of `count` numbers: SNAPSHOTS_MAX, fewer where that would pass 256 MB, at least 4. */
size_t snapshots_most(size_t count);
/** snapshots_offer - keep the state (borrowed) if it is due. */
void snapshots_offer(Snapshots *snapshots, const State *state);
/** snapshots_pin - keep the state in any case, in place of one of the same update. */
void snapshots_pin(Snapshots *snapshots, const State *state);
/** snapshots_nearest - the last at or before that update; there is always one at update 0. inside */
const Snapshot *snapshots_nearest(const Snapshots *snapshots, size_t update);
/** snapshots_drop_after - forget those past that update. */
void snapshots_drop_after(Snapshots *snapshots, size_t update);
/** state_copy - the numbers of one into the other, whose vectors are there. */
void state_copy(const State *from, State *to);
/** snapshots_copy - to (written) shares the numbers, which never change once kept. */
void snapshots_copy(const Snapshots *from, Snapshots *to);
void snapshots_free(Snapshots *snapshots);
size_t snapshots_bytes(const Snapshots *snapshots);

#endif
