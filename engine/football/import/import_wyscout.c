/* Wyscout events, as the public set has them: JSON, one object an event.
 *
 *   eventName, subEventName   what it is, in two words
 *   tags [{id}]               what more is known of it: 101 goal, 102 own goal, 401 402 403 left foot, right foot, head,
 *                             503 504 take on, 801 high, 1401 interception, 1601 sliding tackle, 1701 red, 1702 yellow,
 *                             1703 second yellow, 1801 accurate, 1802 not
 *   positions [{x, y}]        one or two, 0 … 100 from the top left, always with the acting team attacking x = 100
 *   matchPeriod, eventSec     1H 2H E1 E2 P, and seconds within it
 *   teamId, playerId, matchId
 *
 * Either a bare array (which may hold many matches) or an object whose member `events` is one, beside `teams` and `players`
 * with their names, in which letters are escaped twice (\\u010c).
 *
 * Traps: tag 101 stands on the save attempt of the keeper who was beaten too, so only shots can be goals. Penalties and
 * direct shots stand under Free Kick. Where nobody noted a place it is (0, 0) or (100, 100): at the end of shots and of balls
 * that went out, and for a goal kick and a save. A save then has only its end: where the shot came from, as the keeper sees
 * it; a goal kick is put on the front of the goal area. A goal kick is not judged: it arrived if its team acts next. A corner
 * kick at (100, 100) is one. A duel is two events, one for each team, and no action of SPADL unless somebody takes on or
 * slides. The penalty area is 16 by 62 units: not in proportion.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/football/import/import.h"
#include "engine/football/import/jsonfile.h"

enum {
    TAG_GOAL = 101,
    TAG_OWN_GOAL = 102,
    TAG_LEFT = 401,
    TAG_RIGHT = 402,
    TAG_HEAD = 403,
    TAG_TAKE_ON_LEFT = 503,
    TAG_TAKE_ON_RIGHT = 504,
    TAG_HIGH = 801,
    TAG_INTERCEPTION = 1401,
    TAG_SLIDING = 1601,
    TAG_RED = 1701,
    TAG_YELLOW = 1702,
    TAG_SECOND_YELLOW = 1703,
    TAG_ACCURATE = 1801,
};

static bool has_tag(const JsonNode *event, int tag)
{
    const JsonNode *tags = jsonfile_member(event, "tags");
    for (size_t i = 0; i < jsonfile_count(tags); i++) {
        int id;
        if (jsonfile_whole(jsonfile_element(tags, i), "id", &id) && id == tag)
            return true;
    }
    return false;
}

/** Named - what a word of the provider means. */
typedef struct Named {
    const char *event, *sub; // NULL: whatever else
    Action action;
} Named;

static Action named(const char *event, const char *sub)
{
    static const Named TABLE[] = {
        {"Pass", "Cross", ACTION_CROSS},
        {"Pass", NULL, ACTION_PASS},
        {"Free Kick", "Corner", ACTION_CORNER_SHORT},
        {"Free Kick", "Free Kick", ACTION_FREEKICK_SHORT},
        {"Free Kick", "Free kick cross", ACTION_FREEKICK_CROSSED},
        {"Free Kick", "Free kick shot", ACTION_SHOT_FREEKICK},
        {"Free Kick", "Goal kick", ACTION_GOALKICK},
        {"Free Kick", "Penalty", ACTION_SHOT_PENALTY},
        {"Free Kick", "Throw in", ACTION_THROW_IN},
        {"Shot", NULL, ACTION_SHOT},
        {"Save attempt", NULL, ACTION_KEEPER_SAVE},
        {"Foul", "Protest", ACTION_NONE},
        {"Foul", "Late card foul", ACTION_NONE},
        {"Foul", "Out of game foul", ACTION_NONE},
        {"Foul", "Time lost foul", ACTION_NONE},
        {"Foul", NULL, ACTION_FOUL},
        {"Others on the ball", "Clearance", ACTION_CLEARANCE},
        {"Others on the ball", "Acceleration", ACTION_DRIBBLE},
    };
    for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++)
        if (strcmp(event, TABLE[i].event) == 0 && (!TABLE[i].sub || strcmp(sub, TABLE[i].sub) == 0))
            return TABLE[i].action;
    return ACTION_NONE;
}

static Action action_of(const JsonNode *event, const char *name, const char *sub)
{
    Action action = named(name, sub);
    if (action == ACTION_CORNER_SHORT && has_tag(event, TAG_HIGH))
        return ACTION_CORNER_CROSSED;
    if (action != ACTION_NONE)
        return action;
    if (has_tag(event, TAG_TAKE_ON_LEFT) || has_tag(event, TAG_TAKE_ON_RIGHT))
        return ACTION_TAKE_ON;
    if (has_tag(event, TAG_SLIDING))
        return ACTION_TACKLE;
    if (has_tag(event, TAG_INTERCEPTION))
        return ACTION_INTERCEPTION;
    return strcmp(sub, "Touch") == 0 && !has_tag(event, TAG_ACCURATE) ? ACTION_BAD_TOUCH : ACTION_NONE;
}

static Result result_of(const JsonNode *event, Action action)
{
    if (has_tag(event, TAG_OWN_GOAL))
        return RESULT_OWNGOAL;
    if (action_is_shot(action))
        return has_tag(event, TAG_GOAL) ? RESULT_SUCCESS : RESULT_FAIL;
    if (action == ACTION_FOUL && (has_tag(event, TAG_RED) || has_tag(event, TAG_SECOND_YELLOW)))
        return RESULT_RED_CARD;
    if (action == ACTION_FOUL)
        return has_tag(event, TAG_YELLOW) ? RESULT_YELLOW_CARD : RESULT_FAIL;
    return has_tag(event, TAG_ACCURATE) || action == ACTION_CLEARANCE || action == ACTION_DRIBBLE ? RESULT_SUCCESS
                                                                                                  : RESULT_FAIL;
}

static Body body_of(const JsonNode *event, Action action, const char *sub)
{
    if (has_tag(event, TAG_LEFT))
        return BODY_FOOT_LEFT;
    if (has_tag(event, TAG_RIGHT))
        return BODY_FOOT_RIGHT;
    if (strcmp(sub, "Head pass") == 0)
        return BODY_HEAD;
    if (has_tag(event, TAG_HEAD))
        return BODY_HEAD_OTHER;
    bool hands = action == ACTION_THROW_IN || action == ACTION_KEEPER_SAVE || strcmp(sub, "Hand pass") == 0;
    return hands ? BODY_OTHER : BODY_FOOT;
}

static int period_of(const JsonNode *event)
{
    static const char *const NAMES[MATCH_PERIODS] = {"1H", "2H", "E1", "E2", "P"};
    const char *period = jsonfile_text(event, "matchPeriod");
    for (int i = 0; period && i < MATCH_PERIODS; i++)
        if (strcmp(period, NAMES[i]) == 0)
            return i + 1;
    return 0;
}

/** is_corner - (0, 0) or (100, 100), which stand for "not noted" where the ball cannot have been. */
static bool is_corner(double x, double y)
{
    return (x == 0 && y == 0) || (x == 100 && y == 100);
}

/** noted - whether the provider means this place. */
static bool noted(Action action, bool end, double x, double y)
{
    bool seldom = end || action_is_shot(action) || action == ACTION_KEEPER_SAVE || action == ACTION_GOALKICK;
    return !(seldom && is_corner(x, y));
}

static void read_places(Match *match, const JsonItem *item, Action action, double raw[4])
{
    const JsonNode *positions = jsonfile_member(item->node, "positions");
    for (size_t i = 0; i < 2; i++) {
        double x, y;
        const JsonNode *position = jsonfile_element(positions, i);
        if (!jsonfile_number(position, "x", &x) || !jsonfile_number(position, "y", &y))
            continue;
        if (!noted(action, i == 1, x, y)) {
            match_change(match, item->index, "%s that nobody noted, (0, 0) or (100, 100): left empty",
                         i ? "an end" : "the place of a shot, save or goal kick");
            continue;
        }
        raw[2 * i] = x;
        raw[2 * i + 1] = y;
    }
    if (isnan(raw[0]) && action == ACTION_KEEPER_SAVE && !isnan(raw[2])) {
        raw[0] = raw[2];
        raw[1] = raw[3];
        raw[2] = raw[3] = NAN;
        match_change(match, item->index, "a save stands where the shot came from, the only place it has");
    }
}

/** mark_offside - the flag makes the pass before it one. */
static void mark_offside(Match *match, uint32_t team)
{
    for (size_t i = match->events; i > 0 && match->events - i < 3; i--) {
        MatchEvent *event = &match->event[i - 1];
        if (event->team == team && event->action <= ACTION_CORNER_SHORT) {
            event->result = RESULT_OFFSIDE;
            return;
        }
    }
}

static void keep(Match *match, const JsonItem *item, const char *name, const char *sub, const MatchEvent *frame)
{
    double raw[4] = {NAN, NAN, NAN, NAN};
    Action action = action_of(item->node, name, sub);
    if (strcmp(name, "Offside") == 0)
        mark_offside(match, frame->team);
    if (action == ACTION_NONE) {
        match_skip(match, item->index, "%.40s / %.40s: no action of SPADL", name, *sub ? sub : "-");
        return;
    }
    read_places(match, item, action, raw);
    if (isnan(raw[0]) && action != ACTION_GOALKICK) {
        match_skip(match, item->index, "%s without a place", action_name(action));
        return;
    }
    char word[100];
    snprintf(word, sizeof word, "%.40s / %.40s", name, *sub ? sub : "-");
    MatchEvent *event = match_event(match);
    size_t order = event->order;
    *event = *frame;
    event->order = order;
    event->action = action;
    event->result = result_of(item->node, action);
    event->body = body_of(item->node, action, sub);
    event->word = match_word(match, word);
    memcpy(event->raw, raw, sizeof raw);
    for (size_t i = 0; i < 4; i++)
        event->at[i] = NAN;
    if (isnan(raw[0])) { // the front of its own goal area
        event->at[0] = -47;
        event->at[1] = 0;
        match_change(match, item->index, "a goal kick without a place: put on the front of the goal area, (-47, 0)");
    }
}

/** judge - goal kicks: they arrived where their team acts next. */
static void judge(Match *match, size_t begin)
{
    for (size_t i = begin; i + 1 < match->events; i++) {
        MatchEvent *event = &match->event[i], *next = event + 1;
        bool follows = next->match == event->match && next->period == event->period;
        if (event->action == ACTION_GOALKICK && follows && next->team == event->team)
            event->result = RESULT_SUCCESS;
    }
}

static bool take_event(Match *match, const JsonItem *item, Error *error)
{
    char id[64], player[64];
    MatchEvent frame = {.match = MATCH_NOBODY, .player = MATCH_NOBODY};
    const char *name = jsonfile_text(item->node, "eventName"), *sub = jsonfile_text(item->node, "subEventName");
    if (!name || !jsonfile_member(item->node, "positions"))
        return jsonfile_fail(item, error, "event %zu has no eventName or no positions; expected an event of Wyscout",
                             item->index);
    frame.period = period_of(item->node);
    if (!frame.period || !jsonfile_number(item->node, "eventSec", &frame.time))
        return jsonfile_fail(item, error, "event %zu has no matchPeriod (1H, 2H, E1, E2 or P) or no eventSec",
                             item->index);
    if (!jsonfile_id(item->node, "teamId", id, sizeof id))
        return jsonfile_fail(item, error, "event %zu has no teamId; expected a number", item->index);
    match->seen++;
    frame.team = match_team(match, id);
    if (jsonfile_id(item->node, "playerId", player, sizeof player) && strcmp(player, "0") != 0)
        frame.player = match_player(match, player, frame.team);
    frame.match = match_number(match, jsonfile_id(item->node, "matchId", id, sizeof id) ? id : "0");
    keep(match, item, name, sub ? sub : "", &frame);
    return true;
}

/** unescape - names are escaped twice: what is left of "\\u010c" after JSON stands for one letter. What comes of it is
 *  never longer. */
static void unescape(const char *name, char *out, size_t size)
{
    size_t length = 0;
    while (*name && length + 4 < size) {
        unsigned code;
        char digits[5] = {0};
        bool escaped = name[0] == '\\' && name[1] == 'u' && strspn(name + 2, "0123456789abcdefABCDEF") >= 4;
        if (escaped) {
            memcpy(digits, name + 2, 4);
            code = (unsigned)strtoul(digits, NULL, 16);
            escaped = code != 0;
        }
        length += escaped ? utf8_put(code, out + length) : 1;
        if (!escaped)
            out[length - 1] = *name;
        name += escaped ? 6 : 1;
    }
    out[length] = 0;
}

static bool take_team(void *to, const JsonItem *item, Error *error)
{
    Match *match = to;
    const char *name = jsonfile_text(jsonfile_member(item->node, "team"), "name");
    char shown[120];
    (void)error;
    if (name) {
        unescape(name, shown, sizeof shown);
        match_name_team(match, match_team(match, item->key), shown);
    }
    return true;
}

static bool take_players(void *to, const JsonItem *item, Error *error)
{
    Match *match = to;
    (void)error;
    for (size_t i = 0; i < jsonfile_count(item->node); i++) {
        char id[64], shown[120];
        const JsonNode *player = jsonfile_member(jsonfile_element(item->node, i), "player");
        const char *name = jsonfile_text(player, "shortName");
        if (!name || !jsonfile_id(player, "wyId", id, sizeof id))
            continue;
        unescape(name, shown, sizeof shown);
        match_name_player(match, match_player(match, id, match_team(match, item->key)), shown);
    }
    return true;
}

static bool take(void *to, const JsonItem *item, Error *error)
{
    if (!item->key)
        return take_event(to, item, error);
    if (strcmp(item->key, "teams") == 0)
        return jsonfile_members(item->node, take_team, to, error);
    if (strcmp(item->key, "players") == 0)
        return jsonfile_members(item->node, take_players, to, error);
    return true;
}

static bool read_match(Match *match, const ImportFile *files, size_t count, Error *error)
{
    static const PlaceUnits UNITS = {100, 100, 6, 10, 16, 12, 26, 62, false, true};
    match->map = place_map(&UNITS);
    match->clock = "seconds since the period began";
    match->side_words =
        "the provider turns every event so that the acting team attacks to the right; nothing is turned here";
    for (size_t i = 0; i < count; i++) {
        size_t begin = match->events;
        match_file(match, files[i].path);
        match->by_event = true;
        if (!jsonfile_each(files[i].path, files[i].bytes, files[i].count, "events", take, match, error))
            return false;
        judge(match, begin);
    }
    return true;
}

static bool knows(const ImportFile *file)
{
    return (import_first(file) == '[' || import_first(file) == '{') && import_head(file, "\"subEventName\"", 4096) &&
           import_head(file, "\"positions\"", 4096);
}

const ImportFormat IMPORT_WYSCOUT = {
    .name = "wyscout",
    .provider = "Wyscout, events",
    .attribution =
        "Wyscout. The public set: Pappalardo, L., Cintia, P., Rossi, A. et al., A public data set of spatio-temporal "
        "match events in soccer competitions, Sci Data 6, 236 (2019), CC BY 4.0",
    .files = "events as JSON, a bare array or an object with the member `events`",
    .knows = knows,
    .read = read_match,
};
