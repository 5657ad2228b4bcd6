#include "engine/football/places.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

/* ---- names and units ---- */

typedef enum Kind { KIND_PLACE, KIND_SPEED, KIND_WAY, KIND_NONE } Kind;

/** Meaning - what a name says: "ball_vx" is the speed of "ball" on axis 0. */
typedef struct Meaning {
    Kind kind;
    size_t axis;
    char who[40];
} Meaning;

/** read_word - "x", "dy", "vx12": the axis with what stands before and behind it; false for any other word. */
static bool read_word(const char *word, size_t length, Meaning *meaning, char digits[40])
{
    size_t at = 0;
    meaning->kind = KIND_PLACE;
    if (length > 1 && (word[0] == 'v' || word[0] == 'd'))
        meaning->kind = word[at++] == 'v' ? KIND_SPEED : KIND_WAY;
    if (word[at] != 'x' && word[at] != 'y')
        return false;
    meaning->axis = word[at++] == 'y';
    for (size_t i = at; i < length; i++)
        if (!isdigit((unsigned char)word[i]))
            return false;
    snprintf(digits, 40, "%.*s", (int)(length - at), word + at);
    return true;
}

/** add_part - another part of whose it is: "home", "3" make "home_3". */
static void add_part(char who[40], const char *part, size_t length)
{
    size_t used = strlen(who);
    if (length > 0)
        snprintf(who + used, 40 - used, "%s%.*s", used ? "_" : "", (int)length, part);
}

/** meaning_of - the first part between underscores that names an axis does; the others say whose. */
static Meaning meaning_of(const char *name)
{
    Meaning meaning = {.kind = KIND_NONE};
    bool found = false;
    for (const char *at = name; *at;) {
        size_t length = strcspn(at, "_");
        char digits[40] = "";
        Meaning word;
        if (!found && read_word(at, length, &word, digits)) {
            found = true;
            meaning.kind = word.kind;
            meaning.axis = word.axis;
            add_part(meaning.who, digits, strlen(digits));
        } else {
            add_part(meaning.who, at, length);
        }
        at += length + (at[length] == '_');
    }
    return meaning;
}

/** scale_of - of a unit such as "10m" in those of a table that ends at NULL; 0 when it is none of them. */
static double scale_of(const char *unit, const char *const *names, const double *scales)
{
    char *end = NULL;
    double times = isdigit((unsigned char)unit[0]) ? strtod(unit, &end) : 1;
    const char *name = end ? end : unit;
    for (size_t i = 0; names[i]; i++)
        if (strcmp(name, names[i]) == 0)
            return isfinite(times) && times > 0 ? times * scales[i] : 0;
    return 0;
}

static double length_of(const char *unit)
{
    static const char *const NAMES[] = {"m", "dm", "cm", "mm", "km", NULL};
    static const double SCALES[] = {1, 0.1, 0.01, 0.001, 1000};
    return scale_of(unit, NAMES, SCALES);
}

static double speed_of(const char *unit)
{
    static const char *const NAMES[] = {"m/s", "dm/s", "cm/s", "km/h", NULL};
    static const double SCALES[] = {1, 0.1, 0.01, 1 / 3.6};
    return scale_of(unit, NAMES, SCALES);
}

static double seconds_of(const char *unit)
{
    static const char *const NAMES[] = {"s", "ms", "min", "h", NULL};
    static const double SCALES[] = {1, 0.001, 60, 3600};
    return scale_of(unit, NAMES, SCALES);
}

/* ---- who is there ---- */

/** who_called - him, added when he is new; NULL when there is no room. */
static Who *who_called(Places *places, const char *name)
{
    for (size_t i = 0; i < places->count; i++)
        if (strcmp(places->who[i].name, name) == 0)
            return &places->who[i];
    if (places->count == WHO_MAX)
        return NULL;
    Who *who = &places->who[places->count++];
    snprintf(who->name, sizeof who->name, "%s", name);
    return who;
}

static void set_axis(PlaceColumns *columns, const Meaning *meaning, const Column *column, double scale)
{
    columns->at[meaning->axis] = column->first;
    columns->scale[meaning->axis] = scale;
}

static void note_feature(Places *places, const Column *column)
{
    const Meaning meaning = meaning_of(column->name);
    const double scale = meaning.kind == KIND_PLACE ? length_of(column->unit) : speed_of(column->unit);
    if (column->categorical || (meaning.kind != KIND_PLACE && meaning.kind != KIND_SPEED) || scale == 0)
        return;
    Who *who = who_called(places, meaning.who);
    if (who)
        set_axis(meaning.kind == KIND_PLACE ? &who->seen : &who->speed, &meaning, column, scale);
}

/** note_target - a place or a way, the first of the two that is there. */
static void note_target(Places *places, const Column *column)
{
    const Meaning meaning = meaning_of(column->name);
    const double scale = length_of(column->unit);
    if (column->categorical || (meaning.kind != KIND_PLACE && meaning.kind != KIND_WAY) || scale == 0)
        return;
    Who *who = who_called(places, meaning.who);
    bool fresh = who && who->asked.scale[0] == 0 && who->asked.scale[1] == 0;
    if (!who || (!fresh && who->way != (meaning.kind == KIND_WAY)))
        return;
    who->way = meaning.kind == KIND_WAY;
    set_axis(&who->asked, &meaning, column, scale);
}

/** note_further - the place of somebody whom no model sees. */
static void note_further(Places *places, const Column *column)
{
    const Meaning meaning = meaning_of(column->name);
    const double scale = length_of(column->unit);
    if (column->categorical || meaning.kind != KIND_PLACE || scale == 0)
        return;
    Who *who = who_called(places, meaning.who);
    if (who)
        set_axis(&who->beside, &meaning, column, scale);
}

/** note_sign - columns that say something about the step. */
static void note_sign(Places *places, const Column *column)
{
    double seconds = column->categorical ? 0 : seconds_of(column->unit);
    if (strcmp(column->name, "turnover") == 0 && !column->categorical)
        places->turnover = column->first;
    else if (strcmp(column->name, "answer") == 0 && !column->categorical)
        places->answer = column->first;
    else if (strcmp(column->name, "time") == 0 && seconds > 0)
        places->clock = column->first, places->clock_scale = seconds;
    else if (strcmp(column->name, "dt") == 0 && seconds > 0)
        places->pause = column->first, places->pause_scale = seconds;
    for (size_t i = 0; column->categorical && i < column->levels; i++)
        if (strcmp(column->level[i], "answer") == 0 && places->answer == PLACES_NONE)
            places->answer = column->first + i;
}

static bool whole(const PlaceColumns *columns)
{
    return columns->scale[0] > 0 && columns->scale[1] > 0;
}

/** keep_whole - those with both axes; the way of somebody who is never seen leads nowhere. */
static void keep_whole(Places *places)
{
    size_t kept = 0;
    for (size_t i = 0; i < places->count; i++) {
        Who who = places->who[i];
        who.seen.given = whole(&who.seen);
        who.speed.given = who.seen.given && whole(&who.speed);
        who.asked.given = whole(&who.asked) && (who.seen.given || !who.way);
        who.beside.given = !who.seen.given && whole(&who.beside);
        if (who.seen.given || who.asked.given || who.beside.given)
            places->who[kept++] = who;
        places->seen += who.seen.given || who.beside.given;
        places->asked += who.asked.given;
    }
    places->count = kept;
}

Places *places_find(const Dataset *data)
{
    Places *places = memory_new(1, sizeof *places);
    places->turnover = places->answer = places->clock = places->pause = PLACES_NONE;
    for (size_t i = 0; i < data->features; i++) {
        note_feature(places, &data->feature[i]);
        note_sign(places, &data->feature[i]);
    }
    for (size_t i = 0; i < data->targets; i++)
        note_target(places, &data->target[i]);
    for (size_t i = 0; i < data->furthers; i++)
        note_further(places, &data->further[i]);
    keep_whole(places);
    if (places->count || places->clock != PLACES_NONE || places->pause != PLACES_NONE)
        return places;
    free(places);
    return NULL;
}

/* ---- what a sequence says of them ---- */

/** input_at - a number of the row of step t as the data give it, before any scaling. */
static double input_at(const PlaceRun *run, size_t t, size_t position)
{
    const Dataset *data = run->data;
    double x = (double)run->x[(t - 1) * data->D + position];
    return data->standardised ? x * data->sd[position] + data->mean[position] : x;
}

double place_turn(const PlaceRun *run, size_t t)
{
    const size_t turnover = run->data->places->turnover;
    double turn = 1;
    if (run->turn)
        return run->turn[t - 1];
    for (size_t s = 2; turnover != PLACES_NONE && s <= t; s++)
        turn = input_at(run, s, turnover) > 0.5 ? -turn : turn;
    return turn;
}

double *place_turns(const PlaceRun *run)
{
    const Places *places = run->data->places;
    if (!places || places->turnover == PLACES_NONE)
        return NULL;
    double *turn = memory_new(run->T, sizeof *turn);
    turn[0] = 1;
    for (size_t t = 2; t <= run->T; t++)
        turn[t - 1] = input_at(run, t, places->turnover) > 0.5 ? -turn[t - 2] : turn[t - 2];
    return turn;
}

static bool nobody_seen(const PlaceRun *run, size_t t)
{
    const size_t answer = run->data->places->answer;
    return answer != PLACES_NONE && input_at(run, t, answer) > 0.5;
}

static double place_beside(const PlaceRun *run, size_t t, const PlaceColumns *beside, size_t axis)
{
    const Dataset *data = run->data;
    const double value = data->beside[(run->row + t - 1) * data->furthers + beside->at[axis]];
    return place_turn(run, t) * (beside->scale[axis] * value);
}

double place_seen(const PlaceRun *run, size_t t, size_t who, size_t axis)
{
    const PlaceColumns *seen = &run->data->places->who[who].seen, *beside = &run->data->places->who[who].beside;
    if (beside->given)
        return place_beside(run, t, beside, axis);
    if (!seen->given || nobody_seen(run, t))
        return NAN;
    return place_turn(run, t) * (seen->scale[axis] * input_at(run, t, seen->at[axis]));
}

size_t place_last(const PlaceRun *run, size_t t, size_t who)
{
    while (t > 0 && (isnan(place_seen(run, t, who, 0)) || isnan(place_seen(run, t, who, 1))))
        t--;
    return t;
}

double place_meant(const PlaceRun *run, size_t t, const real *answer, size_t who, size_t axis)
{
    const Who *asked = &run->data->places->who[who];
    if (!asked->asked.given)
        return NAN;
    double meant = asked->asked.scale[axis] * (double)answer[asked->asked.at[axis]];
    size_t last = asked->way ? place_last(run, t, who) : t;
    if (last == 0)
        return NAN;
    double turned = place_turn(run, last) * meant;
    return asked->way ? place_seen(run, last, who, axis) + turned : turned;
}

/* Where steps of an answer follow, they themselves go ahead; otherwise it is as far as the data say, or to the next step. */
static double ahead_of(const PlaceRun *run, size_t t, size_t who, double step, double ahead)
{
    size_t last = place_last(run, t, who);
    return last == 0 ? (double)NAN : last < t ? (double)(t - last) * step : ahead > 0 ? ahead : step;
}

double place_ahead(const PlaceRun *run, size_t t, size_t who)
{
    const Dataset *data = run->data;
    return data->step > 0 ? ahead_of(run, t, who, data->step, data->ahead) : (double)NAN;
}

double place_steps_ahead(const PlaceRun *run, size_t t, size_t who)
{
    const Dataset *data = run->data;
    if (data->ahead > 0 && !(data->step > 0))
        return NAN;
    return ahead_of(run, t, who, 1, data->ahead > 0 ? data->ahead / data->step : 0);
}

static double at_speed(const PlaceRun *run, size_t t, size_t last, size_t who, size_t axis)
{
    const PlaceColumns *speed = &run->data->places->who[who].speed;
    double v = place_turn(run, last) * (speed->scale[axis] * input_at(run, last, speed->at[axis]));
    return place_seen(run, last, who, axis) + place_ahead(run, t, who) * v;
}

double place_straight(const PlaceRun *run, size_t t, size_t who, size_t axis)
{
    const size_t last = place_last(run, t, who);
    if (last == 0)
        return NAN;
    if (run->data->places->who[who].speed.given && run->data->step > 0)
        return at_speed(run, t, last, who, axis);
    if (last == 1)
        return NAN;
    double now = place_seen(run, last, who, axis), before = place_seen(run, last - 1, who, axis);
    return now + place_steps_ahead(run, t, who) * (now - before);
}

double place_time(const PlaceRun *run, size_t t)
{
    const Places *places = run->data->places;
    double sum = 0;
    if (places && places->clock != PLACES_NONE)
        return places->clock_scale * (input_at(run, t, places->clock) - input_at(run, 1, places->clock));
    if (run->data->step > 0)
        return (double)(t - 1) * run->data->step;
    if (!places || places->pause == PLACES_NONE)
        return NAN;
    for (size_t s = 2; s <= t; s++)
        sum += places->pause_scale * input_at(run, s, places->pause);
    return sum;
}

bool places_timed(const Dataset *data)
{
    const Places *places = data->places;
    return data->step > 0 || (places && (places->clock != PLACES_NONE || places->pause != PLACES_NONE));
}
