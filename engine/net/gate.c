/* What all gates have in common:  gate = σ(pre)  or, for a candidate, tanh(pre);  σ' = σ(1−σ),  tanh' = 1 − tanh². */
#include <math.h>

#include "engine/math/curve.h"
#include "engine/math/lift.h"
#include "engine/net/cell.h"

real sigmoid(real z)
{
    const real e = (real)exp(z < 0 ? z : -z);
    return z < 0 ? e / (1 + e) : 1 / (1 + e);
}

static bool held(const CellWeights *w, size_t unit)
{
    return w->hold != NULL && !isnan(w->hold[unit]);
}

static real slope(GateKind kind, real gate)
{
    return kind == GATE_SIGMOID ? gate * (1 - gate) : 1 - gate * gate;
}

real gate_slope(const CellWeights *w, GateKind kind, size_t unit, real gate)
{
    return held(w, unit) ? 0 : slope(kind, gate);
}

/* What holding and nudging change of n rows of gates that are computed already. */
static void intervene(const CellWeights *w, const CellStep *step, size_t blocks, size_t first, size_t last)
{
    const size_t GH = blocks * w->hidden;
    for (size_t row = 0; row < step->n; row++)
        for (size_t unit = first; unit < last; unit++) {
            const size_t at = row * GH + unit;
            if (held(w, unit))
                step->gate[at] = w->hold[unit];
            if (step->gate_nudge != NULL)
                step->gate[at] += step->gate_nudge[at];
        }
}

void gate_forward(const CellWeights *w, const CellStep *step, size_t blocks, size_t block, size_t count, GateKind kind)
{
    const size_t H = w->hidden, first = block * H, last = (block + count) * H;
    if (kind == GATE_SIGMOID)
        curve_sigmoid(step->n, last - first, blocks * H, step->pre + first, step->gate + first);
    else
        curve_tanh(step->n, last - first, blocks * H, step->pre + first, step->gate + first);
    if (w->hold != NULL || step->gate_nudge != NULL)
        intervene(w, step, blocks, first, last);
}

/* dpre = slope ⊙ dgate; dpre and dgate may be one array. */
LIFTED static void slopes(GateKind kind, size_t rows, size_t width, size_t ld, const real *gate, const real *dgate,
                          real *dpre)
{
    for (size_t row = 0; row < rows; row++, gate += ld, dgate += ld, dpre += ld) {
        ANY_ORDER
        for (size_t u = 0; u < width; u++)
            dpre[u] = (kind == GATE_SIGMOID ? gate[u] * (1 - gate[u]) : 1 - gate[u] * gate[u]) * dgate[u];
    }
}

void gate_backward(const CellWeights *w, const CellStep *step, size_t blocks, size_t block, size_t count, GateKind kind)
{
    const size_t H = w->hidden, first = block * H;
    slopes(kind, step->n, count * H, blocks * H, step->gate + first, step->dgate + first, step->dpre + first);
    gate_hold_back(w, step, blocks);
}

void gate_hold_back(const CellWeights *w, const CellStep *step, size_t blocks)
{
    const size_t GH = blocks * w->hidden;
    for (size_t unit = 0; unit < GH && w->hold != NULL; unit++)
        for (size_t row = 0; row < step->n && held(w, unit); row++)
            step->dpre[row * GH + unit] = 0;
}

void gate_tangent(const CellWeights *w, const CellStep *step, const CellStep *dot, size_t blocks, size_t block,
                  GateKind kind)
{
    const size_t H = w->hidden;
    for (size_t row = 0; row < step->n; row++)
        for (size_t unit = block * H; unit < (block + 1) * H; unit++) {
            const size_t at = row * blocks * H + unit;
            if (!held(w, unit))
                dot->gate[at] += slope(kind, step->gate[at]) * dot->pre[at];
        }
}
