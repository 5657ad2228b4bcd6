/* The trace as a table: every number of the sequence looked at, forward and backward, a row a step.
 * Knows: the session, tapes. Must not know files. */
#ifndef BACKPASS_APP_TRACE_H
#define BACKPASS_APP_TRACE_H

#include "app/session/session.h"

/** trace_write - of the model in use: inputs, pre-activations, gates, states of every layer and direction, outputs, and the
 *  gradient of each; columns are called as the language calls them. Added to out. Errors: ERR_USE, ERR_LIMIT. */
bool trace_write(Session *session, Text *out, Error *error) MUST_USE;

#endif
