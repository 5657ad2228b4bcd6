#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/math/linalg.h"
#include "engine/probe/explainer.h"
#include "engine/probe/flow.h"

/* Spectra have no terms: they are explained by what they are, and by how well they satisfy it. */

static real *real_matrix(const Value *value)
{
    real *matrix = memory_new(value->count, sizeof *matrix);
    for (size_t i = 0; i < value->count; i++)
        matrix[i] = (real)value->data[i];
    return matrix;
}

/* ‖A v − σ u‖ of the leading triple. */
static bool note_sigma(Explainer *explainer, const Value *value)
{
    size_t m = value->axis[0].count, n = value->axis[1].count;
    real *matrix = real_matrix(value), *vectors = memory_new(m + n, sizeof *vectors), sigma = 0;
    bool done = linalg_singular_top(m, n, matrix, &sigma, vectors, vectors + m, explainer->error);
    double residual = 0;
    for (size_t i = 0; done && i < m; i++) {
        double row = -(double)sigma * (double)vectors[i];
        for (size_t j = 0; j < n; j++)
            row += (double)matrix[i * n + j] * (double)vectors[m + j];
        residual = hypot(residual, row);
    }
    explainer_note(explainer, "σ = max ‖W v‖ over ‖v‖ = 1; residual ‖W v − σ u‖ = %.1e", residual);
    free(vectors);
    free(matrix);
    return done;
}

/* The eigenvalues must add up to the trace. */
static bool note_rho(Explainer *explainer, const Value *value)
{
    size_t n = value->axis[0].count;
    real *matrix = real_matrix(value), *parts = memory_new(2 * n, sizeof *parts);
    bool done = linalg_eigenvalues(n, matrix, parts, parts + n, explainer->error);
    double difference = 0;
    for (size_t i = 0; done && i < n; i++)
        difference += (double)parts[i] - value->data[i * n + i];
    explainer_note(explainer, "ρ = max |λ| over the eigenvalues, here λ = %.4g %c %.4gi; residual |Σλ − trace| = %.1e",
                   (double)parts[0], (double)parts[n] < 0 ? '-' : '+', fabs((double)parts[n]), fabs(difference));
    free(parts);
    free(matrix);
    return done;
}

/* Σσ² must be ‖W‖². */
static bool note_sigmas(Explainer *explainer, const Value *value)
{
    size_t m = value->axis[0].count, n = value->axis[1].count, count = m < n ? m : n;
    real *matrix = real_matrix(value), *s = memory_new(count, sizeof *s);
    bool done = linalg_singular_values(m, n, matrix, s, explainer->error);
    double norm = value_norm(value->data, value->count, 1), sum = 0;
    for (size_t i = 0; done && i < count; i++)
        sum = hypot(sum, (double)s[i]);
    explainer_note(explainer, "the singular values of the matrix, largest first; residual |√Σσ² − ‖W‖| = %.1e",
                   fabs(sum - norm));
    free(s);
    free(matrix);
    return done;
}

static bool explain_matrix(Explainer *explainer, const Node *node)
{
    const char *name = node->quantity.name;
    Value value;
    if (!evaluate(explainer->probe, node->argument[0], &value, explainer->error))
        return false;
    bool rho = strcmp(name, "rho") == 0, all = strcmp(name, "sigmas") == 0;
    explainer_say(explainer, OUTER_DEFINITION,
                  rho   ? "ρ(W) = max |λᵢ(W)|"
                  : all ? "σᵢ(W) = √λᵢ(WᵀW)"
                        : "σmax(W) = max ‖W v‖ / ‖v‖");
    bool done = rho   ? note_rho(explainer, &value)
                : all ? note_sigmas(explainer, &value)
                      : note_sigma(explainer, &value);
    value_free(&value);
    return done;
}

/* v ← J_t v, brought to length 1; what was divided out is returned as log10. */
static double push_forward(const Scope *scope, size_t track, size_t t, real *jacobian, double *v, double *next)
{
    size_t n = net_state_size(&scope->net->spec);
    net_jacobian_of(scope->net, scope->lens->tape, track, t, 0, jacobian);
    for (size_t i = 0; i < n; i++) {
        next[i] = 0;
        for (size_t j = 0; j < n; j++)
            next[i] += (double)jacobian[i * n + j] * v[j];
    }
    double norm = value_norm(next, n, 1);
    for (size_t i = 0; i < n; i++)
        v[i] = norm > 0 ? next[i] / norm : 0;
    return log10(norm);
}

/* A second opinion on the flow: the direction that arrives best, carried forward one Jacobian at a time. How far the
 * two are apart in log10. */
static bool flow_residual(Explainer *explainer, size_t track, size_t a, size_t b, double *residual)
{
    const Scope *scope = &explainer->scope;
    size_t n = net_state_size(&scope->net->spec);
    real *jacobian = memory_new(n * n + n, sizeof *jacobian), *top = jacobian + n * n;
    double *v = memory_new(2 * n, sizeof *v), log_norm = 0, carried = 0;
    bool done = flow_top(scope->net, scope->lens->tape, track, a, b, top, &log_norm, explainer->error);
    for (size_t i = 0; i < n; i++)
        v[i] = (double)top[i];
    for (size_t t = a; done && t != b;) {
        t = a > b ? t - 1 : t + 1;
        carried += push_forward(scope, track, t, jacobian, v, v + n);
    }
    *residual = carried == log_norm ? 0 : fabs(carried - log_norm);
    free(jacobian);
    free(v);
    return done;
}

static bool argument_step(Explainer *explainer, const Node *argument, size_t *step)
{
    Value value;
    if (!evaluate(explainer->probe, argument, &value, explainer->error))
        return false;
    *step = (size_t)value.data[0];
    value_free(&value);
    return true;
}

static bool note_flow(Explainer *explainer, const Node *node, size_t a, size_t b)
{
    double residual = 0;
    explainer_say(explainer, OUTER_DEFINITION,
                  node->quantity.reverse ? "log₁₀ σmax(∂h_b/∂h_a), ∂h_b/∂h_a = J_b·J_(b+1)⋯J_(a−1), J_t = ∂h_t/∂h_(t+1)"
                                         : "log₁₀ σmax(∂h_b/∂h_a), ∂h_b/∂h_a = J_b·J_(b−1)⋯J_(a+1), J_t = jacobian(t)");
    if (a != b && !flow_residual(explainer, call_track(&explainer->scope, node), a, b, &residual))
        return false;
    explainer_note(
        explainer,
        "the product of %zu Jacobians, carried with rescaling; its best direction, carried by itself, differs by %.1e",
        a > b ? a - b : b - a, residual);
    return true;
}

static bool explain_product(Explainer *explainer, const Node *node, const Place *at)
{
    size_t a = 0, b = 0;
    bool flows = strcmp(node->quantity.name, "flows") == 0;
    if (!argument_step(explainer, node->argument[0], &a) ||
        (!flows && !argument_step(explainer, node->argument[1], &b)))
        return false;
    if (flows) {
        b = a;
        a = at->index[0];
    }
    if (strcmp(node->quantity.name, "spectrum") != 0 || at->index[0] == 1)
        return note_flow(explainer, node, a, b);
    explainer_say(explainer, OUTER_DEFINITION,
                  node->quantity.reverse ? "log₁₀ σᵢ(∂h_b/∂h_a), ∂h_b/∂h_a = J_b·J_(b+1)⋯J_(a−1)"
                                         : "log₁₀ σᵢ(∂h_b/∂h_a), ∂h_b/∂h_a = J_b·J_(b−1)⋯J_(a+1)");
    explainer_note(explainer,
                   "the product is formed, so that singular values below 1e-16 of the largest are rounding alone");
    return true;
}

bool explain_spectral(Explainer *explainer, const Node *node, const Place *at)
{
    return function_find(node->quantity.name)->call == call_matrix ? explain_matrix(explainer, node)
                                                                   : explain_product(explainer, node, at);
}
