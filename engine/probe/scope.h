/* Whom a name speaks of: the model meant, its network, the chosen sequence.
 * Knows: the probe. */
#ifndef BACKPASS_PROBE_SCOPE_H
#define BACKPASS_PROBE_SCOPE_H

#include "engine/probe/probe.h"

/** Scope - everything borrowed from the probe; NULL where there is none. */
typedef struct Scope {
    const Probe *probe;
    const Dataset *data;
    const Subject *subject;
    Trainer *trainer;
    const Net *net;
    const Lens *lens;
    size_t sequence; // from 0, of the data
    size_t steps;    // T of that sequence
} Scope;

/** scope_find - of the model called `model` ("" the one in use). scope written.
 *  Errors: ERR_USE at the column, listing the models there are. */
bool scope_find(const Probe *probe, const char *model, size_t column, Scope *scope, Error *error) MUST_USE;

/** scope_layer - is there that layer and direction? layer 0 is where nothing was said. The scope has a network.
 *  Errors: ERR_USE at the column, saying which there are. */
bool scope_layer(const Scope *scope, size_t layer, bool reverse, size_t column, Error *error) MUST_USE;

#endif
