#include "engine/net/forward.h"

#include <assert.h>
#include <string.h>

#include "engine/math/blas.h"
#include "engine/net/loss.h"

void rows_fill(size_t rows, size_t n, const real *row, real *out)
{
    for (size_t i = 0; i < rows; i++)
        memcpy(out + i * n, row, n * sizeof *out);
}

static void fits(const Net *net, const Batch *batch, const Tape *tape)
{
    assert(batch->D == net->spec.inputs && batch->K == net->spec.outputs);
    assert(tape->D == batch->D && tape->K == batch->K && tape->H == net->spec.hidden &&
           tape->G == net->spec.cell->blocks);
    assert(batch->T <= tape->T_room && batch->B <= tape->B_room);
}

void forward_begin(const Net *net, const Batch *batch, Tape *tape)
{
    fits(net, batch, tape);
    tape->T = batch->T;
    tape->B = batch->B;
    const CellWeights w = net_cell_weights(net);
    const size_t rows = tape->T * tape->B, D = tape->D, GH = tape->G * tape->H;
    memset(tape->h, 0, tape->B * tape->H * sizeof *tape->h);
    rows_fill(rows, GH, w.b, tape->pre);
    blas_multiply(false, false, rows, GH, D, 1, batch->x, D, w.Wx, GH, 1, tape->pre, GH);
}

void forward_step(const Net *net, const Batch *batch, Tape *tape, size_t t)
{
    const CellWeights w = net_cell_weights(net);
    const size_t B = tape->B, H = tape->H, alive = batch->active[t - 1];
    const real *before = tape->h + (t - 1) * B * H;
    real *h = tape->h + t * B * H;
    net->spec.cell->forward(&w, alive, before, tape->pre + (t - 1) * B * tape->G * H, h);
    memcpy(h + alive * H, before + alive * H, (B - alive) * H * sizeof *h);
}

void forward_outputs(const Net *net, Tape *tape)
{
    const size_t rows = tape->T * tape->B, H = tape->H, K = tape->K;
    rows_fill(rows, K, net_part(net, "by"), tape->y);
    blas_multiply(false, false, rows, K, H, 1, tape->h + tape->B * H, H, net_part(net, "Wy"), K, 1, tape->y, K);
}

real forward_losses(const Net *net, const Batch *batch, Tape *tape)
{
    const size_t B = tape->B, K = tape->K, rows = tape->T * B;
    const Loss loss = net->spec.loss;
    loss_outputs(loss, rows, K, tape->y, tape->p);
    memset(tape->loss, 0, B * sizeof *tape->loss);
    for (size_t row = 0; row < rows; row++) {
        const real *y = tape->y + row * K, *target = batch->target + row * K;
        tape->step_loss[row] = batch->has_target[row] ? loss_step(loss, K, y, target) : 0;
        tape->loss[row % B] += tape->step_loss[row];
    }
    real sum = 0;
    for (size_t b = 0; b < B; b++)
        sum += tape->loss[b];
    return B > 0 ? sum / (real)B : 0;
}

real net_forward(const Net *net, const Batch *batch, Tape *tape)
{
    forward_begin(net, batch, tape);
    for (size_t t = 1; t <= tape->T; t++)
        forward_step(net, batch, tape, t);
    forward_outputs(net, tape);
    return forward_losses(net, batch, tape);
}
