/* How a prompt looks: its line, shifted so that the cursor is seen, and the matches in columns above it.
 * Knows: the grid. Must not know readline. */
#ifndef BACKPASS_APP_PROMPT_PICTURE_H
#define BACKPASS_APP_PROMPT_PICTURE_H

#include "app/grid/grid.h"

typedef struct PromptPicture {
    const char *prompt, *line; // borrowed
    size_t point;              // byte of the line the cursor stands at
    char *const *match;        // borrowed
    size_t matches;
} PromptPicture;

/** prompt_picture_draw - into the last row of area (at least 1×1), the matches above; sets the grid's cursor. */
void prompt_picture_draw(const PromptPicture *picture, Grid *grid, Rect area);

#endif
