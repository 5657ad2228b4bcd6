#include "engine/football/csv.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

/** find_place - line and column of a byte, both from 1, by counting; only errors ask for it. */
static void find_place(const Csv *csv, size_t offset, size_t *line, size_t *column)
{
    *line = *column = 1;
    for (size_t i = text_mark(csv->bytes, csv->count); i < offset && i < csv->count; i++) {
        bool continues = ((unsigned char)csv->bytes[i] & 0xC0) == 0x80;
        *column = csv->bytes[i] == '\n' ? 1 : *column + !continues;
        *line += csv->bytes[i] == '\n';
    }
}

bool csv_fail(const Csv *csv, size_t offset, Error *error, const char *format, ...)
{
    char message[sizeof error->message];
    size_t line, column;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    find_place(csv, offset, &line, &column);
    return fail_at(error, ERR_INPUT, csv->name, line, column, "%s", message);
}

bool csv_open(Csv *csv, const char *name, const char *bytes, size_t count, Error *error)
{
    *csv = (Csv){.name = name, .bytes = bytes, .count = count, .next_line = 1};
    size_t bad;
    if (!utf8_valid(bytes, count, &bad))
        return bytes[bad] == 0 ? csv_fail(csv, bad, error, "a NUL byte; a text file was expected")
                               : csv_fail(csv, bad, error, "byte 0x%02X is not UTF-8; expected a file saved as UTF-8",
                                          (unsigned)(unsigned char)bytes[bad]);
    csv->cursor = text_mark(bytes, count);
    csv->record = memory_try((count < CSV_RECORD_MAX ? count : CSV_RECORD_MAX) + 2, 1, error);
    return csv->record != NULL;
}

void csv_close(Csv *csv)
{
    free(csv->record);
    free(csv->field);
    text_free(&csv->comments);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static char peek(const Csv *csv)
{
    return csv->cursor < csv->count ? csv->bytes[csv->cursor] : '\n';
}

static void skip_blanks(Csv *csv)
{
    while (csv->cursor < csv->count && is_blank(csv->bytes[csv->cursor]))
        csv->cursor++;
}

static void end_line(Csv *csv)
{
    csv->cursor += csv->cursor < csv->count;
    csv->next_line++;
}

static size_t line_end(const Csv *csv)
{
    const char *end = memchr(csv->bytes + csv->cursor, '\n', csv->count - csv->cursor);
    return end ? (size_t)(end - csv->bytes) : csv->count;
}

static void keep_comment(Csv *csv)
{
    size_t end = line_end(csv), from = csv->cursor + 1, to = end;
    while (from < to && is_blank(csv->bytes[from]))
        from++;
    while (from < to && is_blank(csv->bytes[to - 1]))
        to--;
    text_add_visible(&csv->comments, csv->bytes + from, to - from, false);
    text_add(&csv->comments, "\n");
    csv->cursor = end;
    end_line(csv);
}

/** skip_to_record - over comments and empty lines; false at the end of the file. */
static bool skip_to_record(Csv *csv)
{
    while (csv->cursor < csv->count) {
        size_t start = csv->cursor;
        if (csv->bytes[start] == '#') {
            keep_comment(csv);
            continue;
        }
        skip_blanks(csv);
        if (csv->cursor < csv->count && csv->bytes[csv->cursor] != '\n') {
            csv->cursor = start;
            return true;
        }
        end_line(csv);
    }
    return false;
}

/** has_room - what a record holds never takes more than its bytes in the file: to bound those is to guard the room. */
static bool has_room(const Csv *csv, size_t start, Error *error)
{
    return csv->cursor - start < CSV_RECORD_MAX ||
           csv_fail(csv, start, error, "a line of more than %d bytes; expected one row a line, at most that long",
                    CSV_RECORD_MAX);
}

/** read_plain - up to the next comma or newline. */
static bool read_plain(Csv *csv, size_t start, Error *error)
{
    size_t from = csv->filled;
    for (char byte; (byte = peek(csv)) != ',' && byte != '\n'; csv->cursor++) {
        if (byte == '"')
            return csv_fail(csv, csv->cursor, error,
                            "a quote inside a field; expected the whole field in quotes, and a quote "
                            "inside it doubled");
        if (!has_room(csv, start, error))
            return false;
        csv->record[csv->filled++] = byte;
    }
    while (csv->filled > from && is_blank(csv->record[csv->filled - 1]))
        csv->filled--;
    return true;
}

/** read_quoted - from the opening quote over the closing one, up to the comma or newline behind it. */
static bool read_quoted(Csv *csv, size_t start, Error *error)
{
    size_t opening = csv->cursor++;
    for (;; csv->cursor++) {
        if (csv->cursor == csv->count || csv->cursor - start >= CSV_RECORD_MAX)
            return csv_fail(csv, opening, error, "a quote that is never closed; expected another \" behind the field");
        char byte = csv->bytes[csv->cursor];
        csv->next_line += byte == '\n';
        if (byte == '"' && (++csv->cursor == csv->count || csv->bytes[csv->cursor] != '"'))
            break;
        csv->record[csv->filled++] = byte;
    }
    skip_blanks(csv);
    if (peek(csv) != ',' && peek(csv) != '\n')
        return csv_fail(csv, csv->cursor, error,
                        "text behind a closing quote; expected a comma or the end of the line");
    return true;
}

static bool read_field(Csv *csv, size_t start, Error *error)
{
    skip_blanks(csv);
    if (!has_room(csv, start, error))
        return false;
    csv->field = memory_grow(csv->field, &csv->room, csv->fields + 1, sizeof *csv->field);
    CsvField *field = &csv->field[csv->fields++];
    *field = (CsvField){.text = csv->record + csv->filled, .offset = csv->cursor};
    if (!(peek(csv) == '"' ? read_quoted(csv, start, error) : read_plain(csv, start, error)))
        return false;
    field->length = (size_t)(csv->record + csv->filled - field->text);
    csv->record[csv->filled++] = 0;
    return true;
}

bool csv_next(Csv *csv, bool *found, Error *error)
{
    csv->fields = csv->filled = 0;
    *found = skip_to_record(csv);
    if (!*found)
        return true;
    size_t start = csv->cursor;
    csv->line = csv->next_line;
    for (;; csv->cursor++) { // over the comma
        if (!read_field(csv, start, error))
            return false;
        if (peek(csv) == '\n')
            break;
    }
    end_line(csv);
    return true;
}

void csv_add(Text *text, const char *field)
{
    size_t length = strlen(field);
    bool blank_ends = length > 0 && (is_blank(field[0]) || is_blank(field[length - 1]));
    if (length > 0 && field[0] != '#' && !blank_ends && !strpbrk(field, ",\"\n")) {
        text_add(text, field);
        return;
    }
    text_add(text, "\"");
    for (const char *byte = field; *byte; byte++)
        text_add_bytes(text, *byte == '"' ? "\"\"" : byte, *byte == '"' ? 2 : 1);
    text_add(text, "\"");
}
