/* Singular values, eigenvalues, orthogonal matrices. The one door to LAPACKE.
 * Knows: real, row-major. Always computes in double.
 * What is not finite or does not converge is ERR_NUMBER; a side above 16,384 is ERR_LIMIT. */
#ifndef BACKPASS_MATH_LINALG_H
#define BACKPASS_MATH_LINALG_H

#include "engine/base/error.h"
#include "engine/math/random.h"
#include "engine/math/real.h"

/** linalg_singular_values - of a (m×n, borrowed), largest first, into s (written, min(m,n)). */
bool linalg_singular_values(size_t m, size_t n, const real *a, real *s, Error *error) MUST_USE;

/** linalg_singular_top - the largest singular value with its unit vectors u (m), v (n) (written): A v = sigma u.
 *  The largest element of u is positive. An empty matrix has none: ERR_SHAPE. */
bool linalg_singular_top(size_t m, size_t n, const real *a, real *sigma, real *u, real *v, Error *error) MUST_USE;

/** linalg_eigenvalues - of the square a (n×n, borrowed) into real_part, imaginary_part (written, n), by decreasing
 *  modulus; of a conjugate pair the one with positive imaginary part first. */
bool linalg_eigenvalues(size_t n, const real *a, real *real_part, real *imaginary_part, Error *error) MUST_USE;

/** linalg_solve_positive - A X = B for a symmetric positive definite A (n×n, its upper half, overwritten) and as many right
 *  sides as rows of b (count×n, written over with the solutions). In double, whatever real is. A that is not positive is
 *  ERR_NUMBER. */
bool linalg_solve_positive(size_t n, size_t count, double *a, double *b, Error *error) MUST_USE;

/** linalg_orthogonal - fill a (rows×cols, written) with orthonormal rows (or columns, whichever are fewer),
 *  Haar-distributed: QR of a Gaussian matrix with the signs of R's diagonal divided out (Mezzadri 2007). */
void linalg_orthogonal(size_t rows, size_t cols, real *a, Rng *rng);

#endif
