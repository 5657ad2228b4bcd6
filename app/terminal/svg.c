/* A grid as a picture. Blocks, lines and braille are drawn as shapes, so that they meet without seams whatever the font;
 * letters are text, each run held to its columns by textLength. All shapes of one colour share one path. */
#include "app/terminal/terminal.h"

#include <stdlib.h>
#include <string.h>

#include "app/terminal/svg_shape.h"
#include "engine/base/memory.h"

/** Ink - a cell as it is drawn: colours as 0xRRGGBB. */
typedef struct Ink {
    uint32_t glyph[3], fore, back;
    bool bold, italic, underline;
    unsigned char width;
    ShapeKind kind;
    bool drawn;
} Ink;

typedef struct Sheet {
    const Grid *grid;
    Ink *ink; // row-major
    uint32_t paper;
    Text *text;
} Sheet;

/* share/256 of a over b. */
static uint32_t mix(uint32_t a, uint32_t b, uint32_t share)
{
    uint32_t colour = 0;
    for (int shift = 0; shift <= 16; shift += 8)
        colour |= ((a >> shift & 255) * share + (b >> shift & 255) * (256 - share)) / 256 << shift;
    return colour;
}

static uint32_t colour_of(int index, uint32_t own, Depth depth)
{
    if (index < 0 || depth == DEPTH_MONO)
        return own;
    return palette_rgb(depth == DEPTH_16 ? palette_16(index) : index);
}

static Ink ink_of(const GridCell *cell, const Appearance *look, bool ascii)
{
    bool dark = look->background == BACKGROUND_DARK;
    uint32_t paper = dark ? 0x111417 : 0xFFFFFF;
    Ink ink = {.width = cell->width};
    Paint paint = palette_cell(cell, look, ascii, ink.glyph);
    ink.fore = colour_of(paint.fore, dark ? 0xD8DCE0 : 0x1F2328, look->depth);
    ink.back = colour_of(paint.back, paper, look->depth);
    if (paint.reverse) {
        uint32_t fore = ink.fore;
        ink.fore = ink.back, ink.back = fore;
    }
    if (paint.dim)
        ink.fore = mix(ink.fore, ink.back, 150);
    ink.bold = paint.bold, ink.italic = paint.italic, ink.underline = paint.underline;
    ink.kind = cell->width == 1 && ink.glyph[1] == 0 ? shape_kind(ink.glyph[0]) : SHAPE_TEXT;
    if (ink.kind == SHAPE_BLOCK)
        ink.fore = mix(ink.fore, ink.back, shape_density(ink.glyph[0]));
    return ink;
}

/* --- shapes --- */

static void add_background(Sheet *sheet, uint32_t colour)
{
    for (int y = 0; y < sheet->grid->height; y++)
        for (int x = 0, run; x < sheet->grid->width; x += run) {
            Ink *ink = &sheet->ink[y * sheet->grid->width + x];
            for (run = 0; x + run < sheet->grid->width && ink[run].back == colour; run++)
                ink[run].drawn = true;
            if (run > 0)
                text_addf(sheet->text, "M%d %dh%dv%dH%dz", x * SHAPE_WIDTH, y * SHAPE_HEIGHT, run * SHAPE_WIDTH,
                          SHAPE_HEIGHT, x * SHAPE_WIDTH);
            else
                run = 1;
        }
}

static void add_backgrounds(Sheet *sheet)
{
    int cells = sheet->grid->width * sheet->grid->height;
    for (int i = 0; i < cells; i++) {
        uint32_t colour = sheet->ink[i].back;
        if (sheet->ink[i].drawn || colour == sheet->paper)
            continue;
        text_addf(sheet->text, "<path fill=\"#%06x\" d=\"", colour);
        add_background(sheet, colour);
        text_add(sheet->text, "\"/>\n");
    }
}

static void open_path(Text *text, ShapeKind kind, uint32_t colour)
{
    if (kind == SHAPE_BLOCK)
        text_addf(text, "<path fill=\"#%06x\" d=\"", colour);
    else if (kind == SHAPE_LINES)
        text_addf(text, "<path fill=\"none\" stroke=\"#%06x\" d=\"", colour);
    else
        text_addf(text,
                  "<path fill=\"none\" stroke=\"#%06x\" stroke-width=\"3\" stroke-linecap=\"round\" "
                  "shape-rendering=\"auto\" d=\"",
                  colour);
}

/* All shapes of this kind and colour, from cell `first` on, as one path. */
static void add_path(Sheet *sheet, int first, ShapeKind kind, uint32_t colour)
{
    int cells = sheet->grid->width * sheet->grid->height;
    open_path(sheet->text, kind, colour);
    for (int i = first; i < cells; i++) {
        Ink *ink = &sheet->ink[i];
        if (ink->kind != kind || ink->fore != colour)
            continue;
        shape_add(sheet->text, ink->glyph[0], i % sheet->grid->width, i / sheet->grid->width);
        ink->kind = SHAPE_BLANK;
    }
    text_add(sheet->text, "\"/>\n");
}

static void add_shapes(Sheet *sheet, ShapeKind kind)
{
    int cells = sheet->grid->width * sheet->grid->height;
    for (int i = 0; i < cells; i++)
        if (sheet->ink[i].kind == kind)
            add_path(sheet, i, kind, sheet->ink[i].fore);
}

/* --- text --- */

static void add_escaped(Text *text, uint32_t code)
{
    char bytes[4];
    switch (code) {
    case '<': text_add(text, "&lt;"); break;
    case '>': text_add(text, "&gt;"); break;
    case '&': text_add(text, "&amp;"); break;
    case '"': text_add(text, "&quot;"); break;
    case 0xFFFE:
    case 0xFFFF: text_add(text, "\xEF\xBF\xBD"); break; // no characters of XML
    default: text_add_bytes(text, bytes, utf8_put(code, bytes)); break;
    }
}

static bool is_plain(const Ink *ink)
{
    return ink->kind == SHAPE_TEXT && ink->width == 1 && ink->glyph[0] < 0x80 && ink->glyph[1] == 0;
}

static bool same_hand(const Ink *a, const Ink *b)
{
    return a->fore == b->fore && a->bold == b->bold && a->italic == b->italic && a->underline == b->underline;
}

/* How many cells make one run: words of ASCII in one style with single blanks between them; any other glyph alone, since
 * the font that has it may be another one with other widths. */
static int run_length(const Ink *ink, int room)
{
    int run = 1;
    if (!is_plain(ink))
        return ink->width == 2 ? 2 : 1;
    while (run < room) {
        bool blank = ink[run].kind == SHAPE_BLANK && ink[run].glyph[0] == ' ' && ink[run].width == 1;
        const Ink *next = blank && run + 1 < room ? &ink[run + 1] : &ink[run];
        if (!is_plain(next) || !same_hand(next, ink) || (blank && ink->underline))
            break;
        run = (int)(next - ink) + 1;
    }
    return run;
}

static void add_run(Sheet *sheet, const Ink *ink, int run, int x, int y)
{
    Text *text = sheet->text;
    text_addf(text, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"%s%s%s>", x * SHAPE_WIDTH,
              y * SHAPE_HEIGHT + SHAPE_BASELINE, run * SHAPE_WIDTH, ink->fore, ink->bold ? " font-weight=\"bold\"" : "",
              ink->italic ? " font-style=\"italic\"" : "", ink->underline ? " text-decoration=\"underline\"" : "");
    for (int i = 0; i < run; i++)
        for (int k = 0; k < 3 && ink[i].width != 0 && ink[i].glyph[k] != 0; k++)
            add_escaped(text, ink[i].glyph[k]);
    text_add(text, "</text>\n");
}

static void add_texts(Sheet *sheet)
{
    int width = sheet->grid->width;
    for (int y = 0; y < sheet->grid->height; y++)
        for (int x = 0; x < width;) {
            const Ink *ink = &sheet->ink[y * width + x];
            int run = ink->kind == SHAPE_TEXT && ink->width != 0 ? run_length(ink, width - x) : 1;
            if (ink->kind == SHAPE_TEXT && ink->width != 0)
                add_run(sheet, ink, run, x, y);
            x += run;
        }
}

/* --- the sheet --- */

static void add_title(Text *text, const char *title)
{
    Text safe = {0};
    text_add_visible(&safe, title != NULL ? title : "", title != NULL ? strlen(title) : 0, false);
    const char *at = text_string(&safe);
    text_add(text, "<title>");
    for (uint32_t code; (code = utf8_next(&at)) != 0;)
        add_escaped(text, code);
    text_add(text, "</title>\n");
    text_free(&safe);
}

static void add_head(Sheet *sheet, const char *title)
{
    int width = sheet->grid->width * SHAPE_WIDTH, height = sheet->grid->height * SHAPE_HEIGHT, edge = SHAPE_WIDTH;
    text_addf(
        sheet->text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"%d %d %d %d\" role=\"img\" "
        "font-family=\"'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace\" font-size=\"14.95\" "
        "shape-rendering=\"crispEdges\" xml:space=\"preserve\">\n",
        width + 2 * edge, height + 2 * edge, -edge, -edge, width + 2 * edge, height + 2 * edge);
    add_title(sheet->text, title);
    text_addf(sheet->text, "<rect x=\"%d\" y=\"%d\" width=\"100%%\" height=\"100%%\" fill=\"#%06x\"/>\n", -edge, -edge,
              sheet->paper);
}

void grid_to_svg(const Grid *grid, const Appearance *look, const char *title, Text *text)
{
    static const GridCell BLANK = {.glyph = {' '}, .width = 1};
    size_t cells = (size_t)grid->width * (size_t)grid->height;
    Sheet sheet = {.grid = grid, .text = text, .paper = ink_of(&BLANK, look, false).back};
    sheet.ink = memory_new(cells, sizeof *sheet.ink);
    for (size_t i = 0; i < cells; i++)
        sheet.ink[i] = ink_of(&grid->cell[i], look, grid->ascii);
    add_head(&sheet, title);
    add_backgrounds(&sheet);
    add_shapes(&sheet, SHAPE_BLOCK);
    add_shapes(&sheet, SHAPE_LINES);
    add_shapes(&sheet, SHAPE_DOTS);
    add_texts(&sheet);
    text_add(text, "</svg>\n");
    free(sheet.ink);
}
