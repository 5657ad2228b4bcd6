#include "app/command/keys.h"

#include <string.h>

static const KeyRow ROWS[] = {
    {"↓ j", KEY_NAMED, NAMED_DOWN, "j", "menu", "term +1", "next lesson"},
    {"↑ k", KEY_NAMED, NAMED_UP, "k", "menu", "term -1", "lesson before"},
    {"Enter", KEY_NAMED, NAMED_ENTER, NULL, "menu", "lesson %s", "open the lesson"},
    {"Esc", KEY_NAMED, NAMED_ESCAPE, NULL, "menu", "back", "back to where you were"},
    {"↓ j", KEY_NAMED, NAMED_DOWN, "j", "equation", "term +1", "next operand"},
    {"↑ k", KEY_NAMED, NAMED_UP, "k", "equation", "term -1", "operand before"},
    {"Esc", KEY_NAMED, NAMED_ESCAPE, NULL, "equation", "back", "back to what was explained before"},
    {"→ l", KEY_NAMED, NAMED_RIGHT, "l", "equation", "term +1", "next operand"},
    {"← h", KEY_NAMED, NAMED_LEFT, "h", "equation", "term -1", "operand before"},
    {"→ l", KEY_NAMED, NAMED_RIGHT, "l", NULL, "goto +1", "one step on in time"},
    {"← h", KEY_NAMED, NAMED_LEFT, "h", NULL, "goto -1", "one step back in time"},
    {"↑ k", KEY_NAMED, NAMED_UP, "k", NULL, "unit -1", "unit before"},
    {"↓ j", KEY_NAMED, NAMED_DOWN, "j", NULL, "unit +1", "next unit"},
    {"Home 0", KEY_NAMED, NAMED_HOME, "0", NULL, "goto 1", "first step"},
    {"End $", KEY_NAMED, NAMED_END, "$", NULL, "goto +1000000", "last step"},
    {"]", KEY_TEXT, 0, "]", NULL, "sample +1", "next sequence"},
    {"[", KEY_TEXT, 0, "[", NULL, "sample -1", "sequence before"},
    {"Tab", KEY_NAMED, NAMED_TAB, NULL, NULL, "view +1", "next view"},
    {"Shift-Tab", KEY_NAMED, NAMED_BACKTAB, NULL, NULL, "view -1", "view before"},
    {"o", KEY_TEXT, 0, "o", NULL, "split other", "the other half of a split screen"},
    {"Enter", KEY_NAMED, NAMED_ENTER, NULL, NULL, "explain %s", "take the number under the cursor apart"},
    {"Backspace", KEY_NAMED, NAMED_BACKSPACE, NULL, NULL, "back", "back: out of the equation, or back along the wave"},
    {".", KEY_TEXT, 0, ".", NULL, "next", "one on along the wave"},
    {"Space", KEY_TEXT, 0, " ", NULL, "play", "let the waves pass; any key stops"},
    {"n", KEY_TEXT, 0, "n", NULL, "step +1", "next page of the lesson"},
    {"p", KEY_TEXT, 0, "p", NULL, "step -1", "page before"},
    {"PgDn J", KEY_NAMED, NAMED_PAGE_DOWN, "J", NULL, "scroll +4", "scroll the page"},
    {"PgUp K", KEY_NAMED, NAMED_PAGE_UP, "K", NULL, "scroll -4", "scroll the page back"},
    {"a", KEY_TEXT, 0, "a", NULL, ":answer ", "answer the question"},
    {"t", KEY_TEXT, 0, "t", NULL, "train", "train 100 updates; Ctrl-C stops"},
    {"u", KEY_TEXT, 0, "u", NULL, "undo", "undo the last change"},
    {"Ctrl-R", KEY_TEXT, 0, "\x12", NULL, "redo", "do it again"},
    {"m", KEY_TEXT, 0, "m", NULL, "lesson", "the course menu"},
    {":", KEY_TEXT, 0, ":", NULL, ":", "type a command; Tab completes"},
    {"?", KEY_TEXT, 0, "?", NULL, "help keys", "help"},
    {"F1", KEY_NAMED, NAMED_F1, NULL, NULL, "help keys", "help"},
    {"q", KEY_TEXT, 0, "q", NULL, "quit", "leave"},
};
enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0] };

static bool means(const KeyRow *row, Key key)
{
    if (key.kind == KEY_NAMED)
        return row->kind == KEY_NAMED && row->named == key.named;
    return key.kind == KEY_TEXT && key.text < 128 && key.text && row->letters && strchr(row->letters, (int)key.text);
}

const KeyRow *keys_find(Key key, const char *where)
{
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (ROWS[i].where && strcmp(ROWS[i].where, where) == 0 && means(&ROWS[i], key))
            return &ROWS[i];
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (!ROWS[i].where && means(&ROWS[i], key))
            return &ROWS[i];
    return NULL;
}

const KeyRow *keys_at(size_t index)
{
    return index < ROW_COUNT ? &ROWS[index] : NULL;
}
