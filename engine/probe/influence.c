#include "engine/probe/influence.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/probe/value.h"

struct Influence {
    const Net *net;
    NetSpec spec; // of the network the room was made for
    Batch *batch;
    Tape *room;   // whose gradients are written; its states are never touched, so they take no memory
    Tape tape;    // the lens's states, the room's gradients
    double *all;  // (T·K·D)
};

void influence_free(Influence *influence)
{
    if (!influence)
        return;
    batch_free(influence->batch);
    tape_free(influence->room);
    free(influence->all);
    free(influence);
}

static bool make(Influence *influence, const Net *net, const Lens *lens, Error *error)
{
    const size_t T = lens->tape->T_room, D = lens->batch->D, K = lens->batch->K;
    influence->spec = net->spec;
    influence->batch = batch_new(T, 1, D, K, error);
    if (influence->batch)
        influence->room = tape_new(net, T, 1, error);
    if (influence->room)
        influence->all = memory_try(T * K * D, sizeof *influence->all, error);
    return influence->all != NULL;
}

/* The lens has run the sequence forward: its states are read where they are. */
static void look_through(Influence *influence, const Net *net, const Lens *lens)
{
    Tape *tape = &influence->tape;
    const Tape *seen = lens->tape;
    const size_t T = lens->batch->T;
    influence->net = net;
    batch_shape(influence->batch, 1, &T);
    *tape = *influence->room;
    tape->T = T;
    tape->B = 1;
    tape->pre = seen->pre;
    tape->h = seen->h;
    for (size_t i = 0; i < tape->tracks; i++) {
        Track *to = &tape->track[i];
        const Track *from = &seen->track[i];
        to->pre = from->pre, to->gate = from->gate, to->aux = from->aux, to->h = from->h, to->c = from->c;
    }
    memset(tape->dy, 0, T * tape->K * sizeof *tape->dy);
}

static bool has_room(const Influence *influence, const Net *net, const Lens *lens)
{
    const NetSpec *made = &influence->spec, *now = &net->spec;
    return made->cell == now->cell && made->inputs == now->inputs && made->hidden == now->hidden &&
           made->outputs == now->outputs && made->layers == now->layers && made->bidirectional == now->bidirectional &&
           influence->room->T_room >= lens->batch->T;
}

bool influence_again(Influence *influence, const Net *net, const Lens *lens)
{
    if (net->spec.headless || !has_room(influence, net, lens))
        return false;
    look_through(influence, net, lens);
    return true;
}

Influence *influence_new(const Net *net, const Lens *lens, Error *error)
{
    if (net->spec.headless) {
        fail(error, ERR_USE, "the model came without a head: it has states and no output to influence");
        return NULL;
    }
    Influence *influence = memory_new(1, sizeof *influence);
    if (make(influence, net, lens, error)) {
        look_through(influence, net, lens);
        return influence;
    }
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
    Tape *tape = &influence->tape;
    const size_t T = tape->T, K = tape->K, D = tape->D;
    end_at(influence, t);
    for (size_t k = 0; k < K; k++) {
        real *dy = &tape->dy[(t - 1) * K + k];
        *dy = 1;
        net_send_back(influence->net, influence->batch, tape, NULL);
        *dy = 0;
        for (size_t s = 0; s < T; s++)
            for (size_t i = 0; i < D; i++)
                out[(s * K + k) * D + i] = (double)tape->dx[s * D + i];
    }
}

void influence_norms(Influence *influence, size_t t, double *norm)
{
    const size_t size = influence->tape.K * influence->tape.D;
    influence_from(influence, t, influence->all);
    for (size_t s = 0; s < influence->tape.T; s++)
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
