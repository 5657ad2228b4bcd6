#include "app/command/weights.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/session/hands.h"

static const Net *net_of(const Address *address)
{
    return trainer_net(address->model->trainer);
}

static bool no_such_part(const Address *address, Error *error)
{
    const Net *net = net_of(address);
    Text list = {0};
    char name[16];
    for (size_t i = 0; i < net->layout.parts; i++) {
        const Part *part = &net->layout.part[i];
        part_address(part, name, sizeof name);
        text_addf(&list, "%s%s", i ? ", " : "", net_tracks(&net->spec) > 1 ? name : part->name);
    }
    fail(error, ERR_USE, "`%s` is not a weight of %s; it has %s", address->text, address->model->name, text_string(&list));
    text_free(&list);
    return false;
}

bool weights_known(const Address *address, const char *name)
{
    return layout_part(&net_of(address)->layout, name, 0, false) != NULL;
}

/** The part of the layer and direction that are meant. */
static bool find_part(const Address *address, const char *name, const Part **part, Error *error)
{
    const Layout *layout = &net_of(address)->layout;
    size_t layer;
    *part = layout_part(layout, name, 0, false);
    if (*part == NULL)
        return no_such_part(address, error);
    if ((*part)->head)
        return !address->name.layer || fail(error, ERR_USE, "%s: %s belongs to no layer", address->text, name);
    if (!address_layer(address, &layer, error))
        return false;
    *part = layout_part(layout, name, layer, address->name.reverse);
    return *part != NULL || no_such_part(address, error);
}

/** The rows of the gate that is named, or all. */
static bool find_rows(const Address *address, Weights *weights, Error *error)
{
    const NetSpec *spec = &net_of(address)->spec;
    const char *gate = address->name.gate;
    const Part *part = weights->part;
    weights->row = 0;
    weights->rows = part->units;
    if (!*gate)
        return true;
    const int block = gate[1] ? NO_BLOCK : cell_block(spec->cell, gate[0]);
    if (block == NO_BLOCK)
        return address_no_gate(address, gate, error);
    if (part->head || part->units != spec->cell->blocks * spec->hidden)
        return fail(error, ERR_USE, "%s: %s is not kept gate by gate", address->text, part->name);
    weights->row = (size_t)block * spec->hidden;
    weights->rows = spec->hidden;
    return true;
}

static bool outside(const Address *address, const Weights *weights, Error *error)
{
    const char *gate = address->name.gate, *name = weights->part->name;
    if (weights->part->vector)
        return fail(error, ERR_USE, "%s is outside: %s%s%s has %zu numbers", address->text, name, *gate ? "." : "", gate, weights->rows);
    return fail(error, ERR_USE, "%s is outside: %s%s%s is %zu × %zu", address->text, name, *gate ? "." : "", gate, weights->rows,
                weights->columns);
}

bool weights_find(const Address *address, const char *name, Weights *weights, Error *error)
{
    size_t first, last;
    Error ignored = {0};
    *weights = (Weights){0};
    if (!find_part(address, name, &weights->part, error) || !find_rows(address, weights, error))
        return false;
    weights->columns = weights->part->inputs;
    if (address->indices > (weights->part->vector ? 1u : 2u))
        return fail(error, ERR_USE, "%s: say %s or %s%s", address->text, name, name, weights->part->vector ? "[unit]" : "[unit][input]");
    if (!address_range(address, 0, "unit", weights->rows, &first, &last, &ignored))
        return outside(address, weights, error);
    const size_t rows = last - first + 1, row = weights->row + first;
    if (!address_range(address, 1, "input", weights->columns, &first, &last, &ignored))
        return outside(address, weights, error);
    *weights = (Weights){weights->part, row, rows, first, last - first + 1};
    return true;
}

size_t weights_count(const Weights *weights)
{
    return weights->rows * weights->columns;
}

size_t weights_at(const Weights *weights, size_t i)
{
    return part_at(weights->part, weights->row + i / weights->columns, weights->column + i % weights->columns);
}

/* ---- by hand ----------------------------------------------------------------------------------------------------- */

static bool find_target(const Session *session, const Arguments *arguments, const char *option, Address *address,
                        Weights *weights, Error *error)
{
    const Word *word = argument(arguments, option);
    return address_read(session->world, word->text, word->column, address, error) &&
           weights_find(address, address->name.name, weights, error);
}

/** "Wh ×1.5", "b.f[1] = 2": the status line says so from now on, and whose it is. */
static void changed(Session *session, const Address *address, const char *sign, const char *value)
{
    char edit[64];
    const char *colon = strchr(address->text, ':');
    snprintf(edit, sizeof edit, "%.24s %s%.16s", colon ? colon + 1 : address->text, sign, value);
    trainer_touched(address->model->trainer);
    hands_add(session->world, address->at, edit);
    world_changed(session->world);
}

bool scale_run(Session *session, const Arguments *arguments, Error *error)
{
    Address address;
    Weights target;
    if (!find_target(session, arguments, "weight", &address, &target, error))
        return false;
    const real factor = (real)argument_number(arguments, "factor", 1);
    const char *shown = argument_text(arguments, "factor", "");
    real *weights = trainer_weights(address.model->trainer);
    for (size_t i = 0; i < weights_count(&target); i++)
        if (!isfinite(weights[weights_at(&target, i)] * factor))
            return fail(error, ERR_NUMBER, "%s times %s is too large to be a number", address.text, shown);
    for (size_t i = 0; i < weights_count(&target); i++)
        weights[weights_at(&target, i)] *= factor;
    changed(session, &address, "×", shown);
    return true;
}

/** The numbers after the name: one, or as many as the target has. */
static bool read_values(const Arguments *arguments, const Address *address, size_t room, size_t *count, Error *error)
{
    const Word *word;
    double value;
    for (*count = 0; (word = argument_extra(arguments, *count)); (*count)++)
        if (*word->key || !text_number(word->text, &value))
            return fail_at(error, ERR_USE, NULL, 0, word->column, "`%s` is not a number", *word->key ? word->key : word->text);
    if (*count == 1 || *count == room)
        return true;
    return fail(error, ERR_USE, "%s takes one number for all of it%s%zu, row by row; there are %zu", address->text,
                room == 1 ? ", not " : ", or ", room, *count);
}

bool weights_set(Session *session, const Arguments *arguments, Error *error)
{
    Address address;
    Weights target;
    size_t count;
    double value = 0;
    if (!find_target(session, arguments, "what", &address, &target, error) ||
        !read_values(arguments, &address, weights_count(&target), &count, error))
        return false;
    real *weights = trainer_weights(address.model->trainer);
    for (size_t i = 0; i < weights_count(&target); i++) {
        if ((i == 0 || count > 1) && !text_number(argument_extra(arguments, i)->text, &value))
            return fail(error, ERR_PROGRAM, "a number that was one is none");
        weights[weights_at(&target, i)] = (real)value;
    }
    changed(session, &address, count == 1 ? "= " : "set", count == 1 ? argument_extra(arguments, 0)->text : "");
    return true;
}
