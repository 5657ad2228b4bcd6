#include "engine/football/rule_linear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/rule.h"
#include "engine/math/linalg.h"

enum { REACH = 10, WIDE = 512 };
/* Added to the sum of squares of each standardised input; the most products that opening a file may cost (about two seconds). */
static const double RIDGE = 1, WORK = 4e9;

/** Linear - y = mean_y + W (x − mean)/sd; x are the inputs of the last `reach` steps, repeating the first of the sequence
 *  where it is younger. */
typedef struct Linear {
    size_t reach, n;  // n = reach · D
    double *x;        // (n) of one place
    double *mean, *sd; // (n)
    double *mean_y;   // (K)
    double *gram;     // (n, n) Σ x xᵀ of what is standardised, + RIDGE
    double *W;        // (K, n); Σ y xᵀ at first
} Linear;

static void gather(const Linear *linear, const Dataset *data, size_t sequence, size_t row)
{
    const size_t known = row - data->offset[sequence];
    for (size_t back = 0; back < linear->reach; back++)
        memcpy(linear->x + back * data->D, data->raw + (row - (back < known ? back : known)) * data->D, data->D * sizeof *linear->x);
}

static void standardise(const Linear *linear)
{
    for (size_t i = 0; i < linear->n; i++)
        linear->x[i] = linear->sd[i] > 0 ? (linear->x[i] - linear->mean[i]) / linear->sd[i] : 0;
}

/** each_place - use (linear, data, row) for every place that trains, with its inputs gathered; returns how many there are. */
static size_t each_place(const Linear *linear, const Dataset *data, void (*use)(const Linear *, const Dataset *, size_t))
{
    size_t count, places = 0;
    const size_t *train = dataset_subset(data, SUBSET_TRAIN, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t row = data->offset[train[i]]; row < data->offset[train[i] + 1]; row++)
            if (data->has_target[row]) {
                gather(linear, data, train[i], row);
                use(linear, data, row);
                places++;
            }
    return places;
}

static void add_means(const Linear *linear, const Dataset *data, size_t row)
{
    for (size_t i = 0; i < linear->n; i++)
        linear->mean[i] += linear->x[i];
    for (size_t k = 0; k < data->K; k++)
        linear->mean_y[k] += (double)data->y[row * data->K + k];
}

static void add_squares(const Linear *linear, const Dataset *data, size_t row)
{
    (void)data;
    (void)row;
    for (size_t i = 0; i < linear->n; i++)
        linear->sd[i] += (linear->x[i] - linear->mean[i]) * (linear->x[i] - linear->mean[i]);
}

static void add_products(const Linear *linear, const Dataset *data, size_t row)
{
    const size_t n = linear->n;
    standardise(linear);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++)
            linear->gram[i * n + j] += linear->x[i] * linear->x[j];
    for (size_t k = 0; k < data->K; k++) {
        const double off = (double)data->y[row * data->K + k] - linear->mean_y[k];
        for (size_t i = 0; i < n; i++)
            linear->W[k * n + i] += off * linear->x[i];
    }
}

/** fit_linear - the means and deviations first, then (X'X + RIDGE) W = X'y. */
static bool fit_linear(const Linear *linear, const Dataset *data)
{
    Error ignored = {0};
    const size_t n = linear->n;
    const double places = (double)each_place(linear, data, add_means);
    for (size_t i = 0; i < n; i++)
        linear->mean[i] /= places;
    for (size_t k = 0; k < data->K; k++)
        linear->mean_y[k] /= places;
    each_place(linear, data, add_squares);
    for (size_t i = 0; i < n; i++) {
        const double sd = sqrt(linear->sd[i] / places);
        linear->sd[i] = sd > 1e-12 * fabs(linear->mean[i]) ? sd : 0; // what never changes is left out
        linear->gram[i * n + i] = RIDGE;
    }
    each_place(linear, data, add_products);
    return linalg_solve_positive(n, data->K, linear->gram, linear->W, &ignored);
}

static void answer_linear(const void *state, const Dataset *data, size_t sequence, size_t row, double *y)
{
    const Linear *linear = state;
    gather(linear, data, sequence, row);
    standardise(linear);
    for (size_t k = 0; k < data->K; k++) {
        y[k] = linear->mean_y[k];
        for (size_t i = 0; i < linear->n; i++)
            y[k] += linear->W[k * linear->n + i] * linear->x[i];
    }
}

/** how_far - as many steps back as REACH, the data and our patience allow; 0 for none. */
static size_t how_far(const Dataset *data)
{
    size_t reach = data->longest < REACH ? data->longest : REACH;
    while (reach > 0 && (reach * data->D > WIDE || (double)data->rows * pow((double)(reach * data->D), 2) > 2 * WORK))
        reach--;
    return data->loss == LOSS_SQUARED ? reach : 0;
}

void rule_linear(Dataset *data)
{
    const size_t reach = how_far(data), n = reach * data->D, K = data->K;
    if (n == 0)
        return;
    double *room = memory_new(3 * n + K + n * n + K * n, sizeof *room);
    Linear linear = {.reach = reach, .n = n, .x = room, .mean = room + n, .sd = room + 2 * n, .mean_y = room + 3 * n};
    linear.gram = linear.mean_y + K;
    linear.W = linear.gram + n * n;
    if (fit_linear(&linear, data)) {
        build_truth(data, "baseline", "linear", rule_score(data, (Rule){answer_linear, &linear}, NULL));
        build_how(data, "ridge regression on the inputs of the last %zu step%s, fitted on the training sequences", reach, reach > 1 ? "s" : "");
    }
    free(room);
}
