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

/* Both directions side by side: what reads in reverse begins after the last step, and that state stands at step 0. */
static double at_joined(const Source *source, const size_t *index)
{
    const size_t width = source->axis[1].count / 2;
    if (index[1] < width)
        return (double)source->a[index[0] * source->stride[0] + index[1]];
    const size_t row = source->axis[0].first == 0 && index[0] == 0 ? source->axis[0].count : index[0];
    return (double)source->b[row * source->stride[0] + index[1] - width];
}

/* numbers, and those of the reverse direction where both are meant; width lie in a row of the tape, from `first` on ours. */
static void over_units(const Scope *scope, Source *source, const Where *where, const real *forward, const real *reverse,
                       size_t width, bool states)
{
    over_time(scope, source, forward + where->first, "unit", where->units);
    source->stride[0] = width;
    if (states && where->reverse)
        source->a += width; // its initial state is the one after the last step
    if (states)
        source->axis[0] = axis_of("t", where->reverse ? 1 : 0, scope->steps + 1);
    if (!where->joined)
        return;
    source->b = reverse + where->first;
    source->axis[1].count *= 2;
    source->at = at_joined;
}

static const real *track_numbers(const Track *track, int field)
{
    switch (field) {
    case TAPE_H: return track->h;
    case TAPE_C: return track->c;
    case TAPE_DH: return track->dh;
    case TAPE_DC: return track->dc;
    case TAPE_PRE: return track->pre;
    case TAPE_DPRE: return track->dpre;
    case TAPE_GATE: return track->gate;
    default: return track->dgate;
    }
}

static void open_track(const Scope *scope, const NameRow *row, const Node *node, Source *source)
{
    const Tape *tape = scope->lens->tape;
    const NetSpec *spec = &scope->net->spec;
    const Where where = where_of(scope, row, &node->quantity);
    const int field = row->field;
    const bool states = field == TAPE_H || field == TAPE_C || field == TAPE_DH || field == TAPE_DC;
    over_units(scope, source, &where, track_numbers(&tape->track[where.track], field),
               where.joined ? track_numbers(&tape->track[where.track + 1], field) : NULL,
               states ? spec->hidden : spec->cell->blocks * spec->hidden, states);
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
    (void)error;
    const Tape *tape = scope->lens->tape;
    const NetSpec *spec = &scope->net->spec;
    if ((row->needs & PATHED) && node->quantity.gate[0])
        return open_path(scope, row, node, source, error);
    switch (row->field) {
    case TAPE_Y: open_output(scope, tape->y, source); break;
    case TAPE_P: open_output(scope, tape->p, source); break;
    case TAPE_DY: over_time(scope, source, tape->dy, "output", spec->outputs); break;
    case TAPE_DX: over_time(scope, source, tape->dx, "input", spec->inputs); break;
    case TAPE_LOSS: open_step_loss(scope, source); break;
    default: open_track(scope, row, node, source);
    }
    return true;
}
