#include "engine/base/memory.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>

static bool all_zero(const void *bytes, size_t count)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < count; i++)
        if (byte[i] != 0)
            return false;
    return true;
}

Test(memory, new_memory_is_zero)
{
    double *numbers = memory_new(1000, sizeof *numbers);
    cr_assert(all_zero(numbers, 1000 * sizeof *numbers));
    free(numbers);
}

Test(memory, nothing_is_something_that_can_be_freed)
{
    Error error = {0};
    void *none = memory_new(0, 8), *tried = memory_try(0, 8, &error), *sizeless = memory_try(8, 0, &error);
    cr_assert_not_null(none);
    cr_assert_not_null(tried, "NULL would mean that there is no memory");
    cr_assert_not_null(sizeless);
    cr_assert_eq(error.kind, ERR_NONE);
    free(none);
    free(tried);
    free(sizeless);
}

Test(memory, new_aborts_when_the_product_overflows, .signal = SIGABRT)
{
    free(memory_new(SIZE_MAX / 2, 4));
}

Test(memory, trying_says_when_the_product_overflows)
{
    Error error = {0};
    cr_assert_null(memory_try(SIZE_MAX / 4 + 2, 4, &error)); // 4 more than all: would wrap to 4 bytes
    cr_assert_eq(error.kind, ERR_LIMIT);
    error_clear(&error);
    cr_assert_null(memory_try(SIZE_MAX, 1, &error));
    cr_assert_eq(error.kind, ERR_LIMIT);
}

Test(memory, trying_says_when_the_machine_does_not_hold_so_much)
{
    Error error = {0};
    cr_assert_null(memory_try((size_t)PTRDIFF_MAX / 8, 8, &error));
    cr_assert_eq(error.kind, ERR_LIMIT);
    error_clear(&error);
    cr_assert_null(memory_try((size_t)1 << 43, 8, &error), "64 TB, which some systems would promise");
    cr_assert_eq(error.kind, ERR_LIMIT);
}

Test(memory, trying_gives_zeroed_memory)
{
    Error error = {0};
    unsigned char *bytes = memory_try(977, 3, &error);
    cr_assert_not_null(bytes);
    cr_assert(all_zero(bytes, 977 * 3));
    free(bytes);
    unsigned char *many = memory_try((size_t)100 << 20, 1, &error);
    cr_assert_not_null(many, "100 MB are there");
    cr_assert_eq(many[((size_t)100 << 20) - 1], 0);
    free(many);
}

Test(memory, growing_keeps_what_was_there_and_zeroes_the_rest)
{
    size_t capacity = 0;
    int *items = NULL;
    for (size_t i = 0; i < 1000; i++) {
        items = memory_grow(items, &capacity, i + 1, sizeof *items);
        cr_assert_geq(capacity, i + 1);
        cr_assert(all_zero(items + i, (capacity - i) * sizeof *items), "after %zu items", i);
        items[i] = (int)i + 1;
    }
    for (size_t i = 0; i < 1000; i++)
        cr_assert_eq(items[i], (int)i + 1);
    cr_assert_lt(capacity, 2048, "doubles and no more");
    free(items);
}

Test(memory, growing_doubles_so_that_it_is_rare)
{
    size_t capacity = 0, moves = 0;
    char *items = NULL;
    for (size_t i = 0; i < 100000; i++) {
        size_t before = capacity;
        items = memory_grow(items, &capacity, i + 1, 1);
        moves += capacity != before;
    }
    cr_assert_lt(moves, 20);
    free(items);
}

Test(memory, growing_to_what_there_is_changes_nothing)
{
    size_t capacity = 0;
    int *items = memory_grow(NULL, &capacity, 5, sizeof *items);
    int *same = memory_grow(items, &capacity, capacity, sizeof *items);
    cr_assert_eq(items, same);
    free(same);
}

Test(memory, growing_ignores_the_capacity_of_nothing)
{
    size_t capacity = 50;
    int *items = memory_grow(NULL, &capacity, 10, sizeof *items);
    cr_assert_not_null(items);
    items[9] = 1;
    free(items);
}

Test(memory, growing_beyond_all_memory_aborts, .signal = SIGABRT)
{
    size_t capacity = 0;
    free(memory_grow(NULL, &capacity, SIZE_MAX / 2, 16));
}

Test(memory, text_is_copied)
{
    char text[] = "back-pass";
    char *copy = memory_copy_text(text), *empty = memory_copy_text("");
    text[0] = 'X';
    cr_assert_str_eq(copy, "back-pass");
    cr_assert_str_eq(empty, "");
    cr_assert_null(memory_copy_text(NULL));
    free(copy);
    free(empty);
}
