/* Which layer and direction of a network a view shows.
 * Knows: the session's cursor, the network. */
#ifndef BACKPASS_APP_VIEW_LANE_H
#define BACKPASS_APP_VIEW_LANE_H

#include "app/session/session.h"

/** Lane - one layer and direction of the network; suffix names it: "@2r", "" where there is but one. */
typedef struct Lane {
    size_t layer, track;
    bool reverse;
    char suffix[24];
} Lane;
/** lane_at_cursor - the one the cursor asks for where the network has it, else the top layer reading forward. */
Lane lane_at_cursor(const Session *session, const Net *net);
/** lane_of - that layer and direction. lane_words - "layer 2 of 3, in reverse", "" where there is but one. */
Lane lane_of(const Net *net, size_t layer, bool reverse);
void lane_words(const Net *net, const Lane *lane, char out[96]);

#endif
