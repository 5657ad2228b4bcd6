#include "engine/probe/influence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

/* The same net with an identity for its loss, so that any gradient can be begun at y. */
typedef struct Bench {
    Net *net;
    Batch *batch;
    Tape *tape;
    real *gradient;
} Bench;

static void bench_clear(Bench *bench)
{
    net_free(bench->net);
    batch_free(bench->batch);
    tape_free(bench->tape);
    free(bench->gradient);
}

static bool bench_make(Bench *bench, const Net *net, const Lens *lens, Error *error)
{
    const size_t T = lens->batch->T, D = lens->batch->D;
    *bench = (Bench){.net = net_copy(net)};
    bench->net->spec.loss = LOSS_SQUARED;
    bench->batch = batch_new(T, 1, D, lens->batch->K, error);
    if (bench->batch)
        bench->tape = tape_new(bench->net, T, 1, error);
    if (bench->tape)
        bench->gradient = memory_try(net->layout.count, sizeof *bench->gradient, error);
    if (!bench->gradient)
        return false;
    batch_shape(bench->batch, 1, &T);
    memcpy(bench->batch->x, lens->batch->x, T * D * sizeof *bench->batch->x);
    return true;
}

/* One output of step t, back to every input: the target lies beside that output, and on all others. */
static void back_from(Bench *bench, size_t t, size_t k, double *out)
{
    const size_t T = bench->tape->T, K = bench->tape->K, D = bench->tape->D, row = (t - 1) * K;
    real *target = bench->batch->target + row;
    memcpy(target, bench->tape->y + row, K * sizeof *target);
    target[k] -= (real)fmax(1, fabs((double)target[k]));
    net_backward(bench->net, bench->batch, bench->tape, 1, bench->gradient);
    for (size_t s = 0; s < T; s++)
        for (size_t i = 0; i < D; i++)
            out[(s * K + k) * D + i] = (double)bench->tape->dx[s * D + i] / (double)bench->tape->dy[row + k];
}

bool influence_of(const Net *net, const Lens *lens, size_t t, double *out, Error *error)
{
    if (net->spec.headless)
        return fail(error, ERR_USE, "the model came without a head: it has states and no output to influence");
    Bench bench;
    const bool made = bench_make(&bench, net, lens, error);
    if (made) {
        bench.batch->has_target[t - 1] = 1;
        net_forward(bench.net, bench.batch, bench.tape);
        for (size_t k = 0; k < lens->batch->K; k++)
            back_from(&bench, t, k, out);
    }
    bench_clear(&bench);
    return made;
}
