/* Signals while the program holds the terminal: news through a pipe that poll can wait for, and the way back to a sane
 * terminal when the program crashes.
 * Knows: POSIX. Must not know curses. One holder in a process: a signal handler can be told nothing. */
#ifndef BACKPASS_APP_SIGNALS_H
#define BACKPASS_APP_SIGNALS_H

#include <termios.h>

#include "engine/base/error.h"

/** SignalNews - what came since the last look. */
typedef struct SignalNews {
    bool interrupted, resized, stop, continued;
    int ended; // SIGTERM, SIGHUP; 0 none
} SignalNews;

/** signals_open - take the signals. A crash writes `reset` (copied) to the terminal and restores `before` (copied), says on
 *  standard error that the session is kept, and dies of the signal that it was. */
bool signals_open(const char *reset, const struct termios *before, Error *error) MUST_USE;
/** signals_close - everything as it was before. */
void signals_close(void);
typedef enum InputState { INPUT_NONE, INPUT_READY, INPUT_GONE } InputState;
/** signals_wait - block until the file can be read, there is news, or so many milliseconds (−1: no end) have passed. */
InputState signals_wait(int file, int milliseconds);
/** signals_clock - milliseconds that only go forward. */
long long signals_clock(void);
SignalNews signals_take(void);
/** signals_ignore_stop - ignore Ctrl-Z, or stop as by default. Ignored while curses is set up, so that it leaves the signal to us:
 *  otherwise it ignores it during every update of the screen, and a Ctrl-Z that comes then is lost. */
void signals_ignore_stop(bool ignore);
/** signals_stop - stop as Ctrl-Z does by default; returns when continued (at once where nobody could continue us). */
void signals_stop(void);

#endif
