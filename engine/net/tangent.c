/* Forward mode: the derivative of everything with respect to one number, carried from it to the loss.
 *   pre_t˙ = Ẇx x_t + Wx ẋ_t + Ẇh h_{t-1} + ḃ + Wh h_{t-1}˙      h_t˙ = a'(pre_t) ⊙ pre_t˙
 *   y_t˙ = Ẇy h_t + ḃy + Wy h_t˙                                  L˙ = Σ_t loss_t˙ */
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/math/blas.h"
#include "engine/net/gradcheck.h"
#include "engine/net/loss.h"

typedef struct Tangent {
    const Net *net;
    const Batch *batch;
    const Tape *tape;
    Spot spot;
    CellWeights weights;
    const Part *part;   // of a weight
    size_t unit, input; // of a weight
    size_t first, rows; // of the batch that the spot can move
    real *before, *now; // (rows, H)
    real *pre;          // (rows, G·H)
    real *y;            // (rows, K)
} Tangent;

static bool at(const Tangent *m, SpotKind kind, size_t t)
{
    return m->spot.kind == kind && m->spot.t == t;
}

/* What a weight's tangent multiplies: the input of its column in this row; NULL when the weight is of another part. */
static const real *weight_operand(const Tangent *m, bool head, size_t t, size_t row)
{
    static const real ONE = 1;
    if (m->part == NULL || m->part->head != head)
        return NULL;
    if (m->part->vector)
        return &ONE;
    const size_t B = m->tape->B, D = m->tape->D, H = m->tape->H;
    if (head)
        return m->tape->h + (t * B + row) * H + m->input;
    if (strncmp(m->part->name, "Wx", 2) == 0)
        return m->batch->x + ((t - 1) * B + row) * D + m->input;
    return m->tape->h + ((t - 1) * B + row) * H + m->input;
}

static void seed_pre(Tangent *m, size_t t)
{
    const size_t GH = m->tape->G * m->tape->H;
    memset(m->pre, 0, m->rows * GH * sizeof *m->pre);
    for (size_t r = 0; r < m->rows; r++) {
        const real *operand = weight_operand(m, false, t, m->first + r);
        if (operand != NULL)
            m->pre[r * GH + m->unit] = *operand;
    }
    if (at(m, SPOT_PRE, t))
        m->pre[m->spot.index] = 1;
    if (at(m, SPOT_INPUT, t))
        memcpy(m->pre, m->weights.Wx + m->spot.index * GH, GH * sizeof *m->pre);
}

static void step_state(Tangent *m, size_t t)
{
    const Tape *tape = m->tape;
    const size_t H = tape->H, row = (t - 1) * tape->B + m->first, active = m->batch->active[t - 1];
    size_t alive = active > m->first ? active - m->first : 0;
    if (alive > m->rows)
        alive = m->rows;
    seed_pre(m, t);
    const real *before = tape->h + row * H, *h = before + tape->B * H, *pre = tape->pre + row * tape->G * H;
    m->net->spec.cell->tangent(&m->weights, alive, before, pre, h, m->before, m->pre, m->now);
    memcpy(m->now + alive * H, m->before + alive * H, (m->rows - alive) * H * sizeof *m->now);
    if (at(m, SPOT_STATE, t))
        m->now[m->spot.index] += 1;
}

static double step_loss(Tangent *m, size_t t)
{
    const Tape *tape = m->tape;
    const size_t H = tape->H, K = tape->K, first = (t - 1) * tape->B + m->first;
    double sum = 0;
    blas_multiply(false, false, m->rows, K, H, 1, m->now, H, net_part(m->net, "Wy"), K, 0, m->y, K);
    for (size_t r = 0; r < m->rows; r++) {
        const size_t row = (first + r) * K;
        const real *operand = weight_operand(m, true, t, m->first + r);
        if (operand != NULL)
            m->y[r * K + m->unit] += *operand;
        if (at(m, SPOT_OUTPUT, t))
            m->y[r * K + m->spot.index] += 1;
        if (m->batch->has_target[first + r])
            sum +=
                loss_tangent(m->net->spec.loss, K, tape->y + row, tape->p + row, m->batch->target + row, m->y + r * K);
    }
    return sum;
}

static Tangent tangent_begin(const Net *net, const Batch *batch, const Tape *tape, Spot spot)
{
    Tangent m = {.net = net, .batch = batch, .tape = tape, .spot = spot, .weights = net_cell_weights(net)};
    const bool weight = spot.kind == SPOT_WEIGHT;
    if (weight)
        m.part = layout_at(&net->layout, spot.index, &m.unit, &m.input);
    m.first = weight ? 0 : spot.row;
    m.rows = weight ? tape->B : 1;
    m.before = memory_new(m.rows * tape->H, sizeof *m.before);
    m.now = memory_new(m.rows * tape->H, sizeof *m.now);
    m.pre = memory_new(m.rows * tape->G * tape->H, sizeof *m.pre);
    m.y = memory_new(m.rows * tape->K, sizeof *m.y);
    if (at(&m, SPOT_STATE, 0))
        m.before[spot.index] = 1;
    return m;
}

double net_tangent(const Net *net, const Batch *batch, const Tape *tape, Spot spot)
{
    Tangent m = tangent_begin(net, batch, tape, spot);
    double sum = 0;
    for (size_t t = 1; t <= tape->T; t++) {
        step_state(&m, t);
        sum += step_loss(&m, t);
        real *swap = m.before;
        m.before = m.now;
        m.now = swap;
    }
    free(m.before);
    free(m.now);
    free(m.pre);
    free(m.y);
    return sum;
}
