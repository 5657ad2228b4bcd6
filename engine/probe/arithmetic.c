#include <math.h>
#include <string.h>

#include "engine/probe/evaluate.h"

static double apply(NodeKind kind, double a, double b)
{
    switch (kind) {
    case NODE_ADD: return a + b;
    case NODE_SUBTRACT: return a - b;
    case NODE_MULTIPLY: return a * b;
    case NODE_DIVIDE: return a / b;
    case NODE_POWER: return pow(a, b);
    case NODE_LESS: return a < b;
    case NODE_LESS_EQUAL: return a <= b;
    case NODE_GREATER: return a > b;
    case NODE_GREATER_EQUAL: return a >= b;
    case NODE_EQUAL: return a == b;
    case NODE_NOT_EQUAL: return a != b;
    case NODE_AND: return a != 0 && b != 0;
    case NODE_OR: return a != 0 || b != 0;
    case NODE_NEGATE: return -a;
    default: return a == 0; // NODE_NOT
    }
}

static bool is_logic(NodeKind kind)
{
    return kind == NODE_AND || kind == NODE_OR || kind == NODE_NOT;
}

/* Claims for and, or, not; numbers for all the rest. */
static bool check_kinds(const Node *node, const Value *value, Error *error)
{
    if (is_logic(node->kind) && !value->logical)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "'%s' joins comparisons such as a < b, not numbers",
                       node_sign(node->kind));
    if (!is_logic(node->kind) && value->logical)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "'%s' needs numbers, and one side is true or false",
                       node_sign(node->kind));
    return true;
}

static bool check_shapes(const Node *node, const Value *a, const Value *b, Error *error)
{
    char left[96], right[96];
    value_shape(a, left, sizeof left);
    value_shape(b, right, sizeof right);
    if (node_is_comparison(node->kind) && (a->rank > 0 || b->rank > 0))
        return fail_at(error, ERR_USE, NULL, 0, node->column,
                       "'%s' compares single numbers; here are %s and %s: take norm, max or an index",
                       node_sign(node->kind), left, right);
    if (a->rank > 0 && b->rank > 0 && !value_same_shape(a, b))
        return fail_at(error, ERR_USE, NULL, 0, node->column, "'%s' needs equal shapes; here are %s and %s",
                       node_sign(node->kind), left, right);
    return true;
}

/* Only sums and differences of one unit keep it. */
static void keep_unit(const Node *node, const Value *a, const Value *b, Value *value)
{
    bool keeps = node->kind == NODE_ADD || node->kind == NODE_SUBTRACT;
    if (keeps && strcmp(a->unit, b->unit) == 0)
        memcpy(value->unit, a->unit, sizeof value->unit);
}

bool arithmetic_binary(const Node *node, const Value *a, const Value *b, Value *value, Error *error)
{
    if (!check_kinds(node, a, error) || !check_kinds(node, b, error) || !check_shapes(node, a, b, error))
        return false;
    const Value *shape = a->rank > 0 ? a : b;
    *value = (Value){.rank = shape->rank, .logical = node_is_comparison(node->kind) || is_logic(node->kind)};
    memcpy(value->axis, shape->axis, sizeof value->axis);
    if (!value_allocate(value, error))
        return false;
    for (size_t i = 0; i < value->count; i++)
        value->data[i] = apply(node->kind, a->data[a->rank ? i : 0], b->data[b->rank ? i : 0]);
    keep_unit(node, a, b, value);
    return true;
}

bool arithmetic_unary(const Node *node, const Value *a, Value *value, Error *error)
{
    if (!check_kinds(node, a, error))
        return false;
    *value = (Value){.rank = a->rank, .logical = a->logical};
    memcpy(value->axis, a->axis, sizeof value->axis);
    memcpy(value->unit, a->unit, sizeof value->unit);
    if (!value_allocate(value, error))
        return false;
    for (size_t i = 0; i < value->count; i++)
        value->data[i] = apply(node->kind, a->data[i], 0);
    return true;
}
