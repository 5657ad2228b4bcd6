#include "app/view/view.h"

#include <string.h>

static const View *const VIEWS[] = {&UNROLL_VIEW,   &CELL_VIEW,     &STATES_VIEW,   &GATES_VIEW,   &GRADIENTS_VIEW,
                                    &JACOBIAN_VIEW, &INFLUENCE_VIEW, &COMPARE_VIEW, &TRAINING_VIEW, &PITCH_VIEW, &EQUATION_VIEW};
enum { VIEWS_COUNT = sizeof VIEWS / sizeof *VIEWS };

const View *view_at(size_t index)
{
    return index < VIEWS_COUNT ? VIEWS[index] : NULL;
}

const View *view_find(const char *name)
{
    for (size_t i = 0; i < VIEWS_COUNT; i++)
        if (strcmp(VIEWS[i]->name, name) == 0)
            return VIEWS[i];
    return NULL;
}
