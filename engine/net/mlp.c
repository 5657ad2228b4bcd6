/* The multilayer perceptron that sees one step and remembers nothing: the memoryless baseline.
 *
 *   pre_t = Wx x_t + b          h_t = a(pre_t)          dpre_t = a'(pre_t) ⊙ dh_t          dh_{t-1} gets nothing */
#include <string.h>

#include "engine/net/cell.h"

static const char *mlp_equation(const CellWeights *w)
{
    static const char *const EQUATION[ACTIVATIONS] = {
        [ACTIVATION_TANH] = "hₜ = tanh(Wₓxₜ + b)",
        [ACTIVATION_IDENTITY] = "hₜ = Wₓxₜ + b",
        [ACTIVATION_RELU] = "hₜ = max(0, Wₓxₜ + b)",
    };
    return EQUATION[w->activation];
}

static void mlp_forward(const CellWeights *w, const CellStep *step)
{
    activation_apply(w->activation, step->n * w->hidden, step->pre, step->h);
}

static void mlp_backward(const CellWeights *w, const CellStep *step)
{
    activation_back(w->activation, step->n * w->hidden, step->h, step->dh, step->dpre);
}

static void mlp_tangent(const CellWeights *w, const CellStep *step, const CellStep *dot)
{
    for (size_t i = 0; i < step->n * w->hidden; i++)
        dot->h[i] = activation_slope(w->activation, step->h[i]) * dot->pre[i];
}

static void mlp_jacobian(const CellWeights *w, const CellStep *step, real *jacobian)
{
    (void)step;
    memset(jacobian, 0, w->hidden * w->hidden * sizeof *jacobian);
}

const Cell MLP_CELL = {
    .name = "mlp",
    .title = "Memoryless perceptron",
    .blocks = 1,
    .gates = "",
    .recurrent = false,
    .bends = true,
    .keeper = NO_BLOCK,
    .writer = NO_BLOCK,
    .equation = mlp_equation,
    .forward = mlp_forward,
    .backward = mlp_backward,
    .tangent = mlp_tangent,
    .jacobian = mlp_jacobian,
};
