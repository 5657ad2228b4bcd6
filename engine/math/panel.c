/* C += A·B by tiles: a few rows of C, as wide as a panel, are held in registers while k runs. Every number of the panel that
 * is loaded serves all rows of the tile. Products and sums may be fused. */
#if defined __GNUC__ && !defined __clang__
#pragma GCC optimize("O3", "fp-contract=fast")
#define UNROLLED _Pragma("GCC unroll 8")
#else
#pragma STDC FP_CONTRACT ON
#define UNROLLED
#endif
#include "engine/math/panel.h"

#include <string.h>

#include "engine/math/lift.h"

/* How many rows of a panel are gone through at a time: in a product the tiles of one column read them again and again, 64 KB
 * from the second cache (256 rows, which the first would hold: 6 % slower at W5, for C is loaded and stored twice as often);
 * in an outer product they share the first with the columns of A (512: 7 % slower). */
enum { DEPTH = 512, OUTER_DEPTH = 256, OUTER_FEW = 16 };

size_t panel_room(size_t k, size_t n)
{
    const size_t rest = n % PANEL_WIDTH;
    return k * (n - rest + (rest == 0 ? 0 : rest <= PANEL_HALF ? (size_t)PANEL_HALF : (size_t)PANEL_WIDTH));
}

LIFTED void panel_pack(bool turned, size_t k, size_t n, const real *b, size_t ldb, real *panels)
{
    for (size_t from = 0; from < n; from += PANEL_WIDTH) {
        const size_t columns = n - from < PANEL_WIDTH ? n - from : (size_t)PANEL_WIDTH;
        const size_t width = columns <= PANEL_HALF ? (size_t)PANEL_HALF : (size_t)PANEL_WIDTH;
        if (columns < width)
            memset(panels, 0, k * width * sizeof *panels);
        if (turned)
            for (size_t j = 0; j < columns; j++)
                for (size_t i = 0; i < k; i++)
                    panels[i * width + j] = b[(from + j) * ldb + i];
        else if (columns == PANEL_WIDTH)
            for (size_t i = 0; i < k; i++)
                memcpy(panels + i * width, b + i * ldb + from, PANEL_WIDTH * sizeof *panels);
        else
            for (size_t i = 0; i < k; i++)
                for (size_t j = 0; j < columns; j++)
                    panels[i * width + j] = b[i * ldb + from + j];
        panels += k * width;
    }
}

/* How the terms of a sum are walked: so many, each so many numbers of A and of the panel behind the one before. */
typedef struct Walk {
    size_t terms, a_step, panel_step;
} Walk;

#if defined __x86_64__ && defined __GNUC__ && !defined BACKPASS_PLAIN
#define DISPATCHED

#if !defined BACKPASS_NO_AVX512
#define GENERATION(name) name##_512 // 32 registers
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,fma")))
#define VECTOR 64
#define ROWS 8
#include "engine/math/panel_tile.inc"
#endif

#define GENERATION(name) name##_256 // 16 registers
#define TARGET __attribute__((target("avx2,fma")))
#define VECTOR 32
#define ROWS 3
#include "engine/math/panel_tile.inc"
#endif

#define GENERATION(name) name##_128 // what every processor has
#define TARGET
#define VECTOR 16
#define ROWS 2
#include "engine/math/panel_tile.inc"

/* What a generation has. */
typedef struct Generation {
    void (*multiply)(size_t m, size_t n, size_t k, size_t skip, size_t depth, const real *a, size_t lda,
                     const real *panels, const real *s, size_t lds, real *c, size_t ldc);
    void (*outer)(size_t m, size_t columns, size_t k, const real *a, size_t lda, const real *b, size_t ldb, real *panel,
                  real *c, size_t ldc);
} Generation;

static Generation best(void)
{
#if defined DISPATCHED && !defined BACKPASS_NO_AVX512
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return (Generation){multiply_512, outer_512};
#endif
#ifdef DISPATCHED
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return (Generation){multiply_256, outer_256};
#endif
    return (Generation){multiply_128, outer_128};
}

/* C = S + A·B. */
static void multiply(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *panels, const real *s,
                     size_t lds, real *c, size_t ldc)
{
    const Generation generation = best();
    for (size_t skip = 0; skip < k; skip += DEPTH, s = c, lds = ldc)
        generation.multiply(m, n, k, skip, k - skip < DEPTH ? k - skip : (size_t)DEPTH, a, lda, panels, s, lds, c, ldc);
}

void panel_multiply(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *panels, real *c, size_t ldc)
{
    multiply(m, n, k, a, lda, panels, c, ldc, c, ldc);
}

void panel_multiply_onto(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *panels, const real *row,
                         real *c, size_t ldc)
{
    multiply(m, n, k, a, lda, panels, row, 0, c, ldc);
}

void panel_outer(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b, size_t ldb, real *c, size_t ldc)
{
    const Generation generation = best();
    _Alignas(64) real panel[OUTER_DEPTH * PANEL_WIDTH];
    for (size_t done = 0, depth; done < k; done += depth) {
        depth = k - done < OUTER_DEPTH ? k - done : (size_t)OUTER_DEPTH;
        for (size_t from = 0; from < n; from += PANEL_WIDTH)
            generation.outer(m, n - from < PANEL_WIDTH ? n - from : (size_t)PANEL_WIDTH, depth, a + done * lda, lda,
                             b + done * ldb + from, ldb, panel, c + from, ldc);
    }
}
