#include "app/command/trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/base/memory.h"

/** Series - the numbers of one name: at step t (from 0) they begin at data + t·stride. */
typedef struct Series {
    char name[24]; // "pre@1r.f"
    const real *data;
    size_t width, stride;
    bool single; // one number a step: no index
} Series;

/** Trace - the series from left to right. */
typedef struct Trace {
    Series *series;
    size_t count, room;
} Trace;

static Series *add(Trace *trace, const real *data, size_t width, size_t stride)
{
    trace->series = memory_grow(trace->series, &trace->room, trace->count + 1, sizeof *trace->series);
    Series *series = &trace->series[trace->count++];
    *series = (Series){.data = data, .width = width, .stride = stride};
    return series;
}

static void add_plain(Trace *trace, const char *name, const real *data, size_t width)
{
    Series *series = add(trace, data, width, width);
    snprintf(series->name, sizeof series->name, "%s", name);
}

/** Pass - what a track has kept of the forward pass, or of the backward one. */
typedef struct Pass {
    const char *d;   // "" or "d"
    char place[8];   // "@1r"; "" of the top layer reading forward
    const real *pre, *gate, *c, *h;
} Pass;

static Pass pass_of(const NetSpec *spec, const Track *track, bool gradient)
{
    Pass pass = {gradient ? "d" : "", "", track->pre, track->gate, track->c, track->h};
    if (gradient)
        pass = (Pass){"d", "", track->dpre, track->dgate, track->dc, track->dh};
    if (track->layer < spec->layers || track->reverse)
        snprintf(pass.place, sizeof pass.place, "@%zu%s", track->layer, track->reverse ? "r" : "");
    return pass;
}

/** Pre-activations, gate by gate where there are gates, gates, states. */
static void add_pass(Trace *trace, const NetSpec *spec, const Pass *pass)
{
    const size_t H = spec->hidden, GH = spec->cell->blocks * H;
    const char *gates = spec->cell->gates;
    Series *series;
    if (!*gates) {
        series = add(trace, pass->pre, GH, GH);
        snprintf(series->name, sizeof series->name, "%spre%s", pass->d, pass->place);
    }
    for (size_t block = 0; gates[block]; block++) {
        series = add(trace, pass->pre + block * H, H, GH);
        snprintf(series->name, sizeof series->name, "%spre%s.%c", pass->d, pass->place, gates[block]);
    }
    for (size_t block = 0; gates[block]; block++) {
        series = add(trace, pass->gate + block * H, H, GH);
        snprintf(series->name, sizeof series->name, "%s%c%s", pass->d, gates[block], pass->place);
    }
    if (spec->cell->carry == CARRY_C) {
        series = add(trace, pass->c + H, H, H); // behind the initial state
        snprintf(series->name, sizeof series->name, "%sc%s", pass->d, pass->place);
    }
    series = add(trace, pass->h + H, H, H);
    snprintf(series->name, sizeof series->name, "%sh%s", pass->d, pass->place);
}

static void add_passes(Trace *trace, const NetSpec *spec, const Tape *tape, bool gradient)
{
    for (size_t i = 0; i < tape->tracks; i++) {
        const Pass pass = pass_of(spec, &tape->track[i], gradient);
        add_pass(trace, spec, &pass);
    }
}

/** In the order in which they are computed; without a head there is nothing beyond the states. */
static void gather(Trace *trace, const NetSpec *spec, const Lens *lens)
{
    const Tape *tape = lens->tape;
    add_plain(trace, "x", lens->batch->x, tape->D);
    add_passes(trace, spec, tape, false);
    if (spec->headless)
        return;
    add_plain(trace, "y", tape->y, tape->K);
    add_plain(trace, "p", tape->p, tape->K);
    add_plain(trace, "loss_t", tape->step_loss, 1);
    trace->series[trace->count - 1].single = true;
    add_plain(trace, "dx", tape->dx, tape->D);
    add_passes(trace, spec, tape, true);
    add_plain(trace, "dy", tape->dy, tape->K);
}

static void write_head(const Trace *trace, Text *out)
{
    text_add(out, "t");
    for (size_t s = 0; s < trace->count; s++)
        for (size_t i = 1; i <= trace->series[s].width; i++)
            if (trace->series[s].single)
                text_addf(out, ",%s", trace->series[s].name);
            else
                text_addf(out, ",%s[%zu]", trace->series[s].name, i);
    text_add(out, "\n");
}

/** 17 digits; printf's sign of a nan means nothing. */
static void write_number(Text *out, double number)
{
    if (isnan(number))
        text_add(out, ",nan");
    else
        text_addf(out, ",%.17g", number);
}

static void write_step(const Trace *trace, size_t t, Text *out)
{
    text_addf(out, "%zu", t + 1);
    for (size_t s = 0; s < trace->count; s++) {
        const Series *series = &trace->series[s];
        for (size_t i = 0; i < series->width; i++)
            write_number(out, (double)series->data[t * series->stride + i]);
    }
    text_add(out, "\n");
}

bool trace_write(Session *session, Text *out, Error *error)
{
    const Model *model = world_ready(session->world, error);
    Trace trace = {0};
    if (!model || !world_look(session->world, error))
        return false;
    gather(&trace, &trainer_net(model->trainer)->spec, model->lens);
    text_addf(out, "# the trace of sequence %zu under %s after %zu updates: one row a step, quantity[unit] a column\n",
              session->world->sample, model->name, trainer_update(model->trainer));
    write_head(&trace, out);
    for (size_t t = 0; t < model->lens->tape->T; t++)
        write_step(&trace, t, out);
    free(trace.series);
    return true;
}
