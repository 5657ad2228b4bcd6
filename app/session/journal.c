#include "app/session/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/base/memory.h"

static const char HEAD[] = "backpass journal 1\n";
enum { JOURNALS_KEPT = 10, JOURNAL_LIMIT = 16 << 20 };

struct Journal {
    int file;
    bool noted; // something stands in it but its head
    Text path;
};

/** The numbers of the journals in the folder, smallest first. */
static int by_number(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static size_t *numbers(const char *folder, size_t *count)
{
    size_t *number = NULL, room = 0;
    *count = 0;
    DIR *dir = opendir(folder);
    if (!dir)
        return NULL;
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t n;
        int end = 0;
        if (sscanf(entry->d_name, "%zu.journal%n", &n, &end) != 1 || !end || entry->d_name[end])
            continue;
        number = memory_grow(number, &room, *count + 1, sizeof *number);
        number[(*count)++] = n;
    }
    closedir(dir);
    if (number)
        qsort(number, *count, sizeof *number, by_number);
    return number;
}

static void path_of(Text *path, const char *folder, size_t number)
{
    text_clear(path);
    text_addf(path, "%s/%06zu.journal", folder, number);
}

/** Held by a running session? */
static bool held(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    bool locked = flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    close(file);
    return locked;
}

static void drop_old(const char *folder)
{
    size_t count;
    size_t *number = numbers(folder, &count);
    Text path = {0};
    for (size_t i = 0; i + JOURNALS_KEPT < count; i++) {
        path_of(&path, folder, number[i]);
        if (!held(text_string(&path)))
            unlink(text_string(&path));
    }
    text_free(&path);
    free(number);
}

static bool write_all(int file, const char *bytes, size_t count)
{
    while (count) {
        ssize_t done = write(file, bytes, count);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes += done;
        count -= (size_t)done;
    }
    return true;
}

Journal *journal_open(const char *folder, Error *error)
{
    if (!file_make_folder(folder, error))
        return NULL;
    drop_old(folder);
    Journal *journal = memory_new(1, sizeof *journal);
    size_t count;
    size_t *number = numbers(folder, &count);
    size_t next = count ? number[count - 1] + 1 : 1;
    free(number);
    do { // another session may take the same number at the same moment
        path_of(&journal->path, folder, next++);
        journal->file = open(text_string(&journal->path), O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    } while (journal->file < 0 && errno == EEXIST);
    if (journal->file >= 0 && flock(journal->file, LOCK_EX | LOCK_NB) == 0 &&
        write_all(journal->file, HEAD, strlen(HEAD)))
        return journal;
    fail_at(error, ERR_FILE, text_string(&journal->path), 0, 0, "the journal cannot be written: %s", strerror(errno));
    journal_close(journal);
    return NULL;
}

void journal_close(Journal *journal)
{
    if (!journal)
        return;
    if (journal->file >= 0 && !journal->noted)
        unlink(text_string(&journal->path)); // nothing to resume: it shall not push out a session that has something
    if (journal->file >= 0)
        close(journal->file);
    text_free(&journal->path);
    free(journal);
}

const char *journal_path(const Journal *journal)
{
    return text_string(&journal->path);
}

static bool on_disk(int file)
{
    while (fdatasync(file) != 0)
        if (errno != EINTR)
            return errno == EINVAL; // no file system for which that means something
    return true;
}

static void add_record(Text *text, JournalKind kind, const char *line)
{
    text_addf(text, "%c ", (int)kind);
    for (const char *c = line; *c; c++)
        text_add_bytes(text, *c == '\n' ? ";" : c, 1);
    text_add(text, "\n");
}

static bool append(Journal *journal, const Text *records, bool sync, Error *error)
{
    journal->noted = true;
    if (write_all(journal->file, records->bytes, records->length) && (!sync || on_disk(journal->file)))
        return true;
    return fail_at(error, ERR_FILE, text_string(&journal->path), 0, 0, "the journal cannot be written: %s", strerror(errno));
}

bool journal_add(Journal *journal, JournalKind kind, const char *line, Error *error)
{
    Text record = {0};
    add_record(&record, kind, line);
    bool good = append(journal, &record, kind != JOURNAL_PLACE, error);
    text_free(&record);
    return good;
}

bool journal_rebase(Journal *journal, const char *base, const char *const *line, size_t lines, Error *error)
{
    Text records = {0};
    add_record(&records, JOURNAL_BASE, base);
    for (size_t i = 0; i < lines; i++)
        add_record(&records, JOURNAL_END, line[i]);
    bool good = append(journal, &records, true, error);
    text_free(&records);
    return good;
}

/** What is gathered while a journal is read. */
typedef struct Reading {
    char **line;
    size_t lines, room;
    char *under_way, *mark, *place;
} Reading;

static void push(Reading *reading, const char *line)
{
    reading->line = memory_grow(reading->line, &reading->room, reading->lines + 2, sizeof *reading->line);
    reading->line[reading->lines++] = memory_copy_text(line);
    reading->line[reading->lines] = NULL;
}

static void pop(Reading *reading)
{
    if (reading->lines) {
        free(reading->line[--reading->lines]);
        reading->line[reading->lines] = NULL;
    }
}

static void replace(char **text, const char *line)
{
    free(*text);
    *text = memory_copy_text(line);
}

static void settle(Reading *reading)
{
    replace(&reading->under_way, NULL);
    replace(&reading->mark, NULL);
}

static bool read_record(Reading *reading, const char *record)
{
    if (record[0] == 0 || record[1] != ' ')
        return false;
    const char *line = record + 2;
    switch (record[0]) {
    case JOURNAL_BEGIN:
        settle(reading);
        replace(&reading->under_way, line);
        return true;
    case JOURNAL_MARK:
        replace(&reading->mark, line);
        return true;
    case JOURNAL_END:
        settle(reading);
        push(reading, line);
        return true;
    case JOURNAL_FAILED:
        settle(reading);
        return true;
    case JOURNAL_UNDONE:
        settle(reading);
        pop(reading);
        return true;
    case JOURNAL_BASE:
        settle(reading);
        replace(&reading->place, NULL);
        while (reading->lines)
            pop(reading);
        push(reading, line);
        return true;
    case JOURNAL_PLACE:
        replace(&reading->place, line);
        return true;
    default:
        return false;
    }
}

/** The last line may be cut off, and that in the middle of a character: what is not ended was never written. */
static void cut_unended(Text *text)
{
    while (text->length && text->bytes[text->length - 1] != '\n')
        text->length--;
    text->bytes[text->length] = 0;
}

static bool read_journal(const char *path, Text *text, Reading *reading, Error *error)
{
    size_t number = 2;
    for (char *at = text->bytes + strlen(HEAD), *end; (end = strchr(at, '\n')); at = end + 1, number++) {
        *end = 0;
        if (!read_record(reading, at))
            return fail_at(error, ERR_INPUT, path, number, 1, "not a line of a journal");
    }
    return true;
}

static void read_script(Text *text, Reading *reading)
{
    for (char *at = text->bytes, *end; at && *at; at = end ? end + 1 : NULL) {
        end = strchr(at, '\n');
        if (end)
            *end = 0;
        push(reading, *at == '#' ? "" : at); // every line of the file, so that errors name the right one
    }
}

bool journal_read(const char *path, char ***lines, char unfinished[512], Error *error)
{
    Text text = {0};
    Reading reading = {0};
    size_t bad;
    unfinished[0] = 0;
    *lines = NULL;
    bool good = file_read(path, JOURNAL_LIMIT, &text, error);
    bool journal = good && strncmp(text_string(&text), HEAD, strlen(HEAD)) == 0;
    if (journal)
        cut_unended(&text);
    if (good && !utf8_valid(text_string(&text), text.length, &bad))
        good = fail_at(error, ERR_INPUT, path, 0, 0, "byte %zu is not text: a session is UTF-8", bad + 1);
    if (good && journal)
        good = read_journal(path, &text, &reading, error);
    else if (good)
        read_script(&text, &reading);
    if (good) {
        if (reading.under_way)
            snprintf(unfinished, 512, "%s", reading.under_way);
        if (reading.mark)
            push(&reading, reading.mark);
        if (reading.place)
            push(&reading, reading.place);
        *lines = reading.line ? reading.line : memory_new(1, sizeof **lines);
        reading.line = NULL;
    }
    journal_lines_free(reading.line);
    settle(&reading);
    replace(&reading.place, NULL);
    text_free(&text);
    return good;
}

void journal_lines_free(char **lines)
{
    for (char **line = lines; line && *line; line++)
        free(*line);
    free(lines);
}

/** Does anything stand in it but its head? */
static bool has_lines(const char *path)
{
    Text text = {0};
    Error error = {0};
    bool lines = file_read(path, JOURNAL_LIMIT, &text, &error) && text.length > strlen(HEAD);
    text_free(&text);
    return lines;
}

void journal_latest(const char *folder, Text *path)
{
    size_t count;
    size_t *number = numbers(folder, &count);
    bool found = false;
    while (count && !found) {
        path_of(path, folder, number[--count]);
        found = !held(text_string(path)) && has_lines(text_string(path));
    }
    if (!found)
        text_clear(path);
    free(number);
}
