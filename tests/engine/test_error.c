#include "engine/base/error.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *line_of(const Error *error)
{
    static char line[1024];
    error_line(error, line, sizeof line);
    return line;
}

Test(error, failing_fills_the_error_and_returns_false)
{
    Error error = {0};
    cr_assert_not(fail(&error, ERR_SHAPE, "%d rows, wanted %d", 3, 4));
    cr_assert_eq(error.kind, ERR_SHAPE);
    cr_assert_str_eq(error.message, "3 rows, wanted 4");
    cr_assert_str_eq(error.file, "");
    cr_assert_eq(error.line, 0);
}

Test(error, the_first_failure_is_kept)
{
    Error error = {0};
    cr_assert_not(fail_at(&error, ERR_FILE, "a.csv", 1, 2, "first"));
    cr_assert_not(fail(&error, ERR_USE, "second"));
    cr_assert_not(fail_at(&error, ERR_INPUT, "b.csv", 3, 4, "third"));
    cr_assert_eq(error.kind, ERR_FILE);
    cr_assert_str_eq(line_of(&error), "a.csv:1:2: first");
}

Test(error, after_clearing_another_failure_fits)
{
    Error error = {0};
    fail_at(&error, ERR_FILE, "a.csv", 1, 2, "first");
    error_clear(&error);
    cr_assert_eq(error.kind, ERR_NONE);
    fail(&error, ERR_USE, "second");
    cr_assert_str_eq(line_of(&error), "second");
}

Test(error, a_place_is_given_only_where_none_is)
{
    Error error = {0};
    error_place(&error, "a.md", 1, 1);
    cr_assert_str_eq(error.file, "", "no error, no place");
    fail(&error, ERR_USE, "wrong");
    error_place(&error, "a.md", 7, 3);
    error_place(&error, "b.md", 8, 4);
    cr_assert_str_eq(line_of(&error), "a.md:7:3: wrong");
}

Test(error, a_line_number_keeps_its_column)
{
    Error error = {0};
    fail_at(&error, ERR_INPUT, NULL, 12, 0, "wrong");
    error_place(&error, "a.csv", 3, 9);
    cr_assert_str_eq(line_of(&error), "a.csv:12: wrong", "column 9 belongs to line 3, not to line 12");
}

Test(error, a_line_says_only_what_is_known)
{
    Error none = {0}, file = {0}, line = {0};
    cr_assert_str_eq(line_of(&none), "");
    fail_at(&file, ERR_FILE, "a.csv", 0, 0, "is a folder");
    cr_assert_str_eq(line_of(&file), "a.csv: is a folder");
    fail_at(&line, ERR_INPUT, NULL, 4, 2, "wrong");
    cr_assert_str_eq(line_of(&line), "line 4:2: wrong");
}

Test(error, control_characters_cannot_reach_the_terminal)
{
    Error error = {0};
    fail_at(&error, ERR_INPUT, "a\nb", 1, 1, "\x1b[2Jred \xc2\x9b \xe2\x80\xae \xff end\x7f");
    cr_assert_str_eq(line_of(&error), "a\uFFFDb:1:1: \uFFFD[2Jred \uFFFD \uFFFD \uFFFD end\uFFFD");
}

Test(error, a_small_line_is_cut_between_characters)
{
    Error error = {0};
    char line[6] = "xxxxx";
    fail(&error, ERR_USE, "ab∂h");
    error_line(&error, line, 5);
    cr_assert_str_eq(line, "ab", "∂ takes three bytes and there is room for two");
    error_line(&error, line, 6);
    cr_assert_str_eq(line, "ab∂");
    error_line(&error, line, 1);
    cr_assert_str_eq(line, "");
    line[0] = 'q';
    error_line(&error, line, 0);
    cr_assert_eq(line[0], 'q');
}

Test(error, a_long_message_is_cut_between_characters)
{
    char text[3 * 300 + 1];
    for (size_t i = 0; i < 300; i++)
        memcpy(text + 3 * i, "∂", 4);
    for (size_t shift = 0; shift < 3; shift++) {
        Error error = {0};
        fail(&error, ERR_USE, "%s%s", &"xx"[2 - shift], text);
        size_t length = strlen(error.message);
        cr_assert_lt(length, sizeof error.message);
        cr_assert_eq((length - shift) % 3, 0, "whole characters only, not %zu bytes", length);
        cr_assert_gt(length, 500);
    }
}

Test(error, of_a_long_path_the_end_is_kept)
{
    char path[1001];
    memset(path, 'a', sizeof path);
    memcpy(path + 990, "/lesson.md", 11);
    Error error = {0};
    fail_at(&error, ERR_FILE, path, 0, 0, "missing");
    cr_assert_eq(strlen(error.file), sizeof error.file - 1);
    cr_assert_eq(strncmp(error.file, "...a", 4), 0);
    cr_assert_str_eq(error.file + strlen(error.file) - 10, "/lesson.md");
    path[255] = '\0';
    Error fits = {0};
    fail_at(&fits, ERR_FILE, path, 0, 0, "missing");
    cr_assert_str_eq(fits.file, path, "255 characters fit");
}

Test(error, the_exit_status_follows_the_kind)
{
    static const struct {
        ErrorKind kind;
        int status;
    } cases[] = {{ERR_USE, 2},   {ERR_INPUT, 2}, {ERR_FILE, 2},    {ERR_SHAPE, 2},  {ERR_NUMBER, 2},
                 {ERR_LIMIT, 2}, {ERR_CLAIM, 1}, {ERR_STOPPED, 3}, {ERR_PROGRAM, 3}};
    Error none = {0};
    cr_assert_eq(error_status(&none), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Error error = {0};
        fail(&error, cases[i].kind, "x");
        cr_assert_eq(error_status(&error), cases[i].status, "kind %d", (int)cases[i].kind);
    }
}
