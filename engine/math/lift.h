/* LIFTED before a function: it is compiled once for each generation of processors, with the vectors that one has, and the
 * loader picks the best that runs here. What stands in it is plain C: loops that the compiler turns into vectors.
 * Knows: compilers. Must not know what is computed.
 *
 * Where the compiler is not GCC ≥ 12 or the system not x86-64 with glibc, and with -DBACKPASS_PLAIN, there is one generation:
 * what the compiler is told to build for (clang 14 loses the names of functions it clones). -DBACKPASS_NO_AVX512 leaves that out:
 * so the tests try what other processors run. */
#ifndef BACKPASS_MATH_LIFT_H
#define BACKPASS_MATH_LIFT_H

#include <stdlib.h> // __GLIBC__

#if defined __clang__
#define LIFTED
#define ANY_ORDER _Pragma("clang loop vectorize(assume_safety)")
#pragma clang diagnostic ignored "-Wpass-failed" // a hint: loops with a root in them stay as they are
#elif defined __GNUC__
#define ANY_ORDER _Pragma("GCC ivdep")
#if __GNUC__ >= 12 && defined __x86_64__ && defined __GLIBC__ && !defined BACKPASS_PLAIN
#if defined BACKPASS_NO_AVX512
#define GENERATIONS "arch=x86-64-v3", "default"
#else
#define GENERATIONS "arch=x86-64-v4", "arch=x86-64-v3", "default"
#endif
#define LIFTED __attribute__((target_clones(GENERATIONS), optimize("O3", "no-math-errno", "no-trapping-math")))
#else
#define LIFTED __attribute__((optimize("O3", "no-math-errno", "no-trapping-math")))
#endif
#else
#define LIFTED
#define ANY_ORDER
#endif

/* ANY_ORDER before a loop: its rounds are independent, even where two of its arrays are one.
 * WITHIN: a part of the lifted functions that call it. */
#define WITHIN static inline __attribute__((always_inline))

#endif
