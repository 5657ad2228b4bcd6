#include "app/view/turf.h"

#include <math.h>

#include "engine/football/pitch.h"

static const double MARGIN = 3; // m beyond the lines: the goals, and who stands outside

/* ---- where things lie ---- */

double turf_scale(int width, int height)
{
    const double across = (width * DOTS_X - 1) / (2 * (PITCH_HALF_LENGTH + MARGIN));
    const double down = (height * DOTS_Y - 1) / (2 * (PITCH_HALF_WIDTH + MARGIN));
    return fmax(fmin(across, down), 0);
}

static int cells(double dots, int each)
{
    return (int)ceil((dots + 1) / each - 1e-9);
}

static Turf turf_of(Grid *grid, Rect area, double dots, double x, double y)
{
    return (Turf){grid, area, dots, x, y, (area.width * DOTS_X - 1) / 2, (area.height * DOTS_Y - 1) / 2};
}

Turf turf_whole(Grid *grid, Rect room)
{
    const double dots = turf_scale(room.width, room.height);
    int width = cells(2 * (PITCH_HALF_LENGTH + MARGIN) * dots, DOTS_X);
    int height = cells(2 * (PITCH_HALF_WIDTH + MARGIN) * dots, DOTS_Y);
    Rect area = {room.x, room.y + (room.height - height) / 2, width < room.width ? width : room.width,
                 height < room.height ? height : room.height};
    return turf_of(grid, area, dots, 0, 0);
}

bool turf_holds(double x, double y)
{
    return fabs(x) <= PITCH_HALF_LENGTH + MARGIN && fabs(y) <= PITCH_HALF_WIDTH + MARGIN;
}

Turf turf_around(Grid *grid, Rect area, double x, double y, double reach_x, double reach_y)
{
    const double across = area.width * DOTS_X - 2, down = area.height * DOTS_Y - 2;
    return turf_of(grid, area, fmin(across / (2 * reach_x), down / (2 * reach_y)), x, y);
}

/** Dot - counted from the upper left corner of the area; may lie far outside. */
typedef struct Dot {
    double x, y;
} Dot;

static Dot dot_of(const Turf *turf, double x, double y)
{
    return (Dot){turf->mid_x + (x - turf->x) * turf->dots, turf->mid_y - (y - turf->y) * turf->dots};
}

static bool in_sight(const Turf *turf, Dot dot)
{
    return dot.x > -0.5 && dot.y > -0.5 && dot.x < turf->area.width * DOTS_X - 0.5 &&
           dot.y < turf->area.height * DOTS_Y - 0.5;
}

bool turf_cell(const Turf *turf, double x, double y, int *column, int *row)
{
    const Dot dot = dot_of(turf, x, y);
    if (!in_sight(turf, dot))
        return false;
    *column = turf->area.x + (int)lround(fmax(dot.x, 0)) / DOTS_X;
    *row = turf->area.y + (int)lround(fmax(dot.y, 0)) / DOTS_Y;
    return true;
}

void turf_edge(const Turf *turf, double x, double y, int *column, int *row)
{
    const Dot dot = dot_of(turf, x, y);
    const double right = turf->area.width * DOTS_X - 1, bottom = turf->area.height * DOTS_Y - 1;
    *column = turf->area.x + (int)fmin(fmax(dot.x, 0), right) / DOTS_X;
    *row = turf->area.y + (int)fmin(fmax(dot.y, 0), bottom) / DOTS_Y;
}

/* ---- lines ---- */

/** takes_lines - blank, or a line already. */
static bool takes_lines(const Grid *grid, const GridCell *cell)
{
    const uint32_t glyph = cell->glyph[0];
    return glyph == ' ' || (grid->ascii ? glyph == '-' || glyph == '|' || glyph == '/' || glyph == '\\' || glyph == '.' || glyph == '+'
                                        : grid_is_braille(glyph));
}

/** crossed - what an ASCII line makes of a cell: a corner of two of the same kind is a +. */
static uint32_t crossed(const GridCell *cell, char slope, Style line)
{
    const uint32_t there = cell->glyph[0];
    const bool corner = (there == '-' && slope == '|') || (there == '|' && slope == '-') || there == '+';
    return corner && cell->style.role == line.role ? '+' : (uint32_t)slope;
}

/** put_dot - slope: the ASCII sign of the line's direction. */
static void put_dot(const Turf *turf, int x, int y, Style dot_style, char slope)
{
    const int column = turf->area.x + x / DOTS_X, row = turf->area.y + y / DOTS_Y;
    const GridCell *cell = grid_cell(turf->grid, column, row);
    if (!cell || cell->mark || !takes_lines(turf->grid, cell))
        return;
    const uint32_t glyph = turf->grid->ascii ? crossed(cell, slope, dot_style) : grid_dot(cell->glyph[0], x, y);
    grid_put(turf->grid, column, row, glyph, dot_style);
}

/** slope_of - of a way in dots: a cell is two dots wide and four high. */
static char slope_of(double across, double down)
{
    const double columns = fabs(across) / DOTS_X, rows = fabs(down) / DOTS_Y;
    if (across == 0 && down == 0)
        return '.';
    if (rows < 0.4 * columns)
        return '-';
    if (columns < 0.4 * rows)
        return '|';
    return (across < 0) == (down < 0) ? '\\' : '/';
}

/** side - one of the four that clip a line: keep shares from … to where p·share ≤ q. */
static bool side(double p, double q, double *from, double *to)
{
    if (p == 0)
        return q >= 0;
    if (p < 0)
        *from = fmax(*from, q / p);
    else
        *to = fmin(*to, q / p);
    return *from <= *to;
}

/** clip - the shares of the way from a to b that are in sight. */
static bool clip(const Turf *turf, Dot a, Dot b, double *from, double *to)
{
    const double right = turf->area.width * DOTS_X - 0.51, bottom = turf->area.height * DOTS_Y - 0.51;
    return side(a.x - b.x, a.x + 0.49, from, to) && side(b.x - a.x, right - a.x, from, to) &&
           side(a.y - b.y, a.y + 0.49, from, to) && side(b.y - a.y, bottom - a.y, from, to);
}

void turf_line(const Turf *turf, double x0, double y0, double x1, double y1, Style line, Dash *dash)
{
    const Dot a = dot_of(turf, x0, y0), b = dot_of(turf, x1, y1);
    double from = 0, to = 1;
    if (!isfinite(a.x + a.y + b.x + b.y) || !clip(turf, a, b, &from, &to))
        return;
    const double length = fmax(fabs(b.x - a.x), fabs(b.y - a.y)), steps = fmax(ceil((to - from) * length), 1);
    const double before = dash ? dash->walked : 0;
    const int dots = dash ? dash->dots : 0;
    const char slope = dots ? '.' : slope_of(b.x - a.x, b.y - a.y);
    for (double i = 0; i <= steps; i++) {
        const double share = from + (to - from) * i / steps;
        const double x = a.x + share * (b.x - a.x), y = a.y + share * (b.y - a.y);
        if (dots == 0 || (int)fmod(before + share * length, 2 * dots) < dots)
            put_dot(turf, (int)lround(fmax(x, 0)), (int)lround(fmax(y, 0)), line, slope);
    }
    if (dash)
        dash->walked += length;
}

/* ---- words ---- */

/** is_text - a mark or word, something that a word must keep clear of. */
static bool is_text(const Turf *turf, int x, int y)
{
    const GridCell *cell = grid_cell(turf->grid, x, y);
    return cell && (cell->mark || !takes_lines(turf->grid, cell));
}

/** cover - how many cells that are not blank a word would cover; −1 where it must not stand. */
static int cover(const Turf *turf, int x, int y, int width)
{
    const Rect area = turf->area;
    int covered = 0;
    if (x < area.x || x + width > area.x + area.width || y < area.y || y >= area.y + area.height)
        return -1;
    if (is_text(turf, x - 1, y) || is_text(turf, x + width, y))
        return -1;
    for (int i = 0; i < width; i++) {
        const GridCell *cell = grid_cell(turf->grid, x + i, y);
        if (!cell || cell->mark || !takes_lines(turf->grid, cell))
            return -1;
        covered += cell->glyph[0] != ' ' ? cell->style.role == ROLE_RULE ? 1 : 3 : 0;
    }
    return covered;
}

void turf_label(const Turf *turf, double x, double y, Style how, const char *word)
{
    int column, row, best = -1, least = 0;
    const int width = grid_columns(turf->grid, word);
    if (width == 0 || !turf_cell(turf, x, y, &column, &row))
        return;
    const int at[][2] = {{column + 2, row}, {column - 1 - width, row}, {column - width / 2, row - 1},
                         {column - width / 2, row + 1}, {column + 1, row - 1}, {column + 1, row + 1}};
    for (int i = 0; i < (int)(sizeof at / sizeof *at); i++) {
        const int covered = cover(turf, at[i][0], at[i][1], width);
        if (covered >= 0 && (best < 0 || covered < least))
            best = i, least = covered;
    }
    if (best >= 0)
        grid_text(turf->grid, at[best][0], at[best][1], width, how, word);
}

/* ---- markings ---- */

static void box(const Turf *turf, double x0, double y0, double x1, double y1, Style line)
{
    turf_line(turf, x0, y0, x1, y0, line, NULL);
    turf_line(turf, x0, y1, x1, y1, line, NULL);
    turf_line(turf, x0, y0, x0, y1, line, NULL);
    turf_line(turf, x1, y0, x1, y1, line, NULL);
}

/** arc - of a circle, angles in radians; in as many pieces as dots. */
static void arc(const Turf *turf, double x, double y, double radius, double from, double to, Style line)
{
    const double pieces = fmin(fmax(ceil((to - from) * radius * turf->dots), 4), 2000);
    for (double i = 0; i < pieces; i++) {
        const double a = from + (to - from) * i / pieces, b = from + (to - from) * (i + 1) / pieces;
        turf_line(turf, x + radius * cos(a), y + radius * sin(a), x + radius * cos(b), y + radius * sin(b), line, NULL);
    }
}

/** half - what stands on one side; sign is +1 at the right, −1 at the left. */
static void half(const Turf *turf, double sign, Style line)
{
    const double goal = sign * PITCH_HALF_LENGTH, PI = acos(-1), middle = sign > 0 ? PI : 0;
    const double opening = acos((PITCH_SPOT_X - PITCH_BOX_X) / PITCH_CIRCLE);
    box(turf, sign * PITCH_BOX_X, -PITCH_BOX_Y, goal, PITCH_BOX_Y, line);
    box(turf, sign * PITCH_SMALL_BOX_X, -PITCH_SMALL_BOX_Y, goal, PITCH_SMALL_BOX_Y, line);
    box(turf, goal, -PITCH_GOAL_Y, goal + sign * PITCH_GOAL_DEPTH, PITCH_GOAL_Y, line);
    turf_line(turf, sign * PITCH_SPOT_X, 0, sign * PITCH_SPOT_X, 0, line, NULL);
    arc(turf, sign * PITCH_SPOT_X, 0, PITCH_CIRCLE, middle - opening, middle + opening, line);
    if (turf->grid->ascii && PITCH_CORNER * turf->dots < 6)
        return; // less than three columns: no sign for it
    for (int up = -1; up <= 1; up += 2) {
        const double inward = sign > 0 ? (up > 0 ? PI : PI / 2) : up > 0 ? -PI / 2 : 0;
        arc(turf, goal, up * PITCH_HALF_WIDTH, PITCH_CORNER, inward, inward + PI / 2, line);
    }
}

void turf_markings(const Turf *turf, Style line)
{
    arc(turf, 0, 0, PITCH_CIRCLE, 0, 2 * acos(-1), line);
    half(turf, -1, line);
    half(turf, 1, line);
    turf_line(turf, 0, -PITCH_HALF_WIDTH, 0, PITCH_HALF_WIDTH, line, NULL);
    box(turf, -PITCH_HALF_LENGTH, -PITCH_HALF_WIDTH, PITCH_HALF_LENGTH, PITCH_HALF_WIDTH, line);
}
