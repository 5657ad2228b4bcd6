#include <stdio.h>
#include <string.h>

#include "engine/probe/explainer.h"

/* One element of ∂sₜ/∂sₜ₋₁ of a layer's direction; s is h, or h and c one after the other. The formulas are written for reading
 * forward; in reverse the state before is that of step t + 1. */

static const NetSpec *spec_of(const Explainer *explainer)
{
    return &explainer->scope.net->spec;
}

/* The slope of the activation times the weight between the two units. */
static bool plain_jacobian(Explainer *explainer, size_t t, size_t unit, size_t input)
{
    const Activation activation = spec_of(explainer)->activation;
    static const char *const FORMULA[ACTIVATIONS] = {[ACTIVATION_TANH] = "∂hₜ/∂hₜ₋₁ = diag(1 − hₜ²)·Wₕ",
                                                     [ACTIVATION_IDENTITY] = "∂hₜ/∂hₜ₋₁ = Wₕ",
                                                     [ACTIVATION_RELU] = "∂hₜ/∂hₜ₋₁ = diag(hₜ > 0)·Wₕ"};
    const Name h = name_own(explainer, "h", t, unit);
    explainer_say(explainer, OUTER_SUM, FORMULA[activation]);
    if (step_cut(explainer, t, EDGE_WEIGHTS))
        return explainer_leaf(explainer, "∂hₜ/∂hₜ₋₁ = 0", "cut: nothing passes from step %zu to step %zu",
                              step_before(explainer, t), t);
    explainer_term(explainer);
    if (activation == ACTIVATION_TANH)
        explainer_factor(explainer, "1 - %s^2", h.text);
    if (activation == ACTIVATION_RELU)
        explainer_factor(explainer, "%s > 0", h.text);
    explainer_factor(explainer, "%sWh%s[%zu][%zu]", explainer->prefix, explainer->tag.text, unit, input);
    return true;
}

/* factor · gate' · Wh.gate: how a gate answers to the state before, times what the gate is multiplied by. */
static void gate_term(Explainer *explainer, char letter, const char *factor, size_t t, size_t unit, size_t input)
{
    const size_t block = (size_t)cell_block(spec_of(explainer)->cell, letter);
    const Name gate = name_gate(explainer, block, t, unit);
    if (gate_held(explainer, block, unit) == gate_held(explainer, block, unit)) // not NaN: held, so that it answers to nothing
        return;
    explainer_term(explainer);
    explainer_factor(explainer, "%s", factor);
    if (gate_bends(explainer, block))
        explainer_factor(explainer, "1 - %s^2", gate.text);
    else
        explainer_factor(explainer, "%s * (1 - %s)", gate.text, gate.text);
    explainer_factor(explainer, "%sWh%s[%zu][%zu]", explainer->prefix,
                     name_tag(explainer, explainer->where.track, block).text, unit, input);
}

/* ∂cₜ/∂hₜ₋₁ and ∂cₜ/∂cₜ₋₁ */
static void cell_rows(Explainer *explainer, size_t t, size_t unit, size_t input, bool of_c)
{
    explainer_say(explainer, OUTER_SUM,
                  of_c ? "∂cₜ/∂cₜ₋₁ = diag(fₜ)" : "∂cₜ/∂hₜ₋₁ = cₜ₋₁⊙f′·Wₕᶠ + c̃ₜ⊙i′·Wₕⁱ + iₜ⊙c̃′·Wₕᵍ");
    if (of_c && unit == input && !step_cut(explainer, t, EDGE_DIRECT)) {
        explainer_term(explainer);
        explainer_factor(explainer, "%s", name_own(explainer, "f", t, unit).text);
    }
    if (of_c || step_cut(explainer, t, EDGE_WEIGHTS))
        return;
    if (!step_cut(explainer, t, EDGE_DIRECT))
        gate_term(explainer, 'f', name_own(explainer, "c", step_before(explainer, t), unit).text, t, unit, input);
    gate_term(explainer, 'i', name_own(explainer, "g", t, unit).text, t, unit, input);
    gate_term(explainer, 'g', name_own(explainer, "i", t, unit).text, t, unit, input);
}

/* ∂hₜ/∂· = oₜ⊙(1 − tanh²cₜ)⊙∂cₜ/∂· + what the output gate answers. */
static void hidden_rows(Explainer *explainer, size_t t, size_t unit, size_t input, bool of_c)
{
    const size_t H = spec_of(explainer)->hidden;
    const Name c = name_own(explainer, "c", t, unit);
    Name bent;
    snprintf(bent.text, sizeof bent.text, "tanh(%.88s)", c.text);
    explainer_say(explainer, OUTER_SUM, of_c ? "∂hₜ/∂cₜ₋₁ = oₜ⊙(1 − tanh²cₜ)⊙∂cₜ/∂cₜ₋₁"
                                             : "∂hₜ/∂hₜ₋₁ = oₜ⊙(1 − tanh²cₜ)⊙∂cₜ/∂hₜ₋₁ + tanh(cₜ)⊙o′·Wₕᵒ");
    explainer_term(explainer);
    explainer_factor(explainer, "%s", name_own(explainer, "o", t, unit).text);
    explainer_factor(explainer, "1 - %s^2", bent.text);
    explainer_factor(explainer, "%sjacobian%s(%zu)[%zu][%zu]", explainer->prefix,
                     name_address(explainer, explainer->where.track).text, t, H + unit, (of_c ? H : 0) + input);
    if (!of_c && !step_cut(explainer, t, EDGE_WEIGHTS))
        gate_term(explainer, 'o', bent.text, t, unit, input);
}

/* How the candidate's pre-activation answers to the state before, times what it is worth. */
static void candidate_terms(Explainer *explainer, const char *worth, size_t t, size_t unit, size_t input)
{
    const NetSpec *spec = spec_of(explainer);
    const char *prefix = explainer->prefix;
    const size_t r = (size_t)cell_block(spec->cell, 'r'), n = (size_t)cell_block(spec->cell, 'n');
    const bool early = own_wire(explainer, n).reads_aux;
    const Name address = name_address(explainer, explainer->where.track);
    explainer_term(explainer);
    explainer_factor(explainer, "%s", worth);
    explainer_factor(explainer, "%sWh%s.n[%zu][%zu]", prefix, address.text, unit, input);
    explainer_factor(explainer, "%s", name_gate(explainer, r, t, early ? input : unit).text);
    for (size_t k = early ? 1 : unit; k <= (early ? spec->hidden : unit); k++) {
        const Name reset = name_gate(explainer, r, t, k);
        if (gate_held(explainer, r, k) == gate_held(explainer, r, k))
            continue;
        explainer_term(explainer);
        explainer_factor(explainer, "%s", worth);
        if (early)
            explainer_factor(explainer, "%sWh%s.n[%zu][%zu] * %s", prefix, address.text, unit, k,
                             name_own(explainer, "h", step_before(explainer, t), k).text);
        else
            explainer_factor(explainer, "sum(%sWh%s.n[%zu] * %sh%s[%zu]) + %sbh%s[%zu]", prefix, address.text, unit,
                             prefix, address.text, step_before(explainer, t), prefix, address.text, unit);
        explainer_factor(explainer, "%s * (1 - %s) * %sWh%s.r[%zu][%zu]", reset.text, reset.text, prefix, address.text, k,
                         input);
    }
}

static bool gru_jacobian(Explainer *explainer, size_t t, size_t unit, size_t input)
{
    const NetSpec *spec = spec_of(explainer);
    const bool keep = spec->update == UPDATE_KEEP, cut = step_cut(explainer, t, EDGE_DIRECT);
    const Name z = name_own(explainer, "z", t, unit), n = name_own(explainer, "n", t, unit);
    const Name h = name_own(explainer, "h", step_before(explainer, t), unit);
    const size_t candidate = (size_t)cell_block(spec->cell, 'n');
    char text[200];
    explainer_say(explainer, OUTER_SUM,
                  keep ? "∂hₜ/∂hₜ₋₁ = diag(zₜ) + (hₜ₋₁ − h̃ₜ)⊙z′·Wₕᶻ + (1 − zₜ)⊙h̃′·∂preⁿₜ/∂hₜ₋₁"
                       : "∂hₜ/∂hₜ₋₁ = diag(1 − zₜ) + (h̃ₜ − hₜ₋₁)⊙z′·Wₕᶻ + zₜ⊙h̃′·∂preⁿₜ/∂hₜ₋₁");
    if (unit == input && !cut) {
        explainer_term(explainer);
        explainer_factor(explainer, keep ? "%s" : "1 - %s", z.text);
    }
    if (step_cut(explainer, t, EDGE_WEIGHTS))
        return explainer->out->terms > 0 ||
               explainer_leaf(explainer, "∂hₜ/∂hₜ₋₁ = 0", "cut: nothing passes from step %zu to step %zu",
                              step_before(explainer, t), t);
    const char *old = cut ? "0" : h.text;
    snprintf(text, sizeof text, "%s - %s", keep ? old : n.text, keep ? n.text : old);
    gate_term(explainer, 'z', text, t, unit, input);
    snprintf(text, sizeof text, keep ? "(1 - %s) * (1 - %s^2)" : "%s * (1 - %s^2)", z.text, n.text);
    if (!(gate_held(explainer, candidate, unit) == gate_held(explainer, candidate, unit)))
        candidate_terms(explainer, text, t, unit, input);
    return explainer->out->terms > 0 ||
           explainer_leaf(explainer, "∂hₜ/∂hₜ₋₁ = 0", "nothing answers: the gates are held");
}

static bool lstm_jacobian(Explainer *explainer, size_t t, size_t row, size_t column)
{
    const size_t H = spec_of(explainer)->hidden, unit = (row - 1) % H + 1, input = (column - 1) % H + 1;
    if (row > H)
        cell_rows(explainer, t, unit, input, column > H);
    else
        hidden_rows(explainer, t, unit, input, column > H);
    return explainer->out->terms > 0 ||
           explainer_leaf(explainer, "0", "nothing of this number passes into that one directly");
}

static bool cell_jacobian(Explainer *explainer, size_t t, size_t row, size_t column)
{
    const Cell *cell = spec_of(explainer)->cell;
    if (cell == &LSTM_CELL)
        return lstm_jacobian(explainer, t, row, column);
    if (cell == &GRU_CELL)
        return gru_jacobian(explainer, t, row, column);
    if (!cell->gates[0])
        return plain_jacobian(explainer, t, row, column);
    return explainer_leaf(explainer, "∂sₜ/∂sₜ₋₁", "as the cell %s computes it", cell->name);
}

/* "ₜ₋₁" becomes "ₜ₊₁": the two signs differ in their last byte. */
static void turn_signs(char *formula)
{
    const size_t last = strlen("₋") - 1;
    for (char *at = formula; (at = strstr(at, "ₜ₋₁")) != NULL; at++)
        at[strlen("ₜ") + last] = "₊"[last];
}

bool explain_jacobian(Explainer *explainer, const Node *node, const Place *at)
{
    Value t;
    if (!evaluate(explainer->probe, node->argument[0], &t, explainer->error))
        return false;
    const size_t step = (size_t)t.data[0], track = call_track(&explainer->scope, node);
    const NetSpec *spec = spec_of(explainer);
    value_free(&t);
    explainer->where = (Where){.layer = net_layer(spec, track),
                               .reverse = net_reverse(spec, track),
                               .track = track,
                               .block = NO_BLOCK};
    explainer->tag = name_address(explainer, track);
    if (!cell_jacobian(explainer, step, at->index[0], at->index[1]))
        return false;
    if (explainer->where.reverse)
        turn_signs(explainer->out->formula);
    return true;
}
