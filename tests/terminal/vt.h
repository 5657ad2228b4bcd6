/* A terminal in the test's own process: a program runs in a pseudo terminal, libvterm draws what it sends.
 * Tests wait for what they expect to see, never for time. */
#ifndef BACKPASS_TESTS_VT_H
#define BACKPASS_TESTS_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

typedef struct Vt Vt;

/** VtCell - one cell of the screen; colours are indices of 256, −1 the terminal's own, −2 a direct colour. */
typedef struct VtCell {
    int fore, back;
    bool bold, reverse, underline;
} VtCell;

/** vt_open - run argv (NULL-ended) in a terminal of this size. settings: NULL-ended "NAME=value", all the program gets beside
 *  what sanitizers and PATH need. New. */
Vt *vt_open(int width, int height, const char *const *argv, const char *const *settings);
/** vt_close - close the terminal, end the program if it still runs. */
void vt_close(Vt *vt);

void vt_type(Vt *vt, const char *bytes);
void vt_resize(Vt *vt, int width, int height);
/** vt_wait - read until the text stands somewhere in one row; false after ten seconds. */
bool vt_wait(Vt *vt, const char *text);
/** vt_wait_gone - read until it stands nowhere. */
bool vt_wait_gone(Vt *vt, const char *text);
/** vt_wait_cursor - read until the cursor rests there: a frame ends with placing it. */
bool vt_wait_cursor(Vt *vt, int x, int y);
/** vt_quiet - how many bytes the program sends in so many milliseconds. */
size_t vt_quiet(Vt *vt, int milliseconds);
/** vt_end - wait for the program to end: its exit status, 128 + the signal that ended it, −1 when it does not end. */
int vt_end(Vt *vt);
/** vt_hang_up - the terminal goes away; afterwards only vt_end and vt_close. */
void vt_hang_up(Vt *vt);

/** vt_row - a row without the blanks at its end. inside, until the next call */
const char *vt_row(Vt *vt, int y);
/** vt_find - the row in which a text stands, −1 in none; its first column to *x (may be NULL). */
int vt_find(Vt *vt, const char *text, int *x);
VtCell vt_cell(Vt *vt, int x, int y);
bool vt_cursor(Vt *vt, int *x, int *y); // is it visible, and where
bool vt_alternate(Vt *vt);
struct termios vt_modes(Vt *vt);
pid_t vt_pid(Vt *vt);

#endif
