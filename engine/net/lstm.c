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
#include <string.h>

#include "engine/math/blas.h"
#include "engine/math/curve.h"
#include "engine/math/lift.h"
#include "engine/net/recur.h"

enum { I, F, G, O, BLOCKS };
static const GateKind KIND[BLOCKS] = {[I] = GATE_SIGMOID, [F] = GATE_SIGMOID, [G] = GATE_TANH, [O] = GATE_SIGMOID};

static const char *lstm_equation(const CellWeights *w)
{
    (void)w;
    return "cₜ = f⊙cₜ₋₁ + i⊙c̃, hₜ = o⊙tanh(cₜ)";
}

/* c_t = f ⊙ c_{t-1} + i ⊙ g */
LIFTED static void inner_states(size_t n, size_t H, const real *gate, const real *before, real *c)
{
    for (size_t row = 0; row < n; row++, gate += BLOCKS * H, before += H, c += H) {
        const real *i = gate, *f = gate + F * H, *g = gate + G * H;
        ANY_ORDER
        for (size_t u = 0; u < H; u++)
            c[u] = f[u] * before[u] + i[u] * g[u];
    }
}

/* h_t = o ⊙ tanh(c_t) */
LIFTED static void hidden_states(size_t n, size_t H, const real *gate, const real *bent, real *h)
{
    for (size_t row = 0; row < n; row++, gate += BLOCKS * H, bent += H, h += H) {
        const real *o = gate + O * H;
        ANY_ORDER
        for (size_t u = 0; u < H; u++)
            h[u] = o[u] * bent[u];
    }
}

static void lstm_forward(const CellWeights *w, const CellStep *step)
{
    const size_t n = step->n, H = w->hidden;
    recur_forward(w, n, step->before, BLOCKS, 0, BLOCKS, step->pre, BLOCKS * H);
    gate_forward(w, step, BLOCKS, I, 2, GATE_SIGMOID); // i and f lie side by side
    gate_forward(w, step, BLOCKS, G, 1, GATE_TANH);
    gate_forward(w, step, BLOCKS, O, 1, GATE_SIGMOID);
    inner_states(n, H, step->gate, step->carry, step->c);
    if (step->c_nudge != NULL)
        blas_add(n * H, 1, step->c_nudge, step->c);
    curve_tanh(1, n * H, n * H, step->c, step->aux);
    hidden_states(n, H, step->gate, step->aux, step->h);
}

/* The gradients of gates, pre-activations and cell states, as above. */
LIFTED static void gradients(size_t n, size_t H, const CellStep *step)
{
    for (size_t row = 0; row < n; row++) {
        const real *gate = step->gate + row * BLOCKS * H;
        real *dgate = step->dgate + row * BLOCKS * H, *dpre = step->dpre + row * BLOCKS * H;
        const real *bent = step->aux + row * H, *dh = step->dh + row * H, *carry = step->carry + row * H;
        real *dbent = step->daux + row * H, *dc = step->dc + row * H, *dcarry = step->dcarry + row * H;
        ANY_ORDER
        for (size_t u = 0; u < H; u++) {
            const size_t at_f = F * H + u, at_g = G * H + u, at_o = O * H + u; // i is at u
            const real i = gate[u], f = gate[at_f], g = gate[at_g], o = gate[at_o];
            const real down = dh[u] * o, total = dc[u] + down * (1 - bent[u] * bent[u]);
            const real to_i = total * g, to_f = total * carry[u], to_g = total * i, to_o = dh[u] * bent[u];
            dbent[u] = down;
            dc[u] = total;
            dcarry[u] += total * f;
            dgate[u] = to_i;
            dgate[at_f] = to_f;
            dgate[at_g] = to_g;
            dgate[at_o] = to_o;
            dpre[u] = to_i * (i * (1 - i));
            dpre[at_f] = to_f * (f * (1 - f));
            dpre[at_g] = to_g * (1 - g * g);
            dpre[at_o] = to_o * (o * (1 - o));
        }
    }
}

static void lstm_backward(const CellWeights *w, const CellStep *step)
{
    const size_t H = w->hidden;
    gradients(step->n, H, step);
    gate_hold_back(w, step, BLOCKS);
    recur_backward(w, step->n, step->dpre, BLOCKS * H, BLOCKS, 0, BLOCKS, step->dbefore);
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
