#include "app/view/view.h"

#include <math.h>
#include <stdio.h>

#include "app/view/chart.h"
#include "engine/base/memory.h"
#include "engine/probe/influence.h"

/* Every output is a backward pass: past so many multiplications only every n-th is sent back rather than the screen held up;
 * past the second, one frame shows some of them and further ones come while nobody types. No screen has room for more rows. */
static const double MAP_WORK = 3e8, FRAME_WORK = 1.6e7;
enum { MAP_ROWS = 128 };

/* ---- what is dear ------------------------------------------------------------------------------------------------ */

/** every - of how many outputs one is sent back. */
static size_t every(const Net *net, size_t T)
{
    double affordable = MAP_WORK / influence_cost(net, T) * (net->spec.bidirectional ? 1 : 2);
    size_t rows = affordable > MAP_ROWS ? MAP_ROWS : affordable < 8 ? 8 : (size_t)affordable;
    return (T + rows - 1) / rows;
}

static bool fresh(const Session *session)
{
    const InfluenceMap *map = &session->influence;
    return map->norm && map->revision == session->world->revision && map->T == world_steps(session->world);
}

/** row_cost - multiplications for the row of output t: what lies behind t owes it nothing, unless some read in reverse. */
static double row_cost(const Net *net, size_t T, size_t t)
{
    return influence_cost(net, T) * (net->spec.bidirectional ? 1 : (double)t / (double)T);
}

/** first_step - as few rows as a frame has time for, in equal distances that halve until all are there. */
static size_t first_step(const Net *net, const InfluenceMap *map)
{
    const double whole = row_cost(net, map->T, map->T / 2 + 1) * (double)map->rows;
    size_t step = 1;
    while (whole / (double)step > FRAME_WORK && step < map->rows)
        step *= 2;
    return step;
}

/** begin_map - outputs T, T − every, T − 2·every … and room for that of the cursor behind them. */
static bool begin_map(Session *session, const Eye *eye, Error *error)
{
    const Net *net = kit_net(session);
    const Lens *lens = eye->probe.subject[eye->probe.current].lens;
    const size_t T = world_steps(session->world), stride = every(net, T), rows = (T + stride - 1) / stride;
    InfluenceMap *map = &session->influence;
    Influence *source = map->source;
    map->source = NULL;
    session_drop_influence(session);
    if (source == NULL || !influence_again(source, net, lens)) {
        influence_free(source);
        source = influence_new(net, lens, error);
    }
    double *norm = source ? memory_try((rows + 1) * T, sizeof *norm, error) : NULL;
    if (!norm) {
        influence_free(source);
        return false;
    }
    *map = (InfluenceMap){
        .source = source, .norm = norm, .rows = rows, .every = stride, .T = T, .revision = session->world->revision};
    return true;
}

static double make_row(InfluenceMap *map, const Net *net, size_t row)
{
    const size_t t = map->T - row * map->every;
    influence_norms(map->source, t, map->norm + row * map->T);
    return row_cost(net, map->T, t);
}

/** make_rows - the next of the map, as many as so much work allows; of a new one those of the first distance. */
static void make_rows(InfluenceMap *map, const Net *net, double work)
{
    if (map->step == 0) {
        map->step = first_step(net, map);
        for (size_t row = 0; row < map->rows; row += map->step)
            work -= make_row(map, net, row);
        map->next = map->step / 2;
    }
    while (map->step > 1 && work > 0) {
        if (map->next < map->rows) {
            work -= make_row(map, net, map->next);
            map->next += map->step;
        } else {
            map->step /= 2;
            map->next = map->step / 2;
        }
    }
}

static bool build(Session *session, const Eye *eye, Error *error)
{
    const Net *net = kit_net(session);
    const size_t t = kit_step(session), T = world_steps(session->world);
    InfluenceMap *map = &session->influence;
    if (!net || net->spec.headless || T == 0)
        return true;
    if (!fresh(session) && !begin_map(session, eye, error))
        return false;
    make_rows(map, net, session->hurried ? FRAME_WORK : (double)INFINITY);
    session->unfinished = session->unfinished || map->step > 1;
    if (map->at != t && !influence_row(map, t)) {
        influence_norms(map->source, t, map->norm + map->rows * T);
        map->at = t;
    }
    return true;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

static void draw_numbers(const Chart *chart, Grid *grid, Rect area)
{
    Line line = line_begin(grid, chart->eye, area, area.y + area.height - 1);
    size_t t = chart->t, best = 1, count = chart->ahead ? chart->T : t;
    const double *norm = influence_row(chart->map, t);
    if (!norm)
        return;
    char sub[64], label[160], name[96];
    for (size_t s = 2; s <= count; s++)
        best = norm[s - 1] > norm[best - 1] ? s : best;
    kit_sub(t, sub);
    if (t > 1) {
        snprintf(label, sizeof label, "y%s hears x₁ ", sub);
        snprintf(name, sizeof name, "influence(%zu,1) / influence(%zu,%zu)", t, t, t);
        line_value(&line, label, name, norm[0] / norm[t - 1]);
        line_textf(&line, style(ROLE_TEXT), " times as loud as x%s", sub);
    }
    snprintf(label, sizeof label, "%s‖∂y%s/∂x%s‖ ", t > 1 ? "   " : "", sub, sub);
    snprintf(name, sizeof name, "influence(%zu,%zu)", t, t);
    line_value(&line, label, name, norm[t - 1]);
    kit_sub(best, sub);
    snprintf(label, sizeof label, "   loudest x%s ", sub);
    snprintf(name, sizeof name, "influence(%zu,%zu)", t, best);
    line_value(&line, label, name, norm[best - 1]);
}

static bool judged_everywhere(const Chart *chart)
{
    for (size_t t = 1; t <= chart->T; t++)
        if (!kit_loss_at(chart->eye, t))
            return false;
    return true;
}

/** draw_title - with the ramp at its right; says which outputs are shown, and that columns hold several inputs. */
static void draw_title(const Chart *chart, Grid *grid, Rect area)
{
    size_t step = chart->map->every * chart->map->step * chart->thinned;
    int ramp = area.width >= 50 ? 24 : 16;
    Line line = line_begin(grid, chart->eye, (Rect){area.x, area.y, area.width - ramp, 1}, area.y);
    kit_ramp_legend(grid, area, area.y, chart->ladder.low, chart->ladder.high);
    if (area.width >= 50)
        grid_text(grid, area.x + area.width - 22, area.y, 5, style(ROLE_AXIS), "log₁₀");
    if (!line_text(&line, style(ROLE_TITLE), "influence"))
        return;
    line_text(&line, style(ROLE_FAINT), "  ‖∂yₜ/∂xₛ‖");
    if (step > 1)
        line_textf(&line, style(ROLE_FAINT), "  every %zu t", step);
    if ((int)chart->T > chart->band.width)
        line_text(&line, style(ROLE_FAINT), "  the loudest of a cell's inputs");
    if (!judged_everywhere(chart))
        line_text(&line, style(ROLE_FAINT), grid->ascii ? "  * loss" : "  ● loss");
}

/** nothing - what to say where there is no map; NULL where there is. */
static const char *nothing(const Session *session)
{
    const Net *net = kit_net(session);
    if (net && net->spec.headless)
        return "This model came without a head: it has states, and no output that an input could move.";
    if (!net || !fresh(session))
        return "There is no map of this model.";
    return NULL;
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const char *message = nothing(session);
    if (message) {
        kit_message(grid, kit_title(grid, area, "influence", "‖∂yₜ/∂xₛ‖"), style(ROLE_TEXT), message);
        return;
    }
    Chart chart = chart_of(session, eye);
    bool numbers = area.height >= 8;
    Rect body = {area.x, area.y + 1, area.width, area.height - 1 - numbers};
    if (body.height >= 1 && body.width >= 8)
        chart_draw(&chart, grid, body);
    if (chart.rows) {
        draw_title(&chart, grid, area);
        if (numbers)
            draw_numbers(&chart, grid, area);
    }
    chart_free(&chart);
}

const View INFLUENCE_VIEW = {
    .name = "influence",
    .title = "influence",
    .shows = "How much each input moved each output: ‖∂yₜ/∂xₛ‖, a row for each output, a column for each input, as powers "
             "of ten.",
    .look_for = "A row that stays bright to its left end still hears the beginning. Where only the diagonal is bright "
                "nothing is remembered; where a column ends, that input is forgotten.",
    .needs_model = true,
    .build = build,
    .draw = draw,
};
