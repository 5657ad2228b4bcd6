/* Files: read whole, replaced atomically.
 * Knows: POSIX. Must not know what the bytes mean. */
#ifndef BACKPASS_BASE_FILE_H
#define BACKPASS_BASE_FILE_H

#include "engine/base/text.h"

/** file_read - the whole file (regular, or a pipe such as /dev/stdin) into text (written; cleared first).
 *  Errors: ERR_FILE with path and the system's reason (a folder is "is a folder"); ERR_LIMIT when larger than limit. */
bool file_read(const char *path, size_t limit, Text *text, Error *error) MUST_USE;

/** file_write - write, fsync, rename over path, fsync the folder: the old file or the new one, never half of one.
 *  Keeps the permissions of a file it replaces; a path such as /dev/stdout that is no regular file is written straight.
 *  Errors: ERR_FILE; then nothing is left behind. */
bool file_write(const char *path, const char *bytes, size_t count, Error *error) MUST_USE;

bool file_exists(const char *path);
bool file_is_folder(const char *path);

/** file_make_folder - the folder and its parents, mode 0700 for what is new. */
bool file_make_folder(const char *path, Error *error) MUST_USE;

/** file_join - "folder/name" into text (written; cleared first). */
void file_join(Text *text, const char *folder, const char *name);

/** file_hash - 64-bit FNV-1a of the bytes: tells one version of a file from another (not against an attacker). */
uint64_t file_hash(const char *bytes, size_t count);

#endif
