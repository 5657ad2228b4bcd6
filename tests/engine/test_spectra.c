#include "engine/math/spectra.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "engine/math/linalg.h"
#include "engine/math/random.h"

/* Eight matrices of all sorts: full, graded, of rank one, zero, diagonal, of one number everywhere, orthogonal, tiny. */
static void fill(size_t n, double *a, Rng *rng)
{
    real *turn = calloc(n * n + 1, sizeof *turn);
    linalg_orthogonal(n, n, turn, rng);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double *at = a + (i * n + j) * SPECTRA_LANES;
            const double any = 2 * rng_uniform(rng) - 1;
            at[0] = any;
            at[1] = any * pow(0.4, (double)i);
            at[2] = cos((double)i + 1) * sin((double)j + 2);
            at[3] = 0;
            at[4] = i == j ? 1 / (double)(i + 1) : 0;
            at[5] = 0.5;
            at[6] = (double)turn[i * n + j];
            at[7] = any * 1e-30;
        }
    free(turn);
}

static void agrees(size_t n, const size_t *which, size_t count)
{
    Rng rng = rng_stream(5, "spectra", n);
    const size_t room = n * n * SPECTRA_LANES;
    double *a = calloc(room + 1, sizeof *a), *work = calloc(spectra_room(n) + 1, sizeof *work);
    double *s = calloc(count * SPECTRA_LANES, sizeof *s), *all = calloc(room + 1, sizeof *all);
    real *one = calloc(n * n + 1, sizeof *one), *known = calloc(n + 1, sizeof *known);
    Error error = {0};
    fill(n, a, &rng);
    for (size_t i = 0; i < room; i++)
        all[i] = a[i];
    spectra_values(n, a, which, count, s, work);
    for (size_t l = 0; l < SPECTRA_LANES; l++) {
        for (size_t i = 0; i < n * n; i++)
            one[i] = (real)all[i * SPECTRA_LANES + l];
        cr_assert(linalg_singular_values(n, n, one, known, &error), "%s", error.message);
        const double near = (sizeof(real) == 4 ? 1e-6 : 1e-15) * (double)(n + 10) * (double)known[0];
        for (size_t c = 0; c < count; c++)
            cr_assert_leq(fabs(s[c * SPECTRA_LANES + l] - (double)known[which[c]]), near, "n %zu, matrix %zu, value %zu: %g, not %g",
                          n, l, which[c], s[c * SPECTRA_LANES + l], (double)known[which[c]]);
    }
    free(a), free(work), free(s), free(all), free(one), free(known);
}

Test(spectra, are_those_of_LAPACK_in_every_size)
{
    for (size_t n = 1; n <= 40; n++) {
        size_t which[40];
        for (size_t i = 0; i < n; i++)
            which[i] = i;
        agrees(n, which, n);
    }
}

Test(spectra, come_in_the_order_they_are_asked_for)
{
    agrees(67, (size_t[]){66, 0, 30}, 3);
    agrees(64, (size_t[]){5}, 1);
}

Test(spectra, of_small_values_are_right_in_their_own_digits)
{
    enum { N = 6 };
    double a[N * N * SPECTRA_LANES] = {0}, work[4 * N * SPECTRA_LANES], s[2 * SPECTRA_LANES];
    for (size_t l = 0; l < SPECTRA_LANES; l++)
        for (size_t i = 0; i < N; i++)
            a[(i * N + i) * SPECTRA_LANES + l] = pow(10, -3.0 * (double)i - (double)l / 10);
    spectra_values(N, a, (size_t[]){0, 4}, 2, s, work);
    for (size_t l = 0; l < SPECTRA_LANES; l++) {
        cr_assert_float_eq(s[l] / pow(10, -(double)l / 10), 1, 1e-13);
        cr_assert_float_eq(s[SPECTRA_LANES + l] / pow(10, -12 - (double)l / 10), 1, 1e-12);
    }
}

Test(spectra, of_no_matrix_are_none)
{
    spectra_values(0, NULL, NULL, 0, NULL, NULL);
    cr_assert_eq(spectra_room(0), 0);
}
