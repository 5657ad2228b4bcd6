#include "engine/base/utf8.h"

static bool is_tail(char byte)
{
    return ((unsigned char)byte & 0xC0u) == 0x80u;
}

/* How many bytes a lead byte announces; 0 for a byte that leads nothing (a tail, C0, C1, F5 and above). */
static size_t announced(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
}

size_t utf8_decode(const char *bytes, size_t count, uint32_t *code)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (count == 0)
        return 0;
    unsigned char lead = (unsigned char)bytes[0];
    size_t length = announced(lead);
    if (length == 0 || length > count)
        return 0;
    uint32_t value = length == 1 ? lead : lead & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (!is_tail(bytes[i]))
            return 0;
        value = value << 6 | ((unsigned char)bytes[i] & 0x3Fu);
    }
    if (value < smallest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code = value;
    return length;
}

uint32_t utf8_next(const char **cursor)
{
    size_t count = 0;
    while (count < 4 && (*cursor)[count] != '\0')
        count++;
    if (count == 0)
        return 0;
    uint32_t code = UTF8_REPLACEMENT;
    size_t length = utf8_decode(*cursor, count, &code);
    *cursor += length > 0 ? length : 1;
    return code;
}

size_t utf8_put(uint32_t code, char buffer[4])
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = UTF8_REPLACEMENT;
    if (code < 0x80) {
        buffer[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, code >>= 6)
        buffer[i] = (char)(0x80u | (code & 0x3Fu));
    buffer[0] = (char)((0xF00u >> length & 0xF0u) | code);
    return length;
}

bool utf8_valid(const char *bytes, size_t count, size_t *bad)
{
    size_t at = 0;
    while (at < count && bytes[at] != '\0') {
        uint32_t code;
        size_t length = utf8_decode(bytes + at, count - at, &code);
        if (length == 0)
            break;
        at += length;
    }
    if (bad != NULL)
        *bad = at;
    return at == count;
}

bool utf8_harmless(uint32_t code)
{
    bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    bool separator = code == 0x2028 || code == 0x2029;
    bool bidirectional = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    return !control && !separator && !bidirectional;
}
