#include <math.h>

#include "engine/probe/explainer.h"

/* The forward pass, term by term. */

static const NetSpec *spec_of(const Explainer *explainer)
{
    return &explainer->scope.net->spec;
}

static bool plain_state(Explainer *explainer, size_t t, size_t unit)
{
    static const char *const FORMULA[ACTIVATIONS] = {[ACTIVATION_TANH] = "hₜ = tanh(preₜ)",
                                                     [ACTIVATION_IDENTITY] = "hₜ = preₜ",
                                                     [ACTIVATION_RELU] = "hₜ = max(0, preₜ) = preₜ·(preₜ > 0)"};
    const Activation activation = spec_of(explainer)->activation;
    const Name pre = name_own(explainer, "pre", t, unit);
    explainer_say(explainer, activation == ACTIVATION_TANH ? OUTER_TANH : OUTER_SUM, FORMULA[activation]);
    explainer_term(explainer);
    if (activation == ACTIVATION_RELU)
        explainer_factor(explainer, "%s > 0", pre.text);
    explainer_factor(explainer, "%s", pre.text);
    return true;
}

static bool lstm_state(Explainer *explainer, size_t t, size_t unit)
{
    explainer_say(explainer, OUTER_SUM, "hₜ = oₜ⊙tanh(cₜ)");
    explainer_term(explainer);
    explainer_factor(explainer, "%s", name_own(explainer, "o", t, unit).text);
    explainer_factor(explainer, "tanh(%s)", name_own(explainer, "c", t, unit).text);
    return true;
}

static bool gru_state(Explainer *explainer, size_t t, size_t unit)
{
    const bool keep = spec_of(explainer)->update == UPDATE_KEEP;
    const Name z = name_own(explainer, "z", t, unit);
    explainer_sayf(explainer, OUTER_SUM, keep ? "hₜ = zₜ⊙h%s + (1 − zₜ)⊙h̃ₜ" : "hₜ = (1 − zₜ)⊙h%s + zₜ⊙h̃ₜ",
                   sign_before(explainer));
    if (step_cut(explainer, t, EDGE_DIRECT)) {
        note_cut(explainer, t);
    } else {
        explainer_term(explainer);
        explainer_factor(explainer, keep ? "%s" : "1 - %s", z.text);
        explainer_factor(explainer, "%s", name_own(explainer, "h", step_before(explainer, t), unit).text);
    }
    explainer_term(explainer);
    explainer_factor(explainer, keep ? "1 - %s" : "%s", z.text);
    explainer_factor(explainer, "%s", name_own(explainer, "n", t, unit).text);
    return true;
}

static bool explain_state(Explainer *explainer, size_t t, size_t unit)
{
    const NetSpec *spec = spec_of(explainer);
    const CellWeights w = net_cell_weights(explainer->scope.net, explainer->where.track);
    if (!step_real(explainer, t))
        return explainer_leaf(explainer, t == 0 ? "h₀ = 0" : "h = 0", "the initial state, before the first step %s: zero",
                              t == 0 ? "forward" : "in reverse");
    if (!spec->cell->gates[0])
        return plain_state(explainer, t, unit);
    if (spec->cell == &LSTM_CELL)
        return lstm_state(explainer, t, unit);
    if (spec->cell == &GRU_CELL)
        return gru_state(explainer, t, unit);
    return explainer_leaf(explainer, spec->cell->equation(&w), "as the cell %s computes it", spec->cell->name);
}

static bool explain_cell_state(Explainer *explainer, size_t t, size_t unit)
{
    if (!step_real(explainer, t))
        return explainer_leaf(explainer, t == 0 ? "c₀ = 0" : "c = 0",
                              "the initial cell state, before the first step: zero");
    explainer_sayf(explainer, OUTER_SUM, "cₜ = fₜ⊙c%s + iₜ⊙c̃ₜ", sign_before(explainer));
    if (step_cut(explainer, t, EDGE_DIRECT)) {
        note_cut(explainer, t);
    } else {
        explainer_term(explainer);
        explainer_factor(explainer, "%s", name_own(explainer, "f", t, unit).text);
        explainer_factor(explainer, "%s", name_own(explainer, "c", step_before(explainer, t), unit).text);
    }
    explainer_term(explainer);
    explainer_factor(explainer, "%s", name_own(explainer, "i", t, unit).text);
    explainer_factor(explainer, "%s", name_own(explainer, "g", t, unit).text);
    return true;
}

static bool explain_output(Explainer *explainer, size_t t, size_t output)
{
    const NetSpec *spec = spec_of(explainer);
    explainer_say(explainer, OUTER_SUM,
                  !spec->bidirectional ? "yₜ = Wᵧ·hₜ + bᵧ"
                  : spec->many_to_one  ? "yₜ = Wᵧ·[h→ₜ ; h←₁] + bᵧ"
                                       : "yₜ = Wᵧ·[h→ₜ ; h←ₜ] + bᵧ");
    for (size_t j = 1; j <= net_answer(spec); j++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWy[%zu][%zu]", explainer->prefix, output, j);
        explainer_factor(explainer, "%s", name_input(explainer, spec->layers + 1, t, j).text);
    }
    explainer_term(explainer);
    explainer_factor(explainer, "%sby[%zu]", explainer->prefix, output);
    return true;
}

static bool explain_prediction(Explainer *explainer, size_t t, size_t output)
{
    const NetSpec *spec = &explainer->scope.net->spec;
    static const struct Form {
        Outer outer;
        const char *formula;
    } forms[LOSSES] = {[LOSS_SQUARED] = {OUTER_SUM, "pₜ = yₜ"},
                       [LOSS_SOFTMAX] = {OUTER_SOFTMAX, "pₜ = softmax(yₜ) = e^yₜ / Σ e^yₜ"},
                       [LOSS_BINARY] = {OUTER_SIGMOID, "pₜ = σ(yₜ) = 1 / (1 + e^−yₜ)"}};
    explainer_say(explainer, forms[spec->loss].outer, forms[spec->loss].formula);
    explainer_term(explainer);
    explainer_factor(explainer, "%sy[%zu][%zu]", explainer->prefix, t, output);
    for (size_t k = 1; spec->loss == LOSS_SOFTMAX && k <= spec->outputs; k++) {
        if (k == output)
            continue;
        explainer_term(explainer);
        explainer_factor(explainer, "%sy[%zu][%zu]", explainer->prefix, t, k);
    }
    return true;
}

static const double LN10 = 2.302585092994045684;

static double target_of(const Explainer *explainer, size_t t, size_t output)
{
    const Batch *batch = explainer->scope.lens->batch;
    return (double)batch->target[(t - 1) * batch->K + output - 1];
}

static void squared_terms(Explainer *explainer, size_t t)
{
    size_t outputs = explainer->scope.net->spec.outputs;
    const char *prefix = explainer->prefix;
    explainer_say(explainer, OUTER_SUM, outputs > 1 ? "lossₜ = Σₖ (pₜ − targetₜ)² / K" : "lossₜ = (pₜ − targetₜ)²");
    for (size_t k = 1; k <= outputs; k++) {
        explainer_term(explainer);
        for (int twice = 0; twice < 2; twice++)
            explainer_factor(explainer, "%sp[%zu][%zu] - %starget[%zu][%zu]", prefix, t, k, prefix, t, k);
        if (outputs > 1)
            explainer_known(explainer, "", 1.0 / (double)outputs);
    }
}

/* −ln p of the class that came; through the outputs where p has rounded to 0 or 1. */
static void softmax_terms(Explainer *explainer, size_t t)
{
    const char *prefix = explainer->prefix;
    size_t right = 1;
    while (right < explainer->scope.net->spec.outputs && target_of(explainer, t, right) < 0.5)
        right++;
    explainer_say(explainer, OUTER_MINUS_LOG, "lossₜ = −ln pₜ of the class that came");
    explainer_term(explainer);
    explainer_factor(explainer, "%sp[%zu][%zu]", prefix, t, right);
    if (explainer_agrees(explainer, OUTER_MINUS_LOG))
        return;
    explainer_clear(explainer);
    explainer_say(explainer, OUTER_SUM, "lossₜ = max y − y of the class that came + ln Σ e^(y − max y)");
    explainer_term(explainer);
    explainer_factor(explainer, "max(%sy[%zu])", prefix, t);
    explainer_term(explainer);
    explainer_known(explainer, "", -1);
    explainer_factor(explainer, "%sy[%zu][%zu]", prefix, t, right);
    explainer_term(explainer);
    explainer_known(explainer, "", LN10);
    explainer_factor(explainer, "log10(sum(exp(%sy[%zu] - max(%sy[%zu]))))", prefix, t, prefix, t);
}

/* −[target·ln p + (1 − target)·ln(1 − p)]; ln through log10, which the language has. */
static void binary_terms(Explainer *explainer, size_t t)
{
    const char *prefix = explainer->prefix;
    explainer_say(explainer, OUTER_SUM, "lossₜ = −Σₖ [target·ln p + (1 − target)·ln(1 − p)]");
    for (size_t k = 1; k <= explainer->scope.net->spec.outputs; k++) {
        bool yes = target_of(explainer, t, k) >= 0.5;
        explainer_term(explainer);
        explainer_known(explainer, "", -LN10);
        explainer_factor(explainer, yes ? "log10(%sp[%zu][%zu])" : "log10(1 - %sp[%zu][%zu])", prefix, t, k);
    }
}

/* ln(1 + u) with u = e^−|y|; where u is so small that 1 + u would lose its digits, by the series. */
static void binary_tail(Explainer *explainer, size_t t, size_t k, double y)
{
    enum { SERIES = 6 };
    const char *prefix = explainer->prefix;
    for (size_t power = 1; power <= SERIES && exp(-fabs(y)) < 1e-3; power++) {
        explainer_term(explainer);
        explainer_known(explainer, "", (power % 2 ? 1 : -1) / (double)power);
        explainer_factor(explainer, "exp(-%zu * abs(%sy[%zu][%zu]))", power, prefix, t, k);
    }
    if (exp(-fabs(y)) < 1e-3)
        return;
    explainer_term(explainer);
    explainer_known(explainer, "", LN10);
    explainer_factor(explainer, "log10(1 + exp(-abs(%sy[%zu][%zu])))", prefix, t, k);
}

/* That and what the sign of y adds: the same where p has rounded to 0 or 1, or nearly. */
static void binary_terms_from_outputs(Explainer *explainer, size_t t)
{
    explainer_clear(explainer);
    explainer_say(explainer, OUTER_SUM,
                  "lossₜ = Σₖ [max(±y, 0) + ln(1 + u)], u = e^−|y|, + where the target is 0; ln(1 + u) = u − u²/2 + u³/3 − …");
    for (size_t k = 1; k <= explainer->scope.net->spec.outputs; k++) {
        const Tape *tape = explainer->scope.lens->tape;
        const double sign = target_of(explainer, t, k) >= 0.5 ? -1 : 1, y = (double)tape->y[(t - 1) * tape->K + k - 1];
        binary_tail(explainer, t, k, y);
        if (sign * y <= 0)
            continue;
        explainer_term(explainer);
        explainer_known(explainer, "", sign);
        explainer_factor(explainer, "%sy[%zu][%zu]", explainer->prefix, t, k);
    }
}

static bool explain_step_loss(Explainer *explainer, size_t t)
{
    if (!explainer->scope.lens->batch->has_target[t - 1])
        return explainer_leaf(explainer, "lossₜ = 0", "step %zu has no target, so it adds nothing to the loss", t);
    switch (explainer->scope.net->spec.loss) {
    case LOSS_SOFTMAX: softmax_terms(explainer, t); break;
    case LOSS_BINARY:
        binary_terms(explainer, t);
        if (!explainer_agrees(explainer, OUTER_SUM))
            binary_terms_from_outputs(explainer, t);
        break;
    default: squared_terms(explainer, t);
    }
    return true;
}

/* [h→ ; h←]: one of the two. */
static bool explain_joined(Explainer *explainer, const NameRow *row, size_t t, size_t unit)
{
    const Where *where = &explainer->where;
    const bool reverse = unit > where->units, first = t == 0;
    const char gate[] = {'.', where->block != NO_BLOCK && !gate_letter(row)
                                  ? spec_of(explainer)->cell->gates[where->block]
                                  : 0, 0};
    explainer_sayf(explainer, OUTER_SUM, "both directions of the top layer side by side: [%s→ ; %s←]", row->info.name,
                   row->info.name);
    explainer_term(explainer);
    explainer_factor(explainer, "%s%s@%zu%s%s%s%s[%zu][%zu]", explainer->prefix, row->info.name, where->layer,
                     reverse ? "r" : "", gate[1] ? gate : "", where->path[0] ? "." : "", where->path, reverse && first ? explainer->scope.steps + 1 : t,
                     reverse ? unit - where->units : unit);
    return true;
}

/* One unit of all blocks is one unit of one of them. */
static bool explain_block(Explainer *explainer, const NameRow *row, size_t t, size_t unit)
{
    const size_t H = spec_of(explainer)->hidden, block = (unit - 1) / H;
    explainer_say(explainer, OUTER_SUM, "the units of one gate after those of the other");
    explainer_term(explainer);
    explainer_factor(explainer, "%s%s%s[%zu][%zu]", explainer->prefix, row->info.name,
                     name_tag(explainer, explainer->where.track, block).text, t, unit - block * H);
    return true;
}

static bool explain_layered(Explainer *explainer, const NameRow *row, size_t t, size_t unit)
{
    const bool gated = spec_of(explainer)->cell->gates[0] != 0;
    if (explainer->where.joined)
        return explain_joined(explainer, row, t, unit);
    if (gated && (row->needs & GATED) && explainer->where.block == NO_BLOCK)
        return explain_block(explainer, row, t, unit);
    switch (row->field) {
    case TAPE_H: return explain_state(explainer, t, unit);
    case TAPE_C: return explain_cell_state(explainer, t, unit);
    case TAPE_PRE: return explain_pre(explainer, t, unit);
    case TAPE_GATE: return explain_gate(explainer, t, unit);
    case TAPE_DGATE: return explain_dgate(explainer, t, unit);
    case TAPE_DPRE: return explain_dpre(explainer, t, unit);
    default: return explain_backward(explainer, row, (const size_t[]){t, unit});
    }
}

bool explain_tape(Explainer *explainer, const NameRow *row, const size_t *i)
{
    if (row->needs & LAYERED)
        return explain_layered(explainer, row, i[0], i[1]);
    switch (row->field) {
    case TAPE_Y: return explain_output(explainer, i[0], i[1]);
    case TAPE_P: return explain_prediction(explainer, i[0], i[1]);
    case TAPE_LOSS: return explain_step_loss(explainer, i[0]);
    default: return explain_backward(explainer, row, i);
    }
}
