/* The recurrent product: what stands before times Wh, in every step the same Wh.
 * Knows: a cell's weights and wires. Must not know time. */
#ifndef BACKPASS_NET_RECUR_H
#define BACKPASS_NET_RECUR_H

#include "engine/net/cell.h"

/** cell_run - the block behind the last one whose part of Wh reads and feeds the same arrays as that of `block`: from one to
 *  the other is one product. */
size_t cell_run(const Cell *cell, const CellWeights *w, size_t block);

/** recur_room - how many numbers a track's Wh takes in panels, for one direction of time.
 *  recur_pack - lay it out (written) run by run: for the forward products, or turned for those of the way back. */
size_t recur_room(const Cell *cell, size_t hidden);
void recur_pack(const Cell *cell, const CellWeights *w, bool turned, real *panels);

/** recur_forward - sum (n × count·H, rows ld numbers apart) += state (n×H) · Wh of the `count` blocks from `block` on, which are
 *  a run. From w->panels, laid out forward; where there are none by BLAS.
 *  recur_backward - dstate (n×H) += d (n × count·H, rows ld apart) · Whᵀ of these blocks, from w->panels laid out turned. */
void recur_forward(const CellWeights *w, size_t n, const real *state, size_t blocks, size_t block, size_t count,
                   real *sum, size_t ld);
void recur_backward(const CellWeights *w, size_t n, const real *d, size_t ld, size_t blocks, size_t block, size_t count,
                    real *dstate);

#endif
