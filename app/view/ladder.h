/* A fixed ladder for axes and shades of powers of ten, so that pictures of different models and updates compare by eye.
 * Knows: numbers. */
#ifndef BACKPASS_APP_VIEW_LADDER_H
#define BACKPASS_APP_VIEW_LADDER_H

#include <stddef.h>

/** Ladder - the ends of an axis in log10; what is added widens it to its next rung. */
typedef struct Ladder {
    double low, high;
} Ladder;
/** ladder_of - 10^-6 … 1 at least, further down and up as the numbers (log10; not finite ones do not count) ask for. */
Ladder ladder_of(const double *log10s, size_t count);
/** ladder_top - for shades, which need no room above: the first of 0, 1, 3 … that the largest number does not pass. */
double ladder_top(const double *log10s, size_t count);
/** ladder_widen - until it holds both. */
Ladder ladder_widen(Ladder a, Ladder b);

#endif
