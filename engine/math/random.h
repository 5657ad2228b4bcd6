/* Seeded random numbers, the same on every machine.
 * Knows: 64-bit integers; one log and one sqrt for normals (their last bit is the libm's). Never the clock.
 * Generator: xoshiro256** (Blackman & Vigna 2018), seeded through splitmix64. */
#ifndef BACKPASS_MATH_RANDOM_H
#define BACKPASS_MATH_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct Rng {
    uint64_t state[4];
} Rng;

/** rng_stream - an independent stream for one purpose: the same seed and purpose always give the same numbers, and
 *  drawing more for one purpose ("weights") never shifts another ("batches"). index tells e.g. epochs or sequences apart. */
Rng rng_stream(uint64_t seed, const char *purpose, uint64_t index);

uint64_t rng_next(Rng *rng);
double rng_uniform(Rng *rng);                                // [0, 1), 53 bits
double rng_between(Rng *rng, double low, double high);       // [low, high)
double rng_normal(Rng *rng);                                 // N(0,1), inverse distribution (AS 241): one draw each
size_t rng_below(Rng *rng, size_t count);                    // 0 … count-1, without bias; count > 0
void rng_shuffle(Rng *rng, size_t *items, size_t count);     // Fisher–Yates

#endif
