/* What holds for every simulator of the table; what each plants is tested in a file of its own. */
#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/football/pitch.h"
#include "engine/football/tidy.h"

enum { FEW = 25 };

static void defaults(const Simulator *simulator, double *knob)
{
    Error error = {0};
    cr_assert(simulator_read_knobs(simulator, "", knob, &error));
}

static Dataset *make(const Simulator *simulator, const double *knob, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(simulator, knob, seed, &error);
    cr_assert(data, "%s: %s", simulator->name, error.message);
    return data;
}

static Dataset *make_few(const Simulator *simulator, size_t sequences, uint64_t seed)
{
    double knob[KNOBS_MAX];
    defaults(simulator, knob);
    knob[simulator_knob(simulator, "sequences")] = (double)sequences;
    return make(simulator, knob, seed);
}

/* As memcmp, but that what differs in its last bits between machines is the same. */
static bool same_numbers(const double *a, const double *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (isnan(a[i]) != isnan(b[i]) || fabs(a[i] - b[i]) > 1e-9 * fmax(1, fabs(a[i])))
            return false;
    return true;
}

static bool same_targets(const Dataset *a, const Dataset *b, size_t rows)
{
    for (size_t i = 0; i < rows * a->K; i++)
        if (fabs((double)(a->y[i] - b->y[i])) > (sizeof(real) == sizeof(float) ? 1e-6 : 1e-9))
            return false;
    return memcmp(a->has_target, b->has_target, rows) == 0;
}

static void check_same(const Dataset *a, const Dataset *b, size_t rows, const char *what)
{
    cr_assert(a->D == b->D && a->K == b->K && a->furthers == b->furthers, "%s: other columns", what);
    cr_assert(same_numbers(a->raw, b->raw, rows * a->D), "%s: other features", what);
    cr_assert(same_targets(a, b, rows), "%s: other targets", what);
    cr_assert(same_numbers(a->beside, b->beside, rows * a->furthers), "%s: other targets beside", what);
}

/* ---- the table ---- */

Test(simulators, say_their_task_and_end_their_knobs_with_the_number_of_sequences)
{
    for (size_t i = 0; simulator_at(i); i++) {
        const Simulator *simulator = simulator_at(i);
        size_t knobs = 0;
        cr_assert(simulator->task && strlen(simulator->task) > 5, "%s", simulator->name);
        while (knobs < KNOBS_MAX && simulator->knob[knobs].name)
            knobs++;
        cr_assert(simulator_knob(simulator, "sequences") == knobs - 1, "%s", simulator->name);
        cr_assert(i == 0 || strcmp(simulator_at(i - 1)->name, simulator->name) < 0, "%s is not in its place", simulator->name);
    }
}

Test(simulators, tell_what_can_be_reached_with_and_without_memory)
{
    for (size_t i = 0; simulator_at(i); i++) {
        Dataset *data = make_few(simulator_at(i), FEW, 1);
        const Truth *baseline = dataset_truth(data, "baseline", ""), *optimum = dataset_truth(data, "optimum", "");
        cr_assert(baseline && optimum, "%s", data->name);
        const double gain = metric_row(data->metric)->more ? optimum->value - baseline->value : baseline->value - optimum->value;
        cr_assert(gain > 4 * (baseline->error + optimum->error) && gain > 1e-3, "%s: %g", data->name, gain);
        cr_assert(data->spread > 0 && isfinite(dataset_stderr(data)), "%s", data->name);
        for (size_t k = 0; k < data->truths; k++)
            cr_assert(isfinite(data->truth[k].value) && data->truth[k].error >= 0 && data->truth[k].error < 0.05, "%s", data->name);
        dataset_free(data);
    }
}

Test(simulators, name_words_in_the_order_in_which_a_file_would)
{
    for (size_t i = 0; simulator_at(i); i++) {
        Dataset *data = make_few(simulator_at(i), 20, 1);
        const Column *columns[] = {data->feature, data->target, data->further};
        const size_t counts[] = {data->features, data->targets, data->furthers};
        for (size_t kind = 0; kind < 3; kind++)
            for (size_t c = 0; c < counts[kind]; c++)
                for (size_t l = 1; l < columns[kind][c].levels; l++)
                    cr_assert(strcmp(columns[kind][c].level[l - 1], columns[kind][c].level[l]) < 0, "%s %s", data->name,
                              columns[kind][c].name);
        dataset_free(data);
    }
}

/* ---- draws ---- */

Test(simulators, draw_what_the_seed_says_and_nothing_else)
{
    for (size_t i = 0; simulator_at(i); i++) {
        Dataset *a = make_few(simulator_at(i), FEW, 7), *b = make_few(simulator_at(i), FEW, 7),
                *other = make_few(simulator_at(i), FEW, 8);
        cr_assert(memcmp(a->raw, b->raw, a->rows * a->D * sizeof *a->raw) == 0, "%s", a->name);
        cr_assert(memcmp(a->y, b->y, a->rows * a->K * sizeof *a->y) == 0, "%s", a->name);
        for (size_t k = 0; k < a->truths; k++)
            cr_assert(a->truth[k].value == b->truth[k].value && a->truth[k].value == other->truth[k].value, "%s %s(%s)",
                      a->name, a->truth[k].name, a->truth[k].variant);
        cr_assert(other->rows != a->rows || memcmp(a->raw, other->raw, a->rows * a->D * sizeof *a->raw) != 0, "%s", a->name);
        dataset_free(a);
        dataset_free(b);
        dataset_free(other);
    }
}

Test(simulators, leave_the_first_sequences_as_they_were_when_more_are_drawn)
{
    for (size_t i = 0; simulator_at(i); i++) {
        Dataset *few = make_few(simulator_at(i), FEW, 7), *many = make_few(simulator_at(i), FEW + 11, 7);
        cr_assert(memcmp(few->offset, many->offset, (FEW + 1) * sizeof *few->offset) == 0, "%s", few->name);
        check_same(few, many, few->rows, few->name);
        dataset_free(few);
        dataset_free(many);
    }
}

/* Each knob at both of its ends, the others as they are: drawn, or refused for its size. */
Test(simulators, draw_at_both_ends_of_every_knob)
{
    for (size_t i = 0; simulator_at(i); i++) {
        const Simulator *simulator = simulator_at(i);
        for (size_t k = 0; k + 1 < KNOBS_MAX && simulator->knob[k + 1].name; k++)
            for (int high = 0; high < 2; high++) {
                double knob[KNOBS_MAX];
                defaults(simulator, knob);
                knob[simulator_knob(simulator, "sequences")] = 20;
                knob[k] = high ? simulator->knob[k].high : simulator->knob[k].low;
                Dataset *data = make(simulator, knob, 3);
                for (size_t n = 0; n < data->rows * data->D; n++)
                    cr_assert(isfinite(data->raw[n]), "%s", data->made_by);
                for (size_t n = 0; n < data->truths; n++)
                    cr_assert(isfinite(data->truth[n].value), "%s", data->made_by);
                dataset_free(data);
            }
    }
}

/* ---- on the pitch ---- */

/* A column called x, x1, y, … in metres or tens of them is a place, and has to lie on the pitch. */
static double reach_of(const Column *column)
{
    const double metres = strcmp(column->unit, "10m") == 0 ? 10 : strcmp(column->unit, "m") == 0 ? 1 : 0;
    const bool place = (column->name[0] == 'x' || column->name[0] == 'y') && strspn(column->name + 1, "0123456789") == strlen(column->name + 1);
    if (!place || metres == 0 || column->categorical)
        return INFINITY;
    return ((column->name[0] == 'x' ? PITCH_HALF_LENGTH : PITCH_HALF_WIDTH) + 1e-9) / metres;
}

Test(simulators, keep_the_ball_and_the_players_on_the_pitch)
{
    for (size_t i = 0; simulator_at(i); i++) {
        Dataset *data = make_few(simulator_at(i), 500, 5);
        for (size_t c = 0; c < data->features; c++) {
            const double reach = reach_of(&data->feature[c]);
            for (size_t row = 0; row < data->rows; row++)
                cr_assert(fabs(data->raw[row * data->D + data->feature[c].first]) <= reach, "%s row %zu: %s = %g", data->name, row,
                          data->feature[c].name, data->raw[row * data->D + data->feature[c].first]);
        }
        dataset_free(data);
    }
}

/* ---- files ---- */

Test(simulators, write_files_that_are_read_back_the_same)
{
    for (size_t i = 0; simulator_at(i); i++) {
        Error error = {0};
        Text text = {0};
        Dataset *data = make_few(simulator_at(i), 300, 2);
        tidy_write(data, &text);
        Dataset *read = tidy_parse("again.csv", text.bytes, text.length, 2, &error);
        cr_assert(read, "%s: %zu:%zu: %s", data->name, error.line, error.column, error.message);
        cr_assert(read->rows == data->rows && read->loss == data->loss && read->many_to_one == data->many_to_one);
        cr_assert(memcmp(read->raw, data->raw, data->rows * data->D * sizeof *data->raw) == 0, "%s", data->name);
        check_same(data, read, data->rows, data->name);
        dataset_free(data);
        dataset_free(read);
        text_free(&text);
    }
}

/** kept_knobs - what the first line of a kept file says after "# data NAME", drawn with seed 1 as it says at its end. */
static void kept_knobs(const Simulator *simulator, const char *file, double *knob)
{
    char line[256], start[64];
    Error error = {0};
    snprintf(line, sizeof line, "%.*s", (int)strcspn(file, "\n"), file);
    snprintf(start, sizeof start, "# data %s ", simulator->name);
    char *seed = strstr(line, " seed=1");
    cr_assert(strncmp(line, start, strlen(start)) == 0 && seed && !seed[7], "assets/sequences/%s.csv begins with \"%s\"",
              simulator->name, line);
    *seed = 0;
    cr_assert(simulator_read_knobs(simulator, line + strlen(start), knob, &error), "%s", error.message);
}

/* The text has to be the same but for last digits: those are the machine's, and in single precision targets have fewer. */
static void check_kept(const Simulator *simulator, const Text *file)
{
    double knob[KNOBS_MAX];
    Error error = {0};
    Text made = {0};
    kept_knobs(simulator, file->bytes, knob);
    Dataset *data = make(simulator, knob, 1), *read = tidy_parse(simulator->name, file->bytes, file->length, 1, &error);
    cr_assert(read, "%s: %zu:%zu: %s", simulator->name, error.line, error.column, error.message);
    cr_assert(read->rows == data->rows);
    check_same(data, read, data->rows, simulator->name);
    tidy_write(data, &made);
    const char *rows = strstr(made.bytes, "\nsequence,step"), *kept = strstr(file->bytes, "\nsequence,step");
    cr_assert(rows && kept && rows - made.bytes == kept - file->bytes &&
                  memcmp(made.bytes, file->bytes, (size_t)(rows - made.bytes)) == 0,
              "assets/sequences/%s.csv: other words than `%s` writes", simulator->name, data->made_by);
    dataset_free(data);
    dataset_free(read);
    text_free(&made);
}

Test(simulators, keep_a_small_file_each_of_what_they_make_with_seed_1)
{
    const char *top = getenv("top_srcdir");
    for (size_t i = 0; simulator_at(i); i++) {
        Text folder = {0}, path = {0}, file = {0};
        char name[40];
        Error error = {0};
        snprintf(name, sizeof name, "%s.csv", simulator_at(i)->name);
        file_join(&folder, top ? top : ".", "assets/sequences");
        file_join(&path, text_string(&folder), name);
        cr_assert(file_read(text_string(&path), 1 << 20, &file, &error), "%s: %s", text_string(&path), error.message);
        check_kept(simulator_at(i), &file);
        text_free(&folder);
        text_free(&path);
        text_free(&file);
    }
}
