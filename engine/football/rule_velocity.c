#include "engine/football/rule_velocity.h"

#include <math.h>

#include "engine/football/build.h"
#include "engine/football/places.h"
#include "engine/football/rule.h"

/** asks_places - is every target a place or a way of somebody? */
static bool asks_places(const Dataset *data)
{
    size_t asked = 0;
    for (size_t who = 0; data->places && who < data->places->count; who++)
        asked += data->places->who[who].asked.given ? 2 : 0;
    return data->loss == LOSS_SQUARED && asked == data->K;
}

/** straight_on - the target of a place on that line, in its own unit; where no velocity is known yet he stays. */
static double straight_on(const PlaceRun *run, size_t t, size_t i, size_t axis)
{
    const Who *who = &run->data->places->who[i];
    const size_t last = place_last(run, t, i);
    double there = place_straight(run, t, i, axis), here = last ? place_seen(run, last, i, axis) : 0;
    if (isnan(there))
        there = here;
    const double turned = who->way ? place_turn(run, last) * (there - here) : place_turn(run, t) * there;
    return turned / who->asked.scale[axis];
}

static void answer_velocity(const void *state, const Dataset *data, size_t sequence, size_t row, double *y)
{
    const size_t first = data->offset[sequence];
    const PlaceRun run = {data, data->x + first * data->D, first, dataset_length(data, sequence), NULL};
    (void)state;
    for (size_t i = 0; i < data->places->count; i++)
        for (size_t axis = 0; axis < 2 && data->places->who[i].asked.given; axis++)
            y[data->places->who[i].asked.at[axis]] = straight_on(&run, row - first + 1, i, axis);
}

void rule_velocity(Dataset *data)
{
    if (!asks_places(data))
        return;
    build_truth(data, "baseline", "constant_velocity", rule_score(data, (Rule){answer_velocity, NULL}, NULL));
    build_how(data, "straight on at the velocity that is given, or that of the last two places");
}
