/* Lines and frames. Lines that share a cell are joined there: ─ and │ become ┼, ┬, ├ … */
#include "app/grid/grid.h"

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

static const uint32_t LINE[16] = {
    // by the arms of a cell
    ' ',    0x2575, 0x2577, 0x2502, 0x2574, 0x2518, 0x2510, 0x2524,
    0x2576, 0x2514, 0x250C, 0x251C, 0x2500, 0x2534, 0x252C, 0x253C,
};

static unsigned ascii_arms(const GridCell *cell)
{
    if (cell->style.role != ROLE_RULE && cell->style.role != ROLE_AXIS)
        return 0; // a minus in a text is no line
    switch (cell->glyph[0]) {
    case '-': return LEFT | RIGHT;
    case '|': return UP | DOWN;
    case '+': return UP | DOWN | LEFT | RIGHT;
    default: return 0;
    }
}

static unsigned arms_at(const Grid *grid, int x, int y)
{
    const GridCell *cell = grid_cell(grid, x, y);
    if (cell == NULL)
        return 0;
    for (unsigned arms = 1; arms < 16; arms++)
        if (cell->glyph[0] == LINE[arms])
            return arms;
    return grid->ascii ? ascii_arms(cell) : 0;
}

/* Draw a cell of a line. Where it meets another one, only the arms that it really has are added (end: those of a line
 * that ends here); alone it is drawn whole. */
static void put_arms(Grid *grid, int x, int y, unsigned whole, unsigned end, Style style)
{
    unsigned there = arms_at(grid, x, y);
    grid_put(grid, x, y, LINE[there != 0 ? there | end : whole], style);
}

void grid_line_across(Grid *grid, int x, int y, int width, Style style)
{
    for (int i = 0; i < width; i++) {
        unsigned end = (i > 0 || width == 1 ? LEFT : 0u) | (i < width - 1 || width == 1 ? RIGHT : 0u);
        put_arms(grid, x + i, y, LEFT | RIGHT, end, style);
    }
}

void grid_line_down(Grid *grid, int x, int y, int height, Style style)
{
    for (int i = 0; i < height; i++) {
        unsigned end = (i > 0 || height == 1 ? UP : 0u) | (i < height - 1 || height == 1 ? DOWN : 0u);
        put_arms(grid, x, y + i, UP | DOWN, end, style);
    }
}

void grid_box(Grid *grid, Rect area, Style style)
{
    int right = area.x + area.width - 1, bottom = area.y + area.height - 1;
    if (area.width < 2 || area.height < 2)
        return;
    put_arms(grid, area.x, area.y, DOWN | RIGHT, DOWN | RIGHT, style);
    put_arms(grid, right, area.y, DOWN | LEFT, DOWN | LEFT, style);
    put_arms(grid, area.x, bottom, UP | RIGHT, UP | RIGHT, style);
    put_arms(grid, right, bottom, UP | LEFT, UP | LEFT, style);
    if (area.width > 2) {
        grid_line_across(grid, area.x + 1, area.y, area.width - 2, style);
        grid_line_across(grid, area.x + 1, bottom, area.width - 2, style);
    }
    if (area.height > 2) {
        grid_line_down(grid, area.x, area.y + 1, area.height - 2, style);
        grid_line_down(grid, right, area.y + 1, area.height - 2, style);
    }
}
