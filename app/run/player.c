#include "app/run/player.h"

#include <stdio.h>
#include <string.h>

#include "app/command/command.h"
#include "app/command/course.h"
#include "app/command/export.h"
#include "app/run/progress_line.h"
#include "engine/base/file.h"

int play_error(const Error *error)
{
    char line[1024];
    error_line(error, line, sizeof line);
    fflush(stdout);
    fprintf(stderr, "backpass: %s\n", line);
    return error_status(error);
}

/** What the commands have said, to the standard output. */
static bool let_out(Session *session, Error *error)
{
    if (session->said.length && (fwrite(session->said.bytes, 1, session->said.length, stdout) != session->said.length || fflush(stdout)))
        return fail(error, ERR_FILE, "the output cannot be written: it is closed or full");
    text_clear(&session->said);
    return true;
}

/** Until nothing waits; what the commands say is written as they go, or dropped where only claims count. */
static bool carry_out(Session *session, bool aloud, Error *error)
{
    ProgressLine progress = progress_line();
    bool good = true;
    while (good && !session->quit && (session_busy(session) || session->course.target)) {
        good = command_continue(session, error) && (!aloud || let_out(session, error));
        if (!aloud)
            text_clear(&session->said);
        progress_line_show(&progress, session);
    }
    progress_line_end(&progress);
    return good;
}

int play_commands(Session *session, const char *text, const char *from)
{
    Error error = {0};
    submit_lines(session, text, ORIGIN_USER, from, 1);
    if (carry_out(session, true, &error))
        return 0;
    Error ignored = {0};
    if (!let_out(session, &ignored))
        error = ignored;
    return play_error(&error);
}

/** Play - a lesson being checked. */
typedef struct Play {
    Session *session;
    const PlayOptions *options;
    Report *report;
} Play;

static const char *path_of(const Play *play)
{
    return play->session->course.lesson->path;
}

static void report_claims(const Play *play)
{
    const Course *course = &play->session->course;
    const Step *step = course_step(play->session);
    for (size_t i = 0; i < course->claims; i++) {
        const ClaimResult *result = &course->claim[i];
        const Claim *claim = &step->block[result->block].claim[result->claim];
        report_check(play->report, result->held, path_of(play), claim->line, claim->expression, result->why);
    }
}

static void report_question(const Play *play, const Question *question)
{
    double answer;
    char why[128];
    Error error = {0};
    if (!question_answer(play->session, question, &answer, &error)) {
        report_check(play->report, false, path_of(play), question->line, "the answer can be had", error.message);
        return;
    }
    snprintf(why, sizeof why, "it is %.6g", answer);
    report_check(play->report, question_judge(question, answer, answer), path_of(play), question->line, "the answer is accepted", why);
    for (size_t i = 0; i < question->refuses; i++) {
        snprintf(why, sizeof why, "%.6g is refused; it is %.6g", question->refuse[i], answer);
        report_check(play->report, !question_judge(question, answer, question->refuse[i]), path_of(play), question->line,
                     "a typical wrong answer is refused", why);
    }
}

/** The lesson's own solution may do what the lesson may: it writes no file. */
static bool solve(const Play *play, const Challenge *challenge, Error *error)
{
    for (size_t i = 0; i < challenge->solutions; i++)
        submit_lines(play->session, challenge->solution[i].text, ORIGIN_LESSON, path_of(play), challenge->solution[i].line);
    return carry_out(play->session, false, error);
}

static void report_challenge(const Play *play, const Challenge *challenge)
{
    bool holds = true;
    Error error = {0};
    bool good = challenge_holds(play->session, challenge, &holds, &error);
    report_check(play->report, good && !holds, path_of(play), challenge->line, "the challenge begins unsolved", error.message);
    good = good && solve(play, challenge, &error) && challenge_holds(play->session, challenge, &holds, &error);
    report_check(play->report, good && holds, path_of(play), challenge->line, "its solution solves it", error.message);
}

/** Every challenge begins where the step began, whatever the one before it did. */
static bool begin_again(const Play *play, size_t step, Error *error)
{
    return course_enter(play->session, step, error) && carry_out(play->session, false, error);
}

static bool picture(const Play *play, size_t step, Error *error)
{
    if (!play->options->screens)
        return true;
    Text path = {0}, svg = {0};
    bool good = file_make_folder(play->options->screens, error);
    text_addf(&path, "%s/%s-%02zu.svg", play->options->screens, play->session->course.lesson->name, step);
    good = good && export_screen(play->session, text_string(&path), "", &svg, error) &&
           file_write(text_string(&path), svg.bytes, svg.length, error);
    text_free(&path);
    text_free(&svg);
    return good;
}

static bool play_step(const Play *play, size_t number, Error *error)
{
    const Step *step = &play->session->course.lesson->step[number - 1];
    report_part(play->report, path_of(play), step->title);
    if (!begin_again(play, number, error))
        return false;
    if (!picture(play, number, error))
        return false;
    report_claims(play);
    for (size_t b = 0; b < step->blocks; b++) {
        if (step->block[b].kind == BLOCK_QUESTION)
            report_question(play, &step->block[b].question);
        if (step->block[b].kind != BLOCK_CHALLENGE)
            continue;
        report_challenge(play, &step->block[b].challenge);
        if (!begin_again(play, number, error))
            return false;
    }
    return true;
}

static bool parses(const char *expression, const char *path, size_t line, Error *error)
{
    if (probe_parses(expression, error))
        return true;
    error_place(error, path, line, 0);
    error->column = 0; // it counts within the expression, and the reader of lessons does not keep where that began
    return false;
}

/** An expression that is none is a broken lesson, found before anything is carried out. */
static bool lesson_parses(const Lesson *lesson, Error *error)
{
    bool good = true;
    for (size_t s = 0; good && s < lesson->steps; s++)
        for (size_t b = 0; good && b < lesson->step[s].blocks; b++) {
            const Block *block = &lesson->step[s].block[b];
            for (size_t i = 0; good && i < block->claims; i++)
                good = parses(block->claim[i].expression, lesson->path, block->claim[i].line, error);
            if (good && block->kind == BLOCK_QUESTION)
                good = parses(block->question.answer, lesson->path, block->question.line, error);
            if (good && block->kind == BLOCK_CHALLENGE)
                good = parses(block->challenge.goal, lesson->path, block->challenge.line, error);
        }
    return good;
}

static bool play_lesson(const Play *play, const char *name, Error *error)
{
    if (!course_open(play->session, name, 1, error) || !lesson_parses(play->session->course.lesson, error))
        return false;
    for (size_t step = 1; step <= play->session->course.lesson->steps; step++)
        if (!play_step(play, step, error))
            return false;
    return true;
}

static bool play_script(const Play *play, const char *path, Error *error)
{
    bool good = submit_file(play->session, path, ORIGIN_SCRIPT, error) &&
                carry_out(play->session, play->options->kind == REPORT_PEOPLE, error);
    if (good || error->kind == ERR_CLAIM) {
        report_check(play->report, good, path, error->line ? error->line : 1, good ? "every command ran, every claim holds" : "a claim",
                     error->message);
        error_clear(error);
        return true;
    }
    return false;
}

static bool is_script(const char *name)
{
    size_t length = strlen(name);
    return length > 3 && strcmp(name + length - 3, ".bp") == 0;
}

/** A file that is there and no lesson, or one that is not there: what run takes. */
static bool can_play(const char *name, Error *error)
{
    size_t length = strlen(name);
    bool lesson = length > 3 && strcmp(name + length - 3, ".md") == 0;
    if (is_script(name) && !file_exists(name))
        return fail_at(error, ERR_FILE, name, 0, 0, "there is no such script");
    if (is_script(name) || lesson || !(strchr(name, '.') || strchr(name, '/')))
        return true;
    return fail_at(error, file_exists(name) ? ERR_USE : ERR_FILE, name, 0, 0,
                   "%s; run takes lessons (06, or a file ending in .md) and scripts (files ending in .bp)",
                   file_exists(name) ? "this name says neither lesson nor script" : "there is no such file");
}

bool play_file(const char *name, const PlayOptions *options, const char *lessons_folder, Report *report, Error *error)
{
    if (!can_play(name, error))
        return false;
    Session *session = session_new(options->seed, lessons_folder);
    session->screen_width = options->width;
    session->screen_height = options->height;
    Play play = {session, options, report};
    bool good = is_script(name) ? play_script(&play, name, error) : play_lesson(&play, name, error);
    session_free(session);
    return good;
}
