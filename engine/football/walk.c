#include "engine/football/walk.h"

#include <math.h>
#include <stdbool.h>

#include "engine/football/build.h"
#include "engine/football/pitch.h"

typedef struct Place {
    double x, y;
} Place;

/** Event - an action that moves the ball away from a place. */
typedef struct Event {
    WalkAction action;
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

/** draw_shot - where it is taken: metres from the goal line, and off the middle. */
static Place draw_shot(Rng *rng)
{
    double far = draw_spread(rng, 14, 0.4), y = 7 * rng_normal(rng);
    return (Place){PITCH_HALF_LENGTH - fmin(far, 35), fmax(-25, fmin(25, y))};
}

/** draw_move_length - metres the ball travels. A real match: passes of median 17 m. Somewhat more here, because a move
 *  that would leave the pitch is drawn again and that favours short ones. */
static double draw_move_length(Rng *rng, WalkAction action)
{
    if (action == WALK_PASS)
        return fmin(draw_spread(rng, 18, 0.55), 60);
    return action == WALK_DRIBBLE ? fmin(draw_spread(rng, 6, 0.6), 25) : fmin(draw_spread(rng, 2.5, 0.4), 6);
}

static bool is_cross(Place from, Place to)
{
    bool from_wing = from.x > 25 && fabs(from.y) > PITCH_BOX_Y;
    return from_wing && to.x > PITCH_BOX_X && fabs(to.y) <= PITCH_BOX_Y;
}

/** event_before - draw the event that brought the ball to this place. The ball's way is drawn from its end backwards: so it
 *  ends where shots are taken and every single move still has the length such moves have. */
static Event event_before(Rng *rng, Place to)
{
    double kind = rng_uniform(rng);
    Event event = {.action = kind < 0.70 ? WALK_PASS : kind < 0.93 ? WALK_DRIBBLE : WALK_TAKE_ON};
    do {
        double length = draw_move_length(rng, event.action);
        Place direction = draw_direction(rng);
        event.place = (Place){to.x - length * direction.x, to.y - length * direction.y};
    } while (fabs(event.place.x) > PITCH_HALF_LENGTH || fabs(event.place.y) > PITCH_HALF_WIDTH);
    if (event.action == WALK_PASS && is_cross(event.place, to))
        event.action = WALK_CROSS;
    return event;
}

/** draw_time - seconds since the event before: the ball's way at a ball's or a runner's speed, and the time on the foot.
 *  A real match: 2.0 s between events in the median. */
static double draw_time(Rng *rng, Event before, Place to)
{
    double metres = hypot(to.x - before.place.x, to.y - before.place.y);
    double speed = before.action == WALK_PASS || before.action == WALK_CROSS ? 15 : 5; // m/s
    return fmin(metres / speed + draw_spread(rng, 0.8, 0.7), 20);
}

static WalkTouch touch_at(Event event, double dt)
{
    return (WalkTouch){event.action, walk_grid(event.place.x / 10, 1000), walk_grid(event.place.y / 10, 1000), walk_grid(dt, 100)};
}

double walk_grid(double value, double per)
{
    return round(value * per) / per + 0.0; // + 0.0: no minus zero
}

void walk_draw(Rng *rng, size_t T, WalkTouch *touch)
{
    Event later = {WALK_SHOT, draw_shot(rng)};
    for (size_t t = T - 1; t > 0; t--) {
        Event event = event_before(rng, later.place);
        touch[t] = touch_at(later, draw_time(rng, event, later.place));
        later = event;
    }
    touch[0] = touch_at(later, fmin(draw_spread(rng, 2, 0.6), 20));
}

void walk_columns(Dataset *data, const char *const *actions, size_t count)
{
    build_column(data, false, "action", "", actions, count);
    build_column(data, false, "x", "10m", NULL, 0);
    build_column(data, false, "y", "10m", NULL, 0);
    build_column(data, false, "dt", "s", NULL, 0);
}

void walk_fill(Dataset *data, size_t first, size_t T, const WalkTouch *touch)
{
    for (size_t t = 0; t < T; t++) {
        build_feature(data, first + t, WALK_COLUMN_X, touch[t].x);
        build_feature(data, first + t, WALK_COLUMN_Y, touch[t].y);
        build_feature(data, first + t, WALK_COLUMN_DT, touch[t].dt);
    }
}
