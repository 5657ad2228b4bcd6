/* The unit that is looked at, and expressions about it filled in for a step.
 * Knows: the network, the probe. Must not know what a cell has to show.
 *
 * A form is an expression in which [t] stands for the step, [p] for the one before it and [q] for the one after it (in the
 * order in which that direction reads), [u] for the unit, and @ for the layer where one has to be named. */
#ifndef BACKPASS_APP_VIEW_FOCUS_H
#define BACKPASS_APP_VIEW_FOCUS_H

#include "app/view/kit.h"

enum { FORM_MAX = 96 };

/** Focus - the unit that is looked at: of which direction of which layer, in which network. */
typedef struct Focus {
    const Eye *eye;
    const Net *net;
    size_t track, unit, T;
    char layer[24]; // "@2r", "" where there is but one
    bool reverse;
} Focus;
Focus focus_of(const Session *session, const Eye *eye);
/** focus_name - a form of step t. focus_range - of all steps at once. */
void focus_name(const Focus *focus, const char *form, size_t t, char name[FORM_MAX]);
void focus_range(const Focus *focus, const char *form, char name[FORM_MAX]);
/** focus_value - the number of a form at step t. */
double focus_value(const Focus *focus, const char *form, size_t t);
/** focus_cut - is that edge into step t cut? focus_held - the value a gate of the unit is held at, NaN where it is free. */
bool focus_cut(const Focus *focus, size_t t, Edge edge);
double focus_held(const Focus *focus, char gate);

#endif
