#include <math.h>

#include "engine/probe/source.h"

/* The chosen sequence as the data has it, and as the lens reads it (pokes and all). */

static const char *column_unit(const Source *source, bool target, size_t position)
{
    size_t level;
    const Column *column = dataset_column(source->scope->data, target, position, &level);
    return column && !column->categorical ? column->unit : "";
}

static const char *unit_input(const Source *source, size_t last)
{
    return column_unit(source, false, last);
}
static const char *unit_target(const Source *source, size_t last)
{
    return column_unit(source, true, last);
}

static double at_target(const Source *source, const size_t *index)
{
    const Dataset *data = source->scope->data;
    size_t row = data->offset[source->scope->sequence] + index[0];
    return data->has_target[row] ? (double)data->y[row * data->K + index[1]] : NAN;
}

static void open_target(const Scope *scope, Source *source)
{
    source->axis[1] = axis_of("output", 1, scope->data->K);
    source->at = at_target;
    source->missing = "this step has no target: print target shows where there are some";
    if (scope->data->loss == LOSS_SQUARED)
        source->unit = unit_target;
}

static void open_x(const Scope *scope, Source *source)
{
    const Dataset *data = scope->data;
    source->axis[1] = axis_of("input", 1, data->D);
    source->stride[0] = data->D;
    source->stride[1] = 1;
    source->a = scope->lens ? scope->lens->batch->x : data->x + data->offset[scope->sequence] * data->D;
    source->at = at_stride;
    if (!data->standardised)
        source->unit = unit_input;
}

static void open_raw(const Scope *scope, Source *source)
{
    const Dataset *data = scope->data;
    source->axis[1] = axis_of("input", 1, data->D);
    source->stride[0] = data->D;
    source->stride[1] = 1;
    source->d = data->raw + data->offset[scope->sequence] * data->D;
    source->at = at_double;
    source->unit = unit_input;
}

static void open_column_number(const Scope *scope, const double *numbers, Source *source)
{
    source->rank = 1;
    source->axis[0] = axis_of("input", 1, scope->data->D);
    source->stride[0] = 1;
    source->d = numbers;
    source->at = at_double;
    source->unit = unit_input;
}

bool open_sample(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    (void)node, (void)error;
    source->rank = 2;
    source->axis[0] = axis_of("t", 1, scope->steps);
    switch (row->field) {
    case SAMPLE_X: open_x(scope, source); break;
    case SAMPLE_RAW: open_raw(scope, source); break;
    case SAMPLE_MEAN: open_column_number(scope, scope->data->mean, source); break;
    case SAMPLE_SD: open_column_number(scope, scope->data->sd, source); break;
    default: open_target(scope, source);
    }
    return true;
}
