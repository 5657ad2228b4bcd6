/* Asking: print, explain, verify, expect. */
#include <stdio.h>
#include <string.h>

#include "app/command/command.h"
#include "app/command/course.h"
#include "app/command/verify.h"
#include "engine/probe/explain.h"

/** The expression of a whole-line command; an error's column is moved to where it stands in the line. */
static bool needs_expression(const Arguments *arguments, Error *error)
{
    return *arguments->rest || fail(error, ERR_USE, "%s what? e.g. `%s norm(dh[1])`", arguments->command->name, arguments->command->name);
}

static bool shift(const Arguments *arguments, Error *error)
{
    if (error->column)
        error->column += arguments->rest_column - 1;
    return false;
}

static bool print_run(Session *session, const Arguments *arguments, Error *error)
{
    Eye eye;
    Value value;
    if (!needs_expression(arguments, error) || !session_eye(session, &eye, error))
        return false;
    if (!probe_value(&eye.probe, arguments->rest, &value, error))
        return shift(arguments, error);
    Text text = {0};
    value_text(&value, &text);
    while (text.length && text.bytes[text.length - 1] == '\n')
        text.bytes[--text.length] = 0;
    text_add(&session->said, text_string(&text));
    text_add(&session->said, "\n");
    text_free(&text);
    value_free(&value);
    return true;
}

/** Where the equation was opened from; the trail grows when something else is opened in it (at its end, a row or a first
 *  weight, there is nothing further to open). Where the equation stands in the other half, it is shown there. */
static void follow_trail(Cursor *cursor, const char *name)
{
    if (strcmp(cursor->view, "equation") != 0 && strcmp(cursor->other.view, "equation") == 0) {
        cursor->trails = 0;
    } else if (strcmp(cursor->view, "equation") != 0) {
        memcpy(cursor->before_explain, cursor->view, sizeof cursor->before_explain);
        snprintf(cursor->view, sizeof cursor->view, "equation");
        cursor->trails = 0;
    }
    if (cursor->trails && strcmp(cursor->trail[cursor->trails - 1], name) == 0)
        return;
    if (cursor->trails == TRAIL_MAX) {
        memmove(cursor->trail[0], cursor->trail[1], sizeof cursor->trail[0] * (TRAIL_MAX - 1));
        cursor->trails--;
    }
    snprintf(cursor->trail[cursor->trails++], QUANTITY_MAX, "%s", name);
    cursor->term = 1;
}

static bool explain_run(Session *session, const Arguments *arguments, Error *error)
{
    Eye eye;
    Explanation explanation;
    char here[QUANTITY_MAX];
    const char *name = arguments->rest;
    if (!*name) {
        snprintf(here, sizeof here, "h[%zu][%zu]", session->cursor.t, session->cursor.unit);
        name = here;
    }
    if (!session_eye(session, &eye, error))
        return false;
    if (!explain(&eye.probe, name, &explanation, error))
        return shift(arguments, error);
    explanation_text(&explanation, 12, 100, session->options.glyphs == GLYPHS_ASCII, &session->said);
    follow_trail(&session->cursor, explanation.name);
    explanation_free(&explanation);
    return true;
}

static bool verify_run(Session *session, const Arguments *arguments, Error *error)
{
    return verify_begin(session, arguments->rest, error) || shift(arguments, error);
}

static bool expect_run(Session *session, const Arguments *arguments, Error *error)
{
    bool holds;
    char why[400];
    if (!needs_expression(arguments, error))
        return false;
    if (!claim_holds(session, arguments->rest, &holds, why, sizeof why, error))
        return shift(arguments, error);
    if (!holds)
        return fail(error, ERR_CLAIM, "does not hold: %.200s%s%s", arguments->rest, *why ? ", that is " : "", why);
    session_notice(session, "holds: %.150s%s%s", arguments->rest, *why ? ", that is " : "", why);
    return true;
}

const Command ASKING_COMMANDS[] = {
    {.name = "print",
     .group = GROUP_ASKING,
     .effect = EFFECT_ASKS,
     .whole_line = true,
     .usage = "EXPRESSION",
     .help = "write the value of a quantity or an expression, 17 digits, nothing else",
     .example = "data carry length=20; model rnn; print norm(dh[1]) / norm(dh[20])",
     .more = "A vector stands on one line, a matrix has a line a row. `help quantities` lists the names, `help functions` what can be done with them.",
     .run = print_run},
    {.name = "explain",
     .group = GROUP_ASKING,
     .effect = EFFECT_MOVES,
     .whole_line = true,
     .usage = "[EXPRESSION]",
     .help = "take a number apart: its formula, the same with numbers, its terms by size; each can be opened in turn",
     .example = "data carry length=20; model rnn; explain dh[5][2]",
     .run = explain_run},
    {.name = "verify",
     .group = GROUP_ASKING,
     .effect = EFFECT_ASKS,
     .whole_line = true,
     .usage = "[GRADIENT]",
     .help = "check a gradient against finite differences (and, below their noise, against forward-mode tangents)",
     .example = "data carry length=6; model rnn hidden=3; verify dWh[1][2]; verify dh[1]",
     .more = "GRADIENT is that of a weight (dWh, dWh.f, db@1r), of a state, a gate or a pre-activation (dh, dc, df, dpre.f), dx or dy, "
             "with or without indices; none: every weight and every input.",
     .run = verify_run},
    {.name = "expect",
     .group = GROUP_ASKING,
     .effect = EFFECT_ASKS,
     .whole_line = true,
     .usage = "CLAIM",
     .help = "fail (status 1) unless the claim holds",
     .example = "data carry length=20; model rnn; expect norm(sumt(dWh_t) - dWh) < 1e-12",
     .run = expect_run},
    {.name = NULL},
};
