/* Several models in one plot, each with the series it has everywhere: what training made of them.
 * Knows: the grid, trainers. */
#ifndef BACKPASS_APP_VIEW_OVERLAY_H
#define BACKPASS_APP_VIEW_OVERLAY_H

#include "app/grid/plot.h"
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

/** overlay_may_name - may a landmark be named beside a plot of the metric, or is the row taken by one that comes before it? */
bool overlay_may_name(const Dataset *data, size_t index, const Plot *plot);
/** overlay_below_baseline - where the axis of a share begins: a little below what can be had without memory, 0 where
 *  that is not known. */
double overlay_below_baseline(const Dataset *data);

/** overlay_training - the training view of models that stand beside each other. */
void overlay_training(const Overlay *overlay, const Eye *eye, Grid *grid, Rect area);

#endif
