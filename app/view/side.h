/* One model's panel among others: who it is, how good, its states and its gradient over the sequence, on the scale of all.
 * Knows: the grid, one model through the probe. Must not know how the panels are laid out. */
#ifndef BACKPASS_APP_VIEW_SIDE_H
#define BACKPASS_APP_VIEW_SIDE_H

#include "app/view/kit.h"
#include "app/view/ladder.h"

/** Side - what a panel draws. */
typedef struct Side {
    const Model *model;
    size_t index;     // in the world
    bool current;     // the one in use
    Value h;          // states over steps; rank 0 where it has none
    double *gradient; // log10 ‖∂L/∂hₜ‖ (T); NULL where there is no loss
} Side;

/** Shared - what is the same in all panels. */
typedef struct Shared {
    size_t T, t, unit;
    double scale;   // the darkest shade of a state
    Ladder ladder;  // of the gradient
    size_t answer;  // the step whose answer is shown, 0 where no step has a target; output - which number of it
    size_t output;
    int label;      // columns of the labels at the left
    size_t units;   // of the model that has most
    int row;        // lines a unit
} Shared;

/** Stage - the rows of a panel. */
typedef struct Stage {
    Rect head, map, strip, axis;
} Stage;

/** side_read - of a model of the world (index), free it with side_free. */
Side side_read(const Session *session, const Eye *eye, size_t index);
void side_free(Side *side);
/** side_shared - what `count` sides have in common. */
Shared side_shared(const Session *session, const Eye *eye, const Side *side, size_t count);

/** side_head - name, size, metric, answer, in as many rows of the area as they need; returns how many. */
int side_head(const Side *side, const Shared *shared, const Eye *eye, Grid *grid, Rect area);
/** side_rows - lines a unit may have where `height` lines hold the states, the same in all panels. */
int side_rows(const Shared *shared, int height);
/** side_columns - how many columns the steps have in a panel of that width. */
int side_columns(const Shared *shared, int width);
/** side_draw - states, gradient and the axis of time below the head. Sets the cursor where this model is in use. */
void side_draw(const Side *side, const Shared *shared, Grid *grid, const Stage *stage);

#endif
