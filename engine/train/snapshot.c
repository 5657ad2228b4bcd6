#include "engine/train/snapshot.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

enum { VECTORS = 4 };
static const size_t BYTES_MAX = (size_t)256 << 20;

size_t snapshots_most(size_t count)
{
    const size_t fit = BYTES_MAX / (VECTORS * count * sizeof(real));
    return fit < 4 ? 4 : fit > SNAPSHOTS_MAX ? SNAPSHOTS_MAX : fit;
}

void state_copy(const State *from, State *to)
{
    const size_t bytes = from->count * sizeof *from->weights;
    memcpy(to->weights, from->weights, bytes);
    memcpy(to->m, from->m, bytes);
    memcpy(to->v, from->v, bytes);
    memcpy(to->gradient, from->gradient, bytes);
    to->update = from->update;
    to->optimizer = from->optimizer;
    to->adam_steps = from->adam_steps;
}

/* Numbers with their owners counted. */
typedef struct Room {
    size_t owners;
    real numbers[]; // (VECTORS, count)
} Room;

static Room *room_take(Snapshots *snapshots, size_t count)
{
    Room *room = snapshots->spares > 0 ? snapshots->spare[--snapshots->spares]
                                       : memory_new(1, sizeof *room + VECTORS * count * sizeof(real));
    room->owners = 1;
    return room;
}

static void room_drop(Room *room)
{
    if (--room->owners == 0)
        free(room);
}

static Snapshot *append(Snapshots *snapshots, Snapshot snapshot)
{
    snapshots->item = memory_grow(snapshots->item, &snapshots->capacity, snapshots->count + 1, sizeof *snapshots->item);
    snapshots->item[snapshots->count] = snapshot;
    return &snapshots->item[snapshots->count++];
}

static void append_state(Snapshots *snapshots, const State *state, bool pinned)
{
    const size_t count = state->count;
    Room *room = room_take(snapshots, count);
    real *numbers = room->numbers;
    State place = {.count = count,
                   .weights = numbers,
                   .m = numbers + count,
                   .v = numbers + 2 * count,
                   .gradient = numbers + 3 * count};
    state_copy(state, &append(snapshots, (Snapshot){.state = place, .pinned = pinned, .room = room})->state);
}

static void set_aside(Snapshots *snapshots, const Snapshot *snapshot)
{
    if (snapshot->room->owners > 1) {
        room_drop(snapshot->room);
        return;
    }
    snapshots->spare = memory_grow(snapshots->spare, &snapshots->spare_capacity, snapshots->spares + 1, sizeof(Room *));
    snapshots->spare[snapshots->spares++] = snapshot->room;
}

static size_t unpinned(const Snapshots *snapshots)
{
    size_t count = 0;
    for (size_t i = 0; i < snapshots->count; i++)
        count += !snapshots->item[i].pinned;
    return count;
}

static void thin(Snapshots *snapshots)
{
    size_t kept = 0;
    snapshots->spacing *= 2;
    for (size_t i = 0; i < snapshots->count; i++) {
        const Snapshot snapshot = snapshots->item[i];
        if (snapshot.pinned || snapshot.state.update % snapshots->spacing == 0)
            snapshots->item[kept++] = snapshot;
        else
            set_aside(snapshots, &snapshot);
    }
    snapshots->count = kept;
}

static Snapshot *last(const Snapshots *snapshots)
{
    return snapshots->count > 0 ? &snapshots->item[snapshots->count - 1] : NULL;
}

void snapshots_offer(Snapshots *snapshots, const State *state)
{
    if (snapshots->spacing == 0)
        snapshots->spacing = 1;
    const Snapshot *newest = last(snapshots);
    if (newest != NULL && newest->state.update >= state->update)
        return;
    while (state->update % snapshots->spacing == 0 && unpinned(snapshots) >= snapshots->most)
        thin(snapshots);
    if (state->update % snapshots->spacing == 0)
        append_state(snapshots, state, false);
}

void snapshots_pin(Snapshots *snapshots, const State *state)
{
    const Snapshot *newest = last(snapshots);
    if (newest != NULL && newest->state.update == state->update) {
        set_aside(snapshots, newest); // not overwritten: a copy may share it
        snapshots->count--;
    }
    append_state(snapshots, state, true);
}

const Snapshot *snapshots_nearest(const Snapshots *snapshots, size_t update)
{
    size_t i = snapshots->count;
    while (i > 0 && snapshots->item[i - 1].state.update > update)
        i--;
    assert(i > 0);
    return &snapshots->item[i - 1];
}

void snapshots_drop_after(Snapshots *snapshots, size_t update)
{
    while (snapshots->count > 0 && last(snapshots)->state.update > update) {
        set_aside(snapshots, last(snapshots));
        snapshots->count--;
    }
}

void snapshots_copy(const Snapshots *from, Snapshots *to)
{
    *to = (Snapshots){.most = from->most, .spacing = from->spacing};
    for (size_t i = 0; i < from->count; i++)
        append(to, from->item[i])->room->owners++;
}

void snapshots_free(Snapshots *snapshots)
{
    for (size_t i = 0; i < snapshots->count; i++)
        room_drop(snapshots->item[i].room);
    for (size_t i = 0; i < snapshots->spares; i++)
        room_drop(snapshots->spare[i]);
    free(snapshots->item);
    free(snapshots->spare);
    *snapshots = (Snapshots){0};
}

size_t snapshots_bytes(const Snapshots *snapshots)
{
    const size_t count = snapshots->count > 0 ? snapshots->item[0].state.count : 0;
    return (snapshots->count + snapshots->spares) * VECTORS * count * sizeof(real) +
           snapshots->capacity * sizeof *snapshots->item + snapshots->spare_capacity * sizeof *snapshots->spare;
}
