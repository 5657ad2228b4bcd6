/* The `:` prompt: readline fed by our keys, drawn by our grid. The one file that includes readline is prompt.c.
 * Knows: keys, the grid, a completion function. Must not know sessions. */
#ifndef BACKPASS_APP_PROMPT_H
#define BACKPASS_APP_PROMPT_H

#include "app/grid/grid.h"
#include "app/terminal/curses.h"

typedef struct Prompt Prompt;

/** Completion - words that may stand at [start, end) of line (borrowed): returns a new NULL-ended array of new strings
 *  (whole replacement words), NULL when none. */
typedef char **(*Completion)(const char *line, size_t start, size_t end, void *context);

typedef enum PromptState { PROMPT_CLOSED, PROMPT_OPEN, PROMPT_LINE, PROMPT_CANCELLED } PromptState;

/** prompt_new - readline set up; history read from history_file (NULL: none kept). New. One at a time in a process
 *  (readline has one state); asserts that. */
Prompt *prompt_new(const char *history_file, Completion complete, void *context);
void prompt_free(Prompt *prompt);                      // history written atomically
void prompt_open(Prompt *prompt, const char *initial); // initial text, e.g. "answer "
PromptState prompt_key(Prompt *prompt, Key key);
/** prompt_line - after PROMPT_LINE: the line entered. inside, until the next key. */
const char *prompt_line(const Prompt *prompt);
/** prompt_draw - prompt, text and cursor in the last row of area (horizontal scrolling), the matches above it. */
void prompt_draw(const Prompt *prompt, Grid *grid, Rect area);
void prompt_resized(Prompt *prompt, int width, int height);

#endif
