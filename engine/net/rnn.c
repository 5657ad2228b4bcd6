/* The simple recurrent network of Elman 1990, eq. on p. 185 in matrix form:
 *
 *   pre_t = Wx x_t + Wh h_{t-1} + b          h_t = a(pre_t)                       a = tanh, identity or relu
 *
 * Backward (Werbos 1990), dh_t being the total derivative:
 *
 *   dpre_t = a'(pre_t) ⊙ dh_t                dh_{t-1} += Whᵀ dpre_t                tanh'(z) = 1 − tanh²(z) = 1 − h²
 *
 * States are rows here, so W h is h·W with W stored inputs × units. */
#include "engine/math/blas.h"
#include "engine/net/recur.h"

static const char *rnn_equation(const CellWeights *w)
{
    static const char *const EQUATION[ACTIVATIONS] = {
        [ACTIVATION_TANH] = "hₜ = tanh(Wₓxₜ + Wₕhₜ₋₁ + b)",
        [ACTIVATION_IDENTITY] = "hₜ = Wₓxₜ + Wₕhₜ₋₁ + b",
        [ACTIVATION_RELU] = "hₜ = max(0, Wₓxₜ + Wₕhₜ₋₁ + b)",
    };
    return EQUATION[w->activation];
}

static void rnn_forward(const CellWeights *w, const CellStep *step)
{
    size_t H = w->hidden;
    recur_forward(w, step->n, step->before, 1, 0, 1, step->pre, H);
    activation_apply(w->activation, step->n * H, step->pre, step->h);
}

static void rnn_backward(const CellWeights *w, const CellStep *step)
{
    size_t H = w->hidden;
    activation_back(w->activation, step->n * H, step->h, step->dh, step->dpre);
    recur_backward(w, step->n, step->dpre, H, 1, 0, 1, step->dbefore);
}

static void rnn_tangent(const CellWeights *w, const CellStep *step, const CellStep *dot)
{
    size_t H = w->hidden;
    blas_multiply(false, false, step->n, H, H, 1, dot->before, H, w->Wh, H, 1, dot->pre, H);
    for (size_t i = 0; i < step->n * H; i++)
        dot->h[i] = activation_slope(w->activation, step->h[i]) * dot->pre[i];
}

/* ∂h_t/∂h_{t-1} = diag(a'(pre_t)) Wh */
static void rnn_jacobian(const CellWeights *w, const CellStep *step, real *jacobian)
{
    size_t H = w->hidden;
    for (size_t unit = 0; unit < H; unit++)
        for (size_t input = 0; input < H; input++)
            jacobian[unit * H + input] = activation_slope(w->activation, step->h[unit]) * w->Wh[input * H + unit];
}

const Cell RNN_CELL = {
    .name = "rnn",
    .title = "Elman RNN",
    .blocks = 1,
    .gates = "",
    .recurrent = true,
    .bends = true,
    .keeper = NO_BLOCK,
    .writer = NO_BLOCK,
    .equation = rnn_equation,
    .forward = rnn_forward,
    .backward = rnn_backward,
    .tangent = rnn_tangent,
    .jacobian = rnn_jacobian,
};
