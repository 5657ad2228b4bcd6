/* Several models in one plot, each with the series it has everywhere: what training made of them.
 * Knows: the grid, trainers. */
#ifndef BACKPASS_APP_VIEW_OVERLAY_H
#define BACKPASS_APP_VIEW_OVERLAY_H

#include "app/view/kit.h"

/** Overlay - which models (indices in the world), and the most updates any of them has had. */
typedef struct Overlay {
    const World *world;
    const size_t *index;
    size_t count, updates;
} Overlay;
typedef enum OverlayOf { OVERLAY_METRIC, OVERLAY_LOSS, OVERLAY_NORM } OverlayOf;

Overlay overlay_of(const World *world, const size_t *index, size_t count);
/** overlay_plot - one plot of all: validation metric with its landmarks, validation loss, or log10 of the gradient's norm.
 *  Sets the cursor on the last measurement of the model in use. */
void overlay_plot(const Overlay *overlay, OverlayOf of, Grid *grid, Rect area);
/** overlay_keys - their legend, at the right end of area's first row, from column `from` of it on. */
void overlay_keys(const Overlay *overlay, Grid *grid, Rect area, int from);

/** overlay_training - the training view of models that stand beside each other. */
void overlay_training(const Overlay *overlay, const Eye *eye, Grid *grid, Rect area);

#endif
