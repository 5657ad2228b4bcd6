#include <stdio.h>
#include <string.h>

#include "engine/probe/explainer.h"

/* The backward pass, term by term: every gradient is the sum over the ways the loss can be reached. */

static bool explain_dy(Explainer *explainer, size_t t, size_t output)
{
    const NetSpec *spec = &explainer->scope.net->spec;
    const char *prefix = explainer->prefix;
    if (!explainer->scope.lens->batch->has_target[t - 1])
        return explainer_leaf(explainer, "∂L/∂yₜ = 0", "step %zu has no target: its output does not touch the loss", t);
    bool squared = spec->loss == LOSS_SQUARED;
    explainer_say(explainer, OUTER_SUM,
                  !squared            ? "∂L/∂yₜ = pₜ − targetₜ"
                  : spec->outputs > 1 ? "∂L/∂yₜ = 2·(pₜ − targetₜ) / K"
                                      : "∂L/∂yₜ = 2·(pₜ − targetₜ)");
    double factor = squared ? 2.0 / (double)spec->outputs : 1;
    explainer_term(explainer);
    if (squared)
        explainer_known(explainer, "", factor);
    explainer_factor(explainer, "%sp[%zu][%zu]", prefix, t, output);
    explainer_term(explainer);
    explainer_known(explainer, "", -factor);
    explainer_factor(explainer, "%starget[%zu][%zu]", prefix, t, output);
    return true;
}

static const NetSpec *spec_of(const Explainer *explainer)
{
    return &explainer->scope.net->spec;
}

/* The way through the weights into a block of the next step. */
static void later_terms(Explainer *explainer, size_t block, size_t next, size_t unit)
{
    const Wire wire = own_wire(explainer, block);
    const Name tag = name_tag(explainer, explainer->where.track, block);
    for (size_t j = 1; j <= spec_of(explainer)->hidden; j++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWh%s[%zu][%zu]", explainer->prefix, tag.text, j, unit);
        if (wire.reads_aux || wire.feeds_aux)
            explainer_factor(explainer, "%s",
                             name_gate(explainer, (size_t)wire.by, next, wire.reads_aux ? unit : j).text);
        explainer_factor(explainer, "%sdpre%s[%zu][%zu]", explainer->prefix, tag.text, next, j);
    }
}

/* The way past the weights: what z lets stay. */
static void carried_term(Explainer *explainer, size_t next, size_t unit)
{
    const bool keep = spec_of(explainer)->update == UPDATE_KEEP;
    explainer_term(explainer);
    explainer_factor(explainer, keep ? "%s" : "1 - %s", name_own(explainer, "z", next, unit).text);
    explainer_factor(explainer, "%s", name_own(explainer, "dh", next, unit).text);
}

/* The way through the output of this step; h←₁ is read at every step where the target sits at the last one. */
static bool output_terms(Explainer *explainer, size_t t, size_t unit)
{
    const NetSpec *spec = spec_of(explainer);
    const Where *where = &explainer->where;
    const bool standing = where->reverse && spec->many_to_one;
    const size_t column = unit + (where->reverse ? spec->hidden : 0), steps = explainer->scope.steps;
    bool any = false;
    for (size_t s = 1; s <= steps; s++) {
        if (!explainer->scope.lens->batch->has_target[s - 1] || t != (standing ? 1 : s))
            continue;
        any = true;
        for (size_t k = 1; k <= spec->outputs; k++) {
            explainer_term(explainer);
            explainer_factor(explainer, "%sWy[%zu][%zu]", explainer->prefix, k, column);
            explainer_factor(explainer, "%sdy[%zu][%zu]", explainer->prefix, s, k);
        }
    }
    return any;
}

/* What a layer that reads this input sends back: every direction, every gate. */
static void reader_terms(Explainer *explainer, size_t layer, size_t t, size_t column)
{
    const NetSpec *spec = spec_of(explainer);
    for (size_t reverse = 0; reverse <= (spec->bidirectional ? 1 : 0); reverse++)
        for (size_t block = 0; block < spec->cell->blocks; block++) {
            const Name tag = name_tag(explainer, net_track(spec, layer, reverse == 1), block);
            for (size_t j = 1; j <= spec->hidden; j++) {
                explainer_term(explainer);
                explainer_factor(explainer, "%sWx%s[%zu][%zu]", explainer->prefix, tag.text, j, column);
                explainer_factor(explainer, "%sdpre%s[%zu][%zu]", explainer->prefix, tag.text, t, j);
            }
        }
}

static bool above_terms(Explainer *explainer, size_t t, size_t unit)
{
    const NetSpec *spec = spec_of(explainer);
    const Where *where = &explainer->where;
    if (!step_real(explainer, t))
        return false;
    if (where->layer == spec->layers)
        return output_terms(explainer, t, unit);
    reader_terms(explainer, where->layer + 1, t, unit + (where->reverse ? spec->hidden : 0));
    return true;
}

/* Σ over the ways: gates of the next step, past them, and what reads this state now. */
static void say_dh(Explainer *explainer, bool weights, bool carried, bool above)
{
    const NetSpec *spec = spec_of(explainer);
    const char *after = sign_after(explainer);
    const bool before = own_wire(explainer, spec->cell->blocks - 1).reads_aux;
    char later[120] = "", past[60] = "";
    if (weights && spec->cell == &GRU_CELL)
        snprintf(later, sizeof later, before ? "Wₕʳᶻᵀ·∂L/∂preʳᶻ%s + r%s⊙(Wₕⁿᵀ·∂L/∂preⁿ%s)"
                                             : "Wₕʳᶻᵀ·∂L/∂preʳᶻ%s + Wₕⁿᵀ·(r%s⊙∂L/∂preⁿ%s)",
                 after, after, after);
    else if (weights)
        snprintf(later, sizeof later, spec->cell->gates[0] ? "Σ Wₕᵀ·∂L/∂pre%s over the gates" : "Wₕᵀ·∂L/∂pre%s", after);
    if (carried)
        snprintf(past, sizeof past, spec->update == UPDATE_KEEP ? "%c%s⊙∂L/∂h%s" : "(1 − %c%s)⊙∂L/∂h%s",
                 spec->cell->gates[spec->cell->keeper], after, after);
    const char *now = !above ? "" : explainer->where.layer == spec->layers ? "Wᵧᵀ·∂L/∂yₜ" : "Wₓᵀ·∂L/∂preₜ of the layer above";
    explainer_sayf(explainer, OUTER_SUM, "∂L/∂hₜ = %s%s%s%s%s", later, later[0] && (past[0] || now[0]) ? " + " : "", past,
                   past[0] && now[0] ? " + " : "", now);
}

/* Which ways there are from a state. */
typedef struct Ways {
    size_t next;
    bool later, weights, carried, above;
} Ways;

static bool has_above(const Explainer *explainer, size_t t)
{
    const Scope *scope = &explainer->scope;
    const Where *where = &explainer->where;
    if (!step_real(explainer, t) || where->layer < scope->net->spec.layers)
        return step_real(explainer, t);
    if (!where->reverse || !scope->net->spec.many_to_one)
        return scope->lens->batch->has_target[t - 1];
    return t == 1; // h←₁ stands beside every step
}

static Ways ways_of(const Explainer *explainer, size_t t)
{
    const Cell *cell = spec_of(explainer)->cell;
    Ways ways = {.next = step_after(explainer, t), .above = has_above(explainer, t)};
    ways.later = cell->recurrent && step_real(explainer, ways.next);
    ways.weights = ways.later && !step_cut(explainer, ways.next, EDGE_WEIGHTS);
    ways.carried = ways.later && cell->carry == CARRY_H && !step_cut(explainer, ways.next, EDGE_DIRECT);
    return ways;
}

/* A term for each way: dh.loss + dh.i + …; each of them can be opened in turn. */
static void way_terms(Explainer *explainer, const Ways *ways, size_t t, size_t unit)
{
    const NameRow *row = name_find("dh");
    const Name address = name_address(explainer, explainer->where.track);
    char word[8];
    for (size_t i = 0; path_word(&explainer->scope, row, explainer->where.layer, i, word); i++) {
        if (i == 0 ? !ways->above : strcmp(word, "direct") == 0 ? !ways->carried : !ways->weights)
            continue;
        explainer_term(explainer);
        explainer_factor(explainer, "%sdh%s.%s[%zu][%zu]", explainer->prefix, address.text, word, t, unit);
    }
}

static bool explain_dh(Explainer *explainer, size_t t, size_t unit)
{
    const Ways ways = ways_of(explainer, t);
    if (!ways.weights && !ways.carried && !ways.above)
        return explainer_leaf(explainer, "∂L/∂hₜ = 0", "no way leads from this state to the loss%s",
                              ways.later ? ": the edge to the next step is cut" : "");
    say_dh(explainer, ways.weights, ways.carried, ways.above);
    if (spec_of(explainer)->cell->gates[0]) {
        way_terms(explainer, &ways, t, unit);
    } else {
        if (ways.weights)
            later_terms(explainer, 0, ways.next, unit);
        above_terms(explainer, t, unit);
    }
    if (ways.later && !ways.weights)
        note_cut(explainer, ways.next);
    return true;
}

/* One of the ways from h. */
static bool explain_way(Explainer *explainer, const char *way, size_t t, size_t unit)
{
    const Ways ways = ways_of(explainer, t);
    const Cell *cell = spec_of(explainer)->cell;
    const bool above = strcmp(way, "loss") == 0 || strcmp(way, "above") == 0, direct = strcmp(way, "direct") == 0;
    const int found = cell_block(cell, way[0]);
    const size_t block = !above && !direct && cell->gates[0] && found != NO_BLOCK ? (size_t)found : 0;
    if (above ? !ways.above : direct ? !ways.carried : !ways.weights)
        return explainer_leaf(explainer, "0", "this way does not lead from this state to the loss%s",
                              !above && ways.later ? ": the edge to the next step is cut" : "");
    if (above)
        above_terms(explainer, t, unit);
    else if (direct)
        carried_term(explainer, ways.next, unit);
    else
        later_terms(explainer, block, ways.next, unit);
    if (above || direct)
        say_dh(explainer, false, direct, above);
    else
        explainer_sayf(explainer, OUTER_SUM, "the part of ∂L/∂hₜ that comes through pre%s%s: %s",
                       name_mark(explainer, block), sign_after(explainer),
                       own_wire(explainer, block).reads_aux   ? "r⊙(Wₕᵀ·∂L/∂pre)"
                       : own_wire(explainer, block).feeds_aux ? "Wₕᵀ·(r⊙∂L/∂pre)"
                                                              : "Wₕᵀ·∂L/∂pre");
    return true;
}

/* Along the cell state itself, and out of it through the hidden state; of dc.alone, what enters there is the loss alone. */
static void dc_terms(Explainer *explainer, bool alone, bool along, bool now, size_t t, size_t unit)
{
    const size_t next = step_after(explainer, t);
    const Name address = name_address(explainer, explainer->where.track);
    const bool top = explainer->where.layer == spec_of(explainer)->layers;
    if (along) {
        explainer_term(explainer);
        explainer_factor(explainer, "%s", name_own(explainer, "f", next, unit).text);
        if (alone)
            explainer_factor(explainer, "%sdc%s.alone[%zu][%zu]", explainer->prefix, address.text, next, unit);
        else
            explainer_factor(explainer, "%s", name_own(explainer, "dc", next, unit).text);
    }
    if (now) {
        explainer_term(explainer);
        if (alone)
            explainer_factor(explainer, "%sdh%s.%s[%zu][%zu]", explainer->prefix, address.text, top ? "loss" : "above", t,
                             unit);
        else
            explainer_factor(explainer, "%s", name_own(explainer, "dh", t, unit).text);
        explainer_factor(explainer, "%s", name_own(explainer, "o", t, unit).text);
        explainer_factor(explainer, "1 - tanh(%s)^2", name_own(explainer, "c", t, unit).text);
    }
}

static bool explain_dc(Explainer *explainer, const char *way, size_t t, size_t unit)
{
    const size_t next = step_after(explainer, t);
    const bool alone = strcmp(way, "alone") == 0, top = explainer->where.layer == spec_of(explainer)->layers;
    const bool later = step_real(explainer, next) && strcmp(way, "h") != 0;
    const bool now = step_real(explainer, t) && strcmp(way, "direct") != 0 && (!alone || has_above(explainer, t));
    const bool along = later && !step_cut(explainer, next, EDGE_DIRECT);
    const char *after = sign_after(explainer), *own = alone ? "aₜ" : "∂L/∂cₜ", *on = alone ? "⊙a" : "⊙∂L/∂c";
    const char *enters = !alone ? "∂L/∂hₜ" : top ? "(Wᵧᵀ·∂L/∂yₜ)" : "(Wₓᵀ·∂L/∂preₜ of the layer above)";
    explainer_sayf(explainer, OUTER_SUM, "%s = %s%s%s%s%s%s%s", own, along ? "f" : "", along ? after : "",
                   along ? on : "", along ? after : "", along && now ? " + " : "", now ? enters : "",
                   now ? "⊙oₜ⊙(1 − tanh²cₜ)" : "");
    dc_terms(explainer, alone, along, now, t, unit);
    if (later && !along)
        note_cut(explainer, next);
    if (alone)
        explainer_note(explainer, "a is the part of ∂L/∂c that came along c alone, by forget gates, never through Wₕ");
    return along || now ||
           explainer_leaf(explainer, alone ? "aₜ = 0" : "∂L/∂cₜ = 0",
                          later ? "the edge to the next step is cut" : "this way does not lead from this state to the loss");
}

static bool explain_dx(Explainer *explainer, size_t t, size_t input)
{
    const NetSpec *spec = spec_of(explainer);
    explainer_say(explainer, OUTER_SUM,
                  spec->cell->gates[0] || spec->bidirectional ? "∂L/∂xₜ = Σ Wₓᵀ·∂L/∂preₜ over all that reads it"
                                                              : "∂L/∂xₜ = Wₓᵀ·∂L/∂preₜ");
    reader_terms(explainer, 1, t, input);
    return true;
}

bool explain_backward(Explainer *explainer, const NameRow *row, const size_t *i)
{
    switch (row->field) {
    case TAPE_DY: return explain_dy(explainer, i[0], i[1]);
    case TAPE_DH:
        return explainer->where.path[0] ? explain_way(explainer, explainer->where.path, i[0], i[1])
                                        : explain_dh(explainer, i[0], i[1]);
    case TAPE_DC: return explain_dc(explainer, explainer->where.path, i[0], i[1]);
    default: return explain_dx(explainer, i[0], i[1]);
    }
}
