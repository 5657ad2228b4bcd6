#include "engine/net/net.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/panel.h"
#include "engine/net/recur.h"
#include "engine/net/room.h"

static const size_t TAPE_BYTES_MAX = (size_t)4 << 30;

/* The arrays of a tape, each with how many numbers it takes, so that counting and allocating agree. */
typedef struct Room {
    real **array;
    size_t count;
} Room;

/* Wx in panels: of each array that the layer reads, which are as many as directions below it. */
static size_t inputs_room(const Track *track, const NetSpec *spec)
{
    const size_t feeds = track->layer > 1 && spec->bidirectional ? 2 : 1;
    return feeds * panel_room(track->inputs / feeds, room_size(spec->cell->blocks, spec->hidden, 1));
}

static size_t track_rooms(Track *track, const NetSpec *spec, size_t T, size_t B, Room *room)
{
    const Cell *cell = spec->cell;
    const size_t H = spec->hidden, steps = room_size(T, B, 1), gates = room_size(steps, cell->blocks, H);
    const size_t state = room_size(T + (track->reverse ? 2 : 1), B, H), aux = room_size(steps, H, 1);
    const bool gated = cell->gates[0] != '\0', c = cell->carry == CARRY_C;
    const Room all[] = {{&track->pre, gates},
                        {&track->dpre, gates},
                        {&track->h, state},
                        {&track->dh, state},
                        {&track->gate, gated ? gates : 0},
                        {&track->dgate, gated ? gates : 0},
                        {&track->aux, cell->aux ? aux : 0},
                        {&track->daux, cell->aux ? aux : 0},
                        {&track->c, c ? state : 0},
                        {&track->dc, c ? state : 0},
                        {&track->Wx_panels, inputs_room(track, spec)},
                        {&track->Wh_panels, recur_room(cell, H)}};
    const bool wanted[] = {true, true, true, true, gated, gated, cell->aux, cell->aux, c, c, true, cell->recurrent};
    size_t rooms = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (wanted[i])
            room[rooms++] = all[i];
    return rooms;
}

static size_t tape_rooms(Tape *tape, const NetSpec *spec, size_t T, size_t B, Room *room)
{
    const size_t output = room_size(T, B, spec->outputs), input = room_size(T, B, spec->inputs);
    const size_t state = room_size(B, spec->hidden, 1);
    const Room all[] = {{&tape->y, output},   {&tape->p, output},     {&tape->step_loss, room_size(T, B, 1)},
                        {&tape->loss, B},     {&tape->dx, input},     {&tape->dy, output},
                        {&tape->zero, state}, {&tape->nowhere, state}};
    size_t rooms = sizeof all / sizeof *all;
    memcpy(room, all, sizeof all);
    for (size_t i = 0; i < net_tracks(spec); i++) {
        Track *track = &tape->track[i];
        *track = (Track){.layer = net_layer(spec, i), .reverse = net_reverse(spec, i)};
        track->inputs = net_width(spec, track->layer);
        rooms += track_rooms(track, spec, T, B, room + rooms);
    }
    return rooms;
}

size_t tape_bytes(const NetSpec *spec, size_t T, size_t B)
{
    Tape tape = {0};
    Room room[TAPE_ARRAYS];
    double numbers = 0;
    for (size_t rooms = tape_rooms(&tape, spec, T, B, room), i = 0; i < rooms; i++)
        numbers += (double)room[i].count;
    const double bytes = numbers * (double)sizeof(real);
    return bytes < (double)SIZE_MAX ? (size_t)bytes : SIZE_MAX;
}

/* A vector that lies across two lines takes two loads: 5–8 % of a step (docs/performance.md). */
enum { LINE = 64 };

static real *line_of(void *memory)
{
    return (real *)(((uintptr_t)memory + LINE - 1) / LINE * LINE);
}

static bool tape_allocate(Tape *tape, const NetSpec *spec, Error *error)
{
    Room room[TAPE_ARRAYS];
    const size_t rooms = tape_rooms(tape, spec, tape->T_room, tape->B_room, room);
    for (size_t i = 0; i < rooms; i++) {
        tape->memory[i] = memory_try(room[i].count + LINE / sizeof(real), sizeof(real), error);
        if (tape->memory[i] == NULL)
            return false;
        *room[i].array = line_of(tape->memory[i]);
    }
    const Track *top = &tape->track[net_top(spec)];
    tape->pre = top->pre;
    tape->h = top->h;
    tape->dpre = top->dpre;
    tape->dh = top->dh;
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
                   .G = spec->cell->blocks,
                   .tracks = net_tracks(spec)};
    if (tape_allocate(tape, spec, error))
        return tape;
    tape_free(tape);
    return NULL;
}

void tape_free(Tape *tape)
{
    if (tape == NULL)
        return;
    for (size_t i = 0; i < TAPE_ARRAYS; i++)
        free(tape->memory[i]);
    free(tape);
}
