/* What roles look like. Text keeps the terminal's own colours; what has a colour of its own has one for dark and one for
 * light backgrounds (contrast of at least 4.5 : 1 on black or on white: tests/app/test_palette.c), and never carries a
 * meaning alone. */
#include "app/terminal/terminal.h"

/** Look - one role. Colours of xterm's 256 and of the 16; −1 is the terminal's own. */
typedef struct Look {
    short dark, light;     // of 256
    short dark16, light16; // of 16
    bool bold, dim, underline, reverse;
} Look;

static const Look LOOK[ROLES] = {
    [ROLE_TEXT] = {-1, -1, -1, -1, .bold = false},
    [ROLE_FAINT] = {245, 242, -1, -1, .dim = true},
    [ROLE_TITLE] = {117, 25, 14, 4, .bold = true},
    [ROLE_STRONG] = {-1, -1, -1, -1, .bold = true},
    [ROLE_CODE] = {180, 94, 11, 5, .bold = false},
    [ROLE_LINK] = {75, 26, 12, 4, .underline = true},
    [ROLE_RULE] = {240, 246, -1, -1, .dim = true},
    [ROLE_AXIS] = {245, 242, -1, -1, .bold = false},
    [ROLE_KEY] = {117, 25, 14, 4, .bold = true},
    [ROLE_STATUS] = {-1, -1, -1, -1, .reverse = true},
    [ROLE_CURSOR] = {-1, -1, -1, -1, .bold = true, .reverse = true},
    [ROLE_GOOD] = {114, 28, 10, 2, .bold = false},
    [ROLE_BAD] = {210, 124, 9, 1, .bold = true},
    [ROLE_WARN] = {221, 130, 11, 5, .bold = true},
    [ROLE_QUESTION] = {222, 94, 11, 5, .bold = true},
    [ROLE_CHALLENGE] = {183, 91, 13, 5, .bold = true},
    [ROLE_FORWARD] = {80, 23, 14, 6, .bold = false},
    [ROLE_BACKWARD] = {215, 130, 11, 1, .bold = false},
    [ROLE_WEIGHT] = {147, 61, 12, 4, .bold = false},
};

/* Curves and models; told apart by dash, glyph and label as well. */
static const Look SERIES[6] = {
    {215, 130, 11, 1, .bold = false}, {81, 25, 14, 4, .bold = false},  {114, 28, 10, 2, .bold = false},
    {176, 90, 13, 5, .bold = false},  {221, 58, 15, 0, .bold = false}, {147, 61, 12, 6, .bold = false},
};

/* By palette, background, level −5 … 5. On a dark background zero recedes into it and what is large shines; on a light one
 * zero is white and what is large is dark. Checked for three kinds of colour blindness. */
static const short HEAT[PALETTES][2][11] = {
    [PALETTE_RDBU] = {[BACKGROUND_DARK] = {153, 75, 32, 26, 24, 234, 52, 130, 172, 215, 223},
                      [BACKGROUND_LIGHT] = {18, 25, 32, 117, 253, 231, 223, 216, 167, 124, 52}},
    [PALETTE_PUOR] = {[BACKGROUND_DARK] = {189, 147, 99, 56, 54, 234, 58, 94, 172, 215, 223},
                      [BACKGROUND_LIGHT] = {17, 54, 103, 146, 189, 231, 223, 215, 172, 130, 88}},
};

/* The same as text, which must stand out from the background at every level. */
static const short HEAT_TEXT[PALETTES][2][11] = {
    [PALETTE_RDBU] = {[BACKGROUND_DARK] = {153, 117, 75, 74, 67, 245, 137, 173, 215, 216, 223},
                      [BACKGROUND_LIGHT] = {18, 19, 25, 26, 60, 242, 95, 130, 124, 88, 52}},
    [PALETTE_PUOR] = {[BACKGROUND_DARK] = {189, 147, 141, 104, 103, 245, 137, 172, 215, 216, 223},
                      [BACKGROUND_LIGHT] = {17, 54, 55, 61, 60, 242, 95, 94, 130, 88, 52}},
};

/* Viridis and, beside the purple-orange palette, cividis: dark is little, light is much. */
static const short RAMP[PALETTES][9] = {
    [PALETTE_RDBU] = {53, 55, 25, 27, 30, 36, 42, 148, 226},
    [PALETTE_PUOR] = {17, 19, 238, 241, 243, 101, 143, 185, 226},
};

static const uint32_t SIXTEEN[16] = {
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
};

uint32_t palette_rgb(int index)
{
    static const uint32_t STEP[6] = {0, 95, 135, 175, 215, 255};
    if (index < 0 || index > 255)
        return 0;
    if (index < 16)
        return SIXTEEN[index];
    uint32_t cube = (uint32_t)index - 16;
    if (index < 232)
        return STEP[cube / 36] << 16 | STEP[cube / 6 % 6] << 8 | STEP[cube % 6];
    return (8 + 10 * ((uint32_t)index - 232)) * 0x010101u;
}

static int distance(uint32_t a, uint32_t b)
{
    int red = (int)(a >> 16) - (int)(b >> 16), green = (int)(a >> 8 & 255) - (int)(b >> 8 & 255);
    int blue = (int)(a & 255) - (int)(b & 255);
    return 2 * red * red + 4 * green * green + 3 * blue * blue;
}

int palette_16(int index)
{
    if (index < 16)
        return index;
    int best = 0;
    for (int i = 1; i < 16; i++)
        if (distance(SIXTEEN[i], palette_rgb(index)) < distance(SIXTEEN[best], palette_rgb(index)))
            best = i;
    return best;
}

static int limit(int level, int low, int high)
{
    return level < low ? low : level > high ? high : level;
}

/* Black or white, whichever is read better on a colour. Both do as well at a luminance of 0.18, which is 0.21 where the
 * display's curve is taken for a square. */
static short readable_on(int index)
{
    uint32_t colour = palette_rgb(index), red = colour >> 16, green = colour >> 8 & 255, blue = colour & 255;
    uint32_t luminance = (2126 * red * red + 7152 * green * green + 722 * blue * blue) / 65025; // of 10000
    return luminance > 2100 ? 16 : 231;
}

static Paint paint_of(const Look *role, const Appearance *look)
{
    Paint paint = {.fore = -1, .back = -1};
    paint.bold = role->bold, paint.dim = role->dim, paint.underline = role->underline, paint.reverse = role->reverse;
    if (look->depth == DEPTH_16)
        paint.fore = look->background == BACKGROUND_DARK ? role->dark16 : role->light16;
    else if (look->depth != DEPTH_MONO)
        paint.fore = look->background == BACKGROUND_DARK ? role->dark : role->light;
    if (paint.fore >= 0)
        paint.dim = false; // the colour is faint already
    return paint;
}

/* With 16 colours there are no shades: the glyph says the size, the colour the sign. */
static Paint paint_sign(int level, const Appearance *look)
{
    bool dark = look->background == BACKGROUND_DARK;
    Paint paint = {.fore = -1, .back = -1};
    if (level != 0 && look->depth == DEPTH_16)
        paint.fore = level < 0 ? (dark ? 12 : 4) : (dark ? 11 : 1);
    return paint;
}

static Paint paint_heat(int level, const Appearance *look)
{
    if (look->depth < DEPTH_256)
        return paint_sign(level, look);
    short back = HEAT[look->palette][look->background][level + 5];
    return (Paint){.fore = readable_on(back), .back = back};
}

static Paint paint_heat_text(int level, const Appearance *look)
{
    if (look->depth < DEPTH_256)
        return paint_sign(level, look);
    return (Paint){.fore = HEAT_TEXT[look->palette][look->background][level + 5], .back = -1};
}

static Paint paint_ramp(int level, const Appearance *look)
{
    if (look->depth < DEPTH_256)
        return (Paint){.fore = -1, .back = -1};
    short back = RAMP[look->palette][level];
    return (Paint){.fore = readable_on(back), .back = back};
}

static Paint paint_status(const Appearance *look)
{
    if (look->depth < DEPTH_256)
        return (Paint){.fore = -1, .back = -1, .reverse = true};
    bool dark = look->background == BACKGROUND_DARK;
    return (Paint){.fore = dark ? 252 : 236, .back = dark ? 236 : 254};
}

Paint palette_paint(Style style, const Appearance *look)
{
    Paint paint;
    switch (style.role) {
    case ROLE_HEAT: paint = paint_heat(limit(style.level, -5, 5), look); break;
    case ROLE_HEAT_TEXT: paint = paint_heat_text(limit(style.level, -5, 5), look); break;
    case ROLE_RAMP: paint = paint_ramp(limit(style.level, 0, 8), look); break;
    case ROLE_SERIES: paint = paint_of(&SERIES[limit(style.level, 0, 5)], look); break;
    case ROLE_STATUS: paint = paint_status(look); break;
    default: paint = paint_of(&LOOK[style.role < ROLES ? style.role : ROLE_TEXT], look); break;
    }
    paint.reverse = paint.reverse != style.reverse;
    return paint;
}

/* The glyphs that stand for a shade where there is no colour. */
static bool is_shade(uint32_t glyph)
{
    return glyph == ' ' || glyph == 0xB7 || (glyph >= 0x2580 && glyph < 0x25A0);
}

/* What fills a cell from above has glyphs since Unicode 13, which few fonts have: the other part is drawn, inverse. */
static bool hangs(uint32_t glyph)
{
    return glyph >= 0x1FB82 && glyph <= 0x1FB86;
}

static uint32_t other_part(uint32_t glyph)
{
    static const uint32_t LOWER[] = {0x2586, 0x2585, 0x2583, 0x2582, 0x2581};
    return LOWER[glyph - 0x1FB82];
}

Paint palette_cell(const GridCell *cell, const Appearance *look, bool ascii, uint32_t glyph[3])
{
    Paint paint = palette_paint(cell->style, look);
    for (int i = 0; i < 3; i++)
        glyph[i] = cell->glyph[i];
    if (hangs(glyph[0])) {
        glyph[0] = other_part(glyph[0]);
        paint.reverse = !paint.reverse;
    }
    bool shade = (cell->style.role == ROLE_HEAT || cell->style.role == ROLE_RAMP) && is_shade(glyph[0]);
    if (shade && cell->style.reverse) {
        glyph[0] = ascii ? 'X' : 0x25C6;
        paint.reverse = paint.back < 0;
        paint.bold = true;
    } else if (shade && paint.back >= 0) {
        glyph[0] = ' '; // one clean block of colour: what the glyph says, the colour says better
    }
    return paint;
}
