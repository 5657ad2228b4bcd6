/* StatsBomb's events: JSON, an array of objects.
 *
 *   type {id, name}     Pass, Carry, Shot …; what more is known stands in a member of that name: pass {end_location, type,
 *                       cross, outcome}, shot {end_location, outcome, type}, carry {end_location}, …
 *   location [x, y]     0 … 120 by 0 … 80 from the top left, always with the acting team attacking x = 120
 *   period, timestamp   hours:minutes:seconds within the period
 *   team, player        {id, name}
 *
 * Traps: a pass without an outcome arrived. The end of a shot may have a third number, its height: left out. Camera On,
 * Starting XI, Ball Receipt, Pressure and others are no actions. The boxes (18 by 44 and 6 by 20) are not in proportion. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/football/import/decimal.h"
#include "engine/football/import/import.h"
#include "engine/football/import/jsonfile.h"

/** Detail - the members that decide; "" where there is none. */
typedef struct Detail {
    const char *type, *outcome, *body;
    bool cross;
    const JsonNode *end;
} Detail;

static const char *name_in(const JsonNode *node, const char *key)
{
    const char *name = jsonfile_text(jsonfile_member(node, key), "name");
    return name ? name : "";
}

static Detail detail_of(const JsonNode *event, const char *type)
{
    static const struct {
        const char *type, *member;
    } MEMBERS[] = {
        {"Pass", "pass"},
        {"Shot", "shot"},
        {"Carry", "carry"},
        {"Dribble", "dribble"},
        {"Duel", "duel"},
        {"Interception", "interception"},
        {"Goal Keeper", "goalkeeper"},
        {"Clearance", "clearance"},
        {"Foul Committed", "foul_committed"},
    };
    const JsonNode *member = NULL;
    for (size_t i = 0; i < sizeof MEMBERS / sizeof *MEMBERS; i++)
        if (strcmp(type, MEMBERS[i].type) == 0)
            member = jsonfile_member(event, MEMBERS[i].member);
    Detail detail = {name_in(member, "type"), name_in(member, "outcome"), name_in(member, "body_part"),
                     jsonfile_member(member, "cross") != NULL, jsonfile_member(member, "end_location")};
    if (strcmp(type, "Foul Committed") == 0)
        detail.outcome = name_in(member, "card");
    return detail;
}

static bool is(const char *word, const char *other)
{
    return strcmp(word, other) == 0;
}

static bool begins(const char *word, const char *with)
{
    return strncmp(word, with, strlen(with)) == 0;
}

static Action passed(const Detail *detail)
{
    if (is(detail->type, "Throw-in"))
        return ACTION_THROW_IN;
    if (is(detail->type, "Goal Kick"))
        return ACTION_GOALKICK;
    if (is(detail->type, "Corner"))
        return detail->cross ? ACTION_CORNER_CROSSED : ACTION_CORNER_SHORT;
    if (is(detail->type, "Free Kick"))
        return detail->cross ? ACTION_FREEKICK_CROSSED : ACTION_FREEKICK_SHORT;
    return detail->cross ? ACTION_CROSS : ACTION_PASS;
}

static Action kept(const Detail *detail)
{
    if (begins(detail->type, "Shot Saved") || begins(detail->type, "Penalty Saved") || is(detail->type, "Save"))
        return ACTION_KEEPER_SAVE;
    if (is(detail->type, "Punch"))
        return ACTION_KEEPER_PUNCH;
    if (is(detail->type, "Collected") || is(detail->type, "Smother"))
        return ACTION_KEEPER_CLAIM;
    return is(detail->type, "Keeper Sweeper") && is(detail->outcome, "Claim") ? ACTION_KEEPER_PICK_UP : ACTION_NONE;
}

static Action action_of(const char *type, const Detail *detail)
{
    static const struct {
        const char *type;
        Action action;
    } PLAIN[] = {
        {"Carry", ACTION_DRIBBLE},
        {"Dribble", ACTION_TAKE_ON},
        {"Foul Committed", ACTION_FOUL},
        {"Interception", ACTION_INTERCEPTION},
        {"Clearance", ACTION_CLEARANCE},
        {"Miscontrol", ACTION_BAD_TOUCH},
        {"Own Goal Against", ACTION_BAD_TOUCH},
    };
    if (is(type, "Pass"))
        return passed(detail);
    if (is(type, "Shot"))
        return is(detail->type, "Penalty")     ? ACTION_SHOT_PENALTY
               : is(detail->type, "Free Kick") ? ACTION_SHOT_FREEKICK
                                               : ACTION_SHOT;
    if (is(type, "Goal Keeper"))
        return kept(detail);
    if (is(type, "Duel"))
        return is(detail->type, "Tackle") ? ACTION_TACKLE : ACTION_NONE;
    for (size_t i = 0; i < sizeof PLAIN / sizeof *PLAIN; i++)
        if (is(type, PLAIN[i].type))
            return PLAIN[i].action;
    return ACTION_NONE;
}

static Result result_of(const char *type, Action action, const Detail *detail)
{
    if (is(type, "Own Goal Against"))
        return RESULT_OWNGOAL;
    if (action_is_shot(action))
        return is(detail->outcome, "Goal") ? RESULT_SUCCESS : RESULT_FAIL;
    if (is(type, "Pass"))
        return !*detail->outcome ? RESULT_SUCCESS : is(detail->outcome, "Pass Offside") ? RESULT_OFFSIDE : RESULT_FAIL;
    if (action == ACTION_FOUL)
        return is(detail->outcome, "Yellow Card") ? RESULT_YELLOW_CARD
               : *detail->outcome                 ? RESULT_RED_CARD
                                                  : RESULT_FAIL;
    if (action == ACTION_TAKE_ON)
        return is(detail->outcome, "Complete") ? RESULT_SUCCESS : RESULT_FAIL;
    if (action == ACTION_TACKLE || action == ACTION_INTERCEPTION)
        return begins(detail->outcome, "Lost") ? RESULT_FAIL : RESULT_SUCCESS;
    return action == ACTION_BAD_TOUCH ? RESULT_FAIL : RESULT_SUCCESS;
}

static Body body_of(Action action, const char *body)
{
    if (is(body, "Left Foot"))
        return BODY_FOOT_LEFT;
    if (is(body, "Right Foot"))
        return BODY_FOOT_RIGHT;
    if (is(body, "Head"))
        return BODY_HEAD;
    bool hands = action == ACTION_THROW_IN || (action >= ACTION_KEEPER_SAVE && action <= ACTION_KEEPER_PICK_UP);
    return *body || hands ? BODY_OTHER : BODY_FOOT;
}

/** read_time - "00:01:13.824" in seconds. */
static bool read_time(const char *text, double *time)
{
    double hours, minutes, seconds;
    if (!text || strlen(text) < 8 || text[2] != ':' || text[5] != ':')
        return false;
    if (!decimal_part(text, 2, &hours) || !decimal_part(text + 3, 2, &minutes) || !decimal_read(text + 6, &seconds))
        return false;
    *time = 3600 * hours + 60 * minutes + seconds;
    return hours >= 0 && minutes >= 0 && seconds >= 0;
}

static bool read_place(const JsonNode *location, double raw[2])
{
    double x, y;
    if (!jsonfile_double(jsonfile_element(location, 0), &x) || !jsonfile_double(jsonfile_element(location, 1), &y))
        return false;
    raw[0] = x;
    raw[1] = y;
    return true;
}

static uint32_t team_of(Match *match, const JsonNode *event)
{
    char id[64];
    const JsonNode *team = jsonfile_member(event, "team");
    if (!jsonfile_id(team, "id", id, sizeof id))
        return MATCH_NOBODY;
    uint32_t number = match_team(match, id);
    if (jsonfile_text(team, "name"))
        match_name_team(match, number, jsonfile_text(team, "name"));
    return number;
}

static uint32_t player_of(Match *match, const JsonNode *event, uint32_t team)
{
    char id[64];
    const JsonNode *player = jsonfile_member(event, "player");
    if (!jsonfile_id(player, "id", id, sizeof id))
        return MATCH_NOBODY;
    size_t before = match->players.count;
    uint32_t number = match_player(match, id, team);
    if (match->players.count > before && jsonfile_text(player, "name"))
        match_name_player(match, number, jsonfile_text(player, "name"));
    return number;
}

static void add(Match *match, const JsonItem *item, const char *type, const Detail *detail, const MatchEvent *frame)
{
    char word[100];
    MatchEvent *event = match_event(match);
    event->action = action_of(type, detail);
    event->result = result_of(type, event->action, detail);
    event->body = body_of(event->action, detail->body);
    event->match = frame->match;
    event->team = team_of(match, item->node);
    event->player = player_of(match, item->node, event->team);
    event->period = frame->period;
    event->time = frame->time;
    memcpy(event->raw, frame->raw, sizeof event->raw);
    snprintf(word, sizeof word, "%.40s%s%.40s", type, *detail->type ? " / " : "", detail->type);
    event->word = match_word(match, word);
    if (jsonfile_count(detail->end) > 2)
        match_change(match, item->index, "the height at the end of a shot: left out");
}

static bool take(void *to, const JsonItem *item, Error *error)
{
    Match *match = to;
    const char *type = name_in(item->node, "type");
    MatchEvent frame = {.match = (uint32_t)match->matches.count - 1, .raw = {NAN, NAN, NAN, NAN}};
    if (item->key || !*type)
        return jsonfile_fail(item, error, "event %zu has no type {name}; expected an event of StatsBomb", item->index);
    if (!jsonfile_whole(item->node, "period", &frame.period) || frame.period < 1 || frame.period > MATCH_PERIODS)
        return jsonfile_fail(item, error, "event %zu has no period from 1 to %d", item->index, MATCH_PERIODS);
    if (!read_time(jsonfile_text(item->node, "timestamp"), &frame.time))
        return jsonfile_fail(item, error, "event %zu has no timestamp; expected 00:01:13.824", item->index);
    Detail detail = detail_of(item->node, type);
    match->seen++;
    if (action_of(type, &detail) == ACTION_NONE)
        match_skip(match, item->index, "%.40s%s%.40s: no action of SPADL", type, *detail.type ? " / " : "",
                   detail.type);
    else if (!read_place(jsonfile_member(item->node, "location"), frame.raw))
        match_skip(match, item->index, "%.40s without a place", type);
    else {
        if (detail.end && !read_place(detail.end, frame.raw + 2))
            match_change(match, item->index, "an end_location that is no place: left empty");
        add(match, item, type, &detail, &frame);
    }
    return true;
}

static bool read_match(Match *match, const ImportFile *files, size_t count, Error *error)
{
    static const PlaceUnits UNITS = {120, 80, 6, 12, 18, 8, 20, 44, false, true};
    match->map = place_map(&UNITS);
    match->clock = "seconds since the period began";
    match->side_words =
        "the provider turns every event so that the acting team attacks to the right; nothing is turned here";
    for (size_t i = 0; i < count; i++) {
        const char *slash = strrchr(files[i].path, '/');
        match_file(match, files[i].path);
        match->by_event = true;
        match_number(match, slash ? slash + 1 : files[i].path);
        if (match->matches.count != i + 1)
            return fail_at(error, ERR_INPUT, files[i].path, 0, 0,
                           "a second file of this name; expected each match once");
        if (!jsonfile_each(files[i].path, files[i].bytes, files[i].count, NULL, take, match, error))
            return false;
    }
    return true;
}

static bool knows(const ImportFile *file)
{
    return import_first(file) == '[' && import_head(file, "\"possession_team\"", 65536) &&
           import_head(file, "\"play_pattern\"", 65536);
}

const ImportFormat IMPORT_STATSBOMB = {
    .name = "statsbomb",
    .provider = "StatsBomb, events",
    .attribution = "StatsBomb, https://statsbomb.com (open data: name StatsBomb as the source and show its logo where "
                   "results are published)",
    .files = "events of one match a file as JSON",
    .knows = knows,
    .read = read_match,
};
