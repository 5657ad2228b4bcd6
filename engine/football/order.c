/* Which overload came first: the temporal order problem of Hochreiter & Schmidhuber 1997, section 5.6, in football terms. */
#include "engine/football/simulator.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/walk.h"

enum { GAP, SEQUENCES };

/* SPADL's names and the cues, as a file would order them. */
enum { CROSS, DRIBBLE, OVERLOAD_LEFT, OVERLOAD_RIGHT, PASS, SHOT, TAKE_ON, ACTIONS };
static const char *const ACTION_NAMES[ACTIONS] = {"cross", "dribble", "overload_left", "overload_right",
                                                  "pass",  "shot",    "take_on"};
static const char *const ORDER_NAMES[4] = {"left_left", "left_right", "right_left", "right_right"};

enum { FIRST_STEPS = 3, STEPS_AROUND = 6 }; // the first cue comes at step 1 … 3, three steps or more follow the second

/** fill_actions - the walk's actions, two of them replaced by the cues that decide the class. */
static void fill_actions(Dataset *data, size_t first, size_t T, size_t gap, Rng *rng, const WalkTouch *touch)
{
    static const int PLACES[WALK_ACTIONS] = {CROSS, DRIBBLE, PASS, SHOT, TAKE_ON};
    size_t early = rng_below(rng, FIRST_STEPS), late = early + gap;
    size_t one = rng_below(rng, 2), two = rng_below(rng, 2);
    for (size_t t = 0; t < T; t++) {
        bool cue = t == early || t == late, right = (t == early ? one : two) == 1;
        build_feature(data, first + t, WALK_COLUMN_ACTION, !cue ? PLACES[touch[t].action] : right ? OVERLOAD_RIGHT : OVERLOAD_LEFT);
    }
    build_target(data, first + T - 1, 0, (double)(2 * one + two));
}

static bool make_order(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    size_t gap = (size_t)knob[GAP], T = gap + STEPS_AROUND, sequences = (size_t)knob[SEQUENCES];
    walk_columns(data, ACTION_NAMES, ACTIONS);
    build_column(data, true, "order", "", ORDER_NAMES, 4);
    if (!build_room(data, sequences, sequences * T, error))
        return false;
    WalkTouch *touch = memory_new(T, sizeof *touch);
    for (size_t s = 0; s < sequences; s++) {
        Rng walk = rng_stream(seed, "order walk", s), cue = rng_stream(seed, "order cue", s);
        data->offset[s + 1] = data->offset[s] + T;
        walk_draw(&walk, T, touch);
        walk_fill(data, data->offset[s], T, touch);
        fill_actions(data, data->offset[s], T, gap, &cue, touch);
    }
    free(touch);
    // Four classes; the bag of cues knows two of them and halves the other two.
    build_truth(data, "baseline", "", 0.25);
    build_truth(data, "baseline", "bag", 0.75);
    build_truth(data, "optimum", "", 1);
    data->spread = sqrt(0.25 * 0.75);
    return true;
}

const Simulator ORDER_SIMULATOR = {
    .name = "order",
    .task = "many-to-one",
    .title = "Which overload came first: two cues far apart, and their order is asked",
    .describe =
        "A possession that ends with a shot, step by step as events: the action by its SPADL name, the place of the ball (x, y in "
        "tens of metres from the centre, attacking to the right) and the seconds since the event before. Twice the team overloads "
        "a side: early on, and again `gap` steps later. Each time left and right are equally likely. At the shot the model is "
        "asked for both sides in their order: left_left, left_right, right_left or right_right. It is the temporal order problem "
        "of Hochreiter and Schmidhuber (1997) in football clothes.\n\n"
        "Planted: the two sides, and nothing else; the way of the ball is drawn without regard to them. A model without memory sees "
        "only the shot and is right one time in four (baseline 0.25). One that counts events but not their order (a bag of events) "
        "knows left_left and right_right and has to guess between the other two: 0.75 (baseline(bag)). One that remembers the "
        "sequence is always right (optimum 1). The sequences are synthetic.",
    .places = true,
    .knob = {{"gap", "steps", 10, 1, 1000, true, "from the first overload to the second: the longer, the longer to remember"},
             {"sequences", "sequences", 1000, 20, 100000, true, "how many possessions; one fifth of them validate"}},
    .make = make_order,
};
