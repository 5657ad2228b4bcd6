/* Names that are alike: what was meant when what was typed is not there. */
#include "engine/base/text.h"

#include <string.h>

enum { LONGEST = 63, PREFIX = 3 };

static char lower(char letter)
{
    return (char)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;
    return smaller < c ? smaller : c;
}

/* Optimal string alignment distance (Damerau 1964): insert, delete, replace, swap two neighbours, each 1. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][LONGEST + 1];
    size_t *two_back = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = two_back[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *spare = two_back;
        two_back = last;
        last = row;
        row = spare;
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = least(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
            bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped && two_back[j - 2] + 1 < row[j])
                row[j] = two_back[j - 2] + 1;
        }
    }
    return row[b_length];
}

static bool begins(const char *name, const char *beginning)
{
    while (*beginning != '\0' && lower(*name) == lower(*beginning)) {
        name++;
        beginning++;
    }
    return *beginning == '\0';
}

/* A beginning ("grad") is as good as one slip; otherwise one slip for every three letters begun. */
static size_t unlikeness(const char *wanted, size_t length, const char *name)
{
    size_t name_length = strlen(name);
    if (name_length == 0 || name_length > LONGEST)
        return SIZE_MAX;
    if (length >= PREFIX && name_length > length && begins(name, wanted))
        return 1;
    size_t slips = distance(wanted, length, name, name_length);
    return slips <= (length + 2) / 3 && slips < length ? slips : SIZE_MAX;
}

const char *text_nearest(const char *wanted, const char *const *names, size_t count)
{
    const char *nearest = NULL;
    size_t best = SIZE_MAX, length = strlen(wanted);
    if (length == 0 || length > LONGEST)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t unlike = unlikeness(wanted, length, names[i]);
        if (unlike < best) {
            best = unlike;
            nearest = names[i];
        }
    }
    return nearest;
}

bool text_same(const char *a, const char *b)
{
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}
