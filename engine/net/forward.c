#include "engine/net/forward.h"

#include <assert.h>
#include <string.h>

#include "engine/math/blas.h"
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
} Pass;

void rows_fill(size_t rows, size_t n, const real *row, real *out)
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

static void zero_block(const Tape *tape, real *states, size_t block)
{
    if (states != NULL)
        memset(states + block * tape->B * tape->H, 0, tape->B * tape->H * sizeof *states);
}

/* What is there before the first step: states of zero, and pre = Wx·x + b for every row at once. */
static void track_begin(const Pass *pass)
{
    const Tape *tape = pass->tape;
    const Track *track = pass->track;
    const size_t rows = tape->T * tape->B, H = tape->H, GH = tape->G * H;
    Feed feed[2];
    const size_t feeds = wiring_feeds(pass->net, tape, pass->batch->x, track->layer, feed);
    rows_fill(rows, GH, pass->weights.b, track->pre);
    for (size_t i = 0; i < feeds; i++)
        blas_multiply(false, false, rows, GH, feed[i].width, 1, feed[i].from, feed[i].width,
                      pass->weights.Wx + feed[i].column * GH, GH, 1, track->pre, GH);
    zero_block(tape, track->h, 0);
    zero_block(tape, track->c, 0);
    if (track->reverse) {
        zero_block(tape, track->h, tape->T + 1);
        zero_block(tape, track->c, tape->T + 1);
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
    const size_t alive = step->n, B = pass->tape->B, H = pass->tape->H, back = B * H,
                 bytes = (B - alive) * H * sizeof(real);
    if (alive == B)
        return;
    clear_rows(step->gate, alive, B, pass->tape->G * H);
    clear_rows(step->aux, alive, B, H);
    if (pass->track->reverse) {
        clear_rows(step->h, alive, B, H);
        clear_rows(step->c, alive, B, H);
        return;
    }
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

static void track_forward(Pass *pass)
{
    const size_t T = pass->tape->T, first = pass->track->reverse ? T + 1 : 0;
    track_begin(pass);
    if (pass->net->spec.cell->recurrent)
        recur_pack(pass->net->spec.cell, &pass->weights, false, pass->tape->panels);
    pass->weights.panels = pass->tape->panels;
    if (nudged(pass, SPOT_STATE, first) || nudged(pass, SPOT_CELL, first))
        nudge_state(pass, first);
    for (size_t step = 1; step <= T; step++)
        track_step(pass, pass->track->reverse ? T + 1 - step : step);
}

/* y = h·Wy + by for every row at once; h←_1 of a many-to-one net is the same at every step. */
static void outputs(const Net *net, Tape *tape)
{
    const size_t rows = tape->T * tape->B, B = tape->B, K = tape->K;
    Feed feed[2];
    const size_t feeds = wiring_feeds(net, tape, NULL, net->spec.layers + 1, feed);
    rows_fill(rows, K, net_part(net, "by"), tape->y);
    for (size_t i = 0; i < feeds; i++) {
        const real *Wy = net_part(net, "Wy") + feed[i].column * K;
        const size_t H = feed[i].width;
        if (!feed[i].standing)
            blas_multiply(false, false, rows, K, H, 1, feed[i].from, H, Wy, K, 1, tape->y, K);
        for (size_t t = 0; t < tape->T && feed[i].standing; t++)
            blas_multiply(false, false, B, K, H, 1, feed[i].from, H, Wy, K, 1, tape->y + t * B * K, K);
    }
}

/* p, step_loss, loss from y; returns the mean of L_b. */
static real losses(const Net *net, const Batch *batch, Tape *tape)
{
    const size_t B = tape->B, K = tape->K, rows = tape->T * B;
    const Loss loss = net->spec.loss;
    loss_outputs(loss, rows, K, tape->y, tape->p);
    memset(tape->loss, 0, B * sizeof *tape->loss);
    memset(tape->step_loss, 0, rows * sizeof *tape->step_loss);
    for (size_t t = 0, row = 0; t < tape->T; t++)
        for (size_t b = 0; b < B; b++, row++)
            if (batch->has_target[row])
                tape->loss[b] += tape->step_loss[row] =
                    loss_step(loss, K, tape->y + row * K, batch->target + row * K);
    real sum = 0;
    for (size_t b = 0; b < B; b++)
        sum += tape->loss[b];
    return B > 0 ? sum / (real)B : 0;
}

real forward_pass(const Net *net, const Batch *batch, Tape *tape, const Nudge *nudge)
{
    fits(net, batch, tape);
    tape->T = batch->T;
    tape->B = batch->B;
    for (size_t i = 0; i < tape->tracks; i++) {
        Pass pass = {.net = net,
                           .batch = batch,
                           .tape = tape,
                           .number = i,
                           .track = &tape->track[i],
                           .weights = net_cell_weights(net, i),
                           .nudge = nudge != NULL && nudge->spot.track == i ? nudge : NULL};
        track_forward(&pass);
    }
    outputs(net, tape);
    if (nudge != NULL && nudge->spot.kind == SPOT_OUTPUT)
        tape->y[((nudge->spot.t - 1) * tape->B + nudge->spot.row) * tape->K + nudge->spot.index] += nudge->epsilon;
    return losses(net, batch, tape);
}

real net_forward(const Net *net, const Batch *batch, Tape *tape)
{
    return forward_pass(net, batch, tape, NULL);
}
