/* The explorer: keys in, command lines carried out in slices, frames out.
 * Knows: everything below it. */
#ifndef BACKPASS_APP_LOOP_H
#define BACKPASS_APP_LOOP_H

#include "app/session/session.h"

/** loop_run - until the learner leaves or the terminal is gone; returns the exit status. start (may be "") is carried out first.
 *  history_file may be NULL. Errors: the terminal cannot be taken. */
bool loop_run(Session *session, const char *start, const char *history_file, int *status, Error *error) MUST_USE;

#endif
