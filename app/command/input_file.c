#include "app/command/input_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void input_file_find(const Session *session, const char *name, Text *path)
{
    const char *lesson = session->origin == ORIGIN_LESSON && *name != '/' ? session->course.lesson->path : "";
    const char *slash = strrchr(lesson, '/');
    if (slash)
        text_add_bytes(path, lesson, (size_t)(slash - lesson) + 1);
    text_add(path, name);
}

void input_file_say(const char *path, uint64_t hash, Text *line)
{
    char *absolute = realpath(path, NULL);
    if (absolute && strpbrk(absolute, "\"\n")) { // no command line can say that
        free(absolute);
        absolute = NULL;
    }
    text_addf(line, "\"%s\" hash=%016" PRIx64, absolute ? absolute : path, hash);
    free(absolute);
}

bool input_file_same(const char *path, uint64_t hash, const char *wanted, Error *error)
{
    char own[24];
    snprintf(own, sizeof own, "%016" PRIx64, hash);
    return !wanted || strcmp(own, wanted) == 0 ||
           fail_at(error, ERR_INPUT, path, 0, 0, "this is not the file the session was made with (hash %s, was %s)", own, wanted);
}
