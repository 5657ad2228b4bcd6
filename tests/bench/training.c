#include "tests/bench/training.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/team.h"
#include "engine/math/blas.h"
#include "engine/train/crew.h"
#include "engine/train/optimizer.h"
#include "tests/bench/stopwatch.h"

enum { CLASSES = 4, ROUNDS = TURNS, PEAK_SIZE = 1536 };
static const double LEARNING_RATE = 1e-3;

typedef struct Training {
    Net *net;
    Team *team;
    Crew *full, *lean; // the same step on tapes that keep everything, or what is read again
    Crew *crew;        // the one in use
    real *gradient, *m, *v;
    size_t steps;
    double loss;
} Training;

const char *training_cell(const char *name)
{
    const Cell *cell = cell_find(name);
    return cell != NULL && cell->recurrent ? cell->name : NULL;
}

double training_flops(const Workload *workload)
{
    const double rows = (double)workload->batch * (double)workload->steps, H = (double)workload->hidden;
    const double blocks = (double)cell_find(workload->cell)->blocks;
    return 3 * 2 * rows * blocks * H * (H + (double)workload->inputs);
}

/* Sequences of one length, a target at the last step: all that a member has. */
static void fill(Batch *batch, size_t T, size_t B, Rng *rng)
{
    size_t *length = memory_new(B, sizeof *length);
    for (size_t b = 0; b < B; b++)
        length[b] = T;
    batch_shape(batch, B, length);
    free(length);
    for (size_t i = 0; i < T * B * batch->D; i++)
        batch->x[i] = (real)rng_normal(rng);
    for (size_t b = 0; b < B; b++) {
        const size_t row = (T - 1) * B + b;
        batch->target[row * CLASSES + b % CLASSES] = 1;
        batch->has_target[row] = 1;
    }
}

static Crew *new_crew(const Training *training, const Workload *workload, Error *error)
{
    Crew *crew = crew_new(training->net, workload->steps, workload->batch, training->team, error);
    Rng rng = rng_stream(1, "bench", 0);
    for (size_t i = 0; crew != NULL && i < crew->members; i++) {
        size_t first;
        const size_t last = team_share(workload->batch, 1, i, crew->members, &first);
        fill(crew->share[i].batch, workload->steps, last - first, &rng);
        crew->share[i].tape->trains = true; // as a trainer's
    }
    return crew;
}

/* What nobody reads again lies where its successor will: a gate over its pre-activation, the gradient of a gate under that
 * of its pre-activation; in a cell without gates h over pre and dpre over dh. The computation is the same, to the bit. */
static void lean_share(const Share *share)
{
    Tape *lean = share->tape;
    Track *track = &lean->track[0];
    const size_t first = share->batch->B * lean->H;
    if (track->gate == NULL) {
        lean->pre = track->pre = track->h + first;
        lean->dpre = track->dpre = track->dh + first;
    } else {
        track->gate = track->pre;
        track->dgate = track->dpre;
    }
}

static void training_free(Training *training)
{
    crew_free(training->full);
    crew_free(training->lean);
    team_free(training->team);
    net_free(training->net);
    free(training->gradient);
    free(training->m);
    free(training->v);
}

static bool training_begin(Training *training, const Workload *workload, Error *error)
{
    const NetSpec spec = {.cell = cell_find(workload->cell),
                          .inputs = workload->inputs,
                          .hidden = workload->hidden,
                          .outputs = CLASSES,
                          .layers = 1,
                          .many_to_one = true,
                          .reset = RESET_AFTER,
                          .update = UPDATE_KEEP,
                          .loss = LOSS_SOFTMAX,
                          .gain = 1};
    training->net = net_new(&spec, 1, error);
    training->team = training->net != NULL ? team_new(workload->threads, error) : NULL;
    training->full = training->team != NULL ? new_crew(training, workload, error) : NULL;
    training->lean = training->full != NULL ? new_crew(training, workload, error) : NULL;
    if (training->lean == NULL)
        return false;
    for (size_t i = 0; i < training->lean->members; i++)
        lean_share(&training->lean->share[i]);
    const size_t count = training->net->layout.count;
    training->gradient = memory_new(count, sizeof *training->gradient);
    training->m = memory_new(count, sizeof *training->m);
    training->v = memory_new(count, sizeof *training->v);
    return true;
}

static void forward(void *context)
{
    Training *training = context;
    training->loss = crew_pass(training->crew, training->net, NULL, NULL);
}

static void forward_and_backward(Training *training)
{
    training->loss = crew_pass(training->crew, training->net, NULL, training->gradient);
}

static void train(void *context)
{
    Training *training = context;
    forward_and_backward(training);
    optimizer_adam_shared(training->team, training->net->layout.count, ++training->steps, LEARNING_RATE, 1,
                          training->gradient, training->m, training->v, training->net->weights);
}

/* Both tapes must give the same gradient, or comparing them says nothing. Neither m nor v have begun: m is room. */
static bool tapes_agree(Training *training, Error *error)
{
    const size_t bytes = training->net->layout.count * sizeof *training->gradient;
    training->crew = training->lean;
    forward_and_backward(training);
    memcpy(training->m, training->gradient, bytes);
    training->crew = training->full;
    forward_and_backward(training);
    const bool same = memcmp(training->m, training->gradient, bytes) == 0;
    memset(training->m, 0, bytes);
    return same || fail(error, ERR_NUMBER, "the tape that keeps less gives another gradient");
}

typedef struct Watches {
    Stopwatch step, lean, forward;
} Watches;

/* In turns, so that a machine that grows slower or faster does so for all three alike. */
static void measure(Training *training, double seconds, bool wall, Watches *watch, Speed *speed)
{
    double overhead[ROUNDS];
    for (size_t round = 0; round < ROUNDS; round++) {
        const struct {
            Crew *crew;
            Stopwatch *watch;
            Timed *work;
        } kind[] = {{training->full, &watch->step, train},
                    {training->lean, &watch->lean, train},
                    {training->full, &watch->forward, forward}};
        const size_t first[] = {watch->step.samples, watch->lean.samples};
        for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
            training->crew = kind[i].crew;
            if (round == 0)
                stopwatch_start(kind[i].watch, wall, kind[i].work, training);
            stopwatch_run(kind[i].watch, seconds / ROUNDS, kind[i].work, training);
        }
        overhead[round] = stopwatch_median(&watch->step, first[0]) / stopwatch_median(&watch->lean, first[1]);
    }
    speed->overhead = stopwatch_middle(overhead, ROUNDS);
    speed->step = stopwatch_median(&watch->step, 0);
    speed->lean = stopwatch_median(&watch->lean, 0);
    speed->forward = stopwatch_median(&watch->forward, 0);
}

static bool training_run(Training *training, const Workload *workload, double seconds, Speed *speed, Error *error)
{
    if (!training_begin(training, workload, error) || !tapes_agree(training, error))
        return false;
    *speed = (Speed){.flops = training_flops(workload),
                     .loss_first = training->loss,
                     .parameters = training->net->layout.count,
                     .tape_bytes = tape_bytes(&training->net->spec, workload->steps, workload->batch)};
    Watches *watch = memory_new(1, sizeof *watch);
    measure(training, seconds, workload->threads > 1, watch, speed);
    free(watch);
    speed->loss_last = training->loss;
    return isfinite(training->loss) || fail(error, ERR_NUMBER, "the loss is no longer a number");
}

bool training_measure(const Workload *workload, double seconds, Speed *speed, Error *error)
{
    Training training = {0};
    blas_threads(1); // it would spin, and split what a team has split already
    const bool done = training_run(&training, workload, seconds, speed, error);
    training_free(&training);
    return done;
}

typedef struct Square {
    real *a, *b, *c;
} Square;

static void multiply(void *context)
{
    const Square *square = context;
    const size_t n = PEAK_SIZE;
    blas_multiply(false, false, n, n, n, 1, square->a, n, square->b, n, 0, square->c, n);
}

double training_peak(size_t threads, double seconds)
{
    const size_t count = (size_t)PEAK_SIZE * PEAK_SIZE;
    Square square = {memory_new(count, sizeof(real)), memory_new(count, sizeof(real)), memory_new(count, sizeof(real))};
    Stopwatch *watch = memory_new(1, sizeof *watch);
    for (size_t i = 0; i < count; i++)
        square.a[i] = square.b[i] = (real)(i % 7) / 10;
    blas_threads((int)threads);
    stopwatch_start(watch, threads > 1, multiply, &square);
    stopwatch_run(watch, seconds, multiply, &square);
    const double peak = 2.0 * PEAK_SIZE * PEAK_SIZE * PEAK_SIZE / stopwatch_median(watch, 0);
    free(watch);
    free(square.a);
    free(square.b);
    free(square.c);
    return peak;
}
