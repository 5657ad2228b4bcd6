/* Training, and going back in it. */
#include <stdio.h>
#include <string.h>

#include "app/command/command.h"
#include "app/session/hands.h"

/** Team - the models that train together: those that are compared, or the one in use. */
typedef struct Team {
    Model *model[MODELS_MAX];
    size_t count;
} Team;

static Team team_of(World *world)
{
    size_t index[MODELS_MAX];
    Team team = {.count = world_trained(world, index)};
    for (size_t i = 0; i < team.count; i++)
        team.model[i] = &world->model[index[i]];
    return team;
}

/** "training rnn, lstm" */
static void team_label(const Team *team, const char *verb, char *label, size_t size)
{
    snprintf(label, size, "%s", verb);
    for (size_t i = 0; i < team->count; i++) {
        const size_t length = strlen(label);
        snprintf(label + length, size - length, "%s%s", i ? ", " : " ", team->model[i]->name);
    }
}

/** Where several are trained, an error says whose it is. */
static bool named(const Team *team, const Model *model, Error *error)
{
    const Error said = *error;
    if (team->count == 1)
        return false;
    error_clear(error);
    return fail(error, said.kind, "%s: %.470s", model->name, said.message);
}

static bool same_updates(const Team *team)
{
    for (size_t i = 1; i < team->count; i++)
        if (trainer_update(team->model[i]->trainer) != trainer_update(team->model[0]->trainer))
            return false;
    return true;
}

/* ---- train ------------------------------------------------------------------------------------------------------- */

/** run_of - the run that begins where this trainer is. */
static TrainOptions run_of(const Trainer *trainer, const TrainOptions *options)
{
    TrainOptions run = *options;
    run.run_begin = trainer_update(trainer);
    return run;
}

/** The same options for all; where one of them finds no room for them, nobody has them. */
static bool set_options(const Team *team, const TrainOptions *options, Error *error)
{
    TrainOptions before[MODELS_MAX];
    for (size_t i = 0; i < team->count; i++) {
        Trainer *trainer = team->model[i]->trainer;
        before[i] = *trainer_options(trainer);
        const TrainOptions run = run_of(trainer, options);
        if (trainer_set_options(trainer, &run, error))
            continue;
        Error ignored = {0};
        while (i-- > 0)
            if (!trainer_set_options(team->model[i]->trainer, &before[i], &ignored))
                break;
        return false;
    }
    return true;
}

static bool read_options(const Arguments *arguments, const Team *team, const Model *model, size_t updates, Error *error)
{
    TrainOptions options = *trainer_options(model->trainer);
    if (!optimizer_find(argument_text(arguments, "optimizer", optimizer_name(options.optimizer)), &options.optimizer))
        return fail(error, ERR_PROGRAM, "the table lists an optimizer that is not there");
    options.lr = argument_number(arguments, "lr", options.lr);
    options.clip = argument_number(arguments, "clip", options.clip);
    options.batch = argument_count(arguments, "batch", options.batch);
    options.threads = argument_count(arguments, "threads", options.threads);
    options.decay = argument_number(arguments, "decay", options.decay);
    options.run_updates = argument_count(arguments, "planned", updates);
    if (options.run_updates < updates)
        return fail(error, ERR_USE, "planned=%zu is fewer than the %zu updates that are to be made", options.run_updates, updates);
    return set_options(team, &options, error);
}

/** The line that does again what was done, whatever the options before it were. */
static void train_stop(Session *session)
{
    const Trainer *trainer = world_model(session->world)->trainer;
    const TrainOptions *options = trainer_options(trainer);
    text_clear(&session->line);
    text_addf(&session->line, "train updates=%zu optimizer=%s lr=%.17g clip=%.17g batch=%zu threads=%zu decay=%.17g", session->work.done,
              optimizer_name(options->optimizer), options->lr, options->clip, options->batch, options->threads,
              options->decay);
    if (options->decay > 0 && options->run_updates > session->work.done)
        text_addf(&session->line, " planned=%zu", options->run_updates);
}

/** "rnn 0.25, lstm 0.12": the validation loss of each, and how many updates made it where they differ. */
static void say_losses(const Team *team, Text *text)
{
    const bool same = same_updates(team);
    double loss, metric;
    for (size_t i = 0; i < team->count; i++) {
        Trainer *trainer = team->model[i]->trainer;
        trainer_evaluate(trainer, SUBSET_VALID, &loss, &metric);
        text_addf(text, "%s%s %.3g", i ? ", " : "", team->model[i]->name, loss);
        if (!same)
            text_addf(text, " (%zu updates)", trainer_update(trainer));
    }
    text_add(text, same ? "" : ": on other batches, since their updates differ");
}

/** What the training has come to, unless something more pressing is said. */
static void say_result(Session *session)
{
    const Team team = team_of(session->world);
    Text losses = {0};
    double loss, metric;
    if (*session->notice)
        return;
    if (team.count == 1) {
        trainer_evaluate(team.model[0]->trainer, SUBSET_VALID, &loss, &metric);
        session_notice(session, "%s after %zu updates: validation loss %.3g", team.model[0]->name,
                       trainer_update(team.model[0]->trainer), loss);
        return;
    }
    say_losses(&team, &losses);
    if (same_updates(&team))
        session_notice(session, "after %zu updates: validation loss %s", trainer_update(team.model[0]->trainer), text_string(&losses));
    else
        session_notice(session, "validation loss %s", text_string(&losses));
    text_free(&losses);
}

/** One update of each. Where one of them can go no further, those before it go back: all have made the same number. */
static bool step_all(const Team *team, Error *error)
{
    Error ignored = {0};
    for (size_t i = 0; i < team->count; i++) {
        if (trainer_step(team->model[i]->trainer, error))
            continue;
        named(team, team->model[i], error);
        while (i-- > 0) {
            Trainer *trainer = team->model[i]->trainer;
            if (!trainer_rewind(trainer, trainer_update(trainer) - 1, &ignored))
                *error = ignored;
        }
        return false;
    }
    return true;
}

static bool train_step(Session *session, bool *done, Error *error)
{
    Work *work = &session->work;
    const Team team = team_of(session->world);
    if (!step_all(&team, error)) {
        world_changed(session->world);
        return false;
    }
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

static bool all_have_heads(const Team *team, Error *error)
{
    for (size_t i = 0; i < team->count; i++)
        if (trainer_net(team->model[i]->trainer)->spec.headless)
            return fail(error, ERR_USE, "%s came without a head: it has states and no output, so there is no loss to train on",
                        team->model[i]->name);
    return true;
}

static bool train_run(Session *session, const Arguments *arguments, Error *error)
{
    Model *model = world_ready(session->world, error);
    if (!model)
        return false;
    const Team team = team_of(session->world);
    const char *until = argument_text(arguments, "until", "");
    size_t updates = argument_count(arguments, "updates", *until ? 5000 : 100);
    bool holds;
    if (!all_have_heads(&team, error) || (*until && !session_truth(session, until, &holds, error)))
        return false;
    if (strlen(until) >= sizeof session->work.until)
        return fail(error, ERR_USE, "until= is too long: at most %zu characters", sizeof session->work.until - 1);
    if (!read_options(arguments, &team, model, updates, error))
        return false;
    char label[sizeof session->work.label];
    team_label(&team, "training", label, sizeof label);
    Work *work = work_begin(session, train_step, label, updates);
    work->stop = train_stop;
    snprintf(work->until, sizeof work->until, "%s", until);
    return true;
}

/* ---- rewind ------------------------------------------------------------------------------------------------------ */

/** All are where they should be: what was done by hand later is undone. */
static void rewound(World *world)
{
    size_t index[MODELS_MAX], count = world_trained(world, index);
    for (size_t i = 0; i < count; i++)
        hands_rewound(world, index[i]);
    world_changed(world);
}

/** One update of the first that is not there yet. */
static bool rewind_step(Session *session, bool *done, Error *error)
{
    Work *work = &session->work;
    const Team team = team_of(session->world);
    for (size_t i = 0; i < team.count; i++)
        if (trainer_update(team.model[i]->trainer) < work->goal) {
            if (!trainer_step(team.model[i]->trainer, error))
                return named(&team, team.model[i], error);
            break;
        }
    work->done++;
    *done = work->done >= work->total;
    rewound(session->world);
    return true;
}

/** Stopped on the way: it is at the update it has reached. */
static void rewind_stop(Session *session)
{
    text_clear(&session->line);
    text_addf(&session->line, "rewind %zu", trainer_update(world_model(session->world)->trainer));
}

static bool all_reach(const Team *team, size_t update, Error *error)
{
    for (size_t i = 0; i < team->count; i++)
        if (update > trainer_update(team->model[i]->trainer)) {
            fail(error, ERR_USE, "update %zu is past the last one, %zu", update, trainer_update(team->model[i]->trainer));
            return named(team, team->model[i], error);
        }
    return true;
}

static bool rewind_run(Session *session, const Arguments *arguments, Error *error)
{
    if (!world_ready(session->world, error))
        return false;
    const Team team = team_of(session->world);
    const size_t update = argument_count(arguments, "update", 0);
    size_t total = 0;
    if (!all_reach(&team, update, error))
        return false;
    for (size_t i = 0, steps; i < team.count; i++, total += steps)
        if (!trainer_rewind_begin(team.model[i]->trainer, update, &steps, error))
            return false;
    rewound(session->world);
    if (total) {
        char label[sizeof session->work.label];
        team_label(&team, "going back:", label, sizeof label);
        Work *work = work_begin(session, rewind_step, label, total);
        work->stop = team.count == 1 ? rewind_stop : NULL; // of several, half of it would leave each at another update
        work->goal = update;
    }
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
                {.name = "threads", .kind = OPTION_COUNT, .low = 1, .high = THREADS_MAX, .standard = "1", .help = "processors that share training and measuring"},
                {.name = "decay", .kind = OPTION_NUMBER, .low = 0, .high = 1, .standard = "0",
                 .help = "the last share of the updates, over which the learning rate falls to 0 in equal steps"},
                {.name = "planned", .kind = OPTION_COUNT, .low = 1, .high = 1e7, .standard = "updates",
                 .help = "how many updates decay counts, of a training that ends before: what a stopped one is written down with"},
                {.name = "until", .kind = OPTION_TEXT, .help = "stop when this holds, e.g. until=\"loss < 0.1\"; looked at every 10 updates"}},
     .help = "train the model in use, and those it is compared with; Ctrl-C stops and keeps what was learnt",
     .example = "data carry length=10; model rnn hidden=4; train updates=5 lr=0.01; print loss",
     .more = "Options stay as they were the last time; models that are compared have those of the one in use. A gradient that is no longer finite stops it with the weights as they were. Threads share what is worth sharing: a small model trains as with one. The same number of them makes the same bits again, another number other last digits.",
     .run = train_run},
    {.name = "rewind",
     .group = GROUP_TRAINING,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "update", .kind = OPTION_COUNT, .bare = true, .needed = true, .low = 0, .high = 1e9, .help = "0 is untrained"}},
     .help = "the model as it was right after that update, bit for bit; what came after is dropped (u brings it back)",
     .more = "Models that are compared go back together. What was changed by hand after that update is as it was then: weights, "
             "gates that were held, edges that were cut.",
     .example = "data carry length=10; model rnn hidden=4; train updates=20; rewind 10; print updates",
     .run = rewind_run},
    {.name = NULL},
};
