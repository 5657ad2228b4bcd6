#include <stdio.h>
#include <string.h>

#include "engine/probe/explainer.h"

/* Functions of values: every element they go over is a term. */

static const struct CallForm {
    const char *name;
    Outer outer;
    const char *formula;
} FORMS[] = {
    {"norm", OUTER_NORM, "‖E‖ = √ Σ e²"},
    {"mean", OUTER_MEAN, "mean = Σ e / n"},
    {"max", OUTER_MAX, "the largest"},
    {"min", OUTER_MIN, "the smallest"},
    {"sum", OUTER_SUM, "Σ e"},
    {"abs", OUTER_ABS, "|e|"},
    {"log10", OUTER_LOG10, "log₁₀ e"},
    {"sqrt", OUTER_SQRT, "√e"},
    {"exp", OUTER_EXP, "exp e"},
    {"tanh", OUTER_TANH, "tanh e"},
    {"sumt", OUTER_SUM, "Σₜ eₜ"},
    {"meant", OUTER_MEAN, "Σₜ eₜ / T"},
    {"maxt", OUTER_MAX, "the largest over the steps"},
    {"normt", OUTER_NORM, "√ Σₜ eₜ²"},
};

static const struct CallForm *form_of(const char *name)
{
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        if (strcmp(FORMS[i].name, name) == 0)
            return &FORMS[i];
    return NULL;
}

static void element_term(Explainer *explainer, const Node *argument, const Value *value, size_t place)
{
    Place at = {.rank = value->rank};
    char name[96];
    size_t rest = place;
    for (size_t i = value->rank; i-- > 0;) {
        at.index[i] = value->axis[i].first + rest % value->axis[i].count;
        rest /= value->axis[i].count;
    }
    element_name(explainer, argument, &at, name, sizeof name);
    explainer_term(explainer);
    explainer_known(explainer, name, value->data[place]);
}

/* Position of an element; the axis `free` (or none: rank) runs, and `at` fixes the others. */
static size_t place_of(const Value *value, const Place *at, size_t running, size_t step)
{
    size_t place = 0, used = 0;
    for (size_t i = 0; i < value->rank; i++) {
        size_t offset = i == running ? step : at->index[used++] - value->axis[i].first;
        place = place * value->axis[i].count + offset;
    }
    return place;
}

static void element_terms(Explainer *explainer, const Node *node, const Value *value, const Place *at)
{
    const FunctionRow *function = function_find(node->quantity.name);
    const Node *argument = node->argument[0];
    size_t time = time_axis(value);
    if (function->call == call_elements) {
        element_term(explainer, argument, value, place_of(value, at, value->rank, 0));
    } else if (function->call == call_over_time) {
        for (size_t t = 0; t < value->axis[time].count; t++)
            element_term(explainer, argument, value, place_of(value, at, time, t));
    } else {
        for (size_t i = 0; i < value->count; i++)
            element_term(explainer, argument, value, i);
    }
}

static bool explain_form(Explainer *explainer, const Node *node, const Place *at)
{
    const struct CallForm *form = form_of(node->quantity.name);
    Value value;
    if (!evaluate(explainer->probe, node->argument[0], &value, explainer->error))
        return false;
    explainer_say(explainer, form->outer, form->formula);
    element_terms(explainer, node, &value, at);
    value_free(&value);
    return true;
}

bool explain_call(Explainer *explainer, const Node *node, const Place *at)
{
    const char *model = node->quantity.model;
    if (form_of(node->quantity.name))
        return explain_form(explainer, node, at);
    snprintf(explainer->prefix, sizeof explainer->prefix, "%s%s", model, model[0] ? ":" : "");
    if (!scope_find(explainer->probe, model, node->column, &explainer->scope, explainer->error))
        return false;
    if (strncmp(node->quantity.name, "influence", strlen("influence")) == 0)
        return explain_influence(explainer, node, at);
    return strcmp(node->quantity.name, "jacobian") == 0 ? explain_jacobian(explainer, node, at)
                                                        : explain_spectral(explainer, node, at);
}
