/* Forward mode: the derivative of everything with respect to one number, carried from it to the loss.
 *   pre_t˙ = Ẇx x_t + Wx ẋ_t + Ẇh h_{t-1} + ḃ + Wh h_{t-1}˙      h_t˙ = a'(pre_t) ⊙ pre_t˙  (each cell knows its own)
 *   y_t˙ = Ẇy h_t + ḃy + Wy h_t˙                                  L˙ = Σ_t loss_t˙ */
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/math/blas.h"
#include "engine/net/gradcheck.h"
#include "engine/net/loss.h"
#include "engine/net/wiring.h"

typedef struct Tangent {
    const Net *net;
    const Batch *batch;
    const Tape *tape;
    Spot spot;
    const Part *part;                    // of a weight
    size_t unit, input;                  // of a weight
    size_t first, rows;                  // of the batch that the spot can move
    real *h[TRACKS_MAX], *c[TRACKS_MAX]; // ((T+2)·rows, H), the block of step t at t
    real *pre, *gate;                    // (rows, G·H)
    real *aux, *zero;                    // (rows, H)
    real *y;                             // (rows, K)
} Tangent;

static bool at(const Tangent *m, SpotKind kind, size_t track, size_t t)
{
    return m->spot.kind == kind && m->spot.t == t && m->spot.track == track;
}

/* Is the weight of this track, or of the head where track = tracks? */
static bool weight_of(const Tangent *m, size_t track)
{
    if (m->part == NULL)
        return false;
    const size_t tracks = m->tape->tracks;
    return m->part->head ? track == tracks
                         : track < tracks && net_track(&m->net->spec, m->part->layer, m->part->reverse) == track;
}

/* The number of this row at step t that a weight of input `input` multiplies, among what these feeds bring. */
static real fed(const Tangent *m, const Feed *feed, size_t feeds, size_t t, size_t row)
{
    const Feed *from = &feed[feeds == 2 && m->input >= feed[1].column ? 1 : 0];
    const size_t step = from->standing ? 0 : t - 1;
    return from->from[(step * m->tape->B + row) * from->width + m->input - from->column];
}

/* What these feeds' tangents add at step t: sum += ẋ·W (columns wide). */
static void feeds_tangent(const Tangent *m, const Feed *feed, size_t feeds, size_t t, const real *W, size_t columns,
                          real *sum)
{
    for (size_t i = 0; i < feeds; i++) {
        if (feed[i].track == NULL)
            continue; // x
        const size_t H = feed[i].width, block = feed[i].standing ? 1 : t;
        const real *h = m->h[feed[i].track - m->tape->track] + block * m->rows * H;
        blas_multiply(false, false, m->rows, columns, H, 1, h, H, W + feed[i].column * columns, columns, 1, sum,
                      columns);
    }
}

static void seed_weight(const Tangent *m, const CellWeights *w, const CellStep *step, const Feed *feed, size_t feeds,
                        size_t t)
{
    const size_t H = m->tape->H, GH = m->tape->G * H, block = m->unit / H;
    const char *name = m->part->name;
    const bool recurrent = strcmp(name, "Wh") == 0, bh = strcmp(name, "bh") == 0;
    const Wire wire = recurrent ? cell_wire(m->net->spec.cell, w, block) : (Wire){0};
    for (size_t r = 0; r < step->n; r++) {
        const real *read = wire.reads_aux ? step->aux : step->before;
        const real operand = m->part->vector ? 1
                             : recurrent     ? read[r * H + m->input]
                                             : fed(m, feed, feeds, t, m->first + r);
        if (bh || wire.feeds_aux)
            m->aux[r * H + m->unit % H] = operand;
        else
            m->pre[r * GH + m->unit] = operand;
    }
}

/* Everything but the states before: what the spot itself moves, and what the layer below brings. */
static void seed_step(const Tangent *m, size_t track, const CellWeights *w, const CellStep *step, size_t t)
{
    const Tape *tape = m->tape;
    const size_t H = tape->H, GH = tape->G * H, index = m->spot.index;
    Feed feed[2];
    const size_t feeds = wiring_feeds(m->net, tape, m->batch->x, tape->track[track].layer, feed);
    memset(m->pre, 0, m->rows * GH * sizeof *m->pre);
    memset(m->gate, 0, m->rows * GH * sizeof *m->gate);
    memset(m->aux, 0, m->rows * H * sizeof *m->aux);
    feeds_tangent(m, feed, feeds, t, w->Wx, GH, m->pre);
    if (weight_of(m, track))
        seed_weight(m, w, step, feed, feeds, t);
    if (at(m, SPOT_PRE, track, t))
        m->pre[index] += 1;
    if (at(m, SPOT_GATE, track, t))
        m->gate[index] += 1;
    if (m->spot.kind == SPOT_INPUT && m->spot.t == t && tape->track[track].layer == 1)
        blas_add(GH, 1, w->Wx + index * GH, m->pre);
}

static size_t alive_rows(const Tangent *m, size_t t)
{
    const size_t active = m->batch->active[t - 1], alive = active > m->first ? active - m->first : 0;
    return alive < m->rows ? alive : m->rows;
}

/* Sequences that are over: forward their state stays, in reverse it has not begun. */
static void rest(const Tangent *m, size_t track, size_t t, size_t alive)
{
    const size_t H = m->tape->H, from = (t * m->rows + alive) * H, bytes = (m->rows - alive) * H * sizeof(real);
    if (m->tape->track[track].reverse)
        return; // zero, as it was made
    memcpy(m->h[track] + from, m->h[track] + from - m->rows * H, bytes);
    memcpy(m->c[track] + from, m->c[track] + from - m->rows * H, bytes);
}

static void step_tangent(const Tangent *m, size_t track, const CellWeights *w, size_t t)
{
    const Track *of = &m->tape->track[track];
    const size_t H = m->tape->H, alive = alive_rows(m, t), block = m->rows * H, before = wiring_before(of, t) * block;
    const CellStep step = net_step(m->net, m->tape, track, t, m->first, alive);
    const real *carry = of->c != NULL ? m->c[track] : m->h[track];
    const CellStep dot = {
        .n = alive,
        .before = wiring_cut(m->net, of, t, EDGE_WEIGHTS) ? m->zero : m->h[track] + before,
        .carry = wiring_cut(m->net, of, t, EDGE_DIRECT) ? m->zero : carry + before,
        .pre = m->pre,
        .gate = m->gate,
        .aux = m->aux,
        .h = m->h[track] + t * block,
        .c = m->c[track] + t * block,
    };
    seed_step(m, track, w, &step, t);
    rest(m, track, t, alive);
    if (at(m, SPOT_CELL, track, t))
        dot.c[m->spot.index] += 1;
    m->net->spec.cell->tangent(w, &step, &dot);
    if (at(m, SPOT_STATE, track, t))
        dot.h[m->spot.index] += 1;
}

static void track_tangent(const Tangent *m, size_t track)
{
    const CellWeights w = net_cell_weights(m->net, track);
    const size_t T = m->tape->T, H = m->tape->H;
    const bool reverse = m->tape->track[track].reverse;
    const size_t first = reverse ? T + 1 : 0;
    if (at(m, SPOT_STATE, track, first))
        m->h[track][first * m->rows * H + m->spot.index] = 1;
    if (at(m, SPOT_CELL, track, first))
        m->c[track][first * m->rows * H + m->spot.index] = 1;
    for (size_t step = 1; step <= T; step++)
        step_tangent(m, track, &w, reverse ? T + 1 - step : step);
}

static double loss_of_step(const Tangent *m, size_t t)
{
    const Tape *tape = m->tape;
    const size_t K = tape->K, first = (t - 1) * tape->B + m->first, tracks = tape->tracks;
    Feed feed[2];
    const size_t feeds = wiring_feeds(m->net, tape, NULL, m->net->spec.layers + 1, feed);
    double sum = 0;
    memset(m->y, 0, m->rows * K * sizeof *m->y);
    feeds_tangent(m, feed, feeds, t, net_part(m->net, "Wy"), K, m->y);
    for (size_t r = 0; r < m->rows; r++) {
        const size_t row = (first + r) * K;
        if (weight_of(m, tracks))
            m->y[r * K + m->unit] += m->part->vector ? 1 : fed(m, feed, feeds, t, m->first + r);
        if (m->spot.kind == SPOT_OUTPUT && m->spot.t == t)
            m->y[r * K + m->spot.index] += 1;
        if (m->batch->has_target[first + r])
            sum +=
                loss_tangent(m->net->spec.loss, K, tape->y + row, tape->p + row, m->batch->target + row, m->y + r * K);
    }
    return sum;
}

static Tangent tangent_begin(const Net *net, const Batch *batch, const Tape *tape, Spot spot)
{
    Tangent m = {.net = net, .batch = batch, .tape = tape, .spot = spot};
    const bool weight = spot.kind == SPOT_WEIGHT;
    if (weight)
        m.part = layout_at(&net->layout, spot.index, &m.unit, &m.input);
    m.first = weight ? 0 : spot.row;
    m.rows = weight ? tape->B : 1;
    const size_t H = tape->H, states = (tape->T + 2) * m.rows * H;
    for (size_t i = 0; i < tape->tracks; i++) {
        m.h[i] = memory_new(states, sizeof(real));
        m.c[i] = memory_new(states, sizeof(real));
    }
    m.pre = memory_new(m.rows * tape->G * H, sizeof *m.pre);
    m.gate = memory_new(m.rows * tape->G * H, sizeof *m.gate);
    m.aux = memory_new(m.rows * H, sizeof *m.aux);
    m.zero = memory_new(m.rows * H, sizeof *m.zero);
    m.y = memory_new(m.rows * tape->K, sizeof *m.y);
    return m;
}

static void tangent_end(Tangent *m)
{
    for (size_t i = 0; i < m->tape->tracks; i++) {
        free(m->h[i]);
        free(m->c[i]);
    }
    real *const arrays[] = {m->pre, m->gate, m->aux, m->zero, m->y};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        free(arrays[i]);
}

double net_tangent(const Net *net, const Batch *batch, const Tape *tape, Spot spot)
{
    Tangent m = tangent_begin(net, batch, tape, spot);
    double sum = 0;
    for (size_t track = 0; track < tape->tracks; track++)
        track_tangent(&m, track);
    for (size_t t = 1; t <= tape->T; t++)
        sum += loss_of_step(&m, t);
    tangent_end(&m);
    return sum;
}
