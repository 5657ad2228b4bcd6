/* What commands say, over the lower part of the screen, scrolled when it is long.
 * Knows: the grid. */
#ifndef BACKPASS_APP_PANEL_H
#define BACKPASS_APP_PANEL_H

#include "app/grid/grid.h"

typedef struct Panel {
    Text text;
    char title[80];
    bool bad;        // an error
    size_t scroll;
    bool longer;     // than was shown: scrolling makes sense
} Panel;

/** panel_say - replace what it says; "" closes it. panel_open - does it say something? */
void panel_say(Panel *panel, const char *title, const char *text, bool bad);
bool panel_open(const Panel *panel);
void panel_scroll(Panel *panel, int lines);
void panel_draw(Panel *panel, Grid *grid);

#endif
