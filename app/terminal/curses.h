/* The terminal itself. The one file that includes curses is curses.c.
 * Knows: the grid, colours, signals of the terminal. Must not know sessions or commands. */
#ifndef BACKPASS_APP_CURSES_H
#define BACKPASS_APP_CURSES_H

#include "app/terminal/terminal.h"

typedef struct Screen Screen;

/** What can come in. Text arrives as code points; keys by name. */
typedef enum KeyKind {
    KEY_NONE,
    KEY_TEXT,
    KEY_NAMED,
    KEY_RESIZED,
    KEY_INTERRUPT,
    KEY_HANGUP,
    KEY_CONTINUED
} KeyKind;
typedef enum NamedKey {
    NAMED_UP,
    NAMED_DOWN,
    NAMED_LEFT,
    NAMED_RIGHT,
    NAMED_HOME,
    NAMED_END,
    NAMED_PAGE_UP,
    NAMED_PAGE_DOWN,
    NAMED_ENTER,
    NAMED_ESCAPE,
    NAMED_BACKSPACE,
    NAMED_DELETE,
    NAMED_TAB,
    NAMED_BACKTAB,
    NAMED_F1
} NamedKey;
typedef struct Key {
    KeyKind kind;
    NamedKey named;
    uint32_t text;
    bool alt;
    bool pasted;
} Key;

/** screen_open - take the terminal: alternate screen, raw keys, signal handlers, restored by screen_close, by a crash and
 *  by every deadly signal. Errors: ERR_USE when input or output is no terminal or cannot move the cursor. New. */
Screen *screen_open(Error *error) MUST_USE;
void screen_close(Screen *screen);
void screen_size(const Screen *screen, int *width, int *height);
/** screen_depth - how many colours the terminal can show (NO_COLOR and terminfo considered). */
Depth screen_depth(const Screen *screen);
/** screen_utf8 - can the locale's characters be drawn? */
bool screen_utf8(void);
/** screen_show - blit the grid; curses sends what differs. */
void screen_show(Screen *screen, const Grid *grid, const Appearance *look);
/** screen_redraw - everything anew (Ctrl-L). */
void screen_redraw(Screen *screen);
/** screen_key - wait up to milliseconds (−1: for ever, 0: only look) for a key. KEY_NONE when nothing came. Suspend and
 *  continue are dealt with inside (KEY_CONTINUED follows); SIGINT arrives as KEY_INTERRUPT; SIGTERM, SIGHUP and a closed
 *  terminal as KEY_HANGUP (screen_signal tells which signal, 0 for a closed terminal). */
Key screen_key(Screen *screen, int milliseconds);
int screen_signal(const Screen *screen);

#endif
