#include "engine/football/build.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/football/places.h"

Dataset *build_new(void)
{
    Dataset *data = memory_new(1, sizeof *data);
    data->references = 1;
    return data;
}

size_t build_copy_name(char *name, size_t size, const char *bytes, size_t count)
{
    Text visible = {0};
    text_add_visible(&visible, bytes, count, false);
    size_t length = visible.length < size ? visible.length : size - 1;
    // A continuation byte at the cut means that the character began before it: drop the whole character.
    while (length > 0 && length < visible.length && ((unsigned char)visible.bytes[length] & 0xC0) == 0x80)
        length--;
    memcpy(name, text_string(&visible), length);
    name[length] = 0;
    text_free(&visible);
    return length;
}

/** grow_by_one - an array of exactly count items becomes one of count + 1; the new one is zero. */
static Column *grow_by_one(Column *columns, size_t count)
{
    size_t capacity = count;
    return memory_grow(columns, &capacity, count + 1, sizeof *columns);
}

static void set_levels(Column *column, const char *const *levels, size_t count)
{
    column->categorical = true;
    column->levels = count;
    column->level = memory_new(count, sizeof *column->level);
    for (size_t i = 0; i < count; i++)
        build_copy_name(column->level[i], sizeof column->level[i], levels[i], strlen(levels[i]));
}

/** set_metric_unit - "m²" where all targets are in metres. */
static void set_metric_unit(Dataset *data)
{
    const char *unit = data->target[0].unit;
    bool same = unit[0] && strcmp(unit, "1") != 0 && strlen(unit) + sizeof "²" <= sizeof data->metric_unit;
    for (size_t i = 1; i < data->targets; i++)
        same = same && strcmp(data->target[i].unit, unit) == 0;
    if (metric_row(data->metric)->share)
        snprintf(data->metric_unit, sizeof data->metric_unit, "1");
    else
        snprintf(data->metric_unit, sizeof data->metric_unit, "%s%s", same ? unit : "", same ? "²" : "");
}

static void set_loss(Dataset *data, const Column *target)
{
    data->loss = !target->categorical ? LOSS_SQUARED : target->levels == 2 ? LOSS_BINARY : LOSS_SOFTMAX;
    data->metric = target->categorical ? METRIC_ACCURACY : METRIC_MSE;
    set_metric_unit(data);
}

/** add_column - one more behind the others, a place wide. */
static Column *add_column(Column **columns, size_t *count, size_t first, const char *name, const char *unit)
{
    *columns = grow_by_one(*columns, *count);
    Column *column = &(*columns)[(*count)++];
    *column = (Column){.first = first, .width = 1};
    build_copy_name(column->name, sizeof column->name, name, strlen(name));
    build_copy_name(column->unit, sizeof column->unit, unit, strlen(unit));
    return column;
}

void build_column(Dataset *data, bool target, const char *name, const char *unit, const char *const *levels,
                  size_t level_count)
{
    size_t *width = target ? &data->K : &data->D;
    Column *column = add_column(target ? &data->target : &data->feature, target ? &data->targets : &data->features,
                                *width, name, unit);
    if (levels)
        set_levels(column, levels, level_count);
    if (levels && !(target && level_count == 2))
        column->width = level_count;
    *width += column->width;
    if (target)
        set_loss(data, column);
}

void build_further(Dataset *data, const char *name, const char *unit, const char *const *levels, size_t level_count)
{
    Column *column = add_column(&data->further, &data->furthers, data->furthers, name, unit);
    if (levels)
        set_levels(column, levels, level_count);
}

void build_metric(Dataset *data, Metric metric, const char *unit)
{
    data->metric = metric;
    build_copy_name(data->metric_unit, sizeof data->metric_unit, unit, strlen(unit));
}

void build_clock(Dataset *data, double step, double ahead)
{
    data->step = step;
    data->ahead = ahead;
}

/** bytes_of - what so many rows of these columns take; a double, so that nothing overflows. */
static double bytes_of(const Dataset *data, double sequences, double rows)
{
    double features = (double)data->D * (sizeof(real) + sizeof(double));
    double targets = (double)data->K * sizeof(real) + (double)data->furthers * sizeof(double) + 1 + sizeof(size_t);
    return rows * (features + targets) + sequences * 2 * sizeof(size_t);
}

/** beside_room - with a "none" everywhere. */
static bool beside_room(Dataset *data, Error *error)
{
    const size_t count = data->rows * data->furthers;
    if (!(data->beside = memory_try(count + 1, sizeof *data->beside, error)))
        return false;
    for (size_t i = 0; i < count; i++)
        data->beside[i] = NAN;
    return true;
}

bool build_room(Dataset *data, size_t sequences, size_t rows, Error *error)
{
    const double bytes = bytes_of(data, (double)sequences, (double)rows);
    if (bytes > (double)BUILD_BYTES_MAX)
        return fail(error, ERR_LIMIT,
                    "%zu rows of %zu inputs would need %.1f GB of memory; the limit is 1 GB: take fewer or "
                    "shorter sequences",
                    rows, data->D, bytes / (double)BUILD_BYTES_MAX);
    data->sequences = sequences;
    data->rows = rows;
    return (data->offset = memory_try(sequences + 1, sizeof *data->offset, error)) &&
           (data->order = memory_try(sequences + 1, sizeof *data->order, error)) &&
           (data->x = memory_try(rows * data->D + 1, sizeof *data->x, error)) &&
           (data->raw = memory_try(rows * data->D + 1, sizeof *data->raw, error)) &&
           (data->y = memory_try(rows * data->K + 1, sizeof *data->y, error)) &&
           (data->has_target = memory_try(rows + 1, 1, error)) && beside_room(data, error) &&
           (data->mean = memory_try(data->D + 1, sizeof *data->mean, error)) &&
           (data->sd = memory_try(data->D + 1, sizeof *data->sd, error));
}

void build_feature(Dataset *data, size_t row, size_t column, double value)
{
    const Column *feature = &data->feature[column];
    double *raw = data->raw + row * data->D + feature->first;
    if (feature->categorical)
        raw[(size_t)value] = 1;
    else
        raw[0] = value;
}

void build_target(Dataset *data, size_t row, size_t column, double value)
{
    const Column *target = &data->target[column];
    real *y = data->y + row * data->K + target->first;
    data->has_target[row] = 1;
    if (target->categorical && target->width > 1)
        y[(size_t)value] = 1;
    else
        y[0] = (real)value;
}

void build_beside(Dataset *data, size_t row, size_t column, double value)
{
    data->beside[row * data->furthers + column] = value;
}

void build_truth(Dataset *data, const char *name, const char *variant, double value)
{
    build_measured_truth(data, name, variant, value, 0);
}

void build_measured_truth(Dataset *data, const char *name, const char *variant, double value, double error)
{
    assert(data->truths < sizeof data->truth / sizeof *data->truth);
    Truth *truth = &data->truth[data->truths++];
    snprintf(truth->name, sizeof truth->name, "%s", name);
    snprintf(truth->variant, sizeof truth->variant, "%s", variant);
    truth->value = value;
    truth->error = error;
}

void build_how(Dataset *data, const char *format, ...)
{
    Truth *truth = &data->truth[data->truths - 1];
    char how[sizeof truth->how];
    va_list list;
    va_start(list, format);
    vsnprintf(how, sizeof how, format, list);
    va_end(list);
    build_copy_name(truth->how, sizeof truth->how, how, strlen(how));
}

/** only_last - no target anywhere but at last steps. */
static bool only_last(const Dataset *data)
{
    for (size_t s = 0; s < data->sequences; s++)
        for (size_t row = data->offset[s]; row + 1 < data->offset[s + 1]; row++)
            if (data->has_target[row])
                return false;
    return true;
}

void build_finish(Dataset *data)
{
    for (size_t i = 0; i < data->rows * data->D; i++)
        data->x[i] = (real)data->raw[i];
    for (size_t i = 0; i < data->D; i++)
        data->sd[i] = 1;
    data->longest = 0;
    for (size_t s = 0; s < data->sequences; s++) {
        size_t length = dataset_length(data, s);
        data->longest = length > data->longest ? length : data->longest;
        data->order[s] = s;
    }
    data->many_to_one = only_last(data);
    data->places = places_find(data);
    data->train_count = data->valid_count = data->sequences;
}
