#include "app/view/view.h"

#include <stdio.h>
#include <string.h>

#include "app/grid/plot.h"
#include "app/view/overlay.h"
#include "app/view/side.h"

enum { SIDES_MAX = 4, PANEL_NARROWEST = 36, LEGENDS_FROM = 72 };

/** chosen - the models that stand beside each other; where none were named, all of them, if they are few. Of more than there
 *  is room for those around the one in use. */
static size_t chosen(const World *world, size_t index[SIDES_MAX])
{
    size_t all[MODELS_MAX], count = world_compared(world, all), at = 0;
    if (count == 0 && world->models >= 2 && world->models <= SIDES_MAX)
        for (; count < world->models; count++)
            all[count] = count;
    for (size_t i = 0; i < count; i++)
        if (all[i] == world->current)
            at = i + 1;
    Window window = kit_window(count, SIDES_MAX, at ? at : 1);
    memcpy(index, all + window.first - 1, window.count * sizeof *index);
    return window.count;
}

/** Lineup - the panels and where they stand. */
typedef struct Lineup {
    Side side[SIDES_MAX];
    size_t index[SIDES_MAX], count;
    Shared shared;
    bool beside; // side by side, otherwise one above the other
} Lineup;

static Lineup lineup_read(const Session *session, const Eye *eye)
{
    Lineup lineup = {0};
    lineup.count = chosen(session->world, lineup.index);
    for (size_t i = 0; i < lineup.count; i++)
        lineup.side[i] = side_read(session, eye, lineup.index[i]);
    lineup.shared = side_shared(session, eye, lineup.side, lineup.count);
    return lineup;
}

static void lineup_free(Lineup *lineup)
{
    for (size_t i = 0; i < lineup->count; i++)
        side_free(&lineup->side[i]);
}

/** stands_beside - side by side where every panel holds all the steps, or where there is no height for the other way. */
static bool stands_beside(const Lineup *lineup, Rect area)
{
    int width = area.width / (int)lineup->count, height = area.height / (int)lineup->count;
    bool whole = side_columns(&lineup->shared, width - 1) >= (int)lineup->shared.T;
    return width >= PANEL_NARROWEST && (whole ? area.height >= 8 : height < 5);
}

/** stage_of - the rows of a panel whose head takes so many. */
static Stage stage_of(const Lineup *lineup, Rect area, int head, bool axis)
{
    Stage stage = {.head = {area.x, area.y, area.width, head}};
    int rest = area.height - head, strip = rest < 2 + (int)axis ? 0 : lineup->beside && rest >= 16 ? 2 : 1;
    axis = axis && rest >= 3;
    int states = rest - strip - (int)axis, used = side_rows(&lineup->shared, states) * (int)lineup->shared.units;
    stage.map = (Rect){area.x, area.y + head, area.width, states < used ? states : used};
    stage.strip = (Rect){area.x, stage.map.y + stage.map.height, area.width, strip};
    stage.axis = (Rect){area.x, stage.strip.y + strip, area.width, axis};
    return stage;
}

static int head_rows(int height, bool beside)
{
    return !beside ? 1 + (height >= 9) : height >= 14 ? 3 : height >= 9 ? 2 : 1;
}

/** panel_area - of panel i: its share of the width, or of the height (the rows left over are the last's). */
static Rect panel_area(const Lineup *lineup, Rect area, size_t i)
{
    int count = (int)lineup->count, at = (int)i;
    if (lineup->beside)
        return (Rect){area.x + area.width * at / count, area.y, area.width / count - 1, area.height};
    int height = (area.height - 1) / count;
    return (Rect){area.x, area.y + height * at, area.width, height + (i + 1 == lineup->count)};
}

static void draw_panels(Lineup *lineup, const Eye *eye, Grid *grid, Rect area)
{
    int rows = 1;
    for (size_t i = 0; i < lineup->count; i++) {
        Rect panel = panel_area(lineup, area, i);
        panel.height = head_rows(panel_area(lineup, area, 0).height, lineup->beside);
        int used = side_head(&lineup->side[i], &lineup->shared, eye, grid, panel);
        rows = used > rows ? used : rows;
    }
    for (size_t i = 0; i < lineup->count; i++) {
        bool axis = lineup->beside || i + 1 == lineup->count;
        Stage stage = stage_of(lineup, panel_area(lineup, area, i), rows, axis);
        if (i == 0)
            lineup->shared.row = side_rows(&lineup->shared, stage.map.height);
        side_draw(&lineup->side[i], &lineup->shared, grid, &stage);
    }
}

/* ---- curves of all models, where there are rows for them ---------------------------------------------------------- */

enum { CURVES_LEAST = 9, CURVES_WANTED = 12, CURVES_FROM = 40 };

/** panel_rows - what the panels need with so many lines a unit. */
static int panel_rows(const Lineup *lineup, int row)
{
    int states = row * (int)lineup->shared.units;
    return lineup->beside ? 3 + states + 2 + 1 : (int)lineup->count * (2 + states + 1) + 1;
}

/** curve_rows - what of the height is left for curves: all that the panels do not need; in a tall area something always. */
static int curve_rows(const Lineup *lineup, int height)
{
    for (int row = 3; row >= 1; row--)
        if (height - panel_rows(lineup, row) >= CURVES_LEAST)
            return height - panel_rows(lineup, row);
    return height >= CURVES_FROM ? CURVES_WANTED : 0;
}

static void name_gradient(size_t index, char *buffer, size_t size, const void *context)
{
    snprintf(buffer, size, "log10(norm(%s:dh[%zu]))", ((const Side *)context)->model->name, index + 1);
}

static void draw_gradients(const Lineup *lineup, Grid *grid, Rect area)
{
    const Shared *shared = &lineup->shared;
    Plot plot = {.area = area,
                 .x_low = 1,
                 .x_high = (double)shared->T,
                 .y_low = shared->ladder.low,
                 .y_high = shared->ladder.high,
                 .x_name = "t",
                 .y_name = "log₁₀ ‖∂L/∂hₜ‖"};
    plot_axes(grid, &plot);
    plot_cursor(grid, &plot, (double)shared->t);
    for (size_t i = 0; i < lineup->count; i++)
        if (lineup->side[i].gradient)
            plot_curve(grid, &plot, NULL, lineup->side[i].gradient, shared->T, (int)lineup->index[i], name_gradient,
                       &lineup->side[i]);
}

/** draw_curves - the gradients of all; beside them what training made of all, once there was some. */
static void draw_curves(const Lineup *lineup, const World *world, Grid *grid, Rect area)
{
    const Overlay overlay = overlay_of(world, lineup->index, lineup->count);
    const int x = grid->cursor_x, y = grid->cursor_y;
    const bool both = overlay.updates > 0 && area.width >= 70;
    const int width = both ? area.width / 2 - 1 : area.width;
    draw_gradients(lineup, grid, (Rect){area.x, area.y, width, area.height});
    if (both) {
        overlay_plot(&overlay, OVERLAY_METRIC, grid, (Rect){area.x + width + 2, area.y, area.width - width - 2, area.height});
        overlay_keys(&overlay, grid, (Rect){area.x + width + 2, area.y, area.width - width - 2, 1}, 14);
    }
    overlay_keys(&overlay, grid, (Rect){area.x, area.y, width, 1}, 18);
    grid->cursor_x = x;
    grid->cursor_y = y;
}

static void draw_numbers(const Lineup *lineup, const Eye *eye, Grid *grid, Rect area)
{
    const Shared *shared = &lineup->shared;
    const int y = area.y + area.height - 1;
    if (area.width < LEGENDS_FROM) {
        kit_ramp_legend(grid, area, y, shared->ladder.low, shared->ladder.high);
        area.width -= 18;
    }
    Line line = line_begin(grid, eye, area, y);
    line_textf(&line, style(ROLE_FAINT), "t = %zu  ‖∂L/∂hₜ‖", shared->t);
    for (size_t i = 0; i < lineup->count; i++) {
        const char *name = lineup->side[i].model->name;
        char label[64];
        snprintf(label, sizeof label, "  %s ", name);
        line_number(&line, label, "norm(%s:dh[%zu])", name, shared->t);
    }
    int columns = side_columns(shared, lineup->beside ? area.width / (int)lineup->count - 1 : area.width);
    if (columns < (int)shared->T)
        line_textf(&line, style(ROLE_WARN), "  %zu t in %d columns", shared->T, columns);
    line_number(&line, "   baseline ", "baseline");
    line_number(&line, "   optimum ", "optimum");
}

/** draw_title - with what the shades mean at its right, as far as there is room. */
static Rect draw_title(const Lineup *lineup, Grid *grid, Rect area)
{
    Rect legend = {area.x, area.y, area.width, 1};
    if (area.width >= LEGENDS_FROM) {
        kit_ramp_legend(grid, legend, area.y, lineup->shared.ladder.low, lineup->shared.ladder.high);
        legend.width -= 18;
        grid_text(grid, legend.x + legend.width - 16, area.y, 16, style(ROLE_AXIS), "dh log₁₀‖∂L/∂hₜ‖");
        legend.width -= 18;
    }
    int taken = area.width >= 50 ? kit_heat_legend(grid, legend, lineup->shared.scale) : 0;
    if (taken)
        grid_text(grid, legend.x + legend.width - taken - 2, area.y, 1, style(ROLE_AXIS), "h");
    Rect rest = kit_title(grid, (Rect){area.x, area.y, legend.width - taken - 4, area.height}, "compare",
                          "same sequence, same scale: who remembers?");
    return (Rect){area.x, rest.y, area.width, rest.height};
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    Lineup lineup = lineup_read(session, eye);
    if (lineup.count < 2) {
        Rect rest = kit_title(grid, area, "compare", "");
        kit_message(grid, rest, style(ROLE_TEXT),
                    "Two to four models stand here beside each other, on the same sequence and the same scale.\n\n"
                    "  :compare rnn lstm gru");
        lineup_free(&lineup);
        return;
    }
    Rect rest = draw_title(&lineup, grid, area);
    bool numbers = rest.height >= 6;
    Rect panels = {rest.x, rest.y, rest.width, rest.height - numbers};
    lineup.beside = stands_beside(&lineup, panels);
    int curves = curve_rows(&lineup, panels.height);
    panels.height -= curves;
    draw_panels(&lineup, eye, grid, panels);
    if (curves)
        draw_curves(&lineup, session->world, grid, (Rect){panels.x, panels.y + panels.height, panels.width, curves});
    if (numbers)
        draw_numbers(&lineup, eye, grid, rest);
    lineup_free(&lineup);
}

const View COMPARE_VIEW = {
    .name = "compare",
    .title = "compare",
    .shows = "Models beside each other on the same sequence: the states of their units over time, the size of ∂L/∂hₜ "
             "below, and how good they are; one scale for all.",
    .look_for = "A row of states that keeps its shade remembers. Where the strip of the gradient goes blank, the loss "
                "teaches that model nothing about those steps.",
    .needs_model = true,
    .draw = draw,
};
