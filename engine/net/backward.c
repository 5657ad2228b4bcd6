/* Backpropagation through time (Werbos 1990):
 *   dy_t = ∂L/∂y_t          dh_t = Wyᵀ dy_t + (what the cell of step t+1 sends back)          dx_t = Wxᵀ dpre_t
 *   dWy = Σ_t dy_t h_tᵀ     dWx = Σ_t dpre_t x_tᵀ     dWh = Σ_t dpre_t h_{t-1}ᵀ               db = Σ_t dpre_t
 * Every sum over time is one product. */
#include <string.h>

#include "engine/math/blas.h"
#include "engine/net/loss.h"
#include "engine/net/net.h"

static void output_gradients(const Net *net, const Batch *batch, Tape *tape, real share)
{
    const size_t B = tape->B, H = tape->H, K = tape->K, rows = tape->T * B;
    memset(tape->dy, 0, rows * K * sizeof *tape->dy);
    for (size_t row = 0; row < rows; row++)
        if (batch->has_target[row])
            loss_backward(net->spec.loss, K, tape->p + row * K, batch->target + row * K, share, tape->dy + row * K);
    memset(tape->dh, 0, B * H * sizeof *tape->dh);
    blas_multiply(false, true, rows, H, K, 1, tape->dy, K, net_part(net, "Wy"), K, 0, tape->dh + B * H, H);
}

static void step_gradients(const Net *net, const Batch *batch, Tape *tape)
{
    const CellWeights w = net_cell_weights(net);
    const size_t B = tape->B, H = tape->H, GH = tape->G * H;
    for (size_t t = tape->T; t >= 1; t--) {
        const size_t alive = batch->active[t - 1], before = (t - 1) * B * H, now = t * B * H, gates = (t - 1) * B * GH;
        net->spec.cell->backward(&w, alive, tape->h + before, tape->pre + gates, tape->h + now, tape->dh + now,
                                 tape->dpre + gates, tape->dh + before);
        memset(tape->dpre + gates + alive * GH, 0, (B - alive) * GH * sizeof *tape->dpre);
    }
}

static void rows_sum(size_t rows, size_t n, const real *a, real *sum)
{
    memset(sum, 0, n * sizeof *sum);
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < n; i++)
            sum[i] += a[row * n + i];
}

static real *part_in(const Net *net, const char *name, real *gradient)
{
    const Part *part = layout_find(&net->layout, name);
    return part != NULL ? gradient + part->offset : NULL;
}

static void weight_gradients(const Net *net, const Batch *batch, const Tape *tape, real *gradient)
{
    const size_t B = tape->B, D = tape->D, H = tape->H, K = tape->K, GH = tape->G * H, rows = tape->T * B;
    real *dWh = part_in(net, "Wh", gradient);
    blas_multiply(true, false, D, GH, rows, 1, batch->x, D, tape->dpre, GH, 0, part_in(net, "Wx", gradient), GH);
    if (dWh != NULL)
        blas_multiply(true, false, H, GH, rows, 1, tape->h, H, tape->dpre, GH, 0, dWh, GH);
    rows_sum(rows, GH, tape->dpre, part_in(net, "b", gradient));
    blas_multiply(true, false, H, K, rows, 1, tape->h + B * H, H, tape->dy, K, 0, part_in(net, "Wy", gradient), K);
    rows_sum(rows, K, tape->dy, part_in(net, "by", gradient));
}

void net_backward(const Net *net, const Batch *batch, Tape *tape, real share, real *gradient)
{
    const size_t D = tape->D, GH = tape->G * tape->H, rows = tape->T * tape->B;
    output_gradients(net, batch, tape, share);
    step_gradients(net, batch, tape);
    weight_gradients(net, batch, tape, gradient);
    blas_multiply(false, true, rows, D, GH, 1, tape->dpre, GH, net_part(net, "Wx"), GH, 0, tape->dx, D);
}
