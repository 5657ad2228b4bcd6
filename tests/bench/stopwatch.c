#include "tests/bench/stopwatch.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double SAMPLE_SECONDS = 200e-6; // asking for the time takes 0.3 µs

double stopwatch_now(bool wall)
{
    struct timespec now;
    clock_gettime(wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double take(const Stopwatch *watch, Timed *work, void *context)
{
    const double begin = stopwatch_now(watch->wall);
    for (size_t i = 0; i < watch->calls; i++)
        work(context);
    return stopwatch_now(watch->wall) - begin;
}

void stopwatch_start(Stopwatch *watch, bool wall, Timed *work, void *context)
{
    watch->wall = wall;
    watch->samples = 0;
    watch->calls = 1;
    work(context); // pages and caches are warm
    while (take(watch, work, context) < SAMPLE_SECONDS && watch->calls < (size_t)1 << 20)
        watch->calls *= 2;
}

void stopwatch_run(Stopwatch *watch, double seconds, Timed *work, void *context)
{
    const double end = stopwatch_now(watch->wall) + seconds;
    for (size_t i = 0; i < TURN_MAX && watch->samples < SAMPLES_MAX; i++) {
        watch->sample[watch->samples++] = take(watch, work, context) / (double)watch->calls;
        if (stopwatch_now(watch->wall) >= end)
            break;
    }
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double stopwatch_middle(double *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, by_size);
    return count > 0 ? numbers[count / 2] : 0;
}

double stopwatch_median(const Stopwatch *watch, size_t first)
{
    double sorted[SAMPLES_MAX];
    const size_t count = watch->samples - first;
    memcpy(sorted, watch->sample + first, count * sizeof *sorted);
    return stopwatch_middle(sorted, count);
}
