#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>

enum { STATES = 3, COUNTS = 4 };

static Dataset *make(double length, double persistence, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&MOMENTUM_SIMULATOR, (double[]){length, persistence, sequences}, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static double truth(const Dataset *data, const char *name, const char *variant)
{
    const Truth *found = dataset_truth(data, name, variant);
    cr_assert(found, "%s(%s)", name, variant);
    return found->value;
}

static size_t state_at(const Dataset *data, size_t row)
{
    size_t s = 0;
    while (data->y[row * STATES + s] == 0)
        s++;
    return s;
}

static double poisson(double rate, double count)
{
    return exp(count * log(rate) - rate - lgamma(count + 1));
}

/* chance of a row's counts in a state, written again from the words of the description. */
static double chance(const Dataset *data, size_t row, size_t state)
{
    const double *count = data->raw + row * COUNTS, lift = state == 0 ? 1 / 1.6 : state == 1 ? 1 : 1.6;
    return poisson(1.2 * lift, count[0]) * poisson(1.2 / lift, count[1]) * poisson(0.25 * lift, count[2]) *
           poisson(0.25 / lift, count[3]);
}

/* ---- the process ---- */

Test(momentum, states_are_equally_likely_and_stay_as_often_as_the_knob_says)
{
    Dataset *data = make(30, 0.8, 4000, 3);
    double share[STATES] = {0}, stay = 0, pairs = 4000 * 29;
    for (size_t s = 0; s < data->sequences; s++)
        for (size_t t = 0; t < 30; t++) {
            const size_t row = data->offset[s] + t;
            share[state_at(data, row)] += 1.0 / (double)data->rows;
            stay += t > 0 && state_at(data, row) == state_at(data, row - 1);
        }
    for (size_t i = 0; i < STATES; i++) // a chain of eigenvalue 0.7 makes the sum (1+.7)/(1−.7) times as variable
        cr_assert(fabs(share[i] - 1.0 / 3) < 3.5 * sqrt(2.0 / 9 * 5.7 / (double)data->rows), "%g", share[i]);
    cr_assert(fabs(stay / pairs - 0.8) < 3.5 * 0.4 / sqrt(pairs), "%g", stay / pairs);
    dataset_free(data);
}

Test(momentum, counts_have_the_mean_and_the_variance_of_their_state)
{
    static const double MEAN[STATES][COUNTS] = {{0.75, 1.92, 0.15625, 0.4}, {1.2, 1.2, 0.25, 0.25}, {1.92, 0.75, 0.4, 0.15625}};
    Dataset *data = make(20, 0.5, 5000, 4);
    for (size_t state = 0; state < STATES; state++)
        for (size_t c = 0; c < COUNTS; c++) {
            double n = 0, sum = 0, squares = 0;
            for (size_t row = 0; row < data->rows; row++)
                if (state_at(data, row) == state) {
                    const double k = data->raw[row * COUNTS + c];
                    cr_assert(k >= 0 && floor(k) == k);
                    n++;
                    sum += k;
                    squares += k * k;
                }
            const double mean = sum / n, rate = MEAN[state][c];
            cr_assert(fabs(mean - rate) < 4 * sqrt(rate / n), "state %zu count %zu: %g", state, c, mean);
            cr_assert(fabs(squares / n - mean * mean - rate) < 4 * sqrt((rate + 2 * rate * rate) / n), "state %zu count %zu", state, c);
        }
    dataset_free(data);
}

/* ---- the truths ---- */

typedef struct Score {
    double hits, nats; // mean over the steps of a sequence
} Score;

static void judge(const Dataset *data, size_t row, const double *belief, double n, Score *score)
{
    double sum = belief[0] + belief[1] + belief[2];
    size_t best = 0, state = state_at(data, row);
    for (size_t s = 1; s < STATES; s++)
        best = belief[s] > belief[best] ? s : best;
    score->hits += (best == state) / n;
    score->nats -= log(belief[state] / sum) / n;
}

/* The chance of all counts of the sequence together with the state being s at t: by sums over what came before and after. */
static void judge_sequence(const Dataset *data, size_t first, size_t T, double stay, Score score[3])
{
    double before[64][STATES], after[64][STATES], here[STATES], n = (double)T;
    for (size_t t = 0; t < T; t++)
        for (size_t s = 0; s < STATES; s++) {
            double sum = t == 0 ? 1 : 0;
            for (size_t r = 0; t > 0 && r < STATES; r++)
                sum += before[t - 1][r] * (r == s ? stay : (1 - stay) / 2);
            before[t][s] = sum * chance(data, first + t, s) * 10; // against underflow
        }
    for (size_t t = T; t-- > 0;)
        for (size_t s = 0; s < STATES; s++) {
            double sum = t + 1 == T ? 1 : 0;
            for (size_t r = 0; t + 1 < T && r < STATES; r++)
                sum += after[t + 1][r] * (r == s ? stay : (1 - stay) / 2) * chance(data, first + t + 1, r) * 10;
            after[t][s] = sum;
        }
    for (size_t t = 0; t < T; t++) {
        for (size_t s = 0; s < STATES; s++)
            here[s] = chance(data, first + t, s);
        judge(data, first + t, here, n, &score[0]);
        judge(data, first + t, before[t], n, &score[1]);
        for (size_t s = 0; s < STATES; s++)
            here[s] = before[t][s] * after[t][s];
        judge(data, first + t, here, n, &score[2]);
    }
}

typedef struct Mean {
    double mean, error;
} Mean;

static Mean mean_of(const double *values, size_t count)
{
    double sum = 0, squares = 0, n = (double)count;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - sum / n) * (values[i] - sum / n);
    return (Mean){sum / n, sqrt(squares / n / n)};
}

static void meets(const Dataset *data, const char *name, const char *variant, Mean mean)
{
    const Truth *known = dataset_truth(data, name, variant);
    cr_assert(known, "%s(%s)", name, variant);
    cr_assert(fabs(known->value - mean.mean) < 3.5 * hypot(mean.error, known->error), "%s(%s): %g against %g ± %g", name, variant,
              known->value, mean.mean, mean.error);
}

Test(momentum, one_minute_the_past_and_the_whole_match_reach_what_is_declared)
{
    enum { T = 40, N = 3000 };
    static double hits[3][N], nats[3][N];
    Dataset *data = make(T, 0.9, N, 5);
    for (size_t s = 0; s < N; s++) {
        Score score[3] = {{0}};
        judge_sequence(data, data->offset[s], T, 0.9, score);
        for (size_t i = 0; i < 3; i++) {
            hits[i][s] = score[i].hits;
            nats[i][s] = score[i].nats;
        }
    }
    meets(data, "baseline", "", mean_of(hits[0], N));
    meets(data, "optimum", "causal", mean_of(hits[1], N));
    meets(data, "optimum", "smoother", mean_of(hits[2], N));
    meets(data, "baseline", "logloss", mean_of(nats[0], N));
    meets(data, "optimum", "causal_logloss", mean_of(nats[1], N));
    meets(data, "optimum", "smoother_logloss", mean_of(nats[2], N));
    const double spread = mean_of(hits[0], N).error * sqrt((double)N * T);
    cr_assert(fabs(data->spread / spread - 1) < 0.08, "%g against %g", data->spread, spread);
    cr_assert(truth(data, "optimum", "") == truth(data, "optimum", "smoother"));
    dataset_free(data);
}

Test(momentum, without_persistence_there_is_nothing_to_remember_and_the_longer_it_lasts_the_more)
{
    static const double STAY[] = {0.34, 0.7, 0.92, 0.99};
    double before = 0;
    for (size_t i = 0; i < 4; i++) {
        Dataset *data = make(60, STAY[i], 20, 1);
        const double gain = truth(data, "optimum", "causal") - truth(data, "baseline", "");
        cr_assert(truth(data, "optimum", "") > truth(data, "optimum", "causal") - 1e-3);
        cr_assert(i == 0 ? fabs(gain) < 0.005 : gain > before, "%g: %g", STAY[i], gain);
        before = gain;
        dataset_free(data);
    }
}

Test(momentum, of_a_common_match_has_the_numbers_that_are_taught)
{
    Dataset *data = make(90, 0.92, 20, 1);
    cr_assert(fabs(truth(data, "baseline", "") - 0.543) < 0.002);
    cr_assert(fabs(truth(data, "optimum", "causal") - 0.693) < 0.004);
    cr_assert(fabs(truth(data, "optimum", "smoother") - 0.771) < 0.004);
    dataset_free(data);
}
