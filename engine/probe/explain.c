#include "engine/probe/explain.h"

#include <stdio.h>
#include <string.h>

#include "engine/probe/explainer.h"

static bool quantity_scope(Explainer *explainer, const Node *node)
{
    const Quantity *quantity = &node->quantity;
    snprintf(explainer->prefix, sizeof explainer->prefix, "%s%s", quantity->model, quantity->model[0] ? ":" : "");
    return scope_find(explainer->probe, quantity->model, node->column, &explainer->scope, explainer->error);
}

static bool explain_truth(Explainer *explainer, const NameRow *row, const Node *node)
{
    const Dataset *data = explainer->scope.data;
    const Truth *truth = dataset_truth(data, row->info.name, node->quantity.variant);
    if (truth && *truth->how)
        return explainer_leaf(explainer, "a number of the data",
                              "of %s: %s; measured on those that validate", data->name, truth->how);
    return explainer_leaf(explainer, "a number of the data", "of %s: computed from how its sequences are made, not fitted to them",
                          data->name);
}

static bool explain_row_of(Explainer *explainer, const NameRow *row, const Node *node, const Place *full)
{
    const size_t *i = full->index;
    if (row->open == open_tape)
        return explain_tape(explainer, row, i);
    if (row->open == open_share)
        return explain_share(explainer, row, i);
    if (row->open == open_weight)
        return explain_weight(explainer, row, i);
    if (row->open == open_sample)
        return explain_sample(explainer, row, i);
    if (row->open == open_score)
        return explain_score(explainer, row, node, i);
    if (row->open == open_count)
        return explain_count(explainer, row, node);
    if (row->open == open_where)
        return explain_where(explainer, row, i);
    if (row->open == open_truth)
        return explain_truth(explainer, row, node);
    return explain_history(explainer, row, i, full->rank);
}

/* The layer and gate it speaks of, and how they are written. */
static void place_quantity(Explainer *explainer, const NameRow *row, const Node *node)
{
    explainer->where = (Where){.block = NO_BLOCK};
    explainer->tag = (Name){""};
    if (!explainer->scope.net || !explainer->scope.lens)
        return;
    explainer->where = where_of(&explainer->scope, row, &node->quantity);
    if (!(row->needs & LAYERED))
        return;
    const int block = explainer->where.block;
    explainer->tag = block == NO_BLOCK || !(row->needs & GATED)
                         ? name_address(explainer, explainer->where.track)
                         : name_tag(explainer, explainer->where.track, (size_t)block);
}

/* "∂L/∂hₜ" at [5][2] is "∂L/∂h₅,₂": the sign of the step gives way to the numbers. */
static void symbol_of(const Explainer *explainer, const NameRow *row, const Place *full, char *symbol, size_t size)
{
    static const char *const digits[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
    const char *base = row->info.symbol;
    size_t length = strlen(base), t = strlen("ₜ");
    if (full->rank > 0 && length > t && strcmp(base + length - t, "ₜ") == 0)
        length -= t;
    const bool gated = (row->needs & GATED) && explainer->where.block != NO_BLOCK;
    size_t used = (size_t)snprintf(symbol, size, "%.*s%s", (int)length, base,
                                   gated ? name_mark(explainer, (size_t)explainer->where.block) : "");
    for (size_t i = 0; i < full->rank; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", full->index[i]);
        if (i > 0 && used < size)
            used += (size_t)snprintf(symbol + used, size - used, ",");
        for (const char *at = number; *at && used + 4 < size; at++)
            used += (size_t)snprintf(symbol + used, size - used, "%s", digits[*at - '0']);
    }
}

static bool explain_quantity(Explainer *explainer, const Node *node, const Place *at)
{
    const NameRow *row = name_find(node->quantity.name);
    if (!quantity_scope(explainer, node))
        return false;
    if (node_is_look_range(node))
        return explainer_leaf(explainer, "measured in training", "one of the measurements of %s", row->info.name);
    Place full = full_place(node, at);
    place_quantity(explainer, row, node);
    symbol_of(explainer, row, &full, explainer->out->symbol, sizeof explainer->out->symbol);
    return explain_row_of(explainer, row, node, &full);
}

/* The name as it is read in the lesson's present: before(…) around it; none when that does not fit. */
static void name_before(Operand *operand)
{
    static const size_t around = sizeof "before()";
    char name[sizeof operand->name];
    size_t length = strlen(operand->name);
    if (length == 0)
        return;
    memcpy(name, operand->name, length + 1);
    operand->name[0] = 0;
    if (length + around <= sizeof operand->name)
        snprintf(operand->name, sizeof operand->name, "before(%.*s)", (int)(sizeof operand->name - around), name);
}

/* What it was made of when the step began. */
static bool explain_before(Explainer *explainer, const Node *node, const Place *at)
{
    const Probe *probe = explainer->probe;
    explainer->probe = probe->before;
    bool done = explain_node(explainer, node->argument[0], at);
    explainer->probe = probe;
    for (size_t i = 0; i < explainer->out->terms; i++)
        for (size_t j = 0; j < explainer->out->term[i].operands; j++)
            name_before(&explainer->out->term[i].operand[j]);
    return done;
}

bool explain_node(Explainer *explainer, const Node *node, const Place *at)
{
    if (node->kind == NODE_NUMBER)
        return explainer_leaf(explainer, "a number", "as it was typed");
    if (node->kind == NODE_QUANTITY)
        return explain_quantity(explainer, node, at);
    if (node->kind == NODE_INDEX) {
        Place full = full_place(node, at);
        return explain_node(explainer, node->argument[0], &full);
    }
    if (node->kind == NODE_CALL && strcmp(node->quantity.name, "before") == 0)
        return explain_before(explainer, node, at);
    return node->kind == NODE_CALL ? explain_call(explainer, node, at) : explain_operator(explainer, node, at);
}

static bool single_number(const char *expression, const Value *value, Error *error)
{
    char shape[96], index[40] = "";
    if (value->rank == 0)
        return true;
    value_shape(value, shape, sizeof shape);
    for (size_t i = 0; i < value->rank; i++)
        snprintf(index + strlen(index), sizeof index - strlen(index), "[%zu]", value->axis[i].first);
    return fail_at(error, ERR_USE, NULL, 0, 1, "%s has %s: say %s%s or norm(%s)", expression, shape, expression, index,
                   expression);
}

static bool explain_root(Explainer *explainer, const Node *root)
{
    Place nowhere = {0};
    Value value;
    if (!evaluate(explainer->probe, root, &value, explainer->error))
        return false;
    bool single = single_number(explainer->source, &value, explainer->error);
    explainer->out->value = single ? value.data[0] : 0;
    value_free(&value);
    if (!single)
        return false;
    element_name(explainer, root, &nowhere, explainer->out->name, sizeof explainer->out->name);
    if (!explainer->out->name[0] && strlen(explainer->source) >= sizeof explainer->out->name)
        return fail_at(explainer->error, ERR_LIMIT, NULL, 0, sizeof explainer->out->name,
                       "what is to be explained has at most %zu characters", sizeof explainer->out->name - 1);
    if (!explainer->out->name[0])
        snprintf(explainer->out->name, sizeof explainer->out->name, "%s", explainer->source);
    snprintf(explainer->out->symbol, sizeof explainer->out->symbol, "%.63s", explainer->out->name);
    return explain_node(explainer, root, &nowhere) && !explainer->failed;
}

bool explain(const Probe *probe, const char *expression, Explanation *explanation, Error *error)
{
    Syntax syntax;
    *explanation = (Explanation){0};
    Explainer explainer = {.probe = probe, .source = expression, .out = explanation, .error = error};
    bool done = syntax_parse(expression, &syntax, error) && explain_root(&explainer, syntax.root);
    if (done)
        explainer_sum_up(explanation);
    else
        explanation_free(explanation);
    syntax_free(&syntax);
    return done;
}
