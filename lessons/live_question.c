#include "lessons/live.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "lessons/field.h"

static const FieldRule RULES[] = {{"ask", true, false},      {"answer", true, false}, {"accept", false, false},
                                  {"choices", false, false}, {"refuse", false, true}, {"hint", false, true},
                                  {NULL, false, false}};
static const char ACCEPT_FORMS[] = "'within a factor of 10', 'within 5 %', 'within 0.1' or 'exactly'";

static const char *after_prefix(const char *string, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(string, prefix, length) == 0 ? string + length : NULL;
}

/* string is cut in place before a final %. */
static bool parse_margin(char *string, Question *question)
{
    const char *number = NULL;
    size_t length = strlen(string);
    bool percent = length > 0 && string[length - 1] == '%';
    if (percent)
        string[length - 1] = '\0';
    if ((number = after_prefix(string, "within a factor of ")) != NULL)
        question->accept = ACCEPT_FACTOR;
    else if ((number = after_prefix(string, "within ")) != NULL)
        question->accept = ACCEPT_ABSOLUTE;
    else
        return strcmp(string, "exactly") == 0 && !percent;
    if (percent && question->accept == ACCEPT_FACTOR)
        return false;
    if (percent)
        question->accept = ACCEPT_PERCENT;
    char *copy = memory_copy_text(number);
    bool good = text_number(line_trim(copy), &question->margin);
    free(copy);
    return good && question->margin >= (question->accept == ACCEPT_FACTOR ? 1.0 : 0.0);
}

static bool parse_accept(const char *path, const Field *field, Question *question, Error *error)
{
    question->accept = question->choices > 0 ? ACCEPT_CHOICE : ACCEPT_ABSOLUTE;
    if (!field)
        return true;
    if (question->choices > 0)
        return fail_at(error, ERR_INPUT, path, field->line, field->column, "a question with choices needs no 'accept'");
    char *copy = memory_copy_text(text_string(&field->value));
    bool good = parse_margin(copy, question);
    free(copy);
    if (good)
        return true;
    return fail_at(error, ERR_INPUT, path, field->line, field->column, "expected %s", ACCEPT_FORMS);
}

/* `a | b | c`; the field's own copy is cut. */
static bool parse_choices(const char *path, const Field *field, Question *question, Error *error)
{
    if (!field)
        return true;
    char *copy = memory_copy_text(text_string(&field->value));
    size_t room = 0;
    bool good = true;
    for (char *rest = copy; good && rest;) {
        char *bar = strchr(rest, '|');
        if (bar)
            *bar++ = '\0';
        const char *choice = line_trim(rest);
        good = *choice != '\0';
        question->choice = memory_grow(question->choice, &room, question->choices + 1, sizeof *question->choice);
        question->choice[question->choices++] = memory_copy_text(choice);
        rest = bar;
    }
    free(copy);
    if (good && question->choices >= 2)
        return true;
    return fail_at(error, ERR_INPUT, path, field->line, field->column,
                   "expected two choices or more: 'it grows | it shrinks'");
}

/* `1, 40`, given once or more often. */
static bool parse_refuse(const char *path, const Field *field, Question *question, size_t *room, Error *error)
{
    char *copy = memory_copy_text(text_string(&field->value));
    bool good = true;
    for (char *rest = copy; good && rest;) {
        char *comma = strchr(rest, ',');
        if (comma)
            *comma++ = '\0';
        double number = 0;
        good = text_number(line_trim(rest), &number);
        question->refuse = memory_grow(question->refuse, room, question->refuses + 1, sizeof number);
        question->refuse[question->refuses++] = number;
        rest = comma;
    }
    free(copy);
    if (good)
        return true;
    return fail_at(error, ERR_INPUT, path, field->line, field->column, "expected numbers with commas between: '1, 40'");
}

static bool fill_question(const char *path, const Fields *fields, Question *question, Error *error)
{
    question->ask = memory_copy_text(text_string(&fields_first(fields, "ask")->value));
    question->answer = memory_copy_text(text_string(&fields_first(fields, "answer")->value));
    question->hint = fields_collect(fields, "hint", &question->hints);
    if (!parse_choices(path, fields_first(fields, "choices"), question, error))
        return false;
    if (!parse_accept(path, fields_first(fields, "accept"), question, error))
        return false;
    size_t room = 0;
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->field[i].key, "refuse") == 0 &&
            !parse_refuse(path, &fields->field[i], question, &room, error))
            return false;
    return true;
}

bool live_question(const LiveText *text, Question *question, Error *error)
{
    Fields fields;
    if (!fields_parse(text, "question", RULES, &fields, error))
        return false;
    question->line = text->line - 1;
    bool good = fill_question(text->path, &fields, question, error);
    fields_free(&fields);
    return good;
}
