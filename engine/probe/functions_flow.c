#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/math/linalg.h"
#include "engine/probe/evaluate.h"
#include "engine/probe/flow.h"

/* Functions of matrices: their spectra, and how a state answers to an earlier one. */

static real *matrix_of(const Value *value)
{
    real *matrix = memory_new(value->count ? value->count : 1, sizeof *matrix);
    for (size_t i = 0; i < value->count; i++)
        matrix[i] = (real)value->data[i];
    return matrix;
}

static bool spectral_radius(const Value *argument, const real *matrix, Value *value, Error *error)
{
    size_t n = argument->axis[0].count;
    real *parts = memory_new(2 * n, sizeof *parts);
    bool done = linalg_eigenvalues(n, matrix, parts, parts + n, error);
    if (done)
        *value = value_of(hypot((double)parts[0], (double)parts[n]));
    free(parts);
    return done;
}

static bool singular_values(const Value *argument, const real *matrix, bool all, Value *value, Error *error)
{
    size_t m = argument->axis[0].count, n = argument->axis[1].count, count = m < n ? m : n;
    real *s = memory_new(count, sizeof *s);
    bool done = linalg_singular_values(m, n, matrix, s, error);
    if (done && !all)
        *value = value_of((double)s[0]);
    if (done && all)
        done = value_vector(value, "value", 1, count, error);
    for (size_t i = 0; done && all && i < count; i++)
        value->data[i] = (double)s[i];
    free(s);
    return done;
}

bool call_matrix(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    (void)scope;
    const char *name = node->quantity.name;
    char shape[96];
    value_shape(argument, shape, sizeof shape);
    if (argument->rank != 2 || argument->count == 0)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s needs a matrix such as Wh; here is %s", name, shape);
    bool radius = strcmp(name, "rho") == 0;
    if (radius && argument->axis[0].count != argument->axis[1].count)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "rho needs a square matrix such as Wh; here is %s",
                       shape);
    real *matrix = matrix_of(argument);
    bool done = radius ? spectral_radius(argument, matrix, value, error)
                       : singular_values(argument, matrix, strcmp(name, "sigmas") == 0, value, error);
    free(matrix);
    return done;
}

bool call_ready(const Scope *scope, const Node *node, Error *error)
{
    return (scope->net && scope->lens) ||
           fail_at(error, ERR_USE, NULL, 0, node->column, "%s needs data and a model: say `data signal; model rnn`",
                   node->quantity.name);
}

bool call_step(const Node *node, const Value *argument, size_t first, size_t last, size_t *step, Error *error)
{
    double number = argument->data ? argument->data[0] : 0;
    if (argument->rank != 0 || argument->logical || number != floor(number))
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s needs the number of a step", node->quantity.name);
    if (number < (double)first || number > (double)last)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s goes over steps %zu … %zu; %g is outside",
                       node->quantity.name, first, last, number);
    *step = (size_t)number;
    return true;
}

static bool flow_ready(const Scope *scope, const Node *node, Error *error)
{
    if (!call_ready(scope, node, error))
        return false;
    if (!scope->net->spec.cell->recurrent)
        return fail_at(error, ERR_USE, NULL, 0, node->column,
                       "%s: no state of %s answers to the one before: it sees one step", node->quantity.name,
                       scope->subject->name);
    return scope_layer(scope, node->quantity.layer, node->quantity.reverse, node->column, error);
}

size_t call_track(const Scope *scope, const Node *call)
{
    const NetSpec *spec = &scope->net->spec;
    return net_track(spec, call->quantity.layer ? call->quantity.layer : spec->layers, call->quantity.reverse);
}

/* A step whose state there is: 0 … T, or in reverse 1 … T + 1. */
static bool state_of(const Scope *scope, const Node *node, const Value *argument, size_t *step, Error *error)
{
    const size_t reverse = node->quantity.reverse;
    return call_step(node, argument, reverse, scope->steps + reverse, step, error);
}

bool call_jacobian(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    size_t t;
    if (!flow_ready(scope, node, error) || !call_step(node, argument, 1, scope->steps, &t, error))
        return false;
    size_t units = net_state_size(&scope->net->spec);
    *value = (Value){.rank = 2, .axis = {axis_of("unit", 1, units), axis_of("unit", 1, units)}};
    if (!value_allocate(value, error))
        return false;
    real *jacobian = memory_new(value->count, sizeof *jacobian);
    net_jacobian_of(scope->net, scope->lens->tape, call_track(scope, node), t, 0, jacobian);
    for (size_t i = 0; i < value->count; i++)
        value->data[i] = (double)jacobian[i];
    free(jacobian);
    return true;
}

static bool two_steps(const Scope *scope, const Node *node, const Value *argument, size_t *a, size_t *b, Error *error)
{
    if (!flow_ready(scope, node, error) || !state_of(scope, node, &argument[0], a, error) ||
        !state_of(scope, node, &argument[1], b, error))
        return false;
    return (node->quantity.reverse ? *a >= *b : *a <= *b) ||
           fail_at(error, ERR_USE, NULL, 0, node->column, "%s from %zu to %zu runs against the reading: say (%zu,%zu)",
                   node->quantity.name, *a, *b, *b, *a);
}

bool call_flow(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    size_t a, b;
    double log_norm;
    if (!two_steps(scope, node, argument, &a, &b, error) ||
        !flow_log10(scope->net, scope->lens->tape, call_track(scope, node), a, b, &log_norm, error))
        return false;
    *value = value_of(log_norm);
    return true;
}

/* Rows a = b … first of the running product; `all` of the last row, or the first of every row by increasing a. */
static bool spectrum_rows(const Scope *scope, const Node *node, size_t first, size_t b, bool all, Value *value,
                          Error *error)
{
    const bool reverse = node->quantity.reverse;
    size_t units = net_state_size(&scope->net->spec), rows = (reverse ? first - b : b - first) + 1;
    if (!value_vector(value, all ? "value" : "t", all ? 1 : reverse ? b : first, all ? units : rows, error))
        return false;
    double *spectrum = memory_new(rows * units, sizeof *spectrum);
    bool done = flow_spectrum(scope->net, scope->lens->tape, call_track(scope, node), first, b, spectrum, error);
    for (size_t i = 0; done && i < value->count; i++)
        value->data[i] = all ? spectrum[(rows - 1) * units + i] : spectrum[(reverse ? i : rows - 1 - i) * units];
    free(spectrum);
    if (!done)
        value_free(value);
    return done;
}

bool call_flows(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    size_t b;
    return flow_ready(scope, node, error) && state_of(scope, node, argument, &b, error) &&
           spectrum_rows(scope, node, node->quantity.reverse ? scope->steps + 1 : 0, b, false, value, error);
}

bool call_spectrum(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    size_t a, b;
    return two_steps(scope, node, argument, &a, &b, error) && spectrum_rows(scope, node, a, b, true, value, error);
}
