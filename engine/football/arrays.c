#include "engine/football/arrays.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/fitted.h"

static bool check_sizes(const Arrays *arrays, size_t *rows, Error *error)
{
    *rows = 0;
    if (arrays->sequences == 0 || arrays->inputs == 0 || arrays->outputs == 0)
        return fail(error, ERR_SHAPE, "%zu sequences of %zu inputs and %zu outputs; expected at least one of each",
                    arrays->sequences, arrays->inputs, arrays->outputs);
    for (size_t s = 0; s < arrays->sequences; s++) {
        if (arrays->length[s] == 0)
            return fail(error, ERR_SHAPE, "sequence %zu has no step; expected at least one", s + 1);
        if (arrays->length[s] > SIZE_MAX / 2 - *rows)
            return fail(error, ERR_LIMIT, "the sequences have too many steps to count");
        *rows += arrays->length[s];
    }
    return true;
}

/** row_target - is there one in this row? Some outputs and not others cannot be. */
static bool row_target(const Arrays *arrays, const double *target, bool *there, Error *error)
{
    double sum = 0;
    *there = !isnan(target[0]);
    for (size_t k = 0; k < arrays->outputs; k++) {
        if (isnan(target[k]) != !*there)
            return fail(error, ERR_INPUT, "a target for some outputs and not for others");
        if (*there && !isfinite(target[k]))
            return fail(error, ERR_INPUT, "target %zu is infinite", k + 1);
        if (*there && arrays->loss != LOSS_SQUARED && !(target[k] >= 0 && target[k] <= 1))
            return fail(error, ERR_INPUT, "target %zu is %g; %s expects 0 … 1", k + 1, target[k], loss_name(arrays->loss));
        sum += target[k];
    }
    return !*there || arrays->loss != LOSS_SOFTMAX || fabs(sum - 1) < 1e-6 ||
           fail(error, ERR_INPUT, "targets that add up to %g; softmax expects 1", sum);
}

static bool fill_row(const Arrays *arrays, size_t row, Dataset *data, Error *error)
{
    const size_t D = arrays->inputs, K = arrays->outputs;
    bool there;
    for (size_t i = 0; i < D; i++) {
        if (!isfinite(arrays->x[row * D + i]))
            return fail(error, ERR_INPUT, "input %zu is not a finite number", i + 1);
        data->raw[row * D + i] = arrays->x[row * D + i];
    }
    if (!row_target(arrays, arrays->target + row * K, &there, error))
        return false;
    data->has_target[row] = there;
    for (size_t k = 0; k < K && there; k++)
        data->y[row * K + k] = (real)arrays->target[row * K + k];
    return true;
}

static bool fill(const Arrays *arrays, Dataset *data, Error *error)
{
    size_t row = 0, places = 0;
    for (size_t s = 0; s < arrays->sequences; s++) {
        data->offset[s] = row;
        for (size_t t = 1; t <= arrays->length[s]; t++, row++) {
            Error wrong = {0};
            if (!fill_row(arrays, row, data, &wrong))
                return fail(error, wrong.kind, "sequence %zu, step %zu: %s", s + 1, t, wrong.message);
            places += data->has_target[row];
        }
    }
    data->offset[arrays->sequences] = row;
    return places > 0 || fail(error, ERR_INPUT, "no target at any step; expected at least one that is not NAN");
}

/** add_columns - a column a number; one choice among K classes is K columns too, their shares. */
static void add_columns(const Arrays *arrays, Dataset *data)
{
    char name[40];
    for (size_t i = 1; i <= arrays->inputs; i++) {
        snprintf(name, sizeof name, "x%zu", i);
        build_column(data, false, name, "", NULL, 0);
    }
    for (size_t k = 1; k <= arrays->outputs; k++) {
        snprintf(name, sizeof name, "target%zu", k);
        build_column(data, true, name, "", NULL, 0);
    }
    data->loss = arrays->loss;
    build_metric(data, arrays->loss == LOSS_SQUARED ? METRIC_MSE : METRIC_ACCURACY, arrays->loss == LOSS_SQUARED ? "" : "1");
}

Dataset *arrays_dataset(const Arrays *arrays, uint64_t seed, Error *error)
{
    size_t rows;
    if (!check_sizes(arrays, &rows, error))
        return NULL;
    Dataset *data = build_new();
    add_columns(arrays, data);
    if (!build_room(data, arrays->sequences, rows, error) || !fill(arrays, data, error)) {
        dataset_free(data);
        return NULL;
    }
    build_finish(data);
    snprintf(data->name, sizeof data->name, "arrays");
    data->describe = memory_copy_text("Sequences from a program's own memory.");
    dataset_split(data, seed);
    fitted_measure(data);
    return data;
}
