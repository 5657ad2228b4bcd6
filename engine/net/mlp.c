/* The multilayer perceptron that sees one step and remembers nothing: the memoryless baseline.
 *
 *   pre_t = Wx x_t + b          h_t = a(pre_t)          dpre_t = a'(pre_t) ⊙ dh_t          dh_{t-1} gets nothing */
#include <string.h>

#include "engine/net/cell.h"

static void mlp_forward(const CellWeights *w, size_t n, const real *before, real *pre, real *h)
{
    (void)before;
    activation_apply(w->activation, n * w->hidden, pre, h);
}

static void mlp_backward(const CellWeights *w, size_t n, const real *before, const real *pre, const real *h,
                         const real *dh, real *dpre, real *dbefore)
{
    (void)before, (void)pre, (void)dbefore;
    for (size_t i = 0; i < n * w->hidden; i++)
        dpre[i] = activation_slope(w->activation, h[i]) * dh[i];
}

static void mlp_tangent(const CellWeights *w, size_t n, const real *before, const real *pre, const real *h,
                        const real *before_dot, real *pre_dot, real *h_dot)
{
    (void)before, (void)pre, (void)before_dot;
    for (size_t i = 0; i < n * w->hidden; i++)
        h_dot[i] = activation_slope(w->activation, h[i]) * pre_dot[i];
}

static void mlp_jacobian(const CellWeights *w, const real *before, const real *pre, const real *h, real *jacobian)
{
    (void)before, (void)pre, (void)h;
    memset(jacobian, 0, w->hidden * w->hidden * sizeof *jacobian);
}

const Cell MLP_CELL = {
    .name = "mlp",
    .title = "Memoryless perceptron",
    .blocks = 1,
    .recurrent = false,
    .equation = "hₜ = a(Wₓxₜ + b)",
    .forward = mlp_forward,
    .backward = mlp_backward,
    .tangent = mlp_tangent,
    .jacobian = mlp_jacobian,
};
