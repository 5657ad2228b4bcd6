/* Growing text, numbers in and out, near names.
 * Knows: nothing of files or screens. */
#ifndef BACKPASS_BASE_TEXT_H
#define BACKPASS_BASE_TEXT_H

#include "engine/base/error.h"
#include "engine/base/utf8.h"

/** Text - bytes that grow; `bytes` is NULL or ends in a 0 that `length` does not count. {0} is an empty one. */
typedef struct Text {
    char *bytes;
    size_t length;
    size_t capacity;
} Text;

void text_free(Text *text);
void text_clear(Text *text);
const char *text_string(const Text *text); // inside; "" when empty
void text_add(Text *text, const char *string);
void text_add_bytes(Text *text, const char *bytes, size_t count);
void text_addf(Text *text, const char *format, ...) PRINTF_LIKE(2, 3);

/** text_add_visible - add untrusted bytes: invalid UTF-8, control characters (C0 save newline and tab when keep_lines,
 *  DEL, C1) and bidirectional overrides become U+FFFD, so that nothing from a file can drive a terminal. */
void text_add_visible(Text *text, const char *bytes, size_t count, bool keep_lines);

/** text_number - the whole string as a finite number with a decimal point, whatever the locale ("1e-3", "-.5"). */
bool text_number(const char *string, double *number) MUST_USE;
/** text_count - the whole string as a decimal count 0 … SIZE_MAX, digits only. */
bool text_count(const char *string, size_t *count) MUST_USE;

/** text_show_number - at most `digits` significant digits, shortest form, e.g. "0.0123", "3.1e-09", "-12", "0".
 *  Round trip at 17. Not finite: "nan", "inf", "-inf". 25 bytes are always enough; where size is too small
 *  out is filled with '#', since a number cut short would be another number. */
void text_show_number(char *out, size_t size, double number, int digits);

/** text_nearest - the name nearest to `wanted` when near enough to suggest, otherwise NULL. inside */
const char *text_nearest(const char *wanted, const char *const *names, size_t count);

/** text_mark - how many bytes a byte-order mark takes at the beginning: 3, or 0 where there is none. */
size_t text_mark(const char *bytes, size_t count);

/** text_same - equal but for ASCII case. */
bool text_same(const char *a, const char *b);

#endif
