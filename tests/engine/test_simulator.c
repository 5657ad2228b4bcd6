#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CROSS = 0, DRIBBLE, OVERLOAD_LEFT, OVERLOAD_RIGHT, PASS, SHOT, TAKE_ON, ACTIONS };

static const double CARRY_DEFAULT[] = {40, 1000};

static Dataset *make(const Simulator *simulator, const double *knob, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(simulator, knob, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static Dataset *make_signal(double length, double epsilon, double sequences, uint64_t seed)
{
    return make(&SIGNAL_SIMULATOR, (double[]){length, epsilon, sequences}, seed);
}

static Dataset *make_carry(double length, double sequences, uint64_t seed)
{
    return make(&CARRY_SIMULATOR, (double[]){length, sequences}, seed);
}

static size_t action_at(const Dataset *data, size_t row)
{
    size_t found = ACTIONS, set = 0;
    for (size_t i = 0; i < ACTIONS; i++)
        if (data->x[row * data->D + i] != 0) {
            found = i;
            set++;
        }
    cr_assert(set == 1, "row %zu has %zu actions", row, set);
    return found;
}

static double raw_at(const Dataset *data, size_t row, size_t position)
{
    return data->raw[row * data->D + position];
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

Test(simulator, every_simulator_is_found_and_has_a_sane_table)
{
    size_t count = 0;
    for (const Simulator *simulator; (simulator = simulator_at(count)); count++) {
        cr_assert(simulator_find(simulator->name) == simulator);
        cr_assert(strlen(simulator->title) > 10 && strlen(simulator->describe) > 200);
        cr_assert(simulator_knob(simulator, "sequences") < KNOBS_MAX);
        for (size_t i = 0; i < KNOBS_MAX && simulator->knob[i].name; i++) {
            const Knob *knob = &simulator->knob[i];
            cr_assert(knob->low <= knob->value && knob->value <= knob->high, "%s", knob->name);
            cr_assert(simulator_knob(simulator, knob->name) == i && strlen(knob->help) > 5);
        }
    }
    cr_assert(count >= 2);
    cr_assert(simulator_find("nothing") == NULL);
    cr_assert(simulator_knob(&SIGNAL_SIMULATOR, "nothing") == KNOBS_MAX);
}

static void refuses(const Simulator *simulator, const double *knob, ErrorKind kind, const char *naming)
{
    Error error = {0};
    cr_assert(simulate(simulator, knob, 1, &error) == NULL);
    cr_assert(error.kind == kind, "%s", error.message);
    cr_assert(strstr(error.message, naming), "\"%s\" does not say \"%s\"", error.message, naming);
}

Test(simulator, a_knob_out_of_range_is_named_with_its_range)
{
    refuses(&SIGNAL_SIMULATOR, (double[]){1, 0.05, 1000}, ERR_USE, "length=1 ");
    refuses(&SIGNAL_SIMULATOR, (double[]){20, 0.6, 1000}, ERR_USE, "from 0 to 0.5");
    refuses(&SIGNAL_SIMULATOR, (double[]){20, NAN, 1000}, ERR_USE, "epsilon");
    refuses(&SIGNAL_SIMULATOR, (double[]){20.5, 0, 1000}, ERR_USE, "a whole number from 2 to 2000");
    refuses(&SIGNAL_SIMULATOR, (double[]){INFINITY, 0, 1000}, ERR_USE, "length");
    refuses(&CARRY_SIMULATOR, (double[]){2, 1000}, ERR_USE, "from 3 to 2000");
    refuses(&CARRY_SIMULATOR, (double[]){40, 19}, ERR_USE, "sequences=19");
}

Test(simulator, what_does_not_fit_into_memory_says_how_much_it_needs)
{
    refuses(&SIGNAL_SIMULATOR, (double[]){2000, 0.05, 100000}, ERR_LIMIT, "GB");
    refuses(&CARRY_SIMULATOR, (double[]){2000, 100000}, ERR_LIMIT, "GB");
}

Test(simulator, made_by_is_the_command_that_makes_it_again)
{
    Dataset *carry = make(&CARRY_SIMULATOR, CARRY_DEFAULT, 1), *signal = make_signal(20, 0.05, 20, 1);
    cr_assert_str_eq(carry->made_by, "data carry length=40 sequences=1000 seed=1");
    cr_assert_str_eq(signal->made_by, "data signal length=20 epsilon=0.05 sequences=20 seed=1");
    cr_assert_str_eq(signal->name, "signal");
    cr_assert(signal->hash == 0 && signal->line == NULL);
    dataset_free(carry);
    dataset_free(signal);
}

Test(simulator, columns_are_named_and_united)
{
    Dataset *signal = make_signal(20, 0.05, 20, 1), *carry = make_carry(40, 20, 1);
    cr_assert(signal->features == 4 && signal->D == ACTIONS + 3 && signal->K == 1 && signal->loss == LOSS_BINARY);
    cr_assert_str_eq(signal->feature[0].level[OVERLOAD_LEFT], "overload_left");
    cr_assert_str_eq(signal->feature[1].unit, "10m");
    cr_assert_str_eq(signal->feature[3].unit, "s");
    cr_assert_str_eq(signal->target[0].name, "goal");
    cr_assert_str_eq(signal->target[0].level[1], "yes");
    cr_assert(signal->many_to_one && signal->metric == METRIC_ACCURACY);
    cr_assert(carry->D == 2 && carry->K == 1 && carry->loss == LOSS_SQUARED && carry->metric == METRIC_MSE);
    cr_assert(carry->many_to_one && carry->longest == 40 && carry->rows == 800);
    dataset_free(signal);
    dataset_free(carry);
}

Test(simulator, the_seed_decides_everything)
{
    Dataset *a = make_signal(10, 0.05, 50, 7), *b = make_signal(10, 0.05, 50, 7), *c = make_signal(10, 0.05, 50, 8);
    size_t bytes = a->rows * a->D * sizeof *a->raw;
    cr_assert(memcmp(a->raw, b->raw, bytes) == 0 && memcmp(a->y, b->y, a->rows * sizeof *a->y) == 0);
    cr_assert(memcmp(a->order, b->order, a->sequences * sizeof *a->order) == 0);
    cr_assert(memcmp(a->raw, c->raw, bytes) != 0);
    dataset_free(a);
    dataset_free(b);
    dataset_free(c);
}

Test(simulator, more_sequences_leave_the_first_ones_as_they_were)
{
    Dataset *few = make_signal(10, 0.05, 50, 7), *many = make_signal(10, 0.05, 60, 7);
    cr_assert(memcmp(few->raw, many->raw, few->rows * few->D * sizeof *few->raw) == 0);
    cr_assert(memcmp(few->y, many->y, few->rows * sizeof *few->y) == 0);
    dataset_free(few);
    dataset_free(many);
}

/* ---- signal ---- */

Test(simulator, signal_begins_with_a_call_ends_with_a_shot_and_has_neither_between)
{
    Dataset *data = make_signal(9, 0.05, 500, 3);
    for (size_t s = 0; s < data->sequences; s++)
        for (size_t t = 0; t < 9; t++) {
            size_t row = data->offset[s] + t, action = action_at(data, row);
            bool call = action == OVERLOAD_LEFT || action == OVERLOAD_RIGHT;
            cr_assert(call == (t == 0) && (action == SHOT) == (t == 8), "sequence %zu step %zu", s, t);
            cr_assert(data->has_target[row] == (t == 8));
        }
    dataset_free(data);
}

Test(simulator, signal_of_two_steps_is_a_call_and_a_shot)
{
    Dataset *data = make_signal(2, 0, 20, 1);
    for (size_t s = 0; s < data->sequences; s++) {
        cr_assert(action_at(data, 2 * s + 1) == SHOT);
        cr_assert((action_at(data, 2 * s) == OVERLOAD_LEFT) == (data->y[2 * s + 1] == 1));
    }
    dataset_free(data);
}

Test(simulator, signal_without_chance_follows_the_call_and_with_it_in_a_share_of_one_minus_epsilon)
{
    static const double EPSILON[] = {0, 0.05, 0.3, 0.5};
    for (size_t i = 0; i < 4; i++) {
        Dataset *data = make_signal(3, EPSILON[i], 40000, 11 + i);
        double right = 0, left = 0, n = (double)data->sequences;
        for (size_t s = 0; s < data->sequences; s++) {
            bool is_left = action_at(data, data->offset[s]) == OVERLOAD_LEFT;
            left += is_left;
            right += is_left == (data->y[data->offset[s] + 2] != 0);
        }
        double optimum = dataset_truth(data, "optimum", "")->value;
        cr_assert(fabs(optimum - (1 - EPSILON[i])) < 1e-15);
        cr_assert(fabs(right / n - optimum) <= 3.5 * sqrt(EPSILON[i] * (1 - EPSILON[i]) / n), "%g", right / n);
        cr_assert(fabs(left / n - 0.5) <= 3.5 * 0.5 / sqrt(n), "%g", left / n);
        dataset_free(data);
    }
}

/* Without memory: whatever is read off the last step alone tells nothing about the outcome. */
Test(simulator, signal_at_its_last_step_says_nothing_of_the_goal)
{
    Dataset *data = make_signal(4, 0, 40000, 5);
    double n = (double)data->sequences, goals = 0;
    cr_assert(dataset_truth(data, "baseline", "")->value == 0.5 && data->spread == 0.5);
    for (size_t s = 0; s < data->sequences; s++)
        goals += (double)data->y[data->offset[s] + 3];
    cr_assert(fabs(goals / n - 0.5) <= 3.5 * data->spread / sqrt(n));
    for (size_t position = ACTIONS; position < data->D; position++) {
        double xy = 0, xx = 0, mean = 0;
        for (size_t s = 0; s < data->sequences; s++)
            mean += raw_at(data, data->offset[s] + 3, position) / n;
        for (size_t s = 0; s < data->sequences; s++) {
            double x = raw_at(data, data->offset[s] + 3, position) - mean,
                   y = (double)data->y[data->offset[s] + 3] - 0.5;
            xy += x * y;
            xx += x * x;
        }
        double correlation = xy / sqrt(xx * n / 4);
        cr_assert(fabs(correlation) < 3.5 / sqrt(n), "feature %zu: %g", position, correlation);
    }
    dataset_free(data);
}

/* The same way of the ball, whatever the call. */
Test(simulator, signal_draws_the_way_of_the_ball_without_regard_to_the_call)
{
    Dataset *sure = make_signal(10, 0, 200, 5), *unsure = make_signal(10, 0.5, 200, 5);
    bool other_goal = false;
    for (size_t row = 0; row < sure->rows; row++)
        for (size_t i = 0; i < sure->D; i++)
            cr_assert(raw_at(sure, row, i) == raw_at(unsure, row, i));
    for (size_t row = 0; row < sure->rows; row++)
        other_goal = other_goal || sure->y[row] != unsure->y[row];
    cr_assert(other_goal);
    dataset_free(sure);
    dataset_free(unsure);
}

Test(simulator, signal_looks_like_football)
{
    Dataset *data = make_signal(20, 0.05, 2000, 2);
    double *pass = malloc(data->rows * sizeof *pass), *time = malloc(data->rows * sizeof *time);
    size_t passes = 0, actions[ACTIONS] = {0};
    cr_assert(pass && time);
    for (size_t row = 0; row < data->rows; row++) {
        size_t action = action_at(data, row);
        double x = raw_at(data, row, ACTIONS), y = raw_at(data, row, ACTIONS + 1);
        actions[action]++;
        time[row] = raw_at(data, row, ACTIONS + 2);
        cr_assert(fabs(x) <= 5.25 && fabs(y) <= 3.4, "(%g, %g) is off the pitch", x, y);
        cr_assert(time[row] > 0 && time[row] <= 20, "%g s", time[row]);
        if (action == SHOT)
            cr_assert(x >= 1.75 && fabs(y) <= 2.5, "a shot from (%g, %g)", x, y);
        else if (action == PASS)
            pass[passes++] = 10 * hypot(raw_at(data, row + 1, ACTIONS) - x, raw_at(data, row + 1, ACTIONS + 1) - y);
    }
    double pass_median = median(pass, passes), time_median = median(time, data->rows);
    cr_assert(pass_median > 16 && pass_median < 18, "%g m", pass_median);
    cr_assert(time_median > 1.8 && time_median < 2.2, "%g s", time_median);
    for (size_t i = 0; i < ACTIONS; i++)
        cr_assert(actions[i] > data->rows / 200, "action %zu: %zu", i, actions[i]);
    cr_assert(actions[PASS] > data->rows / 2);
    free(pass);
    free(time);
    dataset_free(data);
}

Test(simulator, signal_of_the_greatest_length_stays_on_the_pitch)
{
    Dataset *data = make_signal(2000, 0.05, 20, 1);
    for (size_t row = 0; row < data->rows; row++)
        cr_assert(fabs(raw_at(data, row, ACTIONS)) <= 5.25 && fabs(raw_at(data, row, ACTIONS + 1)) <= 3.4);
    dataset_free(data);
}

/* ---- carry ---- */

static void check_carry(const Dataset *data, size_t s, size_t T)
{
    size_t marks[2] = {0};
    double sum = 0;
    for (size_t t = 0; t < T; t++) {
        size_t row = data->offset[s] + t;
        double threat = raw_at(data, row, 0), mark = raw_at(data, row, 1);
        cr_assert(threat >= 0 && threat < 1 && (mark == 0 || mark == 1));
        marks[t >= T / 2] += mark == 1;
        sum += mark * threat;
        cr_assert(data->has_target[row] == (t + 1 == T));
    }
    cr_assert(marks[0] == 1 && marks[1] == 1, "sequence %zu: %zu and %zu marks", s, marks[0], marks[1]);
    cr_assert(raw_at(data, data->offset[s] + T - 1, 1) == 0, "the last touch is marked");
    cr_assert(data->y[data->offset[s] + T - 1] == (real)sum);
}

Test(simulator, carry_marks_one_touch_in_each_half_and_asks_for_their_sum)
{
    static const size_t LENGTH[] = {3, 4, 5, 7, 40};
    for (size_t i = 0; i < 5; i++) {
        Dataset *data = make_carry((double)LENGTH[i], 300, i);
        for (size_t s = 0; s < data->sequences; s++)
            check_carry(data, s, LENGTH[i]);
        dataset_free(data);
    }
}

Test(simulator, carry_marks_every_place_of_a_half_equally_often)
{
    Dataset *data = make_carry(10, 20000, 4);
    double n = (double)data->sequences;
    for (size_t t = 0; t < 9; t++) {
        double marks = 0, p = t < 5 ? 1.0 / 5 : 1.0 / 4;
        for (size_t s = 0; s < data->sequences; s++)
            marks += raw_at(data, data->offset[s] + t, 1);
        cr_assert(fabs(marks / n - p) < 3.5 * sqrt(p * (1 - p) / n), "step %zu: %g", t + 1, marks / n);
    }
    dataset_free(data);
}

/* last_touch - the threat of the mark in the second half. */
static double last_touch(const Dataset *data, size_t s)
{
    size_t row = data->offset[s + 1] - 1;
    while (raw_at(data, row, 1) == 0)
        row--;
    return raw_at(data, row, 0);
}

Test(simulator, carry_has_the_errors_it_declares)
{
    Dataset *data = make_carry(6, 100000, 9);
    double n = (double)data->sequences, constant = 0, touch = 0, squares = 0;
    for (size_t s = 0; s < data->sequences; s++) {
        double y = (double)data->y[data->offset[s + 1] - 1], off = (y - 1) * (y - 1);
        constant += off / n;
        squares += off * off / n;
        touch += pow(y - last_touch(data, s) - 0.5, 2) / n;
    }
    double spread = sqrt(squares - constant * constant);
    cr_assert(fabs(data->spread - sqrt(7.0 / 180)) < 1e-15);
    cr_assert(fabs(spread / data->spread - 1) < 0.01, "%g against %g", spread, data->spread);
    double baseline = dataset_truth(data, "baseline", "")->value,
           later = dataset_truth(data, "baseline", "touch")->value;
    cr_assert(fabs(baseline - 1.0 / 6) < 1e-15 && fabs(later - 1.0 / 12) < 1e-15);
    cr_assert(fabs(constant - baseline) < 3.5 * data->spread / sqrt(n), "%g", constant);
    cr_assert(fabs(touch - later) < 3.5 * sqrt(1.0 / 180 / n), "%g", touch);
    cr_assert(dataset_truth(data, "optimum", "")->value == 0);
    dataset_free(data);
}

Test(simulator, carry_at_its_last_step_says_nothing_of_the_sum)
{
    Dataset *data = make_carry(6, 40000, 12);
    double n = (double)data->sequences, xy = 0;
    for (size_t s = 0; s < data->sequences; s++) {
        size_t row = data->offset[s + 1] - 1;
        xy += (raw_at(data, row, 0) - 0.5) * ((double)data->y[row] - 1);
    }
    cr_assert(fabs(xy / n / sqrt(1.0 / 72)) < 3.5 / sqrt(n));
    dataset_free(data);
}
