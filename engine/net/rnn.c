/* The simple recurrent network of Elman 1990, eq. on p. 185 in matrix form:
 *
 *   pre_t = Wx x_t + Wh h_{t-1} + b          h_t = a(pre_t)                       a = tanh or identity
 *
 * Backward (Werbos 1990), dh_t being the total derivative:
 *
 *   dpre_t = a'(pre_t) ⊙ dh_t                dh_{t-1} += Whᵀ dpre_t                tanh'(z) = 1 − tanh²(z) = 1 − h²
 *
 * States are rows here, so W h is h·W with W stored inputs × units. */
#include "engine/math/blas.h"
#include "engine/net/cell.h"

static void rnn_forward(const CellWeights *w, size_t n, const real *before, real *pre, real *h)
{
    size_t H = w->hidden;
    blas_multiply(false, false, n, H, H, 1, before, H, w->Wh, H, 1, pre, H);
    activation_apply(w->activation, n * H, pre, h);
}

static void rnn_backward(const CellWeights *w, size_t n, const real *before, const real *pre, const real *h,
                         const real *dh, real *dpre, real *dbefore)
{
    size_t H = w->hidden;
    (void)before, (void)pre;
    for (size_t i = 0; i < n * H; i++)
        dpre[i] = activation_slope(w->activation, h[i]) * dh[i];
    blas_multiply(false, true, n, H, H, 1, dpre, H, w->Wh, H, 1, dbefore, H);
}

static void rnn_tangent(const CellWeights *w, size_t n, const real *before, const real *pre, const real *h,
                        const real *before_dot, real *pre_dot, real *h_dot)
{
    size_t H = w->hidden;
    (void)before, (void)pre;
    blas_multiply(false, false, n, H, H, 1, before_dot, H, w->Wh, H, 1, pre_dot, H);
    for (size_t i = 0; i < n * H; i++)
        h_dot[i] = activation_slope(w->activation, h[i]) * pre_dot[i];
}

/* ∂h_t/∂h_{t-1} = diag(a'(pre_t)) Wh */
static void rnn_jacobian(const CellWeights *w, const real *before, const real *pre, const real *h, real *jacobian)
{
    size_t H = w->hidden;
    (void)before, (void)pre;
    for (size_t unit = 0; unit < H; unit++)
        for (size_t input = 0; input < H; input++)
            jacobian[unit * H + input] = activation_slope(w->activation, h[unit]) * w->Wh[input * H + unit];
}

const Cell RNN_CELL = {
    .name = "rnn",
    .title = "Elman RNN",
    .blocks = 1,
    .recurrent = true,
    .equation = "hₜ = a(Wₓxₜ + Wₕhₜ₋₁ + b)",
    .forward = rnn_forward,
    .backward = rnn_backward,
    .tangent = rnn_tangent,
    .jacobian = rnn_jacobian,
};
