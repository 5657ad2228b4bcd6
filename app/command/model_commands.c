/* Models: which network. */
#include <stdio.h>
#include <string.h>

#include "app/command/course.h"
#include "app/command/parse.h"

/** What a cell has not got is refused, not passed over. */
static bool recipe_fits(const Recipe *recipe, const Arguments *arguments, Error *error)
{
    const char *kind = recipe->cell->name;
    if (argument_given(arguments, "reset") && !cell_has_bh(recipe->cell, RESET_AFTER, NULL))
        return fail(error, ERR_USE, "a model of kind %s has no reset gate, so no reset=", kind);
    if (argument_given(arguments, "update") && !recipe->cell->mirrored)
        return fail(error, ERR_USE, "a model of kind %s has no update gate, so no update=", kind);
    NetSpec spec = recipe_spec(recipe, 1, 1);
    spec.hidden = 1; // whether the options fit does not hang on the size
    Net *trial = net_new(&spec, 1, error);
    net_free(trial);
    return trial != NULL;
}

static bool recipe_read(const Arguments *arguments, Recipe *recipe, Error *error)
{
    const char *type = argument_text(arguments, "type", "");
    *recipe = (Recipe){.cell = cell_find(type),
                       .hidden = argument_count(arguments, "hidden", 16),
                       .layers = argument_count(arguments, "layers", 1),
                       .bidirectional = strcmp(argument_text(arguments, "bidirectional", "no"), "yes") == 0,
                       .forget_bias = argument_number(arguments, "forget_bias", 0),
                       .chrono = argument_number(arguments, "chrono", 0),
                       .gain = argument_number(arguments, "gain", 1),
                       .seed = (uint64_t)argument_number(arguments, "seed", 1),
                       .own_seed = argument_given(arguments, "seed")};
    if (!recipe->cell)
        return fail(error, ERR_USE, "there is no cell called `%s`", type);
    if (!activation_find(argument_text(arguments, "activation", "tanh"), &recipe->activation) ||
        !reset_find(argument_text(arguments, "reset", "before"), &recipe->reset) ||
        !update_find(argument_text(arguments, "update", "replace"), &recipe->update) ||
        !init_find(argument_text(arguments, "init", "uniform"), &recipe->init))
        return fail(error, ERR_PROGRAM, "the table lists a choice that is not there");
    return recipe_fits(recipe, arguments, error);
}

/** "LSTM, 8 units in 2 layers, both directions" */
static void recipe_text(const Recipe *recipe, char *text, size_t size)
{
    char layers[48] = "";
    if (recipe->layers > 1)
        snprintf(layers, sizeof layers, " in each of %zu layers", recipe->layers);
    snprintf(text, size, "%s, %zu units%s%s", recipe->cell->title, recipe->hidden, layers,
             recipe->bidirectional ? ", both directions" : "");
}

static bool model_run(Session *session, const Arguments *arguments, Error *error)
{
    World *world = session->world;
    Recipe recipe;
    char text[120];
    if (!recipe_read(arguments, &recipe, error))
        return false;
    const char *name = argument_text(arguments, "name", recipe.cell->name);
    if (!world_set_model(world, name, &recipe, error))
        return false;
    session->menu = false;
    recipe_text(&recipe, text, sizeof text);
    if (world->data)
        session_notice(session, "%s: %s", name, text);
    else
        session_notice(session, "%s is kept as a recipe until there are data: `data carry`", name);
    return true;
}

static bool use_run(Session *session, const Arguments *arguments, Error *error)
{
    World *world = session->world;
    const char *name = argument_text(arguments, "name", "");
    size_t at = world_find(world, name);
    if (at == MODELS_MAX) {
        Text list = {0};
        for (size_t i = 0; i < world->models; i++)
            text_addf(&list, "%s%s", i ? ", " : "", world->model[i].name);
        fail(error, ERR_USE, "there is no model called `%s`; there is %s", name, list.length ? list.bytes : "none yet: `model rnn`");
        text_free(&list);
        return false;
    }
    world->current = at;
    world_changed(world);
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
    if (!redraw(session, &recipe, error))
        return false;
    session_notice(session, "%s: weights drawn anew (%s, gain %g)", model->name, init_name(recipe.init), recipe.gain);
    return true;
}

static bool reset_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    const Model *model = world_model(session->world);
    if (!model)
        return fail(error, ERR_USE, "there is no model yet: make one, e.g. `model rnn hidden=16`");
    Recipe recipe = model->recipe;
    if (!redraw(session, &recipe, error))
        return false;
    session_notice(session, "%s is as it was first drawn", model->name);
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
     .option = {{.name = "type", .kind = OPTION_CHOICE, .bare = true, .needed = true, .choices = "rnn lstm gru mlp", .help = "the cell"},
                {.name = "hidden", .kind = OPTION_COUNT, .low = 1, .high = 1024, .standard = "16", .help = "hidden units"},
                {.name = "layers", .kind = OPTION_COUNT, .low = 1, .high = LAYERS_MAX, .standard = "1", .help = "one on top of the other"},
                {.name = "bidirectional", .kind = OPTION_CHOICE, .choices = "no yes", .standard = "no",
                 .help = "read the sequence from its end as well"},
                {.name = "activation", .kind = OPTION_CHOICE, .choices = "tanh identity relu", .standard = "tanh",
                 .help = "of the hidden state (rnn, mlp)"},
                {.name = "reset", .kind = OPTION_CHOICE, .choices = "before after", .standard = "before",
                 .help = "r before or after the product with Wh (gru)"},
                {.name = "update", .kind = OPTION_CHOICE, .choices = "replace keep", .standard = "replace",
                 .help = "what z = 1 does to the state (gru)"},
                {.name = "forget_bias", .kind = OPTION_NUMBER, .low = -100, .high = 100, .standard = "0",
                 .help = "added to the bias of the gate that remembers (lstm, gru)"},
                {.name = "chrono", .kind = OPTION_NUMBER, .low = 2, .high = 1000000,
                 .help = "longest memory wanted, in steps: draws that bias by it"},
                {.name = "init", .kind = OPTION_CHOICE, .choices = "uniform xavier orthogonal identity", .standard = "uniform",
                 .help = "how Wh is drawn; uniform is U(±1/√H)"},
                {.name = "gain", .kind = OPTION_NUMBER, .low = 0, .high = 100, .standard = "1", .help = "Wh is multiplied by it"},
                {.name = "name", .kind = OPTION_NAME, .standard = "the cell's", .help = "what to call it"},
                {.name = "seed", .kind = OPTION_COUNT, .low = 0, .high = 4294967295.0, .standard = "the session's",
                 .help = "draw its weights and batches with this seed"}},
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
    {.name = "init",
     .group = GROUP_MODEL,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "method", .kind = OPTION_CHOICE, .bare = true, .choices = "uniform xavier orthogonal identity",
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
