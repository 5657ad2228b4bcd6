#include "lessons/lesson.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/memory.h"

static bool is_lesson_file(const char *name)
{
    size_t length = strlen(name);
    return length > 3 && isdigit((unsigned char)name[0]) && strcmp(name + length - 3, ".md") == 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **lesson_list(const char *folder, size_t *count, Error *error)
{
    *count = 0;
    DIR *open = opendir(folder);
    if (!open) {
        (void)fail_at(error, ERR_FILE, folder, 0, 0, "no lessons here: %s", strerror(errno));
        return NULL;
    }
    size_t room = 0;
    char **names = memory_grow(NULL, &room, 1, sizeof *names);
    for (const struct dirent *entry; (entry = readdir(open)) != NULL;) {
        if (!is_lesson_file(entry->d_name))
            continue;
        names = memory_grow(names, &room, *count + 2, sizeof *names);
        char *name = memory_copy_text(entry->d_name);
        name[strlen(name) - 3] = '\0';
        names[(*count)++] = name;
        names[*count] = NULL;
    }
    closedir(open);
    if (*count > 0)
        qsort(names, *count, sizeof *names, compare_names);
    return names;
}

/* "6", "06": the number the name begins with. */
static bool same_number(const char *wanted, const char *name)
{
    size_t digits = strspn(name, "0123456789"), wanted_number = 0, number = 0;
    char head[16] = "";
    if (digits == 0 || digits >= sizeof head)
        return false;
    memcpy(head, name, digits);
    return text_count(wanted, &wanted_number) && text_count(head, &number) && wanted_number == number;
}

/* "vanish" is in "06-vanishing-gradients" where a word begins; case does not matter. */
static bool has_word(const char *name, const char *wanted)
{
    char piece[128] = "";
    size_t length = strlen(wanted);
    if (length == 0 || length >= sizeof piece)
        return false;
    for (const char *at = name; strlen(at) >= length; at++) {
        if (at != name && at[-1] != '-')
            continue;
        memcpy(piece, at, length);
        if (text_same(piece, wanted))
            return true;
    }
    return false;
}

static bool matches(const char *name, const char *wanted, int round)
{
    if (round == 0)
        return text_same(name, wanted);
    if (round == 1)
        return same_number(wanted, name);
    return has_word(name, wanted);
}

/* Exact names before numbers before words; 0 when none matches. *found is the last one. */
static size_t find_name(char **names, size_t count, const char *wanted, const char **found)
{
    for (int round = 0; round < 3; round++) {
        size_t hits = 0;
        for (size_t i = 0; i < count; i++) {
            if (!matches(names[i], wanted, round))
                continue;
            *found = names[i];
            hits++;
        }
        if (hits > 0)
            return hits;
    }
    return 0;
}

static bool not_found(char **names, size_t count, const char *wanted, size_t hits, Error *error)
{
    Text known = {0};
    for (size_t i = 0; i < count; i++)
        if (hits == 0 || has_word(names[i], wanted))
            text_addf(&known, "%s%s", known.length ? ", " : "", names[i]);
    const char *what = hits == 0 ? "no lesson is called" : "several lessons are called";
    fail(error, ERR_USE, "%s '%.60s'; there are: %s", what, wanted, count ? text_string(&known) : "none");
    text_free(&known);
    return false;
}

static bool find_in_folder(const char *folder, const char *wanted, Text *path, Error *error)
{
    size_t count = 0;
    char **names = lesson_list(folder, &count, error);
    if (!names)
        return false;
    const char *found = NULL;
    size_t hits = find_name(names, count, wanted, &found);
    bool good = hits == 1;
    if (good) {
        file_join(path, folder, found);
        text_add(path, ".md");
    } else {
        (void)not_found(names, count, wanted, hits, error);
    }
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return good;
}

bool lesson_find(const char *folder, const char *wanted, Text *path, Error *error)
{
    text_clear(path);
    size_t length = strlen(wanted);
    bool markdown = length > 3 && strcmp(wanted + length - 3, ".md") == 0;
    if (!markdown && !strchr(wanted, '/'))
        return find_in_folder(folder, wanted, path, error);
    if (file_exists(wanted)) {
        text_add(path, wanted);
        return true;
    }
    file_join(path, folder, wanted);
    if (!strchr(wanted, '/') && file_exists(text_string(path)))
        return true;
    return fail_at(error, ERR_FILE, wanted, 0, 0, "no such lesson file");
}
