/* Counts what the code under test allocates; the test is linked with -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc.
 * Files of one binary that include it count together: the definitions are weak. */
#ifndef BACKPASS_TESTS_ENGINE_COUNTING_H
#define BACKPASS_TESTS_ENGINE_COUNTING_H

#include <stddef.h>

#define WEAK __attribute__((weak))

extern size_t allocations;
WEAK size_t allocations = 0;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

WEAK void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}

WEAK void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return __real_calloc(count, size);
}

WEAK void *__wrap_realloc(void *old, size_t size)
{
    allocations++;
    return __real_realloc(old, size);
}

#endif
