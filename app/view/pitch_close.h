/* A close-up of him who is looked at: where he is, where he will be, where he was thought to be, on a scale of its own.
 * Knows: the play, turf, marks. */
#ifndef BACKPASS_APP_VIEW_PITCH_CLOSE_H
#define BACKPASS_APP_VIEW_PITCH_CLOSE_H

#include "app/view/play.h"

/** pitch_close_wanted - is it asked where he will be, so that there is something to look at closely? */
bool pitch_close_wanted(const Play *play);
/** pitch_close_draw - in a frame that fills the area, with a bar that says its scale; nothing where there is no room or nothing
 *  is asked. */
void pitch_close_draw(const Play *play, Grid *grid, Rect area);

#endif
