#include "engine/net/forward.h"

#include <assert.h>
#include <string.h>

#include "engine/math/blas.h"
#include "engine/math/panel.h"
#include "engine/net/loss.h"
#include "engine/net/recur.h"
#include "engine/net/wiring.h"

/* One pass over one track. */
typedef struct Pass {
    const Net *net;
    const Batch *batch;
    Tape *tape;
    size_t number;
    Track *track;
    CellWeights weights;
    const Nudge *nudge; // NULL when it is not of this track
    Feed feed[2];
    size_t feeds;
} Pass;

/** rows_fill - every row of out (rows, n) is this one. */
static void rows_fill(size_t rows, size_t n, const real *row, real *out)
{
    if (rows == 0)
        return;
    memcpy(out, row, n * sizeof *out);
    for (size_t done = 1, more; done < rows; done += more) { // what is there already is copied: few calls, long copies
        more = done < rows - done ? done : rows - done;
        memcpy(out + done * n, out, more * n * sizeof *out);
    }
}

static void fits(const Net *net, const Batch *batch, const Tape *tape)
{
    assert(batch->D == net->spec.inputs && batch->K == net->spec.outputs);
    assert(tape->D == batch->D && tape->K == batch->K && tape->H == net->spec.hidden &&
           tape->G == net->spec.cell->blocks && tape->tracks == net_tracks(&net->spec));
    assert(batch->T <= tape->T_room && batch->B <= tape->B_room);
}

static bool nudged(const Pass *pass, SpotKind kind, size_t t)
{
    return pass->nudge != NULL && pass->nudge->spot.kind == kind && pass->nudge->spot.t == t;
}

static void zero_block(const Pass *pass, real *states, size_t block)
{
    const size_t H = pass->tape->H;
    if (states != NULL)
        memset(states + block * pass->tape->B * H, 0, pass->tape->B * H * sizeof *states);
}

/* What is there before the first step: states of zero. */
static void track_begin(const Pass *pass)
{
    const Track *track = pass->track;
    zero_block(pass, track->h, 0);
    zero_block(pass, track->c, 0);
    if (track->reverse) {
        zero_block(pass, track->h, pass->tape->T + 1);
        zero_block(pass, track->c, pass->tape->T + 1);
    }
}

/* So much of pre stays in the first cache until Wh·h is added. */
enum { INPUTS_BYTES = 16384 };

/* For how many steps pre = Wx·x + b is computed at once: short batches make tiles of few rows and many calls. */
static size_t steps_at_once(const Tape *tape)
{
    const size_t step = tape->B * tape->G * tape->H * sizeof(real);
    return step >= INPUTS_BYTES ? 1 : INPUTS_BYTES / (step > 0 ? step : 1);
}

/* pre = Wx·x + b of `count` steps from t on. */
static void track_inputs(const Pass *pass, size_t t, size_t count)
{
    const size_t GH = pass->tape->G * pass->tape->H, row = (t - 1) * pass->tape->B, rows = count * pass->tape->B;
    real *pre = pass->track->pre + row * GH;
    const real *panels = pass->track->Wx_panels;
    for (size_t i = 0; i < pass->feeds; i++) {
        const Feed *feed = &pass->feed[i];
        const real *from = feed->from + row * feed->width;
        if (i == 0)
            panel_multiply_onto(rows, GH, feed->width, from, feed->width, panels, pass->weights.b, pre, GH);
        else
            panel_multiply(rows, GH, feed->width, from, feed->width, panels, pre, GH);
        panels += panel_room(feed->width, GH);
    }
}

static void clear_rows(real *array, size_t from, size_t to, size_t width)
{
    if (array != NULL)
        memset(array + from * width, 0, (to - from) * width * sizeof *array);
}

/* A sequence that is over keeps its state; read in reverse it has not begun. */
static void track_rest(const Pass *pass, const CellStep *step)
{
    const size_t alive = step->n, rows = pass->tape->B, H = pass->tape->H, back = rows * H;
    if (alive == rows)
        return;
    clear_rows(step->gate, alive, rows, pass->tape->G * H);
    clear_rows(step->aux, alive, rows, H);
    if (pass->track->reverse) {
        clear_rows(step->h, alive, rows, H);
        clear_rows(step->c, alive, rows, H);
        return;
    }
    const size_t bytes = (rows - alive) * H * sizeof(real);
    memcpy(step->h + alive * H, step->h + alive * H - back, bytes);
    if (step->c != NULL)
        memcpy(step->c + alive * H, step->c + alive * H - back, bytes);
}

static void nudge_state(const Pass *pass, size_t t)
{
    const Spot *spot = &pass->nudge->spot;
    real *states = spot->kind == SPOT_CELL ? pass->track->c : pass->track->h;
    states[(t * pass->tape->B + spot->row) * pass->tape->H + spot->index] += pass->nudge->epsilon;
}

/* A gate, and the cell state of a sequence under way, are nudged inside the cell: h is made of them. */
static real *nudge_place(const Pass *pass, size_t t, const CellStep *step)
{
    const bool gate = nudged(pass, SPOT_GATE, t);
    if (!(gate || nudged(pass, SPOT_CELL, t)) || pass->nudge->spot.row >= step->n)
        return NULL;
    const size_t width = gate ? pass->tape->G * pass->tape->H : pass->tape->H;
    return pass->nudge->room + pass->nudge->spot.row * width + pass->nudge->spot.index;
}

static void track_step(const Pass *pass, size_t t)
{
    CellStep step = net_step(pass->net, pass->tape, pass->number, t, 0, pass->batch->active[t - 1]);
    real *place = nudge_place(pass, t, &step);
    if (nudged(pass, SPOT_PRE, t))
        step.pre[pass->nudge->spot.row * pass->tape->G * pass->tape->H + pass->nudge->spot.index] +=
            pass->nudge->epsilon;
    if (place != NULL) {
        *place = pass->nudge->epsilon;
        step.gate_nudge = nudged(pass, SPOT_GATE, t) ? pass->nudge->room : NULL;
        step.c_nudge = nudged(pass, SPOT_CELL, t) ? pass->nudge->room : NULL;
    }
    pass->net->spec.cell->forward(&pass->weights, &step);
    track_rest(pass, &step);
    if (nudged(pass, SPOT_STATE, t) || (nudged(pass, SPOT_CELL, t) && place == NULL))
        nudge_state(pass, t);
    if (place != NULL)
        *place = 0;
}

static void track_forward(const Pass *pass)
{
    const size_t T = pass->tape->T, first = pass->track->reverse ? T + 1 : 0;
    track_begin(pass);
    if (nudged(pass, SPOT_STATE, first) || nudged(pass, SPOT_CELL, first))
        nudge_state(pass, first);
    const size_t most = steps_at_once(pass->tape);
    for (size_t done = 0, count; done < T; done += count) {
        count = T - done < most ? T - done : most;
        track_inputs(pass, pass->track->reverse ? T + 1 - done - count : done + 1, count);
        for (size_t step = done + 1; step <= done + count; step++)
            track_step(pass, pass->track->reverse ? T + 1 - step : step);
    }
}

static void tracks_forward(const Net *net, const Batch *batch, Tape *tape, const Nudge *nudge)
{
    for (size_t i = 0; i < tape->tracks; i++) {
        Pass pass = {.net = net,
                     .batch = batch,
                     .tape = tape,
                     .number = i,
                     .track = &tape->track[i],
                     .weights = net_cell_weights(net, i),
                     .nudge = nudge != NULL && nudge->spot.track == i ? nudge : NULL};
        pass.feeds = wiring_feeds(net, tape, batch->x, pass.track->layer, pass.feed);
        if (net->spec.cell->recurrent)
            pass.weights.panels = pass.track->Wh_panels;
        track_forward(&pass);
    }
}

/* The weights of every track, laid out for the products of all steps. */
static void weights_pack(const Net *net, const Tape *tape)
{
    const size_t GH = tape->G * tape->H;
    for (size_t i = 0; i < tape->tracks; i++) {
        const Track *track = &tape->track[i];
        const CellWeights w = net_cell_weights(net, i);
        Feed feed[2];
        const size_t feeds = wiring_feeds(net, tape, NULL, track->layer, feed);
        real *panels = track->Wx_panels;
        for (size_t f = 0; f < feeds; f++) {
            panel_pack(false, feed[f].width, GH, w.Wx + feed[f].column * GH, GH, panels);
            panels += panel_room(feed[f].width, GH);
        }
        if (net->spec.cell->recurrent)
            recur_pack(net->spec.cell, &w, false, track->Wh_panels);
    }
}

/* y = h·Wy + by for the rows of these steps at once; h←_1 of a many-to-one net is the same at every step. */
static void outputs(const Net *net, Tape *tape, Stretch steps)
{
    const size_t B = tape->B, K = tape->K, from = steps.first * B, rows = steps.count * B;
    Feed feed[2];
    const size_t feeds = wiring_feeds(net, tape, NULL, net->spec.layers + 1, feed);
    real *y = tape->y + from * K;
    rows_fill(rows, K, net_part(net, "by"), y);
    for (size_t i = 0; i < feeds; i++) {
        const real *Wy = net_part(net, "Wy") + feed[i].column * K;
        const size_t H = feed[i].width;
        if (!feed[i].standing)
            blas_multiply(false, false, rows, K, H, 1, feed[i].from + from * H, H, Wy, K, 1, y, K);
        for (size_t t = 0; t < steps.count && feed[i].standing; t++)
            blas_multiply(false, false, B, K, H, 1, feed[i].from, H, Wy, K, 1, y + t * B * K, K);
    }
}

/* p, step_loss, loss from y of these steps; returns the mean of L_b. */
static real losses(const Net *net, const Batch *batch, Tape *tape, Stretch steps)
{
    const size_t B = tape->B, K = tape->K, from = steps.first * B;
    const Loss loss = net->spec.loss;
    loss_outputs(loss, steps.count * B, K, tape->y + from * K, tape->p + from * K);
    memset(tape->loss, 0, B * sizeof *tape->loss);
    memset(tape->step_loss, 0, tape->T * B * sizeof *tape->step_loss);
    for (size_t t = 0, row = from; t < steps.count; t++)
        for (size_t b = 0; b < B; b++, row++)
            if (batch->has_target[row])
                tape->loss[b] += tape->step_loss[row] =
                    loss_step(loss, K, tape->y + row * K, batch->target + row * K);
    real sum = 0;
    for (size_t b = 0; b < B; b++)
        sum += tape->loss[b];
    return B > 0 ? sum / (real)B : 0;
}

/* The steps whose answers are wanted; the others are 0. */
static Stretch steps_to_answer(const Batch *batch, Tape *tape)
{
    if (!tape->trains)
        return (Stretch){0, tape->T};
    const Stretch steps = wiring_answered(batch);
    if (steps.count < tape->T) {
        memset(tape->y, 0, tape->T * tape->B * tape->K * sizeof *tape->y);
        memset(tape->p, 0, tape->T * tape->B * tape->K * sizeof *tape->p);
    }
    return steps;
}

real forward_pass(const Net *net, const Batch *batch, Tape *tape, const Nudge *nudge)
{
    fits(net, batch, tape);
    tape->T = batch->T;
    tape->B = batch->B;
    weights_pack(net, tape);
    tracks_forward(net, batch, tape, nudge);
    const Stretch steps = steps_to_answer(batch, tape);
    outputs(net, tape, steps);
    if (nudge != NULL && nudge->spot.kind == SPOT_OUTPUT)
        tape->y[((nudge->spot.t - 1) * tape->B + nudge->spot.row) * tape->K + nudge->spot.index] += nudge->epsilon;
    return losses(net, batch, tape, steps);
}

real net_forward(const Net *net, const Batch *batch, Tape *tape)
{
    return forward_pass(net, batch, tape, NULL);
}
