#include "app/command/submit.h"

#include <stdlib.h>
#include <string.h>

#include "app/command/parse.h"
#include "engine/base/memory.h"

typedef struct Submission {
    Session *session;
    Origin origin;
    const char *file;
    size_t first_line;
} Submission;

static bool submit_one(const char *command, size_t line, size_t column, void *context, Error *error)
{
    (void)error;
    Submission *submission = context;
    Place place = {submission->file, submission->first_line + line - 1, column};
    session_queue(submission->session, command, submission->origin, place);
    return true;
}

void submit_lines(Session *session, const char *text, Origin origin, const char *file, size_t first_line)
{
    Submission submission = {session, origin, file, first_line};
    Error none = {0};
    if (!line_split(text, submit_one, &submission, &none))
        session_notice(session, "%s", none.message);
}

void submit_front(Session *session, const char *text, Origin origin, const char *file, size_t first_line)
{
    Pending *waiting = session->queue + session->queue_at;
    size_t count = session->queued - session->queue_at;
    Pending *later = memory_new(count ? count : 1, sizeof *later);
    if (count)
        memcpy(later, waiting, count * sizeof *later);
    session->queue_at = session->queued = 0;
    submit_lines(session, text, origin, file, first_line);
    for (size_t i = 0; i < count; i++) {
        session_queue(session, later[i].line, later[i].origin, (Place){later[i].file, later[i].line_number, later[i].column});
        pending_free(&later[i]);
    }
    free(later);
}
