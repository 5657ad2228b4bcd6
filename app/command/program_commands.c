/* The program itself. */
#include <string.h>

#include "app/command/help.h"
#include "app/command/parse.h"
#include "app/view/view.h"

static bool help_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *topic = argument_text(arguments, "topic", "");
    const View *view = view_find(session->cursor.view);
    if (strcmp(topic, "keys") == 0 && view && !session->menu && session->world->models)
        session_say(session, "%s. %s\n%s\n", view->name, view->shows, view->look_for);
    return help_text(topic, &session->said, error);
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
