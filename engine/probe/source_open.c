#include <stdio.h>
#include <string.h>

#include "engine/probe/source.h"

/* From a name to its numbers, or to a sentence that says why not and what there is instead. */

static bool missing_part(const Scope *scope, const NameRow *row, char *why, size_t size)
{
    if (!row->part || layout_find(&scope->net->layout, row->part))
        return false;
    if (strcmp(row->part, "Wh") == 0)
        snprintf(why, size, "%s has no recurrent weights", scope->subject->name);
    else if (strcmp(row->part, "bh") == 0)
        snprintf(why, size, "%s has no bias inside Wh·h: a GRU made with reset=after has", scope->subject->name);
    else
        snprintf(why, size, "%s has no %s", scope->subject->name, row->part);
    return true;
}

static bool missing_head(const Scope *scope, const NameRow *row, char *why, size_t size)
{
    if (!(row->needs & NEED_HEAD) || !scope->net->spec.headless)
        return false;
    snprintf(why, size, "%s came without a head: it has states and no output, so no loss either", scope->subject->name);
    return true;
}

char gate_letter(const NameRow *row)
{
    if (row->open != open_tape || (row->field != TAPE_GATE && row->field != TAPE_DGATE))
        return 0;
    return row->info.name[strlen(row->info.name) - 1];
}

/* "it has i f g o" */
static void say_gates(const Cell *cell, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, cell->gates[0] ? "it has" : "a cell without gates has pre, Wx, Wh and b for "
                                                                           "all of its units");
    for (const char *gate = cell->gates; *gate && used < size; gate++)
        used += (size_t)snprintf(text + used, size - used, " %c", *gate);
}

static bool missing_state(const Scope *scope, const NameRow *row, char *why, size_t size)
{
    char gates[80];
    if (row->open != open_tape || !scope->net)
        return false;
    const Cell *cell = scope->net->spec.cell;
    say_gates(cell, gates, sizeof gates);
    if ((row->field == TAPE_C || row->field == TAPE_DC) && cell->carry != CARRY_C)
        snprintf(why, size, "%s has no cell state, an LSTM has", scope->subject->name);
    else if (gate_letter(row) && cell_block(cell, gate_letter(row)) == NO_BLOCK)
        snprintf(why, size, "%s has no gate '%c'; %s", scope->subject->name, gate_letter(row), gates);
    return why[0] != 0;
}

static bool missing_truth(const Scope *scope, const NameRow *row, char *why, size_t size)
{
    for (size_t i = 0; i < scope->data->truths; i++)
        if (strcmp(scope->data->truth[i].name, row->info.name) == 0)
            return false;
    snprintf(why, size, "this data does not declare it; simulated data does");
    return true;
}

static bool missing_metric(const Scope *scope, const NameRow *row, char *why, size_t size)
{
    if (!(row->needs & (NEED_ACCURACY | NEED_MSE)))
        return false;
    const bool numbers = scope->data->loss == LOSS_SQUARED;
    if (numbers == ((row->needs & NEED_MSE) != 0))
        return false;
    snprintf(why, size, "this data is judged by %s: say %s or metric", metric_name(scope->data->metric),
             numbers ? "mse" : "accuracy");
    return true;
}

static bool missing_where(const Scope *scope, const NameRow *row, char *why, size_t size)
{
    const Places *places = scope->data ? scope->data->places : NULL;
    if ((row->needs & NEED_WHERE) && !(places && places->seen))
        snprintf(why, size, "this data has no places: two columns x and y in metres, as in x[m],y[m]");
    else if ((row->needs & NEED_ASKED) && !(places && places->asked))
        snprintf(why, size, "this data does not ask for places: target.x[m],target.y[m], or the way there, dx and dy");
    else if ((row->needs & NEED_TIME) && !places_timed(scope->data))
        snprintf(why, size, "this data does not tell the time: a column time[s] or dt[s], or a line \"# Step: 0.2 s\"");
    return why[0] != 0;
}

/** name_missing - why the name cannot be had now, into why; false when it can. */
static bool name_missing(const Scope *scope, const NameRow *row, char *why, size_t size)
{
    why[0] = 0;
    if ((row->needs & (NEED_DATA | NEED_MODEL)) && !scope->data)
        snprintf(why, size, "no data is loaded: say `data signal` or `data FILE.csv`");
    else if ((row->needs & NEED_MODEL) && !(scope->net && scope->lens))
        snprintf(why, size, "there is no model: say `model rnn`");
    else if ((row->needs & NEED_UPDATE) && trainer_update(scope->trainer) == 0)
        snprintf(why, size, "%s has not been trained yet: say `train`", scope->subject->name);
    else if ((row->needs & NEED_UPDATE) && row->field == WEIGHT_BATCH && row->part &&
             !trainer_batch_gradient(scope->trainer))
        snprintf(why, size, "the last batch is no longer known: train another update");
    if (why[0])
        return true;
    return ((row->needs & NEED_TRUTH) && missing_truth(scope, row, why, size)) ||
           missing_metric(scope, row, why, size) || missing_head(scope, row, why, size) ||
           missing_where(scope, row, why, size) || missing_part(scope, row, why, size) || missing_state(scope, row, why, size);
}

bool probe_available(const Probe *probe, const char *name)
{
    Scope scope;
    Error error = {0};
    char why[160];
    const NameRow *row = name_find(name);
    return row && scope_find(probe, "", 1, &scope, &error) && !name_missing(&scope, row, why, sizeof why);
}

static void list_available(const Scope *scope, Text *list)
{
    char why[160];
    for (size_t i = 0; name_row(i); i++)
        if (!(name_row(i)->needs & IN_FAMILY) && !name_missing(scope, name_row(i), why, sizeof why))
            text_addf(list, " %s", name_row(i)->info.name);
    if (scope->net && scope->lens)
        text_add(list, "; of a weight W also W_initial W_change batch_dW");
}

static const char *nearest_name(const char *wanted)
{
    const char *names[160];
    size_t count = 0;
    for (size_t i = 0; name_row(i) && count < sizeof names / sizeof *names; i++)
        names[count++] = name_row(i)->info.name;
    for (size_t i = 0; probe_function(i) && count < sizeof names / sizeof *names; i++)
        names[count++] = probe_function(i)->name;
    return text_nearest(wanted, names, count);
}

static bool fail_unknown(const Scope *scope, const Node *node, Error *error)
{
    Text list = {0};
    list_available(scope, &list);
    const char *near = nearest_name(node->quantity.name);
    fail_at(error, ERR_USE, NULL, 0, node->column, "no quantity is called '%s'%s%s%s there are%s", node->quantity.name,
            near ? ": did you mean " : ";", near ? near : "", near ? "?" : "", text_string(&list));
    text_free(&list);
    return false;
}

static bool fail_missing(const Scope *scope, const Node *node, const char *why, Error *error)
{
    Text list = {0};
    list_available(scope, &list);
    fail_at(error, ERR_USE, NULL, 0, node->column, "%s is not available: %s; there are%s", node->quantity.name, why,
            text_string(&list));
    text_free(&list);
    return false;
}

static bool check_layer(const Scope *scope, const NameRow *row, const Node *node, Error *error)
{
    const Quantity *quantity = &node->quantity;
    if (quantity->layer == 0)
        return true;
    if (!(row->needs & LAYERED))
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s belongs to no layer: leave out @%zu", row->info.name,
                       quantity->layer);
    return scope_layer(scope, quantity->layer, quantity->reverse, node->column, error);
}

static bool check_path(const Scope *scope, const NameRow *row, const Node *node, Error *error)
{
    const Quantity *quantity = &node->quantity;
    const size_t layer = quantity->layer ? quantity->layer : scope->net->spec.layers;
    char word[8], list[80] = "";
    for (size_t i = 0; path_word(scope, row, layer, i, word); i++) {
        if (strcmp(word, quantity->gate) == 0)
            return true;
        snprintf(list + strlen(list), sizeof list - strlen(list), " .%s", word);
    }
    return fail_at(error, ERR_USE, NULL, 0, node->column, "no part of %s comes by '%s'; the ways are%s", row->info.name,
                   quantity->gate, list);
}

static bool check_gate(const Scope *scope, const NameRow *row, const Node *node, Error *error)
{
    const char *gate = node->quantity.gate;
    char gates[80];
    if (!gate[0])
        return true;
    if (row->needs & PATHED)
        return check_path(scope, row, node, error);
    if (!(row->needs & GATED))
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s is not kept gate by gate: leave out .%s",
                       row->info.name, gate);
    const Cell *cell = scope->net->spec.cell;
    if (!gate[1] && cell_block(cell, gate[0]) != NO_BLOCK)
        return true;
    say_gates(cell, gates, sizeof gates);
    return fail_at(error, ERR_USE, NULL, 0, node->column, "%s has no gate '%s'; %s", scope->subject->name, gate, gates);
}

/* Weights belong to one direction; what stands over time is read in both where none was said. */
Where where_of(const Scope *scope, const NameRow *row, const Quantity *quantity)
{
    const NetSpec *spec = &scope->net->spec;
    const bool pathed = row->needs & PATHED;
    const char gate = gate_letter(row) ? gate_letter(row) : pathed ? 0 : quantity->gate[0];
    Where where = {.layer = quantity->layer ? quantity->layer : spec->layers,
                   .reverse = quantity->reverse,
                   .joined = quantity->layer == 0 && spec->bidirectional && row->open == open_tape,
                   .block = gate ? cell_block(spec->cell, gate) : NO_BLOCK};
    const bool state = row->open == open_tape && row->field != TAPE_PRE && row->field != TAPE_DPRE;
    if (pathed)
        snprintf(where.path, sizeof where.path, "%.7s", quantity->gate);
    where.track = net_track(spec, where.layer, where.reverse);
    where.first = where.block == NO_BLOCK ? 0 : (size_t)where.block * spec->hidden;
    where.units = spec->hidden * (where.block == NO_BLOCK && !state ? spec->cell->blocks : 1);
    return where;
}

const Part *where_part(const Scope *scope, const NameRow *row, const Where *where)
{
    const bool head = !(row->needs & LAYERED);
    return layout_part(&scope->net->layout, row->part, head ? 0 : where->layer, !head && where->reverse);
}

static bool word_in(const char *word, const char *words)
{
    size_t length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
            return true;
    return false;
}

static bool check_variant(const NameRow *row, const Node *node, Error *error)
{
    const char *variant = node->quantity.variant;
    if (!variant[0] || (row->variants && (row->variants[0] == '*' || word_in(variant, row->variants))))
        return true;
    if (!row->variants)
        return fail_at(error, ERR_USE, NULL, 0, node->column, "%s is no function and has no variants: say %s%s",
                       row->info.name, row->info.name, row->info.indices);
    return fail_at(error, ERR_USE, NULL, 0, node->column, "%s(%s): the words for it are %s", row->info.name, variant,
                   row->variants);
}

bool source_open(const Scope *scope, const Node *node, Source *source, Error *error)
{
    char why[160];
    const NameRow *row = name_find(node->quantity.name);
    *source = (Source){.scope = scope};
    if (!row)
        return fail_unknown(scope, node, error);
    if (name_missing(scope, row, why, sizeof why))
        return fail_missing(scope, node, why, error);
    return check_layer(scope, row, node, error) && check_gate(scope, row, node, error) && check_variant(row, node, error) &&
           row->open(scope, row, node, source, error);
}

static void label_of_column(const Dataset *data, bool target, size_t position, char *label, size_t size)
{
    size_t level = 0;
    const Column *column = dataset_column(data, target, position, &level);
    const char *prefix = target ? "target" : "x";
    if (!column)
        return;
    if (column->categorical && column->width > 1)
        snprintf(label, size, "%s[%s=%s]", prefix, column->name, column->level[level]);
    else
        snprintf(label, size, "%s[%s]", prefix, column->name);
}

/** label_of_place - what its column is called: "x1", "ball_y". */
static void label_of_place(const Dataset *data, size_t place, char *label, size_t size)
{
    const Places *places = data->places;
    size_t level;
    if (!places || place / 2 >= places->count)
        return;
    const Who *who = &places->who[place / 2];
    const PlaceColumns *columns = who->seen.given ? &who->seen : &who->asked;
    const Column *column = who->beside.given ? &data->further[who->beside.at[place % 2]]
                                             : dataset_column(data, !who->seen.given, columns->at[place % 2], &level);
    snprintf(label, size, "%s", column ? column->name : "");
}

void probe_label(const Probe *probe, const char *name, size_t axis, size_t index, char *label, size_t size)
{
    label[0] = 0;
    const NameRow *row = name_find(name);
    if (!row || !probe->data || index < 1)
        return;
    const Trainer *trainer = probe->current < probe->subjects ? probe->subject[probe->current].trainer : NULL;
    const char *at = row->info.indices;
    if ((row->needs & LAYERED) && trainer && trainer_net(trainer)->spec.layers > 1)
        return; // the top layer reads what is below it, not the data
    for (size_t i = 0; at && i < axis; i++)
        at = strchr(at + 1, '[');
    if (at && strncmp(at, "[input]", 7) == 0 && index <= probe->data->D)
        label_of_column(probe->data, false, index - 1, label, size);
    if (at && strncmp(at, "[output]", 8) == 0 && index <= probe->data->K)
        label_of_column(probe->data, true, index - 1, label, size);
    if (at && strncmp(at, "[place]", 7) == 0)
        label_of_place(probe->data, index - 1, label, size);
    if (at && strncmp(at, "[who]", 5) == 0 && probe->data->places && index <= probe->data->places->count)
        snprintf(label, size, "%s", probe->data->places->who[index - 1].name);
}
