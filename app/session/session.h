/* All state of one exploration: world, cursor, options, history, journal, the lesson and where in it.
 * Knows: the engine, lessons as text. Must not know how commands are parsed or how anything is drawn. */
#ifndef BACKPASS_APP_SESSION_H
#define BACKPASS_APP_SESSION_H

#include "app/session/journal.h"
#include "app/session/world.h"
#include "app/terminal/terminal.h"
#include "engine/probe/explain.h"
#include "engine/probe/influence.h"
#include "lessons/lesson.h"
#include "lessons/progress.h"

enum { TRAIL_MAX = 32, QUANTITY_MAX = 96 };

/** Half - what the other half of a split screen shows: what the fields of the same names say of the half with the keys. */
typedef struct Half {
    char view[16], before_explain[16]; // view "": the screen is not split
    char states[QUANTITY_MAX], gradients[QUANTITY_MAX];
    size_t layer;
    bool reverse;
} Half;

/** Cursor - where the learner looks. Steps and units from 1. */
typedef struct Cursor {
    size_t t, unit;
    bool backward;              // walking the backward wave
    Half other;                 // of a split screen: all but what stands there is the same in both halves
    bool second;                // of the two halves the second one (at the right, below) has the keys
    char view[16];              // a view's name
    char before_explain[16];    // the view `back` returns to from the equation
    char states[QUANTITY_MAX];     // the quantity the states view shows
    char gradients[QUANTITY_MAX];  // the one whose norm the gradients view draws
    char trail[TRAIL_MAX][QUANTITY_MAX]; // what was explained, the last is shown
    size_t trails;
    size_t term;                // the operand picked in the equation, from 1
    size_t wire;                // of the cell, in the order they are computed, from 1; 0 the last
    size_t layer;               // that the views of one layer show; 0 the top
    bool reverse;               // the direction that reads from the end
    size_t scroll;              // lines the lesson's page is scrolled by
} Cursor;

/** cursor_switch - the other half of a split screen gets the keys. */
void cursor_switch(Cursor *cursor);

typedef enum Glyphs { GLYPHS_AUTO, GLYPHS_UTF8, GLYPHS_ASCII, GLYPHS_BLOCKS } Glyphs;
typedef struct Options {
    Glyphs glyphs;
    Appearance look;
    bool depth_auto;      // look.depth is the terminal's
    bool writes_allowed;  // a lesson may write files
} Options;

/** Attempt - how a question or challenge of the current step stands. */
typedef enum Standing { STANDING_OPEN, STANDING_DONE, STANDING_SHOWN, STANDING_SKIPPED } Standing;
typedef struct Attempt {
    size_t block;      // in the step
    Standing standing;
    size_t hints;      // shown so far
    char reply[200];   // what the program last answered
} Attempt;
/** ClaimResult - a claim of the current step, evaluated when it began. */
typedef struct ClaimResult { size_t block, claim; bool held; char why[400]; } ClaimResult;

enum { ATTEMPTS_MAX = 16, CLAIMS_MAX = 64 };

typedef struct Course {
    Lesson *lesson;       // NULL outside a lesson
    size_t step;          // from 1; 0 on the title page
    World **at_step;      // (steps+1) the world as each step left it, NULL where not visited
    World *before;        // the world when this step's commands had run: what before(E) sees
    size_t target;        // the step being walked to: its commands and those of the steps before it are under way; 0 when settled
    char fault[700];      // why a command or claim of the lesson could not be carried out; "" when none
    Attempt attempt[ATTEMPTS_MAX];
    size_t attempts;
    ClaimResult claim[CLAIMS_MAX];
    size_t claims;
} Course;
void course_close(Course *course);

/** InfluenceMap - ‖∂y_t/∂x_s‖ for t = T, T − every, T − 2·every … (rows), and behind them for t = at (0: none). While it is being
 *  made only every `step`-th of these rows is there (0: none); of those half-way between two the next to come is row `next`. */
typedef struct InfluenceMap {
    Influence *source; // whose net must not be touched once the world has another revision
    double *norm;      // ((rows+1)·T); NULL: none made
    size_t rows, every, T, at, step, next;
    uint64_t revision;
} InfluenceMap;

/** Spectrum - log10 of some singular values of ∂s_T/∂s_t for t = T, T − every … from: rows × values, the first the largest. */
enum { SPECTRUM_VALUES = 8 };
typedef struct Spectrum {
    double *log;       // NULL: none made
    double sigma, rho; // of Wh, NaN where it is not one square matrix
    double *re, *im;   // (units) its eigenvalues, inside log; NULL where there are none
    size_t from, every, rows, values, which[SPECTRUM_VALUES]; // which of the singular values, 0 the largest
    uint64_t revision;
} Spectrum;

typedef struct Session Session;

/** Work - something long under way, done in slices so that the screen lives. */
typedef struct Work {
    /** step - one slice; *done is set when finished. */
    bool (*step)(Session *session, bool *done, Error *error);
    /** stop - leave the work as far as it went (Ctrl-C) and rewrite session->line to what was done; NULL: it changes nothing. */
    void (*stop)(Session *session);
    char label[96];       // "training rnn, lstm"
    size_t done, total;   // updates, cells …
    int pace;             // milliseconds between slices where the eye should follow (play); 0: as fast as it goes
    char until[256];      // train until=
    size_t goal;          // rewind: the update to reach
    char subject[QUANTITY_MAX]; // verify
    double worst;
} Work;

/** Pending - a line waiting for its turn. */
// redo: again, keeping what can still be redone; replay: on a scratch session, journalled nowhere
typedef enum Origin { ORIGIN_USER, ORIGIN_SCRIPT, ORIGIN_REDO, ORIGIN_LESSON, ORIGIN_REPLAY } Origin;
// depth: how many files that source or resume each other it came through
typedef struct Pending { char *line; Origin origin; char *file; size_t line_number, column, depth; } Pending;

/** Place - where a line was written; file borrowed, NULL where there is none to name. */
typedef struct Place { const char *file; size_t line, column, depth; } Place;

/** Past - a line that changed the world, and the world before it (NULL once forgotten: then undo replays). */
typedef struct Past { char *line; World *before; } Past;

struct Session {
    World *world;
    Cursor cursor;
    Options options;
    Course course;
    Progress *progress;   // NULL: none kept
    Journal *journal;     // NULL: none kept
    bool resuming;        // a session is being done again: the journal names it, and gets the lines when all are done
    char *lessons_folder;
    char *state_folder;   // journals, progress; NULL: nothing is kept
    char *base;           // what the past begins from: "seed 1; lesson 06-… step=3"; NULL for nothing and seed 1
    Past *past;    size_t pasts, past_room;
    char **undone; size_t undones, undone_room;
    Pending *queue; size_t queued, queue_at, queue_room;
    Work work;            // step NULL: none
    Session *replay;      // that does the past again for undo, a slice at a time; NULL: none (or a rest that was stopped)
    World *work_before;   // the world before the command under way
    Text line;            // the command under way, as it can be done again (a handler may rewrite it)
    Origin origin;        // of the command under way
    Pending current;      // where it was written
    int screen_width, screen_height; // what the frame is drawn at
    Text said;            // what commands printed; the runner takes it
    char notice[256];     // one line about what just happened
    bool quit;
    bool menu;            // the course menu is shown
    bool hurried;         // by the explorer: a frame is wanted soon, what it shows of the dear things may be coarse
    bool unfinished;      // frame_build left something coarse: called again with nothing changed it makes some more
    // what views need and is dear: made by frame_build, kept until the world changes
    Explanation explanation; bool explained; char explain_error[256];
    Spectrum spectrum;
    InfluenceMap influence;
    uint64_t explain_revision; char explain_name[QUANTITY_MAX];
};

/** session_new - with the seed; lessons_folder borrowed (copied). New. */
Session *session_new(uint64_t seed, const char *lessons_folder);
void session_free(Session *session);

/** session_drop_influence - forget the map. */
void session_drop_influence(Session *session);

/** session_say - a line for the one who asked (print, help); added to said. */
void session_say(Session *session, const char *format, ...) PRINTF_LIKE(2, 3);
/** session_notice - one line about what happened, replacing the last. */
void session_notice(Session *session, const char *format, ...) PRINTF_LIKE(2, 3);

/** session_journal - add a line to the journal, if one is kept and this is no replay. One that cannot be written any more is
 *  closed, and that is said once. */
void session_journal(Session *session, JournalKind kind, const char *line);

/** session_resume - from here on what is done is a session made anew from that file (borrowed), which the journal names until
 *  session_resumed writes what came of it. So a program killed in between finds the file again. */
void session_resume(Session *session, const char *path);
void session_resumed(Session *session);

/** session_set_base - from here on the session is this line (copied) and what follows it. Forgets the past. */
void session_set_base(Session *session, const char *base);

/** session_truth - is the claim true? Errors: as probe_value's; ERR_USE for an expression that is a number. */
bool session_truth(const Session *session, const char *claim, bool *holds, Error *error) MUST_USE;

/** session_eye - everything that names mean now, lenses brought up to date; subjects (MODELS_MAX) and before_subject are the
 *  caller's memory. `before` may be NULL when before(E) is not wanted. */
typedef struct Eye { Subject subject[MODELS_MAX], before_subject[MODELS_MAX]; Probe before, probe; } Eye;
bool session_eye(const Session *session, Eye *eye, Error *error) MUST_USE;

/** session_set_world - exchange the world for another (taken); everything derived is stale. */
void session_set_world(Session *session, World *world);

/** session_clamp - keep the cursor inside the data and the model. */
void session_clamp(Session *session);

/** session_record - a line changed the world: remember it, with the world before (taken, may be NULL). */
void session_record(Session *session, const char *line, World *before);
/** session_forget_past - nothing to undo or redo any more. */
void session_forget_past(Session *session);
/** session_take_past - the last line that changed the world (taken by the caller; its line is kept for redo); false when none. */
bool session_take_past(Session *session, Past *past) MUST_USE;
/** session_take_undone - the line to do again (new), NULL when none. session_forget_undone - nothing to redo any more. */
char *session_take_undone(Session *session);
void session_forget_undone(Session *session);
/** session_shows_track - does that view show one layer and direction, which the cursor picks? */
bool session_shows_track(const char *view);
/** session_other_view - what the other half of a split screen shows: "states dh". Added to text. */
void session_other_view(const Session *session, Text *text);
/** session_rows_of_states - the units of both directions, which the states view shows below each other. */
size_t session_rows_of_states(const Session *session);
/** session_place - where the cursor is, as a command line: "view states h; split gates; sample 1; goto 12; unit 3". Added to text. */
void session_place(const Session *session, Text *text);
/** session_script - the lines that make this session again, one a line. Added to text. */
void session_script(const Session *session, Text *text);

/** session_queue - let a line wait for its turn at the end of the queue (strings copied).
 *  session_queue_front - before all that waits. session_next - the next one (taken: free with pending_free), false when none. */
void session_queue(Session *session, const char *line, Origin origin, Place place);
void session_queue_front(Session *session, const char *line, Origin origin, Place place);
bool session_next(Session *session, Pending *pending);
void pending_free(Pending *pending);
/** session_drop_queue - what waits is forgotten. session_busy - does something wait, or is work under way? */
void session_drop_queue(Session *session);
bool session_busy(const Session *session);

#endif
