/* Intervening: weights changed by hand, the program's options, undo and redo. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/command/command.h"
#include "app/command/knives.h"
#include "app/command/options.h"
#include "app/session/hands.h"

/** Target - a part of the model in use, or one number of it. */
typedef struct Target {
    Trainer *trainer;
    const Part *part;
    bool one;
    size_t unit, input; // from 0
} Target;

static bool no_such_part(const Layout *layout, const char *name, Error *error)
{
    Text list = {0};
    for (size_t i = 0; i < layout->parts; i++)
        text_addf(&list, "%s%s", i ? ", " : "", layout->part[i].name);
    fail(error, ERR_USE, "`%.40s` is not a weight of the model in use; it has %s", name, text_string(&list));
    text_free(&list);
    return false;
}

/** "Wh", "Wh[2][3]" or "b[2]" of the model in use. */
static bool find_target(const Session *session, const char *text, Target *target, Error *error)
{
    Model *model = world_ready(session->world, error);
    if (!model)
        return false;
    char name[12] = "";
    size_t unit = 0, input = 0;
    int end = 0, length = (int)strcspn(text, "[");
    snprintf(name, sizeof name, "%.*s", length, text);
    const Layout *layout = &trainer_net(model->trainer)->layout;
    *target = (Target){.trainer = model->trainer, .part = layout_find(layout, name)};
    const Part *part = target->part;
    if (!part)
        return no_such_part(layout, text, error);
    if (!text[length])
        return true;
    bool read = part->vector ? sscanf(text + length, "[%zu]%n", &unit, &end) == 1
                             : sscanf(text + length, "[%zu][%zu]%n", &unit, &input, &end) == 2;
    if (!read || !end || text[length + end])
        return fail(error, ERR_USE, "`%.60s`: say %s or %s%s", text, name, name, part->vector ? "[unit]" : "[unit][input]");
    if (unit < 1 || unit > part->units || (!part->vector && (input < 1 || input > part->inputs)))
        return fail(error, ERR_USE, "%.60s is outside: %s is %zu × %zu", text, name, part->units, part->inputs);
    target->one = true;
    target->unit = unit - 1;
    target->input = part->vector ? 0 : input - 1;
    return true;
}

static void weights_changed(Session *session, const Target *target, const char *knife)
{
    trainer_touched(target->trainer);
    hands_add(session->world, session->world->current, knife);
    world_changed(session->world);
}

static bool scale_run(Session *session, const Arguments *arguments, Error *error)
{
    Target target;
    const char *weight = argument_text(arguments, "weight", "");
    if (!find_target(session, weight, &target, error))
        return false;
    real factor = (real)argument_number(arguments, "factor", 1);
    const Part *part = target.part;
    real *weights = trainer_weights(target.trainer) + (target.one ? part_at(part, target.unit, target.input) : part->offset);
    size_t count = target.one ? 1 : part->units * part->inputs;
    for (size_t i = 0; i < count; i++)
        if (!isfinite(weights[i] * factor))
            return fail(error, ERR_NUMBER, "%s times %s is too large to be a number", weight, argument_text(arguments, "factor", ""));
    for (size_t i = 0; i < count; i++)
        weights[i] *= factor;
    char knife[48];
    snprintf(knife, sizeof knife, "%.24s ×%.12s", weight, argument_text(arguments, "factor", ""));
    weights_changed(session, &target, knife);
    return true;
}

/** The numbers after the name; a count that fits the target. */
static bool read_values(const Arguments *arguments, const Target *target, double *first, size_t *count, Error *error)
{
    const Part *part = target->part;
    size_t room = target->one ? 1 : part->units * part->inputs;
    const Word *word;
    for (*count = 0; (word = argument_extra(arguments, *count)); (*count)++) {
        double value;
        if (*word->key || !text_number(word->text, &value))
            return fail_at(error, ERR_USE, NULL, 0, word->column, "`%s` is not a number", *word->key ? word->key : word->text);
        if (*count == 0)
            *first = value;
    }
    if (*count == 1 || *count == room)
        return true;
    return fail(error, ERR_USE, "%s takes one number for all of it%s%zu, row by row; there are %zu", part->name,
                target->one ? ", not " : ", or ", room, *count);
}

static bool set_weights(Session *session, const Arguments *arguments, const char *name, Error *error)
{
    Target target;
    size_t count;
    double value = 0;
    if (!find_target(session, name, &target, error) || !read_values(arguments, &target, &value, &count, error))
        return false;
    real *weights = trainer_weights(target.trainer);
    const Part *part = target.part;
    if (target.one)
        weights[part_at(part, target.unit, target.input)] = (real)value;
    for (size_t i = 0; !target.one && i < part->units * part->inputs; i++) {
        if (count > 1 && !text_number(argument_extra(arguments, i)->text, &value))
            return fail(error, ERR_PROGRAM, "a number that was one is none");
        weights[part_at(part, i / part->inputs, i % part->inputs)] = (real)value;
    }
    char knife[48];
    snprintf(knife, sizeof knife, count == 1 ? "%.20s = %.16s" : "%.20s set", name, argument_extra(arguments, 0)->text);
    weights_changed(session, &target, knife);
    return true;
}

static bool set_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *name = argument_text(arguments, "what", "");
    const Word *value = argument_extra(arguments, 0);
    if (!option_is(name))
        return value ? set_weights(session, arguments, name, error)
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
                {.name = "value", .kind = OPTION_NUMBER, .bare = true, .needed = true, .low = -1, .high = 1, .help = "0 to 1, a candidate -1 to 1"}},
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
             "from step 5 to step 4. Two edges lead from step to step: through Wh, from h into the gates (edge=weights), and "
             "past the weights (edge=direct), from c to c in an lstm, from h to h in a gru; an rnn has the first alone. "
             "`cut all edge=weights` cuts at every step: with f held at 1 the gradient along c is then exactly the same at every step.",
     .run = cut_run},
    {.name = "release",
     .group = GROUP_INTERVENING,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "what", .kind = OPTION_TEXT, .bare = true, .standard = "all of it", .help = "a gate (f, f[3], f@1r), holds, or cuts"}},
     .help = "let go of gates that are held and mend edges that are cut, of the model in use",
     .example = "data carry length=20; model lstm hidden=8; hold f 1; cut 5; release f; release cuts",
     .run = release_run},
    {.name = "scale",
     .group = GROUP_INTERVENING,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "weight", .kind = OPTION_TEXT, .bare = true, .needed = true, .help = "Wh, or Wh[unit][input]"},
                {.name = "factor", .kind = OPTION_NUMBER, .bare = true, .needed = true, .low = -1e6, .high = 1e6, .help = "multiply by this"}},
     .help = "multiply a weight matrix, or one weight, of the model in use",
     .example = "data carry length=20; model rnn hidden=8; scale Wh 1.5; print sigma(Wh)",
     .run = scale_run},
    {.name = "set",
     .group = GROUP_INTERVENING,
     .effect = EFFECT_CHANGES,
     .open = true,
     .option = {{.name = "what", .kind = OPTION_TEXT, .bare = true, .needed = true, .help = "a weight (Wh, Wh[2][3], b[1]) or an option of the program"}},
     .usage = "WEIGHT VALUE …   or   OPTION CHOICE",
     .help = "set weights by hand, or an option of the program (glyphs, colors, background, palette, writes)",
     .example = "data carry length=20; model rnn hidden=2; set Wh 8 8 -8 -8; set Wh[1][1] 0.5; set background light",
     .more = "A matrix takes one number for all of it, or all of them row by row. Options: glyphs auto|utf8|ascii, "
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
