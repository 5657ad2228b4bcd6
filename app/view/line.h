/* A row that is written from left to right, words and numbers.
 * Knows: the grid, the probe. */
#ifndef BACKPASS_APP_VIEW_LINE_H
#define BACKPASS_APP_VIEW_LINE_H

#include "app/grid/grid.h"
#include "app/session/session.h"

/** Line - a row that is written from left to right, item by item; what does not fit whole is left out. */
typedef struct Line {
    Grid *grid;
    const Eye *eye;
    int x, y, end;
    int digits;
    Style number;
} Line;
/** line_begin - row y of the area, from its left. line_skip - leave so many columns empty. */
Line line_begin(Grid *grid, const Eye *eye, Rect area, int y);
/** line_text - a word or more; returns false (and writes nothing) where it does not fit. */
bool line_text(Line *line, Style style, const char *text);
bool line_textf(Line *line, Style style, const char *format, ...) PRINTF_LIKE(3, 4);
/** line_number - label and the number the expression names, marked; nothing where it has no value or no room. */
bool line_number(Line *line, const char *label, const char *format, ...) PRINTF_LIKE(3, 4);
/** line_value - the same where the value of the expression is known already. */
bool line_value(Line *line, const char *label, const char *name, double value);
void line_skip(Line *line, int columns);

#endif
