#include "app/command/verify_name.h"

#include <stdio.h>
#include <string.h>

static const Net *net_of(const Model *model)
{
    return trainer_net(model->trainer);
}

static bool not_a_gradient(const Address *address, Error *error)
{
    const Cell *cell = net_of(address->model)->spec.cell;
    const bool gates = *cell->gates;
    char list[48] = "";
    for (const char *gate = cell->gates; *gate; gate++)
        snprintf(list + strlen(list), sizeof list - strlen(list), " d%c", *gate);
    return fail_at(error, ERR_USE, NULL, 0, 1,
                   "`%s` is not a gradient that can be verified; of %s: a d before a weight%s, dx dh%s dpre%s dy%s", address->text,
                   address->model->name, gates ? " (dWh, dWh.f)" : " (dWh)", cell->carry == CARRY_C ? " dc" : "",
                   gates ? " dpre.f" : "", list);
}

/** Kind - what a name over time means. */
typedef struct Kind {
    SpotKind kind;
    bool layered; // there is one in every layer and direction
    bool gated;   // a gate may follow
} Kind;

static bool find_kind(const Address *address, Kind *kind)
{
    const char *name = address->name.name;
    const Cell *cell = net_of(address->model)->spec.cell;
    static const struct { const char *name; Kind kind; } KINDS[] = {
        {"dx", {SPOT_INPUT, false, false}}, {"dy", {SPOT_OUTPUT, false, false}}, {"dh", {SPOT_STATE, true, false}},
        {"dc", {SPOT_CELL, true, false}},   {"dpre", {SPOT_PRE, true, true}},
    };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(KINDS[i].name, name) == 0) {
            *kind = KINDS[i].kind;
            return kind->kind != SPOT_CELL || cell->carry == CARRY_C;
        }
    *kind = (Kind){SPOT_GATE, true, false};
    return name[0] == 'd' && name[1] && !name[2] && cell_block(cell, name[1]) != NO_BLOCK;
}

/** The gate that is meant, as its block; NO_BLOCK for all. */
static bool find_block(const Address *address, const Kind *kind, int *block, Error *error)
{
    const Cell *cell = net_of(address->model)->spec.cell;
    const char *gate = address->name.gate;
    *block = kind->kind == SPOT_GATE ? cell_block(cell, address->name.name[1]) : NO_BLOCK;
    if (!*gate)
        return true;
    if (kind->kind == SPOT_STATE || kind->kind == SPOT_CELL)
        return fail_at(error, ERR_USE, NULL, 0, 1, "%s is a part of %s, by one way; verify %s, the whole", address->text,
                       address->name.name, address->name.name);
    *block = gate[1] ? NO_BLOCK : cell_block(cell, gate[0]);
    if (!kind->gated)
        return fail_at(error, ERR_USE, NULL, 0, 1, "%s: %s is not kept gate by gate", address->text, address->name.name);
    return *block != NO_BLOCK || address_no_gate(address, gate, error);
}

/** How many numbers a step has in a row of one track. */
static size_t width_of(const NetSpec *spec, const Kind *kind, int block)
{
    switch (kind->kind) {
    case SPOT_INPUT: return spec->inputs;
    case SPOT_OUTPUT: return spec->outputs;
    case SPOT_PRE: return block == NO_BLOCK ? spec->cell->blocks * spec->hidden : spec->hidden;
    default: return spec->hidden;
    }
}

/** The step that is asked for; states have the initial one besides: 0, reading in reverse T + 1. */
static bool find_steps(const Address *address, Spots *spots, Error *error)
{
    const size_t T = address->model->lens->tape->T;
    const bool states = spots->kind == SPOT_STATE || spots->kind == SPOT_CELL, reverse = address->name.layer && address->name.reverse;
    const Range *asked = &address->index[0];
    spots->t_first = 1;
    spots->steps = T;
    if (address->indices == 0)
        return true;
    const size_t earliest = states && !reverse ? 0 : 1, latest = states && reverse ? T + 1 : T;
    if (asked->first < earliest || asked->last > latest || asked->first > asked->last)
        return fail_at(error, ERR_USE, NULL, 0, 1, "%s is outside: there are the steps %zu … %zu", address->text, earliest, latest);
    spots->t_first = asked->first;
    spots->steps = asked->last - asked->first + 1;
    return true;
}

static bool over_time(const Address *address, const Kind *kind, Spots *spots, Error *error)
{
    const NetSpec *spec = &net_of(address->model)->spec;
    size_t layer, first, last;
    int block;
    if (!find_block(address, kind, &block, error))
        return false;
    if (!kind->layered && address->name.layer)
        return fail_at(error, ERR_USE, NULL, 0, 1, "%s: %s belongs to no layer", address->text, address->name.name);
    if (!address_layer(address, &layer, error))
        return false;
    *spots = (Spots){.model = address->model, .kind = kind->kind, .track_units = width_of(spec, kind, block),
                     .skip = block == NO_BLOCK ? 0 : (size_t)block * spec->hidden};
    spots->track = kind->layered ? net_track(spec, layer, address->name.reverse) : 0;
    const bool joined = kind->layered && spec->bidirectional && !address->name.layer;
    if (address->indices > 2)
        return fail_at(error, ERR_USE, NULL, 0, 1, "%s: say %s[step][number]", address->text, address->name.name);
    if (!find_steps(address, spots, error) ||
        !address_range(address, 1, "number", joined ? 2 * spots->track_units : spots->track_units, &first, &last, error))
        return false;
    spots->first = first;
    spots->count = last - first + 1;
    return true;
}

bool spots_possible(const Model *model, Error *error)
{
    return !net_of(model)->spec.headless ||
           fail(error, ERR_USE, "%s came without a head: it has states and no output, so no loss and no gradient to verify", model->name);
}

bool spots_read(const World *world, const char *text, Spots *spots, Error *error)
{
    Address address;
    Kind kind;
    if (!address_read(world, text, 1, &address, error) || !spots_possible(address.model, error))
        return false;
    const char *name = address.name.name;
    if (name[0] == 'd' && weights_known(&address, name + 1)) {
        *spots = (Spots){.model = address.model, .kind = SPOT_WEIGHT};
        return weights_find(&address, name + 1, &spots->weights, error);
    }
    return find_kind(&address, &kind) ? over_time(&address, &kind, spots, error) : not_a_gradient(&address, error);
}

bool spots_all(Model *model, size_t number, Spots *spots)
{
    const Net *net = net_of(model);
    *spots = (Spots){.model = model, .kind = SPOT_WEIGHT};
    if (number < net->layout.parts) {
        const Part *part = &net->layout.part[number];
        spots->weights = (Weights){part, 0, part->units, 0, part->inputs};
        return true;
    }
    *spots = (Spots){.model = model, .kind = SPOT_INPUT, .t_first = 1, .steps = model->lens->tape->T,
                     .track_units = net->spec.inputs, .count = net->spec.inputs};
    return number == net->layout.parts;
}

size_t spots_count(const Spots *spots)
{
    return spots->kind == SPOT_WEIGHT ? weights_count(&spots->weights) : spots->steps * spots->count;
}

Spot spots_at(const Spots *spots, size_t i)
{
    if (spots->kind == SPOT_WEIGHT)
        return (Spot){.kind = SPOT_WEIGHT, .index = weights_at(&spots->weights, i)};
    const size_t unit = spots->first + i % spots->count, half = unit / spots->track_units;
    Spot spot = {.kind = spots->kind, .t = spots->t_first + i / spots->count, .track = spots->track + half,
                 .index = spots->skip + unit % spots->track_units};
    if (half && spot.t == 0) // of what reads in reverse the initial state stands behind the last step
        spot.t = spots->model->lens->tape->T + 1;
    return spot;
}

double spots_analytic(const Spots *spots, Spot spot)
{
    const Lens *lens = spots->model->lens;
    const Tape *tape = lens->tape;
    const Track *track = &tape->track[spot.track];
    const size_t GH = tape->G * tape->H;
    switch (spot.kind) {
    case SPOT_WEIGHT: return (double)lens->gradient[spot.index];
    case SPOT_INPUT: return (double)tape->dx[(spot.t - 1) * tape->D + spot.index];
    case SPOT_OUTPUT: return (double)tape->dy[(spot.t - 1) * tape->K + spot.index];
    case SPOT_STATE: return (double)track->dh[spot.t * tape->H + spot.index];
    case SPOT_CELL: return (double)track->dc[spot.t * tape->H + spot.index];
    case SPOT_PRE: return (double)track->dpre[(spot.t - 1) * GH + spot.index];
    default: return (double)track->dgate[(spot.t - 1) * GH + spot.index];
    }
}
