#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>

#include "engine/football/pitch.h"

enum { AXES = 20 };
static const double FRAME = 0.4;

static Dataset *make(double gain, double noise, double length, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&NEXT_SIMULATOR, (double[]){gain, noise, AXES / 2, length, sequences}, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static double seen(const Dataset *data, size_t row, size_t axis)
{
    return 10 * data->raw[row * AXES + axis];
}

static double asked(const Dataset *data, size_t row, size_t axis)
{
    return (double)data->y[row * AXES + axis];
}

static double truth(const Dataset *data, const char *name, const char *variant)
{
    const Truth *found = dataset_truth(data, name, variant);
    cr_assert(found, "%s(%s)", name, variant);
    return found->value;
}

/* ---- legality: without noise what is seen is where they are ---- */

static void check_player(const Dataset *data, size_t row, size_t player)
{
    double v[2], turn[2];
    for (size_t i = 0; i < 2; i++) {
        const size_t axis = 2 * player + i;
        const double before = seen(data, row, axis), now = seen(data, row + 1, axis), after = now + asked(data, row + 1, axis);
        cr_assert(fabs(asked(data, row, axis) - (now - before)) < 1e-5, "row %zu axis %zu: what is asked is what comes", row, axis);
        cr_assert(fabs(now) <= (i ? PITCH_HALF_WIDTH : PITCH_HALF_LENGTH));
        v[i] = (now - before) / FRAME;
        turn[i] = (after - 2 * now + before) / (FRAME * FRAME);
    }
    cr_assert(hypot(v[0], v[1]) <= PLAYER_SPEED_MAX, "row %zu player %zu", row, player);
    cr_assert(hypot(turn[0], turn[1]) <= PLAYER_ACCELERATION_MAX, "row %zu player %zu", row, player);
}

Test(next, ten_thousand_keep_to_the_pitch_to_speeds_and_to_accelerations)
{
    Dataset *data = make(0.15, 0, 8, 10000, 3);
    for (size_t s = 0; s < data->sequences; s++)
        for (size_t t = 0; t + 1 < 8; t++)
            for (size_t player = 0; player < AXES / 2; player++)
                check_player(data, data->offset[s] + t, player);
    dataset_free(data);
}

/* ---- truths ---- */

typedef struct Sums {
    double zz, zy, yy;
} Sums;

/* The best line from what is seen to what is asked, fitted on each axis: no prior knowledge of the simulator's formulas. */
Test(next, the_best_line_through_one_picture_errs_as_the_baseline_says)
{
    Dataset *data = make(0.2, 0.2, 5, 4000, 5);
    double left = 0;
    for (size_t axis = 0; axis < AXES; axis++) {
        Sums sums = {0};
        double z_mean = 0, y_mean = 0, n = (double)data->rows;
        for (size_t row = 0; row < data->rows; row++) {
            z_mean += seen(data, row, axis) / n;
            y_mean += asked(data, row, axis) / n;
        }
        for (size_t row = 0; row < data->rows; row++) {
            const double z = seen(data, row, axis) - z_mean, y = asked(data, row, axis) - y_mean;
            sums.zz += z * z;
            sums.zy += z * y;
            sums.yy += y * y;
        }
        left += (sums.yy - sums.zy * sums.zy / sums.zz) / n / AXES;
    }
    cr_assert(fabs(left - truth(data, "baseline", "")) < 3.5 * data->spread / sqrt((double)data->rows), "%g against %g", left,
              truth(data, "baseline", ""));
    dataset_free(data);
}

/* Predict by least squares from all the pictures so far, at the last step on one axis: what no linear predictor can beat, found on the data alone. */
enum { LAST = 5 };
static double least_squares(const Dataset *data, size_t axis)
{
    double M[LAST][LAST + 1] = {{0}}, mean[LAST + 1] = {0}, yy = 0, n = (double)data->sequences;
    for (int pass = 0; pass < 2; pass++)
        for (size_t s = 0; s < data->sequences; s++) {
            double v[LAST + 1];
            for (size_t t = 0; t < LAST; t++)
                v[t] = seen(data, data->offset[s] + t, axis);
            v[LAST] = asked(data, data->offset[s] + LAST - 1, axis);
            for (size_t i = 0; i <= LAST; i++)
                if (pass == 0)
                    mean[i] += v[i] / n;
                else
                    for (size_t j = 0; j <= LAST && i < LAST; j++)
                        M[i][j] += (v[i] - mean[i]) * (v[j] - mean[j]) / n;
            yy += pass ? (v[LAST] - mean[LAST]) * (v[LAST] - mean[LAST]) / n : 0;
        }
    for (size_t i = 0; i < LAST; i++) { // eliminate; what each column explains of y is taken off
        yy -= M[i][LAST] * M[i][LAST] / M[i][i];
        for (size_t r = i + 1; r < LAST; r++) {
            const double share = M[r][i] / M[i][i];
            for (size_t j = i; j <= LAST; j++)
                M[r][j] -= share * M[i][j];
        }
    }
    return yy;
}

Test(next, the_best_line_through_all_pictures_errs_as_the_late_optimum_says)
{
    Dataset *data = make(0.2, 0.1, LAST, 6000, 6);
    double left = 0;
    for (size_t axis = 0; axis < AXES; axis++)
        left += least_squares(data, axis) / AXES;
    const double known = truth(data, "optimum", "late"), sd = known * sqrt(2.0 / AXES / (double)data->sequences);
    cr_assert(fabs(left - known * (1 - (LAST + 1) / (double)data->sequences)) < 3.5 * sd, "%g against %g", left, known);
    cr_assert(truth(data, "optimum", "") > known && truth(data, "optimum", "") < truth(data, "baseline", ""));
    dataset_free(data);
}

Test(next, the_spread_is_that_of_means_over_sequences)
{
    enum { T = 10, N = 4000 };
    Dataset *data = make(0.15, 0.1, T, N, 7);
    double b = 0, zz = 0, sum = 0, squares = 0;
    static double mean_seen[AXES], mean_asked[AXES];
    for (size_t row = 0; row < data->rows; row++)
        for (size_t axis = 0; axis < AXES; axis++) {
            mean_seen[axis] += seen(data, row, axis) / (double)data->rows;
            mean_asked[axis] += asked(data, row, axis) / (double)data->rows;
        }
    for (size_t row = 0; row < data->rows; row++)
        for (size_t axis = 0; axis < AXES; axis++) {
            const double z = seen(data, row, axis) - mean_seen[axis];
            b += z * (asked(data, row, axis) - mean_asked[axis]);
            zz += z * z;
        }
    b /= zz;
    for (size_t s = 0; s < N; s++) {
        double error = 0;
        for (size_t row = data->offset[s]; row < data->offset[s + 1]; row++)
            for (size_t axis = 0; axis < AXES; axis++)
                error += pow(asked(data, row, axis) - mean_asked[axis] - b * (seen(data, row, axis) - mean_seen[axis]), 2) / AXES / T;
        sum += error / N;
        squares += error * error / N;
    }
    const double spread = sqrt((squares - sum * sum) * T);
    cr_assert(fabs(spread / data->spread - 1) < 0.08, "%g against %g", spread, data->spread);
    dataset_free(data);
}
