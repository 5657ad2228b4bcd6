#include "engine/probe/scanner.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static bool is_name(char c)
{
    return is_letter(c) || is_digit(c) || c == '_';
}

void scanner_skip(Scanner *scanner)
{
    while (strchr(" \t\r\n", scanner->source[scanner->at]) && scanner->source[scanner->at])
        scanner->at++;
}

static void scanner_advance(Scanner *scanner, size_t count)
{
    scanner->at += count;
    scanner->last = scanner->at;
}

bool scanner_take(Scanner *scanner, const char *sign)
{
    scanner_skip(scanner);
    size_t length = strlen(sign);
    if (strncmp(scanner->source + scanner->at, sign, length) != 0)
        return false;
    scanner_advance(scanner, length);
    return true;
}

static size_t word_length(const char *at)
{
    size_t length = 0;
    if (is_letter(at[0]))
        while (is_name(at[length]))
            length++;
    return length;
}

bool scanner_take_word(Scanner *scanner, const char *word)
{
    scanner_skip(scanner);
    const char *here = scanner->source + scanner->at;
    size_t length = word_length(here);
    if (length != strlen(word) || strncmp(here, word, length) != 0)
        return false;
    scanner_advance(scanner, length);
    return true;
}

/* What a person sees at the cursor, short and printable. */
static void scanner_found(Scanner *scanner, char *found, size_t size)
{
    const char *here = scanner->source + scanner->at;
    size_t length = word_length(here);
    if (!*here) {
        snprintf(found, size, "the end");
        return;
    }
    if (length == 0) {
        const char *next = here;
        utf8_next(&next);
        length = (size_t)(next - here);
    }
    Text shown = {0};
    text_add_visible(&shown, here, length, false);
    snprintf(found, size, "'%.40s'", text_string(&shown));
    text_free(&shown);
}

bool scanner_fail(Scanner *scanner, const char *expected)
{
    char found[64];
    scanner_skip(scanner);
    scanner_found(scanner, found, sizeof found);
    return fail_at(scanner->error, ERR_USE, NULL, 0, scanner->at + 1, "expected %s, found %s", expected, found);
}

bool scanner_at_number(Scanner *scanner)
{
    scanner_skip(scanner);
    const char *here = scanner->source + scanner->at;
    return is_digit(here[0]) || (here[0] == '.' && is_digit(here[1]));
}

bool scanner_at_word(Scanner *scanner)
{
    scanner_skip(scanner);
    return is_letter(scanner->source[scanner->at]);
}

static size_t digits_length(const char *at)
{
    size_t length = 0;
    while (is_digit(at[length]))
        length++;
    return length;
}

/* 12, 1.5, .5, 1e-3; the e belongs to the number when digits follow it. */
static size_t number_length(const char *at)
{
    size_t length = digits_length(at);
    if (at[length] == '.')
        length += 1 + digits_length(at + length + 1);
    if (at[length] == 'e' || at[length] == 'E') {
        size_t sign = (at[length + 1] == '+' || at[length + 1] == '-') ? 2 : 1;
        size_t digits = digits_length(at + length + sign);
        if (digits > 0)
            length += sign + digits;
    }
    return length;
}

bool scanner_number(Scanner *scanner, double *number)
{
    scanner_skip(scanner);
    const char *here = scanner->source + scanner->at;
    size_t length = number_length(here);
    char text[64];
    if (length >= sizeof text)
        return fail_at(scanner->error, ERR_USE, NULL, 0, scanner->at + 1,
                       "a number of at most %zu characters is expected", sizeof text - 1);
    memcpy(text, here, length);
    text[length] = 0;
    if (!text_number(text, number))
        return fail_at(scanner->error, ERR_USE, NULL, 0, scanner->at + 1, "'%s' is not a number that fits", text);
    if (is_letter(here[length]) || here[length] == '_')
        return fail_at(scanner->error, ERR_USE, NULL, 0, scanner->at + 1 + length,
                       "a sign is missing between the number %s and what follows", text);
    scanner_advance(scanner, length);
    return true;
}

static bool scanner_copy(Scanner *scanner, char *word, size_t length, const char *what)
{
    if (length == 0)
        return scanner_fail(scanner, what);
    if (length > NAME_MAX_LENGTH)
        return fail_at(scanner->error, ERR_USE, NULL, 0, scanner->at + 1, "%s has at most %d characters", what,
                       NAME_MAX_LENGTH);
    memcpy(word, scanner->source + scanner->at, length);
    word[length] = 0;
    scanner_advance(scanner, length);
    return true;
}

/* The length of a model's name when "name:" stands here, otherwise 0. Models may hold - in their names. */
static size_t model_length(const char *at)
{
    size_t length = 0;
    if (is_letter(at[0]))
        while (is_name(at[length]) || at[length] == '-')
            length++;
    return length > 0 && at[length] == ':' ? length : 0;
}

static bool scanner_layer(Scanner *scanner, Quantity *quantity)
{
    const char *here = scanner->source + scanner->at;
    size_t length = digits_length(here);
    if (length < 1 || length > 3 || here[0] == '0')
        return scanner_fail(scanner, "the number of a layer (1 is the first)");
    quantity->layer = 0;
    for (size_t i = 0; i < length; i++)
        quantity->layer = quantity->layer * 10 + (size_t)(here[i] - '0');
    scanner_advance(scanner, length);
    quantity->reverse = here[length] == 'r' && !is_name(here[length + 1]);
    if (quantity->reverse)
        scanner_advance(scanner, 1);
    return true;
}

bool scanner_quantity(Scanner *scanner, Quantity *quantity)
{
    const char *source = scanner->source;
    scanner_skip(scanner);
    size_t model = model_length(source + scanner->at);
    if (model > 0) {
        if (!scanner_copy(scanner, quantity->model, model, "the name of a model"))
            return false;
        scanner_advance(scanner, 1);
    }
    if (!scanner_copy(scanner, quantity->name, word_length(source + scanner->at), "a name"))
        return false;
    if (source[scanner->at] == '@') {
        scanner_advance(scanner, 1);
        if (!scanner_layer(scanner, quantity))
            return false;
    }
    if (source[scanner->at] != '.')
        return true;
    scanner_advance(scanner, 1);
    return scanner_copy(scanner, quantity->gate, word_length(source + scanner->at), "the name of a gate");
}

bool scanner_variant(Scanner *scanner, Quantity *quantity)
{
    scanner_skip(scanner);
    if (!scanner_copy(scanner, quantity->variant, word_length(scanner->source + scanner->at), "a word such as train"))
        return false;
    return scanner_take(scanner, ")") || scanner_fail(scanner, "')'");
}

static bool scanner_count(Scanner *scanner, size_t *count)
{
    scanner_skip(scanner);
    const char *here = scanner->source + scanner->at;
    size_t length = digits_length(here);
    if (length == 0)
        return scanner_fail(scanner, "a whole number");
    char text[24];
    if (length < sizeof text) {
        memcpy(text, here, length);
        text[length] = 0;
    }
    if (length >= sizeof text || !text_count(text, count))
        return fail_at(scanner->error, ERR_USE, NULL, 0, scanner->at + 1,
                       "an index this large is outside of everything");
    scanner_advance(scanner, length);
    return true;
}

static bool scanner_index(Scanner *scanner, Range *range)
{
    scanner_skip(scanner);
    range->column = scanner->at + 1;
    if (!scanner_count(scanner, &range->first))
        return false;
    range->last = range->first;
    range->single = !scanner_take(scanner, ":");
    if (!range->single && !scanner_count(scanner, &range->last))
        return false;
    if (range->last < range->first)
        return fail_at(scanner->error, ERR_USE, NULL, 0, range->column, "[%zu:%zu] runs backwards: say [%zu:%zu]",
                       range->first, range->last, range->last, range->first);
    return scanner_take(scanner, "]") || scanner_fail(scanner, range->single ? "']' or ':'" : "']'");
}

bool scanner_indices(Scanner *scanner, Range *index, size_t *indices)
{
    *indices = 0;
    while (scanner_take(scanner, "[")) {
        if (*indices == INDICES_MAX)
            return fail_at(scanner->error, ERR_USE, NULL, 0, scanner->at, "nothing has more than %d indices",
                           INDICES_MAX - 1);
        if (!scanner_index(scanner, &index[(*indices)++]))
            return false;
    }
    return true;
}
