/* Bars that stand side by side, one a step, in eighths of a row: a curve that reads without colour too. */
#ifndef BACKPASS_APP_GRID_COLUMN_H
#define BACKPASS_APP_GRID_COLUMN_H

#include "app/grid/grid.h"

/** column_up - a bar from the bottom of area upward, share 0 … 1 of its height; what is not nothing shows an eighth.
 *  column_signed - from the line below the first `upper` rows of area up where the number of rows is positive, down where it is
 *  negative; in an area of one row a shade of a heat map instead. Not a number: a question mark. Neither marks anything. */
void column_up(Grid *grid, Rect area, double share, Style bar);
void column_signed(Grid *grid, Rect area, int upper, double rows, Style positive, Style negative);

#endif
