/* How the signs of the project are spelled where only ASCII can be drawn. */
#include "app/grid/grid.h"

#include <stdlib.h>

typedef struct Spelling {
    uint32_t glyph;
    const char *ascii;
} Spelling;

// clang-format off
static const Spelling SPELLING[] = { // sorted by glyph
    {0xA0, " "}, {0xA7, "S"}, {0xAB, "<<"}, {0xAC, "not "}, {0xAD, "-"}, {0xB0, "deg"}, {0xB1, "+-"}, {0xB2, "^2"},
    {0xB3, "^3"}, {0xB5, "u"}, {0xB6, "P"}, {0xB7, "*"}, {0xB9, "^1"}, {0xBB, ">>"}, {0xBC, "1/4"}, {0xBD, "1/2"},
    {0xBE, "3/4"},
    {0x302, "^"}, {0x303, "~"}, {0x304, "_"}, {0x307, "'"},
    {0x391, "A"}, {0x393, "G"}, {0x394, "D"}, {0x398, "Theta"}, {0x39B, "Lambda"}, {0x3A0, "prod"}, {0x3A3, "sum"},
    {0x3A6, "Phi"}, {0x3A8, "Psi"}, {0x3A9, "Omega"}, {0x3B1, "alpha"}, {0x3B2, "beta"}, {0x3B3, "gamma"},
    {0x3B4, "delta"}, {0x3B5, "eps"}, {0x3B6, "zeta"}, {0x3B7, "eta"}, {0x3B8, "theta"}, {0x3BA, "kappa"},
    {0x3BB, "lambda"}, {0x3BC, "mu"}, {0x3BD, "nu"}, {0x3BE, "xi"}, {0x3C0, "pi"}, {0x3C1, "rho"}, {0x3C3, "sigma"},
    {0x3C4, "tau"}, {0x3C6, "phi"}, {0x3C7, "chi"}, {0x3C8, "psi"}, {0x3C9, "omega"}, {0x3D5, "phi"},
    {0x1D40, "^T"}, {0x1D57, "^t"}, {0x1D62, "i"}, {0x1D63, "r"}, {0x1D64, "u"}, {0x1D65, "v"},
    {0x2009, " "}, {0x2010, "-"}, {0x2011, "-"}, {0x2012, "-"}, {0x2013, "-"}, {0x2014, "-"}, {0x2016, "||"},
    {0x2018, "'"}, {0x2019, "'"}, {0x201A, ","}, {0x201C, "\""}, {0x201D, "\""}, {0x201E, "\""}, {0x2020, "+"},
    {0x2022, "*"}, {0x2026, "..."}, {0x202F, " "}, {0x2032, "'"}, {0x2033, "''"}, {0x2044, "/"}, {0x2070, "^0"},
    {0x2071, "^i"}, {0x2074, "^4"}, {0x2075, "^5"}, {0x2076, "^6"}, {0x2077, "^7"}, {0x2078, "^8"}, {0x2079, "^9"},
    {0x207A, "^+"}, {0x207B, "^-"}, {0x207F, "^n"}, {0x2080, "0"}, {0x2081, "1"}, {0x2082, "2"}, {0x2083, "3"},
    {0x2084, "4"}, {0x2085, "5"}, {0x2086, "6"}, {0x2087, "7"}, {0x2088, "8"}, {0x2089, "9"}, {0x208A, "+"},
    {0x208B, "-"}, {0x208C, "="}, {0x2090, "a"}, {0x2091, "e"}, {0x2092, "o"}, {0x2093, "x"}, {0x2095, "h"},
    {0x2096, "k"}, {0x2097, "l"}, {0x2098, "m"}, {0x2099, "n"}, {0x209A, "p"}, {0x209B, "s"}, {0x209C, "t"},
    {0x20AC, "EUR"}, {0x2113, "l"}, {0x211D, "R"}, {0x2190, "<-"}, {0x2191, "^"}, {0x2192, "->"}, {0x2193, "v"},
    {0x2194, "<->"}, {0x2195, "|"}, {0x21B3, "->"}, {0x21B5, "<-'"}, {0x21D0, "<="}, {0x21D2, "=>"}, {0x2200, "all "},
    {0x2202, "d"}, {0x2203, "some "}, {0x2207, "grad "}, {0x2208, " in "}, {0x220F, "prod"}, {0x2211, "sum"},
    {0x2212, "-"}, {0x2215, "/"}, {0x2217, "*"}, {0x2218, "o"}, {0x221A, "sqrt"}, {0x221D, "~"}, {0x221E, "inf"},
    {0x2225, "||"}, {0x2227, "and"}, {0x2228, "or"}, {0x222B, "int"}, {0x2248, "~"}, {0x2260, "!="}, {0x2261, "=="},
    {0x2264, "<="}, {0x2265, ">="}, {0x226A, "<<"}, {0x226B, ">>"}, {0x2295, "(+)"}, {0x2297, "(x)"}, {0x2299, "*"},
    {0x22A4, "^T"}, {0x22C5, "*"}, {0x22EE, ":"}, {0x22EF, "..."}, {0x23CE, "<-'"}, {0x25A0, "#"}, {0x25A1, "o"},
    {0x25AA, "#"}, {0x25AB, "o"}, {0x25B2, "^"}, {0x25B4, "^"}, {0x25B6, ">"}, {0x25B8, ">"}, {0x25BA, ">"},
    {0x25BC, "v"}, {0x25BE, "v"}, {0x25C0, "<"}, {0x25C2, "<"}, {0x25C4, "<"}, {0x25C6, "*"}, {0x25C7, "o"},
    {0x25CB, "o"}, {0x25CF, "*"}, {0x25D0, "o"}, {0x25E6, "o"}, {0x2605, "*"}, {0x2606, "*"}, {0x2713, "ok"},
    {0x2714, "ok"}, {0x2715, "x"}, {0x2717, "x"}, {0x2718, "x"}, {0x276F, ">"}, {0x27E8, "<"}, {0x27E9, ">"},
    {0x2C7C, "j"}, {0xFFFD, "?"},
};
// clang-format on

/* One letter each: accents fall off, lines keep their direction, blocks their darkness, braille its number of dots. */
static const char LATIN[] = // U+00C0 … U+017F
    "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
    "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
static const char BOX[] = // U+2500 … U+257F
    "--||--||--||++++++++++++++++++++++++++++++++++++++++++++++++++++"
    "++++++++++++--||-|+++++++++++++++++++++++++++++++/\\X-|-|-|-|-|-|";
static const char BLOCK[] = "\"___==######|||||.+*\"|##########"; // U+2580 … U+259F
static const char DOTS[] = " ..:::###";                           // by how many dots are set

/* A string of one ASCII character that outlives the call: each is followed by its end. */
static const char *string_of(char character)
{
    // clang-format off
    static const char PRINTABLE[][2] = {
        " ", "!", "\"", "#", "$", "%", "&", "'", "(", ")", "*", "+", ",", "-", ".", "/", "0", "1", "2",
        "3", "4", "5", "6", "7", "8", "9", ":", ";", "<", "=", ">", "?", "@", "A", "B", "C", "D", "E",
        "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X",
        "Y", "Z", "[", "\\", "]", "^", "_", "`", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k",
        "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "{", "|", "}", "~",
    };
    // clang-format on
    return PRINTABLE[character - ' '];
}

static const char *dots(uint32_t pattern)
{
    int count = 0;
    for (; pattern != 0; pattern &= pattern - 1)
        count++;
    return string_of(DOTS[count]);
}

static int compare(const void *key, const void *item)
{
    uint32_t wanted = *(const uint32_t *)key, glyph = ((const Spelling *)item)->glyph;
    return wanted < glyph ? -1 : wanted > glyph;
}

const char *grid_ascii(uint32_t glyph)
{
    if (glyph >= 0x20 && glyph < 0x7F)
        return string_of((char)glyph);
    const Spelling *found = bsearch(&glyph, SPELLING, sizeof SPELLING / sizeof *SPELLING, sizeof *SPELLING, compare);
    if (found != NULL)
        return found->ascii;
    if (glyph >= 0xC0 && glyph < 0x180)
        return string_of(LATIN[glyph - 0xC0]);
    if (glyph >= 0x2500 && glyph < 0x2580)
        return string_of(BOX[glyph - 0x2500]);
    if (glyph >= 0x2580 && glyph < 0x25A0)
        return string_of(BLOCK[glyph - 0x2580]);
    if (grid_is_braille(glyph))
        return dots(glyph - 0x2800);
    return "";
}
