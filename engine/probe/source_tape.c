#include <string.h>

#include "engine/probe/source.h"

/* What the forward and the backward pass of the chosen sequence left on the lens's tape (B = 1). */

static void over_time(const Scope *scope, Source *source, const real *numbers, const char *axis, size_t width)
{
    source->rank = 2;
    source->axis[0] = axis_of("t", 1, scope->steps);
    source->axis[1] = axis_of(axis, 1, width);
    source->stride[0] = width;
    source->stride[1] = 1;
    source->a = numbers;
    source->at = at_stride;
}

/* h and dh have one row more: step 0, the initial state. */
static void over_states(const Scope *scope, Source *source, const real *numbers)
{
    over_time(scope, source, numbers, "unit", scope->net->spec.hidden);
    source->axis[0] = axis_of("t", 0, scope->steps + 1);
}

static const char *unit_output(const Source *source, size_t last)
{
    size_t level;
    const Column *column = dataset_column(source->scope->data, true, last, &level);
    return column && !column->categorical ? column->unit : "";
}

static void open_output(const Scope *scope, const real *numbers, Source *source)
{
    over_time(scope, source, numbers, "output", scope->net->spec.outputs);
    if (scope->net->spec.loss == LOSS_SQUARED)
        source->unit = unit_output;
}

static void open_step_loss(const Scope *scope, Source *source)
{
    over_time(scope, source, scope->lens->tape->step_loss, "t", 1);
    source->rank = 1;
}

bool open_tape(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    (void)node, (void)error;
    const Tape *tape = scope->lens->tape;
    const NetSpec *spec = &scope->net->spec;
    switch (row->field) {
    case TAPE_H: over_states(scope, source, tape->h); break;
    case TAPE_DH: over_states(scope, source, tape->dh); break;
    case TAPE_PRE: over_time(scope, source, tape->pre, "unit", spec->cell->blocks * spec->hidden); break;
    case TAPE_DPRE: over_time(scope, source, tape->dpre, "unit", spec->cell->blocks * spec->hidden); break;
    case TAPE_Y: open_output(scope, tape->y, source); break;
    case TAPE_P: open_output(scope, tape->p, source); break;
    case TAPE_DY: over_time(scope, source, tape->dy, "output", spec->outputs); break;
    case TAPE_DX: over_time(scope, source, tape->dx, "input", spec->inputs); break;
    default: open_step_loss(scope, source);
    }
    return true;
}

/* The share of step t in a weight's gradient: what came back at t times what stood at its input at t. */
static double at_share(const Source *source, const size_t *index)
{
    double back = (double)source->a[index[0] * source->stride[0] + index[1]];
    return source->b ? back * (double)source->b[index[0] * source->stride[1] + index[2]] : back;
}

static bool part_is(const NameRow *row, const char *part)
{
    return strcmp(row->part, part) == 0;
}

bool open_share(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    (void)node, (void)error;
    const Tape *tape = scope->lens->tape;
    const Part *part = layout_find(&scope->net->layout, row->part);
    source->rank = part->vector ? 2 : 3;
    source->axis[0] = axis_of("t", 1, scope->steps);
    source->axis[1] = axis_of(part->head ? "output" : "unit", 1, part->units);
    source->axis[2] = axis_of(part_is(row, "Wx") ? "input" : "unit", 1, part->inputs);
    source->a = part->head ? tape->dy : tape->dpre;
    source->stride[0] = part->units;
    source->stride[1] = part->inputs;
    source->b = part->vector         ? NULL
                : part_is(row, "Wx") ? scope->lens->batch->x
                : part_is(row, "Wh") ? tape->h                            // the state before step t
                                     : tape->h + scope->net->spec.hidden; // the state after it
    source->at = at_share;
    return true;
}
