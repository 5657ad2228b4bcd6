#include <stdio.h>
#include <string.h>

#include "engine/probe/explainer.h"

/* Names of elements: h[2:9][3] at t = 5 is h[5][3]; (a + b)[5] stays an expression. */

static bool encloses(const char *text, size_t length)
{
    size_t deep = 0;
    for (size_t i = 0; i < length; i++) {
        deep += text[i] == '(';
        deep -= text[i] == ')';
        if (deep == 0)
            return i + 1 == length;
    }
    return false;
}

void node_text(const Explainer *explainer, const Node *node, char *text, size_t size)
{
    size_t begin = node->begin, end = node->end;
    const char *source = explainer->source;
    while (end > begin + 1 && source[begin] == '(' && encloses(source + begin, end - begin)) {
        begin++;
        end--;
    }
    while (begin < end && strchr(" \t\r\n", source[begin]))
        begin++;
    while (end > begin && strchr(" \t\r\n", source[end - 1]))
        end--;
    snprintf(text, size, "%.*s", (int)(end - begin), source + begin);
}

Place full_place(const Node *node, const Place *at)
{
    Place full = {0};
    size_t used = 0;
    for (size_t i = 0; i < node->indices; i++)
        full.index[full.rank++] = node->index[i].single ? node->index[i].first : at->index[used++];
    while (used < at->rank)
        full.index[full.rank++] = at->index[used++];
    return full;
}

static size_t add_indices(char *name, size_t size, size_t used, const Place *at)
{
    for (size_t i = 0; i < at->rank && used < size; i++)
        used += (size_t)snprintf(name + used, size - used, "[%zu]", at->index[i]);
    return used;
}

static size_t quantity_name(const Node *node, const Place *at, char *name, size_t size)
{
    const Quantity *quantity = &node->quantity;
    Place full = full_place(node, at);
    size_t used =
        (size_t)snprintf(name, size, "%s%s%s", quantity->model, quantity->model[0] ? ":" : "", quantity->name);
    if (quantity->layer > 0 && used < size)
        used += (size_t)snprintf(name + used, size - used, "@%zu%s", quantity->layer, quantity->reverse ? "r" : "");
    if (quantity->gate[0] && used < size)
        used += (size_t)snprintf(name + used, size - used, ".%s", quantity->gate);
    if (quantity->variant[0] && used < size)
        used += (size_t)snprintf(name + used, size - used, "(%s)", quantity->variant);
    return add_indices(name, size, used, &full);
}

/* Looks lie apart, so that a position in a range of them is not the update they belong to. */
bool node_is_look_range(const Node *node)
{
    const NameRow *row = node->kind == NODE_QUANTITY ? name_find(node->quantity.name) : NULL;
    return row && row->open == open_look && node->indices > 0 && !node->index[0].single;
}

static size_t name_of(const Explainer *explainer, const Node *node, const Place *at, char *name, size_t size)
{
    name[0] = 0;
    if (node->kind == NODE_NUMBER)
        return 0;
    if (node->kind == NODE_QUANTITY && !node_is_look_range(node))
        return quantity_name(node, at, name, size);
    if (node->kind == NODE_INDEX) {
        Place full = full_place(node, at);
        return name_of(explainer, node->argument[0], &full, name, size);
    }
    char text[EXPRESSION_LONGEST + 1];
    node_text(explainer, node, text, sizeof text);
    bool bare = at->rank == 0 || node->kind == NODE_CALL;
    size_t used = (size_t)snprintf(name, size, bare ? "%s" : "(%s)", text);
    return add_indices(name, size, used, at);
}

void element_name(const Explainer *explainer, const Node *node, const Place *at, char *name, size_t size)
{
    if (name_of(explainer, node, at, name, size) >= size)
        name[0] = 0; // a name that was cut would name something else
}
