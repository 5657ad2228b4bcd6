#include "engine/net/batch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/net/room.h"

Batch *batch_new(size_t T_room, size_t B_room, size_t D, size_t K, Error *error)
{
    Batch *batch = memory_new(1, sizeof *batch);
    *batch = (Batch){.D = D, .K = K, .T_room = T_room, .B_room = B_room};
    batch->x = room_new(T_room, B_room, D, sizeof *batch->x, error);
    batch->target = room_new(T_room, B_room, K, sizeof *batch->target, error);
    batch->has_target = room_new(T_room, B_room, 1, sizeof *batch->has_target, error);
    batch->length = room_new(B_room, 1, 1, sizeof *batch->length, error);
    batch->active = room_new(T_room, 1, 1, sizeof *batch->active, error);
    batch->sequence = room_new(B_room, 1, 1, sizeof *batch->sequence, error);
    if (batch->x && batch->target && batch->has_target && batch->length && batch->active && batch->sequence)
        return batch;
    batch_free(batch);
    return NULL;
}

void batch_free(Batch *batch)
{
    if (batch == NULL)
        return;
    free(batch->x);
    free(batch->target);
    free(batch->has_target);
    free(batch->length);
    free(batch->active);
    free(batch->sequence);
    free(batch);
}

void batch_shape(Batch *batch, size_t B, const size_t *length)
{
    assert(B <= batch->B_room);
    batch->B = B;
    batch->T = B > 0 ? length[0] : 0;
    assert(batch->T <= batch->T_room);
    for (size_t b = 0; b < B; b++) {
        assert(length[b] > 0 && (b == 0 || length[b] <= length[b - 1]));
        batch->length[b] = length[b];
    }
    size_t alive = B;
    for (size_t t = 0; t < batch->T; t++) {
        while (length[alive - 1] <= t)
            alive--;
        batch->active[t] = alive;
    }
    size_t rows = batch->T * B;
    memset(batch->x, 0, rows * batch->D * sizeof *batch->x);
    memset(batch->target, 0, rows * batch->K * sizeof *batch->target);
    memset(batch->has_target, 0, rows);
}
