/* ∂s_t/∂s_{t-1} of the joint state s = h, or [h ; c] where a cell has both. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/net/wiring.h"

size_t net_state_size(const NetSpec *spec)
{
    return cell_states(spec->cell) * spec->hidden;
}

/* One column: the tangent of the step along one number of the state before. dot has room for everything a step has. */
static void column(const Net *net, const CellWeights *w, const CellStep *step, const CellStep *dot, size_t input,
                   real *direction, const bool cut[2], real *jacobian)
{
    const Cell *cell = net->spec.cell;
    const size_t H = w->hidden, G = cell->blocks, n = net_state_size(&net->spec), state = input / H;
    real *before = direction, *carry = direction + H;
    memset(direction, 0, 2 * H * sizeof *direction);
    memset(dot->pre, 0, (2 * G + 3) * H * sizeof *dot->pre); // gate, aux, h, c lie behind it
    if (state == 0 && !cut[0])
        before[input] = 1;
    if (!cut[1] && (state == 1 || cell->carry == CARRY_H))
        carry[input % H] = 1;
    cell->tangent(w, step, dot);
    for (size_t unit = 0; unit < n; unit++)
        jacobian[unit * n + input] = unit < H ? dot->h[unit] : dot->c[unit - H];
}

static void by_tangents(const Net *net, const CellWeights *w, const CellStep *step, const bool cut[2], real *jacobian)
{
    const size_t H = w->hidden, G = net->spec.cell->blocks;
    real *room = memory_new((2 * G + 5) * H, sizeof *room), *dots = room + 2 * H;
    const CellStep dot = {.n = 1,
                          .before = room,
                          .carry = room + H,
                          .pre = dots,
                          .gate = dots + G * H,
                          .aux = dots + 2 * G * H,
                          .h = dots + (2 * G + 1) * H,
                          .c = dots + (2 * G + 2) * H};
    for (size_t input = 0; input < net_state_size(&net->spec); input++)
        column(net, w, step, &dot, input, room, cut, jacobian);
    free(room);
}

void net_jacobian_of(const Net *net, const Tape *tape, size_t track, size_t t, size_t b, real *jacobian)
{
    assert(t >= 1 && t <= tape->T && b < tape->B && track < tape->tracks);
    const CellWeights w = net_cell_weights(net, track);
    const CellStep step = net_step(net, tape, track, t, b, 1);
    const Track *at = &tape->track[track];
    const bool cut[] = {wiring_cut(net, at, t, EDGE_WEIGHTS), wiring_cut(net, at, t, EDGE_DIRECT)};
    if (net->spec.cell->jacobian == NULL || cut[0] || cut[1])
        by_tangents(net, &w, &step, cut, jacobian);
    else
        net->spec.cell->jacobian(&w, &step, jacobian);
}

void net_jacobian(const Net *net, const Tape *tape, size_t t, size_t b, real *jacobian)
{
    net_jacobian_of(net, tape, net_top(&net->spec), t, b, jacobian);
}
