/* The rule between a lesson's page and the view below it: how the claims stand, what waits, how to get to it.
 * Knows: the session, the page's size. Must not know what is on the page. */
#ifndef BACKPASS_APP_VIEW_RULE_H
#define BACKPASS_APP_VIEW_RULE_H

#include "app/view/view.h"

/** rule_draw - in area, one row; page: what it needs, height: the rows it has. */
void rule_draw(const Session *session, Grid *grid, Rect area, PageSize page, int height);

#endif
