#include "lessons/progress.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/memory.h"

/* The file: a line a lesson, `NAME step=3 reached=5 done=41,58`, names percent-encoded. Lines that are none of these, and
 * those of a later version, are kept as they are at the end of the file. */

enum { PROGRESS_BYTES_MAX = 1 << 18, STEPS_MAX = 100000, LINES_MAX = 100000000, DONE_MAX = 1000 };

typedef struct Entry {
    char *name; // encoded
    size_t step, reached;
    size_t *done; // lines of questions and challenges, no order
    size_t dones, room;
} Entry;

struct Progress {
    char *path; // NULL: in memory only
    Entry *entry;
    size_t entries, room;
    Text kept; // lines that could not be read
};

static const char HEADER[] = "# backpass progress 1";

static void clear(Progress *progress)
{
    for (size_t i = 0; i < progress->entries; i++) {
        free(progress->entry[i].name);
        free(progress->entry[i].done);
    }
    free(progress->entry);
    progress->entry = NULL;
    progress->entries = progress->room = 0;
    text_free(&progress->kept);
    progress->kept = (Text){0};
}

void progress_free(Progress *progress)
{
    if (!progress)
        return;
    clear(progress);
    free(progress->path);
    free(progress);
}

/* A lesson's name comes from a file's name, which may hold anything. One to one. */
static void encode(const char *lesson, Text *name)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    text_clear(name);
    if (!*lesson)
        text_add(name, "%");
    for (; *lesson; lesson++) {
        if (strchr(plain, *lesson))
            text_add_bytes(name, lesson, 1);
        else
            text_addf(name, "%%%02X", (unsigned)(unsigned char)*lesson);
    }
}

static Entry *find_entry(const Progress *progress, const char *name)
{
    for (size_t i = 0; i < progress->entries; i++)
        if (strcmp(progress->entry[i].name, name) == 0)
            return &progress->entry[i];
    return NULL;
}

static Entry *need_entry(Progress *progress, const char *name)
{
    Entry *found = find_entry(progress, name);
    if (found)
        return found;
    progress->entry = memory_grow(progress->entry, &progress->room, progress->entries + 1, sizeof(Entry));
    found = &progress->entry[progress->entries++];
    *found = (Entry){.name = memory_copy_text(name)};
    return found;
}

static bool entry_has(const Entry *entry, size_t line)
{
    for (size_t i = 0; i < entry->dones; i++)
        if (entry->done[i] == line)
            return true;
    return false;
}

static void entry_add(Entry *entry, size_t line)
{
    if (entry_has(entry, line))
        return;
    entry->done = memory_grow(entry->done, &entry->room, entry->dones + 1, sizeof *entry->done);
    entry->done[entry->dones++] = line;
}

static void set_step(Entry *entry, size_t step, size_t reached)
{
    entry->step = step;
    if (reached > entry->reached)
        entry->reached = reached;
}

/* ---- reading ---- */

static bool parse_count(const char *word, const char *key, size_t most, size_t *count)
{
    size_t length = strlen(key);
    return strncmp(word, key, length) == 0 && text_count(word + length, count) && *count <= most;
}

/* "done=41,58" or "done="; word is cut in place. */
static bool parse_done(char *word, Entry *entry)
{
    if (strncmp(word, "done=", 5) != 0)
        return false;
    char *rest = word + 5;
    if (!*rest)
        return true;
    while (rest) {
        char *comma = strchr(rest, ',');
        size_t line = 0;
        if (comma)
            *comma++ = '\0';
        if (!text_count(rest, &line) || line > LINES_MAX || entry->dones >= DONE_MAX)
            return false;
        entry_add(entry, line);
        rest = comma;
    }
    return true;
}

static bool is_name(const char *word)
{
    return *word && strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-%") == strlen(word);
}

/* A whole line or nothing: a broken one must not leave half of itself behind. line is cut in place. */
static bool parse_line(Progress *progress, char *line)
{
    char *word[4] = {line};
    for (size_t i = 1; i < 4; i++) {
        word[i] = strchr(word[i - 1], ' ');
        if (!word[i])
            return false;
        *word[i]++ = '\0';
    }
    size_t step = 0, reached = 0;
    Entry read = {0};
    bool good = is_name(word[0]) && parse_count(word[1], "step=", STEPS_MAX, &step) &&
                parse_count(word[2], "reached=", STEPS_MAX, &reached) && parse_done(word[3], &read);
    if (good) {
        Entry *entry = need_entry(progress, word[0]);
        set_step(entry, step, reached > step ? reached : step);
        for (size_t i = 0; i < read.dones; i++)
            entry_add(entry, read.done[i]);
    }
    free(read.done);
    return good;
}

static void parse_bytes(Progress *progress, const char *bytes, size_t count)
{
    Text line = {0};
    for (size_t at = 0; at < count;) {
        const char *end = memchr(bytes + at, '\n', count - at);
        size_t length = end ? (size_t)(end - bytes) - at : count - at;
        text_clear(&line);
        text_add_bytes(&line, bytes + at, length);
        bool known = length == 0 || strcmp(text_string(&line), HEADER) == 0;
        /* A zero byte would hide the rest of the line from the parser. */
        if (!known && (strlen(line.bytes) != length || !parse_line(progress, line.bytes))) {
            text_add_bytes(&progress->kept, bytes + at, length);
            text_add(&progress->kept, "\n");
        }
        at += length + 1;
    }
    text_free(&line);
}

static bool read_file(Progress *progress, Error *error)
{
    if (!progress->path || !file_exists(progress->path))
        return true;
    Text text = {0};
    bool good = file_read(progress->path, PROGRESS_BYTES_MAX, &text, error);
    if (good)
        parse_bytes(progress, text_string(&text), text.length);
    text_free(&text);
    return good;
}

Progress *progress_open(const char *path, Error *error)
{
    Progress *progress = memory_new(1, sizeof *progress);
    progress->path = memory_copy_text(path);
    if (read_file(progress, error))
        return progress;
    progress_free(progress);
    return NULL;
}

/* ---- asking ---- */

static const Entry *entry_of(const Progress *progress, const char *lesson)
{
    Text name = {0};
    encode(lesson, &name);
    const Entry *entry = find_entry(progress, text_string(&name));
    text_free(&name);
    return entry;
}

size_t progress_step(const Progress *progress, const char *lesson)
{
    const Entry *entry = entry_of(progress, lesson);
    return entry ? entry->step : 0;
}

size_t progress_reached(const Progress *progress, const char *lesson)
{
    const Entry *entry = entry_of(progress, lesson);
    return entry ? entry->reached : 0;
}

bool progress_done(const Progress *progress, const char *lesson, size_t line)
{
    const Entry *entry = entry_of(progress, lesson);
    return entry && entry_has(entry, line);
}

/* ---- writing ---- */

static void write_entry(const Entry *entry, Text *text)
{
    text_addf(text, "%s step=%zu reached=%zu done=", entry->name, entry->step, entry->reached);
    for (size_t i = 0; i < entry->dones; i++)
        text_addf(text, "%s%zu", i ? "," : "", entry->done[i]);
    text_add(text, "\n");
}

/* Another instance may have written since we read: what it reached is taken over, and nothing is taken back. */
static bool merge_file(Progress *progress, Error *error)
{
    Progress now = {.path = progress->path};
    bool good = read_file(&now, error);
    for (size_t i = 0; good && i < now.entries; i++) {
        const Entry *theirs = &now.entry[i];
        bool ours_known = find_entry(progress, theirs->name) != NULL;
        Entry *ours = need_entry(progress, theirs->name);
        set_step(ours, ours_known ? ours->step : theirs->step, theirs->reached);
        for (size_t k = 0; k < theirs->dones; k++)
            entry_add(ours, theirs->done[k]);
    }
    if (good && now.kept.length > 0) {
        text_clear(&progress->kept);
        text_add_bytes(&progress->kept, now.kept.bytes, now.kept.length);
    }
    clear(&now);
    return good;
}

static bool make_folder_of(const char *path, Error *error)
{
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return true;
    Text folder = {0};
    text_add_bytes(&folder, path, (size_t)(slash - path));
    bool good = file_is_folder(text_string(&folder)) || file_make_folder(text_string(&folder), error);
    text_free(&folder);
    return good;
}

static bool write_file(Progress *progress, Error *error)
{
    if (!progress->path)
        return true;
    if (!make_folder_of(progress->path, error) || !merge_file(progress, error))
        return false;
    Text text = {0};
    text_addf(&text, "%s\n", HEADER);
    for (size_t i = 0; i < progress->entries; i++)
        write_entry(&progress->entry[i], &text);
    if (progress->kept.length > 0)
        text_add_bytes(&text, progress->kept.bytes, progress->kept.length);
    bool good = file_write(progress->path, text_string(&text), text.length, error);
    text_free(&text);
    return good;
}

static Entry *entry_for(Progress *progress, const char *lesson)
{
    Text name = {0};
    encode(lesson, &name);
    Entry *entry = need_entry(progress, text_string(&name));
    text_free(&name);
    return entry;
}

bool progress_note(Progress *progress, const char *lesson, size_t step, Error *error)
{
    if (step > STEPS_MAX)
        return fail(error, ERR_PROGRAM, "step %zu of a lesson is too many", step);
    Entry *entry = entry_for(progress, lesson);
    if (step == entry->step && step <= entry->reached && step > 0)
        return true;
    set_step(entry, step, step);
    return write_file(progress, error);
}

bool progress_mark(Progress *progress, const char *lesson, size_t line, Error *error)
{
    if (line > LINES_MAX)
        return fail(error, ERR_PROGRAM, "line %zu of a lesson is too many", line);
    Entry *entry = entry_for(progress, lesson);
    if (entry_has(entry, line))
        return true;
    entry_add(entry, line);
    return write_file(progress, error);
}
