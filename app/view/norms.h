/* log10 of the norm of a quantity over the steps, a curve a model, all on one fixed axis.
 * Knows: the probe. Must not know how the curves are drawn. */
#ifndef BACKPASS_APP_VIEW_NORMS_H
#define BACKPASS_APP_VIEW_NORMS_H

#include "app/view/kit.h"
#include "app/view/ladder.h"

/** Path - one curve: log10 of the norm of a model's quantity at each step. */
typedef struct Path {
    char name[QUANTITY_MAX + 64]; // "lstm:dc.alone"
    char label[112];
    int series;
    size_t model; // in the world
    double *y;    // (T)
    size_t zeros, zero_first, zero_last; // steps at which it is exactly 0, which has no logarithm
} Path;

/** Curves - one a model, the model in use last; of dh, where that has a cell state, its ways through c before it. */
typedef struct Curves {
    Path path[MODELS_MAX + 2];
    size_t paths, T;
    bool cell_state; // the ways through c are among them
    char symbol[96]; // "∂L/∂hₜ"
} Curves;

/** curves_read - of a quantity of all models that have it, or, where it names its model, of that one. Free with curves_free. */
Curves curves_read(const Session *session, const Eye *eye, const char *quantity);
void curves_free(Curves *curves);
/** curves_ladder - the ends of the axis, for all of them. */
Ladder curves_ladder(const Curves *curves);

#endif
