#include "engine/net/net.h"

#include <stdlib.h>

#include "engine/net/room.h"

static const size_t TAPE_BYTES_MAX = (size_t)4 << 30;

typedef struct Sizes {
    size_t step, state, output, input, pre; // numbers in one array of each kind
} Sizes;

static Sizes tape_sizes(const NetSpec *spec, size_t T, size_t B)
{
    return (Sizes){
        .step = room_size(T, B, 1),
        .state = room_size(T + 1, B, spec->hidden),
        .output = room_size(T, B, spec->outputs),
        .input = room_size(T, B, spec->inputs),
        .pre = room_size(room_size(T, B, 1), spec->cell->blocks, spec->hidden),
    };
}

size_t tape_bytes(const NetSpec *spec, size_t T, size_t B)
{
    const Sizes size = tape_sizes(spec, T, B);
    const double numbers = (double)size.step + (double)B + 2 * (double)size.state + 3 * (double)size.output +
                           (double)size.input + 2 * (double)size.pre;
    const double bytes = numbers * (double)sizeof(real);
    return bytes < (double)SIZE_MAX ? (size_t)bytes : SIZE_MAX;
}

static bool tape_allocate(Tape *tape, Sizes size, Error *error)
{
    struct {
        real **array;
        size_t count;
    } room[] = {
        {&tape->pre, size.pre},        {&tape->h, size.state},      {&tape->y, size.output}, {&tape->p, size.output},
        {&tape->step_loss, size.step}, {&tape->loss, tape->B_room}, {&tape->dx, size.input}, {&tape->dpre, size.pre},
        {&tape->dh, size.state},       {&tape->dy, size.output},
    };
    for (size_t i = 0; i < sizeof room / sizeof *room; i++) {
        *room[i].array = memory_try(room[i].count, sizeof(real), error);
        if (*room[i].array == NULL)
            return false;
    }
    return true;
}

Tape *tape_new(const Net *net, size_t T_room, size_t B_room, Error *error)
{
    const NetSpec *spec = &net->spec;
    const size_t bytes = tape_bytes(spec, T_room, B_room);
    if (bytes > TAPE_BYTES_MAX) {
        fail(error, ERR_LIMIT,
             "%zu steps of %zu sequences with hidden=%zu take %.1f GB, more than %.1f GB: try a smaller batch= or "
             "hidden=",
             T_room, B_room, spec->hidden, (double)bytes / 1e9, (double)TAPE_BYTES_MAX / 1e9);
        return NULL;
    }
    Tape *tape = memory_new(1, sizeof *tape);
    *tape = (Tape){.T_room = T_room,
                   .B_room = B_room,
                   .D = spec->inputs,
                   .H = spec->hidden,
                   .K = spec->outputs,
                   .G = spec->cell->blocks};
    if (tape_allocate(tape, tape_sizes(spec, T_room, B_room), error))
        return tape;
    tape_free(tape);
    return NULL;
}

void tape_free(Tape *tape)
{
    if (tape == NULL)
        return;
    real *const arrays[] = {tape->pre,  tape->h,  tape->y,    tape->p,  tape->step_loss,
                            tape->loss, tape->dx, tape->dpre, tape->dh, tape->dy};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        free(arrays[i]);
    free(tape);
}
