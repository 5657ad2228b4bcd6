/* The bars around the views: title, status, progress, keys.
 * Knows: the session, the grid. Must not know how the rest of the screen is laid out. */
#ifndef BACKPASS_APP_VIEW_BARS_H
#define BACKPASS_APP_VIEW_BARS_H

#include "app/view/view.h"

/** bars_title - lesson, step and its title at the left; model, data and seed at the right. */
void bars_title(const Session *session, const Eye *eye, Grid *grid, Rect area);
/** bars_name_step - does a title bar of this width name the lesson's step in full? */
bool bars_name_step(const Session *session, int width);
/** bars_status - what was changed by hand and what just happened, then where the learner is, as far as it fits; hidden: the other
 *  view of a split screen found no room. */
void bars_status(const Session *session, const Eye *eye, Grid *grid, Rect area, bool hidden);
/** bars_work - how far the work under way is. */
void bars_work(const Session *session, Grid *grid, Rect area);
/** bars_keys - what the keys do here; scrolls: the page is longer than its room. */
void bars_keys(const Session *session, const View *view, Grid *grid, Rect area, bool scrolls);

#endif
