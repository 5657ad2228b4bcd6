#include "app/run/paths.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/file.h"

#ifndef BACKPASS_DATADIR
#define BACKPASS_DATADIR "/usr/local/share/backpass"
#endif

/** The folder the program itself lies in; "" when the system does not tell. */
static void own_folder(Text *path)
{
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0)
        return;
    self[length] = 0;
    char *slash = strrchr(self, '/');
    if (slash)
        text_add_bytes(path, self, (size_t)(slash - self));
}

void paths_lessons(Text *path)
{
    Text own = {0}, mark = {0};
    text_clear(path);
    own_folder(&own);
    for (const char *const *up = (const char *const[]){"/..", "", "/../..", NULL}; own.length && *up && !path->length; up++) {
        text_clear(&mark);
        text_addf(&mark, "%s%s/lessons/lesson.h", own.bytes, *up); // the source tree, not some folder called lessons
        if (file_exists(text_string(&mark)))
            text_addf(path, "%s%s/lessons", own.bytes, *up);
    }
    char *short_path = path->length ? realpath(path->bytes, NULL) : NULL;
    text_clear(path);
    text_add(path, short_path ? short_path : BACKPASS_DATADIR "/lessons");
    free(short_path);
    text_free(&own);
    text_free(&mark);
}

static void user_folder(Text *path, const char *variable, const char *otherwise)
{
    const char *folder = getenv(variable), *home = getenv("HOME");
    text_clear(path);
    if (folder && *folder == '/')
        text_addf(path, "%s/backpass", folder);
    else if (home && *home)
        text_addf(path, "%s/%s/backpass", home, otherwise);
}

void paths_state(Text *path)
{
    user_folder(path, "XDG_STATE_HOME", ".local/state");
}

void paths_config(Text *path)
{
    user_folder(path, "XDG_CONFIG_HOME", ".config");
}
