#include "app/view/band.h"

#include <stdio.h>

#include "engine/base/memory.h"

/** band_step - the step that a column of the band belongs to. */
static size_t band_step(const Band *band, int column)
{
    if (band->width < 2 || band->steps.count < 2)
        return band->steps.first;
    double at = (double)(column - band->x) * (double)(band->steps.count - 1) / (double)(band->width - 1);
    return band->steps.first + (size_t)(at + 0.5);
}

int band_column(const Band *band, size_t t)
{
    const int last = band->x + band->width - 1;
    const size_t steps = t - band->steps.first;
    if (band->equal)
        return band->x + (int)steps * (band->width / (int)band->steps.count);
    if (band->steps.count < 2 || band->width < 2)
        return steps ? last : band->x;
    const double each = (double)(band->width - 1) / (double)(band->steps.count - 1), near = ((double)steps - 0.5) * each - 1;
    int x = band->x + (near > 0 ? (int)near : 0); // left of the step's first, and no more than two away
    while (x < last && band_step(band, x) < t)
        x++;
    return x;
}

int band_width(const Band *band, size_t t)
{
    int last = (int)(band->steps.first + band->steps.count - 1);
    int next = (int)t < last ? band_column(band, t + 1) : band->x + band->width, from = band_column(band, t);
    return next > from ? next - from : 1;
}

int *band_columns(const Band *band)
{
    int *column = memory_new(band->steps.count + 1, sizeof *column);
    for (size_t i = 0; i < band->steps.count; i++)
        column[i] = band_column(band, band->steps.first + i);
    column[band->steps.count] = band->x + band->width;
    return column;
}

/** tick_step - 1, 2, 5, 10, 20, 50 … steps between labels, so that they do not touch. */
static size_t tick_step(size_t last, Window window, int width)
{
    static const size_t steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};
    int label = snprintf(NULL, 0, "%zu", last) + 2;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if ((double)steps[i] * width >= label * (double)window.count)
            return steps[i];
    return 10000;
}

void band_axis(Grid *grid, const Band *band, int y, size_t at)
{
    size_t last = band->steps.first + band->steps.count - 1, step = tick_step(last, band->steps, band->width);
    int end = band->x - 1, stop = band->x + band->width;
    for (size_t t = band->steps.first; t <= last && band->steps.count; t++) {
        if (t % step && t != band->steps.first)
            continue;
        char label[24];
        int columns = snprintf(label, sizeof label, "%zu", t), left = band_column(band, t);
        if (left + columns > stop)
            left = stop - columns;
        if (left <= end)
            continue;
        grid_text(grid, left, y, columns, style(t == at ? ROLE_STRONG : ROLE_AXIS), label);
        end = left + columns;
    }
    grid_text(grid, stop + 1, y, 1, style(ROLE_AXIS), "t");
}
