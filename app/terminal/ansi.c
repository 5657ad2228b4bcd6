/* A grid as text with ANSI colours, one line a row, each line whole in itself. */
#include "app/terminal/terminal.h"

static bool same(const Paint *a, const Paint *b)
{
    return a->fore == b->fore && a->back == b->back && a->bold == b->bold && a->dim == b->dim &&
           a->italic == b->italic && a->underline == b->underline && a->reverse == b->reverse;
}

/* base: 30 for the foreground, 40 for the background. */
static void add_colour(Text *text, int index, int base, Depth depth)
{
    uint32_t rgb = palette_rgb(index);
    int low = palette_16(index);
    if (index < 0 || depth == DEPTH_MONO)
        return;
    if (depth == DEPTH_16 || index < 16)
        text_addf(text, ";%d", low < 8 ? base + low : base + 60 + low - 8);
    else if (depth == DEPTH_256)
        text_addf(text, ";%d;5;%d", base + 8, index);
    else
        text_addf(text, ";%d;2;%u;%u;%u", base + 8, rgb >> 16, rgb >> 8 & 255, rgb & 255);
}

static void add_paint(Text *text, const Paint *paint, Depth depth)
{
    text_add(text, "\033[0");
    text_add(text, paint->bold ? ";1" : "");
    text_add(text, paint->dim ? ";2" : "");
    text_add(text, paint->italic ? ";3" : "");
    text_add(text, paint->underline ? ";4" : "");
    text_add(text, paint->reverse ? ";7" : "");
    add_colour(text, paint->fore, 30, depth);
    add_colour(text, paint->back, 40, depth);
    text_add(text, "m");
}

static bool is_plain_blank(const Grid *grid, int x, int y, const Appearance *look)
{
    static const Paint PLAIN = {.fore = -1, .back = -1};
    const GridCell *cell = grid_cell(grid, x, y);
    uint32_t glyph[3];
    Paint paint = palette_cell(cell, look, grid->ascii, glyph);
    paint.fore = -1;
    paint.bold = paint.dim = false;
    return cell->width == 1 && glyph[0] == ' ' && glyph[1] == 0 && same(&paint, &PLAIN);
}

static void add_row(const Grid *grid, const Appearance *look, int y, Text *text)
{
    static const Paint PLAIN = {.fore = -1, .back = -1};
    Paint now = PLAIN;
    int end = grid->width;
    while (end > 0 && is_plain_blank(grid, end - 1, y, look))
        end--;
    for (int x = 0; x < end; x++) {
        const GridCell *cell = grid_cell(grid, x, y);
        uint32_t glyph[3];
        char bytes[4];
        Paint paint = palette_cell(cell, look, grid->ascii, glyph);
        if (cell->width == 0)
            continue;
        if (!same(&paint, &now))
            add_paint(text, &paint, look->depth);
        now = paint;
        for (int i = 0; i < 3 && glyph[i] != 0; i++)
            text_add_bytes(text, bytes, utf8_put(glyph[i], bytes));
    }
    text_add(text, same(&now, &PLAIN) ? "\n" : "\033[0m\n");
}

void grid_to_ansi(const Grid *grid, const Appearance *look, Text *text)
{
    for (int y = 0; y < grid->height; y++)
        add_row(grid, look, y, text);
}
