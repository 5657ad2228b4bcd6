/* `backpass data …`: sequences listed, described, drawn into a file.
 * Knows: the command `data`, files. */
#ifndef BACKPASS_APP_DATA_PROGRAM_H
#define BACKPASS_APP_DATA_PROGRAM_H

#include "app/session/session.h"

/** data_program - words (borrowed) behind `backpass data`; output is the file of -o, "-" or NULL for the standard output.
 *  Returns the exit status. */
int data_program(Session *session, char *const *words, int count, const char *output);

#endif
