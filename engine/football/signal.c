/* Overload left or right: a cue at the first step decides whether the last one, a shot, is a goal. */
#include "engine/football/simulator.h"

#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/walk.h"

enum { LENGTH, EPSILON, SEQUENCES };

/* SPADL's names; in alphabetical order, as a file's levels would be. */
enum { CROSS, DRIBBLE, OVERLOAD_LEFT, OVERLOAD_RIGHT, PASS, SHOT, TAKE_ON, ACTIONS };
static const char *const ACTION_NAMES[ACTIONS] = {"cross", "dribble", "overload_left", "overload_right",
                                                  "pass",  "shot",    "take_on"};
static const char *const GOAL_NAMES[2] = {"no", "yes"};

/** fill_walk - places, times and the actions of steps 2 … T. Knows nothing of the cue. */
static void fill_walk(Dataset *data, size_t first, size_t T, Rng *rng, WalkTouch *touch)
{
    static const int PLACES[WALK_ACTIONS] = {CROSS, DRIBBLE, PASS, SHOT, TAKE_ON};
    walk_draw(rng, T, touch);
    walk_fill(data, first, T, touch);
    for (size_t t = 1; t < T; t++)
        build_feature(data, first + t, WALK_COLUMN_ACTION, PLACES[touch[t].action]);
}

/** fill_cue - the cue and the outcome it decides but for one time in 1/ε. */
static void fill_cue(Dataset *data, size_t first, size_t T, double epsilon, Rng *rng)
{
    bool left = rng_uniform(rng) < 0.5, surprise = rng_uniform(rng) < epsilon;
    build_feature(data, first, WALK_COLUMN_ACTION, left ? OVERLOAD_LEFT : OVERLOAD_RIGHT);
    build_target(data, first + T - 1, 0, left != surprise);
}

static bool make_signal(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    size_t T = (size_t)knob[LENGTH], sequences = (size_t)knob[SEQUENCES];
    walk_columns(data, ACTION_NAMES, ACTIONS);
    build_column(data, true, "goal", "", GOAL_NAMES, 2);
    if (!build_room(data, sequences, sequences * T, error))
        return false;
    WalkTouch *touch = memory_new(T, sizeof *touch);
    for (size_t s = 0; s < sequences; s++) {
        Rng walk = rng_stream(seed, "signal walk", s), cue = rng_stream(seed, "signal cue", s);
        data->offset[s + 1] = data->offset[s] + T;
        fill_walk(data, data->offset[s], T, &walk, touch);
        fill_cue(data, data->offset[s], T, knob[EPSILON], &cue);
    }
    free(touch);
    build_truth(data, "baseline", "", 0.5);
    build_truth(data, "optimum", "", 1 - knob[EPSILON]);
    data->spread = 0.5; // √(½·½): right or wrong, a coin
    return true;
}

const Simulator SIGNAL_SIMULATOR = {
    .name = "signal",
    .task = "many-to-one",
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
    .places = true,
    .knob = {{"length", "steps", 20, 2, 2000, true, "events in a possession: the longer, the longer to remember"},
             {"epsilon", "1", 0.05, 0, 0.5, false, "how often the outcome goes against the overload"},
             {"sequences", "sequences", 1000, 20, 100000, true, "how many possessions; one fifth of them validate"}},
    .make = make_signal,
};
