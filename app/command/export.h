/* What leaves the session as a file: screens, data.
 * Knows: the session, views, terminal writers. */
#ifndef BACKPASS_APP_EXPORT_H
#define BACKPASS_APP_EXPORT_H

#include "app/session/session.h"

/** export_screen - the frame as .svg, .txt or .ans (by path's ending) at a size such as "100x30" ("": the screen's). */
bool export_screen(Session *session, const char *path, const char *size, Text *out, Error *error) MUST_USE;
bool export_data(Session *session, Text *out, Error *error) MUST_USE;
/** export_size - "100x30" into width and height, 10x3 … 400x200. */
bool export_size(const char *size, int *width, int *height, Error *error) MUST_USE;

#endif
