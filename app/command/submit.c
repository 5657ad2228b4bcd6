#include "app/command/submit.h"

#include <stdlib.h>
#include <string.h>

#include "app/command/parse.h"
#include "engine/base/file.h"
#include "engine/base/memory.h"

enum { FILES_DEEP = 16 }; // files that open each other
enum { FILE_BYTES_MAX = 1 << 20 };

typedef struct Submission {
    Session *session;
    Origin origin;
    const char *file;
    size_t first_line, depth;
} Submission;

static bool submit_one(const char *command, size_t line, size_t column, void *context, Error *error)
{
    (void)error;
    Submission *submission = context;
    Place place = {submission->file, submission->first_line + line - 1, column, submission->depth};
    session_queue(submission->session, command, submission->origin, place);
    return true;
}

static void submit(Session *session, const char *text, Origin origin, const char *file, size_t first_line, size_t depth)
{
    Submission submission = {session, origin, file, first_line, depth};
    Error none = {0};
    if (!line_split(text, submit_one, &submission, &none))
        session_notice(session, "%s", none.message);
}

void submit_lines(Session *session, const char *text, Origin origin, const char *file, size_t first_line)
{
    submit(session, text, origin, file, first_line, 0);
}

bool submit_may_open(const Session *session, const char *file, Error *error)
{
    return session->current.depth < FILES_DEEP ||
           fail(error, ERR_INPUT, "%.200s would be the %dth file opened from within another: one of them opens itself", file, FILES_DEEP + 1);
}

void submit_front(Session *session, const char *text, Origin origin, const char *file, size_t first_line)
{
    Pending *waiting = session->queue + session->queue_at;
    size_t count = session->queued - session->queue_at;
    Pending *later = memory_new(count ? count : 1, sizeof *later);
    if (count)
        memcpy(later, waiting, count * sizeof *later);
    session->queue_at = session->queued = 0;
    submit(session, text, origin, file, first_line, session->current.depth + 1);
    for (size_t i = 0; i < count; i++) {
        session_queue(session, later[i].line, later[i].origin, (Place){later[i].file, later[i].line_number, later[i].column, later[i].depth});
        pending_free(&later[i]);
    }
    free(later);
}

bool submit_file(Session *session, const char *path, Origin origin, Error *error)
{
    Text text = {0};
    size_t bad;
    if (!submit_may_open(session, path, error) || !file_read(path, FILE_BYTES_MAX, &text, error))
        return false;
    bool good = utf8_valid(text_string(&text), text.length, &bad);
    if (good)
        submit_front(session, text_string(&text), origin, path, 1);
    else
        fail_at(error, ERR_INPUT, path, 0, 0, "byte %zu is not text: a script is UTF-8", bad + 1);
    text_free(&text);
    return good;
}
