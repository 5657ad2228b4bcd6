#include "app/command/trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/base/memory.h"

/** Strand - the numbers of one name: at step t (from 0) they begin at data + t·stride. */
typedef struct Strand {
    char name[24]; // "pre@1r.f"
    const real *data;
    size_t width, stride;
    bool single; // one number a step: no index
} Strand;

/** Trace - the strands from left to right. */
typedef struct Trace {
    Strand *strand;
    size_t count, room;
} Trace;

static Strand *add(Trace *trace, const real *data, size_t width, size_t stride)
{
    trace->strand = memory_grow(trace->strand, &trace->room, trace->count + 1, sizeof *trace->strand);
    Strand *strand = &trace->strand[trace->count++];
    *strand = (Strand){.data = data, .width = width, .stride = stride};
    return strand;
}

static void add_plain(Trace *trace, const char *name, const real *data, size_t width)
{
    Strand *strand = add(trace, data, width, width);
    snprintf(strand->name, sizeof strand->name, "%s", name);
}

/** Side - what a track has kept of the forward pass, or of the backward one. */
typedef struct Side {
    const char *d;   // "" or "d"
    char place[8];   // "@1r"; "" of the top layer reading forward
    const real *pre, *gate, *c, *h;
} Side;

static Side side_of(const NetSpec *spec, const Track *track, bool gradient)
{
    Side side = {gradient ? "d" : "", "", track->pre, track->gate, track->c, track->h};
    if (gradient)
        side = (Side){"d", "", track->dpre, track->dgate, track->dc, track->dh};
    if (track->layer < spec->layers || track->reverse)
        snprintf(side.place, sizeof side.place, "@%zu%s", track->layer, track->reverse ? "r" : "");
    return side;
}

/** Pre-activations, gate by gate where there are gates, gates, states. */
static void add_side(Trace *trace, const NetSpec *spec, const Side *side)
{
    const size_t H = spec->hidden, GH = spec->cell->blocks * H;
    const char *gates = spec->cell->gates;
    Strand *strand;
    if (!*gates) {
        strand = add(trace, side->pre, GH, GH);
        snprintf(strand->name, sizeof strand->name, "%spre%s", side->d, side->place);
    }
    for (size_t block = 0; gates[block]; block++) {
        strand = add(trace, side->pre + block * H, H, GH);
        snprintf(strand->name, sizeof strand->name, "%spre%s.%c", side->d, side->place, gates[block]);
    }
    for (size_t block = 0; gates[block]; block++) {
        strand = add(trace, side->gate + block * H, H, GH);
        snprintf(strand->name, sizeof strand->name, "%s%c%s", side->d, gates[block], side->place);
    }
    if (spec->cell->carry == CARRY_C) {
        strand = add(trace, side->c + H, H, H); // behind the initial state
        snprintf(strand->name, sizeof strand->name, "%sc%s", side->d, side->place);
    }
    strand = add(trace, side->h + H, H, H);
    snprintf(strand->name, sizeof strand->name, "%sh%s", side->d, side->place);
}

static void add_sides(Trace *trace, const NetSpec *spec, const Tape *tape, bool gradient)
{
    for (size_t i = 0; i < tape->tracks; i++) {
        const Side side = side_of(spec, &tape->track[i], gradient);
        add_side(trace, spec, &side);
    }
}

/** In the order in which they are computed; without a head there is nothing beyond the states. */
static void gather(Trace *trace, const NetSpec *spec, const Lens *lens)
{
    const Tape *tape = lens->tape;
    add_plain(trace, "x", lens->batch->x, tape->D);
    add_sides(trace, spec, tape, false);
    if (spec->headless)
        return;
    add_plain(trace, "y", tape->y, tape->K);
    add_plain(trace, "p", tape->p, tape->K);
    add_plain(trace, "loss_t", tape->step_loss, 1);
    trace->strand[trace->count - 1].single = true;
    add_plain(trace, "dx", tape->dx, tape->D);
    add_sides(trace, spec, tape, true);
    add_plain(trace, "dy", tape->dy, tape->K);
}

static void write_head(const Trace *trace, Text *out)
{
    text_add(out, "t");
    for (size_t s = 0; s < trace->count; s++)
        for (size_t i = 1; i <= trace->strand[s].width; i++)
            if (trace->strand[s].single)
                text_addf(out, ",%s", trace->strand[s].name);
            else
                text_addf(out, ",%s[%zu]", trace->strand[s].name, i);
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
        const Strand *strand = &trace->strand[s];
        for (size_t i = 0; i < strand->width; i++)
            write_number(out, (double)strand->data[t * strand->stride + i]);
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
    free(trace.strand);
    return true;
}
