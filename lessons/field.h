/* Lines of `key: value`; an indented line continues the value above it.
 * Knows: lines of text. Must not know what the keys mean. */
#ifndef BACKPASS_LESSON_FIELD_H
#define BACKPASS_LESSON_FIELD_H

#include "lessons/line.h"

/** FieldRule - a key a block may have. */
typedef struct FieldRule {
    const char *key;
    bool required;
    bool many; // may be given more than once
} FieldRule;

typedef struct Field {
    const char *key; // the rule's
    Text value;      // filtered, trimmed, not empty
    size_t line;     // in the file
    size_t column;   // where its value begins
} Field;

typedef struct Fields {
    Field *field;
    size_t count;
} Fields;

/** fields_parse - by the rules (ended by key NULL); what names the block in errors: "question". fields written.
 *  Errors: a line that is no `key: value`; an unknown key (the nearest is suggested); an empty value; a key given twice;
 *  a missing one. On error fields are freed. */
bool fields_parse(const LiveText *text, const char *what, const FieldRule *rules, Fields *fields,
                  Error *error) MUST_USE;
void fields_free(Fields *fields);
/** fields_first - the first field of that key, or NULL. inside */
const Field *fields_first(const Fields *fields, const char *key);
/** fields_collect - copies of all values of that key; a new array of new strings, *count written. NULL when there are none. */
char **fields_collect(const Fields *fields, const char *key, size_t *count);

#endif
