#include <math.h>
#include <string.h>

#include "engine/train/trainer.h"

static const char *const OPTIMIZER_NAMES[OPTIMIZERS] = {
    [OPTIMIZER_ADAM] = "adam",
    [OPTIMIZER_SGD] = "sgd",
};

const char *optimizer_name(Optimizer optimizer)
{
    return OPTIMIZER_NAMES[optimizer];
}

bool optimizer_find(const char *name, Optimizer *optimizer)
{
    for (int i = 0; i < OPTIMIZERS; i++) {
        if (strcmp(OPTIMIZER_NAMES[i], name) == 0) {
            *optimizer = (Optimizer)i;
            return true;
        }
    }
    return false;
}

double train_rate(const TrainOptions *options, size_t update)
{
    const double falling = options->decay * (double)options->run_updates;
    const size_t end = options->run_begin + options->run_updates, left = update < end ? end - update + 1 : 1;
    return falling > (double)left ? options->lr * (double)left / falling : options->lr;
}

TrainOptions train_options(void)
{
    return (TrainOptions){.optimizer = OPTIMIZER_ADAM, .lr = 0.01, .clip = 1, .batch = 32, .threads = 1};
}

bool train_options_valid(const TrainOptions *options, Error *error)
{
    if (!isfinite(options->lr) || options->lr <= 0)
        return fail(error, ERR_USE, "lr must be a number above 0, not %g", options->lr);
    if (!isfinite(options->clip) || options->clip < 0)
        return fail(error, ERR_USE, "clip must be a number above 0, or 0 for no clipping, not %g", options->clip);
    if (!(options->decay >= 0 && options->decay <= 1))
        return fail(error, ERR_USE, "decay is a share of the updates, from 0 to 1, not %g", options->decay);
    if (options->decay > 0 && options->run_updates == 0)
        return fail(error, ERR_USE, "decay is a share of a run of updates, and the run has none");
    if (options->batch == 0)
        return fail(error, ERR_USE, "batch must be at least 1 sequence");
    if (options->threads > THREADS_MAX)
        return fail(error, ERR_USE, "threads must be a number from 1 to %d, not %zu", THREADS_MAX, options->threads);
    return true;
}
