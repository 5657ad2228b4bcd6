#include "engine/math/blas.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <cblas.h>

#ifdef BACKPASS_SINGLE
#define GEMM cblas_sgemm
#define AXPY cblas_saxpy
#define DOT cblas_sdot
#define DOT_IN_DOUBLE cblas_dsdot
#else
#define GEMM cblas_dgemm
#define AXPY cblas_daxpy
#define DOT cblas_ddot
#define DOT_IN_DOUBLE cblas_ddot
#endif

/* BLAS counts in int. */
static int size(size_t n)
{
    assert(n <= INT_MAX);
    return (int)n;
}

/* C = beta · C, where beta = 0 forgets what was there. */
static void scale_rows(size_t m, size_t n, real beta, real *c, size_t ldc)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++)
            c[i * ldc + j] = beta == 0 ? 0 : beta * c[i * ldc + j];
}

void blas_multiply(bool a_turned, bool b_turned, size_t m, size_t n, size_t k, real alpha, const real *a, size_t lda,
                   const real *b, size_t ldb, real beta, real *c, size_t ldc)
{
    if (m == 0 || n == 0)
        return;
    assert(ldc >= n);
    if (k == 0) {
        scale_rows(m, n, beta, c, ldc);
        return;
    }
    assert(lda >= (a_turned ? m : k) && ldb >= (b_turned ? k : n));
    GEMM(CblasRowMajor, a_turned ? CblasTrans : CblasNoTrans, b_turned ? CblasTrans : CblasNoTrans, size(m), size(n),
         size(k), alpha, a, size(lda), b, size(ldb), beta, c, size(ldc));
}

void blas_add(size_t n, real alpha, const real *x, real *y)
{
    AXPY(size(n), alpha, x, 1, y, 1);
}

real blas_dot(size_t n, const real *x, const real *y)
{
    return DOT(size(n), x, 1, y, 1);
}

/* √Σ x_i² with x first divided by a power of two near its largest element, which rounds nothing. */
static double scaled_norm(size_t n, const real *x)
{
    double largest = 0, sum = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, fabs((double)x[i]));
    if (largest == 0 || isinf(largest))
        return largest;
    int exponent;
    frexp(largest, &exponent);
    for (size_t i = 0; i < n; i++) {
        double scaled = ldexp((double)x[i], -exponent);
        sum += scaled * scaled;
    }
    return ldexp(sqrt(sum), exponent);
}

/* Not nrm2, which on some processors squares without scaling. A sum of squares above 1e-280 has lost nothing that
 * counts: what underflowed on the way is below 1e-308 each. */
real blas_norm(size_t n, const real *x)
{
    double squares = DOT_IN_DOUBLE(size(n), x, 1, x, 1);
    bool safe = isnan(squares) || (squares > 1e-280 && isfinite(squares));
    return (real)(safe ? sqrt(squares) : scaled_norm(n, x));
}

/* Not scal, which for alpha = 0 writes 0 over a NaN in some versions and not in others. */
void blas_scale(size_t n, real alpha, real *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] *= alpha;
}

/* OpenBLAS starts a thread a processor when it is loaded, and each spins a while before it sleeps: on two processors 80 to 100 ms
 * of CPU time, for nothing where one thread is wanted. What it calls before a fork ends them, in a tenth of a millisecond;
 * they come back when more are asked for. */
#ifdef HAVE_BLAS_THREAD_SHUTDOWN_
int blas_thread_shutdown_(void);

static void end_helpers(void)
{
    blas_thread_shutdown_();
}
#else
static void end_helpers(void)
{
}
#endif

void blas_threads(int threads)
{
    openblas_set_num_threads(threads);
    if (threads == 1)
        end_helpers();
}
