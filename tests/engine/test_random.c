#include "engine/math/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static void assert_close(double value, double wanted, double tolerance, const char *what)
{
    cr_assert_lt(fabs(value - wanted), tolerance, "%s is %.17g, wanted %.17g within %g", what, value, wanted,
                 tolerance);
}

/* A generator whose next number is chosen: xoshiro's output scrambler, run backwards. */
static Rng about_to_draw(uint64_t number)
{
    Rng rng = {{1, 0, 0x0123456789abcdef, 4}};
    uint64_t scrambled = number * 0x8e38e38e38e38e39u; // 1/9 modulo 2^64
    uint64_t turned = scrambled >> 7 | scrambled << 57;
    rng.state[1] = turned * 0xcccccccccccccccdu; // 1/5 modulo 2^64
    return rng;
}

Test(random, the_generator_is_xoshiro256starstar)
{
    // from state 1, 2, 3, 4: the first four by hand, all as in the authors' reference program
    static const uint64_t wanted[] = {11520, 0, 1509978240, 1215971899390074240};
    Rng rng = {{1, 2, 3, 4}};
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(rng_next(&rng), wanted[i], "number %zu", i);
}

/* The values of this and of the next tests were computed once by a program in Python with integers of any length,
 * the normals from the distribution function to 40 digits. */
Test(random, streams_start_as_on_every_machine)
{
    static const struct {
        uint64_t seed, index;
        const char *purpose;
        uint64_t wanted[4];
    } cases[] = {
        {1, 0, "weights", {0x84ff28b0d3a0e31c, 0x41328ea9d9a71e13, 0xf46dd3f16fb891d4, 0xc1bcbbaec9e7c3a7}},
        {1, 0, "batches", {0x483750ac3984c3d8, 0x81f78c7ee5cada15, 0x8b09625fe73e1ee9, 0xb92db0114d076dfe}},
        {1, 1, "weights", {0x9f3110a0e324f3a1, 0x4669b79c803ee51a, 0x25e3f960ffd5ecd0, 0x785c4a4520abe606}},
        {UINT64_MAX, UINT64_MAX, "", {0x29e0bafdb73614d0, 0x2fb97340c76c9afa, 0x396dcb3bc65ce4a, 0x55b907da5e992601}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Rng rng = rng_stream(cases[i].seed, cases[i].purpose, cases[i].index);
        for (size_t j = 0; j < 4; j++)
            cr_assert_eq(rng_next(&rng), cases[i].wanted[j], "case %zu, number %zu", i, j);
    }
}

Test(random, uniform_numbers_are_the_upper_53_bits)
{
    static const double wanted[] = {0.5195184165673967, 0.25467769285901587, 0.9548008408016548};
    Rng rng = rng_stream(1, "weights", 0);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(rng_uniform(&rng), wanted[i]);
    Rng lowest = about_to_draw(0), highest = about_to_draw(UINT64_MAX);
    cr_assert_eq(rng_uniform(&lowest), 0);
    double below_one = rng_uniform(&highest);
    cr_assert(below_one < 1 && below_one == 1 - 0x1p-53);
}

Test(random, normal_numbers_are_the_quantiles_of_uniform_ones)
{
    static const double wanted[] = {0.0489449499768975923, -0.659841753617460923, 1.69330031402027216,
                                    0.696001609515885012,  -0.856581323035184488, 1.2440616908887247};
    Rng rng = rng_stream(1, "weights", 0);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_close(rng_normal(&rng), wanted[i], 1e-15, "normal");
}

Test(random, normal_numbers_are_right_in_every_branch)
{
    static const struct {
        uint64_t bits; // the upper 52
        double wanted;
    } cases[] = {{0, -8.2095361516013868556},
                 {123456789, -5.4349043706341749421},
                 {337319612090050, -1.4402382675279630743}, // either side of |p - 1/2| = 0.425
                 {562949953421312, -1.150349380376007639},
                 {2251799813685248, 2.7829164246717669222e-16},
                 {4166280015280446, 1.4402382675279646445},
                 {4503599627370495, 8.2095361516013868556}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Rng rng = about_to_draw(cases[i].bits << 12);
        assert_close(rng_normal(&rng) / cases[i].wanted, 1, 1e-15, "relative normal");
    }
}

Test(random, the_same_stream_gives_the_same_numbers)
{
    Rng a = rng_stream(7, "x", 3), b = rng_stream(7, "x", 3);
    for (size_t i = 0; i < 1000; i++)
        cr_assert_eq(rng_next(&a), rng_next(&b));
}

Test(random, neighbouring_streams_share_nothing)
{
    // 3 seeds × 3 purposes × 50 indices: all first numbers differ; seed and index cannot be exchanged
    static const char *const purposes[] = {"weights", "weightt", "weights0"};
    uint64_t first[450];
    size_t count = 0;
    for (uint64_t seed = 0; seed < 3; seed++)
        for (size_t p = 0; p < 3; p++)
            for (uint64_t index = 0; index < 50; index++) {
                Rng rng = rng_stream(seed, purposes[p], index);
                first[count++] = rng_next(&rng);
            }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            cr_assert_neq(first[i], first[j], "streams %zu and %zu", i, j);
}

/* Correlation of n pairs of uniform numbers; independent ones stay within 5/√n but once in two million times. */
static double correlation(Rng *a, Rng *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (rng_uniform(a) - 0.5) * (rng_uniform(b) - 0.5);
    return 12 * sum / (double)n;
}

Test(random, streams_are_not_correlated)
{
    for (uint64_t i = 0; i < 20; i++) {
        Rng weights = rng_stream(i, "weights", 0), batches = rng_stream(i, "batches", 0);
        Rng later = rng_stream(i, "weights", 1), next_seed = rng_stream(i + 1, "weights", 0);
        Rng again = rng_stream(i, "weights", 0), once_more = again;
        assert_close(correlation(&weights, &batches, 10000), 0, 0.05, "between purposes");
        assert_close(correlation(&again, &later, 10000), 0, 0.05, "between indices");
        assert_close(correlation(&once_more, &next_seed, 10000), 0, 0.05, "between seeds");
    }
}

Test(random, one_bit_of_seed_or_index_changes_half_of_the_bits)
{
    double changed = 0;
    for (int bit = 0; bit < 64; bit++) {
        Rng base = rng_stream(5, "x", 5);
        Rng by_seed = rng_stream(5 ^ UINT64_C(1) << bit, "x", 5), by_index = rng_stream(5, "x", 5 ^ UINT64_C(1) << bit);
        uint64_t number = rng_next(&base), seed = rng_next(&by_seed) ^ number, index = rng_next(&by_index) ^ number;
        for (int i = 0; i < 64; i++)
            changed += (double)((seed >> i & 1) + (index >> i & 1));
    }
    assert_close(changed / (2 * 64 * 64), 0.5, 0.03, "share of changed bits");
}

Test(random, uniform_numbers_have_the_right_moments)
{
    enum { N = 100000 };
    Rng rng = rng_stream(1, "moments", 0);
    double mean = 0, square = 0, neighbours = 0, last = 0.5;
    for (size_t i = 0; i < N; i++) {
        double u = rng_uniform(&rng) - 0.5;
        mean += u / N;
        square += u * u / N;
        neighbours += u * last / N;
        last = u;
    }
    assert_close(mean, 0, 0.005, "mean");                   // 5.5 standard errors
    assert_close(square, 1.0 / 12, 0.0012, "variance");     // 5.1
    assert_close(neighbours, 0, 0.0014, "autocorrelation"); // 5.3
}

Test(random, normal_numbers_have_the_right_moments)
{
    enum { N = 100000 };
    Rng rng = rng_stream(1, "moments", 1);
    double moment[5] = {0};
    for (size_t i = 0; i < N; i++) {
        double z = rng_normal(&rng), power = 1;
        for (int k = 1; k <= 4; k++)
            moment[k] += (power *= z) / N;
    }
    assert_close(moment[1], 0, 0.016, "mean"); // 5 standard errors: 1, √2, √15, √96 over √N
    assert_close(moment[2], 1, 0.0224, "variance");
    assert_close(moment[3], 0, 0.0613, "third moment");
    assert_close(moment[4], 3, 0.155, "fourth moment");
}

Test(random, between_stays_between)
{
    Rng rng = rng_stream(1, "between", 0);
    double least = 9, most = -9;
    for (size_t i = 0; i < 10000; i++) {
        double value = rng_between(&rng, -2, 3);
        least = fmin(least, value);
        most = fmax(most, value);
    }
    cr_assert(least >= -2 && least < -1.99);
    cr_assert(most < 3 && most > 2.99);
    cr_assert_eq(rng_between(&rng, 4, 4), 4, "of nothing the one end");
}

Test(random, rounding_does_not_reach_the_upper_end)
{
    Rng rng = about_to_draw(UINT64_MAX);
    double low = 1, high = nextafter(1, 2);
    cr_assert_lt(rng_between(&rng, low, high), high);
}

Test(random, below_is_unbiased)
{
    enum { SIDES = 7, N = 70000 };
    Rng rng = rng_stream(1, "dice", 0);
    size_t count[SIDES] = {0};
    for (size_t i = 0; i < N; i++) {
        size_t side = rng_below(&rng, SIDES);
        cr_assert_lt(side, SIDES);
        count[side]++;
    }
    double chi_squared = 0;
    for (size_t i = 0; i < SIDES; i++) {
        double expected = (double)N / SIDES, off = (double)count[i] - expected;
        chi_squared += off * off / expected;
    }
    cr_assert_lt(chi_squared, 33, "six degrees of freedom: once in 100,000 times by chance");
}

Test(random, below_refuses_the_numbers_that_would_come_too_often)
{
    // 2^64 modulo 3·2^62 is 2^62: without rejection the lower third would come twice as often
    size_t count = (size_t)3 << 62;
    Rng kept = about_to_draw(UINT64_C(1) << 62), refused = about_to_draw((UINT64_C(1) << 62) - 1), after = refused;
    cr_assert_eq(rng_below(&kept, count), (size_t)1 << 62);
    rng_next(&after);
    uint64_t second = rng_next(&after);
    cr_assert_geq(second, UINT64_C(1) << 62, "the case must not be refused twice");
    cr_assert_eq(rng_below(&refused, count), (size_t)(second % count));
}

Test(random, below_one_is_nothing_and_any_size_goes)
{
    Rng rng = rng_stream(1, "x", 0);
    for (size_t i = 0; i < 100; i++) {
        cr_assert_eq(rng_below(&rng, 1), 0);
        cr_assert_lt(rng_below(&rng, SIZE_MAX), SIZE_MAX);
    }
}

Test(random, shuffling_gives_what_it_gives_on_every_machine)
{
    static const size_t wanted[] = {3, 0, 6, 8, 2, 4, 7, 1, 5, 9};
    size_t items[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    Rng rng = rng_stream(1, "shuffle", 0);
    rng_shuffle(&rng, items, 10);
    cr_assert_eq(memcmp(items, wanted, sizeof wanted), 0);
}

Test(random, shuffling_reaches_every_order_alike)
{
    enum { N = 24000 };
    size_t seen[256] = {0}, orders = 0;
    Rng rng = rng_stream(1, "orders", 0);
    for (size_t i = 0; i < N; i++) {
        size_t items[] = {0, 1, 2, 3};
        rng_shuffle(&rng, items, 4);
        seen[items[0] << 6 | items[1] << 4 | items[2] << 2 | items[3]]++;
    }
    double chi_squared = 0;
    for (size_t i = 0; i < 256; i++) {
        double off = (double)seen[i] - N / 24.0;
        orders += seen[i] > 0;
        chi_squared += seen[i] > 0 ? off * off / (N / 24.0) : 0;
    }
    cr_assert_eq(orders, 24);
    cr_assert_lt(chi_squared, 64, "23 degrees of freedom: once in 100,000 times by chance");
}

Test(random, shuffling_little_draws_little)
{
    Rng rng = rng_stream(1, "x", 0), before = rng;
    size_t one[] = {5};
    rng_shuffle(&rng, one, 1);
    rng_shuffle(&rng, NULL, 0);
    cr_assert_eq(one[0], 5);
    cr_assert_eq(memcmp(&rng, &before, sizeof rng), 0);
}
