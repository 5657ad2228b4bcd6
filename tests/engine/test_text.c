#include "engine/base/text.h"

#include <criterion/criterion.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/random.h"

static void assert_visible(const char *bytes, size_t count, bool keep_lines, const char *wanted)
{
    Text text = {0};
    text_add_visible(&text, bytes, count, keep_lines);
    cr_assert_str_eq(text_string(&text), wanted);
    text_free(&text);
}

Test(text, an_empty_text_is_an_empty_string)
{
    Text text = {0};
    cr_assert_str_eq(text_string(&text), "");
    text_clear(&text);
    text_add(&text, "");
    cr_assert_str_eq(text.bytes, "");
    text_free(&text);
    text_free(&text);
    cr_assert_null(text.bytes);
}

Test(text, grows_by_strings_bytes_and_formats)
{
    Text text = {0};
    text_add(&text, "h");
    text_addf(&text, "[%d]", 5);
    text_add_bytes(&text, " = 0 and more", 4);
    text_addf(&text, "%s", "");
    text_add_bytes(&text, NULL, 0);
    cr_assert_str_eq(text.bytes, "h[5] = 0");
    cr_assert_eq(text.length, 8);
    text_clear(&text);
    cr_assert_str_eq(text_string(&text), "");
    text_add(&text, "again");
    cr_assert_str_eq(text_string(&text), "again");
    text_free(&text);
}

Test(text, grows_over_many_sizes)
{
    Text text = {0};
    for (size_t i = 0; i < 5000; i++) {
        text_addf(&text, "%zu", i % 10);
        cr_assert_eq(text.length, i + 1);
        cr_assert_eq(text.bytes[i + 1], '\0');
    }
    char *padded = malloc(3001);
    memset(padded, 'x', 3000);
    padded[3000] = '\0';
    text_addf(&text, "<%s>", padded);
    cr_assert_eq(text.length, 8002);
    cr_assert_eq(text.bytes[8001], '>');
    free(padded);
    text_free(&text);
}

Test(text, may_hold_zeros)
{
    Text text = {0};
    text_add_bytes(&text, "a\0b", 3);
    cr_assert_eq(text.length, 3);
    cr_assert_eq(memcmp(text.bytes, "a\0b", 4), 0);
    text_free(&text);
}

Test(text, visible_leaves_honest_text_alone)
{
    const char *honest = "∂L/∂hₜ, c̃ₜ ⊙ σ — naïve 日本 ⚽ ⢀⣀ ░▒▓";
    assert_visible(honest, strlen(honest), false, honest);
    assert_visible("", 0, false, "");
}

Test(text, visible_disarms_control_characters)
{
    assert_visible("\x1b]0;title\x07", 10, true, "\uFFFD]0;title\uFFFD");
    assert_visible("a\0b", 3, true, "a\uFFFDb");
    assert_visible("\x7f\xc2\x80\xc2\x9f\xc2\xa0", 7, true, "\uFFFD\uFFFD\uFFFD\u00A0");
    assert_visible("\u202e\u2066\u2029", 9, true, "\uFFFD\uFFFD\uFFFD");
}

Test(text, visible_keeps_lines_when_asked)
{
    assert_visible("a\tb\n\r", 5, true, "a\tb\n\uFFFD");
    assert_visible("a\tb\n\r", 5, false, "a\uFFFDb\uFFFD\uFFFD");
}

Test(text, visible_replaces_each_malformed_byte)
{
    assert_visible("\xff\xc0\x80z", 4, false, "\uFFFD\uFFFD\uFFFDz");
    assert_visible("\xe2\x88", 2, false, "\uFFFD\uFFFD");     // cut short
    assert_visible("\xe2\x88\x82", 2, false, "\uFFFD\uFFFD"); // does not look past count
}

Test(text, visible_text_is_always_valid_and_harmless)
{
    Rng rng = rng_stream(1, "bytes", 0);
    for (int round = 0; round < 300; round++) {
        char bytes[64];
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)rng_below(&rng, 256);
        Text text = {0};
        text_add_visible(&text, bytes, sizeof bytes, false);
        cr_assert(utf8_valid(text.bytes, text.length, NULL));
        const char *cursor = text.bytes;
        for (uint32_t code; (code = utf8_next(&cursor)) != 0;)
            cr_assert(utf8_harmless(code) && utf8_width(code) >= 0, "U+%04X", (unsigned)code);
        text_free(&text);
    }
}

Test(text, numbers_are_read_strictly)
{
    static const struct {
        const char *string;
        double value;
    } good[] = {{"0", 0},
                {"1e-3", 1e-3},
                {"-.5", -.5},
                {"+5.", 5},
                {"007", 7},
                {"1E+2", 100},
                {"0.1", 0.1},
                {"1e-400", 0},
                {"4.9e-324", 4.9e-324},
                {"1.7976931348623157e308", DBL_MAX},
                {"123456789012345678901234567890", 123456789012345678901234567890.0}};
    static const char *const bad[] = {"",    " 1",    "1 ",  "1\n",    "+",        "-",     ".",
                                      "e5",  "1e",    "1e+", "1.2.3",  "--1",      "0x10",  "0x1p3",
                                      "inf", "-INF",  "nan", "NaN(1)", "infinity", "1e999", "-1e999",
                                      "1,5", "1_000", "1d3", "½",      "１",       "1e5.0", "1f"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double value = -1;
        cr_assert(text_number(good[i].string, &value), "%s", good[i].string);
        cr_assert_eq(value, good[i].value, "%s gave %.17g", good[i].string, value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 42;
        cr_assert_not(text_number(bad[i], &value), "\"%s\" was taken for %g", bad[i], value);
        cr_assert_eq(value, 42, "a refused number changes nothing");
    }
}

Test(text, minus_zero_is_read_as_it_is)
{
    double value = 1;
    cr_assert(text_number("-0", &value));
    cr_assert(value == 0 && signbit(value));
}

Test(text, counts_are_digits_only)
{
    size_t count = 9;
    char most[32], more[32];
    snprintf(most, sizeof most, "%zu", SIZE_MAX);
    cr_assert(text_count("0", &count) && count == 0);
    cr_assert(text_count("0042", &count) && count == 42);
    cr_assert(text_count(most, &count) && count == SIZE_MAX);
    snprintf(more, sizeof more, "%zu", SIZE_MAX);
    more[strlen(more) - 1]++; // ...615 + 1: no carry is needed
    static const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "1.0", "1e3", "x", "0x1"};
    count = 42;
    cr_assert_not(text_count(more, &count));
    snprintf(more, sizeof more, "%zu0", SIZE_MAX);
    cr_assert_not(text_count(more, &count));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_assert_not(text_count(bad[i], &count), "\"%s\"", bad[i]);
    cr_assert_eq(count, 42);
}

Test(text, numbers_are_shown_short)
{
    static const struct {
        double number;
        int digits;
        const char *shown;
    } cases[] = {{0.0123, 3, "0.0123"},
                 {3.1e-9, 3, "3.1e-09"},
                 {-12, 3, "-12"},
                 {0, 3, "0"},
                 {-0.0, 3, "0"},
                 {1e6, 3, "1e+06"},
                 {1234, 4, "1234"},
                 {1234, 3, "1.23e+03"},
                 {0.1, 17, "0.1"},
                 {0.1, 16, "0.1"},
                 {1.0 / 3, 17, "0.3333333333333333"},
                 {0.1 + 0.2, 17, "0.30000000000000004"},
                 {2.0 / 3, 2, "0.67"},
                 {9.99, 1, "1e+01"},
                 {4.9e-324, 3, "4.94e-324"},
                 {-DBL_MAX, 17, "-1.7976931348623157e+308"},
                 {5, 0, "5"},
                 {5.25, 99, "5.25"},
                 {INFINITY, 3, "inf"},
                 {-INFINITY, 3, "-inf"},
                 {NAN, 3, "nan"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[25];
        text_show_number(out, sizeof out, cases[i].number, cases[i].digits);
        cr_assert_str_eq(out, cases[i].shown);
    }
}

Test(text, seventeen_digits_give_back_the_number)
{
    Rng rng = rng_stream(1, "numbers", 0);
    for (int i = 0; i < 20000; i++) {
        double number = ldexp(rng_between(&rng, -1, 1), (int)rng_below(&rng, 2000) - 1000), back = 0;
        char out[25];
        text_show_number(out, sizeof out, number, 17);
        cr_assert(text_number(out, &back), "%s", out);
        cr_assert_eq(back, number, "%s", out);
    }
}

Test(text, a_number_that_does_not_fit_is_not_cut)
{
    char out[8] = "zzzzzzz";
    text_show_number(out, 5, 12345, 5);
    cr_assert_str_eq(out, "####", "1234 would be another number");
    text_show_number(out, 6, 12345, 5);
    cr_assert_str_eq(out, "12345");
    text_show_number(out, 1, 12345, 5);
    cr_assert_str_eq(out, "");
    out[0] = 'q';
    text_show_number(out, 0, 12345, 5);
    cr_assert_eq(out[0], 'q');
}

Test(text, the_locale_of_the_program_changes_no_number)
{
    static const char *const with_comma[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8", "de_AT.UTF-8"};
    const char *set = NULL;
    for (size_t i = 0; set == NULL && i < sizeof with_comma / sizeof *with_comma; i++)
        set = setlocale(LC_ALL, with_comma[i]);
    if (set == NULL)
        cr_skip_test("no locale with a decimal comma is installed");
    double value = 0;
    char out[25];
    cr_assert(text_number("1.5", &value) && value == 1.5);
    cr_assert_not(text_number("1,5", &value));
    text_show_number(out, sizeof out, 1.5, 17);
    cr_assert_str_eq(out, "1.5");
    cr_assert_str_eq(localeconv()->decimal_point, ",", "and the locale is as it was");
}

Test(text, the_nearest_name_is_what_was_meant)
{
    static const char *const names[] = {"goto", "train", "print",     "predict", "lstm",
                                        "gru",  "rnn",   "gradients", "h",       "seed"};
    static const char *const cases[][2] = {
        {"gto", "goto"}, {"trian", "train"}, {"LSMT", "lstm"},   {"prnit", "print"},  {"grad", "gradients"},
        {"gur", "gru"},  {"sed", "seed"},    {"traim", "train"}, {"pred", "predict"}, {"gradeints", "gradients"}};
    size_t count = sizeof names / sizeof *names;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *nearest = text_nearest(cases[i][0], names, count);
        cr_assert_not_null(nearest, "%s", cases[i][0]);
        cr_assert_str_eq(nearest, cases[i][1], "%s gave %s", cases[i][0], nearest);
    }
}

Test(text, nothing_is_suggested_where_nothing_is_near)
{
    static const char *const names[] = {"goto", "train", "h", ""};
    char endless[1001];
    memset(endless, 'g', 1000);
    endless[1000] = '\0';
    const char *const one[] = {endless};
    cr_assert_null(text_nearest("zebra", names, 4));
    cr_assert_null(text_nearest("c", names, 4), "one letter is not near another");
    cr_assert_null(text_nearest("", names, 4));
    cr_assert_null(text_nearest("goto", names, 0));
    cr_assert_null(text_nearest(endless, names, 4));
    cr_assert_null(text_nearest("ggg1", one, 1));
}

Test(text, of_equally_near_names_the_first_is_taken)
{
    static const char *const names[] = {"bat", "cat"};
    cr_assert_eq(text_nearest("hat", names, 2), names[0]);
    cr_assert_eq(text_nearest("cat", names, 2), names[1], "an equal one is nearest");
}

Test(text, sameness_ignores_ascii_case_only)
{
    cr_assert(text_same("LSTM", "lstm"));
    cr_assert(text_same("", ""));
    cr_assert_not(text_same("lstm", "lst"));
    cr_assert_not(text_same("lst", "lstm"));
    cr_assert_not(text_same("Ä", "ä"));
    cr_assert_not(text_same("[", "{"), "they differ in the bit that tells A from a");
}
