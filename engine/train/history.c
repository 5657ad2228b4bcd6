#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/train/parts.h"

static const Change *in_force(const History *history, size_t update)
{
    size_t i = history->changes;
    while (i > 1 && history->change[i - 1].update > update)
        i--;
    return &history->change[i - 1];
}

const TrainOptions *history_options(const History *history, size_t update)
{
    return &in_force(history, update)->options;
}

const Knives *history_knives(const History *history, size_t update)
{
    return &in_force(history, update)->knives;
}

bool history_changed(const History *history, size_t update)
{
    return in_force(history, update)->update == update;
}

void history_change(History *history, size_t update, const TrainOptions *given, const Knives *knives)
{
    const TrainOptions options = *given; // it may lie in the record that is written
    Change change = {.update = update, .options = options};
    knives_copy(knives, &change.knives);
    const size_t count = history->changes;
    if (count == 0 || history->change[count - 1].update != update) {
        history->change = memory_grow(history->change, &history->change_capacity, count + 1, sizeof *history->change);
        history->change[history->changes++] = (Change){0};
    }
    knives_free(&history->change[history->changes - 1].knives);
    history->change[history->changes - 1] = change;
}

void history_record(History *history, size_t update, Record record)
{
    assert(update >= 1 && update <= history->records + 1);
    history->record = memory_grow(history->record, &history->record_capacity, update, sizeof *history->record);
    history->record[update - 1] = record;
    if (update > history->records)
        history->records = update;
}

bool history_looked(const History *history, size_t update)
{
    return history->looks > 0 && history->look[history->looks - 1].update >= update;
}

void history_look(History *history, Look look)
{
    if (!history_looked(history, look.update)) {
        history->look = memory_grow(history->look, &history->look_capacity, history->looks + 1, sizeof *history->look);
        history->looks++;
    }
    assert(history->looks > 0);
    history->look[history->looks - 1] = look;
}

void history_drop_after(History *history, size_t update)
{
    if (history->records > update)
        history->records = update;
    while (history->looks > 0 && history->look[history->looks - 1].update > update)
        history->looks--;
    while (history->changes > 1 && history->change[history->changes - 1].update > update)
        knives_free(&history->change[--history->changes].knives);
}

static void *array_copy(const void *array, size_t count, size_t size)
{
    void *copy = memory_new(count, size);
    if (count > 0)
        memcpy(copy, array, count * size);
    return copy;
}

void history_copy(const History *from, History *to)
{
    *to = *from;
    to->record = array_copy(from->record, to->record_capacity = from->records, sizeof *to->record);
    to->look = array_copy(from->look, to->look_capacity = from->looks, sizeof *to->look);
    to->change = array_copy(from->change, to->change_capacity = from->changes, sizeof *to->change);
    for (size_t i = 0; i < from->changes; i++)
        knives_copy(&from->change[i].knives, &to->change[i].knives);
}

void history_free(History *history)
{
    free(history->record);
    free(history->look);
    for (size_t i = 0; i < history->changes; i++)
        knives_free(&history->change[i].knives);
    free(history->change);
    *history = (History){0};
}

size_t history_bytes(const History *history)
{
    return history->record_capacity * sizeof *history->record + history->look_capacity * sizeof *history->look +
           history->change_capacity * sizeof *history->change;
}
