#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>

static Dataset *make(double length, double columns, double reversed, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&ZONES_SIMULATOR, (double[]){length, columns, reversed, sequences}, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static size_t read_at(const Dataset *data, size_t row)
{
    size_t i = 0;
    while (data->raw[row * data->D + i] == 0)
        i++;
    return i; // 0 is `answer`
}

static size_t said_at(const Dataset *data, size_t row)
{
    size_t i = 0;
    while (data->y[row * data->K + i] == 0)
        i++;
    return i + 1;
}

Test(zones, ten_thousand_answers_are_the_path_or_the_path_backwards)
{
    for (int reversed = 0; reversed < 2; reversed++) {
        Dataset *data = make(7, 4, reversed, 10000, 3);
        for (size_t s = 0; s < data->sequences; s++) {
            const size_t first = data->offset[s];
            cr_assert(dataset_length(data, s) == 14 && dataset_read_steps(data, s) == 7);
            for (size_t t = 0; t < 7; t++) {
                cr_assert(read_at(data, first + t) > 0 && !data->has_target[first + t]);
                cr_assert(read_at(data, first + 7 + t) == 0 && data->has_target[first + 7 + t]);
                cr_assert(said_at(data, first + 7 + t) == read_at(data, first + (reversed ? 6 - t : t)));
            }
        }
        dataset_free(data);
    }
}

Test(zones, of_six_columns_are_the_usual_eighteen_and_fourteen_lies_before_the_box)
{
    Dataset *data = make(5, 6, 0, 500, 1);
    cr_assert(data->K == 18);
    for (size_t row = 0; row < data->rows; row++) {
        const double x = 10 * data->raw[row * data->D + 19], y = 10 * data->raw[row * data->D + 20];
        if (read_at(data, row) == 14)
            cr_assert(x >= 17.5 && x <= 35 && fabs(y) <= 34.0 / 3 + 1e-9, "(%g, %g)", x, y);
        if (read_at(data, row) == 1)
            cr_assert(x <= -35 && y >= 34.0 / 3 - 1e-9, "(%g, %g)", x, y);
    }
    dataset_free(data);
}

Test(zones, naming_one_zone_always_is_right_as_often_as_declared)
{
    Dataset *data = make(2, 1, 0, 30000, 5);
    double right[3] = {0}, whole = 0, n = 60000;
    for (size_t s = 0; s < data->sequences; s++) {
        const size_t a = said_at(data, data->offset[s] + 2), b = said_at(data, data->offset[s] + 3);
        right[a - 1] += 1 / n;
        right[b - 1] += 1 / n;
        whole += a == 2 && b == 2;
    }
    const double baseline = dataset_truth(data, "baseline", "")->value, path = dataset_truth(data, "baseline", "whole")->value;
    for (size_t z = 0; z < 3; z++)
        cr_assert(fabs(right[z] - baseline) < 3.5 * data->spread / sqrt(n), "%g", right[z]);
    cr_assert(fabs(path - 1.0 / 9) < 1e-15 && fabs(whole / 30000 - path) < 3.5 * sqrt(path * (1 - path) / 30000));
    cr_assert(dataset_truth(data, "optimum", "")->value == 1 && data->metric == METRIC_TOKENS);
    dataset_free(data);
}
