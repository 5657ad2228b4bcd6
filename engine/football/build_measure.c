#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"

/* What can be said of data whose process is not known: how far one gets who looks at nothing. */

static double count_places(const Dataset *data)
{
    size_t places = 0;
    for (size_t row = 0; row < data->rows; row++)
        places += data->has_target[row];
    return (double)places;
}

/** mean_target - the mean of each output over all places: with numbers the constant answer of least error. New. */
static double *mean_target(const Dataset *data, double places)
{
    double *mean = memory_new(data->K, sizeof *mean);
    for (size_t row = 0; row < data->rows; row++)
        for (size_t k = 0; k < data->K && data->has_target[row]; k++)
            mean[k] += (double)data->y[row * data->K + k];
    for (size_t k = 0; k < data->K; k++)
        mean[k] /= places;
    return mean;
}

/** row_right - what naming the commonest scores at a place: of one choice its share there, of choices apart their mean. */
static double row_right(const Dataset *data, const real *y, const double *mean)
{
    size_t common = 0;
    double right = 0;
    for (size_t k = 0; k < data->K; k++) {
        common = mean[k] > mean[common] ? k : common;
        right += (mean[k] < 0.5 ? 1 - (double)y[k] : (double)y[k]) / (double)data->K;
    }
    return data->loss == LOSS_BINARY ? right : (double)y[common];
}

/** row_error - mean over the outputs of (y − mean)². */
static double row_error(const Dataset *data, const real *y, const double *mean)
{
    double sum = 0;
    for (size_t k = 0; k < data->K; k++)
        sum += ((double)y[k] - mean[k]) * ((double)y[k] - mean[k]) / (double)data->K;
    return sum;
}

static double row_score(const Dataset *data, size_t row, const double *mean)
{
    const real *y = data->y + row * data->K;
    return data->metric == METRIC_ACCURACY ? row_right(data, y, mean) : row_error(data, y, mean);
}

void build_measure(Dataset *data)
{
    const double places = count_places(data);
    double *mean = mean_target(data, places), baseline = 0, squares = 0;
    for (size_t row = 0; row < data->rows; row++)
        baseline += data->has_target[row] ? row_score(data, row, mean) / places : 0;
    for (size_t row = 0; row < data->rows; row++) {
        const double off = data->has_target[row] ? row_score(data, row, mean) - baseline : 0;
        squares += off * off / places;
    }
    data->spread = sqrt(squares);
    build_truth(data, "baseline", "", baseline);
    free(mean);
}
