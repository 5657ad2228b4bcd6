#include "app/view/view.h"

#include <stdio.h>
#include <string.h>

#include "app/grid/heat.h"
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

static bool in_lesson(const Session *session)
{
    return session->course.lesson != NULL;
}

static bool shows_welcome(const Session *session)
{
    return !in_lesson(session) && !session->world->data && session->world->models == 0;
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
    if (!in_lesson(session) || !room)
        panes.view = room ? (Rect){1, body.y, width - 2, body.height} : body;
    else
        split_page(session, &panes, body);
    if (view && companion(view) && !shows_welcome(session))
        split_view(&panes);
    return panes;
}

/* ---- title bar ------------------------------------------------------------------------------------------------- */

static void model_summary(const Session *session, const Eye *eye, Grid *grid, Rect area, bool draw, int *columns)
{
    const World *world = session->world;
    const Model *model = world_model(world);
    Line line = {grid, eye, area.x, area.y, area.x + area.width, 4, style(ROLE_STATUS)};
    int from = line.x;
    char text[160];
    if (model) {
        snprintf(text, sizeof text, "%s H=%zu", model->name, model->recipe.hidden);
        if (draw)
            line_text(&line, style(ROLE_STATUS), text);
        else
            line.x += (int)utf8_columns(text);
    }
    if (world->data) {
        snprintf(text, sizeof text, "%s%s T=%zu", model ? " · " : "", world->data->name, world_steps(world));
        if (draw)
            line_text(&line, style(ROLE_STATUS), text);
        else
            line.x += (int)utf8_columns(text);
    }
    snprintf(text, sizeof text, "%sseed %llu ", model || world->data ? " · " : "", (unsigned long long)world->seed);
    if (draw)
        line_text(&line, style(ROLE_STATUS), text);
    else
        line.x += (int)utf8_columns(text);
    *columns = line.x - from;
}

static void draw_title(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const Course *course = &session->course;
    grid_fill(grid, area, ' ', style(ROLE_STATUS));
    int right = 0;
    model_summary(session, eye, grid, area, false, &right);
    if (right > area.width / 2)
        right = 0;
    Line line = {grid, eye, area.x + 1, area.y, area.x + area.width - right - 1, 4, style(ROLE_STATUS)};
    if (course->lesson) {
        int number = 0;
        sscanf(course->lesson->name, "%d", &number);
        const char *title = course->lesson->title;
        line_textf(&line, style(ROLE_STATUS), number && !(title[0] >= '0' && title[0] <= '9') ? "%02d %s" : "%.0d%s",
                   number, title);
        if (course->step) {
            line_textf(&line, style(ROLE_STATUS), "  %zu/%zu  ", course->step, course->lesson->steps);
            int room = line.end - line.x;
            grid_text(grid, line.x, line.y, room, style(ROLE_STATUS), course->lesson->step[course->step - 1].title);
        }
    } else {
        line_text(&line, style(ROLE_STATUS), shows_welcome(session) ? "Backpass" : "Backpass  explore");
    }
    Rect summary = {area.x + area.width - right, area.y, right, 1};
    if (right)
        model_summary(session, eye, grid, summary, true, &right);
}

/* ---- status and keys ------------------------------------------------------------------------------------------- */

static void draw_knives(const Session *session, Line *line)
{
    for (size_t i = 0; i < session->world->knives; i++) {
        const Knife *knife = &session->world->knife[i];
        const char *model = knife->model < session->world->models ? session->world->model[knife->model].name : "";
        bool many = *model && session->world->models > 1;
        line_textf(line, style(ROLE_WARN), "%s%s%s%s",
                   i                   ? ", "
                   : line->grid->ascii ? "! changed by hand: "
                                       : "✂ changed by hand: ",
                   many ? model : "", many ? ":" : "", knife->text);
    }
    if (session->world->knives)
        line_text(line, style(ROLE_FAINT), "   ");
}

static const char *subset_of(const Dataset *data, size_t sample)
{
    size_t count = 0;
    const size_t *valid = dataset_subset(data, SUBSET_VALID, &count);
    if (count == data->sequences)
        return "training and validation";
    for (size_t i = 0; i < count; i++)
        if (valid[i] == sample - 1)
            return "validation";
    return "training";
}

/** Piece - what the status line tells, the dearest first. */
typedef struct Piece {
    char text[96];
    Role role;
} Piece;

static size_t status_pieces(const Session *session, Piece pieces[3])
{
    const World *world = session->world;
    const Model *model = world_model(world);
    size_t count = 0;
    if (!world->data)
        return 0;
    pieces[count].role = ROLE_TEXT;
    if (world_units(world))
        snprintf(pieces[count++].text, 96, "t %zu  unit %zu   ", session->cursor.t, session->cursor.unit);
    else
        snprintf(pieces[count++].text, 96, "t %zu   ", session->cursor.t);
    pieces[count].role = ROLE_FAINT;
    snprintf(pieces[count++].text, 96, "sample %zu of %zu (%s)   ", world->sample, world->data->sequences,
             subset_of(world->data, world->sample));
    pieces[count].role = ROLE_FAINT;
    if (model && model->trainer)
        snprintf(pieces[count++].text, 96, "update %zu   ", trainer_update(model->trainer));
    return count;
}

/** draw_status - knives, what just happened, then where the learner is; what does not fit beside the first two is left out. */
static void draw_status(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    Line line = {grid, eye, area.x, area.y, area.x + area.width, 4, style(ROLE_TEXT)};
    Piece pieces[3];
    draw_knives(session, &line);
    int room = line.end - line.x, notice = grid_columns(grid, session->notice);
    if (notice > room)
        notice = room;
    if (notice > 0)
        grid_right(grid, line.end - notice, area.y, notice, style(ROLE_STRONG), session->notice);
    line.end -= notice;
    for (size_t i = 0, count = status_pieces(session, pieces); i < count; i++)
        if (!line_text(&line, style(pieces[i].role), pieces[i].text))
            break;
}

static void draw_work(const Session *session, Grid *grid, Rect area)
{
    const Work *work = &session->work;
    Line line = {grid, NULL, area.x + 1, area.y, area.x + area.width - 1, 3, style(ROLE_STATUS)};
    grid_fill(grid, area, ' ', style(ROLE_STATUS));
    line_textf(&line, style(ROLE_STATUS), "%s  ", work->label);
    if (work->total)
        line_textf(&line, style(ROLE_STATUS), "%zu of %zu  ", work->done, work->total);
    int room = line.end - line.x - 16;
    if (room >= 8 && work->total) {
        int bar = room > 40 ? 40 : room, full = (int)((double)bar * (double)work->done / (double)work->total + 0.5);
        for (int i = 0; i < bar; i++)
            grid_put(grid, line.x + i, area.y, grid->ascii ? (i < full ? '#' : '.') : (i < full ? 0x2588 : 0x2591),
                     style(ROLE_STATUS));
        line.x += bar + 2;
    }
    line_text(&line, style(ROLE_STATUS), "Ctrl-C stops");
}

/** KeyHelp - a key with the word for what it does; the last ones are the first to go where there is no room. */
typedef struct KeyHelp {
    const char *key, *word;
    const char *plain; // the key in ASCII where it is another
} KeyHelp;

static const KeyHelp LESSON_KEYS[] = {{"n", "next"}, {"p", "back"}, {NULL, NULL}};
static const KeyHelp VIEW_KEYS[] = {{"←→", "step", "h l"}, {"↑↓", "unit", "j k"}, {"Enter", "explain"}, {"Tab", "view"},
                                    {":", "command"},      {"?", "help"},         {"Space", "play"},    {"t", "train"},
                                    {"[ ]", "sample"},     {"u", "undo"},         {"q", "leave"},       {NULL, NULL}};
static const KeyHelp EQUATION_KEYS[] = {{"↑↓", "operand", "j k"}, {"Enter", "open it"}, {"Backspace", "back"},
                                        {":", "command"},         {"?", "help"},        {"Tab", "view"},
                                        {"q", "leave"},           {NULL, NULL}};
static const KeyHelp WELCOME_KEYS[] = {{"↑↓", "choose", "j k"}, {"Enter", "open"}, {":", "command"},
                                       {"?", "help"},           {"q", "leave"},    {NULL, NULL}};

static bool draw_key(Line *line, const KeyHelp *help)
{
    const char *key = line->grid->ascii && help->plain ? help->plain : help->key;
    int columns = grid_columns(line->grid, key) + 1 + grid_columns(line->grid, help->word);
    if (line->x + columns > line->end)
        return false;
    line_text(line, style(ROLE_KEY), key);
    line_textf(line, style(ROLE_FAINT), " %s", help->word);
    line_skip(line, 2);
    return true;
}

static void draw_keys(const Session *session, const View *view, Grid *grid, Rect area)
{
    Line line = {grid, NULL, area.x + 1, area.y, area.x + area.width, 3, style(ROLE_KEY)};
    const KeyHelp *keys = shows_welcome(session) ? WELCOME_KEYS : view == &EQUATION_VIEW ? EQUATION_KEYS : VIEW_KEYS;
    if (in_lesson(session))
        for (const KeyHelp *help = LESSON_KEYS; help->key; help++)
            draw_key(&line, help);
    for (; keys->key; keys++)
        if (!draw_key(&line, keys))
            break;
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

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
    if (shows_welcome(session)) {
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
    if (seen || shows_welcome(session))
        error.kind = ERR_NONE;
    if (panes.page.height > 0 && panes.page.width > 0)
        page_draw(session, grid, panes.page);
    draw_rule(grid, &panes);
    draw_view(session, &eye, grid, view, &panes, &error);
    if (panes.title.height)
        draw_title(session, &eye, grid, panes.title);
    if (panes.status.height)
        draw_status(session, &eye, grid, panes.status);
    if (!grid_cell(grid, grid->cursor_x, grid->cursor_y))
        grid->cursor_x = grid->cursor_y = -1;
    if (panes.keys.height && session->work.step)
        draw_work(session, grid, panes.keys);
    else if (panes.keys.height)
        draw_keys(session, view, grid, panes.keys);
}
