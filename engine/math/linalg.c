#include "engine/math/linalg.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <lapacke.h>

#include "engine/base/memory.h"

/* LAPACK counts its workspace (about 4 n²) in int. */
enum { MOST = 16384 };

/* A row-major m×n matrix is a column-major n×m one that is turned. Turning changes neither singular values nor
 * eigenvalues and only swaps u and v, so LAPACK gets the numbers as they lie. It may run for ever on what is not
 * finite, so that is refused first. */
static double *finite_copy(size_t m, size_t n, const real *a, Error *error)
{
    if (m > MOST || n > MOST) {
        fail(error, ERR_LIMIT, "a matrix of %zu by %zu is larger than %d by %d", m, n, MOST, MOST);
        return NULL;
    }
    double *copy = memory_try(m * n, sizeof *copy, error);
    for (size_t i = 0; copy != NULL && i < m * n; i++) {
        copy[i] = (double)a[i];
        if (!isfinite(copy[i])) {
            fail(error, ERR_NUMBER, "row %zu, column %zu of the matrix is not a finite number", i / n + 1, i % n + 1);
            free(copy);
            return NULL;
        }
    }
    return copy;
}

static bool succeeded(lapack_int info, const char *what, Error *error)
{
    if (info == 0)
        return true;
    if (info == LAPACK_WORK_MEMORY_ERROR)
        return fail(error, ERR_LIMIT, "no memory for the %s", what);
    return fail(error, ERR_NUMBER, "the %s did not converge", what);
}

/* Into `real`, where a double may not fit. */
static bool hand_over(size_t count, const double *from, real *to, Error *error)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = (real)from[i];
        if (!isfinite(to[i]))
            return fail(error, ERR_NUMBER, "a result is too large for the numbers in use");
    }
    return true;
}

bool linalg_singular_values(size_t m, size_t n, const real *a, real *s, Error *error)
{
    size_t count = m < n ? m : n;
    if (count == 0)
        return true;
    double *copy = finite_copy(m, n, a, error);
    double *values = copy != NULL ? memory_try(count, sizeof *values, error) : NULL;
    bool done = values != NULL &&
                succeeded(LAPACKE_dgesdd(LAPACK_COL_MAJOR, 'N', (lapack_int)n, (lapack_int)m, copy, (lapack_int)n,
                                         values, NULL, 1, NULL, 1),
                          "singular values", error) &&
                hand_over(count, values, s, error);
    free(values);
    free(copy);
    return done;
}

bool linalg_solve_positive(size_t n, size_t count, double *a, double *b, Error *error)
{
    if (n == 0 || count == 0)
        return true;
    if (n > MOST || count > MOST)
        return fail(error, ERR_LIMIT, "a system of %zu by %zu is larger than %d by %d", n, count, MOST, MOST);
    // What lies row by row in the upper half is the lower half column by column.
    if (LAPACKE_dposv(LAPACK_COL_MAJOR, 'L', (lapack_int)n, (lapack_int)count, a, (lapack_int)n, b, (lapack_int)n) != 0)
        return fail(error, ERR_NUMBER, "the matrix of the equations is not positive definite");
    for (size_t i = 0; i < n * count; i++)
        if (!isfinite(b[i]))
            return fail(error, ERR_NUMBER, "the solution of the equations is not finite");
    return true;
}

/* A pair (u, v) is a pair with both signs changed as well: the largest element of u is made positive. */
static void fix_sign(size_t m, size_t n, real *u, real *v)
{
    size_t largest = 0;
    for (size_t i = 1; i < m; i++)
        largest = fabs((double)u[i]) > fabs((double)u[largest]) ? i : largest;
    if (u[largest] >= 0)
        return;
    for (size_t i = 0; i < m; i++)
        u[i] = -u[i];
    for (size_t i = 0; i < n; i++)
        v[i] = -v[i];
}

bool linalg_singular_top(size_t m, size_t n, const real *a, real *sigma, real *u, real *v, Error *error)
{
    size_t count = m < n ? m : n;
    *sigma = 0;
    if (count == 0)
        return fail(error, ERR_SHAPE, "a matrix of %zu by %zu has no singular vectors", m, n);
    double *copy = finite_copy(m, n, a, error);
    double *work = copy != NULL ? memory_try(count + n * count + count * m, sizeof *work, error) : NULL;
    bool done = work != NULL;
    if (done) { // Aᵀ (n×m) = left · Σ · right
        double *values = work, *left = work + count, *right = left + n * count;
        done = succeeded(LAPACKE_dgesdd(LAPACK_COL_MAJOR, 'S', (lapack_int)n, (lapack_int)m, copy, (lapack_int)n,
                                        values, left, (lapack_int)n, right, (lapack_int)count),
                         "singular values", error) &&
               hand_over(1, values, sigma, error);
        for (size_t i = 0; i < m; i++)
            u[i] = (real)right[i * count];
        for (size_t i = 0; i < n; i++)
            v[i] = (real)left[i];
        fix_sign(m, n, u, v);
    }
    free(work);
    free(copy);
    return done;
}

typedef struct Eigenvalue {
    double modulus, real_part, imaginary_part;
} Eigenvalue;

static int descending(double a, double b)
{
    return (a < b) - (a > b);
}

/* Of equal moduli the larger real part comes first, so that a conjugate pair stays together, + before -. */
static int by_modulus(const void *first, const void *second)
{
    const Eigenvalue *a = first, *b = second;
    int order = descending(a->modulus, b->modulus);
    if (order == 0)
        order = descending(a->real_part, b->real_part);
    return order != 0 ? order : descending(a->imaginary_part, b->imaginary_part);
}

static bool hand_over_sorted(size_t n, const double *re, const double *im, real *real_part, real *imaginary_part,
                             Error *error)
{
    Eigenvalue *values = memory_try(n, sizeof *values, error);
    if (values == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        values[i] = (Eigenvalue){hypot(re[i], im[i]), re[i], im[i]};
    qsort(values, n, sizeof *values, by_modulus);
    bool fits = true;
    for (size_t i = 0; fits && i < n; i++)
        fits = hand_over(1, &values[i].real_part, &real_part[i], error) &&
               hand_over(1, &values[i].imaginary_part, &imaginary_part[i], error);
    free(values);
    return fits;
}

bool linalg_eigenvalues(size_t n, const real *a, real *real_part, real *imaginary_part, Error *error)
{
    if (n == 0)
        return true;
    double *copy = finite_copy(n, n, a, error);
    double *parts = copy != NULL ? memory_try(2 * n, sizeof *parts, error) : NULL;
    bool done = parts != NULL &&
                succeeded(LAPACKE_dgeev(LAPACK_COL_MAJOR, 'N', 'N', (lapack_int)n, copy, (lapack_int)n, parts,
                                        parts + n, NULL, 1, NULL, 1),
                          "eigenvalues", error) &&
                hand_over_sorted(n, parts, parts + n, real_part, imaginary_part, error);
    free(parts);
    free(copy);
    return done;
}

/* Q of the QR decomposition of q (p×k, k <= p, column-major), each column with the sign of R's diagonal: only with a
 * positive diagonal is Q unique, and then it is spread as evenly as the Gaussian matrix is. */
static void orthonormalise(size_t p, size_t k, double *q)
{
    enum { BLOCK = 32 };
    assert(p <= MOST);
    lapack_int rows = (lapack_int)p, cols = (lapack_int)k, length = cols * BLOCK;
    double *work = memory_new(2 * k + k * BLOCK, sizeof *work), *tau = work + k * BLOCK, *sign = tau + k;
    lapack_int info = LAPACKE_dgeqrf_work(LAPACK_COL_MAJOR, rows, cols, q, rows, tau, work, length);
    assert(info == 0);
    for (size_t j = 0; j < k; j++)
        sign[j] = q[j * p + j] < 0 ? -1 : 1;
    info = LAPACKE_dorgqr_work(LAPACK_COL_MAJOR, rows, cols, cols, q, rows, tau, work, length);
    assert(info == 0);
    for (size_t i = 0; i < p * k; i++)
        q[i] *= sign[i / p];
    free(work);
}

void linalg_orthogonal(size_t rows, size_t cols, real *a, Rng *rng)
{
    size_t p = rows > cols ? rows : cols, k = rows > cols ? cols : rows;
    if (k == 0)
        return;
    double *q = memory_new(p * k, sizeof *q);
    for (size_t i = 0; i < p * k; i++)
        q[i] = rng_normal(rng);
    orthonormalise(p, k, q);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++)
            a[i * cols + j] = (real)(rows >= cols ? q[j * p + i] : q[i * p + j]);
    free(q);
}
