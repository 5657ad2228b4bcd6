/* Terminals count pairs of colours: a number for each pair in use, given away once and found again.
 * Knows: numbers. Must not know curses. */
#ifndef BACKPASS_APP_PAIRS_H
#define BACKPASS_APP_PAIRS_H

#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

enum { PAIRS_ROOM = 4096, PAIRS_MOST = PAIRS_ROOM / 2 };

typedef struct Pair {
    int fore, back, number; // number 0: an empty place
} Pair;

/** Pairs - {.most = numbers there are, at most PAIRS_MOST}. */
typedef struct Pairs {
    Pair pair[PAIRS_ROOM]; // open addressing
    int used, most;
} Pairs;

/** pairs_number - from 1 to most; *made is true when the number is new, or is given away anew since all were taken. */
int pairs_number(Pairs *pairs, int fore, int back, bool *made);

/** drawable - the glyph where this system's wcwidth agrees on its width; otherwise what stands in for it. Curses counts
 *  columns by wcwidth: a glyph of another width would shift the rest of the row. */
wchar_t drawable(uint32_t glyph, int width);

#endif
