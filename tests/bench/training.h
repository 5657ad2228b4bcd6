/* One training step as the peers do it: forward, softmax over four classes at h_T, backward, Adam; timed.
 * Knows: the engine's public functions. */
#ifndef BACKPASS_BENCH_TRAINING_H
#define BACKPASS_BENCH_TRAINING_H

#include "engine/base/error.h"
#include "engine/net/cell.h"

typedef struct Workload {
    const char *cell; // "rnn" "lstm" "gru"; the GRU as PyTorch's: reset after the product, update keeps
    size_t inputs, hidden, steps, batch;
    size_t threads;
} Workload;

/** Speed - seconds, medians; losses before the first step and after the last. */
typedef struct Speed {
    double step;     // one training step, everything kept
    double lean;     // the same on a tape that keeps only what a later computation reads
    double overhead; // step ÷ lean, the middle one of the rounds
    double forward;  // forward alone
    double flops;    // of a step
    double loss_first, loss_last;
    size_t parameters, tape_bytes;
} Speed;

/** training_cell - the name itself, when it is a cell that is measured here; otherwise NULL. inside */
const char *training_cell(const char *name);

/** training_flops - what a step must multiply and add: 3 · 2·B·T·G·H·(H+I), forward once, backward twice, G = 1, 4, 3 blocks
 *  of gates. Activations, the head and Adam are not counted. */
double training_flops(const Workload *workload);

/** training_measure - `seconds` for each of the three measurements, in turns. speed written.
 *  Errors: ERR_USE, ERR_LIMIT for sizes the engine refuses; ERR_NUMBER when the loss is no longer a number. */
bool training_measure(const Workload *workload, double seconds, Speed *speed, Error *error) MUST_USE;

/** training_peak - flops a second of one product of two large square matrices, single-threaded or on `threads`. */
double training_peak(size_t threads, double seconds);

#endif
