#include "app/view/chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/grid/plot.h"
#include "engine/base/memory.h"

/** rows_at_hand - how many rows are there, in equal distances. */
static size_t rows_at_hand(const InfluenceMap *map)
{
    return (map->rows + map->step - 1) / map->step;
}

static Ladder ladder_read(const InfluenceMap *map)
{
    size_t count = rows_at_hand(map) * map->T;
    double *log = memory_new(count, sizeof *log);
    for (size_t i = 0; i < count; i++)
        log[i] = log10(map->norm[i / map->T * map->step * map->T + i % map->T]);
    Ladder ladder = ladder_of(log, count);
    ladder.high = ladder_top(log, count);
    free(log);
    return ladder;
}

Chart chart_of(const Session *session, const Eye *eye)
{
    Chart chart = {.eye = eye,
                   .map = &session->influence,
                   .T = session->influence.T,
                   .t = kit_step(session),
                   .ahead = kit_net(session)->spec.bidirectional};
    chart.ladder = ladder_read(chart.map);
    return chart;
}

void chart_free(Chart *chart)
{
    free(chart->output);
    free(chart->column);
}

const double *influence_row(const InfluenceMap *map, size_t t)
{
    if (t == map->at)
        return map->norm + map->rows * map->T;
    return (map->T - t) % (map->every * map->step) ? NULL : map->norm + (map->T - t) / map->every * map->T;
}

static const double *chart_row(const Chart *chart, size_t t)
{
    return influence_row(chart->map, t);
}

/** pick_outputs - as many of those at hand as there are lines for; the nearest to the cursor gives way to its own. */
static void pick_outputs(Chart *chart, int lines)
{
    const InfluenceMap *map = chart->map;
    size_t room = lines > 0 ? (size_t)lines : 1;
    size_t rows = rows_at_hand(map);
    chart->thinned = (rows + room - 1) / room;
    chart->rows = (rows + chart->thinned - 1) / chart->thinned;
    chart->output = memory_new(chart->rows, sizeof *chart->output);
    size_t step = map->every * map->step * chart->thinned, nearest = 0;
    for (size_t i = 0; i < chart->rows; i++) {
        size_t t = map->T - (chart->rows - 1 - i) * step;
        chart->output[i] = t;
        size_t far = t > chart->t ? t - chart->t : chart->t - t;
        size_t best = chart->output[nearest] > chart->t ? chart->output[nearest] - chart->t : chart->t - chart->output[nearest];
        nearest = far < best ? i : nearest;
    }
    if (chart_row(chart, chart->t))
        chart->output[nearest] = chart->t;
    chart->row = lines / (int)chart->rows;
    chart->row = chart->row < 1 ? 1 : chart->row > 3 ? 3 : chart->row;
}

static void place_inputs(Chart *chart, int x, int width)
{
    chart->band = (Band){x, width > 0 ? width : 1, {1, chart->T}, false};
    chart->column = band_columns(&chart->band);
}

/* ---- the map ----------------------------------------------------------------------------------------------------- */

/** loudest - from input s on, those that share its column: the one with the largest influence; *next is the first after. */
static size_t loudest(const Chart *chart, const double *norm, size_t s, size_t last, size_t *next)
{
    size_t best = s;
    for (*next = s + 1; *next <= last && chart->column[*next - 1] == chart->column[s - 1]; ++*next)
        if (norm[*next - 1] > norm[best - 1])
            best = *next;
    return best;
}

static void draw_row(const Chart *chart, Grid *grid, size_t index)
{
    size_t t = chart->output[index], last = chart->ahead ? chart->T : t, next;
    const double *norm = chart_row(chart, t);
    int y = chart->y + (int)index * chart->row;
    int end = chart->band.x;
    char name[64];
    for (size_t s = 1; s <= last; s = next) {
        size_t best = loudest(chart, norm, s, last, &next);
        int x = chart->column[s - 1], width = chart->column[next - 1] - x;
        end = x + (width < 1 ? 1 : width);
        snprintf(name, sizeof name, "influence(%zu,%zu)", t, best);
        for (int r = 0; r < chart->row; r++)
            kit_ramp(grid, x, y + r, width < 1 ? 1 : width,
                     kit_ramp_level(log10(norm[best - 1]), chart->ladder.low, chart->ladder.high), name, norm[best - 1]);
    }
    for (int r = 0; r < chart->row && end < chart->band.x + chart->band.width; r++)
        grid_put(grid, end, y + r, grid->ascii ? '|' : 0x258F, style(ROLE_RULE));
}

static void draw_labels(const Chart *chart, Grid *grid)
{
    int end = chart->band.x + chart->band.width;
    for (size_t i = 0; i < chart->rows; i++) {
        size_t t = chart->output[i];
        int y = chart->y + (int)i * chart->row, x = chart->band.x - chart->label - 2;
        bool here = t == chart->t;
        char label[32];
        snprintf(label, sizeof label, "y%zu", t);
        grid_right(grid, x, y, chart->label, style(here ? ROLE_STRONG : ROLE_AXIS), label);
        if (here)
            grid_put(grid, x + chart->label, y, grid->ascii ? '>' : 0x25B8, style(ROLE_STRONG));
        if (kit_loss_at(chart->eye, t))
            grid_put(grid, end, y, grid->ascii ? '*' : 0x25CF, style(ROLE_BACKWARD));
    }
}

/** draw_cursor - the row of what yₜ hears, the column of who hears xₜ; the cursor rests where they cross. */
static void draw_cursor(const Chart *chart, Grid *grid)
{
    int x = chart->column[chart->t - 1], width = chart->column[chart->t] - x;
    for (size_t i = 0; i < chart->rows; i++) {
        if (chart->output[i] != chart->t)
            continue;
        Rect cell = {x, chart->y + (int)i * chart->row, width < 1 ? 1 : width, chart->row};
        kit_reverse(grid, cell);
        grid->cursor_x = cell.x;
        grid->cursor_y = cell.y;
    }
}

/* ---- the curves: what the output at the cursor hears, and who hears the input there ------------------------------ */

typedef struct Named {
    const size_t *output;
    size_t t;
} Named;
static void name_heard(size_t index, char *buffer, size_t size, const void *context)
{
    snprintf(buffer, size, "log10(influence(%zu,%zu))", ((const Named *)context)->t, index + 1);
}
static void name_hearer(size_t index, char *buffer, size_t size, const void *context)
{
    const Named *named = context;
    snprintf(buffer, size, "log10(influence(%zu,%zu))", named->output[index], named->t);
}

static void draw_curves(const Chart *chart, Grid *grid, const Plot *plot)
{
    const Named named = {chart->output, chart->t};
    size_t count = chart->ahead ? chart->T : chart->t, from = 0;
    double *log = memory_new(2 * chart->T, sizeof *log), *at = log + chart->T;
    for (size_t i = 0; i < chart->rows; i++) {
        at[i] = (double)chart->output[i];
        log[i] = log10(chart_row(chart, chart->output[i])[chart->t - 1]);
        from = chart->output[i] < chart->t && !chart->ahead ? i + 1 : from;
    }
    Named later = {chart->output + from, chart->t};
    plot_curve(grid, plot, at + from, log + from, chart->rows - from, 1, name_hearer, &later);
    for (size_t s = 1; s <= count; s++)
        log[s - 1] = log10(chart_row(chart, chart->t)[s - 1]);
    plot_curve(grid, plot, NULL, log, count, 0, name_heard, &named);
    free(log);
}

static void draw_keys(const Chart *chart, Grid *grid, Rect area, int from)
{
    char sub[64], hears[128], heard[128];
    kit_sub(chart->t, sub);
    snprintf(hears, sizeof hears, "y%s hears xₛ", sub);
    snprintf(heard, sizeof heard, "yₛ hears x%s", sub);
    CurveKey keys[] = {{0, hears}, {1, heard}};
    kit_keys(grid, area, area.x + from, keys, 2);
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

/** plot_rows - what the curves get of the rows: those the map does not need, and some more where there are many. */
static int plot_rows(const Chart *chart, int height)
{
    int left = height - (int)rows_at_hand(chart->map), least = height >= 26 ? 10 : height >= 14 ? 7 : 0;
    if (least == 0)
        return 0;
    left = left > height / 2 ? height / 2 : left;
    return left < least ? least : left;
}

/** draw_axes - of the curves, moved right where the labels of the map need more room than theirs. */
static void draw_axes(const Chart *chart, Grid *grid, Plot *plot)
{
    plot_axes(grid, plot);
    int missing = chart->label + 2 - (plot->inner.x - plot->area.x);
    if (missing <= 0)
        return;
    grid_fill(grid, plot->area, ' ', style(ROLE_TEXT));
    plot->area.x += missing;
    plot->area.width -= missing;
    plot_axes(grid, plot);
}

static void draw_map(const Chart *chart, Grid *grid)
{
    for (size_t i = 0; i < chart->rows; i++)
        draw_row(chart, grid, i);
    draw_labels(chart, grid);
}

/** draw_flat - the map alone, where there is no room for curves. */
static void draw_flat(Chart *chart, Grid *grid, Rect area)
{
    bool axis = area.height >= 4;
    pick_outputs(chart, area.height - axis);
    place_inputs(chart, area.x + chart->label + 2, area.width - chart->label - 5);
    draw_map(chart, grid);
    if (axis)
        band_axis(grid, &chart->band, area.y + (int)chart->rows * chart->row, chart->t);
}

void chart_draw(Chart *chart, Grid *grid, Rect area)
{
    int curves = area.width >= 24 ? plot_rows(chart, area.height) : 0;
    chart->y = area.y;
    chart->label = 1 + snprintf(NULL, 0, "%zu", chart->T);
    if (!curves) {
        draw_flat(chart, grid, area);
        draw_cursor(chart, grid);
        return;
    }
    pick_outputs(chart, area.height - curves);
    int used = (int)chart->rows * chart->row;
    Plot plot = {.area = {area.x, area.y + used, area.width, area.height - used},
                 .x_low = 1,
                 .x_high = (double)chart->T,
                 .y_low = chart->ladder.low,
                 .y_high = chart->ladder.high,
                 .x_name = "s",
                 .y_name = "log₁₀ ‖∂y/∂x‖"};
    draw_axes(chart, grid, &plot);
    place_inputs(chart, plot.inner.x, plot.inner.width);
    draw_map(chart, grid);
    if (chart_row(chart, chart->t)) {
        plot_cursor(grid, &plot, (double)chart->t);
        draw_curves(chart, grid, &plot);
        draw_keys(chart, grid, (Rect){plot.area.x, plot.area.y, plot.area.width, 1}, 15);
    }
    draw_cursor(chart, grid);
}
