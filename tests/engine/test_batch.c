#include <criterion/criterion.h>
#include <stdint.h>

#include "engine/net/batch.h"

static Batch *room(size_t T, size_t B, size_t D, size_t K)
{
    Error error = {0};
    Batch *batch = batch_new(T, B, D, K, &error);
    cr_assert_not_null(batch, "%s", error.message);
    return batch;
}

Test(batch, counts_the_rows_alive_at_each_step)
{
    Batch *batch = room(7, 5, 2, 1);
    batch_shape(batch, 4, (size_t[]){5, 3, 3, 1});
    cr_assert_eq(batch->T, 5);
    cr_assert_eq(batch->B, 4);
    const size_t active[] = {4, 3, 3, 1, 1};
    for (size_t t = 0; t < 5; t++)
        cr_assert_eq(batch->active[t], active[t], "step %zu", t);
    batch_free(batch);
}

Test(batch, takes_one_sequence_of_one_step)
{
    Batch *batch = room(1, 1, 1, 1);
    batch_shape(batch, 1, (size_t[]){1});
    cr_assert(batch->T == 1 && batch->B == 1 && batch->active[0] == 1);
    batch_free(batch);
}

Test(batch, forgets_the_rows_of_the_batch_before)
{
    Batch *batch = room(3, 2, 2, 3);
    batch_shape(batch, 2, (size_t[]){3, 3});
    for (size_t i = 0; i < 12; i++)
        batch->x[i] = 7;
    for (size_t i = 0; i < 18; i++)
        batch->target[i] = 7;
    for (size_t i = 0; i < 6; i++)
        batch->has_target[i] = 1;
    batch_shape(batch, 2, (size_t[]){3, 2});
    for (size_t i = 0; i < 12; i++)
        cr_assert(batch->x[i] == 0);
    for (size_t i = 0; i < 18; i++)
        cr_assert(batch->target[i] == 0);
    for (size_t i = 0; i < 6; i++)
        cr_assert(batch->has_target[i] == 0);
    batch_free(batch);
}

Test(batch, refuses_sizes_that_no_memory_holds)
{
    Error error = {0};
    cr_assert_null(batch_new(SIZE_MAX / 2, 3, 1, 1, &error));
    cr_assert_eq(error.kind, ERR_LIMIT);
    error_clear(&error);
    cr_assert_null(batch_new((size_t)1 << 31, (size_t)1 << 31, 8, 8, &error));
    cr_assert_eq(error.kind, ERR_LIMIT);
}
