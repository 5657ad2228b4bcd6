/* Files are replaced whole: the bytes go into a new file beside the old one, onto the disk, and then under its name. */
#include "engine/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINKS = 40, MOST_NAMES = 100 };

static bool refuse(Error *error, const char *path)
{
    return fail_at(error, ERR_FILE, path, 0, 0, "cannot be written: %s", strerror(errno));
}

static bool write_all(int descriptor, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

/* close may be where a network file system says that the disk is full; the reason of an earlier failure is kept. */
static bool close_after(int descriptor, bool written)
{
    int reason = errno;
    if (close(descriptor) != 0 && written)
        return false;
    errno = reason;
    return written;
}

/* Standard output may be a file that the shell opened: a new file under its name would be another one. */
static int open_stream(const char *path)
{
    if (strcmp(path, "/dev/stdout") == 0)
        return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    if (strcmp(path, "/dev/stderr") == 0)
        return fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    return open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
}

static bool is_stream(const char *path, const struct stat *status)
{
    return strcmp(path, "/dev/stdout") == 0 || strcmp(path, "/dev/stderr") == 0 || !S_ISREG(status->st_mode);
}

static bool write_stream(const char *path, const char *bytes, size_t count, Error *error)
{
    int descriptor = open_stream(path);
    if (descriptor < 0)
        return refuse(error, path);
    return close_after(descriptor, write_all(descriptor, bytes, count)) || refuse(error, path);
}

/* "folder/" of a path, "" where there is none. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

/* Follows one symbolic link; false when path is none. */
static bool follow_link(Text *path)
{
    char target[4096];
    ssize_t length = readlink(text_string(path), target, sizeof target);
    if (length < 0 || (size_t)length >= sizeof target)
        return false;
    size_t kept = target[0] == '/' ? 0 : folder_length(text_string(path));
    path->length = kept;
    text_add_bytes(path, target, (size_t)length);
    return true;
}

/* Where the bytes shall stand in the end: a link stays and its target is replaced, also one that is not there yet. */
static bool resolve(const char *path, Text *target)
{
    text_add(target, path);
    for (int links = 0; follow_link(target); links++) {
        if (links == MOST_LINKS) {
            errno = ELOOP;
            return false;
        }
    }
    return true;
}

/* A file beside target that was not there before; its permissions obey the umask. */
static int open_temporary(const char *target, Text *temporary)
{
    int descriptor = -1;
    for (int i = 0; i < MOST_NAMES && descriptor < 0; i++) {
        text_clear(temporary);
        text_add_bytes(temporary, target, folder_length(target));
        text_addf(temporary, ".backpass-%ld-%d.tmp", (long)getpid(), i);
        descriptor = open(text_string(temporary), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0 && errno != EEXIST && errno != EINTR)
            return -1;
    }
    return descriptor;
}

/* Owner and group are kept where the system allows it; changing them clears bits of the mode, so they come first. */
static bool keep_permissions(int descriptor, const struct stat *old)
{
    if (fchown(descriptor, old->st_uid, old->st_gid) != 0 && errno != EPERM && errno != EINVAL)
        return false;
    return fchmod(descriptor, old->st_mode & 07777u) == 0;
}

/* The new name is on the disk only when its folder is. Not every file system can: that is no failure. */
static bool sync_folder(const char *target)
{
    Text folder = {0};
    text_add_bytes(&folder, target, folder_length(target));
    int descriptor = open(folder.length > 0 ? folder.bytes : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = descriptor < 0 || fsync(descriptor) == 0 || errno != EIO;
    if (descriptor >= 0)
        close(descriptor);
    text_free(&folder);
    return synced;
}

static bool fill(int descriptor, const struct stat *old, const char *bytes, size_t count)
{
    return (old == NULL || keep_permissions(descriptor, old)) && write_all(descriptor, bytes, count) &&
           fsync(descriptor) == 0;
}

/* old is NULL for a file that is new. */
static bool replace(const char *target, const struct stat *old, const char *bytes, size_t count)
{
    Text temporary = {0};
    int descriptor = open_temporary(target, &temporary);
    bool replaced = descriptor >= 0;
    if (replaced) {
        replaced = close_after(descriptor, fill(descriptor, old, bytes, count)) &&
                   rename(text_string(&temporary), target) == 0;
        int reason = errno;
        if (!replaced)
            unlink(text_string(&temporary));
        errno = reason;
    }
    replaced = replaced && sync_folder(target);
    int reason = errno;
    text_free(&temporary);
    errno = reason;
    return replaced;
}

bool file_write(const char *path, const char *bytes, size_t count, Error *error)
{
    struct stat status;
    bool there = stat(path, &status) == 0;
    if (there && S_ISDIR(status.st_mode))
        return fail_at(error, ERR_FILE, path, 0, 0, "is a folder");
    if (there && is_stream(path, &status))
        return write_stream(path, bytes, count, error);
    if (there && faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0) // rename would not ask
        return refuse(error, path);
    Text target = {0};
    bool written = resolve(path, &target) && replace(text_string(&target), there ? &status : NULL, bytes, count);
    if (!written)
        refuse(error, path);
    text_free(&target);
    return written;
}
