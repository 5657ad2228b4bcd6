/*   dh_t = Wyᵀ dy_t  |  Wxᵀ dpre_t of the layer above  +  Σ_gates Wh.gateᵀ dpre.gate_{t+1}  +  keep_{t+1} ⊙ dh_{t+1} (GRU)
 *   dc_t = o ⊙ (1 − tanh²(c_t)) ⊙ dh_t  +  f_{t+1} ⊙ dc_{t+1}
 * with r ⊙ … before or after Wh.n in a GRU, as its wire says. */
#include "engine/net/paths.h"

#include <string.h>

#include "engine/math/blas.h"
#include "engine/net/wiring.h"

/* Where we stand, and what has been found so far. */
typedef struct Walk {
    const Net *net;
    const Batch *batch;
    const Tape *tape;
    size_t track, t, b;
    Path *path;
    real *share;
    size_t found;
} Walk;

static real *next_share(Walk *walk, Path path)
{
    const size_t H = walk->tape->H;
    walk->path[walk->found] = path;
    return memset(walk->share + walk->found++ * H, 0, H * sizeof *walk->share);
}

static bool within(const Walk *walk, size_t t)
{
    return t >= 1 && t <= walk->batch->length[walk->b];
}

/* The step that reads this state, 0 when there is none. */
static size_t reader(const Walk *walk)
{
    const bool reverse = walk->tape->track[walk->track].reverse;
    const size_t next = reverse ? walk->t - (walk->t > 0) : walk->t + 1;
    return within(walk, next) ? next : 0;
}

/* share += d·Wᵀ, the rows of W from `column` on being those of this track. */
static void add_back(const Walk *walk, const real *d, size_t columns, const real *W, size_t column, real *share)
{
    const size_t H = walk->tape->H;
    blas_multiply(false, true, 1, H, columns, 1, d, columns, W + column * columns, columns, 1, share, H);
}

static void through_loss(Walk *walk)
{
    const Tape *tape = walk->tape;
    const Track *track = &tape->track[walk->track];
    const size_t K = tape->K, column = track->reverse ? tape->H : 0;
    const bool standing = track->reverse && walk->net->spec.many_to_one;
    const size_t first = standing ? 1 : walk->t, last = standing ? walk->batch->length[walk->b] : walk->t;
    if (!within(walk, walk->t) || (standing && walk->t != 1))
        return;
    real *share = next_share(walk, (Path){.kind = PATH_LOSS});
    for (size_t t = first; t <= last; t++)
        add_back(walk, tape->dy + ((t - 1) * tape->B + walk->b) * K, K, net_part(walk->net, "Wy"), column, share);
}

static void through_above(Walk *walk)
{
    const Tape *tape = walk->tape;
    const Track *track = &tape->track[walk->track];
    const size_t GH = tape->G * tape->H, column = track->reverse ? tape->H : 0;
    for (int reverse = 0; reverse <= walk->net->spec.bidirectional && within(walk, walk->t); reverse++) {
        const size_t above = net_track(&walk->net->spec, track->layer + 1, reverse == 1);
        const CellWeights w = net_cell_weights(walk->net, above);
        real *share = next_share(walk, (Path){.kind = PATH_ABOVE, .reverse = reverse == 1});
        add_back(walk, tape->track[above].dpre + ((walk->t - 1) * tape->B + walk->b) * GH, GH, w.Wx, column, share);
    }
}

static void through_gates(Walk *walk, size_t next)
{
    const Cell *cell = walk->net->spec.cell;
    const CellWeights w = net_cell_weights(walk->net, walk->track);
    const CellStep step = net_step(walk->net, walk->tape, walk->track, next, walk->b, 1);
    const bool cut = wiring_cut(walk->net, &walk->tape->track[walk->track], next, EDGE_WEIGHTS);
    const size_t H = w.hidden, GH = cell->blocks * H;
    for (size_t block = 0; block < cell->blocks && cell->recurrent; block++) {
        const Wire wire = cell_wire(cell, &w, block);
        real *share = next_share(walk, (Path){.kind = PATH_GATE, .block = block});
        if (cut)
            continue;
        blas_multiply(false, true, 1, H, H, 1, wire.feeds_aux ? step.daux : step.dpre + block * H, H, w.Wh + block * H,
                      GH, 0, share, H);
        for (size_t unit = 0; unit < H && wire.reads_aux; unit++)
            share[unit] *= step.gate[(size_t)wire.by * H + unit];
    }
}

static void directly(Walk *walk, size_t next)
{
    const Cell *cell = walk->net->spec.cell;
    const CellWeights w = net_cell_weights(walk->net, walk->track);
    const CellStep step = net_step(walk->net, walk->tape, walk->track, next, walk->b, 1);
    real *share = next_share(walk, (Path){.kind = PATH_DIRECT});
    if (wiring_cut(walk->net, &walk->tape->track[walk->track], next, EDGE_DIRECT))
        return;
    cell->keep(&w, &step, share);
    for (size_t unit = 0; unit < w.hidden; unit++)
        share[unit] *= cell->carry == CARRY_C ? step.dc[unit] : step.dh[unit];
}

size_t paths_h(const Net *net, const Batch *batch, const Tape *tape, size_t track, size_t t, size_t b, Path *path,
               real *share)
{
    Walk walk = {
        .net = net, .batch = batch, .tape = tape, .track = track, .t = t, .b = b, .path = path, .share = share};
    if (net_layer(&net->spec, track) == net->spec.layers)
        through_loss(&walk);
    else
        through_above(&walk);
    const size_t next = reader(&walk);
    if (next > 0)
        through_gates(&walk, next);
    if (next > 0 && net->spec.cell->carry == CARRY_H)
        directly(&walk, next);
    return walk.found;
}

size_t paths_c(const Net *net, const Batch *batch, const Tape *tape, size_t track, size_t t, size_t b, Path *path,
               real *share)
{
    Walk walk = {
        .net = net, .batch = batch, .tape = tape, .track = track, .t = t, .b = b, .path = path, .share = share};
    const Cell *cell = net->spec.cell;
    if (cell->carry != CARRY_C)
        return 0;
    if (within(&walk, t)) {
        const CellWeights w = net_cell_weights(net, track);
        const CellStep step = net_step(net, tape, track, t, b, 1);
        real *own = next_share(&walk, (Path){.kind = PATH_H});
        cell->release(&w, &step, own);
        for (size_t unit = 0; unit < w.hidden; unit++)
            own[unit] *= step.dh[unit];
    }
    const size_t next = reader(&walk);
    if (next > 0)
        directly(&walk, next);
    return walk.found;
}
