#include "app/command/complete_model.h"

#include <stdio.h>

static const Net *net_in_use(const World *world)
{
    const Model *model = world_model(world);
    return model && model->trainer ? trainer_net(model->trainer) : NULL;
}

/** The name alone, and where it can be told from others the name of each layer and direction. */
static void over_tracks(const NetSpec *spec, const char *prefix, const char *name, const char *gate, NameFound *found, void *context)
{
    char whole[48];
    const char *point = *gate ? "." : "";
    snprintf(whole, sizeof whole, "%s%s%s%s", prefix, name, point, gate);
    found(context, whole);
    for (size_t track = 0; net_tracks(spec) > 1 && track < net_tracks(spec); track++) {
        snprintf(whole, sizeof whole, "%s%s@%zu%s%s%s", prefix, name, net_layer(spec, track), net_reverse(spec, track) ? "r" : "",
                 point, gate);
        found(context, whole);
    }
}

void model_gates(const World *world, const char *prefix, NameFound *found, void *context)
{
    const Net *net = net_in_use(world);
    for (const char *gate = net ? net->spec.cell->gates : ""; *gate; gate++) {
        const char name[2] = {*gate, 0};
        over_tracks(&net->spec, prefix, name, "", found, context);
    }
}

/** The part, and gate by gate what has a block for each. */
static void one_part(const NetSpec *spec, const Part *part, const char *prefix, NameFound *found, void *context)
{
    over_tracks(spec, prefix, part->name, "", found, context);
    if (part->units != spec->cell->blocks * spec->hidden)
        return;
    for (const char *at = spec->cell->gates; *at; at++) {
        const char gate[2] = {*at, 0};
        over_tracks(spec, prefix, part->name, gate, found, context);
    }
}

void model_weights(const World *world, const char *prefix, NameFound *found, void *context)
{
    static const char *const PLAIN[] = {"Wx", "Wh", "b", "Wy", "by"};
    const Net *net = net_in_use(world);
    char name[16];
    for (size_t i = 0; !net && i < sizeof PLAIN / sizeof *PLAIN; i++) {
        snprintf(name, sizeof name, "%s%s", prefix, PLAIN[i]);
        found(context, name);
    }
    for (size_t i = 0; net && i < net->layout.parts; i++) {
        const Part *part = &net->layout.part[i];
        snprintf(name, sizeof name, "%s%s", prefix, part->name);
        if (part->head)
            found(context, name);
        else if (part->layer == 1 && !part->reverse) // it stands for those of all tracks
            one_part(&net->spec, part, prefix, found, context);
    }
}

void model_gradients(const World *world, NameFound *found, void *context)
{
    const Net *net = net_in_use(world);
    model_weights(world, "d", found, context);
    found(context, "dx");
    found(context, "dy");
    if (!net) {
        found(context, "dh");
        found(context, "dpre");
        return;
    }
    over_tracks(&net->spec, "", "dh", "", found, context);
    over_tracks(&net->spec, "", "dpre", "", found, context);
    for (const char *at = net->spec.cell->gates; *at; at++) {
        const char gate[2] = {*at, 0};
        over_tracks(&net->spec, "", "dpre", gate, found, context);
    }
    if (net->spec.cell->carry == CARRY_C)
        over_tracks(&net->spec, "", "dc", "", found, context);
    model_gates(world, "d", found, context);
}
