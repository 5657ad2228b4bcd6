#include "lessons/field.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

enum { KEYS_MAX = 8 };

void fields_free(Fields *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        text_free(&fields->field[i].value);
    free(fields->field);
    *fields = (Fields){0};
}

const Field *fields_first(const Fields *fields, const char *key)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->field[i].key, key) == 0)
            return &fields->field[i];
    return NULL;
}

char **fields_collect(const Fields *fields, const char *key, size_t *count)
{
    char **values = NULL;
    size_t room = 0;
    *count = 0;
    for (size_t i = 0; i < fields->count; i++) {
        if (strcmp(fields->field[i].key, key) != 0)
            continue;
        values = memory_grow(values, &room, *count + 1, sizeof *values);
        values[(*count)++] = memory_copy_text(text_string(&fields->field[i].value));
    }
    return values;
}

static const FieldRule *find_rule(const FieldRule *rules, const char *key)
{
    for (; rules->key; rules++)
        if (strcmp(rules->key, key) == 0)
            return rules;
    return NULL;
}

static bool unknown_key(const char *path, size_t line, const char *what, const FieldRule *rules, const char *key,
                        Error *error)
{
    const char *names[KEYS_MAX];
    Text known = {0};
    size_t count = 0;
    for (; rules[count].key && count < KEYS_MAX; count++) {
        names[count] = rules[count].key;
        text_addf(&known, "%s%s", count ? ", " : "", names[count]);
    }
    const char *near = text_nearest(key, names, count);
    if (near)
        fail_at(error, ERR_INPUT, path, line, 1, "a %s has no '%.40s'; did you mean '%s'?", what, key, near);
    else
        fail_at(error, ERR_INPUT, path, line, 1, "a %s has no '%.40s'; it has %s", what, key, text_string(&known));
    text_free(&known);
    return false;
}

/* A value over several lines is one line to everybody above: joined by a blank. */
static void continue_value(Field *field, const char *more)
{
    if (field->value.length > 0)
        text_add(&field->value, " ");
    text_add(&field->value, more);
}

static void add_field(Fields *fields, size_t *room, const Field *field, const char *value)
{
    fields->field = memory_grow(fields->field, room, fields->count + 1, sizeof *field);
    fields->field[fields->count] = *field;
    text_add(&fields->field[fields->count++].value, value);
}

/* One `key: value` line; line is cut in place. */
static bool parse_line(const char *path, const char *what, const FieldRule *rules, char *line, size_t number,
                       Fields *fields, size_t *room, Error *error)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return fail_at(error, ERR_INPUT, path, number, 1, "expected 'key: value' in this %s", what);
    *colon = '\0';
    const char *key = line_trim(line);
    const FieldRule *rule = find_rule(rules, key);
    if (!rule)
        return unknown_key(path, number, what, rules, key, error);
    if (!rule->many && fields_first(fields, rule->key))
        return fail_at(error, ERR_INPUT, path, number, 1, "a second '%s' in this %s", rule->key, what);
    char *value = line_trim(colon + 1);
    size_t column = (size_t)(value - line) + 1;
    add_field(fields, room, &(Field){.key = rule->key, .line = number, .column = column}, value);
    return true;
}

static bool check_complete(const LiveText *text, const char *what, const FieldRule *rules, const Fields *fields,
                           Error *error)
{
    for (size_t i = 0; i < fields->count; i++) {
        const Field *field = &fields->field[i];
        if (field->value.length == 0)
            return fail_at(error, ERR_INPUT, text->path, field->line, field->column, "'%s' says nothing", field->key);
    }
    for (; rules->key; rules++)
        if (rules->required && !fields_first(fields, rules->key))
            return fail_at(error, ERR_INPUT, text->path, text->line - 1, 1, "this %s has no '%s'", what, rules->key);
    return true;
}

bool fields_parse(const LiveText *text, const char *what, const FieldRule *rules, Fields *fields, Error *error)
{
    *fields = (Fields){0};
    Text line = {0};
    const char *cursor = text->bytes;
    size_t number = text->line - 1, room = 0;
    bool good = true;
    while (good && line_next(&cursor, &number, &line)) {
        bool indented = line.length > 0 && line.bytes[0] == ' ';
        char *string = line.bytes ? line_trim(line.bytes) : NULL;
        if (!string || !*string)
            continue;
        if (indented && fields->count > 0)
            continue_value(&fields->field[fields->count - 1], string);
        else
            good = parse_line(text->path, what, rules, string, number, fields, &room, error);
    }
    text_free(&line);
    good = good && check_complete(text, what, rules, fields, error);
    if (!good)
        fields_free(fields);
    return good;
}
