#include "engine/math/spectra.h"

#include <math.h>
#include <string.h>

#include "engine/math/lift.h"

/* LAPACK takes 38 µs for the values of a 32×32 matrix: half of it for a bidiagonal by products too short for vectors, half for
 * all values where a picture shows four. Eight matrices side by side take 5 µs each (AVX-512). */
typedef double Lane __attribute__((vector_size(SPECTRA_LANES * sizeof(double)), aligned(sizeof(double)), may_alias));
typedef long long Mask __attribute__((vector_size(SPECTRA_LANES * sizeof(double))));

#if defined __clang__
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 4")
#endif
enum { TOGETHER = 4 }; // values that are looked for at once: a division is slow, but four overlap

size_t spectra_room(size_t n)
{
    return 4 * n * SPECTRA_LANES;
}

/* What is shorter is 0: its square would be no number that can be divided by. */
#define NOTHING 1e-100

/* v becomes the reflector that turns x (count long, one every `stride`) into (end, 0, 0 …): I − factor·v·vᵀ. Lanes in which x
 * is 0 already reflect nothing. */
WITHIN void reflector(size_t count, const Lane *x, size_t stride, Lane *v, Lane *factor, Lane *end)
{
    Lane sum = {0};
    for (size_t i = 0; i < count; i++) {
        v[i] = x[i * stride];
        sum += v[i] * v[i];
    }
    for (size_t l = 0; l < SPECTRA_LANES; l++) {
        const double length = sqrt(sum[l]), first = v[0][l], to = first < 0 ? length : -length;
        (*end)[l] = to;
        v[0][l] = first - to;
        (*factor)[l] = length > NOTHING ? 1 / (length * (length + fabs(first))) : 0;
    }
}

/* row ← row − by·v */
WITHIN void take_off(size_t count, const Lane *by, const Lane *v, Lane *row)
{
    const Lane factor = *by;
    for (size_t j = 0; j < count; j++)
        row[j] -= factor * v[j];
}

/* row ← row·(I − factor·v·vᵀ) */
WITHIN void reflect(size_t count, const Lane *factor, const Lane *v, Lane *row)
{
    Lane even = {0}, odd = {0};
    for (size_t j = 0; j + 2 <= count; j += 2) {
        even += row[j] * v[j];
        odd += row[j + 1] * v[j + 1];
    }
    if (count % 2)
        even += row[count - 1] * v[count - 1];
    const Lane by = *factor * (even + odd);
    take_off(count, &by, v, row);
}

/* Step k from the left: the reflector (column) and what it takes off each column right of k (sums). */
WITHIN void from_left(size_t n, size_t k, const Lane *a, Lane *column, Lane *sums, Lane *diagonal)
{
    Lane factor;
    reflector(n - k, a + k * n + k, n, column, &factor, diagonal);
    for (size_t j = k + 1; j < n; j++)
        sums[j] = (Lane){0};
    for (size_t i = k; i < n; i++) {
        const Lane less = -column[i - k];
        take_off(n - k - 1, &less, a + i * n + k + 1, sums + k + 1);
    }
    for (size_t j = k + 1; j < n; j++)
        sums[j] *= factor;
}

/* The squares of the bidiagonal: q (n), e (n, the last 0). Every row is read twice a step: once for the sums of the columns,
 * once to be reflected from both sides while it is at hand. */
LIFTED static void bidiagonal(size_t n, double *matrices, double *q_out, double *e_out, double *work)
{
    Lane *a = (Lane *)matrices, *q = (Lane *)q_out, *e = (Lane *)e_out, *column = (Lane *)work, *sums = column + n;
    for (size_t k = 0; k < n; k++) {
        Lane diagonal, beside = {0}, factor, *row = a + k * n + k + 1;
        const size_t rest = n - k - 1;
        from_left(n, k, a, column, sums, &diagonal);
        q[k] = diagonal * diagonal;
        if (rest > 0) {
            take_off(rest, &column[0], sums + k + 1, row);
            reflector(rest, row, 1, row, &factor, &beside);
        }
        e[k] = beside * beside;
        for (size_t i = k + 1; i < n && rest > 0; i++) {
            Lane *other = a + i * n + k + 1;
            take_off(rest, &column[i - k], sums + k + 1, other);
            reflect(rest, &factor, row, other);
        }
    }
}

/* How many squared singular values lie below x: the negative pivots of BᵀB − x = L·D·Lᵀ. */
WITHIN void count_below(size_t n, const Lane *q, const Lane *e, const Lane *x, Mask *below)
{
    const Mask nudge = (Mask)((Lane){0} + 1e-149);
    Lane shift[TOGETHER];
    for (size_t c = 0; c < TOGETHER; c++) {
        shift[c] = -x[c];
        below[c] = (Mask){0};
    }
    for (size_t i = 0; i < n; i++)
        UNROLLED for (size_t c = 0; c < TOGETHER; c++) {
            const Lane pivot = q[i] + shift[c];
            const Mask none = pivot * pivot < 1e-300; // a pivot of 0 is a little below
            const Lane safe = pivot - (Lane)(none & nudge);
            below[c] -= safe < 0;
            shift[c] = shift[c] / safe * e[i] - x[c];
        }
}

/* Bisection of the bits of squares between low and high: positive numbers are ordered as their bits are, so that each round
 * halves the powers of two first and then the digits. After 59 no bit between 2⁻¹²⁰·high and high is open. */
LIFTED static void bisect(size_t n, const double *q_in, const double *e_in, const size_t *which, double *square)
{
    const Lane *q = (const Lane *)q_in, *e = (const Lane *)e_in;
    Lane whole = {0}, middle[TOGETHER];
    Mask low[TOGETHER], high[TOGETHER], below[TOGETHER];
    for (size_t i = 0; i < n; i++)
        whole += q[i] + e[i];
    whole = whole * (1 + 1e-10) + 1e-250;
    for (size_t c = 0; c < TOGETHER; c++) {
        high[c] = (Mask)whole;
        low[c] = (Mask)(whole * 0x1p-120);
    }
    for (int round = 0; round < 59; round++) {
        for (size_t c = 0; c < TOGETHER; c++)
            middle[c] = (Lane)(low[c] + ((high[c] - low[c]) >> 1));
        count_below(n, q, e, middle, below);
        for (size_t c = 0; c < TOGETHER; c++) {
            const Mask over = below[c] > (long long)(n - 1 - which[c]); // the value lies below the middle
            high[c] = ((Mask)middle[c] & over) | (high[c] & ~over);
            low[c] = (low[c] & over) | ((Mask)middle[c] & ~over);
        }
    }
    for (size_t c = 0; c < TOGETHER; c++) {
        const Mask known = (Lane)high[c] > whole * 0x1.01p-120;
        const Lane found = (Lane)(high[c] & known);
        memcpy(square + c * SPECTRA_LANES, &found, sizeof found);
    }
}

void spectra_values(size_t n, double *a, const size_t *which, size_t count, double *s, double *work)
{
    double *q = work, *e = work + n * SPECTRA_LANES, square[TOGETHER * SPECTRA_LANES];
    if (n == 0)
        return;
    bidiagonal(n, a, q, e, e + n * SPECTRA_LANES);
    for (size_t c = 0; c < count; c += TOGETHER) {
        size_t some[TOGETHER];
        for (size_t i = 0; i < TOGETHER; i++)
            some[i] = which[c + i < count ? c + i : count - 1];
        bisect(n, q, e, some, square);
        for (size_t i = 0; i < TOGETHER && c + i < count; i++)
            for (size_t l = 0; l < SPECTRA_LANES; l++)
                s[(c + i) * SPECTRA_LANES + l] = sqrt(square[i * SPECTRA_LANES + l]);
    }
}
