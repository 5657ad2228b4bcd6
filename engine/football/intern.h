/* Words numbered in the order in which they first appear, and where.
 * Knows: bytes. */
#ifndef BACKPASS_FOOTBALL_INTERN_H
#define BACKPASS_FOOTBALL_INTERN_H

#include "engine/base/text.h"

/** Intern - {0} is an empty one. */
typedef struct Intern {
    Text pool; // all words, each with its 0
    struct InternWord {
        size_t start, length; // in the pool
        size_t offset;        // of the file where it first appeared
    } * word;
    size_t count, room;
    uint32_t *slot; // a hash table of numbers + 1, linear probing; 0 is free
    size_t slots;   // a power of two
} Intern;

void intern_free(Intern *intern);
/** intern_add - the word's number; *fresh when it was not there before. */
size_t intern_add(Intern *intern, const char *word, size_t length, size_t offset, bool *fresh);
const char *intern_word(const Intern *intern, size_t number); // inside, until the next intern_add

#endif
