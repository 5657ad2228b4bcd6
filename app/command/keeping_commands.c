/* Keeping: files in and out. */
#include <string.h>

#include "app/command/command.h"
#include "app/command/export.h"
#include "app/command/load.h"
#include "app/command/trace.h"
#include "engine/base/file.h"

static bool ends_in(const char *path, const char *suffix)
{
    size_t n = strlen(path), m = strlen(suffix);
    return n > m && strcmp(path + n - m, suffix) == 0;
}

static bool save_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *path = argument_text(arguments, "file", "");
    if (!ends_in(path, ".bp"))
        return fail(error, ERR_USE, "a session is saved in a file ending in .bp, e.g. `save my.bp`; `%.80s` does not", path);
    Text script = {0};
    session_script(session, &script);
    bool good = file_write(path, script.bytes, script.length, error);
    text_free(&script);
    if (good)
        session_notice(session, "saved: `backpass resume %.150s` opens it", path);
    return good;
}

static bool resume_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *path = argument_text(arguments, "file", NULL);
    if (session->origin == ORIGIN_LESSON)
        return fail(error, ERR_INPUT, "a lesson may not use `resume`: it would end the lesson");
    if (!path && !session->state_folder)
        return fail(error, ERR_USE, "which session? `resume FILE`; no journal is kept here");
    Text folder = {0};
    file_join(&folder, session->state_folder ? session->state_folder : "", "journals");
    bool good = command_resume(session, path, text_string(&folder), error);
    text_free(&folder);
    return good;
}

static bool source_run(Session *session, const Arguments *arguments, Error *error)
{
    Origin origin = session->origin == ORIGIN_LESSON ? ORIGIN_LESSON : ORIGIN_SCRIPT; // a lesson's file may do what the lesson may
    return submit_file(session, argument_text(arguments, "file", ""), origin, error);
}

static bool export_model(Session *session, const char *path, Text *out, Error *error)
{
    return ends_in(path, ".safetensors")
               ? load_export(session, out, error)
               : fail(error, ERR_USE, "a model is exported to a file ending in .safetensors; `%.80s` does not", path);
}

static bool export_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *what = argument_text(arguments, "what", ""), *path = argument_text(arguments, "file", "");
    Text out = {0};
    bool good = strcmp(what, "screen") == 0 ? export_screen(session, path, argument_text(arguments, "size", ""), &out, error)
              : strcmp(what, "model") == 0  ? export_model(session, path, &out, error)
              : !ends_in(path, ".csv")      ? fail(error, ERR_USE, "%s is exported to a file ending in .csv; `%.80s` does not", what, path)
              : strcmp(what, "data") == 0   ? export_data(session, &out, error)
                                            : trace_write(session, &out, error);
    good = good && file_write(path, out.bytes, out.length, error);
    text_free(&out);
    if (good)
        session_notice(session, "%s written to %.150s", what, path);
    return good;
}

const Command KEEPING_COMMANDS[] = {
    {.name = "save",
     .group = GROUP_KEEPING,
     .effect = EFFECT_KEEPS,
     .option = {{.name = "file", .kind = OPTION_FILE, .bare = true, .needed = true, .help = "a file ending in .bp"}},
     .help = "write the commands that make this session again",
     .example = "data carry length=20; model rnn; save session.bp",
     .run = save_run},
    {.name = "resume",
     .group = GROUP_KEEPING,
     .effect = EFFECT_KEEPS,
     .option = {{.name = "file", .kind = OPTION_FILE, .bare = true, .standard = "the session that was interrupted last", .help = "a saved session or a journal"}},
     .help = "be where a saved or interrupted session was",
     .example = "data carry length=20; save session.bp; resume session.bp",
     .run = resume_run},
    {.name = "export",
     .group = GROUP_KEEPING,
     .effect = EFFECT_KEEPS,
     .option = {{.name = "what", .kind = OPTION_CHOICE, .bare = true, .needed = true, .choices = "screen trace data model", .help = "screen: .svg, .txt or .ans; trace and data: .csv; model: .safetensors"},
                {.name = "file", .kind = OPTION_FILE, .bare = true, .needed = true, .help = "where to"},
                {.name = "size", .kind = OPTION_TEXT, .standard = "the screen's", .help = "of the screen, e.g. 100x30"}},
     .help = "write the screen as a picture or text, every number of the sequence looked at, the data, or the model in use",
     .example = "data carry length=20; model rnn; export screen screen.svg size=100x30; export trace trace.csv",
     .run = export_run},
    {.name = "source",
     .group = GROUP_KEEPING,
     .effect = EFFECT_KEEPS,
     .option = {{.name = "file", .kind = OPTION_FILE, .bare = true, .needed = true, .help = "a file of command lines"}},
     .help = "carry out the commands of a file",
     .example = "data carry length=20; save session.bp; source session.bp",
     .run = source_run},
    {.name = NULL},
};
