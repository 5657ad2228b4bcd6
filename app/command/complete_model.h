/* Names of what is inside the model in use, as far as commands take them: gates, weights, gradients.
 * Knows: the world. Must not know which command asks. */
#ifndef BACKPASS_APP_COMPLETE_MODEL_H
#define BACKPASS_APP_COMPLETE_MODEL_H

#include "app/session/world.h"

/** NameFound - a name as it is to be typed (borrowed for the call). */
typedef void NameFound(void *context, const char *name);

/** model_gates - f, and f@1, f@1r where there are several layers or directions; "d" before each where prefix says so.
 *  model_weights - Wh, Wh.f, Wh@1 …; without a model those of a plain one. model_gradients - what `verify` takes. */
void model_gates(const World *world, const char *prefix, NameFound *found, void *context);
void model_weights(const World *world, const char *prefix, NameFound *found, void *context);
void model_gradients(const World *world, NameFound *found, void *context);

#endif
