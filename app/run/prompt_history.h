/* The lines once entered at the prompt, kept in a file.
 * Knows: files. Must not know readline: prompt.c hands the lines over. */
#ifndef BACKPASS_APP_PROMPT_HISTORY_H
#define BACKPASS_APP_PROMPT_HISTORY_H

#include "engine/base/text.h"

enum { PROMPT_HISTORY_MOST = 500 };

/** PromptHistory - what this session added; the rest is in the file. {0} and a NULL path keep nothing. */
typedef struct PromptHistory {
    char *path;  // NULL: none kept
    Text added;  // lines, each with its end
    Text recent; // the last line
} PromptHistory;

/** prompt_history_load - the kept lines into text (written; cleared first), at most PROMPT_HISTORY_MOST. A file that cannot be
 *  read is an empty one. */
void prompt_history_load(const char *path, Text *text);
/** prompt_history_note - remember a line for the file; false where it repeats the one before. */
bool prompt_history_note(PromptHistory *history, const char *line);
/** prompt_history_save - what the file holds now (another session may have written meanwhile) and what was added, the last
 *  PROMPT_HISTORY_MOST lines, replaced atomically, readable by the user alone. */
bool prompt_history_save(const PromptHistory *history, Error *error) MUST_USE;

#endif
