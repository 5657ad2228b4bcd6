/* A network in training: batches, optimiser, clipping, history, snapshots.
 * Knows: data sets, networks. Must not know models' names, screens, time of day. */
#ifndef BACKPASS_TRAIN_TRAINER_H
#define BACKPASS_TRAIN_TRAINER_H

#include "engine/football/dataset.h"
#include "engine/net/net.h"

typedef enum Optimizer { OPTIMIZER_ADAM, OPTIMIZER_SGD, OPTIMIZERS } Optimizer;

enum { THREADS_MAX = 64 };

typedef struct TrainOptions {
    Optimizer optimizer;
    double lr;    // 0.01
    double clip;  // largest global norm of the gradient; 0 means no clipping
    size_t batch; // sequences an update; 32
    size_t threads; // that share training and measuring, at most THREADS_MAX; 1, and 0 is read as 1. As many, the same bits
    double decay; // the share of a run, its last updates, over which the rate falls to 0 in equal steps; 0: it stays
    size_t run_begin, run_updates; // the run that decay is a share of: this many updates after update run_begin
} TrainOptions;
TrainOptions train_options(void); // the defaults: adam, lr 0.01, clip 1, batch 32, no decay
/** train_rate - the learning rate of an update (from 1): lr · min(1, left / (decay · run_updates)), where `left` updates of the run
 *  are still to be made, this one among them (past the end of the run: one). */
double train_rate(const TrainOptions *options, size_t update);
/** train_options_valid - Errors: ERR_USE saying what each must be. */
bool train_options_valid(const TrainOptions *options, Error *error) MUST_USE;

const char *optimizer_name(Optimizer optimizer);
bool optimizer_find(const char *name, Optimizer *optimizer);

/** Record - what one update left in the history. Valid values are measured every TRAINER_LOOK updates and at update 0. */
typedef struct Record {
    double batch_loss; // mean loss of the batch before the update
    double batch_metric;
    double gradnorm;         // global norm before clipping
    double gradnorm_clipped; // and after
    double lr;               // the rate it was made with
} Record;
typedef struct Look {
    size_t update;
    double loss, metric;
} Look; // on the validation set, weights as after `update`
enum { TRAINER_LOOK = 10 };

typedef struct Trainer Trainer;

/** trainer_new - net taken (freed on failure too), data kept (counted). The seed decides the order of the batches: update u
 *  reads the places (u−1)·batch … of the training set shuffled anew for each epoch, one epoch behind the other, so batches
 *  are always full; a batch larger than the training set is all of it. New. Errors: ERR_SHAPE, ERR_LIMIT. */
Trainer *trainer_new(Net *net, Dataset *data, uint64_t seed, Error *error) MUST_USE;
/** trainer_copy - independent of the original; data and snapshots are shared by counting, and room for batches is made
 *  when the copy first steps or measures, so that a copy kept for undoing costs little. New. */
Trainer *trainer_copy(const Trainer *trainer);
void trainer_free(Trainer *trainer);

const Net *trainer_net(const Trainer *trainer);      // inside
Dataset *trainer_data(const Trainer *trainer);       // inside
const real *trainer_initial(const Trainer *trainer); // inside: the weights as drawn
const real *trainer_batch_gradient(
    const Trainer *trainer); // inside: mean gradient of the last batch, before clipping; NULL at update 0
const TrainOptions *trainer_options(const Trainer *trainer);
size_t trainer_update(const Trainer *trainer);
/** trainer_record - of update 1 … trainer_update. inside */
const Record *trainer_record(const Trainer *trainer, size_t update);
const Look *trainer_looks(const Trainer *trainer, size_t *count); // inside, oldest first

/** trainer_set_options - from the next update on. Another optimiser begins with moments of 0.
 *  Errors: ERR_USE (lr ≤ 0, not finite …), ERR_LIMIT for a batch that finds no room or threads that are not to be had; then
 *  nothing changes. */
bool trainer_set_options(Trainer *trainer, const TrainOptions *options, Error *error) MUST_USE;

/** trainer_step - one update: batch, forward, backward, clip, optimiser, record. No allocation inside but for the growth of
 *  the history and its snapshots, and where batch or threads are others than before. Errors: ERR_NUMBER when loss or gradient is
 *  no longer finite: the weights stay as they were; ERR_LIMIT. */
bool trainer_step(Trainer *trainer, Error *error) MUST_USE;

/** trainer_rewind - the trainer as it stood when the update after this one began, bit for bit: optimiser, options, and what
 *  was changed by hand at that point; from the nearest snapshot, stepping again. The history after it is dropped.
 *  Errors: ERR_USE when update is past the last.
 *  trainer_rewind_begin - the same in slices: goes to the snapshot; *steps more calls of trainer_step complete it. Setting
 *  options or touching weights in between ends the replay where it is. */
bool trainer_rewind(Trainer *trainer, size_t update, Error *error) MUST_USE;
bool trainer_rewind_begin(Trainer *trainer, size_t update, size_t *steps, Error *error) MUST_USE;

/** trainer_weights - the weights for changing from outside (set, scale); then trainer_touched keeps a snapshot so that
 *  rewinding still reaches every update. */
real *trainer_weights(Trainer *trainer);
/** trainer_knife - the network for net_hold, net_release, net_cut and net_mend; then trainer_touched. Training goes on with
 *  them, and rewinding knows when they were made. */
Net *trainer_knife(Trainer *trainer);
void trainer_touched(Trainer *trainer);

/** trainer_evaluate - mean loss and metric on a subset with the weights as they are; cached until they change. */
void trainer_evaluate(Trainer *trainer, Subset subset, double *loss, double *metric);
/** trainer_plain - on a subset likewise, whatever the data are judged by: accuracy of classes, squared error of numbers. */
double trainer_plain(Trainer *trainer, Subset subset);
/** trainer_sequence_losses - L_b of every sequence of the data (sequences long, written). */
void trainer_sequence_losses(Trainer *trainer, double *loss);
/** trainer_bytes - memory held by history and snapshots. */
size_t trainer_bytes(const Trainer *trainer);

#endif
