/* The program's options: names, choices, setting, settings file.
 * Knows: the session's options. */
#ifndef BACKPASS_APP_OPTIONS_H
#define BACKPASS_APP_OPTIONS_H

#include "app/session/session.h"

bool option_is(const char *name);
const char *option_name(size_t index);        // NULL past the last
const char *option_list(void);                // "glyphs, colors, …"
const char *option_choices(const char *name); // "auto utf8 ascii"; "" for none of that name
/** option_set - Errors: ERR_USE with the choices there are. */
bool option_set(Options *options, const char *name, const char *choice, Error *error) MUST_USE;
/** options_read - lines `set NAME CHOICE` of a settings file (missing: fine). options_text - the options as
 *  such lines, but for `writes`: trust is given anew each time. */
bool options_read(Options *options, const char *path, Error *error) MUST_USE;
void options_text(const Options *options, Text *text);

#endif
