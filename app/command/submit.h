/* Command lines into the queue, one command each.
 * Knows: the grammar of lines, the session's queue. Must not know what commands do. */
#ifndef BACKPASS_APP_SUBMIT_H
#define BACKPASS_APP_SUBMIT_H

#include "app/session/session.h"

/** submit_lines - queue the commands of a text (several with `;`), to be carried out by command_continue.
 *  file (borrowed, may be NULL) and first_line place its errors. Errors: none before they run. */
void submit_lines(Session *session, const char *text, Origin origin, const char *file, size_t first_line);

/** submit_may_open - may the command under way open one more file of commands? Not where files open each other without end. */
bool submit_may_open(const Session *session, const char *file, Error *error) MUST_USE;

/** submit_front - the same as submit_lines, before all that waits, as part of the command under way. */
void submit_front(Session *session, const char *text, Origin origin, const char *file, size_t first_line);

/** submit_file - the commands of a whole file, as submit_front. Errors: ERR_FILE; ERR_INPUT where it is no text, or one file too
 *  many; ERR_LIMIT above 1 MB. */
bool submit_file(Session *session, const char *path, Origin origin, Error *error) MUST_USE;

#endif
