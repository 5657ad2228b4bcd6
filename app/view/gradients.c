#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/plot.h"
#include "app/view/kit.h"
#include "engine/base/memory.h"
#include "engine/probe/evaluate.h"

/* Float32's smallest subnormal is 2^-149: what is smaller is zero there. */
static const double FLOAT32_ZERO_LOG10 = -44.853;

/** Path - one curve: log10 of the norm of a model's gradient at each step. */
typedef struct Path {
    char name[64]; // "lstm:dc.alone"
    char label[64];
    int series;
    double *y; // (T)
} Path;

/** Curves - one a model, ∂L/∂hₜ, the model in use last; before it, where that has a cell state, its ways through c. */
typedef struct Curves {
    Path path[MODELS_MAX + 2];
    size_t paths, T;
    bool cell_state;
} Curves;

enum { SERIES = 6 };

static void add_path(const Eye *eye, Curves *curves, size_t model, const char *of, const char *label)
{
    Path *path = &curves->path[curves->paths];
    const char *name = eye->probe.subject[model].name;
    Value value;
    snprintf(path->name, sizeof path->name, "%s:%s", name, of);
    if (!kit_matrix(eye, path->name, &value))
        return;
    path->y = memory_new(curves->T + 1, sizeof *path->y);
    for (size_t t = 1; t <= curves->T; t++)
        path->y[t - 1] = log10(value_norm(&value.data[(t - value.axis[0].first) * value.axis[1].count],
                                          value.axis[1].count, 1));
    bool only = eye->probe.subjects == 1 && curves->cell_state;
    snprintf(path->label, sizeof path->label, "%s%s%s", only ? "" : name, only || !*label ? "" : " ",
             only && !*label ? "∂L/∂h" : label);
    path->series = (int)(*label ? eye->probe.subjects + (curves->paths + 1 - eye->probe.subjects) : model) % SERIES;
    curves->paths++;
    value_free(&value);
}

static Curves curves_read(const Eye *eye, size_t T)
{
    Curves curves = {.T = T};
    size_t models = eye->probe.subjects, now = eye->probe.current;
    const Net *net = trainer_net(eye->probe.subject[now].trainer);
    curves.cell_state = net->spec.cell->carry == CARRY_C;
    for (size_t k = 1; k < models; k++)
        add_path(eye, &curves, (now + k) % models, "dh", "");
    if (curves.cell_state && models + 2 <= SERIES) {
        add_path(eye, &curves, now, "dc", "∂L/∂c");
        add_path(eye, &curves, now, "dc.alone", "along c alone");
    }
    add_path(eye, &curves, now, "dh", "");
    return curves;
}

static void curves_free(Curves *curves)
{
    for (size_t i = 0; i < curves->paths; i++)
        free(curves->path[i].y);
}

/** range - rungs of a fixed ladder, so that curves of different models and updates can be compared by eye. */
static void range(const Curves *curves, double *low, double *high)
{
    static const double down[] = {-6, -12, -18, -24, -36, -48, -72, -96, -144, -192, -264, -330};
    static const double up[] = {0, 6, 12, 24, 48, 96, 192, 330};
    double least = 0, most = 0;
    for (size_t i = 0; i < curves->paths * curves->T; i++) {
        double y = curves->path[i / curves->T].y[i % curves->T];
        if (!isfinite(y))
            continue;
        least = fmin(least, y);
        most = fmax(most, y);
    }
    size_t d = 0, u = 0;
    while (d + 1 < sizeof down / sizeof *down && down[d] > least)
        d++;
    while (u + 1 < sizeof up / sizeof *up && up[u] < most)
        u++;
    *low = down[d];
    *high = most > 0.5 ? up[u] : 1;
}

static void name_point(size_t index, char *buffer, size_t size, const void *context)
{
    snprintf(buffer, size, "log10(norm(%s[%zu]))", ((const Path *)context)->name, index + 1);
}

/** draw_legend - models in their order, then the ways of the one in use. */
static int draw_legend(const Eye *eye, Grid *grid, Rect area, const Curves *curves)
{
    CurveKey keys[MODELS_MAX + 2];
    size_t count = 0;
    for (int series = 0; series < SERIES + MODELS_MAX; series++)
        for (size_t i = 0; i < curves->paths; i++)
            if (curves->path[i].series == series && count < eye->probe.subjects + 2)
                keys[count++] = (CurveKey){series, curves->path[i].label};
    return kit_keys(grid, area, area.x + 11, keys, count);
}

/** nothing_to_draw - what to say where no model has a gradient at any step that a curve could show; NULL where one has. */
static const char *nothing_to_draw(const Curves *curves)
{
    bool numbers = true;
    for (size_t i = 0; i < curves->paths * curves->T; i++) {
        double y = curves->path[i / curves->T].y[i % curves->T];
        if (isfinite(y))
            return NULL;
        numbers = numbers && y < 0;
    }
    return numbers ? "The gradient is exactly 0 at every step: log₁₀ 0 is nowhere."
                   : "The gradient is no longer finite: something grew past the largest number there is. `undo` takes "
                     "the last change back.";
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

/** draw_numbers - the cursor's step, what one step further back leaves of it, and what is left of the last step's. */
static void draw_numbers(const Session *session, const Eye *eye, Grid *grid, Rect area, int y, bool cell_state)
{
    size_t t = kit_step(session), T = world_steps(session->world);
    char sub[64];
    kit_sub(t, sub);
    Line line = kit_line(grid, eye, area, y);
    if (!cell_state) // there is more to say, and the subscripts tell
        line_textf(&line, style(ROLE_FAINT), "t = %zu   ", t);
    char label[96];
    snprintf(label, sizeof label, "‖∂L/∂h%s‖ = ", sub);
    line_number(&line, label, "norm(dh[%zu])", t);
    if (cell_state) {
        snprintf(label, sizeof label, "   ‖∂L/∂c%s‖ = ", sub);
        line_number(&line, label, "norm(dc[%zu])", t);
        line_number(&line, "   of it along c alone ×", "norm(dc.alone[%zu]) / norm(dc[%zu])", t, t);
    }
    line_number(&line, "   one step back ×", "norm(dh[%zu]) / norm(dh[%zu])", t - 1, t);
    if (t < T)
        line_number(&line, "   since the last step ×", "norm(dh[%zu]) / norm(dh[%zu])", t, T);
}

/** draw_strip_row - log10 |∂L/∂h| of one unit, on the curve's steps. */
static void draw_strip_row(Grid *grid, const Band *band, const Value *dh, const Plot *plot, size_t unit, int y)
{
    for (size_t t = 1; t <= band->steps.count; t++) {
        double number = kit_at(dh, t, unit);
        char name[48];
        snprintf(name, sizeof name, "dh[%zu][%zu]", t, unit);
        kit_ramp(grid, band_column(band, t), y, band_width(band, t),
                 kit_ramp_level(log10(fabs(number)), plot->y_low, plot->y_high), name, number);
    }
}

static void draw_strip(const Session *session, const Eye *eye, Grid *grid, Rect area, const Plot *plot)
{
    Band band = {plot->inner.x, plot->inner.width, {1, world_steps(session->world)}, false};
    Value dh;
    if (!kit_matrix(eye, "dh", &dh))
        return;
    Window rows = kit_window(dh.axis[1].count, (size_t)(area.height - 1), kit_unit(session));
    bool many = eye->probe.subjects > 1;
    grid_textf(grid, area.x, area.y, area.width, style(ROLE_AXIS), "log₁₀ |∂L/∂hₜ| of each unit%s%s",
               many ? " of " : "", many ? kit_model_name(session) : "");
    kit_ramp_legend(grid, area, area.y, plot->y_low, plot->y_high);
    for (size_t r = 0; r < rows.count; r++) {
        size_t unit = rows.first + r;
        int y = area.y + 1 + (int)r;
        grid_textf(grid, area.x, y, plot->inner.x - area.x - 1,
                   style(unit == kit_unit(session) ? ROLE_STRONG : ROLE_AXIS), "u%zu", unit);
        draw_strip_row(grid, &band, &dh, plot, unit, y);
    }
    value_free(&dh);
}

/** strip_rows - for the units below the curves: fewer where many curves need the room. */
static int strip_rows(const Session *session, const Curves *curves, int height)
{
    bool crowded = curves->paths > 2;
    int units = (int)world_units(session->world), most = crowded ? height / 5 : height / 3;
    return height < (crowded ? 28 : 20) ? 0 : 1 + (units < most ? units : most);
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    size_t T = world_steps(session->world);
    if (T == 0 || !kit_net(session))
        return;
    Curves curves = curves_read(eye, T);
    int begin = draw_legend(eye, grid, area, &curves);
    bool flat = area.height < 12; // no row to spare for the name of the axis
    Rect rest = kit_title(grid, (Rect){area.x, area.y, begin - area.x - 2, area.height}, "gradients",
                          flat ? "log₁₀ ‖∂L/∂hₜ‖" : "how much of the loss's gradient reaches each hidden state");
    rest.width = area.width;
    const char *name = curves.cell_state ? "log₁₀ ‖∂L/∂hₜ‖, ‖∂L/∂cₜ‖" : "log₁₀ ‖∂L/∂hₜ‖";
    int strip = strip_rows(session, &curves, rest.height);
    Plot plot = {.area = {rest.x, rest.y, rest.width, rest.height - 1 - strip},
                 .x_low = 1,
                 .x_high = (double)T,
                 .x_name = "t",
                 .y_name = flat ? "" : name};
    range(&curves, &plot.y_low, &plot.y_high);
    if (plot.area.height >= 3 && plot.area.width >= 8)
        draw_curves(session, grid, &plot, &curves);
    Rect below = {rest.x, plot.area.y + plot.area.height, rest.width, strip};
    if (strip)
        draw_strip(session, eye, grid, below, &plot);
    if (rest.height >= 1)
        draw_numbers(session, eye, grid, rest, rest.y + rest.height - 1, curves.cell_state);
    curves_free(&curves);
}

const View GRADIENTS_VIEW = {
    .name = "gradients",
    .title = "gradients",
    .shows = "The size of ∂L/∂hₜ, the gradient of this sample's loss at each hidden state, as a power of ten.",
    .look_for = "It starts where the loss sits and runs to the left. A straight slope down is vanishing: every step "
                "multiplies by about "
                "the same factor. An LSTM has a second way, along c by its forget gates alone.",
    .needs_model = true,
    .draw = draw,
};
