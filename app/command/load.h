/* Models from files, and to files.
 * Knows: the session, weights by PyTorch's names. Must not know training. */
#ifndef BACKPASS_APP_LOAD_H
#define BACKPASS_APP_LOAD_H

#include "app/command/parse.h"
#include "app/session/session.h"

/** load_run - carries out `load`. The line is remembered with the whole path of the file and the hash of what it held. */
bool load_run(Session *session, const Arguments *arguments, Error *error) MUST_USE;
/** load_export - the model in use as a safetensors file, added to out. */
bool load_export(Session *session, Text *out, Error *error) MUST_USE;

#endif
