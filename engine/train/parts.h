/* What a trainer is made of; for the files of this folder alone. */
#ifndef BACKPASS_TRAIN_PARTS_H
#define BACKPASS_TRAIN_PARTS_H

#include "engine/train/crew.h"
#include "engine/train/snapshot.h"
#include "engine/train/tally.h"
#include "engine/train/trainer.h"

/** Change - options and knives in force from the update after `update` on. */
typedef struct Change {
    size_t update;
    TrainOptions options;
    Knives knives; // its own
} Change;

/** History - what updates left behind. While a rewind is replayed it reaches further than the trainer. */
typedef struct History {
    Record *record; // of update 1 …
    size_t records, record_capacity;
    Look *look;
    size_t looks, look_capacity;
    Change *change; // the first is of update 0
    size_t changes, change_capacity;
} History;

/** Order - which sequences the updates read: the training set shuffled anew for each epoch, one epoch behind the other. */
typedef struct Order {
    size_t *shuffled; // (count) of `epoch`
    size_t count;
    size_t epoch;
    bool filled;
} Order;

/** Measured - loss and metric of a subset, while the weights are those of `version`. */
typedef struct Measured {
    bool known;
    size_t version;
    double loss, metric, plain;
} Measured;

/** Evaluation - what measuring needs besides a crew; empty in a copy that has not measured yet. */
typedef struct Evaluation {
    Scored *scored;                        // (rows) where areas under the curve are measured, otherwise NULL
    size_t *longest_first[SUBSET_ALL + 1]; // the sequences of each subset
    Measured measured[SUBSET_ALL + 1];
} Evaluation;

/** Rooms - threads, and what they work in: NULL in a copy that has not measured or stepped yet. */
typedef struct Rooms {
    Team *team;
    Crew *training, *measuring;
} Rooms;

struct Trainer {
    Net *net;
    Dataset *data;
    uint64_t seed;
    real *initial;
    State state;    // weights lie in net
    real *fresh;    // gradient of the update under way
    real *backup;   // (3, count) weights, m, v before it
    size_t version; // of the weights
    Rooms rooms;
    size_t *chosen; // (B_room) sequences of the batch, and
    Scored *scored; // room for its places where areas under the curve are measured, otherwise NULL
    Order order;
    Evaluation evaluation;
    History history;
    Snapshots snapshots;
};

/** history_options - in force for the update after `update`. inside */
const TrainOptions *history_options(const History *history, size_t update);
/** history_knives - likewise. inside. history_changed - did something change right after `update`? */
const Knives *history_knives(const History *history, size_t update);
bool history_changed(const History *history, size_t update);
/** history_change - other options or knives (borrowed) from the update after `update` on. */
void history_change(History *history, size_t update, const TrainOptions *options, const Knives *knives);
/** history_record - of this update, in place of an equal one when replaying. */
void history_record(History *history, size_t update, Record record);
/** history_look - keep it, in place of one of the same update. history_looked - is there one of that update or later? */
void history_look(History *history, Look look);
bool history_looked(const History *history, size_t update);
/** history_drop_after - forget what came after that update. */
void history_drop_after(History *history, size_t update);
void history_copy(const History *from, History *to); // to written, deep
void history_free(History *history);
size_t history_bytes(const History *history);

/** order_batch - the sequences of an update (from 1): those at (update−1)·count … of all epochs put one behind the other, so
 *  that batches are always full and a sequence comes once an epoch (a batch across the seam of two may hold it twice). */
void order_batch(Order *order, const Dataset *data, uint64_t seed, size_t update, size_t count, size_t *chosen);

/** evaluation_lists - make what is missing of it. Errors: ERR_LIMIT. */
bool evaluation_lists(Evaluation *evaluation, const Dataset *data, Error *error) MUST_USE;
void evaluation_free(Evaluation *evaluation);

/** trainer_take_knives - the network is cut as the history says for this update. */
void trainer_take_knives(Trainer *trainer);
/** rooms_to_train - make room for the batches of these options, of just that size, with as many threads; rooms_to_measure - to
 *  measure with as many. Errors: ERR_LIMIT, then nothing that was there has changed. rooms_empty - free all. */
bool rooms_to_train(Trainer *trainer, const TrainOptions *options, Error *error) MUST_USE;
bool rooms_to_measure(Trainer *trainer, const TrainOptions *options, Error *error) MUST_USE;
void rooms_empty(Trainer *trainer);
/** trainer_look - measure the validation set now. */
void trainer_look(Trainer *trainer);

#endif
