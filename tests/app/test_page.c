/* The lesson's page. */
#include "tests/app/view_kit.h"

static char *page_text(Session *session, int width, int height, bool ascii)
{
    Grid *grid = grid_new(width, height);
    Text text = {0};
    grid->ascii = ascii;
    page_draw(session, grid, grid_whole(grid), PAGE_WHOLE);
    grid_to_text(grid, &text);
    grid_free(grid);
    return text.bytes;
}

static void words_of(const char *text, Text *words)
{
    for (const char *at = text; *at; at++)
        if (!isspace((unsigned char)*at))
            text_add_bytes(words, at, 1);
        else if (words->length && words->bytes[words->length - 1] != ' ')
            text_add(words, " ");
}

Test(page, wraps_between_words_and_loses_none)
{
    Session *session = session_of_lesson(1);
    for (int width = 12; width <= 90; width += 13) {
        char *text = page_text(session, width, page_size(session, width, PAGE_WHOLE).rows, false);
        Text words = {0};
        words_of(text, &words);
        cr_expect(strstr(words.bytes,
                         "The quick brown fox jumps over the lazy dog while print h[3][1] prints one number, and "
                         "then it goes on and on until the line is full and has to be broken between words, "
                         "never inside of one."),
                  "%d columns:\n%s", width, text);
        text_free(&words);
        free(text);
    }
    session_free(session);
}

Test(page, says_how_many_rows_it_needs_and_scrolls_where_there_are_fewer)
{
    Session *session = session_of_lesson(1);
    int height = page_size(session, 40, PAGE_WHOLE).rows;
    cr_expect(height > 15);
    char *text = page_text(session, 40, 6, false);
    cr_expect(strstr(text, "The first step") && strstr(text, "▼") && !strstr(text, "▲"));
    free(text);
    session->cursor.scroll = 4;
    text = page_text(session, 40, 6, false);
    cr_expect(strstr(text, "▲") && strstr(text, "▼") && !strstr(text, "The first step"));
    free(text);
    session->cursor.scroll = 1000;
    text = page_text(session, 40, 6, false);
    cr_expect(strstr(text, "▲") && !strstr(text, "▼") && strstr(text, "not yet"));
    free(text);
    session_free(session);
}

Test(page, shows_how_claims_questions_and_challenges_stand)
{
    Session *session = session_of_lesson(1);
    Course *course = &session->course;
    char *text = page_text(session, 60, 40, false);
    cr_expect(strstr(text, "▸ data carry length=9") && strstr(text, "2 claims to check") &&
              strstr(text, "How many of 3*4 is 3 * 4, 2*2 and all?") && strstr(text, "a to answer") &&
              strstr(text, "not yet") && !strstr(text, "Less than four"));
    free(text);
    course->claims = 2;
    course->claim[0] = (ClaimResult){.block = 4, .claim = 0, .held = true};
    course->claim[1] = (ClaimResult){.block = 4, .claim = 1, .held = true};
    course->attempts = 1;
    course->attempt[0] = (Attempt){.block = 5, .hints = 1, .standing = STANDING_DONE, .reply = "Right, three."};
    world_changed(session->world);
    Error error = {0};
    cr_assert(command_run(session, "scale Wh 1000", &error), "%s", error.message);
    text = page_text(session, 60, 40, false);
    cr_expect(strstr(text, "2 of 2 claims hold") && strstr(text, "Less than four.") &&
                  !strstr(text, "More than two.") && strstr(text, "✓ Right, three.") && !strstr(text, "a to answer") &&
                  strstr(text, "✓ holds"),
              "%s", text);
    free(text);
    course->claim[1].held = false;
    text = page_text(session, 60, 40, false);
    cr_expect(strstr(text, "1 of 2 claims hold here; not: 2 < 3"), "%s", text);
    free(text);
    session_free(session);
}

Test(page, of_a_lesson_not_begun_is_its_introduction)
{
    Session *session = session_of_lesson(0);
    char *text = page_text(session, 60, 12, true);
    cr_expect(strstr(text, "A lesson of its own") && strstr(text, "Before it begins.") &&
              strstr(text, "n begins: 2 steps"));
    for (const char *at = text; *at; at++)
        cr_expect((unsigned char)*at < 128);
    free(text);
    session_free(session);
}
