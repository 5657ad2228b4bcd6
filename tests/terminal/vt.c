#include "tests/terminal/vt.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <vterm.h>

enum { PATIENCE = 10000 }; // milliseconds; only a test that fails waits so long

struct Vt {
    VTerm *terminal;
    VTermScreen *screen;
    int width, height, file; // file −1: hung up
    pid_t pid;
    bool alternate, cursor, ended;
    size_t received;
    char row[8192];
};

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    Vt *vt = user;
    if (property == VTERM_PROP_ALTSCREEN)
        vt->alternate = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE)
        vt->cursor = value->boolean;
    return 1;
}

static void open_screen(Vt *vt)
{
    static const VTermScreenCallbacks CALLBACKS = {.settermprop = on_property};
    vt->terminal = vterm_new(vt->height, vt->width);
    vterm_set_utf8(vt->terminal, 1);
    vt->screen = vterm_obtain_screen(vt->terminal);
    vterm_screen_set_callbacks(vt->screen, &CALLBACKS, vt);
    vterm_screen_enable_altscreen(vt->screen, 1);
    vterm_screen_reset(vt->screen, 1);
}

/* What the program gets of our own environment: never what a user has set for a terminal. */
static void run(const char *const *argv, const char *const *settings)
{
    static const char *const KEPT[] = {"PATH", "HOME", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"};
    static char kept[5][4096];
    char *environment[64] = {0};
    size_t count = 0;
    for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++)
        if (getenv(KEPT[i]) != NULL) {
            snprintf(kept[i], sizeof kept[i], "%s=%s", KEPT[i], getenv(KEPT[i]));
            environment[count++] = kept[i];
        }
    for (; *settings != NULL && count < 63; settings++)
        environment[count++] = (char *)(size_t)*settings;
    execve(argv[0], (char *const *)(size_t)argv, environment);
    _exit(127);
}

Vt *vt_open(int width, int height, const char *const *argv, const char *const *settings)
{
    Vt *vt = calloc(1, sizeof *vt);
    if (vt == NULL)
        abort();
    struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};
    vt->width = width, vt->height = height, vt->cursor = true;
    open_screen(vt);
    vt->pid = forkpty(&vt->file, NULL, NULL, &size);
    if (vt->pid == 0)
        run(argv, settings);
    if (vt->pid < 0)
        abort();
    fcntl(vt->file, F_SETFD, FD_CLOEXEC);
    return vt;
}

static long long milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void answer_queries(Vt *vt)
{
    char answer[256];
    size_t count = vterm_output_read(vt->terminal, answer, sizeof answer);
    ssize_t written = write(vt->file, answer, count);
    (void)written;
}

/* Take what the program sends within so many milliseconds; false when nothing came. */
static bool receive(Vt *vt, long long milliseconds)
{
    char bytes[65536];
    struct pollfd waiting = {.fd = vt->file, .events = POLLIN};
    if (vt->file < 0 || poll(&waiting, 1, milliseconds < 0 ? 0 : (int)milliseconds) <= 0)
        return false;
    ssize_t count = read(vt->file, bytes, sizeof bytes);
    if (count <= 0)
        return false;
    vt->received += (size_t)count;
    vterm_input_write(vt->terminal, bytes, (size_t)count);
    answer_queries(vt);
    return true;
}

static bool is_gone(Vt *vt)
{
    struct pollfd waiting = {.fd = vt->file, .events = POLLIN};
    return vt->file < 0 || (poll(&waiting, 1, 0) > 0 && (waiting.revents & POLLIN) == 0);
}

static void show_screen(Vt *vt)
{
    int x, y;
    for (int row = 0; row < vt->height; row++)
        if (*vt_row(vt, row) != '\0')
            fprintf(stderr, "%3d|%s\n", row, vt_row(vt, row));
    vt_cursor(vt, &x, &y);
    fprintf(stderr, "cursor %d,%d\n", x, y);
}

/* Read until arrived(vt, what) says so. */
static bool wait_until(Vt *vt, bool (*arrived)(Vt *, const void *), const void *what)
{
    long long end = milliseconds_now() + PATIENCE;
    for (;;) {
        while (receive(vt, 0)) {
        }
        if (arrived(vt, what))
            return true;
        if (milliseconds_now() >= end || is_gone(vt))
            break;
        receive(vt, end - milliseconds_now());
    }
    show_screen(vt);
    return false;
}

static bool is_there(Vt *vt, const void *text)
{
    return vt_find(vt, text, NULL) >= 0;
}

static bool is_not_there(Vt *vt, const void *text)
{
    return !is_there(vt, text);
}

static bool is_cursor_at(Vt *vt, const void *place)
{
    const int *wanted = place;
    int x, y;
    vt_cursor(vt, &x, &y);
    return x == wanted[0] && y == wanted[1];
}

bool vt_wait(Vt *vt, const char *text)
{
    bool there = wait_until(vt, is_there, text);
    if (!there)
        fprintf(stderr, "waited in vain for \"%s\"\n", text);
    return there;
}

bool vt_wait_gone(Vt *vt, const char *text)
{
    return wait_until(vt, is_not_there, text);
}

bool vt_wait_cursor(Vt *vt, int x, int y)
{
    const int place[2] = {x, y};
    return wait_until(vt, is_cursor_at, place);
}

size_t vt_quiet(Vt *vt, int milliseconds)
{
    size_t before = vt->received;
    long long end = milliseconds_now() + milliseconds;
    while (milliseconds_now() < end)
        receive(vt, end - milliseconds_now());
    return vt->received - before;
}

void vt_type(Vt *vt, const char *bytes)
{
    for (size_t left = strlen(bytes); left > 0;) {
        ssize_t count = write(vt->file, bytes, left);
        if (count <= 0)
            return;
        bytes += count, left -= (size_t)count;
    }
}

void vt_resize(Vt *vt, int width, int height)
{
    struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};
    while (receive(vt, 0)) {
    }
    vt->width = width, vt->height = height;
    vterm_set_size(vt->terminal, height, width);
    ioctl(vt->file, TIOCSWINSZ, &size);
}

int vt_end(Vt *vt)
{
    long long end = milliseconds_now() + PATIENCE;
    int status = 0;
    pid_t done = 0;
    while ((done = waitpid(vt->pid, &status, WNOHANG)) == 0 && milliseconds_now() < end)
        if (!receive(vt, 5))
            poll(NULL, 0, 1);
    if (done != vt->pid)
        return -1;
    vt->ended = true;
    while (receive(vt, 0)) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void vt_hang_up(Vt *vt)
{
    close(vt->file);
    vt->file = -1;
}

void vt_close(Vt *vt)
{
    if (!vt->ended) {
        kill(vt->pid, SIGKILL);
        waitpid(vt->pid, NULL, 0);
    }
    if (vt->file >= 0)
        close(vt->file);
    vterm_free(vt->terminal);
    free(vt);
}

const char *vt_row(Vt *vt, int y)
{
    VTermRect row = {.start_row = y, .end_row = y + 1, .start_col = 0, .end_col = vt->width};
    size_t length = vterm_screen_get_text(vt->screen, vt->row, sizeof vt->row - 1, row);
    while (length > 0 && (vt->row[length - 1] == ' ' || vt->row[length - 1] == '\n'))
        length--;
    vt->row[length] = '\0';
    return vt->row;
}

static size_t bytes_of(uint32_t code)
{
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/* The column at which a number of bytes of a row's text end. */
static int column_of(Vt *vt, int y, size_t bytes)
{
    size_t passed = 0;
    for (int x = 0; x < vt->width; x++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(vt->screen, (VTermPos){.row = y, .col = x}, &cell);
        if (passed >= bytes && cell.chars[0] != (uint32_t)-1)
            return x;
        if (cell.chars[0] == (uint32_t)-1)
            continue; // the right half of a wide one
        passed += bytes_of(cell.chars[0]);
        for (int i = 1; cell.chars[0] != 0 && i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++)
            passed += bytes_of(cell.chars[i]);
    }
    return -1;
}

int vt_find(Vt *vt, const char *text, int *x)
{
    for (int y = 0; y < vt->height; y++) {
        const char *row = vt_row(vt, y), *found = strstr(row, text);
        if (found == NULL)
            continue;
        if (x != NULL)
            *x = column_of(vt, y, (size_t)(found - row));
        return y;
    }
    return -1;
}

static int index_of(VTermColor colour, bool own)
{
    if (own)
        return -1;
    return VTERM_COLOR_IS_INDEXED(&colour) ? colour.indexed.idx : -2;
}

VtCell vt_cell(Vt *vt, int x, int y)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(vt->screen, (VTermPos){.row = y, .col = x}, &cell);
    return (VtCell){
        .fore = index_of(cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg)),
        .back = index_of(cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg)),
        .bold = cell.attrs.bold,
        .reverse = cell.attrs.reverse,
        .underline = cell.attrs.underline != 0,
    };
}

bool vt_cursor(Vt *vt, int *x, int *y)
{
    VTermPos position;
    vterm_state_get_cursorpos(vterm_obtain_state(vt->terminal), &position);
    *x = position.col;
    *y = position.row;
    return vt->cursor;
}

bool vt_alternate(Vt *vt)
{
    return vt->alternate;
}

struct termios vt_modes(Vt *vt)
{
    struct termios modes = {0};
    tcgetattr(vt->file, &modes);
    return modes;
}

pid_t vt_pid(Vt *vt)
{
    return vt->pid;
}
