#include "app/view/pitch_close.h"

#include <math.h>
#include <stdio.h>

#include "app/view/pitch_marks.h"

enum { WIDE_MIN = 14, HIGH_MIN = 6, WIDE_MAX = 64, HIGH_MAX = 22 };

/** Extent - the rectangle that holds all that is to be seen. */
typedef struct Extent {
    double low[2], high[2];
    bool any;
} Extent;

static void take(Extent *extent, const Value *value, size_t t, size_t who)
{
    double at[2];
    if (!play_at(value, t, who, at))
        return;
    for (int axis = 0; axis < 2; axis++) {
        extent->low[axis] = extent->any ? fmin(extent->low[axis], at[axis]) : at[axis];
        extent->high[axis] = extent->any ? fmax(extent->high[axis], at[axis]) : at[axis];
    }
    extent->any = true;
}

static double side_of(const Extent *extent)
{
    return fmax(extent->high[0] - extent->low[0], extent->high[1] - extent->low[1]);
}

/** take_path - of the way he came as much as at most doubles the sides. */
static void take_path(Extent *extent, const Play *play, size_t seen)
{
    const double most = 2 * side_of(extent);
    for (size_t t = seen; t > 0; t--) {
        Extent more = *extent;
        take(&more, &play->where, t, play->told);
        if (side_of(&more) > most)
            return;
        *extent = more;
    }
}

/** extent_of - the place he was seen last, all answers from there on, and some of the way he came. */
static Extent extent_of(const Play *play)
{
    Extent extent = {.any = false};
    const size_t asked = play_asked(play), seen = play_seen(play, asked, play->told);
    take(&extent, &play->where, seen, play->told);
    for (size_t t = seen < asked ? seen + 1 : asked; t <= (seen < asked ? play->T : asked) && t > 0; t++) {
        take(&extent, &play->target, t, play->told);
        take(&extent, &play->straight, t, play->told);
        for (size_t i = 0; i < play->guesses; i++)
            take(&extent, &play->guess[i].where, t, play->told);
    }
    take_path(&extent, play, seen);
    return extent;
}

/** bar_length - a round number of metres that takes a fifth to a half of the width. */
static double bar_length(const Turf *turf)
{
    const double most = turf->area.width * 0.45 * 2 / turf->dots, power = pow(10, floor(log10(most)));
    const double factor = most / power;
    return power * (factor >= 5 ? 5 : factor >= 2 ? 2 : 1);
}

/** draw_bar - "├──┤ 2 m" in the frame's last row. */
static void draw_bar(const Turf *turf, Rect frame)
{
    char text[32];
    const double length = bar_length(turf);
    const int columns = (int)lround(length * turf->dots / 2), y = frame.y + frame.height - 1;
    snprintf(text, sizeof text, " %g m ", length);
    const int words = grid_columns(turf->grid, text), x = frame.x + frame.width - 1 - words - columns;
    if (columns < 2 || x <= frame.x)
        return;
    grid_text(turf->grid, x + columns, y, words, style(ROLE_TEXT), text);
    for (int i = 0; i < columns; i++)
        grid_put(turf->grid, x + i, y, turf->grid->ascii ? '=' : 0x2501, style(ROLE_TEXT));
}

/** PACE - metres from the middle to the edge at least: nearer, one would look at the camera's error. */
static const double PACE = 0.5;

bool pitch_close_wanted(const Play *play)
{
    return !play->event && play_asks_place(play);
}

void pitch_close_draw(const Play *play, Grid *grid, Rect area)
{
    const Extent extent = extent_of(play);
    area.width = area.width > WIDE_MAX ? WIDE_MAX : area.width;
    area.height = area.height > HIGH_MAX ? HIGH_MAX : area.height;
    if (!extent.any || !pitch_close_wanted(play) || area.width < WIDE_MIN || area.height < HIGH_MIN)
        return;
    double reach[2];
    for (int axis = 0; axis < 2; axis++)
        reach[axis] = fmax(0.6 * (extent.high[axis] - extent.low[axis]), PACE);
    const Rect inside = {area.x + 1, area.y + 1, area.width - 2, area.height - 2};
    const Turf turf = turf_around(grid, inside, (extent.low[0] + extent.high[0]) / 2, (extent.low[1] + extent.high[1]) / 2, reach[0], reach[1]);
    turf_markings(&turf, style(ROLE_RULE));
    pitch_marks_draw(play, &turf, true);
    grid_box(grid, area, style(ROLE_RULE));
    grid_text(grid, area.x + 2, area.y, area.width - 4, style(ROLE_AXIS), " close-up ");
    draw_bar(&turf, area);
}
