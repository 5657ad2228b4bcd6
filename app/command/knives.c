#include "app/command/knives.h"

#include <math.h>
#include <string.h>

#include "app/command/address.h"
#include "app/session/hands.h"

/** Gates - units of one gate: of a layer's direction, or of both directions of the top layer side by side. */
typedef struct Gates {
    Model *model;
    size_t block, track; // the first of them
    size_t first, last;  // units from 0, those of the reverse direction behind the others
} Gates;

/** "f", "f[3]", "f@2r[1:4]": which units of which gate. */
static bool find_gates(const Address *address, Gates *gates, Error *error)
{
    const NetSpec *spec = &trainer_net(address->model->trainer)->spec;
    const Quantity *name = &address->name;
    const int block = name->name[1] ? NO_BLOCK : cell_block(spec->cell, name->name[0]);
    const bool joined = name->layer == 0 && spec->bidirectional;
    size_t layer;
    if (block == NO_BLOCK || *name->gate)
        return address_no_gate(address, address->text, error);
    if (!address_layer(address, &layer, error))
        return false;
    if (address->indices > 1)
        return fail(error, ERR_USE, "%s: a gate is held at every step, so there is one index, the unit: %s[3]", address->text,
                    name->name);
    *gates = (Gates){.model = address->model, .block = (size_t)block, .track = net_track(spec, layer, name->reverse)};
    return address_range(address, 0, "unit", joined ? 2 * spec->hidden : spec->hidden, &gates->first, &gates->last, error);
}

static bool hold_gates(const Gates *gates, double value, Error *error)
{
    Net *net = trainer_knife(gates->model->trainer);
    const size_t H = net->spec.hidden;
    for (size_t unit = gates->first; unit <= gates->last; unit++)
        if (!net_hold(net, gates->track + unit / H, gates->block, unit % H, value, error))
            return false;
    return true;
}

/** Can the gate reach this value? */
static bool within(const Gates *gates, const char *name, double value, Error *error)
{
    const Cell *cell = trainer_net(gates->model->trainer)->spec.cell;
    const double lowest = cell_lowest(cell, gates->block);
    return (value >= lowest && value <= 1) ||
           fail(error, ERR_USE, "%s is %s: it can be held from %g to 1, not at %g", name,
                lowest < 0 ? "a candidate, and tanh stays between -1 and 1" : "a gate, and σ stays between 0 and 1", lowest,
                value);
}

bool hold_run(Session *session, const Arguments *arguments, Error *error)
{
    const Word *gate = argument(arguments, "gate");
    const double value = argument_number(arguments, "value", 0);
    Address address;
    Gates gates;
    if (!address_read(session->world, gate->text, gate->column, &address, error) || !find_gates(&address, &gates, error) ||
        !within(&gates, address.text, value, error) || !hold_gates(&gates, value, error))
        return false;
    trainer_touched(gates.model->trainer);
    world_changed(session->world);
    return true;
}

/* ---- cut --------------------------------------------------------------------------------------------------------- */

static size_t longest(const Dataset *data)
{
    size_t most = 0;
    for (size_t i = 0; i < data->sequences; i++)
        if (dataset_length(data, i) > most)
            most = dataset_length(data, i);
    return most;
}

/** "5" or "all", which is 0. */
static bool read_step(const Word *word, const Dataset *data, size_t *t, Error *error)
{
    if (strcmp(word->text, "all") == 0) {
        *t = 0;
        return true;
    }
    const size_t most = longest(data);
    if (text_count(word->text, t) && *t >= 1 && *t <= most)
        return true;
    return fail_at(error, ERR_USE, NULL, 0, word->column, "cut where? at a step from 1 to %zu (the longest sequence), or `all`; not `%.40s`",
                   most, word->text);
}

static Edge read_edge(const Arguments *arguments)
{
    const char *edge = argument_text(arguments, "edge", "both");
    return strcmp(edge, "weights") == 0 ? EDGE_WEIGHTS : strcmp(edge, "direct") == 0 ? EDGE_DIRECT : EDGE_BOTH;
}

bool cut_run(Session *session, const Arguments *arguments, Error *error)
{
    Model *model = world_ready(session->world, error);
    Cut cut = {.layer = argument_count(arguments, "layer", 0), .edge = read_edge(arguments)};
    if (!model || !read_step(argument(arguments, "step"), session->world->data, &cut.t, error) ||
        !net_cut(trainer_knife(model->trainer), cut, error))
        return false;
    trainer_touched(model->trainer);
    world_changed(session->world);
    if (cut.t == 1)
        session_notice(session, "step 1 begins from a state of 0: there is nothing before it to cut off (`cut 2` cuts it from step 2)");
    return true;
}

/* ---- release ----------------------------------------------------------------------------------------------------- */

/** A model, other than this one, that something could be released of; NULL when there is none. */
static const char *held_elsewhere(const World *world, size_t at)
{
    for (size_t i = 0; i < world->models; i++)
        if (i != at && (hands_holds(world, i) || hands_cuts(world, i)))
            return world->model[i].name;
    return NULL;
}

/** Why there is nothing to let go of, and what there is instead. */
static bool not_there(const World *world, size_t at, const char *what, Error *error)
{
    Text there = {0};
    hands_model_text(world, at, &there);
    const char *name = world->model[at].name, *other = held_elsewhere(world, at);
    if (there.length)
        fail(error, ERR_USE, "there is nothing to release of that (%s): of %s, %s", what, name, text_string(&there));
    else if (other)
        fail(error, ERR_USE, "there is nothing to release: no gate of %s is held and no edge cut; of %s there is: `use %s`", name, other, other);
    else
        fail(error, ERR_USE, "there is nothing to release: no gate of %s is held and no edge cut", name);
    text_free(&there);
    return false;
}

/** Let go of these units; where nothing is held any more, of the vector as well. */
static bool release_gates(Session *session, const Address *address, Error *error)
{
    World *world = session->world;
    Gates gates;
    if (!find_gates(address, &gates, error))
        return false;
    Net *net = trainer_knife(gates.model->trainer);
    const size_t H = net->spec.hidden;
    bool held = false;
    for (size_t unit = gates.first; unit <= gates.last; unit++)
        held = held || !isnan(net_held(net, gates.track + unit / H, gates.block, unit % H));
    if (!held)
        return not_there(world, address->at, address->text, error);
    if (!hold_gates(&gates, NAN, error))
        return false;
    if (!hands_holds(world, address->at))
        net_release(net);
    return true;
}

/** All holds, all cuts, or both of the model in use. */
static bool release_all(Session *session, const char *what, bool holds, bool cuts, Error *error)
{
    World *world = session->world;
    Model *model = world_ready(world, error);
    if (!model)
        return false;
    holds = holds && hands_holds(world, world->current);
    cuts = cuts && hands_cuts(world, world->current);
    if (!holds && !cuts)
        return not_there(world, world->current, what, error);
    if (holds)
        net_release(trainer_knife(model->trainer));
    if (cuts)
        net_mend(trainer_knife(model->trainer));
    return true;
}

/** One cut, of all edges there. */
static bool release_cut(Session *session, const Word *step, Error *error)
{
    World *world = session->world;
    Model *model = world_ready(world, error);
    size_t t;
    if (!model || !read_step(step, world->data, &t, error))
        return false;
    return net_mend_at(trainer_knife(model->trainer), t) || not_there(world, world->current, step->text, error);
}

bool release_run(Session *session, const Arguments *arguments, Error *error)
{
    const Word *what = argument(arguments, "what"), *step = argument(arguments, "step");
    const char *text = what ? what->text : "";
    Address address = {.at = session->world->current};
    const bool holds = strcmp(text, "holds") == 0, cuts = strcmp(text, "cuts") == 0, cut = strcmp(text, "cut") == 0;
    if (step ? !cut : cut)
        return fail(error, ERR_USE, "`release cut 5` mends what is cut there, `release cuts` all of it");
    if (!what || holds || cuts) {
        if (!release_all(session, what ? text : "anything", !cuts, !holds, error))
            return false;
    } else if (cut) {
        if (!release_cut(session, step, error))
            return false;
    } else if (!address_read(session->world, text, what->column, &address, error) ||
               !release_gates(session, &address, error))
        return false;
    trainer_touched(session->world->model[address.at].trainer);
    world_changed(session->world);
    session_notice(session, "%s: %s%s%s released", session->world->model[address.at].name,
                   what ? text : "all holds and cuts", step ? " " : "", step ? step->text : "");
    return true;
}
