/* Without a screen: lessons checked, scripts run, command lines carried out.
 * Knows: command lines, lessons. */
#ifndef BACKPASS_APP_PLAYER_H
#define BACKPASS_APP_PLAYER_H

#include "app/run/report.h"
#include "app/session/session.h"

typedef struct PlayOptions {
    uint64_t seed;
    ReportKind kind;
    const char *screens; // a folder for a picture of every step; NULL: none
    int width, height;   // of those pictures
} PlayOptions;

/** play_commands - carry out command lines, writing what they say as they go; returns the exit status. from: where they stand,
 *  for errors with line and column; NULL where whoever gave them never wrote such a line. */
int play_commands(Session *session, const char *text, const char *from);
/** play_file - a lesson (.md, or a name such as 06) with every claim, answer and challenge checked, or a script (.bp).
 *  Errors: as its commands'; what does not hold is counted by the report instead. */
bool play_file(const char *name, const PlayOptions *options, const char *lessons_folder, Report *report, Error *error) MUST_USE;
/** play_error - "backpass: file:line: …" on the standard error; returns the exit status. */
int play_error(const Error *error);

#endif
