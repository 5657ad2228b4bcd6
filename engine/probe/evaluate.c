#include "engine/probe/evaluate.h"

#include <string.h>

#include "engine/probe/source.h"

static bool evaluate_quantity(const Probe *probe, const Node *node, Value *value, Error *error)
{
    Scope scope;
    Source source = {0};
    bool done = scope_find(probe, node->quantity.model, node->column, &scope, error) &&
                source_open(&scope, node, &source, error) && source_value(&source, node, value, error);
    source_close(&source);
    if (!done && error->column == 0)
        error_place(error, NULL, 0, node->column);
    return done;
}

static bool evaluate_before(const Probe *probe, const Node *node, Value *value, Error *error)
{
    if (!probe->before)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "before(…) has a meaning inside a step of a lesson only");
    return evaluate(probe->before, node->argument[0], value, error);
}

static bool check_call(const FunctionRow *function, const Node *node, Error *error)
{
    const char *name = function->info.name;
    if (node->arguments != function->arguments)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s takes %zu argument%s: %s%s", name,
                       function->arguments, function->arguments == 1 ? "" : "s", name, function->info.indices);
    if (node->quantity.model[0] && function->of == OF_VALUES)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s belongs to no model: say %s(%s:…)", name, name,
                       node->quantity.model);
    if (node->quantity.gate[0])
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s takes no gate: leave out .%s", name, node->quantity.gate);
    return node->quantity.layer == 0 || function->of == OF_LAYER ||
           fail_at(error, ERR_USE, NULL, 0, node->column, "%s belongs to no layer: leave out @%zu", name,
                   node->quantity.layer);
}

static bool evaluate_arguments(const Probe *probe, const Node *node, Value *argument, Error *error)
{
    for (size_t i = 0; i < node->arguments; i++) {
        if (!evaluate(probe, node->argument[i], &argument[i], error))
            return false;
        if (argument[i].logical && node->kind == NODE_CALL)
            return fail_at(error, ERR_USE, NULL, 0, node->column, "%s needs numbers, not true or false",
                           node->quantity.name);
    }
    return true;
}

/* A value read as a source, so that it is indexed by the same code. */
static bool value_index(const Value *whole, const Node *node, const char *what, Value *value, Error *error)
{
    Source source = {.rank = whole->rank, .at = at_double, .d = whole->data};
    size_t stride = 1;
    for (size_t i = whole->rank; i-- > 0;) {
        source.axis[i] = whole->axis[i];
        source.stride[i] = stride;
        stride *= whole->axis[i].count;
    }
    *value = (Value){0};
    if (!indices_check(what, whole->axis, whole->rank, node, error) || !source_value(&source, node, value, error))
        return false;
    memcpy(value->unit, whole->unit, sizeof value->unit);
    return true;
}

static bool apply_function(const Probe *probe, const Node *node, const Value *argument, Value *value, Error *error)
{
    Scope scope;
    return scope_find(probe, node->quantity.model, node->column, &scope, error) &&
           function_find(node->quantity.name)->call(&scope, node, argument, value, error);
}

static bool apply_node(const Probe *probe, const Node *node, const Value *argument, Value *value, Error *error)
{
    if (node->kind == NODE_CALL)
        return apply_function(probe, node, argument, value, error);
    if (node->kind == NODE_INDEX)
        return value_index(&argument[0], node, "this", value, error);
    return node->arguments == 2 ? arithmetic_binary(node, &argument[0], &argument[1], value, error)
                                : arithmetic_unary(node, &argument[0], value, error);
}

bool evaluate(const Probe *probe, const Node *node, Value *value, Error *error)
{
    *value = (Value){0};
    if (node->kind == NODE_NUMBER) {
        *value = value_of(node->number);
        return true;
    }
    if (node->kind == NODE_QUANTITY)
        return evaluate_quantity(probe, node, value, error);
    if (node->kind == NODE_CALL && !check_call(function_find(node->quantity.name), node, error))
        return false;
    if (node->kind == NODE_CALL && strcmp(node->quantity.name, "before") == 0)
        return evaluate_before(probe, node, value, error);
    Value argument[2] = {{0}, {0}};
    bool done = evaluate_arguments(probe, node, argument, error) && apply_node(probe, node, argument, value, error);
    if (!done && error->column == 0)
        error_place(error, NULL, 0, node->column);
    value_free(&argument[0]);
    value_free(&argument[1]);
    return done;
}

bool probe_value(const Probe *probe, const char *expression, Value *value, Error *error)
{
    Syntax syntax;
    *value = (Value){0};
    bool done = syntax_parse(expression, &syntax, error) && evaluate(probe, syntax.root, value, error);
    syntax_free(&syntax);
    return done;
}

bool probe_number(const Probe *probe, const char *expression, double *number, Error *error)
{
    Value value;
    if (!probe_value(probe, expression, &value, error))
        return false;
    char shape[96];
    value_shape(&value, shape, sizeof shape);
    bool single = value.rank == 0;
    *number = single ? value.data[0] : 0;
    value_free(&value);
    return single ||
           fail_at(error, ERR_USE, NULL, 0, 1, "a single number is needed; %s has %s: take norm(…), max(…) or an index",
                   expression, shape);
}

/* Names and functions as the dictionary has them; shapes cannot be known before there is data. */
static bool check_names(const Node *node, Error *error)
{
    if (node->kind == NODE_QUANTITY && !name_find(node->quantity.name))
        return fail_at(error, ERR_USE, NULL, 0, node->column, "no quantity is called '%s'", node->quantity.name);
    if (node->kind == NODE_CALL && !check_call(function_find(node->quantity.name), node, error))
        return false;
    for (size_t i = 0; i < node->arguments; i++)
        if (!check_names(node->argument[i], error))
            return false;
    return true;
}

bool probe_parses(const char *expression, Error *error)
{
    Syntax syntax;
    bool done = syntax_parse(expression, &syntax, error) && check_names(syntax.root, error);
    syntax_free(&syntax);
    return done;
}
