#include "engine/base/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"

/* Drops the last bytes of a text that was cut in the middle of a character. */
static void trim_cut_character(char *text, size_t size)
{
    size_t length = strlen(text);
    if (length + 1 < size)
        return; // it was not cut
    size_t start = length;
    while (start > 0 && length - start < 4 && ((unsigned char)text[start - 1] & 0xC0u) == 0x80u)
        start--;
    uint32_t code;
    if (start > 0 && utf8_decode(text + start - 1, length - start + 1, &code) == 0)
        text[start - 1] = '\0';
}

/* Of a path too long for the field the end tells more than the beginning. */
static void set_file(Error *error, const char *file)
{
    size_t length = strlen(file), room = sizeof error->file - 1;
    if (length <= room)
        memcpy(error->file, file, length + 1);
    else
        snprintf(error->file, sizeof error->file, "...%s", file + length - (room - 3));
}

PRINTF_LIKE(3, 0)
static void set_message(Error *error, ErrorKind kind, const char *format, va_list arguments)
{
    assert(kind != ERR_NONE);
    error->kind = kind;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    trim_cut_character(error->message, sizeof error->message);
}

bool fail(Error *error, ErrorKind kind, const char *format, ...)
{
    if (error->kind != ERR_NONE)
        return false;
    va_list arguments;
    va_start(arguments, format);
    error_clear(error);
    set_message(error, kind, format, arguments);
    va_end(arguments);
    return false;
}

bool fail_at(Error *error, ErrorKind kind, const char *file, size_t line, size_t column, const char *format, ...)
{
    if (error->kind != ERR_NONE)
        return false;
    va_list arguments;
    va_start(arguments, format);
    error_clear(error);
    set_message(error, kind, format, arguments);
    va_end(arguments);
    error_place(error, file, line, column);
    return false;
}

void error_place(Error *error, const char *file, size_t line, size_t column)
{
    if (error->kind == ERR_NONE)
        return;
    if (error->file[0] == '\0' && file != NULL)
        set_file(error, file);
    if (error->line == 0) {
        error->line = line;
        error->column = column;
    }
}

void error_clear(Error *error)
{
    *error = (Error){.kind = ERR_NONE};
}

/* Copies text into line from `at`, never past size, with a mark for what could break the line or drive a terminal. */
static size_t add_harmless(char *line, size_t size, size_t at, const char *text)
{
    for (uint32_t code; (code = utf8_next(&text)) != 0;) {
        char bytes[4];
        size_t count = utf8_put(utf8_harmless(code) ? code : UTF8_REPLACEMENT, bytes);
        if (at + count >= size)
            break;
        memcpy(line + at, bytes, count);
        at += count;
    }
    line[at] = '\0';
    return at;
}

static size_t add_number(char *line, size_t size, size_t at, size_t number)
{
    char digits[32];
    if (number == 0)
        return at;
    snprintf(digits, sizeof digits, at > 0 ? "%zu:" : "line %zu:", number);
    return add_harmless(line, size, at, digits);
}

void error_line(const Error *error, char *line, size_t size)
{
    if (size == 0)
        return;
    line[0] = '\0';
    size_t at = add_harmless(line, size, 0, error->file);
    if (at > 0)
        at = add_harmless(line, size, at, ":");
    at = add_number(line, size, at, error->line);
    if (error->line > 0)
        at = add_number(line, size, at, error->column);
    if (at > 0)
        at = add_harmless(line, size, at, " ");
    add_harmless(line, size, at, error->message);
}

int error_status(const Error *error)
{
    switch (error->kind) {
    case ERR_NONE: return 0;
    case ERR_CLAIM: return 1;
    case ERR_USE:
    case ERR_INPUT:
    case ERR_FILE:
    case ERR_SHAPE:
    case ERR_NUMBER:
    case ERR_LIMIT: return 2;
    case ERR_STOPPED:
    case ERR_PROGRAM: break;
    }
    return 3;
}
