#include "engine/football/fitted.h"

#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/rule.h"
#include "engine/football/rule_linear.h"
#include "engine/football/rule_markov.h"
#include "engine/football/rule_velocity.h"

static void answer_mean(const void *state, const Dataset *data, size_t sequence, size_t row, double *y)
{
    (void)sequence;
    (void)row;
    for (size_t k = 0; k < data->K; k++)
        y[k] = ((const double *)state)[k];
}

/** train_mean - of each output over the places that train: with numbers the constant answer of least error. New. */
static double *train_mean(const Dataset *data)
{
    size_t count, places = 0;
    const size_t *train = dataset_subset(data, SUBSET_TRAIN, &count);
    double *mean = memory_new(data->K + 1, sizeof *mean);
    for (size_t i = 0; i < count; i++)
        for (size_t row = data->offset[train[i]]; row < data->offset[train[i] + 1]; row++) {
            places += data->has_target[row];
            for (size_t k = 0; k < data->K && data->has_target[row]; k++)
                mean[k] += (double)data->y[row * data->K + k];
        }
    for (size_t k = 0; k < data->K && places; k++)
        mean[k] /= (double)places;
    return mean;
}

static bool has_places(const Dataset *data, Subset subset)
{
    size_t count;
    const size_t *chosen = dataset_subset(data, subset, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t row = data->offset[chosen[i]]; row < data->offset[chosen[i] + 1]; row++)
            if (data->has_target[row])
                return true;
    return false;
}

void fitted_measure(Dataset *data)
{
    double *mean = train_mean(data);
    const double baseline = rule_score(data, (Rule){answer_mean, mean}, &data->spread);
    free(mean);
    if (!has_places(data, SUBSET_TRAIN) || !has_places(data, SUBSET_VALID))
        return; // nothing to fit, or nothing to measure
    build_truth(data, "baseline", "", baseline);
    build_how(data, data->metric == METRIC_ACCURACY ? "always the commonest class of the training sequences"
                                                       : "always the mean of the training sequences");
    rule_markov(data);
    rule_velocity(data);
    rule_linear(data);
}
