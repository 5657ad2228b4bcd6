/* SkillCorner's broadcast tracking: a description of the match and JSON lines, ten frames a second.
 *
 *   match.json   home_team, away_team {id, name}, players [{id, team_id, short_name, trackable_object}], pitch_length,
 *                pitch_width, home_team_side ["left_to_right", …] one for each period
 *   tracking     a frame a line: frame, period, ball_data {x, y, z}, player_data [{player_id, x, y}]
 *                in the layout of 2020 one array of frames with data [{trackable_object, x, y}], the ball among them
 *
 * Metres from the centre, y up, of the stadium.
 *
 * Traps: before the kick-off and between the halves period and places are null. The side is the home team's, for each
 * period by itself. A pitch may be 104 m long while its boxes stay 16.5 m deep. Players out of the picture are guessed
 * (is_detected false): used, and counted. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/football/import/import.h"
#include "engine/football/import/jsonfile.h"

/* ---- the description ---- */

typedef struct Teams {
    Match *match;
    char ball[64]; // its trackable object
    bool described;
    bool by_object; // the frames name tracks, not players
} Teams;

static bool take_team(Match *match, const JsonItem *item, Error *error)
{
    char id[64];
    if (!jsonfile_id(item->node, "id", id, sizeof id))
        return jsonfile_fail(item, error, "%s has no id; expected a number", item->key);
    const char *name = jsonfile_text(item->node, "name");
    match_name_team(match, match_team(match, id), name ? name : id);
    return true;
}

static bool take_players(Teams *teams, const JsonItem *item, Error *error)
{
    for (size_t i = 0; i < jsonfile_count(item->node); i++) {
        char id[64], team[64], key[80];
        const JsonNode *player = jsonfile_element(item->node, i);
        const char *name = jsonfile_text(player, "short_name");
        name = name ? name : jsonfile_text(player, "last_name");
        if (!jsonfile_id(player, teams->by_object ? "trackable_object" : "id", id, sizeof id) ||
            !jsonfile_id(player, "team_id", team, sizeof team))
            return jsonfile_fail(item, error, "player %zu has no id (or trackable_object) or no team_id", i + 1);
        snprintf(key, sizeof key, "%s%s", teams->by_object ? "object " : "", id);
        match_name_player(teams->match, match_player(teams->match, key, match_team(teams->match, team)),
                          name ? name : id);
    }
    return true;
}

static bool take_sides(Match *match, const JsonItem *item, Error *error)
{
    for (size_t i = 0; i < jsonfile_count(item->node) && i < MATCH_PERIODS; i++) {
        const char *side = jsonfile_string(jsonfile_element(item->node, i));
        bool right = side && strcmp(side, "left_to_right") == 0;
        if (!right && !(side && strcmp(side, "right_to_left") == 0))
            return jsonfile_fail(item, error, "side %zu in home_team_side is neither left_to_right nor right_to_left",
                                 i + 1);
        match->side[i][0] = right ? 1 : -1; // each period by itself: no vote
        match->side[i][1] = right ? -1 : 1;
    }
    match->side_words = "the description says the home team's side for each period";
    return true;
}

/** The teams come before whatever names them, since the first one is the home team. */
static bool take_teams(void *to, const JsonItem *item, Error *error)
{
    Teams *teams = to;
    if (item->key && strcmp(item->key, "home_team") == 0 && teams->match->teams.count == 0)
        return take_team(teams->match, item, error);
    return true;
}

static bool take_description(void *to, const JsonItem *item, Error *error)
{
    Teams *teams = to;
    const char *key = item->key ? item->key : "";
    char id[64];
    if (strcmp(key, "away_team") == 0)
        return take_team(teams->match, item, error);
    if (strcmp(key, "players") == 0)
        return take_players(teams, item, error);
    if (strcmp(key, "home_team_side") == 0)
        return take_sides(teams->match, item, error);
    if (strcmp(key, "ball") == 0 && jsonfile_id(item->node, "trackable_object", id, sizeof id))
        snprintf(teams->ball, sizeof teams->ball, "%s", id);
    return true;
}

typedef struct Size {
    double length, width;
    char id[64];
} Size;

static bool take_size(void *to, const JsonItem *item, Error *error)
{
    Size *size = to;
    const char *key = item->key ? item->key : "";
    (void)error;
    if (strcmp(key, "pitch_length") == 0 && !jsonfile_double(item->node, &size->length))
        size->length = NAN;
    if (strcmp(key, "pitch_width") == 0 && !jsonfile_double(item->node, &size->width))
        size->width = NAN;
    return true;
}

static bool describe(Teams *teams, const ImportFile *file, Error *error)
{
    PlaceUnits units = {.centred = true};
    Size size = {.length = 105, .width = 68};
    match_file(teams->match, file->path);
    if (!jsonfile_each(file->path, file->bytes, file->count, NULL, take_teams, teams, error) ||
        !jsonfile_each(file->path, file->bytes, file->count, NULL, take_description, teams, error) ||
        !jsonfile_each(file->path, file->bytes, file->count, NULL, take_size, &size, error))
        return false;
    if (teams->match->teams.count != MATCH_SIDES)
        return fail_at(error, ERR_INPUT, file->path, 0, 0,
                       "%zu teams in the description; expected home_team, away_team and players of these",
                       teams->match->teams.count);
    if (!place_metres(&units, size.length, size.width))
        return fail_at(error, ERR_INPUT, file->path, 0, 0, "a pitch of %g x %g m; expected 90 … 120 by 45 … 90",
                       size.length, size.width);
    teams->match->map = place_map(&units);
    teams->described = true;
    return true;
}

/* ---- the frames ---- */

static void take_place(Teams *teams, const JsonItem *item, const JsonNode *node, uint32_t player, int period, int frame)
{
    double x, y;
    teams->match->seen++;
    if (jsonfile_number(node, "x", &x) && jsonfile_number(node, "y", &y))
        match_spot(teams->match, player, period, frame, x, y);
    else
        match_skip(teams->match, item->line, "%s",
                   player == match_ball(teams->match) ? "the ball has no place in its frame"
                                                      : "a player without a place in a frame");
}

/** player_of - by his number, or in the layout of 2020 by that of his track. */
static bool player_of(Teams *teams, const JsonNode *node, uint32_t *player)
{
    char id[64], key[80];
    if (jsonfile_id(node, "player_id", id, sizeof id))
        snprintf(key, sizeof key, "%s", id);
    else if (jsonfile_id(node, "trackable_object", id, sizeof id))
        snprintf(key, sizeof key, "object %s", id);
    else
        return false;
    if (teams->ball[0] && strcmp(id, teams->ball) == 0 && key[0] == 'o') {
        *player = match_ball(teams->match);
        return true;
    }
    *player = match_player(teams->match, key, MATCH_NOBODY);
    return teams->match->player[*player].team != MATCH_NOBODY;
}

static bool take_frame(void *to, const JsonItem *item, Error *error)
{
    Teams *teams = to;
    int frame, period;
    const JsonNode *players = jsonfile_member(item->node, "player_data"),
                   *ball = jsonfile_member(item->node, "ball_data");
    players = players ? players : jsonfile_member(item->node, "data");
    if (item->key || !jsonfile_whole(item->node, "frame", &frame) || frame < 0 || !players)
        return jsonfile_fail(item, error, "no frame, or no player_data; expected a frame of SkillCorner");
    if (!jsonfile_whole(item->node, "period", &period)) {
        match_skip(teams->match, item->line, "a frame outside of the periods (before the kick-off or in a break)");
        return true;
    }
    if (period < 1 || period > MATCH_PERIODS)
        return jsonfile_fail(item, error, "period %d; expected 1 … %d", period, MATCH_PERIODS);
    teams->match->frames++;
    if (ball)
        take_place(teams, item, ball, match_ball(teams->match), period, frame);
    for (size_t i = 0; i < jsonfile_count(players); i++) {
        uint32_t player;
        const JsonNode *node = jsonfile_element(players, i);
        if (player_of(teams, node, &player))
            take_place(teams, item, node, player, period, frame);
        else {
            teams->match->seen++;
            match_skip(teams->match, item->line, "a place of nobody whom the description names");
        }
    }
    return true;
}

static bool is_frames(const ImportFile *file)
{
    return (import_head(file, "\"player_data\"", 65536) || import_head(file, "\"trackable_object\"", 4096)) &&
           import_head(file, "\"frame\"", 65536) && !import_head(file, "\"pitch_length\"", 65536);
}

static bool is_description(const ImportFile *file)
{
    return import_first(file) == '{' && import_head(file, "\"pitch_length\"", 1 << 20) &&
           import_head(file, "\"home_team\"", 1 << 20);
}

static bool read_frames(Teams *teams, const ImportFile *file, Error *error)
{
    match_file(teams->match, file->path);
    if (import_first(file) == '[')
        return jsonfile_each(file->path, file->bytes, file->count, NULL, take_frame, teams, error);
    return jsonfile_lines(file->path, file->bytes, file->count, take_frame, teams, error);
}

static bool read_match(Match *match, const ImportFile *files, size_t count, Error *error)
{
    Teams teams = {.match = match};
    size_t frames = 0;
    match->turned = true;
    match->rate = 10;
    match->clock = "seconds, frame / 10, which runs on through half-time";
    for (size_t i = 0; i < count; i++)
        teams.by_object =
            teams.by_object || (!is_description(&files[i]) && !import_head(&files[i], "\"player_data\"", 65536));
    for (size_t i = 0; i < count; i++)
        if (is_description(&files[i]) && !describe(&teams, &files[i], error))
            return false;
    if (!teams.described)
        return fail_at(error, ERR_INPUT, files[0].path, 0, 0,
                       "the match's description is missing; expected its match.json beside the tracking");
    for (size_t i = 0; i < count; i++) {
        frames += !is_description(&files[i]);
        if (!is_description(&files[i]) && !read_frames(&teams, &files[i], error))
            return false;
    }
    return frames || fail_at(error, ERR_INPUT, files[0].path, 0, 0,
                             "a description of the match alone; expected the tracking (JSON lines) beside it");
}

static bool knows(const ImportFile *file)
{
    return is_description(file) || is_frames(file);
}

const ImportFormat IMPORT_SKILLCORNER = {
    .name = "skillcorner",
    .provider = "SkillCorner, broadcast tracking",
    .attribution =
        "SkillCorner, https://skillcorner.com (the open data are under the MIT licence, (c) 2020 SkillCorner)",
    .files = "match.json and the tracking as JSON lines",
    .knows = knows,
    .read = read_match,
};
