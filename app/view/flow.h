/* Prose that flows: words of several styles, wrapped, scrolled, counted.
 * Knows: the grid. Must not know lessons. */
#ifndef BACKPASS_APP_VIEW_FLOW_H
#define BACKPASS_APP_VIEW_FLOW_H

#include "app/grid/grid.h"

/** Rune - a character with the style it is drawn in. */
typedef struct Rune {
    uint32_t code;
    Style style;
} Rune;

/** Flow - where the next row goes. With grid NULL nothing is drawn: it only counts rows. */
typedef struct Flow {
    Grid *grid;
    Rect area;
    bool ascii;
    int skip; // rows scrolled away
    int row;  // rows so far, from the top of the text
    Rune *rune;
    size_t runes, room; // the paragraph under way
} Flow;

/** flow_start - text in the area, its first `skip` rows scrolled away; free it with flow_free. */
Flow flow_start(Grid *grid, Rect area, int skip, bool ascii);
void flow_free(Flow *flow);
/** flow_add - more text of the paragraph under way; "\n" is a hard break. */
void flow_add(Flow *flow, Style style, const char *text);
void flow_addf(Flow *flow, Style style, const char *format, ...) PRINTF_LIKE(3, 4);
/** flow_end - wrap and draw the paragraph: its first row begins with lead (at column `indent`), the others hang under it. */
void flow_end(Flow *flow, int indent, const char *lead, Style lead_style);
/** flow_verbatim - lines as they are, cut where they are too long. */
void flow_verbatim(Flow *flow, int indent, Style style, const char *text);
/** flow_gap - an empty row, never at the top and never two. */
void flow_gap(Flow *flow);
/** flow_rule - a line across. */
void flow_rule(Flow *flow);

#endif
