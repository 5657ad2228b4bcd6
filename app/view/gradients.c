#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/plot.h"
#include "app/view/kit.h"
#include "engine/base/memory.h"

/* Float32's smallest subnormal is 2^-149: what is smaller is zero there. */
static const double FLOAT32_ZERO_LOG10 = -44.853;

/** Curves - log10 ‖∂L/∂hₜ‖ of every model over the steps; models × T. */
typedef struct Curves {
    size_t models, T;
    double *y;
} Curves;

static Curves curves_read(const Eye *eye, size_t T)
{
    Curves curves = {eye->probe.subjects, T, NULL};
    curves.y = memory_new(curves.models * T + 1, sizeof *curves.y);
    for (size_t m = 0; m < curves.models; m++)
        for (size_t t = 1; t <= T; t++)
            curves.y[m * T + t - 1] = kit_number(eye, "log10(norm(%s:dh[%zu]))", eye->probe.subject[m].name, t);
    return curves;
}

/** range - rungs of a fixed ladder, so that curves of different models and updates can be compared by eye. */
static void range(const Curves *curves, double *low, double *high)
{
    static const double down[] = {-6, -12, -18, -24, -36, -48, -72, -96, -144, -192, -264, -330};
    static const double up[] = {0, 6, 12, 24, 48, 96, 192, 330};
    double least = 0, most = 0;
    for (size_t i = 0; i < curves->models * curves->T; i++) {
        if (!isfinite(curves->y[i]))
            continue;
        least = fmin(least, curves->y[i]);
        most = fmax(most, curves->y[i]);
    }
    size_t d = 0, u = 0;
    while (d + 1 < sizeof down / sizeof *down && down[d] > least)
        d++;
    while (u + 1 < sizeof up / sizeof *up && up[u] < most)
        u++;
    *low = down[d];
    *high = most > 0.5 ? up[u] : 1;
}

typedef struct Named {
    const char *model;
} Named;
static void name_point(size_t index, char *buffer, size_t size, const void *context)
{
    snprintf(buffer, size, "log10(norm(%s:dh[%zu]))", ((const Named *)context)->model, index + 1);
}

static int draw_legend(const Eye *eye, Grid *grid, Rect area)
{
    CurveKey keys[MODELS_MAX];
    for (size_t m = 0; m < eye->probe.subjects; m++)
        keys[m] = (CurveKey){(int)(m % 6), eye->probe.subject[m].name};
    return kit_keys(grid, area, area.x + 11, keys, eye->probe.subjects);
}

/** nothing_to_draw - what to say where no model has a gradient at any step that a curve could show; NULL where one has. */
static const char *nothing_to_draw(const Curves *curves)
{
    bool numbers = true;
    for (size_t i = 0; i < curves->models * curves->T; i++) {
        if (isfinite(curves->y[i]))
            return NULL;
        numbers = numbers && curves->y[i] < 0;
    }
    return numbers ? "The gradient is exactly 0 at every step: log₁₀ 0 is nowhere."
                   : "The gradient is no longer finite: something grew past the largest number there is. `undo` takes "
                     "the last change back.";
}

static void draw_curves(const Session *session, const Eye *eye, Grid *grid, Plot *plot, const Curves *curves)
{
    plot_axes(grid, plot);
    if (plot->y_low < FLOAT32_ZERO_LOG10)
        plot_level(grid, plot, FLOAT32_ZERO_LOG10, "float32 is 0 below");
    plot_cursor(grid, plot, (double)kit_step(session));
    for (size_t k = 1; k <= curves->models; k++) { // the model in use last, on top
        size_t m = (eye->probe.current + k) % curves->models;
        Named named = {eye->probe.subject[m].name};
        plot_curve(grid, plot, NULL, curves->y + m * curves->T, curves->T, (int)(m % 6), name_point, &named);
    }
    const char *nothing = nothing_to_draw(curves);
    if (nothing)
        kit_message(grid, plot->inner, style(ROLE_TEXT), nothing);
    double here = curves->y[eye->probe.current * curves->T + kit_step(session) - 1];
    grid->cursor_x = plot_column(plot, (double)kit_step(session));
    grid->cursor_y = isfinite(here) ? plot_row(plot, here) : plot->inner.y + plot->inner.height - 1;
}

/** draw_numbers - the cursor's step, what one step further back leaves of it, and what is left of the last step's. */
static void draw_numbers(const Session *session, const Eye *eye, Grid *grid, Rect area, int y)
{
    size_t t = kit_step(session), T = world_steps(session->world);
    char sub[64];
    kit_sub(t, sub);
    Line line = kit_line(grid, eye, area, y);
    line_textf(&line, style(ROLE_FAINT), "t = %zu   ", t);
    char label[96];
    snprintf(label, sizeof label, "‖∂L/∂h%s‖ = ", sub);
    line_number(&line, label, "norm(dh[%zu])", t);
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

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    size_t T = world_steps(session->world);
    int begin = draw_legend(eye, grid, area);
    bool flat = area.height < 12; // no row to spare for the name of the axis
    Rect rest = kit_title(grid, (Rect){area.x, area.y, begin - area.x - 2, area.height}, "gradients",
                          flat ? "log₁₀ ‖∂L/∂hₜ‖" : "how much of the loss's gradient reaches each hidden state");
    rest.width = area.width;
    if (rest.height < 1 || T == 0)
        return;
    size_t units = world_units(session->world);
    int strip = rest.height < 20 ? 0 : 1 + (units < (size_t)rest.height / 3 ? (int)units : rest.height / 3);
    Curves curves = curves_read(eye, T);
    Plot plot = {.area = {rest.x, rest.y, rest.width, rest.height - 1 - strip},
                 .x_low = 1,
                 .x_high = (double)T,
                 .x_name = "t",
                 .y_name = flat ? "" : "log₁₀ ‖∂L/∂hₜ‖"};
    range(&curves, &plot.y_low, &plot.y_high);
    if (plot.area.height >= 3 && plot.area.width >= 8)
        draw_curves(session, eye, grid, &plot, &curves);
    Rect below = {rest.x, plot.area.y + plot.area.height, rest.width, strip};
    if (strip)
        draw_strip(session, eye, grid, below, &plot);
    draw_numbers(session, eye, grid, rest, rest.y + rest.height - 1);
    free(curves.y);
}

const View GRADIENTS_VIEW = {
    .name = "gradients",
    .title = "gradients",
    .shows = "The size of ∂L/∂hₜ, the gradient of this sample's loss at each hidden state, as a power of ten.",
    .look_for = "It starts where the loss sits and runs to the left. A straight slope down is vanishing: every step "
                "multiplies by about "
                "the same factor.",
    .needs_model = true,
    .draw = draw,
};
