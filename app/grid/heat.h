/* Heat maps and little bars on the grid: a shade that reads without colour too. */
#ifndef BACKPASS_APP_GRID_HEAT_H
#define BACKPASS_APP_GRID_HEAT_H

#include "app/grid/grid.h"

/** heat_level - value/scale into −5 … 5; not a number is 0. */
int heat_level(double value, double scale);
/** heat_cell - one value as `width` columns of shade: background by ROLE_HEAT, glyph by size and sign
 *  (UTF-8: ' ' '·' '░' '▒' '▓' '█' …; ASCII: ' ' '.' ':' '+' '*' '#' for positive, ' ' ',' '-' '=' '%' '@' style for negative),
 *  so that without colour size *and sign* can be told. Marked with its name. */
void heat_cell(Grid *grid, int x, int y, int width, double value, double scale, const char *name);
/** heat_legend - "−1 ▁▂… +1" in at most width columns: what the shades mean. Returns the columns drawn. */
int heat_legend(Grid *grid, int x, int y, int width, double scale);
/** bar_across - a bar from zero, value/scale of width columns, in eighths. */
void bar_across(Grid *grid, int x, int y, int width, double value, double scale, Style style);

#endif
