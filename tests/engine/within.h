/* How close two numbers must be: the numerical tests are built twice, for an engine in double and for one in float. */
#ifndef BACKPASS_TESTS_ENGINE_WITHIN_H
#define BACKPASS_TESTS_ENGINE_WITHIN_H

#include "engine/math/real.h"

/* within(1e-14, 1e-6): 1e-14 in double, 1e-6 in single precision. */
static inline double within(double in_double, double in_single)
{
    return sizeof(real) == sizeof(double) ? in_double : in_single;
}

/* How far to move a number for a central difference: about the cube root of the rounding. */
#define NUDGE within(1e-5, 1e-2)

#endif
