/* The journal: a line when a command begins, marks while it works, a line when it ended. What `resume` reads.
 * Knows: files. Must not know what commands mean.
 *
 *   backpass journal 1
 *   > train updates=200        began
 *   ~ train updates=137        as far as it was when marked
 *   = train updates=200        ended (as it can be done again)
 *   ! train updates=200        failed: changed nothing
 *   . goto 12                  moved (not synced to the disk)                                                        */
#ifndef BACKPASS_APP_JOURNAL_H
#define BACKPASS_APP_JOURNAL_H

#include "engine/base/text.h"

typedef struct Journal Journal;

/** journal_open - a new journal in folder (made if missing), locked while open; old ones beyond the last ten are removed. New. */
Journal *journal_open(const char *folder, Error *error) MUST_USE;
void journal_close(Journal *journal);
const char *journal_path(const Journal *journal);
/** journal_begin, _mark, _end, _failed, _moved - append a line; all but _moved are synced to the disk. A full disk is said once
 *  (false), and the session goes on without. */
bool journal_begin(Journal *journal, const char *line, Error *error) MUST_USE;
bool journal_mark(Journal *journal, const char *line, Error *error) MUST_USE;
bool journal_end(Journal *journal, const char *line, Error *error) MUST_USE;
bool journal_failed(Journal *journal, const char *line, Error *error) MUST_USE;
bool journal_moved(Journal *journal, const char *line, Error *error) MUST_USE;

/** journal_read - the lines to run to be where the journal ends: what ended, then the last mark of what did not
 *  (unfinished is set to the line that was under way, or ""). A last line cut off in the middle is ignored.
 *  Also reads plain command lines, as `save` writes them. lines: a new NULL-ended array of new strings. */
bool journal_read(const char *path, char ***lines, char unfinished[512], Error *error) MUST_USE;
void journal_lines_free(char **lines);
/** journal_latest - the newest journal in folder that no running session holds; "" when there is none. */
bool journal_latest(const char *folder, Text *path, Error *error) MUST_USE;

#endif
