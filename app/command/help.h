/* Help and the manual, made from the tables.
 * Knows: the command table, the key map, names, views, simulators. */
#ifndef BACKPASS_APP_HELP_H
#define BACKPASS_APP_HELP_H

#include "engine/base/text.h"

/** help_text - about a topic ("": the commands); added to text. Errors: ERR_USE naming the nearest topic. */
bool help_text(const char *topic, Text *text, Error *error) MUST_USE;
/** help_topic - the i-th topic that is no command; NULL past the end. */
const char *help_topic(size_t index);

#endif
