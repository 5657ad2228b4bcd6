#include "app/view/view.h"

#include <stdio.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/view/bars.h"
#include "app/view/kit.h"

/** Panes - where everything stands; a height or width of 0 means there is no room for it. */
typedef struct Panes {
    Rect title, page, rule, view, second, status, keys;
    bool beside; // the page stands beside the view, the rule between them runs down
} Panes;

/** Companion - what a tall screen shows below a view. */
static const View *companion(const View *view)
{
    if (view == &GRADIENTS_VIEW)
        return &STATES_VIEW;
    return view == &EQUATION_VIEW ? NULL : &GRADIENTS_VIEW;
}

static void split_page(const Session *session, Panes *panes, Rect body)
{
    if (body.width >= 96 || body.height < 12) {
        panes->beside = true;
        int width = body.width * 42 / 100 > 60 ? 60 : body.width * 42 / 100;
        panes->page = (Rect){body.x + 1, body.y, width - 2, body.height};
        panes->rule = (Rect){body.x + width, body.y, 1, body.height};
        panes->view = (Rect){body.x + width + 2, body.y, body.width - width - 3, body.height};
        return;
    }
    int need = page_height(session, body.width - 2), most = body.height * 45 / 100;
    int height = need < most ? need : most;
    panes->page = (Rect){body.x + 1, body.y, body.width - 2, height};
    panes->rule = (Rect){body.x, body.y + height, body.width, 1};
    panes->view = (Rect){body.x + 1, body.y + height + 1, body.width - 2, body.height - height - 1};
}

/** split_view - a second, compact panel below where the view has more rows than it needs. */
static void split_view(Panes *panes)
{
    if (panes->view.height < 30)
        return;
    int height = panes->view.height * 2 / 5;
    panes->second = (Rect){panes->view.x, panes->view.y + panes->view.height - height, panes->view.width, height};
    panes->view.height -= height + 1;
}

static Panes frame_split(const Session *session, const View *view, int width, int height)
{
    Panes panes = {.title = {0, 0, width, height >= 5 ? 1 : 0}};
    panes.keys = (Rect){0, height - 1, width, height >= 4 ? 1 : 0};
    panes.status = (Rect){1, height - 2, width - 2, height >= 10 ? 1 : 0};
    int top = panes.title.height, bottom = panes.keys.height + panes.status.height;
    Rect body = {0, top, width, height - top - bottom};
    bool room = width >= 40 && height >= 10;
    if (!kit_lesson(session) || !room)
        panes.view = room ? (Rect){1, body.y, width - 2, body.height} : body;
    else
        split_page(session, &panes, body);
    if (view && companion(view) && !session->menu)
        split_view(&panes);
    return panes;
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

/** waits - does something of this step still wait for an answer? */
static const char *waits(const Session *session)
{
    const Course *course = &session->course;
    const Step *step = course->step ? &course->lesson->step[course->step - 1] : NULL;
    for (size_t i = 0; step && i < step->blocks; i++) {
        bool open = step->block[i].kind == BLOCK_QUESTION || step->block[i].kind == BLOCK_CHALLENGE;
        for (size_t k = 0; open && k < course->attempts; k++)
            open = course->attempt[k].block != i || course->attempt[k].standing == STANDING_OPEN;
        if (open)
            return step->block[i].kind == BLOCK_QUESTION ? ", a question" : ", a challenge";
    }
    return "";
}

/** draw_more - on the rule under a page that goes on below it: how to get there, and whether something waits there. */
static void draw_more(const Session *session, Grid *grid, const Panes *panes, int rows)
{
    int below = rows - panes->page.height;
    below = below > 0 && session->cursor.scroll < (size_t)below ? below - (int)session->cursor.scroll : 0;
    if (below == 0 || panes->beside || panes->rule.width < 40)
        return;
    char text[64];
    snprintf(text, sizeof text, " %s J: %d more %s%s ", grid->ascii ? "v" : "▼", below, below == 1 ? "line" : "lines",
             waits(session));
    grid_text(grid, panes->rule.x + panes->rule.width - grid_columns(grid, text) - 2, panes->rule.y, panes->rule.width,
              style(ROLE_WARN), text);
}

static void draw_rule(Grid *grid, const Panes *panes)
{
    if (panes->rule.width <= 0)
        return;
    if (panes->beside)
        grid_line_down(grid, panes->rule.x, panes->rule.y, panes->rule.height, style(ROLE_RULE));
    else
        grid_line_across(grid, panes->rule.x, panes->rule.y, panes->rule.width, style(ROLE_RULE));
}

static void draw_second(const Session *session, const Eye *eye, Grid *grid, const View *view, const Panes *panes)
{
    if (panes->second.height < 4)
        return;
    int x = grid->cursor_x, y = grid->cursor_y;
    grid_line_across(grid, panes->second.x, panes->second.y - 1, panes->second.width, style(ROLE_RULE));
    companion(view)->draw(session, eye, grid, panes->second);
    grid->cursor_x = x;
    grid->cursor_y = y;
}

static void draw_view(const Session *session, const Eye *eye, Grid *grid, const View *view, const Panes *panes,
                      const Error *error)
{
    Error missing = {0};
    if (session->menu) {
        welcome_draw(session, grid, panes->view);
    } else if (!view) {
        kit_message(grid, panes->view, style(ROLE_WARN), "There is no such view. Tab goes to the next one.");
    } else if (error->kind) {
        kit_message(grid, panes->view, style(ROLE_BAD), error->message);
    } else if (view->needs_model && !world_ready(session->world, &missing)) {
        kit_message(grid, panes->view, style(ROLE_TEXT), missing.message);
    } else {
        view->draw(session, eye, grid, panes->view);
        if (companion(view))
            draw_second(session, eye, grid, view, panes);
    }
}

void frame_build(Session *session)
{
    const View *view = view_find(session->cursor.view);
    Eye eye;
    Error error = {0};
    if (!view || !view->build || !session_eye(session, &eye, &error))
        return;
    if (view->needs_model && !world_ready(session->world, &error))
        return;
    if (!view->build(session, &eye, &error))
        session_notice(session, "%s", error.message);
}

void frame_draw(const Session *session, Grid *grid)
{
    const View *view = view_find(session->cursor.view);
    Panes panes = frame_split(session, view, grid->width, grid->height);
    Eye eye;
    Error error = {0};
    memset(&eye, 0, sizeof eye);
    grid_clear(grid);
    grid->cursor_x = grid->cursor_y = -1;
    bool seen = session_eye(session, &eye, &error);
    if (seen || session->menu)
        error.kind = ERR_NONE;
    int rows = panes.page.height > 0 ? page_draw(session, grid, panes.page) : 0;
    draw_rule(grid, &panes);
    draw_more(session, grid, &panes, rows);
    draw_view(session, &eye, grid, view, &panes, &error);
    if (panes.title.height)
        bars_title(session, &eye, grid, panes.title);
    if (panes.status.height)
        bars_status(session, &eye, grid, panes.status);
    if (!grid_cell(grid, grid->cursor_x, grid->cursor_y))
        grid->cursor_x = grid->cursor_y = -1;
    if (panes.keys.height && session->work.step)
        bars_work(session, grid, panes.keys);
    else if (panes.keys.height)
        bars_keys(session, view, grid, panes.keys, rows > panes.page.height);
}
