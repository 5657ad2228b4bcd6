#include "app/run/loop.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command/command.h"
#include "app/command/complete.h"
#include "app/command/keys.h"
#include "app/run/panel.h"
#include "app/run/progress_line.h"
#include "app/run/prompt.h"
#include "app/view/view.h"

enum { SLICE = 30, FRAME = 100, MARK = 500 }; // milliseconds: work between looks at the keys, between frames, between marks

enum { AHEAD = 32 };

typedef struct Loop {
    Session *session;
    Screen *screen;
    Grid *grid;
    Prompt *prompt;      // made when first opened: the first frame need not wait for readline
    PromptState typing;
    const char *history_file;
    Panel panel;
    char line[512];      // the command line under way, for the panel's title
    bool stale;          // the screen no longer shows the session
    bool gone;           // the terminal is closed
    Key ahead[AHEAD];    // typed while work was under way: they wait for their turn
    size_t aheads;
    long long shown, marked, paced;
} Loop;

static bool under_way(const Loop *loop)
{
    return session_busy(loop->session) || loop->session->course.target;
}

static void set_appearance(Loop *loop)
{
    Options *options = &loop->session->options;
    if (options->depth_auto)
        options->look.depth = screen_depth(loop->screen);
    loop->grid->blocks = options->glyphs == GLYPHS_BLOCKS;
    loop->grid->ascii = options->glyphs == GLYPHS_ASCII || (options->glyphs == GLYPHS_AUTO && !screen_utf8());
}

static void show(Loop *loop)
{
    int width, height;
    screen_size(loop->screen, &width, &height);
    if (width != loop->grid->width || height != loop->grid->height)
        grid_resize(loop->grid, width, height);
    loop->session->screen_width = width;
    loop->session->screen_height = height;
    set_appearance(loop);
    frame_build(loop->session);
    frame_draw(loop->session, loop->grid);
    panel_draw(&loop->panel, loop->grid);
    if (loop->typing == PROMPT_OPEN)
        prompt_draw(loop->prompt, loop->grid, grid_whole(loop->grid));
    screen_show(loop->screen, loop->grid, &loop->session->options.look);
    loop->stale = false;
    loop->shown = clock_milliseconds();
}

/** What commands said: shown in the panel. */
static void take_said(Loop *loop)
{
    Session *session = loop->session;
    if (session_busy(session) || !session->said.length)
        return;
    panel_say(&loop->panel, loop->line, text_string(&session->said), false);
    text_clear(&session->said);
}

/** What is explained need not be said as well: the view shows it. */
static void drop_shown(Session *session, size_t said)
{
    const char *line = text_string(&session->line);
    if (strncmp(line, "explain", 7) == 0 && (line[7] == ' ' || !line[7]) && session->said.length > said)
        session->said.bytes[session->said.length = said] = 0;
}

static void submit(Loop *loop, const char *line)
{
    panel_say(&loop->panel, "", "", false);
    loop->session->notice[0] = 0;
    snprintf(loop->line, sizeof loop->line, "%s", line);
    submit_lines(loop->session, line, ORIGIN_USER, NULL, 1);
    loop->stale = true;
}

/** Work for a slice of time; a paced work (play) one step a pace. */
static void work(Loop *loop)
{
    Session *session = loop->session;
    long long began = clock_milliseconds();
    Error error = {0};
    char text[1024];
    if (session->work.pace && began - loop->paced < session->work.pace)
        return;
    loop->paced = began;
    do {
        size_t said = session->said.length;
        if (!command_continue(session, &error)) {
            error_line(&error, text, sizeof text);
            panel_say(&loop->panel, loop->line, text, true);
            text_clear(&session->said);
            break;
        }
        drop_shown(session, said);
    } while (under_way(loop) && !session->work.pace && clock_milliseconds() - began < SLICE);
    take_said(loop);
    loop->stale = true;
    if (session->work.step && clock_milliseconds() - loop->marked > MARK) {
        command_mark(session);
        loop->marked = clock_milliseconds();
    }
}

static const char *place(const Loop *loop)
{
    return loop->session->menu ? "menu" : loop->session->cursor.view;
}

static void open_prompt(Loop *loop, const char *initial)
{
    if (!loop->prompt)
        loop->prompt = prompt_new(loop->history_file, complete, loop->session);
    prompt_resized(loop->prompt, loop->grid->width, loop->grid->height);
    prompt_open(loop->prompt, initial);
    loop->typing = PROMPT_OPEN;
    panel_say(&loop->panel, "", "", false);
}

/** The %s of a key's line: the lesson picked in the menu, or the quantity under the cursor. False when there is none. */
static bool subject(const Loop *loop, char *name, size_t size)
{
    if (!loop->session->menu) {
        const Mark *mark = grid_marked(loop->grid, loop->grid->cursor_x, loop->grid->cursor_y);
        snprintf(name, size, "%s", mark ? mark->name : "");
        return true; // without one, explain takes the state under the cursor
    }
    size_t count = 0, picked = loop->session->cursor.term;
    Error error = {0};
    char **names = lesson_list(loop->session->lessons_folder, &count, &error);
    bool found = names && picked >= 1 && picked <= count;
    if (found)
        snprintf(name, size, "%s", names[picked - 1]);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return found;
}

/** The command line a key's row stands for, its %s filled. False when there is nothing to fill it with. */
static bool line_of(const Loop *loop, const KeyRow *row, char *line, size_t size)
{
    char name[200];
    const char *hole = strstr(row->line, "%s");
    if (hole && !subject(loop, name, sizeof name))
        return false;
    if (hole)
        snprintf(line, size, "%.*s%s", (int)(hole - row->line), row->line, name);
    else
        snprintf(line, size, "%s", row->line);
    return true;
}

static void press(Loop *loop, Key key)
{
    char line[600];
    const KeyRow *row = keys_find(key, place(loop));
    if (row && row->line[0] == ':')
        open_prompt(loop, row->line + 1);
    else if (row && line_of(loop, row, line, sizeof line))
        submit(loop, line);
}

/** While something trains: look elsewhere, open the prompt or leave at once; the rest waits its turn. */
static void press_meanwhile(Loop *loop, Key key)
{
    char line[600];
    const KeyRow *row = keys_find(key, place(loop));
    if (!row || !line_of(loop, row, line, sizeof line))
        return;
    if (line[0] == ':')
        open_prompt(loop, line + 1);
    else if (strcmp(line, "quit") == 0) {
        command_interrupt(loop->session);
        submit(loop, line);
    } else if (!command_move(loop->session, line) && loop->aheads < AHEAD)
        loop->ahead[loop->aheads++] = key;
}

/** Keys that belong to an open panel. True when the key was meant for it. */
static bool panel_key(Loop *loop, Key key)
{
    if (!panel_open(&loop->panel))
        return false;
    bool up = (key.kind == KEY_NAMED && key.named == NAMED_UP) || (key.kind == KEY_TEXT && key.text == 'k');
    bool down = (key.kind == KEY_NAMED && key.named == NAMED_DOWN) || (key.kind == KEY_TEXT && key.text == 'j');
    if (key.kind == KEY_NAMED && key.named == NAMED_ESCAPE)
        panel_say(&loop->panel, "", "", false);
    else if (!loop->panel.longer)
        return false;
    else if (up || down)
        panel_scroll(&loop->panel, down ? 1 : -1);
    else if (key.kind == KEY_NAMED && (key.named == NAMED_PAGE_DOWN || key.named == NAMED_PAGE_UP))
        panel_scroll(&loop->panel, (key.named == NAMED_PAGE_DOWN ? 1 : -1) * (loop->grid->height - 6));
    else if (key.kind == KEY_TEXT && (key.text == ' ' || key.text == 'q'))
        key.text == 'q' ? panel_say(&loop->panel, "", "", false) : panel_scroll(&loop->panel, loop->grid->height - 6);
    else
        return false;
    return true;
}

static void typed(Loop *loop, Key key)
{
    loop->typing = prompt_key(loop->prompt, key);
    if (loop->typing == PROMPT_LINE)
        submit(loop, prompt_line(loop->prompt));
    if (loop->typing != PROMPT_OPEN)
        loop->typing = PROMPT_CLOSED;
}

static void interrupt(Loop *loop, Key key)
{
    if (loop->typing == PROMPT_OPEN)
        typed(loop, key);
    else {
        panel_say(&loop->panel, "", "", false);
        command_interrupt(loop->session);
        text_clear(&loop->session->said);
    }
}

static void take_key(Loop *loop, Key key)
{
    loop->stale = true;
    if (key.kind == KEY_HANGUP)
        loop->gone = true;
    else if (key.kind == KEY_INTERRUPT) {
        loop->aheads = 0;
        interrupt(loop, key);
    }
    else if (key.kind == KEY_RESIZED || key.kind == KEY_CONTINUED)
        screen_redraw(loop->screen);
    else if (loop->typing == PROMPT_OPEN)
        typed(loop, key);
    else if (key.pasted || panel_key(loop, key))
        return;
    else if (key.kind == KEY_TEXT && key.text == '\f')
        screen_redraw(loop->screen);
    else if (loop->session->work.pace)
        command_interrupt(loop->session);
    else if (!under_way(loop))
        press(loop, key);
    else if (loop->session->work.step && !loop->session->course.target)
        press_meanwhile(loop, key);
    else if (loop->aheads < AHEAD)
        loop->ahead[loop->aheads++] = key;
}

/** The next key: first those typed ahead, once nothing is under way any more. */
static Key next_key(Loop *loop, int milliseconds)
{
    if (!loop->aheads || under_way(loop))
        return screen_key(loop->screen, milliseconds);
    Key key = loop->ahead[0];
    memmove(loop->ahead, loop->ahead + 1, --loop->aheads * sizeof key);
    return key;
}

/** How long to wait for a key: for ever when nothing is under way, so that an idle program takes no time at all. */
static int patience(const Loop *loop)
{
    if (!under_way(loop))
        return loop->session->unfinished ? 0 : -1;
    return loop->session->work.pace;
}

/** What the last frame left out is made while nobody types, and shown when all of it is there. */
static void finish(Loop *loop)
{
    frame_build(loop->session);
    loop->stale = !loop->session->unfinished;
}

static void turn(Loop *loop)
{
    bool busy = under_way(loop);
    if (loop->stale && (!busy || loop->session->work.pace || clock_milliseconds() - loop->shown >= FRAME))
        show(loop);
    Key key = next_key(loop, patience(loop));
    while (key.kind != KEY_NONE && !loop->gone) {
        take_key(loop, key);
        if (!busy && under_way(loop))
            break; // what this key asked for comes before the next key
        key = loop->session->quit ? (Key){.kind = KEY_NONE} : next_key(loop, 0);
    }
    if (!loop->gone && under_way(loop))
        work(loop);
    else if (!loop->gone && !loop->stale && loop->session->unfinished)
        finish(loop);
}

bool loop_run(Session *session, const char *start, const char *history_file, int *status, Error *error)
{
    Loop loop = {.session = session, .history_file = history_file, .stale = true};
    loop.screen = screen_open(error);
    if (!loop.screen)
        return false;
    loop.grid = grid_new(80, 24);
    session->hurried = true;
    if (*start)
        submit(&loop, start);
    take_said(&loop);
    show(&loop);
    while (!session->quit && !loop.gone)
        turn(&loop);
    int signal_number = loop.gone ? screen_signal(loop.screen) : 0;
    prompt_free(loop.prompt); // the history is written while a second hangup still cannot end the program
    screen_close(loop.screen);
    grid_free(loop.grid);
    text_free(&loop.panel.text);
    *status = loop.gone ? 128 + (signal_number ? signal_number : SIGHUP) : 0;
    return true;
}
