#include <criterion/criterion.h>

#include "app/terminal/key.h"

/* Codes as they come, CODE_NONE at the end and where nothing has come yet. */
typedef struct Feed {
    const int *codes;
    size_t at, count;
} Feed;

static int next(void *context)
{
    Feed *feed = context;
    return feed->at < feed->count ? feed->codes[feed->at++] : CODE_NONE;
}

static Key read_one(KeyReader *reader, Feed *feed)
{
    bool came = true;
    Key key = key_plain(KEY_NONE);
    while (came && key.kind == KEY_NONE)
        key = key_read(reader, next, feed, &came);
    return key;
}

#define FEED(...)                                                                                                      \
    {                                                                                                                  \
        .codes = (const int[]){__VA_ARGS__}, .count = sizeof((const int[]){__VA_ARGS__}) / sizeof(int)                 \
    }

Test(key, puts_characters_together)
{
    KeyReader reader = {.utf8 = true};
    Feed feed = FEED(0xE2, 0x88, CODE_NONE, 0x82, 'a');
    cr_expect_eq(read_one(&reader, &feed).kind, KEY_NONE, "two bytes of three");
    cr_expect_eq(read_one(&reader, &feed).text, 0x2202);
    cr_expect_eq(read_one(&reader, &feed).text, 'a');
}

Test(key, what_is_broken_is_marked_and_passed)
{
    KeyReader reader = {.utf8 = true};
    Feed feed = FEED(0xFF, 0xE2, 0x88, 'b', 0xC0, 0xED, 0xA0, 0x80);
    cr_expect_eq(read_one(&reader, &feed).text, 0xFFFD);
    cr_expect_eq(read_one(&reader, &feed).text, 'b');
    cr_expect_eq(read_one(&reader, &feed).text, 0xFFFD);
    cr_expect_eq(read_one(&reader, &feed).text, 0xFFFD, "a surrogate is no character");
    cr_expect_eq(read_one(&reader, &feed).kind, KEY_NONE);
}

Test(key, escape_alone_and_with_a_follower)
{
    KeyReader reader = {.utf8 = true};
    Feed feed = FEED(0x1B, 'x', 0x1B, 0xE2, 0x88, 0x82, 0x1B, CODE_NAMED + NAMED_LEFT, 0x1B);
    Key key = read_one(&reader, &feed);
    cr_expect(key.alt && key.kind == KEY_TEXT && key.text == 'x');
    key = read_one(&reader, &feed);
    cr_expect(key.alt && key.text == 0x2202);
    key = read_one(&reader, &feed);
    cr_expect(key.alt && key.kind == KEY_NAMED && key.named == NAMED_LEFT);
    key = read_one(&reader, &feed);
    cr_expect(!key.alt && key.kind == KEY_NAMED && key.named == NAMED_ESCAPE);
}

Test(key, no_key_hides_in_pasted_text)
{
    KeyReader reader = {.utf8 = true};
    Feed feed = FEED(CODE_PASTE_BEGIN, 'q', '\r', '\t', 0x1B, 0x7F, CODE_NAMED + NAMED_ENTER, 0xE2, 0x88, 0x82,
                     CODE_PASTE_END, 'q');
    static const uint32_t TEXT[] = {'q', '\n', '\t', 0x2202};
    for (size_t i = 0; i < 4; i++) {
        Key key = read_one(&reader, &feed);
        cr_expect(key.kind == KEY_TEXT && key.pasted);
        cr_expect_eq(key.text, TEXT[i]);
    }
    Key key = read_one(&reader, &feed);
    cr_expect(key.kind == KEY_TEXT && key.text == 'q' && !key.pasted);
}

Test(key, what_is_unknown_is_nothing)
{
    KeyReader reader = {.utf8 = true};
    Feed feed = FEED(CODE_OTHER, 'x');
    cr_expect_eq(read_one(&reader, &feed).text, 'x');
    bool came = true;
    key_read(&reader, next, &feed, &came);
    cr_expect(!came);
}
