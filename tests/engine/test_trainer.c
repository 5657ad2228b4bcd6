#include "tests/engine/counting.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/football/simulator.h"
#include "engine/football/tidy.h"
#include "engine/train/parts.h"
#include "tests/engine/within.h"

enum { HIDDEN = 6 };

static Dataset *carry(double length, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&CARRY_SIMULATOR, (double[KNOBS_MAX]){length, sequences}, seed, &error);
    cr_assert_not_null(data, "%s", error.message);
    return data;
}

static Net *net_for(const Dataset *data, uint64_t seed)
{
    NetSpec spec = {
        .cell = &RNN_CELL, .inputs = data->D, .hidden = HIDDEN, .outputs = data->K, .loss = data->loss, .gain = 1};
    Error error = {0};
    Net *net = net_new(&spec, seed, &error);
    cr_assert_not_null(net, "%s", error.message);
    return net;
}

static Trainer *trainer_on(Dataset *data, uint64_t seed)
{
    Error error = {0};
    Trainer *trainer = trainer_new(net_for(data, seed), data, seed, &error);
    cr_assert_not_null(trainer, "%s", error.message);
    dataset_free(data);
    return trainer;
}

static void options(Trainer *trainer, TrainOptions wanted)
{
    Error error = {0};
    cr_assert(trainer_set_options(trainer, &wanted, &error), "%s", error.message);
}

static void steps(Trainer *trainer, size_t count)
{
    Error error = {0};
    for (size_t i = 0; i < count; i++)
        cr_assert(trainer_step(trainer, &error), "%s", error.message);
}

static void rewind_to(Trainer *trainer, size_t update)
{
    Error error = {0};
    cr_assert(trainer_rewind(trainer, update, &error), "%s", error.message);
    cr_assert_eq(trainer_update(trainer), update);
}

static size_t numbers(const Trainer *trainer)
{
    return trainer_net(trainer)->layout.count;
}

static bool same(const Trainer *a, const Trainer *b)
{
    const size_t bytes = numbers(a) * sizeof(real);
    return memcmp(a->state.weights, b->state.weights, bytes) == 0 && memcmp(a->state.m, b->state.m, bytes) == 0 &&
           memcmp(a->state.v, b->state.v, bytes) == 0 && memcmp(a->state.gradient, b->state.gradient, bytes) == 0 &&
           a->state.update == b->state.update && a->state.optimizer == b->state.optimizer &&
           a->state.adam_steps == b->state.adam_steps;
}

/* A training with everything in it: other rates, other batches, other optimisers, weights changed by hand. */
static void eventful_step(Trainer *trainer)
{
    TrainOptions wanted = *trainer_options(trainer);
    switch (trainer_update(trainer)) {
    case 20:
        wanted.lr = 0.03;
        options(trainer, wanted);
        break;
    case 37:
        trainer_weights(trainer)[3] *= (real)1.5;
        trainer_touched(trainer);
        break;
    case 41:
        wanted.optimizer = OPTIMIZER_SGD;
        wanted.batch = 7;
        options(trainer, wanted);
        break;
    case 75:
        wanted.optimizer = OPTIMIZER_ADAM;
        wanted.batch = 32;
        wanted.clip = 0.05;
        options(trainer, wanted);
        break;
    case 90:
        trainer_weights(trainer)[0] = 0;
        trainer_touched(trainer);
        trainer_weights(trainer)[1] = 0;
        trainer_touched(trainer);
        break;
    default: break;
    }
    steps(trainer, 1);
}

enum { EVENTFUL = 140 };

Test(trainer, rewinds_to_every_update_bit_for_bit)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2), *then[EVENTFUL];
    for (size_t u = 0; u < EVENTFUL; u++) {
        eventful_step(trainer);
        then[u] = trainer_copy(trainer);
    }
    // Where something was changed by hand, the update is reached with the change in place.
    for (size_t u = EVENTFUL; u > 0; u--) {
        Trainer *back = trainer_copy(trainer);
        rewind_to(back, u);
        if (u == 37 || u == 90)
            cr_assert(!same(back, then[u - 1]) && memcmp(back->state.m, then[u - 1]->state.m, numbers(back)) == 0);
        else
            cr_assert(same(back, then[u - 1]), "update %zu", u);
        trainer_free(back);
    }
    for (size_t u = 0; u < EVENTFUL; u++)
        trainer_free(then[u]);
    trainer_free(trainer);
}

Test(trainer, training_on_from_a_rewind_repeats_what_was_there)
{
    for (size_t u = 0; u <= EVENTFUL; u += 23) {
        Trainer *once = trainer_on(carry(5, 40, 1), 2), *again = trainer_on(carry(5, 40, 1), 2);
        while (trainer_update(once) < EVENTFUL)
            eventful_step(once);
        while (trainer_update(again) < EVENTFUL)
            eventful_step(again);
        rewind_to(again, u);
        while (trainer_update(again) < EVENTFUL)
            eventful_step(again);
        cr_assert(same(once, again), "from %zu", u);
        for (size_t i = 1; i <= EVENTFUL; i++)
            cr_assert_eq(memcmp(trainer_record(once, i), trainer_record(again, i), sizeof(Record)), 0);
        trainer_free(once), trainer_free(again);
    }
}

Test(trainer, rewinding_to_the_start_gives_the_weights_as_drawn)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    steps(trainer, 33);
    cr_assert_neq(memcmp(trainer_initial(trainer), trainer_net(trainer)->weights, numbers(trainer) * sizeof(real)), 0);
    rewind_to(trainer, 0);
    cr_assert_eq(memcmp(trainer_initial(trainer), trainer_net(trainer)->weights, numbers(trainer) * sizeof(real)), 0);
    cr_assert_null(trainer_batch_gradient(trainer));
    size_t looks;
    trainer_looks(trainer, &looks);
    cr_assert_eq(looks, 1);
    trainer_free(trainer);
}

/* A network whose updates are worth sharing, or not; trained on data (taken) for a while by so many threads. */
static Trainer *shared_on(Dataset *data, const Cell *cell, size_t hidden, size_t threads)
{
    NetSpec spec = {.cell = cell, .inputs = data->D, .hidden = hidden, .outputs = data->K, .loss = data->loss, .gain = 1};
    Error error = {0};
    Net *net = net_new(&spec, 3, &error);
    Trainer *trainer = net != NULL ? trainer_new(net, data, 3, &error) : NULL;
    cr_assert_not_null(trainer, "%s", error.message);
    dataset_free(data);
    TrainOptions wanted = train_options();
    wanted.threads = threads;
    options(trainer, wanted);
    steps(trainer, 12);
    return trainer;
}

static Trainer *shared(size_t hidden, size_t threads)
{
    return shared_on(carry(20, 100, 1), &LSTM_CELL, hidden, threads);
}

Test(trainer, as_many_threads_make_the_same_bits_again)
{
    for (size_t threads = 2; threads <= 5; threads++) {
        Trainer *once = shared(40, threads), *again = shared(40, threads);
        cr_assert(same(once, again), "%zu threads", threads);
        for (size_t i = 1; i <= trainer_update(once); i++)
            cr_assert_eq(memcmp(trainer_record(once, i), trainer_record(again, i), sizeof(Record)), 0);
        trainer_free(once), trainer_free(again);
    }
}

Test(trainer, threads_change_nothing_but_last_digits)
{
    Trainer *alone = shared(40, 1), *two = shared(40, 2);
    double loss_alone, loss_two, metric;
    trainer_evaluate(alone, SUBSET_VALID, &loss_alone, &metric);
    trainer_evaluate(two, SUBSET_VALID, &loss_two, &metric);
    cr_assert_float_eq(loss_alone, loss_two, sizeof(real) == 4 ? 1e-4 : 1e-10);
    cr_assert_float_eq(trainer_record(alone, 1)->batch_loss, trainer_record(two, 1)->batch_loss, within(1e-13, 1e-5));
    trainer_free(alone), trainer_free(two);
}

static Dataset *injuries(void)
{
    Error error = {0};
    double knob[KNOBS_MAX];
    cr_assert(simulator_read_knobs(&INJURY_SIMULATOR, "sequences=200 base=0.3", knob, &error), "%s", error.message);
    Dataset *data = simulate(&INJURY_SIMULATOR, knob, 1, &error);
    cr_assert_not_null(data, "%s", error.message);
    return data;
}

/* A positive of one thread's sequences is held against the negatives of every other's. Batches without positives have no area. */
Test(trainer, the_area_under_the_curve_of_a_batch_is_over_all_threads)
{
    Trainer *alone = shared_on(injuries(), &LSTM_CELL, 32, 1);
    for (size_t threads = 2; threads <= 4; threads++) {
        Trainer *several = shared_on(injuries(), &LSTM_CELL, 32, threads);
        size_t areas = 0;
        for (size_t update = 1; update <= trainer_update(alone); update++) {
            const double one = trainer_record(alone, update)->batch_metric;
            const double all = trainer_record(several, update)->batch_metric;
            areas += isnan(one) ? 0 : 1;
            cr_assert(isnan(one) ? isnan(all) : fabs(one - all) < within(1e-6, 0.01), "%zu threads: %g, alone %g", threads, all, one);
        }
        cr_assert_gt(areas, 0);
        trainer_free(several);
    }
    trainer_free(alone);
}

/* What a copy measures, made before it ever stepped, is what its original measures. */
Test(trainer, a_copy_measures_with_as_many_threads)
{
    for (size_t threads = 1; threads <= 3; threads++) {
        Trainer *trainer = shared(40, threads), *copy = trainer_copy(trainer);
        Trainer *const both[] = {trainer, copy};
        double loss[2], metric;
        for (size_t i = 0; i < 2; i++) {
            trainer_weights(both[i])[0] += (real)0.25;
            trainer_touched(both[i]);
            trainer_evaluate(both[i], SUBSET_TRAIN, &loss[i], &metric);
        }
        cr_assert_eq(loss[0], loss[1]);
        trainer_free(trainer), trainer_free(copy);
    }
}

/* Sequences of which two are more than is measured at once. */
Test(trainer, long_sequences_are_measured_by_one)
{
    Trainer *trainer = shared_on(carry(2000, 20, 1), &RNN_CELL, 80, 1);
    double alone, several, metric;
    trainer_evaluate(trainer, SUBSET_ALL, &alone, &metric);
    TrainOptions wanted = *trainer_options(trainer);
    wanted.threads = 3;
    wanted.batch = 1;
    options(trainer, wanted);
    cr_assert(trainer->rooms.measuring->members == 1 && trainer->rooms.measuring->B_room == 1);
    trainer_touched(trainer);
    trainer_evaluate(trainer, SUBSET_ALL, &several, &metric);
    cr_assert_float_eq(alone, several, within(1e-12, 1e-4));
    trainer_free(trainer);
}

Test(trainer, a_small_network_trains_with_threads_as_without)
{
    Trainer *alone = shared(4, 1), *four = shared(4, 4);
    cr_assert(same(alone, four));
    trainer_free(alone), trainer_free(four);
}

Test(trainer, rewinds_through_a_change_of_threads_bit_for_bit)
{
    Trainer *trainer = shared(40, 2);
    TrainOptions wanted = *trainer_options(trainer);
    for (size_t threads = 3; threads-- > 1;) {
        wanted.threads = threads;
        options(trainer, wanted);
        steps(trainer, 5);
    }
    Trainer *copy = trainer_copy(trainer), *back = trainer_copy(trainer);
    steps(copy, 3), steps(trainer, 3);
    cr_assert(same(copy, trainer));
    rewind_to(trainer, 15);
    cr_assert_eq(trainer_options(trainer)->threads, 2);
    rewind_to(back, 15);
    cr_assert(same(back, trainer));
    steps(trainer, 4);
    trainer_free(trainer), trainer_free(copy), trainer_free(back);
}

Test(trainer, refuses_to_rewind_into_the_future)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    steps(trainer, 3);
    Error error = {0};
    cr_assert_not(trainer_rewind(trainer, 4, &error));
    cr_assert_eq(error.kind, ERR_USE);
    cr_assert_eq(trainer_update(trainer), 3);
    steps(trainer, 30);
    rewind_to(trainer, 12);
    size_t looks;
    cr_assert_eq(trainer_looks(trainer, &looks)[1].update, 10);
    cr_assert_eq(looks, 2);
    error_clear(&error);
    cr_assert_not(trainer_rewind(trainer, 13, &error), "what was after a rewind is gone");
    cr_assert_eq(error.kind, ERR_USE);
    trainer_free(trainer);
}

Test(trainer, another_future_replaces_the_old_one)
{
    Trainer *once = trainer_on(carry(5, 40, 1), 2), *again = trainer_on(carry(5, 40, 1), 2);
    TrainOptions other = train_options();
    other.lr = 0.1;
    steps(once, 7), steps(again, 60);
    rewind_to(again, 7);
    options(once, other), options(again, other);
    steps(once, 50), steps(again, 50);
    rewind_to(once, 31), rewind_to(again, 31);
    cr_assert(same(once, again));
    trainer_free(once), trainer_free(again);
}

Test(trainer, another_optimizer_begins_with_moments_of_zero)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    const Optimizer order[] = {OPTIMIZER_ADAM, OPTIMIZER_SGD, OPTIMIZER_ADAM};
    TrainOptions wanted = train_options();
    for (size_t i = 0; i < 3; i++) {
        wanted.optimizer = order[i];
        options(trainer, wanted);
        steps(trainer, 8);
    }
    rewind_to(trainer, 17); // the first of Adam's second run: every weight moved by lr in full, as at a first step
    Trainer *before = trainer_copy(trainer);
    rewind_to(before, 16);
    for (size_t i = 0; i < numbers(trainer); i++) {
        const double moved = fabs((double)(trainer->state.weights[i] - before->state.weights[i]));
        cr_assert(fabs((double)trainer->state.gradient[i]) < 1e-5 || fabs(moved - 0.01) < 1e-4, "weight %zu by %g", i,
                  moved);
    }
    cr_assert_eq(trainer->state.adam_steps, 1);
    trainer_free(trainer), trainer_free(before);
}

Test(trainer, decay_lets_the_rate_fall_to_nought_over_the_last_share_of_a_run)
{
    const TrainOptions half = {.lr = 0.5, .decay = 0.5, .run_begin = 7, .run_updates = 10};
    const double share[] = {1, 1, 1, 1, 1, 1, 0.8, 0.6, 0.4, 0.2, 0.2, 0.2}; // and past the end as at the end
    for (size_t i = 0; i < sizeof share / sizeof *share; i++)
        cr_expect(fabs(train_rate(&half, 8 + i) - 0.5 * share[i]) < 1e-15, "update %zu: %g", 8 + i, train_rate(&half, 8 + i));
    const TrainOptions whole = {.lr = 1, .decay = 1, .run_updates = 4}, none = {.lr = 1, .run_updates = 4};
    cr_expect(train_rate(&whole, 1) == 1 && train_rate(&whole, 2) == 0.75 && train_rate(&whole, 4) == 0.25);
    cr_expect(train_rate(&none, 1) == 1 && train_rate(&none, 4) == 1);
    const TrainOptions short_end = {.lr = 1, .decay = 0.1, .run_updates = 4}; // less than one update
    cr_expect(train_rate(&short_end, 3) == 1 && train_rate(&short_end, 4) == 1);
}

Test(trainer, decay_is_what_moves_the_weights_and_is_found_again_by_rewinding)
{
    Trainer *a = trainer_on(carry(5, 40, 1), 2), *b = trainer_on(carry(5, 40, 1), 2);
    TrainOptions wanted = {.optimizer = OPTIMIZER_SGD, .lr = 0.1, .batch = 8, .decay = 0.5, .run_begin = 3, .run_updates = 20};
    steps(a, 3), steps(b, 3);
    options(a, wanted), options(b, wanted);
    steps(a, 16), steps(b, 20);
    rewind_to(b, 16);
    rewind_to(a, 16);
    cr_assert(same(a, b));
    Trainer *before = trainer_copy(b);
    steps(b, 1);
    const double rate = trainer_record(b, 17)->lr;
    cr_expect(fabs(rate - 0.1 * 7 / 10) < 1e-15, "%g", rate); // of 20 updates 14 were to be made … now 7
    for (size_t i = 0; i < numbers(b); i++) {
        const double moved = (double)(before->state.weights[i] - b->state.weights[i]), step = rate * (double)b->state.gradient[i];
        cr_assert(fabs(moved - step) <= 1e-6 * (fabs(step) + fabs((double)b->state.weights[i])), "weight %zu", i);
    }
    trainer_free(a), trainer_free(b), trainer_free(before);
}

Test(trainer, a_rewind_can_be_done_in_slices_and_ended_on_the_way)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    steps(trainer, 200);
    Error error = {0};
    size_t left;
    cr_assert(trainer_rewind_begin(trainer, 199, &left, &error));
    cr_assert(left > 1 && trainer_update(trainer) + left == 199);
    size_t looks;
    const Look *look = trainer_looks(trainer, &looks);
    cr_assert_leq(look[looks - 1].update, trainer_update(trainer));
    steps(trainer, 1);
    TrainOptions other = train_options();
    other.lr = 0.5;
    options(trainer, other);
    const size_t stopped = trainer_update(trainer);
    cr_assert_not(trainer_rewind(trainer, 199, &error));
    steps(trainer, 5);
    cr_assert_eq(trainer_update(trainer), stopped + 5);
    rewind_to(trainer, stopped + 2);
    trainer_free(trainer);
}

Test(trainer, the_same_seed_gives_the_same_bits_and_looking_changes_none)
{
    Trainer *a = trainer_on(carry(5, 40, 1), 2), *b = trainer_on(carry(5, 40, 1), 2),
            *c = trainer_on(carry(5, 40, 1), 3);
    double loss, metric, each[40];
    for (size_t u = 0; u < 25; u++) {
        steps(a, 1), steps(b, 1), steps(c, 1);
        for (int subset = 0; subset <= SUBSET_ALL; subset++)
            trainer_evaluate(b, (Subset)subset, &loss, &metric);
        trainer_sequence_losses(b, each);
    }
    cr_assert(same(a, b));
    cr_assert_not(same(a, c));
    trainer_free(a), trainer_free(b), trainer_free(c);
}

Test(trainer, a_copy_goes_its_own_way)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    steps(trainer, 12);
    Trainer *copy = trainer_copy(trainer), *still = trainer_copy(trainer);
    cr_assert(same(trainer, copy));
    trainer_weights(copy)[0] += 1;
    trainer_touched(copy);
    steps(copy, 100);
    cr_assert(same(trainer, still));
    trainer_free(copy);
    rewind_to(trainer, 5);
    rewind_to(still, 12);
    steps(trainer, 7);
    cr_assert(same(trainer, still));
    trainer_free(trainer), trainer_free(still);
}

Test(trainer, a_copy_measures_as_its_original)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    steps(trainer, 3);
    Trainer *copy = trainer_copy(trainer);
    double loss[2], metric[2];
    trainer_evaluate(trainer, SUBSET_ALL, &loss[0], &metric[0]);
    trainer_evaluate(copy, SUBSET_ALL, &loss[1], &metric[1]);
    cr_assert(loss[0] == loss[1] && metric[0] == metric[1]);
    trainer_free(trainer), trainer_free(copy);
}

Test(trainer, a_step_allocates_nothing_once_its_history_has_room)
{
    free(memory_new(1, 1));
    cr_assert_gt(allocations, 0, "the test counts no allocation: it must be linked with --wrap");
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    steps(trainer, 131); // the records have room for 256, the snapshots have been thinned
    const size_t before = allocations;
    steps(trainer, 19);
    cr_assert_eq(allocations, before);
    trainer_free(trainer);
}

Test(trainer, learns_to_carry)
{
    for (uint64_t seed = 1; seed <= 5; seed++) {
        Trainer *trainer = trainer_on(carry(4, 300, seed), seed);
        size_t looks;
        steps(trainer, 200);
        const Look *look = trainer_looks(trainer, &looks);
        cr_assert_eq(looks, 21);
        cr_assert(look[0].update == 0 && look[20].update == 200);
        cr_assert_lt(look[20].loss, 0.5 * look[0].loss, "seed %d", (int)seed);
        cr_assert_lt(look[20].metric, dataset_truth(trainer_data(trainer), "baseline", "")->value);
        trainer_free(trainer);
    }
}

Test(trainer, an_epoch_reads_each_training_sequence_once)
{
    Dataset *data = carry(3, 40, 4); // 32 of them train
    Order order = {.shuffled = calloc(data->train_count, sizeof(size_t)), .count = data->train_count};
    cr_assert_eq(order.count, 32);
    size_t seen[40] = {0}, chosen[5], first[5];
    for (size_t update = 1; update <= 32; update++) { // five epochs in batches of five
        order_batch(&order, data, 9, update, 5, chosen);
        if (update == 3)
            memcpy(first, chosen, sizeof first);
        for (size_t i = 0; i < 5; i++)
            seen[chosen[i]]++;
    }
    size_t count;
    const size_t *train = dataset_subset(data, SUBSET_TRAIN, &count);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(seen[train[i]], 5);
    order_batch(&order, data, 9, 3, 5, chosen);
    cr_assert_eq(memcmp(first, chosen, sizeof first), 0, "a batch depends on the seed and the update alone");
    free(order.shuffled);
    dataset_free(data);
}

Test(trainer, a_batch_larger_than_the_training_set_is_all_of_it)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    TrainOptions all = train_options();
    all.batch = SIZE_MAX;
    options(trainer, all);
    double loss, metric;
    trainer_evaluate(trainer, SUBSET_TRAIN, &loss, &metric);
    steps(trainer, 1);
    cr_assert_leq(fabs(trainer_record(trainer, 1)->batch_loss - loss), within(1e-12, 1e-5));
    cr_assert_leq(fabs(trainer_record(trainer, 1)->batch_metric - metric), within(1e-12, 1e-5));
    trainer_free(trainer);
}

Test(trainer, records_the_norm_before_and_after_clipping)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    TrainOptions tight = train_options();
    tight.clip = 1e-3;
    tight.optimizer = OPTIMIZER_SGD;
    tight.lr = 1;
    options(trainer, tight);
    steps(trainer, 1);
    const Record *record = trainer_record(trainer, 1);
    cr_assert_gt(record->gradnorm, 1e-3);
    cr_assert(record->gradnorm_clipped == 1e-3);
    double square = 0, before = 0;
    for (size_t i = 0; i < numbers(trainer); i++) {
        square += pow(trainer_initial(trainer)[i] - trainer_net(trainer)->weights[i], 2);
        before += pow(trainer_batch_gradient(trainer)[i], 2);
    }
    cr_assert_leq(fabs(sqrt(square) - 1e-3), within(1e-12, 1e-5));
    cr_assert_leq(fabs(sqrt(before) - record->gradnorm), within(1e-12, 1e-5));
    trainer_free(trainer);
}

Test(trainer, numbers_that_run_away_stop_it_and_leave_the_weights)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    steps(trainer, 4);
    trainer_weights(trainer)[layout_find(&trainer_net(trainer)->layout, "Wy")->offset] = (real)1e300;
    trainer_touched(trainer);
    Trainer *still = trainer_copy(trainer);
    Error error = {0};
    cr_assert_not(trainer_step(trainer, &error));
    cr_assert_eq(error.kind, ERR_NUMBER);
    cr_assert(strstr(error.message, "update 5: the loss") != NULL && strstr(error.message, "lr") != NULL, "%s",
              error.message);
    cr_assert(same(trainer, still));
    rewind_to(trainer, 3);
    steps(trainer, 1);
    trainer_free(trainer), trainer_free(still);
}

Test(trainer, a_rate_that_throws_the_weights_out_of_all_numbers_changes_none)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2), *still = trainer_copy(trainer);
    TrainOptions wild = {.optimizer = OPTIMIZER_SGD, .lr = 1.7e308, .clip = 0, .batch = 32};
    options(trainer, wild);
    trainer_weights(trainer)[layout_find(&trainer_net(trainer)->layout, "Wy")->offset] = 1000;
    trainer_weights(still)[layout_find(&trainer_net(trainer)->layout, "Wy")->offset] = 1000;
    trainer_touched(trainer);
    Error error = {0};
    cr_assert_not(trainer_step(trainer, &error));
    cr_assert_eq(error.kind, ERR_NUMBER);
    cr_assert_not_null(strstr(error.message, "clip="));
    cr_assert(same(trainer, still));
    trainer_free(trainer), trainer_free(still);
}

static void refused(Trainer *trainer, TrainOptions wrong)
{
    Error error = {0};
    cr_assert_not(trainer_set_options(trainer, &wrong, &error));
    cr_assert_eq(error.kind, ERR_USE);
    cr_assert(trainer_options(trainer)->lr == 0.01 && trainer_options(trainer)->batch == 32);
}

Test(trainer, refuses_options_that_make_no_sense)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    const double rates[] = {0, -1, NAN, INFINITY}, clips[] = {-1, NAN, INFINITY};
    TrainOptions wrong = train_options();
    for (size_t i = 0; i < 4; i++) {
        wrong.lr = rates[i];
        refused(trainer, wrong);
    }
    wrong = train_options();
    for (size_t i = 0; i < 3; i++) {
        wrong.clip = clips[i];
        refused(trainer, wrong);
    }
    wrong = train_options();
    wrong.batch = 0;
    refused(trainer, wrong);
    wrong = train_options();
    const size_t threads[] = {THREADS_MAX + 1, SIZE_MAX};
    for (size_t i = 0; i < 2; i++) {
        wrong.threads = threads[i];
        refused(trainer, wrong);
    }
    wrong = train_options();
    wrong.decay = 0.5; // of what?
    refused(trainer, wrong);
    wrong.run_updates = 10;
    const double decays[] = {-0.1, 1.1, NAN};
    for (size_t i = 0; i < 3; i++) {
        wrong.decay = decays[i];
        refused(trainer, wrong);
    }
    trainer_free(trainer);
}

Test(trainer, refuses_a_network_of_other_sizes)
{
    Dataset *data = carry(5, 40, 1);
    NetSpec spec = {.cell = &RNN_CELL, .inputs = data->D + 1, .hidden = 3, .outputs = data->K, .gain = 1};
    Error error = {0};
    Net *net = net_new(&spec, 1, &error);
    cr_assert_not_null(net);
    cr_assert_null(trainer_new(net, data, 1, &error));
    cr_assert_eq(error.kind, ERR_SHAPE);
    dataset_free(data);
}

Test(trainer, evaluation_follows_the_weights)
{
    Trainer *trainer = trainer_on(carry(5, 40, 1), 2);
    double before, after, metric, each[40], sum = 0;
    trainer_evaluate(trainer, SUBSET_VALID, &before, &metric);
    cr_assert(before == metric, "one squared error a sequence: its loss is its metric");
    trainer_sequence_losses(trainer, each);
    size_t count;
    const size_t *valid = dataset_subset(trainer_data(trainer), SUBSET_VALID, &count);
    for (size_t i = 0; i < count; i++)
        sum += each[valid[i]];
    cr_assert_leq(fabs(sum / (double)count - before), within(1e-12, 1e-5));
    trainer_weights(trainer)[layout_find(&trainer_net(trainer)->layout, "by")->offset] += 1;
    trainer_touched(trainer);
    trainer_evaluate(trainer, SUBSET_VALID, &after, &metric);
    cr_assert_gt(fabs(after - before), 1e-3);
    cr_assert(trainer_looks(trainer, &count)[0].loss == after && count == 1);
    trainer_free(trainer);
}

/* 150 sequences of 1 … 7 steps, two classes, asked at every step. */
static Dataset *uneven(void)
{
    Text text = {0};
    Error error = {0};
    text_add(&text, "sequence,step,a,b,target\n");
    Rng rng = rng_stream(1, "uneven", 0);
    for (int s = 1; s <= 150; s++)
        for (int t = 1, length = 1 + s * 5 % 7; t <= length; t++)
            text_addf(&text, "%d,%d,%.3f,%.3f,%s\n", s, t, rng_normal(&rng), rng_uniform(&rng),
                      rng_below(&rng, 2) ? "goal" : "no");
    Dataset *data = tidy_parse("uneven.csv", text.bytes, text.length, 1, &error);
    cr_assert_not_null(data, "%s", error.message);
    text_free(&text);
    return data;
}

Test(trainer, measures_each_sequence_of_uneven_data_as_if_it_were_alone)
{
    Trainer *trainer = trainer_on(uneven(), 2);
    const Dataset *data = trainer_data(trainer);
    const Net *net = trainer_net(trainer);
    Error error = {0};
    Batch *batch = batch_new(7, 1, data->D, data->K, &error);
    Tape *tape = tape_new(net, 7, 1, &error);
    cr_assert(batch != NULL && tape != NULL);
    double each[150], sum = 0, right = 0, loss, metric;
    trainer_sequence_losses(trainer, each);
    for (size_t s = 0; s < 150; s++) {
        dataset_batch(data, &s, 1, batch);
        cr_assert_leq(fabs((double)net_forward(net, batch, tape) - each[s]), within(1e-12, 1e-5), "sequence %zu", s);
        sum += each[s];
        for (size_t t = 0; t < batch->T; t++)
            right += (tape->p[t] > 0.5) == (batch->target[t] > 0.5);
    }
    trainer_evaluate(trainer, SUBSET_ALL, &loss, &metric);
    cr_assert_leq(fabs(loss - sum / 150), within(1e-12, 1e-5));
    cr_assert_leq(fabs(metric - right / (double)data->rows), within(1e-12, 1e-5));
    tape_free(tape);
    batch_free(batch);
    trainer_free(trainer);
}

Test(trainer, trains_on_uneven_data)
{
    Trainer *trainer = trainer_on(uneven(), 2), *again = trainer_on(uneven(), 2);
    double first, last, metric;
    trainer_evaluate(trainer, SUBSET_TRAIN, &first, &metric);
    steps(trainer, 100), steps(again, 130);
    rewind_to(again, 100);
    cr_assert(same(trainer, again));
    trainer_evaluate(trainer, SUBSET_TRAIN, &last, &metric);
    cr_assert_lt(last, first);
    trainer_free(trainer), trainer_free(again);
}

Test(trainer, the_memory_of_its_past_is_bounded)
{
    Trainer *trainer = trainer_on(carry(3, 40, 1), 2);
    size_t most = 0;
    for (size_t i = 0; i < 1000; i++) {
        steps(trainer, 1);
        most = trainer->snapshots.count > most ? trainer->snapshots.count : most;
        const size_t behind =
            trainer_update(trainer) - snapshots_nearest(&trainer->snapshots, trainer_update(trainer))->state.update;
        cr_assert_lt(behind, trainer->snapshots.spacing);
    }
    cr_assert_eq(most, SNAPSHOTS_MAX);
    cr_assert_leq(trainer->snapshots.spacing, 32);
    cr_assert_leq(trainer_bytes(trainer), (SNAPSHOTS_MAX + 1) * 4 * numbers(trainer) * sizeof(real) + 100000);
    trainer_free(trainer);
}

static Trainer *gated(uint64_t seed)
{
    Error error = {0};
    Dataset *data = carry(8, 60, 3);
    const NetSpec spec = {.cell = cell_find("lstm"),
                          .inputs = data->D,
                          .hidden = 5,
                          .outputs = data->K,
                          .loss = data->loss,
                          .gain = 1,
                          .layers = 2,
                          .bidirectional = true,
                          .many_to_one = data->many_to_one};
    Net *net = net_new(&spec, seed, &error);
    Trainer *trainer = net != NULL ? trainer_new(net, data, seed, &error) : NULL;
    cr_assert_not_null(trainer, "%s", error.message);
    dataset_free(data);
    return trainer;
}

/* Update by update: hold at 4, cut at 9, let go at 14. */
static void knifed_steps(Trainer *trainer, size_t until)
{
    Error error = {0};
    for (size_t u = trainer_update(trainer); u < until; u = trainer_update(trainer)) {
        Net *net = trainer_knife(trainer);
        if (u == 4)
            cr_assert(net_hold(net, 0, 1, UNIT_ALL, 0.9, &error));
        if (u == 9)
            cr_assert(net_cut(net, (Cut){.t = 4, .edge = EDGE_BOTH}, &error));
        if (u == 14)
            net_release(net);
        if (u == 4 || u == 9 || u == 14)
            trainer_touched(trainer);
        cr_assert(trainer_step(trainer, &error), "%s", error.message);
    }
}

Test(trainer, rewinding_knows_when_knives_were_made)
{
    Trainer *trainer = gated(2);
    knifed_steps(trainer, 20);
    cr_assert(trainer_net(trainer)->knives.hold == NULL && trainer_net(trainer)->knives.cuts == 1);
    for (size_t u = 20; u-- > 0;) {
        Trainer *back = trainer_copy(trainer), *fresh = gated(2);
        rewind_to(back, u);
        knifed_steps(fresh, u);
        const Knives *knives = &trainer_net(back)->knives;
        cr_assert_eq(memcmp(trainer_net(back)->weights, trainer_net(fresh)->weights,
                            trainer_net(fresh)->layout.count * sizeof(real)),
                     0, "update %zu", u);
        cr_assert_eq(knives->hold != NULL, u >= 4 && u < 14, "update %zu", u);
        cr_assert_eq(knives->cuts, u >= 9, "update %zu", u);
        trainer_free(back);
        trainer_free(fresh);
    }
    trainer_free(trainer);
}

Test(trainer, a_knife_changes_what_is_measured)
{
    Trainer *trainer = gated(2);
    Error error = {0};
    double before, after, metric;
    trainer_evaluate(trainer, SUBSET_VALID, &before, &metric);
    cr_assert(net_hold(trainer_knife(trainer), 0, 1, UNIT_ALL, 0, &error));
    trainer_touched(trainer);
    trainer_evaluate(trainer, SUBSET_VALID, &after, &metric);
    cr_assert(before != after);
    net_release(trainer_knife(trainer));
    trainer_touched(trainer);
    trainer_evaluate(trainer, SUBSET_VALID, &after, &metric);
    cr_assert(before == after);
    trainer_free(trainer);
}
