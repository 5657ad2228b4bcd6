/* Files that a command reads: where they are, and how the session remembers them.
 * Knows: the session. Must not know what is in them. */
#ifndef BACKPASS_APP_INPUT_FILE_H
#define BACKPASS_APP_INPUT_FILE_H

#include <stdint.h>

#include "app/session/session.h"

/** input_file_find - where the file is, added to path: a lesson's lies beside the lesson, wherever the program was started. */
void input_file_find(const Session *session, const char *name, Text *path);
/** input_file_say - `"/absolute/path" hash=…`, added to line: that very file, with what it held. */
void input_file_say(const char *path, uint64_t hash, Text *line);
/** input_file_same - is this the hash that was asked for (NULL: any is)? Errors: ERR_INPUT. */
bool input_file_same(const char *path, uint64_t hash, const char *wanted, Error *error) MUST_USE;

#endif
