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

static void say_state_gradient(Explainer *explainer, bool from_output, bool from_later)
{
    explainer_say(explainer, OUTER_SUM,
                  from_output && from_later ? "∂L/∂hₜ = Wₕᵀ·∂L/∂preₜ₊₁ + Wᵧᵀ·∂L/∂yₜ"
                  : from_later              ? "∂L/∂hₜ = Wₕᵀ·∂L/∂preₜ₊₁"
                  : from_output             ? "∂L/∂hₜ = Wᵧᵀ·∂L/∂yₜ"
                                            : "∂L/∂hₜ = 0");
}

/* What comes back through the next step, and through this step's own output where that has a target. */
static bool explain_dh(Explainer *explainer, size_t t, size_t unit)
{
    const Scope *scope = &explainer->scope;
    const NetSpec *spec = &scope->net->spec;
    bool from_later = spec->cell->recurrent && t < scope->steps;
    bool from_output = t > 0 && scope->lens->batch->has_target[t - 1];
    say_state_gradient(explainer, from_output, from_later);
    if (!from_output && !from_later)
        return explainer_leaf(explainer, "∂L/∂hₜ = 0", "no way leads from this state to the loss");
    for (size_t j = 1; from_later && j <= spec->hidden; j++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWh[%zu][%zu]", explainer->prefix, j, unit);
        explainer_factor(explainer, "%sdpre[%zu][%zu]", explainer->prefix, t + 1, j);
    }
    for (size_t k = 1; from_output && k <= spec->outputs; k++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWy[%zu][%zu]", explainer->prefix, k, unit);
        explainer_factor(explainer, "%sdy[%zu][%zu]", explainer->prefix, t, k);
    }
    return true;
}

static bool explain_dpre(Explainer *explainer, size_t t, size_t unit)
{
    const char *prefix = explainer->prefix;
    Activation activation = explainer->scope.net->spec.activation;
    bool curved = activation == ACTIVATION_TANH, bent = activation == ACTIVATION_RELU;
    explainer_say(explainer, OUTER_SUM, bent ? "∂L/∂preₜ = ∂L/∂hₜ·(hₜ > 0)" : curved ? "∂L/∂preₜ = ∂L/∂hₜ·(1 − hₜ²)" : "∂L/∂preₜ = ∂L/∂hₜ");
    explainer_term(explainer);
    explainer_factor(explainer, "%sdh[%zu][%zu]", prefix, t, unit);
    if (curved)
        explainer_factor(explainer, "1 - %sh[%zu][%zu]^2", prefix, t, unit);
    if (bent)
        explainer_factor(explainer, "%sh[%zu][%zu] > 0", prefix, t, unit);
    return true;
}

static bool explain_dx(Explainer *explainer, size_t t, size_t input)
{
    explainer_say(explainer, OUTER_SUM, "∂L/∂xₜ = Wₓᵀ·∂L/∂preₜ");
    for (size_t j = 1; j <= explainer->scope.net->spec.hidden; j++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sWx[%zu][%zu]", explainer->prefix, j, input);
        explainer_factor(explainer, "%sdpre[%zu][%zu]", explainer->prefix, t, j);
    }
    return true;
}

bool explain_backward(Explainer *explainer, const NameRow *row, const size_t *i)
{
    switch (row->field) {
    case TAPE_DY: return explain_dy(explainer, i[0], i[1]);
    case TAPE_DH: return explain_dh(explainer, i[0], i[1]);
    case TAPE_DPRE: return explain_dpre(explainer, i[0], i[1]);
    default: return explain_dx(explainer, i[0], i[1]);
    }
}

/* One step's share: what came back at t times what stood at the weight's other end. */
static const struct Share {
    const char *part, *back, *ahead;
    size_t earlier; // steps before t at which `ahead` is read
    const char *formula;
} SHARES[] = {
    {"Wx", "dpre", "x", 0, "(∂L/∂Wₓ)ₜ = ∂L/∂preₜ·xₜᵀ"}, {"Wh", "dpre", "h", 1, "(∂L/∂Wₕ)ₜ = ∂L/∂preₜ·hₜ₋₁ᵀ"},
    {"b", "dpre", NULL, 0, "(∂L/∂b)ₜ = ∂L/∂preₜ"},      {"Wy", "dy", "h", 0, "(∂L/∂Wᵧ)ₜ = ∂L/∂yₜ·hₜᵀ"},
    {"by", "dy", NULL, 0, "(∂L/∂bᵧ)ₜ = ∂L/∂yₜ"},
};

bool explain_share(Explainer *explainer, const NameRow *row, const size_t *i)
{
    size_t s = 0;
    while (strcmp(SHARES[s].part, row->part) != 0)
        s++;
    explainer_say(explainer, OUTER_SUM, SHARES[s].formula);
    explainer_term(explainer);
    explainer_factor(explainer, "%s%s[%zu][%zu]", explainer->prefix, SHARES[s].back, i[0], i[1]);
    if (SHARES[s].ahead)
        explainer_factor(explainer, "%s%s[%zu][%zu]", explainer->prefix, SHARES[s].ahead, i[0] - SHARES[s].earlier,
                         i[2]);
    return true;
}
