#include "engine/probe/lens.h"

#include <stdlib.h>

#include "engine/base/memory.h"

Lens *lens_new(const Net *net, const Dataset *data, Error *error)
{
    Lens *lens = memory_new(1, sizeof *lens);
    lens->batch = batch_new(data->longest, 1, data->D, data->K, error);
    if (lens->batch)
        lens->tape = tape_new(net, data->longest, 1, error);
    if (lens->tape)
        lens->gradient = memory_try(net->layout.count, sizeof *lens->gradient, error);
    if (lens->gradient)
        return lens;
    lens_free(lens);
    return NULL;
}

void lens_free(Lens *lens)
{
    if (!lens)
        return;
    batch_free(lens->batch);
    tape_free(lens->tape);
    free(lens->gradient);
    free(lens);
}

/* Pokes outside the sequence are left for other data to complain about: they cannot be applied. */
static void lens_poke(Lens *lens, const Poke *poke)
{
    Batch *batch = lens->batch;
    if (poke->sequence != lens->sequence || poke->t < 1 || poke->t > batch->T || poke->i < 1 || poke->i > batch->D)
        return;
    batch->x[(poke->t - 1) * batch->D + poke->i - 1] = poke->value;
}

void lens_look(Lens *lens, const Net *net, const Dataset *data, size_t sequence, const Poke *pokes, size_t poke_count)
{
    lens->sequence = sequence;
    dataset_batch(data, &sequence, 1, lens->batch);
    for (size_t i = 0; i < poke_count; i++)
        lens_poke(lens, &pokes[i]);
    net_forward(net, lens->batch, lens->tape);
    net_backward(net, lens->batch, lens->tape, 1, lens->gradient);
}
