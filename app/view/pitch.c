#include <stdio.h>
#include <string.h>

#include "app/view/pitch_close.h"
#include "app/view/pitch_marks.h"
#include "app/view/pitch_panel.h"
#include "app/view/view.h"
#include "engine/football/simulator.h"

enum { PANEL = 26, PANEL_LOW = 6 };                  // columns beside the pitch, or rows below it
enum { WORDS = 32, CLOSE = 24, LOW = 8, HIGH = 22 }; // columns of words that have room, of a close-up beside them; its rows

/** Plan - the pitch and what stands beside or below it. */
typedef struct Plan {
    Rect pitch, panel;
} Plan;

/** too_low - for a close-up below the words. */
static bool too_low(int rows)
{
    return rows < PANEL_LOW + LOW;
}

/** columns_beside, rows_below - what the panel takes of the pitch's room; a close-up has its share of it. */
static int columns_beside(Rect area, bool close)
{
    const int with_close = PANEL + 1 + CLOSE + 2;
    return close && too_low(area.height) && area.width >= with_close + 20 ? with_close : PANEL + 2;
}

static int rows_below(Rect area, bool close)
{
    const int share = area.height * 2 / 5;
    return !close || share < PANEL_LOW ? PANEL_LOW : share > HIGH ? HIGH : share;
}

/** plan_of - beside where the pitch is not much smaller for it, below otherwise; a close-up has more room below. */
static Plan plan_of(Rect area, bool close)
{
    const int narrow = area.width - columns_beside(area, close), low = area.height - rows_below(area, close);
    const double beside = narrow > 0 ? turf_scale(narrow, area.height) : 0;
    const double below = low > 0 ? turf_scale(area.width, low) : 0;
    Plan plan = {.pitch = area};
    if (beside >= below * (close ? 1.25 : 0.9) && narrow >= 20)
        plan.pitch.width = narrow;
    else if (low >= 5)
        plan.pitch.height = low;
    else if (area.height >= 7) // the time and the place at least
        plan.pitch.height -= 2;
    return plan;
}

static void place_panel(Plan *plan, const Turf *turf, Rect area)
{
    const int right = turf->area.x + turf->area.width + 2, bottom = turf->area.y + turf->area.height;
    if (plan->pitch.width < area.width)
        plan->panel = (Rect){right, area.y, area.x + area.width - right, area.height};
    else
        plan->panel = (Rect){area.x, bottom, area.width, area.y + area.height - bottom};
}

static void say_no_places(Grid *grid, Rect area)
{
    char names[256] = "";
    for (size_t i = 0; simulator_at(i); i++)
        if (simulator_at(i)->places)
            snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", *names ? ", " : "", simulator_at(i)->name);
    Text text = {0};
    text_addf(&text,
              "This data says nothing of places. The pitch needs two columns called x and y with a unit of length, as in x[m],y[m]. "
              "Data that have them: %s, and what `backpass data import` makes of real matches.",
              names);
    kit_message(grid, area, style(ROLE_TEXT), text_string(&text));
    text_free(&text);
}

/** draw_panel - words, and the close-up below or, where the panel is wide or low, beside them. */
static void draw_panel(const Play *play, Grid *grid, Rect panel)
{
    const bool close = pitch_close_wanted(play);
    const bool beside = panel.width >= WORDS + 18 || (close && too_low(panel.height) && panel.width >= PANEL + 15);
    Rect words = panel, rest = panel;
    if (beside && close)
        words.width = panel.width >= WORDS + 2 + CLOSE ? WORDS : PANEL;
    else if (panel.width > WORDS + 8)
        words.width = WORDS;
    const int rows = pitch_panel_draw(play, grid, words);
    if (beside)
        rest.x += words.width + 1, rest.width -= words.width + 1;
    else
        rest.y += rows, rest.height -= rows;
    if (close)
        pitch_close_draw(play, grid, rest);
}

static void draw_play(const Play *play, Grid *grid, Rect area)
{
    Plan plan = plan_of(area, pitch_close_wanted(play));
    Turf turf = turf_whole(grid, plan.pitch);
    if (plan.pitch.width == area.width)
        turf.area.y = area.y, turf.area.x = area.x + (area.width - turf.area.width) / 2;
    place_panel(&plan, &turf, area);
    turf_markings(&turf, style(ROLE_RULE));
    pitch_marks_draw(play, &turf, false);
    double at[2];
    int column, row;
    if (play_at(&play->where, play->t, play->who, at) && turf_cell(&turf, at[0], at[1], &column, &row)) {
        grid->cursor_x = column;
        grid->cursor_y = row;
    }
    draw_panel(play, grid, plan.panel);
}

/** subtitle - what stands on the pitch, and which way it goes: as much as there is room for. */
static void subtitle(const Play *play, const Grid *grid, int room, char *words, size_t size)
{
    const bool there = play->places && play->places->count;
    const char *name = play->data ? play->data->name : "";
    const char *const turned = grid->ascii ? " · metres · who acts first attacks → (A the others)" : " · metres · who acts first attacks → (▲ the others)";
    const char *const ways[] = {!there ? "" : play->turned ? turned : " · metres · attacking →", !there ? "" : " · metres →", ""};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        snprintf(words, size, "%s%s", name, ways[i]);
        if (grid_columns(grid, words) <= room)
            return;
    }
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    Play play = play_read(session, eye);
    char words[128];
    subtitle(&play, grid, area.width - 7, words, sizeof words);
    Rect rest = kit_title(grid, area, "pitch", words);
    if (!session->world->data)
        kit_message(grid, rest, style(ROLE_TEXT), "There is no data yet: `data runners`, then `model rnn`.");
    else if (!play.places || !play.places->count)
        say_no_places(grid, rest);
    else
        draw_play(&play, grid, rest);
    play_free(&play);
}

const View PITCH_VIEW = {
    .name = "pitch",
    .title = "pitch",
    .shows = "The pitch in metres, true to scale: who is where, the path so far, the steps to come, what is asked and what is answered.",
    .look_for = "How far the model's mark is from the truth, and how far constant velocity is. A large mark is now, small ones are gone (•) or to come (·); "
                "in the close-up the same is larger.",
    .needs_model = false,
    .draw = draw,
};
