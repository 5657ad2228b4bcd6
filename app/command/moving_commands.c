/* Moving: where the learner looks. */
#include <stdio.h>
#include <string.h>

#include "app/command/command.h"
#include "app/command/looking.h"
#include "app/command/walk.h"
#include "app/view/circuit.h"
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
    size_t last = looking_units(session), now = session->cursor.unit < last ? session->cursor.unit : last;
    return place_of(arguments, "number", "unit", now, last, &session->cursor.unit, error);
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

static bool wire_run(Session *session, const Arguments *arguments, Error *error)
{
    size_t wires = circuit_wires(session), wire = walk_wire(session, wires);
    if (!wires)
        return fail(error, ERR_USE, "there are no wires to walk yet: `data carry`, then `model lstm`");
    const bool from_here = strchr("+-", *argument_text(arguments, "number", "+1"));
    if (from_here || argument_count(arguments, "number", 1) <= wires)
        return place_of(arguments, "number", "wire", wire, wires, &session->cursor.wire, error);
    session->cursor.wire = wires; // it was one of a cell with more of them
    return true;
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
    if (!world_steps(session->world))
        return fail(error, ERR_USE, "there is nothing to play yet: `data carry`, then `model rnn`");
    if (!walk_left(session))
        walk_begin(session);
    work_begin(session, play_step, "playing", walk_left(session) + 1)->pace = walk_pace(session);
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
     .help = "put the cursor on a hidden unit; on the pitch, on a player",
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
     .option = {{.name = "name", .kind = OPTION_TEXT, .bare = true, .needed = true, .help = "unroll, cell, states, gates, gradients, jacobian, influence, compare, training, pitch, equation; +1 or -1: the next or the one before"},
                {.name = "of", .kind = OPTION_TEXT, .bare = true, .help = "states, gradients: of which quantity; unroll, cell, gates: of which layer, @1 or in reverse @1r"}},
     .usage = "unroll|cell|gates [@LAYER], states|gradients [QUANTITY], jacobian|influence|compare|training|pitch|equation|+1|-1",
     .help = "look at the network in another way",
     .example = "data carry length=20; model rnn; view gradients; view states dh; view gradients dh",
     .run = view_run},
    {.name = "split",
     .group = GROUP_MOVING,
     .effect = EFFECT_MOVES,
     .option = {{.name = "view", .kind = OPTION_TEXT, .bare = true, .help = "the view that stands beside this one; other: the other half gets the keys; off: this one alone again"},
                {.name = "of", .kind = OPTION_TEXT, .bare = true, .help = "of what, as `view` takes it"}},
     .usage = "[VIEW [QUANTITY|@LAYER]|other|off]",
     .help = "look at the network in two ways at once, under one cursor",
     .example = "data carry length=20; model lstm; view states; split gates; split other; split states dh; split off",
     .more = "Both halves follow step, unit and sequence. The half that has the keys (▸ before its name) is the one whose numbers Enter "
             "explains and that `view` and Tab change; `split VIEW` changes the one beside it. Where the screen has no room for two, the "
             "status line names the one that is not drawn. Without a word it says what is split.",
     .run = split_run},
    {.name = NULL},
};
