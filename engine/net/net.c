#include "engine/net/net.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/net/room.h"

static const size_t WEIGHTS_MAX = (size_t)1 << 27;

static bool spec_size(const NetSpec *spec, Error *error)
{
    const size_t D = spec->inputs, H = spec->hidden, K = spec->outputs, GH = room_size(spec->cell->blocks, H, 1);
    if (D == 0 || H == 0 || K == 0)
        return fail(error, ERR_USE,
                    "a network needs at least 1 input, 1 hidden unit and 1 output, not %zu, %zu and %zu", D, H, K);
    const size_t part[] = {room_size(GH, D, 1), room_size(GH, spec->cell->recurrent ? H : 1, 1), GH, room_size(H, K, 1),
                           K};
    size_t left = WEIGHTS_MAX;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        if (part[i] > left)
            return fail(error, ERR_LIMIT, "hidden=%zu makes more than %zu weights: try a smaller hidden=", H,
                        WEIGHTS_MAX);
        left -= part[i];
    }
    return true;
}

static bool spec_fits(const NetSpec *spec, Error *error)
{
    if (!isfinite(spec->gain))
        return fail(error, ERR_USE, "gain must be a finite number");
    if (spec->cell->recurrent)
        return true;
    if (spec->init == INIT_ORTHOGONAL || spec->init == INIT_IDENTITY)
        return fail(error, ERR_USE, "init %s draws Wh, and a model of kind %s has no Wh", init_name(spec->init),
                    spec->cell->name);
    if (spec->gain != 1)
        return fail(error, ERR_USE, "gain multiplies Wh, and a model of kind %s has no Wh", spec->cell->name);
    return true;
}

static void net_lay_out(Net *net)
{
    const NetSpec *s = &net->spec;
    const size_t GH = s->cell->blocks * s->hidden;
    layout_add(&net->layout, "Wx", GH, s->inputs, false, false);
    if (s->cell->recurrent)
        layout_add(&net->layout, "Wh", GH, s->hidden, false, false);
    layout_add(&net->layout, "b", GH, 1, true, false);
    layout_add(&net->layout, "Wy", s->outputs, s->hidden, false, true);
    layout_add(&net->layout, "by", s->outputs, 1, true, true);
}

Net *net_new(const NetSpec *spec, uint64_t seed, Error *error)
{
    if (!spec_size(spec, error) || !spec_fits(spec, error))
        return NULL;
    Net *net = memory_new(1, sizeof *net);
    net->spec = *spec;
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
    return copy;
}

void net_free(Net *net)
{
    if (net == NULL)
        return;
    free(net->weights);
    free(net);
}

const real *net_part(const Net *net, const char *name)
{
    const Part *part = layout_find(&net->layout, name);
    return part != NULL ? net->weights + part->offset : NULL;
}

CellWeights net_cell_weights(const Net *net)
{
    return (CellWeights){
        .inputs = net->spec.inputs,
        .hidden = net->spec.hidden,
        .activation = net->spec.activation,
        .Wx = net_part(net, "Wx"),
        .Wh = net_part(net, "Wh"),
        .b = net_part(net, "b"),
    };
}

void net_jacobian(const Net *net, const Tape *tape, size_t t, size_t b, real *jacobian)
{
    assert(t >= 1 && t <= tape->T && b < tape->B);
    const CellWeights w = net_cell_weights(net);
    const size_t H = tape->H, row = (t - 1) * tape->B + b;
    const real *before = tape->h + row * H, *pre = tape->pre + row * tape->G * H;
    net->spec.cell->jacobian(&w, before, pre, before + tape->B * H, jacobian);
}
