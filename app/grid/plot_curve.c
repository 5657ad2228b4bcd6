/* What is drawn into a plot: curves in braille, levels, the cursor's line, names at the ends of curves. */
#include "app/grid/plot.h"

#include <math.h>
#include <string.h>

static const char GLYPH[PLOT_SERIES + 1] = "*o+x#@";
/* How curves are told apart without colour: dots drawn and left out, in turn. */
static const unsigned char DASH[PLOT_SERIES][4] = {
    {1, 0, 1, 0}, {6, 3, 6, 3}, {1, 2, 1, 2}, {8, 2, 1, 2}, {3, 3, 3, 3}, {1, 4, 1, 4},
};

typedef struct Point {
    double x, y; // in dots from the upper left corner of the inner area
    bool there;
} Point;

/** Curve - one being drawn. */
typedef struct Curve {
    Grid *grid;
    const Plot *plot;
    const double *ys;
    int series;
    unsigned walked; // dots so far: where in the dash
    PlotName name;
    const void *context;
    size_t marks_before; // marks of this curve come after these
    size_t marked;       // the point the last mark stands for
    unsigned short mark;
} Curve;

static int limit_series(int series)
{
    return series < 0 ? 0 : series % PLOT_SERIES;
}

static Style series_style(int series)
{
    return style_level(ROLE_SERIES, limit_series(series));
}

static bool dash_on(int series, unsigned walked)
{
    const unsigned char *dash = DASH[series];
    unsigned at = walked % (unsigned)(dash[0] + dash[1] + dash[2] + dash[3]);
    for (int i = 0; i < 4; at -= dash[i++])
        if (at < dash[i])
            return i % 2 == 0;
    return false;
}

/* Who comes first in a cell that several series meet in, by its column: of any two each has its turn equally often. */
static const unsigned char RANK[PLOT_SERIES][PLOT_SERIES] = {
    {0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {2, 3, 0, 1, 5, 4}, {3, 2, 5, 4, 0, 1}, {4, 0, 3, 5, 1, 2}, {1, 5, 2, 0, 4, 3},
};

/* The series whose colour (ASCII: glyph) the cell has: where curves lie upon each other all stay in sight, in turn. */
static int owner(const Curve *curve, const GridCell *cell, int column)
{
    const unsigned char *rank = RANK[column % PLOT_SERIES];
    bool curves = cell->style.role == ROLE_SERIES && (curve->grid->ascii || grid_is_braille(cell->glyph[0]));
    int there = limit_series(cell->style.level);
    return curves && rank[there] < rank[curve->series] ? there : curve->series;
}

/* The cell keeps the mark it had: marks are set apart from dots. */
static void put_dot(Curve *curve, int x, int y)
{
    Rect in = curve->plot->inner;
    int column = in.x + x / DOTS_X, row = in.y + y / DOTS_Y;
    if (x < 0 || y < 0 || x >= in.width * DOTS_X || y >= in.height * DOTS_Y)
        return;
    const GridCell *cell = grid_cell(curve->grid, column, row);
    if (cell == NULL)
        return;
    unsigned short mark = cell->mark;
    int series = owner(curve, cell, column);
    uint32_t glyph = curve->grid->ascii ? (uint32_t)GLYPH[series] : grid_dot(cell->glyph[0], x, y);
    grid_put(curve->grid, column, row, glyph, series_style(series));
    curve->grid->cell[(size_t)row * (size_t)curve->grid->width + (size_t)column].mark = mark;
}

/* Say that the cell of a dot shows point `index`; the first point of this curve to come into a cell keeps it. */
static void mark_dot(Curve *curve, int x, int y, size_t index)
{
    Rect in = curve->plot->inner;
    int column = in.x + x / DOTS_X, row = in.y + y / DOTS_Y;
    const GridCell *cell = grid_cell(curve->grid, column, row);
    bool inside = x >= 0 && y >= 0 && x < in.width * DOTS_X && y < in.height * DOTS_Y;
    if (curve->name == NULL || cell == NULL || !inside || cell->mark > curve->marks_before)
        return;
    if (curve->mark == 0 || curve->marked != index) {
        char name[96] = "";
        curve->name(index, name, sizeof name, curve->context);
        curve->mark = grid_mark(curve->grid, column, row, 1, name, curve->ys[index], "");
        curve->marked = index;
    }
    curve->grid->cell[(size_t)row * (size_t)curve->grid->width + (size_t)column].mark = curve->mark;
}

/* One side of Liang and Barsky's clipping: keep the part of a … b (as shares from … to) where p·share ≤ q. */
static bool clip_side(double p, double q, double *from, double *to)
{
    if (p == 0)
        return q >= 0;
    double share = q / p;
    if (p < 0)
        *from = fmax(*from, share);
    else
        *to = fmin(*to, share);
    return *from <= *to;
}

static bool clip_segment(Point *a, Point *b, double width, double height)
{
    double dx = b->x - a->x, dy = b->y - a->y, from = 0, to = 1;
    if (!clip_side(-dx, a->x + 0.49, &from, &to) || !clip_side(dx, width - 0.51 - a->x, &from, &to) ||
        !clip_side(-dy, a->y + 0.49, &from, &to) || !clip_side(dy, height - 0.51 - a->y, &from, &to))
        return false;
    *b = (Point){a->x + to * dx, a->y + to * dy, true};
    *a = (Point){a->x + from * dx, a->y + from * dy, true};
    return true;
}

/* From point `index` to the next: each dot belongs to the nearer of the two. */
static void draw_segment(Curve *curve, Point a, Point b, size_t index)
{
    Rect in = curve->plot->inner;
    double middle = (a.x + b.x) / 2;
    bool rising = b.x >= a.x;
    if (!clip_segment(&a, &b, in.width * DOTS_X, in.height * DOTS_Y))
        return;
    int steps = (int)ceil(fmax(fabs(b.x - a.x), fabs(b.y - a.y)) - 1e-9);
    for (int i = 0; i <= steps; i++) {
        double share = steps > 0 ? (double)i / steps : 0, x = a.x + share * (b.x - a.x), y = a.y + share * (b.y - a.y);
        int dot_x = (int)lround(x), dot_y = (int)lround(y);
        bool later = rising ? x >= middle : x < middle;
        if (curve->grid->ascii || dash_on(curve->series, curve->walked))
            put_dot(curve, dot_x, dot_y);
        curve->walked += i > 0;
        mark_dot(curve, dot_x, dot_y, later ? index + 1 : index);
    }
}

/* A point without neighbours is drawn two dots by two, so that it is seen. */
static void draw_single(Curve *curve, Point point, size_t index)
{
    Rect in = curve->plot->inner;
    if (!(point.x >= -0.5 && point.x < in.width * DOTS_X - 0.5 && point.y >= -0.5 &&
          point.y < in.height * DOTS_Y - 0.5))
        return;
    int x = (int)lround(fmax(point.x, 0)) / 2 * 2, y = (int)lround(fmax(point.y, 0)) / 2 * 2;
    for (int i = 0; i < 4; i++)
        put_dot(curve, x + i % 2, y + i / 2);
    mark_dot(curve, x, y, index);
}

static Point point_at(const Plot *plot, double x, double y)
{
    Rect in = plot->inner;
    Point point = {
        .x = (x - plot->x_low) / (plot->x_high - plot->x_low) * (in.width * DOTS_X - 1),
        .y = (plot->y_high - y) / (plot->y_high - plot->y_low) * (in.height * DOTS_Y - 1),
    };
    point.there = isfinite(x) && isfinite(y) && fabs(point.x) < 1e12 && fabs(point.y) < 1e12;
    return point;
}

void plot_curve(Grid *grid, const Plot *plot, const double *xs, const double *ys, size_t n, int series, PlotName name,
                const void *context)
{
    if (n == 0 || plot->inner.width <= 0 || plot->inner.height <= 0)
        return;
    Curve curve = {.grid = grid,
                   .plot = plot,
                   .ys = ys,
                   .series = limit_series(series),
                   .name = name,
                   .context = context,
                   .marks_before = grid->marks};
    Point before = {0}, now = point_at(plot, xs != NULL ? xs[0] : ceil(plot->x_low), ys[0]);
    for (size_t i = 0; i < n; i++) {
        Point next = {0};
        if (i + 1 < n)
            next = point_at(plot, xs != NULL ? xs[i + 1] : ceil(plot->x_low) + (double)(i + 1), ys[i + 1]);
        if (now.there && next.there)
            draw_segment(&curve, now, next, i);
        else if (now.there && !before.there)
            draw_single(&curve, now, i);
        before = now;
        now = next;
    }
}

/* --- what stands beside the curves --- */

static bool is_free(const Grid *grid, int x, int y)
{
    const GridCell *cell = grid_cell(grid, x, y);
    if (cell == NULL)
        return false;
    uint32_t glyph = cell->glyph[0];
    return glyph == ' ' || glyph == 0x2504 || glyph == 0x250A || (grid->ascii && cell->style.role == ROLE_RULE);
}

static bool all_free(const Grid *grid, int x, int y, int width)
{
    for (int i = 0; i < width; i++)
        if (!is_free(grid, x + i, y))
            return false;
    return true;
}

/* Write at column x in the free row nearest to y, inside the area's rows of the curves. */
static bool write_near(Grid *grid, const Plot *plot, int x, int y, Style text_style, const char *text)
{
    static const int OFFSET[] = {0, -1, 1, -2, 2, -3, 3};
    int columns = grid_columns(grid, text);
    for (size_t i = 0; i < sizeof OFFSET / sizeof *OFFSET; i++) {
        int row = y + OFFSET[i];
        if (row < plot->inner.y || row >= plot->inner.y + plot->inner.height || !all_free(grid, x, row, columns))
            continue;
        grid_text(grid, x, row, columns, text_style, text);
        return true;
    }
    return false;
}

bool plot_label(Grid *grid, const Plot *plot, double x, double y, int series, const char *text)
{
    int column = plot_column(plot, x), row = plot_row(plot, y), columns = grid_columns(grid, text);
    if (column < 0 || row < 0)
        return false;
    int right = plot->area.x + plot->area.width - columns, left = column + 2;
    return write_near(grid, plot, left > right ? right : left, row, series_style(series), text);
}

/* Where in the dash its six dots of a key begin, so that they show a gap where there is one. */
static const unsigned char KEY_BEGIN[PLOT_SERIES] = {0, 4, 0, 6, 0, 0};

int plot_key(Grid *grid, int x, int y, int width, int series, const char *text)
{
    series = limit_series(series);
    if (width < grid_columns(grid, text) + 4)
        return 0;
    for (int i = 0; i < 3; i++) {
        uint32_t glyph = ' ';
        for (int dot = 0; dot < 2; dot++)
            if (dash_on(series, KEY_BEGIN[series] + (unsigned)(2 * i + dot)))
                glyph = grid_dot(glyph, dot, 2);
        grid_put(grid, x + i, y, grid->ascii ? (uint32_t)GLYPH[series] : glyph, series_style(series));
    }
    return 4 + grid_text(grid, x + 4, y, width - 4, series_style(series), text);
}

void plot_level(Grid *grid, const Plot *plot, double y, const char *label)
{
    int row = plot_row(plot, y), columns = label != NULL ? grid_columns(grid, label) : 0;
    Rect in = plot->inner;
    if (row < 0)
        return;
    for (int x = in.x; x < in.x + in.width; x++)
        if (is_free(grid, x, row))
            grid_put(grid, x, row, 0x2504, style(ROLE_RULE));
    if (columns > 0 && columns < in.width)
        write_near(grid, plot, in.x + in.width - columns, row, style(ROLE_FAINT), label);
}

void plot_cursor(Grid *grid, const Plot *plot, double x)
{
    int column = plot_column(plot, x);
    Rect in = plot->inner;
    if (column < 0)
        return;
    for (int y = in.y; y < in.y + in.height; y++)
        if (is_free(grid, column, y))
            grid_put(grid, column, y, 0x250A, style(ROLE_STRONG));
    const GridCell *axis = grid_cell(grid, column, in.y + in.height);
    if (axis != NULL && axis->style.role == ROLE_AXIS)
        grid_put(grid, column, in.y + in.height, 0x25B2, style(ROLE_STRONG));
}
