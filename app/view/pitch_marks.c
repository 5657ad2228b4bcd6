#include "app/view/pitch_marks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/view/pitch_words.h"

/* ---- signs ---- */

uint32_t sign_glyph(const Grid *grid, Sign sign)
{
    static const uint32_t GLYPH[] = {0x25CF, 0x25B2, 0x25CE, 0x25CB, 0xD7, 0x2022, 0x25B4, 0xB7};
    static const char PLAIN[] = "@A*Oxo^.";
    return grid->ascii ? (uint32_t)PLAIN[sign] : GLYPH[sign];
}

/** Where models are compared, which have all the colours, what is seen has none. */
Style sign_style(const Play *play, Sign sign)
{
    static const unsigned char ROLE[] = {ROLE_FORWARD, ROLE_CHALLENGE, ROLE_WARN,      ROLE_GOOD,
                                         ROLE_WEIGHT,  ROLE_FORWARD,   ROLE_CHALLENGE, ROLE_FAINT};
    const bool plain = play->guesses > 1 && ROLE[sign] == ROLE_FORWARD;
    return style(plain ? ROLE_STRONG : (Role)ROLE[sign]);
}

uint32_t guess_glyph(const Grid *grid, size_t n)
{
    static const uint32_t GLYPH[] = {0x25C6, 0x25A0, 0x25BC, 0x25B6, 0x25C7, 0x25A1, 0x25BD, 0x25B7};
    static const char PLAIN[] = "#%&$+=~?";
    return grid->ascii ? (uint32_t)PLAIN[n % 8] : GLYPH[n % 8];
}

Style guess_style(const Guess *guess)
{
    return style_level(ROLE_SERIES, play_series(guess));
}

Sign sign_of(const Play *play, size_t t, size_t who)
{
    const char *name = play->places->who[who].name;
    if (strstr(name, "ball"))
        return SIGN_BALL;
    if (play_other(play, t) || strncmp(name, "away", 4) == 0)
        return SIGN_OTHER;
    return SIGN_SEEN;
}

Sign sign_past(const Play *play, size_t t, size_t who)
{
    return sign_of(play, t, who) == SIGN_OTHER ? SIGN_PAST_OTHER : SIGN_PAST;
}

/* ---- points ---- */

/** Point - a mark to be put: what it shows is its x, by a name. */
typedef struct Point {
    double at[2];
    uint32_t glyph;
    Style style;
    char name[96];
} Point;

static void put_point(const Turf *turf, const Point *point)
{
    int column, row;
    if (!turf_cell(turf, point->at[0], point->at[1], &column, &row))
        return;
    grid_put(turf->grid, column, row, point->glyph, point->style);
    grid_mark(turf->grid, column, row, 1, point->name, point->at[0], "");
}

/** put_edge - an arrow at the edge where somebody stands farther out. */
static void put_edge(const Turf *turf, const double at[2], Style how)
{
    static const uint32_t GLYPH[] = {0x25C0, 0x25B6, 0x25B2, 0x25BC};
    int column, row;
    if (turf_cell(turf, at[0], at[1], &column, &row))
        return;
    turf_edge(turf, at[0], at[1], &column, &row);
    const bool side = column == turf->area.x || column == turf->area.x + turf->area.width - 1;
    const int way = side ? at[0] > turf->x : at[1] > turf->y ? 2 : 3;
    grid_put(turf->grid, column, row, turf->grid->ascii ? (uint32_t)"<>^v"[way] : GLYPH[way], how);
}

static void put_seen(const Play *play, const Turf *turf, size_t t, size_t who, Sign sign, bool bold)
{
    Point point = {.glyph = sign_glyph(turf->grid, sign), .style = sign_style(play, sign)};
    if (!play_at(&play->where, t, who, point.at))
        return;
    point.style.reverse = bold;
    put_edge(turf, point.at, point.style);
    snprintf(point.name, sizeof point.name, "where[%zu][%zu]", t, 2 * who + 1);
    put_point(turf, &point);
}

static void put_answer(const Turf *turf, const Value *value, const char *name, size_t t, size_t who, uint32_t glyph, Style how)
{
    Point point = {.glyph = glyph, .style = how};
    if (!play_at(value, t, who, point.at))
        return;
    snprintf(point.name, sizeof point.name, "%s[%zu][%zu]", name, t, 2 * who + 1);
    put_point(turf, &point);
}

/* ---- paths ---- */

/** path - through the places of a value from step `from` to step `to`; a step without one leaves a gap. */
static void path(const Turf *turf, const Value *value, size_t who, size_t from, size_t to, Style line, int dots)
{
    Dash dash = {dots, 0};
    double before[2] = {0, 0}, now[2] = {0, 0};
    bool there = false;
    for (size_t t = from; t <= to; t++) {
        const bool here = play_at(value, t, who, now);
        if (here && there)
            turf_line(turf, before[0], before[1], now[0], now[1], line, &dash);
        there = here;
        before[0] = now[0];
        before[1] = now[1];
    }
}

/** way - from where he was seen last through the answers of steps that follow, or to the one answer; all answers where he is
 *  never seen. */
static void way(const Play *play, const Turf *turf, const Value *value, size_t who, Style line, int dots)
{
    Dash dash = {dots, 0};
    const size_t asked = play_asked(play), seen = play_seen(play, asked, who);
    const size_t first = seen < asked ? seen + 1 : asked, last = seen < asked ? play->T : asked;
    double from[2], to[2];
    bool there = play_at(&play->where, seen, who, from);
    for (size_t t = first; t > 0 && t <= last; t++) {
        const bool here = play_at(value, t, who, to);
        if (here && there)
            turf_line(turf, from[0], from[1], to[0], to[1], line, &dash);
        there = here;
        from[0] = to[0];
        from[1] = to[1];
    }
}

static void ways(const Play *play, const Turf *turf, size_t who)
{
    way(play, turf, &play->straight, who, sign_style(play, SIGN_STRAIGHT), 1);
    way(play, turf, &play->target, who, sign_style(play, SIGN_TRUTH), 0);
    for (size_t i = 0; i < play->guesses; i++)
        way(play, turf, &play->guess[i].where, who, guess_style(&play->guess[i]), 3);
}

static void answers(const Play *play, const Turf *turf, size_t who)
{
    const size_t t = play_asked(play);
    if (!t)
        return;
    put_answer(turf, &play->straight, "where_straight", t, who, sign_glyph(turf->grid, SIGN_STRAIGHT), sign_style(play, SIGN_STRAIGHT));
    for (size_t i = play->guesses; i-- > 0;) {
        const Guess *guess = &play->guess[i];
        char name[64];
        snprintf(name, sizeof name, "%swhere_y", guess->prefix);
        put_answer(turf, &guess->where, name, t, who, guess_glyph(turf->grid, i), guess_style(guess));
    }
    put_answer(turf, &play->target, "where_target", t, who, sign_glyph(turf->grid, SIGN_TRUTH), sign_style(play, SIGN_TRUTH));
}

/** word_answers - the places of words, where they have some: what is true, and beside or upon it what the model says. */
static void word_answers(const Play *play, const Turf *turf)
{
    const size_t t = play_asked(play), right = t && pitch_words(play) ? pitch_word_true(play, t) : 0;
    const Guess guess = {.index = play->session->world->current};
    double at[2], share;
    int column, row, said_column, said_row;
    if (!t || !pitch_words(play) || !pitch_word_place(play, right, at) || !turf_cell(turf, at[0], at[1], &column, &row))
        return;
    const size_t said = pitch_word_likeliest(play, t, &share);
    grid_put(turf->grid, column, row, sign_glyph(turf->grid, SIGN_TRUTH), sign_style(play, SIGN_TRUTH));
    if (isnan(share) || !pitch_word_place(play, said, at) || !turf_cell(turf, at[0], at[1], &said_column, &said_row))
        return;
    if (said_column == column && said_row == row)
        said_column++;
    grid_put(turf->grid, said_column, said_row, guess_glyph(turf->grid, 0), guess_style(&guess));
}

/* ---- the whole ---- */

static bool anybody(const Play *play, size_t who, bool close)
{
    return !close || who == play->told;
}

enum { ROOMY = 90 }; // columns from which on every event has its number
enum { REACH = 16, REACH_ROOMY = 24 };

/** Near - the steps that are shown, before the cursor and after it. */
typedef struct Near {
    size_t first, last;
} Near;

/** near_of - a track whole; of events those near the cursor, for two hundred of them would cover the pitch. */
static Near near_of(const Play *play, const Turf *turf)
{
    const size_t reach = !play->event ? play->T : turf->area.width >= ROOMY ? REACH_ROOMY : REACH;
    return (Near){play->t > reach ? play->t - reach : 1, play->T - play->t > reach ? play->t + reach : play->T};
}

/** draw_events - where each event was: those so far and those to come. */
static void draw_events(const Play *play, const Turf *turf)
{
    const Near near = near_of(play, turf);
    for (size_t t = near.last; t > play->t; t--)
        put_seen(play, turf, t, play->who, SIGN_COMING, false);
    for (size_t t = near.first; t < play->t; t++)
        put_seen(play, turf, t, play->who, play_other(play, t) ? SIGN_PAST_OTHER : SIGN_PAST, false);
}

/** label_events - what happens under the cursor; on a large pitch the number of every step, the nearest ones first. */
static void label_events(const Play *play, const Turf *turf)
{
    const Near near = near_of(play, turf);
    double at[2];
    char number[32];
    if (play_at(&play->where, play->t, play->who, at))
        turf_label(turf, at[0], at[1], style(ROLE_STRONG), play_event(play, play->t));
    for (size_t d = 1; turf->area.width >= ROOMY && d <= REACH_ROOMY; d++)
        for (int side = -1; side <= 1; side += 2) {
            const size_t t = side < 0 ? play->t - d : play->t + d;
            if (t < near.first || t > near.last || !play_at(&play->where, t, play->who, at))
                continue;
            snprintf(number, sizeof number, "%zu", t);
            turf_label(turf, at[0], at[1], style(t > play->t ? ROLE_FAINT : ROLE_AXIS), number);
        }
}

/** shirt - "9" of "home_9": of which team he is says his mark. */
static const char *shirt(const char *name)
{
    const bool team = strncmp(name, "home_", 5) == 0 || strncmp(name, "away_", 5) == 0;
    return team && name[5] ? name + 5 : name;
}

/** label_people - by their names where several are there. */
static void label_people(const Play *play, const Turf *turf)
{
    double at[2];
    for (size_t who = 0; who < play->places->count && play->places->count > 1; who++)
        if (play_at(&play->where, play_seen(play, play->t, who), who, at))
            turf_label(turf, at[0], at[1], style(who == play->who ? ROLE_STRONG : ROLE_AXIS), shirt(play->places->who[who].name));
}

enum { TAIL = 8 }; // steps of the path of everybody else

/** paths - of him who is looked at all of it; of the others where they come from. */
static void paths(const Play *play, const Turf *turf, bool close)
{
    const Near near = near_of(play, turf);
    const size_t chosen = close ? play->told : play->who;
    for (size_t who = 0; who < play->places->count && !close; who++)
        if (who != play->who)
            path(turf, &play->where, who, play->t > TAIL ? play->t - TAIL : 1, play->t, style(ROLE_AXIS), 0);
    path(turf, &play->where, chosen, play->t, near.last, style(ROLE_FAINT), 1);
    path(turf, &play->where, chosen, near.first, play->t, sign_style(play, SIGN_PAST), 0);
}

/** draw_steps - where he was at each step before, as far back as is in sight. */
static void draw_steps(const Play *play, const Turf *turf)
{
    double at[2];
    int column, row;
    for (size_t t = 1; t < play->t; t++)
        if (play_at(&play->where, t, play->told, at) && turf_cell(turf, at[0], at[1], &column, &row))
            put_seen(play, turf, t, play->told, sign_past(play, t, play->told), false);
}

void pitch_marks_draw(const Play *play, const Turf *turf, bool close)
{
    const size_t chosen = close ? play->told : play->who;
    paths(play, turf, close);
    for (size_t who = 0; who < play->places->count; who++)
        if (anybody(play, who, close) && play->places->who[who].asked.given)
            ways(play, turf, who);
    if (play->event)
        draw_events(play, turf);
    else if (close)
        draw_steps(play, turf);
    for (size_t who = 0; who < play->places->count; who++)
        if (anybody(play, who, close) && play->places->who[who].asked.given)
            answers(play, turf, who);
    for (size_t who = 0; who < play->places->count; who++)
        if (anybody(play, who, close) && who != chosen)
            put_seen(play, turf, play_seen(play, play->t, who), who, sign_of(play, play->t, who), false);
    put_seen(play, turf, play_seen(play, play->t, chosen), chosen, sign_of(play, play->t, chosen), false);
    if (close)
        return;
    word_answers(play, turf);
    if (play->event)
        label_events(play, turf);
    else
        label_people(play, turf);
}
