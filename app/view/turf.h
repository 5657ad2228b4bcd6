/* A piece of the pitch on the grid, true to scale: a cell is twice as high as wide, a dot of braille is square.
 * Knows: the grid, metres. Must not know what happens on the pitch. */
#ifndef BACKPASS_APP_VIEW_TURF_H
#define BACKPASS_APP_VIEW_TURF_H

#include "app/grid/grid.h"

/** Turf - cells that show a piece of the pitch; nothing is drawn outside of them. */
typedef struct Turf {
    Grid *grid;
    Rect area;
    double dots;   // a metre
    double x, y;   // metres at the middle dot …
    int mid_x, mid_y; // … which is this one, counted from the upper left corner
} Turf;

/** turf_scale - dots a metre at which the whole pitch with its margin fits into so many cells. */
double turf_scale(int width, int height);
/** turf_whole - the whole pitch at the left and in the middle of what there is room for; its area is what it takes of that. */
Turf turf_whole(Grid *grid, Rect room);
/** turf_holds - does the picture of the whole pitch reach so far? */
bool turf_holds(double x, double y);
/** turf_around - the piece around (x, y) in which what lies as far as reach_x or reach_y metres away is in sight. */
Turf turf_around(Grid *grid, Rect area, double x, double y, double reach_x, double reach_y);

/** turf_cell - which cell shows a place; false outside. turf_edge - the nearest one that does, moved inside. */
bool turf_cell(const Turf *turf, double x, double y, int *column, int *row);
void turf_edge(const Turf *turf, double x, double y, int *column, int *row);
/** Dash - so many dots drawn and as many left out, going on from line to line; walked: dots so far. */
typedef struct Dash {
    int dots;
    double walked;
} Dash;
/** turf_line - from one place to another; dash NULL, or of 0 dots: solid. Cells that hold text or marks stay as they are. */
void turf_line(const Turf *turf, double x0, double y0, double x1, double y1, Style style, Dash *dash);
/** turf_label - a word beside the cell of a place, at the side where it covers least and no mark; nothing where there is no
 *  such side. */
void turf_label(const Turf *turf, double x, double y, Style style, const char *word);
/** turf_markings - lines, areas, spots, circle, arcs, goals, as far as they are in sight. */
void turf_markings(const Turf *turf, Style style);

#endif
