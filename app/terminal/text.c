/* A grid as plain text: what golden files and pipes get. */
#include "app/terminal/terminal.h"

static bool is_blank(const GridCell *cell)
{
    return cell->width == 1 && cell->glyph[0] == ' ' && cell->glyph[1] == 0;
}

/* Few fonts have the glyphs that fill a cell from above: the nearest that all have. */
static uint32_t common(uint32_t glyph)
{
    return glyph == 0x1FB82 ? 0x2594 : glyph == 0x1FB86 ? 0x2588 : glyph > 0x1FB82 && glyph < 0x1FB86 ? 0x2580 : glyph;
}

static void add_cell(Text *text, const GridCell *cell)
{
    char bytes[4];
    for (int i = 0; i < 3 && cell->width != 0 && cell->glyph[i] != 0; i++)
        text_add_bytes(text, bytes, utf8_put(common(cell->glyph[i]), bytes));
}

void grid_to_text(const Grid *grid, Text *text)
{
    for (int y = 0; y < grid->height; y++) {
        int end = grid->width;
        while (end > 0 && is_blank(grid_cell(grid, end - 1, y)))
            end--;
        for (int x = 0; x < end; x++)
            add_cell(text, grid_cell(grid, x, y));
        text_add(text, "\n");
    }
}
