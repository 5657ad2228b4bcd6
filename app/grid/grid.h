/* A rectangle of cells: glyph, role, quantity. Everything the program shows is drawn here, whole, each time.
 * Knows: text. Must not know sessions, terminals, colours. */
#ifndef BACKPASS_APP_GRID_H
#define BACKPASS_APP_GRID_H

#include "engine/base/text.h"

/** Role - what a cell means; the terminal's palette decides how that looks. Never say anything by role alone. */
typedef enum Role {
    ROLE_TEXT,
    ROLE_FAINT,
    ROLE_TITLE,
    ROLE_STRONG,
    ROLE_CODE,
    ROLE_LINK,
    ROLE_RULE,   // frames and separators
    ROLE_AXIS,   // axis lines and labels
    ROLE_KEY,    // a key in the help line
    ROLE_STATUS, // the bar
    ROLE_CURSOR, // under the cursor: drawn inverse
    ROLE_GOOD,
    ROLE_BAD,
    ROLE_WARN,
    ROLE_QUESTION,
    ROLE_CHALLENGE,
    ROLE_FORWARD,
    ROLE_BACKWARD, // the two waves
    ROLE_WEIGHT,
    ROLE_SERIES,    // level 0 … 5: curves and models
    ROLE_HEAT,      // level −5 … 5 diverging: background colour; glyph says the same without colour
    ROLE_HEAT_TEXT, // the same, as a text colour
    ROLE_RAMP,      // level 0 … 8 sequential
    ROLES
} Role;

typedef struct Style {
    unsigned char role;
    signed char level;
    bool reverse;
} Style;
static inline Style style(Role role)
{
    return (Style){(unsigned char)role, 0, false};
}
static inline Style style_level(Role role, int level)
{
    return (Style){(unsigned char)role, (signed char)level, false};
}

typedef struct GridCell {
    uint32_t glyph[3]; // a base and up to two combining marks; 0 ends
    Style style;
    unsigned char width; // 1, 2, or 0: the right half of a wide glyph
    unsigned short mark; // which quantity it shows, from 1; 0 none
} GridCell;

/** Mark - a number drawn on the grid: which, where, and the text that stands for it. */
typedef struct Mark {
    char name[96]; // an expression: "h[5][2]", "norm(dh[3])"
    int x, y, width;
    char shown[32]; // the digits drawn; "" where it is drawn as a shade or a point of a curve
    double value;   // the value drawn
} Mark;

typedef struct Grid {
    int width, height;
    GridCell *cell; // row-major
    Mark *mark;     // marks[0] belongs to mark number 1
    size_t marks, mark_room;
    bool blocks;            // dots of braille are to become quarters of cells: grid_blocks
    bool ascii;             // draw with ASCII only: every function here obeys
    int cursor_x, cursor_y; // where the terminal's cursor should rest; −1 hidden
} Grid;

typedef struct Rect {
    int x, y, width, height;
} Rect;

/** grid_new - width and height at least 1 (clamped to 1 … 1000). New. */
Grid *grid_new(int width, int height);
void grid_free(Grid *grid);
void grid_resize(Grid *grid, int width, int height);
void grid_clear(Grid *grid);
Rect grid_whole(const Grid *grid);
const GridCell *grid_cell(const Grid *grid, int x, int y); // inside; NULL outside

/* All drawing clips to the grid; nothing is ever written outside. Text is filtered: control characters become a mark. */
void grid_put(Grid *grid, int x, int y, uint32_t glyph, Style style);
/** grid_text - draw up to `width` columns of a string, cut with … where it is longer; returns the columns drawn.
 *  In ASCII grids the signs the project uses are spelled in ASCII (∂→d, ₜ→t, ·→*, →→->, …). */
int grid_text(Grid *grid, int x, int y, int width, Style style, const char *text);
/** grid_columns - the columns grid_text would draw with room enough; in ASCII grids spellings are counted. */
int grid_columns(const Grid *grid, const char *text);
int grid_textf(Grid *grid, int x, int y, int width, Style style, const char *format, ...) PRINTF_LIKE(6, 7);
/** grid_right - the same, ending at column x + width. */
int grid_right(Grid *grid, int x, int y, int width, Style style, const char *text);
void grid_fill(Grid *grid, Rect area, uint32_t glyph, Style style);
/* Lines join where they share a cell (┼ ┬ ├ …): draw a frame first, then the lines that end in it. */
void grid_line_across(Grid *grid, int x, int y, int width, Style style); // ─
void grid_line_down(Grid *grid, int x, int y, int height, Style style);  // │
void grid_box(Grid *grid, Rect area, Style style);
/** grid_restyle - role of what is already drawn (a cursor over it). ROLE_CURSOR over a shade leaves it its level. */
void grid_restyle(Grid *grid, Rect area, Style style);

/** grid_mark - say that these cells show this quantity; returns its number. */
unsigned short grid_mark(Grid *grid, int x, int y, int width, const char *name, double value, const char *shown);
/** grid_number - draw a value with `digits` significant digits right-aligned in `width` columns, and mark it.
 *  What does not fit is drawn in e-notation with fewer digits, never cut. */
void grid_number(Grid *grid, int x, int y, int width, Style style, int digits, const char *name, double value);
/** grid_marked - the mark at a cell, NULL when there is none. inside */
const Mark *grid_marked(const Grid *grid, int x, int y);

enum { DOTS_X = 2, DOTS_Y = 4 }; // of braille in a cell
/** grid_is_braille - a glyph of such dots. grid_dot - this glyph, or where it is none an empty one, with the dot of column x and
 *  row y, counted over cells from 0. */
bool grid_is_braille(uint32_t glyph);
uint32_t grid_dot(uint32_t glyph, int x, int y);
/** grid_blocks - braille, which some fonts lack, as quarters of cells (▘▀▙ …): call it when all is drawn. */
void grid_blocks(Grid *grid);
/** grid_ascii - the ASCII spelling of a glyph ("" when it has none of its own). */
const char *grid_ascii(uint32_t glyph);

#endif
