/* backpass: the command line of the program itself. */
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/command/command.h"
#include "app/command/export.h"
#include "app/command/help.h"
#include "app/command/options.h"
#include "app/run/data_import.h"
#include "app/run/data_program.h"
#include "app/run/loop.h"
#include "app/run/paths.h"
#include "app/run/player.h"
#include "engine/base/file.h"
#include "engine/base/memory.h"
#include "engine/math/blas.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "0.1.0"
#endif

static const char USAGE[] =
    "usage: backpass                         the explorer: course menu, then a lesson\n"
    "       backpass LESSON                  that lesson: 06, vanishing, or the path of a .md file\n"
    "       backpass explore [-c COMMANDS]   free play, no lesson\n"
    "       backpass run FILE...             headless: check lessons (.md, or 06), run scripts (.bp)\n"
    "                [--seed N] [--tap|--json] [--screens DIR] [--size WxH]\n"
    "       backpass -c COMMANDS [--seed N]  carry out command lines, separated by ; or newlines\n"
    "       backpass data [list]             the simulators; data describe NAME: one of them in words\n"
    "       backpass data simulate NAME [KNOB=VALUE ...] [-o FILE.csv|-] [--seed N]\n"
    DATA_IMPORT_USAGE
    "       backpass resume [FILE]           a saved or interrupted session\n"
    "       backpass help [TOPIC]            commands, quantities, functions, keys …\n"
    "       backpass --help | --version\n"
    "\n"
    "Exit status: 0 all claims hold; 1 a claim failed; 2 wrong use or bad input; 3 the program itself failed.\n";

/** Invocation - what the command line asked for. */
typedef struct Invocation {
    PlayOptions play;
    const char *commands; // -c
    const char *output;   // -o
    bool help, version;
    char *const *words;   // what is no option
    int count;
} Invocation;

static bool read_seed(const char *text, uint64_t *seed, Error *error)
{
    size_t count;
    if (!text_count(text, &count) || count > 4294967295u)
        return fail(error, ERR_USE, "--seed `%.40s` should be a whole number from 0 to 4294967295", text);
    *seed = count;
    return true;
}

static bool read_option(int option, Invocation *invocation, char *const *arguments, Error *error)
{
    PlayOptions *play = &invocation->play;
    switch (option) {
    case 'c':
        if (invocation->commands)
            return fail(error, ERR_USE, "-c is given twice: several command lines go into one, separated by `;`");
        invocation->commands = optarg;
        return true;
    case 'o':
        if (invocation->output)
            return fail(error, ERR_USE, "-o is given twice: the sequences go into one file");
        invocation->output = optarg;
        return true;
    case 's':
        return read_seed(optarg, &play->seed, error);
    case 't':
        play->kind = REPORT_TAP;
        return true;
    case 'j':
        play->kind = REPORT_JSON;
        return true;
    case 'p':
        play->screens = optarg;
        return true;
    case 'z':
        return export_size(optarg, &play->width, &play->height, error);
    case 'h':
        invocation->help = true;
        return true;
    case 'v':
        invocation->version = true;
        return true;
    case ':':
        return fail(error, ERR_USE, "`%s` needs a value; `backpass --help` shows how", arguments[optind - 1]);
    default:
        return fail(error, ERR_USE, "there is no option `%s`; `backpass --help` lists them", arguments[optind - 1]);
    }
}

static bool read_invocation(int count, char **arguments, Invocation *invocation, Error *error)
{
    static const struct option LONG[] = {
        {"seed", required_argument, NULL, 's'},    {"tap", no_argument, NULL, 't'},
        {"json", no_argument, NULL, 'j'},          {"screens", required_argument, NULL, 'p'},
        {"size", required_argument, NULL, 'z'},    {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},       {NULL, 0, NULL, 0},
    };
    *invocation = (Invocation){.play = {.seed = 1, .width = 100, .height = 30}};
    opterr = 0;
    for (int option; (option = getopt_long(count, arguments, ":c:ho:", LONG, NULL)) != -1;)
        if (!read_option(option, invocation, arguments, error))
            return false;
    invocation->words = arguments + optind;
    invocation->count = count - optind;
    return true;
}

/** No word is passed over in silence. */
static bool fits(const Invocation *invocation, Error *error)
{
    const char *word = invocation->count ? invocation->words[0] : "";
    bool takes_one = strcmp(word, "resume") == 0 || strcmp(word, "help") == 0;
    bool explores = strcmp(word, "explore") == 0;
    int most = invocation->commands && !explores ? 0 : takes_one ? 2 : 1;
    const bool data = strcmp(word, "data") == 0;
    if (invocation->output && (!data || invocation->commands))
        return fail(error, ERR_USE, "-o belongs to `backpass data simulate NAME`");
    if ((strcmp(word, "run") == 0 || data) && !invocation->commands)
        return true;
    if (invocation->play.kind != REPORT_PEOPLE || invocation->play.screens)
        return fail(error, ERR_USE, "--tap, --json and --screens belong to `backpass run FILE...`");
    if (strcmp(word, "lesson") == 0 && invocation->count == 2)
        return fail(error, ERR_USE, "`backpass %.60s` opens a lesson; `lesson` itself is a command of the explorer",
                    invocation->words[1]);
    return invocation->count <= most ||
           fail(error, ERR_USE, "`%.80s` is one word too many; `backpass --help` shows how", invocation->words[most]);
}

static Session *new_session(const Invocation *invocation)
{
    Text lessons = {0};
    paths_lessons(&lessons);
    Session *session = session_new(invocation->play.seed, text_string(&lessons));
    session->screen_width = invocation->play.width;
    session->screen_height = invocation->play.height;
    text_free(&lessons);
    return session;
}

static int run_commands(const Invocation *invocation)
{
    Session *session = new_session(invocation);
    int status = play_commands(session, invocation->commands, "-c");
    session_free(session);
    return status;
}

static int run_data(const Invocation *invocation)
{
    Session *session = new_session(invocation);
    int status = data_program(session, invocation->words + 1, invocation->count - 1, invocation->output);
    session_free(session);
    return status;
}

static int run_files(const Invocation *invocation)
{
    Error error = {0};
    if (invocation->count < 2) {
        fail(&error, ERR_USE, "run what? `backpass run 06` checks lesson 06");
        return play_error(&error);
    }
    Text lessons = {0};
    paths_lessons(&lessons);
    Report *report = report_new(invocation->play.kind);
    bool good = true;
    for (int i = 1; good && i < invocation->count; i++)
        good = play_file(invocation->words[i], &invocation->play, text_string(&lessons), report, &error);
    size_t failed = good ? report_end(report) : 0;
    if (!good)
        report_stop(report, &error);
    report_free(report);
    text_free(&lessons);
    return good ? failed > 0 : play_error(&error);
}

static void say_error(Session *session, const Error *error, const char *so)
{
    char line[1024];
    error_line(error, line, sizeof line);
    session_say(session, "%s%s", line, so);
}

static void keep_sessions(Session *session, const char *folder, Text *history, Error *error)
{
    Text path = {0};
    session->state_folder = memory_copy_text(folder);
    file_join(&path, folder, "progress");
    session->progress = progress_open(text_string(&path), error);
    file_join(&path, folder, "journals");
    session->journal = journal_open(text_string(&path), error);
    if (session->base)
        session_journal(session, JOURNAL_BASE, session->base);
    file_join(history, folder, "history");
    text_free(&path);
}

/** What the user's folders keep: settings, progress, the journal. What cannot be kept is said, and the session goes on. */
static void keep(Session *session, Text *history)
{
    Text folder = {0}, path = {0};
    Error settings = {0}, error = {0};
    paths_config(&folder);
    file_join(&path, text_string(&folder), "settings");
    if (folder.length && !options_read(&session->options, text_string(&path), &settings))
        say_error(session, &settings, "");
    paths_state(&folder);
    if (!folder.length)
        session_say(session, "There is no HOME, so neither progress nor the session is kept.");
    else if (file_make_folder(text_string(&folder), &error))
        keep_sessions(session, text_string(&folder), history, &error);
    if (error.kind)
        say_error(session, &error, ": the session goes on, and not all of it is kept");
    text_free(&folder);
    text_free(&path);
}

/** Options changed with `set` are there again the next time. */
static void keep_options(const Session *session, const Text *before)
{
    Text now = {0}, folder = {0}, path = {0};
    Error error = {0};
    options_text(&session->options, &now);
    paths_config(&folder);
    file_join(&path, text_string(&folder), "settings");
    bool changed = folder.length && strcmp(text_string(&now), text_string(before)) != 0;
    if (changed && !(file_make_folder(text_string(&folder), &error) && file_write(text_string(&path), now.bytes, now.length, &error)))
        play_error(&error);
    text_free(&now);
    text_free(&folder);
    text_free(&path);
}

static int explore(const Invocation *invocation, const char *start)
{
    Session *session = new_session(invocation);
    Text history = {0}, options = {0};
    Error error = {0};
    int status = 0;
    keep(session, &history);
    options_text(&session->options, &options);
    session->menu = !*start;
    if (!loop_run(session, start, history.length ? text_string(&history) : NULL, &status, &error))
        status = play_error(&error);
    keep_options(session, &options);
    session_free(session);
    text_free(&options);
    text_free(&history);
    return status;
}

/** `backpass LESSON`: without a terminal the same words as a path that is wrong still get one clear line. */
static int open_lesson(const Invocation *invocation)
{
    Text line = {0}, lessons = {0}, path = {0};
    Error error = {0};
    paths_lessons(&lessons);
    int status;
    Lesson *lesson = NULL; // read once before the terminal is taken: what is wrong with it is said in one line
    if (lesson_find(text_string(&lessons), invocation->words[0], &path, &error))
        lesson = lesson_read(text_string(&path), &error);
    if (lesson) {
        text_addf(&line, "lesson \"%s\"", text_string(&path));
        status = explore(invocation, text_string(&line));
    } else
        status = play_error(&error);
    lesson_free(lesson);
    text_free(&line);
    text_free(&lessons);
    text_free(&path);
    return status;
}

/** Is there a session to resume, and can it be read? */
static bool can_resume(const char *path, Error *error)
{
    Text folder = {0}, journals = {0}, latest = {0};
    char **lines = NULL, unfinished[512];
    paths_state(&folder);
    file_join(&journals, text_string(&folder), "journals");
    if (!path)
        journal_latest(text_string(&journals), &latest);
    path = path ? path : text_string(&latest);
    bool good = *path ? journal_read(path, &lines, unfinished, error)
                      : fail(error, ERR_USE, "there is no interrupted session to resume; `backpass resume FILE` opens a saved one");
    journal_lines_free(lines);
    text_free(&folder);
    text_free(&journals);
    text_free(&latest);
    return good;
}

static int resume(const Invocation *invocation)
{
    Text line = {0};
    Error error = {0};
    if (!can_resume(invocation->count > 1 ? invocation->words[1] : NULL, &error))
        return play_error(&error);
    text_add(&line, "resume");
    if (invocation->count > 1)
        text_addf(&line, " \"%s\"", invocation->words[1]);
    int status = explore(invocation, text_string(&line));
    text_free(&line);
    return status;
}

static int show_help(const Invocation *invocation)
{
    Text text = {0};
    Error error = {0};
    int status = 0;
    if (help_text(invocation->count > 1 ? invocation->words[1] : "", &text, &error))
        fputs(text_string(&text), stdout);
    else
        status = play_error(&error);
    text_free(&text);
    return status;
}

static int carry_out(const Invocation *invocation)
{
    const char *word = invocation->count ? invocation->words[0] : "";
    if (invocation->help)
        return fputs(USAGE, stdout) < 0 ? 2 : 0;
    if (invocation->version)
        return printf("backpass %s\n", PACKAGE_VERSION) < 0 ? 2 : 0;
    if (strcmp(word, "explore") == 0)
        return explore(invocation, invocation->commands ? invocation->commands : "data carry; model rnn; goto 8");
    if (invocation->commands)
        return run_commands(invocation);
    if (strcmp(word, "run") == 0)
        return run_files(invocation);
    if (strcmp(word, "data") == 0)
        return run_data(invocation);
    if (strcmp(word, "resume") == 0)
        return resume(invocation);
    if (strcmp(word, "help") == 0)
        return show_help(invocation);
    return invocation->count ? open_lesson(invocation) : explore(invocation, "");
}

/** Did everything written reach its reader? */
static int close_output(int status)
{
    Error error = {0};
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    if (written || status)
        return status;
    fail(&error, ERR_FILE, "the output cannot be written: it is closed or full");
    return play_error(&error);
}

int main(int count, char **arguments)
{
    Invocation invocation;
    Error error = {0};
    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); // a file grown past its limit is an error with a line of its own, not the end
    blas_threads(1);
    if (count > 2 && strcmp(arguments[1], "data") == 0 && strcmp(arguments[2], "import") == 0) // options of its own
        return close_output(data_import(count - 3, arguments + 3));
    if (!read_invocation(count, arguments, &invocation, &error) || !fits(&invocation, &error))
        return play_error(&error);
    return close_output(carry_out(&invocation));
}
