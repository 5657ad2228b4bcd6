/* Overload left or right: a cue at the first step decides whether the last one, a shot, is a goal. */
#include "engine/football/simulator.h"

#include <math.h>

#include "engine/football/build.h"

enum { LENGTH, EPSILON, SEQUENCES };
enum { ACTION, X, Y, DT };

/* SPADL's names; in alphabetical order, as a file's levels would be. */
enum { CROSS, DRIBBLE, OVERLOAD_LEFT, OVERLOAD_RIGHT, PASS, SHOT, TAKE_ON, ACTIONS };
static const char *const ACTION_NAMES[ACTIONS] = {"cross", "dribble", "overload_left", "overload_right",
                                                  "pass",  "shot",    "take_on"};
static const char *const GOAL_NAMES[2] = {"no", "yes"};

/* Metres, origin at the centre, attacking to the right. */
static const double HALF_LENGTH = 52.5, HALF_WIDTH = 34, BOX_X = 36, BOX_Y = 20.16;

typedef struct Place {
    double x, y;
} Place;

/** Event - an action that moves the ball away from a place. */
typedef struct Event {
    int action;
    Place place;
} Event;

/** draw_spread - a positive number with this median, log-normal. */
static double draw_spread(Rng *rng, double median, double sigma)
{
    return median * exp(sigma * rng_normal(rng));
}

/** draw_direction - evenly round the circle, without sine and cosine, whose last bits differ between machines. */
static Place draw_direction(Rng *rng)
{
    for (;;) {
        double x = rng_between(rng, -1, 1), y = rng_between(rng, -1, 1), square = x * x + y * y;
        if (square > 1e-4 && square <= 1)
            return (Place){x / sqrt(square), y / sqrt(square)};
    }
}

static Place draw_shot(Rng *rng)
{
    double far = draw_spread(rng, 14, 0.4), y = 7 * rng_normal(rng);
    return (Place){HALF_LENGTH - fmin(far, 35), fmax(-25, fmin(25, y))};
}

/** draw_move_length - metres the ball travels. A real match: passes of median 17 m. Touched-up a little, because a move
 *  that would leave the pitch is drawn again and that favours short ones. */
static double draw_move_length(Rng *rng, int action)
{
    if (action == PASS)
        return fmin(draw_spread(rng, 18, 0.55), 60);
    return action == DRIBBLE ? fmin(draw_spread(rng, 6, 0.6), 25) : fmin(draw_spread(rng, 2.5, 0.4), 6);
}

static bool is_cross(Place from, Place to)
{
    bool from_wing = from.x > 25 && fabs(from.y) > BOX_Y;
    return from_wing && to.x > BOX_X && fabs(to.y) <= BOX_Y;
}

/** event_before - draw the event that brought the ball to this place. The ball's way is drawn from its end backwards: so it
 *  ends where shots are taken and every single move still has the length such moves have. */
static Event event_before(Rng *rng, Place to)
{
    double kind = rng_uniform(rng);
    Event event = {.action = kind < 0.70 ? PASS : kind < 0.93 ? DRIBBLE : TAKE_ON};
    do {
        double length = draw_move_length(rng, event.action);
        Place direction = draw_direction(rng);
        event.place = (Place){to.x - length * direction.x, to.y - length * direction.y};
    } while (fabs(event.place.x) > HALF_LENGTH || fabs(event.place.y) > HALF_WIDTH);
    if (event.action == PASS && is_cross(event.place, to))
        event.action = CROSS;
    return event;
}

/** draw_time - seconds since the event before: the ball's way at a ball's or a runner's speed, and the time on the foot.
 *  A real match: 2.0 s between events in the median. */
static double draw_time(Rng *rng, Event before, Place to)
{
    double metres = hypot(to.x - before.place.x, to.y - before.place.y);
    double speed = before.action == PASS || before.action == CROSS ? 15 : 5;
    return fmin(metres / speed + draw_spread(rng, 0.8, 0.7), 20);
}

/** to_grid - the nearest multiple of 1/per: centimetres and hundredths of a second, as event data has them, and the same
 *  on every machine although exp and log differ in their last bits. */
static double to_grid(double value, double per)
{
    return round(value * per) / per + 0.0; // + 0.0: no minus zero
}

static void set_place(Dataset *data, size_t row, Place place)
{
    build_feature(data, row, X, to_grid(place.x / 10, 1000));
    build_feature(data, row, Y, to_grid(place.y / 10, 1000));
}

/** fill_walk - places, times and the actions of steps 2 … T. Knows nothing of the cue. */
static void fill_walk(Dataset *data, size_t first, size_t T, Rng *rng)
{
    Event later = {SHOT, draw_shot(rng)};
    for (size_t t = T - 1; t > 0; t--) {
        Event event = event_before(rng, later.place);
        build_feature(data, first + t, ACTION, later.action);
        set_place(data, first + t, later.place);
        build_feature(data, first + t, DT, to_grid(draw_time(rng, event, later.place), 100));
        later = event;
    }
    set_place(data, first, later.place);
    build_feature(data, first, DT, to_grid(fmin(draw_spread(rng, 2, 0.6), 20), 100));
}

/** fill_cue - the cue and the outcome it decides but for one time in 1/ε. */
static void fill_cue(Dataset *data, size_t first, size_t T, double epsilon, Rng *rng)
{
    bool left = rng_uniform(rng) < 0.5, surprise = rng_uniform(rng) < epsilon;
    build_feature(data, first, ACTION, left ? OVERLOAD_LEFT : OVERLOAD_RIGHT);
    build_target(data, first + T - 1, 0, left != surprise);
}

static bool make_signal(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    size_t T = (size_t)knob[LENGTH], sequences = (size_t)knob[SEQUENCES];
    build_column(data, false, "action", "", ACTION_NAMES, ACTIONS);
    build_column(data, false, "x", "10m", NULL, 0);
    build_column(data, false, "y", "10m", NULL, 0);
    build_column(data, false, "dt", "s", NULL, 0);
    build_column(data, true, "goal", "", GOAL_NAMES, 2);
    if (!build_room(data, sequences, sequences * T, error))
        return false;
    for (size_t s = 0; s < sequences; s++) {
        Rng walk = rng_stream(seed, "signal walk", s), cue = rng_stream(seed, "signal cue", s);
        data->offset[s + 1] = data->offset[s] + T;
        fill_walk(data, data->offset[s], T, &walk);
        fill_cue(data, data->offset[s], T, knob[EPSILON], &cue);
    }
    build_truth(data, "baseline", "", 0.5);
    build_truth(data, "optimum", "", 1 - knob[EPSILON]);
    data->spread = 0.5; // √(½·½): right or wrong, a coin
    return true;
}

const Simulator SIGNAL_SIMULATOR = {
    .name = "signal",
    .title = "Goal or no goal: a call at the first step decides the shot at the last",
    .describe =
        "A possession that ends with a shot. Each step is an event: the action by its SPADL name, the place of the "
        "ball (x, y "
        "in tens of metres from the centre, attacking to the right) and the seconds since the event before. At the "
        "first step "
        "the team overloads one side. After an overload on the left the shot is a goal with probability 1 - epsilon, "
        "after "
        "one on the right it is no goal with probability 1 - epsilon; both sides are equally likely. The model is "
        "asked at "
        "the last step: goal, yes or no?\n\n"
        "Planted: the side of the overload, and nothing else. The ball's way, the actions, the times and the place of "
        "the "
        "shot look like football (passes of 17 m and 2 s between events in the median) but are drawn without regard to "
        "the "
        "overload. So a model without memory, which sees only the shot, is right half of the time whatever it does "
        "(baseline 0.5), and one that carries the first step to the last is right in a share of 1 - epsilon (optimum): "
        "the "
        "rest is chance that no one can foresee. The sequences are synthetic.",
    .knob = {{"length", "steps", 20, 2, 2000, true, "events in a possession: the longer, the longer to remember"},
             {"epsilon", "1", 0.05, 0, 0.5, false, "how often the outcome goes against the overload"},
             {"sequences", "sequences", 1000, 20, 100000, true, "how many possessions; one fifth of them validate"}},
    .make = make_signal,
};
