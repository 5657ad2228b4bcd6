/* Bytes and characters as keys.
 * Knows: UTF-8. Must not know curses. */
#ifndef BACKPASS_APP_KEY_H
#define BACKPASS_APP_KEY_H

#include "app/terminal/curses.h"

/* What a reader is given: bytes 0 … 255, and these. */
enum { CODE_NONE = -1, CODE_NAMED = 0x100 /* + NamedKey */, CODE_PASTE_BEGIN = 0x200, CODE_PASTE_END, CODE_OTHER };

/** KeyReader - {.utf8 = is a byte part of a character (else it is one)}. */
typedef struct KeyReader {
    bool utf8, pasting;
    char bytes[4]; // of a character that has not come whole yet
    size_t count;
} KeyReader;

Key key_plain(KeyKind kind);
/** key_read - one key from next(context), which answers at once, CODE_NONE for nothing (then *came is false). Characters in
 *  pieces are put together, Esc with a character right behind it is that character with Alt, pasted text is text and nothing
 *  else: Enter and Tab in it are '\n' and '\t', and no key of the program hides in it. KEY_NONE for what means nothing. */
Key key_read(KeyReader *reader, int (*next)(void *context), void *context, bool *came);

#endif
