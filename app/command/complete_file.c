#include "app/command/complete_file.h"

#include <dirent.h>
#include <string.h>

#include "engine/base/file.h"

static bool ends_in(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);
    return n > m && strcmp(name + n - m, suffix) == 0;
}

/** Can it be typed as it is? */
static bool plain(const char *name)
{
    size_t bad;
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == 127 || strchr("\"';#=,", *c))
            return false;
    return utf8_valid(name, strlen(name), &bad);
}

void file_names(const char *word, size_t length, const char *suffix, void (*found)(void *context, const char *name), void *context)
{
    size_t folder_length = length;
    while (folder_length && word[folder_length - 1] != '/')
        folder_length--;
    const char *start = word + folder_length;
    size_t start_length = length - folder_length;
    Text name = {0};
    text_add_bytes(&name, word, folder_length);
    DIR *dir = opendir(folder_length ? text_string(&name) : ".");
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (strncmp(entry->d_name, start, start_length) != 0 || (*entry->d_name == '.' && !start_length) || !plain(entry->d_name))
            continue;
        text_clear(&name);
        text_add_bytes(&name, word, folder_length);
        text_add(&name, entry->d_name);
        bool folder = file_is_folder(text_string(&name));
        if (folder)
            text_add(&name, "/");
        if (folder ? length > 0 : ends_in(entry->d_name, suffix))
            found(context, text_string(&name));
    }
    if (dir)
        closedir(dir);
    text_free(&name);
}
