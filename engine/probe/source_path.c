#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/net/paths.h"
#include "engine/net/wiring.h"
#include "engine/probe/source.h"

/* dh and dc taken apart by the ways the loss is reached: through this step's output or the layer above, through each gate
 * of the next step, past the weights; and what came along the cell state alone. */

static bool is_path(const Cell *cell, const Path *path, const char *word)
{
    switch (path->kind) {
    case PATH_LOSS: return strcmp(word, "loss") == 0;
    case PATH_ABOVE: return strcmp(word, "above") == 0;
    case PATH_DIRECT: return strcmp(word, "direct") == 0;
    case PATH_H: return strcmp(word, "h") == 0;
    default: return cell->gates[0] ? !word[1] && word[0] == cell->gates[path->block] : strcmp(word, "pre") == 0;
    }
}

/* One step of one track; out (H) written. */
static void path_row(const Scope *scope, bool of_c, size_t track, size_t t, const char *word, real *share, double *out)
{
    Path path[PATHS_MAX];
    const Lens *lens = scope->lens;
    const size_t H = scope->net->spec.hidden;
    const size_t found = of_c ? paths_c(scope->net, lens->batch, lens->tape, track, t, 0, path, share)
                              : paths_h(scope->net, lens->batch, lens->tape, track, t, 0, path, share);
    memset(out, 0, H * sizeof *out);
    for (size_t i = 0; i < found; i++)
        for (size_t unit = 0; unit < H && is_path(scope->net->spec.cell, &path[i], word); unit++)
            out[unit] += (double)share[i * H + unit];
}

/* What reaches c of step t along c alone: the loss comes into the cell state through h of some step and from there on by
 * forget gates only, never through Wh:  alone_t = f_{t+1} ⊙ alone_{t+1} + o_t ⊙ (1 − tanh²c_t) ⊙ dh.loss_t
 * later (H) is that of the step that reads t, NULL where there is none; out (H) written. */
static void alone_row(const Scope *scope, size_t track, size_t t, size_t next, const double *later, real *share,
                      double *out)
{
    const Net *net = scope->net;
    const Tape *tape = scope->lens->tape;
    const CellWeights w = net_cell_weights(net, track);
    const bool computed = t >= 1 && t <= scope->steps, top = net_layer(&net->spec, track) == net->spec.layers;
    if (computed) {
        path_row(scope, false, track, t, top ? "loss" : "above", share, out);
        const CellStep step = net_step(net, tape, track, t, 0, 1);
        net->spec.cell->release(&w, &step, share);
    }
    for (size_t unit = 0; unit < w.hidden; unit++)
        out[unit] = computed ? out[unit] * (double)share[unit] : 0;
    if (!later || wiring_cut(net, &tape->track[track], next, EDGE_DIRECT))
        return;
    const CellStep step = net_step(net, tape, track, next, 0, 1);
    net->spec.cell->keep(&w, &step, share);
    for (size_t unit = 0; unit < w.hidden; unit++)
        out[unit] += (double)share[unit] * later[unit];
}

/* All steps of one track, last read first; rows of `width` numbers as open_path lays them. */
static void alone_rows(const Scope *scope, size_t track, bool joined, double *out, size_t width, real *share)
{
    const size_t T = scope->steps;
    const bool reverse = net_reverse(&scope->net->spec, track);
    const double *later = NULL;
    for (size_t i = 0; i <= T; i++) {
        const size_t t = reverse ? i + 1 : T - i, row = !reverse ? t : joined ? t % (T + 1) : i;
        alone_row(scope, track, t, reverse ? t - 1 : t + 1, later, share, out + row * width);
        later = out + row * width;
    }
}

bool open_path(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    const Where where = where_of(scope, row, &node->quantity);
    const size_t H = where.units, tracks = where.joined ? 2 : 1, rows = scope->steps + 1, width = tracks * H;
    source->rank = 2;
    source->axis[0] = axis_of("t", where.reverse ? 1 : 0, rows);
    source->axis[1] = axis_of("unit", 1, width);
    source->stride[0] = width;
    source->stride[1] = 1;
    source->at = at_double;
    source->d = source->owned = memory_try(rows * width, sizeof(double), error);
    if (!source->owned)
        return false;
    real *share = memory_new(PATHS_MAX * H, sizeof *share);
    const bool alone = strcmp(where.path, "alone") == 0;
    for (size_t j = 0; j < tracks && alone; j++)
        alone_rows(scope, where.track + j, where.joined, source->owned + j * H, width, share);
    for (size_t i = 0; i < rows && !alone; i++)
        for (size_t j = 0; j < tracks; j++) {
            const size_t t = where.reverse ? i + 1 : j == 1 && i == 0 ? rows : i; // the initial state in reverse
            path_row(scope, row->field == TAPE_DC, where.track + j, t, where.path, share,
                     source->owned + i * width + j * H);
        }
    free(share);
    return true;
}
