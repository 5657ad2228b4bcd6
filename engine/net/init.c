#include "engine/net/net.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/math/blas.h"
#include "engine/math/linalg.h"

static const char *const INIT_NAMES[INITS] = {
    [INIT_UNIFORM] = "uniform",
    [INIT_XAVIER] = "xavier",
    [INIT_ORTHOGONAL] = "orthogonal",
    [INIT_IDENTITY] = "identity",
};

const char *init_name(Init init)
{
    return INIT_NAMES[init];
}

bool init_find(const char *name, Init *init)
{
    for (int i = 0; i < INITS; i++) {
        if (strcmp(INIT_NAMES[i], name) == 0) {
            *init = (Init)i;
            return true;
        }
    }
    return false;
}

/* U(±1/√H) as PyTorch's recurrent layers and a linear head over H draw; Glorot & Bengio 2010, eq. 16, for xavier. */
static double part_bound(const Part *part, const NetSpec *spec)
{
    if (spec->init != INIT_XAVIER)
        return 1 / sqrt((double)spec->hidden);
    size_t outputs = part->head ? part->units : spec->hidden; // each gate is a layer of its own
    return part->vector ? 0 : sqrt(6 / (double)(part->inputs + outputs));
}

/* One draw a block of H units, so that every gate has an orthogonal matrix of its own. */
static void orthogonal_fill(const Part *part, size_t H, real *weights, Rng *rng, real *square)
{
    for (size_t first = 0; first < part->units; first += H) {
        linalg_orthogonal(H, H, square, rng);
        for (size_t input = 0; input < H; input++)
            memcpy(weights + part_at(part, first, input), square + input * H, H * sizeof *square);
    }
}

static void identity_fill(const Part *part, size_t H, real *weights)
{
    memset(weights + part->offset, 0, part->units * part->inputs * sizeof *weights);
    for (size_t unit = 0; unit < part->units; unit++)
        weights[part_at(part, unit, unit % H)] = 1;
}

static void uniform_fill(const Part *part, double bound, real *weights, Rng *rng)
{
    for (size_t i = 0; i < part->units * part->inputs; i++)
        weights[part->offset + i] = (real)rng_between(rng, -bound, bound);
}

/* The first layer's forward parts have no address in their stream's name: they are shared by all nets that have them. */
static Rng part_stream(const Part *part, uint64_t seed, const char *what)
{
    char purpose[48], address[24];
    part_address(part, address, sizeof address);
    const bool plain = part->head || (part->layer == 1 && !part->reverse);
    snprintf(purpose, sizeof purpose, "%s %s", what, plain ? part->name : address);
    return rng_stream(seed, purpose, 0);
}

static void part_draw(Net *net, const Part *part, uint64_t seed)
{
    const NetSpec *spec = &net->spec;
    const bool Wh = strcmp(part->name, "Wh") == 0;
    Rng rng = part_stream(part, seed, "weights");
    if (Wh && spec->init == INIT_ORTHOGONAL) {
        real *square = memory_new(spec->hidden * spec->hidden, sizeof *square);
        orthogonal_fill(part, spec->hidden, net->weights, &rng, square);
        free(square);
    } else if (Wh && spec->init == INIT_IDENTITY) {
        identity_fill(part, spec->hidden, net->weights);
    } else {
        uniform_fill(part, part_bound(part, spec), net->weights, &rng);
    }
    if (Wh && spec->gain != 1)
        blas_scale(part->units * part->inputs, (real)spec->gain, net->weights + part->offset);
}

/* The bias of the gate that remembers: + forget_bias, or log U(1, T_max − 1) with the gate that writes against it
 * (Tallec & Ollivier 2018, eq. 16 for the LSTM, eq. 13 for the GRU, whose one gate does both). */
static void remember(Net *net, const Part *part, uint64_t seed)
{
    const NetSpec *spec = &net->spec;
    const Cell *cell = spec->cell;
    const size_t H = spec->hidden;
    const double sign = cell->mirrored && spec->update == UPDATE_REPLACE ? -1 : 1;
    Rng rng = part_stream(part, seed, "chrono");
    real *b = net->weights + part->offset, *keeper = b + (size_t)cell->keeper * H;
    for (size_t unit = 0; unit < H; unit++) {
        const double drawn = spec->chrono > 0 ? log(rng_between(&rng, 1, spec->chrono - 1)) : 0;
        if (spec->chrono > 0)
            keeper[unit] = (real)(sign * drawn);
        else
            keeper[unit] += (real)(sign * spec->forget_bias);
        if (spec->chrono > 0 && cell->writer != NO_BLOCK)
            b[(size_t)cell->writer * H + unit] = (real)-drawn;
    }
}

void net_init(Net *net, uint64_t seed)
{
    const NetSpec *spec = &net->spec;
    for (size_t i = 0; i < net->layout.parts; i++) {
        const Part *part = &net->layout.part[i];
        part_draw(net, part, seed);
        if (!part->head && strcmp(part->name, "b") == 0 && (spec->chrono > 0 || spec->forget_bias != 0))
            remember(net, part, seed);
    }
}
