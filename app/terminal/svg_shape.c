#include "app/terminal/svg_shape.h"

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

/* The arms of a light line or corner; 0 for what is none. */
static unsigned arms_of(uint32_t glyph)
{
    switch (glyph) {
    case 0x2500: return LEFT | RIGHT;
    case 0x2502: return UP | DOWN;
    case 0x250C: return DOWN | RIGHT;
    case 0x2510: return DOWN | LEFT;
    case 0x2514: return UP | RIGHT;
    case 0x2518: return UP | LEFT;
    case 0x251C: return UP | DOWN | RIGHT;
    case 0x2524: return UP | DOWN | LEFT;
    case 0x252C: return LEFT | RIGHT | DOWN;
    case 0x2534: return LEFT | RIGHT | UP;
    case 0x253C: return LEFT | RIGHT | UP | DOWN;
    case 0x2574: return LEFT;
    case 0x2575: return UP;
    case 0x2576: return RIGHT;
    case 0x2577: return DOWN;
    default: return 0;
    }
}

/* Dashes of a dashed line: positive across, negative down. */
static int dashes_of(uint32_t glyph)
{
    switch (glyph) {
    case 0x2504: return 3;
    case 0x2506: return -3;
    case 0x2508: return 4;
    case 0x250A: return -4;
    case 0x254C: return 2;
    case 0x254E: return -2;
    default: return 0;
    }
}

ShapeKind shape_kind(uint32_t glyph)
{
    if (glyph == ' ' || glyph == 0x2800 || glyph == 0xA0)
        return SHAPE_BLANK;
    if (glyph >= 0x2580 && glyph < 0x25A0)
        return SHAPE_BLOCK;
    if (glyph > 0x2800 && glyph < 0x2900)
        return SHAPE_DOTS;
    return arms_of(glyph) != 0 || dashes_of(glyph) != 0 ? SHAPE_LINES : SHAPE_TEXT;
}

uint32_t shape_density(uint32_t glyph)
{
    return glyph == 0x2591 ? 72 : glyph == 0x2592 ? 128 : glyph == 0x2593 ? 192 : 256;
}

/* A rectangle in a cell, in eighths of its width and height. */
static void add_part(Text *text, int x, int y, int left, int top, int right, int bottom)
{
    int x0 = x * SHAPE_WIDTH + (left * SHAPE_WIDTH + 4) / 8, x1 = x * SHAPE_WIDTH + (right * SHAPE_WIDTH + 4) / 8;
    int y0 = y * SHAPE_HEIGHT + (top * SHAPE_HEIGHT + 4) / 8, y1 = y * SHAPE_HEIGHT + (bottom * SHAPE_HEIGHT + 4) / 8;
    text_addf(text, "M%d %dH%dV%dH%dz", x0, y0, x1, y1, x0);
}

static void add_quadrants(Text *text, uint32_t glyph, int x, int y)
{
    static const unsigned char SET[] = {4, 8,  1, 13, 9,
                                        7, 11, 2, 6,  14}; // ▖▗▘▙▚▛▜▝▞▟; upper left 1, right 2, lower 4, 8
    for (int i = 0; i < 4; i++)
        if (SET[glyph - 0x2596] >> i & 1)
            add_part(text, x, y, i % 2 * 4, i / 2 * 4, i % 2 * 4 + 4, i / 2 * 4 + 4);
}

static void add_block(Text *text, uint32_t glyph, int x, int y)
{
    int eighths = (int)glyph - 0x2580;
    if (glyph >= 0x2596)
        add_quadrants(text, glyph, x, y);
    else if (glyph == 0x2580)
        add_part(text, x, y, 0, 0, 8, 4);
    else if (glyph <= 0x2588)
        add_part(text, x, y, 0, 8 - eighths, 8, 8);
    else if (glyph <= 0x258F)
        add_part(text, x, y, 0, 0, 16 - eighths, 8);
    else if (glyph == 0x2590)
        add_part(text, x, y, 4, 0, 8, 8);
    else if (glyph == 0x2594)
        add_part(text, x, y, 0, 0, 8, 1);
    else if (glyph == 0x2595)
        add_part(text, x, y, 7, 0, 8, 8);
    else
        add_part(text, x, y, 0, 0, 8, 8);
}

static void add_dots(Text *text, uint32_t glyph, int x, int y)
{
    static const unsigned char BIT[4][2] = {{0, 3}, {1, 4}, {2, 5}, {6, 7}};
    for (int row = 0; row < 4; row++)
        for (int column = 0; column < 2; column++)
            if (glyph >> BIT[row][column] & 1)
                text_addf(text, "M%d.25 %d.25h0", x * SHAPE_WIDTH + 2 + column * 4 + column / 2,
                          y * SHAPE_HEIGHT + 2 + row * 9 / 2);
}

static void add_dashes(Text *text, int dashes, int x, int y)
{
    int count = dashes < 0 ? -dashes : dashes;
    int length = (dashes < 0 ? SHAPE_HEIGHT : SHAPE_WIDTH) / count;
    for (int i = 0; i < count; i++)
        if (dashes > 0)
            text_addf(text, "M%d %d.5h%d", x * SHAPE_WIDTH + i * length, y * SHAPE_HEIGHT + SHAPE_HEIGHT / 2,
                      length > 2 ? length - 2 : 1);
        else
            text_addf(text, "M%d.5 %dv%d", x * SHAPE_WIDTH + SHAPE_WIDTH / 2, y * SHAPE_HEIGHT + i * length,
                      length - 2);
}

/* From the middle of the cell to each side that has an arm; the middle lies on whole pixels. */
static void add_lines(Text *text, unsigned arms, int x, int y)
{
    int left = x * SHAPE_WIDTH, top = y * SHAPE_HEIGHT, middle = left + SHAPE_WIDTH / 2, line = top + SHAPE_HEIGHT / 2;
    if (arms & (LEFT | RIGHT))
        text_addf(text, "M%d %d.5H%d", arms & LEFT ? left : middle, line,
                  arms & RIGHT ? left + SHAPE_WIDTH : middle + 1);
    if (arms & (UP | DOWN))
        text_addf(text, "M%d.5 %dV%d", middle, arms & UP ? top : line, arms & DOWN ? top + SHAPE_HEIGHT : line + 1);
}

void shape_add(Text *text, uint32_t glyph, int x, int y)
{
    switch (shape_kind(glyph)) {
    case SHAPE_BLOCK: add_block(text, glyph, x, y); break;
    case SHAPE_DOTS: add_dots(text, glyph, x, y); break;
    case SHAPE_LINES:
        if (dashes_of(glyph) != 0)
            add_dashes(text, dashes_of(glyph), x, y);
        else
            add_lines(text, arms_of(glyph), x, y);
        break;
    case SHAPE_BLANK:
    case SHAPE_TEXT: break;
    }
}
