/* What went wrong, and where.
 * Knows: nothing but C. Every fallible function of the project fills one of these; engine/ and lessons/ never print. */
#ifndef BACKPASS_BASE_ERROR_H
#define BACKPASS_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

typedef enum ErrorKind {
    ERR_NONE,
    ERR_USE,     // a command, option or expression that is wrong
    ERR_INPUT,   // a file, number or text that is wrong
    ERR_FILE,    // the system refused a file: missing, unreadable, disk full
    ERR_SHAPE,   // sizes that do not fit each other
    ERR_NUMBER,  // a result that is no longer a finite number
    ERR_LIMIT,   // would need more memory or time than is allowed
    ERR_STOPPED, // the user stopped it
    ERR_CLAIM,   // a claim does not hold
    ERR_PROGRAM  // the program itself failed
} ErrorKind;

typedef struct Error {
    ErrorKind kind;
    char file[256]; // "" where no file is meant
    size_t line;    // from 1; 0 where no line is meant
    size_t column;  // from 1; 0 where no column is meant
    char message[512];
} Error;

/** fail - fill the error (borrowed format), keep the first failure if one is already there; returns false always,
 *  so that a function can end with `return fail(error, ERR_SHAPE, "...")`. */
bool fail(Error *error, ErrorKind kind, const char *format, ...) PRINTF_LIKE(3, 4);

/** fail_at - the same with a place. file may be NULL, line and column 0. */
bool fail_at(Error *error, ErrorKind kind, const char *file, size_t line, size_t column, const char *format, ...)
    PRINTF_LIKE(6, 7);

/** error_place - give a place to an error that has none yet (a caller further up knows the file). */
void error_place(Error *error, const char *file, size_t line, size_t column);

/** error_clear - ready for the next attempt. */
void error_clear(Error *error);

/** error_line - "file:line:column: message" in one line, control characters made visible; written into line. */
void error_line(const Error *error, char *line, size_t size);

/** error_status - the exit status the program owes: 0 none, 1 a claim, 2 wrong use or bad input, 3 the program. */
int error_status(const Error *error);

#endif
