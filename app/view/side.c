#include "app/view/side.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/grid/plot.h"

/* ---- what is drawn ----------------------------------------------------------------------------------------------- */

Side side_read(const Session *session, const Eye *eye, size_t index)
{
    const World *world = session->world;
    Side side = {.model = &world->model[index], .index = index, .current = world->current == index};
    char name[64];
    snprintf(name, sizeof name, "%s:h", side.model->name);
    kit_matrix(eye, name, &side.h);
    snprintf(name, sizeof name, "%s:dh", side.model->name);
    side.gradient = kit_log_norms(eye, name, world_steps(world));
    return side;
}

void side_free(Side *side)
{
    value_free(&side->h);
    free(side->gradient);
}

/** units_of - how many rows of states it could show. */
static size_t units_of(const Side *side)
{
    return side->h.rank == 2 ? side->h.axis[1].count : 0;
}

/** answer_step - the step with a target that the cursor looks at, or the next one after it, or the last before it. */
static size_t answer_step(const Eye *eye, size_t t, size_t T)
{
    for (size_t s = t; s <= T; s++)
        if (kit_loss_at(eye, s))
            return s;
    for (size_t s = t; s > 0; s--)
        if (kit_loss_at(eye, s))
            return s;
    return 0;
}

/** answer_output - of classes the right one, otherwise the first. */
static size_t answer_output(const Eye *eye, size_t t)
{
    const Batch *batch = eye->probe.subject[eye->probe.current].lens->batch;
    const real *target = batch->target + (t - 1) * batch->B * batch->K;
    size_t best = 0;
    for (size_t k = 1; k < batch->K && eye->probe.data->loss == LOSS_SOFTMAX; k++)
        if (target[k] > target[best])
            best = k;
    return best + 1;
}

Shared side_shared(const Session *session, const Eye *eye, const Side *side, size_t count)
{
    Shared shared = {.T = world_steps(session->world), .t = kit_step(session), .unit = session->cursor.unit, .label = 3, .row = 1};
    for (size_t i = 0; i < count; i++) {
        Ladder ladder = ladder_of(side[i].gradient, side[i].gradient ? shared.T : 0);
        ladder.high = ladder_top(side[i].gradient, side[i].gradient ? shared.T : 0);
        shared.ladder = i ? ladder_widen(shared.ladder, ladder) : ladder;
        int label = 1 + snprintf(NULL, 0, "%zu", units_of(&side[i]));
        shared.label = label > shared.label ? label : shared.label;
        shared.units = units_of(&side[i]) > shared.units ? units_of(&side[i]) : shared.units;
        for (size_t n = 0; n < side[i].h.count; n++)
            shared.scale = fmax(shared.scale, fabs(side[i].h.data[n]));
    }
    shared.answer = answer_step(eye, shared.t, shared.T);
    if (shared.answer)
        shared.output = answer_output(eye, shared.answer);
    return shared;
}

/* ---- the head ---------------------------------------------------------------------------------------------------- */

/** Head - items in rows: each row begins with what belongs together, and what finds no room is left out. */
typedef struct Head {
    Line line;
    Rect area;
    const char *model;
} Head;

/** head_row - the next row, where there is one; otherwise go on in this one. */
static void head_row(Head *head)
{
    if (head->line.y + 1 >= head->area.y + head->area.height)
        return;
    head->line.y++;
    head->line.x = head->area.x;
}

static bool head_number(Head *head, int digits, const char *label, const char *format, ...) PRINTF_LIKE(4, 5);
static bool head_number(Head *head, int digits, const char *label, const char *format, ...)
{
    char name[96], spaced[64];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    head->line.digits = digits;
    snprintf(spaced, sizeof spaced, "  %s", label);
    return line_value(&head->line, spaced, name, kit_number(head->line.eye, "%s", name));
}

static void head_name(Head *head, const Side *side)
{
    Grid *grid = head->line.grid;
    const char *cell = side->model->recipe.cell->name;
    if (side->current)
        grid_put(grid, head->line.x, head->line.y, grid->ascii ? '>' : 0x25B8, style(ROLE_STRONG));
    head->line.x += 2;
    int columns = plot_key(grid, head->line.x, head->line.y, head->line.end - head->line.x, (int)side->index,
                           side->model->name);
    head->line.x += columns;
    if (!columns)
        line_text(&head->line, style(ROLE_STRONG), side->model->name);
    if (strcmp(cell, side->model->name) != 0)
        line_textf(&head->line, style(ROLE_FAINT), " %s", cell);
    if (side->model->recipe.bidirectional)
        line_text(&head->line, style(ROLE_FAINT), " both ways");
}

/** head_gauge - how far from what needs no memory to what is best: a bar between the two. */
static void head_gauge(Head *head)
{
    Line *line = &head->line;
    char name[96];
    snprintf(name, sizeof name, "(%s:metric - baseline) / (optimum - baseline)", head->model);
    double share = kit_number(line->eye, "%s", name);
    int room = line->end - line->x - 40;
    room = room > 24 ? 24 : room;
    if (room < 6 || !isfinite(share))
        return;
    head_number(head, 3, "baseline ", "baseline");
    grid_put(line->grid, line->x, line->y, line->grid->ascii ? '[' : 0x2595, style(ROLE_AXIS));
    grid_put(line->grid, line->x + room - 1, line->y, line->grid->ascii ? ']' : 0x258F, style(ROLE_AXIS));
    bar_across(line->grid, line->x + 1, line->y, room - 2, fmax(share, 0), 1, style(ROLE_GOOD));
    grid_mark(line->grid, line->x + 1, line->y, room - 2, name, share, "");
    line_skip(line, room - 2);
    head_number(head, 3, "optimum ", "optimum");
}

static void head_score(Head *head)
{
    const Dataset *data = head->line.eye->probe.data;
    char label[40];
    snprintf(label, sizeof label, "%s ", metric_name(data->metric));
    head_number(head, 3, label, "%s:metric", head->model);
    if (!dataset_loss_is_metric(data))
        head_number(head, 3, "loss ", "%s:loss", head->model);
    head_gauge(head);
}

static void head_answer(Head *head, const Shared *shared)
{
    char sub[64], label[96];
    if (!shared->answer)
        return;
    kit_sub(shared->answer, sub);
    snprintf(label, sizeof label, "p%s ", sub);
    if (head_number(head, 3, label, "%s:p[%zu][%zu]", head->model, shared->answer, shared->output) &&
        head_number(head, 3, "target ", "target[%zu][%zu]", shared->answer, shared->output))
        head_number(head, 3, "loss ", "%s:loss_t[%zu]", head->model, shared->answer);
}

int side_head(const Side *side, const Shared *shared, const Eye *eye, Grid *grid, Rect area)
{
    Head head = {line_begin(grid, eye, area, area.y), area, side->model->name};
    head_name(&head, side);
    head_number(&head, 9, "H=", "%s:hidden", head.model);
    head_number(&head, 9, "weights ", "%s:params(all)", head.model);
    bool told = head_number(&head, 9, "updates ", "%s:updates", head.model);
    head_row(&head);
    head_score(&head);
    if (!told)
        head_number(&head, 9, "updates ", "%s:updates", head.model);
    head_row(&head);
    head_answer(&head, shared);
    return head.line.y - area.y + 1;
}

/* ---- states and gradient ----------------------------------------------------------------------------------------- */

int side_columns(const Shared *shared, int width)
{
    return width - shared->label - 3;
}

static Band band_of(const Shared *shared, Rect area)
{
    int width = side_columns(shared, area.width);
    Band band = {area.x + shared->label + 2, width, {1, width > 0 ? shared->T : 0}, false};
    band.equal = shared->T > 0 && width / 3 >= (int)shared->T;
    if (band.equal)
        band.width = (int)shared->T * (width / (int)shared->T);
    return band;
}

/** Map - units from top to bottom, as many as there is room for. */
typedef struct Map {
    Band band;
    int *column; // where each step of the band begins
    Window rows;
    size_t unit;
    int y, row;
} Map;

int side_rows(const Shared *shared, int height)
{
    int row = shared->units ? height / (int)shared->units : 1;
    return row < 1 ? 1 : row > 3 ? 3 : row;
}

static Map map_of(const Side *side, const Shared *shared, Rect area)
{
    size_t units = units_of(side);
    Map map = {.band = band_of(shared, area), .y = area.y, .row = shared->row};
    map.column = band_columns(&map.band);
    if (units == 0)
        return map;
    map.unit = shared->unit < 1 ? 1 : shared->unit > units ? units : shared->unit;
    map.rows = kit_window(units, area.height > 0 ? (size_t)(area.height / map.row) : 0, map.unit);
    return map;
}

static void draw_label(Grid *grid, const Side *side, const Map *map, size_t unit, int left)
{
    bool here = unit == map->unit;
    int y = map->y + (int)(unit - map->rows.first) * map->row;
    grid_textf(grid, left, y, map->band.x - left - 1, style(here ? ROLE_STRONG : ROLE_AXIS), "u%zu", unit);
    bool above = unit == map->rows.first && unit > 1;
    bool below = unit + 1 == map->rows.first + map->rows.count && unit < units_of(side);
    if (above || below)
        grid_put(grid, map->band.x - 2, y, above ? (grid->ascii ? '^' : 0x25B4) : (grid->ascii ? 'v' : 0x25BE),
                 style(ROLE_WARN));
    if (here)
        grid_put(grid, map->band.x - 1, y, grid->ascii ? '>' : 0x25B8, style(ROLE_STRONG));
}

/** Slot - the columns of a step that is shown. */
typedef struct Slot {
    size_t t;
    int x, width;
} Slot;

/** slot_from - of those steps from t on that share a column: the cursor's, otherwise the last. *next is the first after. */
static Slot slot_from(const Shared *shared, const Map *map, size_t t, size_t *next)
{
    Slot slot = {t, map->column[t - 1], 1};
    for (*next = t + 1; *next <= shared->T && map->column[*next - 1] == slot.x; ++*next)
        slot.t = slot.t == shared->t ? slot.t : *next;
    slot.width = map->column[*next - 1] - slot.x;
    slot.width = slot.width < 1 ? 1 : slot.width;
    return slot;
}

static void draw_states(const Side *side, const Shared *shared, Grid *grid, const Map *map, int left)
{
    char name[96];
    for (size_t u = map->rows.first; u < map->rows.first + map->rows.count; u++) {
        for (size_t t = 1, next; t <= shared->T; t = next) {
            Slot slot = slot_from(shared, map, t, &next);
            snprintf(name, sizeof name, "%s:h[%zu][%zu]", side->model->name, slot.t, u);
            for (int r = 0; r < map->row; r++)
                heat_cell(grid, slot.x, map->y + (int)(u - map->rows.first) * map->row + r, slot.width,
                          kit_at(&side->h, slot.t, u), shared->scale, name);
        }
        draw_label(grid, side, map, u, left);
    }
}

static void draw_gradient(const Side *side, const Shared *shared, Grid *grid, const Map *map, Rect area)
{
    char name[96];
    grid_text(grid, area.x, area.y, shared->label + 1, style(ROLE_AXIS), "dh");
    if (!side->gradient)
        grid_text(grid, map->band.x, area.y, map->band.width, style(ROLE_FAINT), "no output, no loss, no gradient");
    for (size_t t = 1, next; t <= shared->T && side->gradient; t = next) {
        Slot slot = slot_from(shared, map, t, &next);
        double log = side->gradient[slot.t - 1];
        snprintf(name, sizeof name, "log10(norm(%s:dh[%zu]))", side->model->name, slot.t);
        for (int r = 0; r < area.height; r++)
            kit_ramp(grid, slot.x, area.y + r, slot.width,
                     kit_ramp_level(log, shared->ladder.low, shared->ladder.high), name, log);
    }
}

static void draw_cursor(const Side *side, const Shared *shared, Grid *grid, const Stage *stage, const Map *map)
{
    int x = map->column[shared->t - 1], width = map->column[shared->t] - x;
    width = width < 1 ? 1 : width;
    if (stage->strip.height > 0 && side->gradient)
        kit_reverse(grid, (Rect){x, stage->strip.y, width, stage->strip.height});
    if (map->rows.count == 0)
        return;
    Rect cell = {x, map->y + (int)(map->unit - map->rows.first) * map->row, width, map->row};
    kit_reverse(grid, cell);
    if (!side->current)
        return;
    grid->cursor_x = cell.x;
    grid->cursor_y = cell.y;
}

static void draw_all(const Side *side, const Shared *shared, Grid *grid, const Stage *stage, const Map *map)
{
    draw_states(side, shared, grid, map, stage->map.x);
    if (stage->strip.height > 0)
        draw_gradient(side, shared, grid, map, stage->strip);
    if (stage->axis.height > 0)
        band_axis(grid, &map->band, stage->axis.y, shared->t);
    draw_cursor(side, shared, grid, stage, map);
}

void side_draw(const Side *side, const Shared *shared, Grid *grid, const Stage *stage)
{
    Map map = map_of(side, shared, stage->map);
    if (map.band.steps.count)
        draw_all(side, shared, grid, stage, &map);
    free(map.column);
}
