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
#include "engine/net/cell.h"

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

/* (n, H) += or = a (n, columns of Wh from `block` on) … the two products every variant has, as rows: h·W and dpre·Wᵀ. */
static void through(const CellWeights *w, size_t n, const real *state, size_t block, size_t blocks, real *sum,
                    size_t ld)
{
    const size_t H = w->hidden;
    blas_multiply(false, false, n, blocks * H, H, 1, state, H, w->Wh + block * H, BLOCKS * H, 1, sum, ld);
}

static void back(const CellWeights *w, size_t n, const real *dpre, size_t ld, size_t block, size_t blocks, real *sum)
{
    const size_t H = w->hidden;
    blas_multiply(false, true, n, H, blocks * H, 1, dpre, ld, w->Wh + block * H, BLOCKS * H, 1, sum, H);
}

/* The candidate's pre-activation, r being known. */
static void candidate_forward(const CellWeights *w, const CellStep *step)
{
    const size_t H = w->hidden, GH = BLOCKS * H;
    const bool before = w->reset == RESET_BEFORE;
    for (size_t at = 0; at < step->n * H; at++)
        step->aux[at] = before ? step->gate[at / H * GH + R * H + at % H] * step->before[at] : w->bh[at % H];
    if (before) {
        through(w, step->n, step->aux, N, 1, step->pre + N * H, GH);
        return;
    }
    through(w, step->n, step->before, N, 1, step->aux, H);
    for (size_t at = 0; at < step->n * H; at++)
        step->pre[at / H * GH + N * H + at % H] += step->gate[at / H * GH + R * H + at % H] * step->aux[at];
}

static void gru_forward(const CellWeights *w, const CellStep *step)
{
    const size_t H = w->hidden, GH = BLOCKS * H;
    through(w, step->n, step->before, R, 2, step->pre, GH);
    gate_forward(w, step, BLOCKS, R, GATE_SIGMOID);
    gate_forward(w, step, BLOCKS, Z, GATE_SIGMOID);
    candidate_forward(w, step);
    gate_forward(w, step, BLOCKS, N, GATE_TANH);
    for (size_t row = 0; row < step->n; row++) {
        const real *z = step->gate + row * GH + Z * H, *n = step->gate + row * GH + N * H;
        for (size_t u = 0; u < H; u++) {
            const real keep = kept(w, z[u]), write = w->update == UPDATE_KEEP ? 1 - z[u] : z[u];
            step->h[row * H + u] = keep * step->carry[row * H + u] + write * n[u];
        }
    }
}

static void candidate_backward(const CellWeights *w, const CellStep *step)
{
    const size_t H = w->hidden, GH = BLOCKS * H, count = step->n * H;
    const bool before = w->reset == RESET_BEFORE;
    if (before) {
        memset(step->daux, 0, count * sizeof *step->daux);
        back(w, step->n, step->dpre + N * H, GH, N, 1, step->daux);
    }
    for (size_t at = 0; at < count; at++) {
        const size_t row = at / H * GH, u = at % H;
        const real r = step->gate[row + R * H + u], dn = step->dpre[row + N * H + u];
        if (before)
            step->dbefore[at] += r * step->daux[at];
        else
            step->daux[at] = r * dn;
        step->dgate[row + R * H + u] = before ? step->daux[at] * step->before[at] : dn * step->aux[at];
    }
    if (!before)
        back(w, step->n, step->daux, H, N, 1, step->dbefore);
}

static void gru_backward(const CellWeights *w, const CellStep *step)
{
    const size_t H = w->hidden, GH = BLOCKS * H;
    const real sign = w->update == UPDATE_KEEP ? -1 : 1;
    for (size_t row = 0; row < step->n; row++) {
        const real *z = step->gate + row * GH + Z * H, *n = step->gate + row * GH + N * H;
        real *dz = step->dgate + row * GH + Z * H, *dn = step->dgate + row * GH + N * H;
        for (size_t u = 0; u < H; u++) {
            const size_t at = row * H + u;
            const real dh = step->dh[at], write = w->update == UPDATE_KEEP ? 1 - z[u] : z[u];
            dn[u] = write * dh;
            dz[u] = sign * (n[u] - step->carry[at]) * dh;
            step->dcarry[at] += kept(w, z[u]) * dh;
        }
    }
    gate_backward(w, step, BLOCKS, N, GATE_TANH);
    candidate_backward(w, step);
    gate_backward(w, step, BLOCKS, R, GATE_SIGMOID);
    gate_backward(w, step, BLOCKS, Z, GATE_SIGMOID);
    back(w, step->n, step->dpre, GH, R, 2, step->dbefore);
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
