#include "app/view/bars.h"

#include <stdio.h>
#include <string.h>

#include "app/session/hands.h"
#include "app/view/kit.h"
#include "engine/football/places.h"

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

/** cut_words - the same at the end of a word, where it leaves one; "" where it would leave none. */
static void cut_words(const char *name, int room, char *out, size_t size)
{
    cut(name, room > 0 ? room : 1, out, size);
    if (strlen(out) == strlen(name) && strcmp(out, name) == 0)
        return;
    size_t end = 0, length = strlen(out);
    for (size_t i = 1; i < length && name[i - 1] == out[i - 1]; i++) // as far as they agree the name goes on, too
        if (name[i] == ' ')
            end = i;
    snprintf(out + end, size - end, "%s", end ? "…" : "");
}

/** lesson_title - "06 Vanishing gradients  3/9  Gone by half-time"; the lesson's own title is the first to be cut or left
 *  out where that is wider than the room. */
static void lesson_title(const Course *course, int room, char *text, size_t size)
{
    const char *title = course->lesson->title, *step = "";
    char number[16] = "", place[48] = "", name[200];
    int first = 0;
    if (sscanf(course->lesson->name, "%d", &first) == 1 && !(title[0] >= '0' && title[0] <= '9'))
        snprintf(number, sizeof number, "%02d ", first);
    if (course->step) {
        step = course->lesson->step[course->step - 1].title;
        snprintf(place, sizeof place, "%zu/%zu  ", course->step, course->lesson->steps);
    }
    int rest = (int)(utf8_columns(number) + utf8_columns(place) + utf8_columns(step));
    cut_words(title, room - rest - (*place ? 2 : 0), name, sizeof name);
    snprintf(text, size, "%s%s%s%s%s", number, *step ? name : title,
             *place && (*name || *number) ? *name ? "  " : " " : "", place, step);
}

enum { TITLE_LONGEST = 512 };

/** title_room - the columns left of what the right end of the title bar says. */
static int title_room(const Session *session, int width, char *right, size_t size)
{
    *right = 0;
    if (width >= 40)
        summary(session, width * 3 / 5, right, size);
    return width - (int)utf8_columns(right) - (*right ? 2 : 1);
}

bool bars_name_step(const Session *session, int width)
{
    char right[256], left[TITLE_LONGEST];
    int room = title_room(session, width, right, sizeof right);
    if (!kit_lesson(session) || !session->course.step)
        return false;
    lesson_title(&session->course, room, left, sizeof left);
    return (int)utf8_columns(left) <= room;
}

void bars_title(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    char right[256], left[TITLE_LONGEST], shown[TITLE_LONGEST + 8];
    grid_fill(grid, area, ' ', style(ROLE_STATUS));
    int room = title_room(session, area.width, right, sizeof right), columns = grid_columns(grid, right);
    snprintf(left, sizeof left, "%s", session->menu ? "Backpass" : "Backpass  explore");
    if (kit_lesson(session))
        lesson_title(&session->course, room, left, sizeof left);
    cut(left, room, shown, sizeof shown);
    grid_text(grid, area.x + 1, area.y, room, style(ROLE_STATUS), shown);
    if (columns == 0)
        return;
    int x = area.x + area.width - columns;
    grid_text(grid, x, area.y, columns, style(ROLE_STATUS), right);
    kit_mark_after(grid, eye, x, area.y, right, " H=", "hidden");
    kit_mark_after(grid, eye, x, area.y, right, " T=", "steps");
    kit_mark_after(grid, eye, x, area.y, right, "seed ", "seed");
}

/* ---- status and keys ------------------------------------------------------------------------------------------- */

/** draw_hands - what was changed by hand, cut where it would leave what just happened no room. */
static void draw_hands(const Session *session, Line *line)
{
    Text hands = {0};
    hands_text(session->world, &hands);
    if (hands.length) {
        const char *sign = line->grid->ascii ? "! " : "✂ ", *words = "changed by hand: ";
        int room = line->end - line->x - grid_columns(line->grid, sign), half = room / 2;
        int notice = grid_columns(line->grid, session->notice) + 3;
        char shown[512] = "";
        room = room - notice > half ? room - notice : half;
        if (grid_columns(line->grid, words) + grid_columns(line->grid, text_string(&hands)) > room)
            words = ""; // the sign says it as well
        for (int width = room; width > 0; width--) { // in ASCII some signs are wider
            cut(text_string(&hands), width, shown, sizeof shown);
            if (grid_columns(line->grid, shown) <= room)
                break;
        }
        line_text(line, style(ROLE_WARN), sign);
        line_text(line, style(ROLE_WARN), words);
        line_text(line, style(ROLE_WARN), shown);
        line_text(line, style(ROLE_FAINT), "   ");
    }
    text_free(&hands);
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

static size_t status_pieces(const Session *session, bool hidden, Piece pieces[4])
{
    const World *world = session->world;
    const Model *model = world_model(world);
    size_t count = 0;
    if (hidden) {
        Text other = {0};
        session_other_view(session, &other);
        pieces[count].role = ROLE_WARN;
        snprintf(pieces[count++].text, 96, "no room for %.60s: o shows it   ", text_string(&other));
        text_free(&other);
    }
    if (!world->data)
        return count;
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

void bars_status(const Session *session, const Eye *eye, Grid *grid, Rect area, bool hidden)
{
    Line line = {grid, eye, area.x, area.y, area.x + area.width, 4, style(ROLE_TEXT)};
    Piece pieces[4];
    draw_hands(session, &line);
    int room = line.end - line.x, notice = grid_columns(grid, session->notice);
    if (notice > room)
        notice = room;
    if (notice > 0)
        grid_right(grid, line.end - notice, area.y, notice, style(ROLE_STRONG), session->notice);
    line.end -= notice;
    for (size_t i = 0, count = status_pieces(session, hidden, pieces); i < count; i++) {
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
static const KeyHelp SPLIT_KEY = {"o", "other half", NULL};
static const KeyHelp SCROLL_KEY = {"J K", "scroll", NULL};
static const KeyHelp VIEW_KEYS[] = {
    {"←→", "step", "h l"},   {"↑↓", "unit", "j k"}, {"Enter", "explain", NULL}, {"Tab", "view", NULL},
    {":", "command", NULL},  {"?", "help", NULL},   {"Space", "play", NULL},    {"t", "train", NULL},
    {"[ ]", "sample", NULL}, {"u", "undo", NULL},   {"q", "leave", NULL},       {NULL, NULL, NULL},
};
static const KeyHelp PITCH_KEYS[] = {
    {"←→", "step", "h l"},   {"↑↓", "player", "j k"}, {"Enter", "explain", NULL}, {"Tab", "view", NULL},
    {":", "command", NULL},  {"?", "help", NULL},     {"Space", "play", NULL},    {"t", "train", NULL},
    {"[ ]", "sample", NULL}, {"u", "undo", NULL},     {"q", "leave", NULL},       {NULL, NULL, NULL},
};
static const KeyHelp CELL_KEYS[] = {
    {".", "next wire", NULL}, {"←→", "step", "h l"},  {"↑↓", "unit", "j k"}, {"Enter", "explain", NULL},
    {"Tab", "view", NULL},    {":", "command", NULL}, {"?", "help", NULL},   {"Space", "play", NULL},
    {"t", "train", NULL},     {"u", "undo", NULL},    {"q", "leave", NULL},  {NULL, NULL, NULL},
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

static const KeyHelp *keys_of(const Session *session, const View *view)
{
    const Dataset *data = session->world->data;
    if (session->menu)
        return WELCOME_KEYS;
    if (view == &EQUATION_VIEW)
        return EQUATION_KEYS;
    if (view == &PITCH_VIEW && data && data->places && data->places->count > 1)
        return PITCH_KEYS;
    return view == &CELL_VIEW ? CELL_KEYS : VIEW_KEYS;
}

void bars_keys(const Session *session, const View *view, Grid *grid, Rect area, bool scrolls)
{
    Line line = {grid, NULL, area.x + 1, area.y, area.x + area.width, 3, style(ROLE_KEY)};
    const KeyHelp *keys = keys_of(session, view);
    if (kit_lesson(session))
        for (const KeyHelp *help = LESSON_KEYS; help->key; help++)
            draw_key(&line, help);
    for (; keys->key && draw_key(&line, keys); keys++)
        if (keys->key[0] == '?') {
            if (*session->cursor.other.view && !session->menu)
                draw_key(&line, &SPLIT_KEY);
            if (scrolls) // the rule under the page says it as well
                draw_key(&line, &SCROLL_KEY);
        }
}
