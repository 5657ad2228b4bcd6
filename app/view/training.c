#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/plot.h"
#include "app/view/overlay.h"
#include "engine/base/memory.h"

/** History - what training left, as curves over updates. */
typedef struct History {
    const Trainer *trainer;
    const Dataset *data;
    size_t updates, looks;
    double *batch_loss, *batch_metric, *norm, *clipped; // (updates)
    double *look_at, *look_loss, *look_metric;          // (looks)
    bool same;                                          // the metric is the loss: one plot shows both
} History;

static double log_of(double value)
{
    return value > 0 ? log10(value) : (double)NAN;
}

static History history_read(const Trainer *trainer)
{
    History history = {.trainer = trainer, .data = trainer_data(trainer), .updates = trainer_update(trainer)};
    const Look *look = trainer_looks(trainer, &history.looks);
    double *all = memory_new(4 * history.updates + 3 * history.looks + 1, sizeof *all);
    history.batch_loss = all;
    history.batch_metric = all + history.updates;
    history.norm = all + 2 * history.updates;
    history.clipped = all + 3 * history.updates;
    history.look_at = all + 4 * history.updates;
    history.look_loss = history.look_at + history.looks;
    history.look_metric = history.look_loss + history.looks;
    for (size_t i = 0; i < history.updates; i++) {
        const Record *record = trainer_record(trainer, i + 1);
        history.batch_loss[i] = record->batch_loss;
        history.batch_metric[i] = record->batch_metric;
        history.norm[i] = log_of(record->gradnorm);
        history.clipped[i] = log_of(record->gradnorm_clipped);
    }
    for (size_t i = 0; i < history.looks; i++) {
        history.look_at[i] = (double)look[i].update;
        history.look_loss[i] = look[i].loss;
        history.look_metric[i] = look[i].metric;
    }
    history.same = dataset_loss_is_metric(history.data);
    return history;
}

/** Named - which quantity the points of a curve are, and of which updates. */
typedef struct Named {
    const char *format;
    const double *at;
} Named;
static void name_point(size_t index, char *buffer, size_t size, const void *context)
{
    const Named *named = context;
    const char *gap = strchr(named->format, '#');
    snprintf(buffer, size, "%.*s%.0f%s", (int)(gap - named->format), named->format, named->at[index], gap + 1);
}

static void reach(const double *values, size_t count, double *low, double *high)
{
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i]))
            continue;
        *low = fmin(*low, values[i]);
        *high = fmax(*high, values[i]);
    }
}

/** Frame - where a plot goes, and whether it leaves room at its right for what its levels are called. */
typedef struct Frame {
    Rect area;
    bool margin;
} Frame;

static Plot plot_of(const History *history, Frame frame, const char *name)
{
    return (Plot){.area = frame.area,
                  .x_low = 0,
                  .x_high = history->updates > 1 ? (double)history->updates : 1,
                  .x_name = frame.margin ? "  update" : "",
                  .y_name = name};
}

/** draw_level - a landmark, named beside the plot where no curve can cover it. */
static void draw_level(Grid *grid, const Plot *plot, double y, const char *name)
{
    int row = plot_row(plot, y), x = plot->inner.x + plot->inner.width;
    plot_level(grid, plot, y, "");
    if (row >= 0 && plot->area.x + plot->area.width - x > (int)strlen(name))
        grid_text(grid, x + 1, row, plot->area.width, style(ROLE_AXIS), name);
}

/** name_level - its name over the curves, where there was no room beside them. */
static void name_level(Grid *grid, const Plot *plot, double y, const char *name, bool left)
{
    int row = plot_row(plot, y), columns = (int)strlen(name), x = plot->inner.x + plot->inner.width;
    if (row >= 0 && plot->area.x + plot->area.width - x <= columns)
        grid_text(grid, left ? plot->inner.x + 1 : x - columns, row, columns, style(ROLE_AXIS), name);
}

static void name_levels(const History *history, Grid *grid, const Plot *plot)
{
    for (size_t i = 0; i < history->data->truths; i++)
        if (truth_landmark(&history->data->truth[i]) && overlay_may_name(history->data, i, plot))
            name_level(grid, plot, history->data->truth[i].value, truth_landmark(&history->data->truth[i]), i > 0);
}

static void draw_levels(const History *history, Grid *grid, const Plot *plot)
{
    for (size_t i = 0; i < history->data->truths; i++)
        if (truth_landmark(&history->data->truth[i]))
            draw_level(grid, plot, history->data->truth[i].value,
                       overlay_may_name(history->data, i, plot) ? truth_landmark(&history->data->truth[i]) : "");
}

static void draw_curve(Grid *grid, const Plot *plot, const double *at, const double *y, size_t count, int series,
                       const char *format)
{
    Named named = {format, at};
    plot_curve(grid, plot, at, y, count, series, name_point, &named);
}

static double *updates_at(const History *history)
{
    double *at = memory_new(history->updates + 1, sizeof *at);
    for (size_t i = 0; i < history->updates; i++)
        at[i] = (double)i + 1;
    return at;
}

/** range_of - everything there is; with a baseline only what lies near it: the first updates may start with a larger error, or a
 *  smaller share. */
static void range_of(const History *history, const double *batch, const double *look, bool levels, double *low,
                     double *high)
{
    const Truth *baseline = levels && history->same ? dataset_truth(history->data, "baseline", "") : NULL;
    if (baseline) {
        reach(look, history->looks, low, high);
        *high = 2 * baseline->value;
        reach(look + history->looks / 3, history->looks - history->looks / 3, low, high);
    } else if (levels && metric_row(history->data->metric)->share) {
        reach(look + history->looks / 3, history->looks - history->looks / 3, low, high);
        reach(batch + history->updates / 3, history->updates - history->updates / 3, low, high);
    } else {
        reach(look, history->looks, low, high);
        reach(batch, history->updates, low, high);
    }
    for (size_t i = 0; levels && i < history->data->truths; i++)
        if (truth_landmark(&history->data->truth[i]))
            reach(&history->data->truth[i].value, 1, low, high);
    plot_round(low, high);
}

/** draw_pair - a curve of the batches and one of the validation set: of the loss, or of the metric with its landmarks. */
static void draw_pair(const History *history, Grid *grid, Frame frame, bool metric)
{
    const double *batch = metric ? history->batch_metric : history->batch_loss;
    const double *look = metric ? history->look_metric : history->look_loss;
    bool levels = metric || history->same;
    char name[48] = "loss";
    if (levels)
        dataset_metric_name(history->data, history->same ? "mean squared error" : metric_name(history->data->metric), name, sizeof name);
    Plot plot = plot_of(history, frame, name);
    plot.y_low = levels ? overlay_below_baseline(history->data) : 0;
    plot.y_high = plot.y_low + 1e-9;
    range_of(history, batch, look, levels, &plot.y_low, &plot.y_high);
    plot_axes(grid, &plot);
    if (levels)
        draw_levels(history, grid, &plot);
    double *at = updates_at(history);
    draw_curve(grid, &plot, at, batch, history->updates, 5, metric ? "batch_metric[#]" : "batch_loss[#]");
    draw_curve(grid, &plot, history->look_at, look, history->looks, 0, metric ? "valid_metric[#]" : "valid_loss[#]");
    if (levels)
        name_levels(history, grid, &plot);
    if (history->looks) {
        grid->cursor_x = plot_column(&plot, history->look_at[history->looks - 1]);
        grid->cursor_y = plot_row(&plot, look[history->looks - 1]);
    }
    free(at);
}

static void draw_norms(const History *history, Grid *grid, Frame frame)
{
    Plot plot = plot_of(history, frame, " ");
    plot.y_low = INFINITY;
    plot.y_high = -INFINITY;
    reach(history->norm, history->updates, &plot.y_low, &plot.y_high);
    reach(history->clipped, history->updates, &plot.y_low, &plot.y_high);
    if (!(plot.y_low <= plot.y_high))
        plot.y_low = -1, plot.y_high = 0;
    plot_round(&plot.y_low, &plot.y_high);
    plot_axes(grid, &plot);
    double *at = updates_at(history), clip = trainer_options(history->trainer)->clip;
    if (clip > 0)
        draw_level(grid, &plot, log10(clip), "clip");
    draw_curve(grid, &plot, at, history->norm, history->updates, 2, "log10(gradnorm[#])");
    draw_curve(grid, &plot, at, history->clipped, history->updates, 0, "log10(gradnorm_clipped[#])");
    if (clip > 0)
        name_level(grid, &plot, log10(clip), "clip", false);
    free(at);
    if (plot.inner.y == frame.area.y)
        return;
    static const CurveKey KEYS[] = {{2, "before"}, {0, "after clipping"}};
    grid_text(grid, frame.area.x, frame.area.y, frame.area.width, style(ROLE_AXIS), "log₁₀ ‖gradient‖");
    kit_keys(grid, frame.area, frame.area.x + 17, KEYS, sizeof KEYS / sizeof *KEYS);
}

static void draw_plot(const History *history, Grid *grid, Rect area, int index, bool norms, bool margin)
{
    Frame frame = {area, margin};
    if (area.height < 3 || area.width < 8)
        return;
    if (norms)
        draw_norms(history, grid, frame);
    else
        draw_pair(history, grid, frame, index > 0);
}

/** draw_plots - side by side where that is all the room there is, otherwise one below the other; three as two above one
 *  where they would be flat. */
static void draw_plots(const History *history, Grid *grid, Rect area)
{
    int plots = history->same ? 2 : 3;
    if (plots == 3 && area.height < 27 && area.height >= 14 && area.width >= 68) {
        int half = area.height / 2, width = area.width / 2;
        draw_plot(history, grid, (Rect){area.x, area.y, width - 1, half}, 0, false, false);
        draw_plot(history, grid, (Rect){area.x + width, area.y, area.width - width, half}, 1, false, true);
        draw_plot(history, grid, (Rect){area.x, area.y + half, area.width, area.height - half}, 2, true, true);
        return;
    }
    bool stacked = area.height >= 9 * plots || area.width < 34 * plots;
    if (stacked && area.height < (plots == 2 ? 10 : 24)) // rather two to read than three flat ones
        plots = area.height >= 10 ? 2 : 1;
    Rect one = {area.x, area.y, stacked ? area.width : area.width / plots - 1,
                stacked ? area.height / plots : area.height};
    for (int i = 0; i < plots; i++) {
        bool last = i == plots - 1 && plots > 1;
        int what = i == 0 && !history->same && plots < 3 ? 1 : i; // rather the metric, with its landmarks, than the loss
        draw_plot(history, grid, one, what, last, stacked || last || i > 0 || history->same);
        one.x += stacked ? 0 : one.width + 1;
        one.y += stacked ? one.height : 0;
    }
}

static void draw_numbers(const History *history, const Eye *eye, Grid *grid, Rect area)
{
    Line line = line_begin(grid, eye, area, area.y + area.height - 1);
    line_textf(&line, style(ROLE_FAINT), "update %zu   ", history->updates);
    line_number(&line, "validation loss ", "loss");
    if (!history->same) {
        char label[40];
        snprintf(label, sizeof label, "   %s ", metric_name(history->data->metric));
        line_number(&line, label, "metric");
    }
    line_number(&line, "   baseline ", "baseline");
    line_number(&line, "   optimum ", "optimum");
    if (history->updates && line_number(&line, "   gradient norm ", "gradnorm"))
        line_number(&line, " clipped to ", "gradnorm_clipped");
}

static void draw_legend(Grid *grid, Rect area, const char *subtitle)
{
    static const CurveKey KEYS[] = {{0, "validation"}, {5, "each batch"}};
    kit_keys(grid, area, area.x + 12 + (int)utf8_columns(subtitle), KEYS, sizeof KEYS / sizeof *KEYS);
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const Model *model = world_model(session->world);
    if (!model || !model->trainer)
        return;
    size_t index[MODELS_MAX], compared = world_compared(session->world, index);
    if (compared && model->compared) {
        Overlay overlay = overlay_of(session->world, index, compared);
        overlay_training(&overlay, eye, grid, area);
        return;
    }
    History history = history_read(model->trainer);
    char subtitle[128];
    snprintf(subtitle, sizeof subtitle, "%s on %s", model->name, history.data->name);
    Rect rest = kit_title(grid, area, "training", subtitle);
    if (rest.height < 1) {
        free(history.batch_loss);
        return;
    }
    Rect plots = {rest.x, rest.y, rest.width, rest.height - 1};
    if (history.updates) {
        draw_legend(grid, area, subtitle);
        draw_plots(&history, grid, plots);
    } else {
        kit_message(grid, plots, style(ROLE_TEXT),
                    "Not trained yet: these are its first weights, as the seed drew them.\n\n  :train updates=200");
    }
    draw_numbers(&history, eye, grid, rest);
    free(history.batch_loss);
}

const View TRAINING_VIEW = {
    .name = "training",
    .title = "training",
    .shows = "Loss and metric over the updates, and the norm of the gradient before and after clipping; models that are "
             "compared in one plot.",
    .look_for = "Below baseline it uses memory; at the optimum nobody could do better. A batch's loss is noisy, "
                "validation tells.",
    .needs_model = true,
    .draw = draw,
};
