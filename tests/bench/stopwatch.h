/* How long something takes on a machine that does other things as well: many samples, their median.
 * Knows: the clock. Must not know what is measured. */
#ifndef BACKPASS_BENCH_STOPWATCH_H
#define BACKPASS_BENCH_STOPWATCH_H

#include <stdbool.h>
#include <stddef.h>

enum { TURN_MAX = 4096, TURNS = 5, SAMPLES_MAX = TURNS * TURN_MAX };

/** Timed - what is measured, called with its context. */
typedef void Timed(void *context);

/** Stopwatch - the samples of one kind of work: seconds a call. A sample is as many calls as fill 50 µs, so that reading the
 *  clock costs nothing that counts. */
typedef struct Stopwatch {
    bool wall; // the wall clock; otherwise this process's CPU time, which does not see other processes
    size_t calls, samples;
    double sample[SAMPLES_MAX];
} Stopwatch;

/** stopwatch_start - forget the samples and find out, by running it, how many calls make one. */
void stopwatch_start(Stopwatch *watch, bool wall, Timed *work, void *context);
/** stopwatch_run - a turn: take samples for that long; at least one, at most TURN_MAX. There are TURNS of them. */
void stopwatch_run(Stopwatch *watch, double seconds, Timed *work, void *context);
/** stopwatch_median - seconds a call; of the samples from `first` on. 0 samples: 0. */
double stopwatch_median(const Stopwatch *watch, size_t first);
/** stopwatch_now - seconds: of the wall clock, or of CPU time that this process has used. */
double stopwatch_now(bool wall);
/** stopwatch_middle - the median of these numbers, which are put in order. */
double stopwatch_middle(double *numbers, size_t count);

#endif
