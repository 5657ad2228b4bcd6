#include "app/view/view.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/view/flow.h"
#include "app/view/kit.h"

static const char *const INTRO[] = {
    "Recurrent networks with the lid off: every number a network computes,",
    "at every step, on football sequences. Walk, poke, predict, be checked.",
};

/** readable - "06-vanishing-gradients" as a person would write it: "06  Vanishing gradients". */
static void readable(const char *name, char *out, size_t size)
{
    size_t digits = strspn(name, "0123456789");
    snprintf(out, size, "%.*s  %s", (int)digits, name, name + digits + (name[digits] == '-'));
    for (char *at = out + digits; *at; at++)
        if (*at == '-')
            *at = ' ';
    char *first = out + digits + 2;
    if (digits && islower((unsigned char)*first))
        *first = (char)toupper((unsigned char)*first);
}

/** titled - a lesson's number and its own title, "07  LSTM"; by its file's name where it cannot be read. */
static void titled(const Session *session, const char *name, char *out, size_t size)
{
    Text path = {0};
    Error error = {0};
    Lesson *lesson =
        lesson_find(session->lessons_folder, name, &path, &error) ? lesson_read(text_string(&path), &error) : NULL;
    readable(name, out, size);
    if (lesson && lesson->title)
        snprintf(out, size, "%.*s  %s", (int)strspn(name, "0123456789"), name, lesson->title);
    lesson_free(lesson);
    text_free(&path);
}

static void standing(const Session *session, const char *lesson, char *out, size_t size)
{
    size_t reached = session->progress ? progress_reached(session->progress, lesson) : 0;
    size_t at = session->progress ? progress_step(session->progress, lesson) : 0;
    if (reached == 0)
        snprintf(out, size, "not opened yet");
    else
        snprintf(out, size, "at step %zu, %zu seen", at, reached);
}

static void draw_lesson(const Session *session, Grid *grid, Rect area, int y, const char *lesson, bool chosen)
{
    char name[96], state[64];
    titled(session, lesson, name, sizeof name);
    standing(session, lesson, state, sizeof state);
    grid_text(grid, area.x, y, 2, style(ROLE_STRONG), chosen ? (grid->ascii ? "> " : "▸ ") : "  ");
    int drawn = grid_text(grid, area.x + 2, y, area.width - 2, style(chosen ? ROLE_STRONG : ROLE_TEXT), name);
    if (area.width - drawn - 4 >= (int)strlen(state))
        grid_right(grid, area.x, y, area.width, style(ROLE_FAINT), state);
    if (!chosen)
        return;
    grid_restyle(grid, (Rect){area.x + 2, y, drawn, 1}, style(ROLE_CURSOR));
    grid->cursor_x = area.x + 2;
    grid->cursor_y = y;
}

/** draw_emblem - the thing itself: one cell at many steps, the gradient fading on its way back. */
static void draw_emblem(Grid *grid, Rect area)
{
    int cells = area.width / 8;
    for (int i = 0; i < cells; i++) {
        int x = area.x + 8 * i, level = 5 * (i + 1) / cells;
        grid_box(grid, (Rect){x, area.y, 5, 4}, style(level > 1 ? ROLE_BACKWARD : ROLE_FAINT));
        for (int unit = 0; unit < 6; unit++) {
            double value = level - (unit * 7 + i * 5) % 3;
            heat_cell(grid, x + 1 + unit % 3, area.y + 1 + unit / 3, 1, (unit + i) % 4 == 1 ? -value : value, 5, NULL);
        }
        if (i)
            grid_text(grid, x - 3, area.y + 1, 3, style(ROLE_FORWARD), grid->ascii ? "-->" : "──▸");
        if (i)
            grid_text(grid, x - 3, area.y + 2, 3, style(level > 2 ? ROLE_BACKWARD : ROLE_FAINT),
                      grid->ascii ? (level > 3   ? "<=="
                                     : level > 1 ? "<--"
                                                 : "<..")
                                  : (level > 3   ? "◂━━"
                                     : level > 1 ? "◂──"
                                                 : "◂╌╌"));
    }
}

static int draw_intro(Grid *grid, Rect area)
{
    int y = area.y;
    if (area.height >= 10)
        y++;
    if (area.height >= 18 && area.width >= 40) {
        draw_emblem(grid, (Rect){area.x, y, area.width, 4});
        y += 5;
    }
    grid_text(grid, area.x, y++, area.width, style(ROLE_TITLE), "Backpass");
    for (size_t i = 0; area.height >= 8 && i < sizeof INTRO / sizeof *INTRO; i++)
        grid_text(grid, area.x, y++, area.width, style(ROLE_TEXT), INTRO[i]);
    return y + (area.height >= 10) - area.y;
}

static void draw_start(Grid *grid, Rect area, int y)
{
    static const char *const START[][2] = {
        {"Enter", "opens the lesson picked above; :lesson 6 does the same"},
        {":", "is the prompt: everything is a command, Tab completes it"},
        {":data carry", "with :model rnn begins free play"},
        {"?", "helps anywhere, q leaves"},
    };
    for (size_t i = 0; i < sizeof START / sizeof *START && y < area.y + area.height; i++, y++) {
        grid_text(grid, area.x + 2, y, 12, style(ROLE_KEY), START[i][0]);
        grid_text(grid, area.x + 15, y, area.width - 15, style(ROLE_FAINT), START[i][1]);
    }
}

/** draw_chosen - the picked lesson's own title, how long it is, and how it begins; returns the rows drawn. */
static int draw_chosen(const Session *session, Grid *grid, Rect area, const char *name)
{
    Text path = {0};
    Error error = {0};
    Lesson *lesson =
        lesson_find(session->lessons_folder, name, &path, &error) ? lesson_read(text_string(&path), &error) : NULL;
    text_free(&path);
    Flow flow = flow_start(grid, area, 0, grid->ascii);
    if (lesson) {
        flow_add(&flow, style(ROLE_TITLE), lesson->title);
        flow_addf(&flow, style(ROLE_FAINT), "  %zu steps", lesson->steps);
    } else {
        flow_add(&flow, style(ROLE_BAD), error.message);
    }
    flow_end(&flow, 0, "", style(ROLE_TITLE));
    if (lesson && lesson->intros && lesson->intro[0].kind == BLOCK_PARAGRAPH) {
        for (size_t i = 0; i < lesson->intro[0].spans; i++)
            flow_add(&flow, style(ROLE_TEXT), lesson->intro[0].span[i].text);
        flow_end(&flow, 0, "", style(ROLE_TEXT));
    }
    int rows = flow.row < area.height ? flow.row : area.height;
    flow_free(&flow);
    lesson_free(lesson);
    return rows;
}

/** draw_list - the lessons around the chosen one; returns the rows drawn. */
static int draw_list(const Session *session, Grid *grid, Rect area, char **lessons, size_t count, size_t chosen)
{
    Window window = kit_window(count, area.height > 0 ? (size_t)area.height : 0, chosen);
    for (size_t i = 0; i < window.count; i++)
        draw_lesson(session, grid, area, area.y + (int)i, lessons[window.first + i - 1], window.first + i == chosen);
    return (int)window.count;
}

/** Choice - what there is to choose from, and the one picked. */
typedef struct Choice {
    char **lessons;
    size_t count, chosen;
} Choice;

static void draw_menu(const Session *session, Grid *grid, Rect area, const Choice *choice)
{
    bool tall = area.height >= 14;
    int used = draw_intro(grid, area), below = tall ? 5 : 0;
    area = (Rect){area.x, area.y + used, area.width, area.height - used};
    Rect list = {area.x, area.y, area.width, area.height - below};
    used = draw_list(session, grid, list, choice->lessons, choice->count, choice->chosen) + 1;
    area = (Rect){area.x, area.y + used, area.width, area.height - used};
    Rect about = {area.x + 2, area.y, area.width - 2, area.height - below};
    if (tall && about.height >= 3)
        used = draw_chosen(session, grid, about, choice->lessons[choice->chosen - 1]) + 1;
    else
        used = 0;
    if (tall)
        draw_start(grid, area, area.y + used);
}

void welcome_draw(const Session *session, Grid *grid, Rect area)
{
    Error error = {0};
    Choice choice = {.chosen = session->cursor.term};
    choice.lessons = session->lessons_folder ? lesson_list(session->lessons_folder, &choice.count, &error) : NULL;
    if (area.width > 76)
        area = (Rect){area.x + (area.width - 76) / 2, area.y, 76, area.height};
    int spare = area.height - 30 - (int)choice.count;
    area.y += spare > 0 ? spare / 3 : 0;
    area.height -= spare > 0 ? spare / 3 : 0;
    choice.chosen = choice.chosen < 1 ? 1 : choice.chosen > choice.count ? choice.count : choice.chosen;
    if (choice.count)
        draw_menu(session, grid, area, &choice);
    else
        kit_message(grid, area, style(ROLE_WARN), error.kind ? error.message : "There are no lessons here.");
    for (size_t i = 0; i < choice.count; i++)
        free(choice.lessons[i]);
    free(choice.lessons);
}
