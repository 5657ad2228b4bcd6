/* Where two views of a split screen stand, and what stands between them.
 * Knows: the grid. Must not know what the views show. */
#ifndef BACKPASS_APP_VIEW_HALVES_H
#define BACKPASS_APP_VIEW_HALVES_H

#include "app/grid/grid.h"

/** Halves - beside each other where each then has columns enough, else above one another; both: false where neither goes. */
typedef struct Halves {
    Rect first, second, rule;
    bool beside, both;
} Halves;

/** halves_of - an area with a blank column or a margin at its left. */
Halves halves_of(Rect area);
/** halves_rule - the line between them, and a sign before the name of the one with the keys. */
void halves_rule(Grid *grid, const Halves *halves, bool second);

#endif
