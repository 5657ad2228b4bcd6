#include "engine/football/dataset.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/football/build.h"

/* Sequences of these lengths with a number, a word of three levels and a target at every last step. */
static Dataset *make(const size_t *length, size_t sequences)
{
    static const char *const WORDS[3] = {"a", "b", "c"};
    Error error = {0};
    size_t rows = 0;
    for (size_t s = 0; s < sequences; s++)
        rows += length[s];
    Dataset *data = build_new();
    build_column(data, false, "x", "m", NULL, 0);
    build_column(data, false, "word", "", WORDS, 3);
    build_column(data, true, "y", "m", NULL, 0);
    cr_assert(build_room(data, sequences, rows, &error), "%s", error.message);
    for (size_t s = 0, row = 0; s < sequences; s++) {
        for (size_t t = 0; t < length[s]; t++, row++) {
            build_feature(data, row, 0, (double)(100 * s + t));
            build_feature(data, row, 1, (double)((s + t) % 3));
        }
        build_target(data, row - 1, 0, (double)s);
        data->offset[s + 1] = row;
    }
    data->spread = 2;
    build_truth(data, "baseline", "", 1);
    build_truth(data, "baseline", "touch", 0.5);
    build_finish(data);
    return data;
}

static Dataset *make_equal(size_t sequences, size_t length)
{
    size_t lengths[128];
    cr_assert(sequences <= 128);
    for (size_t s = 0; s < sequences; s++)
        lengths[s] = length;
    return make(lengths, sequences);
}

static bool is_permutation(const size_t *order, size_t count)
{
    bool seen[128] = {false};
    for (size_t i = 0; i < count; i++) {
        if (order[i] >= count || seen[order[i]])
            return false;
        seen[order[i]] = true;
    }
    return true;
}

Test(dataset, an_owner_more_needs_a_free_more)
{
    Dataset *data = make_equal(2, 3);
    cr_assert(dataset_keep(data) == data && data->references == 2);
    dataset_free(data);
    cr_assert(data->references == 1 && dataset_length(data, 1) == 3);
    dataset_free(data);
    dataset_free(NULL);
}

Test(dataset, one_fifth_validates_and_no_sequence_is_in_both_sets)
{
    static const size_t COUNT[] = {10, 11, 14, 15, 101};
    for (size_t i = 0; i < 5; i++) {
        size_t train_count, valid_count, all_count, n = COUNT[i];
        Dataset *data = make_equal(n, 2);
        dataset_split(data, 1);
        const size_t *train = dataset_subset(data, SUBSET_TRAIN, &train_count);
        const size_t *valid = dataset_subset(data, SUBSET_VALID, &valid_count);
        const size_t *all = dataset_subset(data, SUBSET_ALL, &all_count);
        cr_assert(valid_count == n / 5 && train_count == n - n / 5 && all_count == n);
        cr_assert(train == all && valid == all + train_count && is_permutation(all, n));
        dataset_free(data);
    }
}

Test(dataset, below_ten_sequences_both_sets_are_all)
{
    static const size_t COUNT[] = {1, 2, 9};
    for (size_t i = 0; i < 3; i++) {
        size_t train_count, valid_count;
        Dataset *data = make_equal(COUNT[i], 2);
        dataset_split(data, 1);
        const size_t *train = dataset_subset(data, SUBSET_TRAIN, &train_count);
        const size_t *valid = dataset_subset(data, SUBSET_VALID, &valid_count);
        cr_assert(train_count == COUNT[i] && valid_count == COUNT[i] && train == valid);
        cr_assert(is_permutation(valid, COUNT[i]));
        dataset_free(data);
    }
}

Test(dataset, the_split_is_the_seeds)
{
    Dataset *data = make_equal(100, 1);
    size_t first[100];
    dataset_split(data, 3);
    memcpy(first, data->order, sizeof first);
    dataset_split(data, 4);
    cr_assert(memcmp(first, data->order, sizeof first) != 0);
    dataset_split(data, 3);
    cr_assert(memcmp(first, data->order, sizeof first) == 0);
    dataset_free(data);
}

Test(dataset, standardising_uses_the_training_set_and_leaves_words_alone)
{
    Dataset *data = make_equal(20, 3);
    dataset_split(data, 1);
    dataset_standardise(data);
    size_t count, n = 0;
    const size_t *train = dataset_subset(data, SUBSET_TRAIN, &count);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t row = data->offset[train[i]]; row < data->offset[train[i] + 1]; row++, n++) {
            sum += (double)data->x[row * data->D];
            squares += (double)(data->x[row * data->D] * data->x[row * data->D]);
        }
    cr_assert(data->standardised && fabs(sum / (double)n) < 1e-5 && fabs(squares / (double)n - 1) < 1e-5);
    for (size_t row = 0; row < data->rows; row++) {
        double back = (double)data->x[row * data->D] * data->sd[0] + data->mean[0];
        cr_assert(fabs(back - data->raw[row * data->D]) < 1e-3);
        for (size_t i = 1; i < data->D; i++)
            cr_assert((double)data->x[row * data->D + i] == data->raw[row * data->D + i]);
    }
    cr_assert(data->mean[1] == 0 && data->sd[1] == 1);
    dataset_free(data);
}

Test(dataset, standardising_twice_is_standardising_once)
{
    Dataset *data = make_equal(20, 3);
    dataset_split(data, 1);
    dataset_standardise(data);
    real first = data->x[7 * data->D];
    dataset_standardise(data);
    cr_assert(data->x[7 * data->D] == first);
    dataset_free(data);
}

Test(dataset, a_column_that_never_changes_is_only_centred)
{
    Dataset *data = make_equal(12, 2);
    for (size_t row = 0; row < data->rows; row++)
        data->raw[row * data->D] = 0.1;
    dataset_split(data, 1);
    dataset_standardise(data);
    cr_assert(data->sd[0] == 1);
    for (size_t row = 0; row < data->rows; row++)
        cr_assert(fabs((double)data->x[row * data->D]) < 1e-12);
    dataset_free(data);
}

Test(dataset, a_truth_is_found_by_name_and_variant)
{
    Dataset *data = make_equal(2, 1);
    cr_assert(dataset_truth(data, "baseline", "")->value == 1);
    cr_assert(dataset_truth(data, "baseline", NULL)->value == 1);
    cr_assert(dataset_truth(data, "baseline", "touch")->value == 0.5);
    cr_assert(dataset_truth(data, "baseline", "tou") == NULL && dataset_truth(data, "optimum", "") == NULL);
    dataset_free(data);
}

Test(dataset, the_standard_error_shrinks_with_the_root_of_the_places_measured)
{
    Dataset *data = make_equal(100, 3);
    dataset_split(data, 1);
    cr_assert(fabs(dataset_stderr(data) - 2 / sqrt(20)) < 1e-12);
    memset(data->has_target, 1, data->rows);
    cr_assert(fabs(dataset_stderr(data) - 2 / sqrt(60)) < 1e-12);
    memset(data->has_target, 0, data->rows);
    cr_assert(isinf(dataset_stderr(data)));
    dataset_free(data);
}

Test(dataset, targets_at_last_steps_alone_are_many_to_one)
{
    Dataset *data = make((size_t[]){3, 1, 2}, 3);
    cr_assert(data->many_to_one && data->longest == 3);
    data->has_target[0] = 1;
    build_finish(data);
    cr_assert(!data->many_to_one);
    dataset_free(data);
}

Test(dataset, a_position_knows_its_column_and_level)
{
    Dataset *data = make_equal(1, 1);
    size_t level = 99;
    cr_assert(dataset_column(data, false, 0, &level) == &data->feature[0] && level == 0);
    cr_assert(dataset_column(data, false, 1, &level) == &data->feature[1] && level == 0);
    cr_assert(dataset_column(data, false, 3, &level) == &data->feature[1] && level == 2);
    cr_assert(dataset_column(data, true, 0, &level) == &data->target[0] && level == 0);
    dataset_free(data);
}

Test(dataset, a_target_of_words_is_binary_for_two_and_softmax_for_more)
{
    static const char *const WORDS[3] = {"a", "b", "c"};
    Dataset *two = build_new(), *three = build_new();
    build_column(two, true, "y", "", WORDS, 2);
    build_column(three, true, "y", "", WORDS, 3);
    cr_assert(two->K == 1 && two->loss == LOSS_BINARY && two->metric == METRIC_ACCURACY);
    cr_assert(three->K == 3 && three->loss == LOSS_SOFTMAX && three->metric == METRIC_ACCURACY);
    dataset_free(two);
    dataset_free(three);
}

Test(dataset, names_are_made_visible_and_cut_at_a_whole_character)
{
    char name[6];
    cr_assert(build_copy_name(name, sizeof name, "abcdefgh", 8) == 5);
    cr_assert_str_eq(name, "abcde");
    cr_assert(build_copy_name(name, sizeof name, "abcdé", 6) == 4);
    cr_assert_str_eq(name, "abcd");
    cr_assert(build_copy_name(name, sizeof name, "abcé", 5) == 5);
    cr_assert_str_eq(name, "abcé");
    cr_assert(build_copy_name(name, sizeof name, "\x1b[", 2) == 4);
    cr_assert_str_eq(name, "\xEF\xBF\xBD[");
    cr_assert(build_copy_name(name, sizeof name, "", 0) == 0);
}

Test(dataset, room_beyond_the_limit_is_refused_without_overflow)
{
    Error error = {0};
    Dataset *data = build_new();
    build_column(data, false, "x", "", NULL, 0);
    cr_assert(!build_room(data, SIZE_MAX / 2, SIZE_MAX / 2, &error));
    cr_assert(error.kind == ERR_LIMIT && strstr(error.message, "GB"), "%s", error.message);
    dataset_free(data);
}

/* ---- batches ---- */

static Batch *batch_of(const Dataset *data, const size_t *sequences, size_t count)
{
    Error error = {0};
    Batch *batch = batch_new(data->longest, count, data->D, data->K, &error);
    cr_assert(batch, "%s", error.message);
    dataset_batch(data, sequences, count, batch);
    return batch;
}

/* Every number of the batch is that of the data set, or zero where the sequence is over. */
static void check_batch(const Dataset *data, const Batch *batch)
{
    for (size_t t = 0; t < batch->T; t++)
        for (size_t b = 0; b < batch->B; b++) {
            size_t row = data->offset[batch->sequence[b]] + t, at = t * batch->B + b;
            bool alive = t < batch->length[b];
            cr_assert(batch->has_target[at] == (alive ? data->has_target[row] : 0));
            for (size_t i = 0; i < data->D; i++)
                cr_assert(batch->x[at * data->D + i] == (alive ? data->x[row * data->D + i] : 0));
            for (size_t k = 0; k < data->K; k++)
                cr_assert(batch->target[at * data->K + k] == (alive ? data->y[row * data->K + k] : 0));
        }
}

Test(dataset, a_batch_lies_longest_first_with_ties_in_the_given_order)
{
    static const size_t LENGTH[] = {2, 5, 3, 5, 1, 3, 2}, WANTED[] = {6, 0, 5, 3, 2, 4, 1};
    static const size_t EXPECTED[] = {3, 1, 5, 2, 6, 0, 4};
    Dataset *data = make(LENGTH, 7);
    Batch *batch = batch_of(data, WANTED, 7);
    cr_assert(batch->T == 5 && batch->B == 7);
    for (size_t b = 0; b < 7; b++)
        cr_assert(batch->sequence[b] == EXPECTED[b] && batch->length[b] == LENGTH[EXPECTED[b]], "row %zu", b);
    check_batch(data, batch);
    batch_free(batch);
    dataset_free(data);
}

Test(dataset, batches_of_any_lengths_and_order_are_sorted_and_whole)
{
    for (uint64_t trial = 0; trial < 200; trial++) {
        Rng rng = rng_stream(trial, "test batch", 0);
        size_t length[40], wanted[60], n = 1 + rng_below(&rng, 40), count = 1 + rng_below(&rng, 60);
        for (size_t s = 0; s < n; s++)
            length[s] = 1 + rng_below(&rng, 6);
        for (size_t i = 0; i < count; i++)
            wanted[i] = rng_below(&rng, n);
        Dataset *data = make(length, n);
        Batch *batch = batch_of(data, wanted, count);
        for (size_t b = 0; b + 1 < count; b++)
            cr_assert(batch->length[b] >= batch->length[b + 1]);
        check_batch(data, batch);
        batch_free(batch);
        dataset_free(data);
    }
}

Test(dataset, a_second_batch_leaves_nothing_of_the_first)
{
    Dataset *data = make((size_t[]){4, 4, 2, 1}, 4);
    Batch *batch = batch_of(data, (size_t[]){0, 1, 2, 3}, 4);
    dataset_batch(data, (size_t[]){3, 2}, 2, batch);
    cr_assert(batch->T == 2 && batch->B == 2 && batch->sequence[0] == 2 && batch->active[1] == 1);
    check_batch(data, batch);
    batch_free(batch);
    dataset_free(data);
}
