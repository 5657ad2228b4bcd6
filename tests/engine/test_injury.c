#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "engine/train/tally.h"

enum { T = 28, SHAPE = 7, FEATURES = 4 };

static const double SLOPE[FEATURES] = {0.6, 1, 1.6, 2}, SHARE[FEATURES] = {0.16, 0.24, 0.32, 0.28};

static Dataset *make(double b, double window, double noise, double base, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&INJURY_SIMULATOR, (double[]){b, window, noise, base, sequences}, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static double truth(const Dataset *data, const char *name, const char *variant)
{
    const Truth *found = dataset_truth(data, name, variant);
    cr_assert(found && found->error == 0, "%s(%s)", name, variant);
    return found->value;
}

static bool is_injured(const Dataset *data, size_t s)
{
    return data->y[data->offset[s] + T - 1] > 0;
}

static double load_at(const Dataset *data, size_t s, size_t t)
{
    return data->beside[data->offset[s] + t];
}

/* count_at - of all features together, found again from what is seen. */
static double count_at(const Dataset *data, size_t s, size_t t, double noise)
{
    double sum = 0;
    for (size_t i = 0; i < FEATURES; i++) {
        const double count =
            (data->raw[(data->offset[s] + t) * FEATURES + i] / SLOPE[i] + 1) * SHARE[i] / (noise * noise);
        cr_assert(fabs(count - round(count)) < 0.01 && count > -0.5, "%g is no count", count);
        sum += round(count);
    }
    return sum;
}

static double count_of(const Dataset *data, size_t s, size_t from, size_t to, double noise)
{
    double sum = 0;
    for (size_t t = from; t < to; t++)
        sum += count_at(data, s, t, noise);
    return sum;
}

/* ---- the process ---- */

Test(injury, sessions_show_counts_that_grow_with_a_load_of_mean_one)
{
    const double noise = 0.2;
    Dataset *data = make(8, 7, noise, 0.3, 4000, 3);
    double n = (double)data->rows, mean = 0, squares = 0;
    for (size_t row = 0; row < data->rows; row++) {
        cr_assert(data->beside[row] > 0);
        mean += data->beside[row] / n;
        squares += data->beside[row] * data->beside[row] / n;
    }
    cr_assert(fabs(mean - 1) < 3.5 / sqrt(SHAPE * n), "%g", mean);
    cr_assert(fabs(squares - mean * mean - 1.0 / SHAPE) < 3.5 * sqrt((2 + 6.0 / SHAPE) / n) / SHAPE, "%g",
              squares - mean * mean);
    for (size_t i = 0; i < FEATURES; i++) { // a count of mean m·L has the variance m within a load
        const double m = SHARE[i] / (noise * noise);
        double off = 0, square = 0;
        for (size_t row = 0; row < data->rows; row++) {
            const double seen = data->raw[row * FEATURES + i] / SLOPE[i] + 1;
            off += (seen - data->beside[row]) / n;
            square += pow(seen - data->beside[row], 2) / n;
        }
        cr_assert(fabs(off) < 3.5 / sqrt(m * n), "feature %zu: %g", i, off);
        cr_assert(fabs(square * m - 1) < 3.5 * sqrt((2 + 3.0 / SHAPE + 1 / m) / n), "feature %zu: %g", i, square * m);
    }
    dataset_free(data);
}

Test(injury, as_many_are_injured_as_the_knob_says)
{
    static const double BASE[] = {0.005, 0.02, 0.5}, B[] = {0, 8, 30};
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++) {
            Dataset *data = make(B[j], 7, 0.5, BASE[i], 4000, 5);
            double injured = 0, n = (double)data->sequences;
            for (size_t s = 0; s < data->sequences; s++)
                injured += is_injured(data, s) / n;
            cr_assert(fabs(injured - BASE[i]) < 3.5 * sqrt(BASE[i] * (1 - BASE[i]) / n), "b=%g: %g", B[j], injured);
            dataset_free(data);
        }
}

Test(injury, four_weeks_are_read_and_one_question_is_asked_at_their_end)
{
    Dataset *data = make(8, 7, 0.2, 0.3, 200, 1);
    cr_assert(data->many_to_one && data->metric == METRIC_AUC && data->loss == LOSS_BINARY && data->furthers == 1);
    for (size_t s = 0; s < data->sequences; s++) {
        cr_assert(dataset_length(data, s) == T);
        for (size_t t = 0; t < T; t++)
            cr_assert(data->has_target[data->offset[s] + t] == (t + 1 == T));
    }
    dataset_free(data);
}

/* ---- the truths ---- */

static double chance(double a, double b, double window, double share)
{
    return 1 / (1 + exp(-(a + b * (share * T / window - 1))));
}

/* mean_chance - over a share that is Beta(alpha, beta), by Simpson's rule over all of it that weighs anything. */
static double mean_chance(double a, double b, double window, double alpha, double beta, int steps)
{
    const double mean = alpha / (alpha + beta), sd = sqrt(mean * (1 - mean) / (alpha + beta + 1));
    const double low = fmax(1e-9, mean - 9 * sd), high = fmin(1 - 1e-9, mean + 9 * sd);
    const double top = (alpha - 1) * log(mean) + (beta - 1) * log(1 - mean);
    double weights = 0, sum = 0;
    for (int i = 0; i <= steps; i++) {
        const double x = low + (high - low) * i / steps, simpson = i == 0 || i == steps ? 1 : i % 2 ? 4 : 2;
        const double weight = simpson * exp((alpha - 1) * log(x) + (beta - 1) * log(1 - x) - top);
        weights += weight;
        sum += weight * chance(a, b, window, x);
    }
    return sum / weights;
}

static double solve_a(double b, double window, double base)
{
    double low = -60, high = 20;
    for (int i = 0; i < 80; i++) {
        const double a = (low + high) / 2;
        *(mean_chance(a, b, window, SHAPE * window, SHAPE * (T - window), 600) < base ? &low : &high) = a;
    }
    return low;
}

/* posterior - the chance of an injury given all that is seen: Gamma loads and Poisson counts make a Beta. */
static double posterior(const Dataset *data, size_t s, double a, double b, size_t window, double noise)
{
    const double acute = count_of(data, s, T - window, T, noise), before = count_of(data, s, 0, T - window, noise);
    return mean_chance(a, b, (double)window, SHAPE * (double)window + acute, SHAPE * (double)(T - window) + before, 40);
}

typedef struct Area {
    double area, error;
} Area;

/* area_of - with the standard error of Hanley & McNeil (1982) for scores of about exponential spread. Scores are kept.
 * */
static Area area_of(const Dataset *data, const double *score)
{
    Scored *scored = calloc(data->sequences, sizeof *scored);
    double yes = 0, no = 0;
    cr_assert(scored);
    for (size_t s = 0; s < data->sequences; s++) {
        scored[s] = (Scored){score[s], is_injured(data, s)};
        *(scored[s].positive ? &yes : &no) += 1;
    }
    const double area = tally_area(scored, data->sequences), q1 = area / (2 - area), q2 = 2 * area * area / (1 + area);
    free(scored);
    return (Area){
        area, sqrt((area * (1 - area) + (yes - 1) * (q1 - area * area) + (no - 1) * (q2 - area * area)) / yes / no)};
}

static void meets(const Dataset *data, const char *name, const char *variant, const double *score)
{
    const Area found = area_of(data, score);
    cr_assert(fabs(found.area - truth(data, name, variant)) < 3.5 * found.error, "%s(%s): %g against %g ± %g", name,
              variant, truth(data, name, variant), found.area, found.error);
}

/* Many are injured here, so that little is left to chance. */
enum { WINDOW = 7, N = 10000 };
static const double STEEP = 8, NOISE = 0.25, MANY = 0.3;

Test(injury, who_remembers_all_and_who_sees_the_last_session_rank_as_well_as_declared)
{
    static double all[N], last[N], ratio[N], last_load[N];
    Dataset *data = make(STEEP, WINDOW, NOISE, MANY, N, 6);
    const double a = solve_a(STEEP, WINDOW, MANY);
    double right = 0, nats = 0, squares = 0, n = N;
    for (size_t s = 0; s < N; s++) {
        double acute = 0, chronic = 0;
        for (size_t t = 0; t < T; t++) {
            chronic += load_at(data, s, t);
            acute += t >= T - WINDOW ? load_at(data, s, t) : 0;
        }
        all[s] = posterior(data, s, a, STEEP, WINDOW, NOISE);
        last[s] = count_at(data, s, T - 1, NOISE);
        ratio[s] = acute / chronic;
        last_load[s] = load_at(data, s, T - 1);
        const double p = is_injured(data, s) ? all[s] : 1 - all[s];
        right += (p > 0.5) / n;
        nats -= log(p) / n;
        squares += log(p) * log(p) / n;
    }
    meets(data, "optimum", "", all);
    meets(data, "baseline", "", last);
    meets(data, "optimum", "load", ratio);
    meets(data, "baseline", "load", last_load);
    cr_assert(fabs(right - truth(data, "optimum", "accuracy")) < 3.5 * 0.5 / sqrt(n), "%g", right);
    cr_assert(fabs(nats - truth(data, "optimum", "logloss")) < 3.5 * sqrt((squares - nats * nats) / n), "%g", nats);
    dataset_free(data);
}

/* What the chance of an injury is for a count in the last session, from other players. */
static void learn_last(double *chance_at, size_t counts)
{
    double *players = calloc(counts, sizeof *players);
    Dataset *data = make(STEEP, WINDOW, NOISE, MANY, N, 7);
    const double a = solve_a(STEEP, WINDOW, MANY);
    cr_assert(players);
    for (size_t s = 0; s < N; s++) {
        const size_t count = (size_t)fmin((double)counts - 1, count_at(data, s, T - 1, NOISE));
        players[count]++;
        chance_at[count] += posterior(data, s, a, STEEP, WINDOW, NOISE);
    }
    for (size_t i = 0; i < counts; i++)
        chance_at[i] = players[i] > 0 ? chance_at[i] / players[i] : MANY;
    free(players);
    dataset_free(data);
}

Test(injury, the_last_session_leaves_as_many_nats_as_declared)
{
    enum { COUNTS = 60 };
    double chance_at[COUNTS] = {0}, nats = 0, squares = 0, n = N;
    learn_last(chance_at, COUNTS);
    Dataset *data = make(STEEP, WINDOW, NOISE, MANY, N, 8);
    for (size_t s = 0; s < N; s++) {
        const double p = chance_at[(size_t)fmin(COUNTS - 1, count_at(data, s, T - 1, NOISE))];
        const double lost = -log(is_injured(data, s) ? p : 1 - p);
        nats += lost / n;
        squares += lost * lost / n;
    }
    cr_assert(fabs(nats - truth(data, "baseline", "logloss")) < 3.5 * sqrt((squares - nats * nats) / n),
              "%g against %g", nats, truth(data, "baseline", "logloss"));
    cr_assert(truth(data, "optimum", "logloss") < truth(data, "baseline", "logloss") - 0.02);
    dataset_free(data);
}

enum { LAST, WEEK, TWO_WEEKS, RATIO, DIFFERENCE, HARDEST, FADING, CHEAP };

/* cheap - what a coach could make of the counts on paper. */
static double cheap(const Dataset *data, size_t s, int kind)
{
    const double week = count_of(data, s, T - 7, T, NOISE), all = count_of(data, s, 0, T, NOISE);
    double most = 0, fast = 0, slow = 0;
    for (size_t t = 0; t < T; t++) {
        const double count = count_at(data, s, t, NOISE);
        most = t >= T - 7 ? fmax(most, count) : 0;
        fast += 0.25 * (count - fast);
        slow += 0.07 * (count - slow);
    }
    switch (kind) {
    case LAST: return count_at(data, s, T - 1, NOISE);
    case WEEK: return week;
    case TWO_WEEKS: return count_of(data, s, T - 14, T, NOISE);
    case RATIO: return week / all;
    case DIFFERENCE: return week / 7 - all / 28;
    case HARDEST: return most;
    default: return fast / slow;
    }
}

Test(injury, nothing_that_is_cheap_beats_the_optimum)
{
    static double score[N];
    double best = 0;
    Dataset *data = make(STEEP, WINDOW, NOISE, MANY, N, 9);
    for (int kind = 0; kind < CHEAP; kind++) {
        for (size_t s = 0; s < N; s++)
            score[s] = cheap(data, s, kind);
        const Area found = area_of(data, score);
        cr_assert(found.area < truth(data, "optimum", "") + 2.5 * found.error, "predictor %d: %g", kind, found.area);
        best = fmax(best, found.area);
    }
    cr_assert(best > truth(data, "optimum", "") - 0.02, "the ratio of counts comes near: %g", best);
    dataset_free(data);
}

Test(injury, of_few_nobody_is_the_best_word_and_the_ranks_are_known_all_the_same)
{
    Dataset *data = make(8, 7, 0.2, 0.02, 20, 1);
    cr_assert(fabs(truth(data, "baseline", "accuracy") - 0.98) < 1e-6 &&
              truth(data, "optimum", "accuracy") >= 0.98 - 1e-9);
    cr_assert(truth(data, "optimum", "accuracy") < 0.9805);
    cr_assert(fabs(truth(data, "baseline", "") - 0.578) < 5e-4 && fabs(truth(data, "optimum", "") - 0.736) < 5e-4);
    cr_assert(fabs(truth(data, "baseline", "load") - 0.588) < 5e-4 &&
              fabs(truth(data, "optimum", "load") - 0.762) < 5e-4);
    dataset_free(data);
}

Test(injury, less_noise_is_more_known_up_to_the_load_itself)
{
    static const double FALLING[] = {1, 0.4, 0.1, 0.011, 0};
    double before = 0.5;
    for (size_t i = 0; i < 5; i++) {
        Dataset *data = make(8, 7, FALLING[i], 0.02, 20, 1);
        const double now = truth(data, "optimum", ""), load = truth(data, "optimum", "load");
        cr_assert(now > before && now <= load, "noise %g: %g", FALLING[i], now);
        cr_assert(FALLING[i] > 0.1 || load - now < 2e-4 + 1e-2 * (FALLING[i] == 0.1), "noise %g: %.6f, %.6f",
                  FALLING[i], now, load);
        before = now;
        dataset_free(data);
    }
}

Test(injury, a_risk_that_does_not_rise_can_be_ranked_by_nobody)
{
    Dataset *data = make(0, 7, 0.2, 0.1, 20, 1);
    cr_assert(fabs(truth(data, "optimum", "") - 0.5) < 1e-9 && fabs(truth(data, "baseline", "") - 0.5) < 1e-9);
    dataset_free(data);
}

Test(injury, its_standard_error_is_that_of_the_last_session_in_samples_of_that_size)
{
    enum { SAMPLES = 200, EACH = N / SAMPLES };
    Dataset *data = make(STEEP, WINDOW, NOISE, MANY, N, 10);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < SAMPLES; i++) {
        Scored scored[EACH];
        for (size_t k = 0; k < EACH; k++)
            scored[k] = (Scored){count_at(data, i * EACH + k, T - 1, NOISE), is_injured(data, i * EACH + k)};
        const double area = tally_area(scored, EACH);
        sum += area / SAMPLES;
        squares += area * area / SAMPLES;
    }
    const double sd = sqrt(squares - sum * sum), known = data->spread / sqrt(EACH);
    cr_assert(fabs(sd / known - 1) < 3.5 / sqrt(2 * SAMPLES), "%g against %g", sd, known);
    dataset_free(data);
}
