/* One update: batch, forward, backward, clip, optimiser, record. */
#include <math.h>
#include <string.h>

#include "engine/math/blas.h"
#include "engine/train/optimizer.h"
#include "engine/train/parts.h"

static bool not_finite(const Trainer *trainer, const char *what, Error *error)
{
    const TrainOptions *options = trainer_options(trainer);
    const size_t update = trainer->state.update;
    return fail(error, ERR_NUMBER,
                "update %zu: %s no longer a finite number, so the weights stay as update %zu left them; try %sa "
                "smaller lr= than %g",
                update + 1, what, update, options->clip > 0 ? "" : "clip=1 or ", options->lr);
}

/* The sequences of the update under way. */
static Deal next_deal(Trainer *trainer)
{
    const size_t count = trainer->rooms.training->B_room;
    order_batch(&trainer->order, trainer->data, trainer->seed, trainer->state.update + 1, count, trainer->chosen);
    return (Deal){trainer->data, trainer->chosen, count};
}

/* Adam's moments are of one uninterrupted run of Adam: another optimiser in between, and they begin anew. */
static void optimise(Trainer *trainer, const TrainOptions *options, double share, const real *gradient)
{
    State *state = &trainer->state;
    const size_t count = state->count;
    const double lr = train_rate(options, state->update + 1);
    if (state->optimizer != (int)options->optimizer) {
        state->optimizer = (int)options->optimizer;
        state->adam_steps = 0;
        memset(state->m, 0, count * sizeof *state->m);
        memset(state->v, 0, count * sizeof *state->v);
    }
    if (options->optimizer == OPTIMIZER_SGD)
        optimizer_sgd(count, lr, share, gradient, state->weights);
    else
        optimizer_adam_shared(trainer->rooms.team, count, ++state->adam_steps, lr, share, gradient, state->m, state->v,
                              state->weights);
}

static bool all_finite(size_t count, const real *numbers)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(numbers[i]))
            return false;
    return true;
}

/* Change weights and moments; where one of them is no longer finite, all go back to what they were. */
static bool update_weights(Trainer *trainer, double share)
{
    State *state = &trainer->state, before = *state;
    const size_t count = state->count, bytes = count * sizeof *trainer->backup;
    real *const moved[] = {state->weights, state->m, state->v};
    for (size_t i = 0; i < 3; i++)
        memcpy(trainer->backup + i * count, moved[i], bytes);
    optimise(trainer, trainer_options(trainer), share, trainer->fresh);
    if (all_finite(count, state->weights) && all_finite(count, state->m) && all_finite(count, state->v))
        return true;
    for (size_t i = 0; i < 3; i++)
        memcpy(moved[i], trainer->backup + i * count, bytes);
    *state = before;
    return false;
}

static void finish(Trainer *trainer, Record record)
{
    State *state = &trainer->state;
    real *spent = state->gradient;
    state->gradient = trainer->fresh;
    trainer->fresh = spent;
    state->update++;
    trainer->version++;
    if (history_changed(&trainer->history, state->update)) // only when an update is stepped again
        trainer_take_knives(trainer);
    history_record(&trainer->history, state->update, record);
    if (state->update % TRAINER_LOOK == 0 && !history_looked(&trainer->history, state->update))
        trainer_look(trainer);
    snapshots_offer(&trainer->snapshots, state);
}

bool trainer_step(Trainer *trainer, Error *error)
{
    const double clip = trainer_options(trainer)->clip, lr = train_rate(trainer_options(trainer), trainer_update(trainer) + 1);
    if (!rooms_to_train(trainer, trainer_options(trainer), error))
        return false;
    const Deal deal = next_deal(trainer);
    Crew *crew = trainer->rooms.training;
    const double loss = crew_pass(crew, trainer->net, &deal, trainer->fresh);
    if (!isfinite(loss))
        return not_finite(trainer, "the loss is", error);
    const double norm = (double)blas_norm(trainer->state.count, trainer->fresh);
    if (!isfinite(norm))
        return not_finite(trainer, "the gradient is", error);
    if (!update_weights(trainer, optimizer_share(norm, clip)))
        return not_finite(trainer, "the weights would be", error);
    Tally tally = {.metric = trainer->data->metric, .scored = trainer->scored};
    for (size_t i = 0; i < crew->members; i++)
        tally_add(&tally, trainer->net, crew->share[i].batch, crew->share[i].tape);
    finish(trainer, (Record){.batch_loss = loss,
                             .batch_metric = tally_metric(&tally),
                             .gradnorm = norm,
                             .lr = lr,
                             .gradnorm_clipped = clip > 0 && norm > clip ? clip : norm});
    return true;
}
