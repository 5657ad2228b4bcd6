/* Metrica's FIFA EPTS files: metadata as XML, places as text, events as JSON.
 *
 *   metadata   FrameRate, the first and last frame of each half (ProviderParameter first_half_start …), FieldSize, Team,
 *              Player id teamId, attack_direction_first_half; PlayerChannel id → channelId, playerId; and
 *              DataFormatSpecification startFrame endFrame: which channels stand in a row, in which order
 *   tracking   a frame a line: `frame:x,y;x,y;…:ball x,ball y`, 0 … 1 from the top left, NaN where missing
 *   events     {"data": [{type {name}, subtypes {name}, team {id}, from {id}, period, start {time, x, y}, end {…}}]}
 *
 * Traps: the order of the players is that of the DataFormatSpecification, which may change within a match (one team may
 * have eleven, and substitutes later), not that of the list of players. A player may have four channels: x and y are found
 * by their name. subtypes may be null, one object or a list. */
#include "engine/football/import/import_epts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/football/import/decimal.h"
#include "engine/football/import/import.h"
#include "engine/football/import/import_metrica.h"
#include "engine/football/import/jsonfile.h"

/* ---- places ---- */

/** Line - one frame while it is read. */
typedef struct Line {
    const char *name, *bytes;
    size_t at, end, number;
} Line;

static bool fail_line(const Line *line, Error *error, const char *what)
{
    return fail_at(error, ERR_INPUT, line->name, line->number, 0,
                   "%s; expected frame:x,y;…:x,y as the DataFormatSpecification says", what);
}

/** number - up to one of the separators, which is left standing. */
static bool number(Line *line, double *value, Error *error)
{
    size_t begin = line->at;
    while (line->at < line->end && !strchr(",;:\r", line->bytes[line->at]))
        line->at++;
    size_t length = line->at - begin;
    *value = NAN;
    if (length == 3 && strncmp(line->bytes + begin, "NaN", 3) == 0)
        return true;
    return decimal_part(line->bytes + begin, length, value) || fail_line(line, error, "a field that is no number");
}

/** group - the numbers of one player or of the ball, as many as stand there, at most as many as there is room. */
static bool group(Line *line, double *value, size_t room, size_t *count, Error *error)
{
    *count = 0;
    while (true) {
        if (*count == room)
            return fail_line(line, error, "more numbers in a group than channels");
        if (!number(line, &value[(*count)++], error))
            return false;
        if (line->at >= line->end || line->bytes[line->at] != ',')
            return true;
        line->at++;
    }
}

static void place(Match *match, const Line *line, uint32_t player, int period, int frame, double x, double y)
{
    match->seen++;
    if (isnan(x) || isnan(y))
        match_skip(match, line->number,
                   player == match_ball(match) ? "the ball has no place in its frame"
                                               : "a player has no place in a frame (not on the pitch, or not seen)");
    else
        match_spot(match, player, period, frame, x, y);
}

static bool read_players(const Epts *epts, const EptsSpec *spec, Line *line, int period, int frame, Error *error)
{
    double value[EPTS_CHANNELS];
    size_t count;
    for (size_t i = 0; i < spec->groups; i++) {
        const EptsGroup *of = &spec->group[i];
        if (line->at >= line->end || line->bytes[line->at] != (i ? ';' : ':'))
            return fail_line(line, error, "fewer players than the metadata say");
        line->at++;
        if (!group(line, value, EPTS_CHANNELS, &count, error))
            return false;
        if (count != of->channels)
            return fail_line(line, error, "a player with more or fewer numbers than channels");
        place(epts->match, line, of->player, period, frame, value[of->x], value[of->y]);
    }
    return true;
}

static bool read_frame(const Epts *epts, Line *line, Error *error)
{
    double frame, ball[EPTS_CHANNELS];
    size_t count;
    if (!number(line, &frame, error))
        return false;
    if (!(frame >= 0 && frame <= 1e7) || frame != floor(frame))
        return fail_line(line, error, "a line that does not begin with a frame's number");
    const EptsSpec *spec = import_epts_spec(epts, (int)frame);
    int period = import_epts_period(epts, (int)frame);
    if (!spec || !period) {
        epts->match->seen++;
        match_skip(epts->match, line->number,
                   spec ? "a frame outside of the halves" : "a frame that no DataFormatSpecification describes");
        return true;
    }
    epts->match->frames++;
    if (!read_players(epts, spec, line, period, (int)frame, error))
        return false;
    if (line->at >= line->end || line->bytes[line->at++] != ':')
        return fail_line(line, error, "more players than the metadata say, or no ball");
    if (!group(line, ball, EPTS_CHANNELS, &count, error))
        return false;
    if (count < 2 || (line->at < line->end && line->bytes[line->at] != '\r'))
        return fail_line(line, error, "a line that does not end with the ball's x,y");
    place(epts->match, line, match_ball(epts->match), period, (int)frame, ball[0], ball[1]);
    return true;
}

static bool read_tracking(const Epts *epts, const ImportFile *file, Error *error)
{
    Line line = {file->path, file->bytes, 0, 0, 1};
    for (size_t begin = text_mark(file->bytes, file->count); begin < file->count; begin = line.end + 1, line.number++) {
        const char *end = memchr(file->bytes + begin, '\n', file->count - begin);
        line.at = begin;
        line.end = end ? (size_t)(end - file->bytes) : file->count;
        if (line.end > begin && file->bytes[begin] != '\r' && !read_frame(epts, &line, error))
            return false;
    }
    return import_whole(file, error);
}

/* ---- events ---- */

typedef struct Events {
    Match *match;
    ImportMetricaState state;
} Events;

static void read_ends(const JsonNode *node, double raw[4])
{
    static const char *const ENDS[] = {"start", "end"};
    for (size_t i = 0; i < 2; i++) {
        const JsonNode *end = jsonfile_member(node, ENDS[i]);
        if (!jsonfile_number(end, "x", &raw[2 * i]) || !jsonfile_number(end, "y", &raw[2 * i + 1]))
            raw[2 * i] = raw[2 * i + 1] = NAN;
    }
}

static void read_subtypes(const JsonNode *subtypes, char *joined, size_t size)
{
    const char *one = jsonfile_text(subtypes, "name");
    snprintf(joined, size, "%.80s", one ? one : "");
    for (size_t i = 0; i < jsonfile_count(subtypes) && i < 8; i++) {
        const char *name = jsonfile_text(jsonfile_element(subtypes, i), "name");
        size_t length = strlen(joined);
        snprintf(joined + length, size - length, "%s%.40s", length ? "-" : "", name ? name : "");
    }
}

static bool take_event(void *to, const JsonItem *item, Error *error)
{
    Events *events = to;
    char subtype[400], team[64], player[64];
    if (item->key)
        return true;
    read_subtypes(jsonfile_member(item->node, "subtypes"), subtype, sizeof subtype);
    MetricaRow row = {.type = jsonfile_text(jsonfile_member(item->node, "type"), "name"),
                      .subtype = subtype,
                      .receiver = "",
                      .player = MATCH_NOBODY,
                      .line = item->index};
    if (!row.type || !jsonfile_id(jsonfile_member(item->node, "team"), "id", team, sizeof team))
        return jsonfile_fail(item, error, "event %zu has no type {name} or no team {id}", item->index);
    if (!jsonfile_whole(item->node, "period", &row.period) || row.period < 1 || row.period > MATCH_PERIODS ||
        !jsonfile_number(jsonfile_member(item->node, "start"), "time", &row.time))
        return jsonfile_fail(item, error, "event %zu has no period (1 … %d) or no start {time}", item->index,
                             MATCH_PERIODS);
    row.team = match_team(events->match, team);
    if (jsonfile_id(jsonfile_member(item->node, "from"), "id", player, sizeof player))
        row.player = match_player(events->match, player, row.team);
    read_ends(item->node, row.raw);
    import_metrica_row(events->match, &events->state, &row);
    return true;
}

/* ---- files ---- */

static bool is_metadata(const ImportFile *file)
{
    return import_first(file) == '<' && import_head(file, "EPTS", 2048);
}

static bool is_events(const ImportFile *file)
{
    return import_first(file) == '{' && import_head(file, "\"data\"", 40) && import_head(file, "\"subtypes\"", 8192);
}

static bool is_tracking(const ImportFile *file)
{
    const size_t begin = text_mark(file->bytes, file->count);
    size_t at = begin;
    while (at < file->count && at < begin + 9 && file->bytes[at] >= '0' && file->bytes[at] <= '9')
        at++;
    return at > begin && at < file->count && file->bytes[at] == ':';
}

static bool read_file(Epts *epts, const ImportFile *file, Error *error)
{
    match_file(epts->match, file->path);
    if (is_events(file)) {
        Events events = {epts->match, {0}};
        epts->match->by_event = true;
        return jsonfile_each(file->path, file->bytes, file->count, "data", take_event, &events, error);
    }
    if (is_tracking(file))
        return read_tracking(epts, file, error);
    return is_metadata(file) || fail_at(error, ERR_INPUT, file->path, 1, 0,
                                        "neither metadata (XML), tracking (frame:x,y;…) nor events (JSON)");
}

static bool read_files(Epts *epts, const ImportFile *files, size_t count, Error *error)
{
    bool described = false;
    for (size_t i = 0; i < count; i++)
        if (is_metadata(&files[i])) {
            if (described)
                return fail_at(error, ERR_INPUT, files[i].path, 0, 0,
                               "a second file of metadata; expected files of one match");
            match_file(epts->match, files[i].path);
            described = true;
            if (!import_epts_metadata(epts, files[i].path, files[i].bytes, files[i].count, error))
                return false;
        }
    if (!described)
        return fail_at(error, ERR_INPUT, files[0].path, 0, 0,
                       "the metadata are missing; expected their XML file beside this one");
    for (size_t i = 0; i < count; i++)
        if (!read_file(epts, &files[i], error))
            return false;
    return epts->match->seen > 0 || fail_at(error, ERR_INPUT, files[0].path, 0, 0,
                                            "metadata alone; expected the tracking or the events beside them");
}

static bool read_match(Match *match, const ImportFile *files, size_t count, Error *error)
{
    static const PlaceUnits UNITS = {.length = 1, .width = 1, .y_down = true};
    Epts *epts = import_epts_new(match);
    match->map = place_map(&UNITS);
    match->turned = true;
    match->rate = 25;
    match->clock = "seconds of the file's own clock, which runs on through half-time";
    bool good = read_files(epts, files, count, error);
    import_epts_free(epts);
    return good;
}

static bool knows(const ImportFile *file)
{
    return is_metadata(file) || is_events(file) || is_tracking(file);
}

const ImportFormat IMPORT_METRICA_EPTS = {
    .name = "metrica-epts",
    .provider = "Metrica Sports, FIFA EPTS",
    .attribution = "Metrica Sports, https://github.com/metrica-sports/sample-data",
    .files = "metadata as XML with the tracking as text or the events as JSON",
    .knows = knows,
    .read = read_match,
};
