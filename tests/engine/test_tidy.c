#include "engine/football/tidy.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/base/file.h"
#include "engine/football/simulator.h"

#define HEAD "sequence,step,x[m],target.y[m]\n"

static Dataset *parse_bytes(const char *bytes, size_t count)
{
    Error error = {0};
    Dataset *data = tidy_parse("dir/test.csv", bytes, count, 1, &error);
    cr_assert(data, "%zu:%zu: %s", error.line, error.column, error.message);
    return data;
}

static Dataset *parse(const char *text)
{
    return parse_bytes(text, strlen(text));
}

static void refuses_bytes(const char *bytes, size_t count, size_t line, size_t column, const char *saying)
{
    Error error = {0};
    char shown[1024];
    Dataset *data = tidy_parse("dir/test.csv", bytes, count, 1, &error);
    error_line(&error, shown, sizeof shown);
    cr_assert(data == NULL, "taken, but \"%s\" was expected", saying);
    cr_assert(error.kind == ERR_INPUT, "%s", shown);
    cr_assert(error.line == line && error.column == column, "expected %zu:%zu, not %s", line, column, shown);
    cr_assert_str_eq(error.file, "dir/test.csv");
    cr_assert(strstr(error.message, saying) && strstr(error.message, "expected"), "\"%s\" was expected in %s", saying,
              shown);
}

static void refuses(const char *text, size_t line, size_t column, const char *saying)
{
    refuses_bytes(text, strlen(text), line, column, saying);
}

static Text write_out(const Dataset *data)
{
    Text text = {0};
    tidy_write(data, &text);
    return text;
}

static bool same_columns(const Column *a, const Column *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool same = strcmp(a[i].name, b[i].name) == 0 && strcmp(a[i].unit, b[i].unit) == 0 &&
                    a[i].levels == b[i].levels && a[i].categorical == b[i].categorical && a[i].first == b[i].first &&
                    a[i].width == b[i].width;
        for (size_t k = 0; same && k < a[i].levels; k++)
            same = strcmp(a[i].level[k], b[i].level[k]) == 0;
        if (!same)
            return false;
    }
    return true;
}

static void check_same(const Dataset *a, const Dataset *b)
{
    cr_assert(a->D == b->D && a->K == b->K && a->rows == b->rows && a->sequences == b->sequences);
    cr_assert(a->features == b->features && a->targets == b->targets && a->loss == b->loss && a->metric == b->metric);
    cr_assert(same_columns(a->feature, b->feature, a->features) && same_columns(a->target, b->target, a->targets));
    cr_assert(a->many_to_one == b->many_to_one && a->longest == b->longest);
    cr_assert(memcmp(a->offset, b->offset, (a->sequences + 1) * sizeof *a->offset) == 0);
    cr_assert(memcmp(a->raw, b->raw, a->rows * a->D * sizeof *a->raw) == 0);
    cr_assert(memcmp(a->x, b->x, a->rows * a->D * sizeof *a->x) == 0);
    cr_assert(memcmp(a->y, b->y, a->rows * a->K * sizeof *a->y) == 0);
    cr_assert(memcmp(a->has_target, b->has_target, a->rows) == 0);
    cr_assert(memcmp(a->order, b->order, a->sequences * sizeof *a->order) == 0);
}

/* ---- what is read ---- */

Test(tidy, numbers_units_steps_and_lines_are_read)
{
    Dataset *data = parse("# a comment\n" HEAD "1,1,1.5,\n1,2,-2e-3,4\n\nb,1,+.5,5\n");
    cr_assert(data->sequences == 2 && data->rows == 3 && data->D == 1 && data->K == 1 && data->longest == 2);
    cr_assert_str_eq(data->name, "test.csv");
    cr_assert_str_eq(data->made_by, "data dir/test.csv");
    cr_assert_str_eq(data->feature[0].name, "x");
    cr_assert_str_eq(data->feature[0].unit, "m");
    cr_assert_str_eq(data->target[0].name, "y");
    cr_assert(data->raw[0] == 1.5 && data->raw[1] == -0.002 && data->raw[2] == 0.5);
    cr_assert(data->line[0] == 3 && data->line[1] == 4 && data->line[2] == 6);
    cr_assert(!data->has_target[0] && data->has_target[1] && data->has_target[2] && data->many_to_one);
    cr_assert(data->y[1] == 4 && data->loss == LOSS_SQUARED && data->metric == METRIC_MSE);
    cr_assert(strncmp(data->describe, "a comment\n", 10) == 0);
    dataset_free(data);
}

Test(tidy, words_become_levels_in_sorted_order)
{
    Dataset *data = parse("sequence,step,action,target\n1,1,shot,yes\n1,2,pass,no\n1,3,shot,no\n1,4,cross,no\n");
    cr_assert(data->D == 3 && data->K == 1 && data->loss == LOSS_BINARY && !data->many_to_one);
    cr_assert_str_eq(data->feature[0].level[0], "cross");
    cr_assert_str_eq(data->feature[0].level[2], "shot");
    cr_assert_str_eq(data->target[0].name, "target");
    cr_assert_str_eq(data->target[0].level[1], "yes");
    cr_assert(data->x[2] == 1 && data->x[0] == 0 && data->x[3 + 1] == 1 && data->x[9] == 1);
    cr_assert(data->y[0] == 1 && data->y[1] == 0);
    dataset_free(data);
}

Test(tidy, a_digit_with_an_e_behind_it_is_a_word)
{
    Dataset *data = parse("sequence,step,class,target.y[m]\n1,1,1e,1\n2,1,2E+,2\n");
    cr_assert(data->feature[0].categorical);
    cr_expect_str_eq(data->feature[0].level[0], "1e");
    dataset_free(data);
}

Test(tidy, a_target_of_three_words_is_one_of_three)
{
    Dataset *data = parse("sequence,step,x,target.next\n1,1,0,b\n1,2,1,\n1,3,1,c\n2,1,1,a\n");
    cr_assert(data->K == 3 && data->loss == LOSS_SOFTMAX && data->target[0].width == 3);
    static const real EXPECTED[] = {0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0};
    cr_assert(memcmp(data->y, EXPECTED, sizeof EXPECTED) == 0);
    dataset_free(data);
}

Test(tidy, several_targets_of_numbers_are_several_outputs)
{
    Dataset *data = parse("sequence,step,target.a,x,target.b[m]\n1,1,1,2,3\n1,2,4,5,6\n");
    cr_assert(data->K == 2 && data->D == 1 && data->y[1] == 3 && data->y[2] == 4 && data->raw[1] == 5);
    dataset_free(data);
}

Test(tidy, byte_order_mark_crlf_blanks_and_a_missing_last_newline_are_fine)
{
    Dataset *plain = parse("sequence,step,x,w,target\n1,1,2,a b,3\n1,2,4,c,5\n");
    Dataset *odd = parse("\xEF\xBB\xBFsequence, step,x\t,w,target\r\n1,1, 2 ,\"a b\" ,3\r\n   \r\n\n1 ,2,4, c,5");
    check_same(plain, odd);
    dataset_free(plain);
    dataset_free(odd);
}

Test(tidy, quoted_fields_hold_commas_quotes_newlines_and_blanks)
{
    Dataset *data = parse(
        "sequence,step,\"who, and \"\"how\"\"\",target\n1,1,\" a,\"\"b\"\"\",1\n1,2,\"c\nd\",2\n\"#3\",1,\"\"\"\",3\n");
    cr_assert_str_eq(data->feature[0].name, "who, and \"how\"");
    cr_assert_str_eq(data->feature[0].level[0], " a,\"b\"");
    cr_assert_str_eq(data->feature[0].level[1], "\"");
    cr_assert(strncmp(data->feature[0].level[2], "c", 1) == 0 && !strchr(data->feature[0].level[2], '\n'));
    cr_assert(data->line[2] == 5 && data->sequences == 2);
    dataset_free(data);
}

Test(tidy, nothing_from_a_file_can_drive_a_terminal)
{
    Dataset *data = parse("# \x1b[2J\nsequence,step,a\x1b[1m[\x07],target\n1,1,1,\x1b]0;x\n1,2,2,no\n");
    const char *texts[] = {data->describe, data->feature[0].name, data->feature[0].unit, data->target[0].level[0],
                           data->target[0].level[1]};
    for (size_t i = 0; i < 5; i++)
        cr_assert(!strchr(texts[i], '\x1b') && !strchr(texts[i], '\x07'));
    dataset_free(data);
}

Test(tidy, long_names_are_cut_at_a_whole_character)
{
    Dataset *data = parse("sequence,step,"
                          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaé,target\n1,1,1,1\n");
    cr_assert(strlen(data->feature[0].name) == 38);
    dataset_free(data);
}

Test(tidy, a_path_that_needs_quotes_gets_them)
{
    Error error = {0};
    const char text[] = HEAD "1,1,1,1\n";
    Dataset *data = tidy_parse("my files/a \"b\".csv", text, sizeof text - 1, 1, &error);
    cr_assert(data);
    cr_assert_str_eq(data->made_by, "data \"my files/a \\\"b\\\".csv\"");
    cr_assert_str_eq(data->name, "a \"b\".csv");
    dataset_free(data);
}

Test(tidy, what_is_measured_on_a_file_is_its_baseline_and_an_optimum_is_not_known)
{
    Dataset *numbers = parse("sequence,step,x,target.a,target.b\n1,1,0,1,10\n1,2,0,3,10\n1,3,0,,\n");
    cr_assert(fabs(dataset_truth(numbers, "baseline", "")->value - 0.5) < 1e-12); // (1 + 0) / 2
    cr_assert(fabs(numbers->spread) < 1e-12);
    cr_assert(dataset_truth(numbers, "optimum", "") == NULL);
    dataset_free(numbers);
    Dataset *words = parse("sequence,step,x,target\n1,1,0,a\n1,2,0,b\n1,3,0,a\n1,4,0,a\n");
    cr_assert(fabs(dataset_truth(words, "baseline", "")->value - 0.75) < 1e-12);
    cr_assert(fabs(words->spread - sqrt(0.75 * 0.25)) < 1e-12);
    dataset_free(words);
    Dataset *three = parse("sequence,step,x,target\n1,1,0,a\n1,2,0,b\n1,3,0,c\n1,4,0,c\n");
    cr_assert(fabs(dataset_truth(three, "baseline", "")->value - 0.5) < 1e-12);
    dataset_free(three);
}

/** blocks_apart - no block both trains and validates. */
static bool blocks_apart(const Dataset *data)
{
    for (size_t i = 0; i < data->train_count; i++)
        for (size_t j = data->train_count; j < data->sequences; j++)
            if (data->block[data->order[i]] == data->block[data->order[j]])
                return false;
    return true;
}

Test(tidy, sequences_of_a_block_go_together)
{
    Text text = {0};
    text_add(&text, "sequence,step,block,x,target\n");
    for (int s = 0; s < 24; s++)
        text_addf(&text, "%d,1,%d.half,%d,%d\n%d,2,%d.half,0,1\n", s, s / 4, s, s, s, s / 4);
    size_t chosen[24] = {0};
    for (uint64_t seed = 1; seed <= 20; seed++) {
        Error error = {0};
        Dataset *data = tidy_parse("t.csv", text_string(&text), text.length, seed, &error);
        cr_assert(data && data->D == 1 && data->blocks == 6 && data->block[5] == 1);
        cr_assert_eq(data->valid_count, 8); // two blocks of four are the first to hold a fifth of 24
        cr_assert_eq(data->train_count, 16);
        cr_assert(blocks_apart(data));
        for (size_t i = data->train_count; i < 24; i++)
            chosen[data->order[i]]++;
        if (seed == 1) {
            Text written = write_out(data);
            Dataset *again = parse_bytes(written.bytes, written.length);
            check_same(data, again);
            cr_assert(memcmp(data->block, again->block, 24 * sizeof *data->block) == 0);
            dataset_free(again);
            text_free(&written);
        }
        dataset_free(data);
    }
    for (size_t s = 0; s < 24; s++)
        cr_assert(chosen[s] > 0 && chosen[s] < 20, "block of sequence %zu: %zu of 20", s, chosen[s]);
    text_free(&text);
}

Test(tidy, one_block_alone_or_few_sequences_are_split_as_ever)
{
    Text text = {0};
    text_add(&text, "sequence,step,block,x,target\n");
    for (int s = 0; s < 12; s++)
        text_addf(&text, "%d,1,all,%d,%d\n", s, s, s);
    Dataset *data = parse_bytes(text.bytes, text.length);
    cr_assert(data->blocks == 1 && data->valid_count == 2 && data->train_count == 10);
    dataset_free(data);
    text_free(&text);
    data = parse("sequence,step,block,x,target\n1,1,a,1,2\n2,1,b,1,3\n");
    cr_assert(data->blocks == 2 && data->valid_count == 2 && data->train_count == 2);
    dataset_free(data);
    data = parse("sequence,step,x,block,target\n1,1,1,a,2\n1,2,1,b,3\n"); // a feature like any other
    cr_assert(data->block == NULL && data->D == 3);
    dataset_free(data);
}

/* ---- what is refused, and where ---- */

Test(tidy, a_block_that_changes_or_is_missing_is_refused)
{
    refuses("sequence,step,block,x,target\n1,1,a,1,2\n1,2,b,1,2\n", 3, 5, "within sequence 1; expected one block");
    refuses("sequence,step,block,x,target\n1,1,,1,2\n", 2, 5, "no block");
}

Test(tidy, a_row_of_another_width_is_refused)
{
    refuses(HEAD "1,1,2\n", 2, 5, "3 fields; expected 4");
    refuses(HEAD "1,1,2,3\n1,2,2,3,4\n", 3, 9, "5 fields; expected 4");
    refuses(HEAD "1\n", 2, 1, "1 field; expected 4");
}

Test(tidy, a_word_in_a_column_with_a_unit_is_refused)
{
    refuses(HEAD "1,1,2,3\n1,2,abc,3\n", 3, 5, "\"abc\" in column \"x[m]\"; expected a number");
    refuses(HEAD "1,1,2,0x10\n", 2, 7, "0x10");
    refuses(HEAD "1,1,1.2.3,1\n", 2, 5, "1.2.3");
    refuses(HEAD "1,1,1e,1\n", 2, 5, "expected a");
}

Test(tidy, a_mixture_is_refused_at_the_first_odd_field)
{
    refuses("sequence,step,x,target\n1,1,1,1\n1,2,two,1\n1,3,three,1\n", 3, 5, "among the numbers");
    refuses("sequence,step,x,target\n1,1,one,1\n1,2,two,1\n1,3,3,1\n", 4, 5, "among the words");
    refuses("sequence,step,x,target\n1,1,1,\n1,2,2,a\n1,3,2,7\n", 4, 7, "among the words");
}

Test(tidy, what_is_not_finite_is_refused)
{
    refuses(HEAD "1,1,1e999,3\n", 2, 5, "a finite number");
    refuses(HEAD "1,1,-nan,3\n", 2, 5, "a finite number");
    refuses("sequence,step,x,target\n1,1,inf,3\n", 2, 5, "a finite number");
    refuses("sequence,step,x,target\n1,1,1,-1e+400\n", 2, 7, "a finite number");
}

Test(tidy, an_empty_field_is_refused_unless_it_is_a_target)
{
    refuses(HEAD "1,1,,3\n", 2, 5, "nothing in column \"x\"; expected a number");
    refuses("sequence,step,x,target\n1,1,\"\",3\n", 2, 5, "nothing in column \"x\"; expected a value");
    refuses(HEAD ",1,2,3\n", 2, 1, "no sequence");
    refuses(HEAD "1,,2,3\n", 2, 3, "expected 1");
    refuses("sequence,step,x,target.a,target.b\n1,1,0,1,2\n1,2,0,1,\n", 3, 9, "nothing in target \"b\"");
}

Test(tidy, steps_run_from_one_without_a_gap)
{
    refuses(HEAD "1,0,2,3\n", 2, 3, "expected 1");
    refuses(HEAD "1,1,2,3\n1,3,2,3\n", 3, 3, "step \"3\" of sequence 1; expected 2");
    refuses(HEAD "1,1,2,3\n1,1,2,3\n", 3, 3, "expected 2");
    refuses(HEAD "1,1,2,3\n2,2,2,3\n", 3, 3, "expected 1");
    refuses(HEAD "1,1.0,2,3\n", 2, 3, "expected 1");
    refuses(HEAD "1,99999999999999999999999,2,3\n", 2, 3, "expected 1");
}

Test(tidy, a_sequence_that_comes_again_is_refused)
{
    refuses(HEAD "a,1,2,3\nb,1,2,3\na,1,2,3\n", 4, 1, "sequence a comes again");
}

Test(tidy, a_header_that_does_not_fit_is_refused)
{
    refuses("", 1, 1, "an empty file");
    refuses("# nothing\n\n", 3, 1, "an empty file");
    refuses("sequence\n", 1, 1, "expected sequence,step");
    refuses("step,sequence,x,target\n", 1, 1, "expected \"sequence\"");
    refuses("sequence,Step,x,target\n", 1, 10, "expected \"step\"");
    refuses("sequence,step,,target\n", 1, 15, "without a name");
    refuses("sequence,step,[m],target\n", 1, 15, "without a name");
    refuses("sequence,step,x[],target\n", 1, 15, "an empty unit");
    refuses("sequence,step,x,x[m],target\n", 1, 17, "a second column called \"x\"");
    refuses("sequence,step,x,target.y,target.y\n", 1, 26, "a second column called \"y\"");
    refuses("sequence,step,x\n1,1,1\n", 1, 1, "no target column");
    refuses("sequence,step,target\n1,1,1\n", 1, 1, "no feature column");
    refuses(HEAD, 2, 1, "no rows");
    refuses(HEAD "# and a comment", 2, 16, "no rows");
}

Test(tidy, files_by_other_rules_are_told_which_rules_are_ours)
{
    refuses("sequence;step;x;target\n1;1;0,5;1\n", 1, 1, "semicolons between the fields; expected commas");
    refuses("sequence\tstep\tx\ttarget\n1\t1\t2\t1\n", 1, 1, "tabs between the fields; expected commas");
    refuses("sequence,step,x,target\r1,1,2,1\r", 1, 1, "carriage return alone; expected newlines");
}

Test(tidy, targets_that_cannot_be_learnt_are_refused)
{
    refuses(HEAD "1,1,1,\n1,2,1,\n", 1, 20, "no target in any row");
    refuses("sequence,step,x,target\n1,1,1,\n1,2,1,\n", 1, 17, "no target in any row");
    refuses("sequence,step,x,target\n1,1,1,yes\n1,2,2,yes\n", 1, 17, "at least two different words");
    refuses("sequence,step,x,target.a,target.b\n1,1,1,yes,\n1,2,2,no,\n", 1, 26, "no target in any row");
}

Test(tidy, targets_beside_those_that_are_learnt_are_carried_along)
{
    Dataset *data = parse("sequence,step,x,target.next,target.goal,target.threat\n1,1,1,pass,,\n1,2,2,shot,no,0.5\n"
                          "2,1,2,pass,yes,0.25\n2,2,3,,,1\n");
    cr_assert(data->targets == 1 && data->K == 1 && data->loss == LOSS_BINARY && data->furthers == 2);
    cr_assert_str_eq(data->further[0].name, "goal");
    cr_assert_str_eq(data->further[0].level[1], "yes");
    cr_assert(isnan(data->beside[0]) && isnan(data->beside[1]) && isnan(data->beside[6]));
    cr_assert(data->beside[2] == 0 && data->beside[3] == 0.5 && data->beside[4] == 1 && data->beside[7] == 1);
    cr_assert(data->has_target[2] && !data->has_target[3]);
    Text text = write_out(data);
    Dataset *again = parse_bytes(text.bytes, text.length);
    check_same(data, again);
    cr_assert(again->furthers == 2 && memcmp(data->beside + 2, again->beside + 2, 4 * sizeof *data->beside) == 0);
    dataset_free(data);
    dataset_free(again);
    text_free(&text);
}

Test(tidy, columns_called_beside_are_carried_along_numbers_beside_numbers_too)
{
    Text text = {0};
    Dataset *data = parse("sequence,step,x[m],beside.x1[m],target.y[m],beside.who\n1,1,1,5,,a\n1,2,2,6,3,b\n2,1,4,7,8,\n");
    cr_assert(data->K == 1 && data->furthers == 2 && data->loss == LOSS_SQUARED);
    cr_assert(data->beside[0] == 5 && data->beside[2] == 6 && data->beside[3] == 1 && isnan(data->beside[5]));
    cr_assert(!data->has_target[0] && data->has_target[1] && data->y[2] == 8);
    tidy_write(data, &text);
    cr_assert(strstr(text_string(&text), "sequence,step,x[m],target.y[m],beside.x1[m],target.who\n"), "%s", text_string(&text));
    Dataset *again = parse_bytes(text.bytes, text.length);
    cr_assert(again->K == 1 && again->furthers == 2 && again->beside[4] == 7 && again->y[1] == 3);
    refuses("sequence,step,x[m],beside.y[m]\n1,1,2,3\n", 1, 1, "no target column");
    dataset_free(data);
    dataset_free(again);
    text_free(&text);
}

Test(tidy, words_after_numbers_and_a_second_question_of_words_are_carried_along)
{
    Dataset *numbers = parse("sequence,step,x,target.a,target.word,target.b\n1,1,1,1,,2\n1,2,2,,yes,\n");
    cr_assert(numbers->K == 2 && numbers->loss == LOSS_SQUARED && numbers->furthers == 1 && numbers->y[1] == 2);
    cr_assert_str_eq(numbers->metric_unit, "");
    Dataset *words = parse("sequence,step,x,target.a,target.b\n1,1,1,yes,no\n1,2,2,no,no\n");
    cr_assert(words->K == 1 && words->furthers == 1 && words->beside[1] == 0);
    dataset_free(numbers);
    dataset_free(words);
}

Test(tidy, quotes_that_do_not_fit_are_refused)
{
    refuses(HEAD "1,1,\"2,3\n1,2,3,4\n", 2, 5, "never closed");
    refuses(HEAD "1,1,\"2\"x,3\n", 2, 8, "behind a closing quote");
    refuses(HEAD "1,1,2\"\",3\n", 2, 6, "a quote inside a field");
}

Test(tidy, bytes_that_are_no_text_are_refused_where_they_are)
{
    static const char NUL[] = HEAD "1,1,\0,3\n", BAD[] = HEAD "1,1,\xFF,3\n",
                      LATIN[] = HEAD "1,1,\xE9"
                                     "a,3\n";
    refuses_bytes(NUL, sizeof NUL - 1, 2, 5, "NUL");
    refuses_bytes(BAD, sizeof BAD - 1, 2, 5, "0xFF is not UTF-8");
    refuses_bytes(LATIN, sizeof LATIN - 1, 2, 5, "0xE9 is not UTF-8");
}

Test(tidy, columns_of_errors_count_characters)
{
    refuses("sequence,step,größe,target\n1,1,é,a\n1,2,ü,b\n1,3,ö,c,d\n", 4, 9, "5 fields");
    refuses("\xEF\xBB\xBFsequence,stop,x,target\n", 1, 10, "\"stop\"");
}

Test(tidy, words_that_are_cut_to_the_same_are_refused)
{
    char text[256];
    const char *same = "0123456789abcdefghijklmnopqrstuvwxyz-------";
    snprintf(text, sizeof text, "sequence,step,x,target\n1,1,%s1,1\n1,2,%s2,2\n", same, same);
    refuses(text, 3, 5, "looks like another");
}

Test(tidy, words_that_are_numbers_once_they_are_cut_are_refused)
{
    refuses("sequence,step,x,target\n1,1,a,1\n1,2,111111111111111111111111111111111111111111111a,2\n", 3, 5,
            "looks like a number");
}

Test(tidy, a_name_that_is_cut_does_not_become_a_unit)
{
    Dataset *data = parse("sequence,step,[bcdefghijklmnopqrstuvwxyzabcdefghijkl]xyz,target\n1,1,1,2\n1,2,2,3\n");
    Text text = write_out(data);
    Dataset *again = parse_bytes(text.bytes, text.length);
    check_same(data, again);
    dataset_free(data);
    dataset_free(again);
    text_free(&text);
}

static Text repeat(const char *before, const char *piece, size_t times, const char *after)
{
    Text text = {0};
    text_add(&text, before);
    for (size_t i = 0; i < times; i++)
        text_add(&text, piece);
    text_add(&text, after);
    return text;
}

Test(tidy, a_huge_line_is_refused)
{
    Text digits = repeat(HEAD "1,1,", "1234567890", 200000, ",3\n"), commas = repeat(HEAD "1,1", ",", 2000000, "\n");
    Text quoted = repeat(HEAD "1,1,\"", "1234567890", 200000, "\",3\n"),
         columns = repeat("sequence,step", ",a", 5000, "\n");
    Text blanks = repeat(HEAD "1,1", " ", 2000000, ",1,1\n");
    refuses_bytes(digits.bytes, digits.length, 2, 1, "a line of more than 1048576 bytes");
    refuses_bytes(commas.bytes, commas.length, 2, 1, "a line of more than 1048576 bytes");
    refuses_bytes(quoted.bytes, quoted.length, 2, 5, "never closed");
    refuses_bytes(columns.bytes, columns.length, 1, 1, "5002 columns; expected at most 4096");
    refuses_bytes(blanks.bytes, blanks.length, 2, 1, "a line of more than");
    text_free(&digits);
    text_free(&commas);
    text_free(&quoted);
    text_free(&columns);
    text_free(&blanks);
}

Test(tidy, more_levels_than_make_sense_are_refused)
{
    Text text = {0};
    text_add(&text, "sequence,step,word,target\n");
    for (size_t i = 1; i <= 65537; i++)
        text_addf(&text, "1,%zu,w%zu,1\n", i, i);
    refuses_bytes(text.bytes, text.length, 65538, 9, "more than 65536 different words");
    text_free(&text);
}

Test(tidy, one_hot_columns_that_would_fill_the_memory_are_refused)
{
    Error error = {0};
    Text text = {0};
    text_add(&text, "sequence,step,word,target\n");
    for (size_t i = 1; i <= 40000; i++)
        text_addf(&text, "1,%zu,w%zu,1\n", i, i % 20000);
    Dataset *data = tidy_parse("test.csv", text.bytes, text.length, 1, &error);
    cr_assert(data == NULL && error.kind == ERR_LIMIT, "%s", error.message);
    cr_assert(strstr(error.message, "GB") && strcmp(error.file, "test.csv") == 0, "%s", error.message);
    text_free(&text);
}

/* ---- files ---- */

Test(tidy, a_file_that_is_not_there_is_an_error_of_the_file)
{
    Error error = {0};
    cr_assert(tidy_read("/nowhere/at/all.csv", 1, &error) == NULL);
    cr_assert(error.kind == ERR_FILE, "%s", error.message);
}

Test(tidy, a_file_is_read_and_known_by_its_hash)
{
    const char *folder = getenv("TMPDIR");
    Text path = {0};
    Error error = {0};
    uint64_t hash[2];
    file_join(&path, folder ? folder : "/tmp", "test_tidy.csv");
    for (size_t i = 0; i < 2; i++) {
        const char *text = i ? HEAD "1,1,2,3\n" : HEAD "1,1,2,4\n";
        cr_assert(file_write(text_string(&path), text, strlen(text), &error), "%s", error.message);
        Dataset *data = tidy_read(text_string(&path), 1, &error);
        cr_assert(data, "%s", error.message);
        cr_assert(strcmp(data->name, "test_tidy.csv") == 0 && data->y[0] == (i ? 3 : 4));
        cr_assert(strstr(data->made_by, text_string(&path)));
        hash[i] = data->hash;
        dataset_free(data);
    }
    cr_assert(hash[0] != 0 && hash[0] != hash[1]);
    cr_assert(tidy_read(folder ? folder : "/tmp", 1, &error) == NULL && error.kind == ERR_FILE, "%s", error.message);
    remove(text_string(&path));
    text_free(&path);
}

Test(tidy, a_path_too_long_for_the_command_leaves_it_empty)
{
    Error error = {0};
    Text path = {0};
    for (size_t i = 0; i < 100; i++)
        text_add(&path, "long/");
    text_add(&path, "name.csv");
    const char text[] = HEAD "1,1,2,3\n";
    Dataset *data = tidy_parse(text_string(&path), text, sizeof text - 1, 1, &error);
    cr_assert(data && data->made_by[0] == 0);
    cr_assert_str_eq(data->name, "name.csv");
    dataset_free(data);
    text_free(&path);
}

Test(tidy, real_matches_load)
{
    static const struct {
        const char *path;
        size_t sequences, rows, D, K;
        Loss loss;
    } REAL[] = {{"metrica_game3_home_paths.csv", 33, 825, 4, 2, LOSS_SQUARED},
                {"wyscout_2499719_next_event.csv", 18, 349, 13, 10, LOSS_SOFTMAX}};
    const char *top = getenv("top_srcdir");
    size_t present = 0;
    for (size_t i = 0; i < 2; i++) {
        Text folder = {0}, path = {0};
        Error error = {0};
        file_join(&folder, top ? top : ".", "../shared/real-data/tidy");
        file_join(&path, text_string(&folder), REAL[i].path);
        if (file_exists(text_string(&path))) {
            Dataset *data = tidy_read(text_string(&path), 1, &error);
            cr_assert(data, "%zu:%zu: %s", error.line, error.column, error.message);
            cr_assert(data->sequences == REAL[i].sequences && data->rows == REAL[i].rows);
            cr_assert(data->D == REAL[i].D && data->K == REAL[i].K && data->loss == REAL[i].loss && !data->many_to_one);
            cr_assert(data->hash != 0 && strncmp(data->describe, "# ", 2) != 0);
            dataset_free(data);
            present++;
        }
        text_free(&folder);
        text_free(&path);
    }
    if (present == 0)
        cr_skip_test("the excerpts of real matches are not here");
}

/* ---- there and back ---- */

static void check_round_trip(const Simulator *simulator, const double *knob)
{
    Error error = {0};
    Dataset *made = simulate(simulator, knob, 1, &error);
    cr_assert(made, "%s", error.message);
    Text text = write_out(made);
    Dataset *read = parse_bytes(text.bytes, text.length);
    check_same(made, read);
    dataset_free(made);
    dataset_free(read);
    text_free(&text);
}

Test(tidy, what_the_simulators_make_comes_back_the_same)
{
    check_round_trip(&SIGNAL_SIMULATOR, (double[]){20, 0.05, 1000});
    check_round_trip(&CARRY_SIMULATOR, (double[]){40, 1000});
}

Test(tidy, a_file_read_and_written_is_read_the_same_and_written_the_same)
{
    Dataset *first =
        parse("# who\n#\n# where\nsequence,step,\"a \"\"b\"\"\",z[m/s],target\n7,1,\"x, y\",0.1,\n7,2,#,1e-300,b\n"
              "k,1,\" \",12345678901234567890,a\nm,1,\"\xEF\xBF\xBD\",3.3333333333333335,c\n");
    Text once = write_out(first);
    Dataset *second = parse_bytes(once.bytes, once.length);
    Text twice = write_out(second);
    check_same(first, second);
    cr_assert_str_eq(first->describe, second->describe);
    cr_assert_str_eq(once.bytes, twice.bytes);
    dataset_free(first);
    dataset_free(second);
    text_free(&once);
    text_free(&twice);
}

Test(tidy, four_megabytes_are_read_in_no_time)
{
    Error error = {0};
    Dataset *made = simulate(&CARRY_SIMULATOR, (double[]){40, 4000}, 1, &error);
    cr_assert(made);
    Text text = write_out(made);
    cr_assert(text.length > 4000000);
    clock_t start = clock();
    Dataset *read = parse_bytes(text.bytes, text.length);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC; // of this process: 0.2 s; under a sanitizer some more
    cr_assert(seconds < 5, "%g s", seconds);
    dataset_free(made);
    dataset_free(read);
    text_free(&text);
}
