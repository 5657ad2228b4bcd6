#include "app/command/command.h"

#include <stdio.h>
#include <string.h>

#include "app/command/course.h"

static void journal_place(Session *session)
{
    Text place = {0};
    session_place(session, &place);
    session_journal(session, JOURNAL_PLACE, text_string(&place));
    text_free(&place);
}

bool command_move(Session *session, const char *line)
{
    Arguments arguments;
    Error ignored = {0};
    if (!arguments_parse(line, &arguments, &ignored))
        return false;
    const Command *command = arguments.command;
    bool moves = command->effect == EFFECT_MOVES && strcmp(command->name, "play") != 0; // playing is work itself
    moves = moves && command->run(session, &arguments, &ignored);
    arguments_free(&arguments);
    if (!moves)
        return false;
    text_clear(&session->said); // the view shows it
    session_clamp(session);
    journal_place(session);
    return true;
}

/** May this command be given from there? */
static bool allowed(const Arguments *arguments, Origin origin, const Options *options, Error *error)
{
    const Command *command = arguments->command;
    if (origin != ORIGIN_LESSON)
        return true;
    if (argument_given(arguments, "seed") || strcmp(command->name, "seed") == 0)
        return fail(error, ERR_INPUT, "a lesson has no seed of its own: its sentences hold for every seed, so leave `seed` out");
    bool keeps = command->effect == EFFECT_KEEPS && !options->writes_allowed;
    if (keeps || command->effect == EFFECT_COURSE || command->effect == EFFECT_PROGRAM)
        return fail(error, ERR_INPUT, "a lesson may not use `%s`%s", command->name,
                    keeps ? ": it writes or reads files (`set writes allow` lets it)" : "");
    return true;
}

static bool recorded(const Session *session, const Command *command)
{
    return command->effect == EFFECT_CHANGES && session->origin != ORIGIN_LESSON;
}

/** The command under way has ended well: remember and journal it. */
static void finish(Session *session, const Command *command)
{
    if (recorded(session, command) && !session->line.length) {
        session_journal(session, JOURNAL_FAILED, command->name); // nothing that needs to be done again: an option of the program
    } else if (recorded(session, command)) {
        if (session->origin == ORIGIN_USER || session->origin == ORIGIN_SCRIPT)
            session_forget_undone(session);
        session_record(session, text_string(&session->line), session->work_before);
        world_changed(session->world);
        session->work_before = NULL;
        session_journal(session, JOURNAL_END, text_string(&session->line));
    }
    world_free(session->work_before);
    session->work_before = NULL;
    session->work = (Work){0};
    session_clamp(session);
    if (command->effect != EFFECT_ASKS && command->effect != EFFECT_KEEPS) // a shorter sequence or a smaller net moves the cursor, too
        journal_place(session);
}

/** The command under way has come to nothing: what its work had changed by then is put back. */
static void give_up(Session *session, const Command *command)
{
    if (recorded(session, command))
        session_journal(session, JOURNAL_FAILED, text_string(&session->line));
    if (session->work.step && session->work_before)
        session_set_world(session, session->work_before);
    else
        world_free(session->work_before);
    session->work_before = NULL;
    session->work = (Work){0};
}

static bool begin(Session *session, const Arguments *arguments, Error *error)
{
    const Command *command = arguments->command;
    if (recorded(session, command)) {
        session->work_before = world_copy(session->world);
        session_journal(session, JOURNAL_BEGIN, text_string(&session->line));
    }
    if (!command->run(session, arguments, error)) {
        give_up(session, command);
        return false;
    }
    if (!session->work.step)
        finish(session, command);
    return true;
}

static bool begin_line(Session *session, const Pending *pending, Error *error)
{
    Arguments arguments;
    session->origin = pending->origin;
    session->notice[0] = 0;
    text_clear(&session->line);
    text_add(&session->line, pending->line);
    if (!arguments_parse(pending->line, &arguments, error))
        return false;
    bool good = allowed(&arguments, pending->origin, &session->options, error) && begin(session, &arguments, error);
    arguments_free(&arguments);
    return good;
}

/** Give an error that names no file the place of its command; a column in the command becomes one in the file. */
static void place_error(Error *error, const Pending *pending)
{
    if (*error->file && strcmp(pending->file, "-c") != 0 && strcmp(pending->file, error->file) != 0) { // a fault of the data: who asked for them?
        size_t length = strlen(error->message);
        snprintf(error->message + length, sizeof error->message - length, " (%.200s:%zu)", pending->file, pending->line_number);
    }
    if (*error->file)
        return;
    size_t column = pending->column + (error->column ? error->column - 1 : 0);
    error->line = error->column = 0;
    error_place(error, pending->file, pending->line_number, column);
}

/** The command whose work goes on; its name is the first word of the line. */
static const Command *under_way(const Session *session)
{
    char name[32];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(text_string(&session->line), " "), text_string(&session->line));
    return command_find(name);
}

static bool go_on(Session *session, Error *error)
{
    bool done = false;
    const Command *command = under_way(session);
    if (session->work.step(session, &done, error)) {
        if (done)
            finish(session, command);
        return true;
    }
    if (session->work.stop && session->work.done) { // what was done before the failure stays, and is recorded as that
        session->work.stop(session);
        finish(session, command);
    } else
        give_up(session, command);
    return false;
}

/** Is anything left to do of the lesson's step under way? */
static bool lesson_waits(const Session *session)
{
    return session->work.step ||
           (session->queue_at < session->queued && session->queue[session->queue_at].origin == ORIGIN_LESSON);
}

static void resumed(Session *session)
{
    session_resumed(session);
    journal_place(session);
}

bool command_continue(Session *session, Error *error)
{
    Pending pending;
    bool good = true;
    if (session->work.step)
        good = go_on(session, error);
    else if (session_next(session, &pending)) {
        pending_free(&session->current);
        session->current = pending;
        good = begin_line(session, &session->current, error);
    }
    if (!good && session->current.file)
        place_error(error, &session->current);
    if (good && session->course.target && !lesson_waits(session))
        good = course_settle(session, error);
    if (!good) {
        session_drop_queue(session);
        course_fault(session, error);
        session->resuming = false; // the journal still names the session that could not be made again
    }
    if (session->resuming && !session_busy(session) && !session->course.target)
        resumed(session);
    if (good && !session->work.step && session->course.attempts)
        course_watch(session);
    return good;
}

bool command_finish(Session *session, Error *error)
{
    while (session_busy(session) || session->course.target)
        if (!command_continue(session, error))
            return false;
    return true;
}

bool command_run(Session *session, const char *text, Error *error)
{
    submit_lines(session, text, ORIGIN_USER, NULL, 1);
    return command_finish(session, error);
}

void command_interrupt(Session *session)
{
    bool was_busy = session_busy(session), kept = true;
    session_drop_queue(session);
    if (session->work.step) {
        const Command *command = under_way(session);
        if (session->work.stop && session->work.done) {
            session->work.stop(session);
            finish(session, command);
        } else {
            kept = !recorded(session, command);
            give_up(session, command);
        }
    }
    if (session->course.target)
        snprintf(session->course.fault, sizeof session->course.fault, "This page's commands were stopped; `step %zu` runs them.",
                 session->course.step);
    session->course.target = 0;
    if (session->resuming)
        resumed(session);
    session_notice(session, !was_busy ? "Ctrl-C: nothing is under way; q leaves"
                            : kept   ? "stopped; what was done so far is kept"
                                     : "stopped; everything is as it was before");
}

void command_mark(Session *session)
{
    if (!session->work.step || !session->work.stop || !session->work.done || session->origin == ORIGIN_LESSON)
        return;
    Work kept = session->work;
    Text line = session->line;
    session->line = (Text){0};
    text_add(&session->line, text_string(&line));
    session->work.stop(session); // writes the line of what was done so far
    session_journal(session, JOURNAL_MARK, text_string(&session->line));
    text_free(&session->line);
    session->line = line;
    session->work = kept;
}

Work *work_begin(Session *session, bool (*step)(Session *, bool *, Error *), const char *label, size_t total)
{
    session->work = (Work){.step = step, .total = total};
    snprintf(session->work.label, sizeof session->work.label, "%s", label);
    return &session->work;
}
