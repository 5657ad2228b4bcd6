/* Dots of braille: one more in a cell, and as quarters of cells for fonts that have no braille. */
#include "app/grid/grid.h"

bool grid_is_braille(uint32_t glyph)
{
    return glyph >= 0x2800 && glyph < 0x2900;
}

uint32_t grid_dot(uint32_t glyph, int x, int y)
{
    static const unsigned char BIT[DOTS_Y][DOTS_X] = {{0, 3}, {1, 4}, {2, 5}, {6, 7}};
    return (grid_is_braille(glyph) ? glyph : 0x2800u) | 1u << BIT[y % DOTS_Y][x % DOTS_X];
}

/** quarters - upper left 1, right 2, lower left 4, right 8: the dots 1 2, 4 5, 3 7, 6 8. */
static unsigned quarters(uint32_t braille)
{
    const unsigned dots = (unsigned)(braille & 0xFF);
    return (dots & 0x03 ? 1u : 0) | (dots & 0x18 ? 2u : 0) | (dots & 0x44 ? 4u : 0) | (dots & 0xA0 ? 8u : 0);
}

void grid_blocks(Grid *grid)
{
    static const uint32_t BLOCK[16] = {' ',    0x2598, 0x259D, 0x2580, 0x2596, 0x258C, 0x259E, 0x259B,
                                       0x2597, 0x259A, 0x2590, 0x259C, 0x2584, 0x2599, 0x259F, 0x2588};
    const size_t cells = (size_t)grid->width * (size_t)grid->height;
    for (size_t i = 0; i < cells; i++) {
        uint32_t *glyph = &grid->cell[i].glyph[0];
        if (grid_is_braille(*glyph))
            *glyph = BLOCK[quarters(*glyph)];
    }
}
