#include "engine/base/memory.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* NULL where the product overflows or memory is not there; a byte for nothing, so that NULL always means failure. */
static void *try_zeroed(size_t count, size_t size)
{
    if (size > 0 && count > (size_t)PTRDIFF_MAX / size)
        return NULL;
    bool nothing = count == 0 || size == 0;
    return nothing ? calloc(1, 1) : calloc(count, size);
}

void *memory_new(size_t count, size_t size)
{
    void *items = try_zeroed(count, size);
    if (items == NULL)
        abort();
    return items;
}

/* Many systems promise more memory than they have and kill the program when it is used: what the machine cannot hold
 * is refused at once. */
static bool fits_machine(size_t bytes)
{
#ifdef _SC_PHYS_PAGES
    if (bytes > (size_t)1 << 26) { // less is not worth a system call
        long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
        return pages <= 0 || page <= 0 || bytes / (size_t)page < (size_t)pages;
    }
#endif
    return bytes <= (size_t)PTRDIFF_MAX;
}

void *memory_try(size_t count, size_t size, Error *error)
{
    bool fits = (size == 0 || count <= SIZE_MAX / size) && fits_machine(count * size);
    void *items = fits ? try_zeroed(count, size) : NULL;
    if (items == NULL)
        fail(error, ERR_LIMIT, "no memory for %zu items of %zu bytes", count, size);
    return items;
}

void *memory_grow(void *items, size_t *capacity, size_t need, size_t size)
{
    assert(size > 0);
    if (need <= *capacity && items != NULL)
        return items;
    size_t most = (size_t)PTRDIFF_MAX / size;
    if (need > most)
        abort();
    size_t old = items != NULL ? *capacity : 0;
    size_t room = old < 8 ? 8 : old <= most / 2 ? 2 * old : most;
    if (room < need)
        room = need;
    char *grown = realloc(items, room * size);
    if (grown == NULL)
        abort();
    memset(grown + old * size, 0, (room - old) * size);
    *capacity = room;
    return grown;
}

char *memory_copy_text(const char *text)
{
    if (text == NULL)
        return NULL;
    size_t size = strlen(text) + 1;
    return memcpy(memory_new(size, 1), text, size);
}
