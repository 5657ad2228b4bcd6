#include "app/command/looking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/view/kit.h"
#include "app/view/view.h"
#include "engine/football/places.h"

static bool equation_shown(const Session *session)
{
    return strcmp(session->cursor.view, "equation") == 0;
}

static bool unknown_view(const char *name, Error *error)
{
    const char *names[32];
    size_t count = 0;
    Text list = {0};
    for (const View *view; count < 32 && (view = view_at(count)); count++) {
        names[count] = view->name;
        text_addf(&list, "%s%s", count ? ", " : "", view->name);
    }
    const char *near = text_nearest(name, names, count);
    fail(error, ERR_USE, "there is no view `%.40s`%s%s%s; there are %s", name, near ? ": did you mean `" : "", near ? near : "",
         near ? "`" : "", text_string(&list));
    text_free(&list);
    return false;
}

/** The view so many places on in Tab order; the equation is reached by explaining something, so Tab passes it by. */
static const View *view_beside(const char *now, bool back)
{
    size_t count = 0, at = 0;
    for (const View *view; (view = view_at(count)); count++)
        if (strcmp(view->name, now) == 0)
            at = count;
    do
        at = (at + (back ? count - 1 : 1)) % count;
    while (strcmp(view_at(at)->name, "equation") == 0);
    return view_at(at);
}

static bool over_time(const Eye *eye, const char *name, Error *error)
{
    Value value;
    if (!probe_value(&eye->probe, name, &value, error))
        return false;
    bool good = value.rank == 2 && strcmp(value.axis[0].name, "t") == 0;
    value_free(&value);
    return good || fail(error, ERR_USE, "`%s` is not a quantity with a row a step; h, x, pre, y, dh, dx … are", name);
}

/** Has the model in use such a quantity, or (anyone's) any of the models? */
static bool shows_over_time(const Session *session, const char *name, bool anyones, Error *error)
{
    Eye eye;
    Error others = {0};
    char full[2 * QUANTITY_MAX];
    if (strlen(name) >= QUANTITY_MAX)
        return fail(error, ERR_USE, "that name is too long");
    if (!session->world->data || !session->world->models)
        return probe_parses(name, error);
    if (!session_eye(session, &eye, error))
        return false;
    for (size_t i = 0; anyones && i < eye.probe.subjects && !strchr(name, ':'); i++) {
        snprintf(full, sizeof full, "%s:%s", eye.probe.subject[i].name, name);
        if (over_time(&eye, full, &others))
            return true;
    }
    return over_time(&eye, name, error);
}

/** "@1r": a layer of the model in use, and whether in reverse. */
static bool track_of(Session *session, const char *of, Error *error)
{
    const Model *model = world_model(session->world);
    size_t layers = model && model->recipe.layers ? model->recipe.layers : 1;
    char *end = NULL;
    unsigned long layer = *of == '@' ? strtoul(of + 1, &end, 10) : 0;
    if (!end || end == of + 1 || (*end && strcmp(end, "r") != 0))
        return fail(error, ERR_USE, "this view takes a layer: `@1`, in reverse `@1r`");
    if (layer < 1 || layer > layers)
        return fail(error, ERR_USE, "layer %lu is outside 1 … %zu", layer, layers);
    if (*end && !(model && model->recipe.bidirectional))
        return fail(error, ERR_USE, "this model does not read in reverse; `model lstm bidirectional=yes` does");
    session->cursor.layer = layer;
    session->cursor.reverse = *end;
    return true;
}

/** What a view is to show: states and gradients a quantity, those of one layer a layer. */
static bool view_of(Session *session, const char *view, const char *of, Error *error)
{
    Cursor *cursor = &session->cursor;
    const bool states = strcmp(view, "states") == 0;
    if (session_shows_track(view))
        return track_of(session, of, error);
    if (!states && strcmp(view, "gradients") != 0)
        return fail(error, ERR_USE, "%s takes nothing to show; `view states dh`, `view gradients dc` and `view cell @1` do", view);
    if (!shows_over_time(session, of, !states, error))
        return false;
    if (!kit_simple(of))
        return fail(error, ERR_USE, "%s shows one quantity, such as h or dh, not `%.40s`", view, of);
    snprintf(states ? cursor->states : cursor->gradients, QUANTITY_MAX, "%s", of);
    return true;
}

/** views_plain - what views show at first. */
static void views_plain(Cursor *cursor)
{
    snprintf(cursor->states, QUANTITY_MAX, "h");
    snprintf(cursor->gradients, QUANTITY_MAX, "dh");
    cursor->layer = 0;
    cursor->reverse = false;
}

/** look - at a view in the half that has the keys, and at what in it. On failure nothing has changed. */
static bool look(Session *session, const char *name, const char *of, Error *error)
{
    Cursor *cursor = &session->cursor;
    const View *view = view_find(name);
    if (strcmp(name, "+1") == 0 || strcmp(name, "-1") == 0)
        view = view_beside(equation_shown(session) ? cursor->before_explain : cursor->view, *name == '-');
    if (!view)
        return unknown_view(name, error);
    const Cursor before = *cursor;
    if (session->origin == ORIGIN_LESSON) // on a page views are what they are at first, whatever was looked at before
        views_plain(cursor);
    if (*of && !view_of(session, view->name, of, error)) {
        *cursor = before;
        return false;
    }
    if (strcmp(view->name, "equation") == 0 && !equation_shown(session))
        memcpy(cursor->before_explain, cursor->view, sizeof cursor->before_explain);
    snprintf(cursor->view, sizeof cursor->view, "%s", view->name);
    session->menu = false;
    return true;
}

static void split_off(Cursor *cursor)
{
    cursor->other = (Half){0};
    cursor->second = false;
}

/** On a lesson's page a view is all there is, until the page itself splits the screen. */
bool view_run(Session *session, const Arguments *arguments, Error *error)
{
    if (!look(session, argument_text(arguments, "name", ""), argument_text(arguments, "of", ""), error))
        return false;
    if (session->origin == ORIGIN_LESSON)
        split_off(&session->cursor);
    return true;
}

/* ---- two views ------------------------------------------------------------------------------------------------- */

static bool not_split(Error *error)
{
    return fail(error, ERR_USE, "the screen is not split: `split gates` puts the gates beside what is shown");
}

static void say_split(Session *session)
{
    const Cursor *cursor = &session->cursor;
    if (*cursor->other.view)
        session_notice(session, "%s and %s; the keys go to %s", cursor->second ? cursor->other.view : cursor->view,
                       cursor->second ? cursor->view : cursor->other.view, cursor->view);
    else
        session_notice(session, "%s alone: `split gates` puts the gates beside it", cursor->view);
}

/** look_beside - the same in the other half, which begins with what its views show at first. */
static bool look_beside(Session *session, const char *name, const char *of, Error *error)
{
    Cursor *cursor = &session->cursor;
    Half *other = &cursor->other;
    const Half before = *other;
    cursor_switch(cursor);
    if (!*before.view)
        views_plain(cursor);
    const bool good = look(session, name, of, error);
    cursor_switch(cursor);
    if (!good)
        *other = before;
    return good;
}

bool split_run(Session *session, const Arguments *arguments, Error *error)
{
    Cursor *cursor = &session->cursor;
    const char *what = argument_text(arguments, "view", ""), *of = argument_text(arguments, "of", "");
    const bool off = strcmp(what, "off") == 0, other = strcmp(what, "other") == 0;
    if (!off && !other && *what)
        return look_beside(session, what, of, error);
    if (*of)
        return fail(error, ERR_USE, "`split %s` takes no further word", what);
    if (!*what)
        say_split(session);
    else if (off)
        split_off(cursor);
    else if (!*cursor->other.view)
        return not_split(error);
    else
        cursor_switch(cursor);
    return true;
}

size_t looking_units(const Session *session)
{
    Eye eye;
    Value value = {0};
    Error error = {0};
    size_t units = world_units(session->world);
    const Places *places = session->world->data ? session->world->data->places : NULL;
    if (strcmp(session->cursor.view, "pitch") == 0 && places && places->count > 1)
        return places->count;
    if (strcmp(session->cursor.view, "states") != 0 || !session->world->data || !units || !session_eye(session, &eye, &error))
        return units;
    if (probe_value(&eye.probe, session->cursor.states, &value, &error) && value.rank == 2 &&
        value.axis[1].count > units)
        units = value.axis[1].count;
    value_free(&value);
    return units;
}
