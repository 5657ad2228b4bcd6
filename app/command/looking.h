/* Which view is looked at, which one beside it, and what it is to show: a quantity, or a layer and direction.
 * Knows: the session, the views' names. */
#ifndef BACKPASS_APP_COMMAND_LOOKING_H
#define BACKPASS_APP_COMMAND_LOOKING_H

#include "app/command/command.h"

/** view_run, split_run - of the rows in moving_commands.c. */
bool view_run(Session *session, const Arguments *arguments, Error *error);
bool split_run(Session *session, const Arguments *arguments, Error *error);
/** looking_units - how many units the cursor can be put on: those of the model or, in states, all rows of what is shown, on the pitch
 *  everybody there. */
size_t looking_units(const Session *session);

#endif
