/* What could stand here: completion of commands, arguments and quantities.
 * Knows: the command table, the session's models and data. */
#ifndef BACKPASS_APP_COMPLETE_H
#define BACKPASS_APP_COMPLETE_H

#include "app/session/session.h"

/** complete - words that could replace line[start, end): a new NULL-ended array of new strings, sorted; NULL when none.
 *  context is the Session. (The prompt's Completion.) */
char **complete(const char *line, size_t start, size_t end, void *context);

#endif
