#include "engine/football/import/place.h"

#include <math.h>
#include <string.h>

#include "engine/football/pitch.h"

static const double METRES_X[PLACE_KNOTS] = {0, PITCH_BOX_X, PITCH_SPOT_X, PITCH_SMALL_BOX_X, PITCH_HALF_LENGTH};
static const double METRES_Y[PLACE_KNOTS] = {0, PITCH_GOAL_Y, PITCH_SMALL_BOX_Y, PITCH_BOX_Y, PITCH_HALF_WIDTH};

PlaceMap place_map(const PlaceUnits *units)
{
    const PlaceUnits *u = units;
    double half = u->length / 2, middle = u->centred ? 0 : 1;
    PlaceMap map = {
        .x = {half * middle, 1, {0, half - u->box_deep, half - u->spot_deep, half - u->small_deep, half}, {0}},
        .y = {u->width / 2 * middle,
              u->y_down ? -1 : 1,
              {0, u->goal_wide / 2, u->small_wide / 2, u->box_wide / 2, u->width / 2},
              {0}},
        .even = u->box_deep == 0,
    };
    memcpy(map.x.to, METRES_X, sizeof METRES_X);
    memcpy(map.y.to, METRES_Y, sizeof METRES_Y);
    for (size_t i = 0; map.even && i < PLACE_KNOTS; i++) {
        map.x.from[i] = METRES_X[i] / METRES_X[PLACE_KNOTS - 1] * half;
        map.y.from[i] = METRES_Y[i] / METRES_Y[PLACE_KNOTS - 1] * u->width / 2;
    }
    return map;
}

bool place_metres(PlaceUnits *units, double length, double width)
{
    if (!(length >= 90 && length <= 120 && width >= 45 && width <= 90))
        return false;
    *units = (PlaceUnits){length, width, 5.5, 11, 16.5, 7.32, 18.32, 40.32, units->centred, units->y_down};
    return true;
}

static double place(const PlaceAxis *axis, double raw)
{
    double distance = (raw - axis->middle) * axis->sign, far = fabs(distance);
    size_t i = 1;
    while (i + 1 < PLACE_KNOTS && far > axis->from[i])
        i++;
    double part = (far - axis->from[i - 1]) / (axis->from[i] - axis->from[i - 1]);
    return copysign(axis->to[i - 1] + part * (axis->to[i] - axis->to[i - 1]), distance);
}

double place_x(const PlaceMap *map, double raw)
{
    return place(&map->x, raw);
}

double place_y(const PlaceMap *map, double raw)
{
    return place(&map->y, raw);
}

static bool near(const PlaceAxis *axis, double raw)
{
    return fabs(raw - axis->middle) <= 1.5 * axis->from[PLACE_KNOTS - 1];
}

bool place_near(const PlaceMap *map, double raw_x, double raw_y)
{
    return near(&map->x, raw_x) && near(&map->y, raw_y);
}

static void add_axis(const PlaceAxis *axis, const char *name, bool even, Text *text)
{
    char number[32];
    text_addf(text, "%s ", name);
    for (size_t i = even ? PLACE_KNOTS - 1 : 1; i < PLACE_KNOTS; i++) {
        text_show_number(number, sizeof number, axis->from[i], 6);
        text_addf(text, "%s%s", even || i == 1 ? "" : ", ", number);
    }
    text_add(text, " units from the centre become ");
    for (size_t i = even ? PLACE_KNOTS - 1 : 1; i < PLACE_KNOTS; i++) {
        text_show_number(number, sizeof number, axis->to[i], 6);
        text_addf(text, "%s%s", even || i == 1 ? "" : ", ", number);
    }
    text_add(text, " m");
}

void place_words(const PlaceMap *map, Text *text)
{
    char x[32], y[32];
    text_show_number(x, sizeof x, map->x.middle, 6);
    text_show_number(y, sizeof y, map->y.middle, 6);
    text_addf(text, "the centre (%s, %s) becomes (0, 0); ", x, y);
    add_axis(&map->x, "x", map->even, text);
    text_add(text, map->even ? ", " : " (penalty area, spot, goal area, goal line), ");
    add_axis(&map->y, "y", map->even, text);
    text_add(text, map->even ? "" : " (post, goal area, penalty area, touch line), straight between");
    text_add(text, map->y.sign < 0 ? "; y is turned to run up" : "; y runs up as it did");
}
