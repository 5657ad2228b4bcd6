#include "app/view/strand.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/net/wiring.h"

Bench bench_of(const Session *session, const Eye *eye)
{
    Bench bench = {.eye = eye, .net = kit_net(session), .unit = kit_unit(session), .T = world_steps(session->world)};
    Lane lane = kit_lane(session, bench.net);
    bench.track = lane.track;
    bench.reverse = lane.reverse;
    memcpy(bench.layer, lane.suffix, sizeof bench.layer);
    return bench;
}

/** Steps - what stands for [t], [p] and [q]. */
typedef struct Steps {
    char t[32], p[32], q[32];
} Steps;

static void put(char name[STRAND_NAME], size_t *length, const char *text)
{
    int added = snprintf(name + *length, STRAND_NAME - *length, "%s", text);
    *length += (size_t)added < STRAND_NAME - *length ? (size_t)added : STRAND_NAME - *length - 1;
}

static void fill_in(const Bench *bench, const char *form, const Steps *steps, char name[STRAND_NAME])
{
    size_t length = 0;
    char unit[32], one[2] = "";
    snprintf(unit, sizeof unit, "%zu", bench->unit);
    *name = 0;
    for (const char *at = form; *at; at++) {
        bool inside = at > form && at[-1] == '[' && at[1] == ']';
        *one = *at;
        put(name, &length,
            inside && *at == 't'   ? steps->t
            : inside && *at == 'p' ? steps->p
            : inside && *at == 'q' ? steps->q
            : inside && *at == 'u' ? unit
            : *at == '@'           ? bench->layer
                                   : one);
    }
}

void bench_name(const Bench *bench, const char *form, size_t t, char name[STRAND_NAME])
{
    Steps steps;
    snprintf(steps.t, sizeof steps.t, "%zu", t);
    snprintf(steps.p, sizeof steps.p, "%zu", bench->reverse ? t + 1 : t - 1);
    snprintf(steps.q, sizeof steps.q, "%zu", bench->reverse ? t - 1 : t + 1);
    fill_in(bench, form, &steps, name);
}

void bench_range(const Bench *bench, const char *form, char name[STRAND_NAME])
{
    Steps steps;
    snprintf(steps.t, sizeof steps.t, "1:%zu", bench->T);
    snprintf(bench->reverse ? steps.q : steps.p, sizeof steps.p, "0:%zu", bench->T - 1);
    snprintf(bench->reverse ? steps.p : steps.q, sizeof steps.p, "2:%zu", bench->T + 1);
    fill_in(bench, form, &steps, name);
}

double bench_value(const Bench *bench, const char *form, size_t t)
{
    char name[STRAND_NAME];
    bench_name(bench, form, t, name);
    return kit_number(bench->eye, "%s", name);
}

bool bench_cut(const Bench *bench, size_t t, Edge edge)
{
    const Lens *lens = bench->eye->probe.subject[bench->eye->probe.current].lens;
    return edge && lens && wiring_cut(bench->net, &lens->tape->track[bench->track], t, edge);
}

double bench_held(const Bench *bench, char gate)
{
    const NetSpec *spec = &bench->net->spec;
    int block = gate ? cell_block(spec->cell, gate) : NO_BLOCK;
    if (block == NO_BLOCK || !bench->net->knives.hold)
        return NAN;
    return (double)bench->net->knives
        .hold[(bench->track * spec->cell->blocks + (size_t)block) * spec->hidden + bench->unit - 1];
}

void account_read(const Bench *bench, const Strand *strand, double *values)
{
    char name[STRAND_NAME];
    Value value = {0};
    Error error = {0};
    bench_range(bench, strand->form, name);
    bool whole = !strand->each && probe_value(&bench->eye->probe, name, &value, &error) && value.count == bench->T;
    for (size_t t = 1; t <= bench->T; t++)
        values[t - 1] = whole          ? value.data[t - 1]
                        : strand->each ? bench_value(bench, strand->form, t)
                                       : (double)NAN;
    value_free(&value);
}
