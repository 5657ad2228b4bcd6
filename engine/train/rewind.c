/* Back to any update: from the nearest snapshot, stepping again. The history reaches further than the trainer meanwhile;
 * whoever changes options or weights on the way ends the replay there. */
#include "engine/train/parts.h"

static void forget_after(Trainer *trainer, size_t update)
{
    history_drop_after(&trainer->history, update);
    snapshots_drop_after(&trainer->snapshots, update);
}

bool trainer_rewind_begin(Trainer *trainer, size_t update, size_t *steps, Error *error)
{
    if (update > trainer->history.records)
        return fail(error, ERR_USE, "update %zu is past the last one, %zu", update, trainer->history.records);
    forget_after(trainer, update);
    if (update < trainer->state.update) {
        state_copy(&snapshots_nearest(&trainer->snapshots, update)->state, &trainer->state);
        trainer->version++;
        trainer_take_knives(trainer);
    }
    *steps = update - trainer->state.update;
    return true;
}

bool trainer_rewind(Trainer *trainer, size_t update, Error *error)
{
    size_t steps;
    if (!trainer_rewind_begin(trainer, update, &steps, error))
        return false;
    while (steps-- > 0)
        if (!trainer_step(trainer, error))
            return false;
    return true;
}

bool trainer_set_options(Trainer *trainer, const TrainOptions *options, Error *error)
{
    if (!train_options_valid(options, error) || !rooms_to_train(trainer, options, error))
        return false;
    forget_after(trainer, trainer->state.update);
    history_change(&trainer->history, trainer->state.update, options, &trainer->net->knives);
    return true;
}

void trainer_touched(Trainer *trainer)
{
    forget_after(trainer, trainer->state.update);
    trainer->version++;
    history_change(&trainer->history, trainer->state.update, trainer_options(trainer), &trainer->net->knives);
    snapshots_pin(&trainer->snapshots, &trainer->state);
    if (history_looked(&trainer->history, trainer->state.update))
        trainer_look(trainer);
}
