/* One e^r − 1 carries all three:  x = n·ln 2 + r, |r| ≤ ½ ln 2;  e^r − 1 = r + r²/2! + r³/3! + …;  e^x = 2^n·e^r.
 *
 *   tanh z = ± E/(E + 2),  E = e^{2|z|} − 1 = 2^n(e^r − 1) + (2^n − 1): nothing cancels, however small z is
 *   σ(z)   = 1/(1 + e^{−z}): small values keep all their digits, for nothing cancels
 *
 * n is found by adding 1.5·2^p (p = bits of the fraction): the sum's last bits are n, and shifted to where the exponent
 * stands they are 2^n. Products and sums may be fused. */
#if defined __GNUC__ && !defined __clang__
#pragma GCC optimize("fp-contract=fast")
#else
#pragma STDC FP_CONTRACT ON
#endif
#include "engine/math/curve.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "engine/math/lift.h"

#ifdef BACKPASS_SINGLE
typedef uint32_t Bits;
enum { FRACTION = 23, BIAS = 127, TERMS = 7 };
static const real LN2_HIGH = 0x1.63p-1f, LN2_LOW = -0x1.bd0106p-13f;
static const real TANH_TOP = 20, EXP_BOTTOM = -104; // beyond: tanh is 1, e^x is 0
#else
typedef uint64_t Bits;
enum { FRACTION = 52, BIAS = 1023, TERMS = 13 };
static const real LN2_HIGH = 0x1.62e42feep-1, LN2_LOW = 0x1.a39ef35793c76p-33;
static const real TANH_TOP = 44, EXP_BOTTOM = -746;
#endif
static const real OPEN_BOTTOM = -60; // beyond: 1 + e^x is 1
static const real LOG2_E = (real)1.4426950408889634074, ROUNDER = (real)1.5 * (real)((Bits)1 << FRACTION);

enum { LANES = 64 / sizeof(real) };

WITHIN Bits bits(real x)
{
    Bits b;
    memcpy(&b, &x, sizeof b);
    return b;
}

WITHIN real power_of_2(Bits exponent)
{
    const Bits b = exponent << FRACTION;
    real x;
    memcpy(&x, &b, sizeof x);
    return x;
}

/* r + r²/2! + … : e^r − 1 to the last bit for |r| ≤ ½ ln 2. In pairs, of which each waits for half as many before it. */
WITHIN real series(real r)
{
    static const real COEFFICIENT[] = {(real)(1 / 2.),         (real)(1 / 6.),          (real)(1 / 24.),
                                       (real)(1 / 120.),       (real)(1 / 720.),        (real)(1 / 5040.),
                                       (real)(1 / 40320.),     (real)(1 / 362880.),     (real)(1 / 3628800.),
                                       (real)(1 / 39916800.),  (real)(1 / 479001600.),  (real)(1 / 6227020800.)};
    const real square = r * r;
    real sum = COEFFICIENT[TERMS - 3] + COEFFICIENT[TERMS - 2] * r;
    for (int i = TERMS - 5; i >= 0; i -= 2)
        sum = sum * square + (COEFFICIENT[i] + COEFFICIENT[i + 1] * r);
    return r + square * sum;
}

/* x = n·ln 2 + r: e^r − 1 returned, n as a whole number written. */
WITHIN real reduce(real x, Bits *n)
{
    const real shifted = x * LOG2_E + ROUNDER, whole = shifted - ROUNDER;
    *n = bits(shifted) - bits(ROUNDER);
    return series((x - whole * LN2_HIGH) - whole * LN2_LOW);
}

WITHIN real bend(real z)
{
    const real twice = 2 * (real)fabs(z), x = twice > TANH_TOP ? TANH_TOP : twice; // NaN stays
    Bits n;
    const real grown = reduce(x, &n), power = power_of_2(n + BIAS), E = power * grown + (power - 1);
    return (real)copysign(E / (E + 2), z);
}

/* e^x, x ≤ 0; in two factors, so that what lies below the normal numbers is right too. */
WITHIN real decay(real given)
{
    const real x = given < EXP_BOTTOM ? EXP_BOTTOM : given;
    Bits n;
    const real grown = reduce(x, &n);
    const Bits both = n + 2 * BIAS, half = both >> 1;
    return (1 + grown) * power_of_2(half) * power_of_2(both - half);
}

/* Numerator and denominator are scaled alike: the denominator never overflows, and what lies below the normal numbers fades out. */
WITHIN real open(real z)
{
    const real low = -z < OPEN_BOTTOM ? OPEN_BOTTOM : -z, x = low > -EXP_BOTTOM ? -EXP_BOTTOM : low;
    Bits n;
    const real grown = reduce(x, &n), unit = power_of_2(BIAS - FRACTION - 1);
    return unit / (unit + (1 + grown) * power_of_2(n + BIAS - FRACTION - 1));
}

typedef enum Curve { TANH, SIGMOID, EXP } Curve;

/* As many numbers as the widest vectors hold. */
WITHIN void lanes(Curve curve, const real *x, real *y)
{
    ANY_ORDER
    for (int i = 0; i < LANES; i++)
        y[i] = curve == TANH ? bend(x[i]) : curve == SIGMOID ? open(x[i]) : decay(x[i]);
}

/* Fewer than a vector holds: in one filled up with zeros. */
WITHIN void few(Curve curve, size_t n, const real *x, real *y)
{
    real all[LANES] = {0};
    for (size_t i = 0; i < n; i++)
        all[i] = x[i];
    lanes(curve, all, all);
    for (size_t i = 0; i < n; i++)
        y[i] = all[i];
}

/* What is left over at the end is bent together with what stands before it, from x before any of it is overwritten: whole
 * vectors alone are read and written (a step of an LSTM of 40 units takes a fifth less). */
WITHIN void row_of(Curve curve, size_t n, const real *x, real *y)
{
    real last[LANES];
    if (n < LANES) {
        few(curve, n, x, y);
        return;
    }
    if (n % LANES != 0)
        lanes(curve, x + n - LANES, last);
    for (size_t i = 0; i + LANES <= n; i += LANES)
        lanes(curve, x + i, y + i);
    if (n % LANES != 0)
        memcpy(y + n - LANES, last, sizeof last);
}

LIFTED void curve_tanh(size_t rows, size_t width, size_t ld, const real *x, real *y)
{
    for (size_t row = 0; row < rows; row++)
        row_of(TANH, width, x + row * ld, y + row * ld);
}

LIFTED void curve_sigmoid(size_t rows, size_t width, size_t ld, const real *x, real *y)
{
    for (size_t row = 0; row < rows; row++)
        row_of(SIGMOID, width, x + row * ld, y + row * ld);
}

LIFTED void curve_exp(size_t n, const real *x, real *y)
{
    row_of(EXP, n, x, y);
}
