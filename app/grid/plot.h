/* Curves on the grid, in braille (ASCII: * + o x), with labelled axes. */
#ifndef BACKPASS_APP_GRID_PLOT_H
#define BACKPASS_APP_GRID_PLOT_H

#include "app/grid/grid.h"

enum { PLOT_SERIES = 6 }; // that differ; further ones look like the first again

typedef struct Plot {
    Rect area; // with the axes' labels
    double x_low, x_high, y_low, y_high;
    const char *x_name; // drawn at the right end of the x axis: "t"
    const char *y_name; // drawn over the y axis: "log₁₀ ‖∂L/∂hₜ‖"
    Rect inner;         // written by plot_axes: where curves go
} Plot;

/** plot_axes - axes, ticks at round numbers (1, 2, 5 ·10ⁿ), labels; sets inner. Degenerate ranges are widened. */
void plot_axes(Grid *grid, Plot *plot);
/** plot_round - widen low … high to round numbers. */
void plot_round(double *low, double *high);
/** plot_curve - n points (xs may be NULL: the whole numbers from x_low on) joined; not-finite ones leave a gap; what
 *  lies outside is clipped. series picks role level and, in ASCII or without colour, the glyph or dash. names: each
 *  point's quantity, made by name(index, buffer, size, context), marked on its column; may be NULL. */
typedef void (*PlotName)(size_t index, char *buffer, size_t size, const void *context);
void plot_curve(Grid *grid, const Plot *plot, const double *xs, const double *ys, size_t n, int series, PlotName name,
                const void *context);
/** plot_label - the name of a curve beside its end (x, y), in the nearest free row; false where there is no room. */
bool plot_label(Grid *grid, const Plot *plot, double x, double y, int series, const char *text);
/** plot_key - a piece of the curve's dash (ASCII: its glyph) and its name, for legends; returns the columns drawn, 0 where
 *  they do not fit. */
int plot_key(Grid *grid, int x, int y, int width, int series, const char *text);
/** plot_level - a faint horizontal line at y with its label at the right. */
void plot_level(Grid *grid, const Plot *plot, double y, const char *label);
/** plot_cursor - a vertical line at x. */
void plot_cursor(Grid *grid, const Plot *plot, double x);
int plot_column(const Plot *plot, double x); // grid column of x, −1 outside
int plot_row(const Plot *plot, double y);

#endif
