#include "app/command/recipe.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *const NAMES[RECIPE_OPTIONS_COUNT] = {
    [RECIPE_HIDDEN] = "hidden",           [RECIPE_LAYERS] = "layers", [RECIPE_BIDIRECTIONAL] = "bidirectional",
    [RECIPE_ACTIVATION] = "activation",   [RECIPE_RESET] = "reset",   [RECIPE_UPDATE] = "update",
    [RECIPE_FORGET_BIAS] = "forget_bias", [RECIPE_CHRONO] = "chrono", [RECIPE_INIT] = "init",
    [RECIPE_GAIN] = "gain",               [RECIPE_SEED] = "seed",
};

Recipe recipe_standard(const Cell *cell)
{
    return (Recipe){.cell = cell, .hidden = 16, .layers = 1, .gain = 1, .seed = 1};
}

/** What stands in the table is a choice there is. */
static void read_choices(const Arguments *arguments, Recipe *recipe)
{
    bool known = activation_find(argument_text(arguments, "activation", "tanh"), &recipe->activation);
    known = known && reset_find(argument_text(arguments, "reset", "before"), &recipe->reset);
    known = known && update_find(argument_text(arguments, "update", "replace"), &recipe->update);
    known = known && init_find(argument_text(arguments, "init", "uniform"), &recipe->init);
    assert(known);
    (void)known;
}

unsigned recipe_read(const Arguments *arguments, Recipe *recipe)
{
    const Recipe standard = recipe_standard(NULL);
    unsigned given = 0;
    *recipe = (Recipe){.hidden = argument_count(arguments, "hidden", standard.hidden),
                       .layers = argument_count(arguments, "layers", standard.layers),
                       .bidirectional = strcmp(argument_text(arguments, "bidirectional", "no"), "yes") == 0,
                       .forget_bias = argument_number(arguments, "forget_bias", 0),
                       .chrono = argument_number(arguments, "chrono", 0),
                       .gain = argument_number(arguments, "gain", standard.gain),
                       .seed = (uint64_t)argument_number(arguments, "seed", 1),
                       .own_seed = argument_given(arguments, "seed")};
    read_choices(arguments, recipe);
    for (unsigned option = 0; option < RECIPE_OPTIONS_COUNT; option++)
        given |= argument_given(arguments, NAMES[option]) ? 1u << option : 0;
    return given;
}

bool recipe_fits(const Recipe *recipe, unsigned given, Error *error)
{
    const char *kind = recipe->cell->name;
    if ((given & 1u << RECIPE_RESET) && !cell_has_bh(recipe->cell, RESET_AFTER, NULL))
        return fail(error, ERR_USE, "a model of kind %s has no reset gate, so no reset=", kind);
    if ((given & 1u << RECIPE_UPDATE) && !recipe->cell->mirrored)
        return fail(error, ERR_USE, "a model of kind %s has no update gate, so no update=", kind);
    NetSpec spec = recipe_spec(recipe, 1, 1);
    spec.hidden = 1; // whether the options fit does not hang on the size
    Net *trial = net_new(&spec, 1, error);
    net_free(trial);
    return trial != NULL;
}

static void take(const Recipe *from, RecipeOption option, Recipe *to)
{
    switch (option) {
    case RECIPE_HIDDEN: to->hidden = from->hidden; break;
    case RECIPE_LAYERS: to->layers = from->layers; break;
    case RECIPE_BIDIRECTIONAL: to->bidirectional = from->bidirectional; break;
    case RECIPE_ACTIVATION: to->activation = from->activation; break;
    case RECIPE_RESET: to->reset = from->reset; break;
    case RECIPE_UPDATE: to->update = from->update; break;
    case RECIPE_FORGET_BIAS: to->forget_bias = from->forget_bias; break;
    case RECIPE_CHRONO: to->chrono = from->chrono; break;
    case RECIPE_INIT: to->init = from->init; break;
    case RECIPE_GAIN: to->gain = from->gain; break;
    default:
        to->seed = from->seed;
        to->own_seed = from->own_seed;
    }
}

unsigned recipe_adopt(const Recipe *from, unsigned given, Recipe *recipe, Error *why)
{
    unsigned taken = 0;
    for (unsigned option = 0; option < RECIPE_OPTIONS_COUNT; option++) {
        Recipe trial = *recipe;
        Error refused = {0};
        if (!(given & 1u << option))
            continue;
        take(from, (RecipeOption)option, &trial);
        if (recipe_fits(&trial, 1u << option, &refused)) {
            *recipe = trial;
            taken |= 1u << option;
        } else
            *why = refused;
    }
    return taken;
}

void recipe_text(const Recipe *recipe, char *text, size_t size)
{
    char layers[48] = "";
    if (recipe->layers > 1)
        snprintf(layers, sizeof layers, " in each of %zu layers", recipe->layers);
    snprintf(text, size, "%s, %zu units%s%s", recipe->cell->title, recipe->hidden, layers,
             recipe->bidirectional ? ", both directions" : "");
}
