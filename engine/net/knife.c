#include "engine/net/knife.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/net/net.h"

void knives_copy(const Knives *from, Knives *to)
{
    *to = *from;
    if (from->hold == NULL)
        return;
    to->hold = memory_new(from->count, sizeof *to->hold);
    memcpy(to->hold, from->hold, from->count * sizeof *to->hold);
}

void knives_free(Knives *knives)
{
    free(knives->hold);
    *knives = (Knives){0};
}

bool net_hold(Net *net, size_t track, size_t block, size_t unit, double value, Error *error)
{
    const Cell *cell = net->spec.cell;
    const size_t H = net->spec.hidden, width = cell->blocks * H;
    if (cell->gates[0] == '\0')
        return fail(error, ERR_USE, "a model of kind %s has no gates to hold", cell->name);
    if (track >= net_tracks(&net->spec) || block >= cell->blocks || (unit != UNIT_ALL && unit >= H))
        return fail(error, ERR_USE, "there is no such gate: %s has the gates %s of %zu units", cell->name, cell->gates,
                    H);
    if (isinf(value))
        return fail(error, ERR_USE, "a gate is held at a finite number");
    if (net->knives.hold == NULL) {
        net->knives.count = net_tracks(&net->spec) * width;
        net->knives.hold = memory_new(net->knives.count, sizeof *net->knives.hold);
        for (size_t i = 0; i < net->knives.count; i++)
            net->knives.hold[i] = (real)NAN;
    }
    real *hold = net->knives.hold + track * width + block * H;
    for (size_t i = 0; i < H; i++)
        if (unit == UNIT_ALL || unit == i)
            hold[i] = (real)value;
    return true;
}

double net_held(const Net *net, size_t track, size_t block, size_t unit)
{
    const size_t H = net->spec.hidden;
    return net->knives.hold != NULL ? (double)net->knives.hold[(track * net->spec.cell->blocks + block) * H + unit] : NAN;
}

void net_release(Net *net)
{
    free(net->knives.hold);
    net->knives.hold = NULL;
}

bool net_cut(Net *net, Cut cut, Error *error)
{
    if (!net->spec.cell->recurrent)
        return fail(error, ERR_USE, "a model of kind %s has nothing that recurs and could be cut",
                    net->spec.cell->name);
    if (cut.edge == EDGE_DIRECT && net->spec.cell->carry == CARRY_NONE)
        return fail(error, ERR_USE, "all that recurs in a model of kind %s goes through Wh", net->spec.cell->name);
    if (cut.layer > net->spec.layers)
        return fail(error, ERR_USE, "there is no layer %zu: the model has %zu", cut.layer, net->spec.layers);
    for (size_t i = 0; i < net->knives.cuts; i++) {
        Cut *there = &net->knives.cut[i];
        if (there->t == cut.t && there->layer == cut.layer) {
            there->edge |= cut.edge;
            return true;
        }
    }
    if (net->knives.cuts == CUTS_MAX)
        return fail(error, ERR_USE, "%d cuts are the most: mend some first", (int)CUTS_MAX);
    net->knives.cut[net->knives.cuts++] = cut;
    return true;
}

void net_mend(Net *net)
{
    net->knives.cuts = 0;
}

bool net_mend_at(Net *net, size_t t)
{
    size_t kept = 0, before = net->knives.cuts;
    for (size_t i = 0; i < before; i++)
        if (net->knives.cut[i].t != t)
            net->knives.cut[kept++] = net->knives.cut[i];
    net->knives.cuts = kept;
    return kept < before;
}
