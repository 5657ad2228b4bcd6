#include "engine/football/import/match.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

enum { REASONS_MAX = 200, REASON_MAX = 160, SPOTS_MAX = 12000000 };

static void tally_free(MatchTally *tally)
{
    intern_free(&tally->reason);
    free(tally->at);
}

void match_free(Match *match)
{
    Intern *const words[] = {&match->matches, &match->teams, &match->players,
                             &match->labels,  &match->words, &match->files};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        intern_free(words[i]);
    free(match->team_label);
    free(match->player);
    free(match->event);
    free(match->spot);
    tally_free(&match->skipped);
    tally_free(&match->changed);
    tally_free(&match->dropped);
    *match = (Match){0};
}

static uint32_t number_of(Intern *intern, const char *word, bool *fresh)
{
    return (uint32_t)intern_add(intern, word, strlen(word), 0, fresh);
}

void match_file(Match *match, const char *path)
{
    bool fresh;
    match->file = number_of(&match->files, path, &fresh);
    match->by_event = false;
}

uint32_t match_number(Match *match, const char *id)
{
    bool fresh;
    return number_of(&match->matches, id, &fresh);
}

uint32_t match_word(Match *match, const char *word)
{
    bool fresh;
    return number_of(&match->words, word, &fresh);
}

uint32_t match_team(Match *match, const char *id)
{
    bool fresh;
    uint32_t team = number_of(&match->teams, id, &fresh);
    if (fresh) {
        match->team_label =
            memory_grow(match->team_label, &match->team_room, match->teams.count, sizeof *match->team_label);
        match->team_label[team] = number_of(&match->labels, id, &fresh);
    }
    return team;
}

uint32_t match_player(Match *match, const char *id, uint32_t team)
{
    bool fresh;
    uint32_t player = number_of(&match->players, id, &fresh);
    if (fresh) {
        match->player = memory_grow(match->player, &match->player_room, match->players.count, sizeof *match->player);
        match->player[player] = (MatchPlayer){team, number_of(&match->labels, id, &fresh)};
    } else if (match->player[player].team == MATCH_NOBODY) {
        match->player[player].team = team;
    }
    return player;
}

uint32_t match_ball(Match *match)
{
    return match_player(match, "ball", MATCH_NOBODY);
}

void match_name_team(Match *match, uint32_t team, const char *name)
{
    bool fresh;
    match->team_label[team] = number_of(&match->labels, name, &fresh);
}

void match_name_player(Match *match, uint32_t player, const char *name)
{
    bool fresh;
    uint32_t label = number_of(&match->labels, name, &fresh);
    if (!fresh && label != match->player[player].label) {
        Text both = {0};
        text_addf(&both, "%s (%s)", name, intern_word(&match->players, player));
        label = number_of(&match->labels, text_string(&both), &fresh);
        text_free(&both);
    }
    match->player[player].label = label;
}

const char *match_team_name(const Match *match, uint32_t team)
{
    return team == MATCH_NOBODY ? "" : intern_word(&match->labels, match->team_label[team]);
}

const char *match_player_name(const Match *match, uint32_t player)
{
    return player == MATCH_NOBODY ? "" : intern_word(&match->labels, match->player[player].label);
}

MatchEvent *match_event(Match *match)
{
    match->event = memory_grow(match->event, &match->event_room, match->events + 1, sizeof *match->event);
    MatchEvent *event = &match->event[match->events];
    *event = (MatchEvent){.action = ACTION_NONE,
                          .match = MATCH_NOBODY,
                          .team = MATCH_NOBODY,
                          .player = MATCH_NOBODY,
                          .word = MATCH_NOBODY,
                          .period = 1,
                          .order = match->events++};
    for (size_t i = 0; i < 4; i++)
        event->raw[i] = event->at[i] = NAN;
    return event;
}

void match_spot(Match *match, uint32_t player, int period, int frame, double x, double y)
{
    if (match->spots == SPOTS_MAX) { // three whole matches; more would fill the memory of a small machine
        match_skip(match, 0, "a place beyond the first 12 million: import a part at a time");
        return;
    }
    match->spot = memory_grow(match->spot, &match->spot_room, match->spots + 1, sizeof *match->spot);
    match->spot[match->spots++] = (MatchSpot){player, period, frame, {x, y}, {NAN, NAN}};
}

static void count(const Match *match, MatchTally *tally, size_t line, const char *reason, size_t times)
{
    bool fresh;
    const char *word = tally->reason.count < REASONS_MAX ? reason : "for other reasons, too many to name";
    uint32_t number = number_of(&tally->reason, word, &fresh);
    tally->at = memory_grow(tally->at, &tally->room, tally->reason.count, sizeof *tally->at);
    if (fresh)
        tally->at[number] = (struct MatchCount){0, line, match->file, match->by_event};
    tally->at[number].count += times;
}

PRINTF_LIKE(4, 0)
static void count_one(const Match *match, MatchTally *tally, size_t line, const char *format, va_list arguments)
{
    char reason[REASON_MAX];
    vsnprintf(reason, sizeof reason, format, arguments);
    count(match, tally, line, reason, 1);
}

void match_skip(Match *match, size_t line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    count_one(match, &match->skipped, line, format, arguments);
    va_end(arguments);
}

void match_change(Match *match, size_t line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    count_one(match, &match->changed, line, format, arguments);
    va_end(arguments);
}

void match_drop(Match *match, size_t times, const char *reason)
{
    if (times)
        count(match, &match->dropped, 0, reason, times);
}
