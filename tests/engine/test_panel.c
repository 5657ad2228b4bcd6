/* The product from panels beside three loops, for every size that leaves a tail. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/math/panel.h"
#include "engine/math/random.h"
#include "tests/engine/within.h"

typedef struct Product {
    size_t m, n, k, lda, ldc;
    real *a, *b, *turned, *c, *panels;
} Product;

static real *drawn(size_t count, Rng *rng)
{
    real *numbers = memory_new(count, sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        numbers[i] = (real)rng_between(rng, -1, 1);
    return numbers;
}

static Product product_new(size_t m, size_t n, size_t k, Rng *rng)
{
    Product p = {.m = m, .n = n, .k = k, .lda = k + 3, .ldc = n + 5};
    p.a = drawn(m * p.lda + 1, rng);
    p.b = drawn(k * n + 1, rng);
    p.turned = memory_new(k * n + 1, sizeof *p.turned);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < n; j++)
            p.turned[j * k + i] = p.b[i * n + j];
    p.c = drawn(m * p.ldc + 1, rng);
    p.panels = memory_new(panel_room(k, n), sizeof *p.panels);
    return p;
}

static void product_free(Product *p)
{
    real *const arrays[] = {p->a, p->b, p->turned, p->c, p->panels};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        free(arrays[i]);
}

/* C as it should be, of one number; sum and size of its terms. */
static double right(const Product *p, const real *before, size_t i, size_t j, double *size)
{
    double sum = (double)before[i * p->ldc + j];
    *size = fabs(sum);
    for (size_t l = 0; l < p->k; l++) {
        const double term = (double)p->a[i * p->lda + l] * (double)p->b[l * p->n + j];
        sum += term;
        *size += fabs(term);
    }
    return sum;
}

static void check(Product *p)
{
    const size_t bytes = (p->m * p->ldc + 1) * sizeof *p->c;
    real *before = memcpy(memory_new(bytes, 1), p->c, bytes), *first = memory_new(bytes, 1);
    for (int turned = 0; turned < 2; turned++) {
        memcpy(p->c, before, bytes);
        panel_pack(turned == 1, p->k, p->n, turned == 1 ? p->turned : p->b, turned == 1 ? p->k : p->n, p->panels);
        panel_multiply(p->m, p->n, p->k, p->a, p->lda, p->panels, p->c, p->ldc);
        cr_assert(turned == 0 || memcmp(first, p->c, bytes) == 0, "turned or not, the panels are the same");
        memcpy(first, p->c, bytes);
    }
    for (size_t i = 0; i < p->m; i++)
        for (size_t j = 0; j < p->ldc; j++) {
            double size;
            if (j >= p->n)
                cr_assert(p->c[i * p->ldc + j] == before[i * p->ldc + j], "nothing is written beside C");
            else
                cr_assert_leq(fabs((double)p->c[i * p->ldc + j] - right(p, before, i, j, &size)),
                              within(1e-14, 1e-5) * size, "%zu×%zu×%zu at %zu,%zu", p->m, p->n, p->k, i, j);
        }
    free(before);
    free(first);
}

Test(panel, agrees_with_three_loops_at_every_tail)
{
    static const size_t ROWS[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 16, 17}, DEPTHS[] = {0, 1, 2, 7, 33};
    Rng rng = rng_stream(1, "panel", 0);
    for (size_t m = 0; m < sizeof ROWS / sizeof *ROWS; m++)
        for (size_t n = 0; n <= 70; n++)
            for (size_t k = 0; k < sizeof DEPTHS / sizeof *DEPTHS; k++) {
                Product p = product_new(ROWS[m], n, DEPTHS[k], &rng);
                check(&p);
                product_free(&p);
            }
}

Test(panel, agrees_where_k_is_taken_in_pieces)
{
    Rng rng = rng_stream(2, "panel", 0);
    for (size_t k = 255; k <= 520; k += 53) {
        Product p = product_new(9, 2 * PANEL_WIDTH + 3, k, &rng);
        check(&p);
        product_free(&p);
    }
}

/* What is not a number stays in its row and column. */
Test(panel, nan_and_infinity_go_where_they_belong)
{
    Rng rng = rng_stream(4, "panel", 0);
    Product p = product_new(5, 21, 6, &rng);
    p.a[2 * p.lda + 3] = NAN;
    p.b[4 * p.n + 20] = INFINITY;
    panel_pack(false, p.k, p.n, p.b, p.n, p.panels);
    panel_multiply(p.m, p.n, p.k, p.a, p.lda, p.panels, p.c, p.ldc);
    for (size_t i = 0; i < p.m; i++)
        for (size_t j = 0; j < p.n; j++)
            cr_assert(i == 2 ? isnan(p.c[i * p.ldc + j]) : j == 20 ? isinf(p.c[i * p.ldc + j]) : isfinite(p.c[i * p.ldc + j]));
    product_free(&p);
}

Test(panel, the_outer_product_agrees_with_three_loops_at_every_tail)
{
    static const size_t WIDTHS[] = {1, 3, 8, 9, 17, 40}, DEPTHS[] = {0, 1, 5, 256, 300};
    Rng rng = rng_stream(5, "panel", 0);
    for (size_t m = 0; m < sizeof WIDTHS / sizeof *WIDTHS; m++)
        for (size_t n = 0; n <= 70; n += 1 + n / 20)
            for (size_t d = 0; d < sizeof DEPTHS / sizeof *DEPTHS; d++) {
                const size_t rows = WIDTHS[m], k = DEPTHS[d], lda = rows + 2, ldb = n + 3, ldc = n + 1;
                real *a = drawn(k * lda + 1, &rng), *b = drawn(k * ldb + 1, &rng), *c = drawn(rows * ldc, &rng);
                real *before = memcpy(memory_new(rows * ldc, sizeof *c), c, rows * ldc * sizeof *c);
                panel_outer(rows, n, k, a, lda, b, ldb, c, ldc);
                for (size_t i = 0; i < rows; i++) {
                    for (size_t j = 0; j < n; j++) {
                        double sum = (double)before[i * ldc + j], size = fabs(sum);
                        for (size_t l = 0; l < k; l++) {
                            sum += (double)a[l * lda + i] * (double)b[l * ldb + j];
                            size += fabs((double)a[l * lda + i] * (double)b[l * ldb + j]);
                        }
                        cr_assert_leq(fabs((double)c[i * ldc + j] - sum), within(1e-14, 1e-5) * size, "%zu×%zu×%zu",
                                      rows, n, k);
                    }
                    cr_assert(c[i * ldc + n] == before[i * ldc + n], "nothing is written beside C");
                }
                free(a), free(b), free(c), free(before);
            }
}
