/* What stands beside the pitch: the time, who is where, what was asked and how far each answer misses it, the events.
 * Knows: the play, the grid. */
#ifndef BACKPASS_APP_VIEW_PITCH_PANEL_H
#define BACKPASS_APP_VIEW_PITCH_PANEL_H

#include "app/view/play.h"

/** pitch_panel_draw - in as many rows of the area as are needed; returns how many. Sets the cursor on the miss of the
 *  model in use. */
int pitch_panel_draw(const Play *play, Grid *grid, Rect area);

#endif
