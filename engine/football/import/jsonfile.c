#include "engine/football/import/jsonfile.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct Reader {
    const char *name, *bytes;
    size_t count, at;
    size_t line, counted; // newlines before `counted` are in line
} Reader;

static Reader open_reader(const char *name, const char *bytes, size_t count)
{
    const size_t mark = text_mark(bytes, count);
    return (Reader){name, bytes, count, mark, 1, mark};
}

static size_t line_at(Reader *reader, size_t offset)
{
    for (; reader->counted < offset && reader->counted < reader->count; reader->counted++)
        reader->line += reader->bytes[reader->counted] == '\n';
    return reader->line;
}

static size_t column_at(const Reader *reader, size_t offset)
{
    size_t begin = offset > reader->count ? reader->count : offset;
    size_t end = begin;
    while (begin > 0 && reader->bytes[begin - 1] != '\n')
        begin--;
    return end - begin + 1;
}

static bool fail_here(Reader *reader, size_t offset, Error *error, const char *message)
{
    return fail_at(error, ERR_INPUT, reader->name, line_at(reader, offset), column_at(reader, offset), "%s", message);
}

/** skip - blanks; the byte behind them, 0 at the end. */
static char skip(Reader *reader)
{
    while (reader->at < reader->count && strchr(" \t\r\n", reader->bytes[reader->at]) && reader->bytes[reader->at])
        reader->at++;
    return reader->at < reader->count ? reader->bytes[reader->at] : 0;
}

/** value - the next one, new; NULL with the error. */
static json_t *value(Reader *reader, size_t *line, Error *error)
{
    json_error_t wrong;
    skip(reader);
    *line = line_at(reader, reader->at);
    json_t *node = json_loadb(reader->bytes + reader->at, reader->count - reader->at,
                              JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY, &wrong);
    if (!node) {
        char message[300];
        snprintf(message, sizeof message, "not JSON: %.160s; expected the whole file as the provider wrote it",
                 wrong.text);
        fail_here(reader, reader->at + (wrong.position > 0 ? (size_t)wrong.position - 1 : 0), error, message);
        return NULL;
    }
    reader->at += (size_t)wrong.position;
    return node;
}

static bool give(Reader *reader, JsonTake *take, void *to, const char *key, size_t index, Error *error)
{
    size_t line;
    json_t *node = value(reader, &line, error);
    bool good = node && take(to, &(JsonItem){reader->name, key, node, line, index}, error);
    json_decref(node);
    return good;
}

/** more - over the comma or the closing bracket; *end when it was that. */
static bool more(Reader *reader, char closing, bool *end, Error *error)
{
    char byte = skip(reader), message[80];
    *end = byte == closing;
    if (byte == ',' || *end) {
        reader->at++;
        return true;
    }
    snprintf(message, sizeof message, "not JSON: expected a comma or %c here%s", closing,
             byte ? "" : ", but the file ends");
    return fail_here(reader, reader->at, error, message);
}

static bool give_list(Reader *reader, JsonTake *take, void *to, Error *error)
{
    bool end = false;
    reader->at++;
    if (skip(reader) == ']') {
        reader->at++;
        return true;
    }
    for (size_t index = 1; !end; index++)
        if (!give(reader, take, to, NULL, index, error) || !more(reader, ']', &end, error))
            return false;
    return true;
}

static bool give_member(Reader *reader, const char *list, JsonTake *take, void *to, Error *error)
{
    size_t line;
    json_t *key = skip(reader) == '"' ? value(reader, &line, error) : NULL;
    bool good = key != NULL;
    if (!good && !error->kind)
        fail_here(reader, reader->at, error, "not JSON: expected the name of a member in quotes");
    if (good && skip(reader) != ':')
        good = fail_here(reader, reader->at, error, "not JSON: expected a colon here");
    if (good) {
        reader->at++;
        bool is_list = skip(reader) == '[' && list && strcmp(json_string_value(key), list) == 0;
        good = is_list ? give_list(reader, take, to, error) : give(reader, take, to, json_string_value(key), 0, error);
    }
    json_decref(key);
    return good;
}

static bool give_object(Reader *reader, const char *list, JsonTake *take, void *to, Error *error)
{
    bool end = false;
    reader->at++;
    if (skip(reader) == '}') {
        reader->at++;
        return true;
    }
    while (!end)
        if (!give_member(reader, list, take, to, error) || !more(reader, '}', &end, error))
            return false;
    return true;
}

bool jsonfile_each(const char *name, const char *bytes, size_t count, const char *list, JsonTake *take, void *to,
                   Error *error)
{
    Reader reader = open_reader(name, bytes, count);
    char first = skip(&reader);
    if (first != '[' && first != '{')
        return fail_here(&reader, reader.at, error, "not JSON: expected [ or { at the beginning");
    if (!(first == '[' ? give_list(&reader, take, to, error) : give_object(&reader, list, take, to, error)))
        return false;
    return skip(&reader) == 0 && reader.at == reader.count
               ? true
               : fail_here(&reader, reader.at, error, "not JSON: expected nothing behind the closing bracket");
}

bool jsonfile_lines(const char *name, const char *bytes, size_t count, JsonTake *take, void *to, Error *error)
{
    Reader reader = open_reader(name, bytes, count);
    for (size_t index = 1; skip(&reader), reader.at < reader.count; index++)
        if (!give(&reader, take, to, NULL, index, error))
            return false;
    return true;
}

const JsonNode *jsonfile_member(const JsonNode *node, const char *key)
{
    return json_object_get(node, key);
}

const JsonNode *jsonfile_element(const JsonNode *node, size_t index)
{
    return json_array_get(node, index);
}

size_t jsonfile_count(const JsonNode *node)
{
    return json_array_size(node);
}

const char *jsonfile_string(const JsonNode *node)
{
    return json_string_value(node);
}

bool jsonfile_double(const JsonNode *node, double *number)
{
    if (!json_is_number(node))
        return false;
    *number = json_number_value(node);
    return isfinite(*number);
}

const char *jsonfile_text(const JsonNode *node, const char *key)
{
    return json_string_value(json_object_get(node, key));
}

bool jsonfile_number(const JsonNode *node, const char *key, double *number)
{
    return jsonfile_double(json_object_get(node, key), number);
}

bool jsonfile_whole(const JsonNode *node, const char *key, int *number)
{
    const json_t *member = json_object_get(node, key);
    json_int_t value = json_integer_value(member);
    if (!json_is_integer(member) || value < -1000000000 || value > 1000000000)
        return false;
    *number = (int)value;
    return true;
}

bool jsonfile_id(const JsonNode *node, const char *key, char *id, size_t size)
{
    const json_t *member = json_object_get(node, key);
    if (json_is_integer(member))
        snprintf(id, size, "%" JSON_INTEGER_FORMAT, json_integer_value(member));
    else if (json_is_string(member) && json_string_length(member) > 0)
        snprintf(id, size, "%s", json_string_value(member));
    else
        return false;
    return true;
}

bool jsonfile_members(const JsonNode *node, JsonTake *take, void *to, Error *error)
{
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)(uintptr_t)node, key,
                        member) if (!take(to, &(JsonItem){"", key, member, 0, 0}, error)) return false;
    return true;
}

bool jsonfile_fail(const JsonItem *item, Error *error, const char *format, ...)
{
    char message[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return fail_at(error, ERR_INPUT, item->name, item->line, 0, "%s", message);
}
