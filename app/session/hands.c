#include "app/session/hands.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- what is remembered: weights and inputs --------------------------------------------------------------------- */

static size_t update_of(const World *world, size_t model)
{
    return model < world->models && world->model[model].trainer ? trainer_update(world->model[model].trainer) : 0;
}

/** The last one again, and no training in between? Then it says how often. */
static bool fold(World *world, size_t model, const char *text)
{
    Edit *last = world->edits ? &world->edit[world->edits - 1] : NULL;
    if (!last || last->model != model || last->update != update_of(world, model) || strcmp(last->text, text) != 0)
        return false;
    last->times++;
    return true;
}

void hands_add(World *world, size_t model, const char *text)
{
    char shown[sizeof world->edit[0].text];
    snprintf(shown, sizeof shown, "%s", text);
    if (!fold(world, model, shown)) {
        if (world->edits == EDITS_MAX) {
            memmove(world->edit, world->edit + 1, (EDITS_MAX - 1) * sizeof *world->edit);
            world->edits--;
        }
        Edit *edit = &world->edit[world->edits++];
        *edit = (Edit){.model = model, .update = update_of(world, model), .times = 1};
        memcpy(edit->text, shown, sizeof edit->text);
    }
}

/** Keep what was done to other models, and to this one up to that update. */
static void keep(World *world, size_t model, bool some, size_t update)
{
    size_t kept = 0;
    for (size_t i = 0; i < world->edits; i++)
        if (world->edit[i].model != model || (some && world->edit[i].update <= update))
            world->edit[kept++] = world->edit[i];
    world->edits = kept;
}

void hands_drop(World *world, size_t model)
{
    keep(world, model, false, 0);
}

void hands_rewound(World *world, size_t model)
{
    keep(world, model, true, update_of(world, model));
}

void hands_remove(World *world, size_t model)
{
    keep(world, model, false, 0);
    for (size_t i = 0; i < world->edits; i++)
        if (world->edit[i].model != MODELS_MAX && world->edit[i].model > model)
            world->edit[i].model--;
}

/* ---- what the networks know: holds and cuts ---------------------------------------------------------------------- */

static const Net *net_of(const World *world, size_t model)
{
    return world->model[model].trainer ? trainer_net(world->model[model].trainer) : NULL;
}

bool hands_holds(const World *world, size_t model)
{
    const Net *net = net_of(world, model);
    for (size_t i = 0; net && net->knives.hold && i < net->knives.count; i++)
        if (!isnan(net->knives.hold[i]))
            return true;
    return false;
}

bool hands_cuts(const World *world, size_t model)
{
    const Net *net = net_of(world, model);
    return net && net->knives.cuts > 0;
}

const char *hands_released(const World *world, size_t model)
{
    bool held = false, cut = false;
    for (size_t i = 0; i < world->models; i++)
        if (model == i || model == MODELS_MAX) {
            held = held || hands_holds(world, i);
            cut = cut || hands_cuts(world, i);
        }
    return held && cut ? "; what was held and cut is released" : held ? "; what was held is released"
         : cut         ? "; what was cut is mended" : "";
}

/** Saying - a list that is being written. */
typedef struct Saying {
    Text *text;
    const char *model; // said before the first of its own; "" where there is one model
    bool named, said;
} Saying;

static void next(Saying *saying)
{
    if (*saying->model && !saying->named)
        text_addf(saying->text, "%s%s: ", saying->said ? "; " : "", saying->model);
    else
        text_add(saying->text, !saying->said ? "" : saying->named ? ", " : "; ");
    saying->named = saying->said = true;
}

/** From here on it is about another model; "" about the data. */
static void turn_to(Saying *saying, const char *model)
{
    saying->model = model;
    saying->named = false;
}

/** How long the run of equal values from `unit` on is. A value that is no number equals another. */
static size_t run(const real *hold, size_t unit, size_t H)
{
    size_t end = unit + 1;
    while (end < H && (hold[end] == hold[unit] || (isnan(hold[end]) && isnan(hold[unit]))))
        end++;
    return end - unit;
}

/** The value that more than half of the units are held at, where all are held; otherwise no number. By majority vote (Boyer
 *  & Moore 1991): what outlives all pairs of two different values is the only one it can be. */
static double common(const real *hold, size_t H)
{
    real found = NAN;
    size_t votes = 0, same = 0;
    for (size_t unit = 0; unit < H; unit++) {
        if (isnan(hold[unit])) // one that is free
            return NAN;
        if (votes == 0)
            found = hold[unit];
        votes = hold[unit] == found ? votes + 1 : votes - 1;
    }
    for (size_t unit = 0; unit < H; unit++)
        same += hold[unit] == found;
    return same * 2 > H ? (double)found : (double)NAN;
}

/** "f held at 1, f[3] held at 0.5": the whole gate where it can be said of most of its units, then the others. */
static void say_held(Saying *saying, const char *name, const real *hold, size_t H)
{
    const double all = common(hold, H);
    if (!isnan(all)) {
        next(saying);
        text_addf(saying->text, "%s held at %.6g", name, all);
    }
    for (size_t unit = 0, length; unit < H; unit += length) {
        length = run(hold, unit, H);
        if (isnan(hold[unit]) || (double)hold[unit] == all)
            continue;
        next(saying);
        text_addf(saying->text, "%s[%zu", name, unit + 1);
        if (length > 1)
            text_addf(saying->text, ":%zu", unit + length);
        text_addf(saying->text, "] held at %.6g", (double)hold[unit]);
    }
}

/** Are all units of the top layer held at one value, in both directions? Then the bare name says it. */
static bool same_both_ways(const Net *net, const real *hold, size_t width)
{
    const size_t H = net->spec.hidden;
    return !isnan(hold[0]) && hold[0] == hold[width] && run(hold, 0, H) == H && run(hold + width, 0, H) == H;
}

static void say_track(Saying *saying, const Net *net, size_t track, size_t block)
{
    const NetSpec *spec = &net->spec;
    const size_t H = spec->hidden, width = spec->cell->blocks * H, layer = net_layer(spec, track);
    const real *hold = net->knives.hold + track * width + block * H;
    const bool top = layer == spec->layers;
    char name[16];
    snprintf(name, sizeof name, "%c@%zu%s", spec->cell->gates[block], layer, net_reverse(spec, track) ? "r" : "");
    if (top && !spec->bidirectional)
        name[1] = 0;
    else if (top && same_both_ways(net, net_reverse(spec, track) ? hold - width : hold, width)) {
        if (net_reverse(spec, track))
            return; // its forward half has said so
        name[1] = 0;
    }
    say_held(saying, name, hold, H);
}

static void say_holds(Saying *saying, const Net *net)
{
    for (size_t track = 0; net->knives.hold && track < net_tracks(&net->spec); track++)
        for (size_t block = 0; block < net->spec.cell->blocks; block++)
            say_track(saying, net, track, block);
}

static const char *edge_text(const Cell *cell, Edge edge)
{
    if (edge == EDGE_BOTH || cell->carry == CARRY_NONE)
        return "";
    return edge == EDGE_WEIGHTS ? "h→gates " : cell->carry == CARRY_C ? "c→c " : "h→h ";
}

static bool alike(const Cut *a, const Cut *b)
{
    return a->edge == b->edge && a->layer == b->layer && (a->t == 0) == (b->t == 0);
}

/** "cut at 5, 9 and 12": this cut and those like it behind it. */
static void say_steps(Saying *saying, const Knives *knives, size_t first)
{
    size_t left = 0;
    for (size_t i = first; i < knives->cuts; i++)
        left += alike(&knives->cut[i], &knives->cut[first]);
    for (size_t i = first; i < knives->cuts; i++)
        if (alike(&knives->cut[i], &knives->cut[first]))
            text_addf(saying->text, "%zu%s", knives->cut[i].t, --left == 0 ? "" : left == 1 ? " and " : ", ");
}

static void say_cuts(Saying *saying, const Net *net)
{
    const Knives *knives = &net->knives;
    for (size_t i = 0; i < knives->cuts; i++) {
        const Cut *cut = &knives->cut[i];
        bool said = false;
        for (size_t j = 0; j < i; j++)
            said = said || alike(&knives->cut[j], cut);
        if (said)
            continue;
        next(saying);
        text_addf(saying->text, "%scut at ", edge_text(net->spec.cell, cut->edge));
        if (cut->t == 0)
            text_add(saying->text, "every step");
        else
            say_steps(saying, knives, i);
        if (cut->layer && net->spec.layers > 1)
            text_addf(saying->text, " in layer %zu", cut->layer);
    }
}

/** What is the same as the one before is said once, with how often. */
static void say_remembered(Saying *saying, const World *world, size_t model)
{
    for (size_t i = 0, times; i < world->edits; i++) {
        const Edit *edit = &world->edit[i];
        if (edit->model != model)
            continue;
        for (times = edit->times; i + 1 < world->edits && edit[1].model == model && strcmp(edit[1].text, edit->text) == 0; i++)
            times += (++edit)->times;
        next(saying);
        text_add(saying->text, edit->text);
        if (times > 1)
            text_addf(saying->text, " (%zu times)", times);
    }
}

void hands_text(const World *world, Text *text)
{
    Saying saying = {.text = text, .model = ""};
    for (size_t model = 0; model < world->models; model++) {
        const Net *net = net_of(world, model);
        turn_to(&saying, world->models > 1 ? world->model[model].name : "");
        if (net) {
            say_holds(&saying, net);
            say_cuts(&saying, net);
        }
        say_remembered(&saying, world, model);
    }
    turn_to(&saying, "");
    say_remembered(&saying, world, MODELS_MAX);
}

void hands_model_text(const World *world, size_t model, Text *text)
{
    Saying saying = {.text = text, .model = ""};
    const Net *net = net_of(world, model);
    if (net) {
        say_holds(&saying, net);
        say_cuts(&saying, net);
    }
}
