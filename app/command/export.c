#include "app/command/export.h"

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
    grid->blocks = session->options.glyphs == GLYPHS_BLOCKS;
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

bool export_data(Session *session, Text *out, Error *error)
{
    if (!session->world->data)
        return fail(error, ERR_USE, "there is no data to export yet: `data carry`");
    tidy_write(session->world->data, out);
    return true;
}
