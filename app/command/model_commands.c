/* Models: which network. */

#include "app/command/compare.h"
#include "app/command/course.h"
#include "app/command/load.h"
#include "app/session/hands.h"

/** What is to be said of holds and cuts when the model of that name is made anew. */
static const char *released_from(const World *world, const char *name)
{
    const size_t at = world_find(world, name);
    return at < MODELS_MAX ? hands_released(world, at) : "";
}

static bool model_run(Session *session, const Arguments *arguments, Error *error)
{
    World *world = session->world;
    Recipe recipe;
    char text[120];
    const char *type = argument_text(arguments, "type", "");
    const Cell *cell = cell_find(type);
    if (!cell)
        return fail(error, ERR_PROGRAM, "the table lists a cell that is not there: %s", type);
    const unsigned given = recipe_read(arguments, &recipe);
    recipe.cell = cell;
    if (!recipe_fits(&recipe, given, error))
        return false;
    const char *name = argument_text(arguments, "name", cell->name), *released = released_from(world, name);
    if (!world_set_model(world, name, &recipe, error))
        return false;
    session->menu = false;
    recipe_text(&recipe, text, sizeof text);
    if (world->data)
        session_notice(session, "%s: %s%s", name, text, released);
    else
        session_notice(session, "%s is kept as a recipe until there are data: `data carry`", name);
    return true;
}

/** A model by the name that was given; MODELS_MAX with the error filled when there is none. */
static size_t find_named(const World *world, const Arguments *arguments, Error *error)
{
    const char *name = argument_text(arguments, "name", "");
    const size_t at = world_find(world, name);
    if (at < MODELS_MAX)
        return at;
    Text list = {0};
    for (size_t i = 0; i < world->models; i++)
        text_addf(&list, "%s%s", i ? ", " : "", world->model[i].name);
    fail(error, ERR_USE, "there is no model called `%s`; there is %s", name, list.length ? list.bytes : "none yet: `model rnn`");
    text_free(&list);
    return at;
}

static bool use_run(Session *session, const Arguments *arguments, Error *error)
{
    World *world = session->world;
    const size_t at = find_named(world, arguments, error);
    if (at == MODELS_MAX)
        return false;
    world->current = at;
    world_changed(world);
    return true;
}

static bool drop_run(Session *session, const Arguments *arguments, Error *error)
{
    World *world = session->world;
    const size_t at = find_named(world, arguments, error);
    if (at == MODELS_MAX)
        return false;
    world_drop(world, at);
    session_clamp(session);
    if (world->models)
        session_notice(session, "%s is gone, %s is in use; u brings it back", argument_text(arguments, "name", ""),
                       world_model(world)->name);
    else
        session_notice(session, "%s is gone; u brings it back", argument_text(arguments, "name", ""));
    return true;
}

/** Change the recipe of the model in use and draw its weights anew. */
static bool redraw(Session *session, const Recipe *recipe, Error *error)
{
    World *world = session->world;
    Model *model = world_model(world);
    Recipe old = model->recipe;
    model->recipe = *recipe;
    if (world_remake(world, world->current, error))
        return true;
    model->recipe = old;
    return false;
}

static bool init_run(Session *session, const Arguments *arguments, Error *error)
{
    const Model *model = world_model(session->world);
    if (!model)
        return fail(error, ERR_USE, "there is no model yet: make one, e.g. `model rnn hidden=16`");
    if (model->recipe.file)
        return fail(error, ERR_USE, "%s has its weights from a file: nothing is drawn (`reset` brings them back)", model->name);
    Recipe recipe = model->recipe;
    if (argument_given(arguments, "method") && !init_find(argument_text(arguments, "method", ""), &recipe.init))
        return fail(error, ERR_PROGRAM, "the table lists an initialisation that is not there");
    recipe.gain = argument_number(arguments, "gain", 1);
    recipe.forget_bias = argument_number(arguments, "forget_bias", recipe.forget_bias);
    if (argument_given(arguments, "forget_bias"))
        recipe.chrono = 0;
    const char *released = released_from(session->world, model->name);
    if (!redraw(session, &recipe, error))
        return false;
    session_notice(session, "%s: weights drawn anew (%s, gain %g)%s", model->name, init_name(recipe.init), recipe.gain, released);
    return true;
}

static bool reset_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    const Model *model = world_model(session->world);
    if (!model)
        return fail(error, ERR_USE, "there is no model yet: make one, e.g. `model rnn hidden=16`");
    Recipe recipe = model->recipe;
    const char *released = released_from(session->world, model->name);
    if (!redraw(session, &recipe, error))
        return false;
    session_notice(session, "%s is as it was first drawn%s", model->name, released);
    return true;
}

/** New data from the line they came from, under the world's new seed. */
static bool draw_data(Session *session, Error *error)
{
    World *world = session->world;
    Arguments arguments;
    Text line = {0}, own = session->line;
    session->line = (Text){0};
    text_addf(&line, "data %s", world->data_line);
    text_add(&session->line, text_string(&line));
    bool good = arguments_parse(text_string(&line), &arguments, error);
    if (good) {
        good = arguments.command->run(session, &arguments, error);
        arguments_free(&arguments);
    }
    text_free(&session->line);
    session->line = own;
    text_free(&line);
    return good;
}

static bool seed_run(Session *session, const Arguments *arguments, Error *error)
{
    World *world = session->world;
    uint64_t old = world->seed;
    world->seed = (uint64_t)argument_number(arguments, "number", 1);
    if (session->course.lesson && session->origin != ORIGIN_REPLAY && session->origin != ORIGIN_LESSON) {
        text_clear(&session->line); // the lesson's step is what a replay begins from, with this seed
        return course_reseed(session, error);
    }
    if (world->data && !draw_data(session, error)) {
        world->seed = old;
        return false;
    }
    world_changed(world);
    session_notice(session, "seed %llu: %s", (unsigned long long)world->seed,
                   world->data ? "data and weights are drawn anew" : "everything drawn from here on comes from it");
    return true;
}

const Command MODEL_COMMANDS[] = {
    {.name = "model",
     .group = GROUP_MODEL,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "type", .kind = OPTION_CHOICE, .bare = true, .needed = true, .choices = CELL_NAMES, .help = "the cell"},
                RECIPE_OPTIONS,
                {.name = "name", .kind = OPTION_NAME, .standard = "the cell's", .help = "what to call it"}},
     .help = "make a network: an Elman RNN, an LSTM, a GRU, or an MLP that sees one step alone",
     .example = "data carry length=20; model rnn hidden=8; print params",
     .more = "A model made before there are data is kept as a recipe. A second model of the same name replaces the first.",
     .run = model_run},
    {.name = "use",
     .group = GROUP_MODEL,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "name", .kind = OPTION_NAME, .bare = true, .needed = true, .help = "a model's name"}},
     .help = "work on this model: a name without a model in front means it",
     .example = "data carry length=20; model rnn; model mlp; use rnn",
     .run = use_run},
    {.name = "load",
     .group = GROUP_MODEL,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "file", .kind = OPTION_FILE, .bare = true, .needed = true, .help = "a file ending in .safetensors"},
                {.name = "name", .kind = OPTION_NAME, .standard = "the cell's", .help = "what to call it"},
                {.name = "activation", .kind = OPTION_CHOICE, .choices = "tanh relu identity", .standard = "the file's, or tanh",
                 .help = "of an RNN, which the weights do not tell"},
                {.name = "reset", .kind = OPTION_CHOICE, .choices = "before after", .standard = "the file's, or after",
                 .help = "of a GRU: before or after the product with Wh"},
                {.name = "update", .kind = OPTION_CHOICE, .choices = "replace keep", .standard = "the file's, or keep",
                 .help = "of a GRU: what z = 1 does to the state"},
                {.name = "hash", .kind = OPTION_TEXT, .help = "refuse the file when it is not the one with this hash"}},
     .help = "take a model from a safetensors file with PyTorch's names, inputs raw as the data are",
     .example = "data carry length=20; model rnn hidden=8; export model rnn.safetensors; load rnn.safetensors name=again; print again:h[2]",
     .more = "What the file's metadata does not say is PyTorch's way: tanh, reset=after, update=keep. A file without a head has "
             "states and no output, and cannot be trained. docs/formats.md says which names are read and written.",
     .run = load_run},
    {.name = "compare",
     .group = GROUP_MODEL,
     .effect = EFFECT_CHANGES,
     .open = true,
     .option = {RECIPE_OPTIONS},
     .usage = "[NAME NAME [NAME]] [hidden=N] [layers=N] [… as of model]",
     .help = "put two or three models beside each other and train them together; without names no more",
     .example = "data carry length=20; compare rnn lstm gru hidden=8; train updates=5; print rnn:loss - lstm:loss",
     .more = "A name is that of a model, which is taken as it is, or that of a cell (rnn, lstm, gru, mlp), which is made with the "
             "options of the model in use. Options on the line make the cells that are named anew with them; an option that a "
             "cell has not got is not its own, one that none has is an error. The first is in use then. `train` and `rewind` "
             "are of all of them: one update each, on the same batches, with the same options. `view compare` shows them.",
     .run = compare_run},
    {.name = "drop",
     .group = GROUP_MODEL,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "name", .kind = OPTION_NAME, .bare = true, .needed = true, .help = "a model's name"}},
     .help = "do without a model; undo brings it back",
     .example = "data carry length=20; model rnn; model mlp; drop rnn",
     .run = drop_run},
    {.name = "init",
     .group = GROUP_MODEL,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "method", .kind = OPTION_CHOICE, .bare = true, .choices = INIT_CHOICES,
                 .standard = "as the model was made", .help = "how Wh is drawn"},
                {.name = "gain", .kind = OPTION_NUMBER, .low = 0, .high = 100, .standard = "1", .help = "Wh is multiplied by it"},
                {.name = "forget_bias", .kind = OPTION_NUMBER, .low = -100, .high = 100, .standard = "as the model was made",
                 .help = "added to the bias of the gate that remembers (lstm, gru)"}},
     .help = "draw the weights anew in another way; the training so far is forgotten",
     .example = "data carry length=20; model rnn; init orthogonal gain=1.2",
     .run = init_run},
    {.name = "reset",
     .group = GROUP_MODEL,
     .effect = EFFECT_CHANGES,
     .help = "the model in use as it was first drawn, untrained, nothing changed by hand",
     .example = "data carry length=20; model rnn; train updates=5; reset",
     .run = reset_run},
    {.name = "seed",
     .group = GROUP_MODEL,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "number", .kind = OPTION_COUNT, .bare = true, .needed = true, .low = 0, .high = 4294967295.0, .help = "the seed"}},
     .help = "draw data, weights and batches from another seed",
     .example = "seed 7; data carry length=20; model rnn",
     .run = seed_run},
    {.name = NULL},
};
