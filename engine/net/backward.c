/* Backpropagation through time (Werbos 1990):
 *   dy_t = ∂L/∂y_t          dh_t = Wyᵀ dy_t, or Wxᵀ dpre_t of the layer above, + (what the cell of the next step sends back)
 *   dWy = Σ_t dy_t h_tᵀ     dWx = Σ_t dpre_t x_tᵀ     dWh = Σ_t dpre_t h_{t-1}ᵀ      db = Σ_t dpre_t      dx_t = Wxᵀ dpre_t
 * Every sum over time is one product, but where an edge is cut. */
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

/* Share - which of the columns of a gradient are computed: part `part` of `parts`, which threads compute side by side. */
typedef struct Share {
    size_t part, parts;
} Share;
static const Share WHOLE = {0, 1};

/* dW += fromᵀ·d over k rows. Below 10⁶ multiplications BLAS has kernels that lay nothing out, and many units give it enough to
 * do for what it lays out; between, our own is faster: by 10–60 % at W2 and W3. */
static void add_outer(Share share, size_t m, size_t n, size_t k, const real *from, const real *d, size_t ldd, real *dW,
                      size_t ldw)
{
    size_t first;
    const size_t last = team_share(n, PANEL_WIDTH, share.part, share.parts, &first);
    if (first >= last)
        return;
    if (m * n <= (size_t)1 << 18)
        panel_outer(m, last - first, k, from, m, d + first, ldd, dW + first, ldw);
    else
        blas_multiply(true, false, m, last - first, k, 1, from, m, d + first, ldd, 1, dW + first, ldw);
}

static void feed_weights(const Tape *tape, Share share, const Feed *feed, Stretch steps, const real *d, size_t columns,
                         real *dW)
{
    const size_t B = tape->B, from = steps.first * B;
    d += from * columns;
    dW += feed->column * columns;
    if (!feed->standing)
        add_outer(share, feed->width, columns, steps.count * B, feed->from + from * feed->width, d, columns, dW, columns);
    for (size_t t = 0; t < steps.count && feed->standing; t++)
        add_outer(share, feed->width, columns, B, feed->from, d + t * B * columns, columns, dW, columns);
}

/* sum += Σ of the rows, `width` columns of them. Eight rows at a time, so that the sum is loaded and stored an eighth as
 * often. */
LIFTED static void rows_sum(size_t rows, size_t width, size_t ld, const real *a, real *restrict sum)
{
    size_t row = 0;
    for (; row + 8 <= rows; row += 8, a += 8 * ld)
        for (size_t i = 0; i < width; i++)
            sum[i] += ((a[i] + a[ld + i]) + (a[2 * ld + i] + a[3 * ld + i])) +
                      ((a[4 * ld + i] + a[5 * ld + i]) + (a[6 * ld + i] + a[7 * ld + i]));
    for (; row < rows; row++, a += ld)
        for (size_t i = 0; i < width; i++)
            sum[i] += a[i];
}

static void sum_share(Share share, size_t rows, size_t n, const real *a, real *sum)
{
    size_t first;
    const size_t last = team_share(n, PANEL_WIDTH, share.part, share.parts, &first);
    if (first < last)
        rows_sum(rows, last - first, n, a + first, sum + first);
}

static void outputs_backward(const Net *net, const Batch *batch, Tape *tape, real share)
{
    const size_t K = tape->K, rows = tape->T * tape->B;
    clear(tape->dy, rows * K);
    for (size_t row = 0; row < rows; row++)
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

static void head_backward(const Net *net, Tape *tape, real *gradient)
{
    const size_t K = tape->K;
    const Stretch steps = steps_answered(tape);
    Feed feed[2];
    const size_t feeds = wiring_feeds(net, tape, NULL, net->spec.layers + 1, feed);
    for (size_t i = 0; i < feeds; i++) {
        feed_back(tape, &feed[i], steps, tape->dy, net_part(net, "Wy"), K, 0);
        if (gradient != NULL)
            feed_weights(tape, WHOLE, &feed[i], steps, tape->dy, K, gradient + layout_find(&net->layout, "Wy")->offset);
    }
    if (gradient != NULL)
        rows_sum(steps.count * tape->B, K, K, tape->dy + steps.first * tape->B * K,
                 gradient + layout_find(&net->layout, "by")->offset);
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

/* Some rows of the batch, `number` counting steps from the last that was taken: no row reads another. */
static void steps_back(const Way *way, size_t first, size_t last, Stretch number)
{
    const Tape *tape = way->tape;
    const size_t H = tape->H, GH = tape->G * H, rows = last - first, begin = earliest(way, number);
    const bool reverse = tape->track[way->number].reverse;
    for (size_t i = 0; i < number.count; i++) {
        const size_t t = 1 + begin + (reverse ? i : number.count - 1 - i);
        const size_t alive = wiring_alive(way->batch, t, first, last);
        const CellStep step = net_step(way->net, tape, way->number, t, first, alive);
        way->net->spec.cell->backward(&way->weights, &step);
        if (alive == rows)
            continue;
        clear(step.dpre + alive * GH, (rows - alive) * GH);
        if (step.dgate != NULL)
            clear(step.dgate + alive * GH, (rows - alive) * GH);
        if (step.daux != NULL)
            clear(step.daux + alive * H, (rows - alive) * H);
    }
}

static void member_steps(void *context, size_t part, size_t parts)
{
    const Way *way = context;
    size_t first;
    const size_t last = team_share(way->tape->B, 1, part, parts, &first);
    steps_back(way, first, last, (Stretch){0, way->tape->T});
}

/* dWh += what each block's wire reads times what it feeds, a run at a time. */
static void wires_gradient(const Net *net, Share share, const CellWeights *w, const CellStep *step, real *dWh)
{
    const size_t H = w->hidden, G = net->spec.cell->blocks;
    for (size_t block = 0, next; block < G; block = next) {
        const Wire wire = cell_wire(net->spec.cell, w, block);
        next = cell_run(net->spec.cell, w, block);
        add_outer(share, H, (next - block) * H, step->n, wire.reads_aux ? step->aux : step->before,
                  wire.feeds_aux ? step->daux : step->dpre + block * H, wire.feeds_aux ? H : G * H, dWh + block * H, G * H);
    }
}

/* Over the stretches between cuts: before a cut there stand zeros. */
static void recurrent_gradient(const Way *way, Share share, Stretch steps, real *dWh)
{
    const Tape *tape = way->tape;
    const Track *track = &tape->track[way->number];
    const size_t end = steps.first + steps.count;
    for (size_t first = steps.first + 1, last; first <= end; first = last + 1) {
        for (last = first; last <= end && !wiring_cut(way->net, track, last, EDGE_WEIGHTS); last++)
            ;
        if (last > first) {
            const CellStep span = wiring_span(way->net, tape, way->number, first, last - 1);
            wires_gradient(way->net, share, &way->weights, &span, dWh);
        }
    }
}

/* What some columns of every gradient of the track get from these steps of all rows. */
static void add_gradients(const Way *way, Share share, Stretch steps)
{
    const Tape *tape = way->tape;
    const Track *track = &tape->track[way->number];
    const CellWeights *w = &way->weights;
    real *const gradient = way->gradient;
    const real *weights = way->net->weights;
    const size_t H = tape->H, GH = tape->G * H, from = steps.first * tape->B, rows = steps.count * tape->B;
    Feed feed[2];
    const size_t feeds = wiring_feeds(way->net, tape, way->batch->x, track->layer, feed);
    for (size_t i = 0; i < feeds; i++)
        feed_weights(tape, share, &feed[i], steps, track->dpre, GH, gradient + (w->Wx - weights));
    if (w->Wh != NULL)
        recurrent_gradient(way, share, steps, gradient + (w->Wh - weights));
    sum_share(share, rows, GH, track->dpre + from * GH, gradient + (w->b - weights));
    if (w->bh != NULL)
        sum_share(share, rows, H, track->daux + from * H, gradient + (w->bh - weights));
}

static void member_gradients(void *context, size_t part, size_t parts)
{
    const Way *way = context;
    add_gradients(way, (Share){part, parts}, (Stretch){0, way->tape->T});
}

/* So many rows of dpre are still in the second cache when the gradients read them: 5 % at W4, whose tape the caches do not hold. */
enum { NEAR_ROWS = 256 };

/* The caller alone: some steps, what they add to the gradients, and on. */
static void way_alone(const Way *way)
{
    const size_t T = way->tape->T, B = way->tape->B, most = B < NEAR_ROWS ? NEAR_ROWS / (B > 0 ? B : 1) : 1;
    for (size_t done = 0, count; done < T; done += count) {
        count = T - done < most ? T - done : most;
        const Stretch number = {done, count};
        steps_back(way, 0, B, number);
        if (way->gradient != NULL)
            add_gradients(way, WHOLE, (Stretch){earliest(way, number), count});
    }
}

static void way_shared(Team *team, Way *way)
{
    team_run(team, member_steps, way);
    if (way->gradient != NULL)
        team_run(team, member_gradients, way);
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
    Team *team = wiring_team(net, tape);
    if (team_members(team) > 1)
        way_shared(team, &way);
    else
        way_alone(&way);
    if (tape->track[number].layer > 1 || !tape->trains)
        track_feeds_back(net, batch, tape, number);
}

void net_send_back(const Net *net, const Batch *batch, Tape *tape, real *gradient)
{
    states_begin(tape);
    clear(gradient, net->layout.count);
    head_backward(net, tape, gradient);
    for (size_t layer = net->spec.layers; layer >= 1; layer--)
        for (int reverse = 0; reverse <= net->spec.bidirectional; reverse++)
            track_backward(net, batch, tape, net_track(&net->spec, layer, reverse == 1), gradient);
}

void net_backward(const Net *net, const Batch *batch, Tape *tape, real share, real *gradient)
{
    outputs_backward(net, batch, tape, share);
    net_send_back(net, batch, tape, gradient);
}
