/* What was changed by hand and is still so: weights scaled and set, inputs changed, gates held, edges cut. The status line
 * keeps it in sight.
 * Knows: the world. Holds and cuts are read off the networks themselves, so that they are right after rewinding, too. */
#ifndef BACKPASS_APP_HANDS_H
#define BACKPASS_APP_HANDS_H

#include "app/session/world.h"

/** hands_add - "Wh ×1.5" was done to the model of this index (MODELS_MAX: to the data), at the update it now stands at. The
 *  caller says world_changed. */
void hands_add(World *world, size_t model, const char *text);
/** hands_drop - none of it is left: the model is made anew (MODELS_MAX: the data). */
void hands_drop(World *world, size_t model);
/** hands_rewound - the model went back in its training: what was done to it later is undone. */
void hands_rewound(World *world, size_t model);
/** hands_remove - the model of this index goes: what was done to it, too; those behind it move up. */
void hands_remove(World *world, size_t model);

/** hands_holds - is a gate of the model held, hands_cuts - an edge cut? hands_released - to be said of a model that is made
 *  anew (MODELS_MAX: of all): "; what was held is released" where something is, "" otherwise. */
bool hands_holds(const World *world, size_t model);
bool hands_cuts(const World *world, size_t model);
const char *hands_released(const World *world, size_t model);

/** hands_text - "f held at 1, h→gates cut at every step, Wh ×1.5; x[3][1] = 0.5", a model's name before where there are several;
 *  added to text, nothing where nothing was changed. hands_model_text - the holds and cuts of one model, without its name. */
void hands_text(const World *world, Text *text);
void hands_model_text(const World *world, size_t model, Text *text);

#endif
