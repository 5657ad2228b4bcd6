/* Small networks and batches of random numbers for the tests of engine/net. */
#ifndef BACKPASS_TESTS_ENGINE_SAMPLE_H
#define BACKPASS_TESTS_ENGINE_SAMPLE_H

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/net/net.h"
#include "tests/engine/within.h"

static inline NetSpec sample_spec(const char *cell, size_t D, size_t H, size_t K, Loss loss)
{
    return (NetSpec){.cell = cell_find(cell), .inputs = D, .hidden = H, .outputs = K, .loss = loss, .gain = 1};
}

static inline Net *sample_net(NetSpec spec, uint64_t seed)
{
    Error error = {0};
    Net *net = net_new(&spec, seed, &error);
    cr_assert_not_null(net, "%s", error.message);
    return net;
}

static inline Tape *sample_tape(const Net *net, const Batch *batch)
{
    Error error = {0};
    Tape *tape = tape_new(net, batch->T, batch->B, &error);
    cr_assert_not_null(tape, "%s", error.message);
    return tape;
}

static inline void sample_target(const Net *net, Rng *rng, real *target)
{
    const size_t K = net->spec.outputs, chosen = rng_below(rng, K);
    for (size_t k = 0; k < K; k++)
        switch (net->spec.loss) {
        case LOSS_SOFTMAX: target[k] = k == chosen; break;
        case LOSS_BINARY: target[k] = (real)rng_below(rng, 2); break;
        default: target[k] = (real)rng_normal(rng);
        }
}

/* x ~ N(0,1); targets at each step of a sequence, or at its last alone. */
static inline Batch *sample_batch(const Net *net, size_t B, const size_t *length, bool many_to_one, uint64_t seed)
{
    Error error = {0};
    Batch *batch = batch_new(length[0], B, net->spec.inputs, net->spec.outputs, &error);
    cr_assert_not_null(batch, "%s", error.message);
    batch_shape(batch, B, length);
    Rng rng = rng_stream(seed, "sample", 0);
    for (size_t t = 0; t < batch->T; t++)
        for (size_t b = 0; b < batch->active[t]; b++) {
            const size_t row = t * B + b;
            for (size_t d = 0; d < batch->D; d++)
                batch->x[row * batch->D + d] = (real)rng_normal(&rng);
            batch->has_target[row] = !many_to_one || t + 1 == length[b];
            if (batch->has_target[row])
                sample_target(net, &rng, batch->target + row * batch->K);
        }
    return batch;
}

static inline double sample_norm(size_t n, const real *x)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = hypot(sum, (double)x[i]);
    return sum;
}

#endif
