#include "engine/football/tidy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/fitted.h"
#include "engine/football/table.h"

enum { TIDY_FILE_MAX = 256 << 20 };

/* ---- from the table to the data set ---- */

/** check_targets - what is learnt must have something to tell. */
static bool check_targets(const Table *table, const Csv *csv, Error *error)
{
    for (size_t i = 0; i < table->columns; i++) {
        const TableColumn *column = &table->column[i];
        if (!column->target)
            continue;
        if (!column->given)
            return csv_fail(csv, column->offset, error, "no target in any row of column \"%s\"; expected at least one",
                            column->name);
        if (column->learnt && !column->numeric && column->words.count < 2)
            return csv_fail(csv, column->offset, error,
                            "target \"%s\" is \"%s\" wherever it is given; expected at least two "
                            "different words",
                            column->name, column->level[0].name);
    }
    return true;
}

static void add_column(Dataset *data, const TableColumn *column)
{
    size_t count = column->words.count;
    const char **levels = column->numeric ? NULL : memory_new(count, sizeof *levels);
    for (size_t i = 0; levels && i < count; i++)
        levels[i] = column->level[i].name;
    if (column->learnt || !column->target)
        build_column(data, column->target, column->name, column->unit, levels, count);
    else
        build_further(data, column->name, column->unit, levels, count);
    free(levels);
}

static void fill_row(Dataset *data, const Table *table, size_t row)
{
    size_t features = 0, targets = 0, furthers = 0;
    for (size_t i = 0; i < table->columns; i++) {
        const TableColumn *column = &table->column[i];
        double value = table->cell[row * table->columns + i];
        if (!column->numeric && !isnan(value))
            value = (double)column->place[(size_t)value];
        if (!column->target)
            build_feature(data, row, features++, value);
        else if (!column->learnt)
            build_beside(data, row, furthers++, value);
        else if (!isnan(value))
            build_target(data, row, targets++, value);
    }
}

static bool fill(Dataset *data, Table *table, Error *error)
{
    for (size_t i = 0; i < table->columns; i++)
        add_column(data, &table->column[i]);
    if (!build_room(data, table->sequences, table->rows, error))
        return false;
    memcpy(data->offset, table->first, table->sequences * sizeof *data->offset);
    data->offset[table->sequences] = table->rows;
    for (size_t row = 0; row < table->rows; row++)
        fill_row(data, table, row);
    data->line = table->line; // taken
    table->line = NULL;
    data->block = table->block; // taken
    data->blocks = table->blocks.count;
    table->block = NULL;
    return true;
}

static void describe_split(const Dataset *data, Text *text)
{
    if (data->train_count == data->sequences)
        text_add(text, "fewer than ten sequences, so all of them train and validate. ");
    else if (data->block && data->blocks > 1)
        text_addf(text, "%zu sequences train and %zu validate, in whole blocks. ", data->train_count, data->valid_count);
    else
        text_addf(text, "%zu sequences train and %zu validate, drawn one by one; if neighbours resemble each other, a column `block` "
                        "keeps them together. ",
                  data->train_count, data->valid_count);
}

static void describe(Dataset *data, const Csv *csv)
{
    char number[40];
    Text text = {0};
    text_addf(&text, "%s%s%s", text_string(&csv->comments), csv->comments.length ? "\n" : "", TIDY_MEASURED);
    describe_split(data, &text);
    text_addf(&text, "What simple rules reach on the latter (%s):", metric_row(data->metric)->title);
    for (size_t i = 0; i < data->truths; i++) {
        const Truth *truth = &data->truth[i];
        text_show_number(number, sizeof number, truth->value, 4);
        text_addf(&text, *truth->variant ? "%s %s(%s) = %s: %s" : "%s %s%s = %s: %s", i ? ";" : "", truth->name, truth->variant, number,
                  truth->how);
    }
    text_add(&text, ". `baseline` looks at no feature at all, so a model without memory may well beat it: compare with one. "
                    "What anyone could reach at best is not known for real data, so there is no optimum.");
    data->describe = memory_copy_text(text_string(&text));
    text_free(&text);
}

/* ---- names ---- */

static const char *file_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/** set_made_by - the command that reads the file again, quoted where its path needs that; "" when it does not fit. */
static void set_made_by(Dataset *data, const char *path)
{
    static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./+@%,:~";
    bool plain = path[0] && strspn(path, PLAIN) == strlen(path);
    Text line = {0};
    text_add(&line, plain ? "data " : "data \"");
    for (const char *byte = path; *byte; byte++) {
        if (*byte == '"' || *byte == '\\')
            text_add(&line, "\\");
        text_add_bytes(&line, byte, 1);
    }
    text_add(&line, plain ? "" : "\"");
    if (line.length < sizeof data->made_by)
        memcpy(data->made_by, line.bytes, line.length + 1);
    text_free(&line);
}

/** seconds_in - of a comment such as "Step: 0.4 s"; 0 where there is none. */
static double seconds_in(const char *comments, const char *begin)
{
    for (const char *line = comments; *line;) {
        size_t length = strcspn(line, "\n"), lead = strlen(begin);
        const char *number = line + lead;
        char *end = NULL;
        if (length > lead && strncmp(line, begin, lead) == 0 && strchr("0123456789.", *number)) {
            double seconds = strtod(number, &end);
            if (strncmp(end, " s", 2) == 0 && (end[2] == '\n' || !end[2]) && seconds > 0 && isfinite(seconds))
                return seconds;
        }
        line += length + (line[length] == '\n');
    }
    return 0;
}

static Dataset *to_dataset(Table *table, const Csv *csv, uint64_t seed, Error *error)
{
    if (!check_targets(table, csv, error))
        return NULL;
    Dataset *data = build_new();
    if (!fill(data, table, error)) {
        error_place(error, csv->name, 0, 0);
        dataset_free(data);
        return NULL;
    }
    build_clock(data, seconds_in(text_string(&csv->comments), TIDY_STEP),
                seconds_in(text_string(&csv->comments), TIDY_AHEAD));
    build_finish(data);
    build_copy_name(data->name, sizeof data->name, file_part(csv->name), strlen(file_part(csv->name)));
    set_made_by(data, csv->name);
    data->hash = file_hash(csv->bytes, csv->count);
    dataset_split(data, seed);
    fitted_measure(data);
    describe(data, csv);
    return data;
}

Dataset *tidy_parse(const char *name, const char *bytes, size_t count, uint64_t seed, Error *error)
{
    Dataset *data = NULL;
    Table table = {0};
    Csv csv;
    if (csv_open(&csv, name, bytes, count, error) && table_read(&table, &csv, error))
        data = to_dataset(&table, &csv, seed, error);
    table_free(&table);
    csv_close(&csv);
    return data;
}

Dataset *tidy_read(const char *path, uint64_t seed, Error *error)
{
    Text text = {0};
    Dataset *data = NULL;
    if (file_read(path, TIDY_FILE_MAX, &text, error))
        data = tidy_parse(path, text_string(&text), text.length, seed, error);
    text_free(&text);
    return data;
}
