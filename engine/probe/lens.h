/* The chosen sample under one model: its batch of one, its whole trace, its own loss's gradient.
 * Knows: networks, data sets. Recomputed with the weights as they now are whenever asked. */
#ifndef BACKPASS_PROBE_LENS_H
#define BACKPASS_PROBE_LENS_H

#include "engine/football/dataset.h"

/** Poke - one input of the chosen sample set by hand (`input x[t][i] VALUE`). */
typedef struct Poke { size_t sequence, t, i; real value; } Poke; // sequence from 0; t, i from 1

typedef struct Lens {
    Batch *batch;   // B = 1
    Tape *tape;
    real *gradient; // (layout.count)
    size_t sequence; // from 0
} Lens;

/** lens_new - room for the longest sequence of data. New. */
Lens *lens_new(const Net *net, const Dataset *data, Error *error) MUST_USE;
void lens_free(Lens *lens);
/** lens_look - load the sequence (from 0), apply the pokes meant for it, run forward and backward (share 1). */
void lens_look(Lens *lens, const Net *net, const Dataset *data, size_t sequence, const Poke *pokes, size_t poke_count);

#endif
