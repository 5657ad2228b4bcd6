#include <string.h>

#include "engine/probe/source.h"

/* Weights, and what belongs to each of them: gradients, how they were drawn, how far they have come. */

static double at_weight(const Source *source, const size_t *index)
{
    size_t place = part_at(source->part, source->stride[0] + index[0], source->part->vector ? 0 : index[1]);
    return (double)source->a[place] - (source->b ? (double)source->b[place] : 0);
}

bool open_weight(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    (void)error;
    const Where where = where_of(scope, row, &node->quantity);
    const Part *part = where_part(scope, row, &where);
    source->part = part;
    source->rank = part->vector ? 1 : 2;
    source->axis[0] = axis_of(part->head ? "output" : "unit", 1, where.block == NO_BLOCK ? part->units : where.units);
    source->stride[0] = where.first;
    source->axis[1] = axis_of(strcmp(part->name, "Wx") == 0 ? "input" : "unit", 1, part->inputs);
    source->at = at_weight;
    switch (row->field) {
    case WEIGHT_GRADIENT: source->a = scope->lens->gradient; break;
    case WEIGHT_BATCH: source->a = trainer_batch_gradient(scope->trainer); break;
    case WEIGHT_INITIAL: source->a = trainer_initial(scope->trainer); break;
    case WEIGHT_CHANGE:
        source->b = trainer_initial(scope->trainer);
        source->a = scope->net->weights;
        break;
    default: source->a = scope->net->weights;
    }
    return true;
}
