#include "engine/football/import/xmlfile.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

#include "engine/football/import/decimal.h"

enum { DEPTH_MAX = 64, TEXT_MAX = 4096, CHUNK = 1 << 20 };

typedef struct Walk {
    const char *name;
    const XmlReader *reader;
    void *to;
    Error *error;
    XML_Parser parser;
    Text text;
    size_t depth;
} Walk;

static size_t line_of(const Walk *walk)
{
    return (size_t)XML_GetCurrentLineNumber(walk->parser);
}

static void stop(Walk *walk)
{
    error_place(walk->error, walk->name, line_of(walk), 0);
    XML_StopParser(walk->parser, XML_FALSE);
}

static void XMLCALL opened(void *to, const char *name, const char **attributes)
{
    Walk *walk = to;
    if (walk->error->kind)
        return;
    text_clear(&walk->text);
    XmlElement element = {name, (const char *const *)attributes, "", line_of(walk), ++walk->depth};
    if (walk->depth > DEPTH_MAX)
        fail(walk->error, ERR_INPUT, "elements stand in each other more than %d deep; expected a provider's file",
             DEPTH_MAX);
    if (walk->error->kind || !walk->reader->open(walk->to, &element, walk->error))
        stop(walk);
}

static void XMLCALL closed(void *to, const char *name)
{
    Walk *walk = to;
    if (walk->error->kind)
        return;
    XmlElement element = {name, NULL, text_string(&walk->text), line_of(walk), walk->depth--};
    if (walk->reader->close && !walk->reader->close(walk->to, &element, walk->error))
        stop(walk);
    text_clear(&walk->text);
}

static void XMLCALL said(void *to, const char *bytes, int count)
{
    Walk *walk = to;
    if (walk->text.length + (size_t)count <= TEXT_MAX)
        text_add_bytes(&walk->text, bytes, (size_t)count);
}

static void XMLCALL doctype(void *to, const char *name, const char *system, const char *public, int internal)
{
    Walk *walk = to;
    (void)name, (void)system, (void)public, (void)internal;
    fail(walk->error, ERR_INPUT, "a document type; expected plain XML as the provider wrote it");
    stop(walk);
}

static void fail_parse(Walk *walk)
{
    size_t column = (size_t)XML_GetCurrentColumnNumber(walk->parser) + 1;
    fail_at(walk->error, ERR_INPUT, walk->name, line_of(walk), column,
            "not XML: %s; expected the whole file as the provider wrote it",
            XML_ErrorString(XML_GetErrorCode(walk->parser)));
}

static void parse(Walk *walk, const char *bytes, size_t count)
{
    bool last = false;
    for (size_t at = 0; !last && !walk->error->kind; at += CHUNK) {
        size_t part = count - at < CHUNK ? count - at : CHUNK;
        last = at + part == count;
        if (XML_Parse(walk->parser, bytes + at, (int)part, last) != XML_STATUS_OK && !walk->error->kind)
            fail_parse(walk);
    }
}

bool xmlfile_each(const char *name, const char *bytes, size_t count, const XmlReader *reader, void *to, Error *error)
{
    Walk walk = {name, reader, to, error, XML_ParserCreate(NULL), {0}, 0};
    if (!walk.parser)
        return fail(error, ERR_LIMIT, "no memory to read XML");
    XML_SetUserData(walk.parser, &walk);
    XML_SetElementHandler(walk.parser, opened, closed);
    XML_SetCharacterDataHandler(walk.parser, said);
    XML_SetStartDoctypeDeclHandler(walk.parser, doctype);
    parse(&walk, bytes, count);
    XML_ParserFree(walk.parser);
    text_free(&walk.text);
    return error->kind == ERR_NONE;
}

bool xmlfile_is(const XmlElement *element, const char *name)
{
    return strcmp(element->name, name) == 0;
}

const char *xmlfile_attribute(const XmlElement *element, const char *name)
{
    for (const char *const *at = element->attributes; at && *at; at += 2)
        if (strcmp(at[0], name) == 0)
            return at[1];
    return NULL;
}

const char *xmlfile_word(const XmlElement *element, const char *name)
{
    const char *value = xmlfile_attribute(element, name);
    return value ? value : "";
}

bool xmlfile_number(const XmlElement *element, const char *name, double *number)
{
    const char *value = xmlfile_attribute(element, name);
    return value && decimal_read(value, number);
}
