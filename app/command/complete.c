#include "app/command/complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command/complete_file.h"
#include "app/command/complete_model.h"
#include "app/command/help.h"
#include "app/command/options.h"
#include "app/command/table.h"
#include "app/view/view.h"
#include "engine/base/memory.h"
#include "engine/football/simulator.h"

/** What is being completed: the word so far, and what has been gathered. */
typedef struct Gather {
    const char *word;
    size_t length;
    char **found;
    size_t count, room;
} Gather;

static void offer(Gather *gather, const char *name, const char *suffix)
{
    char whole[1024];
    int length = snprintf(whole, sizeof whole, "%s%s", name, suffix);
    if (length >= (int)sizeof whole || strncmp(whole, gather->word, gather->length) != 0)
        return;
    for (size_t i = 0; i < gather->count; i++)
        if (strcmp(gather->found[i], whole) == 0)
            return;
    gather->found = memory_grow(gather->found, &gather->room, gather->count + 2, sizeof *gather->found);
    gather->found[gather->count++] = memory_copy_text(whole);
    gather->found[gather->count] = NULL;
}

static void offer_choices(Gather *gather, const char *choices)
{
    char choice[64];
    for (; *choices; choices += strspn(choices, " ")) {
        size_t n = strcspn(choices, " ");
        snprintf(choice, sizeof choice, "%.*s", (int)n, choices);
        offer(gather, choice, "");
        choices += n;
    }
}

static void offer_commands(Gather *gather)
{
    const Command *command;
    for (size_t i = 0; (command = command_at(i)); i++)
        offer(gather, command->name, "");
}

static void offer_models(Gather *gather, const Session *session, const char *suffix)
{
    for (size_t i = 0; i < session->world->models; i++)
        offer(gather, session->world->model[i].name, suffix);
}

/** Names of quantities and functions; the word may be in the middle of an expression. */
static void offer_quantities(Gather *gather, const Session *session)
{
    const char *text = gather->word;
    size_t keep = gather->length;
    while (keep && (strchr("_:.", text[keep - 1]) || (text[keep - 1] >= '0' && text[keep - 1] <= '9') ||
                    ((text[keep - 1] | 32) >= 'a' && (text[keep - 1] | 32) <= 'z')))
        keep--;
    char name[160];
    const NameInfo *info;
    const char *colon = memchr(text + keep, ':', gather->length - keep);
    size_t prefix = colon ? (size_t)(colon - text) + 1 : keep;
    Eye eye;
    Error error = {0};
    bool known = session->world->data && session_eye(session, &eye, &error); // then only what can be had now
    for (size_t i = 0; (info = probe_name(i)); i++) {
        snprintf(name, sizeof name, "%.*s%s", (int)prefix, text, info->name);
        if (!known || probe_available(&eye.probe, info->name))
            offer(gather, name, "");
    }
    for (size_t i = 0; !colon && (info = probe_function(i)); i++) {
        snprintf(name, sizeof name, "%.*s%s(", (int)prefix, text, info->name);
        offer(gather, name, "");
    }
    if (!colon && keep == 0)
        offer_models(gather, session, ":");
}

static void offer_lessons(Gather *gather, const Session *session)
{
    size_t count = 0;
    Error error = {0};
    char **names = lesson_list(session->lessons_folder, &count, &error);
    for (size_t i = 0; names && i < count; i++) {
        offer(gather, names[i], "");
        free(names[i]);
    }
    free(names);
}

static void offer_name(void *gather, const char *name)
{
    offer(gather, name, "");
}

/** Files of the kind the command takes. */
static void offer_files(Gather *gather, const char *command)
{
    static const char *const KIND[][2] = {{"data", ".csv"}, {"export", ""},    {"lesson", ".md"}, {"load", ".safetensors"},
                                          {"resume", ".bp"}, {"save", ".bp"}, {"source", ".bp"}};
    for (size_t i = 0; i < sizeof KIND / sizeof KIND[0]; i++)
        if (strcmp(command, KIND[i][0]) == 0)
            file_names(gather->word, gather->length, KIND[i][1], offer_name, gather);
}

/** Is this the first word after the command's name? */
static bool first_word(const Gather *gather, const char *line)
{
    const char *at = line + strcspn(line, " ");
    return at + strspn(at, " ") >= gather->word;
}

/** `set OPTION `: what it can be; otherwise what can be set. */
static void offer_settings(Gather *gather, const Session *session, const char *line)
{
    char name[32] = "";
    int end = 0;
    if (sscanf(line, "set %31s %n", name, &end) == 1 && end && line + end <= gather->word && option_is(name))
        offer_choices(gather, option_choices(name));
    else if (first_word(gather, line)) {
        model_weights(session->world, "", offer_name, gather);
        for (size_t i = 0; option_name(i); i++)
            offer(gather, option_name(i), "");
    }
}

/** Places in the model in use, and models. */
static void offer_inside(Gather *gather, const Session *session, const char *command, const char *line)
{
    const World *world = session->world;
    const bool first = first_word(gather, line);
    if (strcmp(command, "set") == 0)
        offer_settings(gather, session, line);
    if (strcmp(command, "verify") == 0)
        model_gradients(world, offer_name, gather);
    if (first && (strcmp(command, "hold") == 0 || strcmp(command, "release") == 0))
        model_gates(world, "", offer_name, gather);
    if (first && strcmp(command, "release") == 0)
        offer_choices(gather, "cuts holds");
    if (first && strcmp(command, "cut") == 0)
        offer(gather, "all", "");
    if (first && strcmp(command, "scale") == 0)
        model_weights(world, "", offer_name, gather);
    if (strcmp(command, "compare") == 0) {
        offer_models(gather, session, "");
        for (size_t i = 0; cell_name(i); i++)
            offer(gather, cell_name(i), "");
    }
    if (first && (strcmp(command, "use") == 0 || strcmp(command, "drop") == 0))
        offer_models(gather, session, "");
}

/** Words that are no option of the row but belong to the command. */
static void offer_special(Gather *gather, const Session *session, const char *command, const char *line)
{
    if (strcmp(command, "data") == 0 && first_word(gather, line)) {
        offer(gather, "list", "");
        offer(gather, "describe", "");
    }
    if (strcmp(command, "data") == 0)
        for (size_t i = 0; simulator_at(i); i++) {
            const Simulator *simulator = simulator_at(i);
            offer(gather, simulator->name, "");
            if (strstr(line, simulator->name))
                for (size_t k = 0; k < KNOBS_MAX && simulator->knob[k].name; k++)
                    offer(gather, simulator->knob[k].name, "=");
        }
    const bool split = strcmp(command, "split") == 0;
    if (split && first_word(gather, line))
        offer_choices(gather, "off other");
    if (split || strcmp(command, "view") == 0) {
        for (size_t i = 0; view_at(i) && first_word(gather, line); i++)
            offer(gather, view_at(i)->name, "");
        if (strstr(line, "states ") || strstr(line, "gradients "))
            offer_quantities(gather, session);
    }
    if (strcmp(command, "lesson") == 0)
        offer_lessons(gather, session);
    if (strcmp(command, "help") == 0) {
        offer_commands(gather);
        for (size_t i = 0; help_topic(i); i++)
            offer(gather, help_topic(i), "");
        for (size_t i = 0; view_at(i); i++)
            offer(gather, view_at(i)->name, "");
    }
}

static void offer_options(Gather *gather, const Command *command)
{
    const char *equals = memchr(gather->word, '=', gather->length);
    for (const Option *option = command->option; option->name; option++) {
        size_t n = strlen(option->name);
        if (!option->bare && !equals)
            offer(gather, option->name, "=");
        if (option->kind != OPTION_CHOICE)
            continue;
        if (option->bare)
            offer_choices(gather, option->choices);
        else if (equals && (size_t)(equals - gather->word) == n && strncmp(gather->word, option->name, n) == 0) {
            char with_name[64];
            for (const char *at = option->choices; *at; at += strspn(at, " ")) {
                size_t length = strcspn(at, " ");
                snprintf(with_name, sizeof with_name, "%s=%.*s", option->name, (int)length, at);
                offer(gather, with_name, "");
                at += length;
            }
        }
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/** Where the command that holds `start` begins: after the last `;` before it. */
static const char *command_start(const char *line, size_t start)
{
    size_t at = start;
    while (at && line[at - 1] != ';')
        at--;
    return line + at + strspn(line + at, " ");
}

char **complete(const char *line, size_t start, size_t end, void *context)
{
    const Session *session = context;
    char name[32];
    const char *first = command_start(line, start);
    /* readline breaks words at '=' and ',': take the whole argument back */
    size_t from = start;
    while (line + from > first && !strchr(" ;", line[from - 1]))
        from--;
    Gather gather = {.word = line + from, .length = end - from};
    if (line + from <= first)
        offer_commands(&gather);
    else {
        snprintf(name, sizeof name, "%.*s", (int)strcspn(first, " "), first);
        const Command *command = command_find(name);
        if (command && command->whole_line && strcmp(name, "verify") != 0)
            offer_quantities(&gather, session);
        else if (command) {
            offer_options(&gather, command);
            offer_special(&gather, session, name, first);
            offer_inside(&gather, session, name, first);
            offer_files(&gather, name);
        }
    }
    for (size_t i = 0; i < gather.count; i++) // give back only what replaces [start, end)
        memmove(gather.found[i], gather.found[i] + (start - from), strlen(gather.found[i] + (start - from)) + 1);
    if (gather.count)
        qsort(gather.found, gather.count, sizeof *gather.found, by_name);
    return gather.found;
}
