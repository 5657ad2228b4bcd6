/* Sequences made of matches: one row a step, in the tidy layout.
 * Knows: matches in the inside frame. Must not know providers. */
#ifndef BACKPASS_IMPORT_TASK_H
#define BACKPASS_IMPORT_TASK_H

#include "engine/football/import/match.h"

/** TaskMade - what a task has written. */
typedef struct TaskMade {
    size_t sequences, rows;
} TaskMade;

/** Task - a way to make sequences. */
typedef struct Task {
    const char *name;
    const char *words; // what a row is and what is asked, for the header
    bool (*make)(Match *match, Text *text, TaskMade *made, Error *error);
} Task;

const Task *task_named(const char *name); // NULL where there is none
const char *task_names(void);             // for messages

/** Each adds the title line and the rows to text. Errors: ERR_INPUT where the match holds nothing for it. */
bool task_raw(Match *match, Text *text, TaskMade *made, Error *error) MUST_USE;
bool task_next_event(Match *match, Text *text, TaskMade *made, Error *error) MUST_USE;
bool task_possession_shot(Match *match, Text *text, TaskMade *made, Error *error) MUST_USE;
bool task_trajectory(Match *match, Text *text, TaskMade *made, Error *error) MUST_USE;

/** task_word - a comma and a word from a file, made harmless and quoted where need be. */
void task_word(Text *text, const char *word);

#endif
