#include "engine/probe/flow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/math/blas.h"
#include "engine/math/linalg.h"

/* The running product as matrix · 10^scale, so that neither a vanishing nor an exploding one leaves the range of real. */
typedef struct Running {
    size_t n;
    real *product, *jacobian, *next;
    double scale; // log10
} Running;

static void running_begin(Running *running, size_t n)
{
    *running = (Running){.n = n, .product = memory_new(3 * n * n, sizeof(real))};
    running->jacobian = running->product + n * n;
    running->next = running->jacobian + n * n;
    for (size_t i = 0; i < n; i++)
        running->product[i * n + i] = 1;
}

/* Bring the largest entry to 1; a product of exactly zero stays what it is. */
static void running_rescale(Running *running)
{
    size_t count = running->n * running->n;
    real largest = 0;
    for (size_t i = 0; i < count; i++)
        if (!((real)fabs((double)running->product[i]) <= largest))
            largest = (real)fabs((double)running->product[i]);
    if (!(largest > 0) || !isfinite((double)largest))
        return;
    for (size_t i = 0; i < count; i++)
        running->product[i] /= largest;
    running->scale += log10((double)largest);
}

/* product ← product · J_t: one step further back. */
static void running_back(Running *running, const Net *net, const Tape *tape, size_t track, size_t t)
{
    size_t n = running->n;
    net_jacobian_of(net, tape, track, t, 0, running->jacobian);
    blas_multiply(false, false, n, n, n, 1, running->product, n, running->jacobian, n, 0, running->next, n);
    memcpy(running->product, running->next, n * n * sizeof(real));
    running_rescale(running);
}

static bool running_spectrum(const Running *running, real *singular, double *log_singular, Error *error)
{
    if (!linalg_singular_values(running->n, running->n, running->product, singular, error))
        return false;
    for (size_t i = 0; i < running->n; i++)
        log_singular[i] = singular[i] > 0 ? log10((double)singular[i]) + running->scale : -INFINITY;
    return true;
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

/* The whole product; its parts are in one room, freed by running.product. */
static Running running_product(const Net *net, const Tape *tape, size_t track, size_t a, size_t b)
{
    Running running;
    running_begin(&running, net_state_size(&net->spec));
    for (size_t i = 0; i < flow_length(a, b); i++)
        running_back(&running, net, tape, track, flow_step(a, b, i));
    return running;
}

bool flow_log10(const Net *net, const Tape *tape, size_t track, size_t a, size_t b, double *log_norm, Error *error)
{
    if (!flow_possible(net, tape, track, a, b, error))
        return false;
    *log_norm = 0;
    if (a == b)
        return true;
    Running running = running_product(net, tape, track, a, b);
    const size_t n = running.n;
    real *singular = memory_new(n, sizeof *singular);
    double *log_singular = memory_new(n, sizeof *log_singular);
    bool done = running_spectrum(&running, singular, log_singular, error);
    *log_norm = log_singular[0];
    free(log_singular);
    free(singular);
    free(running.product);
    return done;
}

bool flow_spectrum(const Net *net, const Tape *tape, size_t track, size_t first, size_t b, double *out, Error *error)
{
    if (!flow_possible(net, tape, track, first, b, error))
        return false;
    Running running;
    size_t n = net_state_size(&net->spec);
    running_begin(&running, n);
    real *singular = memory_new(n, sizeof *singular);
    memset(out, 0, n * sizeof *out); // a = b: the identity, exactly
    bool done = true;
    for (size_t row = 1; done && row <= flow_length(first, b); row++) {
        running_back(&running, net, tape, track, flow_step(first, b, row - 1));
        done = running_spectrum(&running, singular, out + row * n, error);
    }
    free(singular);
    free(running.product);
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
    free(running.product);
    free(u);
    return done;
}
