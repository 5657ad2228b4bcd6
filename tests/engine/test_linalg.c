#include "engine/math/linalg.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"

static const double EPSILON = (double)REAL_EPSILON;

static void assert_close(double value, double wanted, double tolerance, const char *what)
{
    cr_assert_leq(fabs(value - wanted), tolerance, "%s is %.17g, wanted %.17g", what, value, wanted);
}

static real *random_matrix(size_t count, uint64_t seed)
{
    Rng rng = rng_stream(seed, "matrix", 0);
    real *a = memory_new(count, sizeof *a);
    for (size_t i = 0; i < count; i++)
        a[i] = (real)rng_normal(&rng);
    return a;
}

Test(linalg, equations_with_a_positive_matrix_are_solved)
{
    enum { N = 7, ROWS = 2 };
    Error error = {0};
    Rng rng = rng_stream(5, "equations", 0);
    double factor[N * N], a[N * N] = {0}, x[ROWS * N], b[ROWS * N] = {0};
    for (size_t i = 0; i < N * N; i++)
        factor[i] = rng_normal(&rng);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++)
            for (size_t k = 0; k < N; k++)
                a[i * N + j] += factor[i * N + k] * factor[j * N + k] + (i == j);
    for (size_t i = 0; i < ROWS * N; i++)
        x[i] = rng_normal(&rng);
    for (size_t r = 0; r < ROWS; r++)
        for (size_t i = 0; i < N; i++)
            for (size_t j = 0; j < N; j++)
                b[r * N + i] += a[i * N + j] * x[r * N + j];
    for (size_t i = 1; i < N; i++)
        for (size_t j = 0; j < i; j++)
            a[i * N + j] = NAN; // the lower half is not read
    cr_assert(linalg_solve_positive(N, ROWS, a, b, &error), "%s", error.message);
    for (size_t i = 0; i < ROWS * N; i++)
        assert_close(b[i], x[i], 1e-10, "a solution");
    double saddle[] = {1, 2, 0, 1}, right[] = {1, 1};
    cr_assert(!linalg_solve_positive(2, 1, saddle, right, &error) && error.kind == ERR_NUMBER);
    cr_assert(linalg_solve_positive(0, 3, NULL, NULL, &error) && linalg_solve_positive(2, 0, saddle, NULL, &error));
}

Test(linalg, singular_values_of_known_matrices)
{
    Error error = {0};
    real square[] = {3, 0, 4, 5}, wide[] = {0, 2, 0, -3, 0, 0}, tall[] = {0, -3, 2, 0, 0, 0}, s[2];
    cr_assert(linalg_singular_values(2, 2, square, s, &error));
    assert_close((double)s[0], sqrt(45), 20 * EPSILON, "σ1");
    assert_close((double)s[1], sqrt(5), 20 * EPSILON, "σ2");
    cr_assert(linalg_singular_values(2, 3, wide, s, &error));
    assert_close((double)s[0], 3, 20 * EPSILON, "σ1");
    assert_close((double)s[1], 2, 20 * EPSILON, "σ2");
    cr_assert(linalg_singular_values(3, 2, tall, s, &error));
    assert_close((double)s[0], 3, 20 * EPSILON, "σ1");
    assert_close((double)s[1], 2, 20 * EPSILON, "σ2");
    cr_assert(linalg_singular_values(1, 1, (real[]){-7}, s, &error));
    cr_assert_eq(s[0], 7);
}

Test(linalg, singular_values_fall_and_their_squares_add_up)
{
    static const size_t sizes[][2] = {{1, 9}, {9, 1}, {7, 13}, {13, 7}, {31, 31}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t m = sizes[i][0], n = sizes[i][1];
        Error error = {0};
        real *a = random_matrix(m * n, i), s[31];
        double squares = 0, frobenius = 0;
        cr_assert(linalg_singular_values(m, n, a, s, &error));
        for (size_t j = 0; j < (m < n ? m : n); j++) {
            cr_assert(j == 0 || s[j] <= s[j - 1]);
            cr_assert_geq(s[j], 0);
            squares += (double)s[j] * (double)s[j];
        }
        for (size_t j = 0; j < m * n; j++)
            frobenius += (double)a[j] * (double)a[j];
        assert_close(squares / frobenius, 1, 50 * EPSILON, "Σσ² / ‖A‖²");
        free(a);
    }
}

Test(linalg, singular_values_keep_the_tiny_beside_the_large)
{
    Error error = {0};
    real a[9] = {1, 0, 0, 0, (real)1e-6, 0, 0, 0, 0}, s[3];
    cr_assert(linalg_singular_values(3, 3, a, s, &error));
    assert_close((double)s[1], (double)(real)1e-6, 1e-15 + 1e-6 * EPSILON, "σ2");
    cr_assert_eq(s[2], 0);
    real tiny[4] = {(real)3e-30, 0, 0, (real)1e-30};
    cr_assert(linalg_singular_values(2, 2, tiny, s, &error));
    assert_close((double)s[0] / 3e-30, 1, 20 * EPSILON, "relative σ1");
}

static void assert_top(size_t m, size_t n, const real *a)
{
    Error error = {0};
    real sigma, u[40], v[40];
    double u_length = 0, v_length = 0, largest = 0;
    cr_assert(linalg_singular_top(m, n, a, &sigma, u, v, &error), "%s", error.message);
    for (size_t j = 0; j < n; j++)
        v_length += (double)v[j] * (double)v[j];
    for (size_t i = 0; i < m; i++) {
        double row = 0;
        for (size_t j = 0; j < n; j++)
            row += (double)a[i * n + j] * (double)v[j];
        assert_close(row, (double)sigma * (double)u[i], 60 * EPSILON * ((double)sigma + EPSILON), "A v - σ u");
        u_length += (double)u[i] * (double)u[i];
        largest = fabs((double)u[i]) > fabs(largest) ? (double)u[i] : largest;
    }
    assert_close(u_length, 1, 20 * EPSILON, "‖u‖");
    assert_close(v_length, 1, 20 * EPSILON, "‖v‖");
    cr_assert_gt(largest, 0, "the largest element of u is positive");
}

Test(linalg, the_top_singular_vectors_belong_to_the_top_value)
{
    static const size_t sizes[][2] = {{1, 1}, {1, 7}, {7, 1}, {5, 3}, {3, 5}, {11, 11}, {40, 17}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t m = sizes[i][0], n = sizes[i][1], count = m < n ? m : n;
        Error error = {0};
        real *a = random_matrix(m * n, i), s[40], sigma, u[40], v[40];
        assert_top(m, n, a);
        cr_assert(linalg_singular_values(m, n, a, s, &error));
        cr_assert(linalg_singular_top(m, n, a, &sigma, u, v, &error));
        assert_close((double)sigma / (double)s[0], 1, 20 * EPSILON, "σ by both ways");
        cr_assert_gt(count, 0);
        free(a);
    }
}

Test(linalg, the_top_of_nothing_but_zeros_is_zero)
{
    real zeros[6] = {0};
    assert_top(2, 3, zeros);
}

Test(linalg, eigenvalues_of_a_rotation_are_a_pair)
{
    Error error = {0};
    real angle = (real)0.3, a[] = {(real)cos(0.3), (real)-sin(0.3), (real)sin(0.3), (real)cos(0.3)}, re[2], im[2];
    cr_assert(linalg_eigenvalues(2, a, re, im, &error));
    for (int i = 0; i < 2; i++) {
        assert_close((double)re[i], cos((double)angle), 20 * EPSILON, "real part");
        assert_close((double)im[i], i == 0 ? sin((double)angle) : -sin((double)angle), 20 * EPSILON, "imaginary part");
    }
}

Test(linalg, eigenvalues_come_by_decreasing_modulus)
{
    Error error = {0};
    // triangular: the diagonal; then the companion matrix of (x - 1)(x - 2)(x + 3)
    real triangular[] = {1, 5, 7, 0, -4, 9, 0, 0, 2}, companion[] = {0, 7, -6, 1, 0, 0, 0, 1, 0}, re[3], im[3];
    static const double diagonal[] = {-4, 2, 1}, roots[] = {-3, 2, 1};
    cr_assert(linalg_eigenvalues(3, triangular, re, im, &error));
    for (size_t i = 0; i < 3; i++)
        assert_close((double)re[i], diagonal[i], 50 * EPSILON, "eigenvalue");
    cr_assert(linalg_eigenvalues(3, companion, re, im, &error));
    for (size_t i = 0; i < 3; i++) {
        assert_close((double)re[i], roots[i], 100 * EPSILON, "root");
        assert_close((double)im[i], 0, 100 * EPSILON, "imaginary part");
    }
}

Test(linalg, of_equal_moduli_the_larger_eigenvalue_comes_first)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        Error error = {0};
        real a[] = {(real)(2 * sign), 0, 0, (real)(-2 * sign)}, re[2], im[2];
        cr_assert(linalg_eigenvalues(2, a, re, im, &error));
        cr_assert(re[0] == 2 && re[1] == -2, "%g, %g", (double)re[0], (double)re[1]);
    }
}

Test(linalg, eigenvalues_add_up_to_the_trace_and_come_in_pairs)
{
    static const size_t sizes[] = {1, 2, 3, 11, 31};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i];
        Error error = {0};
        real *a = random_matrix(n * n, 10 + i), re[31], im[31];
        double trace = 0, sum = 0;
        cr_assert(linalg_eigenvalues(n, a, re, im, &error));
        for (size_t j = 0; j < n; j++) {
            trace += (double)a[j * n + j];
            sum += (double)re[j];
            double modulus = hypot((double)re[j], (double)im[j]);
            cr_assert(j == 0 || modulus <= hypot((double)re[j - 1], (double)im[j - 1]) * (1 + EPSILON));
            if (im[j] > 0)
                cr_assert(j + 1 < n && re[j + 1] == re[j] && im[j + 1] == -im[j], "the conjugate follows");
        }
        assert_close(sum, trace, 200 * EPSILON * (double)n, "Σλ");
        free(a);
    }
}

Test(linalg, what_is_not_finite_is_refused_with_its_place)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 3; i++) {
        real a[6] = {1, 2, 3, 4, 5, (real)bad[i]}, s[2], sigma, u[3], v[3], re[2], im[2];
        Error values = {0}, top = {0}, eigen = {0};
        cr_assert_not(linalg_singular_values(2, 3, a, s, &values));
        cr_assert_eq(values.kind, ERR_NUMBER);
        cr_assert_str_eq(values.message, "row 2, column 3 of the matrix is not a finite number");
        cr_assert_not(linalg_singular_top(3, 2, a, &sigma, u, v, &top));
        cr_assert_eq(top.kind, ERR_NUMBER);
        a[1] = (real)bad[i];
        cr_assert_not(linalg_eigenvalues(2, a, re, im, &eigen));
        cr_assert_eq(eigen.kind, ERR_NUMBER);
    }
}

Test(linalg, nothing_has_no_values)
{
    Error error = {0};
    real sigma = 5;
    cr_assert(linalg_singular_values(0, 5, NULL, NULL, &error));
    cr_assert(linalg_singular_values(5, 0, NULL, NULL, &error));
    cr_assert(linalg_eigenvalues(0, NULL, NULL, NULL, &error));
    cr_assert_eq(error.kind, ERR_NONE);
    cr_assert_not(linalg_singular_top(0, 3, NULL, &sigma, NULL, NULL, &error));
    cr_assert_eq(error.kind, ERR_SHAPE);
}

Test(linalg, what_is_too_large_is_refused_before_it_is_read)
{
    Error values = {0}, eigen = {0};
    cr_assert_not(linalg_singular_values(1, 16385, NULL, NULL, &values));
    cr_assert_eq(values.kind, ERR_LIMIT);
    cr_assert_not(linalg_eigenvalues((size_t)1 << 40, NULL, NULL, NULL, &eigen));
    cr_assert_eq(eigen.kind, ERR_LIMIT);
}

Test(linalg, huge_elements_are_no_danger)
{
    Error error = {0};
#ifdef BACKPASS_SINGLE
    real huge = 3e38f, s[2];
#else
    real huge = 1e308, s[2];
#endif
    real fits[] = {huge, 0, 0, huge / 2}, too_large[] = {huge, huge, huge, huge};
    cr_assert(linalg_singular_values(2, 2, fits, s, &error), "%s", error.message);
    assert_close((double)s[0] / (double)huge, 1, 20 * EPSILON, "relative σ");
    cr_assert_not(linalg_singular_values(2, 2, too_large, s, &error), "σ = 2·%g is no number", (double)huge);
    cr_assert_eq(error.kind, ERR_NUMBER);
}

/* Whether the rows (or columns) of a are orthonormal. */
static void assert_orthonormal(size_t rows, size_t cols, const real *a)
{
    size_t few = rows < cols ? rows : cols, many = rows < cols ? cols : rows;
    size_t across = rows < cols ? cols : 1, along = rows < cols ? 1 : cols;
    for (size_t i = 0; i < few; i++)
        for (size_t j = 0; j <= i; j++) {
            double dot = 0;
            for (size_t l = 0; l < many; l++)
                dot += (double)a[i * across + l * along] * (double)a[j * across + l * along];
            assert_close(dot, i == j ? 1 : 0, 20 * EPSILON, "dot product");
        }
}

Test(linalg, orthogonal_matrices_are_orthogonal)
{
    static const size_t sizes[][2] = {{1, 1}, {1, 5}, {5, 1}, {2, 2}, {7, 7}, {13, 5}, {5, 13}, {64, 64}, {101, 3}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t rows = sizes[i][0], cols = sizes[i][1];
        Rng rng = rng_stream(i, "orthogonal", 0);
        real *a = memory_new(rows * cols, sizeof *a);
        linalg_orthogonal(rows, cols, a, &rng);
        assert_orthonormal(rows, cols, a);
        free(a);
    }
}

Test(linalg, orthogonal_matrices_depend_on_the_stream_alone)
{
    Rng first = rng_stream(1, "x", 0), again = first, other = rng_stream(2, "x", 0);
    real a[25], b[25], c[25];
    linalg_orthogonal(5, 5, a, &first);
    linalg_orthogonal(5, 5, b, &again);
    linalg_orthogonal(5, 5, c, &other);
    for (size_t i = 0; i < 25; i++)
        cr_assert(a[i] == b[i] && a[i] != c[i]);
    linalg_orthogonal(0, 5, NULL, &first);
    linalg_orthogonal(5, 0, NULL, &first);
    cr_assert_eq(rng_next(&first), rng_next(&again), "nothing is drawn for nothing");
}

/* Over the whole group the trace has mean 0 and mean square 1 (Diaconis & Shahshahani 1994), and half are reflections;
 * the Q of a QR without the signs of R divided out has a trace far below 0 and one determinant only. */
Test(linalg, orthogonal_matrices_are_spread_evenly)
{
    enum { N = 2000 };
    Rng rng = rng_stream(1, "haar", 0);
    double mean = 0, square = 0, reflections = 0;
    for (size_t i = 0; i < N; i++) {
        real a[9];
        linalg_orthogonal(3, 3, a, &rng);
        double trace = (double)a[0] + (double)a[4] + (double)a[8];
        double determinant = (double)(a[0] * (a[4] * a[8] - a[5] * a[7]) - a[1] * (a[3] * a[8] - a[5] * a[6]) +
                                      a[2] * (a[3] * a[7] - a[4] * a[6]));
        mean += trace / N;
        square += trace * trace / N;
        reflections += determinant < 0 ? 1.0 / N : 0;
    }
    assert_close(mean, 0, 0.11, "mean trace"); // 5 standard errors
    assert_close(square, 1, 0.2, "mean squared trace");
    assert_close(reflections, 0.5, 0.056, "share of reflections");
}
