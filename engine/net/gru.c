/* The gated recurrent unit, in the four forms found in books and libraries. Blocks r z n, as PyTorch stores them.
 *
 *   r, z = σ(pre)      pre.r, pre.z = Wx x_t + Wh h_{t-1} + b            n = tanh(pre.n)    (n is h̃, the candidate)
 *   reset before:  pre.n = Wx x_t + b + Wh (r ⊙ h_{t-1})         aux = r ⊙ h_{t-1}      Cho et al. 2014, eq. 8
 *   reset after:   pre.n = Wx x_t + b + r ⊙ (Wh h_{t-1} + bh)    aux = Wh h_{t-1} + bh  cuDNN, PyTorch
 *   update replace:  h_t = (1 − z) ⊙ h_{t-1} + z ⊙ n                                    Chung et al. 2014, eq. 7
 *   update keep:     h_t = z ⊙ h_{t-1} + (1 − z) ⊙ n                                    Cho et al. 2014, eq. 7
 *
 * Backward, with keep = 1 − z or z and write = 1 − keep:
 *
 *   dn = write ⊙ dh_t       dz = ±(n − h_{t-1}) ⊙ dh_t (+ where z replaces)       dpre = slope ⊙ dgate
 *   before:  daux = Wh.nᵀ dpre.n       dr = daux ⊙ h_{t-1}       dh_{t-1} gets r ⊙ daux
 *   after:   daux = r ⊙ dpre.n         dr = dpre.n ⊙ aux         dh_{t-1} gets Wh.nᵀ daux
 *   dh_{t-1} gets keep ⊙ dh_t + Wh.rᵀ dpre.r + Wh.zᵀ dpre.z besides */
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/math/blas.h"
#include "engine/math/lift.h"
#include "engine/net/recur.h"

enum { R, Z, N, BLOCKS };

static const char *gru_equation(const CellWeights *w)
{
    static const char *const EQUATION[RESETS][UPDATES] = {
        [RESET_BEFORE] = {[UPDATE_REPLACE] = "h̃ₜ = tanh(Wₓxₜ + Wₕ(r⊙hₜ₋₁) + b), hₜ = (1−z)⊙hₜ₋₁ + z⊙h̃ₜ",
                          [UPDATE_KEEP] = "h̃ₜ = tanh(Wₓxₜ + Wₕ(r⊙hₜ₋₁) + b), hₜ = z⊙hₜ₋₁ + (1−z)⊙h̃ₜ"},
        [RESET_AFTER] = {[UPDATE_REPLACE] = "h̃ₜ = tanh(Wₓxₜ + b + r⊙(Wₕhₜ₋₁ + bₕ)), hₜ = (1−z)⊙hₜ₋₁ + z⊙h̃ₜ",
                         [UPDATE_KEEP] = "h̃ₜ = tanh(Wₓxₜ + b + r⊙(Wₕhₜ₋₁ + bₕ)), hₜ = z⊙hₜ₋₁ + (1−z)⊙h̃ₜ"},
    };
    return EQUATION[w->reset][w->update];
}

static Wire gru_wire(const CellWeights *w, size_t block)
{
    if (block != N)
        return (Wire){.by = NO_BLOCK};
    return (Wire){.reads_aux = w->reset == RESET_BEFORE, .feeds_aux = w->reset == RESET_AFTER, .by = R};
}

/* How much of the old state stays. */
static real kept(const CellWeights *w, real z)
{
    return w->update == UPDATE_KEEP ? z : 1 - z;
}

/* The tangents' products, as rows: h·W of the blocks from `block` on. */
static void through(const CellWeights *w, size_t n, const real *state, size_t block, size_t blocks, real *sum,
                    size_t ld)
{
    const size_t H = w->hidden;
    blas_multiply(false, false, n, blocks * H, H, 1, state, H, w->Wh + block * H, BLOCKS * H, 1, sum, ld);
}

/* reset before: aux = r ⊙ h_{t-1} */
LIFTED static void reset_states(size_t n, size_t H, const real *gate, const real *before, real *aux)
{
    for (size_t row = 0; row < n; row++, gate += BLOCKS * H, before += H, aux += H) {
        const real *r = gate + R * H;
        ANY_ORDER
        for (size_t u = 0; u < H; u++)
            aux[u] = r[u] * before[u];
    }
}

/* reset after: pre.n += r ⊙ aux */
LIFTED static void reset_products(size_t n, size_t H, const real *gate, const real *aux, real *pre)
{
    for (size_t row = 0; row < n; row++, gate += BLOCKS * H, aux += H, pre += BLOCKS * H) {
        const real *r = gate + R * H;
        real *candidate = pre + N * H;
        ANY_ORDER
        for (size_t u = 0; u < H; u++)
            candidate[u] += r[u] * aux[u];
    }
}

/* The candidate's pre-activation, r being known. */
static void candidate_forward(const CellWeights *w, const CellStep *step)
{
    const size_t n = step->n, H = w->hidden;
    if (w->reset == RESET_BEFORE) {
        reset_states(n, H, step->gate, step->before, step->aux);
        recur_forward(w, n, step->aux, BLOCKS, N, 1, step->pre + N * H, BLOCKS * H);
        return;
    }
    for (size_t row = 0; row < n; row++)
        memcpy(step->aux + row * H, w->bh, H * sizeof *step->aux);
    recur_forward(w, n, step->before, BLOCKS, N, 1, step->aux, H);
    reset_products(n, H, step->gate, step->aux, step->pre);
}

/* h_t = keep ⊙ h_{t-1} + write ⊙ n */
LIFTED static void hidden_states(bool keeps, size_t rows, size_t H, const real *gate, const real *before, real *h)
{
    for (size_t row = 0; row < rows; row++, gate += BLOCKS * H, before += H, h += H) {
        const real *z = gate + Z * H, *n = gate + N * H;
        ANY_ORDER
        for (size_t u = 0; u < H; u++) {
            const real open = z[u], shut = 1 - z[u];
            h[u] = (keeps ? open : shut) * before[u] + (keeps ? shut : open) * n[u];
        }
    }
}

static void gru_forward(const CellWeights *w, const CellStep *step)
{
    const size_t H = w->hidden;
    recur_forward(w, step->n, step->before, BLOCKS, R, 2, step->pre, BLOCKS * H);
    gate_forward(w, step, BLOCKS, R, 2, GATE_SIGMOID); // r and z lie side by side
    candidate_forward(w, step);
    gate_forward(w, step, BLOCKS, N, 1, GATE_TANH);
    hidden_states(w->update == UPDATE_KEEP, step->n, H, step->gate, step->carry, step->h);
}

/* dn, dz and what dh_t sends on directly. */
LIFTED static void state_gradients(bool keeps, size_t rows, size_t H, const CellStep *step)
{
    for (size_t row = 0; row < rows; row++) {
        const real *gate = step->gate + row * BLOCKS * H, *z = gate + Z * H, *n = gate + N * H;
        real *dgate = step->dgate + row * BLOCKS * H, *dz = dgate + Z * H, *dn = dgate + N * H;
        real *dpre = step->dpre + row * BLOCKS * H, *pz = dpre + Z * H, *pn = dpre + N * H;
        const real *dh = step->dh + row * H, *carry = step->carry + row * H;
        real *dcarry = step->dcarry + row * H;
        ANY_ORDER
        for (size_t u = 0; u < H; u++) {
            const real open = z[u], shut = 1 - z[u], keep = keeps ? open : shut, write = keeps ? shut : open;
            const real d = dh[u], to_n = write * d, to_z = (keeps ? carry[u] - n[u] : n[u] - carry[u]) * d;
            dcarry[u] += keep * d;
            dn[u] = to_n;
            dz[u] = to_z;
            pn[u] = to_n * (1 - n[u] * n[u]);
            pz[u] = to_z * (open * shut);
        }
    }
}

/* reset after: daux = r ⊙ dpre.n, dr = dpre.n ⊙ aux */
LIFTED static void reset_after(size_t rows, size_t H, const CellStep *step)
{
    for (size_t row = 0; row < rows; row++) {
        const real *r = step->gate + (row * BLOCKS + R) * H, *pn = step->dpre + (row * BLOCKS + N) * H;
        real *dr = step->dgate + (row * BLOCKS + R) * H, *pr = step->dpre + (row * BLOCKS + R) * H;
        const real *aux = step->aux + row * H;
        real *daux = step->daux + row * H;
        ANY_ORDER
        for (size_t u = 0; u < H; u++) {
            const real to_r = pn[u] * aux[u];
            daux[u] = r[u] * pn[u];
            dr[u] = to_r;
            pr[u] = to_r * (r[u] * (1 - r[u]));
        }
    }
}

/* reset before: dr = daux ⊙ h_{t-1}, and h_{t-1} gets r ⊙ daux */
LIFTED static void reset_before(size_t rows, size_t H, const CellStep *step)
{
    for (size_t row = 0; row < rows; row++) {
        const real *r = step->gate + (row * BLOCKS + R) * H;
        real *dr = step->dgate + (row * BLOCKS + R) * H, *pr = step->dpre + (row * BLOCKS + R) * H;
        const real *daux = step->daux + row * H, *before = step->before + row * H;
        real *dbefore = step->dbefore + row * H;
        ANY_ORDER
        for (size_t u = 0; u < H; u++) {
            const real to_r = daux[u] * before[u];
            dbefore[u] += r[u] * daux[u];
            dr[u] = to_r;
            pr[u] = to_r * (r[u] * (1 - r[u]));
        }
    }
}

static void gru_backward(const CellWeights *w, const CellStep *step)
{
    const size_t n = step->n, H = w->hidden, GH = BLOCKS * H;
    state_gradients(w->update == UPDATE_KEEP, n, H, step);
    gate_hold_back(w, step, BLOCKS); // n and z; r comes next and is held back after it
    if (w->reset == RESET_BEFORE) {
        memset(step->daux, 0, n * H * sizeof *step->daux);
        recur_backward(w, n, step->dpre + N * H, GH, BLOCKS, N, 1, step->daux);
        reset_before(n, H, step);
    } else {
        reset_after(n, H, step);
        recur_backward(w, n, step->daux, H, BLOCKS, N, 1, step->dbefore);
    }
    gate_hold_back(w, step, BLOCKS);
    recur_backward(w, n, step->dpre, GH, BLOCKS, R, 2, step->dbefore);
}

static void candidate_tangent(const CellWeights *w, const CellStep *step, const CellStep *dot)
{
    const size_t H = w->hidden, GH = BLOCKS * H;
    const bool before = w->reset == RESET_BEFORE;
    if (!before)
        through(w, step->n, dot->before, N, 1, dot->aux, H);
    for (size_t at = 0; at < step->n * H; at++) {
        const size_t r = at / H * GH + R * H + at % H;
        if (before)
            dot->aux[at] += dot->gate[r] * step->before[at] + step->gate[r] * dot->before[at];
        else
            dot->pre[r + (N - R) * H] += dot->gate[r] * step->aux[at] + step->gate[r] * dot->aux[at];
    }
    if (before)
        through(w, step->n, dot->aux, N, 1, dot->pre + N * H, GH);
}

static void gru_tangent(const CellWeights *w, const CellStep *step, const CellStep *dot)
{
    const size_t H = w->hidden, GH = BLOCKS * H;
    const real sign = w->update == UPDATE_KEEP ? -1 : 1;
    through(w, step->n, dot->before, R, 2, dot->pre, GH);
    gate_tangent(w, step, dot, BLOCKS, R, GATE_SIGMOID);
    gate_tangent(w, step, dot, BLOCKS, Z, GATE_SIGMOID);
    candidate_tangent(w, step, dot);
    gate_tangent(w, step, dot, BLOCKS, N, GATE_TANH);
    for (size_t at = 0; at < step->n * H; at++) {
        const size_t z = at / H * GH + Z * H + at % H, n = z + (N - Z) * H;
        const real keep = kept(w, step->gate[z]);
        dot->h[at] =
            sign * dot->gate[z] * (step->gate[n] - step->carry[at]) + keep * dot->carry[at] + (1 - keep) * dot->gate[n];
    }
}

/* ∂pre.n/∂h, a row a unit. after: diag(r)Wn + diag(aux ⊙ r˙)Wr       before: Wn diag(r) + Wn diag(h ⊙ r˙) Wr */
static void candidate_jacobian(const CellWeights *w, const CellStep *step, real *jacobian)
{
    const size_t H = w->hidden, GH = BLOCKS * H;
    const real *r = step->gate + R * H, *Wr = w->Wh + R * H, *Wn = w->Wh + N * H;
    const bool before = w->reset == RESET_BEFORE;
    if (before) {
        real *opened = memory_new(H * H, sizeof *opened); // diag(h ⊙ r˙) Wr, turned as Wh is stored
        for (size_t at = 0; at < H * H; at++)
            opened[at] = step->before[at % H] * gate_slope(w, GATE_SIGMOID, R * H + at % H, r[at % H]) *
                         Wr[at / H * GH + at % H];
        blas_multiply(true, true, H, H, H, 1, Wn, GH, opened, H, 0, jacobian, H);
        free(opened);
    }
    for (size_t u = 0; u < H; u++) {
        const real open = before ? 0 : step->aux[u] * gate_slope(w, GATE_SIGMOID, R * H + u, r[u]);
        for (size_t j = 0; j < H; j++) {
            const real through_r = before ? jacobian[u * H + j] : open * Wr[j * GH + u];
            jacobian[u * H + j] = (before ? r[j] : r[u]) * Wn[j * GH + u] + through_r;
        }
    }
}

/* ∂h'/∂h = diag(keep) ± diag((n − h) ⊙ z˙)Wz + diag(write ⊙ n˙)·∂pre.n/∂h */
static void gru_jacobian(const CellWeights *w, const CellStep *step, real *jacobian)
{
    const size_t H = w->hidden, GH = BLOCKS * H;
    const real sign = w->update == UPDATE_KEEP ? -1 : 1;
    candidate_jacobian(w, step, jacobian);
    for (size_t u = 0; u < H; u++) {
        const real z = step->gate[Z * H + u], n = step->gate[N * H + u], keep = kept(w, z);
        const real by_z = sign * (n - step->carry[u]) * gate_slope(w, GATE_SIGMOID, Z * H + u, z);
        const real by_n = (1 - keep) * gate_slope(w, GATE_TANH, N * H + u, n);
        real *row = jacobian + u * H;
        for (size_t j = 0; j < H; j++)
            row[j] = by_z * w->Wh[j * GH + Z * H + u] + by_n * row[j];
        row[u] += keep;
    }
}

static void gru_keep(const CellWeights *w, const CellStep *step, real *keep)
{
    const size_t H = w->hidden;
    for (size_t at = 0; at < step->n * H; at++)
        keep[at] = kept(w, step->gate[at / H * BLOCKS * H + Z * H + at % H]);
}

const Cell GRU_CELL = {
    .name = "gru",
    .title = "GRU",
    .blocks = BLOCKS,
    .gates = "rzn",
    .candidate = 'n',
    .recurrent = true,
    .aux = true,
    .carry = CARRY_H,
    .keeper = Z,
    .writer = NO_BLOCK,
    .mirrored = true,
    .equation = gru_equation,
    .forward = gru_forward,
    .backward = gru_backward,
    .tangent = gru_tangent,
    .jacobian = gru_jacobian,
    .wire = gru_wire,
    .keep = gru_keep,
};
