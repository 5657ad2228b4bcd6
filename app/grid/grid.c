#include "app/grid/grid.h"

#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/base/utf8.h"

static const GridCell BLANK = {.glyph = {' '}, .width = 1};

static int clamp_size(int size)
{
    return size < 1 ? 1 : size > 1000 ? 1000 : size;
}

Grid *grid_new(int width, int height)
{
    Grid *grid = memory_new(1, sizeof *grid);
    grid_resize(grid, width, height);
    return grid;
}

void grid_free(Grid *grid)
{
    if (grid == NULL)
        return;
    free(grid->cell);
    free(grid->mark);
    free(grid);
}

void grid_resize(Grid *grid, int width, int height)
{
    free(grid->cell);
    grid->width = clamp_size(width);
    grid->height = clamp_size(height);
    grid->cell = memory_new((size_t)grid->width * (size_t)grid->height, sizeof *grid->cell);
    grid_clear(grid);
}

void grid_clear(Grid *grid)
{
    size_t cells = (size_t)grid->width * (size_t)grid->height;
    for (size_t i = 0; i < cells; i++)
        grid->cell[i] = BLANK;
    grid->marks = 0;
    grid->cursor_x = grid->cursor_y = -1;
}

Rect grid_whole(const Grid *grid)
{
    return (Rect){0, 0, grid->width, grid->height};
}

static GridCell *cell_at(const Grid *grid, int x, int y)
{
    if (x < 0 || y < 0 || x >= grid->width || y >= grid->height)
        return NULL;
    return &grid->cell[(size_t)y * (size_t)grid->width + (size_t)x];
}

const GridCell *grid_cell(const Grid *grid, int x, int y)
{
    return cell_at(grid, x, y);
}

/* A wide glyph of which one half is overwritten must not leave the other half behind. */
static void part_wide(GridCell *cell)
{
    GridCell *other = cell->width == 2 ? cell + 1 : cell->width == 0 ? cell - 1 : NULL;
    if (other == NULL)
        return;
    other->glyph[0] = ' ';
    other->glyph[1] = other->glyph[2] = 0;
    other->width = 1;
}

static uint32_t glyph_drawn(const Grid *grid, uint32_t glyph)
{
    if (utf8_width(glyph) < 1 || !utf8_harmless(glyph))
        glyph = UTF8_REPLACEMENT;
    if (!grid->ascii || glyph < 0x80)
        return glyph;
    const char *spelled = grid_ascii(glyph);
    return *spelled != '\0' ? (uint32_t)*spelled : '?';
}

void grid_put(Grid *grid, int x, int y, uint32_t glyph, Style style)
{
    GridCell *cell = cell_at(grid, x, y);
    if (cell == NULL)
        return;
    glyph = glyph_drawn(grid, glyph);
    bool wide = utf8_width(glyph) == 2;
    if (wide && x + 1 >= grid->width)
        glyph = ' ', wide = false;
    part_wide(cell);
    *cell = (GridCell){.glyph = {glyph}, .style = style, .width = 1};
    if (!wide)
        return;
    part_wide(cell + 1);
    cell->width = 2;
    cell[1] = (GridCell){.style = style, .width = 0};
}

/* The part of an area that lies on the grid; width or height 0 where none does. */
static Rect clip(const Grid *grid, Rect area)
{
    int left = area.x < 0 ? 0 : area.x, top = area.y < 0 ? 0 : area.y;
    int right = area.width > grid->width - area.x ? grid->width : area.x + area.width;
    int bottom = area.height > grid->height - area.y ? grid->height : area.y + area.height;
    return (Rect){left, top, right > left ? right - left : 0, bottom > top ? bottom - top : 0};
}

void grid_fill(Grid *grid, Rect area, uint32_t glyph, Style style)
{
    area = clip(grid, area);
    int step = utf8_width(glyph) == 2 ? 2 : 1;
    for (int y = area.y; y < area.y + area.height; y++)
        for (int x = area.x; x < area.x + area.width; x += step)
            grid_put(grid, x, y, x + step > area.x + area.width ? ' ' : glyph, style);
}

/* Under the cursor a shade keeps its level, so that it can still be told: it is only marked as reversed. */
static void restyle(GridCell *cell, Style style)
{
    bool shade = cell->style.role == ROLE_HEAT || cell->style.role == ROLE_RAMP;
    if (shade && style.role == ROLE_CURSOR)
        cell->style.reverse = true;
    else
        cell->style = style;
}

void grid_restyle(Grid *grid, Rect area, Style style)
{
    area = clip(grid, area);
    for (int y = area.y; y < area.y + area.height; y++)
        for (int x = area.x; x < area.x + area.width; x++)
            restyle(cell_at(grid, x, y), style);
}
