/* Models side by side: made with the same options, trained on the same batches.
 * Knows: the session, recipes. Must not know how they are shown. */
#ifndef BACKPASS_APP_COMPARE_H
#define BACKPASS_APP_COMPARE_H

#include "app/command/recipe.h"

enum { COMPARED_MAX = 3 };

/** compare_run - carries out `compare`. */
bool compare_run(Session *session, const Arguments *arguments, Error *error) MUST_USE;

#endif
