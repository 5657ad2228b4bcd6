#include "engine/probe/evaluate.h"
#include "engine/probe/influence.h"

/* ‖∂y_t/∂x_s‖: what an output owes to an input. */

/* The norms for every s; value written, over all steps. */
static bool norms(const Scope *scope, size_t t, Value *value, Error *error)
{
    if (!value_vector(value, "t", 1, scope->steps, error))
        return false;
    Influence *influence = influence_new(scope->net, scope->lens, error);
    if (influence)
        influence_norms(influence, t, value->data);
    else
        value_free(value);
    influence_free(influence);
    return influence != NULL;
}

bool call_influence(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    size_t t, s;
    Value all;
    if (!call_ready(scope, node, error) || !call_step(node, &argument[0], 1, scope->steps, &t, error) ||
        !call_step(node, &argument[1], 1, scope->steps, &s, error) || !norms(scope, t, &all, error))
        return false;
    *value = value_of(all.data[s - 1]);
    value_free(&all);
    return true;
}

bool call_influences(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    size_t t;
    return call_ready(scope, node, error) && call_step(node, argument, 1, scope->steps, &t, error) &&
           norms(scope, t, value, error);
}
