/* How far the learner is: one file, one line a lesson. Replaced atomically.
 * Knows: files. Must not know what a lesson says. */
#ifndef BACKPASS_PROGRESS_H
#define BACKPASS_PROGRESS_H

#include "engine/base/text.h"

typedef struct Progress Progress;

/** progress_open - read path (NULL: kept in memory only; missing: empty; broken lines are kept apart, not lost). New. */
Progress *progress_open(const char *path, Error *error) MUST_USE;
void progress_free(Progress *progress);
/** progress_step - where the learner last was (from 1; 0 never opened), and how many steps were reached. */
size_t progress_step(const Progress *progress, const char *lesson);
size_t progress_reached(const Progress *progress, const char *lesson);
bool progress_done(const Progress *progress, const char *lesson, size_t line); // the question or challenge at that line
/** progress_note - the learner is at this step; progress_mark - that question or challenge is done. Written to disk. */
bool progress_note(Progress *progress, const char *lesson, size_t step, Error *error) MUST_USE;
bool progress_mark(Progress *progress, const char *lesson, size_t line, Error *error) MUST_USE;

#endif
