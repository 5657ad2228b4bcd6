#include <string.h>

#include "engine/probe/source.h"

/* Sizes: of the data, of the model, of what was done. */

static double count_sequences(const Scope *scope, const char *variant)
{
    size_t count = scope->data->sequences;
    if (variant[0])
        dataset_subset(scope->data, variant_subset(variant), &count);
    return (double)count;
}

static double count_of(const Scope *scope, int field, const char *variant)
{
    switch (field) {
    case COUNT_STEPS: return (double)scope->steps;
    case COUNT_SAMPLE: return (double)(scope->sequence + 1);
    case COUNT_SEQUENCES: return count_sequences(scope, variant);
    case COUNT_HIDDEN: return (double)scope->net->spec.hidden;
    case COUNT_INPUTS: return (double)scope->data->D;
    case COUNT_OUTPUTS: return (double)scope->data->K;
    case COUNT_UPDATES: return (double)trainer_update(scope->trainer);
    case COUNT_PARAMS:
        return (double)(strcmp(variant, "all") == 0 ? scope->net->layout.count : scope->net->layout.cell_count);
    default: return (double)scope->probe->seed;
    }
}

bool open_count(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    (void)error;
    return source_number(source, count_of(scope, row->field, node->quantity.variant));
}
