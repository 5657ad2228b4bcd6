/* Lessons from strangers. With a fuzzer: clang -fsanitize=fuzzer -DBACKPASS_FUZZER. In `make check`: seeded mutations. */
#include "lessons/lesson.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* Nothing that reaches a screen may hold a control character but a line end or, in verbatim text, a tab. */
static void check_text(const char *text)
{
    size_t bad = 0;
    if (!text || !utf8_valid(text, strlen(text), &bad))
        abort();
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at < 32 && *at != '\n' && *at != '\t')
            abort();
}

static void check_block(const Block *block, size_t lines)
{
    if (block->line == 0 || block->line > lines)
        abort();
    for (size_t i = 0; i < block->spans; i++)
        check_text(block->span[i].text);
    for (size_t i = 0; i < block->sources; i++) {
        check_text(block->source[i].text);
        if (block->source[i].line > lines)
            abort();
    }
    for (size_t i = 0; i < block->claims; i++)
        check_text(block->claim[i].expression);
    if (block->kind == BLOCK_QUESTION)
        check_text(block->question.ask);
    if (block->kind == BLOCK_CHALLENGE && block->challenge.solutions == 0)
        abort();
}

static void check_lesson(const Lesson *lesson, size_t lines)
{
    check_text(lesson->title);
    if (lesson->steps == 0)
        abort();
    for (size_t i = 0; i < lesson->intros; i++)
        check_block(&lesson->intro[i], lines);
    for (size_t s = 0; s < lesson->steps; s++)
        for (size_t i = 0; i < lesson->step[s].blocks; i++)
            check_block(&lesson->step[s].block[i], lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    Error error = {0};
    size_t lines = 1;
    for (size_t i = 0; i < count; i++)
        lines += bytes[i] == '\n' || bytes[i] == '\r';
    Lesson *lesson = lesson_parse("fuzz.md", (const char *)bytes, count, &error);
    if (lesson)
        check_lesson(lesson, lines);
    else if (error.kind == ERR_NONE || !error.message[0])
        abort();
    lesson_free(lesson);
    return 0;
}

#ifndef BACKPASS_FUZZER
#include <criterion/criterion.h>

#include "engine/base/file.h"
#include "engine/math/random.h"

static const char SEED[] = "---\na: b\n---\n# T\n\nintro *x* `c`\n\n## One\n\n1. a\n2. b\n   - c\n\n> "
                           "q\n\n```backpass\ndata carry # c\nview unroll\n```\n\n"
                           "```expect\n1 < 2 # bound: so\n```\n\n```question\nask: a\n  b\nanswer: 1\naccept: within 5 "
                           "%\nrefuse: 1, 2\nhint: h\n```\n\n"
                           "```question\nask: a\nanswer: 2\nchoices: a | b\n```\n\n```challenge\ntask: t\ngoal: 1 < "
                           "2\nsolution: reset; view states\n```\n\n"
                           "## Two\n\n***\n\n    code\n\n<!-- c -->\n<b>x</b> [l](u) ![i](u) &amp; \\* a\\\nb\n";

/* Pieces that mean something to the parser, thrown in whole. */
static const char *const PIECES[] = {
    "```",  "## ",   "\n",       "# ",       "ask: ", "solution: ", "> ",    "- ",           "1. ",
    "|",    ":",     "#",        "~~~",      "\t",    "\r\n",       "\x1b[", "\xe2\x80\xae", "\xff",
    "<!--", "---\n", "backpass", "expect\n", ";",     "seed=1",     "&#0;"};

static size_t mutate(Rng *rng, char *bytes, size_t count, size_t room)
{
    size_t at = rng_below(rng, count + 1), kind = rng_below(rng, 4);
    if (kind == 0 && at < count)
        bytes[at] = (char)rng_below(rng, 256);
    if (kind == 1 && at < count) {
        size_t cut = 1 + rng_below(rng, count - at);
        memmove(bytes + at, bytes + at + cut, count - at - cut);
        count -= cut;
    }
    if (kind >= 2) {
        const char *piece = PIECES[rng_below(rng, sizeof PIECES / sizeof PIECES[0])];
        size_t length = strlen(piece);
        if (count + length > room)
            return count;
        memmove(bytes + at + length, bytes + at, count - at);
        memcpy(bytes + at, piece, length);
        count += length;
    }
    return count;
}

static void mutate_all(const char *seed, size_t length, size_t runs)
{
    size_t room = length + 1024;
    char *bytes = malloc(room);
    for (size_t run = 0; run < runs; run++) {
        Rng rng = rng_stream(1, "fuzz_lesson", run);
        size_t count = length;
        memcpy(bytes, seed, length);
        for (size_t times = 1 + rng_below(&rng, 8); times > 0; times--)
            count = mutate(&rng, bytes, count, room);
        LLVMFuzzerTestOneInput((const uint8_t *)bytes, count);
    }
    free(bytes);
}

Test(fuzz_lesson, mutated_lessons_are_read_or_refused)
{
    mutate_all(SEED, sizeof SEED - 1, 4000);
}

Test(fuzz_lesson, mutations_of_the_course_are_read_or_refused)
{
    Text folder = {0}, path = {0};
    file_join(&folder, getenv("top_srcdir") ? getenv("top_srcdir") : ".", "lessons");
    Error error = {0};
    size_t count = 0;
    char **names = lesson_list(text_string(&folder), &count, &error);
    cr_assert_geq(count, 2);
    for (size_t i = 0; i < count; i++) {
        Text text = {0};
        cr_assert(lesson_find(text_string(&folder), names[i], &path, &error));
        cr_assert(file_read(text_string(&path), 1 << 20, &text, &error));
        mutate_all(text_string(&text), text.length, 200);
        text_free(&text);
        free(names[i]);
    }
    free(names);
    text_free(&folder);
    text_free(&path);
}

static void repeated(const char *head, const char *piece, size_t count)
{
    Text text = {0};
    text_add(&text, head);
    for (size_t i = 0; i < count; i++)
        text_add(&text, piece);
    LLVMFuzzerTestOneInput((const uint8_t *)text.bytes, text.length);
    text_free(&text);
}

/* What takes a square of the time in a careless parser. */
Test(fuzz_lesson, long_and_deep_lessons_take_no_longer_than_their_length, .timeout = 20)
{
    repeated("## S\n\n", "- ", 20000);
    repeated("## S\n\n", "> ", 20000);
    repeated("## S\n\n", "1. a\n", 100000);
    repeated("## S\n\n", "*a* ", 100000);
    repeated("## S\n\n```question\nask: a\n", " b\n", 100000);
    repeated("## S\n\n```challenge\ntask: a\n", "solution: a;b\n", 20000);
    repeated("## S\n\n```expect\n", "1 # bound\n", 50000);
    repeated("", "## S\n", 100000);
}
#endif
