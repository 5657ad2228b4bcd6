/* The first line of a tidy file. */
#include "engine/football/table.h"

#include <string.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"

size_t table_leading(const Table *table)
{
    return table->blocked ? 3 : 2;
}

/** set_name - "name[unit]" taken apart; "target.name" and "beside.name" without their prefixes. */
static bool set_name(TableColumn *column, const CsvField *field, const Csv *csv, Error *error)
{
    const char *name = field->text, *bracket = strrchr(name, '[');
    size_t length = field->length;
    column->beside = strncmp(name, "beside.", 7) == 0 && length > 7;
    column->target = column->beside || strncmp(name, "target", 6) == 0;
    if (bracket && name[length - 1] == ']') {
        size_t unit_length = length - 1 - (size_t)(bracket + 1 - name);
        if (build_copy_name(column->unit, sizeof column->unit, bracket + 1, unit_length) == 0)
            return csv_fail(csv, field->offset, error,
                            "an empty unit in " TABLE_SHOWN "; expected e.g. x[m], or [1] for a pure number", name);
        column->known = column->numeric = true;
        length = (size_t)(bracket - name);
    }
    size_t prefix = column->beside || (strncmp(name, "target.", 7) == 0 && length > 7) ? 7 : 0;
    column->offset = field->offset;
    length = build_copy_name(column->name, sizeof column->name, name + prefix, length - prefix);
    if (length == 0)
        return csv_fail(csv, field->offset, error,
                        "a column without a name; expected a name in every field of the header");
    // Cut short, it may end as if in a unit, and would be read so when it is written again.
    if (!column->unit[0] && column->name[length - 1] == ']' && strchr(column->name, '['))
        column->name[length - 1] = 0;
    return true;
}

static bool check_new(const Table *table, const TableColumn *column, const Csv *csv, Error *error)
{
    for (const TableColumn *other = table->column; other < column; other++)
        if (other->target == column->target && strcmp(other->name, column->name) == 0)
            return csv_fail(csv, column->offset, error, "a second column called " TABLE_SHOWN "; expected different names",
                            column->name);
    return true;
}

/** other_rules - what to say of a header that was written by other rules than ours; NULL when it was not. */
static const char *other_rules(const Csv *csv)
{
    for (size_t i = 0; i < csv->fields; i++)
        if (strchr(csv->field[i].text, '\r'))
            return "lines end in a carriage return alone; expected newlines";
    if (csv->fields == 1 && strchr(csv->field[0].text, ';'))
        return "semicolons between the fields; expected commas";
    if (csv->fields == 1 && strchr(csv->field[0].text, '\t'))
        return "tabs between the fields; expected commas";
    return NULL;
}

static bool check_leading(const Csv *csv, Error *error)
{
    static const char *const LEADING[2] = {"sequence", "step"};
    for (size_t i = 0; i < 2; i++) {
        const CsvField *field = &csv->field[i];
        if (i >= csv->fields)
            return csv_fail(csv, csv->field[0].offset, error, "the header ends early; expected sequence,step,…");
        if (strcmp(field->text, LEADING[i]) != 0)
            return csv_fail(csv, field->offset, error,
                            "column %zu is called " TABLE_SHOWN "; expected \"%s\": a tidy file begins with "
                            "sequence,step",
                            i + 1, field->text, LEADING[i]);
    }
    return true;
}

/** check_both - at least one feature and one target; both need something to be read from and something to be learnt. */
static bool check_both(const Table *table, const Csv *csv, Error *error)
{
    size_t targets = 0, learnable = 0;
    for (size_t i = 0; i < table->columns; i++) {
        targets += table->column[i].target;
        learnable += table->column[i].target && !table->column[i].beside;
    }
    if (learnable == 0)
        return csv_fail(csv, csv->field[0].offset, error,
                        "no target column; expected one whose name begins with \"target\" (an import has one with --task "
                        "next-event, possession-shot or trajectory)");
    if (targets == table->columns)
        return csv_fail(csv, csv->field[0].offset, error,
                        "no feature column; expected one between step and the targets");
    return true;
}

bool table_read_header(Table *table, Csv *csv, Error *error)
{
    bool found;
    if (!csv_next(csv, &found, error))
        return false;
    if (!found)
        return csv_fail(csv, csv->count, error, "an empty file; expected a header sequence,step,…features…,target…");
    const char *rules = other_rules(csv);
    if (rules)
        return csv_fail(csv, csv->field[0].offset, error, "%s", rules);
    if (!check_leading(csv, error))
        return false;
    if (csv->fields > TABLE_COLUMNS_MAX)
        return csv_fail(csv, csv->field[0].offset, error, "%zu columns; expected at most %d", csv->fields,
                        TABLE_COLUMNS_MAX);
    table->column = memory_new(csv->fields, sizeof *table->column);
    table->blocked = csv->fields > 2 && strcmp(csv->field[2].text, "block") == 0;
    for (size_t i = table_leading(table); i < csv->fields; i++) {
        TableColumn *column = &table->column[table->columns++];
        if (!set_name(column, &csv->field[i], csv, error) || !check_new(table, column, csv, error))
            return false;
    }
    return check_both(table, csv, error);
}
