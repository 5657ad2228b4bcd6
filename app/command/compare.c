#include "app/command/compare.h"

#include <string.h>

#include "app/session/hands.h"

/** Wanted - what a line asks for: who is compared, and what those are made of that have to be made. */
typedef struct Wanted {
    const char *name[COMPARED_MAX];
    bool made[COMPARED_MAX];
    size_t count;
    Recipe from;     // options given on the line, or those of the model in use
    unsigned given;  // on the line
    unsigned taken;  // of these, by any of the cells
    Error refused;   // why one was not
    const char *released; // of a model that is made anew: what is to be said of its holds and cuts
} Wanted;

static bool unknown_name(const World *world, const Word *word, Error *error)
{
    Text list = {0};
    for (size_t i = 0; i < world->models; i++)
        text_addf(&list, "%s%s", i ? ", " : "; the models are ", world->model[i].name);
    fail_at(error, ERR_USE, NULL, 0, word->column, "`%.40s` is neither a model nor a cell (" CELL_NAMES ")%s", word->text,
            text_string(&list));
    text_free(&list);
    return false;
}

static bool read_names(const World *world, const Arguments *arguments, Wanted *wanted, Error *error)
{
    const Word *word;
    for (size_t i = 0; (word = argument_extra(arguments, i)); i++) {
        if (*word->key)
            return fail_at(error, ERR_USE, NULL, 0, word->column, "compare has no option `%s`; `help compare` lists them", word->key);
        if (wanted->count == COMPARED_MAX)
            return fail_at(error, ERR_USE, NULL, 0, word->column, "at most %d models are compared", COMPARED_MAX);
        for (size_t j = 0; j < wanted->count; j++)
            if (strcmp(wanted->name[j], word->text) == 0)
                return fail_at(error, ERR_USE, NULL, 0, word->column, "%s is named twice", word->text);
        if (world_find(world, word->text) == MODELS_MAX && !cell_find(word->text))
            return unknown_name(world, word, error);
        wanted->name[wanted->count++] = word->text;
    }
    return wanted->count != 1 ||
           fail(error, ERR_USE, "compare %s with what? Name two or three, e.g. `compare rnn lstm`", wanted->name[0]);
}

/** The options that models are made with: those of the line, otherwise those of the model in use. */
static void read_recipe(const World *world, const Arguments *arguments, Wanted *wanted)
{
    const Model *model = world_model(world);
    wanted->given = recipe_read(arguments, &wanted->from);
    if (!wanted->given && model)
        wanted->from = model->recipe;
    else if (!wanted->given)
        wanted->from = recipe_standard(NULL);
}

/** A model that stands is taken as it is, unless it is a cell's and the line says how that is to be. */
static bool make(World *world, Wanted *wanted, size_t number, Error *error)
{
    const char *name = wanted->name[number];
    const Cell *cell = cell_find(name);
    const size_t at = world_find(world, name);
    if (at != MODELS_MAX && !(cell && wanted->given))
        return true;
    Recipe recipe = recipe_standard(cell);
    if (at < MODELS_MAX && *hands_released(world, at))
        wanted->released = hands_released(world, at);
    wanted->taken |= recipe_adopt(&wanted->from, wanted->given ? wanted->given : RECIPE_ALL, &recipe, &wanted->refused);
    wanted->made[number] = true;
    return world_set_model(world, name, &recipe, error);
}

static bool all_taken(const Wanted *wanted, Error *error)
{
    const unsigned left = wanted->given & ~wanted->taken;
    bool made = false;
    for (size_t i = 0; i < wanted->count; i++)
        made = made || wanted->made[i];
    if (left && !made)
        return fail(error, ERR_USE, "these models stand already and are taken as they are: leave the options out, or name a cell");
    if (left)
        *error = wanted->refused;
    return left == 0;
}

/** Why the batches of the models will not be the same; "" where they will. */
static const char *apart(const World *world, const size_t *index, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const Model *a = &world->model[index[0]], *b = &world->model[index[i]];
        if ((a->recipe.own_seed ? a->recipe.seed : world->seed) != (b->recipe.own_seed ? b->recipe.seed : world->seed))
            return "their seeds differ";
        if (a->trainer && trainer_update(a->trainer) != trainer_update(b->trainer))
            return "their updates differ";
    }
    return "";
}

static void tell(Session *session, const Wanted *wanted)
{
    const World *world = session->world;
    size_t index[MODELS_MAX], count = world_compared(world, index);
    const char *why = apart(world, index, count);
    Text list = {0};
    for (size_t i = 0; i < wanted->count; i++) {
        const Model *model = &world->model[world_find(world, wanted->name[i])];
        text_addf(&list, "%s%s (%sH=%zu)", i ? ", " : "", model->name, wanted->made[i] ? "new, " : "", model->recipe.hidden);
    }
    session_notice(session, "compared: %s; `train` trains them all, on %s%s%s", text_string(&list),
                   *why ? "batches of their own, since " : "the same batches", why, wanted->released);
    text_free(&list);
}

/** The same world with these models beside each other (new); NULL with the error filled. */
static World *beside(const World *world, Wanted *wanted, Error *error)
{
    World *next = world_copy(world);
    bool good = true;
    for (size_t i = 0; good && i < wanted->count; i++)
        good = make(next, wanted, i, error);
    if (!good || !all_taken(wanted, error)) {
        world_free(next);
        return NULL;
    }
    for (size_t i = 0; i < next->models; i++)
        next->model[i].compared = false;
    for (size_t i = 0; i < wanted->count; i++)
        next->model[world_find(next, wanted->name[i])].compared = true;
    next->current = world_find(next, wanted->name[0]);
    return next;
}

static bool end(Session *session, const Wanted *wanted, Error *error)
{
    World *world = session->world;
    size_t index[MODELS_MAX];
    if (wanted->given)
        return fail(error, ERR_USE, "compare whom? Name two or three models or cells, e.g. `compare rnn lstm hidden=8`");
    if (world_compared(world, index) == 0)
        return fail(error, ERR_USE, "no models are compared: name two or three, e.g. `compare rnn lstm`");
    for (size_t i = 0; i < world->models; i++)
        world->model[i].compared = false;
    world_changed(world);
    session_notice(session, "no longer compared: `train` trains %s alone", world_model(world)->name);
    return true;
}

bool compare_run(Session *session, const Arguments *arguments, Error *error)
{
    Wanted wanted = {.released = ""};
    if (!read_names(session->world, arguments, &wanted, error))
        return false;
    read_recipe(session->world, arguments, &wanted);
    if (wanted.count == 0)
        return end(session, &wanted, error);
    World *next = beside(session->world, &wanted, error);
    if (!next)
        return false;
    session_set_world(session, next);
    session->menu = false;
    tell(session, &wanted);
    return true;
}
