#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>

#include "engine/football/pitch.h"

enum { FRAMES = 8 };

static Dataset *make(double noise, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&RUNNERS_SIMULATOR, (double[]){noise, sequences}, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static double truth(const Dataset *data, const char *name, const char *variant)
{
    const Truth *found = dataset_truth(data, name, variant);
    cr_assert(found, "%s(%s)", name, variant);
    return found->value;
}

static double seen(const Dataset *data, size_t s, size_t frame, size_t axis)
{
    return 10 * data->raw[(data->offset[s] + frame) * 2 + axis];
}

static double asked(const Dataset *data, size_t s, size_t axis)
{
    return (double)data->y[(data->offset[s] + FRAMES - 1) * 2 + axis];
}

/* Without noise the places are those of the run. */
Test(runners, ten_thousand_run_straight_on_as_fast_as_men_do_and_stay_on_the_pitch)
{
    static const double REACH[2] = {PITCH_HALF_LENGTH, PITCH_HALF_WIDTH};
    Dataset *data = make(0, 10000, 3);
    for (size_t s = 0; s < data->sequences; s++) {
        double v[2];
        for (size_t axis = 0; axis < 2; axis++) {
            v[axis] = (seen(data, s, 1, axis) - seen(data, s, 0, axis)) / 0.4;
            for (size_t k = 1; k < FRAMES; k++) {
                const double now = (seen(data, s, k, axis) - seen(data, s, k - 1, axis)) / 0.4;
                cr_assert(fabs(now - v[axis]) < 1e-9, "sequence %zu bends", s);
                cr_assert(fabs(seen(data, s, k, axis)) <= REACH[axis]);
            }
            cr_assert(fabs(asked(data, s, axis) - v[axis]) < 1e-5);
            cr_assert(fabs(seen(data, s, FRAMES - 1, axis) + v[axis]) <= REACH[axis] + 1e-9);
        }
        cr_assert(hypot(v[0], v[1]) <= PLAYER_SPEED_MAX);
    }
    dataset_free(data);
}

Test(runners, the_last_place_says_nothing_of_the_velocity)
{
    Dataset *data = make(0, 40000, 4);
    const double n = (double)data->sequences;
    for (size_t axis = 0; axis < 2; axis++) {
        double xy = 0, xx = 0, yy = 0;
        for (size_t s = 0; s < data->sequences; s++) {
            const double x = seen(data, s, FRAMES - 1, axis), y = asked(data, s, axis);
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }
        cr_assert(fabs(xy / sqrt(xx * yy)) < 3.5 / sqrt(n), "axis %zu", axis);
        cr_assert(fabs(yy / n - 4) < 3.5 * 4 * sqrt(2 / n), "axis %zu: %g", axis, yy / n);
    }
    dataset_free(data);
}

/* ---- truths ---- */

static const double PLACE[2] = {8, 6}; // the spread of places on each axis

/* The Kalman filter, step by step through time and in another order than the simulator's formula: state (place, velocity)
 * from the first of the moments remembered on. Returns the squared error of place + velocity − what is seen last. */
static double kalman_error(const Dataset *data, size_t s, size_t axis, size_t remembered, double noise)
{
    const double back = 0.4 * (double)(remembered - 1), place = PLACE[axis] * PLACE[axis];
    double m[2] = {0, 0}, P[2][2] = {{place + back * back * 4, -back * 4}, {-back * 4, 4}};
    for (size_t i = 0; i < remembered; i++) {
        const double z = seen(data, s, FRAMES - remembered + i, axis);
        if (i > 0) { // 0.4 s pass
            m[0] += 0.4 * m[1];
            P[0][0] += 0.8 * P[0][1] + 0.16 * P[1][1];
            P[0][1] = P[1][0] = P[0][1] + 0.4 * P[1][1];
        }
        const double S = P[0][0] + noise * noise, K[2] = {P[0][0] / S, P[1][0] / S}, off = z - m[0];
        m[0] += K[0] * off;
        m[1] += K[1] * off;
        P[1][1] -= K[1] * P[0][1];
        P[0][1] = P[1][0] = (1 - K[0]) * P[0][1];
        P[0][0] *= 1 - K[0];
    }
    return pow(m[0] + m[1] - seen(data, s, FRAMES - 1, axis) - asked(data, s, axis), 2);
}

static void meets(const Dataset *data, const char *name, const char *variant, size_t remembered, double noise)
{
    double sum = 0, squares = 0, n = (double)data->sequences;
    for (size_t s = 0; s < data->sequences; s++) {
        const double error = (kalman_error(data, s, 0, remembered, noise) + kalman_error(data, s, 1, remembered, noise)) / 2;
        sum += error;
        squares += error * error;
    }
    const double mean = sum / n, sd = sqrt(squares / n - mean * mean), known = truth(data, name, variant);
    cr_assert(fabs(mean - known) < 3.5 * sd / sqrt(n), "noise %g: %s(%s) %g against %g", noise, name, variant, known, mean);
    if (remembered == 1)
        cr_assert(fabs(sd / data->spread - 1) < 0.05, "%g against %g", sd, data->spread);
}

Test(runners, who_sees_one_two_or_all_moments_errs_as_declared)
{
    static const double NOISE[] = {0.1, 0.5, 2, 5};
    for (size_t i = 0; i < 4; i++) {
        Dataset *data = make(NOISE[i], 30000, 10 + i);
        meets(data, "baseline", "", 1, NOISE[i]);
        meets(data, "baseline", "two", 2, NOISE[i]);
        meets(data, "optimum", "", FRAMES, NOISE[i]);
        dataset_free(data);
    }
}

Test(runners, without_noise_two_moments_tell_everything)
{
    Dataset *data = make(0, 20, 1);
    cr_assert(truth(data, "baseline", "") == 4 && truth(data, "baseline", "two") == 0 && truth(data, "optimum", "") == 0);
    cr_assert_str_eq(data->metric_unit, "m²");
    dataset_free(data);
}
