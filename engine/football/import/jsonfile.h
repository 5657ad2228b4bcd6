/* JSON read piece by piece: one event, one frame at a time, each with the line it begins on.
 * Knows: jansson, and alone does. Must not know what the members mean. */
#ifndef BACKPASS_IMPORT_JSONFILE_H
#define BACKPASS_IMPORT_JSONFILE_H

#include "engine/base/text.h"

struct json_t;
typedef struct json_t JsonNode;

typedef struct JsonItem {
    const char *name;     // of the file
    const char *key;      // of the outer object; NULL: an element of the list
    const JsonNode *node; // borrowed
    size_t line;          // where it begins, from 1
    size_t index;         // in the list, from 1; 0 for a member
} JsonItem;

typedef bool JsonTake(void *to, const JsonItem *item, Error *error);

/** jsonfile_each - the elements of the array that the file is, or of the arrays that are members called `list` of the
 *  object that it is, one by one; every other member whole, with its key. Only one element is in memory at a time.
 *  Errors: ERR_INPUT with file:line:column where it is no JSON; those of take. */
bool jsonfile_each(const char *name, const char *bytes, size_t count, const char *list, JsonTake *take, void *to,
                   Error *error) MUST_USE;
/** jsonfile_lines - values one behind the other, as in JSON lines. */
bool jsonfile_lines(const char *name, const char *bytes, size_t count, JsonTake *take, void *to, Error *error) MUST_USE;

const JsonNode *jsonfile_member(const JsonNode *node, const char *key); // NULL where there is none, or no object
const JsonNode *jsonfile_element(const JsonNode *node, size_t index);   // from 0; NULL likewise
size_t jsonfile_count(const JsonNode *node);                            // of an array, otherwise 0
const char *jsonfile_string(const JsonNode *node);                      // inside; NULL where it is none
bool jsonfile_double(const JsonNode *node, double *number) MUST_USE;    // false where it is no number
/** jsonfile_text, jsonfile_number, jsonfile_whole - the same of a member. */
const char *jsonfile_text(const JsonNode *node, const char *key);
bool jsonfile_number(const JsonNode *node, const char *key, double *number) MUST_USE;
bool jsonfile_whole(const JsonNode *node, const char *key, int *number) MUST_USE;
/** jsonfile_id - a whole number or a string as text; false where the member is neither. */
bool jsonfile_id(const JsonNode *node, const char *key, char *id, size_t size) MUST_USE;
/** jsonfile_members - each member of an object. */
bool jsonfile_members(const JsonNode *node, JsonTake *take, void *to, Error *error) MUST_USE;
/** jsonfile_fail - ERR_INPUT at the item's line. Returns false. */
bool jsonfile_fail(const JsonItem *item, Error *error, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
