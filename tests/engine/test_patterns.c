#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/train/tally.h"

enum { PLAYERS = 10, AXES = 2 * PLAYERS, PLAYS = 6, SHAPES = 3 };
enum { ADVANCE, BREAK_OUT, CLOSE_UP, DROP_OFF, OPEN_UP, RECOVER };
enum { BLOCK, OPEN, ADVANCED };
static const int FROM[PLAYS] = {OPEN, BLOCK, OPEN, ADVANCED, BLOCK, ADVANCED};
static const int TO[PLAYS] = {ADVANCED, ADVANCED, BLOCK, OPEN, OPEN, BLOCK};
static const int REVERSAL[PLAYS] = {DROP_OFF, RECOVER, OPEN_UP, ADVANCE, CLOSE_UP, BREAK_OUT};

static Dataset *make(double noise, double rate, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&PATTERNS_SIMULATOR, (double[]){noise, rate, sequences}, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static size_t play_of(const Dataset *data, size_t s)
{
    size_t play = 0;
    while (data->y[(data->offset[s + 1] - 1) * PLAYS + play] == 0)
        play++;
    return play;
}

/* Metres; t counts from the end where it is below 0. */
static double seen(const Dataset *data, size_t s, int t, size_t axis)
{
    const size_t row = t < 0 ? data->offset[s + 1] - (size_t)-t : data->offset[s] + (size_t)t;
    return 10 * data->raw[row * AXES + axis];
}

/* ---- the sequences ---- */

Test(patterns, all_plays_come_equally_often_and_their_phase_is_carried_along)
{
    Dataset *data = make(1, 1, 12000, 3);
    double count[PLAYS] = {0}, n = (double)data->sequences;
    cr_assert(data->many_to_one && data->metric == METRIC_ARI && data->furthers == 1 && data->longest == 8);
    for (size_t s = 0; s < data->sequences; s++) {
        const size_t play = play_of(data, s);
        const bool defending = play == CLOSE_UP || play == DROP_OFF || play == RECOVER;
        count[play]++;
        cr_assert(data->beside[data->offset[s + 1] - 1] == defending && isnan(data->beside[data->offset[s]]));
    }
    for (size_t play = 0; play < PLAYS; play++)
        cr_assert(fabs(count[play] / n - 1.0 / 6) < 3.5 * sqrt(5.0 / 36 / n), "%s: %g", data->target[0].level[play],
                  count[play]);
    cr_assert_str_eq(data->target[0].level[OPEN_UP], "open_up");
    dataset_free(data);
}

/* Without the camera's error a picture is a shape, shifted. */
Test(patterns, two_plays_begin_in_each_shape_and_two_end_there)
{
    double shape[SHAPES][AXES];
    bool known[SHAPES] = {false};
    Dataset *data = make(0, 5, 500, 4);
    cr_assert(data->longest == 40);
    for (size_t s = 0; s < data->sequences; s++)
        for (int end = 0; end < 2; end++) {
            const int which = end ? TO[play_of(data, s)] : FROM[play_of(data, s)];
            for (size_t axis = 0; axis < AXES; axis++) {
                const double place = seen(data, s, -end, axis) - seen(data, s, -end, axis % 2); // from the left back
                if (!known[which])
                    shape[which][axis] = place;
                cr_assert(fabs(shape[which][axis] - place) < 1e-9, "sequence %zu axis %zu", s, axis);
            }
            known[which] = true;
        }
    dataset_free(data);
}

/* ---- the average picture ---- */

static void average(const Dataset *data, size_t s, double *mean)
{
    const double T = (double)dataset_length(data, s);
    for (size_t axis = 0; axis < AXES; axis++) {
        mean[axis] = 0;
        for (int t = 0; t < (int)T; t++)
            mean[axis] += seen(data, s, t, axis) / T;
    }
}

static size_t nearest(const double *what, double (*centre)[AXES], size_t count)
{
    size_t best = 0;
    double least = INFINITY;
    for (size_t i = 0; i < count; i++) {
        double shift[2] = {0}, sum = 0;
        for (size_t axis = 0; axis < AXES; axis++)
            shift[axis % 2] += (what[axis] - centre[i][axis]) / PLAYERS;
        for (size_t axis = 0; axis < AXES; axis++)
            sum += pow(what[axis] - centre[i][axis] - shift[axis % 2], 2);
        best = sum < least ? i : best;
        least = fmin(sum, least);
    }
    return best;
}

/* The centres are learnt on one half and judged on the other. */
Test(patterns, average_pictures_tell_which_two_shapes_and_not_the_way)
{
    static double centre[PLAYS][AXES];
    Dataset *data = make(1, 5, 4000, 5);
    double mean[AXES], count[PLAYS] = {0}, right = 0, half = (double)data->sequences / 2;
    size_t met[TALLY_CLASSES][TALLY_CLASSES] = {{0}};
    for (size_t s = 0; s < data->sequences; s++) {
        const size_t play = play_of(data, s);
        average(data, s, mean);
        if (s % 2 == 0) {
            count[play]++;
            for (size_t axis = 0; axis < AXES; axis++)
                centre[play][axis] += (mean[axis] - centre[play][axis]) / count[play];
        }
    }
    for (size_t s = 1; s < data->sequences; s += 2) {
        average(data, s, mean);
        const size_t play = play_of(data, s), named = nearest(mean, centre, PLAYS), back = (size_t)REVERSAL[named];
        cr_assert(named == play || back == play, "sequence %zu", s);
        right += named == play;
        met[named < back ? named : back][play]++;
    }
    cr_assert(fabs(right / half - 0.5) < 3.5 * 0.5 / sqrt(half), "%g", right / half);
    cr_assert(fabs(tally_rand(met) - dataset_truth(data, "baseline", "average")->value) < 0.02, "%g", tally_rand(met));
    dataset_free(data);
}

/* ---- the last picture ---- */

/* What a picture's probability is under a shape: the shift summed over in steps of a quarter metre. */
static double log_chance(const double *picture, const double *shape, double noise)
{
    double sum = 0;
    for (size_t side = 0; side < 2; side++) {
        double most = -INFINITY, fit[73];
        for (int i = 0; i < 73; i++) {
            const double shift = (i - 36) * 0.25;
            fit[i] = -shift * shift / 18;
            for (size_t axis = side; axis < AXES; axis += 2)
                fit[i] -= pow(picture[axis] - shape[axis] - shift, 2) / (2 * noise * noise);
            most = fmax(most, fit[i]);
        }
        double all = 0;
        for (int i = 0; i < 73; i++)
            all += exp(fit[i] - most);
        sum += most + log(all);
    }
    return sum;
}

static void learn_shapes(double (*shape)[AXES], uint64_t seed)
{
    double count[SHAPES] = {0};
    Dataset *data = make(0, 1, 9000, seed);
    for (size_t s = 0; s < data->sequences; s++) {
        const int to = TO[play_of(data, s)];
        count[to]++;
        for (size_t axis = 0; axis < AXES; axis++)
            shape[to][axis] += (seen(data, s, -1, axis) - shape[to][axis]) / count[to];
    }
    dataset_free(data);
}

static size_t best_shape(const Dataset *data, size_t s, double (*shape)[AXES], double noise)
{
    double picture[AXES], chance[SHAPES];
    for (size_t axis = 0; axis < AXES; axis++)
        picture[axis] = seen(data, s, -1, axis);
    for (size_t i = 0; i < SHAPES; i++)
        chance[i] = log_chance(picture, shape[i], noise);
    return chance[0] > chance[1] && chance[0] > chance[2] ? 0 : chance[1] > chance[2] ? 1 : 2;
}

static void meets(double noise)
{
    enum { N = 3000 };
    static double shape[SHAPES][AXES];
    memset(shape, 0, sizeof shape);
    learn_shapes(shape, 8);
    Dataset *data = make(noise, 1, N, 9);
    size_t met[TALLY_CLASSES][TALLY_CLASSES] = {{0}};
    double right = 0;
    for (size_t s = 0; s < N; s++) {
        const size_t named = best_shape(data, s, shape, noise);
        right += (double)(named == (size_t)TO[play_of(data, s)]) / 2 / N;
        met[named][play_of(data, s)]++;
    }
    const Truth *index = dataset_truth(data, "baseline", ""), *share = dataset_truth(data, "baseline", "accuracy");
    const double error = sqrt(index->error * index->error + data->spread * data->spread / N);
    cr_assert(fabs(tally_rand(met) - index->value) < 3.5 * error, "noise %g: %g against %g ± %g", noise, index->value,
              tally_rand(met), error);
    cr_assert(fabs(right - share->value) <
                  3.5 * hypot(share->error, sqrt(share->value * fmax(0, 0.5 - share->value) / N)) + 1e-9,
              "noise %g: %g against %g", noise, share->value, right);
    dataset_free(data);
}

Test(patterns, who_sees_the_last_picture_alone_reaches_what_is_declared)
{
    meets(1);
    meets(3);
}

Test(patterns, clear_pictures_leave_four_sevenths_and_blurred_ones_less)
{
    Dataset *clear = make(0, 5, 20, 1), *blurred = make(3, 5, 20, 1);
    const Truth *index = dataset_truth(clear, "baseline", "");
    cr_assert(fabs(index->value - 4.0 / 7) < 1e-12 && index->error == 0);
    cr_assert(fabs(dataset_truth(clear, "baseline", "accuracy")->value - 0.5) < 1e-12);
    index = dataset_truth(blurred, "baseline", "");
    cr_assert(index->error > 0 && index->value < 4.0 / 7 - index->error);
    dataset_free(clear);
    dataset_free(blurred);
}

/* Of the two plays that end in a shape the first or the second by a coin. */
Test(patterns, tossing_a_coin_has_an_index_of_two_fifths)
{
    enum { N = 20000 };
    Dataset *data = make(0, 1, N, 6);
    Rng rng = rng_stream(1, "coins of a test", 0);
    size_t met[TALLY_CLASSES][TALLY_CLASSES] = {{0}};
    for (size_t s = 0; s < N; s++)
        met[2 * (size_t)TO[play_of(data, s)] + rng_below(&rng, 2)][play_of(data, s)]++;
    cr_assert(fabs(tally_rand(met) - dataset_truth(data, "baseline", "coin")->value) < 0.005, "%g", tally_rand(met));
    dataset_free(data);
}

Test(patterns, the_spread_is_that_of_validation_sets_of_the_same_size)
{
    enum { PLACES = 120, SETS = 160 };
    Dataset *data = make(1, 1, 5 * PLACES, 1), *many = make(0, 1, PLACES * SETS, 7);
    double sum = 0, squares = 0;
    for (size_t set = 0; set < SETS; set++) {
        size_t met[TALLY_CLASSES][TALLY_CLASSES] = {{0}};
        for (size_t s = set * PLACES; s < (set + 1) * PLACES; s++)
            met[TO[play_of(many, s)]][play_of(many, s)]++;
        sum += tally_rand(met) / SETS;
        squares += pow(tally_rand(met), 2) / SETS;
    }
    const double sd = sqrt(squares - sum * sum);
    cr_assert(fabs(sum - 4.0 / 7) < 3.5 * sd / sqrt(SETS) + 1e-3, "%g", sum);
    cr_assert(fabs(sd / dataset_stderr(data) - 1) < 3.5 / sqrt(2.0 * SETS), "%g against %g", sd, dataset_stderr(data));
    dataset_free(data);
    dataset_free(many);
}

/* ---- the whole play ---- */

/* Centres of the beginning and of the end together, learnt on other plays; the shift is the same for both. */
Test(patterns, beginning_and_end_together_tell_every_play_even_when_blurred)
{
    static double shape[SHAPES][AXES];
    memset(shape, 0, sizeof shape);
    learn_shapes(shape, 8);
    Dataset *data = make(3, 5, 3000, 10);
    for (size_t s = 0; s < data->sequences; s++) {
        double least = INFINITY;
        size_t named = PLAYS;
        for (size_t play = 0; play < PLAYS; play++) {
            double off = 0;
            for (size_t side = 0; side < 2; side++) {
                double sum = 0, squares = 0, n = 0;
                for (int t = -3; t < 3; t++)
                    for (size_t axis = side; axis < AXES; axis += 2, n++) {
                        const double d = seen(data, s, t, axis) - shape[t < 0 ? TO[play] : FROM[play]][axis];
                        sum += d;
                        squares += d * d;
                    }
                off += squares - sum * sum / n;
            }
            named = off < least ? play : named;
            least = fmin(off, least);
        }
        cr_assert(named == play_of(data, s), "sequence %zu: %zu", s, named);
    }
    cr_assert(dataset_truth(data, "optimum", "")->value == 1);
    dataset_free(data);
}
