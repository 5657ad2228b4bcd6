#include <math.h>
#include <string.h>

#include "engine/probe/evaluate.h"

/* The table of functions, and those that need no matrix algebra. */

static const FunctionRow FUNCTIONS[] = {
    {{"norm", "‖·‖", "(E)", "√ of the sum of squares of all numbers of E (Frobenius)"}, 1, OF_VALUES, call_whole},
    {{"mean", "mean", "(E)", "mean of all numbers of E"}, 1, OF_VALUES, call_whole},
    {{"max", "max", "(E)", "largest number of E"}, 1, OF_VALUES, call_whole},
    {{"min", "min", "(E)", "smallest number of E"}, 1, OF_VALUES, call_whole},
    {{"sum", "Σ", "(E)", "sum of all numbers of E"}, 1, OF_VALUES, call_whole},
    {{"abs", "abs", "(E)", "without its sign, each number of E"}, 1, OF_VALUES, call_elements},
    {{"log10", "log₁₀", "(E)", "logarithm to base 10 of each number of E"}, 1, OF_VALUES, call_elements},
    {{"sqrt", "√", "(E)", "square root of each number of E"}, 1, OF_VALUES, call_elements},
    {{"exp", "exp", "(E)", "e to the power of each number of E"}, 1, OF_VALUES, call_elements},
    {{"tanh", "tanh", "(E)", "hyperbolic tangent of each number of E"}, 1, OF_VALUES, call_elements},
    {{"sumt", "Σₜ", "(E)", "sum over the steps alone"}, 1, OF_VALUES, call_over_time},
    {{"meant", "meanₜ", "(E)", "mean over the steps alone"}, 1, OF_VALUES, call_over_time},
    {{"maxt", "maxₜ", "(E)", "largest over the steps alone"}, 1, OF_VALUES, call_over_time},
    {{"normt", "‖·‖ₜ", "(E)", "√ of the sum of squares over the steps alone"}, 1, OF_VALUES, call_over_time},
    {{"rho", "ρ", "(W)", "spectral radius: largest modulus of an eigenvalue of a square matrix"},
     1,
     OF_VALUES,
     call_matrix},
    {{"sigma", "σmax", "(W)", "largest singular value of a matrix"}, 1, OF_VALUES, call_matrix},
    {{"sigmas", "σ", "(W)", "singular values of a matrix, largest first"}, 1, OF_VALUES, call_matrix},
    {{"jacobian", "∂hₜ/∂hₜ₋₁", "(t)", "how the state of step t answers to the one before; rows units of t"},
     1,
     OF_LAYER,
     call_jacobian},
    {{"flow", "log₁₀‖∂h_b/∂h_a‖", "(a,b)", "log10 of the largest singular value of ∂h_b/∂h_a; never underflows"},
     2,
     OF_LAYER,
     call_flow},
    {{"flows", "log₁₀‖∂h_b/∂hₜ‖", "(b)", "flow(t,b) for every t = 0 … b"}, 1, OF_LAYER, call_flows},
    {{"spectrum", "log₁₀σ(∂h_b/∂h_a)", "(a,b)", "log10 of all singular values of ∂h_b/∂h_a, largest first"},
     2,
     OF_LAYER,
     call_spectrum},
    {{"influence", "‖∂yₜ/∂xₛ‖", "(t,s)", "how much the output of step t answers to the input of step s (Frobenius)"},
     2,
     OF_MODEL,
     call_influence},
    {{"influences", "‖∂yₜ/∂xₛ‖", "(t)", "influence(t,s) for every s = 1 … T"}, 1, OF_MODEL, call_influences},
    {{"before", "before", "(E)", "value of E when this step of the lesson began"}, 1, OF_VALUES, NULL},
};
enum { FUNCTIONS_COUNT = sizeof FUNCTIONS / sizeof *FUNCTIONS };

const NameInfo *probe_function(size_t index)
{
    return index < FUNCTIONS_COUNT ? &FUNCTIONS[index].info : NULL;
}

const FunctionRow *function_find(const char *name)
{
    for (size_t i = 0; i < FUNCTIONS_COUNT; i++)
        if (strcmp(FUNCTIONS[i].info.name, name) == 0)
            return &FUNCTIONS[i];
    return NULL;
}

bool syntax_is_function(const char *name)
{
    return function_find(name) != NULL;
}

static double reduce_sum(const double *number, size_t count, size_t stride)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += number[i * stride];
    return sum;
}

static double reduce_mean(const double *number, size_t count, size_t stride)
{
    return reduce_sum(number, count, stride) / (double)count;
}

static double reduce_max(const double *number, size_t count, size_t stride)
{
    double best = number[0];
    for (size_t i = 1; i < count && !isnan(best); i++)
        if (!(number[i * stride] <= best))
            best = number[i * stride];
    return best;
}

static double reduce_min(const double *number, size_t count, size_t stride)
{
    double best = number[0];
    for (size_t i = 1; i < count && !isnan(best); i++)
        if (!(number[i * stride] >= best))
            best = number[i * stride];
    return best;
}

typedef double (*Reduce)(const double *number, size_t count, size_t stride);

static Reduce reduce_of(const char *name)
{
    static const struct Row {
        const char *name;
        Reduce reduce;
    } rows[] = {
        {"norm", value_norm}, {"mean", reduce_mean}, {"max", reduce_max}, {"min", reduce_min}, {"sum", reduce_sum}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strncmp(name, rows[i].name, strlen(rows[i].name)) == 0)
            return rows[i].reduce;
    return reduce_sum;
}

bool call_whole(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    (void)scope;
    if (argument->count == 0)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s of no numbers at all", node->quantity.name);
    *value = value_of(reduce_of(node->quantity.name)(argument->data, argument->count, 1));
    if (strcmp(node->quantity.name, "norm") != 0)
        memcpy(value->unit, argument->unit, sizeof value->unit);
    return true;
}

bool call_elements(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    (void)scope;
    const char *name = node->quantity.name;
    double (*of)(double) = strcmp(name, "abs") == 0     ? fabs
                           : strcmp(name, "log10") == 0 ? log10
                           : strcmp(name, "sqrt") == 0  ? sqrt
                           : strcmp(name, "tanh") == 0  ? tanh
                                                        : exp;
    *value = (Value){.rank = argument->rank};
    memcpy(value->axis, argument->axis, sizeof value->axis);
    if (!value_allocate(value, error))
        return false;
    for (size_t i = 0; i < value->count; i++)
        value->data[i] = of(argument->data[i]);
    if (of == fabs)
        memcpy(value->unit, argument->unit, sizeof value->unit);
    return true;
}

size_t time_axis(const Value *value)
{
    size_t axis = 0;
    while (axis < value->rank && strcmp(value->axis[axis].name, "t") != 0)
        axis++;
    return axis;
}

bool call_over_time(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error)
{
    (void)scope;
    size_t time = time_axis(argument), outer = 1, inner = 1;
    if (time == argument->rank || argument->axis[time].count == 0)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s goes over the steps, and what it is given has none",
                       node->quantity.name);
    *value = (Value){0};
    for (size_t i = 0; i < argument->rank; i++) {
        if (i == time)
            continue;
        *(i < time ? &outer : &inner) *= argument->axis[i].count;
        value->axis[value->rank++] = argument->axis[i];
    }
    if (!value_allocate(value, error))
        return false;
    size_t steps = argument->axis[time].count;
    for (size_t i = 0; i < outer; i++)
        for (size_t j = 0; j < inner; j++)
            value->data[i * inner + j] =
                reduce_of(node->quantity.name)(argument->data + i * steps * inner + j, steps, inner);
    if (strcmp(node->quantity.name, "normt") != 0)
        memcpy(value->unit, argument->unit, sizeof value->unit);
    return true;
}
