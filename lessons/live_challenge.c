#include "lessons/live.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "lessons/field.h"

static const FieldRule RULES[] = {{"task", true, false},
                                  {"goal", true, false},
                                  {"solution", true, true},
                                  {"hint", false, true},
                                  {NULL, false, false}};

static bool add_solution(const char *path, const Field *field, Challenge *challenge, size_t *room, Error *error)
{
    if (!live_no_seed(path, text_string(&field->value), field->line, error))
        return false;
    char *copy = memory_copy_text(text_string(&field->value));
    for (char *rest = copy; rest;) {
        char *end = strchr(rest, ';');
        if (end)
            *end++ = '\0';
        const char *command = line_trim(rest);
        rest = end;
        if (!*command)
            continue;
        challenge->solution = memory_grow(challenge->solution, room, challenge->solutions + 1, sizeof(SourceLine));
        challenge->solution[challenge->solutions++] = (SourceLine){memory_copy_text(command), field->line};
    }
    free(copy);
    return true;
}

static bool fill_challenge(const char *path, const Fields *fields, Challenge *challenge, Error *error)
{
    challenge->task = memory_copy_text(text_string(&fields_first(fields, "task")->value));
    challenge->goal = memory_copy_text(text_string(&fields_first(fields, "goal")->value));
    challenge->hint = fields_collect(fields, "hint", &challenge->hints);
    size_t room = 0;
    const Field *first = fields_first(fields, "solution");
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->field[i].key, "solution") == 0 &&
            !add_solution(path, &fields->field[i], challenge, &room, error))
            return false;
    if (challenge->solutions > 0)
        return true;
    return fail_at(error, ERR_INPUT, path, first->line, first->column, "this solution has no command");
}

bool live_challenge(const LiveText *text, Challenge *challenge, Error *error)
{
    Fields fields;
    if (!fields_parse(text, "challenge", RULES, &fields, error))
        return false;
    challenge->line = text->line - 1;
    bool good = fill_challenge(text->path, &fields, challenge, error);
    fields_free(&fields);
    return good;
}
