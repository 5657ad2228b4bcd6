/* Progress on the standard error while a command takes longer than half a second, when that is a terminal. */
#ifndef BACKPASS_APP_PROGRESS_LINE_H
#define BACKPASS_APP_PROGRESS_LINE_H

#include "app/session/session.h"

typedef struct ProgressLine { long long began, shown; bool terminal, drawn; } ProgressLine;

ProgressLine progress_line(void);
void progress_line_show(ProgressLine *progress, const Session *session);
void progress_line_end(ProgressLine *progress);
/** clock_milliseconds - of a clock that only goes forward. */
long long clock_milliseconds(void);

#endif
