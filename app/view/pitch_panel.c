#include "app/view/pitch_panel.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/view/pitch_marks.h"
#include "app/view/pitch_words.h"

enum { CLOSE_ROWS = 11 }; // kept below for the close-up

/** Panel - rows that are filled one below the other. */
typedef struct Panel {
    const Play *play;
    Grid *grid;
    Rect area;
    int rows; // filled
} Panel;

static bool full(const Panel *panel)
{
    return panel->rows >= panel->area.height;
}

static Line row(Panel *panel)
{
    Line line = line_begin(panel->grid, panel->play->eye, panel->area, panel->area.y + panel->rows);
    panel->rows++;
    return line;
}

/** sign_row - a mark and what it stands for. */
static Line sign_row(Panel *panel, uint32_t glyph, Style how, const char *word)
{
    Line line = row(panel);
    grid_put(panel->grid, line.x, line.y, glyph, how);
    line_skip(&line, 2);
    line_text(&line, style(ROLE_TEXT), word);
    return line;
}

/** is_rounding - less than a nanometre: what the arithmetic left over. */
static bool is_rounding(double value)
{
    return value != 0 && fabs(value) < 1e-9;
}

/** show - with so many decimals, or where that would leave none of its digits with two of these. */
static void show(char out[32], double value, int decimals)
{
    if (value != 0 && !is_rounding(value) && fabs(value) < 0.95 * pow(10, -decimals))
        text_show_number(out, 32, value, 2);
    else
        snprintf(out, 32, "%.*f", decimals, is_rounding(value) ? 0.0 : value);
}

/** put_right - a number and its unit that end at column `end`; nothing where it has none. Returns where it begins. */
static int put_right(const Panel *panel, int end, int y, int decimals, const char *unit, const char *format, ...)
{
    char name[96], shown[32];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    const double value = length < (int)sizeof name ? kit_number(panel->play->eye, "%s", name) : (double)NAN;
    if (isnan(value))
        return end;
    show(shown, value, decimals);
    const int width = (int)strlen(shown), x = end - width - grid_columns(panel->grid, unit);
    if (x < panel->area.x)
        return end;
    grid_text(panel->grid, x, y, width, style(ROLE_STRONG), shown);
    grid_mark(panel->grid, x, y, width, name, value, is_rounding(value) ? "" : shown);
    grid_text(panel->grid, x + width, y, end - x - width, style(ROLE_FAINT), unit);
    return x;
}

static int right_of(const Panel *panel)
{
    return panel->area.x + panel->area.width;
}

static void time_row(Panel *panel)
{
    const Play *play = panel->play;
    Line line = row(panel);
    line_textf(&line, style(ROLE_STRONG), "t %zu", play->t);
    line_textf(&line, style(ROLE_FAINT), " of %zu", play->T);
    put_right(panel, right_of(panel), line.y, 1, " s", "time[%zu]", play->t);
}

/* ---- who is where ---- */

/** whose - "player 3", "ball". */
static void whose(const Play *play, size_t who, char out[64])
{
    const char *name = play->places->who[who].name;
    if (!*name)
        snprintf(out, 64, "%s", play->event ? "ball" : "seen");
    else if (strspn(name, "0123456789") == strlen(name))
        snprintf(out, 64, "player %s", name);
    else
        snprintf(out, 64, "%.40s", name);
}

static void place_row(Panel *panel)
{
    const Play *play = panel->play;
    const size_t seen = play_seen(play, play->t, play->who);
    const Sign sign = sign_of(play, play->t, play->who);
    char who[64], word[80];
    if (!play->places->who[play->who].seen.given && !play->places->who[play->who].beside.given)
        return; // only asked for
    whose(play, play->who, who);
    snprintf(word, sizeof word, "%s%s", seen && seen < play->t ? "last " : "", who);
    Line line = sign_row(panel, sign_glyph(panel->grid, sign), sign_style(play, sign), word);
    if (!seen)
        grid_right(panel->grid, line.x, line.y, right_of(panel) - line.x, style(ROLE_FAINT), "not yet seen");
    int x = put_right(panel, right_of(panel), line.y, 1, " m", "where[%zu][%zu]", seen, 2 * play->who + 2);
    if (!seen || x - line.x < 9)
        return;
    grid_text(panel->grid, x - 2, line.y, 2, style(ROLE_FAINT), ", ");
    put_right(panel, x - 2, line.y, 1, "", "where[%zu][%zu]", seen, 2 * play->who + 1);
}

/** outside_row - where he stands so far out that an arrow at the edge stands for him. */
static void outside_row(Panel *panel)
{
    const Play *play = panel->play;
    double at[2];
    if (full(panel) || !play_at(&play->where, play_seen(play, play->t, play->who), play->who, at) || turf_holds(at[0], at[1]))
        return;
    Line line = row(panel);
    line_text(&line, style(ROLE_WARN), "  outside the picture");
}

/* ---- what was asked, and what was answered ---- */

static void straight_row(Panel *panel, size_t asked)
{
    Line line = sign_row(panel, sign_glyph(panel->grid, SIGN_STRAIGHT), sign_style(panel->play, SIGN_STRAIGHT),
                         panel->area.width >= 30 ? "at constant velocity" : "const. velocity");
    if (put_right(panel, right_of(panel), line.y, 2, " m", "miss_straight[%zu][%zu]", asked, panel->play->told + 1) ==
        right_of(panel))
        grid_right(panel->grid, line.x, line.y, right_of(panel) - line.x, style(ROLE_FAINT), "unknown");
}

static void guess_row(Panel *panel, size_t i, size_t asked)
{
    const Guess *guess = &panel->play->guess[i];
    Line line = sign_row(panel, guess_glyph(panel->grid, i), guess_style(guess), guess->name);
    put_right(panel, right_of(panel), line.y, 2, " m", "%smiss[%zu][%zu]", guess->prefix, asked, panel->play->told + 1);
    if (*guess->prefix)
        return;
    panel->grid->cursor_x = right_of(panel) - 3;
    panel->grid->cursor_y = line.y;
}

/** truth_row - the head of the misses: which moment they are of. */
static void truth_row(Panel *panel, size_t asked)
{
    const Play *play = panel->play;
    char who[64], word[80] = "truth";
    whose(play, play->told, who);
    if (play->told != play->who)
        snprintf(word, sizeof word, "truth of %s", who);
    Line line = sign_row(panel, sign_glyph(panel->grid, SIGN_TRUTH), sign_style(play, SIGN_TRUTH), word);
    line.number = style(ROLE_FAINT);
    if (line_number(&line, ", ", "ahead[%zu][%zu]", asked, play->told + 1))
        line_text(&line, style(ROLE_FAINT), " s on");
    else if (asked != play->t)
        line_textf(&line, style(ROLE_FAINT), " at t %zu", asked);
    grid_right(panel->grid, line.x, line.y, right_of(panel) - line.x, style(ROLE_FAINT), "off by");
}

/** before_row - what the marks on the way he came are. */
static void before_row(Panel *panel)
{
    const Play *play = panel->play;
    const Sign sign = sign_past(play, play->t, play->told);
    if (play->t < 2 || full(panel))
        return;
    Line line = sign_row(panel, sign_glyph(panel->grid, sign), sign_style(play, sign), "before");
    char every[32];
    snprintf(every, sizeof every, "every %g s", play->data->step);
    if (play->data->step > 0)
        grid_right(panel->grid, line.x, line.y, right_of(panel) - line.x, style(ROLE_FAINT), every);
}

static void place_answers(Panel *panel, size_t asked)
{
    const Play *play = panel->play;
    if (!full(panel))
        truth_row(panel, asked);
    for (size_t i = 0; i < play->guesses && !full(panel); i++)
        guess_row(panel, i, asked);
    if (!full(panel) && play_seen(play, play->T, play->told))
        straight_row(panel, asked);
    if (!play->event && play->places->count < 2) // else the list of everybody needs the row
        before_row(panel);
}

/* ---- everybody ---- */

/** person_row - where he is; where places are asked for how far the model in use and constant velocity miss him. */
static void person_row(Panel *panel, size_t who, size_t asked)
{
    const Play *play = panel->play;
    const size_t seen = play_seen(play, play->t, who);
    const Sign sign = sign_of(play, play->t, who);
    const bool chosen = who == play->who;
    Line line = row(panel);
    grid_put(panel->grid, line.x, line.y, sign_glyph(panel->grid, sign), sign_style(play, sign));
    grid_text(panel->grid, line.x + 2, line.y, 8, style(chosen ? ROLE_STRONG : ROLE_AXIS), play->places->who[who].name);
    const int end = right_of(panel);
    if (asked) {
        put_right(panel, end - 7, line.y, 2, "", "miss[%zu][%zu]", asked, who + 1);
        put_right(panel, end - 2, line.y, 2, "", "miss_straight[%zu][%zu]", asked, who + 1);
    } else if (seen) {
        const int x = put_right(panel, end - 2, line.y, 1, "", "where[%zu][%zu]", seen, 2 * who + 2);
        grid_text(panel->grid, x - 2, line.y, 2, style(ROLE_FAINT), ", ");
        put_right(panel, x - 2, line.y, 1, "", "where[%zu][%zu]", seen, 2 * who + 1);
    }
}

/** people_rows - everybody, or those around him who is looked at; `keep` rows are left for what stands below. */
static void people_rows(Panel *panel, size_t asked, int keep)
{
    const Play *play = panel->play;
    const int most = panel->area.height - panel->rows - 2 - keep;
    if (play->places->count < 2 || most < 2)
        return;
    const Window window = kit_window(play->places->count, (size_t)most, play->who + 1);
    panel->rows++;
    Line line = row(panel);
    line_text(&line, style(ROLE_AXIS), "all");
    grid_right(panel->grid, line.x, line.y, right_of(panel) - line.x, style(ROLE_AXIS), asked ? "model const." : "x, y  ");
    for (size_t i = 0; i < window.count; i++)
        person_row(panel, window.first + i - 1, asked);
}

/* ---- answers that are words ---- */

static void word_row(Panel *panel, size_t asked)
{
    const Play *play = panel->play;
    const Model *model = world_model(play->session->world);
    double share;
    char name[96];
    if (!model || full(panel))
        return;
    const size_t class = pitch_word_likeliest(play, asked, &share);
    const Guess guess = {.index = play->session->world->current};
    if (isnan(share))
        return;
    pitch_word_name(play, asked, class, name);
    Line line = sign_row(panel, guess_glyph(panel->grid, 0), guess_style(&guess), model->name);
    line_textf(&line, style(ROLE_STRONG), " %s", play->data->target[0].level[class]);
    put_right(panel, right_of(panel), line.y, 2, "", "%s", name);
    panel->grid->cursor_x = right_of(panel) - 1;
    panel->grid->cursor_y = line.y;
}

static void word_answers(Panel *panel, size_t asked)
{
    const Play *play = panel->play;
    if (full(panel))
        return;
    Line line = sign_row(panel, sign_glyph(panel->grid, SIGN_TRUTH), sign_style(play, SIGN_TRUTH), play->data->target[0].name);
    line_textf(&line, style(ROLE_STRONG), " %s", play->data->target[0].level[pitch_word_true(play, asked)]);
    if (asked != play->t) {
        char when[32];
        snprintf(when, sizeof when, "t %zu", asked);
        grid_right(panel->grid, line.x, line.y, right_of(panel) - line.x, style(ROLE_FAINT), when);
    }
    word_row(panel, asked);
}

/* ---- events ---- */

static void event_row(Panel *panel, size_t t)
{
    const Play *play = panel->play;
    const bool here = t == play->t, later = t > play->t;
    const Sign sign = later  ? SIGN_COMING
                      : here ? sign_of(play, t, play->who)
                             : play_other(play, t) ? SIGN_PAST_OTHER : SIGN_PAST;
    const char *event = play_event(play, t);
    Line line = row(panel);
    const int x = put_right(panel, right_of(panel), line.y, 1, " s", "time[%zu]", t);
    grid_put(panel->grid, line.x, line.y, sign_glyph(panel->grid, sign), sign_style(play, sign));
    line_skip(&line, 2);
    line_textf(&line, style(ROLE_FAINT), "%2zu ", t);
    grid_text(panel->grid, line.x, line.y, x - line.x - 1, style(here ? ROLE_STRONG : later ? ROLE_FAINT : ROLE_TEXT),
              event ? event : "");
}

static void event_rows(Panel *panel)
{
    const Play *play = panel->play;
    const int most = panel->area.height - panel->rows;
    const Window window = kit_window(play->T, most > 0 ? (size_t)most : 0, play->t);
    for (size_t i = 0; i < window.count && !full(panel); i++)
        event_row(panel, window.first + i);
}

/** said_at - the last step up to that of the cursor at which a column of words says something; 0 none. */
static size_t said_at(const Play *play, const Column *column)
{
    size_t t = play->t;
    for (; t > 0; t--) {
        const char *word = play_word(play, column, t);
        if (word && strcmp(word, "answer") != 0 && strcmp(word, "none") != 0)
            break;
    }
    return t;
}

/** said_rows - words that are no events: "call right". */
static void said_rows(Panel *panel)
{
    const Play *play = panel->play;
    for (size_t i = 0; i < play->data->features && !play->event && !full(panel); i++) {
        const Column *column = &play->data->feature[i];
        const size_t t = column->categorical ? said_at(play, column) : 0;
        if (t == 0)
            continue;
        Line line = row(panel);
        line_textf(&line, style(ROLE_FAINT), "  %s ", column->name);
        line_text(&line, style(ROLE_TEXT), play_word(play, column, t));
        char when[32];
        snprintf(when, sizeof when, "t %zu", t);
        grid_right(panel->grid, line.x, line.y, right_of(panel) - line.x, style(ROLE_FAINT), t < play->t ? when : "");
    }
}

int pitch_panel_draw(const Play *play, Grid *grid, Rect area)
{
    Panel panel = {play, grid, area, 0};
    const size_t asked = play_asked(play);
    if (area.width < 8 || area.height < 1)
        return 0;
    time_row(&panel);
    if (!full(&panel))
        place_row(&panel);
    outside_row(&panel);
    said_rows(&panel);
    const bool place = play_asks_place(play);
    if (place)
        place_answers(&panel, asked);
    else if (asked && pitch_words(play))
        word_answers(&panel, asked);
    if (play->event)
        event_rows(&panel);
    else
        people_rows(&panel, place && play->places->asked > 1 ? asked : 0, place ? CLOSE_ROWS : 0);
    return panel.rows;
}
