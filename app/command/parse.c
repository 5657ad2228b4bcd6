#include "app/command/parse.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/** The end of a command that begins at `at`: a `;`, a newline, a comment or the end, outside quotes. */
static const char *command_end(const char *at)
{
    bool quoted = false;
    for (const char *c = at; *c; c++) {
        if (*c == '"')
            quoted = !quoted;
        if (*c == '\n')
            return c;
        if (quoted)
            continue;
        if (*c == ';' || (*c == '#' && (c == at || blank(c[-1]))))
            return c;
    }
    return at + strlen(at);
}

static const char *skip_comment(const char *at)
{
    return *at == '#' ? at + strcspn(at, "\n") : at;
}

bool line_split(const char *text, LineUse each, void *context, Error *error)
{
    size_t line = 1;
    const char *line_start = text;
    for (const char *at = text; *at;) {
        while (blank(*at))
            at++;
        const char *end = command_end(at);
        const char *last = end;
        while (last > at && blank(last[-1]))
            last--;
        if (last > at) {
            Text command = {0};
            text_add_bytes(&command, at, (size_t)(last - at));
            bool good = each(command.bytes, line, (size_t)(at - line_start) + 1, context, error);
            text_free(&command);
            if (!good)
                return false;
        }
        at = skip_comment(end);
        if (*at == '\n') {
            line++;
            line_start = at + 1;
        }
        if (*at)
            at++;
    }
    return true;
}

static const Option *option_named(const Command *command, const char *name)
{
    for (const Option *option = command->option; option->name; option++)
        if (strcmp(option->name, name) == 0)
            return option;
    return NULL;
}

/** The next bare option of the row that has no word yet. */
static const Option *next_bare(const Arguments *arguments)
{
    for (const Option *option = arguments->command->option; option->name; option++)
        if (option->bare && !argument(arguments, option->name))
            return option;
    return NULL;
}

static bool unknown_option(const Command *command, const Word *word, Error *error)
{
    const char *names[OPTIONS_MAX];
    size_t count = 0;
    for (const Option *option = command->option; option->name; option++)
        if (!option->bare)
            names[count++] = option->name;
    const char *near = text_nearest(word->key, names, count);
    Text usage = {0};
    command_usage(command, &usage);
    if (near)
        fail_at(error, ERR_USE, NULL, 0, word->column, "%s has no option `%s`: did you mean `%s`? It is: %s", command->name,
                word->key, near, text_string(&usage));
    else
        fail_at(error, ERR_USE, NULL, 0, word->column, "%s has no option `%s`. It is: %s", command->name, word->key,
                text_string(&usage));
    text_free(&usage);
    return false;
}

static bool fits_choice(const Word *word, Error *error)
{
    const Option *option = word->option;
    size_t length = strlen(word->text);
    for (const char *at = option->choices; *at; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (n == length && strncmp(at, word->text, n) == 0)
            return true;
        at += n;
    }
    return fail_at(error, ERR_USE, NULL, 0, word->column, "%s `%s` is not known; it can be: %s", option->name, word->text,
                   option->choices);
}

static bool fits_name(const Word *word, Error *error)
{
    const char *text = word->text;
    bool good = isalpha((unsigned char)*text) && strlen(text) < 24;
    for (; *text; text++)
        good = good && (isalnum((unsigned char)*text) || *text == '_' || *text == '-');
    if (good)
        return true;
    return fail_at(error, ERR_USE, NULL, 0, word->column,
                   "%s `%s` is not a name: a letter, then letters, digits, _ or -, at most 23", word->option->name, word->text);
}

static bool fits_number(Word *word, Error *error)
{
    const Option *option = word->option;
    bool move = option->kind == OPTION_MOVE && (*word->text == '+' || *word->text == '-');
    bool whole = option->kind != OPTION_NUMBER;
    const char *digits = move ? word->text + 1 : word->text;
    size_t count = 0;
    char low[32], high[32];
    bool good = whole ? text_count(digits, &count) : text_number(digits, &word->number);
    if (good && whole)
        word->number = (double)count;
    if (good && move && word->number > option->high) // as far as there is
        word->number = option->high;
    if (good && (move || (word->number >= option->low && word->number <= option->high)))
        return true;
    if (!isfinite(option->low)) // what the number may be depends on what it is for
        return fail_at(error, ERR_USE, NULL, 0, word->column, "%s `%s` should be a number: %s", option->name, word->text,
                       option->help);
    text_show_number(low, sizeof low, option->low, 15);
    text_show_number(high, sizeof high, option->high, 15);
    return fail_at(error, ERR_USE, NULL, 0, word->column, "%s `%s` should be a %s from %s to %s%s", option->name, word->text,
                   whole ? "whole number" : "number", low, high, option->kind == OPTION_MOVE ? ", or +N or -N from here" : "");
}

static bool fits(Word *word, Error *error)
{
    switch (word->option->kind) {
    case OPTION_COUNT:
    case OPTION_NUMBER:
    case OPTION_MOVE:
        return fits_number(word, error);
    case OPTION_CHOICE:
        return fits_choice(word, error);
    case OPTION_NAME:
        return fits_name(word, error);
    default:
        return true;
    }
}

static bool place_word(Arguments *arguments, Word *word, Error *error)
{
    const Command *command = arguments->command;
    if (*word->key) {
        word->option = option_named(command, word->key);
        if (word->option && argument(arguments, word->key))
            return fail_at(error, ERR_USE, NULL, 0, word->column, "`%s` is given twice", word->key);
        if (!word->option && !command->open)
            return unknown_option(command, word, error);
    } else {
        word->option = next_bare(arguments);
        if (!word->option && !command->open)
            return fail_at(error, ERR_USE, NULL, 0, word->column, "%s takes no further word than that: `%s` is too much",
                           command->name, word->text);
    }
    if (word->option && !fits(word, error))
        return false;
    if (arguments->words == WORDS_MAX)
        return fail_at(error, ERR_USE, NULL, 0, word->column, "more than %d words", WORDS_MAX);
    arguments->word[arguments->words++] = *word;
    return true;
}

/** One word from *at on, quotes taken off in place; *at is moved past it. */
static bool read_word(char **at, const char *memory, Word *word, Error *error)
{
    char *out = *at, *start = *at;
    bool quoted = false;
    *word = (Word){.key = "", .text = start, .column = (size_t)(start - memory) + 1};
    for (; **at && (quoted || !blank(**at)); (*at)++) {
        if (**at == '"')
            quoted = !quoted;
        else
            *out++ = **at;
    }
    if (quoted)
        return fail_at(error, ERR_USE, NULL, 0, word->column, "the quote \" is not closed");
    if (**at)
        (*at)++;
    *out = 0;
    size_t key = strspn(start, "abcdefghijklmnopqrstuvwxyz_");
    if (key && start[key] == '=' && start[key + 1] != '=') {
        start[key] = 0;
        word->key = start;
        word->text = start + key + 1;
    }
    return true;
}

static bool nothing_missing(const Arguments *arguments, Error *error)
{
    for (const Option *option = arguments->command->option; option->name; option++)
        if (option->needed && !argument(arguments, option->name)) {
            Text usage = {0};
            command_usage(arguments->command, &usage);
            fail_at(error, ERR_USE, NULL, 0, 0, "%s needs %s (%s). It is: %s", arguments->command->name, option->name,
                    option->help, text_string(&usage));
            text_free(&usage);
            return false;
        }
    return true;
}

static bool unknown_command(const char *name, Error *error)
{
    const char *names[96];
    size_t count = 0;
    for (const Command *command; count < 96 && (command = command_at(count)); count++)
        names[count] = command->name;
    const char *near = text_nearest(name, names, count);
    if (near)
        return fail_at(error, ERR_USE, NULL, 0, 1, "there is no command `%.40s`: did you mean `%s`?", name, near);
    return fail_at(error, ERR_USE, NULL, 0, 1, "there is no command `%.40s`; `help` lists them", name);
}

bool arguments_parse(const char *line, Arguments *arguments, Error *error)
{
    *arguments = (Arguments){.rest = ""};
    char *memory = arguments->memory = memory_copy_text(line);
    char *at = memory + strspn(memory, " \t");
    char *name = at;
    at += strcspn(at, " \t\r");
    if (*at)
        *at++ = 0;
    arguments->command = command_find(name);
    if (!arguments->command) {
        unknown_command(name, error);
        arguments_free(arguments);
        return false;
    }
    at += strspn(at, " \t\r");
    arguments->rest = at;
    arguments->rest_column = (size_t)(at - memory) + 1;
    bool good = true;
    while (good && !arguments->command->whole_line && *at) {
        Word word;
        good = read_word(&at, memory, &word, error) && place_word(arguments, &word, error);
        at += strspn(at, " \t\r");
    }
    if (good)
        good = nothing_missing(arguments, error);
    if (!good)
        arguments_free(arguments);
    return good;
}

void arguments_free(Arguments *arguments)
{
    free(arguments->memory);
    *arguments = (Arguments){.rest = ""};
}

const Word *argument(const Arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->words; i++) {
        const Word *word = &arguments->word[i];
        if (word->option ? strcmp(word->option->name, name) == 0 : strcmp(word->key, name) == 0 && *name)
            return word;
    }
    return NULL;
}

const char *argument_text(const Arguments *arguments, const char *name, const char *otherwise)
{
    const Word *word = argument(arguments, name);
    return word ? word->text : otherwise;
}

double argument_number(const Arguments *arguments, const char *name, double otherwise)
{
    const Word *word = argument(arguments, name);
    return word ? word->number : otherwise;
}

size_t argument_count(const Arguments *arguments, const char *name, size_t otherwise)
{
    const Word *word = argument(arguments, name);
    return word ? (size_t)word->number : otherwise;
}

bool argument_given(const Arguments *arguments, const char *name)
{
    return argument(arguments, name) != NULL;
}

const Word *argument_extra(const Arguments *arguments, size_t index)
{
    for (size_t i = 0; i < arguments->words; i++)
        if (!arguments->word[i].option && index-- == 0)
            return &arguments->word[i];
    return NULL;
}
