/* Real matches from the files of seven providers.
 * Knows: the formats, one file each (import_*.c), and the tasks. Must not know who asks, nor touch a file. */
#ifndef BACKPASS_IMPORT_IMPORT_H
#define BACKPASS_IMPORT_IMPORT_H

#include "engine/football/import/match.h"

/** ImportFile - a file in memory; everything borrowed. */
typedef struct ImportFile {
    const char *path, *bytes;
    size_t count;
} ImportFile;

/** ImportFormat - one provider's. */
typedef struct ImportFormat {
    const char *name;                      // as on the command line
    const char *provider;                  // as in the header
    const char *attribution;               // how its data want to be credited
    const char *files;                     // which files it takes, for messages
    bool (*knows)(const ImportFile *file); // by its first bytes
    /** read - all files into match: map, clock, events, spots, sides. Errors: ERR_INPUT with the place. */
    bool (*read)(Match *match, const ImportFile *files, size_t count, Error *error);
} ImportFormat;

enum { IMPORT_FORMATS = 7 };
extern const ImportFormat *const IMPORT_FORMAT[IMPORT_FORMATS];
extern const ImportFormat IMPORT_WYSCOUT, IMPORT_STATSBOMB, IMPORT_METRICA, IMPORT_METRICA_EPTS, IMPORT_SKILLCORNER,
    IMPORT_DFL, IMPORT_LASTROW;

const ImportFormat *import_named(const char *name); // NULL where there is none
/** import_guess - the one format that knows all files, otherwise NULL with an error that names the file. */
const ImportFormat *import_guess(const ImportFile *files, size_t count, Error *error);

/** import_read - files into match (written; free it even after a failure), sorted and in the inside frame. */
bool import_read(const ImportFormat *format, const ImportFile *files, size_t count, Match *match,
                 Error *error) MUST_USE;
/** import_write - the match as tidy CSV for a task, with its header, into text (added to).
 *  Errors: ERR_INPUT where the task finds nothing in this match; ERR_USE for a task that there is not. */
bool import_write(const ImportFormat *format, Match *match, const char *task, Text *text, Error *error) MUST_USE;
/** import_describe - what was found, skipped and why, for people, into text (added to). */
void import_describe(const ImportFormat *format, const Match *match, Text *text);

/** import_whole - whether a file of lines ends with the end of a line (or with NaN, which is whole): what ends in the midst of a
 *  number was cut short, and nothing else tells. Errors: ERR_INPUT. */
bool import_whole(const ImportFile *file, Error *error) MUST_USE;
/** import_head - whether the first `within` bytes of the file hold the word; for `knows`. */
bool import_head(const ImportFile *file, const char *word, size_t within);
/** import_first - the first byte that is no blank nor byte-order mark. */
char import_first(const ImportFile *file);

#endif
