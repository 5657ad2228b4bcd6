#include "app/session/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/hands.h"
#include "engine/base/memory.h"

World *world_new(uint64_t seed)
{
    World *world = memory_new(1, sizeof *world);
    world->seed = seed;
    world->sample = 1;
    world->revision = 1;
    return world;
}

static void model_clear(Model *model)
{
    trainer_free(model->trainer);
    lens_free(model->lens);
    exchange_free(model->recipe.file);
    *model = (Model){0};
}

void world_free(World *world)
{
    if (!world)
        return;
    for (size_t i = 0; i < world->models; i++)
        model_clear(&world->model[i]);
    dataset_free(world->data);
    free(world->poke);
    free(world);
}

World *world_copy(const World *world)
{
    World *copy = memory_new(1, sizeof *copy);
    *copy = *world;
    copy->data = world->data ? dataset_keep(world->data) : NULL;
    copy->poke = NULL;
    copy->poke_room = 0;
    if (world->pokes) {
        copy->poke = memory_grow(NULL, &copy->poke_room, world->pokes, sizeof *copy->poke);
        memcpy(copy->poke, world->poke, world->pokes * sizeof *copy->poke);
    }
    for (size_t i = 0; i < copy->models; i++) {
        Model *model = &copy->model[i];
        model->trainer = model->trainer ? trainer_copy(model->trainer) : NULL;
        model->lens = NULL;
        model->looked = 0;
        exchange_keep(model->recipe.file);
    }
    return copy;
}

void world_changed(World *world)
{
    world->revision++;
}

static uint64_t recipe_seed(const Recipe *recipe, uint64_t world_seed)
{
    return recipe->own_seed ? recipe->seed : world_seed;
}

NetSpec recipe_spec(const Recipe *recipe, size_t inputs, size_t outputs)
{
    return (NetSpec){.cell = recipe->cell,
                     .inputs = inputs,
                     .hidden = recipe->hidden,
                     .outputs = outputs,
                     .layers = recipe->layers,
                     .bidirectional = recipe->bidirectional,
                     .activation = recipe->activation,
                     .reset = recipe->reset,
                     .update = recipe->update,
                     .init = recipe->init,
                     .gain = recipe->gain,
                     .forget_bias = recipe->forget_bias,
                     .chrono = recipe->chrono};
}

/** A trainer for the recipe on this data; NULL with the error filled. */
static Trainer *recipe_make(const Recipe *recipe, Dataset *data, uint64_t world_seed, Error *error)
{
    uint64_t seed = recipe_seed(recipe, world_seed);
    NetSpec spec = recipe_spec(recipe, data->D, data->K);
    spec.loss = data->loss;
    spec.many_to_one = data->many_to_one;
    Net *net = recipe->file ? exchange_net(recipe->file, data->D, data->K, data->loss, data->many_to_one, error)
                            : net_new(&spec, seed, error);
    return net ? trainer_new(net, data, seed, error) : NULL;
}

static void put_trainer(Model *model, Trainer *trainer)
{
    trainer_free(model->trainer);
    lens_free(model->lens);
    model->trainer = trainer;
    model->lens = NULL;
    model->looked = 0;
}

bool world_set_data(World *world, Dataset *data, const char *data_line, Error *error)
{
    Trainer *made[MODELS_MAX] = {0};
    for (size_t i = 0; i < world->models; i++) {
        made[i] = recipe_make(&world->model[i].recipe, data, world->seed, error);
        if (!made[i]) {
            for (size_t j = 0; j < i; j++)
                trainer_free(made[j]);
            dataset_free(data);
            return false;
        }
    }
    for (size_t i = 0; i < world->models; i++)
        put_trainer(&world->model[i], made[i]);
    dataset_free(world->data);
    world->data = data;
    snprintf(world->data_line, sizeof world->data_line, "%s", data_line);
    world->sample = 1;
    world->pokes = 0;
    world->edits = 0;
    world_changed(world);
    return true;
}

size_t world_find(const World *world, const char *name)
{
    for (size_t i = 0; i < world->models; i++)
        if (strcmp(world->model[i].name, name) == 0)
            return i;
    return MODELS_MAX;
}

bool world_set_model(World *world, const char *name, const Recipe *recipe, Error *error)
{
    size_t at = world_find(world, name);
    if (at == MODELS_MAX && world->models == MODELS_MAX)
        return fail(error, ERR_USE, "there are %d models already, as many as there can be; replace one with name=%s",
                    MODELS_MAX, world->model[0].name);
    Trainer *trainer = NULL;
    if (world->data) {
        trainer = recipe_make(recipe, world->data, world->seed, error);
        if (!trainer)
            return false;
    }
    if (at == MODELS_MAX)
        at = world->models++;
    Model *model = &world->model[at];
    snprintf(model->name, sizeof model->name, "%s", name);
    exchange_keep(recipe->file); // before the old one goes: it may be the same
    exchange_free(model->recipe.file);
    model->recipe = *recipe;
    put_trainer(model, trainer);
    world->current = at;
    hands_drop(world, at);
    world_changed(world);
    return true;
}

bool world_remake(World *world, size_t at, Error *error)
{
    Model *model = &world->model[at];
    if (world->data) {
        Trainer *trainer = recipe_make(&model->recipe, world->data, world->seed, error);
        if (!trainer)
            return false;
        put_trainer(model, trainer);
    }
    hands_drop(world, at);
    world_changed(world);
    return true;
}

Model *world_model(const World *world)
{
    return world->models ? (Model *)&world->model[world->current] : NULL;
}

size_t world_compared(const World *world, size_t index[MODELS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < world->models; i++)
        if (world->model[i].compared)
            index[count++] = i;
    return count < 2 ? 0 : count;
}

size_t world_trained(const World *world, size_t index[MODELS_MAX])
{
    const Model *model = world_model(world);
    size_t count = model && model->compared ? world_compared(world, index) : 0;
    if (count == 0 && model)
        index[count++] = world->current;
    return count;
}

void world_drop(World *world, size_t at)
{
    hands_remove(world, at);
    model_clear(&world->model[at]);
    world->models--;
    memmove(&world->model[at], &world->model[at + 1], (world->models - at) * sizeof *world->model);
    world->model[world->models] = (Model){0};
    if (world->current >= at && world->current > 0)
        world->current--;
    world_changed(world);
}

Model *world_ready(const World *world, Error *error)
{
    if (!world->data && !world->models)
        fail(error, ERR_USE, "there is neither data nor a model yet: `data carry`, then `model rnn`");
    else if (!world->data)
        fail(error, ERR_USE, "there is no data yet: load some, e.g. `data carry` or `data FILE.csv`");
    else if (!world->models)
        fail(error, ERR_USE, "there is no model yet: make one, e.g. `model rnn hidden=16`");
    else
        return world_model(world);
    return NULL;
}

void world_poke(World *world, Poke poke)
{
    for (size_t i = 0; i < world->pokes; i++) {
        Poke *old = &world->poke[i];
        if (old->sequence == poke.sequence && old->t == poke.t && old->i == poke.i) {
            old->value = poke.value;
            world_changed(world);
            return;
        }
    }
    world->poke = memory_grow(world->poke, &world->poke_room, world->pokes + 1, sizeof *world->poke);
    world->poke[world->pokes++] = poke;
    world_changed(world);
}

bool world_look(World *world, Error *error)
{
    if (!world->data)
        return true;
    for (size_t i = 0; i < world->models; i++) {
        Model *model = &world->model[i];
        if (model->lens && model->looked == world->revision)
            continue;
        const Net *net = trainer_net(model->trainer);
        if (!model->lens) {
            model->lens = lens_new(net, world->data, error);
            if (!model->lens)
                return false;
        }
        lens_look(model->lens, net, world->data, world->sample - 1, world->poke, world->pokes);
        model->looked = world->revision;
    }
    return true;
}

Probe world_probe(const World *world, Subject *subjects, const Probe *before)
{
    size_t count = world->data ? world->models : 0;
    for (size_t i = 0; i < count; i++)
        subjects[i] = (Subject){.name = world->model[i].name,
                                .trainer = world->model[i].trainer,
                                .lens = world->model[i].lens,
                                .seed = recipe_seed(&world->model[i].recipe, world->seed)};
    return (Probe){.subject = subjects,
                   .subjects = count,
                   .current = world->current,
                   .data = world->data,
                   .sample = world->sample,
                   .seed = world->seed,
                   .before = before};
}

size_t world_steps(const World *world)
{
    return world->data ? dataset_length(world->data, world->sample - 1) : 0;
}

size_t world_units(const World *world)
{
    const Model *model = world_model(world);
    return model ? model->recipe.hidden : 0;
}
