/* The number everything is computed in: double, or float when the library is built with -DBACKPASS_SINGLE.
 * Knows: nothing else. */
#ifndef BACKPASS_MATH_REAL_H
#define BACKPASS_MATH_REAL_H

#include <float.h>

#ifdef BACKPASS_SINGLE
typedef float real;
#define REAL_EPSILON ((real)FLT_EPSILON)
#else
typedef double real;
#define REAL_EPSILON DBL_EPSILON
#endif

#endif
