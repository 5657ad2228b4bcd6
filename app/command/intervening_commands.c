/* Intervening: gates held, edges cut, weights changed by hand, the program's options, undo and redo. */
#include <math.h>

#include "app/command/command.h"
#include "app/command/knives.h"
#include "app/command/options.h"
#include "app/command/weights.h"

static bool set_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *name = argument_text(arguments, "what", "");
    const Word *value = argument_extra(arguments, 0);
    if (!option_is(name))
        return value ? weights_set(session, arguments, error)
                     : fail(error, ERR_USE, "set what to what? e.g. `set Wh[1][2] 0.5`; options are %s", option_list());
    if (!value || argument_extra(arguments, 1))
        return fail(error, ERR_USE, "`set %s` takes one of: %s", name, option_choices(name));
    if (session->origin == ORIGIN_LESSON)
        return fail(error, ERR_INPUT, "a lesson may not change the program's options");
    if (!option_set(&session->options, name, value->text, error))
        return false;
    text_clear(&session->line); // nothing of the exploration has changed
    return true;
}

static bool undo_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return command_undo(session, error);
}

static bool redo_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return command_redo(session, error);
}

const Command INTERVENING_COMMANDS[] = {
    {.name = "hold",
     .group = GROUP_INTERVENING,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "gate", .kind = OPTION_TEXT, .bare = true, .needed = true, .help = "f, f[3] (one unit), f@1 (a layer), f@1r (its reverse direction)"},
                {.name = "value", .kind = OPTION_NUMBER, .bare = true, .needed = true, .low = -INFINITY, .high = INFINITY, .help = "0 to 1, a candidate -1 to 1"}},
     .usage = "GATE VALUE",
     .help = "hold a gate at a value, at every step, until `release`",
     .example = "data carry length=20; model lstm hidden=8; hold f 1; print min(f)",
     .more = "Gates are i f g o of an lstm and r z n of a gru, whose candidates are g and n. Where nothing more is said it is the "
             "top layer, all of its units and both directions. What is held is held forward and backward: nothing changes it, "
             "so no gradient reaches what it would have been computed from. Training goes on with it.",
     .run = hold_run},
    {.name = "cut",
     .group = GROUP_INTERVENING,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "step", .kind = OPTION_TEXT, .bare = true, .needed = true, .help = "a step, or all"},
                {.name = "edge", .kind = OPTION_CHOICE, .choices = "weights direct both", .standard = "both",
                 .help = "through Wh, past the weights, or both"},
                {.name = "layer", .kind = OPTION_COUNT, .low = 1, .high = LAYERS_MAX, .standard = "all", .help = "of this layer alone"}},
     .help = "let nothing pass between a step and the one before it, forward or back, until `release`",
     .example = "data carry length=20; model lstm hidden=8; cut 10; print norm(dh[5])",
     .more = "`cut 5` cuts between steps 4 and 5: step 5 is computed as if the state before it were zero, and no gradient goes "
             "from step 5 to step 4; read in reverse it is step 4 that gets nothing from step 5. Two edges lead from step to "
             "step: through Wh, from h into the gates (edge=weights), and past the weights (edge=direct), from c to c in an "
             "lstm, from h to h in a gru; an rnn has the first alone. "
             "`cut all edge=weights` cuts at every step: with f held at 1 the factor along c from step to step is then exactly 1.",
     .run = cut_run},
    {.name = "release",
     .group = GROUP_INTERVENING,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "what", .kind = OPTION_TEXT, .bare = true, .standard = "all of it", .help = "a gate (f, f[3], f@1r), holds, cuts, or cut and a step"},
                {.name = "step", .kind = OPTION_TEXT, .bare = true, .help = "where it was cut, or all: `release cut 5`"}},
     .usage = "[GATE|holds|cuts|cut STEP]",
     .help = "let go of gates that are held and mend edges that are cut, of the model in use",
     .example = "data carry length=20; model lstm hidden=8; hold f 1; cut 5; cut 9; release f; release cut 5; release",
     .run = release_run},
    {.name = "scale",
     .group = GROUP_INTERVENING,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "weight", .kind = OPTION_TEXT, .bare = true, .needed = true, .help = "Wh, Wh.f (of a gate), Wh[2][3] (one), Wh@1r (a layer, its reverse direction)"},
                {.name = "factor", .kind = OPTION_NUMBER, .bare = true, .needed = true, .low = -1e6, .high = 1e6, .help = "multiply by this"}},
     .help = "multiply a weight matrix, the rows of a gate, or one weight",
     .example = "data carry length=20; model rnn hidden=8; scale Wh 1.5; print sigma(Wh)",
     .run = scale_run},
    {.name = "set",
     .group = GROUP_INTERVENING,
     .effect = EFFECT_CHANGES,
     .open = true,
     .option = {{.name = "what", .kind = OPTION_TEXT, .bare = true, .needed = true, .help = "a weight (Wh, Wh[2][3], b.f, b@1r[1]) or an option of the program"}},
     .usage = "WEIGHT VALUE …   or   OPTION CHOICE",
     .help = "set weights by hand, or an option of the program (glyphs, colors, background, palette, writes)",
     .example = "data carry length=20; model rnn hidden=2; set Wh 8 8 -8 -8; set Wh[1][1] 0.5; set background light",
     .more = "A matrix takes one number for all of it, or all of them row by row. Options: glyphs auto|utf8|ascii|blocks (no braille), "
             "colors auto|0|16|256|true, background dark|light, palette rdbu|puor, writes refuse|allow (may a lesson write files).",
     .run = set_run},
    {.name = "undo",
     .group = GROUP_INTERVENING,
     .effect = EFFECT_PROGRAM,
     .help = "take back the last change of data, model, weights or inputs",
     .example = "data carry length=20; model rnn; train updates=5; undo",
     .run = undo_run},
    {.name = "redo",
     .group = GROUP_INTERVENING,
     .effect = EFFECT_PROGRAM,
     .help = "do again what was undone",
     .example = "data carry length=20; model rnn; train updates=5; undo; redo",
     .run = redo_run},
    {.name = NULL},
};
