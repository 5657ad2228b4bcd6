#include "app/terminal/pairs.h"

#include <string.h>

#include "app/grid/grid.h"

static Pair *place_of(Pairs *pairs, int fore, int back)
{
    unsigned at = ((unsigned)(fore + 1) * 2654435761u ^ (unsigned)(back + 1) * 40503u) % PAIRS_ROOM;
    while (pairs->pair[at].number != 0 && (pairs->pair[at].fore != fore || pairs->pair[at].back != back))
        at = (at + 1) % PAIRS_ROOM;
    return &pairs->pair[at];
}

int pairs_number(Pairs *pairs, int fore, int back, bool *made)
{
    Pair *pair = place_of(pairs, fore, back);
    *made = pair->number == 0;
    if (!*made)
        return pair->number;
    if (pairs->used >= pairs->most) {
        memset(pairs->pair, 0, sizeof pairs->pair);
        pairs->used = 0;
        pair = place_of(pairs, fore, back);
    }
    *pair = (Pair){fore, back, ++pairs->used};
    return pair->number;
}

wchar_t drawable(uint32_t glyph, int width)
{
    if (wcwidth((wchar_t)glyph) == width)
        return (wchar_t)glyph;
    const char *spelled = grid_ascii(glyph);
    if (width == 2)
        return 0x3000; // an ideographic blank
    return *spelled != '\0' ? (wchar_t)*spelled : L'?';
}
