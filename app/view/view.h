/* What the screen shows: one file a view, one row in view.c.
 * Knows: the session (read only), the grid. Never asks whether there is a terminal. */
#ifndef BACKPASS_APP_VIEW_H
#define BACKPASS_APP_VIEW_H

#include "app/grid/grid.h"
#include "app/session/session.h"

typedef struct View {
    const char *name;     // "unroll"
    const char *title;    // drawn in its first row
    const char *shows;    // one line: what it shows …
    const char *look_for; // … and what to look for
    bool needs_model;     // with none the frame says how to make one instead of drawing
    /** build - recalculate what is dear into the session's caches; may be NULL. Errors are drawn instead of the view. */
    bool (*build)(Session *session, const Eye *eye, Error *error);
    /** draw - into area, from what the eye sees. Sets grid->cursor_x/y to the selected thing; every number drawn carries a mark. */
    void (*draw)(const Session *session, const Eye *eye, Grid *grid, Rect area);
} View;

extern const View UNROLL_VIEW, CELL_VIEW, STATES_VIEW, GATES_VIEW, GRADIENTS_VIEW, JACOBIAN_VIEW, INFLUENCE_VIEW, COMPARE_VIEW,
    TRAINING_VIEW, PITCH_VIEW, EQUATION_VIEW;

const View *view_find(const char *name); // NULL when there is none
const View *view_at(size_t index);       // in Tab order; NULL past the end

/** frame_build - recalculate everything the frame needs (views' build). Errors: those of the engine; the frame then shows them.
 *  Of a session that is hurried not more than a frame has time for: a view then shows fewer steps or rows, each of them right,
 *  and session->unfinished says so until further calls have made the rest. */
void frame_build(Session *session);
/** frame_draw - the whole screen: title, lesson page beside (from 96 columns) or above, view, status, keys; grid cleared first.
 *  From 10×3 up; below 40×10 only the view or the page. */
void frame_draw(const Session *session, Grid *grid);

/** What of a lesson's page is drawn on it rather than on the bars around it: the step's heading, the keys that answer. */
enum { PAGE_HEADING = 1, PAGE_KEYS = 2, PAGE_WHOLE = PAGE_HEADING | PAGE_KEYS };
/** PageSize - the rows the page needs, and those of the question or challenge that waits (from == to: none does); busy: hints
 *  or a reply stand there. replied_to: the row after the last reply, 0 without one. */
typedef struct PageSize {
    int rows, focus_from, focus_to, replied_to;
    bool focus_busy;
} PageSize;
/** page_draw - the lesson's page: prose, questions, challenges, marks of claims. */
void page_draw(const Session *session, Grid *grid, Rect area, unsigned parts);
/** page_size - what the page needs at this width; page_skip - the rows scrolled away of a page with this much room. */
PageSize page_size(const Session *session, int width, unsigned parts);
int page_skip(const Session *session, int rows, int height);

/** welcome_draw - the course menu (while session->menu): the lessons, how far the learner is, how the picked one begins. */
void welcome_draw(const Session *session, Grid *grid, Rect area);
/** equation_operands - how many operands of the explanation shown can be picked (cursor.term runs from 1 to that). */
size_t equation_operands(const Session *session);

#endif
