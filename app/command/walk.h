/* The way the numbers go: forward to the last step, then backward to the first; in the cell view wire by wire inside each step.
 * Knows: the session, how many wires a cell has. Must not know commands. */
#ifndef BACKPASS_APP_WALK_H
#define BACKPASS_APP_WALK_H

#include "app/session/session.h"

/** walk_on, walk_back - one on or back, false (and nothing is changed) at the end or the beginning. There are data. */
bool walk_on(Session *session);
bool walk_back(Session *session);
/** walk_left - how many there are to the end. walk_begin - at the beginning again. walk_pace - milliseconds for the eye. */
size_t walk_left(const Session *session);
void walk_begin(Session *session);
int walk_pace(const Session *session);
/** walk_wire - the wire the cursor is on, from 1 to the last of so many. */
size_t walk_wire(const Session *session, size_t wires);

#endif
