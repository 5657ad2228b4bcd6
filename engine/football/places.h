/* Which columns of a data set are places on the pitch, whose they are and in which unit; and what a sequence says of them in
 * metres: where everyone is seen, where he is asked for, where he would be at the velocity he has.
 * Knows: the data set. Must not know networks: an answer is a row of numbers like a target.
 *
 * The rule, by names and units alone. A number whose unit is a length (m, 10m, cm …) and whose name says x or y is a place:
 * x, x1, ball_x, x_ball. What else the name says is whose: "", "1", "ball". vx and vy in a speed's unit are his velocity. A
 * target called x and y is a place, one called dx and dy is the way from where he was seen last. Both axes are needed. Targets
 * that are not learnt but carried along (further ones) called x and y are places no model sees.
 * A number called answer that is not 0, or a word `answer`, says that nobody is seen at this step. A number called turnover
 * that is not 0 says that from this step on the other team acts and x and y are as it sees them: places are turned back, so
 * that all of a sequence stand on one pitch, the team that acts first attacking to the right. */
#ifndef BACKPASS_FOOTBALL_PLACES_H
#define BACKPASS_FOOTBALL_PLACES_H

#include "engine/football/dataset.h"

enum { WHO_MAX = 64 }; // further ones are left out

/** PlaceColumns - of one kind, for x and y. */
typedef struct PlaceColumns {
    bool given;
    size_t at[2];    // position in a row of x or of target
    double scale[2]; // metres (or m/s) a unit
} PlaceColumns;

/** Who - somebody or something with places. */
typedef struct Who {
    char name[40]; // "", "1", "ball"
    PlaceColumns seen, speed, asked;
    PlaceColumns beside; // positions in a row of beside; given only where he is not seen
    bool way; // what is asked is the way from where he was seen last
} Who;

typedef struct Places {
    Who who[WHO_MAX];
    size_t count; // in the order of their first columns
    size_t seen, asked;
    size_t turnover, answer, clock, pause; // positions in a row of x: see the rule; time[s], dt[s]; PLACES_NONE
    double clock_scale, pause_scale;       // seconds
} Places;
#define PLACES_NONE ((size_t)-1)

/** places_find - new (free it with free), NULL where the data have neither places nor times. */
Places *places_find(const Dataset *data);

/** PlaceRun - a sequence as it is read (borrowed): x as the network reads it, (T, D); row: of the data set, of step 1. */
typedef struct PlaceRun {
    const Dataset *data;
    const real *x;
    size_t row, T;
    const double *turn; // what place_turns gave, so that long sequences take no time; may be NULL
} PlaceRun;

/* Steps count from 1, people and axes from 0. NAN where there is nothing. */
/** place_turn - +1, or −1 where x and y of step t are as the other team sees them. */
double place_turn(const PlaceRun *run, size_t t);
/** place_turns - the same of every step (T); NULL where no column says so. New. */
double *place_turns(const PlaceRun *run);
/** place_seen - where he is seen at step t, metres (or, of somebody whom no model sees, where he is). place_last - the
 *  last step up to t in which he is seen; 0: none. */
double place_seen(const PlaceRun *run, size_t t, size_t who, size_t axis);
size_t place_last(const PlaceRun *run, size_t t, size_t who);
/** place_meant - the place that an answer (a row like a target's) of step t means. */
double place_meant(const PlaceRun *run, size_t t, const real *answer, size_t who, size_t axis);
/** place_ahead - seconds from the last step in which he is seen to what is asked at step t; NAN where it is not known. */
double place_ahead(const PlaceRun *run, size_t t, size_t who);
/** place_steps_ahead - the same in steps. */
double place_steps_ahead(const PlaceRun *run, size_t t, size_t who);
/** place_straight - where he would be then at constant velocity: the one that is given, else that of the last two places. */
double place_straight(const PlaceRun *run, size_t t, size_t who, size_t axis);
/** place_time - seconds since step 1. */
double place_time(const PlaceRun *run, size_t t);
/** places_timed - does the data tell the time? */
bool places_timed(const Dataset *data);

#endif
