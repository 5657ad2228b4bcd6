/* The course: lessons, their steps, questions and challenges. */
#include <math.h>
#include <stdio.h>

#include "app/command/command.h"
#include "app/command/course.h"

static bool lesson_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *name = argument_text(arguments, "name", "");
    if (!*name) {
        session->menu = true;
        session->cursor.term = 1;
        return true;
    }
    return course_open(session, name, argument_count(arguments, "step", 0), error);
}

static bool step_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *text = argument_text(arguments, "number", "+1");
    size_t n = argument_count(arguments, "number", 1), now = session->course.step;
    if (*text == '+')
        n += now;
    else if (*text == '-')
        n = now > n ? now - n : 0;
    return course_enter(session, n, error);
}

/** "300 would be 12 times too large": the wrong answer met with what it would mean. */
static void say_how_far(const Question *question, double answer, double reply, char *text, size_t size)
{
    char shown[32], ratio[32];
    text_show_number(shown, sizeof shown, reply, 4);
    double by = reply / answer, times = by > 1 ? by : 1 / by;
    text_show_number(ratio, sizeof ratio, times, 3);
    if (question->accept == ACCEPT_CHOICE)
        snprintf(text, size, "Not what this run shows. Look again, or `hint`.");
    else if (by < 0)
        snprintf(text, size, "%s lies on the other side of zero from what this run shows. Look again, or `hint`.", shown);
    else if (!isfinite(by) || by == 0)
        snprintf(text, size, "%s is not what this run shows. Look again, or `hint`.", shown);
    else if (times < 1.005)
        snprintf(text, size, "%s is close, but not close enough. Look again, or `hint`.", shown);
    else
        snprintf(text, size, "%s would be %s times too %s. Look again, or `hint`.", shown, ratio, by > 1 ? "large" : "small");
}

static void say_answer(const Question *question, double answer, char *text, size_t size)
{
    char shown[32];
    text_show_number(shown, sizeof shown, answer, 4);
    if (question->accept == ACCEPT_CHOICE && answer >= 1 && answer <= (double)question->choices)
        snprintf(text, size, "%c: %.150s", (int)('a' + (int)answer - 1), question->choice[(size_t)answer - 1]);
    else
        snprintf(text, size, "%s", shown);
}

static Attempt *needs_question(Session *session, Error *error)
{
    Attempt *attempt = course_open_question(session);
    if (!attempt)
        fail(error, ERR_USE, session->course.lesson ? "there is no open question on this page" : "no lesson is open: `lesson 06` opens one");
    return attempt;
}

static bool mark_done(Session *session, Attempt *attempt, Error *error)
{
    attempt->standing = STANDING_DONE;
    return !session->progress ||
           progress_mark(session->progress, session->course.lesson->name, course_block(session, attempt)->line, error);
}

static bool answer_run(Session *session, const Arguments *arguments, Error *error)
{
    Attempt *attempt = needs_question(session, error);
    double reply, answer;
    char right[160];
    if (!attempt)
        return false;
    const Question *question = &course_block(session, attempt)->question;
    if (!*arguments->rest)
        return fail(error, ERR_USE, "answer what? e.g. `answer 100`, `answer b`");
    if (!question_reply(session, question, arguments->rest, &reply, error) || !question_answer(session, question, &answer, error))
        return false;
    if (!question_judge(question, answer, reply)) {
        say_how_far(question, answer, reply, attempt->reply, sizeof attempt->reply);
        session_say(session, "%s", attempt->reply);
        return true;
    }
    say_answer(question, answer, right, sizeof right);
    snprintf(attempt->reply, sizeof attempt->reply, "Right. Measured here: %.150s", right);
    session_say(session, "%s", attempt->reply);
    return mark_done(session, attempt, error);
}

static Attempt *open_attempt(Session *session, Error *error)
{
    Attempt *attempt = course_open_attempt(session);
    if (!attempt)
        fail(error, ERR_USE, session->course.lesson ? "nothing on this page is open" : "no lesson is open: `lesson 06` opens one");
    return attempt;
}

static bool hint_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    Attempt *attempt = open_attempt(session, error);
    if (!attempt)
        return false;
    const Block *block = course_block(session, attempt);
    size_t hints = block->kind == BLOCK_QUESTION ? block->question.hints : block->challenge.hints;
    char *const *hint = block->kind == BLOCK_QUESTION ? block->question.hint : block->challenge.hint;
    if (attempt->hints >= hints)
        return fail(error, ERR_USE, hints ? "there is no further hint; `solution` shows the way" : "there is no hint; `solution` shows the way");
    session_say(session, "Hint: %s", hint[attempt->hints++]);
    return true;
}

static bool show_answer(Session *session, Standing standing, Error *error)
{
    Attempt *attempt = open_attempt(session, error);
    if (!attempt)
        return false;
    const Block *block = course_block(session, attempt);
    double answer;
    char right[160];
    if (block->kind == BLOCK_QUESTION) {
        if (!question_answer(session, &block->question, &answer, error))
            return false;
        say_answer(&block->question, answer, right, sizeof right);
        snprintf(attempt->reply, sizeof attempt->reply, "It is %.150s", right);
    } else {
        Text lines = {0};
        for (size_t i = 0; i < block->challenge.solutions; i++)
            text_addf(&lines, "%s%s", i ? "; " : "", block->challenge.solution[i].text);
        snprintf(attempt->reply, sizeof attempt->reply, "One way: %.180s", text_string(&lines));
        text_free(&lines);
    }
    attempt->standing = standing;
    session_say(session, "%s", attempt->reply);
    return true;
}

static bool solution_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return show_answer(session, STANDING_SHOWN, error);
}

static bool skip_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return show_answer(session, STANDING_SKIPPED, error);
}

const Command COURSE_COMMANDS[] = {
    {.name = "lesson",
     .group = GROUP_COURSE,
     .effect = EFFECT_COURSE,
     .option = {{.name = "name", .kind = OPTION_TEXT, .bare = true, .standard = "the course menu", .help = "06, vanishing, or the path of a .md file"},
                {.name = "step", .kind = OPTION_COUNT, .low = 1, .high = 1000, .standard = "where you last were", .help = "begin there"}},
     .help = "open a lesson; without a name, the list of them",
     .example = "lesson 06",
     .run = lesson_run},
    {.name = "step",
     .group = GROUP_COURSE,
     .effect = EFFECT_COURSE,
     .option = {{.name = "number", .kind = OPTION_MOVE, .bare = true, .needed = true, .low = 1, .high = 1000, .help = "a step of the lesson"}},
     .help = "turn the lesson's pages; what was changed by hand is left behind, so that the page is true",
     .example = "lesson 06; step 2; step -1",
     .run = step_run},
    {.name = "answer",
     .group = GROUP_COURSE,
     .effect = EFFECT_COURSE,
     .whole_line = true,
     .usage = "NUMBER|EXPRESSION|LETTER",
     .help = "answer the open question of this page; it is compared with your own run",
     .example = NULL,
     .run = answer_run},
    {.name = "hint", .group = GROUP_COURSE, .effect = EFFECT_COURSE, .help = "a hint for what is open on this page", .example = NULL, .run = hint_run},
    {.name = "solution",
     .group = GROUP_COURSE,
     .effect = EFFECT_COURSE,
     .help = "show the answer, or one way to solve the challenge",
     .example = NULL,
     .run = solution_run},
    {.name = "skip",
     .group = GROUP_COURSE,
     .effect = EFFECT_COURSE,
     .help = "leave what is open on this page; its answer is shown",
     .example = NULL,
     .run = skip_run},
    {.name = NULL},
};
