#include "app/command/parse.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

typedef struct Seen { char line[8][64]; size_t number[8], column[8], count; } Seen;

static bool see(const char *command, size_t line, size_t column, void *context, Error *error)
{
    (void)error;
    Seen *seen = context;
    snprintf(seen->line[seen->count], sizeof seen->line[0], "%s", command);
    seen->number[seen->count] = line;
    seen->column[seen->count++] = column;
    return true;
}

Test(parse, splits_at_semicolons_and_newlines_and_drops_comments)
{
    Seen seen = {0};
    Error error = {0};
    cr_assert(line_split("view unroll; goto 3 # here\n# all of it\n  print \"a;b\"  ;;\nunit 2", see, &seen, &error));
    cr_assert_eq(seen.count, 4);
    cr_expect_str_eq(seen.line[0], "view unroll");
    cr_expect_str_eq(seen.line[1], "goto 3");
    cr_expect_eq(seen.column[1], 14);
    cr_expect_str_eq(seen.line[2], "print \"a;b\"");
    cr_expect_eq(seen.number[2], 3);
    cr_expect_eq(seen.column[2], 3);
    cr_expect_eq(seen.number[3], 4);
}

static void refused(const char *line, const char *words, size_t column)
{
    Arguments arguments;
    Error error = {0};
    cr_assert(!arguments_parse(line, &arguments, &error), "%s", line);
    cr_expect_eq(error.kind, ERR_USE);
    cr_expect(strstr(error.message, words), "%s: %s", line, error.message);
    cr_expect_eq(error.column, column, "%s: column %zu", line, error.column);
}

Test(parse, says_what_was_wrong_where_and_what_would_be_right)
{
    refused("trian updates=3", "did you mean `train`", 1);
    refused("frobnicate", "`help` lists", 1);
    refused("train update=3", "did you mean `updates`", 7);
    refused("train updates=0", "from 1 to", 7);
    refused("train updates=3 updates=4", "given twice", 17);
    refused("train updates=-3", "whole number", 7);
    refused("train lr=nan", "number from", 7);
    refused("train lr=1e999", "number from", 7);
    refused("model elman", "it can be: rnn lstm gru mlp", 7);
    refused("model rnn name=2x", "is not a name", 11);
    refused("model rnn hidden=99999999999999999999", "whole number", 11);
    refused("goto", "goto needs step", 0);
    refused("goto 3 4", "too much", 8);
    refused("data \"carry", "not closed", 6);
    refused("", "no command", 1);
}

Test(parse, fills_the_options_of_the_row)
{
    Arguments arguments;
    Error error = {0};
    cr_assert(arguments_parse("  model rnn hidden=32 name=\"a-b\" gain=1.5", &arguments, &error), "%s", error.message);
    cr_expect_str_eq(arguments.command->name, "model");
    cr_expect_str_eq(argument_text(&arguments, "type", ""), "rnn");
    cr_expect_eq(argument_count(&arguments, "hidden", 16), 32);
    cr_expect_str_eq(argument_text(&arguments, "name", ""), "a-b");
    cr_expect_eq(argument_number(&arguments, "gain", 1), 1.5);
    cr_expect_not(argument_given(&arguments, "seed"));
    cr_expect_eq(argument_count(&arguments, "seed", 7), 7);
    arguments_free(&arguments);
}

Test(parse, leaves_a_whole_line_as_it_stands)
{
    Arguments arguments;
    Error error = {0};
    cr_assert(arguments_parse("print  norm(dh[1]) == 3", &arguments, &error));
    cr_expect_str_eq(arguments.rest, "norm(dh[1]) == 3");
    cr_expect_eq(arguments.rest_column, 8);
    arguments_free(&arguments);
}

Test(parse, keeps_words_beyond_the_row_for_open_commands)
{
    Arguments arguments;
    Error error = {0};
    cr_assert(arguments_parse("data carry length=9 seed=4", &arguments, &error), "%s", error.message);
    const Word *extra = argument_extra(&arguments, 0);
    cr_assert_not_null(extra);
    cr_expect_str_eq(extra->key, "length");
    cr_expect_str_eq(extra->text, "9");
    cr_expect_null(argument_extra(&arguments, 1));
    arguments_free(&arguments);
}

Test(parse, takes_no_more_words_than_it_has_room_for)
{
    Text line = {0};
    text_add(&line, "set Wh");
    for (int i = 0; i < WORDS_MAX + 3; i++)
        text_add(&line, " 1");
    Arguments arguments;
    Error error = {0};
    cr_expect_not(arguments_parse(text_string(&line), &arguments, &error));
    cr_expect(strstr(error.message, "words"));
    text_free(&line);
}
