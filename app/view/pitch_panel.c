#include "app/view/pitch_panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/view/pitch_marks.h"

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

/** value_right - a number with its unit at the right end of a row. */
static void value_right(const Panel *panel, const Line *line, const char *name, const char *unit, int digits)
{
    const double value = kit_number(panel->play->eye, "%s", name);
    char shown[32];
    if (isnan(value))
        return;
    text_show_number(shown, sizeof shown, value, digits);
    int width = (int)strlen(shown), units = grid_columns(panel->grid, unit);
    int x = panel->area.x + panel->area.width - width - units;
    if (x <= line->x)
        return;
    grid_number(panel->grid, x, line->y, width, style(ROLE_STRONG), digits, name, value);
    grid_text(panel->grid, x + width, line->y, units, style(ROLE_FAINT), unit);
}

static void time_row(Panel *panel)
{
    const Play *play = panel->play;
    char name[32];
    Line line = row(panel);
    line_textf(&line, style(ROLE_STRONG), "t %zu", play->t);
    line_textf(&line, style(ROLE_FAINT), " of %zu", play->T);
    snprintf(name, sizeof name, "time[%zu]", play->t);
    value_right(panel, &line, name, " s", 3);
}

/** whose - "player 3", "the ball" */
static void whose(const Play *play, char out[64])
{
    const char *name = play->places->who[play->who].name;
    if (!*name)
        snprintf(out, 64, "%s", play->event ? "the ball" : "seen");
    else if (strspn(name, "0123456789") == strlen(name))
        snprintf(out, 64, "player %s", name);
    else
        snprintf(out, 64, "%.40s", name);
}

static void place_row(Panel *panel)
{
    const Play *play = panel->play;
    char who[64];
    double at[2];
    const Sign sign = sign_of(play, play->t, play->who);
    whose(play, who);
    Line line = sign_row(panel, sign_glyph(panel->grid, sign), sign_style(sign), who);
    if (!play_at(&play->where, play->t, play->who, at)) {
        line_text(&line, style(ROLE_FAINT), "  not seen");
        return;
    }
    line.digits = 3;
    line.number = style(ROLE_STRONG);
    line_number(&line, "  ", "where[%zu][%zu]", play->t, 2 * play->who + 1);
    line_number(&line, ", ", "where[%zu][%zu]", play->t, 2 * play->who + 2);
    line_text(&line, style(ROLE_FAINT), " m");
}

static void miss_row(Panel *panel, uint32_t glyph, Style how, const char *word, const char *name)
{
    Line line = sign_row(panel, glyph, how, word);
    value_right(panel, &line, name, " m", 3);
}

static void straight_row(Panel *panel, size_t asked)
{
    char name[48];
    snprintf(name, sizeof name, "miss_straight[%zu][%zu]", asked, panel->play->who + 1);
    miss_row(panel, sign_glyph(panel->grid, SIGN_STRAIGHT), sign_style(SIGN_STRAIGHT),
             panel->area.width >= 30 ? "at constant velocity" : "const. velocity", name);
}

static void guess_rows(Panel *panel, size_t asked)
{
    const Play *play = panel->play;
    for (size_t i = 0; i < play->guesses && !full(panel); i++) {
        char name[96];
        snprintf(name, sizeof name, "%smiss[%zu][%zu]", play->guess[i].prefix, asked, play->who + 1);
        miss_row(panel, guess_glyph(panel->grid, i), guess_style(&play->guess[i]), play->guess[i].name, name);
        if (!*play->guess[i].prefix) {
            panel->grid->cursor_x = panel->area.x + panel->area.width - 3;
            panel->grid->cursor_y = panel->area.y + panel->rows - 1;
        }
    }
}

/** asked_rows - truth, and how far the answers are from it. */
static void asked_rows(Panel *panel)
{
    const Play *play = panel->play;
    const size_t asked = play_asked(play);
    if (!asked || play->target.rank == 0 || full(panel))
        return;
    Line line = sign_row(panel, sign_glyph(panel->grid, SIGN_TRUTH), sign_style(SIGN_TRUTH), "truth");
    if (asked != play->t)
        line_textf(&line, style(ROLE_FAINT), " at t %zu", asked);
    grid_right(panel->grid, panel->area.x, line.y, panel->area.width, style(ROLE_FAINT), "off by");
    guess_rows(panel, asked);
    if (!full(panel))
        straight_row(panel, asked);
}

/* ---- events ---- */

static void event_row(Panel *panel, size_t t)
{
    const Play *play = panel->play;
    const bool here = t == play->t;
    const Sign sign = t > play->t ? SIGN_COMING : here ? sign_of(play, t, play->who) : play_other(play, t) ? SIGN_PAST_OTHER : SIGN_PAST;
    Line line = row(panel);
    grid_put(panel->grid, line.x, line.y, sign_glyph(panel->grid, sign), sign_style(sign));
    line_skip(&line, 2);
    line_textf(&line, style(here ? ROLE_STRONG : t > play->t ? ROLE_FAINT : ROLE_TEXT), "%2zu %s", t, play_event(play, t) ? play_event(play, t) : "");
    char name[32];
    snprintf(name, sizeof name, "time[%zu]", t);
    value_right(panel, &line, name, " s", 3);
}

static void event_rows(Panel *panel, int most)
{
    const Play *play = panel->play;
    const Window window = kit_window(play->T, most > 0 ? (size_t)most : 0, play->t);
    for (size_t i = 0; i < window.count && !full(panel); i++)
        event_row(panel, window.first + i);
}

int pitch_panel_draw(const Play *play, Grid *grid, Rect area)
{
    Panel panel = {play, grid, area, 0};
    if (area.width < 8 || area.height < 1)
        return 0;
    time_row(&panel);
    if (!full(&panel))
        place_row(&panel);
    asked_rows(&panel);
    if (play->event)
        event_rows(&panel, area.height - panel.rows - 1);
    return panel.rows;
}
