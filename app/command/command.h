/* Carrying out command lines: begin, go on in slices, finish, interrupt, undo, resume.
 * Knows: the table, the session. Must not know keys or how anything is drawn. */
#ifndef BACKPASS_APP_COMMAND_H
#define BACKPASS_APP_COMMAND_H

#include "app/command/parse.h"
#include "app/command/submit.h"

/** command_continue - one slice: begin the next waiting command, or go on with the work under way.
 *  Errors: as the command's; what waited behind it is dropped, what it had done so far is kept and recorded. */
bool command_continue(Session *session, Error *error) MUST_USE;
/** command_finish - until nothing waits. command_run - submit as the user's and finish. */
bool command_finish(Session *session, Error *error) MUST_USE;
bool command_run(Session *session, const char *text, Error *error) MUST_USE;
/** command_interrupt - stop the work as far as it went, drop what waits (Ctrl-C). */
void command_interrupt(Session *session);
/** command_move - look elsewhere while work is under way: a line that only moves the cursor, carried out at once. False
 *  when it is another kind of line, or failed: then it has to wait its turn. */
bool command_move(Session *session, const char *line);
/** command_mark - let the journal know how far the work is. */
void command_mark(Session *session);

/** command_undo, command_redo - Errors: ERR_USE when there is nothing. */
bool command_undo(Session *session, Error *error) MUST_USE;
bool command_redo(Session *session, Error *error) MUST_USE;

/** command_resume - be where a journal or a saved session ends (its lines are queued as replays).
 *  path NULL: the latest journal in folder (borrowed). */
bool command_resume(Session *session, const char *path, const char *folder, Error *error) MUST_USE;

/** work_begin - the handler's command goes on in slices; label and total are for the progress bar. */
Work *work_begin(Session *session, bool (*step)(Session *, bool *, Error *), const char *label, size_t total);

#endif
