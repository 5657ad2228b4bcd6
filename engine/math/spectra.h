/* Some singular values of many small matrices at once: a lane of the processor's vectors works on each.
 * Knows: arrays of numbers. Must not know whose matrices they are. */
#ifndef BACKPASS_MATH_SPECTRA_H
#define BACKPASS_MATH_SPECTRA_H

#include <stddef.h>

enum { SPECTRA_LANES = 8 };

/** spectra_room - numbers of work that spectra_values needs for matrices of n×n. */
size_t spectra_room(size_t n);
/** spectra_values - of SPECTRA_LANES matrices (n×n, finite, no entry above 1 in size; a column shorter than 10⁻¹⁰⁰
 *  counts as 0): element (i, j) of matrix l stands at a[(i·n + j)·SPECTRA_LANES + l]; overwritten. which (count) says
 *  which values are wanted, 0 the largest: s (written) has that of matrix l at c·SPECTRA_LANES + l. Each is right to
 *  some n·ε of the matrix's largest, as LAPACK's are; one below 10⁻¹⁸ of its Frobenius norm, of which nothing is known,
 *  is 0. work: spectra_room(n). Householder to a bidiagonal (Golub & Kahan 1965), bisection with the counts of
 *  Fernando's differential form (1998). Cost a matrix 8/3·n³ + 250·n·count flops. */
void spectra_values(size_t n, double *a, const size_t *which, size_t count, double *s, double *work);

#endif
