/* What the tests of the views share: a session, its frame as cells or text, and a look at every number on it. */
#ifndef BACKPASS_TESTS_VIEW_KIT_H
#define BACKPASS_TESTS_VIEW_KIT_H

#include <criterion/criterion.h>

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/command/command.h"
#include "app/view/view.h"
#include "engine/base/file.h"
#include "engine/base/memory.h"
#include "engine/math/blas.h"

static const char *const VIEW_NAMES[] = {"unroll", "states", "gates", "gradients", "jacobian",
                                         "influence", "compare", "training", "equation", "cell", "pitch"};
enum { VIEW_COUNT = sizeof VIEW_NAMES / sizeof *VIEW_NAMES };

static inline Session *session_of(const char *commands)
{
    char folder[512];
    Error error = {0};
    snprintf(folder, sizeof folder, "%s/lessons", getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    blas_threads(1);
    Session *session = session_new(1, folder);
    if (*commands)
        cr_assert(command_run(session, commands, &error), "%s: %s", commands, error.message);
    *session->notice = 0;
    return session;
}

static inline void run_line(Session *session, const char *line)
{
    Error error = {0};
    cr_assert(command_run(session, line, &error), "%s: %s", line, error.message);
}

static inline void look_at(Session *session, const char *view)
{
    snprintf(session->cursor.view, sizeof session->cursor.view, "%s", view);
}

static inline Grid *draw_frame(Session *session, int width, int height, bool ascii)
{
    Grid *grid = grid_new(width, height);
    grid->ascii = ascii;
    frame_build(session);
    frame_draw(session, grid);
    return grid;
}

static inline char *frame_text(Session *session, int width, int height, bool ascii)
{
    Grid *grid = draw_frame(session, width, height, ascii);
    Text text = {0};
    grid_to_text(grid, &text);
    grid_free(grid);
    return text.bytes;
}

static inline void expect_text(Session *session, int width, int height, const char *wanted)
{
    char *text = frame_text(session, width, height, false);
    cr_expect(strstr(text, wanted) != NULL, "\"%s\" is not in\n%s", wanted, text);
    free(text);
}

static inline bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* The digits shown are the value rounded to some number of significant digits: to none that is wrong. */
static inline bool rounds_to(double value, const char *shown)
{
    char digits[64];
    double number = strtod(shown, NULL);
    for (int i = 1; i <= 17; i++) {
        snprintf(digits, sizeof digits, "%.*e", i - 1, value);
        if (same(strtod(digits, NULL), number))
            return true;
    }
    return false;
}

static inline size_t check_marks(const Session *session, const Grid *grid)
{
    Eye eye;
    Error error = {0};
    cr_assert(session_eye(session, &eye, &error), "%s", error.message);
    for (size_t i = 0; i < grid->marks; i++) {
        const Mark *mark = &grid->mark[i];
        double number = NAN;
        Error why = {0};
        cr_expect(probe_number(&eye.probe, mark->name, &number, &why), "%s: %s: %s", session->cursor.view, mark->name,
                  why.message);
        cr_expect(same(number, mark->value), "%s: %s is %.17g, drawn %.17g", session->cursor.view, mark->name, number,
                  mark->value);
        cr_expect(!*mark->shown || *mark->shown == '#' || rounds_to(mark->value, mark->shown),
                  "%s: %s is %.17g, shown %s", session->cursor.view, mark->name, mark->value, mark->shown);
    }
    return grid->marks;
}

static const char LESSON[] =
    "# A lesson of its own\n\nBefore it begins.\n\n## The first step\n\n"
    "The *quick* brown fox jumps over the **lazy** dog while `print h[3][1]` prints one number, and then it goes on "
    "and on "
    "until the line is full and has to be broken between words, never inside of one.\n\n- an item\n- another\n\n"
    "```backpass\ndata carry length=9 sequences=20\nmodel rnn hidden=4\n```\n"
    "```expect\n1 < 2 # identity: always\n2 < 3 # bound: always\n```\n"
    "```question\nask: How *many* of `3*4` is 3 * 4, 2*2 and **all**?\nanswer: 3\naccept: exactly\nhint: Less than "
    "four.\nhint: More than two.\n```\n"
    "```challenge\ntask: Make it larger.\ngoal: norm(Wh) > 100\nsolution: scale Wh 1000\n```\n\n## The second "
    "step\n\nShort.\n";

static inline Session *session_of_lesson(size_t step)
{
    Error error = {0};
    Session *session = session_of("data carry length=9 sequences=20; model rnn hidden=4");
    Course *course = &session->course;
    course->lesson = lesson_parse("own.md", LESSON, strlen(LESSON), &error);
    cr_assert(course->lesson != NULL, "%s", error.message);
    course->at_step = memory_new(course->lesson->steps + 1, sizeof *course->at_step);
    course->step = step;
    return session;
}

#endif
