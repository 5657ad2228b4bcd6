/* Room for three-dimensional arrays whose sizes a user decides.
 * Knows: memory. */
#ifndef BACKPASS_NET_ROOM_H
#define BACKPASS_NET_ROOM_H

#include "engine/base/memory.h"

#include <stdint.h>

/** room_size - a·b·c, or SIZE_MAX where that does not fit. */
static inline size_t room_size(size_t a, size_t b, size_t c)
{
    if (a == 0 || b == 0 || c == 0)
        return 0;
    return a > SIZE_MAX / b || a * b > SIZE_MAX / c ? SIZE_MAX : a * b * c;
}

/** room_new - a·b·c zeroed items of `size` bytes. New. Errors: ERR_LIMIT, then NULL. */
static inline void *room_new(size_t a, size_t b, size_t c, size_t size, Error *error)
{
    return memory_try(room_size(a, b, c), size, error);
}

#endif
