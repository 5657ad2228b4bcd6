/* The products of matrices. The one door to CBLAS.
 * Knows: real, row-major. Must not know what the matrices mean. One thread unless blas_threads says otherwise. */
#ifndef BACKPASS_MATH_BLAS_H
#define BACKPASS_MATH_BLAS_H

#include "engine/math/real.h"

#include <stdbool.h>
#include <stddef.h>

/** blas_multiply - C (m×n) = alpha · op(A) (m×k) · op(B) (k×n) + beta · C, row-major with leading dimensions.
 *  a_turned means A is stored k×m and used transposed. Sizes of 0 are allowed. beta = 0 overwrites C even
 *  where it is NaN. */
void blas_multiply(bool a_turned, bool b_turned, size_t m, size_t n, size_t k, real alpha, const real *a, size_t lda,
                   const real *b, size_t ldb, real beta, real *c, size_t ldc);

/** blas_add - y += alpha · x, n long. */
void blas_add(size_t n, real alpha, const real *x, real *y);
/** blas_dot - Σ x_i y_i. */
real blas_dot(size_t n, const real *x, const real *y);
/** blas_norm - √Σ x_i², without overflow or underflow on the way. */
real blas_norm(size_t n, const real *x);
/** blas_scale - x *= alpha. */
void blas_scale(size_t n, real alpha, real *x);
/** blas_threads - how many threads BLAS itself may use; the explorer calls this with 1 once, at start. 1 ends those it began
 *  when it was loaded. Not while a product is under way. */
void blas_threads(int threads);

#endif
