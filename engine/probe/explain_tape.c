#include <math.h>

#include "engine/probe/explainer.h"

/* The forward pass, term by term. */

static bool is_tanh(const Explainer *explainer)
{
    return explainer->scope.net->spec.activation == ACTIVATION_TANH;
}

static bool explain_state(Explainer *explainer, size_t t, size_t unit)
{
    if (t == 0)
        return explainer_leaf(explainer, "h₀ = 0", "the initial state, before the first step: zero");
    bool relu = explainer->scope.net->spec.activation == ACTIVATION_RELU;
    explainer_say(explainer, is_tanh(explainer) ? OUTER_TANH : OUTER_SUM,
                  relu ? "hₜ = max(0, preₜ) = preₜ·(preₜ > 0)" : is_tanh(explainer) ? "hₜ = tanh(preₜ)" : "hₜ = preₜ");
    explainer_term(explainer);
    if (relu)
        explainer_factor(explainer, "%spre[%zu][%zu] > 0", explainer->prefix, t, unit);
    explainer_factor(explainer, "%spre[%zu][%zu]", explainer->prefix, t, unit);
    return true;
}

static bool explain_pre(Explainer *explainer, size_t t, size_t unit)
{
    const NetSpec *spec = &explainer->scope.net->spec;
    const char *prefix = explainer->prefix;
    explainer_say(explainer, OUTER_SUM, spec->cell->recurrent ? "preₜ = Wₓ·xₜ + Wₕ·hₜ₋₁ + b" : "preₜ = Wₓ·xₜ + b");
    for (size_t i = 1; i <= spec->inputs; i++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWx[%zu][%zu]", prefix, unit, i);
        explainer_factor(explainer, "%sx[%zu][%zu]", prefix, t, i);
    }
    for (size_t j = 1; spec->cell->recurrent && j <= spec->hidden; j++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWh[%zu][%zu]", prefix, unit, j);
        explainer_factor(explainer, "%sh[%zu][%zu]", prefix, t - 1, j);
    }
    explainer_term(explainer);
    explainer_factor(explainer, "%sb[%zu]", prefix, unit);
    return true;
}

static bool explain_output(Explainer *explainer, size_t t, size_t output)
{
    explainer_say(explainer, OUTER_SUM, "yₜ = Wᵧ·hₜ + bᵧ");
    for (size_t j = 1; j <= explainer->scope.net->spec.hidden; j++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWy[%zu][%zu]", explainer->prefix, output, j);
        explainer_factor(explainer, "%sh[%zu][%zu]", explainer->prefix, t, j);
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

/* ln(1 + e^−|y|) and what the sign of y adds: the same where p has rounded to 0 or 1. */
static void binary_terms_from_outputs(Explainer *explainer, size_t t)
{
    const char *prefix = explainer->prefix;
    explainer_clear(explainer);
    explainer_say(explainer, OUTER_SUM, "lossₜ = Σₖ [max(±y, 0) + ln(1 + e^−|y|)], + where the target is 0");
    for (size_t k = 1; k <= explainer->scope.net->spec.outputs; k++) {
        const Tape *tape = explainer->scope.lens->tape;
        double sign = target_of(explainer, t, k) >= 0.5 ? -1 : 1;
        explainer_term(explainer);
        explainer_known(explainer, "", LN10);
        explainer_factor(explainer, "log10(1 + exp(-abs(%sy[%zu][%zu])))", prefix, t, k);
        if (sign * (double)tape->y[(t - 1) * tape->K + k - 1] <= 0)
            continue;
        explainer_term(explainer);
        explainer_known(explainer, "", sign);
        explainer_factor(explainer, "%sy[%zu][%zu]", prefix, t, k);
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

bool explain_tape(Explainer *explainer, const NameRow *row, const size_t *i)
{
    switch (row->field) {
    case TAPE_H: return explain_state(explainer, i[0], i[1]);
    case TAPE_PRE: return explain_pre(explainer, i[0], i[1]);
    case TAPE_Y: return explain_output(explainer, i[0], i[1]);
    case TAPE_P: return explain_prediction(explainer, i[0], i[1]);
    case TAPE_LOSS: return explain_step_loss(explainer, i[0]);
    default: return explain_backward(explainer, row, i);
    }
}
