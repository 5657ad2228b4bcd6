#include "engine/net/wiring.h"

#include <assert.h>
#include <string.h>

size_t net_tracks(const NetSpec *spec)
{
    return spec->layers * (spec->bidirectional ? 2 : 1);
}

size_t net_track(const NetSpec *spec, size_t layer, bool reverse)
{
    assert(layer >= 1 && layer <= spec->layers && (spec->bidirectional || !reverse));
    return (layer - 1) * (spec->bidirectional ? 2 : 1) + reverse;
}

size_t net_top(const NetSpec *spec)
{
    return net_track(spec, spec->layers, false);
}

size_t net_layer(const NetSpec *spec, size_t track)
{
    return track / (spec->bidirectional ? 2 : 1) + 1;
}

bool net_reverse(const NetSpec *spec, size_t track)
{
    return spec->bidirectional && track % 2 == 1;
}

size_t net_answer(const NetSpec *spec)
{
    return spec->hidden * (spec->bidirectional ? 2 : 1);
}

size_t net_width(const NetSpec *spec, size_t layer)
{
    return layer == 1 ? spec->inputs : net_answer(spec);
}

size_t wiring_feeds(const Net *net, const Tape *tape, const real *x, size_t layer, Feed feed[2])
{
    const NetSpec *spec = &net->spec;
    if (layer == 1) {
        feed[0] = (Feed){.from = x, .dfrom = tape->dx, .width = spec->inputs};
        return 1;
    }
    const size_t directions = spec->bidirectional ? 2 : 1, H = spec->hidden;
    for (size_t i = 0; i < directions; i++) {
        const Track *below = &tape->track[net_track(spec, layer - 1, i == 1)];
        feed[i] = (Feed){.from = below->h + tape->B * H,
                         .dfrom = below->dh + tape->B * H,
                         .width = H,
                         .column = i * H,
                         .standing = i == 1 && layer > spec->layers && spec->many_to_one,
                         .track = below};
    }
    return directions;
}

Stretch wiring_answered(const Batch *batch)
{
    const size_t B = batch->B, rows = batch->T * B;
    const unsigned char *first = rows > 0 ? memchr(batch->has_target, 1, rows) : NULL;
    if (first == NULL)
        return (Stretch){0};
    const size_t begin = (size_t)(first - batch->has_target) / B;
    size_t last = rows - 1;
    while (!batch->has_target[last])
        last--;
    return (Stretch){begin, last / B + 1 - begin};
}

size_t wiring_before(const Track *track, size_t t)
{
    return track->reverse ? t + 1 : t - 1;
}

/* Is that edge cut between steps t−1 and t of this layer? */
static bool knives_cut(const Knives *knives, size_t layer, size_t t, Edge edge)
{
    for (size_t i = 0; i < knives->cuts; i++) {
        const Cut *cut = &knives->cut[i];
        if ((cut->t == 0 || cut->t == t) && (cut->layer == 0 || cut->layer == layer) && (cut->edge & edge) != 0)
            return true;
    }
    return false;
}

bool wiring_cut(const Net *net, const Track *track, size_t t, Edge edge)
{
    return net->knives.cuts > 0 && knives_cut(&net->knives, track->layer, track->reverse ? t + 1 : t, edge);
}

static real *shifted(real *array, size_t by)
{
    return array != NULL ? array + by : NULL;
}

CellStep net_step(const Net *net, const Tape *tape, size_t number, size_t t, size_t b, size_t rows)
{
    const Track *track = &tape->track[number];
    const size_t H = tape->H, GH = tape->G * H, row = (t - 1) * tape->B + b, now = (row + tape->B) * H;
    const size_t before = (wiring_before(track, t) * tape->B + b) * H;
    const Carry carry = net->spec.cell->carry;
    const real *state = carry == CARRY_C ? track->c : carry == CARRY_H ? track->h : NULL;
    CellStep step = {.n = rows,
                     .before = track->h + before,
                     .carry = state != NULL ? state + before : NULL,
                     .pre = track->pre + row * GH,
                     .gate = shifted(track->gate, row * GH),
                     .aux = shifted(track->aux, row * H),
                     .h = track->h + now,
                     .c = shifted(track->c, now),
                     .dpre = track->dpre + row * GH,
                     .dgate = shifted(track->dgate, row * GH),
                     .daux = shifted(track->daux, row * H),
                     .dh = track->dh + now,
                     .dc = shifted(track->dc, now),
                     .dbefore = track->dh + before,
                     .dcarry = shifted(carry == CARRY_C ? track->dc : carry == CARRY_H ? track->dh : NULL, before)};
    if (wiring_cut(net, track, t, EDGE_WEIGHTS)) {
        step.before = tape->zero;
        step.dbefore = tape->nowhere + b * tape->H;
    }
    if (step.carry != NULL && wiring_cut(net, track, t, EDGE_DIRECT)) {
        step.carry = tape->zero;
        step.dcarry = tape->nowhere + b * tape->H;
    }
    return step;
}

const real *net_part(const Net *net, const char *name)
{
    const Part *part = layout_find(&net->layout, name);
    return part != NULL ? net->weights + part->offset : NULL;
}

static const real *track_part(const Net *net, const char *name, size_t track)
{
    const Part *part = layout_part(&net->layout, name, net_layer(&net->spec, track), net_reverse(&net->spec, track));
    return part != NULL ? net->weights + part->offset : NULL;
}

CellWeights net_cell_weights(const Net *net, size_t track)
{
    const NetSpec *spec = &net->spec;
    return (CellWeights){
        .inputs = net_width(spec, net_layer(spec, track)),
        .hidden = spec->hidden,
        .activation = spec->activation,
        .reset = spec->reset,
        .update = spec->update,
        .Wx = track_part(net, "Wx", track),
        .Wh = track_part(net, "Wh", track),
        .b = track_part(net, "b", track),
        .bh = track_part(net, "bh", track),
        .hold = net->knives.hold != NULL ? net->knives.hold + track * spec->cell->blocks * spec->hidden : NULL,
    };
}
