#include "engine/net/recur.h"

#include "engine/math/blas.h"
#include "engine/math/panel.h"

size_t cell_run(const Cell *cell, const CellWeights *w, size_t block)
{
    const Wire wire = cell_wire(cell, w, block);
    size_t next = block + 1;
    for (; next < cell->blocks && !wire.reads_aux && !wire.feeds_aux; next++) {
        const Wire other = cell_wire(cell, w, next);
        if (other.reads_aux || other.feeds_aux)
            break;
    }
    return next;
}

/* A block alone takes at least as much as it does within a run, so each run begins where its first block would. */
static size_t block_room(size_t hidden)
{
    return panel_room(hidden, hidden);
}

size_t recur_room(const Cell *cell, size_t hidden)
{
    return cell->recurrent ? cell->blocks * block_room(hidden) : 0;
}

void recur_pack(const Cell *cell, const CellWeights *w, bool turned, real *panels)
{
    const size_t H = w->hidden, GH = cell->blocks * H;
    for (size_t block = 0, next; block < cell->blocks; block = next) {
        next = cell_run(cell, w, block);
        const size_t width = (next - block) * H;
        panel_pack(turned, turned ? width : H, turned ? H : width, w->Wh + block * H, GH,
                   panels + block * block_room(H));
    }
}

void recur_forward(const CellWeights *w, size_t n, const real *state, size_t blocks, size_t block, size_t count,
                   real *sum, size_t ld)
{
    const size_t H = w->hidden, width = count * H, GH = blocks * H;
    if (w->panels != NULL)
        panel_multiply(n, width, H, state, H, w->panels + block * block_room(H), sum, ld);
    else
        blas_multiply(false, false, n, width, H, 1, state, H, w->Wh + block * H, GH, 1, sum, ld);
}

void recur_backward(const CellWeights *w, size_t n, const real *d, size_t ld, size_t blocks, size_t block, size_t count,
                    real *dstate)
{
    const size_t H = w->hidden, width = count * H, GH = blocks * H;
    if (w->panels != NULL)
        panel_multiply(n, H, width, d, ld, w->panels + block * block_room(H), dstate, H);
    else
        blas_multiply(false, true, n, H, width, 1, d, ld, w->Wh + block * H, GH, 1, dstate, H);
}
