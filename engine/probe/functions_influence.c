#include <math.h>

#include "engine/probe/evaluate.h"
#include "engine/probe/influence.h"

/* ‖∂y_t/∂x_s‖: what an output owes to an input. */

static bool ready(const Scope *scope, const Node *node, Error *error)
{
    return (scope->net && scope->lens) ||
           fail_at(error, ERR_USE, NULL, 0, node->column, "%s needs data and a model: say `data signal; model rnn`",
                   node->quantity.name);
}

static bool step_of(const Scope *scope, const Node *node, const Value *argument, size_t *step, Error *error)
{
    const double number = argument->data ? argument->data[0] : 0;
    if (argument->rank != 0 || argument->logical || number != floor(number))
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s needs the number of a step", node->quantity.name);
    if (number < 1 || number > (double)scope->steps)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s goes over steps 1 … %zu; %g is outside",
                       node->quantity.name, scope->steps, number);
    *step = (size_t)number;
    return true;
}

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
    if (!ready(scope, node, error) || !step_of(scope, node, &argument[0], &t, error) ||
        !step_of(scope, node, &argument[1], &s, error) || !norms(scope, t, &all, error))
        return false;
    *value = value_of(all.data[s - 1]);
    value_free(&all);
    return true;
}

bool call_influences(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    size_t t;
    return ready(scope, node, error) && step_of(scope, node, argument, &t, error) && norms(scope, t, value, error);
}
