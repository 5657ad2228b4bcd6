/* A few threads that carry out the parts of one piece of work together, and sleep in between.
 * Knows: threads. Must not know what is worked on. */
#ifndef BACKPASS_BASE_TEAM_H
#define BACKPASS_BASE_TEAM_H

#include <stddef.h>

#include "engine/base/error.h"

typedef struct Team Team;

/* Numbers with which little is done are worth sharing when they are so many. */
enum { TEAM_LEAST = 65536 };

/** TeamWork - part number `part` (from 0) of `parts`: which numbers it writes must depend on these two alone. */
typedef void TeamWork(void *context, size_t part, size_t parts);

/** team_new - `members` threads, the caller's among them; 1 needs none. New. Errors: ERR_LIMIT where the system gives no more. */
Team *team_new(size_t members, Error *error) MUST_USE;
void team_free(Team *team);
/** team_members - 1 for NULL. team_run - all parts, one a member, the first in the calling thread; returns when all are done.
 *  NULL: the one part there is. No allocation. */
size_t team_members(const Team *team);
void team_run(Team *team, TeamWork *work, void *context);
/** team_share - part `part` of count items in steps of `grain`: *first (written) and the one behind the last, returned. */
size_t team_share(size_t count, size_t grain, size_t part, size_t parts, size_t *first);

#endif
