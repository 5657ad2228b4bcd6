/* Backpropagation through time (Werbos 1990):
 *   dy_t = ∂L/∂y_t          dh_t = Wyᵀ dy_t, or Wxᵀ dpre_t of the layer above, + (what the cell of the next step sends back)
 *   dWy = Σ_t dy_t h_tᵀ     dWx = Σ_t dpre_t x_tᵀ     dWh = Σ_t dpre_t h_{t-1}ᵀ      db = Σ_t dpre_t      dx_t = Wxᵀ dpre_t
 * The sums over time are products of many steps at once, as many as are still near (NEAR_ROWS), but where an edge is cut. */
#include <string.h>

#include "engine/math/blas.h"
#include "engine/math/lift.h"
#include "engine/math/panel.h"
#include "engine/net/loss.h"
#include "engine/net/recur.h"
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
static void feed_back(const Tape *tape, const Feed *feed, Stretch steps, const real *d, const real *W, size_t columns,
                      real beta)
{
    const size_t B = tape->B, from = steps.first * B, rows = steps.count * B;
    d += from * columns;
    W += feed->column * columns;
    if (!feed->standing)
        blas_multiply(false, true, rows, feed->width, columns, 1, d, columns, W, columns, beta,
                      feed->dfrom + from * feed->width, feed->width);
    for (size_t t = 0; t < steps.count && feed->standing; t++)
        blas_multiply(false, true, B, feed->width, columns, 1, d + t * B * columns, columns, W, columns, 1, feed->dfrom,
                      feed->width);
}

/* dW += Σ from·dᵀ over these steps. */
static void feed_weights(const Tape *tape, const Feed *feed, Stretch steps, const real *d, size_t columns, real *dW)
{
    const size_t B = tape->B, width = feed->width, from = steps.first * B;
    d += from * columns;
    dW += feed->column * columns;
    if (!feed->standing)
        panel_outer(width, columns, steps.count * B, feed->from + from * width, width, d, columns, dW, columns);
    for (size_t t = 0; t < steps.count && feed->standing; t++)
        panel_outer(width, columns, B, feed->from, width, d + t * B * columns, columns, dW, columns);
}

/* sum += Σ of the rows. Eight at a time, so that the sum is loaded and stored an eighth as often. */
LIFTED static void rows_sum(size_t rows, size_t width, const real *a, real *restrict sum)
{
    size_t row = 0;
    for (; row + 8 <= rows; row += 8, a += 8 * width)
        for (size_t i = 0; i < width; i++)
            sum[i] += ((a[i] + a[width + i]) + (a[2 * width + i] + a[3 * width + i])) +
                      ((a[4 * width + i] + a[5 * width + i]) + (a[6 * width + i] + a[7 * width + i]));
    for (; row < rows; row++, a += width)
        for (size_t i = 0; i < width; i++)
            sum[i] += a[i];
}

/* sum += Σ of d, `width` numbers a row, over these steps. */
static void feed_biases(const Tape *tape, Stretch steps, const real *d, size_t width, real *sum)
{
    rows_sum(steps.count * tape->B, width, d + steps.first * tape->B * width, sum);
}

static void outputs_backward(const Net *net, const Batch *batch, Tape *tape, Stretch steps, real share)
{
    const size_t K = tape->K, first = steps.first * tape->B, last = first + steps.count * tape->B;
    clear(tape->dy, tape->T * tape->B * K);
    for (size_t row = first; row < last; row++)
        if (batch->has_target[row])
            loss_backward(net->spec.loss, K, tape->p + row * K, batch->target + row * K, share, tape->dy + row * K);
}

/* The steps whose outputs have a gradient: where targets sit at the end alone, a step of them all. */
static Stretch steps_answered(const Tape *tape)
{
    const size_t width = tape->B * tape->K;
    size_t first = 0, last = tape->T * width;
    while (first < last && tape->dy[first] == 0)
        first++;
    while (last > first && tape->dy[last - 1] == 0)
        last--;
    return first == last ? (Stretch){0} : (Stretch){first / width, (last - 1) / width + 1 - first / width};
}

static void head_backward(const Net *net, Tape *tape, Stretch steps, real *gradient)
{
    const size_t K = tape->K;
    Feed feed[2];
    const size_t feeds = wiring_feeds(net, tape, NULL, net->spec.layers + 1, feed);
    for (size_t i = 0; i < feeds; i++) {
        feed_back(tape, &feed[i], steps, tape->dy, net_part(net, "Wy"), K, 0);
        if (gradient != NULL)
            feed_weights(tape, &feed[i], steps, tape->dy, K, gradient + layout_find(&net->layout, "Wy")->offset);
    }
    if (gradient != NULL)
        feed_biases(tape, steps, tape->dy, K, gradient + layout_find(&net->layout, "by")->offset);
}

/* One track on its way back. */
typedef struct Way {
    const Net *net;
    const Batch *batch;
    const Tape *tape;
    size_t number;
    CellWeights weights;
    real *gradient;
} Way;

/* The first step of time of those that are number first … on the way back. */
static size_t earliest(const Way *way, Stretch number)
{
    return way->tape->track[way->number].reverse ? number.first : way->tape->T - number.first - number.count;
}

/* `number` counts the steps from the last that was taken. */
static void steps_back(const Way *way, Stretch number)
{
    const Tape *tape = way->tape;
    const size_t H = tape->H, GH = tape->G * H, count = tape->B, begin = earliest(way, number);
    const bool reverse = tape->track[way->number].reverse;
    for (size_t i = 0; i < number.count; i++) {
        const size_t t = 1 + begin + (reverse ? i : number.count - 1 - i);
        const size_t alive = way->batch->active[t - 1];
        const CellStep step = net_step(way->net, tape, way->number, t, 0, alive);
        way->net->spec.cell->backward(&way->weights, &step);
        if (alive == count)
            continue;
        clear(step.dpre + alive * GH, (count - alive) * GH);
        if (step.dgate != NULL)
            clear(step.dgate + alive * GH, (count - alive) * GH);
        if (step.daux != NULL)
            clear(step.daux + alive * H, (count - alive) * H);
    }
}

/* dWh += what each block's wire reads times what it feeds, a run at a time, from `step` on. */
static void wires_gradient(const Net *net, size_t rows, const CellWeights *w, const CellStep *step, real *dWh)
{
    const size_t H = w->hidden, G = net->spec.cell->blocks;
    for (size_t block = 0, next; block < G; block = next) {
        const Wire wire = cell_wire(net->spec.cell, w, block);
        next = cell_run(net->spec.cell, w, block);
        panel_outer(H, (next - block) * H, rows, wire.reads_aux ? step->aux : step->before, H,
                    wire.feeds_aux ? step->daux : step->dpre + block * H, wire.feeds_aux ? H : G * H, dWh + block * H,
                    G * H);
    }
}

/* Over the stretches between cuts: before a cut there stand zeros. */
static void recurrent_gradient(const Way *way, Stretch steps, real *dWh)
{
    const Tape *tape = way->tape;
    const Track *track = &tape->track[way->number];
    const size_t end = steps.first + steps.count;
    for (size_t first = steps.first + 1, last; first <= end; first = last + 1) {
        for (last = first; last <= end && !wiring_cut(way->net, track, last, EDGE_WEIGHTS); last++)
            ;
        if (last > first) {
            const CellStep step = net_step(way->net, tape, way->number, first, 0, 0);
            wires_gradient(way->net, (last - first) * tape->B, &way->weights, &step, dWh);
        }
    }
}

/* What the gradients of the track get from these steps. */
static void add_gradients(const Way *way, Stretch steps)
{
    const Tape *tape = way->tape;
    const Track *track = &tape->track[way->number];
    const CellWeights *w = &way->weights;
    const real *weights = way->net->weights;
    real *gradient = way->gradient;
    const size_t H = tape->H, GH = tape->G * H;
    Feed feed[2];
    const size_t feeds = wiring_feeds(way->net, tape, way->batch->x, track->layer, feed);
    for (size_t i = 0; i < feeds; i++)
        feed_weights(tape, &feed[i], steps, track->dpre, GH, gradient + (w->Wx - weights));
    if (w->Wh != NULL)
        recurrent_gradient(way, steps, gradient + (w->Wh - weights));
    feed_biases(tape, steps, track->dpre, GH, gradient + (w->b - weights));
    if (w->bh != NULL)
        feed_biases(tape, steps, track->daux, H, gradient + (w->bh - weights));
}

/* So many rows of dpre are still in the second cache when the gradients read them: 6 % at W4, whose tape the caches do not hold. */
enum { NEAR_ROWS = 256 };

/* Some steps back through the track, what they add to the gradients, and on. */
static void way_back(const Way *way)
{
    const size_t T = way->tape->T, B = way->tape->B, most = B == 0 ? T : B < NEAR_ROWS ? NEAR_ROWS / B : 1;
    for (size_t done = 0, steps; done < T; done += steps) {
        steps = T - done < most ? T - done : most;
        const Stretch number = {done, steps};
        steps_back(way, number);
        if (way->gradient != NULL)
            add_gradients(way, (Stretch){earliest(way, number), steps});
    }
}

static void track_feeds_back(const Net *net, const Batch *batch, const Tape *tape, size_t number)
{
    const Track *track = &tape->track[number];
    const CellWeights w = net_cell_weights(net, number);
    Feed feed[2];
    const size_t feeds = wiring_feeds(net, tape, batch->x, track->layer, feed);
    for (size_t i = 0; i < feeds; i++)
        feed_back(tape, &feed[i], (Stretch){0, tape->T}, track->dpre, w.Wx, tape->G * tape->H, track->reverse ? 1 : 0);
}

static void track_backward(const Net *net, const Batch *batch, Tape *tape, size_t number, real *gradient)
{
    Way way = {net, batch, tape, number, net_cell_weights(net, number), gradient};
    way.weights.panels = tape->track[number].Wh_panels;
    if (net->spec.cell->recurrent)
        recur_pack(net->spec.cell, &way.weights, true, tape->track[number].Wh_panels);
    way_back(&way);
    if (tape->track[number].layer > 1 || !tape->trains)
        track_feeds_back(net, batch, tape, number);
}

/* From the dy of these steps; elsewhere it is 0. */
static void send_back(const Net *net, const Batch *batch, Tape *tape, Stretch steps, real *gradient)
{
    states_begin(tape);
    clear(gradient, net->layout.count);
    head_backward(net, tape, steps, gradient);
    for (size_t layer = net->spec.layers; layer >= 1; layer--)
        for (int reverse = 0; reverse <= net->spec.bidirectional; reverse++)
            track_backward(net, batch, tape, net_track(&net->spec, layer, reverse == 1), gradient);
}

void net_send_back(const Net *net, const Batch *batch, Tape *tape, real *gradient)
{
    send_back(net, batch, tape, steps_answered(tape), gradient);
}

void net_backward(const Net *net, const Batch *batch, Tape *tape, real share, real *gradient)
{
    const Stretch steps = wiring_answered(batch);
    outputs_backward(net, batch, tape, steps, share);
    send_back(net, batch, tape, steps, gradient);
}
