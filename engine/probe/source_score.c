#include <math.h>
#include <string.h>

#include "engine/probe/source.h"

/* How good the model is, on which sequences, and what the data says could be reached. */

Subset variant_subset(const char *variant)
{
    return strcmp(variant, "train") == 0 ? SUBSET_TRAIN : SUBSET_VALID;
}

static size_t sequence_places(const Dataset *data, size_t sequence)
{
    size_t places = 0;
    for (size_t row = data->offset[sequence]; row < data->offset[sequence + 1]; row++)
        places += data->has_target[row];
    return places;
}

size_t count_places(const Dataset *data, Subset subset)
{
    size_t count, places = 0;
    const size_t *sequence = dataset_subset(data, subset, &count);
    for (size_t i = 0; i < count; i++)
        places += sequence_places(data, sequence[i]);
    return places;
}

static double evaluate_score(const Scope *scope, int field, Subset subset)
{
    double loss, metric;
    if (field == SCORE_PLAIN)
        return trainer_plain(scope->trainer, subset);
    trainer_evaluate(scope->trainer, subset, &loss, &metric);
    return field == SCORE_LOSS ? loss : metric;
}

/* Each sequence by itself, and only when asked for: one of them costs one forward pass, and is, but for last digits,
 * the same whether it is read alone or among all. */
static double at_sequence_loss(const Source *source, const size_t *index)
{
    const Scope *scope = source->scope;
    dataset_batch(scope->data, index, 1, source->scratch->batch);
    return (double)net_forward(scope->net, source->scratch->batch, source->scratch->tape);
}

static bool open_losses(const Scope *scope, Source *source, Error *error)
{
    source->scratch = lens_new(scope->net, scope->data, error);
    source->rank = 1;
    source->axis[0] = axis_of("sequence", 1, scope->data->sequences);
    source->at = at_sequence_loss;
    return source->scratch != NULL;
}

static const char *metric_unit(const Source *source, size_t last)
{
    (void)last;
    return source->scope->data->metric_unit;
}

static const char *plain_unit(const Source *source, size_t last)
{
    (void)last;
    const Dataset *data = source->scope->data;
    return data->loss != LOSS_SQUARED ? "1" : data->metric == METRIC_MSE ? data->metric_unit : "";
}

bool open_score(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    const char *variant = node->quantity.variant;
    Subset subset = variant_subset(variant);
    if (row->field == SCORE_LOSSES)
        return open_losses(scope, source, error);
    if (row->field == SCORE_STDERR)
        return source_number(source, dataset_stderr(scope->data));
    if (row->field == SCORE_PLACES)
        return source_number(source, strcmp(variant, "sample") == 0
                                         ? (double)sequence_places(scope->data, scope->sequence)
                                         : (double)count_places(scope->data, subset));
    if (row->field == SCORE_CORRECT)
        return source_number(
            source, round(evaluate_score(scope, SCORE_PLAIN, subset) * (double)count_places(scope->data, subset)));
    if (row->field == SCORE_LOSS && strcmp(variant, "sample") == 0)
        return source_number(source, (double)scope->lens->tape->loss[0]);
    if (row->field == SCORE_METRIC)
        source->unit = metric_unit;
    if (row->field == SCORE_PLAIN)
        source->unit = plain_unit;
    return source_number(source, evaluate_score(scope, row->field, subset));
}

bool open_truth(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    const Truth *truth = dataset_truth(scope->data, row->info.name, node->quantity.variant);
    if (truth && !truth->variant[0]) // a variant may be in another measure: optimum(logloss)
        source->unit = metric_unit;
    if (truth)
        return source_number(source, truth->value);
    Text known = {0};
    for (size_t i = 0; i < scope->data->truths; i++)
        if (scope->data->truth[i].variant[0])
            text_addf(&known, " %s(%s)", scope->data->truth[i].name, scope->data->truth[i].variant);
        else
            text_addf(&known, " %s", scope->data->truth[i].name);
    fail_at(error, ERR_USE, NULL, 0, node->column, "the data does not declare %s(%s); it declares%s", row->info.name,
            node->quantity.variant, text_string(&known));
    text_free(&known);
    return false;
}
