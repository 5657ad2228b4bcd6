#include "app/grid/column.h"

#include <math.h>

#include "app/grid/heat.h"

static void fill_row(Grid *grid, Rect area, int y, uint32_t glyph, Style how)
{
    for (int x = area.x; x < area.x + area.width; x++)
        grid_put(grid, x, y, glyph, how);
}

/** eighths_of - so many rows, at most `most` of them: what is not nothing is at least one. */
static int eighths_of(double rows, int most)
{
    int eighths = (int)lround(fmin(fabs(rows), most) * 8);
    return eighths == 0 && rows != 0 ? 1 : eighths;
}

/** rising - a row of a bar that fills it from below; hanging - from above. */
static uint32_t rising(const Grid *grid, int eighths)
{
    static const char plain[] = " __.:=+##";
    eighths = eighths > 8 ? 8 : eighths;
    return grid->ascii ? (uint32_t)plain[eighths] : 0x2580u + (uint32_t)eighths;
}

static uint32_t hanging(const Grid *grid, int eighths)
{
    static const char plain[] = " ''\"\"%%##";
    static const uint32_t glyph[] = {' ', 0x2594, 0x1FB82, 0x1FB83, 0x2580, 0x1FB84, 0x1FB85, 0x1FB86, 0x2588};
    eighths = eighths > 8 ? 8 : eighths;
    return grid->ascii ? (uint32_t)plain[eighths] : glyph[eighths];
}

static void question(Grid *grid, Rect area)
{
    fill_row(grid, area, area.y + area.height / 2, '?', style(ROLE_BAD));
}

static void bar_up(Grid *grid, Rect area, double rows, Style bar)
{
    int eighths = eighths_of(rows, area.height);
    for (int y = area.y + area.height - 1; y >= area.y && eighths > 0; y--, eighths -= 8)
        fill_row(grid, area, y, rising(grid, eighths), bar);
}

static void bar_down(Grid *grid, Rect area, double rows, Style bar)
{
    int eighths = eighths_of(rows, area.height);
    for (int y = area.y; y < area.y + area.height && eighths > 0; y++, eighths -= 8)
        fill_row(grid, area, y, hanging(grid, eighths), bar);
}

void column_up(Grid *grid, Rect area, double share, Style bar)
{
    if (isnan(share))
        question(grid, area);
    else if (share > 0)
        bar_up(grid, area, share * area.height, bar);
    else
        fill_row(grid, area, area.y + area.height - 1, grid->ascii ? '.' : 0xB7, style(ROLE_FAINT));
}

void column_signed(Grid *grid, Rect area, int upper, double rows, Style positive, Style negative)
{
    Rect above = {area.x, area.y, area.width, upper};
    Rect below = {area.x, area.y + upper, area.width, area.height - upper};
    if (isnan(rows))
        question(grid, area);
    else if (area.height < 2)
        heat_cell(grid, area.x, area.y, area.width, rows, 1, NULL);
    else if (rows < 0)
        bar_down(grid, below, rows, negative);
    else if (rows > 0)
        bar_up(grid, above, rows, positive);
    else if (upper > 0)
        fill_row(grid, area, below.y - 1, grid->ascii ? '_' : 0x2581, style(ROLE_FAINT));
    else
        fill_row(grid, area, below.y, grid->ascii ? '\'' : 0x2594, style(ROLE_FAINT));
}
