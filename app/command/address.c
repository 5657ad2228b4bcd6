#include "app/command/address.h"

#include <stdio.h>
#include <string.h>

/** A model by its name, the one in use where none was said. */
static bool find_model(const World *world, Address *address, Error *error)
{
    Model *model = world_ready(world, error);
    if (!model)
        return false;
    address->at = *address->name.model ? world_find(world, address->name.model) : world->current;
    if (address->at == MODELS_MAX)
        return fail(error, ERR_USE, "there is no model called `%s`", address->name.model);
    address->model = (Model *)&world->model[address->at];
    return true;
}

bool address_read(const World *world, const char *text, size_t column, Address *address, Error *error)
{
    Syntax syntax;
    Error parsing = {0};
    *address = (Address){0};
    bool good = strlen(text) < sizeof address->text && syntax_parse(text, &syntax, &parsing);
    const Node *root = good ? syntax.root : NULL;
    if (root && root->kind == NODE_QUANTITY && !*root->quantity.variant) {
        snprintf(address->text, sizeof address->text, "%s", text);
        address->name = root->quantity;
        address->indices = root->indices;
        memcpy(address->index, root->index, sizeof address->index);
        good = find_model(world, address, error);
    } else
        good = fail_at(error, ERR_USE, NULL, 0, column,
                       "`%.60s` is no name of the language, such as f, f@2r[3] or Wh@1.f[2][3]", text);
    if (strlen(text) < sizeof address->text)
        syntax_free(&syntax);
    return good;
}

bool address_layer(const Address *address, size_t *layer, Error *error)
{
    const NetSpec *spec = &trainer_net(address->model->trainer)->spec;
    *layer = address->name.layer ? address->name.layer : spec->layers;
    if (*layer > spec->layers)
        return fail(error, ERR_USE, "%s is outside: %s has %zu layer%s", address->text, address->model->name, spec->layers,
                    spec->layers == 1 ? "" : "s");
    if (address->name.reverse && !spec->bidirectional)
        return fail(error, ERR_USE, "%s would be of the reverse direction, and %s reads forward only", address->text,
                    address->model->name);
    return true;
}

bool address_range(const Address *address, size_t number, const char *what, size_t count, size_t *first, size_t *last,
                   Error *error)
{
    const Range *range = &address->index[number];
    *first = 0;
    *last = count - 1;
    if (number >= address->indices)
        return true;
    if (range->first < 1 || range->last > count || range->first > range->last)
        return fail(error, ERR_USE, "%s is outside: there are the %ss 1 … %zu", address->text, what, count);
    *first = range->first - 1;
    *last = range->last - 1;
    return true;
}

bool address_no_gate(const Address *address, const char *gate, Error *error)
{
    const Cell *cell = trainer_net(address->model->trainer)->spec.cell;
    char list[32] = "";
    if (!*cell->gates)
        return fail(error, ERR_USE, "a model of kind %s has no gates; an lstm has i f g o, a gru r z n", cell->name);
    for (const char *at = cell->gates; *at; at++)
        snprintf(list + strlen(list), sizeof list - strlen(list), " %c", *at);
    return fail(error, ERR_USE, "`%.40s` is not a gate of %s; it has%s", gate, address->model->name, list);
}
