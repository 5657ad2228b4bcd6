#include "engine/train/tally.h"

#include <criterion/criterion.h>
#include <math.h>

#include "engine/football/build.h"
#include "engine/train/trainer.h"

/* ---- area under the curve ---- */

static double area(const char *order)
{
    Scored scored[32];
    size_t count = 0;
    for (double score = 0; *order; order++)
        if (*order == ' ')
            score++;
        else
            scored[count++] = (Scored){score, *order == '+'};
    return tally_area(scored, count);
}

Test(tally, the_area_is_the_share_of_pairs_in_order_with_ties_half)
{
    cr_assert(area("- - + +") == 1 && area("+ + - -") == 0);
    cr_assert(area("+-") == 0.5 && area("+--+ ") == 0.5);
    cr_assert_float_eq(area("- + - +"), 0.75, 1e-15);
    cr_assert_float_eq(area("- +- +"), 3.5 / 4, 1e-15);
    cr_assert(isnan(area("+ +")) && isnan(area("-")) && isnan(area("")));
}

Test(tally, the_area_does_not_depend_on_the_order_in_which_places_came)
{
    Rng rng = rng_stream(3, "test area", 0);
    Scored one[200], other[200];
    double wins = 0, pairs = 0;
    for (size_t i = 0; i < 200; i++)
        one[i] = other[199 - i] = (Scored){(double)rng_below(&rng, 20), rng_uniform(&rng) < 0.3};
    for (size_t i = 0; i < 200; i++)
        for (size_t j = 0; j < 200; j++)
            if (one[i].positive && !one[j].positive) {
                wins += one[i].score > one[j].score ? 1 : one[i].score == one[j].score ? 0.5 : 0;
                pairs++;
            }
    cr_assert_float_eq(tally_area(one, 200), wins / pairs, 1e-12);
    cr_assert_float_eq(tally_area(other, 200), wins / pairs, 1e-12);
}

/* ---- adjusted Rand index ---- */

Test(tally, the_rand_index_knows_the_same_groups_under_other_names)
{
    size_t met[TALLY_CLASSES][TALLY_CLASSES] = {{0, 5, 0}, {7, 0, 0}, {0, 0, 3}};
    cr_assert_float_eq(tally_rand(met), 1, 1e-15);
    size_t one[TALLY_CLASSES][TALLY_CLASSES] = {{4}};
    cr_assert(tally_rand(one) == 1);
}

/* Hubert & Arabie 1985 with hand: pairs together 2·C(2,2) = 2, named C(3,2)·2 = 6, there C(3,2)·2 = 6 of C(6,2) = 15. */
Test(tally, the_rand_index_is_zero_by_chance_and_what_the_formula_says_between)
{
    size_t some[TALLY_CLASSES][TALLY_CLASSES] = {{2, 1}, {1, 2}}, even[TALLY_CLASSES][TALLY_CLASSES] = {{50, 50}, {50, 50}};
    cr_assert_float_eq(tally_rand(some), (2 - 36.0 / 15) / (6 - 36.0 / 15), 1e-15);
    cr_assert(fabs(tally_rand(even)) < 0.01);
}

/* ---- what trainers measure ---- */

/* Twelve sequences of two steps; two targets that are numbers, or one of words. */
static Dataset *make(Metric metric, const char *const *levels, size_t count)
{
    Error error = {0};
    Dataset *data = build_new();
    Rng rng = rng_stream(5, "test tally", 0);
    build_column(data, false, "x", "m", NULL, 0);
    build_column(data, true, "x", "m", levels, count);
    if (!levels)
        build_column(data, true, "y", "m", NULL, 0);
    build_metric(data, metric, levels ? "1" : "m");
    cr_assert(build_room(data, 12, 24, &error), "%s", error.message);
    for (size_t s = 0; s < 12; s++) {
        data->offset[s + 1] = 2 * s + 2;
        build_feature(data, 2 * s + 1, 0, rng_normal(&rng));
        build_target(data, 2 * s + 1, 0, levels ? (double)(s % count) : rng_normal(&rng));
        if (!levels)
            build_target(data, 2 * s + 1, 1, rng_normal(&rng));
    }
    build_finish(data);
    return data;
}

typedef struct Measure {
    double loss, metric, plain, by_hand;
} Measure;

static Trainer *trainer_on(Dataset *data)
{
    Error error = {0};
    NetSpec spec = {.cell = &RNN_CELL, .inputs = 1, .hidden = 3, .outputs = data->K, .loss = data->loss, .gain = 1};
    Net *net = net_new(&spec, 1, &error);
    cr_assert(net, "%s", error.message);
    Trainer *trainer = trainer_new(net, data, 1, &error);
    cr_assert(trainer, "%s", error.message);
    return trainer;
}

/* by_hand: what `of` gives for each sequence, in the mean. */
static Measure measure(Dataset *data, double (*of)(const Dataset *data, size_t row, const real *p))
{
    Error error = {0};
    Measure measure = {0};
    Trainer *trainer = trainer_on(data);
    const Net *net = trainer_net(trainer);
    Tape *tape = tape_new(net, 2, 1, &error);
    Batch *batch = batch_new(2, 1, 1, data->K, &error);
    cr_assert(tape && batch);
    trainer_evaluate(trainer, SUBSET_ALL, &measure.loss, &measure.metric);
    measure.plain = trainer_plain(trainer, SUBSET_ALL);
    for (size_t s = 0; of && s < 12; s++) {
        dataset_batch(data, &s, 1, batch);
        net_forward(net, batch, tape);
        measure.by_hand += of(data, 2 * s + 1, tape->p + data->K) / 12;
    }
    tape_free(tape);
    batch_free(batch);
    trainer_free(trainer);
    dataset_free(data);
    return measure;
}

static double distance(const Dataset *data, size_t row, const real *p)
{
    const real *y = data->y + row * data->K;
    return hypot((double)(p[0] - y[0]), (double)(p[1] - y[1]));
}

static const double NEAR = sizeof(real) == sizeof(float) ? 1e-6 : 1e-14;
static const char *const WORDS[3] = {"a", "b", "c"};

Test(tally, displacement_is_the_mean_distance_and_the_squared_error_is_still_known)
{
    Measure ade = measure(make(METRIC_ADE, NULL, 0), distance), mse = measure(make(METRIC_MSE, NULL, 0), NULL);
    cr_assert_float_eq(ade.metric, ade.by_hand, NEAR);
    cr_assert_float_eq(ade.plain, mse.metric, NEAR);
    cr_assert_float_eq(mse.plain, mse.metric, NEAR);
}

Test(tally, log_loss_of_one_target_a_sequence_is_the_loss_and_accuracy_is_still_known)
{
    Measure nats = measure(make(METRIC_LOGLOSS, WORDS, 3), NULL), right = measure(make(METRIC_ACCURACY, WORDS, 3), NULL),
            tokens = measure(make(METRIC_TOKENS, WORDS, 3), NULL);
    cr_assert_float_eq(nats.metric, nats.loss, NEAR);
    cr_assert(nats.plain == right.metric && tokens.metric == right.metric && right.plain == right.metric);
}

static double right_rank(const Dataset *data, size_t row, const real *p)
{
    return (double)p[0] * (data->y[row] > 0 ? 1 : -1);
}

Test(tally, area_and_rand_index_are_counted_over_all_batches)
{
    Measure auc = measure(make(METRIC_AUC, WORDS, 2), right_rank), ari = measure(make(METRIC_ARI, WORDS, 3), NULL);
    cr_assert(auc.metric >= 0 && auc.metric <= 1 && isfinite(auc.by_hand));
    cr_assert(ari.metric <= 1 && ari.metric > -0.5);
}

Test(tally, an_area_of_a_batch_in_training_is_of_its_own_pairs)
{
    Dataset *data = make(METRIC_AUC, WORDS, 2);
    Trainer *trainer = trainer_on(data);
    Error error = {0};
    double loss, metric;
    trainer_evaluate(trainer, SUBSET_ALL, &loss, &metric);
    cr_assert(trainer_step(trainer, &error), "%s", error.message); // a batch of 32 is all twelve
    cr_assert_float_eq(trainer_record(trainer, 1)->batch_metric, metric, 1e-12);
    trainer_free(trainer);
    dataset_free(data);
}
