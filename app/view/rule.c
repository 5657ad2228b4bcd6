#include "app/view/rule.h"

#include <stdio.h>
#include <string.h>

/** Waiting - the first question or challenge of the step that is not answered; block NULL when there is none. */
typedef struct Waiting {
    const Block *block;
    const Attempt *attempt;
} Waiting;

static Waiting waiting_of(const Course *course)
{
    for (size_t i = 0; course->lesson && course->step && i < course->attempts; i++)
        if (course->attempt[i].standing == STANDING_OPEN)
            return (Waiting){&course->lesson->step[course->step - 1].block[course->attempt[i].block],
                             &course->attempt[i]};
    return (Waiting){NULL, NULL};
}

/** draw_claims - at the left: how many hold here, or that the step's commands came to no end. Returns the columns it takes. */
static int draw_claims(const Course *course, Grid *grid, Rect area)
{
    size_t held = 0;
    char text[64];
    for (size_t i = 0; i < course->claims; i++)
        held += course->claim[i].held;
    bool good = held == course->claims && !*course->fault;
    if ((course->claims == 0 && !*course->fault) || area.width < 60)
        return 0;
    if (*course->fault)
        snprintf(text, sizeof text, " ✗ this page's commands were stopped ");
    else if (good)
        snprintf(text, sizeof text, " ✓ %zu claim%s here ", held, held == 1 ? " holds" : "s hold");
    else
        snprintf(text, sizeof text, " ✗ %zu of %zu claims hold here ", held, course->claims);
    int columns = grid_columns(grid, text);
    grid_text(grid, area.x + 1, area.y, columns, style(good ? ROLE_GOOD : ROLE_BAD), text);
    return columns + 1;
}

/** draw_more - at the right end: that the page goes on. Returns the columns left of it. */
static int draw_more(Grid *grid, Rect area, int below, bool brief)
{
    char text[64] = "";
    if (below > 0 && brief)
        snprintf(text, sizeof text, " J %s ", grid->ascii ? "v" : "▼");
    else if (below > 0)
        snprintf(text, sizeof text, " J: %d more %s %s ", below, below == 1 ? "line" : "lines",
                 grid->ascii ? "v" : "▼");
    int columns = grid_columns(grid, text), x = area.x + area.width - columns - 1;
    grid_text(grid, x, area.y, columns, style(ROLE_WARN), text);
    return x - area.x;
}

/** words_within - the bytes of as many whole words as fit into so many columns. */
static size_t words_within(const char *text, int room)
{
    size_t length = 0;
    int columns = 0;
    for (const char *at = text; *at && columns < room; length = (size_t)(at - text))
        columns += utf8_width(utf8_next(&at)) > 0;
    while (text[length] && length > 0 && text[length] != ' ')
        length--;
    return length;
}

/** draw_hidden - a question that lies below the page's edge: how it begins. */
static void draw_hidden(Grid *grid, Rect area, const Waiting *waiting)
{
    bool question = waiting->block->kind == BLOCK_QUESTION;
    const char *text = question ? waiting->block->question.ask : waiting->block->challenge.task;
    int room = area.width - 6;
    size_t length = 0;
    char plain[400], shown[420];
    for (const char *at = text; *at && length + 1 < sizeof plain; at++)
        if (*at != '`' && *at != '*')
            plain[length++] = *at;
    plain[length] = 0;
    length = words_within(plain, room - 1);
    if (room < 12 || length == 0)
        return;
    snprintf(shown, sizeof shown, " %s %.*s%s ", question ? "?" : "◆", (int)length, plain, plain[length] ? "…" : "");
    int columns = grid_columns(grid, shown);
    int x = area.x + area.width - columns - 1;
    grid_text(grid, x, area.y, columns, style(ROLE_TEXT), shown);
    grid_text(grid, x + 1, area.y, 1, style(question ? ROLE_QUESTION : ROLE_CHALLENGE), question ? "?" : "◆");
}

/** draw_ways - a question that is in sight: the ways to answer it, as many as there is room for. */
static void draw_ways(Grid *grid, Rect area, const Waiting *waiting)
{
    static const char *const WAYS[][2] = {{"a", "answers"}, {":hint", "helps"}, {":skip", "shows it"}};
    static const char *const TRIES[][2] = {{":", "try it"}, {":hint", "helps"}, {":solution", "shows it"}};
    bool question = waiting->block->kind == BLOCK_QUESTION;
    size_t hints = question ? waiting->block->question.hints : waiting->block->challenge.hints;
    int columns = 2, end = area.x + area.width - 2;
    bool shown[3] = {true, waiting->attempt->hints < hints, true};
    const char *const(*way)[2] = question ? WAYS : TRIES;
    for (int i = 0; i < 3; i++) {
        int more = (int)(strlen(way[i][0]) + strlen(way[i][1])) + 3;
        shown[i] = shown[i] && columns + more <= area.width - 1;
        columns += shown[i] ? more : 0;
    }
    int x = end - columns + 2;
    grid_fill(grid, (Rect){x, area.y, columns - 1, 1}, ' ', style(ROLE_TEXT));
    for (int i = 0; i < 3; i++)
        if (shown[i]) {
            x += 1 + grid_text(grid, x + 1, area.y, 12, style(ROLE_KEY), way[i][0]);
            x += 2 + grid_text(grid, x + 1, area.y, 12, style(ROLE_FAINT), way[i][1]);
        }
}

void rule_draw(const Session *session, Grid *grid, Rect area, PageSize page, int height)
{
    grid_line_across(grid, area.x, area.y, area.width, style(ROLE_RULE));
    if (area.width < 40)
        return;
    Waiting waiting = waiting_of(&session->course);
    int left = draw_claims(&session->course, grid, area), skip = page_skip(session, page.rows, height);
    bool whole = page.focus_to <= skip + height, hidden = page.focus_from >= skip + height;
    int end = draw_more(grid, area, page.rows - skip - height, waiting.block && (whole || hidden));
    Rect room = {area.x + left, area.y, end - left, 1};
    if (waiting.block && whole)
        draw_ways(grid, room, &waiting);
    else if (waiting.block && hidden)
        draw_hidden(grid, room, &waiting);
}
