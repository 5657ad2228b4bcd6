#include <stdio.h>
#include <string.h>

#include "engine/probe/explainer.h"

/* The chosen sequence, down to the row of the data. */

/* "sequence 3, step 5, column threat, line 47 of file.csv" */
static void data_place(const Scope *scope, bool target, size_t t, size_t position, char *text, size_t size)
{
    const Dataset *data = scope->data;
    size_t level = 0, row = data->offset[scope->sequence] + t - 1;
    const Column *column = dataset_column(data, target, position - 1, &level);
    char where[128] = "", name[96] = "";
    if (column && column->categorical && column->width > 1)
        snprintf(name, sizeof name, "%s=%s", column->name, column->level[level]);
    else if (column)
        snprintf(name, sizeof name, "%s", column->name);
    if (data->line)
        snprintf(where, sizeof where, "line %zu of %s", data->line[row], data->name);
    else
        snprintf(where, sizeof where, "made by `%.100s`", data->made_by);
    snprintf(text, size, "sequence %zu, step %zu, column %s, %s", scope->sequence + 1, t, name, where);
}

static bool explain_row(Explainer *explainer, bool target, size_t t, size_t position)
{
    char place[220];
    data_place(&explainer->scope, target, t, position, place, sizeof place);
    return explainer_leaf(explainer, "a number of the data", "%s", place);
}

static bool explain_scaled(Explainer *explainer, size_t t, size_t input)
{
    char place[220];
    explainer_say(explainer, OUTER_QUOTIENT, "xₜ = (raw − mean) / standard deviation, of the training set");
    explainer_term(explainer);
    explainer_factor(explainer, "raw[%zu][%zu] - x_mean[%zu]", t, input, input);
    explainer_term(explainer);
    explainer_factor(explainer, "x_sd[%zu]", input);
    data_place(&explainer->scope, false, t, input, place, sizeof place);
    explainer_note(explainer, "%s", place);
    return true;
}

static bool explain_x(Explainer *explainer, size_t t, size_t input)
{
    const Dataset *data = explainer->scope.data;
    size_t at = (data->offset[explainer->scope.sequence] + t - 1) * data->D + input - 1;
    char place[220];
    if ((real)explainer->out->value != data->x[at]) {
        data_place(&explainer->scope, false, t, input, place, sizeof place);
        return explainer_leaf(explainer, "set by hand", "set by hand; the data has %.6g there (%.180s)",
                              (double)data->x[at], place);
    }
    if (data->standardised && (data->mean[input - 1] != 0 || data->sd[input - 1] != 1))
        return explain_scaled(explainer, t, input);
    return explain_row(explainer, false, t, input);
}

bool explain_sample(Explainer *explainer, const NameRow *row, const size_t *i)
{
    switch (row->field) {
    case SAMPLE_X: return explain_x(explainer, i[0], i[1]);
    case SAMPLE_RAW: return explain_row(explainer, false, i[0], i[1]);
    case SAMPLE_TARGET: return explain_row(explainer, true, i[0], i[1]);
    case SAMPLE_MEAN:
        return explainer_leaf(
            explainer, "mean",
            "mean of the column over the training set, before any training; 0 where nothing is scaled");
    default:
        return explainer_leaf(explainer, "standard deviation",
                              "standard deviation of the column over the training set; 1 where nothing is scaled");
    }
}

static bool explain_params(Explainer *explainer, bool all)
{
    const Layout *layout = &explainer->scope.net->layout;
    const char *prefix = explainer->prefix;
    explainer_say(explainer, OUTER_SUM,
                  all ? "params = the sizes of all weight matrices and biases"
                      : "params = the sizes of the cell's weight matrices and biases");
    for (size_t i = 0; i < layout->parts; i++) {
        const Part *part = &layout->part[i];
        if (part->head && !all)
            continue;
        const NetSpec *spec = &explainer->scope.net->spec;
        const bool data = strcmp(part->name, "Wx") == 0 && part->layer == 1;
        explainer_term(explainer);
        if (!part->head && part->units != spec->hidden)
            explainer_known(explainer, "", (double)(part->units / spec->hidden));
        explainer_factor(explainer, part->head ? "%soutputs" : "%shidden", prefix);
        if (!part->vector)
            explainer_factor(explainer, data ? "%sinputs" : part->inputs > spec->hidden ? "2 * %shidden" : "%shidden",
                             prefix);
    }
    return explainer_agrees(explainer, OUTER_SUM) || explainer_leaf(explainer, "params", "the number of weights");
}

bool explain_count(Explainer *explainer, const NameRow *row, const Node *node)
{
    if (row->field == COUNT_PARAMS)
        return explain_params(explainer, strcmp(node->quantity.variant, "all") == 0);
    return explainer_leaf(explainer, "a count", "%s", row->info.what);
}
