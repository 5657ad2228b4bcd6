/* Matches as read from a provider's files: events and tracked places, who they belong to, which way each team plays, and
 * what could not be used.
 * Knows: actions, the inside frame. Must not know any file format. */
#ifndef BACKPASS_IMPORT_MATCH_H
#define BACKPASS_IMPORT_MATCH_H

#include "engine/football/import/action.h"
#include "engine/football/import/place.h"
#include "engine/football/intern.h"

enum { MATCH_PERIODS = 5, MATCH_SIDES = 2 };
#define MATCH_NOBODY UINT32_MAX

typedef struct MatchEvent {
    Action action;
    Result result;
    Body body;
    uint32_t match, team, player; // numbers; MATCH_NOBODY where not said
    uint32_t word;                // the provider's own name for it
    int period;                   // from 1; 3 and 4 are extra time, 5 are the penalties after it
    double time;                  // s, the provider's clock
    double raw[4];                // x, y, end x, end y in his units; NaN where not known
    double at[4];                 // the same in the inside frame, the acting team to the right
    size_t order;                 // among all events, as they came
} MatchEvent;

typedef struct MatchSpot {
    uint32_t player;
    int period, frame;
    double raw[2];
    double at[2]; // in the inside frame, the first team to the right
} MatchSpot;

typedef struct MatchPlayer {
    uint32_t team; // MATCH_NOBODY: the ball
    uint32_t label;
} MatchPlayer;

/** MatchTally - reasons, how often, and where the first was. */
typedef struct MatchTally {
    Intern reason;
    struct MatchCount {
        size_t count;
        size_t line; // of the first, or its number among the events; 0 where there is none
        uint32_t file;
        bool by_event;
    } * at;
    size_t room;
} MatchTally;

/** Match - {0} is an empty one but for its provider, attribution and clock. */
typedef struct Match {
    const char *provider, *attribution, *clock; // borrowed
    Intern matches, teams, players, labels, words, files;
    uint32_t *team_label;
    MatchPlayer *player;
    MatchEvent *event;
    MatchSpot *spot;
    size_t events, spots, team_room, player_room, event_room, spot_room;
    size_t seen;                             // events or places that the files hold
    size_t frames;                           // of tracking
    double rate;                             // frames a second
    double ahead; // s: how far ahead of a step the task trajectory asks; 0 is the next one
    PlaceMap map, spot_map;                  // of events and of spots; the second is as the first unless it is set
    bool turned;                             // places are of the stadium: a team plays right or left by period
    double side[MATCH_PERIODS][MATCH_SIDES]; // votes: above 0 plays to the right, of teams 0 and 1
    const char *side_words;                  // how the direction is known
    MatchTally skipped;                      // not used
    MatchTally changed;                      // used, with something to say about it
    MatchTally dropped;                      // used, but not by the task
    uint32_t file;                           // being read
    bool by_event; // and what is skipped in it is told by the number of the event, not by the line
} Match;

void match_free(Match *match);

/** match_file - what follows is read from this file. */
void match_file(Match *match, const char *path);
/** match_number, match_team, match_player, match_word - the number of a match, team, player or provider's word of this id
 *  (borrowed), a new one where it is new; a player without a team gets this one. match_ball - the player of no team. */
uint32_t match_number(Match *match, const char *id);
uint32_t match_team(Match *match, const char *id);
uint32_t match_player(Match *match, const char *id, uint32_t team);
uint32_t match_ball(Match *match);
uint32_t match_word(Match *match, const char *word);
/** match_name_team, match_name_player - what people call them; two players of one name keep their ids behind it. */
void match_name_team(Match *match, uint32_t team, const char *name);
void match_name_player(Match *match, uint32_t player, const char *name);
const char *match_team_name(const Match *match, uint32_t team);     // inside; "" for MATCH_NOBODY
const char *match_player_name(const Match *match, uint32_t player); // inside; "" for MATCH_NOBODY

/** match_event - a new event with nothing known, all places NaN. inside, until the next one */
MatchEvent *match_event(Match *match);
/** match_spot - one more place, as long as there are at most 12 million; the rest is skipped. */
void match_spot(Match *match, uint32_t player, int period, int frame, double x, double y);

/** match_skip - one thing that is not used, and why; line 0 where there is none (by_event: the event's number instead). */
void match_skip(Match *match, size_t line, const char *format, ...) PRINTF_LIKE(3, 4);
/** match_change - one thing that is used otherwise than it stands. */
void match_change(Match *match, size_t line, const char *format, ...) PRINTF_LIKE(3, 4);

/** match_drop - `times` things that the task leaves out. */
void match_drop(Match *match, size_t times, const char *reason);

/** match_vote - the team (0 or 1) plays to the right in this period, or to the left when weight is negative; the other
 *  team the other way, and both change ends from the first period to the second and from the third to the fourth. */
void match_vote(Match *match, int period, uint32_t team, double weight);
/** match_side - +1 or -1 when known, otherwise 0. */
int match_side(const Match *match, int period, uint32_t team);

/** match_settle - sort, place and turn all events and spots. What lies far outside the pitch, or whose direction is not
 *  known, is skipped. Errors: ERR_INPUT where nothing is left. */
bool match_settle(Match *match, Error *error) MUST_USE;

#endif
