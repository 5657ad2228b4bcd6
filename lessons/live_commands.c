#include "lessons/live.h"

#include <string.h>

#include "engine/base/memory.h"

bool live_no_seed(const char *path, const char *command, size_t line, Error *error)
{
    bool first = true;
    for (const char *word = command; *word;) {
        size_t length = strcspn(word, " ;");
        bool chosen = strncmp(word, "seed=", 5) == 0 || (first && length == 4 && strncmp(word, "seed", 4) == 0);
        if (chosen)
            return fail_at(error, ERR_INPUT, path, line, (size_t)(word - command) + 1,
                           "a lesson may not choose its seed: what it says must hold for any");
        if (length > 0)
            first = false;
        word += length;
        if (*word == ';')
            first = true;
        if (*word)
            word++;
    }
    return true;
}

/* `#` begins a comment at the start of a line or after a blank. */
static void cut_comment(char *line)
{
    for (char *mark = strchr(line, '#'); mark; mark = strchr(mark + 1, '#')) {
        if (mark != line && mark[-1] != ' ')
            continue;
        *mark = '\0';
        return;
    }
}

bool live_commands(const LiveText *text, Block *block, Error *error)
{
    Text line = {0};
    const char *cursor = text->bytes;
    size_t number = text->line - 1, room = 0;
    bool good = true;
    while (good && line_next(&cursor, &number, &line)) {
        if (!line.bytes)
            continue;
        cut_comment(line.bytes);
        const char *command = line_trim(line.bytes);
        if (!*command)
            continue;
        good = live_no_seed(text->path, command, number, error);
        block->source = memory_grow(block->source, &room, block->sources + 1, sizeof *block->source);
        block->source[block->sources++] = (SourceLine){memory_copy_text(command), number};
    }
    text_free(&line);
    return good;
}
