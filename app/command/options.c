#include "app/command/options.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/file.h"

typedef struct Choice { const char *option, *choices; } Choice;
static const Choice CHOICES[] = {
    {"glyphs", "auto utf8 ascii blocks"}, {"colors", "auto 0 16 256 true"}, {"background", "dark light"},
    {"palette", "rdbu puor"},      {"writes", "refuse allow"},
};
enum { OPTION_COUNT_ALL = sizeof CHOICES / sizeof CHOICES[0] };

const char *option_choices(const char *name)
{
    for (size_t i = 0; i < OPTION_COUNT_ALL; i++)
        if (strcmp(CHOICES[i].option, name) == 0)
            return CHOICES[i].choices;
    return "";
}

const char *option_name(size_t index)
{
    return index < OPTION_COUNT_ALL ? CHOICES[index].option : NULL;
}

bool option_is(const char *name)
{
    return *option_choices(name) != 0;
}

const char *option_list(void)
{
    return "glyphs, colors, background, palette, writes";
}

/** Which of the blank-separated choices it is, from 0; −1 for none. */
static int which(const char *choices, const char *choice)
{
    size_t length = strlen(choice);
    for (int i = 0; *choices; i++, choices += strspn(choices, " ")) {
        size_t n = strcspn(choices, " ");
        if (n == length && strncmp(choices, choice, n) == 0)
            return i;
        choices += n;
    }
    return -1;
}

bool option_set(Options *options, const char *name, const char *choice, Error *error)
{
    int at = which(option_choices(name), choice);
    if (at < 0)
        return fail(error, ERR_USE, "%s can be: %s; not `%.40s`", name, option_choices(name), choice);
    if (strcmp(name, "glyphs") == 0)
        options->glyphs = (Glyphs)at;
    else if (strcmp(name, "background") == 0)
        options->look.background = (Background)at;
    else if (strcmp(name, "palette") == 0)
        options->look.palette = (Palette)at;
    else if (strcmp(name, "writes") == 0)
        options->writes_allowed = at == 1;
    else {
        options->depth_auto = at == 0;
        if (at > 0)
            options->look.depth = (Depth)(at - 1);
    }
    return true;
}

static bool read_line(Options *options, const char *path, size_t number, const char *line, Error *error)
{
    char name[32], choice[32], rest[2];
    if (!*line || *line == '#')
        return true;
    if (sscanf(line, "set %31s %31s %1s", name, choice, rest) != 2 || !option_is(name))
        return fail_at(error, ERR_INPUT, path, number, 1, "expected `set OPTION CHOICE` with one of %s", option_list());
    if (option_set(options, name, choice, error))
        return true;
    error_place(error, path, number, 1);
    return false;
}

bool options_read(Options *options, const char *path, Error *error)
{
    Text text = {0};
    if (!file_exists(path))
        return true;
    bool good = file_read(path, 1 << 16, &text, error);
    size_t number = 1;
    for (char *at = text.bytes, *end; good && at && *at; at = end ? end + 1 : NULL, number++) {
        end = strchr(at, '\n');
        if (end)
            *end = 0;
        good = read_line(options, path, number, at, error);
    }
    text_free(&text);
    return good;
}

/** The i-th of blank-separated choices. */
static void add_choice(Text *text, const char *name, int at)
{
    const char *choice = option_choices(name);
    for (; at > 0; at--) {
        choice += strcspn(choice, " ");
        choice += strspn(choice, " ");
    }
    text_addf(text, "set %s %.*s\n", name, (int)strcspn(choice, " "), choice);
}

void options_text(const Options *options, Text *text)
{
    add_choice(text, "glyphs", (int)options->glyphs);
    add_choice(text, "colors", options->depth_auto ? 0 : (int)options->look.depth + 1);
    add_choice(text, "background", (int)options->look.background);
    add_choice(text, "palette", (int)options->look.palette);
}
