/* Matches put in order: who plays which way, everything in the inside frame. */
#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/import/match.h"

void match_vote(Match *match, int period, uint32_t team, double weight)
{
    if (team >= MATCH_SIDES || period < 1 || period > MATCH_PERIODS)
        return;
    match->side[period - 1][team] += weight;
    match->side[period - 1][1 - team] -= weight;
}

int match_side(const Match *match, int period, uint32_t team)
{
    if (team >= MATCH_SIDES || period < 1 || period > MATCH_PERIODS)
        return 0;
    double votes = match->side[period - 1][team];
    if (period < MATCH_PERIODS) // the partner: 1 and 2, 3 and 4
        votes -= match->side[period % 2 ? period : period - 2][team];
    return votes > 0 ? 1 : votes < 0 ? -1 : 0;
}

static int compare(double a, double b)
{
    return (a > b) - (a < b);
}

static int event_order(const void *left, const void *right)
{
    const MatchEvent *a = left, *b = right;
    int order = compare(a->match, b->match);
    order = order ? order : compare(a->period, b->period);
    order = order ? order : compare(a->time, b->time);
    return order ? order : compare((double)a->order, (double)b->order);
}

static int spot_order(const void *left, const void *right)
{
    const MatchSpot *a = left, *b = right;
    int order = compare(a->period, b->period);
    order = order ? order : compare(a->player, b->player);
    return order ? order : compare(a->frame, b->frame);
}

/** put_event - both ends of an event into the inside frame. */
static bool put_event(Match *match, MatchEvent *event)
{
    int turn = match->turned ? match_side(match, event->period, event->team) : 1;
    for (size_t end = 0; end < 4; end += 2) {
        double x = event->raw[end], y = event->raw[end + 1];
        if (isnan(x) || isnan(y))
            continue;
        if (!place_near(&match->map, x, y)) {
            if (end == 0) {
                match_skip(match, 0, "the place lies far outside the pitch");
                return false;
            }
            match_change(match, 0, "the end lies far outside the pitch: left empty");
            continue;
        }
        event->at[end] = turn * place_x(&match->map, x);
        event->at[end + 1] = turn * place_y(&match->map, y);
    }
    if (turn == 0)
        match_skip(match, 0, "which way its team plays cannot be told");
    return turn != 0;
}

static void settle_events(Match *match)
{
    size_t kept = 0;
    for (size_t i = 0; i < match->events; i++) {
        MatchEvent event = match->event[i];
        if (put_event(match, &event))
            match->event[kept++] = event;
    }
    match->events = kept;
    if (kept)
        qsort(match->event, kept, sizeof *match->event, event_order);
}

static bool put_spot(Match *match, MatchSpot *spot)
{
    int turn = match_side(match, spot->period, 0);
    if (turn == 0) {
        match_skip(match, 0, "which way the teams play in its period cannot be told");
        return false;
    }
    if (!place_near(&match->spot_map, spot->raw[0], spot->raw[1])) {
        match_skip(match, 0, "the place lies far outside the pitch");
        return false;
    }
    spot->at[0] = turn * place_x(&match->spot_map, spot->raw[0]);
    spot->at[1] = turn * place_y(&match->spot_map, spot->raw[1]);
    return true;
}

static void settle_spots(Match *match)
{
    size_t kept = 0;
    if (match->spots)
        qsort(match->spot, match->spots, sizeof *match->spot, spot_order);
    for (size_t i = 0; i < match->spots; i++) {
        MatchSpot spot = match->spot[i];
        if (kept && spot_order(&spot, &match->spot[kept - 1]) == 0)
            match_skip(match, 0, "a second place of the same player in the same frame");
        else if (put_spot(match, &spot))
            match->spot[kept++] = spot;
    }
    match->spots = kept;
}

/** Seen - where a player was on the average, and in the first frame of a period. */
typedef struct Seen {
    double sum, first;
    size_t count;
    int frame;
} Seen;

static void look(const Match *match, int period, Seen *seen)
{
    for (size_t i = 0; i < match->spots; i++) {
        const MatchSpot *spot = &match->spot[i];
        Seen *of = &seen[spot->player];
        if (spot->period != period)
            continue;
        double x = place_x(&match->spot_map, spot->raw[0]);
        if (!of->count || spot->frame < of->frame) {
            of->first = x;
            of->frame = spot->frame;
        }
        of->sum += x;
        of->count++;
    }
}

static const double KEEPER = 25; // m from the centre on the average: nobody else stays so far out
static const double DOUBT = 1e-6; // what a team's first frame counts beside that

/** Where nobody says which way the teams play, keepers do: the player of a team who stays furthest from the centre stays
 *  near the own goal. Where no keeper is seen, the side on which the team stands in the period's first frame. */
static bool ask_keepers(Match *match, int period, Error *error)
{
    Seen *seen = memory_try(match->players.count, sizeof *seen, error);
    double far[MATCH_SIDES] = {0}, start[MATCH_SIDES] = {0};
    if (!seen)
        return false;
    look(match, period, seen);
    for (size_t i = 0; i < match->players.count; i++) {
        uint32_t team = match->player[i].team;
        double mean = seen[i].count ? seen[i].sum / (double)seen[i].count : 0;
        if (team >= MATCH_SIDES || !seen[i].count)
            continue;
        far[team] = fabs(mean) > fabs(far[team]) ? mean : far[team];
        start[team] += seen[i].first;
    }
    free(seen);
    for (uint32_t team = 0; team < MATCH_SIDES; team++) {
        double own = fabs(far[team]) > KEEPER ? far[team] : DOUBT * start[team];
        match_vote(match, period, team, -own);
    }
    return true;
}

bool match_settle(Match *match, Error *error)
{
    bool known = false;
    for (int period = 1; period <= MATCH_PERIODS; period++)
        known = known || match_side(match, period, 0) != 0;
    if (!known && match->spots) {
        match->side_words =
            "where the keepers stood, or where no keeper is seen the team at the start (nothing says it)";
        for (int period = 1; period <= MATCH_PERIODS; period++)
            if (!ask_keepers(match, period, error))
                return false;
    }
    settle_events(match);
    settle_spots(match);
    return match->events + match->spots > 0 || fail(error, ERR_INPUT,
                                                    "none of the %zu events or places can be used; expected at least "
                                                    "one with a place on the pitch (--describe tells why)",
                                                    match->seen);
}
