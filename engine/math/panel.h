/* Products with a matrix that is used many times, laid out for it once: the recurrent product of every step.
 * Knows: real, row-major. Must not know what the matrices mean.
 *
 * The k×n matrix is cut into panels of PANEL_WIDTH columns, each stored row behind row, the last filled up with zeros: the
 * order in which a product reads it. BLAS would lay it out anew at every step. */
#ifndef BACKPASS_MATH_PANEL_H
#define BACKPASS_MATH_PANEL_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/math/real.h"

enum { PANEL_WIDTH = 128 / sizeof(real), PANEL_HALF = PANEL_WIDTH / 2 };

/** panel_room - how many numbers the panels of a k×n matrix take. */
size_t panel_room(size_t k, size_t n);
/** panel_pack - the panels (written, panel_room) of op(B), k×n; turned means B is stored n×k and used transposed. */
void panel_pack(bool turned, size_t k, size_t n, const real *b, size_t ldb, real *panels);
/** panel_multiply - C (m×n) += A (m×k) · the matrix of the panels. A few rows are summed in another order than many, to keep
 *  the processor busy. */
void panel_multiply(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *panels, real *c, size_t ldc);
/** panel_multiply_onto - C = that product, onto each row of it `row` (n). k is at least 1. */
void panel_multiply_onto(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *panels, const real *row,
                         real *c, size_t ldc);
/** panel_outer - C (m×n) += Aᵀ·B, of k rows each (m and n numbers), of which a panel is laid out at a time: what a weight's
 *  gradient is, the rows being all steps of all sequences. */
void panel_outer(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b, size_t ldb, real *c, size_t ldc);

#endif
