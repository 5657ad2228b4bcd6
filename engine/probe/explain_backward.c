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

/* The way through the weights into the gates of the next step. */
static void later_terms(Explainer *explainer, size_t next, size_t unit)
{
    const NetSpec *spec = spec_of(explainer);
    for (size_t block = 0; block < spec->cell->blocks; block++) {
        const Wire wire = own_wire(explainer, block);
        const Name tag = name_tag(explainer, explainer->where.track, block);
        for (size_t j = 1; j <= spec->hidden; j++) {
            explainer_term(explainer);
            explainer_factor(explainer, "%sWh%s[%zu][%zu]", explainer->prefix, tag.text, j, unit);
            if (wire.reads_aux || wire.feeds_aux)
                explainer_factor(explainer, "%s",
                                 name_gate(explainer, (size_t)wire.by, next, wire.reads_aux ? unit : j).text);
            explainer_factor(explainer, "%sdpre%s[%zu][%zu]", explainer->prefix, tag.text, next, j);
        }
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
        snprintf(past, sizeof past, spec->update == UPDATE_KEEP ? "z%s⊙∂L/∂h%s" : "(1 − z%s)⊙∂L/∂h%s", after, after);
    const char *now = !above ? "" : explainer->where.layer == spec->layers ? "Wᵧᵀ·∂L/∂yₜ" : "Wₓᵀ·∂L/∂preₜ of the layer above";
    explainer_sayf(explainer, OUTER_SUM, "∂L/∂hₜ = %s%s%s%s%s", later, later[0] && (past[0] || now[0]) ? " + " : "", past,
                   past[0] && now[0] ? " + " : "", now);
}

static bool explain_dh(Explainer *explainer, size_t t, size_t unit)
{
    const NetSpec *spec = spec_of(explainer);
    const size_t next = step_after(explainer, t);
    const bool later = spec->cell->recurrent && step_real(explainer, next);
    const bool weights = later && !step_cut(explainer, next, EDGE_WEIGHTS);
    const bool carried = later && spec->cell->carry == CARRY_H && !step_cut(explainer, next, EDGE_DIRECT);
    if (weights)
        later_terms(explainer, next, unit);
    if (carried)
        carried_term(explainer, next, unit);
    const bool above = above_terms(explainer, t, unit);
    say_dh(explainer, weights, carried, above);
    if (later && !weights)
        note_cut(explainer, next);
    if (!weights && !carried && !above)
        return explainer_leaf(explainer, "∂L/∂hₜ = 0", "no way leads from this state to the loss%s",
                              later ? ": the edge to the next step is cut" : "");
    return true;
}

/* Along the cell state itself, and out of it through the hidden state. */
static bool explain_dc(Explainer *explainer, size_t t, size_t unit)
{
    const size_t next = step_after(explainer, t);
    const bool now = step_real(explainer, t), later = step_real(explainer, next);
    const bool along = later && !step_cut(explainer, next, EDGE_DIRECT);
    explainer_sayf(explainer, OUTER_SUM, "∂L/∂cₜ = %s%s%s%s%s%s", along ? "f" : "", along ? sign_after(explainer) : "",
                   along ? "⊙∂L/∂c" : "", along ? sign_after(explainer) : "", along && now ? " + " : "",
                   now ? "∂L/∂hₜ⊙oₜ⊙(1 − tanh²cₜ)" : "");
    if (along) {
        explainer_term(explainer);
        explainer_factor(explainer, "%s", name_own(explainer, "f", next, unit).text);
        explainer_factor(explainer, "%s", name_own(explainer, "dc", next, unit).text);
    } else if (later) {
        note_cut(explainer, next);
    }
    if (now) {
        explainer_term(explainer);
        explainer_factor(explainer, "%s", name_own(explainer, "dh", t, unit).text);
        explainer_factor(explainer, "%s", name_own(explainer, "o", t, unit).text);
        explainer_factor(explainer, "1 - tanh(%s)^2", name_own(explainer, "c", t, unit).text);
    }
    return along || now || explainer_leaf(explainer, "∂L/∂cₜ = 0", "the edge to the next step is cut");
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
    case TAPE_DH: return explain_dh(explainer, i[0], i[1]);
    case TAPE_DC: return explain_dc(explainer, i[0], i[1]);
    default: return explain_dx(explainer, i[0], i[1]);
    }
}
