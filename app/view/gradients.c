#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/grid/plot.h"
#include "app/view/norms.h"

/* Float32's smallest subnormal is 2^-149: what is smaller is zero there. */
static const double FLOAT32_ZERO_LOG10 = -44.853;

static void name_point(size_t index, char *buffer, size_t size, const void *context)
{
    snprintf(buffer, size, "log10(norm(%s[%zu]))", ((const Path *)context)->name, index + 1);
}

/** draw_legend - models in their order, then the ways of the one in use. */
static int draw_legend(Grid *grid, Rect area, const Curves *curves)
{
    CurveKey keys[MODELS_MAX + 2];
    size_t count = 0;
    for (int series = 0; series < MODELS_MAX + 2; series++)
        for (size_t i = 0; i < curves->paths; i++)
            if (curves->path[i].series == series)
                keys[count++] = (CurveKey){series, curves->path[i].label};
    return kit_keys(grid, area, area.x + 11, keys, count);
}

/** nothing_to_draw - what to say where no model has a number at any step that a curve could show; NULL where one has. */
static const char *nothing_to_draw(const Curves *curves)
{
    bool numbers = true;
    for (size_t i = 0; i < curves->paths * curves->T; i++) {
        double y = curves->path[i / curves->T].y[i % curves->T];
        if (isfinite(y))
            return NULL;
        numbers = numbers && y < 0;
    }
    return !curves->paths ? "None of the models has this. `view gradients dh` shows what all of them have."
           : numbers      ? "It is exactly 0 at every step: log₁₀ 0 is nowhere."
                          : "It is no longer finite: something grew past the largest number there is. `undo` takes "
                            "the last change back.";
}

/** where_zero - at which steps a curve is exactly 0, which has no logarithm; "" where it is nowhere. */
static void where_zero(const Curves *curves, const Path *path, char where[96])
{
    if (!path->zeros)
        where[0] = 0;
    else if (path->zeros == curves->T)
        snprintf(where, 96, "at every step");
    else if (path->zeros == path->zero_last - path->zero_first + 1)
        snprintf(where, 96, "at t %zu–%zu", path->zero_first, path->zero_last);
    else
        snprintf(where, 96, "at %zu steps from t %zu to %zu", path->zeros, path->zero_first, path->zero_last);
}

/** say_zeros - "exactly 0 at t 1–99: ∂L/∂h, ∂L/∂c": those that are so at the same steps together. */
static void say_zeros(const Curves *curves, Text *text)
{
    char where[MODELS_MAX + 2][96];
    for (size_t i = 0; i < curves->paths; i++)
        where_zero(curves, &curves->path[i], where[i]);
    for (size_t i = 0; i < curves->paths; i++) {
        if (!*where[i])
            continue;
        text_addf(text, "%sexactly 0 %s: %s", text->length ? "; " : "", where[i], curves->path[i].label);
        for (size_t j = i + 1; j < curves->paths; j++)
            if (strcmp(where[j], where[i]) == 0) {
                text_addf(text, ", %s", curves->path[j].label);
                where[j][0] = 0;
            }
    }
}

/** say_missing - which models have no such gradient: they came without an output, or their cell has no such state. */
static void say_missing(const Session *session, const Curves *curves, Text *text)
{
    const World *world = session->world;
    for (size_t m = 0; m < world->models && !strchr(session->cursor.gradients, ':'); m++) {
        bool has = false;
        for (size_t i = 0; i < curves->paths; i++)
            has = has || curves->path[i].model == m;
        if (!has)
            text_addf(text, "%s%s has none%s", text->length ? "; " : "", world->model[m].name,
                      trainer_net(world->model[m].trainer)->spec.headless ? " (no output, no loss)" : "");
    }
}

/** draw_notes - what is not among the curves, and why. Returns the rows taken. */
static int draw_notes(const Session *session, Grid *grid, Rect rest, const Curves *curves)
{
    Text text = {0};
    say_zeros(curves, &text);
    say_missing(session, curves, &text);
    int rows = text.length && curves->paths && rest.height >= 7 ? (grid_columns(grid, text_string(&text)) > rest.width) + 1 : 0;
    if (rows)
        rows = kit_wrap(grid, (Rect){rest.x, rest.y + rest.height - 1 - rows, rest.width, rows}, style(ROLE_AXIS),
                        text_string(&text));
    text_free(&text);
    return rows;
}

static void draw_curves(const Session *session, Grid *grid, Plot *plot, const Curves *curves)
{
    plot_axes(grid, plot);
    if (plot->y_low < FLOAT32_ZERO_LOG10)
        plot_level(grid, plot, FLOAT32_ZERO_LOG10, "float32 is 0 below");
    plot_cursor(grid, plot, (double)kit_step(session));
    for (size_t i = 0; i < curves->paths; i++)
        plot_curve(grid, plot, NULL, curves->path[i].y, curves->T, curves->path[i].series, name_point, &curves->path[i]);
    const char *nothing = nothing_to_draw(curves);
    if (nothing)
        kit_message(grid, plot->inner, style(ROLE_TEXT), nothing);
    double here = curves->paths ? curves->path[curves->paths - 1].y[kit_step(session) - 1] : (double)NAN;
    grid->cursor_x = plot_column(plot, (double)kit_step(session));
    grid->cursor_y = isfinite(here) ? plot_row(plot, here) : plot->inner.y + plot->inner.height - 1;
}

/** at_step - the symbol with its step: "∂L/∂h₁₂". */
static void at_step(const char *symbol, size_t t, char out[160])
{
    char sub[64];
    const char *hole = strstr(symbol, "ₜ");
    kit_sub(t, sub);
    if (hole)
        snprintf(out, 160, "%.*s%s%s", (int)(hole - symbol), symbol, sub, hole + strlen("ₜ"));
    else
        snprintf(out, 160, "%s, t=%zu", symbol, t);
}

/** draw_each - the cursor's step of every model's curve. */
static void draw_each(Line *line, const Curves *curves, size_t t)
{
    char symbol[160], label[200];
    at_step(curves->symbol, t, symbol);
    line_textf(line, style(ROLE_TEXT), "‖%s‖ ", symbol);
    for (int series = 0; series < MODELS_MAX; series++)
        for (size_t i = 0; i < curves->paths; i++)
            if (curves->path[i].model == (size_t)series) {
                snprintf(label, sizeof label, "  %s ", curves->path[i].label);
                line_number(line, label, "norm(%s[%zu])", curves->path[i].name, t);
            }
}

/** draw_numbers - the cursor's step, what one step further back leaves of it, and what is left of the last step's. */
static void draw_numbers(const Session *session, const Eye *eye, Grid *grid, Rect area, int y, const Curves *curves)
{
    size_t t = kit_step(session), T = curves->T;
    const char *name = session->cursor.gradients;
    Line line = line_begin(grid, eye, area, y);
    bool ways = curves->cell_state;
    if (!ways && curves->paths > 1 && strcmp(name, "dh") != 0) {
        draw_each(&line, curves, t);
        return;
    }
    if (!ways) // there is more to say, and the subscripts tell
        line_textf(&line, style(ROLE_FAINT), "t = %zu   ", t);
    char symbol[160], label[200];
    at_step(curves->symbol, t, symbol);
    snprintf(label, sizeof label, "‖%s‖ = ", symbol);
    line_number(&line, label, "norm(%s[%zu])", name, t);
    if (ways) {
        at_step("∂L/∂cₜ", t, symbol);
        snprintf(label, sizeof label, "   ‖%s‖ = ", symbol);
        line_number(&line, label, "norm(dc[%zu])", t);
        line_number(&line, "   along c alone / total ×", "norm(dc.alone[%zu]) / norm(dc[%zu])", t, t);
    }
    line_number(&line, "   one step back ×", "norm(%s[%zu]) / norm(%s[%zu])", name, t - 1, name, t);
    if (t < T)
        line_number(&line, "   since the last step ×", "norm(%s[%zu]) / norm(%s[%zu])", name, t, name, T);
}

/** draw_strip_row - log10 of one unit's number, on the curve's steps. */
static void draw_strip_row(Grid *grid, const Band *band, const char *of, const Value *value, const Plot *plot,
                           size_t unit, int y)
{
    for (size_t t = 1; t <= band->steps.count; t++) {
        double number = kit_at(value, t, unit);
        char name[QUANTITY_MAX + 48];
        snprintf(name, sizeof name, "%s[%zu][%zu]", of, t, unit);
        kit_ramp(grid, band_column(band, t), y, band_width(band, t),
                 kit_ramp_level(log10(fabs(number)), plot->y_low, plot->y_high), name, number);
    }
}

static void draw_strip(const Session *session, const Eye *eye, Grid *grid, Rect area, const Plot *plot,
                       const Curves *curves)
{
    Band band = {plot->inner.x, plot->inner.width, {1, curves->T}, false};
    const char *name = session->cursor.gradients;
    Value value;
    if (!kit_matrix(eye, name, &value))
        return;
    Window rows = kit_window(value.axis[1].count, (size_t)(area.height - 1), kit_unit(session));
    bool many = eye->probe.subjects > 1 && !strchr(name, ':');
    grid_textf(grid, area.x, area.y, area.width, style(ROLE_AXIS), "log₁₀ |%s| of each %s%s%s", curves->symbol,
               value.axis[1].name, many ? " of " : "", many ? kit_model_name(session) : "");
    kit_ramp_legend(grid, area, area.y, plot->y_low, plot->y_high);
    for (size_t r = 0; r < rows.count; r++) {
        size_t unit = rows.first + r;
        int y = area.y + 1 + (int)r;
        grid_textf(grid, area.x, y, plot->inner.x - area.x - 1,
                   style(unit == kit_unit(session) ? ROLE_STRONG : ROLE_AXIS), "%c%zu", *value.axis[1].name, unit);
        draw_strip_row(grid, &band, name, &value, plot, unit, y);
    }
    value_free(&value);
}

/** strip_rows - for the units below the curves: fewer where many curves need the room. */
static int strip_rows(const Session *session, const Curves *curves, int height)
{
    bool crowded = curves->paths > 2;
    int units = (int)world_units(session->world), most = crowded ? height / 5 : height / 3;
    return height < (crowded ? 28 : 20) ? 0 : 1 + (units < most ? units : most);
}

/** subject - what the curves are: in a row of its own above the axis, or, in a flat view, the axis's name itself. */
static void subject(const Session *session, const Curves *curves, bool flat, char *text, size_t size)
{
    if (flat)
        snprintf(text, size, "log₁₀ ‖%s‖", curves->symbol);
    else if (strcmp(session->cursor.gradients, "dh") == 0)
        snprintf(text, size, "how much of the loss's gradient reaches each hidden state");
    else
        snprintf(text, size, "the size of %s at every step", curves->symbol);
}

/** draw_title - returns what is left below; the subject in words where the legend leaves room, else in symbols. */
static Rect draw_title(const Session *session, Grid *grid, Rect area, const Curves *curves, bool flat)
{
    char text[200];
    int begin = draw_legend(grid, area, curves);
    subject(session, curves, flat, text, sizeof text);
    if (11 + grid_columns(grid, text) > begin - area.x - 2)
        snprintf(text, sizeof text, "‖%s‖", curves->symbol);
    Rect rest = kit_title(grid, (Rect){area.x, area.y, begin - area.x - 2, area.height}, "gradients", text);
    rest.width = area.width;
    return rest;
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    if (world_steps(session->world) == 0 || !kit_net(session))
        return;
    Curves curves = curves_read(session, eye, session->cursor.gradients);
    bool flat = area.height < 12; // no row to spare for the name of the axis
    Rect rest = draw_title(session, grid, area, &curves, flat);
    char name[160];
    snprintf(name, sizeof name, "log₁₀ ‖%s‖%s", curves.symbol, curves.cell_state ? ", ‖∂L/∂cₜ‖" : "");
    int notes = draw_notes(session, grid, rest, &curves), strip = strip_rows(session, &curves, rest.height);
    const Ladder ladder = curves_ladder(&curves);
    Plot plot = {.area = {rest.x, rest.y, rest.width, rest.height - 1 - notes - strip},
                 .x_low = 1,
                 .x_high = (double)curves.T,
                 .y_low = ladder.low,
                 .y_high = ladder.high,
                 .x_name = "t",
                 .y_name = flat ? "" : name};
    if (plot.area.height >= 3 && plot.area.width >= 8)
        draw_curves(session, grid, &plot, &curves);
    Rect below = {rest.x, plot.area.y + plot.area.height, rest.width, strip};
    if (strip)
        draw_strip(session, eye, grid, below, &plot, &curves);
    if (rest.height >= 1 && curves.paths)
        draw_numbers(session, eye, grid, rest, rest.y + rest.height - 1, &curves);
    curves_free(&curves);
}

const View GRADIENTS_VIEW = {
    .name = "gradients",
    .title = "gradients",
    .shows = "The size of ∂L/∂hₜ, the gradient of this sample's loss at each hidden state, as a power of ten.",
    .look_for = "It starts where the loss sits and runs to the left. A straight slope down is vanishing: every step "
                "multiplies by about the same factor. An LSTM has a second way, along c by its forget gates alone: `view gradients dc`.",
    .needs_model = true,
    .draw = draw,
};
