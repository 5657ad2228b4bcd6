/* Backpropagation through time (Werbos 1990):
 *   dy_t = ∂L/∂y_t          dh_t = Wyᵀ dy_t, or Wxᵀ dpre_t of the layer above, + (what the cell of the next step sends back)
 *   dWy = Σ_t dy_t h_tᵀ     dWx = Σ_t dpre_t x_tᵀ     dWh = Σ_t dpre_t h_{t-1}ᵀ      db = Σ_t dpre_t      dx_t = Wxᵀ dpre_t
 * Every sum over time is one product, but where an edge is cut. */
#include <string.h>

#include "engine/math/blas.h"
#include "engine/net/loss.h"
#include "engine/net/wiring.h"

static void clear(real *array, size_t count)
{
    if (array != NULL)
        memset(array, 0, count * sizeof *array);
}

static void states_begin(const Tape *tape)
{
    for (size_t i = 0; i < tape->tracks; i++) {
        const Track *track = &tape->track[i];
        const size_t count = (tape->T + (track->reverse ? 2 : 1)) * tape->B * tape->H;
        clear(track->dh, count);
        clear(track->dc, count);
    }
    clear(tape->nowhere, tape->B * tape->H);
}

/* What reads this feed sends back down: dfeed += d·Wᵀ, W (width, columns) being the feed's rows. */
static void feed_back(const Tape *tape, const Feed *feed, const real *d, const real *W, size_t columns, real beta)
{
    const size_t rows = tape->T * tape->B, B = tape->B;
    if (!feed->standing)
        blas_multiply(false, true, rows, feed->width, columns, 1, d, columns, W + feed->column * columns, columns, beta,
                      feed->dfrom, feed->width);
    for (size_t t = 0; t < tape->T && feed->standing; t++)
        blas_multiply(false, true, B, feed->width, columns, 1, d + t * B * columns, columns, W + feed->column * columns,
                      columns, 1, feed->dfrom, feed->width);
}

static void feed_weights(const Tape *tape, const Feed *feed, const real *d, size_t columns, real *dW)
{
    const size_t rows = tape->T * tape->B, B = tape->B;
    dW += feed->column * columns;
    if (!feed->standing)
        blas_multiply(true, false, feed->width, columns, rows, 1, feed->from, feed->width, d, columns, 0, dW, columns);
    clear(dW, feed->standing ? feed->width * columns : 0);
    for (size_t t = 0; t < tape->T && feed->standing; t++)
        blas_multiply(true, false, feed->width, columns, B, 1, feed->from, feed->width, d + t * B * columns, columns, 1,
                      dW, columns);
}

static void rows_sum(size_t rows, size_t n, const real *a, real *sum)
{
    memset(sum, 0, n * sizeof *sum);
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < n; i++)
            sum[i] += a[row * n + i];
}

static void outputs_backward(const Net *net, const Batch *batch, Tape *tape, real share)
{
    const size_t K = tape->K, rows = tape->T * tape->B;
    clear(tape->dy, rows * K);
    for (size_t row = 0; row < rows; row++)
        if (batch->has_target[row])
            loss_backward(net->spec.loss, K, tape->p + row * K, batch->target + row * K, share, tape->dy + row * K);
}

static void head_backward(const Net *net, Tape *tape, real *gradient)
{
    const size_t K = tape->K;
    Feed feed[2];
    const size_t feeds = wiring_feeds(net, tape, NULL, net->spec.layers + 1, feed);
    for (size_t i = 0; i < feeds; i++) {
        feed_back(tape, &feed[i], tape->dy, net_part(net, "Wy"), K, 0);
        if (gradient != NULL)
            feed_weights(tape, &feed[i], tape->dy, K, gradient + layout_find(&net->layout, "Wy")->offset);
    }
    if (gradient != NULL)
        rows_sum(tape->T * tape->B, K, tape->dy, gradient + layout_find(&net->layout, "by")->offset);
}

static void track_steps(const Net *net, const Batch *batch, Tape *tape, size_t number)
{
    const Track *track = &tape->track[number];
    const CellWeights w = net_cell_weights(net, number);
    const size_t T = tape->T, B = tape->B, H = tape->H, GH = tape->G * H;
    for (size_t i = 1; i <= T; i++) {
        const size_t t = track->reverse ? i : T + 1 - i, alive = batch->active[t - 1];
        const CellStep step = net_step(net, tape, number, t, 0, alive);
        net->spec.cell->backward(&w, &step);
        clear(step.dpre + alive * GH, (B - alive) * GH);
        if (step.dgate != NULL)
            clear(step.dgate + alive * GH, (B - alive) * GH);
        if (step.daux != NULL)
            clear(step.daux + alive * H, (B - alive) * H);
    }
}

/* dWh += what each block's wire reads times what it feeds; wires of equal kind that lie side by side are one product. */
static void wires_gradient(const Net *net, const CellWeights *w, const CellStep *step, real *dWh)
{
    const size_t H = w->hidden, G = net->spec.cell->blocks;
    for (size_t block = 0, next; block < G; block = next) {
        const Wire wire = cell_wire(net->spec.cell, w, block);
        for (next = block + 1; next < G && !wire.reads_aux && !wire.feeds_aux; next++) {
            const Wire other = cell_wire(net->spec.cell, w, next);
            if (other.reads_aux || other.feeds_aux)
                break;
        }
        blas_multiply(true, false, H, (next - block) * H, step->n, 1, wire.reads_aux ? step->aux : step->before, H,
                      wire.feeds_aux ? step->daux : step->dpre + block * H, wire.feeds_aux ? H : G * H, 1,
                      dWh + block * H, G * H);
    }
}

/* Over the stretches between cuts: before a cut there stand zeros. */
static void recurrent_gradient(const Net *net, const Tape *tape, size_t number, const CellWeights *w, real *dWh)
{
    const Track *track = &tape->track[number];
    clear(dWh, tape->H * tape->G * tape->H);
    for (size_t first = 1, last; first <= tape->T; first = last + 1) {
        for (last = first; last <= tape->T && !wiring_cut(net, track, last, EDGE_WEIGHTS); last++)
            ;
        if (last > first) {
            const CellStep span = wiring_span(net, tape, number, first, last - 1);
            wires_gradient(net, w, &span, dWh);
        }
    }
}

static void track_gradients(const Net *net, const Batch *batch, const Tape *tape, size_t number, real *gradient)
{
    const Track *track = &tape->track[number];
    const CellWeights w = net_cell_weights(net, number);
    const size_t GH = tape->G * tape->H, rows = tape->T * tape->B;
    Feed feed[2];
    const size_t feeds = wiring_feeds(net, tape, batch->x, track->layer, feed);
    for (size_t i = 0; i < feeds; i++)
        feed_weights(tape, &feed[i], track->dpre, GH, gradient + (w.Wx - net->weights));
    if (w.Wh != NULL)
        recurrent_gradient(net, tape, number, &w, gradient + (w.Wh - net->weights));
    rows_sum(rows, GH, track->dpre, gradient + (w.b - net->weights));
    if (w.bh != NULL)
        rows_sum(rows, tape->H, track->daux, gradient + (w.bh - net->weights));
}

static void track_feeds_back(const Net *net, const Batch *batch, const Tape *tape, size_t number)
{
    const Track *track = &tape->track[number];
    const CellWeights w = net_cell_weights(net, number);
    Feed feed[2];
    const size_t feeds = wiring_feeds(net, tape, batch->x, track->layer, feed);
    for (size_t i = 0; i < feeds; i++)
        feed_back(tape, &feed[i], track->dpre, w.Wx, tape->G * tape->H, track->reverse ? 1 : 0);
}

void net_send_back(const Net *net, const Batch *batch, Tape *tape, real *gradient)
{
    states_begin(tape);
    head_backward(net, tape, gradient);
    for (size_t layer = net->spec.layers; layer >= 1; layer--)
        for (int reverse = 0; reverse <= net->spec.bidirectional; reverse++) {
            const size_t number = net_track(&net->spec, layer, reverse == 1);
            track_steps(net, batch, tape, number);
            if (gradient != NULL)
                track_gradients(net, batch, tape, number, gradient);
            track_feeds_back(net, batch, tape, number);
        }
}

void net_backward(const Net *net, const Batch *batch, Tape *tape, real share, real *gradient)
{
    outputs_backward(net, batch, tape, share);
    net_send_back(net, batch, tape, gradient);
}
