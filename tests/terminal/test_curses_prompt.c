/* Screen and prompt in a real pseudo terminal, driven by tests/terminal/prompt_demo.c. */
#include <criterion/criterion.h>

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/terminal/vt.h"

static const char *demo_path(void)
{
    static char path[PATH_MAX];
    const char *build = getenv("top_builddir");
    snprintf(path, sizeof path, "%s/tests/terminal/prompt_demo", build != NULL ? build : ".");
    return path;
}

static Vt *start_as(const char *terminal, int width, int height, const char *history)
{
    char name[64];
    snprintf(name, sizeof name, "TERM=%s", terminal);
    const char *const argv[] = {demo_path(), history, NULL};
    const char *const settings[] = {name, "LC_ALL=C.UTF-8", "INPUTRC=/dev/null", NULL};
    return vt_open(width, height, argv, settings);
}

/* A frame ends with the cursor on its place. */
static bool shown(Vt *vt)
{
    return vt_wait(vt, "80x24") && vt_wait_cursor(vt, 3, 1);
}

static Vt *start(void)
{
    Vt *vt = start_as("xterm-256color", 80, 24, NULL);
    cr_assert(shown(vt));
    return vt;
}

static void finish(Vt *vt)
{
    vt_type(vt, "q");
    cr_expect_eq(vt_end(vt), 0);
    cr_expect(!vt_alternate(vt), "the alternate screen is left");
    vt_close(vt);
}

/* The program under an interactive shell, as a person has it. */
static Vt *start_under_shell(void)
{
    static char run[PATH_MAX + 8];
    snprintf(run, sizeof run, "DEMO=%s", demo_path());
    const char *const argv[] = {"/bin/sh", "-i", NULL};
    const char *const settings[] = {
        "TERM=xterm-256color", "LC_ALL=C.UTF-8", "INPUTRC=/dev/null", "PS1=ready> ", run, NULL};
    Vt *vt = vt_open(80, 24, argv, settings);
    cr_assert(vt_wait(vt, "ready>"));
    vt_type(vt, "$DEMO\n");
    cr_assert(vt_wait(vt, "80x24"));
    return vt;
}

static void finish_shell(Vt *vt)
{
    vt_type(vt, "exit 0\n");
    cr_expect_eq(vt_end(vt), 0);
    vt_close(vt);
}

static bool is_sane(Vt *vt)
{
    tcflag_t flags = vt_modes(vt).c_lflag;
    return (flags & ECHO) != 0 && (flags & ICANON) != 0;
}

/* --- the screen --- */

Test(screen, draws_shades_as_plain_colours, .timeout = 20)
{
    static const int DARK_RDBU[11] = {153, 75, 32, 26, 24, 234, 52, 130, 172, 215, 223};
    Vt *vt = start();
    for (int i = 0; i < 11; i++)
        cr_expect_eq(vt_cell(vt, i, 1).back, DARK_RDBU[i]);
    cr_expect_str_eq(vt_row(vt, 1), "", "no glyph on the colours");
    cr_expect_str_eq(vt_row(vt, 0), "80x24 ∂L/∂hₜ");
    finish(vt);
}

Test(screen, without_colours_the_glyphs_say_it, .timeout = 20)
{
    const char *const argv[] = {demo_path(), NULL};
    const char *const settings[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", "INPUTRC=/dev/null", "NO_COLOR=1", NULL};
    Vt *vt = vt_open(80, 24, argv, settings);
    cr_assert(shown(vt));
    cr_expect_str_eq(vt_row(vt, 1), "▅▄▃▂▁ ·░▒▓█");
    for (int x = 0; x < 11; x++)
        cr_expect_eq(vt_cell(vt, x, 1).back, -1);
    finish(vt);
}

Test(screen, an_empty_no_color_is_none, .timeout = 20)
{
    const char *const argv[] = {demo_path(), NULL};
    const char *const settings[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", "INPUTRC=/dev/null", "NO_COLOR=", NULL};
    Vt *vt = vt_open(80, 24, argv, settings);
    cr_assert(shown(vt));
    cr_expect_eq(vt_cell(vt, 0, 1).back, 153);
    finish(vt);
}

Test(screen, without_utf8_draws_ascii, .timeout = 20)
{
    const char *const argv[] = {demo_path(), NULL};
    const char *const settings[] = {"TERM=xterm-256color", "LC_ALL=C", "INPUTRC=/dev/null", NULL};
    Vt *vt = vt_open(80, 24, argv, settings);
    cr_assert(vt_wait(vt, "80x24 dL/dht"));
    vt_type(vt, ":x\xC3\xA9\r");
    cr_expect(vt_wait(vt, "ran [x]"));
    finish(vt);
}

Test(screen, rests_the_cursor_on_what_is_selected, .timeout = 20)
{
    int x, y;
    Vt *vt = start();
    cr_expect(vt_wait_cursor(vt, 3, 1));
    cr_expect(vt_cursor(vt, &x, &y), "it is visible");
    finish(vt);
}

Test(screen, follows_every_size, .timeout = 30)
{
    static const int SIZE[][2] = {{10, 3}, {400, 200}, {1, 1}, {2, 2}, {200, 60}, {80, 24}};
    Vt *vt = start();
    vt_type(vt, ":model");
    cr_assert(vt_wait(vt, ":model"));
    for (size_t i = 0; i < sizeof SIZE / sizeof *SIZE; i++) {
        char size[32];
        snprintf(size, sizeof size, "%dx%d", SIZE[i][0], SIZE[i][1]);
        vt_resize(vt, SIZE[i][0], SIZE[i][1]);
        if (SIZE[i][0] >= 10)
            cr_assert(vt_wait(vt, size));
    }
    cr_expect(vt_wait_cursor(vt, 6, 23));
    cr_expect_str_eq(vt_row(vt, 23), ":model", "the line is still being edited");
    vt_type(vt, "\r");
    cr_expect(vt_wait(vt, "ran [model]"));
    finish(vt);
}

Test(screen, many_sizes_one_after_the_other, .timeout = 30)
{
    Vt *vt = start();
    for (int i = 0; i < 60; i++)
        vt_resize(vt, 1 + i * 37 % 300, 1 + i * 11 % 90);
    vt_resize(vt, 77, 23);
    cr_assert(vt_wait(vt, "77x23"));
    finish(vt);
}

Test(screen, works_on_old_and_strange_terminals, .timeout = 30)
{
    static const char *const NAME[] = {"vt100",         "xterm", "screen-256color",
                                       "tmux-256color", "linux", "no-such-terminal"};
    for (size_t i = 0; i < sizeof NAME / sizeof *NAME; i++) {
        Vt *vt = start_as(NAME[i], 80, 24, NULL);
        cr_assert(vt_wait(vt, "80x24"), "%s", NAME[i]);
        vt_type(vt, ":ho\t");
        cr_assert(vt_wait(vt, ":hold"), "%s", NAME[i]);
        vt_type(vt, "f 1\r");
        cr_assert(vt_wait(vt, "ran [hold f 1]"), "%s", NAME[i]);
        vt_type(vt, "q");
        cr_expect_eq(vt_end(vt), 0, "%s", NAME[i]);
        vt_close(vt);
    }
}

Test(screen, refuses_a_terminal_without_cursor_moves, .timeout = 20)
{
    Vt *vt = start_as("dumb", 80, 24, NULL);
    cr_expect_eq(vt_end(vt), 2);
    cr_expect_geq(vt_find(vt, "TERM=dumb cannot move the cursor", NULL), 0);
    cr_expect(is_sane(vt));
    vt_close(vt);
}

Test(screen, refuses_what_is_no_terminal, .timeout = 20)
{
    char command[PATH_MAX + 64], line[256] = "";
    snprintf(command, sizeof command, "'%s' 2>&1 </dev/null", demo_path());
    FILE *pipe = popen(command, "r");
    cr_assert_not_null(pipe);
    cr_expect_not_null(fgets(line, sizeof line, pipe));
    cr_expect_eq(pclose(pipe) >> 8, 2);
    cr_expect_not_null(strstr(line, "needs a terminal"));
}

Test(screen, sends_nothing_while_nothing_happens, .timeout = 20)
{
    Vt *vt = start();
    vt_quiet(vt, 50);
    cr_expect_eq(vt_quiet(vt, 150), 0);
    finish(vt);
}

/* --- keys --- */

Test(keys, have_their_names, .timeout = 20)
{
    static const char *const KEY[][2] = {
        {"\033OA", "named 0"}, {"\033OB", "named 1"},   {"\033OD", "named 2"},   {"\033OC", "named 3"},
        {"\033OH", "named 4"}, {"\033OF", "named 5"},   {"\033[5~", "named 6"},  {"\033[6~", "named 7"},
        {"\r", "named 8"},     {"\033", "named 9"},     {"\177", "named 10"},    {"\033[3~", "named 11"},
        {"\t", "named 12"},    {"\033[Z", "named 13"},  {"\033OP", "named 14"},  {"\033x", "text U+0078 alt"},
        {"\b", "named 10"},    {"\x0C", "text U+000C"}, {"\x13", "text U+0013"}, {"∂", "text U+2202"},
    };
    Vt *vt = start();
    for (size_t i = 0; i < sizeof KEY / sizeof *KEY; i++) {
        vt_type(vt, KEY[i][0]);
        cr_expect(vt_wait(vt, KEY[i][1]));
    }
    finish(vt);
}

Test(keys, a_character_in_two_pieces_is_one, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, "\xE2\x88");
    vt_quiet(vt, 60);
    vt_type(vt, "\x82");
    cr_expect(vt_wait(vt, "text U+2202"));
    vt_type(vt, "\xFF");
    cr_expect(vt_wait(vt, "text U+FFFD"));
    finish(vt);
}

Test(keys, interrupt_does_not_end_the_program, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, "\x03");
    cr_assert(vt_wait(vt, "interrupted"));
    vt_type(vt, ":half a line");
    cr_assert(vt_wait(vt, ":half a line"));
    vt_type(vt, "\x03");
    cr_assert(vt_wait(vt, "cancelled"));
    cr_expect(vt_wait_cursor(vt, 3, 1));
    cr_expect_str_eq(vt_row(vt, 23), "");
    vt_type(vt, ":x\r");
    cr_expect(vt_wait(vt, "ran [x]"));
    finish(vt);
}

/* --- the prompt --- */

Test(prompt, a_single_match_is_inserted, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, ":gr\t");
    cr_assert(vt_wait(vt, ":gradients"));
    vt_type(vt, "up\t5\r");
    cr_expect(vt_wait(vt, "ran [gradients updates=5]"), "no blank behind =");
    finish(vt);
}

Test(prompt, words_may_hold_brackets, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, ":print,no\t");
    cr_assert(vt_wait(vt, ":print,norm(dh[") && vt_wait_cursor(vt, 15, 23));
    cr_expect_str_eq(vt_row(vt, 22), " norm(dh[1])   norm(dh[20])");
    vt_type(vt, "2\t\r");
    cr_expect(vt_wait(vt, "ran [print,norm(dh[20])]"));
    finish(vt);
}

Test(prompt, shows_matches_in_columns_until_the_next_key, .timeout = 20)
{
    Vt *vt = start();
    vt_resize(vt, 30, 10);
    cr_assert(vt_wait(vt, "30x10"));
    vt_type(vt, ":\t");
    cr_assert(vt_wait(vt, "updates=") && vt_wait_cursor(vt, 1, 9));
    cr_expect_str_eq(vt_row(vt, 4), " data          norm(dh[1])");
    cr_expect_str_eq(vt_row(vt, 8), " model");
    vt_type(vt, "x");
    cr_expect(vt_wait_gone(vt, "updates="));
    vt_resize(vt, 12, 4);
    vt_type(vt, "\177\t");
    cr_expect(vt_wait(vt, "… and"), "what has no room is counted");
    vt_type(vt, "\033");
    cr_expect(vt_wait_gone(vt, "… and"));
    finish(vt);
}

Test(prompt, nothing_fits_nothing_happens, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, ":zz\t/et\t\r");
    cr_expect(vt_wait(vt, "ran [zz/et]"), "no file names are offered");
    finish(vt);
}

Test(prompt, begins_with_a_text, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, "a");
    cr_assert(vt_wait(vt, ":answer"));
    vt_type(vt, "42\r");
    cr_expect(vt_wait(vt, "ran [answer 42]"));
    finish(vt);
}

Test(prompt, edits_as_readline_does, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, ":bc\033OHa\033OFd\033OD\033ODx\033[3~\r");
    cr_expect(vt_wait(vt, "ran [abxd]"));
    vt_type(vt, ":one two three\033b\033b4 \x0B\r");
    cr_expect(vt_wait(vt, "ran [one 4]"));
    vt_type(vt, ":one two\033\177\x19\x19\r");
    cr_expect(vt_wait(vt, "ran [one twotwo]"));
    finish(vt);
}

Test(prompt, escape_and_an_empty_line_cancel, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, ":abc");
    cr_assert(vt_wait(vt, ":abc"));
    vt_type(vt, "\033");
    cr_expect(vt_wait(vt, "cancelled"));
    vt_type(vt, ":z\r");
    cr_expect(vt_wait(vt, "ran [z]"));
    vt_type(vt, ":  \r");
    cr_expect(vt_wait(vt, "cancelled"));
    vt_type(vt, ":y\r:\x04");
    cr_expect(vt_wait(vt, "cancelled"));
    finish(vt);
}

Test(prompt, control_keys_are_no_signals_of_the_terminal, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, ":a\x13\a");
    vt_type(vt, "b\r");
    cr_expect(vt_wait(vt, "ran [ab]"), "Ctrl-S neither freezes nor loses the line");
    finish(vt);
}

Test(prompt, counts_columns_not_bytes, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, ":h\xCC\x83 日本 ∂");
    cr_assert(vt_wait(vt, "日本 ∂") && vt_wait_cursor(vt, 9, 23));
    vt_type(vt, "\033OD\177\177\r");
    cr_expect(vt_wait(vt, "ran [h\xCC\x83 日∂]"));
    finish(vt);
}

Test(prompt, scrolls_a_long_line, .timeout = 20)
{
    int x, y;
    Vt *vt = start();
    vt_resize(vt, 30, 10);
    cr_assert(vt_wait(vt, "30x10"));
    vt_type(vt, ":begin 日本日本日本日本日本日本日本日本日本日本 end");
    cr_assert(vt_wait(vt, " end") && vt_wait_gone(vt, "begin"));
    cr_expect_eq(vt_find(vt, "begin", NULL), -1);
    cr_expect(vt_cursor(vt, &x, &y));
    cr_expect_eq(y, 9);
    cr_expect_lt(x, 30);
    vt_type(vt, "\x01");
    cr_assert(vt_wait(vt, ":begin") && vt_wait_cursor(vt, 1, 9));
    vt_type(vt, "\r");
    cr_assert(vt_wait(vt, "ran [begin"));
    finish(vt);
}

Test(prompt, pasted_lines_are_not_obeyed, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, ":\033[200~one\rtwo\nthree\033[201~");
    cr_assert(vt_wait(vt, ":one; two; three"));
    vt_type(vt, "\r");
    cr_expect(vt_wait(vt, "ran [one; two; three]"));
    vt_type(vt, "\033[200~quit\rq\033[201~");
    cr_expect(vt_wait(vt, "pasted text is ignored"));
    vt_type(vt, ":\033[200~x\x12\x01\033OAy\033[201~\r");
    cr_expect(vt_wait(vt, "ran [xy]"), "no key hides in pasted text");
    finish(vt);
}

Test(prompt, remembers_and_searches, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, ":model lstm\r:train updates=5\r:goto 3\r");
    cr_assert(vt_wait(vt, "ran [goto 3]"));
    vt_type(vt, ":\033OA\033OA");
    cr_assert(vt_wait(vt, ":train updates=5"));
    vt_type(vt, "\033OB\r");
    cr_assert(vt_wait(vt, "ran [goto 3]"));
    vt_type(vt, ":\x12mod");
    cr_assert(vt_wait(vt, "(reverse-i-search)`mod': model lstm"));
    vt_type(vt, "\033");
    cr_assert(vt_wait_gone(vt, "reverse"));
    vt_type(vt, "\x12upd");
    cr_assert(vt_wait(vt, "`upd': train updates=5"));
    vt_type(vt, "\r");
    cr_expect(vt_wait(vt, "ran [train updates=5]"));
    finish(vt);
}

static size_t read_file(const char *path, char *bytes, size_t size)
{
    FILE *file = fopen(path, "r");
    size_t count = file != NULL ? fread(bytes, 1, size - 1, file) : 0;
    bytes[count] = '\0';
    if (file != NULL)
        fclose(file);
    return count;
}

Test(prompt, keeps_its_history_privately, .timeout = 20)
{
    char path[PATH_MAX], bytes[4096];
    struct stat status;
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/state-%d/history", folder != NULL ? folder : "/tmp", (int)getpid());
    for (int i = 0; i < 2; i++) {
        Vt *vt = start_as("xterm-256color", 80, 24, path);
        cr_assert(vt_wait(vt, "80x24"));
        vt_type(vt, i == 0 ? ":first\r:second\r:second\r" : ":\033OA\033OA\r");
        cr_assert(vt_wait(vt, i == 0 ? "ran [second]" : "ran [first]"));
        finish(vt);
    }
    read_file(path, bytes, sizeof bytes);
    cr_expect_str_eq(bytes, "first\nsecond\nfirst\n");
    cr_assert_eq(stat(path, &status), 0);
    cr_expect_eq((int)(status.st_mode & 0777), 0600);
    remove(path);
}

Test(prompt, keeps_five_hundred_lines, .timeout = 20)
{
    char path[PATH_MAX], bytes[65536];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/long-%d", folder != NULL ? folder : "/tmp", (int)getpid());
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    for (int i = 0; i < 700; i++)
        fprintf(file, "goto %d\n", i);
    fclose(file);
    Vt *vt = start_as("xterm-256color", 80, 24, path);
    cr_assert(vt_wait(vt, "80x24"));
    vt_type(vt, ":last\r");
    cr_assert(vt_wait(vt, "ran [last]"));
    finish(vt);
    read_file(path, bytes, sizeof bytes);
    size_t lines = 0;
    for (const char *at = bytes; *at != '\0'; at++)
        lines += *at == '\n';
    cr_expect_eq(lines, 500);
    cr_expect_eq(strncmp(bytes, "goto 201\n", 9), 0);
    cr_expect_not_null(strstr(bytes, "\nlast\n"));
    remove(path);
}

/* --- the end --- */

Test(ending, suspends_and_continues, .timeout = 20)
{
    Vt *vt = start_under_shell();
    vt_type(vt, ":half");
    cr_assert(vt_wait(vt, ":half"));
    vt_type(vt, "\x1A");
    cr_assert(vt_wait(vt, "Stopped"));
    cr_expect(!vt_alternate(vt));
    vt_resize(vt, 70, 20);
    vt_type(vt, "fg\n");
    cr_assert(vt_wait(vt, "70x20"), "what changed meanwhile is seen");
    cr_expect(vt_alternate(vt));
    cr_assert(vt_wait(vt, ":half"));
    vt_type(vt, " a line\r");
    cr_assert(vt_wait(vt, "ran [half a line]"));
    vt_type(vt, "q");
    cr_assert(vt_wait(vt, "good bye"));
    finish_shell(vt);
}

Test(ending, a_crash_gives_the_terminal_back, .timeout = 20)
{
    static const char *const HOW[] = {":crash\r", ":abort\r", "\x1C"};
    for (size_t i = 0; i < sizeof HOW / sizeof *HOW; i++) {
        Vt *vt = start();
        vt_type(vt, HOW[i]);
        cr_expect_gt(vt_end(vt), 128, "it dies of the signal that it was");
        cr_expect(!vt_alternate(vt));
        cr_expect(is_sane(vt));
        cr_expect_geq(vt_find(vt, "your session is kept; open it with: backpass resume", NULL), 0);
        vt_close(vt);
    }
}

Test(ending, being_asked_to_end, .timeout = 20)
{
    Vt *vt = start();
    kill(vt_pid(vt), SIGTERM);
    cr_expect_eq(vt_end(vt), 128 + SIGTERM);
    cr_expect_geq(vt_find(vt, "good bye", NULL), 0);
    cr_expect(!vt_alternate(vt));
    cr_expect(is_sane(vt));
    vt_close(vt);
}

Test(ending, a_terminal_that_is_gone, .timeout = 20)
{
    Vt *vt = start();
    vt_hang_up(vt);
    cr_expect_neq(vt_end(vt), -1, "the program must end, and not spin");
    vt_close(vt);
}

Test(ending, a_closed_terminal_at_the_prompt, .timeout = 20)
{
    Vt *vt = start();
    vt_type(vt, ":hal");
    cr_assert(vt_wait(vt, ":hal"));
    vt_hang_up(vt);
    cr_expect_neq(vt_end(vt), -1);
    vt_close(vt);
}
