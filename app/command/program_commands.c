/* The program itself. */
#include "app/command/help.h"
#include "app/command/parse.h"

static bool help_run(Session *session, const Arguments *arguments, Error *error)
{
    return help_text(argument_text(arguments, "topic", ""), &session->said, error);
}

static bool quit_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    (void)error;
    session->quit = true;
    session_drop_queue(session);
    return true;
}

const Command PROGRAM_COMMANDS[] = {
    {.name = "help",
     .group = GROUP_PROGRAM,
     .effect = EFFECT_ASKS,
     .option = {{.name = "topic", .kind = OPTION_TEXT, .bare = true, .standard = "the commands", .help = "a command, or: quantities, functions, symbols, keys, views, sequences"}},
     .help = "what there is and how it is used",
     .example = "help train; help quantities",
     .run = help_run},
    {.name = "quit", .group = GROUP_PROGRAM, .effect = EFFECT_PROGRAM, .help = "leave; `backpass resume` comes back here", .example = "quit", .run = quit_run},
    {.name = NULL},
};
