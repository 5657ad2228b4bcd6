#include "engine/base/utf8.h"

#include <criterion/criterion.h>
#include <string.h>

Test(utf8, every_code_point_goes_in_and_out)
{
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        char bytes[4];
        uint32_t back = 0xAAAA;
        size_t length = utf8_put(code, bytes);
        if (utf8_decode(bytes, length, &back) != length || back != code)
            cr_assert_fail("U+%04X came back as U+%04X", (unsigned)code, (unsigned)back);
        if (length > 1 && utf8_decode(bytes, length - 1, &back) != 0)
            cr_assert_fail("U+%04X was taken though cut short", (unsigned)code);
    }
}

Test(utf8, bytes_are_those_of_the_standard)
{
    static const struct {
        uint32_t code;
        const char *bytes;
    } cases[] = {{'a', "a"},
                 {0x7F, "\x7f"},
                 {0x80, "\xc2\x80"},
                 {0x7FF, "\xdf\xbf"},
                 {0x800, "\xe0\xa0\x80"},
                 {0x2202, "\xe2\x88\x82"},
                 {0xFFFF, "\xef\xbf\xbf"},
                 {0x10000, "\xf0\x90\x80\x80"},
                 {0x26BD, "\xe2\x9a\xbd"},
                 {0x10FFFF, "\xf4\x8f\xbf\xbf"},
                 {0xD800, "\xef\xbf\xbd"},
                 {0x110000, "\xef\xbf\xbd"},
                 {0xFFFFFFFF, "\xef\xbf\xbd"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[5] = {0};
        size_t length = utf8_put(cases[i].code, bytes);
        cr_assert_eq(length, strlen(cases[i].bytes), "U+%04X", (unsigned)cases[i].code);
        cr_assert_str_eq(bytes, cases[i].bytes);
    }
}

Test(utf8, malformed_bytes_are_refused)
{
    static const char *const bad[] = {"\x80",
                                      "\xbf",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xe0\x80\x80",
                                      "\xe0\x9f\xbf",
                                      "\xf0\x80\x80\x80",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xed\xa0\x80",
                                      "\xed\xbf\xbf",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xff",
                                      "\xfe",
                                      "\xc2",
                                      "\xe2\x88",
                                      "\xf0\x90\x80",
                                      "\xc2z",
                                      "\xe2z\x82",
                                      "\xf0\x90z\x80"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t code = 42;
        size_t at = 99;
        cr_assert_eq(utf8_decode(bad[i], strlen(bad[i]), &code), 0, "case %zu", i);
        cr_assert_eq(code, 42);
        cr_assert_not(utf8_valid(bad[i], strlen(bad[i]), &at));
        cr_assert_eq(at, 0);
    }
}

Test(utf8, valid_says_where_the_first_bad_byte_is)
{
    size_t bad = 99;
    cr_assert(utf8_valid("", 0, &bad));
    cr_assert_eq(bad, 0);
    cr_assert(utf8_valid("a∂b", 5, &bad));
    cr_assert_eq(bad, 5);
    cr_assert_not(utf8_valid("a∂\xff", 5, &bad));
    cr_assert_eq(bad, 4);
    cr_assert_not(utf8_valid("ab\0c", 4, &bad), "a NUL is no text");
    cr_assert_eq(bad, 2);
    cr_assert_not(utf8_valid("a∂", 3, &bad), "cut short");
    cr_assert_eq(bad, 1);
    cr_assert(utf8_valid("a∂b", 5, NULL));
}

Test(utf8, next_walks_over_good_and_bad)
{
    const char *cursor = "a∂\xff\xe2\x88⚽", *start = cursor;
    static const uint32_t wanted[] = {'a', 0x2202, 0xFFFD, 0xFFFD, 0xFFFD, 0x26BD, 0, 0};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        cr_assert_eq(utf8_next(&cursor), wanted[i], "step %zu", i);
    cr_assert_eq(cursor - start, (ptrdiff_t)strlen(start), "the end is not passed");
}

Test(utf8, widths_are_those_of_a_terminal)
{
    static const uint32_t one[] = {' ',     'a',    '~',     0xA0,   0xAD,   0xE9,   0x3C3,  0x2202, 0x2219, 0x2299,
                                   0x1D70E, 0x2500, 0x2588,  0x2591, 0x2593, 0x25CF, 0x2800, 0x28FF, 0x2190, 0x2212,
                                   0x2713,  0x2026, 0x1FB00, 0xFFFD, 0x25B8, 0x2016, 0x2099, 0x209C, 0x2080};
    static const uint32_t two[] = {0x1100, 0x3042, 0x65E5, 0xAC00, 0xFF01, 0x26BD, 0x1F600, 0x20000, 0x3FFFD, 0x2705};
    static const uint32_t zero[] = {0x300,  0x303,  0x36F,  0x200B,  0x200D, 0x20D7,
                                    0xFE0F, 0xFEFF, 0x1160, 0xE0100, 0x5B0};
    static const uint32_t none[] = {0, '\t', '\n', 0x1B, 0x1F, 0x7F, 0x80, 0x9B, 0x9F, 0x2028, 0x2029};
    for (size_t i = 0; i < sizeof one / sizeof *one; i++)
        cr_assert_eq(utf8_width(one[i]), 1, "U+%04X", (unsigned)one[i]);
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        cr_assert_eq(utf8_width(two[i]), 2, "U+%04X", (unsigned)two[i]);
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
        cr_assert_eq(utf8_width(zero[i]), 0, "U+%04X", (unsigned)zero[i]);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        cr_assert_eq(utf8_width(none[i]), -1, "U+%04X", (unsigned)none[i]);
}

Test(utf8, whole_blocks_that_the_screens_draw_with_are_one_wide)
{
    static const uint32_t blocks[][2] = {{0x2500, 0x257F}, {0x2580, 0x259F}, {0x2800, 0x28FF}, {0x2200, 0x22FF},
                                         {0x2070, 0x209C}, {0x0391, 0x03C9}, {0x2190, 0x21FF}};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        for (uint32_t code = blocks[i][0]; code <= blocks[i][1]; code++)
            cr_assert_eq(utf8_width(code), 1, "U+%04X", (unsigned)code);
}

Test(utf8, columns_add_up)
{
    cr_assert_eq(utf8_columns(""), 0);
    cr_assert_eq(utf8_columns("abc"), 3);
    cr_assert_eq(utf8_columns("c\u0303\u209c ⊙ σ"), 6, "a tilde over c takes no column of its own");
    cr_assert_eq(utf8_columns("日本⚽"), 6);
    cr_assert_eq(utf8_columns("\x1b\xff"), 2, "a mark each");
}

Test(utf8, only_printable_characters_are_harmless)
{
    static const uint32_t harm[] = {0,    '\n',   '\t',   0x1B,   0x7F,   0x80,  0x9B,
                                    0x9F, 0x2028, 0x202A, 0x202E, 0x2066, 0x2069};
    static const uint32_t fine[] = {' ', '~', 0xA0, 0x2027, 0x202F, 0x2065, 0x206A, 0x26BD, 0x10FFFF};
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++)
        cr_assert_not(utf8_harmless(harm[i]), "U+%04X", (unsigned)harm[i]);
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        cr_assert(utf8_harmless(fine[i]), "U+%04X", (unsigned)fine[i]);
}
