/* Where the learner looks, as command lines; and the session as those that made it. */
#include "app/session/session.h"

#include <string.h>

static bool is_view(const char *view, const char *name)
{
    return strcmp(view, name) == 0;
}

bool session_shows_track(const char *view)
{
    return is_view(view, "cell") || is_view(view, "gates") || is_view(view, "unroll");
}

/** half_of - the one with the keys. */
static Half half_of(const Cursor *cursor)
{
    Half half = {.layer = cursor->layer, .reverse = cursor->reverse};
    memcpy(half.view, cursor->view, sizeof half.view);
    memcpy(half.before_explain, cursor->before_explain, sizeof half.before_explain);
    memcpy(half.states, cursor->states, sizeof half.states);
    memcpy(half.gradients, cursor->gradients, sizeof half.gradients);
    return half;
}

void cursor_switch(Cursor *cursor)
{
    const Half half = half_of(cursor);
    memcpy(cursor->view, cursor->other.view, sizeof half.view);
    memcpy(cursor->before_explain, cursor->other.before_explain, sizeof half.before_explain);
    memcpy(cursor->states, cursor->other.states, sizeof half.states);
    memcpy(cursor->gradients, cursor->other.gradients, sizeof half.gradients);
    cursor->layer = cursor->other.layer;
    cursor->reverse = cursor->other.reverse;
    cursor->other = half;
    cursor->second = !cursor->second;
}

/** has_track - has the model in use the layer and direction that was asked for? */
static bool has_track(const Session *session, const Half *half)
{
    const Model *model = world_model(session->world);
    size_t layers = model && model->recipe.layers ? model->recipe.layers : 1;
    return model && half->layer && half->layer <= layers && (!half->reverse || model->recipe.bidirectional);
}

/** view_before - what a half showed before the equation that `explain` shall open in it again. */
static const char *view_before(const Half *half, bool explained)
{
    if (!is_view(half->view, "equation") || !explained)
        return half->view;
    return *half->before_explain ? half->before_explain : "unroll";
}

/** add_subject - "states dh": a view with what it shows. */
static void add_subject(const Session *session, const char *view, const Half *half, Text *text)
{
    text_add(text, view);
    if (session_shows_track(view) && has_track(session, half))
        text_addf(text, " @%zu%s", half->layer, half->reverse ? "r" : "");
    else if (is_view(view, "states"))
        text_addf(text, " %s", half->states);
    else if (is_view(view, "gradients") && !is_view(half->gradients, "dh"))
        text_addf(text, " %s", half->gradients);
}

void session_other_view(const Session *session, Text *text)
{
    add_subject(session, session->cursor.other.view, &session->cursor.other, text);
}

/** add_view - "view states dh; " */
static void add_view(const Session *session, const char *verb, const Half *half, bool explained, Text *text)
{
    text_addf(text, "%s ", verb);
    add_subject(session, view_before(half, explained), half, text);
    text_add(text, "; ");
}

static size_t inside(size_t value, size_t most)
{
    return value < 1 ? 1 : value > most ? most : value;
}

static void add_cursor(const Session *session, bool states, Text *text)
{
    const Cursor *cursor = &session->cursor;
    const size_t units = world_units(session->world);
    if (session->world->data)
        text_addf(text, "sample %zu; goto %zu wave=%s; ", session->world->sample, cursor->t,
                  cursor->backward ? "backward" : "forward");
    if (units)
        text_addf(text, "unit %zu; ", inside(cursor->unit, states ? session_rows_of_states(session) : units));
    if (units && session->world->data && cursor->wire)
        text_addf(text, "wire %zu; ", cursor->wire);
}

void session_place(const Session *session, Text *text)
{
    const Cursor *cursor = &session->cursor;
    const bool split = *cursor->other.view, explained = cursor->trails > 0;
    const Half mine = half_of(cursor), *first = cursor->second ? &cursor->other : &mine;
    const bool beside = split && explained && !is_view(mine.view, "equation") && is_view(cursor->other.view, "equation");
    add_view(session, "view", first, explained, text);
    if (split)
        add_view(session, "split", first == &mine ? &cursor->other : &mine, explained, text);
    if (split && beside != cursor->second) // what is explained is opened in the half that has the keys
        text_add(text, "split other; ");
    add_cursor(session, is_view(view_before(beside ? &cursor->other : &mine, explained), "states"), text);
    for (size_t i = 0; i < cursor->trails && (beside || is_view(mine.view, "equation")); i++)
        text_addf(text, "explain %s; ", cursor->trail[i]);
    if (beside)
        text_add(text, "split other; ");
    if (text->length > 1 && strcmp(text->bytes + text->length - 2, "; ") == 0)
        text->bytes[text->length -= 2] = 0;
}

void session_script(const Session *session, Text *text)
{
    text_add(text, "# A Backpass session: open it with `backpass resume FILE` or `backpass run FILE`.\n");
    if (session->base)
        text_addf(text, "%s\n", session->base);
    for (size_t i = 0; i < session->pasts; i++)
        text_addf(text, "%s\n", session->past[i].line);
    session_place(session, text);
    text_add(text, "\n");
}
