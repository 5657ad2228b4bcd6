/* The long short-term memory with a forget gate: Gers, Schmidhuber & Cummins 2000 (the forget gate is not in Hochreiter &
 * Schmidhuber 1997); no peepholes. Blocks i f g o, as PyTorch stores them.
 *
 *   pre = Wx x_t + Wh h_{t-1} + b        i, f, o = σ(pre)        g = tanh(pre.g)      (g is c̃, the candidate)
 *   c_t = f ⊙ c_{t-1} + i ⊙ g            h_t = o ⊙ tanh(c_t)
 *
 * Backward, dh_t and dc_t being total derivatives:
 *
 *   do = dh_t ⊙ tanh(c_t)                dc_t = f_{t+1} ⊙ dc_{t+1} + dh_t ⊙ o ⊙ (1 − tanh²(c_t))
 *   di = dc_t ⊙ g     dg = dc_t ⊙ i      df = dc_t ⊙ c_{t-1}          dc_{t-1} gets f ⊙ dc_t
 *   dpre = slope ⊙ (di df dg do)         dh_{t-1} gets Whᵀ dpre                          aux = tanh(c_t) */
#include <math.h>
#include <string.h>

#include "engine/math/blas.h"
#include "engine/net/cell.h"

enum { I, F, G, O, BLOCKS };
static const GateKind KIND[BLOCKS] = {[I] = GATE_SIGMOID, [F] = GATE_SIGMOID, [G] = GATE_TANH, [O] = GATE_SIGMOID};

static const char *lstm_equation(const CellWeights *w)
{
    (void)w;
    return "cₜ = f⊙cₜ₋₁ + i⊙c̃, hₜ = o⊙tanh(cₜ)";
}

static void lstm_forward(const CellWeights *w, const CellStep *step)
{
    const size_t H = w->hidden, GH = BLOCKS * H;
    blas_multiply(false, false, step->n, GH, H, 1, step->before, H, w->Wh, GH, 1, step->pre, GH);
    for (size_t block = 0; block < BLOCKS; block++)
        gate_forward(w, step, BLOCKS, block, KIND[block]);
    for (size_t row = 0; row < step->n; row++) {
        const real *i = step->gate + row * GH, *f = i + F * H, *g = i + G * H, *o = i + O * H;
        for (size_t u = 0; u < H; u++) {
            const size_t at = row * H + u;
            step->c[at] = f[u] * step->carry[at] + i[u] * g[u];
            if (step->c_nudge != NULL)
                step->c[at] += step->c_nudge[at];
            step->aux[at] = (real)tanh(step->c[at]);
            step->h[at] = o[u] * step->aux[at];
        }
    }
}

static void lstm_backward(const CellWeights *w, const CellStep *step)
{
    const size_t H = w->hidden, GH = BLOCKS * H;
    for (size_t row = 0; row < step->n; row++) {
        const real *i = step->gate + row * GH, *f = i + F * H, *g = i + G * H, *o = i + O * H;
        real *di = step->dgate + row * GH, *df = di + F * H, *dg = di + G * H, *dO = di + O * H;
        for (size_t u = 0; u < H; u++) {
            const size_t at = row * H + u;
            const real bent = step->aux[at], dh = step->dh[at];
            dO[u] = dh * bent;
            step->daux[at] = dh * o[u];
            const real dc = step->dc[at] += step->daux[at] * (1 - bent * bent);
            di[u] = dc * g[u];
            dg[u] = dc * i[u];
            df[u] = dc * step->carry[at];
            step->dcarry[at] += dc * f[u];
        }
    }
    for (size_t block = 0; block < BLOCKS; block++)
        gate_backward(w, step, BLOCKS, block, KIND[block]);
    blas_multiply(false, true, step->n, H, GH, 1, step->dpre, GH, w->Wh, GH, 1, step->dbefore, H);
}

static void lstm_tangent(const CellWeights *w, const CellStep *step, const CellStep *dot)
{
    const size_t H = w->hidden, GH = BLOCKS * H;
    blas_multiply(false, false, step->n, GH, H, 1, dot->before, H, w->Wh, GH, 1, dot->pre, GH);
    for (size_t block = 0; block < BLOCKS; block++)
        gate_tangent(w, step, dot, BLOCKS, block, KIND[block]);
    for (size_t row = 0; row < step->n; row++) {
        const real *i = step->gate + row * GH, *f = i + F * H, *g = i + G * H, *o = i + O * H;
        const real *i_dot = dot->gate + row * GH, *f_dot = i_dot + F * H, *g_dot = i_dot + G * H,
                   *o_dot = i_dot + O * H;
        for (size_t u = 0; u < H; u++) {
            const size_t at = row * H + u;
            const real bent = step->aux[at];
            dot->c[at] += f_dot[u] * step->carry[at] + f[u] * dot->carry[at] + i_dot[u] * g[u] + i[u] * g_dot[u];
            dot->aux[at] += (1 - bent * bent) * dot->c[at];
            dot->h[at] = o_dot[u] * bent + o[u] * dot->aux[at];
        }
    }
}

/* ∂c'/∂h = diag(g·i˙)Wi + diag(c·f˙)Wf + diag(i·g˙)Wg    ∂c'/∂c = diag(f)    ∂h' = tanh(c')·o˙Wo + o(1 − tanh²(c'))·∂c' */
static void lstm_jacobian(const CellWeights *w, const CellStep *step, real *jacobian)
{
    const size_t H = w->hidden, GH = BLOCKS * H, n = 2 * H;
    for (size_t u = 0; u < H; u++) {
        real slope[BLOCKS];
        for (size_t block = 0; block < BLOCKS; block++)
            slope[block] = gate_slope(w, KIND[block], block * H + u, step->gate[block * H + u]);
        const real i = step->gate[u], f = step->gate[F * H + u], g = step->gate[G * H + u], o = step->gate[O * H + u];
        const real bent = step->aux[u], release = o * (1 - bent * bent);
        real *h_row = jacobian + u * n, *c_row = jacobian + (H + u) * n;
        memset(c_row + H, 0, H * sizeof *c_row);
        memset(h_row + H, 0, H * sizeof *h_row);
        c_row[H + u] = f;
        h_row[H + u] = release * f;
        for (size_t j = 0; j < H; j++) {
            const real *W = w->Wh + j * GH + u;
            c_row[j] = g * slope[I] * W[0] + step->carry[u] * slope[F] * W[F * H] + i * slope[G] * W[G * H];
            h_row[j] = bent * slope[O] * W[O * H] + release * c_row[j];
        }
    }
}

static void lstm_keep(const CellWeights *w, const CellStep *step, real *keep)
{
    const size_t H = w->hidden;
    for (size_t row = 0; row < step->n; row++)
        memcpy(keep + row * H, step->gate + (row * BLOCKS + F) * H, H * sizeof *keep);
}

static void lstm_release(const CellWeights *w, const CellStep *step, real *release)
{
    const size_t H = w->hidden;
    for (size_t row = 0; row < step->n; row++)
        for (size_t u = 0; u < H; u++) {
            const real bent = step->aux[row * H + u];
            release[row * H + u] = step->gate[(row * BLOCKS + O) * H + u] * (1 - bent * bent);
        }
}

const Cell LSTM_CELL = {
    .name = "lstm",
    .title = "LSTM",
    .blocks = BLOCKS,
    .gates = "ifgo",
    .candidate = 'g',
    .recurrent = true,
    .aux = true,
    .carry = CARRY_C,
    .keeper = F,
    .writer = I,
    .equation = lstm_equation,
    .forward = lstm_forward,
    .backward = lstm_backward,
    .tangent = lstm_tangent,
    .jacobian = lstm_jacobian,
    .keep = lstm_keep,
    .release = lstm_release,
};
