/* Moving: where the learner looks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command/command.h"
#include "app/view/view.h"

/** The place a +N, −N or N means; relative moves stop at the ends, absolute ones must lie inside. */
static bool place_of(const Arguments *arguments, const char *name, const char *what, size_t now, size_t last, size_t *place, Error *error)
{
    const char *text = argument_text(arguments, name, "+1");
    size_t n = argument_count(arguments, name, 1);
    if (!last)
        return fail(error, ERR_USE, "there is nothing to move in yet: `data carry`, then `model rnn`");
    if (*text == '+')
        *place = n > last || now + n > last ? last : now + n;
    else if (*text == '-')
        *place = now > n ? now - n : 1;
    else if (n < 1 || n > last)
        return fail(error, ERR_USE, "%s %zu is outside 1 … %zu", what, n, last);
    else
        *place = n;
    return true;
}

static bool goto_run(Session *session, const Arguments *arguments, Error *error)
{
    Cursor *cursor = &session->cursor;
    if (!place_of(arguments, "step", "step", cursor->t, world_steps(session->world), &cursor->t, error))
        return false;
    const char *wave = argument_text(arguments, "wave", "");
    if (*wave)
        cursor->backward = *wave == 'b';
    return true;
}

static bool unit_run(Session *session, const Arguments *arguments, Error *error)
{
    return place_of(arguments, "number", "unit", session->cursor.unit, world_units(session->world), &session->cursor.unit, error);
}

static bool term_run(Session *session, const Arguments *arguments, Error *error)
{
    return place_of(arguments, "number", "operand", session->cursor.term, 100000, &session->cursor.term, error);
}

static bool scroll_run(Session *session, const Arguments *arguments, Error *error)
{
    size_t line = session->cursor.scroll + 1;
    if (!place_of(arguments, "lines", "line", line, 100000, &line, error))
        return false;
    session->cursor.scroll = line - 1;
    return true;
}

static bool in_equation(const Session *session)
{
    return strcmp(session->cursor.view, "equation") == 0;
}

static bool in_cell(const Session *session)
{
    return strcmp(session->cursor.view, "cell") == 0;
}

/** The wire the cursor is on, from 1 to the last of so many. */
static size_t wire_at(const Session *session, size_t wires)
{
    size_t wire = session->cursor.wire;
    return wire < 1 || wire > wires ? wires : wire;
}

static bool wire_run(Session *session, const Arguments *arguments, Error *error)
{
    size_t wires = cell_wires(session), wire = wire_at(session, wires);
    if (!wires)
        return fail(error, ERR_USE, "there are no wires to walk yet: `data carry`, then `model lstm`");
    bool from_here = strchr("+-", *argument_text(arguments, "number", "+1"));
    if (!from_here && argument_count(arguments, "number", 1) > wires) // of a cell with more of them: the last
        session->cursor.wire = wires;
    else
        return place_of(arguments, "number", "wire", wire, wires, &session->cursor.wire, error);
    return true;
}

/** One wire on inside the step, the way the wave goes: false at the end of the step. The wave decides where `on` leads. */
static bool wire_on(Session *session, bool on)
{
    size_t wires = cell_wires(session), wire = wire_at(session, wires);
    bool up = on != session->cursor.backward;
    if (!wires || wire == (up ? wires : 1))
        return false;
    session->cursor.wire = up ? wire + 1 : wire - 1;
    return true;
}

/** One on along the waves: forward to the last step, then backward to the first. False when it has arrived. */
static bool wave_on(Session *session)
{
    Cursor *cursor = &session->cursor;
    size_t last = world_steps(session->world);
    if (!cursor->backward && cursor->t < last)
        cursor->t++;
    else if (!cursor->backward)
        cursor->backward = true;
    else if (cursor->t > 1)
        cursor->t--;
    else
        return false;
    return true;
}

/** The same wire by wire where the inside of a step is looked at. */
static bool walk_on(Session *session)
{
    if (in_cell(session) && wire_on(session, true))
        return true;
    bool on = wave_on(session);
    if (on && in_cell(session))
        session->cursor.wire = session->cursor.backward ? cell_wires(session) : 1;
    return on;
}

static bool wave_back(Session *session)
{
    Cursor *cursor = &session->cursor;
    if (cursor->backward && cursor->t < world_steps(session->world))
        cursor->t++;
    else if (cursor->backward)
        cursor->backward = false;
    else if (cursor->t > 1)
        cursor->t--;
    else
        return false;
    return true;
}

static bool walk_back(Session *session)
{
    if (in_cell(session) && wire_on(session, false))
        return true;
    bool back = wave_back(session);
    if (back && in_cell(session))
        session->cursor.wire = session->cursor.backward ? 1 : cell_wires(session);
    return back;
}

static bool next_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    if (in_equation(session)) {
        session->cursor.term++;
        return true;
    }
    if (!world_steps(session->world))
        return fail(error, ERR_USE, "there is nothing to walk through yet: `data carry`, then `model rnn`");
    if (!walk_on(session))
        session_notice(session, "the backward wave has arrived at step 1: `goto 1 wave=forward` begins again");
    return true;
}

static void leave_equation(Cursor *cursor)
{
    cursor->trails = 0;
    cursor->term = 1;
    snprintf(cursor->view, sizeof cursor->view, "%s", *cursor->before_explain ? cursor->before_explain : "unroll");
}

static bool back_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    Cursor *cursor = &session->cursor;
    if (session->menu && (session->course.lesson || session->world->data)) {
        session->menu = false;
        return true;
    }
    if (in_equation(session)) {
        cursor->term = 1;
        if (cursor->trails > 1)
            cursor->trails--;
        else
            leave_equation(cursor);
        return true;
    }
    if (!world_steps(session->world))
        return fail(error, ERR_USE, "there is nothing to walk through yet: `data carry`, then `model rnn`");
    if (!walk_back(session))
        session_notice(session, "this is where the forward wave begins");
    return true;
}

/** How many wires of this step are still to come. */
static size_t wires_left(const Session *session)
{
    size_t wires = cell_wires(session), wire = wire_at(session, wires);
    return session->cursor.backward ? wire - 1 : wires - wire;
}

static bool play_step(Session *session, bool *done, Error *error)
{
    (void)error;
    *done = !walk_on(session);
    session->work.done++;
    return true;
}

static bool play_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    size_t last = world_steps(session->world);
    if (!last)
        return fail(error, ERR_USE, "there is nothing to play yet: `data carry`, then `model rnn`");
    Cursor *cursor = &session->cursor;
    if (cursor->backward && cursor->t == 1 && (!in_cell(session) || wire_at(session, cell_wires(session)) == 1)) {
        cursor->backward = false;
        cursor->t = 1;
        cursor->wire = in_cell(session) ? 1 : cursor->wire;
    }
    size_t left = cursor->backward ? cursor->t - 1 : last - cursor->t + last;
    if (in_cell(session))
        left = left * cell_wires(session) + wires_left(session);
    work_begin(session, play_step, "playing", left + 1)->pace = in_cell(session) ? 400 : 150;
    return true;
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

static bool shows_over_time(const Session *session, const char *name, Error *error)
{
    Eye eye;
    Value value;
    if (strlen(name) >= QUANTITY_MAX)
        return fail(error, ERR_USE, "that name is too long");
    if (!session->world->data || !session->world->models)
        return probe_parses(name, error);
    if (!session_eye(session, &eye, error) || !probe_value(&eye.probe, name, &value, error))
        return false;
    bool good = value.rank == 2 && strcmp(value.axis[0].name, "t") == 0;
    value_free(&value);
    return good || fail(error, ERR_USE, "`%s` is not a quantity with a row a step; h, x, pre, y, dh, dx … are", name);
}

/** "@1r": a layer of the model in use, and whether in reverse. */
static bool track_of(Session *session, const char *of, Error *error)
{
    const Model *model = world_model(session->world);
    size_t layers = model && model->recipe.layers ? model->recipe.layers : 1;
    char *end = NULL;
    unsigned long layer = *of == '@' ? strtoul(of + 1, &end, 10) : 0;
    if (!end || end == of + 1 || (*end && strcmp(end, "r") != 0))
        return fail(error, ERR_USE, "the cell view takes a layer: `view cell @1`, in reverse `view cell @1r`");
    if (layer < 1 || layer > layers)
        return fail(error, ERR_USE, "layer %lu is outside 1 … %zu", layer, layers);
    if (*end && !(model && model->recipe.bidirectional))
        return fail(error, ERR_USE, "this model does not read in reverse; `model lstm bidirectional=yes` does");
    session->cursor.layer = layer;
    session->cursor.reverse = *end;
    return true;
}

/** What a view is to show: states a quantity, the cell a layer. */
static bool view_of(Session *session, const char *view, const char *of, Error *error)
{
    if (strcmp(view, "cell") == 0)
        return track_of(session, of, error);
    if (strcmp(view, "states") != 0)
        return fail(error, ERR_USE, "only states and cell take something to show: `view states dh`, `view cell @1`");
    if (!shows_over_time(session, of, error))
        return false;
    snprintf(session->cursor.states, sizeof session->cursor.states, "%s", of);
    return true;
}

static bool view_run(Session *session, const Arguments *arguments, Error *error)
{
    Cursor *cursor = &session->cursor;
    const char *name = argument_text(arguments, "name", ""), *of = argument_text(arguments, "of", "");
    const View *view = view_find(name);
    if (strcmp(name, "+1") == 0 || strcmp(name, "-1") == 0)
        view = view_beside(in_equation(session) ? cursor->before_explain : cursor->view, *name == '-');
    if (!view)
        return unknown_view(name, error);
    if (*of && !view_of(session, view->name, of, error))
        return false;
    if (strcmp(view->name, "equation") == 0 && !in_equation(session))
        memcpy(cursor->before_explain, cursor->view, sizeof cursor->before_explain);
    snprintf(cursor->view, sizeof cursor->view, "%s", view->name);
    session->menu = false;
    return true;
}

#define STEP_MOVES {.name = "step", .kind = OPTION_MOVE, .bare = true, .needed = true, .low = 1, .high = 1e9, .help = "a step of the sequence"}

const Command MOVING_COMMANDS[] = {
    {.name = "goto",
     .group = GROUP_MOVING,
     .effect = EFFECT_MOVES,
     .option = {STEP_MOVES,
                {.name = "wave", .kind = OPTION_CHOICE, .choices = "forward backward", .standard = "as it is", .help = "which wave is walked"}},
     .help = "put the cursor on a step of the sequence",
     .example = "data carry length=20; model rnn; goto 12; goto -2",
     .run = goto_run},
    {.name = "next",
     .group = GROUP_MOVING,
     .effect = EFFECT_MOVES,
     .help = "one on along the way the numbers go: forward to the last step, then backward to the first",
     .example = "data carry length=20; model rnn; next",
     .run = next_run},
    {.name = "back",
     .group = GROUP_MOVING,
     .effect = EFFECT_MOVES,
     .help = "one back along that way; in the equation: to what was explained before it, then to the view it was opened from",
     .example = "data carry length=20; model rnn; next; back",
     .run = back_run},
    {.name = "play",
     .group = GROUP_MOVING,
     .effect = EFFECT_MOVES,
     .help = "let the forward and the backward wave pass; any key stops it",
     .example = "data carry length=20; model rnn; play",
     .run = play_run},
    {.name = "unit",
     .group = GROUP_MOVING,
     .effect = EFFECT_MOVES,
     .option = {{.name = "number", .kind = OPTION_MOVE, .bare = true, .needed = true, .low = 1, .high = 1e9, .help = "a hidden unit"}},
     .help = "put the cursor on a hidden unit",
     .example = "data carry length=20; model rnn; unit 3",
     .run = unit_run},
    {.name = "wire",
     .group = GROUP_MOVING,
     .effect = EFFECT_MOVES,
     .option = {{.name = "number", .kind = OPTION_MOVE, .bare = true, .needed = true, .low = 1, .high = 1e9, .help = "a wire of the cell, in the order they are computed; past the last the last"}},
     .help = "put the cursor on a wire inside the step that the cell view shows",
     .example = "data carry length=20; model lstm; view cell; wire 1; wire +2",
     .run = wire_run},
    {.name = "term",
     .group = GROUP_MOVING,
     .effect = EFFECT_MOVES,
     .option = {{.name = "number", .kind = OPTION_MOVE, .bare = true, .needed = true, .low = 1, .high = 1e9, .help = "an operand of the equation"}},
     .help = "pick an operand of the equation (or a line of the course menu)",
     .example = "data carry length=20; model rnn; explain h[2][1]; term 2",
     .run = term_run},
    {.name = "scroll",
     .group = GROUP_MOVING,
     .effect = EFFECT_MOVES,
     .option = {{.name = "lines", .kind = OPTION_MOVE, .bare = true, .needed = true, .low = 1, .high = 1e9, .help = "a line of the lesson's page"}},
     .help = "scroll the lesson's page",
     .example = "scroll +3",
     .run = scroll_run},
    {.name = "view",
     .group = GROUP_MOVING,
     .effect = EFFECT_MOVES,
     .option = {{.name = "name", .kind = OPTION_TEXT, .bare = true, .needed = true, .help = "unroll, cell, states, gates, gradients, jacobian, influence, compare, training, equation; +1 or -1: the next or the one before"},
                {.name = "of", .kind = OPTION_TEXT, .bare = true, .help = "states: of which quantity; cell: of which layer, @1 or in reverse @1r"}},
     .usage = "unroll|cell [@LAYER]|states [QUANTITY]|gates|gradients|jacobian|influence|compare|training|equation|+1|-1",
     .help = "look at the network in another way",
     .example = "data carry length=20; model rnn; view gradients; view states dh",
     .run = view_run},
    {.name = NULL},
};
