/* Memory that is there or ends the program cleanly.
 * Knows: nothing of what is stored. */
#ifndef BACKPASS_BASE_MEMORY_H
#define BACKPASS_BASE_MEMORY_H

#include "engine/base/error.h"

/** memory_new - count × size zeroed bytes, never NULL for count > 0: when there is none the program aborts,
 *  and whoever holds the terminal restores it. For sizes that the program itself decides. New. */
void *memory_new(size_t count, size_t size);

/** memory_try - the same, NULL with ERR_LIMIT when the product overflows, memory is not there
 *  or is more than the machine has. For every size that a user or a file decides. New. */
void *memory_try(size_t count, size_t size, Error *error) MUST_USE;

/** memory_grow - make room for `need` items of `size` bytes in `items` (taken, may be NULL); *capacity is updated.
 *  Doubles, zeroes what is new, aborts as memory_new does. Returns the new place. */
void *memory_grow(void *items, size_t *capacity, size_t need, size_t size);

/** memory_copy_text - a new copy of a string (NULL gives NULL). */
char *memory_copy_text(const char *text);

#endif
