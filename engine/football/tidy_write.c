#include "engine/football/tidy.h"

#include <math.h>
#include <string.h>

#include "engine/football/csv.h"

/** add_comments - each line with a # before it. */
static void add_comments(Text *text, const char *lines)
{
    while (*lines) {
        size_t length = strcspn(lines, "\n");
        text_add(text, length ? "# " : "#");
        text_add_bytes(text, lines, length);
        text_add(text, "\n");
        lines += length + (lines[length] == '\n');
    }
}

/** add_clock - what a reader needs to know of time, in a line that is read again. */
static void add_clock(const Dataset *data, Text *text)
{
    char number[40];
    if (data->step > 0) {
        text_show_number(number, sizeof number, data->step, 17);
        text_addf(text, "# " TIDY_STEP "%s s\n", number);
    }
    if (data->ahead > 0) {
        text_show_number(number, sizeof number, data->ahead, 17);
        text_addf(text, "# " TIDY_AHEAD "%s s\n", number);
    }
}

static void add_head(const Dataset *data, Text *text)
{
    if (data->line) { // from a file: its own comments, not what was measured on it
        Text own = {0};
        const char *measured = strstr(data->describe, TIDY_MEASURED);
        text_add_bytes(&own, data->describe, measured ? (size_t)(measured - data->describe) : strlen(data->describe));
        while (own.length && own.bytes[own.length - 1] == '\n')
            own.bytes[--own.length] = 0;
        add_comments(text, text_string(&own));
        text_free(&own);
        return;
    }
    add_comments(text, data->made_by);
    if (data->describe)
        add_comments(text, data->describe);
    add_clock(data, text);
}

/** add_title - prefix: "", or what says that the column is none of those that are read. */
static void add_title(Text *text, const Column *column, const char *prefix)
{
    Text title = {0};
    text_addf(&title, ",%s%s", strcmp(prefix, "target.") == 0 && strcmp(column->name, "target") == 0 ? "" : prefix, column->name);
    if (column->unit[0])
        text_addf(&title, "[%s]", column->unit);
    text_add(text, ",");
    csv_add(text, text_string(&title) + 1);
    text_free(&title);
}

/** is_learnable - would a reader learn it together with the targets? Numbers beside numbers. */
static bool is_learnable(const Dataset *data, const Column *further)
{
    return data->targets > 0 && !further->categorical && !data->target[0].categorical;
}

static void add_header(const Dataset *data, Text *text)
{
    text_add(text, data->block ? "sequence,step,block" : "sequence,step");
    for (size_t i = 0; i < data->features; i++)
        add_title(text, &data->feature[i], "");
    for (size_t i = 0; i < data->targets; i++)
        add_title(text, &data->target[i], "target.");
    for (size_t i = 0; i < data->furthers; i++)
        add_title(text, &data->further[i], is_learnable(data, &data->further[i]) ? "beside." : "target.");
    text_add(text, "\n");
}

static void add_number(Text *text, double value)
{
    char number[40];
    text_show_number(number, sizeof number, value, 17);
    text_add(text, number);
}

static void add_feature(const Dataset *data, size_t row, const Column *column, Text *text)
{
    const double *raw = data->raw + row * data->D + column->first;
    size_t level = 0;
    text_add(text, ",");
    if (!column->categorical) {
        add_number(text, raw[0]);
        return;
    }
    while (level + 1 < column->levels && raw[level] == 0)
        level++;
    csv_add(text, column->level[level]);
}

static void add_target(const Dataset *data, size_t row, const Column *column, Text *text)
{
    const real *y = data->y + row * data->K + column->first;
    size_t level = 0;
    text_add(text, ",");
    if (!data->has_target[row])
        return;
    if (!column->categorical) {
        add_number(text, (double)y[0]);
        return;
    }
    if (column->width == 1)
        level = y[0] != 0;
    else
        while (level + 1 < column->levels && y[level] == 0)
            level++;
    csv_add(text, column->level[level]);
}

static void add_further(const Dataset *data, size_t row, const Column *column, Text *text)
{
    double value = data->beside[row * data->furthers + column->first];
    text_add(text, ",");
    if (isnan(value))
        return;
    if (column->categorical)
        csv_add(text, column->level[(size_t)value]);
    else
        add_number(text, value);
}

void tidy_write(const Dataset *data, Text *text)
{
    add_head(data, text);
    add_header(data, text);
    for (size_t s = 0; s < data->sequences; s++)
        for (size_t row = data->offset[s]; row < data->offset[s + 1]; row++) {
            text_addf(text, "%zu,%zu", s + 1, row - data->offset[s] + 1);
            if (data->block)
                text_addf(text, ",%zu", data->block[s] + 1);
            for (size_t i = 0; i < data->features; i++)
                add_feature(data, row, &data->feature[i], text);
            for (size_t i = 0; i < data->targets; i++)
                add_target(data, row, &data->target[i], text);
            for (size_t i = 0; i < data->furthers; i++)
                add_further(data, row, &data->further[i], text);
            text_add(text, "\n");
        }
}
