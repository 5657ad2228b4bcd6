#include "engine/probe/source.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double at_number(const Source *source, const size_t *index)
{
    (void)index;
    return source->number;
}

bool source_number(Source *source, double number)
{
    source->rank = 0;
    source->number = number;
    source->at = at_number;
    return true;
}

static size_t stride_place(const Source *source, const size_t *index)
{
    size_t place = 0;
    for (size_t i = 0; i < source->rank; i++)
        place += index[i] * source->stride[i];
    return place;
}

double at_stride(const Source *source, const size_t *index)
{
    return (double)source->a[stride_place(source, index)];
}
double at_double(const Source *source, const size_t *index)
{
    return source->d[stride_place(source, index)];
}

void source_close(Source *source)
{
    free(source->owned);
    lens_free(source->scratch);
    source->owned = NULL;
    source->scratch = NULL;
}

/* The axes that are left after indexing; offset[i] is where reading begins on axis i of the source. */
static void remaining_axes(const Source *source, const Node *node, Value *value, size_t *offset, size_t *count)
{
    for (size_t i = 0; i < source->rank; i++) {
        const Range *range = i < node->indices && !source->indexed ? &node->index[i] : NULL;
        Axis axis = source->axis[i];
        offset[i] = range ? range->first - axis.first : 0;
        count[i] = range ? range->last - range->first + 1 : axis.count;
        axis.first += offset[i];
        axis.count = count[i];
        if (!range || !range->single)
            value->axis[value->rank++] = axis;
    }
}

static void source_unit(const Source *source, Value *value, const size_t *offset, const size_t *count)
{
    size_t first = source->rank ? offset[source->rank - 1] : 0;
    size_t width = source->rank ? count[source->rank - 1] : 1;
    if (!source->unit || width == 0)
        return;
    const char *unit = source->unit(source, first);
    for (size_t i = 1; i < width; i++)
        if (strcmp(unit, source->unit(source, first + i)) != 0)
            return;
    snprintf(value->unit, sizeof value->unit, "%s", unit);
}

static void read_numbers(const Source *source, Value *value, const size_t *offset, const size_t *count)
{
    size_t index[3] = {0}, to[3] = {1, 1, 1};
    for (size_t i = 0; i < source->rank; i++)
        to[i] = count[i];
    size_t place = 0;
    for (size_t i = 0; i < to[0]; i++)
        for (size_t j = 0; j < to[1]; j++)
            for (size_t k = 0; k < to[2]; k++) {
                index[0] = offset[0] + i;
                index[1] = offset[1] + j;
                index[2] = offset[2] + k;
                value->data[place++] = source->at(source, index);
            }
}

bool source_value(const Source *source, const Node *node, Value *value, Error *error)
{
    size_t offset[3] = {0}, count[3] = {0};
    *value = (Value){0};
    if (!source->indexed && !indices_check(node->quantity.name, source->axis, source->rank, node, error))
        return false;
    remaining_axes(source, node, value, offset, count);
    if (!value_allocate(value, error))
        return false;
    read_numbers(source, value, offset, count);
    source_unit(source, value, offset, count);
    if (value->rank == 0 && source->missing && isnan(value->data[0])) {
        value_free(value);
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s", source->missing);
    }
    return true;
}
