#include "lessons/lesson.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"

#define FENCE "```"
static const char HEAD[] = "# Title\n\n## One\n\n"; // four lines: what follows begins on line 5

static Lesson *parse(const char *text)
{
    Error error = {0};
    Lesson *lesson = lesson_parse("course/07-try.md", text, strlen(text), &error);
    char line[900];
    error_line(&error, line, sizeof line);
    cr_assert_not_null(lesson, "%s", line);
    return lesson;
}

static Lesson *parse_step(const char *text)
{
    Text whole = {0};
    text_addf(&whole, "%s%s", HEAD, text);
    Lesson *lesson = parse(text_string(&whole));
    text_free(&whole);
    return lesson;
}

/* The whole line a person reads. */
static void refuses_bytes(const char *bytes, size_t count, const char *expected)
{
    Error error = {0};
    char line[900];
    Lesson *lesson = lesson_parse("bad.md", bytes, count, &error);
    cr_assert_null(lesson, "accepted, expected %s", expected);
    error_line(&error, line, sizeof line);
    cr_assert_str_eq(line, expected);
    cr_assert_eq(error_status(&error), 2);
}

static void refuses(const char *block, const char *expected)
{
    Text whole = {0};
    text_addf(&whole, "%s%s", HEAD, block);
    refuses_bytes(whole.bytes, whole.length, expected);
    text_free(&whole);
}

Test(lesson, level_two_headings_begin_steps)
{
    Lesson *lesson =
        parse("# The *whole* `course`\n\nHello.\n\n## First\n\ntext\n\nSecond\n------\n\n### Under\n\n> ## no step\n");
    cr_assert_str_eq(lesson->title, "The whole course");
    cr_assert_str_eq(lesson->name, "07-try");
    cr_assert_str_eq(lesson->path, "course/07-try.md");
    cr_assert_eq(lesson->intros, 1);
    cr_assert_eq(lesson->steps, 2);
    cr_assert_str_eq(lesson->step[0].title, "First");
    cr_assert_eq(lesson->step[0].line, 5);
    cr_assert_str_eq(lesson->step[1].title, "Second");
    cr_assert_eq(lesson->step[1].blocks, 2);
    cr_assert_eq(lesson->step[1].block[0].depth, 3);
    cr_assert_eq(lesson->step[1].block[0].line, 12);
    lesson_free(lesson);
}

Test(lesson, without_a_level_one_heading_the_name_is_the_title)
{
    Lesson *lesson = parse("## One\n");
    cr_assert_str_eq(lesson->title, "07-try");
    cr_assert_eq(lesson->step[0].blocks, 0);
    lesson_free(lesson);
}

Test(lesson, prose_keeps_its_styles)
{
    Lesson *lesson = parse_step("plain *em* **strong** `co de` [link](x.md)\nnext \\\nbroken\n");
    const Block *block = &lesson->step[0].block[0];
    const SpanStyle styles[] = {SPAN_PLAIN, SPAN_EMPHASIS, SPAN_PLAIN, SPAN_STRONG, SPAN_PLAIN,
                                SPAN_CODE,  SPAN_PLAIN,    SPAN_LINK,  SPAN_PLAIN};
    cr_assert_eq(block->kind, BLOCK_PARAGRAPH);
    cr_assert_eq(block->spans, 9);
    for (size_t i = 0; i < 9; i++)
        cr_assert_eq(block->span[i].style, styles[i], "span %zu", i);
    cr_assert_str_eq(block->span[5].text, "co de");
    cr_assert_str_eq(block->span[8].text, " next \nbroken");
    lesson_free(lesson);
}

Test(lesson, lists_quotes_rules_and_other_fences_are_prose)
{
    Lesson *lesson = parse_step("3. three\n4. four\n   - inner\n\n> said\n\n***\n\n" FENCE "c\nint x;\n\n  y;\n" FENCE
                                "\n\n    indented\n\n<!-- the author's own -->\n");
    const Step *step = &lesson->step[0];
    const BlockKind kinds[] = {BLOCK_ITEM, BLOCK_ITEM,     BLOCK_ITEM,    BLOCK_QUOTE,
                               BLOCK_RULE, BLOCK_VERBATIM, BLOCK_VERBATIM};
    cr_assert_eq(step->blocks, 7);
    for (size_t i = 0; i < 7; i++)
        cr_assert_eq(step->block[i].kind, kinds[i], "block %zu", i);
    cr_assert_eq(step->block[0].number, 3);
    cr_assert_eq(step->block[1].number, 4);
    cr_assert_eq(step->block[2].number, 0);
    cr_assert_eq(step->block[2].depth, 2);
    cr_assert_str_eq(step->block[5].span[0].text, "int x;\n\n  y;");
    cr_assert_str_eq(step->block[6].span[0].text, "indented");
    lesson_free(lesson);
}

Test(lesson, a_fence_with_a_word_of_its_own_is_prose)
{
    static const char *const words[] = {
        "text", "python", "bash", "sh", "json", "console", "c title=x", "questionnaire-of-long-name", "csv"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char block[80];
        snprintf(block, sizeof block, FENCE "%s\n1 < 2\n" FENCE "\n", words[i]);
        Lesson *lesson = parse_step(block);
        cr_assert_eq(lesson->step[0].block[0].kind, BLOCK_VERBATIM, "%s", words[i]);
        lesson_free(lesson);
    }
    Lesson *lesson = parse_step("~~~ expect of all\n1 < 2 # bound: so\n~~~\n");
    cr_assert_eq(lesson->step[0].block[0].kind, BLOCK_EXPECT, "tildes and further words make no difference");
    lesson_free(lesson);
}

Test(lesson, commands_lose_comments_and_keep_their_lines)
{
    Lesson *lesson =
        parse_step(FENCE "backpass\n# all of it\ndata carry length=40\n\n\tmodel rnn hidden=16  # small\r\n"
                         "set Wh[1][2] 0.5\n" FENCE "\n");
    const Block *block = &lesson->step[0].block[0];
    cr_assert_eq(block->kind, BLOCK_COMMANDS);
    cr_assert_eq(block->line, 5);
    cr_assert_eq(block->sources, 3);
    cr_assert_str_eq(block->source[0].text, "data carry length=40");
    cr_assert_eq(block->source[0].line, 7);
    cr_assert_str_eq(block->source[1].text, "model rnn hidden=16");
    cr_assert_eq(block->source[1].line, 9);
    cr_assert_eq(block->source[2].line, 10);
    lesson_free(lesson);
}

Test(lesson, claims_carry_kind_comment_and_line)
{
    Lesson *lesson =
        parse_step("- in a list\n\n  " FENCE "expect\n  norm(dh[1]) < 1 # bound: it: shrinks\n\n  1 == 1 #identity\n"
                   "  2 > 1 # empirical : margin 1\n  " FENCE "\n");
    const Block *block = &lesson->step[0].block[1];
    cr_assert_eq(block->claims, 3);
    cr_assert_str_eq(block->claim[0].expression, "norm(dh[1]) < 1");
    cr_assert_eq(block->claim[0].kind, CLAIM_BOUND);
    cr_assert_str_eq(block->claim[0].comment, "it: shrinks");
    cr_assert_eq(block->claim[0].line, 8);
    cr_assert_eq(block->claim[1].kind, CLAIM_IDENTITY);
    cr_assert_str_eq(block->claim[1].comment, "");
    cr_assert_eq(block->claim[1].line, 10);
    cr_assert_eq(block->claim[2].kind, CLAIM_EMPIRICAL);
    lesson_free(lesson);
}

Test(lesson, a_question_has_answer_margin_wrong_answers_and_hints)
{
    Lesson *lesson = parse_step(
        FENCE "question\nask: By what factor\n  does it shrink?\nanswer: norm(dh[40]) / norm(dh[1])\n"
              "accept: within a factor of 10\nrefuse: 1, 40\nrefuse: -2.5\nhint: Read.\nhint: Subtract.\n" FENCE "\n");
    const Question *question = &lesson->step[0].block[0].question;
    cr_assert_str_eq(question->ask, "By what factor does it shrink?");
    cr_assert_str_eq(question->answer, "norm(dh[40]) / norm(dh[1])");
    cr_assert_eq(question->accept, ACCEPT_FACTOR);
    cr_assert_eq(question->margin, 10.0);
    cr_assert_eq(question->refuses, 3);
    cr_assert_eq(question->refuse[1], 40.0);
    cr_assert_eq(question->refuse[2], -2.5);
    cr_assert_eq(question->hints, 2);
    cr_assert_str_eq(question->hint[1], "Subtract.");
    cr_assert_eq(question->line, 5);
    lesson_free(lesson);
}

static void accepts(const char *accept, AcceptKind kind, double margin)
{
    char block[200];
    snprintf(block, sizeof block, FENCE "question\nask: a\nanswer: 1\n%s\n" FENCE "\n", accept);
    Lesson *lesson = parse_step(block);
    const Question *question = &lesson->step[0].block[0].question;
    cr_assert_eq(question->accept, kind, "%s", accept);
    cr_assert_eq(question->margin, margin, "%s", accept);
    lesson_free(lesson);
}

Test(lesson, margins_are_factors_percents_and_differences)
{
    accepts("accept: within 5 %", ACCEPT_PERCENT, 5);
    accepts("accept: within 0.5%", ACCEPT_PERCENT, 0.5);
    accepts("accept: within 1e-3", ACCEPT_ABSOLUTE, 1e-3);
    accepts("accept: within a factor of 2", ACCEPT_FACTOR, 2);
    accepts("accept: exactly", ACCEPT_ABSOLUTE, 0);
    accepts("", ACCEPT_ABSOLUTE, 0);
    accepts("choices: it grows | it shrinks", ACCEPT_CHOICE, 0);
}

Test(lesson, a_challenge_has_goal_and_solution_lines)
{
    Lesson *lesson =
        parse_step(FENCE "challenge\ntask: Save it.\ngoal: 1 < 2\nsolution: init orthogonal; ; scale Wh 1.5\n"
                         "solution: view gradients\nhint: h\n" FENCE "\n");
    const Challenge *challenge = &lesson->step[0].block[0].challenge;
    cr_assert_str_eq(challenge->task, "Save it.");
    cr_assert_str_eq(challenge->goal, "1 < 2");
    cr_assert_eq(challenge->solutions, 3);
    cr_assert_str_eq(challenge->solution[1].text, "scale Wh 1.5");
    cr_assert_eq(challenge->solution[1].line, 8);
    cr_assert_eq(challenge->solution[2].line, 9);
    cr_assert_eq(challenge->hints, 1);
    lesson_free(lesson);
}

Test(lesson, nothing_in_it_can_drive_a_terminal)
{
    Lesson *lesson = parse_step("a\033[2Jb `\x07` \xe2\x80\xae.\n\n" FENCE "question\nask: \033]0;x\nanswer: 1\n" FENCE
                                "\n\n" FENCE "backpass\nview\033states\n" FENCE "\n\n" FENCE "\n\033[m\n" FENCE "\n");
    const Step *step = &lesson->step[0];
    cr_assert_str_eq(step->block[0].span[0].text, "a\xef\xbf\xbd[2Jb ");
    cr_assert_str_eq(step->block[0].span[1].text, "\xef\xbf\xbd");
    cr_assert_str_eq(step->block[0].span[2].text, " \xef\xbf\xbd.");
    cr_assert_null(strchr(step->block[1].question.ask, 27));
    cr_assert_null(strchr(step->block[2].source[0].text, 27));
    cr_assert_null(strchr(step->block[3].span[0].text, 27));
    lesson_free(lesson);
}

Test(lesson, front_matter_is_skipped_and_lines_still_count)
{
    Lesson *lesson = parse("---\nauthor: a\n---\n# T\n\n## S\n");
    cr_assert_str_eq(lesson->title, "T");
    cr_assert_eq(lesson->steps, 1);
    cr_assert_eq(lesson->step[0].line, 6);
    lesson_free(lesson);
}

Test(lesson, windows_line_ends_and_a_byte_order_mark_are_fine)
{
    Lesson *lesson = parse("\xef\xbb\xbf# T\r\n\r\n## S\r\n\r\n" FENCE "expect\r\n1 < 2 # bound: so\r\n" FENCE "\r\n");
    cr_assert_str_eq(lesson->title, "T");
    cr_assert_str_eq(lesson->step[0].block[0].claim[0].comment, "so");
    cr_assert_eq(lesson->step[0].block[0].claim[0].line, 6);
    lesson_free(lesson);
}

Test(lesson, text_that_is_not_a_lesson_is_refused)
{
    refuses_bytes("", 0, "bad.md:1:1: no step: a heading with ## begins one");
    refuses_bytes("# Only a title\n", 15, "bad.md:1:1: no step: a heading with ## begins one");
    refuses_bytes("## A\n\nab\xff"
                  "c\n",
                  11, "bad.md:3:3: not UTF-8 text");
    refuses_bytes("## A\n\0\n", 7, "bad.md:2:1: not UTF-8 text");
    refuses_bytes("## A\n\n##\n", 9, "bad.md:3:1: a step without a title");
    char *large = calloc(1, (1 << 20) + 2);
    memset(large, ' ', (1 << 20) + 1);
    refuses_bytes(large, (1 << 20) + 1, "bad.md: a lesson is at most 1 MB");
    free(large);
}

Test(lesson, broken_claims_are_told_with_their_place)
{
    refuses(FENCE "expect\n\n1 < 2\n" FENCE "\n",
            "bad.md:7:6: a claim needs its kind: EXPR # identity|bound|empirical: why");
    refuses(FENCE "expect\n1 < 2 # emprical: x\n" FENCE "\n",
            "bad.md:6:7: 'emprical' is no kind of claim; did you mean 'empirical'?");
    refuses(FENCE "expect\n1 < 2 # because: x\n" FENCE "\n",
            "bad.md:6:7: a claim says its kind: EXPR # identity|bound|empirical: why");
    refuses(FENCE "expect\n # bound: x\n" FENCE "\n", "bad.md:6:2: no expression before the '#'");
    refuses(FENCE "expect\n" FENCE "\n", "bad.md:5:1: this block has no claim: EXPR # identity|bound|empirical: why");
    refuses(FENCE "expct\n1 < 2\n" FENCE "\n", "bad.md:5:1: 'expct' is not a live block; did you mean 'expect'?");
}

Test(lesson, broken_questions_and_challenges_are_told_with_their_place)
{
    refuses(FENCE "question\nask: a\n" FENCE "\n", "bad.md:5:1: this question has no 'answer'");
    refuses(FENCE "question\nask: a\nanswr: 1\n" FENCE "\n",
            "bad.md:7:1: a question has no 'answr'; did you mean 'answer'?");
    refuses(FENCE "question\nask: a\nask: b\n" FENCE "\n", "bad.md:7:1: a second 'ask' in this question");
    refuses(FENCE "question\njust text\n" FENCE "\n", "bad.md:6:1: expected 'key: value' in this question");
    refuses(FENCE "question\nask: a\nanswer:\n" FENCE "\n", "bad.md:7:8: 'answer' says nothing");
    refuses(FENCE "question\nask: a\nanswer: 1\naccept: about 5\n" FENCE "\n",
            "bad.md:8:9: expected 'within a factor of 10', 'within 5 %', 'within 0.1' or 'exactly'");
    refuses(FENCE "question\nask: a\nanswer: 1\naccept: within a factor of 0.5\n" FENCE "\n",
            "bad.md:8:9: expected 'within a factor of 10', 'within 5 %', 'within 0.1' or 'exactly'");
    refuses(FENCE "question\nask: a\nanswer: 1\nchoices: a | \n" FENCE "\n",
            "bad.md:8:10: expected two choices or more: 'it grows | it shrinks'");
    refuses(FENCE "question\nask: a\nanswer: 1\nrefuse: 1; 2\n" FENCE "\n",
            "bad.md:8:9: expected numbers with commas between: '1, 40'");
    refuses(FENCE "challenge\ntask: a\ngoal: 1 < 2\n" FENCE "\n", "bad.md:5:1: this challenge has no 'solution'");
    refuses(FENCE "challenge\ntask: a\ngoal: 1 < 2\nsolution: ;\n" FENCE "\n",
            "bad.md:8:11: this solution has no command");
}

Test(lesson, broken_command_blocks_are_told_with_their_place)
{
    refuses(FENCE "backpass\n# nothing\n" FENCE "\n", "bad.md:5:1: this block has no command");
    refuses(FENCE "backpass\ndata carry seed=3\n" FENCE "\n",
            "bad.md:6:12: a lesson may not choose its seed: what it says must hold for any");
    refuses(FENCE "backpass\nreset; seed 3\n" FENCE "\n",
            "bad.md:6:8: a lesson may not choose its seed: what it says must hold for any");
    static const char early[] = "# T\n\n" FENCE "backpass\nreset\n" FENCE "\n\n## S\n";
    refuses_bytes(early, sizeof early - 1, "bad.md:3:1: a live block before the first step (a heading with ##)");
}

static void touch(const char *name)
{
    Error error = {0};
    cr_assert(file_write(name, "## S\n", 5, &error));
}

/* A folder of lessons below the test's own TMPDIR. */
static char *make_course(void)
{
    static const char *const names[] = {"03-unrolling.md", "06-vanishing-gradients.md", "10-vanishing-again.md",
                                        "README.md"};
    const char *root = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    Text path = {0};
    text_addf(&path, "%s/course-XXXXXX", root);
    cr_assert_not_null(mkdtemp(path.bytes));
    for (size_t i = 0; i < 4; i++) {
        Text file = {0};
        file_join(&file, path.bytes, names[i]);
        touch(file.bytes);
        text_free(&file);
    }
    return path.bytes;
}

static void remove_course(char *folder)
{
    static const char *const names[] = {"03-unrolling.md", "06-vanishing-gradients.md", "10-vanishing-again.md",
                                        "README.md"};
    for (size_t i = 0; i < 4; i++) {
        Text file = {0};
        file_join(&file, folder, names[i]);
        unlink(file.bytes);
        text_free(&file);
    }
    rmdir(folder);
    free(folder);
}

static void finds(const char *folder, const char *wanted, const char *name)
{
    Error error = {0};
    Text path = {0};
    cr_assert(lesson_find(folder, wanted, &path, &error), "%s: %s", wanted, error.message);
    cr_assert_str_eq(strrchr(text_string(&path), '/') + 1, name);
    text_free(&path);
}

static void does_not_find(const char *folder, const char *wanted, const char *message)
{
    Error error = {0};
    Text path = {0};
    cr_assert_not(lesson_find(folder, wanted, &path, &error));
    cr_assert_str_eq(error.message, message);
    cr_assert_eq(error_status(&error), 2);
    text_free(&path);
}

Test(lesson, a_lesson_is_found_by_number_name_or_word)
{
    char *folder = make_course();
    finds(folder, "06", "06-vanishing-gradients.md");
    finds(folder, "6", "06-vanishing-gradients.md");
    finds(folder, "gradients", "06-vanishing-gradients.md");
    finds(folder, "Unroll", "03-unrolling.md");
    finds(folder, "06-vanishing-gradients", "06-vanishing-gradients.md");
    finds(folder, "03-unrolling.md", "03-unrolling.md");
    does_not_find(folder, "vanishing",
                  "several lessons are called 'vanishing'; there are: 06-vanishing-gradients, 10-vanishing-again");
    does_not_find(folder, "7",
                  "no lesson is called '7'; there are: 03-unrolling, 06-vanishing-gradients, 10-vanishing-again");
    does_not_find(folder, "no/such.md", "no such lesson file");
    remove_course(folder);
}

Test(lesson, the_list_is_sorted_and_holds_lessons_alone)
{
    char *folder = make_course();
    Error error = {0};
    size_t count = 0;
    char **names = lesson_list(folder, &count, &error);
    cr_assert_not_null(names);
    cr_assert_eq(count, 3);
    cr_assert_str_eq(names[0], "03-unrolling");
    cr_assert_str_eq(names[2], "10-vanishing-again");
    cr_assert_null(names[3]);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    cr_assert_null(lesson_list("/no/such/folder", &count, &error));
    cr_assert_eq(error.kind, ERR_FILE);
    remove_course(folder);
}

Test(lesson, reading_a_file_that_is_not_there_says_so)
{
    Error error = {0};
    cr_assert_null(lesson_read("/no/such/lesson.md", &error));
    cr_assert_eq(error.kind, ERR_FILE);
}

/* The course itself. */
Test(lesson, every_lesson_of_the_course_parses_and_teaches)
{
    Text folder = {0};
    file_join(&folder, getenv("top_srcdir") ? getenv("top_srcdir") : ".", "lessons");
    Error error = {0};
    size_t count = 0;
    char **names = lesson_list(text_string(&folder), &count, &error);
    cr_assert_geq(count, 2);
    for (size_t i = 0; i < count; i++) {
        Text path = {0};
        size_t found[BLOCK_CHALLENGE + 1] = {0};
        cr_assert(lesson_find(text_string(&folder), names[i], &path, &error));
        Lesson *lesson = lesson_read(text_string(&path), &error);
        cr_assert_not_null(lesson, "%s:%zu:%zu %s", error.file, error.line, error.column, error.message);
        for (size_t s = 0; s < lesson->steps; s++)
            for (size_t b = 0; b < lesson->step[s].blocks; b++)
                found[lesson->step[s].block[b].kind]++;
        cr_assert_gt(found[BLOCK_EXPECT], 0, "%s", names[i]);
        cr_assert_gt(found[BLOCK_QUESTION], 0, "%s", names[i]);
        cr_assert_gt(found[BLOCK_CHALLENGE], 0, "%s", names[i]);
        lesson_free(lesson);
        text_free(&path);
        free(names[i]);
    }
    free(names);
    text_free(&folder);
}
