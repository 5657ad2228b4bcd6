/* The DFL's events: what stands inside an <Event>. */
#include "engine/football/import/import_dfl_event.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/football/import/decimal.h"

int import_dfl_period(const XmlElement *element)
{
    static const char *const NAMES[MATCH_PERIODS] = {"firstHalf", "secondHalf", "firstHalfExtra", "secondHalfExtra",
                                                     "penaltyShootOut"};
    for (int i = 0; i < MATCH_PERIODS; i++)
        if (strcmp(xmlfile_word(element, "GameSection"), NAMES[i]) == 0)
            return i + 1;
    return 0;
}

/** days - since 1970, by the Gregorian calendar; a year begins in March. */
static double days(int year, int month, int day)
{
    int y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;
    return 365.0 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

/** whole - the two or four digits at a place. */
static bool whole(const char *text, size_t digits, int *number)
{
    *number = 0;
    for (size_t i = 0; i < digits; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *number = 10 * *number + (text[i] - '0');
    }
    return true;
}

/** clock_of - "2022-10-15T13:01:28.310+02:00" as seconds since 1970; false where it is no such time. */
static bool clock_of(const char *text, double *time)
{
    int year, month, day, hour, minute, away_hours = 0, away_minutes = 0;
    double seconds;
    if (strlen(text) < 19 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        return false;
    if (!whole(text, 4, &year) || !whole(text + 5, 2, &month) || !whole(text + 8, 2, &day) ||
        !whole(text + 11, 2, &hour) || !whole(text + 14, 2, &minute) || month < 1 || month > 12 || day < 1 || day > 31 ||
        hour > 23 || minute > 59)
        return false;
    const char *rest = text + 17;
    size_t length = strcspn(rest, "+-Z");
    const char *zone = rest + length;
    if (!decimal_part(rest, length, &seconds))
        return false;
    if ((*zone == '+' || *zone == '-') &&
        (strlen(zone) != 6 || zone[3] != ':' || !whole(zone + 1, 2, &away_hours) || !whole(zone + 4, 2, &away_minutes)))
        return false;
    double away = (*zone == '-' ? -60.0 : 60.0) * (60 * away_hours + away_minutes);
    *time = 86400 * days(year, month, day) + 3600.0 * hour + 60.0 * minute + seconds - away;
    return true;
}

bool import_dfl_place(const XmlElement *element, const char *name, double *metres, Error *error)
{
    *metres = NAN;
    return !*xmlfile_word(element, name) || text_same(xmlfile_word(element, name), "NaN") || xmlfile_number(element, name, metres) ||
           fail(error, ERR_INPUT, "%s=\"%.40s\" is no number; expected metres", name, xmlfile_word(element, name));
}

bool import_dfl_event(Dfl *dfl, const XmlElement *element, Error *error)
{
    if (dfl->in_event)
        return fail(error, ERR_INPUT, "an Event inside an Event");
    dfl->event = (DflEvent){
        .action = ACTION_NONE, .team = MATCH_NOBODY, .player = MATCH_NOBODY, .raw = {NAN, NAN}, .line = element->line};
    if (!clock_of(xmlfile_word(element, "EventTime"), &dfl->event.time))
        return fail(error, ERR_INPUT, "EventTime \"%.40s\"; expected a time such as 2022-10-15T13:01:28.310+02:00",
                    xmlfile_word(element, "EventTime"));
    if (!import_dfl_place(element, "X-Position", &dfl->event.raw[0], error) ||
        !import_dfl_place(element, "Y-Position", &dfl->event.raw[1], error))
        return false;
    dfl->in_event = true;
    dfl->match->seen++;
    return true;
}

/** who - team and player of the event. */
static void who(Dfl *dfl, const XmlElement *element, const char *team, const char *player)
{
    const char *of = xmlfile_word(element, team), *by = xmlfile_word(element, player);
    if (*of)
        dfl->event.team = match_team(dfl->match, of);
    if (*by && *of)
        dfl->event.player = match_player(dfl->match, by, dfl->event.team);
}

static void kick_off(Dfl *dfl, const XmlElement *element)
{
    const int period = import_dfl_period(element);
    const char *left = xmlfile_word(element, "TeamLeft"), *right = xmlfile_word(element, "TeamRight");
    if (!period)
        return;
    dfl->start[period - 1] = dfl->event.time;
    dfl->match->side_words = "the kick-off says which team plays from the left, by period";
    if (*left)
        match_vote(dfl->match, period, match_team(dfl->match, left), 1);
    if (*right)
        match_vote(dfl->match, period, match_team(dfl->match, right), -1);
}

static void play(Dfl *dfl, const XmlElement *element)
{
    static const struct {
        const char *around;
        Action action;
    } KINDS[] = {{"ThrowIn", ACTION_THROW_IN},
                 {"FreeKick", ACTION_FREEKICK_SHORT},
                 {"CornerKick", ACTION_CORNER_SHORT},
                 {"GoalKick", ACTION_GOALKICK}};
    DflEvent *event = &dfl->event;
    event->action = ACTION_PASS;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(event->around, KINDS[i].around) == 0)
            event->action = KINDS[i].action;
    event->result = strncmp(xmlfile_word(element, "Evaluation"), "successful", 10) == 0 ? RESULT_SUCCESS : RESULT_FAIL;
    event->body = event->action == ACTION_THROW_IN || *xmlfile_word(element, "GoalKeeperAction") ? BODY_OTHER : BODY_FOOT;
    who(dfl, element, "Team", "Player");
}

static void crossed(DflEvent *event)
{
    if (event->action == ACTION_PASS)
        event->action = ACTION_CROSS;
    else if (event->action == ACTION_FREEKICK_SHORT)
        event->action = ACTION_FREEKICK_CROSSED;
    else if (event->action == ACTION_CORNER_SHORT)
        event->action = ACTION_CORNER_CROSSED;
}

static void shot(Dfl *dfl, const XmlElement *element)
{
    DflEvent *event = &dfl->event;
    const char *body = xmlfile_word(element, "TypeOfShot");
    event->action = strcmp(event->around, "Penalty") == 0    ? ACTION_SHOT_PENALTY
                    : strcmp(event->around, "FreeKick") == 0 ? ACTION_SHOT_FREEKICK
                                                             : ACTION_SHOT;
    event->body = strcmp(body, "leftLeg") == 0    ? BODY_FOOT_LEFT
                  : strcmp(body, "rightLeg") == 0 ? BODY_FOOT_RIGHT
                  : strcmp(body, "head") == 0     ? BODY_HEAD
                                                  : BODY_OTHER;
    who(dfl, element, "Team", "Player");
}

/** tackling - on the ground somebody wins: without the ball by a tackle, with it by passing his man. */
static void tackling(Dfl *dfl, const XmlElement *element)
{
    DflEvent *event = &dfl->event;
    bool had_ball = strcmp(xmlfile_word(element, "WinnerRole"), "withBallControl") == 0;
    bool passed = strcmp(xmlfile_word(element, "WinnerResult"), "dribbledAround") == 0;
    snprintf(event->word, sizeof event->word, "TacklingGame, %.20s", xmlfile_word(element, "Type"));
    if (strcmp(xmlfile_word(element, "Type"), "air") == 0 || (had_ball && !passed))
        return;
    event->action = had_ball ? ACTION_TAKE_ON : ACTION_TACKLE;
    event->result = RESULT_SUCCESS;
    who(dfl, element, "WinnerTeam", "Winner");
}

static void claimed(Dfl *dfl, const XmlElement *element)
{
    const char *type = xmlfile_word(element, "Type");
    if (strcmp(type, "InterceptedBall") == 0)
        dfl->event.action = ACTION_INTERCEPTION;
    if (strcmp(type, "BallHeld") == 0)
        dfl->event.action = ACTION_KEEPER_CLAIM;
    dfl->event.result = RESULT_SUCCESS;
    snprintf(dfl->event.word, sizeof dfl->event.word, "BallClaiming, %.20s", type);
    who(dfl, element, "Team", "Player");
}

static void other(Dfl *dfl, const XmlElement *element)
{
    DflEvent *event = &dfl->event;
    if (xmlfile_is(element, "Foul")) {
        event->action = ACTION_FOUL;
        who(dfl, element, "TeamFouler", "Fouler");
    } else if (xmlfile_is(element, "OwnGoal")) {
        event->action = ACTION_BAD_TOUCH;
        event->result = RESULT_OWNGOAL;
        who(dfl, element, "Team", "Player");
    } else if (xmlfile_is(element, "OtherBallAction") &&
               strcmp(xmlfile_word(element, "DefensiveClearance"), "true") == 0) {
        event->action = ACTION_CLEARANCE;
        event->result = RESULT_SUCCESS;
        who(dfl, element, "Team", "Player");
    } else if (xmlfile_is(element, "Delete")) {
        snprintf(event->word, sizeof event->word, "Delete (taken back by the provider)");
    }
}

/** inside_shot - what came of it; goals have an element of their own. */
static bool inside_shot(DflEvent *event, const XmlElement *element)
{
    if (!action_is_shot(event->action))
        return false;
    if (xmlfile_is(element, "SuccessfulShot"))
        event->result = RESULT_SUCCESS;
    return true;
}

bool import_dfl_inside(Dfl *dfl, const XmlElement *element, Error *error)
{
    DflEvent *event = &dfl->event;
    const char *name = element->name;
    bool first = event->word[0] == 0;
    (void)error;
    if (first)
        snprintf(event->word, sizeof event->word, "%.40s", name);
    if (inside_shot(event, element))
        return true;
    if (strcmp(name, "Play") == 0)
        play(dfl, element);
    else if (strcmp(name, "Cross") == 0)
        crossed(event);
    else if (strcmp(name, "ShotAtGoal") == 0)
        shot(dfl, element);
    else if (!first)
        return true;
    else if (strcmp(name, "KickOff") == 0)
        kick_off(dfl, element);
    else if (strcmp(name, "TacklingGame") == 0)
        tackling(dfl, element);
    else if (strcmp(name, "BallClaiming") == 0)
        claimed(dfl, element);
    else
        other(dfl, element);
    if (first)
        snprintf(event->around, sizeof event->around, "%.20s", name);
    return true;
}

void import_dfl_end(Dfl *dfl)
{
    const DflEvent *from = &dfl->event;
    dfl->in_event = false;
    if (from->action == ACTION_NONE)
        match_skip(dfl->match, from->line, "%s: no action of SPADL", *from->word ? from->word : "an empty event");
    else if (isnan(from->raw[0]) || isnan(from->raw[1]))
        match_skip(dfl->match, from->line, "%s without a place", action_name(from->action));
    else {
        MatchEvent *event = match_event(dfl->match);
        event->action = from->action;
        event->result = from->result;
        event->body = from->body;
        event->match = match_number(dfl->match, dfl->match->matches.count ? intern_word(&dfl->match->matches, 0) : "1");
        event->team = from->team;
        event->player = from->player;
        event->word = match_word(dfl->match, from->word);
        event->time = from->time;
        event->raw[0] = from->raw[0];
        event->raw[1] = from->raw[1];
    }
}

void import_dfl_periods(Dfl *dfl)
{
    Match *match = dfl->match;
    double earliest = INFINITY;
    for (size_t i = 0; i < match->events; i++)
        earliest = fmin(earliest, match->event[i].time);
    for (size_t i = 0; i < match->events; i++) {
        MatchEvent *event = &match->event[i];
        double start = earliest;
        for (int period = 0; period < MATCH_PERIODS; period++)
            if (dfl->start[period] > 0 && dfl->start[period] <= event->time) {
                event->period = period + 1;
                start = dfl->start[period];
            }
        event->time -= start;
    }
}
