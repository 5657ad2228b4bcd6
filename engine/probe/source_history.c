#include "engine/base/memory.h"
#include "engine/probe/source.h"

/* What training left behind: a record of each update, and a look at the validation set now and then. */

static double record_field(const Record *record, int field)
{
    switch (field) {
    case RECORD_GRADNORM: return record->gradnorm;
    case RECORD_CLIPPED: return record->gradnorm_clipped;
    case RECORD_RATE: return record->lr;
    case RECORD_METRIC: return record->batch_metric;
    default: return record->batch_loss;
    }
}

static double at_record(const Source *source, const size_t *index)
{
    return record_field(trainer_record(source->scope->trainer, index[0] + 1), source->field);
}

/* Without an index: of the last update. */
bool open_record(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    (void)error;
    size_t updates = trainer_update(scope->trainer);
    if (node->indices == 0)
        return source_number(source, record_field(trainer_record(scope->trainer, updates), row->field));
    source->rank = 1;
    source->axis[0] = axis_of("update", 1, updates);
    source->field = row->field;
    source->at = at_record;
    return true;
}

static double look_field(const Look *look, int field)
{
    return field == LOOK_LOSS ? look->loss : look->metric;
}

static bool no_look(const Look *look, size_t count, const NameRow *row, const Range *range, Error *error)
{
    Text list = {0};
    for (size_t i = 0; i < count && i < 4; i++)
        text_addf(&list, " %zu", look[i].update);
    if (count > 5)
        text_add(&list, " …");
    if (count > 4)
        text_addf(&list, " %zu", look[count - 1].update);
    fail_at(error, ERR_USE, NULL, 0, range->column, "%s was measured at updates%s; %zu is none of them", row->info.name,
            text_string(&list), range->first);
    text_free(&list);
    return false;
}

/* Looks lie several updates apart, so that a range gives those that lie in it, counted from 1. */
static bool looks_between(const Look *look, size_t count, const NameRow *row, const Range *range, Source *source)
{
    source->owned = memory_new(count, sizeof *source->owned);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (look[i].update >= range->first && look[i].update <= range->last)
            source->owned[kept++] = look_field(&look[i], row->field);
    source->rank = 1;
    source->axis[0] = axis_of("look", 1, kept);
    source->stride[0] = 1;
    source->d = source->owned;
    source->at = at_double;
    source->indexed = true;
    return kept > 0;
}

/* Without an index: the latest. */
bool open_look(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    size_t count;
    const Look *look = trainer_looks(scope->trainer, &count);
    if (count == 0)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s has not been measured yet: train", row->info.name);
    if (node->indices == 0)
        return source_number(source, look_field(&look[count - 1], row->field));
    const Range *range = &node->index[0];
    if (node->indices > 1)
        return fail_at(error, ERR_USE, NULL, 0, node->index[1].column, "%s has one index, the update", row->info.name);
    if (!range->single)
        return looks_between(look, count, row, range, source) || no_look(look, count, row, range, error);
    source->indexed = true;
    for (size_t i = 0; i < count; i++)
        if (look[i].update == range->first)
            return source_number(source, look_field(&look[i], row->field));
    return no_look(look, count, row, range, error);
}
