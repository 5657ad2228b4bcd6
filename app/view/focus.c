#include "app/view/focus.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/net/wiring.h"

Focus focus_of(const Session *session, const Eye *eye)
{
    Focus focus = {.eye = eye, .net = kit_net(session), .unit = kit_unit(session), .T = world_steps(session->world)};
    Lane lane = lane_at_cursor(session, focus.net);
    focus.track = lane.track;
    focus.reverse = lane.reverse;
    memcpy(focus.layer, lane.suffix, sizeof focus.layer);
    return focus;
}

/** Steps - what stands for [t], [p] and [q]. */
typedef struct Steps {
    char t[32], p[32], q[32];
} Steps;

static void put(char name[FORM_MAX], size_t *length, const char *text)
{
    int added = snprintf(name + *length, FORM_MAX - *length, "%s", text);
    *length += (size_t)added < FORM_MAX - *length ? (size_t)added : FORM_MAX - *length - 1;
}

static void fill_in(const Focus *focus, const char *form, const Steps *steps, char name[FORM_MAX])
{
    size_t length = 0;
    char unit[32], one[2] = "";
    snprintf(unit, sizeof unit, "%zu", focus->unit);
    *name = 0;
    for (const char *at = form; *at; at++) {
        bool inside = at > form && at[-1] == '[' && at[1] == ']';
        *one = *at;
        put(name, &length,
            inside && *at == 't'   ? steps->t
            : inside && *at == 'p' ? steps->p
            : inside && *at == 'q' ? steps->q
            : inside && *at == 'u' ? unit
            : *at == '@'           ? focus->layer
                                   : one);
    }
}

void focus_name(const Focus *focus, const char *form, size_t t, char name[FORM_MAX])
{
    Steps steps;
    snprintf(steps.t, sizeof steps.t, "%zu", t);
    snprintf(steps.p, sizeof steps.p, "%zu", focus->reverse ? t + 1 : t - 1);
    snprintf(steps.q, sizeof steps.q, "%zu", focus->reverse ? t - 1 : t + 1);
    fill_in(focus, form, &steps, name);
}

void focus_range(const Focus *focus, const char *form, char name[FORM_MAX])
{
    Steps steps;
    snprintf(steps.t, sizeof steps.t, "1:%zu", focus->T);
    snprintf(focus->reverse ? steps.q : steps.p, sizeof steps.p, "0:%zu", focus->T - 1);
    snprintf(focus->reverse ? steps.p : steps.q, sizeof steps.p, "2:%zu", focus->T + 1);
    fill_in(focus, form, &steps, name);
}

double focus_value(const Focus *focus, const char *form, size_t t)
{
    char name[FORM_MAX];
    focus_name(focus, form, t, name);
    return kit_number(focus->eye, "%s", name);
}

bool focus_cut(const Focus *focus, size_t t, Edge edge)
{
    const Lens *lens = focus->eye->probe.subject[focus->eye->probe.current].lens;
    return edge && lens && wiring_cut(focus->net, &lens->tape->track[focus->track], t, edge);
}

double focus_held(const Focus *focus, char gate)
{
    const NetSpec *spec = &focus->net->spec;
    int block = gate ? cell_block(spec->cell, gate) : NO_BLOCK;
    if (block == NO_BLOCK || !focus->net->knives.hold)
        return NAN;
    return (double)focus->net->knives
        .hold[(focus->track * spec->cell->blocks + (size_t)block) * spec->hidden + focus->unit - 1];
}
