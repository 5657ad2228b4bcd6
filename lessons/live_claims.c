#include "lessons/live.h"

#include <string.h>

#include "engine/base/memory.h"

static const char *const KINDS[] = {"identity", "bound", "empirical"};

static bool claim_kind(const char *path, size_t line, size_t column, const char *word, ClaimKind *kind, Error *error)
{
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(KINDS[i], word) != 0)
            continue;
        *kind = (ClaimKind)i;
        return true;
    }
    const char *near = text_nearest(word, KINDS, 3);
    if (near)
        return fail_at(error, ERR_INPUT, path, line, column, "'%.40s' is no kind of claim; did you mean '%s'?", word,
                       near);
    return fail_at(error, ERR_INPUT, path, line, column, "a claim says its kind: %s", LIVE_CLAIM_FORM);
}

/* string is cut in place at its # and :. */
static bool parse_claim(const char *path, char *string, size_t line, Claim *claim, Error *error)
{
    char *mark = strchr(string, '#');
    size_t column = (mark ? (size_t)(mark - string) : strlen(string)) + 1;
    if (!mark)
        return fail_at(error, ERR_INPUT, path, line, column, "a claim needs its kind: %s", LIVE_CLAIM_FORM);
    *mark = '\0';
    const char *expression = line_trim(string);
    if (!*expression)
        return fail_at(error, ERR_INPUT, path, line, column, "no expression before the '#'");
    char *colon = strchr(mark + 1, ':');
    if (colon)
        *colon = '\0';
    ClaimKind kind = CLAIM_IDENTITY;
    if (!claim_kind(path, line, column, line_trim(mark + 1), &kind, error))
        return false;
    *claim = (Claim){memory_copy_text(expression), kind, memory_copy_text(colon ? line_trim(colon + 1) : ""), line};
    return true;
}

bool live_claims(const LiveText *text, Block *block, Error *error)
{
    Text line = {0};
    const char *cursor = text->bytes;
    size_t number = text->line - 1, room = 0;
    bool good = true;
    while (good && line_next(&cursor, &number, &line)) {
        Claim claim = {0};
        if (strspn(text_string(&line), " ") == line.length)
            continue;
        good = parse_claim(text->path, line.bytes, number, &claim, error);
        if (!good)
            break;
        block->claim = memory_grow(block->claim, &room, block->claims + 1, sizeof claim);
        block->claim[block->claims++] = claim;
    }
    text_free(&line);
    return good;
}
