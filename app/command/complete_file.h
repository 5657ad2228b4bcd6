/* Names of files that could stand here.
 * Knows: folders. Must not know what the files hold. */
#ifndef BACKPASS_APP_COMPLETE_FILE_H
#define BACKPASS_APP_COMPLETE_FILE_H

#include <stddef.h>

/** file_names - call found for every file that begins as word[0, length) does and ends in suffix ("" for any), and, once
 *  something is typed, for every folder, with a / behind it. Hidden ones must be asked for by their dot; names that would need
 *  quotes are left out. name is as it is to be typed (borrowed for the call). */
void file_names(const char *word, size_t length, const char *suffix, void (*found)(void *context, const char *name), void *context);

#endif
