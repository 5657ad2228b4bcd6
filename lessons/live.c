#include "lessons/live.h"

#include <stdlib.h>
#include <string.h>


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

static bool check_not_empty(const LiveText *text, const Block *block, Error *error)
{
    if (block->kind == BLOCK_COMMANDS && block->sources == 0)
        return fail_at(error, ERR_INPUT, text->path, text->line - 1, 1, "this block has no command");
    if (block->kind == BLOCK_EXPECT && block->claims == 0)
        return fail_at(error, ERR_INPUT, text->path, text->line - 1, 1, "this block has no claim: %s", LIVE_CLAIM_FORM);
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
