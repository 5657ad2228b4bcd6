#include "engine/probe/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

void value_free(Value *value)
{
    free(value->data);
    *value = (Value){0};
}

Axis axis_of(const char *name, size_t first, size_t count)
{
    Axis axis = {.first = first, .count = count};
    snprintf(axis.name, sizeof axis.name, "%s", name);
    return axis;
}

bool value_allocate(Value *value, Error *error)
{
    value->count = 1;
    for (size_t i = 0; i < value->rank; i++) {
        if (value->axis[i].count > VALUE_LARGEST / (value->count ? value->count : 1))
            return fail(error, ERR_LIMIT, "more than %d numbers at once: say which with indices", VALUE_LARGEST);
        value->count *= value->axis[i].count;
    }
    value->data = memory_try(value->count ? value->count : 1, sizeof *value->data, error);
    return value->data != NULL;
}

bool value_vector(Value *value, const char *axis, size_t first, size_t count, Error *error)
{
    *value = (Value){.rank = 1, .axis = {axis_of(axis, first, count)}};
    return value_allocate(value, error);
}

Value value_of(double number)
{
    Value value = {.count = 1, .data = memory_new(1, sizeof(double))};
    value.data[0] = number;
    return value;
}

void value_shape(const Value *value, char *shape, size_t size)
{
    size_t used = 0;
    if (value->rank == 0)
        snprintf(shape, size, "%s", value->logical ? "true or false" : "a single number");
    if (value->rank == 1 && value->axis[0].count == 1) { // one output, one unit: still a list
        snprintf(shape, size, "a list of one number");
        return;
    }
    for (size_t i = 0; i < value->rank && used < size; i++)
        used += (size_t)snprintf(shape + used, size - used, "%s%zu", i ? " × " : "", value->axis[i].count);
    if (value->rank > 0 && used < size)
        snprintf(shape + used, size - used, " numbers");
}

bool value_same_shape(const Value *a, const Value *b)
{
    bool same = a->rank == b->rank;
    for (size_t i = 0; same && i < a->rank; i++)
        same = a->axis[i].count == b->axis[i].count;
    return same;
}

/* Indices as words: "steps 0 … 30". */
static const char *axis_noun(const Axis *axis)
{
    static const char *const nouns[][2] = {{"t", "steps"},           {"unit", "units"},     {"input", "inputs"},
                                           {"output", "outputs"},    {"update", "updates"}, {"sequence", "sequences"},
                                           {"look", "measurements"}, {"value", "values"}};
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
        if (strcmp(axis->name, nouns[i][0]) == 0)
            return nouns[i][1];
    return axis->name;
}

static bool too_many_indices(const char *what, size_t rank, size_t column, Error *error)
{
    if (rank == 0)
        return fail_at(error, ERR_USE, NULL, 0, column, "%s is a single number and has no index", what);
    return fail_at(error, ERR_USE, NULL, 0, column, "%s has %zu %s", what, rank, rank == 1 ? "index" : "indices");
}

bool indices_check(const char *what, const Axis *axis, size_t rank, const Node *node, Error *error)
{
    for (size_t i = 0; i < node->indices; i++) {
        const Range *range = &node->index[i];
        if (i >= rank)
            return too_many_indices(what, rank, range->column, error);
        size_t last = axis[i].first + axis[i].count - 1;
        size_t bad = range->first < axis[i].first || range->first > last ? range->first : range->last;
        if (bad < axis[i].first || bad > last)
            return fail_at(error, ERR_USE, NULL, 0, range->column, "%s has %s %zu … %zu; %zu is outside", what,
                           axis_noun(&axis[i]), axis[i].first, last, bad);
    }
    return true;
}

/* 17 significant digits bring every double back; a decimal comma of the user's locale would not. */
static void value_number(double number, Text *text)
{
    char shown[40];
    snprintf(shown, sizeof shown, "%.17g", number);
    char *comma = strchr(shown, ',');
    if (comma)
        *comma = '.';
    text_add(text, isnan(number) ? "nan" : shown);
}

static void value_row(const double *number, size_t count, Text *text)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            text_add(text, " ");
        value_number(number[i], text);
    }
}

void value_text(const Value *value, Text *text)
{
    if (value->logical) {
        text_add(text, value->data[0] != 0 ? "true" : "false");
        return;
    }
    size_t width = value->rank ? value->axis[value->rank - 1].count : 1;
    size_t block = value->rank == 3 ? value->axis[1].count : 0;
    size_t rows = width ? value->count / width : 0;
    for (size_t row = 0; row < rows; row++) {
        if (row > 0)
            text_add(text, block && row % block == 0 ? "\n\n" : "\n");
        value_row(value->data + row * width, width, text);
    }
}

/* One pass, as LAPACK's dnrm2: Σ (v/scale)², scale the largest so far. */
double value_norm(const double *number, size_t count, size_t stride)
{
    double scale = 0, squares = 1;
    for (size_t i = 0; i < count; i++) {
        double size = fabs(number[i * stride]);
        if (isnan(size) || isinf(size))
            return size;
        if (size > scale) {
            squares = 1 + squares * (scale / size) * (scale / size);
            scale = size;
        } else if (size > 0) {
            squares += (size / scale) * (size / scale);
        }
    }
    return scale > 0 ? scale * sqrt(squares) : 0;
}
