#include "app/command/table.h"

#include <string.h>

static const Command *const GROUPS_IN_ORDER[GROUPS] = {
    DATA_COMMANDS,   MODEL_COMMANDS,   TRAINING_COMMANDS, MOVING_COMMANDS,  INTERVENING_COMMANDS,
    ASKING_COMMANDS, KEEPING_COMMANDS, COURSE_COMMANDS,   PROGRAM_COMMANDS,
};

const Command *command_at(size_t index)
{
    for (size_t group = 0; group < GROUPS; group++)
        for (const Command *command = GROUPS_IN_ORDER[group]; command->name; command++)
            if (index-- == 0)
                return command;
    return NULL;
}

const Command *command_find(const char *name)
{
    const Command *command;
    for (size_t i = 0; (command = command_at(i)); i++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

const char *group_title(Group group)
{
    static const char *const TITLE[GROUPS] = {"Data",   "Model",   "Training", "Moving",  "Intervening",
                                              "Asking", "Keeping", "Course",   "Program"};
    return TITLE[group];
}

static void option_usage(const Option *option, Text *text)
{
    const char *value = option->kind == OPTION_COUNT || option->kind == OPTION_MOVE ? "N" : option->kind == OPTION_NUMBER ? "X" : NULL;
    text_add(text, option->needed ? " " : " [");
    if (!option->bare)
        text_addf(text, "%s=", option->name);
    if (option->kind == OPTION_CHOICE)
        for (const char *c = option->choices; *c; c++)
            text_add_bytes(text, *c == ' ' ? "|" : c, 1);
    else if (value)
        text_add(text, value);
    else
        for (const char *c = option->name; *c; c++)
            text_addf(text, "%c", *c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    if (!option->needed)
        text_add(text, "]");
}

void command_usage(const Command *command, Text *text)
{
    text_add(text, command->name);
    if (command->usage) {
        text_addf(text, "%s%s", *command->usage ? " " : "", command->usage);
        return;
    }
    for (const Option *option = command->option; option->name; option++)
        option_usage(option, text);
}
