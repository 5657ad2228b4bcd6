#include "app/view/view.h"

#include <string.h>

#include "app/view/bars.h"
#include "app/view/halves.h"
#include "app/view/kit.h"
#include "app/view/rule.h"

/** Panes - where everything stands; a height or width of 0 means there is no room for it. */
typedef struct Panes {
    Rect title, page, rule, view, second, status, keys;
    Halves halves; // of a split screen: where view and other stand; one below the other
    Rect other;    // the half without the keys
    bool beside; // the page stands beside the view, the rule between them runs down
    unsigned parts;
    PageSize size; // of the page
} Panes;

/** companion - what a tall screen shows below a view. */
static const View *companion(const Session *session, const View *view)
{
    const Net *net = kit_net(session);
    if (view == &CELL_VIEW) // the same gates at every step
        return net && *net->spec.cell->gates ? &GATES_VIEW : &STATES_VIEW;
    if (view == &UNROLL_VIEW && net && net->spec.bidirectional) // the other direction
        return NULL;
    if (view == &GRADIENTS_VIEW || view == &UNROLL_VIEW)
        return &STATES_VIEW;
    bool whole = view == &EQUATION_VIEW || view == &COMPARE_VIEW || view == &INFLUENCE_VIEW || view == &PITCH_VIEW;
    return whole ? NULL : &GRADIENTS_VIEW;
}

static bool is_split(const Session *session)
{
    return *session->cursor.other.view && !session->menu;
}

/** page_rows - of a body: less than half for the page, somewhat more where that brings the whole question into sight, and
 *  more again while the learner is at it and hints or a reply stand below. */
static int page_rows(PageSize page, int body)
{
    int few = body * 45 / 100, most = body * (page.focus_busy ? 65 : 55) / 100;
    if (page.focus_to > few && page.focus_to <= most)
        return page.focus_to;
    if (page.focus_to > most && page.focus_from < most)
        return most;
    if (page.replied_to > few && page.replied_to <= body * 65 / 100)
        return page.replied_to;
    return page.rows < few ? page.rows : few;
}

static void split_page(const Session *session, Panes *panes, Rect body)
{
    if (body.width >= 96 || body.height < 12) {
        panes->beside = true;
        int width = body.width * 42 / 100 > 60 ? 60 : body.width * 42 / 100;
        panes->page = (Rect){body.x + 1, body.y, width - 2, body.height};
        panes->rule = (Rect){body.x + width, body.y, 1, body.height};
        panes->view = (Rect){body.x + width + 2, body.y, body.width - width - 3, body.height};
        panes->parts = PAGE_WHOLE;
        panes->size = page_size(session, panes->page.width, panes->parts);
        return;
    }
    panes->parts = bars_name_step(session, body.width) ? 0 : PAGE_HEADING;
    panes->size = page_size(session, body.width - 2, panes->parts);
    int height = page_rows(panes->size, body.height);
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

/** split_halves - room for the other view of a split screen, the view with the keys in its own half. */
static void split_halves(const Session *session, Panes *panes)
{
    panes->halves = halves_of(panes->view);
    if (!panes->halves.both)
        return;
    panes->view = session->cursor.second ? panes->halves.second : panes->halves.first;
    panes->other = session->cursor.second ? panes->halves.first : panes->halves.second;
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
    if (is_split(session))
        split_halves(session, &panes);
    else if (view && companion(session, view) && !session->menu)
        split_view(&panes);
    return panes;
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static void draw_rule(const Session *session, Grid *grid, const Panes *panes)
{
    if (panes->beside)
        grid_line_down(grid, panes->rule.x, panes->rule.y, panes->rule.height, style(ROLE_RULE));
    else if (panes->rule.width > 0)
        rule_draw(session, grid, panes->rule, panes->size, panes->page.height);
}

static void draw_second(const Session *session, const Eye *eye, Grid *grid, const View *view, const Panes *panes)
{
    if (panes->second.height < 4)
        return;
    int x = grid->cursor_x, y = grid->cursor_y;
    grid_line_across(grid, panes->second.x, panes->second.y - 1, panes->second.width, style(ROLE_RULE));
    companion(session, view)->draw(session, eye, grid, panes->second);
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
        if (panes->second.height)
            draw_second(session, eye, grid, view, panes);
    }
}

/** draw_other - the half without the keys, as a session that looks at it would see it. */
static void draw_other(const Session *session, const Eye *eye, Grid *grid, const Panes *panes, const Error *error)
{
    Session other = *session; // borrowed: read while it is drawn
    Panes half = {.view = panes->other};
    cursor_switch(&other.cursor);
    draw_view(&other, eye, grid, view_find(other.cursor.view), &half, error);
    halves_rule(grid, &panes->halves, session->cursor.second);
    grid->cursor_x = grid->cursor_y = -1;
}

/** build_half - what is dear of the view that has the keys. */
static void build_half(Session *session)
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

void frame_build(Session *session)
{
    session->unfinished = false;
    build_half(session);
    if (!is_split(session))
        return;
    cursor_switch(&session->cursor);
    build_half(session);
    cursor_switch(&session->cursor);
}

/** draw_bars - title, status and keys, where there is room for them. */
static void draw_bars(const Session *session, const Eye *eye, Grid *grid, const View *view, const Panes *panes)
{
    const bool hidden = is_split(session) && !panes->halves.both;
    if (panes->title.height)
        bars_title(session, eye, grid, panes->title);
    if (panes->status.height)
        bars_status(session, eye, grid, panes->status, hidden);
    if (panes->keys.height && session->work.step)
        bars_work(session, grid, panes->keys);
    else if (panes->keys.height)
        bars_keys(session, view, grid, panes->keys, panes->size.rows > panes->page.height);
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
    if (panes.page.height > 0)
        page_draw(session, grid, panes.page, panes.parts);
    draw_rule(session, grid, &panes);
    if (panes.other.height)
        draw_other(session, &eye, grid, &panes, &error);
    draw_view(session, &eye, grid, view, &panes, &error);
    if (!grid_cell(grid, grid->cursor_x, grid->cursor_y))
        grid->cursor_x = grid->cursor_y = -1;
    draw_bars(session, &eye, grid, view, &panes);
    if (grid->blocks)
        grid_blocks(grid);
}
