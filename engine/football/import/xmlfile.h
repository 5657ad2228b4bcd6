/* XML read element by element, with the line of each.
 * Knows: expat, and alone does. Must not know what the elements mean. */
#ifndef BACKPASS_IMPORT_XMLFILE_H
#define BACKPASS_IMPORT_XMLFILE_H

#include "engine/base/text.h"

typedef struct XmlElement {
    const char *name;
    const char *const *attributes; // name, value, …, NULL; only in `open`
    const char *text;              // what stood in it; only in `close`, of long ones the beginning or less
    size_t line;                   // where it begins (open) or ends (close)
    size_t depth;                  // 1 is the root
} XmlElement;

typedef struct XmlReader {
    bool (*open)(void *to, const XmlElement *element, Error *error);
    bool (*close)(void *to, const XmlElement *element, Error *error); // may be NULL
} XmlReader;

/** xmlfile_each - the elements in the order of the file. Encodings are those that expat knows (UTF-8, UTF-16, ISO 8859-1);
 *  text comes as UTF-8. Errors: ERR_INPUT with file:line:column where it is no XML, has a document type (a way to bombs),
 *  is deeper than 64 or is not closed; those of the reader, given the element's line where they have none. */
bool xmlfile_each(const char *name, const char *bytes, size_t count, const XmlReader *reader, void *to,
                  Error *error) MUST_USE;

/** xmlfile_is - is it called so? */
bool xmlfile_is(const XmlElement *element, const char *name);
/** xmlfile_attribute - its value; NULL where there is none. xmlfile_word - "" where there is none. inside */
const char *xmlfile_attribute(const XmlElement *element, const char *name);
const char *xmlfile_word(const XmlElement *element, const char *name);
/** xmlfile_number - a number in an attribute; false where it is missing or none. */
bool xmlfile_number(const XmlElement *element, const char *name, double *number) MUST_USE;

#endif
