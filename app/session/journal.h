/* The journal: a line when a command begins, marks while it works, a line when it ended. What `resume` reads.
 * Knows: files. Must not know what commands mean.
 *
 *   backpass journal 1
 *   > train updates=200        began
 *   ~ train updates=137        as far as it was when marked
 *   = train updates=200        ended (as it can be done again)
 *   ! train updates=200        failed: changed nothing
 *   < undo                     the last that ended is undone
 *   ^ lesson 06 step=3         begins anew from here: what came before does not matter
 *   . goto 12; unit 3          the cursor (not synced to the disk) */
#ifndef BACKPASS_APP_JOURNAL_H
#define BACKPASS_APP_JOURNAL_H

#include "engine/base/text.h"

typedef struct Journal Journal;

/** journal_open - a new journal in folder (made if missing), locked while open; old ones beyond the last ten are removed. New. */
Journal *journal_open(const char *folder, Error *error) MUST_USE;
/** journal_close - a journal nothing was added to is removed. */
void journal_close(Journal *journal);
const char *journal_path(const Journal *journal);
/** journal_add - append a line of this kind; all but JOURNAL_PLACE are synced to the disk before it returns.
 *  Errors: ERR_FILE; the session can go on without a journal. */
typedef enum JournalKind {
    JOURNAL_BEGIN = '>', JOURNAL_MARK = '~', JOURNAL_END = '=', JOURNAL_FAILED = '!', JOURNAL_UNDONE = '<',
    JOURNAL_BASE = '^', JOURNAL_PLACE = '.'
} JournalKind;
bool journal_add(Journal *journal, JournalKind kind, const char *line, Error *error) MUST_USE;
/** journal_rebase - a base and the lines (borrowed, may be several commands each) that ended since, in one write: either all
 *  of it counts or nothing. */
bool journal_rebase(Journal *journal, const char *base, const char *const *line, size_t lines, Error *error) MUST_USE;

/** journal_read - the lines to run to be where the journal ends: what ended, then the last mark of what did not
 *  (unfinished is set to the line that was under way, or ""), then the last place of the cursor. A last line cut off in
 *  the middle is ignored. Also reads plain command lines, as `save` writes them. lines: a new NULL-ended array of new strings. */
bool journal_read(const char *path, char ***lines, char unfinished[512], Error *error) MUST_USE;
void journal_lines_free(char **lines);
/** journal_latest - the newest journal in folder that no running session holds; "" when there is none. */
void journal_latest(const char *folder, Text *path);

#endif
