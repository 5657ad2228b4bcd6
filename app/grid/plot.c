/* The frame of a plot: ranges, ticks, axes, labels. */
#include "app/grid/plot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/** Ticks - multiples of step; numbers are written with this many decimals, −1: with an exponent. */
typedef struct Ticks {
    double step;
    int decimals;
} Ticks;

static int at_least(int number, int low)
{
    return number < low ? low : number;
}

/* The smallest of 1, 2, 5 · 10ⁿ that cuts a span into at most `most` parts. */
static double round_step(double span, double most)
{
    double raw = span / fmax(most, 1), power = pow(10, floor(log10(raw)));
    double factor = raw / power;
    return power * (factor <= 1 + 1e-9 ? 1 : factor <= 2 + 1e-9 ? 2 : factor <= 5 + 1e-9 ? 5 : 10);
}

static void widen(double *low, double *high)
{
    if (!isfinite(*low) || !isfinite(*high))
        *low = isfinite(*low) ? *low : 0, *high = isfinite(*high) ? *high : *low + 1;
    if (*low > *high) {
        double other = *low;
        *low = *high, *high = other;
    }
    double least = fmax(fabs(*low), fabs(*high)) * 1e-12;
    if (*high - *low > least && isfinite(*high - *low))
        return;
    double half = *low == 0 ? 0.5 : fmin(fabs(*low) * 0.5, 1e300);
    *low -= half;
    *high = *low + 2 * half;
}

void plot_round(double *low, double *high)
{
    widen(low, high);
    double step = round_step(*high - *low, 5);
    *low = step * floor(*low / step + 1e-9);
    *high = step * ceil(*high / step - 1e-9);
}

static Ticks ticks_of(double low, double high, double most, bool whole)
{
    Ticks ticks = {.step = round_step(high - low, most)};
    if (whole && ticks.step < 1)
        ticks.step = 1;
    ticks.decimals = at_least((int)ceil(-log10(ticks.step) - 1e-9), 0);
    if (ticks.decimals > 4 || fmax(fabs(low), fabs(high)) >= 1e6)
        ticks.decimals = -1;
    return ticks;
}

static int tick_label(char label[32], double value, const Ticks *ticks)
{
    if (fabs(value) < ticks->step * 1e-6)
        value = 0;
    if (ticks->decimals < 0)
        text_show_number(label, 32, value, 3);
    else
        snprintf(label, 32, "%.*f", ticks->decimals, value);
    return (int)strlen(label);
}

static double first_tick(double low, const Ticks *ticks)
{
    return ceil(low / ticks->step - 1e-9) * ticks->step;
}

static int widest_label(double low, double high, const Ticks *ticks)
{
    char label[32];
    int widest = 0;
    for (double value = first_tick(low, ticks); value <= high + ticks->step * 1e-9; value += ticks->step)
        widest = at_least(tick_label(label, value, ticks), widest);
    return widest;
}

/* Labels stand at least two rows apart, and there are at most eight. */
static Ticks y_ticks(const Plot *plot, int rows)
{
    double most = rows < 4 ? 1 : (rows - 1) / 2;
    return ticks_of(plot->y_low, plot->y_high, most > 8 ? 8 : most, false);
}

/* As many as fit with three blanks between the labels; steps and updates are counted in whole numbers. */
static Ticks x_ticks(const Plot *plot, int columns)
{
    double middle = (plot->x_low + plot->x_high) / 2;
    bool one = plot->x_high - plot->x_low == 1 && middle == floor(middle); // a single step, widened
    bool whole = one || (plot->x_low == floor(plot->x_low) && plot->x_high == floor(plot->x_high));
    Ticks ticks = ticks_of(plot->x_low, plot->x_high, 1, whole);
    for (int most = columns / 4; most >= 1; most--) {
        ticks = ticks_of(plot->x_low, plot->x_high, most, whole);
        double apart = ticks.step / (plot->x_high - plot->x_low) * (columns - 1);
        if (apart >= widest_label(plot->x_low, plot->x_high, &ticks) + 3)
            break;
    }
    return ticks;
}

/** Margins - what the axes take of the area on each side; parts that do not fit are left out. */
typedef struct Margins {
    int left, right, top, bottom;
    int labels; // columns of the y labels; 0: none
} Margins;

static Margins margins_of(const Grid *grid, const Plot *plot)
{
    Margins margins = {0};
    int width = plot->area.width, height = plot->area.height;
    margins.top = plot->y_name != NULL && *plot->y_name != '\0' && height >= 6;
    margins.bottom = height >= 5 ? 2 : height >= 3 ? 1 : 0;
    Ticks ticks = y_ticks(plot, height - margins.top - margins.bottom);
    int labels = widest_label(plot->y_low, plot->y_high, &ticks), name = 0;
    if (plot->x_name != NULL)
        name = grid_columns(grid, plot->x_name);
    if (height >= 3 && width >= labels + 10)
        margins.labels = labels;
    margins.left = width < 4 ? 0 : margins.labels > 0 ? margins.labels + 2 : 1;
    if (margins.bottom == 2 && name > 0 && name <= 8 && width - margins.left >= 4 * (name + 1))
        margins.right = name + 1;
    return margins;
}

static void draw_y_axis(Grid *grid, const Plot *plot, const Margins *margins)
{
    Rect in = plot->inner;
    Ticks ticks = y_ticks(plot, in.height);
    grid_fill(grid, (Rect){in.x - 1, in.y, 1, in.height}, 0x2502, style(ROLE_AXIS));
    for (double value = first_tick(plot->y_low, &ticks); value <= plot->y_high + ticks.step * 1e-9;
         value += ticks.step) {
        char label[32];
        int row = plot_row(plot, value);
        if (row < 0 || margins->labels == 0)
            continue;
        tick_label(label, value, &ticks);
        grid_right(grid, in.x - 2 - margins->labels, row, margins->labels, style(ROLE_AXIS), label);
        grid_put(grid, in.x - 1, row, 0x2524, style(ROLE_AXIS));
    }
}

/* A tick and its label below it, when the label keeps clear of the one that ended at *end. */
static void draw_x_tick(Grid *grid, const Plot *plot, double value, const Ticks *ticks, int before, int *end)
{
    Rect in = plot->inner;
    char label[32];
    int column = plot_column(plot, value), columns = tick_label(label, value, ticks);
    int left = column - (columns - 1) / 2, most = plot->area.x + plot->area.width - columns;
    left = left > most ? most : left;
    if (column < 0 || left <= *end || left < plot->area.x || left + columns + 1 >= before)
        return;
    grid_text(grid, left, in.y + in.height + 1, columns, style(ROLE_AXIS), label);
    grid_put(grid, column, in.y + in.height, 0x252C, style(ROLE_AXIS));
    *end = left + columns;
}

static void draw_x_ticks(Grid *grid, const Plot *plot)
{
    Ticks ticks = x_ticks(plot, plot->inner.width);
    double first = first_tick(plot->x_low, &ticks), unit = pow(10, -ticks.decimals);
    int end = plot->area.x - 1, clear = plot->area.x + plot->area.width + 2;
    char label[32];
    bool round = ticks.decimals >= 0 && fabs(plot->x_low - unit * nearbyint(plot->x_low / unit)) < unit * 1e-6;
    if (round && first - plot->x_low > ticks.step * 1e-6) { // "1" before "10", "20", …
        int next = plot_column(plot, first) - (tick_label(label, first, &ticks) - 1) / 2;
        draw_x_tick(grid, plot, plot->x_low, &ticks, next, &end);
    }
    for (double value = first; value <= plot->x_high + ticks.step * 1e-9; value += ticks.step)
        draw_x_tick(grid, plot, value, &ticks, clear, &end);
}

static void draw_x_axis(Grid *grid, const Plot *plot, const Margins *margins)
{
    Rect in = plot->inner;
    int row = in.y + in.height;
    grid_fill(grid, (Rect){in.x, row, in.width, 1}, 0x2500, style(ROLE_AXIS));
    if (margins->left > 0)
        grid_put(grid, in.x - 1, row, 0x2514, style(ROLE_AXIS));
    if (margins->bottom == 2)
        draw_x_ticks(grid, plot);
    if (margins->right > 0)
        grid_right(grid, in.x + in.width, row, margins->right, style(ROLE_AXIS), plot->x_name);
}

void plot_axes(Grid *grid, Plot *plot)
{
    widen(&plot->x_low, &plot->x_high);
    widen(&plot->y_low, &plot->y_high);
    Margins margins = margins_of(grid, plot);
    Rect area = plot->area;
    plot->inner = (Rect){area.x + margins.left, area.y + margins.top, area.width - margins.left - margins.right,
                         area.height - margins.top - margins.bottom};
    if (plot->inner.width <= 0 || plot->inner.height <= 0) {
        plot->inner.width = plot->inner.height = 0;
        return;
    }
    if (margins.top > 0)
        grid_text(grid, area.x, area.y, area.width, style(ROLE_AXIS), plot->y_name);
    if (margins.left > 0)
        draw_y_axis(grid, plot, &margins);
    if (margins.bottom > 0)
        draw_x_axis(grid, plot, &margins);
}

/* Where a value lies among `cells` cells of `dots` dots each; −1 outside (half a dot is forgiven to rounding). */
static int cell_of(double value, double low, double high, int cells, int dots)
{
    double at = (value - low) / (high - low) * (cells * dots - 1);
    if (cells <= 0 || !(at >= -0.5) || !(at < cells * dots - 0.5))
        return -1;
    return (int)lround(fmax(at, 0)) / dots;
}

int plot_column(const Plot *plot, double x)
{
    int column = cell_of(x, plot->x_low, plot->x_high, plot->inner.width, 2);
    return column < 0 ? -1 : plot->inner.x + column;
}

int plot_row(const Plot *plot, double y)
{
    int row = cell_of(-y, -plot->y_high, -plot->y_low, plot->inner.height, 4);
    return row < 0 ? -1 : plot->inner.y + row;
}
