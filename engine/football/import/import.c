#include "engine/football/import/import.h"

#include <string.h>

#include "engine/football/import/task.h"

const ImportFormat *const IMPORT_FORMAT[IMPORT_FORMATS] = {
    &IMPORT_WYSCOUT,     &IMPORT_STATSBOMB, &IMPORT_METRICA, &IMPORT_METRICA_EPTS,
    &IMPORT_SKILLCORNER, &IMPORT_DFL,       &IMPORT_LASTROW,
};

const ImportFormat *import_named(const char *name)
{
    for (size_t i = 0; i < IMPORT_FORMATS; i++)
        if (strcmp(IMPORT_FORMAT[i]->name, name) == 0)
            return IMPORT_FORMAT[i];
    return NULL;
}

char import_first(const ImportFile *file)
{
    size_t at = text_mark(file->bytes, file->count);
    while (at < file->count && file->bytes[at] && strchr(" \t\r\n", file->bytes[at]))
        at++;
    return at < file->count ? file->bytes[at] : 0;
}

bool import_whole(const ImportFile *file, Error *error)
{
    const char *last = file->bytes + file->count; // past it
    size_t line = 1;
    if (file->count == 0 || last[-1] == '\n' || (file->count >= 3 && memcmp(last - 3, "NaN", 3) == 0))
        return true;
    for (const char *at = file->bytes; (at = memchr(at, '\n', (size_t)(last - at))); at++)
        line++;
    return fail_at(error, ERR_INPUT, file->path, line, 0,
                   "the last line has no end, so the file may be cut short in it; expected the whole file, or an end of line there");
}

bool import_head(const ImportFile *file, const char *word, size_t within)
{
    size_t length = strlen(word), end = file->count < within ? file->count : within;
    const char *at = file->bytes;
    while (end - (size_t)(at - file->bytes) >= length) {
        at = memchr(at, word[0], end - (size_t)(at - file->bytes) - length + 1);
        if (!at)
            return false;
        if (memcmp(at, word, length) == 0)
            return true;
        at++;
    }
    return false;
}

static const ImportFormat *guess_one(const ImportFile *file, Error *error)
{
    if (file->count == 0) {
        fail_at(error, ERR_INPUT, file->path, 0, 0, "an empty file; expected a match");
        return NULL;
    }
    for (size_t i = 0; i < IMPORT_FORMATS; i++)
        if (IMPORT_FORMAT[i]->knows(file))
            return IMPORT_FORMAT[i];
    fail_at(error, ERR_INPUT, file->path, 1, 0,
            "none of the formats begins like this; expected a file of wyscout, statsbomb, metrica, metrica-epts, "
            "skillcorner, dfl or lastrow");
    return NULL;
}

const ImportFormat *import_guess(const ImportFile *files, size_t count, Error *error)
{
    const ImportFormat *format = guess_one(&files[0], error);
    for (size_t i = 1; format && i < count; i++) {
        const ImportFormat *other = guess_one(&files[i], error);
        if (other && other != format)
            fail_at(error, ERR_INPUT, files[i].path, 0, 0,
                    "this is %s, the files before are %s; expected one provider at a time", other->name, format->name);
        format = other == format ? format : NULL;
    }
    return format;
}

bool import_read(const ImportFormat *format, const ImportFile *files, size_t count, Match *match, Error *error)
{
    match->provider = format->provider;
    match->attribution = format->attribution;
    for (size_t i = 0; i < count; i++) {
        if (files[i].count == 0)
            return fail_at(error, ERR_INPUT, files[i].path, 0, 0, "an empty file; expected %s", format->files);
        if (!format->knows(&files[i]))
            return fail_at(error, ERR_INPUT, files[i].path, 1, 0, "this does not begin like %s; expected %s",
                           format->name, format->files);
    }
    if (!format->read(match, files, count, error))
        return false;
    if (match->spot_map.x.from[PLACE_KNOTS - 1] == 0)
        match->spot_map = match->map;
    if (match_settle(match, error))
        return true;
    error_place(error, files[0].path, 0, 0);
    return false;
}

/* ---- the header ---- */

static void add_visible(Text *text, const char *word)
{
    text_add_visible(text, word, strlen(word), false);
}

static void add_matches(const Match *match, Text *text)
{
    text_add(text, "# Match: ");
    for (size_t i = 0; i < match->matches.count && i < 3; i++) {
        text_add(text, i ? ", " : "");
        add_visible(text, intern_word(&match->matches, i));
    }
    if (match->matches.count > 3)
        text_addf(text, " and %zu more", match->matches.count - 3);
    for (uint32_t team = 0; match->teams.count == MATCH_SIDES && team < MATCH_SIDES; team++) {
        text_add(text, team ? " against " : match->matches.count ? "; " : "");
        add_visible(text, match_team_name(match, team));
    }
    text_add(text, "\n");
}

static bool holds_period(const Match *match, int period)
{
    for (size_t i = 0; i < match->events; i++)
        if (match->event[i].period == period)
            return true;
    for (size_t i = 0; i < match->spots; i++)
        if (match->spot[i].period == period)
            return true;
    return false;
}

/** add_turned - which team was turned round when. */
static void add_turned(const Match *match, Text *text)
{
    text_add(text, "; turned (x and y)");
    for (int period = 1, first = 1; period <= MATCH_PERIODS; period++) {
        if (!holds_period(match, period))
            continue;
        text_add(text, first ? ": " : ", ");
        add_visible(text, match_team_name(match, match_side(match, period, 0) < 0 ? 0 : 1));
        text_addf(text, " in period %d", period);
        first = 0;
    }
}

/** add_flipped - in which periods the whole pitch was turned round. */
static void add_flipped(const Match *match, Text *text)
{
    text_add(text, "; the pitch is turned (x and y) in");
    bool any = false;
    for (int period = 1; period <= MATCH_PERIODS; period++)
        if (holds_period(match, period) && match_side(match, period, 0) < 0) {
            text_addf(text, "%s period %d", any ? "," : "", period);
            any = true;
        }
    text_add(text, any ? "" : " no period");
}

static void add_direction(const Match *match, bool places, Text *text)
{
    text_addf(text, "# Direction%s: %s", places && match->events ? " of places" : "", match->side_words ? match->side_words : "not said");
    if (match->turned && places) {
        text_add(text, "; ");
        add_visible(text, match_team_name(match, 0));
        text_add(text, " attacks to the right (in the task trajectory each player's own team)");
        add_flipped(match, text);
    } else if (match->turned) {
        text_add(text, "; the acting team attacks to the right");
        add_turned(match, text);
    }
    text_add(text, "\n");
}

/** add_frame - what was done to events, or to tracked places. */
static void add_frame(const Match *match, bool places, Text *text)
{
    text_addf(text, "# Transform%s: ", places && match->events ? " of places" : "");
    place_words(places ? &match->spot_map : &match->map, text);
    text_add(text, "\n");
    add_direction(match, places, text);
}

static void add_tally(const Match *match, const MatchTally *tally, const char *title, bool places, Text *text)
{
    for (size_t i = 0; i < tally->reason.count; i++) {
        text_addf(text, "# %s: %zu x ", title, tally->at[i].count);
        add_visible(text, intern_word(&tally->reason, i));
        if (places && tally->at[i].line) {
            const char *path = intern_word(&match->files, tally->at[i].file), *slash = strrchr(path, '/');
            text_add(text, " (first: ");
            add_visible(text, slash ? slash + 1 : path);
            text_addf(text, tally->at[i].by_event ? ", event %zu)" : ":%zu)", tally->at[i].line);
        }
        text_add(text, "\n");
    }
}

static void add_header(const Match *match, const Task *task, const TaskMade *made, Text *text)
{
    text_addf(text, "# Provider: %s\n", match->provider);
    add_matches(match, text);
    text_addf(text, "# Attribution: %s\n", match->attribution);
    if (match->events && !(task && task->of_places))
        add_frame(match, false, text);
    if (match->spots && (!task || task->of_places || !match->events))
        add_frame(match, true, text);
    text_addf(text, "# Clock: %s\n", match->clock);
    if (task) {
        text_addf(text, "# Task: %s\n", task->words);
        text_addf(text, "# Made: %zu sequences, %zu rows\n", made->sequences, made->rows);
    }
    text_addf(text, "# Used: %zu of %zu %s\n", match->events + match->spots, match->seen,
              match->events && match->spots ? "events and places"
              : match->events               ? "events"
                                            : "places");
    add_tally(match, &match->skipped, "Not used", true, text);
    add_tally(match, &match->changed, "Changed", true, text);
    add_tally(match, &match->dropped, "Left out by the task", false, text);
}

bool import_write(const ImportFormat *format, Match *match, const char *task, Text *text, Error *error)
{
    const Task *how = task_named(task);
    TaskMade made = {0};
    Text body = {0};
    if (!how)
        return fail(error, ERR_USE, "there is no task `%.40s`; expected %s", task, task_names());
    bool good = how->make(match, &body, &made, error);
    if (good) {
        text_addf(text, "# backpass data import %s --task %s", format->name, how->name);
        if (match->ahead > 0)
            text_addf(text, " --ahead %g", match->ahead);
        text_add(text, "\n");
        add_header(match, how, &made, text);
        text_add_bytes(text, text_string(&body), body.length);
    }
    text_free(&body);
    return good;
}

/* ---- for people ---- */

static void count_actions(const Match *match, Text *text)
{
    size_t done[ACTIONS] = {0}, well[ACTIONS] = {0};
    for (size_t i = 0; i < match->events; i++) {
        done[match->event[i].action]++;
        well[match->event[i].action] += match->event[i].result == RESULT_SUCCESS;
    }
    for (int action = 0; action < ACTIONS; action++)
        if (done[action])
            text_addf(text, "  %-17s %6zu  %zu successful\n", action_name((Action)action), done[action], well[action]);
}

static void count_spots(const Match *match, Text *text)
{
    size_t ball = 0;
    for (size_t i = 0; i < match->spots; i++)
        ball += match->player[match->spot[i].player].team == MATCH_NOBODY;
    text_addf(text, "  %zu frames at %g a second; %zu places of players, %zu of the ball\n", match->frames, match->rate,
              match->spots - ball, ball);
}

void import_describe(const ImportFormat *format, const Match *match, Text *text)
{
    text_addf(text, "Format %s; %zu teams, %zu names of players\n", format->name, match->teams.count,
              match->players.count);
    if (match->events)
        count_actions(match, text);
    if (match->spots)
        count_spots(match, text);
    Text header = {0};
    add_header(match, NULL, NULL, &header);
    for (const char *line = text_string(&header); *line;) { // the same facts without the signs of a comment
        size_t length = strcspn(line, "\n");
        text_add_bytes(text, line + 2, length - 2);
        text_add(text, "\n");
        line += length + (line[length] == '\n');
    }
    text_free(&header);
}
