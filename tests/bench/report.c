#include "tests/bench/report.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const CELLS[] = {"rnn", "lstm", "gru"};
enum { CELL_COUNT = sizeof CELLS / sizeof *CELLS };

void report_json(const Workload *workload, const Speed *speed)
{
    const double B = (double)workload->batch;
    printf("{\"cell\": \"%s\", \"input\": %zu, \"hidden\": %zu, \"steps\": %zu, \"batch\": %zu, \"threads\": %zu, "
           "\"precision\": \"%s\", ",
           workload->cell, workload->inputs, workload->hidden, workload->steps, workload->batch, workload->threads,
           REPORT_PRECISION);
    printf("\"sequences_per_s\": %.9g, \"fwd_sequences_per_s\": %.9g, \"gflops\": %.6g, \"trace_overhead\": %.6g, ",
           B / speed->step, B / speed->forward, speed->flops / speed->step * 1e-9, speed->overhead);
    printf("\"step_s\": %.9g, \"parameters\": %zu, \"tape_bytes\": %zu, \"loss_first\": %.9g, \"loss_last\": %.9g}\n",
           speed->step, speed->parameters, speed->tape_bytes, speed->loss_first, speed->loss_last);
}

void report_lines(const Workload *workload, const Speed *speed)
{
    const double B = (double)workload->batch;
    printf("%s, input %zu, hidden %zu, %zu steps, batch %zu; %s precision, %zu thread%s\n", workload->cell,
           workload->inputs, workload->hidden, workload->steps, workload->batch, REPORT_PRECISION, workload->threads,
           workload->threads == 1 ? "" : "s");
    printf("  one training step  %12.3f µs   %.0f sequences a second, %.2f GFLOP/s\n", speed->step * 1e6,
           B / speed->step, speed->flops / speed->step * 1e-9);
    printf("  forward alone      %12.3f µs   %.0f sequences a second\n", speed->forward * 1e6, B / speed->forward);
    printf("  keeping everything %12.3f ×    the step on a tape that keeps only what is read again (%.3f µs)\n",
           speed->overhead, speed->lean * 1e6);
    printf("  tape %.2f MB, %zu weights, loss %.4f → %.4f\n", (double)speed->tape_bytes / 1e6, speed->parameters,
           speed->loss_first, speed->loss_last);
}

typedef struct Named {
    const char *name;
    size_t inputs, hidden, steps, batch;
} Named;

static const Named NAMED[] = {{"W1 lesson", 4, 16, 30, 8},   {"W2 class", 8, 64, 50, 16},
                              {"W3 long", 8, 32, 500, 4},    {"W4 research", 64, 256, 100, 32},
                              {"W5 big", 128, 512, 100, 64}, {"odd", 17, 40, 73, 5},
                              {"odd", 3, 100, 64, 10},       {"odd", 6, 48, 37, 11}};
enum { NAMED_COUNT = sizeof NAMED / sizeof *NAMED };

static bool table_row(const Named *named, const char *cell, size_t threads, double seconds, double peak, Error *error)
{
    const Workload workload = {cell, named->inputs, named->hidden, named->steps, named->batch, threads};
    char sizes[40];
    Speed speed;
    if (!training_measure(&workload, seconds, &speed, error))
        return false;
    snprintf(sizes, sizeof sizes, "%zu,%zu,%zu,%zu", named->inputs, named->hidden, named->steps, named->batch);
    const double flops = speed.flops / speed.step;
    printf("%-12s %-15s %-4s %11.1f %12.0f %11.1f %8.2f %7.1f %7.3f %8.2f\n", named->name, sizes, cell, 1 / speed.step,
           (double)named->batch / speed.step, 1 / speed.forward, flops * 1e-9, 100 * flops / peak, speed.overhead,
           (double)speed.tape_bytes / 1e6);
    fflush(stdout);
    return true;
}

/* The processor warms up, and how fast it then multiplies. */
static double begin(size_t threads, double seconds)
{
    const double peak = training_peak(threads, seconds);
    const char *forced = getenv("OPENBLAS_CORETYPE");
    printf("%s precision, %zu thread%s; GEMM peak %.1f GFLOP/s%s%s\n", REPORT_PRECISION, threads,
           threads == 1 ? "" : "s", peak * 1e-9, forced != NULL ? ", of a kernel forced by OPENBLAS_CORETYPE=" : "",
           forced != NULL ? forced : "");
    return peak;
}

bool report_table(size_t threads, double seconds, Error *error)
{
    const double peak = begin(threads, seconds);
    printf("%-12s %-15s %-4s %11s %12s %11s %8s %7s %7s %8s\n", "workload", "I,H,T,B", "cell", "steps/s", "sequences/s",
           "forwards/s", "GFLOP/s", "% GEMM", "trace ×", "tape MB");
    for (size_t i = 0; i < NAMED_COUNT; i++)
        for (size_t cell = 0; cell < CELL_COUNT; cell++)
            if (!table_row(&NAMED[i], CELLS[cell], threads, seconds, peak, error))
                return false;
    return true;
}

/* Nanoseconds that one step of one sequence takes in training, for each cell. */
static bool scaling_row(size_t steps, size_t batch, size_t threads, double seconds, Error *error)
{
    printf("%6zu %6zu", steps, batch);
    for (size_t cell = 0; cell < CELL_COUNT; cell++) {
        const Workload workload = {CELLS[cell], 8, 32, steps, batch, threads};
        Speed speed;
        if (!training_measure(&workload, seconds, &speed, error))
            return false;
        printf(" %9.1f", speed.step * 1e9 / (double)(steps * batch));
        fflush(stdout);
    }
    printf("\n");
    return true;
}

bool report_scaling(size_t threads, double seconds, Error *error)
{
    static const size_t STEPS[] = {10, 30, 100, 300, 1000, 3000}, BATCH[] = {1, 4, 16, 64, 256};
    begin(threads, seconds);
    printf("8 inputs, 32 hidden: nanoseconds that one step of one sequence takes in training\n%6s %6s", "T", "B");
    for (size_t cell = 0; cell < CELL_COUNT; cell++)
        printf(" %9s", CELLS[cell]);
    printf("\n");
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
        if (!scaling_row(STEPS[i], 8, threads, seconds, error))
            return false;
    for (size_t i = 0; i < sizeof BATCH / sizeof *BATCH; i++)
        if (!scaling_row(50, BATCH[i], threads, seconds, error))
            return false;
    return true;
}
