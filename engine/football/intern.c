#include "engine/football/intern.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/memory.h"

void intern_free(Intern *intern)
{
    text_free(&intern->pool);
    free(intern->word);
    free(intern->slot);
    *intern = (Intern){0};
}

const char *intern_word(const Intern *intern, size_t number)
{
    return intern->pool.bytes + intern->word[number].start;
}

/** find_slot - where the word is, or the free place where it belongs. */
static uint32_t *find_slot(const Intern *intern, const char *word, size_t length)
{
    uint64_t hash = file_hash(word, length);
    // FNV-1a mixes upward only: fold the high half down.
    for (size_t at = (size_t)(hash ^ hash >> 32);; at++) {
        uint32_t *slot = &intern->slot[at & (intern->slots - 1)];
        if (*slot == 0)
            return slot;
        const struct InternWord *there = &intern->word[*slot - 1];
        if (there->length == length && memcmp(intern->pool.bytes + there->start, word, length) == 0)
            return slot;
    }
}

/** grow_table - twice the slots, every word in its new place. */
static void grow_table(Intern *intern)
{
    free(intern->slot);
    intern->slots = intern->slots ? 2 * intern->slots : 64;
    intern->slot = memory_new(intern->slots, sizeof *intern->slot);
    for (size_t i = 0; i < intern->count; i++)
        *find_slot(intern, intern_word(intern, i), intern->word[i].length) = (uint32_t)(i + 1);
}

size_t intern_add(Intern *intern, const char *word, size_t length, size_t offset, bool *fresh)
{
    if (2 * (intern->count + 1) > intern->slots)
        grow_table(intern);
    uint32_t *slot = find_slot(intern, word, length);
    *fresh = *slot == 0;
    if (!*fresh)
        return *slot - 1;
    intern->word = memory_grow(intern->word, &intern->room, intern->count + 1, sizeof *intern->word);
    intern->word[intern->count] = (struct InternWord){intern->pool.length, length, offset};
    text_add_bytes(&intern->pool, word, length);
    text_add_bytes(&intern->pool, "", 1);
    *slot = (uint32_t)++intern->count;
    return intern->count - 1;
}
