#include "app/view/overlay.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

Overlay overlay_of(const World *world, const size_t *index, size_t count)
{
    Overlay overlay = {world, index, count, 0};
    for (size_t i = 0; i < count; i++) {
        size_t updates = trainer_update(world->model[index[i]].trainer);
        overlay.updates = updates > overlay.updates ? updates : overlay.updates;
    }
    return overlay;
}

/* ---- one plot ---------------------------------------------------------------------------------------------------- */

/** Curve - the points of one model. */
typedef struct Curve {
    const char *model;
    OverlayOf of;
    size_t count;
    double *at, *y;
} Curve;

static Curve curve_new(const Model *model, OverlayOf of, size_t count)
{
    Curve curve = {model->name, of, count, memory_new(2 * count + 1, sizeof *curve.at), NULL};
    curve.y = curve.at + count;
    return curve;
}

static Curve curve_of_looks(const Model *model, OverlayOf of)
{
    size_t count;
    const Look *look = trainer_looks(model->trainer, &count);
    Curve curve = curve_new(model, of, count);
    for (size_t i = 0; i < count; i++) {
        curve.at[i] = (double)look[i].update;
        curve.y[i] = of == OVERLAY_METRIC ? look[i].metric : look[i].loss;
    }
    return curve;
}

/* Batches differ, and so do their gradients: every one of them would fill the plot, some tell as much. */
enum { NORMS = 40 };

static Curve curve_of_norms(const Model *model, size_t updates)
{
    size_t step = updates / NORMS + 1, count = trainer_update(model->trainer) / step;
    Curve curve = curve_new(model, OVERLAY_NORM, count);
    for (size_t i = 0; i < count; i++) {
        curve.at[i] = (double)((i + 1) * step);
        curve.y[i] = log10(trainer_record(model->trainer, (i + 1) * step)->gradnorm);
    }
    return curve;
}

static void name_point(size_t index, char *buffer, size_t size, const void *context)
{
    const Curve *curve = context;
    double update = curve->at[index];
    switch (curve->of) {
    case OVERLAY_METRIC: snprintf(buffer, size, "%s:valid_metric[%.0f]", curve->model, update); break;
    case OVERLAY_LOSS: snprintf(buffer, size, "%s:valid_loss[%.0f]", curve->model, update); break;
    case OVERLAY_NORM: snprintf(buffer, size, "log10(%s:gradnorm[%.0f])", curve->model, update); break;
    }
}

static void reach(double value, double *low, double *high)
{
    if (!isfinite(value))
        return;
    *low = fmin(*low, value);
    *high = fmax(*high, value);
}

double overlay_below_baseline(const Dataset *data)
{
    const Truth *baseline = dataset_truth(data, "baseline", "");
    if (!metric_row(data->metric)->share || !baseline)
        return 0;
    return fmax(0, floor(baseline->value * 10 - 1 + 1e-9) / 10);
}

/** range - of all curves; with a baseline only what lies near it: the first updates may start with a larger error, or a smaller
 *  share. */
static void range(const Overlay *overlay, OverlayOf of, const Curve *curve, Plot *plot)
{
    const Dataset *data = overlay->world->data;
    bool levels = of == OVERLAY_METRIC || dataset_loss_is_metric(data);
    bool near_baseline = of != OVERLAY_NORM && dataset_loss_is_metric(data);
    const Truth *baseline = near_baseline ? dataset_truth(data, "baseline", "") : NULL;
    const double least = of == OVERLAY_METRIC && metric_row(data->metric)->share ? overlay_below_baseline(data) : -(double)INFINITY;
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < overlay->count; i++)
        for (size_t n = 0; n < curve[i].count; n++) {
            const double y = n < curve[i].count / 3 ? fmax(curve[i].y[n], least) : curve[i].y[n];
            reach(baseline ? fmin(y, 2 * baseline->value) : y, &low, &high);
        }
    for (size_t i = 0; of != OVERLAY_NORM && levels && i < data->truths; i++)
        if (truth_landmark(&data->truth[i]))
            reach(data->truth[i].value, &low, &high);
    if (of == OVERLAY_LOSS)
        reach(0, &low, &high);
    if (!(low <= high))
        low = of == OVERLAY_NORM ? -1 : 0, high = low + 1;
    plot_round(&low, &high);
    plot->y_low = low;
    plot->y_high = high;
}

/** draw_level - a landmark below the curves; name_level - what it is called, beside the plot or where there is no room for
 *  that over the curves. */
static void draw_level(Grid *grid, const Plot *plot, const Truth *truth)
{
    plot_level(grid, plot, truth->value, "");
}

static void name_level(Grid *grid, const Plot *plot, const Truth *truth)
{
    const char *name = truth_landmark(truth);
    int row = plot_row(plot, truth->value), columns = (int)strlen(name), x = plot->inner.x + plot->inner.width + 1;
    bool beside = plot->area.x + plot->area.width - x >= columns;
    grid_text(grid, beside ? x : x - 1 - columns, row, columns, style(ROLE_AXIS), name);
}

bool overlay_may_name(const Dataset *data, size_t index, const Plot *plot)
{
    const int row = plot_row(plot, data->truth[index].value);
    for (size_t i = 0; i < index; i++)
        if (truth_landmark(&data->truth[i]) && plot_row(plot, data->truth[i].value) == row)
            return false;
    return row >= 0;
}

static void each_level(const Overlay *overlay, OverlayOf of, Grid *grid, const Plot *plot, bool names)
{
    const Dataset *data = overlay->world->data;
    bool levels = of == OVERLAY_METRIC || (of == OVERLAY_LOSS && dataset_loss_is_metric(data));
    for (size_t i = 0; levels && i < data->truths; i++) {
        if (!truth_landmark(&data->truth[i]))
            continue;
        if (!names)
            draw_level(grid, plot, &data->truth[i]);
        else if (overlay_may_name(data, i, plot))
            name_level(grid, plot, &data->truth[i]);
    }
}

static void rest_cursor(Grid *grid, const Plot *plot, const Curve *curve)
{
    if (curve->count == 0)
        return;
    grid->cursor_x = plot_column(plot, curve->at[curve->count - 1]);
    grid->cursor_y = plot_row(plot, curve->y[curve->count - 1]);
}

static void plot_name(const Overlay *overlay, OverlayOf of, char name[48])
{
    const Dataset *data = overlay->world->data;
    if (of == OVERLAY_METRIC)
        dataset_metric_name(data, metric_name(data->metric), name, 48);
    else
        snprintf(name, 48, "%s", of == OVERLAY_NORM ? "log₁₀ ‖gradient‖" : "validation loss");
}

void overlay_plot(const Overlay *overlay, OverlayOf of, Grid *grid, Rect area)
{
    Curve curve[MODELS_MAX];
    char name[48];
    plot_name(overlay, of, name);
    Plot plot = {.area = area,
                 .x_high = overlay->updates > 1 ? (double)overlay->updates : 1,
                 .x_name = "  update",
                 .y_name = name};
    if (area.height < 3 || area.width < 8)
        return;
    for (size_t i = 0; i < overlay->count; i++)
        curve[i] = of == OVERLAY_NORM ? curve_of_norms(&overlay->world->model[overlay->index[i]], overlay->updates)
                                      : curve_of_looks(&overlay->world->model[overlay->index[i]], of);
    range(overlay, of, curve, &plot);
    plot_axes(grid, &plot);
    each_level(overlay, of, grid, &plot, false);
    for (size_t i = 0; i < overlay->count; i++) {
        size_t index = overlay->index[i];
        plot_curve(grid, &plot, curve[i].at, curve[i].y, curve[i].count, (int)index, name_point, &curve[i]);
        if (index == overlay->world->current)
            rest_cursor(grid, &plot, &curve[i]);
        free(curve[i].at);
    }
    each_level(overlay, of, grid, &plot, true);
}

/** keys_of - the legend, of as many models as there are. */
static size_t keys_of(const Overlay *overlay, CurveKey keys[MODELS_MAX])
{
    for (size_t i = 0; i < overlay->count; i++)
        keys[i] = (CurveKey){(int)overlay->index[i], overlay->world->model[overlay->index[i]].name};
    return overlay->count;
}

void overlay_keys(const Overlay *overlay, Grid *grid, Rect area, int from)
{
    CurveKey keys[MODELS_MAX];
    size_t count = keys_of(overlay, keys);
    kit_keys(grid, area, area.x + from, keys, count);
}

/* ---- the training view ------------------------------------------------------------------------------------------- */

static void draw_plots(const Overlay *overlay, Grid *grid, Rect area)
{
    static const OverlayOf BOTH[] = {OVERLAY_METRIC, OVERLAY_NORM},
                           THREE[] = {OVERLAY_METRIC, OVERLAY_LOSS, OVERLAY_NORM};
    bool two = dataset_loss_is_metric(overlay->world->data);
    int plots = two ? 2 : 3;
    bool stacked = area.height >= 9 * plots || area.width < 34 * plots;
    if (stacked && area.height < (two ? 12 : 24)) // rather two to read than three flat ones
        plots = area.height >= 12 ? 2 : 1;
    Rect one = {area.x, area.y, stacked ? area.width : area.width / plots - 1,
                stacked ? area.height / plots : area.height};
    for (int i = plots - 1; i >= 0; i--) { // the metric last: the cursor stays on it
        Rect place = {one.x + (stacked ? 0 : i * (one.width + 1)), one.y + (stacked ? i * one.height : 0), one.width,
                      one.height};
        overlay_plot(overlay, two ? BOTH[i] : THREE[i], grid, place);
    }
}

/** draw_scores - the metric of every model; false where there is no room for all of them. */
static bool draw_scores(const Overlay *overlay, Line *line)
{
    char label[64];
    bool all = true;
    for (size_t i = 0; i < overlay->count; i++) {
        const char *name = overlay->world->model[overlay->index[i]].name;
        snprintf(label, sizeof label, "  %s ", name);
        all = line_number(line, label, "%s:metric", name) && all;
    }
    return all;
}

/** draw_numbers - with as many words as leave room for the number of every model. */
static void draw_numbers(const Overlay *overlay, const Eye *eye, Grid *grid, Rect area)
{
    const Metric metric = overlay->world->data->metric;
    char words[2][64];
    int y = area.y + area.height - 1;
    snprintf(words[0], sizeof *words, "update %zu   %s", overlay->updates, metric_name(metric));
    snprintf(words[1], sizeof *words, "%s", metric_name(metric));
    Line line;
    for (size_t i = 0; i < 2; i++) {
        line = line_begin(grid, eye, area, y);
        grid_fill(grid, (Rect){area.x, y, area.width, 1}, ' ', style(ROLE_TEXT));
        if (line_text(&line, style(ROLE_FAINT), words[i]) && draw_scores(overlay, &line))
            break;
    }
    line_number(&line, "   baseline ", "baseline");
    line_number(&line, "   optimum ", "optimum");
}

/** keys_below - the legend in rows of its own: every model is named, whatever the width. What is left below. */
static Rect keys_below(Grid *grid, Rect rest, const CurveKey *keys, size_t count)
{
    for (size_t fit; count && rest.height > 1; keys += fit, count -= fit) {
        fit = kit_keys_fit(grid, keys, count, rest.width);
        fit = fit ? fit : 1;
        kit_keys(grid, rest, rest.x, keys, fit);
        rest.y++;
        rest.height--;
    }
    return rest;
}

/** draw_title - and the legend beside it, where the title can be short enough, otherwise below. What is left below both. */
static Rect draw_title(const Overlay *overlay, Grid *grid, Rect area)
{
    CurveKey keys[MODELS_MAX];
    size_t count = keys_of(overlay, keys);
    char words[3][160];
    int columns = kit_keys_columns(grid, keys, count), length = 0, i = 0;
    snprintf(words[0], sizeof *words, "validation, on %s", overlay->world->data->name);
    snprintf(words[1], sizeof *words, "validation");
    words[2][0] = 0;
    for (; i < 3; i++) {
        length = 10 + (int)utf8_columns(words[i]) + (i < 2 ? 2 : 0);
        if (length + columns <= area.width)
            break;
    }
    bool beside = i < 3;
    Rect rest = kit_title(grid, area, "training", words[beside ? i : 0]);
    if (!beside)
        return keys_below(grid, rest, keys, count);
    kit_keys(grid, area, area.x + length, keys, count);
    return rest;
}

void overlay_training(const Overlay *overlay, const Eye *eye, Grid *grid, Rect area)
{
    Rect rest = draw_title(overlay, grid, area);
    if (rest.height < 1)
        return;
    Rect plots = {rest.x, rest.y, rest.width, rest.height - 1};
    if (overlay->updates)
        draw_plots(overlay, grid, plots);
    else
        kit_message(grid, plots, style(ROLE_TEXT),
                    "Not trained yet: these are their first weights, as the seed drew them.\n\n  :train updates=200");
    draw_numbers(overlay, eye, grid, rest);
}
