#include "app/session/session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/football/places.h"

enum { WORLDS_KEPT = 24 }; // how many steps back undo restores at once; further back it replays

Session *session_new(uint64_t seed, const char *lessons_folder)
{
    Session *session = memory_new(1, sizeof *session);
    session->world = world_new(seed);
    Text base = {0};
    text_addf(&base, "seed %llu", (unsigned long long)seed);
    session->base = seed == 1 ? NULL : memory_copy_text(text_string(&base)); // what is not said is seed 1
    text_free(&base);
    session->lessons_folder = memory_copy_text(lessons_folder ? lessons_folder : "");
    session->cursor.t = session->cursor.unit = session->cursor.term = 1;
    snprintf(session->cursor.view, sizeof session->cursor.view, "unroll");
    snprintf(session->cursor.states, sizeof session->cursor.states, "h");
    snprintf(session->cursor.gradients, sizeof session->cursor.gradients, "dh");
    session->options.look.depth = DEPTH_256;
    session->options.depth_auto = true;
    session->screen_width = 80;
    session->screen_height = 24;
    return session;
}

void session_drop_influence(Session *session)
{
    influence_free(session->influence.source);
    free(session->influence.norm);
    session->influence = (InfluenceMap){0};
}

void session_free(Session *session)
{
    if (!session)
        return;
    session_free(session->replay);
    course_close(&session->course);
    session_forget_past(session);
    session_drop_queue(session);
    free(session->queue);
    free(session->past);
    free(session->undone);
    free(session->base);
    text_free(&session->line);
    pending_free(&session->current);
    world_free(session->work_before);
    progress_free(session->progress);
    journal_close(session->journal);
    explanation_free(&session->explanation);
    free(session->spectrum.log);
    session_drop_influence(session);
    text_free(&session->said);
    free(session->lessons_folder);
    free(session->state_folder);
    world_free(session->world);
    free(session);
}

void course_close(Course *course)
{
    if (course->lesson)
        for (size_t i = 0; i <= course->lesson->steps; i++)
            world_free(course->at_step[i]);
    free(course->at_step);
    world_free(course->before);
    lesson_free(course->lesson);
    *course = (Course){0};
}

void session_say(Session *session, const char *format, ...)
{
    char line[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    text_add_visible(&session->said, line, strlen(line), true);
    text_add(&session->said, "\n");
}

void session_notice(Session *session, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(session->notice, sizeof session->notice, format, arguments);
    va_end(arguments);
}

static void drop_journal(Session *session, const Error *error)
{
    journal_close(session->journal);
    session->journal = NULL;
    session_say(session, "%s: the session goes on without a journal", error->message); // no notice: it shall not pass unseen
}

void session_journal(Session *session, JournalKind kind, const char *line)
{
    Error error = {0};
    if (session->journal && session->origin != ORIGIN_REPLAY && !session->resuming &&
        !journal_add(session->journal, kind, line, &error))
        drop_journal(session, &error);
}

void session_resume(Session *session, const char *path)
{
    char *absolute = realpath(path, NULL);
    Text line = {0};
    text_addf(&line, "resume \"%s\"", absolute ? absolute : path);
    session_journal(session, JOURNAL_BASE, text_string(&line));
    session->resuming = true;
    session_set_base(session, "seed 1");
    text_free(&line);
    free(absolute);
}

void session_resumed(Session *session)
{
    Error error = {0};
    const char **line = memory_new(session->pasts + 1, sizeof *line);
    for (size_t i = 0; i < session->pasts; i++)
        line[i] = session->past[i].line;
    session->resuming = false;
    if (session->journal && !journal_rebase(session->journal, session->base ? session->base : "seed 1", line, session->pasts, &error))
        drop_journal(session, &error);
    free(line);
}

bool session_eye(const Session *session, Eye *eye, Error *error)
{
    *eye = (Eye){0};
    World *before = session->course.before;
    if (before) {
        if (!world_look(before, error))
            return false;
        eye->before = world_probe(before, eye->before_subject, NULL);
    }
    if (!world_look(session->world, error))
        return false;
    eye->probe = world_probe(session->world, eye->subject, before ? &eye->before : NULL);
    return true;
}

bool session_truth(const Session *session, const char *claim, bool *holds, Error *error)
{
    Eye eye;
    Value value;
    if (!session_eye(session, &eye, error) || !probe_value(&eye.probe, claim, &value, error))
        return false;
    bool logical = value.logical;
    *holds = logical && value.data[0] != 0;
    value_free(&value);
    return logical || fail(error, ERR_USE, "`%.200s` is neither true nor false: compare it, e.g. with < or ==", claim);
}

void session_set_base(Session *session, const char *base)
{
    char *copy = memory_copy_text(base);
    free(session->base);
    session->base = copy;
    session_forget_past(session);
    session_journal(session, JOURNAL_BASE, base);
}

void session_set_world(Session *session, World *world)
{
    world->revision += session->world->revision + 1;
    for (size_t i = 0; i < world->models; i++)
        world->model[i].looked = 0;
    world_free(session->world);
    session->world = world;
    session_clamp(session);
}

static size_t clamp(size_t value, size_t most)
{
    return value < 1 ? 1 : value > most ? (most ? most : 1) : value;
}

size_t session_rows_of_states(const Session *session)
{
    const Model *model = world_model(session->world);
    return world_units(session->world) * (model && model->recipe.bidirectional ? 2 : 1);
}

/** people - those on the pitch, of whom the view picks one as others pick a unit. */
static size_t people(const Session *session)
{
    const Dataset *data = session->world->data;
    return data && data->places ? data->places->count : 0;
}

void session_clamp(Session *session)
{
    Cursor *cursor = &session->cursor;
    const size_t rows = session_rows_of_states(session), most = people(session) > rows ? people(session) : rows;
    cursor->t = clamp(cursor->t, world_steps(session->world));
    cursor->unit = clamp(cursor->unit, most);
    if (cursor->term < 1)
        cursor->term = 1;
}

static void drop_undone(Session *session)
{
    for (size_t i = 0; i < session->undones; i++)
        free(session->undone[i]);
    session->undones = 0;
}

void session_record(Session *session, const char *line, World *before)
{
    session->past = memory_grow(session->past, &session->past_room, session->pasts + 1, sizeof *session->past);
    session->past[session->pasts++] = (Past){.line = memory_copy_text(line), .before = before};
    if (session->pasts > WORLDS_KEPT) {
        Past *old = &session->past[session->pasts - 1 - WORLDS_KEPT];
        world_free(old->before);
        old->before = NULL;
    }
}

void session_forget_past(Session *session)
{
    for (size_t i = 0; i < session->pasts; i++) {
        free(session->past[i].line);
        world_free(session->past[i].before);
    }
    session->pasts = 0;
    drop_undone(session);
}

void session_forget_undone(Session *session)
{
    drop_undone(session);
}

bool session_take_past(Session *session, Past *past)
{
    if (!session->pasts)
        return false;
    *past = session->past[--session->pasts];
    session->undone = memory_grow(session->undone, &session->undone_room, session->undones + 1, sizeof *session->undone);
    session->undone[session->undones++] = memory_copy_text(past->line);
    return true;
}

char *session_take_undone(Session *session)
{
    return session->undones ? session->undone[--session->undones] : NULL;
}

static Pending *queue_room(Session *session, size_t at)
{
    if (session->queue_at == session->queued)
        session->queue_at = session->queued = at = 0;
    session->queue = memory_grow(session->queue, &session->queue_room, session->queued + 1, sizeof *session->queue);
    Pending *place = &session->queue[at];
    memmove(place + 1, place, (session->queued - at) * sizeof *place);
    session->queued++;
    return place;
}

static void queue_put(Session *session, size_t at, const char *line, Origin origin, Place place)
{
    *queue_room(session, at) = (Pending){.line = memory_copy_text(line),
                                         .origin = origin,
                                         .file = memory_copy_text(place.file),
                                         .line_number = place.line,
                                         .column = place.column,
                                         .depth = place.depth};
}

void session_queue(Session *session, const char *line, Origin origin, Place place)
{
    queue_put(session, session->queued, line, origin, place);
}

void session_queue_front(Session *session, const char *line, Origin origin, Place place)
{
    queue_put(session, session->queue_at, line, origin, place);
}

bool session_next(Session *session, Pending *pending)
{
    if (session->queue_at == session->queued)
        return false;
    *pending = session->queue[session->queue_at++];
    return true;
}

void pending_free(Pending *pending)
{
    free(pending->line);
    free(pending->file);
    *pending = (Pending){0};
}

void session_drop_queue(Session *session)
{
    Pending pending;
    while (session_next(session, &pending))
        pending_free(&pending);
}

bool session_busy(const Session *session)
{
    return session->work.step || session->queue_at < session->queued;
}
