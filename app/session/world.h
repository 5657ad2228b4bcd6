/* What an exploration is about: data, models, the chosen sample, what was changed by hand. Undo restores one of these.
 * Knows: the engine. Must not know commands, lessons, screens. */
#ifndef BACKPASS_APP_WORLD_H
#define BACKPASS_APP_WORLD_H

#include "engine/net/exchange.h"
#include "engine/probe/probe.h"

enum { MODELS_MAX = 8, EDITS_MAX = 16 };

/** Recipe - what a `model` line asked for; kept so that new data can make the model anew. */
typedef struct Recipe {
    const Cell *cell;
    size_t hidden, layers;
    bool bidirectional;
    Activation activation;
    Reset reset;
    Update update;
    double forget_bias, chrono; // 0 where they are left alone
    Init init;
    double gain;
    uint64_t seed;
    bool own_seed; // seed= was given; otherwise the world's
    Exchange *file; // where its weights come from; NULL where they are drawn. Of a model's recipe the model holds it
} Recipe;

typedef struct Model {
    char name[32];
    Recipe recipe;
    Trainer *trainer;  // NULL while there is no data
    Lens *lens;        // NULL until world_look
    uint64_t looked;   // the revision the lens belongs to
    bool compared;     // stands beside others: shown with them, trained with them on the same batches
} Model;

/** Edit - a change of weights or inputs that the status line keeps in sight: "Wh ×1.5", "x[3][1] = 0.5" (hands.h). Gates held
 *  and edges cut stand in the networks. */
typedef struct Edit {
    char text[48];
    size_t model;  // its index, or MODELS_MAX for the data
    size_t update; // of the model when it was done
    size_t times;
} Edit;

typedef struct World {
    uint64_t seed;
    Dataset *data;
    char data_line[400]; // the arguments of the `data` line that gave it: a new seed makes it anew
    Model model[MODELS_MAX];
    size_t models, current;
    size_t sample;       // from 1
    Poke *poke;
    size_t pokes, poke_room;
    Edit edit[EDITS_MAX];
    size_t edits;
    uint64_t revision;   // changes whenever anything here does
} World;

/** recipe_spec - the network that a recipe makes of so many inputs and outputs; what depends on data is left to the caller. */
NetSpec recipe_spec(const Recipe *recipe, size_t inputs, size_t outputs);

/** world_new - empty, with this seed. New. */
World *world_new(uint64_t seed);
/** world_copy - everything, deep but for the data (shared) and the lenses (made anew when looked through). New. */
World *world_copy(const World *world);
void world_free(World *world);

/** world_changed - call after every change: lenses and what is derived from them are stale. */
void world_changed(World *world);

/** world_set_data - data taken; every model is made anew from its recipe; sample 1, no pokes, no edits.
 *  Errors: ERR_LIMIT; then the world is as it was (data freed). */
bool world_set_data(World *world, Dataset *data, const char *data_line, Error *error) MUST_USE;
/** world_set_model - make or replace the model of that name, and use it. Errors: ERR_USE (name, too many), ERR_LIMIT. */
bool world_set_model(World *world, const char *name, const Recipe *recipe, Error *error) MUST_USE;
/** world_remake - draw a model's weights anew from its recipe; its training is forgotten. */
bool world_remake(World *world, size_t model, Error *error) MUST_USE;
/** world_model - the model in use; NULL when there is none. inside. world_find - by name, MODELS_MAX when there is none. */
Model *world_model(const World *world);
size_t world_find(const World *world, const char *name);
/** world_compared - the models that stand beside each other (their indices written, in their order); 0 when fewer than two do. */
size_t world_compared(const World *world, size_t index[MODELS_MAX]);
/** world_trained - the models that `train` trains (their indices written): those compared when the model in use is one of
 *  them, otherwise the model in use alone. */
size_t world_trained(const World *world, size_t index[MODELS_MAX]);
/** world_drop - the model of this index goes; the one before it is in use where it was. */
void world_drop(World *world, size_t model);
/** world_ready - the model in use with data. Errors: ERR_USE saying what is missing and the command that gives it. */
Model *world_ready(const World *world, Error *error) MUST_USE;

/** world_poke - set one input of the chosen sample by hand. */
void world_poke(World *world, Poke poke);

/** world_look - bring every lens up to date. Errors: ERR_LIMIT. */
bool world_look(World *world, Error *error) MUST_USE;
/** world_probe - subjects (MODELS_MAX long, written) and the probe over them; world_look first. */
Probe world_probe(const World *world, Subject *subjects, const Probe *before);
/** world_steps - T of the chosen sample; 0 without data. world_units - H of the model in use; 0 without one. */
size_t world_steps(const World *world);
size_t world_units(const World *world);

#endif
