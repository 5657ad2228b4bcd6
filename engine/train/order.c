#include <string.h>

#include "engine/train/parts.h"

static void order_fill(Order *order, const Dataset *data, uint64_t seed, size_t epoch)
{
    if (order->filled && order->epoch == epoch)
        return;
    size_t count;
    const size_t *train = dataset_subset(data, SUBSET_TRAIN, &count);
    memcpy(order->shuffled, train, count * sizeof *train);
    Rng rng = rng_stream(seed, "batches", epoch);
    rng_shuffle(&rng, order->shuffled, count);
    order->epoch = epoch;
    order->filled = true;
}

void order_batch(Order *order, const Dataset *data, uint64_t seed, size_t update, size_t count, size_t *chosen)
{
    for (size_t i = 0; i < count; i++) {
        const size_t place = (update - 1) * count + i;
        order_fill(order, data, seed, place / order->count);
        chosen[i] = order->shuffled[place % order->count];
    }
}
