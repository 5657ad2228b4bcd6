#include <math.h>
#include <stdio.h>

#include "engine/probe/explainer.h"

/* Gates and what goes into them, forward and backward. */

static const NetSpec *spec_of(const Explainer *explainer)
{
    return &explainer->scope.net->spec;
}

static size_t own_block(const Explainer *explainer)
{
    return explainer->where.block == NO_BLOCK ? 0 : (size_t)explainer->where.block;
}

bool explain_gate(Explainer *explainer, size_t t, size_t unit)
{
    const size_t block = own_block(explainer);
    const double held = gate_held(explainer, block, unit);
    const char gate = spec_of(explainer)->cell->gates[block];
    const bool bends = gate_bends(explainer, block);
    if (!isnan(held))
        return explainer_leaf(explainer, "held", "%c is held at %g: what goes into it does not count", gate, held);
    const char *mark = name_mark(explainer, block);
    if (bends)
        explainer_sayf(explainer, OUTER_TANH, "%s = tanh(pre%sₜ)", gate == 'g' ? "c̃ₜ" : "h̃ₜ", mark);
    else
        explainer_sayf(explainer, OUTER_SIGMOID, "%cₜ = σ(pre%sₜ) = 1 / (1 + e^−pre%sₜ)", gate, mark, mark);
    explainer_term(explainer);
    explainer_factor(explainer, "%spre%s[%zu][%zu]", explainer->prefix,
                     name_tag(explainer, explainer->where.track, block).text, t, unit);
    return true;
}

/* preₜ = Wₓ·xₜ + Wₕ·hₜ₋₁ + b, as the block's wire has it. */
static void say_pre(Explainer *explainer, Wire wire, const char *mark)
{
    const char *before = sign_before(explainer), *in = explainer->where.layer > 1 ? "xₜ (the layer below)" : "xₜ";
    const char by = wire.by != NO_BLOCK ? spec_of(explainer)->cell->gates[wire.by] : ' ';
    if (!spec_of(explainer)->cell->recurrent)
        explainer_sayf(explainer, OUTER_SUM, "preₜ = Wₓ·%s + b", in);
    else if (wire.reads_aux)
        explainer_sayf(explainer, OUTER_SUM, "pre%sₜ = Wₓ%s·%s + Wₕ%s·(%cₜ⊙h%s) + b%s", mark, mark, in, mark, by, before,
                       mark);
    else if (wire.feeds_aux)
        explainer_sayf(explainer, OUTER_SUM, "pre%sₜ = Wₓ%s·%s + b%s + %cₜ⊙(Wₕ%s·h%s + bₕ)", mark, mark, in, mark, by,
                       mark, before);
    else
        explainer_sayf(explainer, OUTER_SUM, "pre%sₜ = Wₓ%s·%s + Wₕ%s·h%s + b%s", mark, mark, in, mark, before, mark);
}

/* What comes from the state before, j by j. */
static void recurrent_terms(Explainer *explainer, Wire wire, size_t t, size_t unit)
{
    const size_t before = step_before(explainer, t);
    for (size_t j = 1; j <= spec_of(explainer)->hidden; j++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWh%s[%zu][%zu]", explainer->prefix, explainer->tag.text, unit, j);
        if (wire.reads_aux || wire.feeds_aux)
            explainer_factor(explainer, "%s",
                             name_gate(explainer, (size_t)wire.by, t, wire.reads_aux ? j : unit).text);
        explainer_factor(explainer, "%s", name_own(explainer, "h", before, j).text);
    }
}

static void bias_terms(Explainer *explainer, Wire wire, size_t t, size_t unit)
{
    explainer_term(explainer);
    explainer_factor(explainer, "%sb%s[%zu]", explainer->prefix, explainer->tag.text, unit);
    if (!wire.feeds_aux)
        return;
    explainer_term(explainer);
    explainer_factor(explainer, "%s", name_gate(explainer, (size_t)wire.by, t, unit).text);
    explainer_factor(explainer, "%sbh%s[%zu]", explainer->prefix,
                     name_address(explainer, explainer->where.track).text, unit);
}

bool explain_pre(Explainer *explainer, size_t t, size_t unit)
{
    const NetSpec *spec = spec_of(explainer);
    const size_t layer = explainer->where.layer;
    const Wire wire = own_wire(explainer, own_block(explainer));
    say_pre(explainer, wire, name_mark(explainer, own_block(explainer)));
    for (size_t i = 1; i <= net_width(spec, layer); i++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWx%s[%zu][%zu]", explainer->prefix, explainer->tag.text, unit, i);
        explainer_factor(explainer, "%s", name_input(explainer, layer, t, i).text);
    }
    if (spec->cell->recurrent && step_cut(explainer, t, EDGE_WEIGHTS))
        note_cut(explainer, t);
    else if (spec->cell->recurrent)
        recurrent_terms(explainer, wire, t, unit);
    bias_terms(explainer, wire, t, unit);
    return true;
}

/* Backward. */

static bool plain_dpre(Explainer *explainer, size_t t, size_t unit)
{
    static const char *const FORMULA[ACTIVATIONS] = {[ACTIVATION_TANH] = "∂L/∂preₜ = ∂L/∂hₜ·(1 − hₜ²)",
                                                     [ACTIVATION_IDENTITY] = "∂L/∂preₜ = ∂L/∂hₜ",
                                                     [ACTIVATION_RELU] = "∂L/∂preₜ = ∂L/∂hₜ·(hₜ > 0)"};
    const Activation activation = spec_of(explainer)->activation;
    const Name h = name_own(explainer, "h", t, unit);
    explainer_say(explainer, OUTER_SUM, FORMULA[activation]);
    explainer_term(explainer);
    explainer_factor(explainer, "%s", name_own(explainer, "dh", t, unit).text);
    if (activation == ACTIVATION_TANH)
        explainer_factor(explainer, "1 - %s^2", h.text);
    if (activation == ACTIVATION_RELU)
        explainer_factor(explainer, "%s > 0", h.text);
    return true;
}

bool explain_dpre(Explainer *explainer, size_t t, size_t unit)
{
    const char *gates = spec_of(explainer)->cell->gates;
    const size_t block = own_block(explainer);
    if (!gates[0])
        return plain_dpre(explainer, t, unit);
    if (!isnan(gate_held(explainer, block, unit)))
        return explainer_leaf(explainer, "∂L/∂preₜ = 0", "%c is held at %g: what goes into it does not count",
                              gates[block], gate_held(explainer, block, unit));
    const Name gate = name_gate(explainer, block, t, unit);
    const char back[] = {'d', gates[block], 0}, *mark = name_mark(explainer, block);
    explainer_sayf(explainer, OUTER_SUM,
                   gate_bends(explainer, block) ? "∂L/∂pre%sₜ = ∂L/∂%cₜ⊙(1 − %cₜ²)" : "∂L/∂pre%sₜ = ∂L/∂%cₜ⊙%cₜ⊙(1 − %cₜ)",
                   mark, gates[block], gates[block], gates[block]);
    explainer_term(explainer);
    explainer_factor(explainer, "%s", name_own(explainer, back, t, unit).text);
    if (gate_bends(explainer, block)) {
        explainer_factor(explainer, "1 - %s^2", gate.text);
        return true;
    }
    explainer_factor(explainer, "%s", gate.text);
    explainer_factor(explainer, "1 - %s", gate.text);
    return true;
}

/* One product of two names. */
static bool product(Explainer *explainer, const char *formula, Name a, Name b)
{
    explainer_say(explainer, OUTER_SUM, formula);
    explainer_term(explainer);
    explainer_factor(explainer, "%s", a.text);
    explainer_factor(explainer, "%s", b.text);
    return true;
}

static bool lstm_dgate(Explainer *explainer, char gate, size_t t, size_t unit)
{
    const Name dc = name_own(explainer, "dc", t, unit);
    switch (gate) {
    case 'i': return product(explainer, "∂L/∂iₜ = ∂L/∂cₜ⊙c̃ₜ", dc, name_own(explainer, "g", t, unit));
    case 'g': return product(explainer, "∂L/∂c̃ₜ = ∂L/∂cₜ⊙iₜ", dc, name_own(explainer, "i", t, unit));
    case 'o': {
        Name bent;
        snprintf(bent.text, sizeof bent.text, "tanh(%.88s)", name_own(explainer, "c", t, unit).text);
        return product(explainer, "∂L/∂oₜ = ∂L/∂hₜ⊙tanh(cₜ)", name_own(explainer, "dh", t, unit), bent);
    }
    default: break;
    }
    if (step_cut(explainer, t, EDGE_DIRECT))
        return explainer_leaf(explainer, "∂L/∂fₜ = 0", "the cell state before is cut off: there is nothing to forget");
    const size_t before = step_before(explainer, t);
    return product(explainer, explainer->where.reverse ? "∂L/∂fₜ = ∂L/∂cₜ⊙cₜ₊₁" : "∂L/∂fₜ = ∂L/∂cₜ⊙cₜ₋₁", dc,
                   name_own(explainer, "c", before, unit));
}

static bool gru_dn(Explainer *explainer, size_t t, size_t unit)
{
    const bool keep = spec_of(explainer)->update == UPDATE_KEEP;
    explainer_say(explainer, OUTER_SUM, keep ? "∂L/∂h̃ₜ = ∂L/∂hₜ⊙(1 − zₜ)" : "∂L/∂h̃ₜ = ∂L/∂hₜ⊙zₜ");
    explainer_term(explainer);
    explainer_factor(explainer, "%s", name_own(explainer, "dh", t, unit).text);
    explainer_factor(explainer, keep ? "1 - %s" : "%s", name_own(explainer, "z", t, unit).text);
    return true;
}

static bool gru_dz(Explainer *explainer, size_t t, size_t unit)
{
    const bool keep = spec_of(explainer)->update == UPDATE_KEEP;
    const Name n = name_own(explainer, "n", t, unit), h = name_own(explainer, "h", step_before(explainer, t), unit);
    explainer_sayf(explainer, OUTER_SUM, keep ? "∂L/∂zₜ = ∂L/∂hₜ⊙(h%s − h̃ₜ)" : "∂L/∂zₜ = ∂L/∂hₜ⊙(h̃ₜ − h%s)",
                   sign_before(explainer));
    explainer_term(explainer);
    explainer_factor(explainer, "%s", name_own(explainer, "dh", t, unit).text);
    if (keep)
        explainer_known(explainer, "", -1);
    if (step_cut(explainer, t, EDGE_DIRECT)) {
        explainer_factor(explainer, "%s", n.text);
        note_cut(explainer, t);
    } else {
        explainer_factor(explainer, "%s - %s", n.text, h.text);
    }
    return true;
}

/* What r lets through: the state (before the product), or the product (after it). */
static bool gru_dr(Explainer *explainer, size_t t, size_t unit)
{
    const size_t n = (size_t)cell_block(spec_of(explainer)->cell, 'n'), before = step_before(explainer, t);
    const bool early = own_wire(explainer, n).reads_aux, cut = step_cut(explainer, t, EDGE_WEIGHTS);
    const Name address = name_address(explainer, explainer->where.track);
    explainer_sayf(explainer, OUTER_SUM,
                   early ? "∂L/∂rₜ = (Wₕⁿᵀ·∂L/∂preⁿₜ)⊙h%s" : "∂L/∂rₜ = ∂L/∂preⁿₜ⊙(Wₕⁿ·h%s + bₕ)",
                   sign_before(explainer));
    if (early && cut)
        return explainer_leaf(explainer, "∂L/∂rₜ = 0", "the state before is cut off: there is nothing to reset");
    if (cut)
        note_cut(explainer, t);
    for (size_t j = 1; !cut && j <= spec_of(explainer)->hidden; j++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWh%s.n[%zu][%zu]", explainer->prefix, address.text, early ? j : unit,
                         early ? unit : j);
        explainer_factor(explainer, "%sdpre%s.n[%zu][%zu]", explainer->prefix, address.text, t, early ? j : unit);
        explainer_factor(explainer, "%s", name_own(explainer, "h", before, early ? unit : j).text);
    }
    if (early)
        return true;
    explainer_term(explainer);
    explainer_factor(explainer, "%sdpre%s.n[%zu][%zu]", explainer->prefix, address.text, t, unit);
    explainer_factor(explainer, "%sbh%s[%zu]", explainer->prefix, address.text, unit);
    return true;
}

bool explain_dgate(Explainer *explainer, size_t t, size_t unit)
{
    const Cell *cell = spec_of(explainer)->cell;
    const char gate = cell->gates[own_block(explainer)];
    if (cell == &LSTM_CELL)
        return lstm_dgate(explainer, gate, t, unit);
    if (cell == &GRU_CELL)
        return gate == 'n'   ? gru_dn(explainer, t, unit)
               : gate == 'z' ? gru_dz(explainer, t, unit)
                             : gru_dr(explainer, t, unit);
    return explainer_leaf(explainer, "∂L/∂gate", "as the cell %s computes it", cell->name);
}
