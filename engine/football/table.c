#include "engine/football/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"

void table_free(Table *table)
{
    for (size_t i = 0; i < table->columns; i++) {
        intern_free(&table->column[i].words);
        free(table->column[i].level);
        free(table->column[i].place);
    }
    intern_free(&table->ids);
    intern_free(&table->blocks);
    free(table->block);
    free(table->column);
    free(table->cell);
    free(table->line);
    free(table->first);
}

/* ---- fields ---- */

/** is_too_large - written as a number, so that text_number refuses it for its size alone. */
static bool is_too_large(const char *field)
{
    static const char DIGITS[] = "0123456789";
    field += *field == '-' || *field == '+';
    size_t whole = strspn(field, DIGITS);
    field += whole;
    if (*field == '.')
        field += 1 + strspn(field + 1, DIGITS);
    if (*field == 'e' || *field == 'E') {
        field += 1 + (field[1] == '-' || field[1] == '+');
        size_t exponent = strspn(field, DIGITS);
        if (exponent == 0)
            return false; // "1e" is a word
        field += exponent;
    }
    return whole > 0 && *field == 0;
}

static bool is_not_finite(const char *field)
{
    field += *field == '-' || *field == '+';
    return text_same(field, "nan") || text_same(field, "inf") || text_same(field, "infinity");
}

/** fits_real - finite in the precision the network computes in, too. */
static bool fits_real(double number)
{
    return fabs(number) <= (sizeof(real) == sizeof(float) ? (double)FLT_MAX : DBL_MAX);
}

/** is_word - anything that is no number, nor meant to be one. */
static bool is_word(const char *field)
{
    double number;
    return !text_number(field, &number) && !is_too_large(field) && !is_not_finite(field);
}

/** fail_kind - a number among words or the other way round. */
static bool fail_kind(const TableColumn *column, const CsvField *field, const Csv *csv, Error *error)
{
    if (!column->numeric)
        return csv_fail(csv, field->offset, error,
                        "the number %.40s among the words of column " TABLE_SHOWN "; expected a word, or "
                        "numbers in every row",
                        field->text, column->name);
    if (column->unit[0])
        return csv_fail(csv, field->offset, error, TABLE_SHOWN " in column \"%s[%s]\"; expected a number, as the unit says",
                        field->text, column->name, column->unit);
    return csv_fail(csv, field->offset, error,
                    TABLE_SHOWN " among the numbers of column \"%s\"; expected a number, or words in every "
                          "row",
                    field->text, column->name);
}

static bool read_word(TableColumn *column, const CsvField *field, const Csv *csv, double *value, Error *error)
{
    bool fresh;
    *value = (double)intern_add(&column->words, field->text, field->length, field->offset, &fresh);
    if (column->words.count > TABLE_LEVELS_MAX)
        return csv_fail(csv, field->offset, error,
                        "more than %d different words in column \"%s\"; expected a category, not free "
                        "text",
                        TABLE_LEVELS_MAX, column->name);
    return true;
}

/** read_value - a field as a number, or as the number of its word. */
static bool read_value(TableColumn *column, const CsvField *field, const Csv *csv, double *value, Error *error)
{
    *value = NAN;
    if (field->length == 0)
        return column->target || csv_fail(csv, field->offset, error, "nothing in column \"%s\"; expected %s",
                                          column->name, column->known && column->numeric ? "a number" : "a value");
    bool number = text_number(field->text, value);
    if (number ? !fits_real(*value) : !is_word(field->text))
        return csv_fail(csv, field->offset, error, "%.40s in column \"%s\"; expected a finite number", field->text,
                        column->name);
    column->given = true;
    if (!column->known) {
        column->known = true;
        column->numeric = number;
    }
    if (number != column->numeric)
        return fail_kind(column, field, csv, error);
    return number || read_word(column, field, csv, value, error);
}

/* ---- rows ---- */

static bool check_width(const Table *table, const Csv *csv, Error *error)
{
    size_t expected = table->columns + table_leading(table);
    if (csv->fields == expected)
        return true;
    const CsvField *odd = &csv->field[csv->fields > expected ? expected : csv->fields - 1];
    return csv_fail(csv, odd->offset, error, "%zu %s; expected %zu as in the header", csv->fields,
                    csv->fields == 1 ? "field" : "fields", expected);
}

/** is_same_id - does this row go on with the sequence of the row before? */
static bool is_same_id(const Table *table, const CsvField *id)
{
    return table->sequences > 0 && strcmp(intern_word(&table->ids, table->sequences - 1), id->text) == 0;
}

/** read_place - sequence and step: a new id begins at step 1, the same one goes on with the next step. */
static bool read_place(Table *table, const Csv *csv, Error *error)
{
    const CsvField *id = &csv->field[0], *step = &csv->field[1];
    bool fresh = true;
    if (id->length == 0)
        return csv_fail(csv, id->offset, error, "no sequence; expected a number or a name");
    if (!is_same_id(table, id)) {
        intern_add(&table->ids, id->text, id->length, id->offset, &fresh);
        if (!fresh)
            return csv_fail(csv, id->offset, error, "sequence %.40s comes again; expected all its rows together",
                            id->text);
        table->first = memory_grow(table->first, &table->first_room, table->sequences + 1, sizeof *table->first);
        table->first[table->sequences++] = table->rows;
    }
    size_t number, expected = table->rows + 1 - table->first[table->sequences - 1];
    if (!text_count(step->text, &number) || number != expected)
        return csv_fail(csv, step->offset, error, "step " TABLE_SHOWN " of sequence %.40s; expected %zu: steps run 1, 2, 3 …",
                        step->text, id->text, expected);
    return true;
}

/** read_block - one block a sequence. */
static bool read_block(Table *table, const Csv *csv, Error *error)
{
    const CsvField *field = &csv->field[2];
    const size_t sequence = table->sequences - 1;
    bool fresh;
    if (field->length == 0)
        return csv_fail(csv, field->offset, error, "no block; expected a number or a name");
    const size_t block = intern_add(&table->blocks, field->text, field->length, field->offset, &fresh);
    if (table->first[sequence] == table->rows) {
        table->block = memory_grow(table->block, &table->block_room, table->sequences, sizeof *table->block);
        table->block[sequence] = block;
    }
    return table->block[sequence] == block ||
           csv_fail(csv, field->offset, error, "block " TABLE_SHOWN " within sequence %.40s; expected one block for all of its rows",
                    field->text, csv->field[0].text);
}

/** first_target - its place among the columns: the one that decides what is learnt. */
static size_t first_target(const Table *table)
{
    size_t i = 0;
    while (!table->column[i].target || table->column[i].beside)
        i++;
    return i;
}

/** note_odd - remember where a target and the first one were not both there or both missing. What that means is known when
 *  all rows are read: words may turn out to stand in one of them. */
static void note_odd(Table *table, const double *cell, const Csv *csv)
{
    size_t first = first_target(table);
    for (size_t i = first + 1; i < table->columns; i++) {
        TableColumn *column = &table->column[i];
        if (!column->target || column->beside || column->odd || isnan(cell[i]) == isnan(cell[first]))
            continue;
        column->odd_is_first = isnan(cell[first]);
        column->odd = 1 + csv->field[(column->odd_is_first ? first : i) + table_leading(table)].offset;
    }
}

/** choose_learnt - numbers are learnt together, words one question at a time; a row has all that are learnt or none. */
static bool choose_learnt(Table *table, const Csv *csv, Error *error)
{
    TableColumn *first = &table->column[first_target(table)];
    for (size_t i = 0; i < table->columns; i++) {
        TableColumn *column = &table->column[i];
        column->learnt = column->target && !column->beside && (column == first || (first->numeric && column->numeric));
        if (column->learnt && column->odd)
            return csv_fail(csv, column->odd - 1, error,
                            "nothing in target \"%s\" but something in another; expected all "
                            "targets of a step or none",
                            column->odd_is_first ? first->name : column->name);
    }
    return true;
}

static bool read_row(Table *table, const Csv *csv, Error *error)
{
    if (!check_width(table, csv, error) || !read_place(table, csv, error) ||
        (table->blocked && !read_block(table, csv, error)))
        return false;
    size_t cells = table->rows * table->columns;
    if (cells > BUILD_BYTES_MAX / (2 * sizeof(double)))
        return fail_at(error, ERR_LIMIT, csv->name, csv->line, 0,
                       "more numbers than 1 GB holds; expected a smaller file");
    table->cell = memory_grow(table->cell, &table->cell_room, cells + table->columns, sizeof *table->cell);
    table->line = memory_grow(table->line, &table->line_room, table->rows + 1, sizeof *table->line);
    for (size_t i = 0; i < table->columns; i++)
        if (!read_value(&table->column[i], &csv->field[i + table_leading(table)], csv, &table->cell[cells + i], error))
            return false;
    table->line[table->rows++] = csv->line;
    note_odd(table, table->cell + cells, csv);
    return true;
}

/* ---- levels ---- */

static int compare_levels(const void *a, const void *b)
{
    const TableLevel *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order ? order : (left->word > right->word) - (left->word < right->word);
}

/** check_level - a word that was cut to fit must still be a word, and another one than the one before it. */
static bool check_level(const TableColumn *column, size_t place, const Csv *csv, Error *error)
{
    const TableLevel *level = &column->level[place];
    bool same = place > 0 && strcmp(level->name, column->level[place - 1].name) == 0;
    if (!same && is_word(level->name))
        return true;
    return csv_fail(csv, column->words.word[level->word].offset, error,
                    "a word that looks like %s, \"%s\", once it is cut to %zu "
                    "bytes and made visible; expected shorter words",
                    same ? "another one" : "a number", level->name, sizeof level->name - 1);
}

/** sort_levels - the words of a column as they will be shown, sorted, so that the order of the rows does not matter. */
static bool sort_levels(TableColumn *column, const Csv *csv, Error *error)
{
    size_t count = column->words.count;
    column->level = memory_new(count, sizeof *column->level);
    column->place = memory_new(count, sizeof *column->place);
    for (size_t i = 0; i < count; i++) {
        build_copy_name(column->level[i].name, sizeof column->level[i].name, intern_word(&column->words, i),
                        column->words.word[i].length);
        column->level[i].word = i;
    }
    if (count > 0)
        qsort(column->level, count, sizeof *column->level, compare_levels);
    for (size_t i = 0; i < count; i++) {
        column->place[column->level[i].word] = i;
        if (!check_level(column, i, csv, error))
            return false;
    }
    return true;
}

bool table_read(Table *table, Csv *csv, Error *error)
{
    bool found = true;
    if (!table_read_header(table, csv, error))
        return false;
    while (found) {
        if (!csv_next(csv, &found, error) || (found && !read_row(table, csv, error)))
            return false;
    }
    if (table->rows == 0)
        return csv_fail(csv, csv->count, error, "no rows below the header; expected one row a step");
    if (!choose_learnt(table, csv, error))
        return false;
    for (size_t i = 0; i < table->columns; i++)
        if (!table->column[i].numeric && !sort_levels(&table->column[i], csv, error))
            return false;
    return true;
}
