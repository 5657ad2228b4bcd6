/* The lines inside a live block: one after the other, filtered, with their places in the file.
 * Knows: text. Must not know what the lines mean. */
#ifndef BACKPASS_LESSON_LINE_H
#define BACKPASS_LESSON_LINE_H

#include "engine/base/text.h"

/** LiveText - the inside of a block as the file has it. */
typedef struct LiveText {
    const char *path;  // for errors
    const char *bytes; // ends in 0
    size_t line;       // of its first line in the file
} LiveText;

/** line_next - the next line, filtered, tabs as blanks, no line end, into line (written, cleared first); false at the
 *  end. *cursor begins as text->bytes; *number, beginning as text->line - 1, becomes the line's place in the file. */
bool line_next(const char **cursor, size_t *number, Text *line);
/** line_trim - the string without blanks at its ends; changes it in place. inside */
char *line_trim(char *string);

#endif
