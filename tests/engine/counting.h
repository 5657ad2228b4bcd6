/* Counts what the code under test allocates; the test is linked with -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc.
 * Included by one file of a test binary. */
#ifndef BACKPASS_TESTS_ENGINE_COUNTING_H
#define BACKPASS_TESTS_ENGINE_COUNTING_H

#include <stddef.h>

static size_t allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    allocations++;
    return __real_realloc(old, size);
}

#endif
