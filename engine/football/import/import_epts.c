#include "engine/football/import/import_epts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/football/import/decimal.h"
#include "engine/football/import/xmlfile.h"

Epts *import_epts_new(Match *match)
{
    Epts *epts = memory_new(1, sizeof *epts);
    epts->match = match;
    epts->spec = memory_new(EPTS_SPECS, sizeof *epts->spec);
    return epts;
}

void import_epts_free(Epts *epts)
{
    intern_free(&epts->names);
    free(epts->channel);
    free(epts->spec);
    free(epts);
}

/* ---- who ---- */

static bool open_player(Epts *epts, const XmlElement *element, Error *error)
{
    const char *id = xmlfile_word(element, "id"), *team = xmlfile_word(element, "teamId");
    if (!*id || !*team)
        return fail(error, ERR_INPUT, "a Player without id or teamId");
    epts->player = match_player(epts->match, id, match_team(epts->match, team));
    epts->in_player = true;
    return true;
}

static bool open_channel(Epts *epts, const XmlElement *element, Error *error)
{
    const char *id = xmlfile_word(element, "id"), *player = xmlfile_word(element, "playerId"),
               *kind = xmlfile_word(element, "channelId");
    bool fresh;
    if (!*id || !*player || !*kind)
        return fail(error, ERR_INPUT, "a PlayerChannel without id, playerId or channelId");
    if (epts->names.count >= EPTS_NAMES)
        return fail(error, ERR_INPUT, "more than %d channels; expected a few for each player", EPTS_NAMES);
    size_t before = epts->match->players.count;
    uint32_t number = match_player(epts->match, player, MATCH_NOBODY);
    if (epts->match->players.count > before)
        return fail(error, ERR_INPUT, "a channel of player `%.40s`, who is not in the list of Players", player);
    size_t at = intern_add(&epts->names, id, strlen(id), 0, &fresh);
    epts->channel = memory_grow(epts->channel, &epts->channel_room, epts->names.count, sizeof *epts->channel);
    epts->channel[at].player = number;
    snprintf(epts->channel[at].kind, sizeof epts->channel[at].kind, "%.12s", kind);
    return true;
}

/* ---- where in a line ---- */

static bool open_spec(Epts *epts, const XmlElement *element, Error *error)
{
    double start, end;
    if (epts->specs == EPTS_SPECS)
        return fail(error, ERR_INPUT, "more than %d DataFormatSpecifications", EPTS_SPECS);
    if (!xmlfile_number(element, "startFrame", &start) || !xmlfile_number(element, "endFrame", &end) ||
        !(start >= 0 && start <= end && end <= 1e7))
        return fail(error, ERR_INPUT,
                    "a DataFormatSpecification without startFrame and endFrame; expected two frames, the second not "
                    "before the first");
    EptsSpec *spec = &epts->spec[epts->specs++];
    spec->start = (int)start;
    spec->end = (int)end;
    epts->in_spec = true;
    epts->register_depth = 0;
    return true;
}

/** open_reference - the next number in a line is of this channel. */
static bool open_reference(Epts *epts, const XmlElement *element, Error *error)
{
    const char *id = xmlfile_word(element, "playerChannelId");
    EptsSpec *spec = &epts->spec[epts->specs - 1];
    bool fresh;
    size_t known = epts->names.count, at = intern_add(&epts->names, id, strlen(id), 0, &fresh);
    if (at >= known)
        return fail(error, ERR_INPUT,
                    "channel `%.40s` in a DataFormatSpecification; expected one of the PlayerChannels", id);
    const EptsChannel *channel = &epts->channel[at];
    EptsGroup *group = spec->groups ? &spec->group[spec->groups - 1] : NULL;
    if (!group)
        return fail(error, ERR_INPUT, "a PlayerChannelRef outside of a SplitRegister");
    if (group->channels == EPTS_CHANNELS)
        return fail(error, ERR_INPUT, "more than %d channels of one player", EPTS_CHANNELS);
    if (group->channels && group->player != channel->player)
        return fail(error, ERR_INPUT, "channels of two players in one SplitRegister");
    group->player = channel->player;
    if (strcmp(channel->kind, "x") == 0)
        group->x = group->channels;
    if (strcmp(channel->kind, "y") == 0)
        group->y = group->channels;
    group->channels++;
    return true;
}

static bool open_register(Epts *epts, Error *error)
{
    EptsSpec *spec = &epts->spec[epts->specs - 1];
    if (++epts->register_depth < 2)
        return true;
    if (spec->groups == EPTS_GROUPS)
        return fail(error, ERR_INPUT, "more than %d players in a line", EPTS_GROUPS);
    spec->group[spec->groups++] = (EptsGroup){MATCH_NOBODY, 0, EPTS_CHANNELS, EPTS_CHANNELS};
    return true;
}

static bool open_element(void *to, const XmlElement *element, Error *error)
{
    Epts *epts = to;
    if (xmlfile_is(element, "Player"))
        return open_player(epts, element, error);
    if (xmlfile_is(element, "PlayerChannel"))
        return open_channel(epts, element, error);
    if (xmlfile_is(element, "DataFormatSpecification"))
        return open_spec(epts, element, error);
    if (xmlfile_is(element, "PlayerChannelRef"))
        return epts->in_spec ? open_reference(epts, element, error)
                             : fail(error, ERR_INPUT, "a PlayerChannelRef outside of a DataFormatSpecification");
    if (xmlfile_is(element, "SplitRegister") && epts->in_spec)
        return open_register(epts, error);
    if (xmlfile_is(element, "Team") && *xmlfile_word(element, "id")) {
        epts->team = match_team(epts->match, xmlfile_word(element, "id"));
        epts->in_team = true;
        epts->team_named = false;
    }
    if (xmlfile_is(element, "Score") && *xmlfile_word(element, "idLocalTeam"))
        match_team(epts->match, xmlfile_word(element, "idLocalTeam"));
    return true;
}

/* ---- values ---- */

static void halves(Epts *epts, const char *name, const char *value)
{
    static const char *const NAMES[] = {"first_half", "second_half", "first_extra_half", "second_extra_half"};
    size_t frame, length;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        length = strlen(NAMES[i]);
        if (strncmp(name, NAMES[i], length) != 0 || !text_count(value, &frame) || frame > 10000000)
            continue;
        if (strcmp(name + length, "_start") == 0)
            epts->first[i] = (int)frame;
        if (strcmp(name + length, "_end") == 0)
            epts->last[i] = (int)frame;
    }
}

static void parameter(Epts *epts, const char *value)
{
    bool right = strcmp(value, "left_to_right") == 0;
    halves(epts, epts->name, value);
    if (!epts->in_team || strcmp(epts->name, "attack_direction_first_half") != 0 ||
        (!right && strcmp(value, "right_to_left") != 0))
        return;
    match_vote(epts->match, 1, epts->team, right ? 1e6 : -1e6);
    epts->match->side_words = "the metadata say which way each team attacks in the first half";
}

static bool close_rate(Epts *epts, const XmlElement *element, Error *error)
{
    double rate;
    if (!decimal_read(element->text, &rate) || !(rate >= 1 && rate <= 200))
        return fail(error, ERR_INPUT, "FrameRate \"%.20s\"; expected 1 … 200", element->text);
    epts->match->rate = rate;
    return true;
}

static bool close_spec(Epts *epts, Error *error)
{
    EptsSpec *spec = &epts->spec[epts->specs - 1];
    size_t players = 0;
    epts->in_spec = false;
    for (size_t i = 0; i < spec->groups; i++) {
        if (spec->group[i].channels == 0) // the ball's
            continue;
        if (spec->group[i].x == EPTS_CHANNELS || spec->group[i].y == EPTS_CHANNELS)
            return fail(error, ERR_INPUT, "player %zu of a DataFormatSpecification has no channel x or y", i + 1);
        spec->group[players++] = spec->group[i];
    }
    spec->groups = players;
    return players > 0 || fail(error, ERR_INPUT, "a DataFormatSpecification without players");
}

static bool close_element(void *to, const XmlElement *element, Error *error)
{
    Epts *epts = to;
    if (xmlfile_is(element, "Name") && epts->in_player) { // of all the names within, the first is his
        if (*element->text)
            match_name_player(epts->match, epts->player, element->text);
        epts->in_player = false;
    } else if (xmlfile_is(element, "Name") && epts->in_team && !epts->team_named) {
        if (*element->text)
            match_name_team(epts->match, epts->team, element->text);
        epts->team_named = true;
    } else if (xmlfile_is(element, "Name"))
        snprintf(epts->name, sizeof epts->name, "%.60s", element->text);
    else if (xmlfile_is(element, "Value")) {
        parameter(epts, element->text);
    } else if (xmlfile_is(element, "ProviderParameter") || xmlfile_is(element, "Player"))
        epts->name[0] = 0;
    else if (xmlfile_is(element, "Team"))
        epts->in_team = false;
    else if (xmlfile_is(element, "SplitRegister") && epts->in_spec && epts->register_depth)
        epts->register_depth--;
    else if (xmlfile_is(element, "DataFormatSpecification"))
        return close_spec(epts, error);
    else if (xmlfile_is(element, "FrameRate"))
        return close_rate(epts, element, error);
    return true;
}

bool import_epts_metadata(Epts *epts, const char *path, const char *bytes, size_t count, Error *error)
{
    static const XmlReader READER = {open_element, close_element};
    if (!xmlfile_each(path, bytes, count, &READER, epts, error))
        return false;
    if (epts->match->teams.count != MATCH_SIDES)
        return fail_at(error, ERR_INPUT, path, 0, 0, "%zu teams; expected two", epts->match->teams.count);
    if (!epts->specs)
        return fail_at(error, ERR_INPUT, path, 0, 0,
                       "no DataFormatSpecification; expected one that says what stands in a line");
    return true;
}

const EptsSpec *import_epts_spec(const Epts *epts, int frame)
{
    for (size_t i = 0; i < epts->specs; i++)
        if (epts->spec[i].start <= frame && frame <= epts->spec[i].end)
            return &epts->spec[i];
    return NULL;
}

int import_epts_period(const Epts *epts, int frame)
{
    bool said = false;
    for (int i = 0; i < MATCH_PERIODS; i++) {
        said = said || epts->last[i] > 0;
        if (epts->last[i] > 0 && epts->first[i] <= frame && frame <= epts->last[i])
            return i + 1;
    }
    return said ? 0 : 1;
}
