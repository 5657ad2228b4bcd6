/* What bodies can do: every simulator of players on the move, a row each. */
#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/football/pitch.h"

enum { ROUNDS = 10 }; // of a thousand sequences

/* Places are the columns from x or x1 on; where answers are steps of their own, what is asked there is the way
 * from the last place. Where nothing is seen of the players their places are carried along, in metres. Without the
 * camera's error, where there is one, the places are true. */
typedef struct Movement {
    const char *name, *knobs;
    size_t players;
    double frame; // s
    double speed; // m/s that somebody reaches, or the units are wrong
    double bend;  // m/s², likewise
} Movement;

static const Movement MOVEMENT[] = {
    {"next", "noise=0 players=10 length=6", 10, 0.4, 4, 2},
    {"patterns", "noise=0", 10, 0.2, 5, 3},
    {"play", "noise=2 length=40", 4, 0.2, 6, 3.5},
    {"runners", "noise=0", 1, 0.4, 7, 0},
    {"trajectory", "lag=0.4", 1, 0.2, 5, 4.5},
    {"trajectory", "lag=3 length=20 noise=0.25", 1, 0.2, 6, 4.5},
};

/* Greatest - of all that were drawn. */
typedef struct Greatest {
    double speed, bend;
} Greatest;

static Dataset *draw(const Movement *movement, uint64_t seed)
{
    Error error = {0};
    double knob[KNOBS_MAX];
    const Simulator *simulator = simulator_find(movement->name);
    cr_assert(simulator && simulator_read_knobs(simulator, movement->knobs, knob, &error), "%s", movement->name);
    knob[simulator_knob(simulator, "sequences")] = 10000.0 / ROUNDS;
    Dataset *data = simulate(simulator, knob, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

/* NULL, or the column of the first player's x among those that are carried along. */
static const Column *carried_along(const Dataset *data)
{
    for (size_t c = 0; c < data->furthers; c++)
        if (strcmp(data->further[c].name, "x1") == 0)
            return &data->further[c];
    return NULL;
}

static size_t first_place(const Dataset *data)
{
    if (carried_along(data))
        return carried_along(data)->first;
    for (size_t c = 0; c < data->features; c++)
        if (strcmp(data->feature[c].name, "x") == 0 || strcmp(data->feature[c].name, "x1") == 0)
            return data->feature[c].first;
    cr_assert_fail("%s has no places", data->name);
    return 0;
}

/* The steps that show places: all, or those before an answer that is a sequence. */
static size_t shown(const Dataset *data, size_t s)
{
    const size_t T = dataset_length(data, s), read = dataset_read_steps(data, s);
    return read > 0 && T - read > 1 ? read : T;
}

static double place(const Dataset *data, size_t s, size_t t, size_t steps, size_t column, size_t target)
{
    const size_t first = data->offset[s];
    if (carried_along(data))
        return data->beside[(first + t) * data->furthers + column];
    const double seen = 10 * data->raw[(first + (t < steps ? t : steps - 1)) * data->D + column];
    return t < steps ? seen : seen + (double)data->y[(first + t) * data->K + target];
}

static void check_track(const Movement *movement, const Dataset *data, size_t s, size_t player, Greatest *greatest)
{
    static const double REACH[2] = {PITCH_HALF_LENGTH, PITCH_HALF_WIDTH};
    const size_t T = dataset_length(data, s), steps = shown(data, s), column = first_place(data);
    double before[2] = {0}, speed_before[2] = {0}, now[2], speed[2];
    for (size_t t = 0; t < T; t++) {
        for (size_t axis = 0; axis < 2; axis++) {
            now[axis] = place(data, s, t, steps, column + 2 * player + axis, 2 * player + axis);
            speed[axis] = (now[axis] - before[axis]) / movement->frame;
            cr_assert(fabs(now[axis]) <= REACH[axis] + 1e-6, "%s: sequence %zu step %zu is off the pitch",
                      data->made_by, s, t + 1);
        }
        const double fast = t > 0 ? hypot(speed[0], speed[1]) : 0;
        const double bend = t > 1 ? hypot(speed[0] - speed_before[0], speed[1] - speed_before[1]) / movement->frame : 0;
        cr_assert(fast <= PLAYER_SPEED_MAX + 1e-6, "%s: sequence %zu step %zu: %g m/s", data->made_by, s, t + 1, fast);
        cr_assert(bend <= PLAYER_ACCELERATION_MAX + 1e-6, "%s: sequence %zu step %zu: %g m/s²", data->made_by, s, t + 1,
                  bend);
        greatest->speed = fmax(greatest->speed, fast);
        greatest->bend = fmax(greatest->bend, bend);
        memcpy(before, now, sizeof before);
        memcpy(speed_before, speed, sizeof speed);
    }
}

Test(movement, ten_thousand_sequences_of_each_keep_to_the_pitch_to_speeds_and_to_accelerations)
{
    for (size_t i = 0; i < sizeof MOVEMENT / sizeof *MOVEMENT; i++) {
        Greatest greatest = {0, 0};
        for (size_t round = 1; round <= ROUNDS; round++) {
            Dataset *data = draw(&MOVEMENT[i], round);
            for (size_t s = 0; s < data->sequences; s++)
                for (size_t player = 0; player < MOVEMENT[i].players; player++)
                    check_track(&MOVEMENT[i], data, s, player, &greatest);
            dataset_free(data);
        }
        cr_assert(greatest.speed >= MOVEMENT[i].speed && greatest.bend >= MOVEMENT[i].bend,
                  "%s %s: at most %g m/s and %g m/s²", MOVEMENT[i].name, MOVEMENT[i].knobs, greatest.speed,
                  greatest.bend);
    }
}
