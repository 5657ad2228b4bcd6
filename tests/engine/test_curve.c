/* tanh, σ and e^x beside libm's in more digits; the ends of the numbers; the same bits wherever a number stands. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/math/curve.h"
#include "engine/math/random.h"

enum { MANY = 40000, DIGITS = sizeof(real) == sizeof(double) ? 53 : 24 };

/* How far off, in units of the last place of what is right. */
static double ulps(real found, long double right)
{
    int exponent;
    frexpl(right, &exponent);
    return (double)(fabsl((long double)found - right) / ldexpl(1, exponent - DIGITS));
}

static long double right_tanh(long double x)
{
    return tanhl(x);
}

static long double right_sigmoid(long double x)
{
    return 1 / (1 + expl(-x));
}

static void curve_exp_of(size_t rows, size_t width, size_t ld, const real *x, real *y)
{
    (void)ld;
    curve_exp(rows * width, x, y);
}

/* x: everywhere, near 0, and very small, of both signs; for e^x none above 0. */
static void draw(Rng *rng, int kind, bool negative, real *x)
{
    for (size_t i = 0; i < MANY; i++) {
        const double u = rng_between(rng, -1, 1);
        const double z = kind == 0 ? 30 * u : kind == 1 ? 1.5 * u : copysign(pow(10, -25 * fabs(u)), u);
        x[i] = (real)(negative ? -fabs(z) : z);
    }
}

Test(curve, every_value_is_within_three_units_of_its_last_place)
{
    static real x[MANY], y[MANY];
    const struct {
        const char *name;
        void (*curve)(size_t rows, size_t width, size_t ld, const real *x, real *y);
        long double (*right)(long double);
        bool negative;
    } curves[] = {{"tanh", curve_tanh, right_tanh, false},
                  {"sigmoid", curve_sigmoid, right_sigmoid, false},
                  {"exp", curve_exp_of, expl, true}};
    Rng rng = rng_stream(1, "curve", 0);
    for (size_t c = 0; c < 3; c++)
        for (int kind = 0; kind < 3; kind++) {
            draw(&rng, kind, curves[c].negative, x);
            curves[c].curve(1, MANY, MANY, x, y);
            for (size_t i = 0; i < MANY; i++)
                cr_assert_leq(ulps(y[i], curves[c].right(x[i])), 3, "%s(%.17g) is %.17g", curves[c].name, (double)x[i],
                              (double)y[i]);
        }
}

Test(curve, the_ends_are_as_in_libm)
{
    const real x[] = {0, (real)-0.0, INFINITY, -INFINITY, 1000, -1000, (real)1e-30, NAN};
    const real bent[] = {0, (real)-0.0, 1, -1, 1, -1, (real)1e-30}, open[] = {0.5, 0.5, 1, 0, 1, 0, 0.5};
    real y[8];
    curve_tanh(1, 8, 8, x, y);
    for (size_t i = 0; i < 7; i++)
        cr_assert(y[i] == bent[i] && signbit(y[i]) == signbit(bent[i]), "tanh(%g) is %g", (double)x[i], (double)y[i]);
    cr_assert(isnan(y[7]));
    curve_sigmoid(1, 8, 8, x, y);
    for (size_t i = 0; i < 7; i++)
        cr_assert(y[i] == open[i], "sigmoid(%g) is %g", (double)x[i], (double)y[i]);
    cr_assert(isnan(y[7]));
    const real down[] = {0, -INFINITY, -2000, NAN};
    curve_exp(4, down, y);
    cr_assert(y[0] == 1 && y[1] == 0 && y[2] == 0 && isnan(y[3]));
}

/* Below the smallest normal number there are fewer digits, not none. */
Test(curve, fades_out_gradually)
{
    const double tiny = sizeof(real) == sizeof(double) ? -720 : -95;
    const real x = (real)tiny;
    real y;
    curve_sigmoid(1, 1, 1, &x, &y);
    cr_assert(y > 0 && fabs((double)y / exp(tiny) - 1) < 1e-3, "%g", (double)y);
    curve_exp(1, &x, &y);
    cr_assert(y > 0 && fabs((double)y / exp(tiny) - 1) < 1e-3, "%g", (double)y);
}

Test(curve, a_number_gives_the_same_bits_wherever_it_stands)
{
    enum { ROWS = 3, LD = 80 };
    real x[ROWS * LD], y[ROWS * LD], alone;
    Rng rng = rng_stream(2, "curve", 0);
    for (size_t i = 0; i < ROWS * LD; i++)
        x[i] = (real)rng_between(&rng, -6, 6);
    for (size_t width = 0; width <= 70; width++) {
        memset(y, 0, sizeof y);
        curve_tanh(ROWS, width, LD, x, y);
        for (size_t i = 0; i < ROWS * LD; i++) {
            curve_tanh(1, 1, 1, &x[i], &alone);
            cr_assert(i % LD < width ? memcmp(&y[i], &alone, sizeof alone) == 0 : y[i] == 0, "width %zu, %zu", width, i);
        }
        memcpy(y, x, sizeof y);
        curve_sigmoid(ROWS, width, LD, y, y);
        for (size_t i = 0; i < ROWS * LD; i++) {
            curve_sigmoid(1, 1, 1, &x[i], &alone);
            cr_assert(y[i] == (i % LD < width ? alone : x[i]), "in place, width %zu, %zu", width, i);
        }
    }
}
