/* Where a grid goes: plain text, ANSI, SVG (and curses, in curses.h).
 * Knows: the grid, colours. Must not know what is drawn. */
#ifndef BACKPASS_APP_TERMINAL_H
#define BACKPASS_APP_TERMINAL_H

#include "app/grid/grid.h"

typedef enum Depth { DEPTH_MONO, DEPTH_16, DEPTH_256, DEPTH_TRUE } Depth;
typedef enum Background { BACKGROUND_DARK, BACKGROUND_LIGHT } Background;
typedef enum Palette { PALETTE_RDBU, PALETTE_PUOR, PALETTES } Palette;

typedef struct Appearance {
    Depth depth;
    Background background;
    Palette palette;
} Appearance;

/** Paint - what a style becomes: colour indices of xterm's 256, −1 the terminal's own; attributes. */
typedef struct Paint {
    short fore, back;
    bool bold, dim, italic, underline, reverse;
} Paint;
Paint palette_paint(Style style, const Appearance *look);
/** palette_cell - the same for a cell, with the glyph to draw (written): with colours a shade is a block of pure colour, without
 *  them its glyph; under the cursor it becomes ◆ (ASCII: X). Every writer of colours paints by this. */
Paint palette_cell(const GridCell *cell, const Appearance *look, bool ascii, uint32_t glyph[3]);
/** palette_rgb - 0xRRGGBB of an xterm-256 colour; palette_16 - the nearest of the 16. */
uint32_t palette_rgb(int index);
int palette_16(int index);

void grid_to_text(const Grid *grid, Text *text); // trailing blanks cut
void grid_to_ansi(const Grid *grid, const Appearance *look, Text *text);
/** grid_to_svg - blocks as rectangles, text with textLength, crisp edges; title borrowed, escaped. */
void grid_to_svg(const Grid *grid, const Appearance *look, const char *title, Text *text);

#endif
