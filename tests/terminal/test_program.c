/* The whole program in a terminal: a learner opens it, walks, types, resizes, suspends, is killed, comes back. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/terminal/vt.h"

static char program[4200], folder[256], state[300], config[300];

/** A program of our own build, a folder of its own for what it keeps. */
static void prepare(void)
{
    const char *build = getenv("top_builddir"), *temporary = getenv("TMPDIR");
    snprintf(program, sizeof program, "%s/backpass", build ? build : "build");
    snprintf(folder, sizeof folder, "%.200s/program-XXXXXX", temporary ? temporary : "/tmp");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(state, sizeof state, "XDG_STATE_HOME=%s/state", folder);
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", folder);
}

TestSuite(program, .init = prepare, .timeout = 60);

static Vt *open_with(int width, int height, const char *word, const char *setting)
{
    const char *const argv[] = {program, word, NULL};
    const char *const settings[] = {
        state, config, "INPUTRC=/dev/null", setting ? setting : "LC_ALL=C.UTF-8", "TERM=xterm-256color", NULL};
    Vt *vt = vt_open(width, height, argv, settings);
    cr_assert_not_null(vt);
    return vt;
}

static void see(Vt *vt, const char *text)
{
    cr_assert(vt_wait(vt, text), "never saw `%s`; first row: %s", text, vt_row(vt, 0));
}

/** Whatever is open or under way: stopped, it answers a question. Ctrl-C drops what was typed ahead, so it may take asking twice. */
static void calm(Vt *vt)
{
    for (int tries = 0; tries < 50 && vt_find(vt, "┌─print 6*7─", NULL) < 0; tries++) {
        vt_type(vt, "\x03");
        vt_quiet(vt, 30);
        vt_type(vt, ":print 6*7\r");
        for (int i = 0; i < 10 && vt_find(vt, "┌─print 6*7─", NULL) < 0; i++)
            vt_quiet(vt, 30);
    }
    see(vt, "42");
}

static void leave(Vt *vt)
{
    vt_type(vt, "q");
    cr_expect_eq(vt_end(vt), 0);
    cr_expect_not(vt_alternate(vt));
    cr_expect(vt_modes(vt).c_lflag & ICANON);
    cr_expect(vt_modes(vt).c_lflag & ECHO);
    vt_close(vt);
}

Test(program, opens_with_the_course_and_walks_a_lesson_by_keyboard)
{
    Vt *vt = open_with(80, 24, NULL, NULL);
    see(vt, "Vanishing gradients");
    vt_type(vt, "jj\r");
    see(vt, " 1/");
    see(vt, "06 Vanishing");
    vt_type(vt, "n");
    see(vt, " 2/");
    vt_type(vt, "n");
    see(vt, " 3/");
    see(vt, "gradients");
    vt_type(vt, "p");
    see(vt, " 2/");
    leave(vt);
}

Test(program, says_what_cannot_be_kept_and_goes_on)
{
    snprintf(state, sizeof state, "XDG_STATE_HOME=/dev/null");
    Vt *vt = open_with(80, 24, "06", NULL);
    see(vt, "not all of it is kept");
    vt_type(vt, "n");
    see(vt, " 2/");
    leave(vt);
}

Test(program, keeps_progress_for_the_next_time)
{
    Vt *vt = open_with(80, 24, "06", NULL);
    see(vt, " 1/");
    vt_type(vt, "n");
    see(vt, " 2/");
    leave(vt);
    vt = open_with(80, 24, NULL, NULL);
    see(vt, "Unrolling");
    see(vt, "06  Vanishing gradients");
    cr_expect(vt_find(vt, "not opened yet", NULL) >= 0);
    int row = vt_find(vt, "06  Vanishing gradients", NULL);
    cr_assert(row >= 0);
    cr_expect_null(strstr(vt_row(vt, row), "not opened yet"));
    leave(vt);
}

Test(program, completes_commands_arguments_and_quantities_at_the_prompt)
{
    Vt *vt = open_with(80, 24, "explore", NULL);
    see(vt, "carry T=40");
    vt_type(vt, ":vie\t");
    see(vt, ":view");
    vt_type(vt, "gra\t\r");
    see(vt, "∂L/∂h");
    vt_type(vt, ":model rnn acti\tid\t");
    see(vt, "activation=identity");
    vt_type(vt, "\x15print norm(dW\t");
    see(vt, "dWh");
    vt_type(vt, "h)\r");
    see(vt, "Esc closes");
    leave(vt);
}

Test(program, answers_a_wrong_line_with_one_clear_line_and_goes_on)
{
    Vt *vt = open_with(80, 24, "explore", NULL);
    see(vt, "carry T=40");
    vt_type(vt, ":trian updates=3\r");
    see(vt, "did you mean `train`?");
    vt_type(vt, ":data /no/such/file.csv\r");
    see(vt, "No such file");
    vt_type(vt, ":print \x07\xff(((\r");
    see(vt, "Esc closes");
    vt_type(vt, ":print 6*7\r");
    see(vt, "42");
    leave(vt);
}

Test(program, takes_any_number_apart_and_climbs_back)
{
    Vt *vt = open_with(80, 24, "explore", NULL);
    see(vt, "carry T=40");
    vt_type(vt, "\t\t");
    see(vt, "states");
    vt_type(vt, "lll\r");
    see(vt, "equation");
    see(vt, "tanh");
    vt_type(vt, "\r");
    see(vt, "pre");
    vt_type(vt, "\r");
    vt_type(vt, "\x7f\x7f\x7f");
    see(vt, "states");
    leave(vt);
}

Test(program, opens_the_numbers_of_either_half)
{
    Vt *vt = open_with(120, 40, "explore", NULL);
    see(vt, "carry T=40");
    vt_type(vt, ":view states; split gradients\r");
    see(vt, "\u25B8states");
    vt_type(vt, "o");
    see(vt, "\u25B8gradients");
    vt_type(vt, "\r");
    see(vt, "\u25B8equation");
    see(vt, "log10(norm(rnn:dh[");
    vt_type(vt, "o\r");
    see(vt, "tanh"); // in the equation's half
    see(vt, "\u25B8states");
    vt_type(vt, ":split off\r");
    leave(vt);
}

Test(program, survives_every_size)
{
    static const int SIZES[][2] = {{10, 3}, {400, 200}, {11, 4}, {40, 10}, {200, 60}, {96, 24}, {12, 50}, {300, 5}};
    Vt *vt = open_with(80, 24, "06", NULL);
    see(vt, "06 Vanishing");
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        vt_resize(vt, SIZES[i][0], SIZES[i][1]);
        vt_type(vt, "\tn:help\r");
        vt_quiet(vt, 20);
    }
    vt_resize(vt, 120, 40);
    see(vt, "06 Vanishing");
    calm(vt);
    leave(vt);
}

Test(program, stops_training_at_ctrl_c_and_keeps_what_was_learnt)
{
    Vt *vt = open_with(80, 24, "explore", NULL);
    see(vt, "carry T=40");
    vt_type(vt, ":train updates=9000000\r");
    see(vt, "Ctrl-C stops");
    vt_type(vt, "\x03");
    see(vt, "stopped");
    vt_type(vt, ":expect updates > 0 and updates < 9000000\r");
    see(vt, "holds");
    vt_type(vt, "u");
    see(vt, "undone");
    vt_type(vt, ":expect updates == 0\r");
    see(vt, "holds");
    leave(vt);
}

Test(program, suspends_and_continues)
{
    static char run[4300];
    snprintf(run, sizeof run, "PROGRAM=%s", program);
    const char *const argv[] = {"/bin/sh", "-i", NULL};
    const char *const settings[] = {
        state, config, "INPUTRC=/dev/null", "LC_ALL=C.UTF-8", "TERM=xterm-256color", "PS1=ready> ", run, NULL};
    Vt *vt = vt_open(80, 24, argv, settings);
    see(vt, "ready>");
    vt_type(vt, "$PROGRAM explore\n");
    see(vt, "carry T=40");
    vt_type(vt, "\x1a");
    see(vt, "Stopped");
    cr_expect_not(vt_alternate(vt));
    vt_type(vt, "fg\n");
    see(vt, "carry T=40");
    cr_expect(vt_alternate(vt));
    vt_type(vt, ":print 6*7\r");
    see(vt, "42");
    vt_type(vt, "q");
    see(vt, "ready>");
    vt_type(vt, "exit 0\n");
    cr_expect_eq(vt_end(vt), 0);
    vt_close(vt);
}

static void ended_by(int signal_number)
{
    Vt *vt = open_with(80, 24, "explore", NULL);
    see(vt, "carry T=40");
    cr_assert_eq(kill(vt_pid(vt), signal_number), 0);
    int status = vt_end(vt);
    cr_expect_eq(status, 128 + signal_number, "signal %d: status %d", signal_number, status);
    cr_expect_not(vt_alternate(vt), "signal %d", signal_number);
    cr_expect(vt_modes(vt).c_lflag & ICANON, "signal %d", signal_number);
    cr_expect(vt_modes(vt).c_lflag & ECHO, "signal %d", signal_number);
    vt_close(vt);
}

Test(program, restores_the_terminal_whatever_ends_it)
{
    ended_by(SIGTERM);
    ended_by(SIGHUP);
    ended_by(SIGABRT);
    ended_by(SIGSEGV);
}

Test(program, ends_with_its_terminal)
{
    Vt *vt = open_with(80, 24, "explore", NULL);
    see(vt, "carry T=40");
    vt_hang_up(vt);
    cr_expect(vt_end(vt) > 0);
    vt_close(vt);
}

/** Does some journal hold this text? */
static bool journalled(const char *text)
{
    char path[600], line[700];
    bool found = false;
    snprintf(path, sizeof path, "%s/state/backpass/journals", folder);
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        snprintf(path, sizeof path, "%s/state/backpass/journals/%.200s", folder, entry->d_name);
        FILE *file = fopen(path, "r");
        while (file && fgets(line, sizeof line, file))
            found = found || strstr(line, text);
        if (file)
            fclose(file);
    }
    if (dir)
        closedir(dir);
    return found;
}

Test(program, resumes_after_being_killed_in_mid_training)
{
    Vt *vt = open_with(80, 24, "explore", NULL);
    see(vt, "carry T=40");
    vt_type(vt, ":scale Wh 1.25\r");
    see(vt, "Wh ×1.25");
    vt_type(vt, ":train updates=9000000\r");
    see(vt, "Ctrl-C stops");
    for (int i = 0; i < 500 && !journalled("~ train"); i++)
        vt_quiet(vt, 20);
    cr_assert(journalled("~ train"));
    cr_assert_eq(kill(vt_pid(vt), SIGKILL), 0);
    cr_expect_eq(vt_end(vt), 128 + SIGKILL);
    vt_close(vt);

    vt = open_with(80, 24, "resume", NULL);
    see(vt, "was under way");
    vt_type(vt, ":expect updates > 0\r");
    see(vt, "holds");
    see(vt, "Wh ×1.25");
    leave(vt);
}

Test(program, speaks_ascii_where_the_locale_does)
{
    Vt *vt = open_with(80, 24, "06", "LC_ALL=C");
    see(vt, "06 Vanishing");
    vt_type(vt, "nn");
    see(vt, " 3/");
    for (int y = 0; y < 24; y++)
        for (const char *c = vt_row(vt, y); *c; c++)
            cr_expect((unsigned char)*c < 128, "row %d", y);
    leave(vt);
}

Test(program, shows_no_colour_where_none_is_wanted)
{
    Vt *vt = open_with(80, 24, "06", "NO_COLOR=1");
    see(vt, "06 Vanishing");
    for (int y = 0; y < 24; y++)
        for (int x = 0; x < 80; x++) {
            VtCell cell = vt_cell(vt, x, y);
            cr_expect(cell.fore == -1 && cell.back == -1, "cell %d,%d", x, y);
        }
    leave(vt);
}

Test(program, sends_nothing_while_nothing_happens)
{
    Vt *vt = open_with(80, 24, "06", NULL);
    see(vt, "06 Vanishing");
    vt_quiet(vt, 50);
    cr_expect_eq(vt_quiet(vt, 150), 0);
    leave(vt);
}

Test(program, bears_a_cat_on_the_keyboard)
{
    Vt *vt = open_with(80, 24, "explore", NULL);
    unsigned random = 12345;
    see(vt, "carry T=40");
    for (int i = 0; i < 400; i++) {
        random = random * 1103515245u + 12345u;
        char byte[2] = {(char)(32 + (random >> 16) % 95), 0};
        if (strchr("qtQ", *byte)) // leaving is tried elsewhere, training takes its time
            continue;
        vt_type(vt, i % 17 == 0 ? "\x1b" : i % 23 == 0 ? "\r" : byte);
    }
    calm(vt);
    leave(vt);
}

Test(program, waves_pass_and_any_key_stops_them)
{
    Vt *vt = open_with(80, 24, "explore", NULL);
    see(vt, "carry T=40");
    vt_type(vt, " ");
    see(vt, "playing");
    see(vt, "t 11 ");
    vt_type(vt, "l");
    see(vt, "stopped");
    leave(vt);
}

Test(program, refuses_politely_what_is_no_terminal)
{
    const char *const argv[] = {program, NULL};
    const char *const settings[] = {state, config, "LC_ALL=C.UTF-8", "TERM=dumb", NULL};
    Vt *vt = vt_open(80, 24, argv, settings);
    see(vt, "backpass: ");
    cr_expect_eq(vt_end(vt), 2);
    vt_close(vt);
}

Test(program, lets_one_look_elsewhere_while_it_trains)
{
    Vt *vt = open_with(80, 24, "explore", NULL);
    see(vt, "carry T=40");
    vt_type(vt, ":train updates=9000000\r");
    see(vt, "Ctrl-C stops");
    vt_type(vt, "\t\t");
    see(vt, "states");
    vt_type(vt, "ll");
    see(vt, "t = 10 ");
    cr_expect(vt_find(vt, "Ctrl-C stops", NULL) >= 0);
    vt_type(vt, "\t\t");
    see(vt, "∂L/∂h");
    leave(vt);
}
