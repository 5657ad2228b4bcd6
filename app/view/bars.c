#include "app/view/bars.h"

#include <stdio.h>
#include <string.h>

#include "app/view/kit.h"

/* ---- title bar ------------------------------------------------------------------------------------------------- */

/** cut - a name in at most `room` columns, "…" where it went on. */
static void cut(const char *name, int room, char *out, size_t size)
{
    int columns = (int)utf8_columns(name), used = 0;
    const char *at = name;
    while (columns > room && *at) {
        const char *next = at;
        used += utf8_width(utf8_next(&next)) > 0;
        if (used >= room)
            break;
        at = next;
    }
    if (columns <= room)
        snprintf(out, size, "%s", name);
    else
        snprintf(out, size, "%.*s…", (int)(at - name), name);
}

/** summary - "rnn H=16 · carry T=40 · seed 1 " in at most `most` columns: the data's name is cut, then the seed left out. */
static void summary(const Session *session, int most, char *text, size_t size)
{
    const World *world = session->world;
    const Model *model = world_model(world);
    char cell[96] = "", name[80] = "", steps[32] = "", seed[40];
    if (model)
        snprintf(cell, sizeof cell, "%s H=%zu · ", model->name, model->recipe.hidden);
    if (world->data)
        snprintf(steps, sizeof steps, " T=%zu · ", world_steps(world));
    snprintf(seed, sizeof seed, "seed %llu ", (unsigned long long)world->seed);
    int room = most - (int)(utf8_columns(cell) + utf8_columns(steps) + utf8_columns(seed));
    if (world->data)
        cut(world->data->name, room > 1 ? room : 1, name, sizeof name);
    *text = 0;
    if (room >= (world->data ? 4 : 0))
        snprintf(text, size, "%s%s%s%s", cell, name, steps, seed);
}

/** draw_lesson_title - "06 Vanishing gradients  3/9  Why the first half is forgotten". */
static void draw_lesson_title(const Course *course, Line *line)
{
    const char *title = course->lesson->title;
    int number = 0;
    if (sscanf(course->lesson->name, "%d", &number) == 1 && !(title[0] >= '0' && title[0] <= '9'))
        line_textf(line, style(ROLE_STATUS), "%02d ", number);
    if (!line_text(line, style(ROLE_STATUS), title))
        line->x += grid_text(line->grid, line->x, line->y, line->end - line->x, style(ROLE_STATUS), title);
    if (!course->step)
        return;
    line_textf(line, style(ROLE_STATUS), "  %zu/%zu  ", course->step, course->lesson->steps);
    if (line->end - line->x > 4)
        grid_text(line->grid, line->x, line->y, line->end - line->x, style(ROLE_STATUS),
                  course->lesson->step[course->step - 1].title);
}

void bars_title(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    char right[256];
    grid_fill(grid, area, ' ', style(ROLE_STATUS));
    summary(session, area.width * 3 / 5, right, sizeof right);
    int columns = grid_columns(grid, right);
    Line line = {grid, NULL, area.x + 1, area.y, area.x + area.width - columns - 1, 4, style(ROLE_STATUS)};
    if (area.width < 40) {
        columns = 0;
        line.end = area.x + area.width;
    }
    if (kit_lesson(session))
        draw_lesson_title(&session->course, &line);
    else
        line_text(&line, style(ROLE_STATUS), session->menu ? "Backpass" : "Backpass  explore");
    if (columns == 0)
        return;
    int x = area.x + area.width - columns;
    grid_text(grid, x, area.y, columns, style(ROLE_STATUS), right);
    kit_mark_after(grid, eye, x, area.y, right, " H=", "hidden");
    kit_mark_after(grid, eye, x, area.y, right, " T=", "steps");
    kit_mark_after(grid, eye, x, area.y, right, "seed ", "seed");
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
void bars_status(const Session *session, const Eye *eye, Grid *grid, Rect area)
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
    for (size_t i = 0, count = status_pieces(session, pieces); i < count; i++) {
        int x = line.x;
        if (!line_text(&line, style(pieces[i].role), pieces[i].text))
            break;
        kit_mark_after(grid, eye, x, area.y, pieces[i].text, "sample ", "sample");
        kit_mark_after(grid, eye, x, area.y, pieces[i].text, " of ", "sequences");
        kit_mark_after(grid, eye, x, area.y, pieces[i].text, "update ", "updates");
    }
}

void bars_work(const Session *session, Grid *grid, Rect area)
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

static const KeyHelp LESSON_KEYS[] = {{"n", "next", NULL}, {"p", "back", NULL}, {NULL, NULL, NULL}};
static const KeyHelp SCROLL_KEY = {"J K", "scroll", NULL};
static const KeyHelp VIEW_KEYS[] = {
    {"←→", "step", "h l"},   {"↑↓", "unit", "j k"}, {"Enter", "explain", NULL}, {"Tab", "view", NULL},
    {":", "command", NULL},  {"?", "help", NULL},   {"Space", "play", NULL},    {"t", "train", NULL},
    {"[ ]", "sample", NULL}, {"u", "undo", NULL},   {"q", "leave", NULL},       {NULL, NULL, NULL},
};
static const KeyHelp EQUATION_KEYS[] = {
    {"↑↓", "operand", "j k"}, {"Enter", "open it", NULL}, {"Backspace", "back", NULL}, {":", "command", NULL},
    {"?", "help", NULL},      {"Tab", "view", NULL},      {"q", "leave", NULL},        {NULL, NULL, NULL},
};
static const KeyHelp WELCOME_KEYS[] = {
    {"↑↓", "choose", "j k"}, {"Enter", "open", NULL}, {":", "command", NULL},
    {"?", "help", NULL},     {"q", "leave", NULL},    {NULL, NULL, NULL},
};

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

void bars_keys(const Session *session, const View *view, Grid *grid, Rect area, bool scrolls)
{
    Line line = {grid, NULL, area.x + 1, area.y, area.x + area.width, 3, style(ROLE_KEY)};
    const KeyHelp *keys = session->menu ? WELCOME_KEYS : view == &EQUATION_VIEW ? EQUATION_KEYS : VIEW_KEYS;
    if (kit_lesson(session))
        for (const KeyHelp *help = LESSON_KEYS; help->key; help++)
            draw_key(&line, help);
    if (scrolls)
        draw_key(&line, &SCROLL_KEY);
    for (; keys->key; keys++)
        if (!draw_key(&line, keys))
            break;
}
