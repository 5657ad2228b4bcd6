/* What comes next, and will it be a goal: two questions about one possession; how the ball was won answers both. */
#include "engine/football/simulator.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/walk.h"

enum { LENGTH, EPSILON, SEQUENCES };

/* SPADL's names, and the two ways to win the ball; as a file would order them. */
enum { CROSS, DRIBBLE, PASS, TAKE_ON, WIN_DEEP, WIN_HIGH, ACTIONS };
static const char *const ACTION_NAMES[ACTIONS] = {"cross", "dribble", "pass", "take_on", "win_deep", "win_high"};
static const char *const RELEASE_NAMES[2] = {"switch", "through_ball"};
static const char *const GOAL_NAMES[2] = {"no", "yes"};

static const double GOAL_DEEP = 0.08, GOAL_HIGH = 0.30; // chance of a goal after the ball was won deep, or high

static void fill_walk(Dataset *data, size_t first, size_t L, Rng *rng, WalkTouch *touch)
{
    static const int PLACES[WALK_ACTIONS] = {CROSS, DRIBBLE, PASS, PASS, TAKE_ON}; // a shot comes after what is seen
    walk_draw(rng, L + 2, touch); // the release and the shot are not shown
    walk_fill(data, first, L, touch);
    for (size_t t = 1; t < L; t++)
        build_feature(data, first + t, WALK_COLUMN_ACTION, PLACES[touch[t].action]);
}

/** fill_mode - how the ball is won, and what follows from it. */
static void fill_mode(Dataset *data, size_t first, size_t L, double epsilon, Rng *rng)
{
    const bool high = rng_uniform(rng) < 0.5, surprise = rng_uniform(rng) < epsilon;
    const bool goal = rng_uniform(rng) < (high ? GOAL_HIGH : GOAL_DEEP);
    build_feature(data, first, WALK_COLUMN_ACTION, high ? WIN_HIGH : WIN_DEEP);
    build_target(data, first + L - 1, 0, high != surprise);
    build_beside(data, first + L - 1, 0, goal);
}

/** nats - the entropy of a coin. */
static double nats(double p)
{
    return p <= 0 || p >= 1 ? 0 : -p * log(p) - (1 - p) * log(1 - p);
}

static bool make_events(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    const size_t L = (size_t)knob[LENGTH], sequences = (size_t)knob[SEQUENCES];
    const double epsilon = knob[EPSILON];
    walk_columns(data, ACTION_NAMES, ACTIONS);
    build_column(data, true, "next", "", RELEASE_NAMES, 2);
    build_further(data, "goal", "", GOAL_NAMES, 2);
    build_metric(data, METRIC_LOGLOSS, "nat");
    if (!build_room(data, sequences, sequences * L, error))
        return false;
    WalkTouch *touch = memory_new(L + 2, sizeof *touch);
    for (size_t s = 0; s < sequences; s++) {
        Rng walk = rng_stream(seed, "events walk", s), mode = rng_stream(seed, "events mode", s);
        data->offset[s + 1] = data->offset[s] + L;
        fill_walk(data, data->offset[s], L, &walk, touch);
        fill_mode(data, data->offset[s], L, epsilon, &mode);
    }
    free(touch);
    build_truth(data, "baseline", "", log(2));
    build_truth(data, "optimum", "", nats(epsilon));
    build_truth(data, "baseline", "goal", nats((GOAL_DEEP + GOAL_HIGH) / 2));
    build_truth(data, "optimum", "goal", (nats(GOAL_DEEP) + nats(GOAL_HIGH)) / 2);
    // Who says ½ always has the same log-loss, so this is of the best: −ln(1 − ε) or, one time in 1/ε, −ln ε.
    data->spread = sqrt(epsilon * (1 - epsilon)) * log((1 - epsilon) / epsilon);
    return true;
}

const Simulator EVENTS_SIMULATOR = {
    .name = "events",
    .task = "many-to-one",
    .title = "What comes next, and will it be a goal: how the ball was won decides both",
    .describe =
        "A possession, event by event: the action by its SPADL name, the place of the ball (x, y in tens of metres from the centre, attacking "
        "to the right) and the seconds since the event before. It begins with the ball won, high up the pitch or deep, each half of the "
        "time. After the last event that is seen comes the release: after a high win a through ball, after a deep one a switch of play, but "
        "one time in 1/epsilon the other way round. The model is asked which it will be; it is judged by its log-loss. A second question is "
        "carried along: will the possession end with a goal? After a high win it does with probability 0.30, after a deep one with 0.08.\n\n"
        "Planted: how the ball was won, at step 1. All events between are drawn without regard to it, so that a model without memory, and "
        "one that knows any number of events but the first (a Markov model of any order below the length), can only say one half: ln 2 "
        "(baseline). Who remembers step 1 is left with the entropy of epsilon (optimum). A network with attention should look there. "
        "baseline(goal) and optimum(goal) are the same for the second question. The sequences are synthetic.",
    .places = true,
    .knob = {{"length", "events", 20, 2, 1000, true, "events that are seen: the longer, the longer to remember"},
             {"epsilon", "1", 0.05, 0.001, 0.4, false, "how often the release goes against the way the ball was won"},
             {"sequences", "sequences", 1000, 20, 100000, true, "how many possessions; one fifth of them validate"}},
    .make = make_events,
};
