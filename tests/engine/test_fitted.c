/* What simple rules reach on a file: fitted on what trains, measured on what validates, and nothing of the latter in the former. */
#include "engine/football/fitted.h"

#include <criterion/criterion.h>
#include <math.h>

#include "engine/football/tidy.h"
#include "engine/math/random.h"

static Dataset *parse(const Text *text, uint64_t seed)
{
    Error error = {0};
    Dataset *data = tidy_parse("test.csv", text_string(text), text->length, seed, &error);
    cr_assert(data, "%zu:%zu: %s", error.line, error.column, error.message);
    return data;
}

static double reached(const Dataset *data, const char *variant)
{
    const Truth *truth = dataset_truth(data, "baseline", variant);
    cr_assert(truth, "no baseline(%s)", variant);
    cr_assert(*truth->how, "nobody says how baseline(%s) was fitted", variant);
    return truth->value;
}

static bool is_valid(const Dataset *data, size_t sequence)
{
    for (size_t i = data->train_count; i < data->sequences; i++)
        if (data->order[i] == sequence)
            return true;
    return false;
}

/* Twenty sequences of one class each, so that what trains and what validates differ whenever the split does. */
Test(fitted, the_commonest_class_is_that_of_what_trains)
{
    Text text = {0};
    text_add(&text, "sequence,step,x,target\n");
    for (int s = 0; s < 20; s++)
        text_addf(&text, "%d,1,%d,%s\n", s, s, s % 3 ? "a" : "b");
    for (uint64_t seed = 1; seed <= 10; seed++) {
        Dataset *data = parse(&text, seed);
        double a = 0;
        for (size_t s = 0; s < 20; s++)
            a += is_valid(data, s) && s % 3 ? 0.25 : 0;
        cr_assert_float_eq(reached(data, ""), a, 1e-12); // four validate; a is the commonest of any sixteen
        dataset_free(data);
    }
    text_free(&text);
}

Test(fitted, the_mean_is_that_of_what_trains)
{
    Text text = {0};
    text_add(&text, "sequence,step,x,target.a,target.b\n");
    for (int s = 0; s < 10; s++)
        text_addf(&text, "%d,1,0,%d,%d\n%d,2,0,,\n", s, s * s, -s, s);
    Dataset *data = parse(&text, 1);
    double sum[2] = {0}, squares = 0;
    for (size_t s = 0; s < 10; s++)
        for (size_t k = 0; k < 2 && !is_valid(data, s); k++)
            sum[k] += k ? -(double)s : (double)(s * s);
    for (size_t s = 0; s < 10; s++)
        for (size_t k = 0; k < 2 && is_valid(data, s); k++)
            squares += pow((k ? -(double)s : (double)(s * s)) - sum[k] / 8, 2) / 4;
    cr_assert_float_eq(reached(data, ""), squares, 1e-9);
    dataset_free(data);
    text_free(&text);
}

/** chain - sequences of 20 words in which the next one is 0 or 1 as a rule of the last two says. */
static Text chain(size_t sequences, int (*next)(int now, int before, Rng *rng))
{
    Rng rng = rng_stream(7, "chain", 0);
    Text text = {0};
    text_add(&text, "sequence,step,word,target\n");
    for (size_t s = 0; s < sequences; s++) {
        int before = rng_uniform(&rng) < 0.5, now = rng_uniform(&rng) < 0.5;
        for (int t = 1; t <= 20; t++) {
            const int then = next(now, before, &rng);
            text_addf(&text, "%zu,%d,%s,%s\n", s, t, now ? "one" : "nil", then ? "one" : "nil");
            before = now;
            now = then;
        }
    }
    return text;
}

static int differs(int now, int before, Rng *rng)
{
    (void)rng;
    return now ^ before;
}

static int mostly_same(int now, int before, Rng *rng)
{
    (void)before;
    return rng_uniform(rng) < 0.9 ? now : !now;
}

Test(fitted, two_words_back_is_what_an_exclusive_or_needs)
{
    Text text = chain(100, differs);
    Dataset *data = parse(&text, 1);
    cr_assert_gt(reached(data, "markov2"), 0.96); // all but first steps, where one word is known
    cr_assert_gt(reached(data, "markov3"), 0.96);
    cr_assert_lt(reached(data, "markov1"), 0.75);
    dataset_free(data);
    text_free(&text);
}

Test(fitted, longer_histories_gain_nothing_where_one_word_says_all)
{
    Text text = chain(200, mostly_same);
    Dataset *data = parse(&text, 1);
    const double se = sqrt(0.9 * 0.1 / 800);
    cr_assert_lt(fabs(reached(data, "markov1") - 0.9), 4 * se);
    cr_assert_lt(fabs(reached(data, "markov3") - 0.9), 4 * se);
    cr_assert_lt(reached(data, ""), 0.7);
    dataset_free(data);
    text_free(&text);
}

/* What validates holds a history that never trains: the shorter ones decide. */
Test(fitted, backs_off_where_a_history_was_never_seen)
{
    Text text = {0};
    text_add(&text, "sequence,step,block,word,target\n");
    for (int s = 0; s < 8; s++)
        text_addf(&text, "%d,1,common,a,b\n%d,2,common,b,c\n", s, s);
    for (int s = 8; s < 12; s++)
        text_addf(&text, "%d,1,rare%d,d,b\n%d,2,rare%d,b,c\n", s, s, s, s);
    for (uint64_t seed = 1; seed <= 5; seed++) {
        Dataset *data = parse(&text, seed);
        cr_assert(reached(data, "markov2") >= 0.5, "%g", reached(data, "markov2")); // b is followed by c whatever came before
        dataset_free(data);
    }
    text_free(&text);
}

/** moving - a man a sequence with places each 0.2 s, a second ahead; velocities as well when `given`. */
static Text moving(bool given, double bend, double noise)
{
    Rng rng = rng_stream(3, "moving", 0);
    Text text = {0};
    text_addf(&text, "# Step: 0.2 s\n# Ahead: 1 s\nsequence,step,x[m],y[m]%s,target.dx[m],target.dy[m]\n", given ? ",vx[m/s],vy[m/s]" : "");
    for (int s = 0; s < 30; s++) {
        const double x = 10 * rng_normal(&rng), v = 3 * rng_normal(&rng);
        for (int t = 1; t <= 12; t++) {
            text_addf(&text, "%d,%d,%.9f,%.9f", s, t, x + 0.2 * t * v, -2.0);
            if (given)
                text_addf(&text, ",%.9f,0", v);
            text_addf(&text, ",%.9f,%.9f\n", v + noise * rng_normal(&rng), bend * v);
        }
    }
    return text;
}

Test(fitted, constant_velocity_is_right_for_who_runs_straight_on)
{
    Text text = moving(true, 0, 0);
    Dataset *data = parse(&text, 1);
    cr_assert_lt(reached(data, "constant_velocity"), 1e-12);
    cr_assert_gt(reached(data, ""), 1);
    dataset_free(data);
    text_free(&text);
    text = moving(false, 0, 0); // from the last two places; at the first nothing is known, and he stays
    data = parse(&text, 1);
    cr_assert_gt(reached(data, "constant_velocity"), 0.01);
    cr_assert_lt(reached(data, "constant_velocity"), reached(data, "") / 6);
    dataset_free(data);
    text_free(&text);
}

Test(fitted, ridge_finds_a_rule_that_constant_velocity_does_not_know)
{
    Text text = moving(true, 0.5, 0.1);
    Dataset *data = parse(&text, 1);
    cr_assert_float_eq(reached(data, "linear"), 0.005, 0.002); // the noise of one output of two
    cr_assert_gt(reached(data, "constant_velocity"), 0.1);
    Dataset *again = parse(&text, 1);
    dataset_standardise(again); // what the networks read changes no rule
    cr_assert_eq(reached(again, "linear"), reached(data, "linear"));
    dataset_free(again);
    dataset_free(data);
    text_free(&text);
}

Test(fitted, no_rule_is_declared_that_does_not_fit_the_columns)
{
    Text text = {0};
    text_add(&text, "sequence,step,x,target\n1,1,1,a\n1,2,2,b\n");
    Dataset *data = parse(&text, 1);
    cr_assert_eq(data->truths, 1);
    dataset_free(data);
    text_clear(&text);
    text_add(&text, "sequence,step,word,target\n1,1,a,1\n1,2,b,2\n");
    data = parse(&text, 1);
    cr_assert(dataset_truth(data, "baseline", "markov1") == NULL && dataset_truth(data, "baseline", "constant_velocity") == NULL);
    cr_assert(dataset_truth(data, "baseline", "linear") != NULL);
    dataset_free(data);
    text_free(&text);
}

Test(fitted, numbers_too_large_to_be_fitted_leave_the_rule_out)
{
    Text text = {0};
    text_add(&text, "sequence,step,x,target\n1,1,1e300,1\n1,2,-1e300,2\n2,1,1e200,4\n");
    if (sizeof(real) == sizeof(double)) {
        Dataset *data = parse(&text, 1);
        const Truth *linear = dataset_truth(data, "baseline", "linear");
        cr_assert(!linear || isfinite(linear->value));
        dataset_free(data);
    }
    text_free(&text);
}

Test(fitted, places_of_a_sequence_that_go_together_count_for_less)
{
    Text text = {0};
    text_add(&text, "sequence,step,x,target\n");
    for (int s = 0; s < 40; s++)
        for (int t = 1; t <= 9; t++)
            text_addf(&text, "%d,%d,0,%d\n", s, t, s % 2 ? s : -s);
    Dataset *data = parse(&text, 1);
    double mean = 0, square = 0;
    for (size_t s = 0; s < 40; s++)
        if (is_valid(data, s)) {
            mean += (double)(s * s) / 8;
            square += (double)(s * s * s * s) / 8;
        }
    // 8 sequences validate: 3 times as wide as if their 72 places were independent, about their squares
    const double alone = sqrt(square - mean * mean) / sqrt(72);
    cr_assert_gt(dataset_stderr(data), 2 * alone);
    cr_assert_lt(dataset_stderr(data), 4.5 * alone);
    dataset_free(data);
    text_free(&text);
}
