#include "app/command/command.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/journal.h"

/** The last line of the past is undone: the world is the one before it (taken). */
static bool take_back(Session *session, World *world)
{
    Past past;
    if (!session_take_past(session, &past))
        return false;
    session_set_world(session, world);
    session_notice(session, "undone: %s", past.line);
    session_journal(session, JOURNAL_UNDONE, past.line);
    free(past.line);
    return true;
}

/** One slice of doing the past again. What cannot be made again (its data are gone) leaves all as it is. */
static bool replay_step(Session *session, bool *done, Error *error)
{
    Session *scratch = session->replay;
    bool good = command_continue(scratch, error);
    size_t waiting = scratch->queued - scratch->queue_at;
    session->work.done = session->work.total > waiting ? session->work.total - waiting : 0;
    *done = good && !session_busy(scratch) && !scratch->course.target;
    if (good && !*done)
        return true;
    if (*done && take_back(session, scratch->world))
        scratch->world = world_new(1);
    session->replay = NULL;
    session_free(scratch);
    return good;
}

/** The base and every line of the past but the last are to be done again, on a session of their own. */
static void replay_begin(Session *session)
{
    session_free(session->replay); // the rest of one that was stopped
    Session *scratch = session->replay = session_new(1, session->lessons_folder);
    if (session->base)
        submit_lines(scratch, session->base, ORIGIN_REPLAY, NULL, 1);
    for (size_t i = 0; i + 1 < session->pasts; i++)
        submit_lines(scratch, session->past[i].line, ORIGIN_REPLAY, NULL, 1);
    work_begin(session, replay_step, "undo: doing again what came before", scratch->queued - scratch->queue_at + 1);
}

bool command_undo(Session *session, Error *error)
{
    if (!session->pasts)
        return fail(error, ERR_USE, session->course.lesson ? "nothing to undo since this step of the lesson began (`step -1` goes back)"
                                                           : "nothing to undo");
    Past *last = &session->past[session->pasts - 1];
    if (!last->before) {
        replay_begin(session);
        return true;
    }
    World *before = last->before;
    last->before = NULL;
    return take_back(session, before);
}

bool command_redo(Session *session, Error *error)
{
    char *line = session_take_undone(session);
    if (!line)
        return fail(error, ERR_USE, "nothing to redo");
    session_queue_front(session, line, ORIGIN_REDO, (Place){0});
    session_notice(session, "done again: %s", line);
    free(line);
    return true;
}

/** Nothing of the session so far is left: neither its lesson nor its seed, on the screen or in the journal. */
static void begin_anew(Session *session, const char *path)
{
    course_close(&session->course);
    session_set_world(session, world_new(1));
    session_resume(session, path);
}

/** The journal of this very session would never end. */
static bool not_own(const Session *session, const char *path, Error *error)
{
    char *absolute = realpath(path, NULL), *own = session->journal ? realpath(journal_path(session->journal), NULL) : NULL;
    bool same = absolute && own && strcmp(absolute, own) == 0;
    free(absolute);
    free(own);
    return !same || fail(error, ERR_USE, "this is the journal of the session that is open");
}

bool command_resume(Session *session, const char *path, const char *folder, Error *error)
{
    Text latest = {0};
    char **lines, unfinished[512];
    if (!path) {
        journal_latest(folder, &latest);
        path = text_string(&latest);
    }
    bool good = *path || fail(error, ERR_USE, "there is no interrupted session to resume; `resume FILE` opens a saved one");
    good = good && not_own(session, path, error) && submit_may_open(session, path, error);
    if (good && (good = journal_read(path, &lines, unfinished, error))) {
        begin_anew(session, path);
        Text script = {0};
        for (size_t i = 0; lines[i]; i++)
            text_addf(&script, "%s\n", lines[i]);
        submit_front(session, text_string(&script), ORIGIN_SCRIPT, path, 1);
        text_free(&script);
        if (*unfinished)
            session_say(session, "`%.200s` was under way. What it had done by its last mark is here; the rest is not done again unasked.",
                        unfinished);
        journal_lines_free(lines);
    }
    text_free(&latest);
    return good;
}
