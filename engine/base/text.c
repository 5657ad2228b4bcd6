#include "engine/base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

void text_free(Text *text)
{
    free(text->bytes);
    *text = (Text){0};
}

void text_clear(Text *text)
{
    text->length = 0;
    if (text->bytes != NULL)
        text->bytes[0] = '\0';
}

const char *text_string(const Text *text)
{
    return text->bytes != NULL ? text->bytes : "";
}

/* Room for count bytes more and the 0 behind them. */
static void reserve(Text *text, size_t count)
{
    if (count >= SIZE_MAX - text->length)
        abort();
    text->bytes = memory_grow(text->bytes, &text->capacity, text->length + count + 1, 1);
}

void text_add(Text *text, const char *string)
{
    text_add_bytes(text, string, strlen(string));
}

void text_add_bytes(Text *text, const char *bytes, size_t count)
{
    reserve(text, count);
    if (count > 0)
        memcpy(text->bytes + text->length, bytes, count);
    text->length += count;
    text->bytes[text->length] = '\0';
}

void text_addf(Text *text, const char *format, ...)
{
    assert(format != NULL);
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int count = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (count > 0) {
        reserve(text, (size_t)count);
        vsnprintf(text->bytes + text->length, (size_t)count + 1, format, again);
        text->length += (size_t)count;
    }
    va_end(again);
}

void text_add_visible(Text *text, const char *bytes, size_t count, bool keep_lines)
{
    for (size_t at = 0, length; at < count; at += length) {
        uint32_t code = UTF8_REPLACEMENT;
        char encoded[4];
        length = utf8_decode(bytes + at, count - at, &code);
        if (length == 0)
            length = 1;
        bool layout = keep_lines && (code == '\n' || code == '\t');
        size_t size = utf8_put(layout || utf8_harmless(code) ? code : UTF8_REPLACEMENT, encoded);
        text_add_bytes(text, encoded, size);
    }
}

size_t text_mark(const char *bytes, size_t count)
{
    return count >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}
