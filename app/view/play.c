#include "app/view/play.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/plot.h"

bool play_at(const Value *value, size_t t, size_t who, double at[2])
{
    if (value->rank != 2 || t < 1 || t > value->axis[0].count || 2 * who + 2 > value->axis[1].count)
        return false;
    at[0] = kit_at(value, t, 2 * who + 1);
    at[1] = kit_at(value, t, 2 * who + 2);
    return isfinite(at[0]) && isfinite(at[1]);
}

/** read_guess - of a model of the world, when its output means places. */
static void read_guess(Play *play, size_t index)
{
    const World *world = play->session->world;
    Guess *guess = &play->guess[play->guesses];
    char name[64];
    *guess = (Guess){.name = world->model[index].name, .index = index};
    if (index != world->current)
        snprintf(guess->prefix, sizeof guess->prefix, "%s:", guess->name);
    snprintf(name, sizeof name, "%swhere_y", guess->prefix);
    play->guesses += kit_matrix(play->eye, name, &guess->where);
}

/** read_guesses - of the model in use, or of those that are compared. */
static void read_guesses(Play *play)
{
    const World *world = play->session->world;
    size_t index[MODELS_MAX], count = world_compared(world, index);
    bool among = false;
    for (size_t i = 0; i < count; i++)
        among = among || index[i] == world->current;
    if (world->models && !among)
        read_guess(play, world->current);
    for (size_t i = 0; i < count && among; i++)
        read_guess(play, index[i]);
}

/** event_column - the feature of words called action; else the first one. Where steps are equally long they are moments. */
static const Column *event_column(const Dataset *data)
{
    const Column *found = NULL;
    for (size_t i = 0; i < data->features && !(data->step > 0); i++)
        if (data->feature[i].categorical && (!found || strcmp(data->feature[i].name, "action") == 0))
            found = &data->feature[i];
    return found;
}

/** told_of - who, or where he is not asked for the first who is. */
static size_t told_of(const Places *places, size_t who)
{
    size_t told = who;
    for (size_t i = places->count; i-- > 0 && !places->who[who].asked.given;)
        told = places->who[i].asked.given ? i : told;
    return told;
}

Play play_read(const Session *session, const Eye *eye)
{
    const World *world = session->world;
    const Dataset *data = world->data;
    Play play = {.session = session, .eye = eye, .data = data, .T = world_steps(world), .t = kit_step(session)};
    play.places = data ? data->places : NULL;
    if (!play.places || !play.places->count)
        return play;
    play.sequence = world->sample - 1;
    play.row = data->offset[play.sequence];
    play.who = session->cursor.unit < 1 ? 0 : session->cursor.unit - 1;
    play.who = play.who < play.places->count ? play.who : play.places->count - 1;
    play.told = told_of(play.places, play.who);
    play.event = event_column(data);
    play.turns = place_turns(&(PlaceRun){data, data->x + play.row * data->D, play.row, play.T, NULL});
    kit_matrix(eye, "where", &play.where);
    kit_matrix(eye, "where_target", &play.target);
    kit_matrix(eye, "where_straight", &play.straight);
    read_guesses(&play);
    for (size_t t = 1; t <= play.T; t++)
        play.turned = play.turned || play_other(&play, t);
    return play;
}

void play_free(Play *play)
{
    free(play->turns);
    value_free(&play->where);
    value_free(&play->target);
    value_free(&play->straight);
    for (size_t i = 0; i < play->guesses; i++)
        value_free(&play->guess[i].where);
}

size_t play_seen(const Play *play, size_t t, size_t who)
{
    double at[2];
    while (t > 0 && !play_at(&play->where, t, who, at))
        t--;
    return t;
}

const char *play_word(const Play *play, const Column *column, size_t t)
{
    const double *raw = play->data->raw + (play->row + t - 1) * play->data->D + column->first;
    for (size_t level = 0; level < column->levels; level++)
        if (raw[level] != 0)
            return column->level[level];
    return NULL;
}

const char *play_event(const Play *play, size_t t)
{
    return play->event && t >= 1 && t <= play->T ? play_word(play, play->event, t) : NULL;
}

bool play_other(const Play *play, size_t t)
{
    return play->turns && play->turns[t - 1] < 0;
}

size_t play_asked(const Play *play)
{
    const unsigned char *has = play->data->has_target + play->row;
    if (has[play->t - 1])
        return play->t;
    for (size_t t = play->T; t >= 1; t--)
        if (has[t - 1])
            return t;
    return 0;
}

bool play_asks_place(const Play *play)
{
    return play->target.rank && play_asked(play) && play->places->who[play->told].asked.given;
}

int play_series(const Guess *guess)
{
    return (int)(guess->index % PLOT_SERIES);
}
