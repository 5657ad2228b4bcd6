#include "engine/probe/influence.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/probe/value.h"

struct Influence {
    const Net *net;
    Batch *batch;
    Tape *tape;
    double *all; // (T·K·D)
};

void influence_free(Influence *influence)
{
    if (!influence)
        return;
    batch_free(influence->batch);
    tape_free(influence->tape);
    free(influence->all);
    free(influence);
}

static bool make(Influence *influence, const Lens *lens, Error *error)
{
    const size_t T = lens->batch->T, D = lens->batch->D, K = lens->batch->K;
    influence->batch = batch_new(T, 1, D, K, error);
    if (influence->batch)
        influence->tape = tape_new(influence->net, T, 1, error);
    if (influence->tape)
        influence->all = memory_try(T * K * D, sizeof *influence->all, error);
    if (!influence->all)
        return false;
    batch_shape(influence->batch, 1, &T);
    memcpy(influence->batch->x, lens->batch->x, T * D * sizeof *influence->batch->x);
    net_forward(influence->net, influence->batch, influence->tape);
    memset(influence->tape->dy, 0, T * K * sizeof *influence->tape->dy);
    return true;
}

Influence *influence_new(const Net *net, const Lens *lens, Error *error)
{
    if (net->spec.headless) {
        fail(error, ERR_USE, "the model came without a head: it has states and no output to influence");
        return NULL;
    }
    Influence *influence = memory_new(1, sizeof *influence);
    influence->net = net;
    if (make(influence, lens, error))
        return influence;
    influence_free(influence);
    return NULL;
}

/* Where nothing is read in reverse no step after t owes anything to y_t: for this pass they are not alive. */
static void end_at(Influence *influence, size_t t)
{
    for (size_t s = 1; s <= influence->batch->T; s++)
        influence->batch->active[s - 1] = s <= t || influence->net->spec.bidirectional;
}

void influence_from(Influence *influence, size_t t, double *out)
{
    const Tape *tape = influence->tape;
    const size_t T = tape->T, K = tape->K, D = tape->D;
    end_at(influence, t);
    for (size_t k = 0; k < K; k++) {
        real *dy = &influence->tape->dy[(t - 1) * K + k];
        *dy = 1;
        net_send_back(influence->net, influence->batch, influence->tape, NULL);
        *dy = 0;
        for (size_t s = 0; s < T; s++)
            for (size_t i = 0; i < D; i++)
                out[(s * K + k) * D + i] = (double)tape->dx[s * D + i];
    }
}

void influence_norms(Influence *influence, size_t t, double *norm)
{
    const size_t size = influence->tape->K * influence->tape->D;
    influence_from(influence, t, influence->all);
    for (size_t s = 0; s < influence->tape->T; s++)
        norm[s] = value_norm(influence->all + s * size, size, 1);
}

double influence_cost(const Net *net, size_t T)
{
    const double H = (double)net->spec.hidden, G = (double)net->spec.cell->blocks, tracks = (double)net_tracks(&net->spec);
    return (double)net->spec.outputs * (double)T * tracks * G * H * (H + (double)net->spec.inputs + 40);
}

bool influence_of(const Net *net, const Lens *lens, size_t t, double *out, Error *error)
{
    Influence *influence = influence_new(net, lens, error);
    if (!influence)
        return false;
    influence_from(influence, t, out);
    influence_free(influence);
    return true;
}
