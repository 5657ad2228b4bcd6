
#include "engine/probe/explainer.h"

/* Operators, element by element. */

/* One element of an argument as a factor; a single number on one side goes with every element of the other. */
static void argument_factor(Explainer *explainer, const Node *argument, const Place *at)
{
    Value value;
    Place element = *at;
    if (explainer->failed || !evaluate(explainer->probe, argument, &value, explainer->error)) {
        explainer->failed = true;
        return;
    }
    size_t place = 0;
    for (size_t i = 0; i < value.rank && value.rank == at->rank; i++)
        place = place * value.axis[i].count + (at->index[i] - value.axis[i].first);
    if (value.rank == 0)
        element.rank = 0;
    char name[96];
    element_name(explainer, argument, &element, name, sizeof name);
    explainer_known(explainer, name, value.data[place]);
    value_free(&value);
}

/* The right side of an operation counts its elements as the left side does, which may begin elsewhere: h[2:3] - h[1:2]. */
static bool shifted(Explainer *explainer, const Node *node, const Node *argument, const Place *at, Place *shifted_at)
{
    Value whole, part;
    *shifted_at = *at;
    if (at->rank == 0)
        return true;
    if (!evaluate(explainer->probe, node, &whole, explainer->error))
        return false;
    bool done = evaluate(explainer->probe, argument, &part, explainer->error);
    for (size_t i = 0; done && i < at->rank && i < part.rank; i++)
        shifted_at->index[i] = at->index[i] - whole.axis[i].first + part.axis[i].first;
    value_free(&whole);
    value_free(&part);
    return done;
}

static void add_factor(Explainer *explainer, const Node *node, const Node *argument, const Place *at)
{
    Place element;
    if (shifted(explainer, node, argument, at, &element))
        argument_factor(explainer, argument, &element);
    else
        explainer->failed = true;
}

/* a + b − (c − d) as one sum of four. */
static void sum_terms(Explainer *explainer, const Node *node, const Place *at, double sign)
{
    for (size_t i = 0; i < node->arguments; i++) {
        const Node *argument = node->argument[i];
        Place element;
        double own = node->kind == NODE_NEGATE || (node->kind == NODE_SUBTRACT && i == 1) ? -sign : sign;
        bool deeper = argument->kind == NODE_ADD || argument->kind == NODE_SUBTRACT || argument->kind == NODE_NEGATE;
        if (deeper && shifted(explainer, node, argument, at, &element)) {
            sum_terms(explainer, argument, &element, own);
            continue;
        }
        explainer_term(explainer);
        if (own < 0)
            explainer_known(explainer, "", -1);
        add_factor(explainer, node, argument, at);
    }
}

static bool explain_two(Explainer *explainer, const Node *node, const Place *at, Outer outer, const char *formula)
{
    explainer_say(explainer, outer, formula);
    for (size_t i = 0; i < node->arguments; i++) {
        explainer_term(explainer);
        add_factor(explainer, node, node->argument[i], at);
    }
    return true;
}

static bool explain_product(Explainer *explainer, const Node *node, const Place *at)
{
    explainer_say(explainer, OUTER_SUM, "a product");
    explainer_term(explainer);
    add_factor(explainer, node, node->argument[0], at);
    add_factor(explainer, node, node->argument[1], at);
    return true;
}

static bool explain_claim(Explainer *explainer, const Node *node, const Place *at)
{
    bool holds = explainer->out->value != 0;
    bool done = explain_two(explainer, node, at, OUTER_DEFINITION,
                            node_is_comparison(node->kind) ? "a comparison" : "a claim made of claims");
    explainer_note(explainer, "%s; 1 stands for true, 0 for false", holds ? "it holds" : "it does not hold");
    return done;
}

bool explain_operator(Explainer *explainer, const Node *node, const Place *at)
{
    switch (node->kind) {
    case NODE_ADD:
    case NODE_SUBTRACT:
    case NODE_NEGATE:
        explainer_say(explainer, OUTER_SUM, "a sum");
        sum_terms(explainer, node, at, 1);
        return true;
    case NODE_MULTIPLY: return explain_product(explainer, node, at);
    case NODE_DIVIDE: return explain_two(explainer, node, at, OUTER_QUOTIENT, "a quotient: the first over the second");
    case NODE_POWER:
        return explain_two(explainer, node, at, OUTER_POWER, "a power: the first to the power of the second");
    default: return explain_claim(explainer, node, at);
    }
}
