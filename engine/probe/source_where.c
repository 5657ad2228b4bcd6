#include <math.h>

#include "engine/probe/source.h"

/* Places on the pitch in metres, how far a prediction misses them, and the time. */

PlaceRun run_of(const Scope *scope)
{
    const Dataset *data = scope->data;
    const size_t row = data->offset[scope->sequence];
    return (PlaceRun){data, scope->lens ? scope->lens->batch->x : data->x + row * data->D, row, scope->steps, NULL};
}

static PlaceRun run_at(const Source *source)
{
    PlaceRun run = run_of(source->scope);
    run.turn = source->owned;
    return run;
}

static double meant(const Source *source, size_t t, size_t who, size_t axis, bool answered)
{
    const PlaceRun run = run_at(source);
    const size_t row = run.row + t - 1, K = run.data->K;
    if (answered)
        return place_meant(&run, t, source->scope->lens->tape->y + (t - 1) * K, who, axis);
    return run.data->has_target[row] ? place_meant(&run, t, run.data->y + row * K, who, axis) : (double)NAN;
}

static double coordinate(const Source *source, int field, size_t t, size_t who, size_t axis)
{
    const PlaceRun run = run_at(source);
    switch (field) {
    case WHERE_SEEN: return place_seen(&run, t, who, axis);
    case WHERE_STRAIGHT: return place_straight(&run, t, who, axis);
    default: return meant(source, t, who, axis, field == WHERE_Y);
    }
}

static double at_coordinate(const Source *source, const size_t *index)
{
    return coordinate(source, source->field, index[0] + 1, index[1] / 2, index[1] % 2);
}

static double at_miss(const Source *source, const size_t *index)
{
    const int field = source->field == WHERE_MISS ? WHERE_Y : WHERE_STRAIGHT;
    double way[2];
    for (size_t axis = 0; axis < 2; axis++)
        way[axis] = coordinate(source, field, index[0] + 1, index[1], axis) -
                    coordinate(source, WHERE_TARGET, index[0] + 1, index[1], axis);
    return hypot(way[0], way[1]);
}

static double at_ahead(const Source *source, const size_t *index)
{
    const PlaceRun run = run_at(source);
    return place_ahead(&run, index[0] + 1, index[1]);
}

static double at_time(const Source *source, const size_t *index)
{
    const PlaceRun run = run_at(source);
    return place_time(&run, index[0] + 1);
}

static const char *metres(const Source *source, size_t last)
{
    (void)source, (void)last;
    return "m";
}

static const char *seconds(const Source *source, size_t last)
{
    (void)source, (void)last;
    return "s";
}

static const char *missing_of(int field)
{
    switch (field) {
    case WHERE_SEEN: return "nobody is seen there at this step: print where shows when";
    case WHERE_AHEAD: return "that is not known: somebody has to be seen before, and a line \"# Step: 0.2 s\" to say how long a step is";
    case WHERE_STRAIGHT:
    case WHERE_MISS_STRAIGHT: return "no velocity is known there: it takes two places, or vx and vy, and for a miss a target";
    default: return "this step has no target there: print where_target shows where there are some";
    }
}

bool open_where(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error)
{
    (void)node, (void)error;
    const bool ahead = row->field == WHERE_AHEAD, miss = ahead || row->field == WHERE_MISS || row->field == WHERE_MISS_STRAIGHT;
    source->field = row->field;
    source->axis[0] = axis_of("t", 1, scope->steps);
    source->unit = row->field == WHERE_TIME || row->field == WHERE_AHEAD ? seconds : metres;
    if (row->field == WHERE_TIME) {
        source->rank = 1;
        source->at = at_time;
        return true;
    }
    const size_t people = scope->data->places->count;
    const PlaceRun run = run_of(scope);
    source->owned = place_turns(&run);
    source->rank = 2;
    source->axis[1] = miss ? axis_of("who", 1, people) : axis_of("place", 1, 2 * people);
    source->at = ahead ? at_ahead : miss ? at_miss : at_coordinate;
    source->missing = missing_of(row->field);
    return true;
}
