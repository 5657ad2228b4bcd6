#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>

enum { WIN_DEEP = 4, WIN_HIGH = 5, ACTIONS = 6 };

static Dataset *make(double length, double epsilon, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&EVENTS_SIMULATOR, (double[]){length, epsilon, sequences}, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static size_t action_at(const Dataset *data, size_t row)
{
    size_t i = 0;
    while (data->raw[row * data->D + i] == 0)
        i++;
    return i;
}

Test(events, ten_thousand_begin_with_the_ball_won_and_ask_two_questions_at_the_end)
{
    Dataset *data = make(12, 0.05, 10000, 3);
    for (size_t s = 0; s < data->sequences; s++)
        for (size_t t = 0; t < 12; t++) {
            const size_t row = data->offset[s] + t, action = action_at(data, row);
            cr_assert((action == WIN_DEEP || action == WIN_HIGH) == (t == 0) && action < ACTIONS);
            cr_assert(data->has_target[row] == (t == 11) && isnan(data->beside[row]) == (t < 11));
        }
    cr_assert(data->many_to_one && data->furthers == 1 && data->metric == METRIC_LOGLOSS);
    dataset_free(data);
}

/* The forward algorithm over the two ways to win the ball: they never change, and say nothing about the events between. */
typedef struct Forecast {
    double through, goal; // chances
} Forecast;

static Forecast forecast(const Dataset *data, size_t first, size_t seen_from, size_t L, double epsilon)
{
    double mode[2] = {0.5, 0.5}; // deep, high
    for (size_t t = seen_from; t < L; t++) {
        const size_t action = action_at(data, first + t);
        for (size_t m = 0; m < 2 && t == 0; m++)
            mode[m] *= (action == WIN_HIGH) == (m == 1) ? 1 : 0;
    }
    const double sum = mode[0] + mode[1], high = mode[1] / sum;
    return (Forecast){high * (1 - epsilon) + (1 - high) * epsilon, high * 0.30 + (1 - high) * 0.08};
}

static double log_loss(double p, bool came)
{
    return -log(came ? p : 1 - p);
}

typedef struct Mean {
    double sum, squares;
} Mean;

static void add(Mean *mean, double value)
{
    mean->sum += value;
    mean->squares += value * value;
}

static void meets(const Dataset *data, const char *name, const char *variant, const Mean *mean)
{
    const double n = (double)data->sequences, found = mean->sum / n, sd = sqrt(fmax(0, mean->squares / n - found * found));
    const Truth *known = dataset_truth(data, name, variant);
    cr_assert(known && fabs(known->value - found) < 3.5 * sd / sqrt(n) + 1e-12, "%s(%s): %g against %g", name, variant,
              known ? known->value : 0, found);
}

Test(events, who_knows_the_first_event_and_who_does_not_lose_as_much_as_declared)
{
    enum { L = 6 };
    Dataset *data = make(L, 0.1, 40000, 4);
    Mean next[2] = {{0}}, goal[2] = {{0}};
    for (size_t s = 0; s < data->sequences; s++)
        for (size_t forgets = 0; forgets < 2; forgets++) { // a Markov model of order L − 1 has forgotten the first event
            const size_t first = data->offset[s], last = first + L - 1;
            const Forecast now = forecast(data, first, forgets, L, 0.1);
            add(&next[forgets], log_loss(now.through, data->y[last] > 0));
            add(&goal[forgets], log_loss(now.goal, data->beside[last] > 0));
        }
    meets(data, "optimum", "", &next[0]);
    meets(data, "baseline", "", &next[1]);
    meets(data, "optimum", "goal", &goal[0]);
    meets(data, "baseline", "goal", &goal[1]);
    const double n = (double)data->sequences, mean = next[0].sum / n, sd = sqrt(next[0].squares / n - mean * mean);
    cr_assert(fabs(sd / data->spread - 1) < 0.03, "%g against %g", sd, data->spread);
    dataset_free(data);
}

Test(events, what_comes_between_says_nothing)
{
    Dataset *data = make(4, 0.001, 40000, 5);
    const double n = (double)data->sequences;
    for (size_t t = 1; t < 4; t++)
        for (size_t i = 0; i < data->D; i++) {
            double mean = 0, xy = 0, xx = 0;
            for (size_t s = 0; s < data->sequences; s++)
                mean += data->raw[(data->offset[s] + t) * data->D + i] / n;
            for (size_t s = 0; s < data->sequences; s++) {
                const double x = data->raw[(data->offset[s] + t) * data->D + i] - mean;
                xy += x * ((double)data->y[data->offset[s] + 3] - 0.5);
                xx += x * x;
            }
            cr_assert(xx == 0 || fabs(xy / sqrt(xx * n / 4)) < 4 / sqrt(n), "step %zu input %zu", t + 1, i);
        }
    dataset_free(data);
}
