#include "app/run/data_import.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/run/player.h"
#include "engine/base/file.h"
#include "engine/football/import/import.h"
#include "engine/football/import/task.h"

enum { FILE_MAX = 256 << 20, FILES_MAX = 64 };

/** Asked - what the command line wants. */
typedef struct Asked {
    const ImportFormat *format; // NULL: to be guessed
    const char *path[FILES_MAX];
    size_t paths;
    const char *ahead;      // as given, or NULL
    double seconds;         // what it says
    const char *task, *out; // out is NULL where nothing is written
    bool describe, help;
} Asked;

static bool takes_value(int count, char *const *words, int *at, const char *option, const char **value, Error *error)
{
    size_t length = strlen(option);
    if (strncmp(words[*at], option, length) == 0 && words[*at][length] == '=' && length > 2) {
        *value = words[*at] + length + 1;
        return true;
    }
    if (*at + 1 >= count)
        return fail(error, ERR_USE, "`%s` needs a value: `backpass data import FILE... -o OUT.csv --task next-event`",
                    option);
    *value = words[++*at];
    return true;
}

static bool is_option(const char *word, const char *option)
{
    size_t length = strlen(option);
    return strncmp(word, option, length) == 0 && (word[length] == 0 || (length > 2 && word[length] == '='));
}

static bool read_word(Asked *asked, int count, char *const *words, int *at, Error *error)
{
    const char *word = words[*at];
    const bool out = is_option(word, "-o") || is_option(word, "--output");
    if (out && asked->out)
        return fail(error, ERR_USE, "-o is given twice: the sequences go into one file");
    if (out)
        return takes_value(count, words, at, word[1] == '-' ? "--output" : "-o", &asked->out, error);
    if (is_option(word, "--task"))
        return takes_value(count, words, at, "--task", &asked->task, error);
    if (is_option(word, "--ahead"))
        return takes_value(count, words, at, "--ahead", &asked->ahead, error);
    asked->describe = asked->describe || strcmp(word, "--describe") == 0;
    asked->help = asked->help || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
    if (strcmp(word, "--describe") == 0 || asked->help)
        return true;
    if (word[0] == '-' && word[1])
        return fail(error, ERR_USE, "there is no option `%.60s`; -o, --task, --ahead and --describe are", word);
    if (!asked->format && asked->paths == 0 && import_named(word)) {
        asked->format = import_named(word);
        return true;
    }
    if (asked->paths == FILES_MAX)
        return fail(error, ERR_USE, "more than %d files; expected those of one match, or fewer matches at a time",
                    FILES_MAX);
    asked->path[asked->paths++] = word;
    return true;
}

/** read_ahead - seconds on the grid of the task. */
static bool read_ahead(Asked *asked, Error *error)
{
    double *seconds = &asked->seconds;
    if (!text_number(asked->ahead, seconds) || !(*seconds >= 0.2 && *seconds <= 10) || fabs(*seconds * 5 - round(*seconds * 5)) > 1e-9)
        return fail(error, ERR_USE, "--ahead `%.40s`; expected seconds from 0.2 to 10 in steps of 0.2", asked->ahead);
    return strcmp(asked->task, "trajectory") == 0 || fail(error, ERR_USE, "--ahead belongs to --task trajectory");
}

static bool read_words(Asked *asked, int count, char *const *words, Error *error)
{
    *asked = (Asked){.task = "raw"};
    for (int i = 0; i < count; i++)
        if (!read_word(asked, count, words, &i, error))
            return false;
    if (asked->help)
        return true;
    if (!asked->paths)
        return fail(error, ERR_USE, "import which file? `backpass data import events.json -o match.csv`");
    if (!task_named(asked->task))
        return fail(error, ERR_USE, "there is no task `%.40s`; expected %s", asked->task, task_names());
    if (asked->ahead && !read_ahead(asked, error))
        return false;
    return asked->out || asked->describe ||
           fail(error, ERR_USE, "where to? -o OUT.csv writes the sequences, --describe only says what is there");
}

static bool read_files(const Asked *asked, Text *text, ImportFile *files, Error *error)
{
    for (size_t i = 0; i < asked->paths; i++) {
        if (!file_read(asked->path[i], FILE_MAX, &text[i], error))
            return false;
        files[i] = (ImportFile){asked->path[i], text_string(&text[i]), text[i].length};
    }
    return true;
}

static void say(const Asked *asked, const ImportFormat *format, const Match *match)
{
    Text text = {0};
    import_describe(format, match, &text);
    bool shares = asked->out && strcmp(asked->out, "-") == 0; // the table has the standard output to itself
    fputs(text_string(&text), shares ? stderr : stdout);
    text_free(&text);
}

static bool write_out(const Asked *asked, const ImportFormat *format, Match *match, Error *error)
{
    Text table = {0};
    match->ahead = asked->seconds;
    bool good = import_write(format, match, asked->task, &table, error);
    error_place(error, asked->path[0], 0, 0);
    if (good && strcmp(asked->out, "-") == 0)
        good = fwrite(table.bytes, 1, table.length, stdout) == table.length ||
               fail(error, ERR_FILE, "the output cannot be written: it is closed or full");
    else if (good)
        good = file_write(asked->out, table.bytes, table.length, error);
    text_free(&table);
    return good;
}

static bool run(const Asked *asked, Match *match, const ImportFile *files, Error *error)
{
    const ImportFormat *format = asked->format ? asked->format : import_guess(files, asked->paths, error);
    if (!format || !import_read(format, files, asked->paths, match, error))
        return false;
    if (asked->out && !write_out(asked, format, match, error))
        return false;
    if (asked->describe)
        say(asked, format, match);
    else if (strcmp(asked->out, "-") != 0)
        printf("%s: %zu of %zu events or places used (%s); --describe tells the rest\n", asked->out,
               match->events + match->spots, match->seen, format->name);
    return true;
}

int data_import(int count, char *const *words)
{
    Asked asked;
    Error error = {0};
    Match match = {0};
    Text text[FILES_MAX] = {0};
    ImportFile files[FILES_MAX];
    bool good = read_words(&asked, count, words, &error);
    if (good && asked.help)
        fputs("usage:\n" DATA_IMPORT_USAGE, stdout);
    else
        good = good && read_files(&asked, text, files, &error) && run(&asked, &match, files, &error);
    for (size_t i = 0; i < FILES_MAX; i++)
        text_free(&text[i]);
    match_free(&match);
    return good ? 0 : play_error(&error);
}
