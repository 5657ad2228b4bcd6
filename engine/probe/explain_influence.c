#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/probe/explainer.h"
#include "engine/probe/influence.h"

/* ‖∂y_t/∂x_s‖ is the root of the squares of its K·D derivatives, each carried back by itself. */

static bool step_argument(Explainer *explainer, const Node *node, size_t *step)
{
    Value value;
    if (!evaluate(explainer->probe, node, &value, explainer->error))
        return false;
    *step = (size_t)value.data[0];
    value_free(&value);
    return true;
}

bool explain_influence(Explainer *explainer, const Node *node, const Place *at)
{
    const Scope *scope = &explainer->scope;
    const size_t size = scope->lens->batch->K * scope->lens->batch->D;
    const bool one = strcmp(node->quantity.name, "influence") == 0;
    size_t t, s = one ? 0 : at->index[0];
    if (!step_argument(explainer, node->argument[0], &t) || (one && !step_argument(explainer, node->argument[1], &s)))
        return false;
    double *all = memory_try(scope->steps * size, sizeof *all, explainer->error);
    const bool done = all && influence_of(scope->net, scope->lens, t, all, explainer->error);
    explainer_say(explainer, OUTER_NORM, "‖∂yₜ/∂xₛ‖ = √ Σₖᵢ (∂yₜ,ₖ/∂xₛ,ᵢ)²");
    explainer_note(explainer, "each of the %zu derivatives carried back from y[%zu] to x[%zu] by itself", size, t, s);
    for (size_t i = 0; done && i < size; i++) {
        explainer_term(explainer);
        explainer_known(explainer, "", all[(s - 1) * size + i]);
    }
    free(all);
    return done;
}
