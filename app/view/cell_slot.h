/* The numbers in a cell's picture: what stands in the slot of a stop, and vectors as shades.
 * Knows: the circuit, its words. Must not know where the wires run. */
#ifndef BACKPASS_APP_VIEW_CELL_SLOT_H
#define BACKPASS_APP_VIEW_CELL_SLOT_H

#include "app/view/circuit.h"

/** cell_slot_draw - label and number of a stop in one row; returns the column behind them. Sets the cursor at the chosen one. */
int cell_slot_draw(const Circuit *circuit, Grid *grid, Rect area, size_t index);
/** cell_slot_vector - a vector as shades, around the unit where it is too long: 'H' 'I' 'U' 'V' of Plan.word. */
void cell_slot_vector(const Circuit *circuit, Grid *grid, Rect area, char kind);

#endif
