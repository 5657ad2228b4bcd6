/* The forward pass in its stages, so that a gradient check can nudge a number between two of them.
 * Knows: the network. net_forward is these four in a row. */
#ifndef BACKPASS_NET_FORWARD_H
#define BACKPASS_NET_FORWARD_H

#include "engine/net/net.h"

/** forward_begin - h_0 = 0 and, for every row at once, pre = x·Wx + b. Sets the tape's T and B. */
void forward_begin(const Net *net, const Batch *batch, Tape *tape);
/** forward_step - h_t from h_{t-1}, t from 1; rows of sequences that are over keep their state. */
void forward_step(const Net *net, const Batch *batch, Tape *tape, size_t t);
/** forward_outputs - y = h·Wy + by for every row at once. */
void forward_outputs(const Net *net, Tape *tape);
/** forward_losses - p, step_loss, loss from y; returns the mean of L_b. */
real forward_losses(const Net *net, const Batch *batch, Tape *tape);

/** rows_fill - every row of out (rows, n) is this one. */
void rows_fill(size_t rows, size_t n, const real *row, real *out);

#endif
