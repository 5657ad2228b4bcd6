#include "engine/net/wiring.h"
#include "engine/probe/source.h"

#include <string.h>

/* The share of step t in a weight's gradient: what came back at t times what stood at the weight's other end. */

/* Input `input` (from 0) of a layer at step t, with what the head reads as the layer after the top. */
static double input_at(const Scope *scope, size_t layer, size_t t, size_t input)
{
    Feed feed[2];
    const Tape *tape = scope->lens->tape;
    const size_t feeds = wiring_feeds(scope->net, tape, scope->lens->batch->x, layer, feed);
    const Feed *from = &feed[feeds > 1 && input >= feed[1].column ? 1 : 0];
    const size_t row = from->standing ? 0 : t - 1;
    return (double)from->from[row * from->width + input - from->column];
}

static const Track *track_of(const Scope *scope, const Part *part)
{
    return &scope->lens->tape->track[net_track(&scope->net->spec, part->layer, part->reverse)];
}

static void recurrent_factors(const Scope *scope, const Part *part, size_t t, size_t unit, size_t input, double *back,
                              double *ahead)
{
    const Net *net = scope->net;
    const Track *track = track_of(scope, part);
    const size_t number = net_track(&net->spec, part->layer, part->reverse), H = net->spec.hidden;
    const CellWeights w = net_cell_weights(net, number);
    const CellStep step = net_step(net, scope->lens->tape, number, t, 0, 1);
    const Wire wire = cell_wire(net->spec.cell, &w, unit / H);
    *back = (double)(wire.feeds_aux ? step.daux[unit % H] : step.dpre[unit]);
    *ahead = (double)(wire.reads_aux ? step.aux[input] : step.before[input]);
    if (wiring_cut(net, track, t, EDGE_WEIGHTS))
        *ahead = 0;
}

void share_factors(const Scope *scope, const Part *part, size_t t, size_t unit, size_t input, double *back,
                   double *ahead)
{
    const Tape *tape = scope->lens->tape;
    const size_t H = scope->net->spec.hidden;
    *ahead = 1;
    if (!part->head && strcmp(part->name, "Wh") == 0) {
        recurrent_factors(scope, part, t, unit, input, back, ahead);
        return;
    }
    if (part->head)
        *back = (double)tape->dy[(t - 1) * tape->K + unit];
    else if (strcmp(part->name, "bh") == 0)
        *back = (double)track_of(scope, part)->daux[(t - 1) * H + unit];
    else
        *back = (double)track_of(scope, part)->dpre[(t - 1) * part->units + unit];
    if (!part->vector)
        *ahead = input_at(scope, part->head ? scope->net->spec.layers + 1 : part->layer, t, input);
}

static double at_share(const Source *source, const size_t *index)
{
    double back, ahead;
    const bool vector = source->part->vector;
    share_factors(source->scope, source->part, index[0] + 1, source->stride[0] + index[1], vector ? 0 : index[2], &back,
                  &ahead);
    return back * ahead;
}

bool open_share(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    (void)error;
    const Where where = where_of(scope, row, &node->quantity);
    const Part *part = where_part(scope, row, &where);
    source->part = part;
    source->rank = part->vector ? 2 : 3;
    source->axis[0] = axis_of("t", 1, scope->steps);
    source->axis[1] = axis_of(part->head ? "output" : "unit", 1, where.block == NO_BLOCK ? part->units : where.units);
    source->axis[2] = axis_of(strcmp(part->name, "Wx") == 0 ? "input" : "unit", 1, part->inputs);
    source->stride[0] = where.first;
    source->at = at_share;
    return true;
}
