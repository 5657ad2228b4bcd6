#include "engine/train/trainer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/train/parts.h"

static bool fits(const Net *net, const Dataset *data, Error *error)
{
    if (net->spec.inputs != data->D || net->spec.outputs != data->K)
        return fail(error, ERR_SHAPE, "the model reads %zu and answers %zu numbers a step, the data have %zu and %zu",
                    net->spec.inputs, net->spec.outputs, data->D, data->K);
    if (data->train_count == 0)
        return fail(error, ERR_SHAPE, "the data have no sequence to train on");
    return true;
}

static real *vector_copy(const real *vector, size_t count)
{
    return memcpy(memory_new(count, sizeof *vector), vector, count * sizeof *vector);
}

/* The vectors of a trainer whose net and data are there. */
static void prepare(Trainer *trainer)
{
    const size_t count = trainer->net->layout.count;
    State *state = &trainer->state;
    *state = (State){.optimizer = -1, .count = count, .weights = trainer->net->weights};
    state->m = memory_new(count, sizeof *state->m);
    state->v = memory_new(count, sizeof *state->v);
    state->gradient = memory_new(count, sizeof *state->gradient);
    trainer->fresh = memory_new(count, sizeof *trainer->fresh);
    trainer->backup = memory_new(3 * count, sizeof *trainer->backup);
    trainer->order.count = trainer->data->train_count;
    trainer->order.shuffled = memory_new(trainer->order.count, sizeof *trainer->order.shuffled);
}

/* Nothing trained yet: the options by default, the state at update 0, the first look. */
static bool begin(Trainer *trainer, Error *error)
{
    const TrainOptions options = train_options();
    prepare(trainer);
    if (!rooms_to_train(trainer, &options, error) || !evaluation_lists(&trainer->evaluation, trainer->data, error))
        return false;
    history_change(&trainer->history, 0, &options, &trainer->net->knives);
    snapshots_offer(&trainer->snapshots, &trainer->state);
    trainer_look(trainer);
    return true;
}

Trainer *trainer_new(Net *net, Dataset *data, uint64_t seed, Error *error)
{
    Trainer *trainer = memory_new(1, sizeof *trainer);
    trainer->net = net;
    trainer->data = dataset_keep(data);
    trainer->seed = seed;
    trainer->initial = vector_copy(net->weights, net->layout.count);
    trainer->snapshots.most = snapshots_most(net->layout.count);
    if (fits(net, data, error) && begin(trainer, error))
        return trainer;
    trainer_free(trainer);
    return NULL;
}

/* Room for batches is made when the copy steps or measures: most copies are kept for undoing and never do. */
Trainer *trainer_copy(const Trainer *trainer)
{
    Trainer *copy = memory_new(1, sizeof *copy);
    copy->net = net_copy(trainer->net);
    copy->data = dataset_keep(trainer->data);
    copy->seed = trainer->seed;
    copy->version = trainer->version;
    copy->initial = vector_copy(trainer->initial, trainer->state.count);
    prepare(copy);
    state_copy(&trainer->state, &copy->state);
    history_copy(&trainer->history, &copy->history);
    snapshots_copy(&trainer->snapshots, &copy->snapshots);
    memcpy(copy->evaluation.measured, trainer->evaluation.measured, sizeof copy->evaluation.measured);
    return copy;
}

void trainer_free(Trainer *trainer)
{
    if (trainer == NULL)
        return;
    net_free(trainer->net);
    dataset_free(trainer->data);
    real *const vectors[] = {trainer->initial,        trainer->state.m, trainer->state.v,
                             trainer->state.gradient, trainer->fresh,   trainer->backup};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        free(vectors[i]);
    rooms_empty(trainer);
    free(trainer->order.shuffled);
    evaluation_free(&trainer->evaluation);
    history_free(&trainer->history);
    snapshots_free(&trainer->snapshots);
    free(trainer);
}

const Net *trainer_net(const Trainer *trainer)
{
    return trainer->net;
}

Dataset *trainer_data(const Trainer *trainer)
{
    return trainer->data;
}

const real *trainer_initial(const Trainer *trainer)
{
    return trainer->initial;
}

const real *trainer_batch_gradient(const Trainer *trainer)
{
    return trainer->state.update > 0 ? trainer->state.gradient : NULL;
}

const TrainOptions *trainer_options(const Trainer *trainer)
{
    return history_options(&trainer->history, trainer->state.update);
}

size_t trainer_update(const Trainer *trainer)
{
    return trainer->state.update;
}

const Record *trainer_record(const Trainer *trainer, size_t update)
{
    assert(update >= 1 && update <= trainer->state.update);
    return &trainer->history.record[update - 1];
}

const Look *trainer_looks(const Trainer *trainer, size_t *count)
{
    *count = trainer->history.looks;
    while (*count > 0 && trainer->history.look[*count - 1].update > trainer->state.update)
        --*count;
    return trainer->history.look;
}

void trainer_take_knives(Trainer *trainer)
{
    knives_free(&trainer->net->knives);
    knives_copy(history_knives(&trainer->history, trainer->state.update), &trainer->net->knives);
}

Net *trainer_knife(Trainer *trainer)
{
    return trainer->net;
}

real *trainer_weights(Trainer *trainer)
{
    return trainer->net->weights;
}

size_t trainer_bytes(const Trainer *trainer)
{
    return history_bytes(&trainer->history) + snapshots_bytes(&trainer->snapshots);
}
