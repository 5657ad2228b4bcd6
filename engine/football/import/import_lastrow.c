/* Last Row's plays: CSV, a row a player a frame, 20 frames a second, one goal a file.
 *
 *   player,frame,x,y,z,dx,dy,coords,player_num,player_obj,team,num,name,edgecolor,bgcolor
 *   player   a number within the play; 0, without a team, is the ball
 *   x, y     0 … 100 of the pitch's length and of its width, of the stadium; y runs up (the far side as the camera sees it)
 *   coords   a place in the picture, "(54.1, 176.2)": quoted, with a comma in it
 *   team     attack or defense
 *
 * Which way the attack goes is said nowhere: the keeper stands before his goal. */
#include <stdio.h>
#include <string.h>

#include "engine/football/csv.h"
#include "engine/football/import/decimal.h"
#include "engine/football/import/import.h"

enum { COLUMN_PLAYER, COLUMN_FRAME, COLUMN_X, COLUMN_Y, COLUMN_TEAM, COLUMN_NUMBER, COLUMNS };

static bool find_columns(const Csv *csv, size_t column[COLUMNS], Error *error)
{
    static const char *const NAMES[COLUMNS] = {"player", "frame", "x", "y", "team", "player_num"};
    for (size_t i = 0; i < COLUMNS; i++) {
        column[i] = csv->fields;
        for (size_t k = csv->fields; k-- > 0;)
            if (strcmp(csv->field[k].text, NAMES[i]) == 0)
                column[i] = k;
        if (column[i] == csv->fields)
            return csv_fail(csv, csv->field[0].offset, error,
                            "no column `%s`; expected the titles player,frame,x,y,…,player_num,…,team,…", NAMES[i]);
    }
    return true;
}

static bool read_number(const Csv *csv, const CsvField *field, double *number, Error *error)
{
    return decimal_read(field->text, number) ||
           csv_fail(csv, field->offset, error, "`%.40s` is no number; expected one", field->text);
}

static uint32_t who(Match *match, const CsvField *player, const char *team, const char *number)
{
    char name[80];
    if (!*team)
        return match_ball(match);
    size_t before = match->players.count;
    snprintf(name, sizeof name, "%.40s", player->text);
    uint32_t at = match_player(match, name, match_team(match, team));
    double shirt;
    if (match->players.count > before && decimal_read(number, &shirt)) {
        snprintf(name, sizeof name, "%.0f", shirt);
        char label[100];
        snprintf(label, sizeof label, "%.20s %.40s", team, name);
        match_name_player(match, at, label);
    }
    return at;
}

static bool read_row(Match *match, const Csv *csv, const size_t column[COLUMNS], Error *error)
{
    double x, y;
    size_t frame;
    const CsvField *field = csv->field;
    const char *team = field[column[COLUMN_TEAM]].text;
    if (*team && strcmp(team, "attack") != 0 && strcmp(team, "defense") != 0)
        return csv_fail(csv, field[column[COLUMN_TEAM]].offset, error,
                        "`%.40s` is no team; expected attack, defense, or nothing for the ball", team);
    if (!text_count(field[column[COLUMN_FRAME]].text, &frame) || frame > 10000000)
        return csv_fail(csv, field[column[COLUMN_FRAME]].offset, error, "`%.40s` is no frame; expected a count",
                        field[column[COLUMN_FRAME]].text);
    match->seen++;
    match->frames = frame + 1 > match->frames ? frame + 1 : match->frames;
    if (field[column[COLUMN_X]].length == 0 || field[column[COLUMN_Y]].length == 0) {
        match_skip(match, csv->line, "a row without a place");
        return true;
    }
    if (!read_number(csv, &field[column[COLUMN_X]], &x, error) ||
        !read_number(csv, &field[column[COLUMN_Y]], &y, error))
        return false;
    uint32_t player = who(match, &field[column[COLUMN_PLAYER]], team, field[column[COLUMN_NUMBER]].text);
    match_spot(match, player, 1, (int)frame, x, y);
    return true;
}

static bool read_rows(Match *match, Csv *csv, Error *error)
{
    size_t column[COLUMNS], width;
    bool found;
    if (!csv_next(csv, &found, error) || (found && !find_columns(csv, column, error)))
        return false;
    if (!found)
        return csv_fail(csv, 0, error, "nothing in the file; expected titles and rows");
    width = csv->fields;
    while (true) {
        if (!csv_next(csv, &found, error))
            return false;
        if (!found)
            return true;
        if (csv->fields != width)
            return csv_fail(csv, csv->field[0].offset, error, "%zu fields; expected %zu as in the titles", csv->fields,
                            width);
        if (!read_row(match, csv, column, error))
            return false;
    }
}

static bool read_match(Match *match, const ImportFile *files, size_t count, Error *error)
{
    static const PlaceUnits UNITS = {.length = 100, .width = 100};
    match->map = place_map(&UNITS);
    match->turned = true;
    match->rate = 20;
    match->clock = "seconds of the play, frame / 20";
    match_team(match, "attack");
    match_team(match, "defense");
    if (count > 1)
        return fail_at(error, ERR_INPUT, files[1].path, 0, 0,
                       "a second play; expected one file, since its players are others");
    Csv csv;
    match_file(match, files[0].path);
    bool good = csv_open(&csv, files[0].path, files[0].bytes, files[0].count, error) &&
                import_whole(&files[0], error) && read_rows(match, &csv, error);
    csv_close(&csv);
    return good;
}

static bool knows(const ImportFile *file)
{
    return import_head(file, "player,frame,x,y", 20);
}

const ImportFormat IMPORT_LASTROW = {
    .name = "lastrow",
    .provider = "Last Row, plays",
    .attribution =
        "Last Row (@lastrowview), Ricardo Tavares, https://github.com/Friends-of-Tracking-Data-FoTD/Last-Row",
    .files = "one play as CSV",
    .knows = knows,
    .read = read_match,
};
