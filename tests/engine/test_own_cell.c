/* Adding a cell is one file and one row. Here is one of our own, with nothing but its row: the minimal gated unit of Zhou, Wu,
 * Zhang & Zhou 2016, a GRU whose one gate is both.
 *
 *   f = σ(Wx x_t + Wh h_{t-1} + b)      n = tanh(Wx x_t + Wh (f ⊙ h_{t-1}) + b)      h_t = (1 − f) ⊙ h_{t-1} + f ⊙ n */
#include <stdio.h>

#include "engine/math/blas.h"
#include "engine/net/gradcheck.h"
#include "tests/engine/sample.h"

enum { F, N, BLOCKS };

static const char *mgu_equation(const CellWeights *w)
{
    (void)w;
    return "hₜ = (1−f)⊙hₜ₋₁ + f⊙h̃ₜ";
}

static Wire mgu_wire(const CellWeights *w, size_t block)
{
    (void)w;
    return (Wire){.reads_aux = block == N, .by = block == N ? F : NO_BLOCK};
}

static void mgu_forward(const CellWeights *w, const CellStep *step)
{
    const size_t n = step->n, H = w->hidden, GH = BLOCKS * H;
    blas_multiply(false, false, n, H, H, 1, step->before, H, w->Wh, GH, 1, step->pre, GH);
    gate_forward(w, step, BLOCKS, F, 1, GATE_SIGMOID);
    for (size_t at = 0; at < n * H; at++)
        step->aux[at] = step->gate[at / H * GH + at % H] * step->before[at];
    blas_multiply(false, false, n, H, H, 1, step->aux, H, w->Wh + H, GH, 1, step->pre + H, GH);
    gate_forward(w, step, BLOCKS, N, 1, GATE_TANH);
    for (size_t at = 0; at < n * H; at++) {
        const real *gate = step->gate + at / H * GH + at % H;
        step->h[at] = (1 - gate[0]) * step->carry[at] + gate[H] * gate[0];
    }
}

static void mgu_backward(const CellWeights *w, const CellStep *step)
{
    const size_t n = step->n, H = w->hidden, GH = BLOCKS * H;
    for (size_t at = 0; at < n * H; at++) {
        const real *gate = step->gate + at / H * GH + at % H;
        step->dgate[at / H * GH + H + at % H] = gate[0] * step->dh[at];
        step->dcarry[at] += (1 - gate[0]) * step->dh[at];
    }
    gate_backward(w, step, BLOCKS, N, 1, GATE_TANH);
    blas_multiply(false, true, n, H, H, 1, step->dpre + H, GH, w->Wh + H, GH, 0, step->daux, H);
    for (size_t at = 0; at < n * H; at++) {
        const real *gate = step->gate + at / H * GH + at % H;
        step->dgate[at / H * GH + at % H] =
            (gate[H] - step->carry[at]) * step->dh[at] + step->daux[at] * step->before[at];
        step->dbefore[at] += gate[0] * step->daux[at];
    }
    gate_backward(w, step, BLOCKS, F, 1, GATE_SIGMOID);
    blas_multiply(false, true, n, H, H, 1, step->dpre, GH, w->Wh, GH, 1, step->dbefore, H);
}

static void mgu_tangent(const CellWeights *w, const CellStep *step, const CellStep *dot)
{
    const size_t n = step->n, H = w->hidden, GH = BLOCKS * H;
    blas_multiply(false, false, n, H, H, 1, dot->before, H, w->Wh, GH, 1, dot->pre, GH);
    gate_tangent(w, step, dot, BLOCKS, F, GATE_SIGMOID);
    for (size_t at = 0; at < n * H; at++) {
        const size_t f = at / H * GH + at % H;
        dot->aux[at] += dot->gate[f] * step->before[at] + step->gate[f] * dot->before[at];
    }
    blas_multiply(false, false, n, H, H, 1, dot->aux, H, w->Wh + H, GH, 1, dot->pre + H, GH);
    gate_tangent(w, step, dot, BLOCKS, N, GATE_TANH);
    for (size_t at = 0; at < n * H; at++) {
        const size_t f = at / H * GH + at % H;
        dot->h[at] = dot->gate[f] * (step->gate[f + H] - step->carry[at]) + (1 - step->gate[f]) * dot->carry[at] +
                     step->gate[f] * dot->gate[f + H];
    }
}

static void mgu_keep(const CellWeights *w, const CellStep *step, real *keep)
{
    for (size_t at = 0; at < step->n * w->hidden; at++)
        keep[at] = 1 - step->gate[at / w->hidden * BLOCKS * w->hidden + at % w->hidden];
}

static const Cell MGU_CELL = {
    .name = "mgu",
    .title = "Minimal gated unit",
    .blocks = BLOCKS,
    .gates = "fn",
    .candidate = 'n',
    .recurrent = true,
    .aux = true,
    .carry = CARRY_H,
    .keeper = F,
    .writer = NO_BLOCK,
    .mirrored = true,
    .equation = mgu_equation,
    .forward = mgu_forward,
    .backward = mgu_backward,
    .tangent = mgu_tangent,
    .wire = mgu_wire,
    .keep = mgu_keep,
};

Test(own_cell, the_names_that_are_offered_are_those_of_the_table)
{
    char names[200] = "";
    for (size_t i = 0; cell_name(i) != NULL; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i > 0 ? " " : "", cell_name(i));
    cr_assert_str_eq(names, CELL_NAMES);
}

Test(own_cell, a_row_is_enough_for_a_network_that_is_right)
{
    NetSpec spec = sample_spec("rnn", 3, 4, 2, LOSS_SOFTMAX);
    spec.cell = &MGU_CELL;
    spec.layers = 2;
    spec.bidirectional = true;
    spec.forget_bias = 1;
    Net *net = sample_net(spec, 3);
    Batch *batch = sample_batch(net, 3, (size_t[]){5, 3, 1}, false, 4);
    Check worst;
    Spot where;
    Error error = {0};
    cr_assert(gradcheck_worst(net, batch, &worst, &where, &error));
    cr_assert(worst.relative >= 0 && worst.relative <= GRADCHECK_LIMIT, "%g at %zu", worst.relative, where.index);
    cr_assert_eq(cell_block(&MGU_CELL, 'n'), 1);
    batch_free(batch);
    net_free(net);
}
