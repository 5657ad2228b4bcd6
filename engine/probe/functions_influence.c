#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"
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
    const size_t size = scope->lens->batch->K * scope->lens->batch->D, T = scope->steps;
    if (!value_vector(value, "t", 1, T, error))
        return false;
    double *all = memory_try(T * size, sizeof *all, error);
    const bool done = all && influence_of(scope->net, scope->lens, t, all, error);
    for (size_t s = 0; done && s < T; s++)
        value->data[s] = value_norm(all + s * size, size, 1);
    free(all);
    if (!done)
        value_free(value);
    return done;
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
