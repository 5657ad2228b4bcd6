/* Sequences shared among threads: each member of a crew has some of a batch's sequences, with a batch, a tape and a gradient of
 * its own, and goes with them through all layers and steps alone; what they have summed is added in the order of the members.
 * Knows: networks, data sets. Must not know what is trained for. */
#ifndef BACKPASS_TRAIN_CREW_H
#define BACKPASS_TRAIN_CREW_H

#include "engine/base/team.h"
#include "engine/football/dataset.h"
#include "engine/net/net.h"

/** Share - what a member works on. */
typedef struct Share {
    Batch *batch;
    Tape *tape;
    real *gradient; // (weights) NULL for the first, who sums where the gradient is wanted
    double loss;    // mean L_b of its sequences
} Share;

typedef struct Crew {
    Team *team;     // borrowed
    size_t B_room;  // of all shares
    size_t members; // that have a share: all of the team, or one where sharing would cost more than it saves
    Share *share;   // (members)
} Crew;

/** Deal - the sequences of a batch (borrowed), dealt to the members in pieces that are as equal as can be. */
typedef struct Deal {
    const Dataset *data;
    const size_t *sequence;
    size_t count; // at most B_room
} Deal;

/** crew_new - room for T_room steps of B_room sequences of this network's sizes. New. Errors: ERR_LIMIT. */
Crew *crew_new(const Net *net, size_t T_room, size_t B_room, Team *team, Error *error) MUST_USE;
void crew_free(Crew *crew);
/** crew_pass - forward over the sequences dealt (NULL: over what lies in the batches), and back where a gradient (layout.count,
 *  written; that of the mean loss) is wanted; returns the mean of L_b. The same bits each time with as many members.
 *  No allocation. */
double crew_pass(Crew *crew, const Net *net, const Deal *deal, real *gradient);

#endif
