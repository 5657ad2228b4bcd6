/* A cell's picture on the grid: stretched to its area, wires by how far one has walked, numbers in their slots.
 * Knows: the circuit, slots. */
#ifndef BACKPASS_APP_VIEW_CELL_PICTURE_H
#define BACKPASS_APP_VIEW_CELL_PICTURE_H

#include "app/view/circuit.h"

/** cell_picture_size - the columns and rows it has at least. cell_picture_draw - stretched to the area. */
void cell_picture_size(Picture picture, int *width, int *height);
void cell_picture_draw(const Circuit *circuit, Grid *grid, Rect area, Picture picture);

#endif
