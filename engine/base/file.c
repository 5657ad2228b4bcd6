#include "engine/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse(Error *error, const char *path, const char *what)
{
    return fail_at(error, ERR_FILE, path, 0, 0, "%s: %s", what, strerror(errno));
}

static int open_again(const char *path, int flags, mode_t mode)
{
    int descriptor;
    do
        descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY, mode);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

static bool read_all(int descriptor, const char *path, size_t limit, Text *text, Error *error)
{
    char chunk[16384];
    for (;;) {
        ssize_t count = read(descriptor, chunk, sizeof chunk);
        if (count == 0)
            return true;
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return refuse(error, path, "cannot be read");
        if ((size_t)count > limit - text->length)
            return fail_at(error, ERR_LIMIT, path, 0, 0, "is larger than the %zu bytes allowed", limit);
        text_add_bytes(text, chunk, (size_t)count);
    }
}

bool file_read(const char *path, size_t limit, Text *text, Error *error)
{
    struct stat status;
    text_clear(text);
    int descriptor = open_again(path, O_RDONLY, 0);
    if (descriptor < 0)
        return refuse(error, path, "cannot be read");
    bool read;
    if (fstat(descriptor, &status) != 0)
        read = refuse(error, path, "cannot be read");
    else if (S_ISDIR(status.st_mode))
        read = fail_at(error, ERR_FILE, path, 0, 0, "is a folder");
    else if (S_ISREG(status.st_mode) && status.st_size > 0 && (uintmax_t)status.st_size > limit)
        read = fail_at(error, ERR_LIMIT, path, 0, 0, "is larger than the %zu bytes allowed", limit);
    else
        read = read_all(descriptor, path, limit, text, error);
    close(descriptor);
    if (!read)
        text_clear(text); // half a file is no file
    return read;
}

bool file_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* One folder whose parent is there. Another program may make it at the same moment: that is as good. */
static bool make_one(const char *folder, const char *path, Error *error)
{
    if (mkdir(folder, 0700) == 0)
        return true;
    int reason = errno;
    if (file_is_folder(folder))
        return true;
    errno = reason;
    if (errno == EEXIST)
        return fail_at(error, ERR_FILE, path, 0, 0, "cannot be made: a file is in its way");
    return refuse(error, path, "cannot be made");
}

bool file_make_folder(const char *path, Error *error)
{
    Text partial = {0};
    bool made = true;
    text_add(&partial, path);
    if (partial.length == 0)
        made = fail(error, ERR_FILE, "a folder without a name cannot be made");
    for (size_t i = 1; made && i < partial.length; i++) {
        if (partial.bytes[i] != '/')
            continue;
        partial.bytes[i] = '\0';
        made = make_one(partial.bytes, path, error);
        partial.bytes[i] = '/';
    }
    made = made && make_one(partial.bytes, path, error);
    text_free(&partial);
    return made;
}

void file_join(Text *text, const char *folder, const char *name)
{
    text_clear(text);
    text_add(text, folder);
    if (text->length > 0 && text->bytes[text->length - 1] != '/')
        text_add(text, "/");
    text_add(text, name);
}

uint64_t file_hash(const char *bytes, size_t count)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    return hash;
}
