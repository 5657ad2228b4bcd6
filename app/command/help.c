#include "app/command/help.h"

#include <stdio.h>
#include <string.h>

#include "app/command/keys.h"
#include "app/command/table.h"
#include "app/view/view.h"
#include "engine/football/simulator.h"

/** A name and what it is, the name padded by columns. */
static void row(Text *text, const char *name, size_t width, const char *what)
{
    size_t columns = utf8_columns(name);
    text_addf(text, "  %s%*s  %s\n", name, columns < width ? (int)(width - columns) : 0, "", what);
}

static void help_commands(Text *text)
{
    const Command *command;
    Group group = GROUPS;
    for (size_t i = 0; (command = command_at(i)); i++) {
        if (command->group != group)
            text_addf(text, "%s%s\n", i ? "\n" : "", group_title(command->group));
        group = command->group;
        row(text, command->name, 9, command->help);
    }
    text_add(text, "\n`help NAME` says more of a command, a view or a quantity; topics: quantities, functions, symbols, keys, views, sequences.\n");
}

static void help_quantities(Text *text)
{
    const NameInfo *info;
    char name[64];
    for (size_t i = 0; (info = probe_name(i)); i++) {
        snprintf(name, sizeof name, "%s%s", info->name, info->indices);
        row(text, name, 24, info->what);
    }
    text_add(text, "\nModels in front: rnn:h[5]. Ranges: h[1:20][2]. Steps run from 1 to T, step 0 is the initial state.\n");
}

static void help_functions(Text *text)
{
    const NameInfo *info;
    char name[64];
    for (size_t i = 0; (info = probe_function(i)); i++) {
        snprintf(name, sizeof name, "%s%s", info->name, info->indices);
        row(text, name, 24, info->what);
    }
    text_add(text, "\nOperators: + - * / ^  < <= > >= == !=  and or not  ( )\n");
}

/** What is no quantity, but stands in the formulas. */
typedef struct Sign { const char *sign, *what; } Sign;
static const Sign SIGNS[] = {
    {"σ", "the sigmoid 1/(1 + e⁻ˣ): what a gate bends with, from 0 to 1"},
    {"⊙", "element by element: unit 1 times unit 1, unit 2 times unit 2 …"},
    {"‖·‖", "norm(…): √ of the sum of squares"},
    {"∂L/∂", "the gradient of the chosen sample's loss: a d before the name"},
    {"∏", "the product over steps"},
    {"ₜ", "of step t: [t] behind the name"},
};
enum { SIGN_COUNT = sizeof SIGNS / sizeof *SIGNS };

static void help_symbols(Text *text)
{
    for (size_t i = 0; i < SIGN_COUNT; i++)
        row(text, SIGNS[i].sign, 12, SIGNS[i].what);
    text_add(text, "\n");
    const NameInfo *info;
    for (size_t i = 0; (info = probe_name(i)); i++) {
        if (!info->symbol || !*info->symbol)
            continue;
        char left[64];
        snprintf(left, sizeof left, "%s", info->symbol);
        row(text, left, 12, info->name);
    }
}

/** The line a key stands for, with … for what it takes from under the cursor. */
static void key_row(const KeyRow *key, Text *text)
{
    char line[40], what[160];
    const char *hole = strstr(key->line, "%s");
    snprintf(line, sizeof line, "%.*s%s", hole ? (int)(hole - key->line) : 30, key->line, hole ? "…" : "");
    size_t columns = utf8_columns(line);
    snprintf(what, sizeof what, "%s%*s %s%s%s", line, columns < 14 ? (int)(14 - columns) : 0, "", key->help, key->where ? ", in the " : "",
             !key->where ? "" : strcmp(key->where, "menu") == 0 ? "course menu" : key->where);
    row(text, key->shown, 10, what);
}

/** First what keys mean everywhere, then what they mean in one place. */
static void help_keys(Text *text)
{
    const KeyRow *key;
    for (size_t i = 0; (key = keys_at(i)); i++)
        if (!key->where)
            key_row(key, text);
    for (size_t i = 0; (key = keys_at(i)); i++)
        if (key->where)
            key_row(key, text);
}

static void help_views(Text *text)
{
    const View *view;
    for (size_t i = 0; (view = view_at(i)); i++) {
        row(text, view->name, 10, view->shows);
        row(text, "", 10, view->look_for);
    }
}

static void help_sequences(Text *text)
{
    const Simulator *simulator;
    char name[64], what[256];
    for (size_t i = 0; (simulator = simulator_at(i)); i++) {
        text_addf(text, "%s%s: %s\n", i ? "\n" : "", simulator->name, simulator->title);
        for (const Knob *knob = simulator->knob; knob < simulator->knob + KNOBS_MAX && knob->name; knob++) {
            snprintf(name, sizeof name, "%s=%g", knob->name, knob->value);
            snprintf(what, sizeof what, "%s (%g … %g%s%s)", knob->help, knob->low, knob->high, *knob->unit ? " " : "", knob->unit);
            row(text, name, 16, what);
        }
        text_addf(text, "\n%s\n", simulator->describe);
    }
}

typedef struct Topic { const char *name; void (*write)(Text *); } Topic;
static const Topic TOPICS[] = {{"quantities", help_quantities}, {"functions", help_functions}, {"symbols", help_symbols},
                               {"keys", help_keys},             {"views", help_views},         {"sequences", help_sequences}};
enum { TOPIC_COUNT = sizeof TOPICS / sizeof TOPICS[0] };

const char *help_topic(size_t index)
{
    return index < TOPIC_COUNT ? TOPICS[index].name : NULL;
}

static void help_options(const Command *command, Text *text)
{
    for (const Option *option = command->option; option->name; option++) {
        char what[300];
        snprintf(what, sizeof what, "%s%s%s%s", option->help, option->standard ? " (" : "", option->standard ? option->standard : "",
                 option->standard ? " unless said)" : "");
        row(text, option->name, 12, what);
    }
}

static void help_command(const Command *command, Text *text)
{
    command_usage(command, text);
    text_addf(text, "\n%s\n", command->help);
    if (command->option[0].name)
        text_add(text, "\n");
    help_options(command, text);
    if (command->more)
        text_addf(text, "\n%s\n", command->more);
    if (command->example)
        text_addf(text, "\ne.g. %s\n", command->example);
    if (strcmp(command->name, "data") == 0) {
        text_add(text, "\n");
        help_sequences(text);
    }
}

/** The reference as Markdown: docs/commands.md is this. */
static void help_markdown(Text *text)
{
    const Command *command;
    Group group = GROUPS;
    text_add(text, "# Commands\n\nMade by `backpass help markdown` from the command table; a test keeps it so.\n");
    for (size_t i = 0; (command = command_at(i)); i++) {
        if (command->group != group)
            text_addf(text, "\n## %s\n", group_title(command->group));
        group = command->group;
        text_addf(text, "\n### %s\n\n%s.\n\n    ", command->name, command->help);
        command_usage(command, text);
        text_add(text, "\n\n");
        for (const Option *option = command->option; option->name; option++)
            text_addf(text, "- `%s`: %s%s%s%s\n", option->name, option->help, option->standard ? " (" : "",
                      option->standard ? option->standard : "", option->standard ? " unless said)" : "");
        if (command->option[0].name)
            text_add(text, "\n");
        if (command->more)
            text_addf(text, "%s\n\n", command->more);
        if (command->example)
            text_addf(text, "Example: `%s`\n", command->example);
    }
    text_add(text, "\n## Keys\n\n```\n");
    help_keys(text);
    text_add(text, "```\n");
}

/** A view: what it shows, what to look for, and the keys that mean something in it. */
static void help_view(const View *view, Text *text)
{
    const KeyRow *key;
    text_addf(text, "%s, a view: `view %s`\n%s\n%s\n", view->name, view->name, view->shows, view->look_for);
    for (size_t i = 0; (key = keys_at(i)); i++)
        if (key->where && strcmp(key->where, view->name) == 0)
            key_row(key, text);
}

/** A row of a dictionary: its name with its indices, its symbol, what it is. */
static void help_name(const NameInfo *info, Text *text)
{
    text_addf(text, "%s%s%s%s: %s\n", info->name, info->indices, info->symbol && *info->symbol ? "  " : "",
              info->symbol ? info->symbol : "", info->what);
}

/** The symbol as it stands in the dictionary, or without its step: "∂L/∂cₜ", "∂L/∂c". */
static bool is_symbol(const NameInfo *info, const char *symbol)
{
    size_t length = strlen(symbol);
    return info->symbol && length && strncmp(info->symbol, symbol, length) == 0 &&
           (!info->symbol[length] || strcmp(info->symbol + length, "ₜ") == 0);
}

/** Everything of that name that is not a command: views, quantities (also by their symbols), functions. */
static bool help_anything(const char *name, Text *text)
{
    const size_t before = text->length;
    const NameInfo *info;
    if (view_find(name))
        help_view(view_find(name), text);
    for (size_t i = 0; (info = probe_name(i)); i++)
        if (strcmp(info->name, name) == 0 || is_symbol(info, name))
            help_name(info, text);
    for (size_t i = 0; (info = probe_function(i)); i++)
        if (strcmp(info->name, name) == 0)
            help_name(info, text);
    for (size_t i = 0; i < SIGN_COUNT; i++)
        if (strcmp(SIGNS[i].sign, name) == 0)
            text_addf(text, "%s: %s\n", SIGNS[i].sign, SIGNS[i].what);
    return text->length > before;
}

/** Is it a topic? Then it is written. */
static bool help_known_topic(const char *topic, Text *text)
{
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        if (strcmp(TOPICS[i].name, topic) == 0) {
            TOPICS[i].write(text);
            return true;
        }
    return false;
}

static bool unknown_topic(const char *topic, Error *error)
{
    const char *names[128];
    size_t count = 0;
    for (const Command *command; count < 100 && (command = command_at(count)); count++)
        names[count] = command->name;
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        names[count++] = TOPICS[i].name;
    const size_t views = count;
    for (const View *view; count < 128 && (view = view_at(count - views));)
        names[count++] = view->name;
    const char *near = text_nearest(topic, names, count);
    return fail(error, ERR_USE, "there is no help about `%.40s`%s%s%s; `help` lists what there is", topic, near ? ": did you mean `" : "",
                near ? near : "", near ? "`" : "");
}

/** A topic, or whatever else has that name; `sample` and `compare` are commands besides. */
static bool help_other(const char *topic, bool besides, Text *text)
{
    Text other = {0};
    bool known = help_known_topic(topic, &other) || help_anything(topic, &other);
    if (known)
        text_addf(text, "%s%s", besides ? "\n" : "", text_string(&other));
    text_free(&other);
    return known;
}

bool help_text(const char *topic, Text *text, Error *error)
{
    const Command *command = command_find(topic);
    if (!*topic || strcmp(topic, "markdown") == 0) {
        (*topic ? help_markdown : help_commands)(text);
        return true;
    }
    if (command)
        help_command(command, text);
    bool other = help_other(topic, command, text);
    return command || other || unknown_topic(topic, error);
}
