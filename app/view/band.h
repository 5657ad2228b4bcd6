/* Columns that steps are spread over, and the axis of time below them.
 * Knows: the grid. Must not know what is drawn in the columns. */
#ifndef BACKPASS_APP_VIEW_BAND_H
#define BACKPASS_APP_VIEW_BAND_H

#include "app/grid/grid.h"

/** Window - the steps (or units) that are on the screen: first from 1, count of them. */
typedef struct Window {
    size_t first, count;
} Window;
/** Band - columns that steps are spread over: as a plot spreads them, the first at the left end and the last at the right
 *  end, or (equal) each as wide as the others. */
typedef struct Band {
    int x, width;
    Window steps;
    bool equal;
} Band;
/** band_column - the first column of step t; band_width - how many it has, at least 1. */
int band_column(const Band *band, size_t t);
int band_width(const Band *band, size_t t);
/** band_columns - the first column of each step of the band, and behind them the one after the band; new, free it. */
int *band_columns(const Band *band);
/** band_axis - in row y, tick labels for the steps of the band; `t` at its end. */
void band_axis(Grid *grid, const Band *band, int y, size_t at);

#endif
