#include "app/command/course.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command/submit.h"
#include "engine/base/memory.h"

const Step *course_step(const Session *session)
{
    const Course *course = &session->course;
    return course->lesson && course->step ? &course->lesson->step[course->step - 1] : NULL;
}

const Block *course_block(const Session *session, const Attempt *attempt)
{
    return &course_step(session)->block[attempt->block];
}

static Attempt *first_open(Session *session, bool questions_only)
{
    for (size_t i = 0; i < session->course.attempts; i++) {
        Attempt *attempt = &session->course.attempt[i];
        if (attempt->standing == STANDING_OPEN &&
            (!questions_only || course_block(session, attempt)->kind == BLOCK_QUESTION))
            return attempt;
    }
    return NULL;
}

Attempt *course_open_attempt(Session *session)
{
    return first_open(session, false);
}

Attempt *course_open_question(Session *session)
{
    return first_open(session, true);
}

/** Put the commands of the step under way before all that waits. */
static void queue_step(Session *session)
{
    const Course *course = &session->course;
    const Step *step = course_step(session);
    for (size_t b = step->blocks; b-- > 0;)
        for (size_t i = step->block[b].sources; i-- > 0;) {
            const SourceLine *source = &step->block[b].source[i];
            submit_front(session, source->text, ORIGIN_LESSON, course->lesson->path, source->line);
        }
}

/** The step the learner was at when the lesson was last open; the first when it was never, or was at its end. */
static size_t where_left(const Session *session, const Lesson *lesson)
{
    size_t step = session->progress ? progress_step(session->progress, lesson->name) : 0;
    return step >= 1 && step < lesson->steps ? step : 1;
}

/** What is shown and checked of a step has a bound; a lesson past it is refused, or its last claims would never be checked. */
static bool fits(const Lesson *lesson, Error *error)
{
    for (size_t s = 0; s < lesson->steps; s++) {
        const Step *step = &lesson->step[s];
        size_t claims = 0, attempts = 0;
        for (size_t b = 0; b < step->blocks; b++) {
            claims += step->block[b].claims;
            attempts += step->block[b].kind == BLOCK_QUESTION || step->block[b].kind == BLOCK_CHALLENGE;
        }
        if (claims > CLAIMS_MAX || attempts > ATTEMPTS_MAX)
            return fail_at(error, ERR_INPUT, lesson->path, step->line, 1,
                           "a step has at most %d claims and %d questions and challenges; here are %zu and %zu", CLAIMS_MAX,
                           ATTEMPTS_MAX, claims, attempts);
    }
    return true;
}

bool course_open(Session *session, const char *wanted, size_t step, Error *error)
{
    Text path = {0};
    Lesson *lesson = NULL;
    if (lesson_find(session->lessons_folder, wanted, &path, error))
        lesson = lesson_read(text_string(&path), error);
    text_free(&path);
    if (!lesson)
        return false;
    if (!step)
        step = where_left(session, lesson);
    if (step > lesson->steps) {
        fail(error, ERR_USE, "lesson %s has %zu steps; there is no step %zu", lesson->name, lesson->steps, step);
        lesson_free(lesson);
        return false;
    }
    if (!fits(lesson, error)) {
        lesson_free(lesson);
        return false;
    }
    course_close(&session->course);
    session->course.lesson = lesson;
    session->course.at_step = memory_new(lesson->steps + 1, sizeof(World *));
    session->course.at_step[0] = world_new(session->world->seed);
    session->menu = false;
    return course_enter(session, step, error);
}

bool course_enter(Session *session, size_t step, Error *error)
{
    Course *course = &session->course;
    if (!course->lesson)
        return fail(error, ERR_USE, "no lesson is open: `lesson 06` opens one");
    if (step < 1 || step > course->lesson->steps)
        return fail(error, ERR_USE, step < 1 ? "this is the first step of the lesson" : "the lesson ends here; `lesson` lists the others");
    size_t from = step - 1;
    while (!course->at_step[from])
        from--;
    session_set_world(session, world_copy(course->at_step[from]));
    course->step = from + 1;
    course->target = step;
    course->attempts = course->claims = 0;
    course->fault[0] = 0;
    session->cursor.scroll = 0;
    session->cursor.backward = false;
    queue_step(session);
    return true;
}

bool course_reseed(Session *session, Error *error)
{
    Course *course = &session->course;
    for (size_t i = 0; i <= course->lesson->steps; i++) {
        world_free(course->at_step[i]);
        course->at_step[i] = NULL;
    }
    course->at_step[0] = world_new(session->world->seed);
    return course_enter(session, course->step, error);
}

static void take_attempts(Session *session)
{
    Course *course = &session->course;
    const Step *step = course_step(session);
    course->attempts = 0;
    for (size_t b = 0; b < step->blocks; b++) {
        const Block *block = &step->block[b];
        if (block->kind != BLOCK_QUESTION && block->kind != BLOCK_CHALLENGE)
            continue;
        bool done = session->progress && progress_done(session->progress, course->lesson->name, block->line);
        course->attempt[course->attempts++] = (Attempt){.block = b, .standing = done ? STANDING_DONE : STANDING_OPEN};
    }
}

static void check_claims(Session *session)
{
    Course *course = &session->course;
    const Step *step = course_step(session);
    course->claims = 0;
    for (size_t b = 0; b < step->blocks; b++)
        for (size_t i = 0; i < step->block[b].claims; i++) {
            ClaimResult *result = &course->claim[course->claims++];
            Error error = {0};
            *result = (ClaimResult){.block = b, .claim = i};
            if (!claim_holds(session, step->block[b].claim[i].expression, &result->held, result->why, sizeof result->why, &error)) {
                result->held = false;
                snprintf(result->why, sizeof result->why, "%.390s", error.message);
            }
        }
}

/** What a replay begins from: the lesson's step makes the world anew. */
static void set_base(Session *session)
{
    const Course *course = &session->course;
    Text base = {0}, path = {0};
    Error error = {0};
    bool ours = lesson_find(session->lessons_folder, course->lesson->name, &path, &error) &&
                strcmp(text_string(&path), course->lesson->path) == 0; // of the course: then its name says it on every machine
    char *absolute = ours ? NULL : realpath(course->lesson->path, NULL); // it may be resumed from another folder
    text_addf(&base, "seed %llu; lesson \"%s\" step=%zu", (unsigned long long)session->world->seed,
              ours       ? course->lesson->name
              : absolute ? absolute
                         : course->lesson->path,
              course->step);
    session_set_base(session, text_string(&base));
    text_free(&base);
    text_free(&path);
    free(absolute);
}

static void note_progress(Session *session)
{
    Error error = {0};
    Course *course = &session->course;
    if (session->progress && !progress_note(session->progress, course->lesson->name, course->step, &error))
        session_notice(session, "progress is not kept: %s", error.message);
}

bool course_settle(Session *session, Error *error)
{
    (void)error;
    Course *course = &session->course;
    world_free(course->at_step[course->step]);
    course->at_step[course->step] = world_copy(session->world);
    if (course->step < course->target) {
        course->step++;
        queue_step(session);
        return true;
    }
    course->target = 0;
    world_free(course->before);
    course->before = world_copy(session->world);
    session->notice[0] = 0; // what the lesson's own commands had to say is on the page
    take_attempts(session);
    check_claims(session);
    set_base(session);
    note_progress(session);
    return true;
}

void course_fault(Session *session, const Error *error)
{
    Course *course = &session->course;
    if (!course->lesson || !course->target)
        return;
    error_line(error, course->fault, sizeof course->fault);
    course->target = 0;
}

bool question_answer(const Session *session, const Question *question, double *answer, Error *error)
{
    Eye eye;
    return session_eye(session, &eye, error) && probe_number(&eye.probe, question->answer, answer, error);
}

bool question_judge(const Question *question, double answer, double reply)
{
    double distance = fabs(reply - answer);
    switch (question->accept) {
    case ACCEPT_FACTOR:
        return reply == answer || (reply / answer > 0 && fabs(log(reply / answer)) <= log(question->margin) * (1 + 1e-12));
    case ACCEPT_PERCENT:
        return distance <= fabs(answer) * question->margin / 100;
    case ACCEPT_ABSOLUTE:
        return distance <= question->margin;
    case ACCEPT_CHOICE:
        return lround(reply) == lround(answer);
    }
    return false;
}

/** The number of the choice meant by a letter, a number or its words; 0 when none is. */
static size_t choice_meant(const Question *question, const char *typed)
{
    size_t number;
    if (typed[0] && !typed[1] && ((typed[0] | 32) >= 'a') && (size_t)((typed[0] | 32) - 'a') < question->choices)
        return (size_t)((typed[0] | 32) - 'a') + 1;
    if (text_count(typed, &number) && number >= 1 && number <= question->choices)
        return number;
    for (size_t i = 0; i < question->choices; i++)
        if (text_same(typed, question->choice[i]))
            return i + 1;
    return 0;
}

bool question_reply(const Session *session, const Question *question, const char *typed, double *reply, Error *error)
{
    if (question->accept == ACCEPT_CHOICE) {
        size_t choice = choice_meant(question, typed);
        *reply = (double)choice;
        return choice || fail(error, ERR_USE, "answer with a letter from a to %c", (int)('a' + question->choices - 1));
    }
    if (text_number(typed, reply))
        return true;
    Eye eye;
    return session_eye(session, &eye, error) && probe_number(&eye.probe, typed, reply, error);
}

bool challenge_holds(const Session *session, const Challenge *challenge, bool *holds, Error *error)
{
    return session_truth(session, challenge->goal, holds, error);
}

/** The comparison outside all brackets: its place and length; NULL when there is none or several, or and/or/not. */
static const char *only_comparison(const char *text, size_t *length)
{
    const char *found = NULL;
    int depth = 0;
    for (const char *c = text; *c; c++) {
        depth += (*c == '(' || *c == '[') - (*c == ')' || *c == ']');
        bool sign = *c == '<' || *c == '>' || *c == '=' || *c == '!';
        if (depth == 0 && (strncmp(c, " and ", 5) == 0 || strncmp(c, " or ", 4) == 0 || strncmp(c, "not ", 4) == 0))
            return NULL;
        if (depth || !sign)
            continue;
        if (found)
            return NULL;
        found = c;
        *length = c[1] == '=' ? 2 : 1;
        c += *length - 1;
    }
    return found;
}

/** "3.1e-09 < 0.001": both sides with their numbers. */
static void both_sides(const Probe *probe, const char *expression, char *why, size_t size)
{
    size_t length = 0;
    Error error = {0};
    double left, right;
    char left_text[32], right_text[32];
    const char *sign = only_comparison(expression, &length);
    snprintf(why, size, "%s", "");
    if (!sign)
        return;
    Text side = {0};
    text_add_bytes(&side, expression, (size_t)(sign - expression));
    bool good = probe_number(probe, text_string(&side), &left, &error) && probe_number(probe, sign + length, &right, &error);
    text_free(&side);
    if (!good)
        return;
    text_show_number(left_text, sizeof left_text, left, 6);
    text_show_number(right_text, sizeof right_text, right, 6);
    snprintf(why, size, "%s %.*s %s", left_text, (int)length, sign, right_text);
}

bool claim_holds(const Session *session, const char *expression, bool *holds, char *why, size_t size, Error *error)
{
    Eye eye;
    if (!session_truth(session, expression, holds, error) || !session_eye(session, &eye, error))
        return false;
    both_sides(&eye.probe, expression, why, size);
    return true;
}

void course_watch(Session *session)
{
    for (size_t i = 0; !session->course.target && i < session->course.attempts; i++) {
        Attempt *attempt = &session->course.attempt[i];
        const Block *block = course_block(session, attempt);
        bool holds = false;
        Error error = {0};
        if (block->kind != BLOCK_CHALLENGE || (attempt->standing != STANDING_OPEN && attempt->standing != STANDING_SHOWN) ||
            !challenge_holds(session, &block->challenge, &holds, &error) || !holds)
            continue;
        attempt->standing = STANDING_DONE;
        snprintf(attempt->reply, sizeof attempt->reply, "Solved.");
        session_notice(session, "challenge solved");
        if (session->progress && !progress_mark(session->progress, session->course.lesson->name, block->line, &error))
            session_notice(session, "progress is not kept: %s", error.message);
    }
}
