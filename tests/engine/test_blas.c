#include "engine/math/blas.h"

#include <criterion/criterion.h>
#include <math.h>

#include "engine/math/random.h"

enum { MOST = 17, PAD = 3, ROOM = MOST * (MOST + PAD) };

static const size_t SIZES[] = {0, 1, 2, 3, 5, 7, 17};

static void fill(real *items, size_t count, Rng *rng)
{
    for (size_t i = 0; i < count; i++)
        items[i] = (real)rng_between(rng, -1, 1);
}

/* Σ_l op(A)_il op(B)_lj as the definition says it. */
static double product(bool a_turned, bool b_turned, size_t i, size_t j, size_t k, const real *a, size_t lda,
                      const real *b, size_t ldb)
{
    double sum = 0;
    for (size_t l = 0; l < k; l++)
        sum +=
            (double)(a_turned ? a[l * lda + i] : a[i * lda + l]) * (double)(b_turned ? b[j * ldb + l] : b[l * ldb + j]);
    return sum;
}

static void check_product(bool a_turned, bool b_turned, size_t m, size_t n, size_t k, real alpha, real beta)
{
    Rng rng = rng_stream(m * 10000 + n * 100 + k, "product", 0);
    real a[ROOM], b[ROOM], c[ROOM], old[ROOM];
    size_t lda = (a_turned ? m : k) + PAD, ldb = (b_turned ? k : n) + PAD, ldc = n + PAD;
    fill(a, ROOM, &rng);
    fill(b, ROOM, &rng);
    fill(c, ROOM, &rng);
    for (size_t i = 0; i < ROOM; i++)
        old[i] = c[i];
    blas_multiply(a_turned, b_turned, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    for (size_t i = 0; i < ROOM; i++) {
        size_t row = i / ldc, column = i % ldc;
        double wanted = (double)old[i];
        if (row < m && column < n)
            wanted =
                (double)alpha * product(a_turned, b_turned, row, column, k, a, lda, b, ldb) + (double)beta * wanted;
        cr_assert_leq(fabs((double)c[i] - wanted), row < m && column < n ? 40 * (double)REAL_EPSILON : 0,
                      "%zu×%zu×%zu, row %zu, column %zu: %g, wanted %g", m, n, k, row, column, (double)c[i], wanted);
    }
}

static void check_all_sizes(bool a_turned, bool b_turned)
{
    size_t count = sizeof SIZES / sizeof *SIZES;
    for (size_t i = 0; i < count * count * count; i++) {
        size_t m = SIZES[i % count], n = SIZES[i / count % count], k = SIZES[i / count / count];
        check_product(a_turned, b_turned, m, n, k, 1, 0);
        check_product(a_turned, b_turned, m, n, k, (real)-0.5, 2);
    }
}

Test(blas, multiplies)
{
    check_all_sizes(false, false);
}
Test(blas, multiplies_with_the_first_turned)
{
    check_all_sizes(true, false);
}
Test(blas, multiplies_with_the_second_turned)
{
    check_all_sizes(false, true);
}
Test(blas, multiplies_with_both_turned)
{
    check_all_sizes(true, true);
}

Test(blas, beta_of_zero_forgets_even_what_is_no_number)
{
    for (size_t k = 0; k <= 2; k++) {
        real a[] = {1, 2}, b[] = {3, 4}, c[] = {(real)NAN};
        blas_multiply(false, false, 1, 1, k, 1, a, 2, b, 1, 0, c, 1);
        cr_assert_eq(c[0], k == 0 ? 0 : k == 1 ? 3 : 11, "k = %zu gave %g", k, (double)c[0]);
    }
}

Test(blas, what_is_no_number_goes_through_a_product)
{
    real a[] = {1, (real)NAN}, b[] = {0, 0}, c[] = {7};
    blas_multiply(false, false, 1, 1, 2, 1, a, 2, b, 1, 0, c, 1);
    cr_assert(isnan(c[0]), "0 · NaN is NaN, not %g", (double)c[0]);
}

Test(blas, the_same_product_has_the_same_bits)
{
    Rng rng = rng_stream(1, "bits", 0);
    real a[ROOM], b[ROOM], first[ROOM], again[ROOM];
    fill(a, ROOM, &rng);
    fill(b, ROOM, &rng);
    blas_multiply(false, true, MOST, MOST, MOST, 1, a, MOST, b, MOST, 0, first, MOST);
    for (int round = 0; round < 20; round++) {
        blas_multiply(false, true, MOST, MOST, MOST, 1, a, MOST, b, MOST, 0, again, MOST);
        for (size_t i = 0; i < MOST * MOST; i++)
            cr_assert_eq(first[i], again[i]);
    }
}

Test(blas, adds_dots_and_scales)
{
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        size_t n = SIZES[s];
        Rng rng = rng_stream(n, "vectors", 0);
        real x[MOST + 1], y[MOST + 1], sum[MOST + 1];
        double dot = 0;
        fill(x, MOST + 1, &rng);
        fill(y, MOST + 1, &rng);
        for (size_t i = 0; i <= MOST; i++) {
            sum[i] = y[i];
            dot += i < n ? (double)x[i] * (double)y[i] : 0;
        }
        cr_assert_lt(fabs((double)blas_dot(n, x, y) - dot), 20 * (double)REAL_EPSILON);
        blas_add(n, 3, x, sum);
        for (size_t i = 0; i <= MOST; i++)
            cr_assert_leq(fabs((double)(sum[i] - y[i] - (i < n ? 3 * x[i] : 0))), 8 * (double)REAL_EPSILON);
        real last = x[n], first = x[0];
        blas_scale(n, (real)-0.25, x);
        cr_assert_eq(x[n], last, "what lies behind is not touched");
        cr_assert(n == 0 || x[0] == first * (real)-0.25);
    }
}

Test(blas, scaling_by_zero_does_not_hide_what_is_no_number)
{
    real x[] = {(real)NAN, (real)INFINITY, 5};
    blas_scale(3, 0, x);
    cr_assert(isnan(x[0]) && isnan(x[1]) && x[2] == 0);
}

static void assert_norm(size_t n, const real *x, double wanted)
{
    double norm = (double)blas_norm(n, x);
    cr_assert_leq(fabs(norm / wanted - 1), 4 * (double)REAL_EPSILON, "%.17g, wanted %.17g", norm, wanted);
}

Test(blas, a_norm_is_the_root_of_the_squares)
{
    real x[] = {3, -4, 12};
    assert_norm(2, x, 5);
    assert_norm(3, x, 13);
    cr_assert_eq(blas_norm(1, x + 1), 4);
    cr_assert_eq(blas_norm(0, x), 0);
    real zeros[100] = {0};
    cr_assert_eq(blas_norm(100, zeros), 0);
}

Test(blas, a_norm_neither_overflows_nor_underflows)
{
#ifdef BACKPASS_SINGLE
    const real sizes[] = {1e-44f, 1e-40f, 1e-30f, 1e-20f, 1e-10f, 1, 1e10f, 1e20f, 1e30f, 3e37f};
#else
    const real sizes[] = {1e-322, 1e-310, 1e-300, 1e-200, 1e-161, 1e-158, 1e-154, 1e-140,
                          1,      1e140,  1e150,  1e154,  1e200,  1e300,  3e307};
#endif
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        real x[18] = {0};
        x[2] = 3 * sizes[i];
        x[17] = -4 * sizes[i];
        double wanted = 5 * (double)sizes[i], norm = (double)blas_norm(18, x);
        double step = (double)sizes[i] < 1e-30 ? 1e-323 : 0; // the grid of the smallest numbers
#ifdef BACKPASS_SINGLE
        step = (double)sizes[i] < 1e-30 ? 3e-45 : 0;
#endif
        cr_assert_leq(fabs(norm - wanted), 4 * (double)REAL_EPSILON * wanted + step, "%g: %.17g, wanted %.17g",
                      (double)sizes[i], norm, wanted);
    }
}

Test(blas, a_norm_of_large_and_small_is_that_of_the_large)
{
    real x[] = {(real)1e-30, 1, (real)1e-30};
    assert_norm(3, x, 1);
    real y[MOST];
    for (size_t i = 0; i < MOST; i++)
        y[i] = (real)1e-25;
    assert_norm(MOST, y, sqrt(MOST) * (double)(real)1e-25);
}

Test(blas, a_norm_shows_what_is_not_finite)
{
    real with_infinity[] = {1, (real)-INFINITY, 2}, with_nan[] = {1, (real)NAN, 2};
    real both[] = {(real)INFINITY, (real)NAN};
    real large_and_nan[] = {(real)3e38, (real)NAN, (real)3e38};
    cr_assert_eq(blas_norm(3, with_infinity), (real)INFINITY);
    cr_assert(isnan(blas_norm(3, with_nan)));
    cr_assert(isnan(blas_norm(2, both)));
    cr_assert(isnan(blas_norm(3, large_and_nan)));
}

Test(blas, threads_change_no_small_product)
{
    Rng rng = rng_stream(1, "threads", 0);
    real a[ROOM], one[ROOM], two[ROOM];
    fill(a, ROOM, &rng);
    blas_threads(1);
    blas_multiply(false, false, MOST, MOST, MOST, 1, a, MOST, a, MOST, 0, one, MOST);
    blas_threads(2);
    blas_multiply(false, false, MOST, MOST, MOST, 1, a, MOST, a, MOST, 0, two, MOST);
    blas_threads(1);
    for (size_t i = 0; i < MOST * MOST; i++)
        cr_assert_eq(one[i], two[i]);
}
