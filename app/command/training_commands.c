/* Training, and going back in it. */
#include <stdio.h>
#include <string.h>

#include "app/command/command.h"

static bool read_options(const Arguments *arguments, Trainer *trainer, Error *error)
{
    TrainOptions options = *trainer_options(trainer);
    if (!optimizer_find(argument_text(arguments, "optimizer", optimizer_name(options.optimizer)), &options.optimizer))
        return fail(error, ERR_PROGRAM, "the table lists an optimizer that is not there");
    options.lr = argument_number(arguments, "lr", options.lr);
    options.clip = argument_number(arguments, "clip", options.clip);
    options.batch = argument_count(arguments, "batch", options.batch);
    return trainer_set_options(trainer, &options, error);
}

/** The line that does again what was done, whatever the options before it were. */
static void train_stop(Session *session)
{
    const Trainer *trainer = world_model(session->world)->trainer;
    const TrainOptions *options = trainer_options(trainer);
    text_clear(&session->line);
    text_addf(&session->line, "train updates=%zu optimizer=%s lr=%.17g clip=%.17g batch=%zu", session->work.done,
              optimizer_name(options->optimizer), options->lr, options->clip, options->batch);
}

/** What the training has come to, unless something more pressing is said. */
static void say_result(Session *session)
{
    const Model *model = world_model(session->world);
    double loss, metric;
    trainer_evaluate(model->trainer, SUBSET_VALID, &loss, &metric);
    if (!*session->notice)
        session_notice(session, "%s after %zu updates: validation loss %.3g", model->name, trainer_update(model->trainer), loss);
}

static bool train_step(Session *session, bool *done, Error *error)
{
    Work *work = &session->work;
    Trainer *trainer = world_model(session->world)->trainer;
    if (!trainer_step(trainer, error))
        return false;
    work->done++;
    world_changed(session->world);
    *done = work->done == work->total;
    if (*work->until && (work->done % TRAINER_LOOK == 0 || *done)) {
        bool holds = false;
        if (!session_truth(session, work->until, &holds, error))
            return false;
        if (*done && !holds)
            session_notice(session, "%zu updates, and `%.100s` does not hold yet: `train` goes on", work->total, work->until);
        *done = *done || holds;
    }
    if (*done) {
        train_stop(session);
        say_result(session);
    }
    return true;
}

static bool train_run(Session *session, const Arguments *arguments, Error *error)
{
    Model *model = world_ready(session->world, error);
    if (!model)
        return false;
    const char *until = argument_text(arguments, "until", "");
    size_t updates = argument_count(arguments, "updates", *until ? 5000 : 100);
    bool holds;
    if (*until && !session_truth(session, until, &holds, error))
        return false;
    if (strlen(until) >= sizeof session->work.until)
        return fail(error, ERR_USE, "until= is too long: at most %zu characters", sizeof session->work.until - 1);
    if (!read_options(arguments, model->trainer, error))
        return false;
    char label[64];
    snprintf(label, sizeof label, "training %s", model->name);
    Work *work = work_begin(session, train_step, label, updates);
    work->stop = train_stop;
    snprintf(work->until, sizeof work->until, "%s", until);
    return true;
}

static bool rewind_step(Session *session, bool *done, Error *error)
{
    Work *work = &session->work;
    if (work->done < work->total && !trainer_step(world_model(session->world)->trainer, error))
        return false;
    work->done++;
    *done = work->done >= work->total;
    world_changed(session->world);
    return true;
}

/** Stopped on the way: it is at the update it has reached. */
static void rewind_stop(Session *session)
{
    text_clear(&session->line);
    text_addf(&session->line, "rewind %zu", trainer_update(world_model(session->world)->trainer));
}

static bool rewind_run(Session *session, const Arguments *arguments, Error *error)
{
    Model *model = world_ready(session->world, error);
    size_t steps = 0;
    if (!model || !trainer_rewind_begin(model->trainer, argument_count(arguments, "update", 0), &steps, error))
        return false;
    world_changed(session->world);
    if (steps)
        work_begin(session, rewind_step, "going back", steps)->stop = rewind_stop;
    return true;
}

const Command TRAINING_COMMANDS[] = {
    {.name = "train",
     .group = GROUP_TRAINING,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "updates", .kind = OPTION_COUNT, .low = 1, .high = 1e7, .standard = "100", .help = "how many (with until=: at most; 5000)"},
                {.name = "optimizer", .kind = OPTION_CHOICE, .choices = "adam sgd", .standard = "adam", .help = "who uses the gradient"},
                {.name = "lr", .kind = OPTION_NUMBER, .low = 0, .high = 1000, .standard = "0.01", .help = "learning rate"},
                {.name = "clip", .kind = OPTION_NUMBER, .low = 0, .high = 1e9, .standard = "1",
                 .help = "largest global norm of the gradient; 0: no clipping"},
                {.name = "batch", .kind = OPTION_COUNT, .low = 1, .high = 65536, .standard = "32", .help = "sequences an update"},
                {.name = "until", .kind = OPTION_TEXT, .help = "stop when this holds, e.g. until=\"loss < 0.1\"; looked at every 10 updates"}},
     .help = "train the model in use; Ctrl-C stops and keeps what was learnt",
     .example = "data carry length=10; model rnn hidden=4; train updates=5 lr=0.01; print loss",
     .more = "Options stay as they were the last time. A gradient that is no longer finite stops it with the weights as they were.",
     .run = train_run},
    {.name = "rewind",
     .group = GROUP_TRAINING,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "update", .kind = OPTION_COUNT, .bare = true, .needed = true, .low = 0, .high = 1e9, .help = "0 is untrained"}},
     .help = "the model as it was right after that update, bit for bit; what came after is dropped (u brings it back)",
     .example = "data carry length=10; model rnn hidden=4; train updates=20; rewind 10; print updates",
     .run = rewind_run},
    {.name = NULL},
};
