#include "engine/net/net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/net/room.h"

static const size_t WEIGHTS_MAX = (size_t)1 << 27;

/* Take a·b from what is left. */
static bool takes(size_t a, size_t b, size_t *left)
{
    const size_t count = room_size(a, b, 1);
    if (count > *left)
        return false;
    *left -= count;
    return true;
}

static bool spec_size(const NetSpec *spec, Error *error)
{
    const size_t D = spec->inputs, H = spec->hidden, K = spec->outputs, G = spec->cell->blocks, GH = room_size(G, H, 1);
    if (D == 0 || H == 0 || K == 0)
        return fail(error, ERR_USE,
                    "a network needs at least 1 input, 1 hidden unit and 1 output, not %zu, %zu and %zu", D, H, K);
    if (spec->layers > LAYERS_MAX)
        return fail(error, ERR_USE, "a network has at most %d layers, not %zu", (int)LAYERS_MAX, spec->layers);
    size_t left = WEIGHTS_MAX;
    bool fits = GH <= left && takes(K, room_size(H, 2, 1), &left) && takes(K, 1, &left);
    for (size_t track = 0; fits && track < net_tracks(spec); track++)
        fits = takes(GH, net_width(spec, net_layer(spec, track)), &left) &&
               takes(GH, spec->cell->recurrent ? H : 1, &left) && takes(G + 1, H, &left);
    return fits ||
           fail(error, ERR_LIMIT, "hidden=%zu makes more than %zu weights: try a smaller hidden=", H, WEIGHTS_MAX);
}

static bool no_Wh(const NetSpec *spec, Error *error)
{
    if (spec->init == INIT_ORTHOGONAL || spec->init == INIT_IDENTITY)
        return fail(error, ERR_USE, "init %s draws Wh, and a model of kind %s has no Wh", init_name(spec->init),
                    spec->cell->name);
    if (spec->gain != 1)
        return fail(error, ERR_USE, "gain multiplies Wh, and a model of kind %s has no Wh", spec->cell->name);
    if (spec->bidirectional)
        return fail(error, ERR_USE, "a model of kind %s sees one step alone, in whatever direction", spec->cell->name);
    return true;
}

static bool spec_gates(const NetSpec *spec, Error *error)
{
    const Cell *cell = spec->cell;
    if (!isfinite(spec->forget_bias))
        return fail(error, ERR_USE, "forget_bias must be a finite number");
    if (spec->chrono != 0 && !(spec->chrono >= 2 && isfinite(spec->chrono)))
        return fail(error, ERR_USE, "chrono must be the number of steps to remember, at least 2, not %g", spec->chrono);
    if (cell->keeper == NO_BLOCK && (spec->forget_bias != 0 || spec->chrono != 0))
        return fail(error, ERR_USE, "a model of kind %s has no gate that remembers, so no bias of one", cell->name);
    if (spec->forget_bias != 0 && spec->chrono != 0)
        return fail(error, ERR_USE, "chrono and forget_bias set the same bias: say one of them");
    if (!cell->bends && spec->activation != ACTIVATION_TANH)
        return fail(error, ERR_USE, "the gates of a model of kind %s are σ and tanh: activation is not its to choose",
                    cell->name);
    return true;
}

static bool spec_fits(const NetSpec *spec, Error *error)
{
    if (!isfinite(spec->gain))
        return fail(error, ERR_USE, "gain must be a finite number");
    return spec_gates(spec, error) && (spec->cell->recurrent || no_Wh(spec, error));
}

static void track_lay_out(Net *net, size_t layer, bool reverse)
{
    const NetSpec *s = &net->spec;
    const size_t GH = s->cell->blocks * s->hidden;
    size_t block;
    layout_add_cell(&net->layout, "Wx", layer, reverse, GH, net_width(s, layer), false);
    if (s->cell->recurrent)
        layout_add_cell(&net->layout, "Wh", layer, reverse, GH, s->hidden, false);
    layout_add_cell(&net->layout, "b", layer, reverse, GH, 1, true);
    if (cell_has_bh(s->cell, s->reset, &block))
        layout_add_cell(&net->layout, "bh", layer, reverse, s->hidden, 1, true)->block = block;
}

static void net_lay_out(Net *net)
{
    const NetSpec *s = &net->spec;
    for (size_t track = 0; track < net_tracks(s); track++)
        track_lay_out(net, net_layer(s, track), net_reverse(s, track));
    layout_add(&net->layout, "Wy", s->outputs, net_answer(s), false, true);
    layout_add(&net->layout, "by", s->outputs, 1, true, true);
}

Net *net_new(const NetSpec *given, uint64_t seed, Error *error)
{
    NetSpec spec = *given;
    spec.layers = given->layers > 0 ? given->layers : 1;
    if (!spec_size(&spec, error) || !spec_fits(&spec, error))
        return NULL;
    Net *net = memory_new(1, sizeof *net);
    net->spec = spec;
    net_lay_out(net);
    net->weights = memory_try(net->layout.count, sizeof *net->weights, error);
    if (net->weights == NULL) {
        net_free(net);
        return NULL;
    }
    net_init(net, seed);
    return net;
}

Net *net_copy(const Net *net)
{
    Net *copy = memory_new(1, sizeof *copy);
    *copy = *net;
    copy->weights = memory_new(net->layout.count, sizeof *copy->weights);
    memcpy(copy->weights, net->weights, net->layout.count * sizeof *copy->weights);
    knives_copy(&net->knives, &copy->knives);
    return copy;
}

void net_free(Net *net)
{
    if (net == NULL)
        return;
    knives_free(&net->knives);
    free(net->weights);
    free(net);
}
