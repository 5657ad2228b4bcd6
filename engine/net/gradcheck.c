#include "engine/net/gradcheck.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/net/room.h"

/* Ridders 1982, "Accurate computation of F'(x) and F'(x)F''(x)": ε halves from row to row of the tableau. */
enum { LEVELS = 6 };
static const double FIRST_STEP = 0.02, TINY = DBL_MIN / DBL_EPSILON;
#ifdef BACKPASS_SINGLE
static const double NOISE_MARGIN = INFINITY, ROUNDINGS = 1 / GRADCHECK_LIMIT;
#else
static const double NOISE_MARGIN = 1e6, ROUNDINGS = 0;
#endif

/* Copies whose numbers may be nudged, and room for the passes with +ε and −ε. */
typedef struct Bench {
    Net *net;
    Batch batch; // shares all but x
    Tape *plain, *up, *down;
    real *room; // of nudges
} Bench;

static void bench_free(Bench *bench)
{
    net_free(bench->net);
    free(bench->batch.x);
    free(bench->room);
    tape_free(bench->plain);
    tape_free(bench->up);
    tape_free(bench->down);
}

static bool bench_new(const Net *net, const Batch *batch, Bench *bench, Error *error)
{
    const size_t T = batch->T, B = batch->B;
    *bench = (Bench){.net = net_copy(net), .batch = *batch};
    bench->batch.x = room_new(T, B, batch->D, sizeof *batch->x, error);
    bench->room = room_new(B, net->spec.cell->blocks, net->spec.hidden, sizeof *bench->room, error);
    if (bench->batch.x == NULL || bench->room == NULL || (bench->plain = tape_new(net, T, B, error)) == NULL ||
        (bench->up = tape_new(net, T, B, error)) == NULL || (bench->down = tape_new(net, T, B, error)) == NULL) {
        bench_free(bench);
        return false;
    }
    memcpy(bench->batch.x, batch->x, T * B * batch->D * sizeof *batch->x);
    net_forward(net, batch, bench->plain);
    return true;
}

/* The place of a number that is there before the pass; NULL for the others. */
static real *given_place(const Bench *bench, Spot spot)
{
    const Batch *batch = &bench->batch;
    if (spot.kind == SPOT_WEIGHT)
        return bench->net->weights + spot.index;
    if (spot.kind == SPOT_INPUT)
        return batch->x + ((spot.t - 1) * batch->B + spot.row) * batch->D + spot.index;
    return NULL;
}

/* The forward pass with the spot moved by epsilon; step_loss of the tape is what counts. */
static void nudged_forward(Bench *bench, Tape *tape, Spot spot, real epsilon)
{
    real *given = given_place(bench, spot), kept = given != NULL ? *given : 0;
    const Nudge nudge = {.spot = spot, .epsilon = epsilon, .room = bench->room};
    if (given != NULL)
        *given += epsilon;
    forward_pass(bench->net, &bench->batch, tape, given != NULL ? NULL : &nudge);
    if (given != NULL)
        *given = kept;
}

/* Step by step before they are added: what does not depend on the spot cancels exactly. */
static double central_difference(Bench *bench, Spot spot, double epsilon)
{
    nudged_forward(bench, bench->up, spot, (real)epsilon);
    nudged_forward(bench, bench->down, spot, (real)-epsilon);
    double sum = 0;
    for (size_t row = 0; row < bench->up->T * bench->up->B; row++)
        sum += (double)bench->up->step_loss[row] - (double)bench->down->step_loss[row];
    return sum / (2 * epsilon);
}

/* How large the numbers are whose rounding gets into the loss. */
static double loss_magnitude(const Batch *batch, const Tape *tape)
{
    double sum = 0;
    for (size_t row = 0; row < tape->T * tape->B; row++) {
        if (!batch->has_target[row])
            continue;
        sum += 1 + fabs((double)tape->step_loss[row]);
        for (size_t k = 0; k < tape->K; k++)
            sum += fabs((double)tape->y[row * tape->K + k]);
    }
    return sum;
}

/* Fills difference and noise with the entry of the tableau whose neighbours differ least. */
static void extrapolate(Bench *bench, Spot spot, double rounding, Check *check)
{
    double row[LEVELS] = {0}, above[LEVELS], epsilon = FIRST_STEP;
    check->noise = INFINITY;
    for (int level = 0; level < LEVELS; level++, epsilon /= 2) {
        memcpy(above, row, sizeof row);
        row[0] = central_difference(bench, spot, epsilon);
        double power = 4; // the error goes with ε², ε⁴, …
        for (int order = 1; order <= level; order++, power *= 4) {
            row[order] = (power * row[order - 1] - above[order - 1]) / (power - 1);
            double doubt = fmax(fabs(row[order] - row[order - 1]), fabs(row[order] - above[order - 1]));
            doubt = fmax(doubt, rounding / epsilon);
            if (doubt < check->noise) {
                check->noise = doubt;
                check->difference = row[order];
            }
        }
    }
}

static void bench_check(Bench *bench, Spot spot, double analytic, Check *check)
{
    *check = (Check){.analytic = analytic};
    const double rounding = (double)REAL_EPSILON * loss_magnitude(&bench->batch, bench->plain);
    extrapolate(bench, spot, rounding, check);
    check->tangent = net_tangent(bench->net, &bench->batch, bench->plain, spot);
    check->by_tangent = !(fabs(analytic) > NOISE_MARGIN * check->noise);
    double numeric = check->by_tangent ? check->tangent : check->difference;
    const double tiny = fmax(TINY, ROUNDINGS * rounding);
    check->relative = fabs(analytic - numeric) / fmax(fmax(fabs(analytic), fabs(numeric)), tiny);
}

bool gradcheck_spot(const Net *net, const Batch *batch, Spot spot, double analytic, Check *check, Error *error)
{
    Bench bench;
    if (!bench_new(net, batch, &bench, error))
        return false;
    bench_check(&bench, spot, analytic, check);
    bench_free(&bench);
    return true;
}

/* NaN counts as the worst. */
static void keep_worst(const Check *check, Spot spot, Check *worst, Spot *where)
{
    if (isnan(worst->relative) || check->relative <= worst->relative)
        return;
    *worst = *check;
    *where = spot;
}

static void check_inputs(Bench *bench, Check *worst, Spot *where)
{
    const Batch *batch = &bench->batch;
    Check check;
    for (size_t t = 1; t <= batch->T; t++)
        for (size_t b = 0; b < batch->active[t - 1]; b++)
            for (size_t d = 0; d < batch->D; d++) {
                Spot spot = {.kind = SPOT_INPUT, .t = t, .row = b, .index = d};
                bench_check(bench, spot, (double)bench->plain->dx[((t - 1) * batch->B + b) * batch->D + d], &check);
                keep_worst(&check, spot, worst, where);
            }
}

bool gradcheck_worst(const Net *net, const Batch *batch, Check *worst, Spot *where, Error *error)
{
    Bench bench;
    if (!bench_new(net, batch, &bench, error))
        return false;
    real *gradient = memory_new(net->layout.count, sizeof *gradient);
    net_backward(net, batch, bench.plain, 1, gradient);
    *worst = (Check){.relative = -1};
    *where = (Spot){.kind = SPOT_WEIGHT};
    for (size_t i = 0; i < net->layout.count; i++) {
        Check check;
        bench_check(&bench, (Spot){.kind = SPOT_WEIGHT, .index = i}, (double)gradient[i], &check);
        keep_worst(&check, (Spot){.kind = SPOT_WEIGHT, .index = i}, worst, where);
    }
    check_inputs(&bench, worst, where);
    free(gradient);
    bench_free(&bench);
    return true;
}
