/* Comma-separated text, record by record (RFC 4180), with the place of every field.
 * Knows: text. Must not know what the fields mean. Lines that begin with # are comments, empty lines are skipped. */
#ifndef BACKPASS_FOOTBALL_CSV_H
#define BACKPASS_FOOTBALL_CSV_H

#include "engine/base/text.h"

enum { CSV_RECORD_MAX = 1 << 20 }; // bytes of one line (or of one record, where quoted fields hold newlines)

typedef struct CsvField {
    const char *text; // unquoted, blanks around it removed, ends in 0; inside the reader until the next record
    size_t length;
    size_t offset; // of its first byte in the file
} CsvField;

typedef struct Csv {
    const char *name;  // borrowed, for errors
    const char *bytes; // borrowed, kept
    size_t count, cursor;
    size_t line; // of the record read last, from 1
    size_t next_line;
    char *record; // the fields' text
    size_t filled;
    CsvField *field;
    size_t fields, room;
    Text comments; // without the #, made visible
} Csv;

/** csv_open - start reading (csv written; close it even after a failure). A byte-order mark is skipped.
 *  Errors: ERR_INPUT at the first byte that is 0 or no UTF-8. */
bool csv_open(Csv *csv, const char *name, const char *bytes, size_t count, Error *error) MUST_USE;
void csv_close(Csv *csv);

/** csv_next - the next record into field and fields; *found false at the end.
 *  Errors: ERR_INPUT for quotes that do not fit and for a record that is too long. */
bool csv_next(Csv *csv, bool *found, Error *error) MUST_USE;

/** csv_fail - ERR_INPUT at a byte of the file; columns count characters. Returns false. */
bool csv_fail(const Csv *csv, size_t offset, Error *error, const char *format, ...) PRINTF_LIKE(4, 5);

/** csv_add - a field as it has to be written to be read back the same, quoted where need be, added to text. */
void csv_add(Text *text, const char *field);

#endif
