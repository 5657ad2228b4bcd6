#include "engine/probe/flow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/math/blas.h"
#include "engine/math/lift.h"
#include "engine/math/linalg.h"
#include "engine/math/spectra.h"

/* The running product as matrix · 10^scale, so that neither a vanishing nor an exploding one leaves the range of real. */
typedef struct Running {
    size_t n;
    real *room; // of the three
    real *product, *jacobian, *next;
    double scale; // log10
} Running;

static void running_begin(Running *running, size_t n)
{
    *running = (Running){.n = n, .room = memory_new(3 * n * n, sizeof(real))};
    running->product = running->room;
    running->jacobian = running->product + n * n;
    running->next = running->jacobian + n * n;
    for (size_t i = 0; i < n; i++)
        running->product[i * n + i] = 1;
}

/* The largest entry in size, eight candidates side by side. */
LIFTED static real largest_entry(size_t count, const real *numbers)
{
    real largest[8] = {0}, all = 0;
    size_t i = 0;
    for (; i + 8 <= count; i += 8)
        for (size_t l = 0; l < 8; l++) {
            const real size = numbers[i + l] < 0 ? -numbers[i + l] : numbers[i + l];
            largest[l] = size <= largest[l] ? largest[l] : size;
        }
    for (; i < count; i++)
        largest[0] = (real)fabs((double)numbers[i]) <= largest[0] ? largest[0] : (real)fabs((double)numbers[i]);
    for (size_t l = 0; l < 8; l++)
        all = largest[l] <= all ? all : largest[l];
    return all;
}

LIFTED static void divide(size_t count, real by, real *numbers)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] /= by;
}

/* Bring the largest entry to 1; a product of exactly zero stays what it is. */
static void running_rescale(Running *running)
{
    const size_t count = running->n * running->n;
    const real largest = largest_entry(count, running->product);
    if (!(largest > 0) || !isfinite((double)largest))
        return;
    divide(count, largest, running->product);
    running->scale += log10((double)largest);
}

/* product ← product · J_t: one step further back. */
static void running_back(Running *running, const Net *net, const Tape *tape, size_t track, size_t t)
{
    const size_t n = running->n;
    real *spent = running->product;
    net_jacobian_of(net, tape, track, t, 0, running->jacobian);
    blas_multiply(false, false, n, n, n, 1, running->product, n, running->jacobian, n, 0, running->next, n);
    running->product = running->next;
    running->next = spent;
    running_rescale(running);
}

static bool flow_possible(const Net *net, const Tape *tape, size_t track, size_t a, size_t b, Error *error)
{
    const bool reverse = tape->track[track].reverse;
    if (!net->spec.cell->recurrent)
        return fail(error, ERR_USE, "%s has no state that answers to the one before", net->spec.cell->name);
    if (reverse ? b > a || a > tape->T + 1 || b < 1 : a > b || b > tape->T)
        return fail(error, ERR_USE, "steps %d … %zu, the one read earlier first, are expected; here are %zu and %zu",
                    reverse, tape->T + reverse, a, b);
    return true;
}

/* How many Jacobians lie between, and the step of the i-th, from b on. */
static size_t flow_length(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

static size_t flow_step(size_t a, size_t b, size_t i)
{
    return a > b ? b + i : b - i;
}

/* The whole product; its parts are in one room. */
static Running running_product(const Net *net, const Tape *tape, size_t track, size_t a, size_t b)
{
    Running running;
    running_begin(&running, net_state_size(&net->spec));
    for (size_t i = 0; i < flow_length(a, b); i++)
        running_back(&running, net, tape, track, flow_step(a, b, i));
    return running;
}

/* Products that wait for their neighbours: matrix number l in lane l, as spectra_values wants them. */
typedef struct Lanes {
    double *matrices, *values, *work; // in one room, freed by matrices
    double scale[SPECTRA_LANES];
    size_t filled;
} Lanes;

static bool lanes_begin(Lanes *lanes, size_t n, size_t count, Error *error)
{
    const size_t size = n * n * SPECTRA_LANES, values = count * SPECTRA_LANES;
    *lanes = (Lanes){.matrices = memory_try(size + values + spectra_room(n), sizeof(double), error)};
    if (lanes->matrices == NULL)
        return false;
    lanes->values = lanes->matrices + size;
    lanes->work = lanes->values + values;
    return true;
}

static bool lanes_take(Lanes *lanes, const Running *running, size_t step, Error *error)
{
    double *lane = lanes->matrices + lanes->filled, sum = 0;
    for (size_t i = 0; i < running->n * running->n; i++) {
        lane[i * SPECTRA_LANES] = (double)running->product[i];
        sum += fabs((double)running->product[i]);
    }
    lanes->scale[lanes->filled++] = running->scale;
    return isfinite(sum) || fail(error, ERR_NUMBER, "the product of the Jacobians back to step %zu is not finite", step);
}

/* The values of those that have come, a row of out each. Lanes that stayed empty hold what was there: nobody reads them. */
static void lanes_settle(Lanes *lanes, size_t n, const FlowWish *wish, double *out)
{
    spectra_values(n, lanes->matrices, wish->which, wish->count, lanes->values, lanes->work);
    for (size_t l = 0; l < lanes->filled; l++)
        for (size_t i = 0; i < wish->count; i++)
            out[l * wish->count + i] = log10(lanes->values[i * SPECTRA_LANES + l]) + lanes->scale[l];
    lanes->filled = 0;
}

size_t flow_rows(const FlowWish *wish)
{
    return flow_length(wish->first, wish->b) / wish->every + 1;
}

bool flow_values(const Net *net, const Tape *tape, size_t track, const FlowWish *wish, double *out, Error *error)
{
    const size_t n = net_state_size(&net->spec), rows = flow_rows(wish);
    Lanes lanes;
    if (!flow_possible(net, tape, track, wish->first, wish->b, error) || !lanes_begin(&lanes, n, wish->count, error))
        return false;
    Running running;
    running_begin(&running, n);
    memset(out, 0, wish->count * sizeof *out); // a = b: the identity, exactly
    bool done = true;
    for (size_t i = 1, row = 1; done && row < rows; i++) {
        running_back(&running, net, tape, track, flow_step(wish->first, wish->b, i - 1));
        if (i % wish->every)
            continue;
        done = lanes_take(&lanes, &running, flow_step(wish->first, wish->b, i), error);
        if (done && (++row == rows || lanes.filled == SPECTRA_LANES))
            lanes_settle(&lanes, n, wish, out + (row - lanes.filled) * wish->count);
    }
    free(running.room);
    free(lanes.matrices);
    return done;
}

bool flow_spectrum(const Net *net, const Tape *tape, size_t track, size_t first, size_t b, double *out, Error *error)
{
    const size_t n = net_state_size(&net->spec);
    size_t *which = memory_new(n, sizeof *which);
    for (size_t i = 0; i < n; i++)
        which[i] = i;
    const FlowWish wish = {first, b, 1, which, n};
    const bool done = flow_values(net, tape, track, &wish, out, error);
    free(which);
    return done;
}

bool flow_log10(const Net *net, const Tape *tape, size_t track, size_t a, size_t b, double *log_norm, Error *error)
{
    const size_t largest = 0, n = net_state_size(&net->spec);
    const FlowWish wish = {a, b, 1, &largest, 1};
    Lanes lanes;
    if (!flow_possible(net, tape, track, a, b, error))
        return false;
    *log_norm = 0;
    if (a == b)
        return true;
    if (!lanes_begin(&lanes, n, 1, error))
        return false;
    Running running = running_product(net, tape, track, a, b);
    const bool done = lanes_take(&lanes, &running, a, error);
    if (done)
        lanes_settle(&lanes, n, &wish, log_norm);
    free(running.room);
    free(lanes.matrices);
    return done;
}

bool flow_top(const Net *net, const Tape *tape, size_t track, size_t a, size_t b, real *v, double *log_norm,
              Error *error)
{
    if (!flow_possible(net, tape, track, a, b, error))
        return false;
    Running running = running_product(net, tape, track, a, b);
    const size_t n = running.n;
    real sigma = 0, *u = memory_new(n, sizeof *u);
    bool done = linalg_singular_top(n, n, running.product, &sigma, u, v, error);
    *log_norm = sigma > 0 ? log10((double)sigma) + running.scale : -INFINITY;
    free(running.room);
    free(u);
    return done;
}
