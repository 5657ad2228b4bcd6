/* The key map: a key is a short name for a command line.
 * Knows: keys by name. Must not know who reads them. */
#ifndef BACKPASS_APP_KEYS_H
#define BACKPASS_APP_KEYS_H

#include "app/terminal/curses.h"

typedef struct KeyRow {
    const char *shown;   // "→ l"
    KeyKind kind;
    NamedKey named;
    const char *letters; // characters that mean the same; NULL for none
    const char *where;   // a view's name, "menu", or NULL: everywhere
    const char *line;    // the command line; a %s stands for the quantity under the cursor (or the lesson picked);
                         // what begins with ':' opens the prompt with the rest
    const char *help;
} KeyRow;

/** keys_find - what a key means there; rows for a place go before those for everywhere. NULL when it means nothing. */
const KeyRow *keys_find(Key key, const char *where);
const KeyRow *keys_at(size_t index); // NULL past the end

#endif
