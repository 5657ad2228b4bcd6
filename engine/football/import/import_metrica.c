/* Metrica's CSV: places of one team a file, and events.
 *
 *   tracking   three header rows: the team above each player's x (",,,Home,,Home,,…"), the shirts, the titles
 *              (Period,Frame,Time [s],Player11,,Player1,,…,Ball,); then a row a frame, 25 a second, x and y for each player
 *   events     Team,Type,Subtype,Period,Start Frame,Start Time [s],End Frame,End Time [s],From,To,Start X,Start Y,End X,End Y
 *
 * Everything 0 … 1 from the top left, of the stadium: teams change ends. NaN, or nothing, where a player is not there.
 * A team's file and the other's both hold the ball: it is taken once. Nothing says which way the teams play: the places of
 * shots and goal kicks do, or where the keepers stand.
 *
 * Traps: "Player 26" and "Player26" are one man. y runs down. Events outside 0 … 1. The ball is missing in a quarter of the
 * frames. For the events' own traps see import_metrica_event.c. */
#include "engine/football/import/import_metrica.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/football/csv.h"
#include "engine/football/import/decimal.h"
#include "engine/football/import/import.h"

enum { COLUMNS_MAX = 512, TITLES = 14, FIRST = 3 };

/* ---- both ---- */

static bool number_field(const Csv *csv, size_t column, double *number, Error *error)
{
    const CsvField *field = &csv->field[column];
    *number = NAN;
    if (field->length == 0 || text_same(field->text, "NaN"))
        return true;
    return decimal_read(field->text, number) ||
           csv_fail(csv, field->offset, error, "`%.40s` is no number; expected one, or NaN", field->text);
}

static bool period_field(const Csv *csv, size_t column, int *period, Error *error)
{
    size_t value;
    if (!text_count(csv->field[column].text, &value) || value < 1 || value > MATCH_PERIODS)
        return csv_fail(csv, csv->field[column].offset, error, "`%.40s` is no period; expected 1 … %d",
                        csv->field[column].text, MATCH_PERIODS);
    *period = (int)value;
    return true;
}

static bool width_is(const Csv *csv, size_t width, Error *error)
{
    return csv->fields == width ||
           csv_fail(csv, csv->field[0].offset, error, "%zu fields; expected %zu as in the titles", csv->fields, width);
}

/** team_number - Home is the first team, Away the second, whoever comes first. */
static bool team_number(Match *match, const Csv *csv, const CsvField *field, uint32_t *team, Error *error)
{
    if (!text_same(field->text, "Home") && !text_same(field->text, "Away"))
        return csv_fail(csv, field->offset, error, "`%.40s` is no team; expected Home or Away", field->text);
    *team = match_team(match, text_same(field->text, "Home") ? "Home" : "Away");
    return true;
}

static uint32_t player_number(Match *match, const char *name, uint32_t team)
{
    char joined[80];
    size_t length = 0;
    for (; *name && length + 1 < sizeof joined; name++)
        if (*name != ' ')
            joined[length++] = *name;
    joined[length] = 0;
    return match_player(match, joined, team);
}

/* ---- tracking ---- */

typedef struct Tracking {
    size_t width, players;
    struct {
        uint32_t player;
        size_t column;
        size_t missing;
        bool skip;
    } at[COLUMNS_MAX / 2];
} Tracking;

static bool next_row(Csv *csv, const char *what, Error *error)
{
    bool found;
    if (!csv_next(csv, &found, error))
        return false;
    return found || csv_fail(csv, csv->count, error, "the file ends; expected %s", what);
}

static bool read_team(Match *match, Csv *csv, uint32_t *team, Error *error)
{
    if (!next_row(csv, "the row of teams", error))
        return false;
    if (csv->fields <= FIRST || csv->fields > COLUMNS_MAX)
        return csv_fail(csv, csv->field[0].offset, error, "%zu fields; expected a team above each player, at most %d",
                        csv->fields, COLUMNS_MAX);
    return team_number(match, csv, &csv->field[FIRST], team, error);
}

static bool read_titles(Match *match, Csv *csv, uint32_t team, bool has_ball, Tracking *tracking, Error *error)
{
    tracking->width = csv->fields;
    if (csv->fields < FIRST + 2 || csv->fields > COLUMNS_MAX || strcmp(csv->field[0].text, "Period") != 0)
        return csv_fail(csv, csv->field[0].offset, error,
                        "expected the titles Period,Frame,Time [s],Player…,,Ball, in the third row");
    for (size_t column = FIRST; column + 1 < csv->fields; column += 2) {
        bool ball = text_same(csv->field[column].text, "Ball");
        if (csv->field[column].length == 0)
            return csv_fail(csv, csv->field[column].offset, error,
                            "a player without a name; expected one above each x");
        tracking->at[tracking->players].player =
            ball ? match_ball(match) : player_number(match, csv->field[column].text, team);
        tracking->at[tracking->players].skip = ball && has_ball;
        tracking->at[tracking->players++].column = column;
    }
    return true;
}

static bool read_frame(Match *match, const Csv *csv, Tracking *tracking, Error *error)
{
    int period;
    size_t frame;
    if (!width_is(csv, tracking->width, error) || !period_field(csv, 0, &period, error))
        return false;
    if (!text_count(csv->field[1].text, &frame) || frame > 10000000)
        return csv_fail(csv, csv->field[1].offset, error, "`%.40s` is no frame; expected a count", csv->field[1].text);
    for (size_t i = 0; i < tracking->players; i++) {
        double x, y;
        if (!number_field(csv, tracking->at[i].column, &x, error) ||
            !number_field(csv, tracking->at[i].column + 1, &y, error))
            return false;
        if (tracking->at[i].skip)
            continue;
        match->seen++;
        if (isnan(x) || isnan(y))
            match_skip(match, csv->line,
                       tracking->at[i].player == match_ball(match)
                           ? "the ball has no place in its frame"
                           : "a player has no place in a frame (not on the pitch, or not seen)");
        else
            match_spot(match, tracking->at[i].player, period, (int)frame, x, y);
    }
    return true;
}

/** same_frames - both teams' files hold a row for each frame: where they do not, one was cut short. */
static bool same_frames(Match *match, const Csv *csv, size_t frames, Error *error)
{
    if (match->frames && frames != match->frames)
        return csv_fail(csv, csv->count, error, "%zu frames, but %zu in the file before; expected both teams' files of one match",
                        frames, match->frames);
    match->frames = frames;
    return true;
}

static bool read_tracking(Match *match, Csv *csv, bool has_ball, Error *error)
{
    Tracking *tracking = memory_new(1, sizeof *tracking);
    uint32_t team;
    bool found = true;
    size_t frames = 0;
    bool good = read_team(match, csv, &team, error) && next_row(csv, "the row of shirts", error) &&
                next_row(csv, "the row of titles", error) && read_titles(match, csv, team, has_ball, tracking, error);
    while (good && (good = csv_next(csv, &found, error)) && found) {
        good = read_frame(match, csv, tracking, error);
        frames++;
    }
    good = good && (frames || csv_fail(csv, csv->count, error, "the file ends; expected a row for each frame"));
    good = good && same_frames(match, csv, frames, error);
    free(tracking);
    return good;
}

/* ---- events ---- */

static bool read_event(Match *match, const Csv *csv, ImportMetricaState *state, Error *error)
{
    enum { TEAM, TYPE, SUBTYPE, PERIOD, TIME = 5, FROM = 8, TO, PLACE };
    MetricaRow row = {.type = csv->field[TYPE].text,
                      .subtype = csv->field[SUBTYPE].text,
                      .receiver = csv->field[TO].text,
                      .player = MATCH_NOBODY,
                      .line = csv->line};
    if (!team_number(match, csv, &csv->field[TEAM], &row.team, error) ||
        !period_field(csv, PERIOD, &row.period, error) || !number_field(csv, TIME, &row.time, error))
        return false;
    if (isnan(row.time))
        return csv_fail(csv, csv->field[TIME].offset, error, "no start time; expected seconds");
    for (size_t i = 0; i < 4; i++)
        if (!number_field(csv, PLACE + i, &row.raw[i], error))
            return false;
    if (csv->field[FROM].length)
        row.player = player_number(match, csv->field[FROM].text, row.team);
    import_metrica_row(match, state, &row);
    return true;
}

static bool read_events(Match *match, Csv *csv, Error *error)
{
    ImportMetricaState state = {0};
    bool found = true, good = next_row(csv, "the titles", error) && width_is(csv, TITLES, error);
    while (good && (good = csv_next(csv, &found, error)) && found)
        good = width_is(csv, TITLES, error) && read_event(match, csv, &state, error);
    return good;
}

/* ---- files ---- */

static bool is_events(const ImportFile *file)
{
    return import_head(file, "Team,Type,Subtype,Period", 40);
}

static bool is_tracking(const ImportFile *file)
{
    return import_first(file) == ',' && import_head(file, "Period,Frame,Time [s],", 8192);
}

static bool read_file(Match *match, const ImportFile *file, bool has_ball, Error *error)
{
    Csv csv;
    match_file(match, file->path);
    bool good = csv_open(&csv, file->path, file->bytes, file->count, error) && import_whole(file, error);
    good = good && (is_events(file) ? read_events(match, &csv, error) : read_tracking(match, &csv, has_ball, error));
    csv_close(&csv);
    return good;
}

static bool read_match(Match *match, const ImportFile *files, size_t count, Error *error)
{
    static const PlaceUnits UNITS = {.length = 1, .width = 1, .y_down = true};
    bool has_ball = false;
    match->map = place_map(&UNITS);
    match->turned = true;
    match->rate = 25;
    match->clock = "seconds of the file's own clock, which runs on through half-time";
    match->side_words = "the places of shots and goal kicks (nothing says it)";
    match_team(match, "Home");
    match_team(match, "Away");
    for (size_t i = 0; i < count; i++) {
        if (!read_file(match, &files[i], has_ball, error))
            return false;
        has_ball = has_ball || !is_events(&files[i]);
    }
    return true;
}

static bool knows(const ImportFile *file)
{
    return is_events(file) || is_tracking(file);
}

const ImportFormat IMPORT_METRICA = {
    .name = "metrica",
    .provider = "Metrica Sports, CSV",
    .attribution = "Metrica Sports, https://github.com/metrica-sports/sample-data",
    .files = "tracking of one or both teams and events as CSV",
    .knows = knows,
    .read = read_match,
};
