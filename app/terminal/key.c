#include "app/terminal/key.h"

#include <wchar.h>

#include "engine/base/utf8.h"

Key key_plain(KeyKind kind)
{
    return (Key){.kind = kind};
}

static Key key_named(NamedKey name)
{
    return (Key){.kind = KEY_NAMED, .named = name};
}

static Key key_of_text(uint32_t code)
{
    switch (code) {
    case '\r':
    case '\n': return key_named(NAMED_ENTER);
    case '\t': return key_named(NAMED_TAB);
    case 0x1B: return key_named(NAMED_ESCAPE);
    case 0x08:
    case 0x7F: return key_named(NAMED_BACKSPACE);
    default: return (Key){.kind = KEY_TEXT, .text = code};
    }
}

static size_t announced(unsigned char lead)
{
    return lead < 0xC2 || lead >= 0xF5 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* The key when the byte completes one. Own work, because curses loses a character that comes in two pieces. */
static Key key_of_byte(KeyReader *reader, int byte)
{
    if (!reader->utf8) {
        wint_t wide = btowc(byte);
        return key_of_text(wide == WEOF ? UTF8_REPLACEMENT : (uint32_t)wide);
    }
    uint32_t code = UTF8_REPLACEMENT;
    if ((byte & 0xC0) != 0x80)
        reader->count = 0; // a character before it that was broken off is forgotten
    reader->bytes[reader->count++] = (char)byte;
    if (reader->count < announced((unsigned char)reader->bytes[0]))
        return key_plain(KEY_NONE);
    size_t length = utf8_decode(reader->bytes, reader->count, &code);
    reader->count = 0;
    return key_of_text(length > 0 ? code : UTF8_REPLACEMENT);
}

static Key key_of_code(KeyReader *reader, int code)
{
    if (code < CODE_NAMED)
        return key_of_byte(reader, code);
    return code < CODE_PASTE_BEGIN ? key_named((NamedKey)(code - CODE_NAMED)) : key_plain(KEY_NONE);
}

static Key key_pasted(Key key)
{
    if (key.kind == KEY_NAMED && key.named == NAMED_ENTER)
        key = (Key){.kind = KEY_TEXT, .text = '\n'};
    else if (key.kind == KEY_NAMED && key.named == NAMED_TAB)
        key = (Key){.kind = KEY_TEXT, .text = '\t'};
    else if (key.kind == KEY_NAMED)
        key = key_plain(KEY_NONE);
    key.pasted = true;
    return key;
}

static Key key_after_escape(KeyReader *reader, int (*next)(void *context), void *context)
{
    int code = next(context);
    if (code == CODE_NONE)
        return key_named(NAMED_ESCAPE);
    Key key = key_of_code(reader, code);
    while (key.kind == KEY_NONE && code < CODE_NAMED && (code = next(context)) != CODE_NONE)
        key = key_of_code(reader, code);
    key.alt = true;
    return key;
}

Key key_read(KeyReader *reader, int (*next)(void *context), void *context, bool *came)
{
    int code = next(context);
    *came = code != CODE_NONE;
    if (code == CODE_PASTE_BEGIN || code == CODE_PASTE_END)
        reader->pasting = code == CODE_PASTE_BEGIN;
    if (code == CODE_NONE || code >= CODE_PASTE_BEGIN)
        return key_plain(KEY_NONE);
    if (reader->pasting)
        return code < CODE_NAMED ? key_pasted(key_of_byte(reader, code)) : key_plain(KEY_NONE);
    if (code == 0x1B && reader->count == 0)
        return key_after_escape(reader, next, context);
    return key_of_code(reader, code);
}
