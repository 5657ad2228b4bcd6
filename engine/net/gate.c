/* What all gates have in common:  gate = σ(pre)  or, for a candidate, tanh(pre);  σ' = σ(1−σ),  tanh' = 1 − tanh². */
#include <math.h>

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

void gate_forward(const CellWeights *w, const CellStep *step, size_t blocks, size_t block, GateKind kind)
{
    const size_t H = w->hidden;
    for (size_t row = 0; row < step->n; row++)
        for (size_t unit = block * H; unit < (block + 1) * H; unit++) {
            const size_t at = row * blocks * H + unit;
            const real z = step->pre[at];
            step->gate[at] = held(w, unit) ? w->hold[unit] : kind == GATE_SIGMOID ? sigmoid(z) : (real)tanh(z);
            if (step->gate_nudge != NULL)
                step->gate[at] += step->gate_nudge[at];
        }
}

void gate_backward(const CellWeights *w, const CellStep *step, size_t blocks, size_t block, GateKind kind)
{
    const size_t H = w->hidden;
    for (size_t row = 0; row < step->n; row++)
        for (size_t unit = block * H; unit < (block + 1) * H; unit++) {
            const size_t at = row * blocks * H + unit;
            step->dpre[at] = held(w, unit) ? 0 : slope(kind, step->gate[at]) * step->dgate[at];
        }
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
