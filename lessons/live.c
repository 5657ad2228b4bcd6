#include "lessons/live.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

typedef struct LiveWord {
    const char *word;
    BlockKind kind;
} LiveWord;

static const LiveWord LIVE_WORDS[] = {{"backpass", BLOCK_COMMANDS},
                                      {"expect", BLOCK_EXPECT},
                                      {"question", BLOCK_QUESTION},
                                      {"challenge", BLOCK_CHALLENGE}};

enum { LIVE_WORD_COUNT = sizeof LIVE_WORDS / sizeof LIVE_WORDS[0] };

bool live_kind(const char *word, BlockKind *kind)
{
    for (size_t i = 0; i < LIVE_WORD_COUNT; i++) {
        if (strcmp(LIVE_WORDS[i].word, word) != 0)
            continue;
        *kind = LIVE_WORDS[i].kind;
        return true;
    }
    return false;
}

/* A claim under a fence that is misspelt by a letter would silently never be checked. */
const char *live_near(const char *word)
{
    const char *words[LIVE_WORD_COUNT];
    for (size_t i = 0; i < LIVE_WORD_COUNT; i++)
        words[i] = LIVE_WORDS[i].word;
    return text_nearest(word, words, LIVE_WORD_COUNT);
}

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

static const char *const KINDS[] = {"identity", "bound", "empirical"};
static const char CLAIM_FORM[] = "EXPR # identity|bound|empirical: why";

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
    return fail_at(error, ERR_INPUT, path, line, column, "a claim says its kind: %s", CLAIM_FORM);
}

/* string is cut in place at its # and :. */
static bool parse_claim(const char *path, char *string, size_t line, Claim *claim, Error *error)
{
    char *mark = strchr(string, '#');
    size_t column = (mark ? (size_t)(mark - string) : strlen(string)) + 1;
    if (!mark)
        return fail_at(error, ERR_INPUT, path, line, column, "a claim needs its kind: %s", CLAIM_FORM);
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

static bool check_not_empty(const LiveText *text, const Block *block, Error *error)
{
    if (block->kind == BLOCK_COMMANDS && block->sources == 0)
        return fail_at(error, ERR_INPUT, text->path, text->line - 1, 1, "this block has no command");
    if (block->kind == BLOCK_EXPECT && block->claims == 0)
        return fail_at(error, ERR_INPUT, text->path, text->line - 1, 1, "this block has no claim: %s", CLAIM_FORM);
    return true;
}

bool live_parse(const LiveText *text, Block *block, Error *error)
{
    bool good = false;
    switch (block->kind) {
    case BLOCK_COMMANDS: good = live_commands(text, block, error); break;
    case BLOCK_EXPECT: good = live_claims(text, block, error); break;
    case BLOCK_QUESTION: good = live_question(text, &block->question, error); break;
    case BLOCK_CHALLENGE: good = live_challenge(text, &block->challenge, error); break;
    default: return fail(error, ERR_PROGRAM, "a block that is not live was parsed as one");
    }
    return good && check_not_empty(text, block, error);
}

static void free_strings(char **string, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(string[i]);
    free(string);
}

static void free_sources(SourceLine *source, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(source[i].text);
    free(source);
}

void live_free(Block *block)
{
    free_sources(block->source, block->sources);
    for (size_t i = 0; i < block->claims; i++) {
        free(block->claim[i].expression);
        free(block->claim[i].comment);
    }
    free(block->claim);
    Question *question = &block->question;
    free(question->ask);
    free(question->answer);
    free_strings(question->choice, question->choices);
    free_strings(question->hint, question->hints);
    free(question->refuse);
    Challenge *challenge = &block->challenge;
    free(challenge->task);
    free(challenge->goal);
    free_sources(challenge->solution, challenge->solutions);
    free_strings(challenge->hint, challenge->hints);
}
