#include "app/terminal/curses.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif
#include <curses.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <term.h>

#include "app/terminal/key.h"
#include "app/terminal/pairs.h"
#include "app/terminal/signals.h"
#include "engine/base/memory.h"

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
enum { PASTE_BEGIN = KEY_MAX + 1, PASTE_END };

struct Screen {
    SCREEN *curses;
    WINDOW *keys; // a pad: reading from it does not draw anything
    struct termios before;
    Depth depth;
    bool own_colours; // the terminal's own can be named −1
    Pairs pairs;
    KeyReader reader;
    int signal;
    unsigned empty_reads;
};

/* --- taking the terminal and giving it back --- */

static void write_out(const char *string)
{
    ssize_t written = write(STDOUT_FILENO, string, strlen(string));
    (void)written; // a terminal that is gone is noticed by poll
}

static bool set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0';
}

/* CLICOLOR_FORCE changes nothing here: what terminfo has no sequence for, curses cannot send. */
static Depth depth_of_terminal(void)
{
    if (set("NO_COLOR") || !has_colors() || start_color() == ERR || COLORS < 8)
        return DEPTH_MONO;
    if (COLORS < 256)
        return DEPTH_16;
    return COLORS > 256 && tigetflag("RGB") > 0 ? DEPTH_TRUE : DEPTH_256;
}

/* What puts the terminal right after a crash, when curses can no longer be trusted. */
static bool open_signals(Screen *screen, Error *error)
{
    static const char *const NAME[] = {"sgr0", "rmkx", "cnorm", "rmcup"};
    Text reset = {0};
    text_add(&reset, PASTE_OFF);
    for (size_t i = 0; i < sizeof NAME / sizeof *NAME; i++) {
        const char *sequence = tigetstr(NAME[i]);
        if (sequence != NULL && sequence != (const char *)-1)
            text_add(&reset, sequence);
    }
    bool opened = signals_open(text_string(&reset), &screen->before, error);
    text_free(&reset);
    return opened;
}

/* Ctrl-S must not freeze the program before an audience, and is a key of the prompt. */
static void stop_flow_control(void)
{
    struct termios now;
    if (tcgetattr(STDIN_FILENO, &now) != 0)
        return;
    now.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
}

static void set_modes(Screen *screen)
{
    cbreak();
    noecho();
    nonl();
    stop_flow_control();
    def_prog_mode();
    screen->keys = newpad(1, 1);
    intrflush(screen->keys, FALSE);
    keypad(screen->keys, TRUE);
    nodelay(screen->keys, TRUE);
    set_escdelay(25);
    define_key("\033[200~", PASTE_BEGIN);
    define_key("\033[201~", PASTE_END);
    screen->reader.utf8 = screen_utf8();
    screen->depth = depth_of_terminal();
    screen->own_colours = screen->depth != DEPTH_MONO && use_default_colors() == OK;
    screen->pairs.most = screen->depth == DEPTH_MONO ? 0 : COLOR_PAIRS - 1 < PAIRS_MOST ? COLOR_PAIRS - 1 : PAIRS_MOST;
    write_out(PASTE_ON);
}

/* What terminfo knows of a terminal, asked before the terminal is touched. */
static bool is_known(const char *name, bool *can_move)
{
    int status;
    if (setupterm(name, STDOUT_FILENO, &status) != OK)
        return false;
    const char *sequence = tigetstr("cup");
    *can_move = sequence != NULL && sequence != (const char *)-1;
    del_curterm(cur_term);
    return true;
}

static bool open_curses(Screen *screen, Error *error)
{
    const char *name = set("TERM") ? getenv("TERM") : "(not set)";
    bool can_move = false;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &screen->before) != 0)
        return fail(error, ERR_USE, "the explorer needs a terminal for input and output; `backpass run` needs none");
    if (!is_known(name, &can_move)) { // mostly a terminal newer than this system
        name = "xterm-256color";
        if (!is_known(name, &can_move))
            return fail(error, ERR_USE, "no description of TERM=%s is here; install ncurses-term", name);
    }
    if (!can_move)
        return fail(error, ERR_USE, "TERM=%s cannot move the cursor; try TERM=xterm, or `backpass run`", name);
    signals_ignore_stop(true);
    screen->curses = newterm(name, stdout, stdin);
    signals_ignore_stop(false);
    if (screen->curses == NULL)
        return fail(error, ERR_PROGRAM, "the terminal (TERM=%s) cannot be set up", name);
    set_term(screen->curses);
    return true;
}

static void free_screen(Screen *screen)
{
    if (screen->keys != NULL)
        delwin(screen->keys);
    if (screen->curses != NULL)
        delscreen(screen->curses);
    free(screen);
}

Screen *screen_open(Error *error)
{
    Screen *screen = memory_new(1, sizeof *screen);
    if (!open_curses(screen, error))
        goto failed;
    if (!open_signals(screen, error)) { // after newterm, which sets handlers of its own
        endwin();
        goto failed;
    }
    set_modes(screen);
    return screen;
failed:
    free_screen(screen);
    return NULL;
}

static void leave(Screen *screen)
{
    write_out(PASTE_OFF);
    endwin();
    tcsetattr(STDIN_FILENO, TCSADRAIN, &screen->before);
}

void screen_close(Screen *screen)
{
    if (screen == NULL)
        return;
    leave(screen);
    signals_close();
    free_screen(screen);
}

void screen_size(const Screen *screen, int *width, int *height)
{
    (void)screen;
    *width = COLS;
    *height = LINES;
}

Depth screen_depth(const Screen *screen)
{
    return screen->depth;
}

bool screen_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int screen_signal(const Screen *screen)
{
    return screen->signal;
}

/* --- showing --- */

/* The number curses has for two colours; 0 for the terminal's own. A number given away anew makes curses repaint. */
static int pair_of(Screen *screen, int fore, int back)
{
    bool made;
    if ((fore < 0 && back < 0) || screen->pairs.most < 1)
        return 0;
    int number = pairs_number(&screen->pairs, fore, back, &made);
    if (!made)
        return number;
#ifdef HAVE_INIT_EXTENDED_PAIR
    init_extended_pair(number, fore, back);
#else
    init_pair((short)number, (short)fore, (short)back);
#endif
    return number;
}

/* A colour as this terminal names it; of 16 colours only the lower 8 where it has no more. */
static int colour_of(const Screen *screen, int index, Depth depth, int own)
{
    if (index < 0 || depth == DEPTH_MONO)
        return screen->own_colours ? -1 : own;
    if (depth == DEPTH_16)
        return palette_16(index) % (COLORS < 16 ? 8 : 16);
    return screen->depth == DEPTH_TRUE ? (int)palette_rgb(index) : index;
}

static attr_t attributes_of(const Paint *paint, Depth depth)
{
    bool bright = depth == DEPTH_16 && COLORS < 16 && paint->fore >= 0 && palette_16(paint->fore) >= 8;
    attr_t attributes = A_NORMAL;
    attributes |= paint->bold || bright ? A_BOLD : 0;
    attributes |= paint->dim ? A_DIM : 0;
    attributes |= paint->italic ? A_ITALIC : 0;
    attributes |= paint->underline ? A_UNDERLINE : 0;
    attributes |= paint->reverse ? A_REVERSE : 0;
    return attributes;
}

static void paint_cell(Screen *screen, const Grid *grid, const GridCell *cell, const Appearance *look, cchar_t *out)
{
    uint32_t glyph[3];
    wchar_t text[4] = {0};
    Paint paint = palette_cell(cell, look, grid->ascii, glyph);
    text[0] = drawable(glyph[0], cell->width);
    for (int i = 1, at = 1; i < 3 && glyph[i] != 0; i++)
        if (wcwidth((wchar_t)glyph[i]) == 0)
            text[at++] = (wchar_t)glyph[i];
    int fore = colour_of(screen, paint.fore, look->depth, COLOR_WHITE);
    int back = colour_of(screen, paint.back, look->depth, COLOR_BLACK);
    int pair = look->depth == DEPTH_MONO ? 0 : pair_of(screen, fore, back);
#ifdef HAVE_INIT_EXTENDED_PAIR
    setcchar(out, text, attributes_of(&paint, look->depth), 0, &pair);
#else
    setcchar(out, text, attributes_of(&paint, look->depth), (short)pair, NULL);
#endif
}

static void show_row(Screen *screen, const Grid *grid, const Appearance *look, int y)
{
    cchar_t row[1000]; // no grid is wider
    int count = 0, width = grid->width < COLS ? grid->width : COLS;
    memset(row, 0, sizeof row);
    for (int x = 0; x < width; x++) {
        const GridCell *cell = grid_cell(grid, x, y);
        if (cell->width != 0 && x + cell->width <= COLS)
            paint_cell(screen, grid, cell, look, &row[count++]);
    }
    mvadd_wchnstr(y, 0, row, count);
}

static void place_cursor(const Grid *grid)
{
    bool visible = grid->cursor_x >= 0 && grid->cursor_y >= 0 && grid->cursor_x < COLS && grid->cursor_y < LINES;
    if (visible)
        move(grid->cursor_y, grid->cursor_x);
    curs_set(visible);
}

void screen_show(Screen *screen, const Grid *grid, const Appearance *look)
{
    Appearance able = *look;
    able.depth = able.depth > screen->depth ? screen->depth : able.depth;
    erase();
    for (int y = 0; y < grid->height && y < LINES; y++)
        show_row(screen, grid, &able, y);
    place_cursor(grid);
    wnoutrefresh(stdscr);
    doupdate();
}

void screen_redraw(Screen *screen)
{
    (void)screen;
    clearok(curscr, TRUE);
}

/* --- keys --- */

static void fit_to_terminal(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resize_term(size.ws_row, size.ws_col);
    clearok(curscr, TRUE);
}

static void resume(void)
{
    reset_prog_mode();
    write_out(PASTE_ON);
    fit_to_terminal();
}

/* News of signals as a key; KEY_NONE without any. Ending comes first, and stays. */
static Key take_news(Screen *screen)
{
    SignalNews news = signals_take();
    if (news.ended != 0) {
        screen->signal = news.ended;
        return key_plain(KEY_HANGUP);
    }
    if (news.stop) {
        leave(screen);
        signals_stop();
    }
    if (news.stop || news.continued) {
        resume();
        screen->reader.pasting = false;
        return key_plain(KEY_CONTINUED);
    }
    if (news.resized)
        fit_to_terminal();
    return key_plain(news.interrupted ? KEY_INTERRUPT : news.resized ? KEY_RESIZED : KEY_NONE);
}

/* What curses read, in the words of key.h. */
static int code_of(int code)
{
    switch (code) {
    case ERR: return CODE_NONE;
    case KEY_UP: return CODE_NAMED + NAMED_UP;
    case KEY_DOWN: return CODE_NAMED + NAMED_DOWN;
    case KEY_LEFT: return CODE_NAMED + NAMED_LEFT;
    case KEY_RIGHT: return CODE_NAMED + NAMED_RIGHT;
    case KEY_HOME: return CODE_NAMED + NAMED_HOME;
    case KEY_END: return CODE_NAMED + NAMED_END;
    case KEY_PPAGE: return CODE_NAMED + NAMED_PAGE_UP;
    case KEY_NPAGE: return CODE_NAMED + NAMED_PAGE_DOWN;
    case KEY_ENTER: return CODE_NAMED + NAMED_ENTER;
    case KEY_BACKSPACE: return CODE_NAMED + NAMED_BACKSPACE;
    case KEY_DC: return CODE_NAMED + NAMED_DELETE;
    case KEY_BTAB: return CODE_NAMED + NAMED_BACKTAB;
    case KEY_F(1): return CODE_NAMED + NAMED_F1;
    case PASTE_BEGIN: return CODE_PASTE_BEGIN;
    case PASTE_END: return CODE_PASTE_END;
    default: return code <= 255 ? code : CODE_OTHER;
    }
}

static int next_code(void *context)
{
    return code_of(wgetch(((Screen *)context)->keys));
}

/* Block until there is something to read; false when the terminal has gone. */
static bool wait_for_input(Screen *screen, int milliseconds)
{
    InputState input = signals_wait(STDIN_FILENO, milliseconds);
    screen->empty_reads = input == INPUT_READY ? screen->empty_reads + 1 : 0;
    return input != INPUT_GONE && screen->empty_reads < 64; // ready again and again, and nothing in it: the end
}

Key screen_key(Screen *screen, int milliseconds)
{
    long long end = signals_clock() + milliseconds;
    for (;;) {
        bool came = true;
        Key key = take_news(screen);
        while (key.kind == KEY_NONE && came) {
            key = key_read(&screen->reader, next_code, screen, &came);
            screen->empty_reads = came ? 0 : screen->empty_reads;
        }
        long long left = milliseconds < 0 ? -1 : end - signals_clock();
        if (key.kind != KEY_NONE || (milliseconds >= 0 && left < 0))
            return key;
        if (!wait_for_input(screen, (int)left))
            return key_plain(KEY_HANGUP);
        if (left == 0)
            end--; // one look, then home
    }
}
