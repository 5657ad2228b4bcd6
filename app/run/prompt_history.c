#include "app/run/prompt_history.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/file.h"

enum { MOST_BYTES = 1 << 20 };

/* Where the last `most` lines of a text begin. */
static const char *last_lines(const Text *text, size_t most)
{
    const char *string = text_string(text);
    size_t at = text->length, lines = 0;
    while (at > 0) {
        if (string[at - 1] == '\n' && lines++ == most)
            break;
        at--;
    }
    return string + at;
}

void prompt_history_load(const char *path, Text *text)
{
    Error error = {0};
    Text whole = {0};
    text_clear(text);
    if (path != NULL && file_exists(path) && file_read(path, MOST_BYTES, &whole, &error)) {
        if (whole.length > 0 && whole.bytes[whole.length - 1] != '\n')
            text_add(&whole, "\n");
        text_add(text, last_lines(&whole, PROMPT_HISTORY_MOST));
    }
    text_free(&whole);
}

bool prompt_history_note(PromptHistory *history, const char *line)
{
    if (strcmp(text_string(&history->recent), line) == 0)
        return false;
    text_clear(&history->recent);
    text_add(&history->recent, line);
    text_addf(&history->added, "%s\n", line);
    return true;
}

/* Made empty with the right permissions first: a file that is replaced keeps those it has. */
static bool make_private(const char *path, Error *error)
{
    Text folder = {0};
    const char *slash = strrchr(path, '/');
    if (slash != NULL && slash != path)
        text_add_bytes(&folder, path, (size_t)(slash - path));
    bool made = folder.length == 0 || file_make_folder(text_string(&folder), error);
    text_free(&folder);
    if (!made)
        return false;
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
    return true;
}

bool prompt_history_save(const PromptHistory *history, Error *error)
{
    if (history->path == NULL || history->added.length == 0)
        return true;
    Text lines = {0};
    prompt_history_load(history->path, &lines);
    text_add(&lines, text_string(&history->added));
    const char *kept = last_lines(&lines, PROMPT_HISTORY_MOST);
    bool saved = make_private(history->path, error) && file_write(history->path, kept, strlen(kept), error);
    text_free(&lines);
    return saved;
}
