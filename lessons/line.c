#include "lessons/line.h"

#include <string.h>

bool line_next(const char **cursor, size_t *number, Text *line)
{
    text_clear(line);
    if (!**cursor)
        return false;
    size_t count = strcspn(*cursor, "\n"), shown = count;
    if (shown > 0 && (*cursor)[shown - 1] == '\r')
        shown--;
    text_add_visible(line, *cursor, shown, true);
    for (size_t i = 0; i < line->length; i++)
        if (line->bytes[i] == '\t')
            line->bytes[i] = ' ';
    *cursor += count + ((*cursor)[count] == '\n');
    ++*number;
    return true;
}

char *line_trim(char *string)
{
    while (*string == ' ')
        string++;
    size_t length = strlen(string);
    while (length > 0 && string[length - 1] == ' ')
        string[--length] = '\0';
    return string;
}
