/* Text on the grid: one glyph after the other, filtered, spelled in ASCII where it must be, cut where it is too long. */
#include "app/grid/grid.h"

#include <ctype.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"

/** Before - the glyph before, where it changes how the next is spelled in ASCII. */
typedef struct Before {
    bool raised; // a superscript: "10^-3" needs one ^ only
    bool weight; // the mark of a weight: what follows is multiplied by it, "Wx*x" of "Wₓx"
} Before;

/** Pen - where the next glyph goes. */
typedef struct Pen {
    Grid *grid;
    Style style;
    int x, y;
    int room;       // columns left
    GridCell *last; // takes the combining marks; NULL when the glyph before lies outside
    Before before;
} Pen;

/* Zero-width characters that are no marks on a letter: joiners, variation selectors, tags. They change how wide a
 * terminal draws what stands around them, so that nothing good comes of passing them on. */
static bool is_joiner(uint32_t code)
{
    return (code >= 0x2000 && code <= 0x206F) || (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF ||
           code >= 0xE0000;
}

/* What a code point is drawn as in ASCII: its spelling, "?" without one; a mark without one is left out. */
static const char *spelling(uint32_t code, Before *before)
{
    const char *spelled = grid_ascii(code);
    bool up = *spelled == '^' && spelled[1] != '\0';
    if (up && before->raised)
        spelled++;
    before->raised = up;
    before->weight = code == 0x2093 || code == 0x2095; // ₓ, ₕ
    return *spelled == '\0' && utf8_width(code) != 0 ? "?" : spelled;
}

/* Is a sign of multiplication missing between the weight before and this letter? */
static bool times_missing(const Grid *grid, uint32_t code, const Before *before)
{
    return grid->ascii && before->weight && code < 0x80 && isalpha((int)code);
}

/* Columns of one code point; 0 for a mark, 1 for what is replaced because it could drive a terminal. */
static int columns_of(const Grid *grid, uint32_t code, Before *before)
{
    int width = utf8_width(code), times = times_missing(grid, code, before);
    if (grid->ascii && code >= 0x80)
        return (int)strlen(spelling(code, before));
    *before = (Before){0};
    return times + (width < 0 || !utf8_harmless(code) ? 1 : width);
}

static bool longer_than(const Grid *grid, const char *text, int room)
{
    Before before = {0};
    int columns = 0;
    for (uint32_t code; columns <= room && (code = utf8_next(&text)) != 0;)
        columns += columns_of(grid, code, &before);
    return columns > room;
}

static void pen_combine(Pen *pen, uint32_t code)
{
    if (pen->last == NULL || is_joiner(code))
        return;
    for (int i = 1; i < 3; i++)
        if (pen->last->glyph[i] == 0) {
            pen->last->glyph[i] = code;
            return;
        }
}

static bool inside(const Pen *pen)
{
    return pen->x >= 0 && pen->x < pen->grid->width && pen->y >= 0 && pen->y < pen->grid->height;
}

static bool pen_glyph(Pen *pen, uint32_t code, int columns)
{
    if (columns > pen->room)
        return false;
    grid_put(pen->grid, pen->x, pen->y, code, pen->style);
    pen->last = NULL;
    if (inside(pen))
        pen->last = &pen->grid->cell[(size_t)pen->y * (size_t)pen->grid->width + (size_t)pen->x];
    pen->x += columns;
    pen->room -= columns;
    return true;
}

static bool pen_put(Pen *pen, uint32_t code)
{
    if (times_missing(pen->grid, code, &pen->before) && !pen_glyph(pen, '*', 1))
        return false;
    if (pen->grid->ascii && code >= 0x80) {
        for (const char *at = spelling(code, &pen->before); *at != '\0'; at++)
            if (!pen_glyph(pen, (uint32_t)*at, 1))
                return false;
        return true;
    }
    pen->before.weight = false;
    int columns = columns_of(pen->grid, code, &pen->before);
    if (columns == 0)
        pen_combine(pen, code);
    return columns == 0 || pen_glyph(pen, code, columns);
}

int grid_text(Grid *grid, int x, int y, int width, Style style, const char *text)
{
    int room = width > grid->width - x ? grid->width - x : width;
    if (room <= 0)
        return 0;
    bool cut = longer_than(grid, text, room);
    Pen pen = {.grid = grid, .style = style, .x = x, .y = y, .room = cut ? room - 1 : room};
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        if (!pen_put(&pen, code))
            break;
    if (cut) {
        grid_put(grid, pen.x, y, grid->ascii ? '>' : 0x2026, style);
        pen.x++;
    }
    return pen.x - x;
}

int grid_textf(Grid *grid, int x, int y, int width, Style style, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return grid_text(grid, x, y, width, style, text);
}

static int text_columns(const Grid *grid, const char *text, int limit)
{
    Before before = {0};
    int columns = 0;
    for (uint32_t code; columns < limit && (code = utf8_next(&text)) != 0;)
        columns += columns_of(grid, code, &before);
    return columns < limit ? columns : limit;
}

int grid_columns(const Grid *grid, const char *text)
{
    return text_columns(grid, text, INT_MAX);
}

int grid_right(Grid *grid, int x, int y, int width, Style style, const char *text)
{
    if (width <= 0)
        return 0;
    int columns = text_columns(grid, text, width);
    return grid_text(grid, x + width - columns, y, columns, style, text);
}
