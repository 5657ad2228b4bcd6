/* The three losses of one row of outputs: forward, backward, tangent.
 * Knows: numbers. Must not know cells or time. */
#ifndef BACKPASS_NET_LOSS_H
#define BACKPASS_NET_LOSS_H

#include "engine/net/net.h"

/** loss_outputs - p from y, both (rows, K): p = y (squared), softmax(y), σ(y). No overflow whatever y is. */
void loss_outputs(Loss loss, size_t rows, size_t K, const real *y, real *p);

/** loss_step - the loss of one row. y, target (K) borrowed; target sums to 1 for softmax, lies in [0,1] for binary.
 *  squared:  Σ (y−target)² / K
 *  softmax: −Σ target ln p = Σ target·(logsumexp(y) − y)
 *  binary:  −Σ target ln p + (1−target) ln(1−p) = Σ max(y,0) − y·target + ln(1 + e^−|y|)  */
real loss_step(Loss loss, size_t K, const real *y, const real *target);

/** loss_backward - dy (K) written: the gradient of share·loss_step: 2(p−target)/K, or p − target for the other two. */
void loss_backward(Loss loss, size_t K, const real *p, const real *target, real share, real *dy);

/** loss_tangent - what loss_step changes by when y changes by y_dot; shares nothing with loss_backward. */
real loss_tangent(Loss loss, size_t K, const real *y, const real *p, const real *target, const real *y_dot);

/** loss_right - is the answer p the target? The largest for softmax, each side of ½ for binary (share of outputs). */
real loss_right(Loss loss, size_t K, const real *p, const real *target);

#endif
