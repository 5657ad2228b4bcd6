#include "app/command/data_about.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 100, FEW = 20 };

static size_t columns_of(const char *word, size_t length)
{
    Text copy = {0};
    text_add_bytes(&copy, word, length);
    const size_t columns = utf8_columns(text_string(&copy));
    text_free(&copy);
    return columns;
}

/** add_wrapped - paragraphs with lines of at most WIDTH columns. */
static void add_wrapped(Text *text, const char *words)
{
    size_t column = 0;
    for (const char *at = words; *at;) {
        size_t length = strcspn(at, " \n"), columns = columns_of(at, length);
        if (column && column + 1 + columns > WIDTH) {
            text_add(text, "\n");
            column = 0;
        }
        text_add(text, column ? " " : "");
        text_add_bytes(text, at, length);
        column += columns + (column > 0);
        for (at += length; *at == ' ' || *at == '\n'; at++)
            if (*at == '\n') {
                text_add(text, "\n");
                column = 0;
            }
    }
    text_add(text, "\n");
}

static void add_number(Text *text, double number, int digits)
{
    char shown[40];
    text_show_number(shown, sizeof shown, number, digits);
    text_add(text, shown);
}

/** few - the same process with as few sequences as may be: its truths are the same. New, or NULL where it cannot be made. */
static Dataset *few(const Simulator *simulator, double *knob)
{
    Error ignored = {0};
    if (!simulator_read_knobs(simulator, "", knob, &ignored))
        return NULL;
    knob[simulator_knob(simulator, "sequences")] = FEW;
    return simulate(simulator, knob, 1, &ignored);
}

void data_list(Text *text)
{
    for (size_t i = 0; simulator_at(i); i++) {
        const Simulator *simulator = simulator_at(i);
        double knob[KNOBS_MAX];
        Dataset *data = few(simulator, knob);
        text_addf(text, "%-11s %s\n%-11s %s; %s", simulator->name, simulator->title, "", simulator->task,
                  data ? metric_name(data->metric) : "");
        const Truth *baseline = data ? dataset_truth(data, "baseline", "") : NULL;
        const Truth *optimum = data ? dataset_truth(data, "optimum", "") : NULL;
        if (baseline && optimum) {
            text_add(text, ": without memory ");
            add_number(text, baseline->value, 3);
            text_add(text, ", at best ");
            add_number(text, optimum->value, 3);
        }
        text_add(text, "\n");
        dataset_free(data);
    }
}

static void add_knobs(const Simulator *simulator, const double *value, Text *text)
{
    char name[64];
    text_add(text, "\nKnobs\n");
    for (size_t i = 0; i < KNOBS_MAX && simulator->knob[i].name; i++) {
        const Knob *knob = &simulator->knob[i];
        snprintf(name, sizeof name, "%s=%.6g", knob->name, value[i]);
        text_addf(text, "  %-18s %s (%g … %g%s%s)\n", name, knob->help, knob->low, knob->high, strcmp(knob->unit, "1") == 0 || !*knob->unit ? "" : " ",
                  strcmp(knob->unit, "1") == 0 ? "" : knob->unit);
    }
}

static void add_columns(const char *title, const Column *columns, size_t count, Text *text)
{
    if (count)
        text_addf(text, "\n%s\n", title);
    for (size_t i = 0; i < count; i++) {
        text_addf(text, "  %-18s", columns[i].name);
        if (*columns[i].unit)
            text_addf(text, " [%s]", columns[i].unit);
        for (size_t l = 0; l < columns[i].levels; l++)
            text_addf(text, "%s%s", l ? ", " : " ", columns[i].level[l]);
        if (!*columns[i].unit && !columns[i].levels)
            text_add(text, " a number");
        text_add(text, "\n");
    }
}

static int name_truth(const Truth *truth, char *name, size_t size)
{
    return snprintf(name, size, *truth->variant ? "%s(%s)" : "%s", truth->name, truth->variant);
}

/** truth_width - of the longest name, and no less than what most data need. */
static int truth_width(const Dataset *data)
{
    char name[64];
    int width = 26;
    for (size_t i = 0; i < data->truths; i++) {
        const int length = name_truth(&data->truth[i], name, sizeof name);
        width = length > width ? length : width;
    }
    return width;
}

static void add_truths(const Dataset *data, Text *text)
{
    const int width = truth_width(data);
    const MetricRow *row = metric_row(data->metric);
    const bool unit = *data->metric_unit && strcmp(data->metric_unit, "1") != 0;
    text_addf(text, "\nJudged by %s (%s%s%s, %s is better)\n", row->name, row->title, unit ? " in " : "", unit ? data->metric_unit : "",
              row->more ? "more" : "less");
    for (size_t i = 0; i < data->truths; i++) {
        const Truth *truth = &data->truth[i];
        char name[64];
        name_truth(truth, name, sizeof name);
        text_addf(text, "  %-*s ", width, name);
        add_number(text, truth->value, 4);
        if (truth->error > 0) {
            text_add(text, " ± ");
            add_number(text, truth->error, 1);
        }
        text_add(text, "\n");
    }
    text_addf(text, "  %-*s ", width, "stderr");
    add_number(text, dataset_stderr(data), 2);
    text_addf(text, " on the %zu sequences that validate\n", data->valid_count);
}

static void add_data(const Dataset *data, Text *text)
{
    add_columns("Features, each step", data->feature, data->features, text);
    add_columns("Asked", data->target, data->targets, text);
    add_columns("Asked as well, carried along", data->further, data->furthers, text);
    add_truths(data, text);
}

bool data_describe(const Simulator *simulator, const double *knob, uint64_t seed, Text *text, Error *error)
{
    Dataset *data = simulate(simulator, knob, seed, error);
    if (!data)
        return false;
    text_addf(text, "%s (%s)\n%s\n\n", simulator->name, simulator->task, simulator->title);
    add_wrapped(text, simulator->describe);
    add_knobs(simulator, knob, text);
    add_data(data, text);
    dataset_free(data);
    return true;
}

void data_describe_file(const Dataset *data, Text *text)
{
    text_addf(text, "%s (%zu sequences, %zu steps)\n\n", data->name, data->sequences, data->rows);
    add_wrapped(text, data->describe);
    add_data(data, text);
}
