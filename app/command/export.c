#include "app/command/export.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/view/view.h"
#include "engine/football/tidy.h"

bool export_size(const char *size, int *width, int *height, Error *error)
{
    int end = 0;
    if (sscanf(size, "%4dx%4d%n", width, height, &end) == 2 && end && !size[end] && *width >= 10 && *width <= 400 &&
        *height >= 3 && *height <= 200)
        return true;
    return fail(error, ERR_USE, "`%.40s` is not a size: WIDTHxHEIGHT from 10x3 to 400x200, e.g. 100x30", size);
}

bool export_screen(Session *session, const char *path, const char *size, Text *out, Error *error)
{
    int width = session->screen_width, height = session->screen_height;
    const char *suffix = strrchr(path, '.');
    if (*size && !export_size(size, &width, &height, error))
        return false;
    if (!suffix || (strcmp(suffix, ".svg") && strcmp(suffix, ".txt") && strcmp(suffix, ".ans")))
        return fail(error, ERR_USE, "a screen is exported as .svg, .txt or .ans; `%.80s` is none of them", path);
    Grid *grid = grid_new(width, height);
    grid->ascii = session->options.glyphs == GLYPHS_ASCII;
    frame_build(session);
    frame_draw(session, grid);
    if (strcmp(suffix, ".svg") == 0)
        grid_to_svg(grid, &session->options.look, "Backpass", out);
    else if (strcmp(suffix, ".ans") == 0)
        grid_to_ansi(grid, &session->options.look, out);
    else
        grid_to_text(grid, out);
    grid_free(grid);
    return true;
}

/** A block of columns of the trace. */
typedef struct Columns { const char *name; const real *data; size_t width; } Columns;

static void trace_head(const Columns *columns, size_t count, Text *out)
{
    text_add(out, "t");
    for (size_t c = 0; c < count; c++)
        for (size_t i = 1; i <= columns[c].width; i++)
            text_addf(out, ",%s[%zu]", columns[c].name, i);
    text_add(out, "\n");
}

/** 17 digits; printf's sign of a nan means nothing. */
static void trace_number(Text *out, double number)
{
    if (isnan(number))
        text_add(out, ",nan");
    else
        text_addf(out, ",%.17g", number);
}

bool export_trace(Session *session, Text *out, Error *error)
{
    const Model *model = world_ready(session->world, error);
    if (!model || !world_look(session->world, error))
        return false;
    const Tape *tape = model->lens->tape;
    size_t D = tape->D, H = tape->H, K = tape->K, GH = tape->G * H;
    const Columns columns[] = {{"x", model->lens->batch->x, D}, {"pre", tape->pre, GH},   {"h", tape->h + H, H},
                               {"y", tape->y, K},               {"p", tape->p, K},        {"loss_t", tape->step_loss, 1},
                               {"dx", tape->dx, D},             {"dpre", tape->dpre, GH}, {"dh", tape->dh + H, H},
                               {"dy", tape->dy, K}};
    size_t count = sizeof columns / sizeof columns[0];
    text_addf(out, "# the trace of sequence %zu under %s after %zu updates: one row a step, quantity[unit] a column\n",
              session->world->sample, model->name, trainer_update(model->trainer));
    trace_head(columns, count, out);
    for (size_t t = 0; t < tape->T; t++) {
        text_addf(out, "%zu", t + 1);
        for (size_t c = 0; c < count; c++)
            for (size_t i = 0; i < columns[c].width; i++)
                trace_number(out, (double)columns[c].data[t * columns[c].width + i]);
        text_add(out, "\n");
    }
    return true;
}

bool export_data(Session *session, Text *out, Error *error)
{
    if (!session->world->data)
        return fail(error, ERR_USE, "there is no data to export yet: `data carry`");
    tidy_write(session->world->data, out);
    return true;
}
