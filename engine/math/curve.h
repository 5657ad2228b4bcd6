/* tanh, σ and e^x of many numbers at once.
 * Knows: real. Must not know what bends by them.
 *
 * Within 3 units in the last place of the true value (measured: tests/engine/test_curve.c demands it), infinities, NaN and
 * the sign of 0 as in libm; one processor gives the same bits for the same number wherever it stands in an array. */
#ifndef BACKPASS_MATH_CURVE_H
#define BACKPASS_MATH_CURVE_H

#include <stddef.h>

#include "engine/math/real.h"

/** curve_tanh, curve_sigmoid - y = tanh(x), 1/(1 + e^−x), for `rows` rows of `width` numbers, ld numbers from one row to the
 *  next in both. y may be x. */
void curve_tanh(size_t rows, size_t width, size_t ld, const real *x, real *y);
void curve_sigmoid(size_t rows, size_t width, size_t ld, const real *x, real *y);
/** curve_exp - y = e^x of n numbers, none above 0. y may be x. */
void curve_exp(size_t n, const real *x, real *y);

#endif
