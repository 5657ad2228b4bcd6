/* Gates held at a value, edges through time cut, and both let go again.
 * Knows: the session, the networks' knives. Must not know how they are shown. */
#ifndef BACKPASS_APP_KNIVES_H
#define BACKPASS_APP_KNIVES_H

#include "app/command/parse.h"

/** hold_run, cut_run, release_run - carry out the commands of these names. */
bool hold_run(Session *session, const Arguments *arguments, Error *error) MUST_USE;
bool cut_run(Session *session, const Arguments *arguments, Error *error) MUST_USE;
bool release_run(Session *session, const Arguments *arguments, Error *error) MUST_USE;

#endif
