#include "app/grid/heat.h"

#include <math.h>

/* Without colour a shade must still tell size and sign: what is positive fills its cell more and more densely, what is
 * negative lies at the bottom of the cell and thickens. By level −5 … 5. */
static const uint32_t SHADE[11] = {0x2585, 0x2584, 0x2583, 0x2582, 0x2581, ' ', 0xB7, 0x2591, 0x2592, 0x2593, 0x2588};
static const char SHADE_ASCII[] = "@%=~- .:+*#";

int heat_level(double value, double scale)
{
    double level = 5 * value / fabs(scale);
    if (isnan(level))
        return 0;
    return level >= 5 ? 5 : level <= -5 ? -5 : (int)lround(level);
}

static void shade(Grid *grid, int x, int y, int level)
{
    uint32_t glyph = grid->ascii ? (uint32_t)SHADE_ASCII[level + 5] : SHADE[level + 5];
    grid_put(grid, x, y, glyph, style_level(ROLE_HEAT, level));
}

void heat_cell(Grid *grid, int x, int y, int width, double value, double scale, const char *name)
{
    for (int i = 0; i < width; i++)
        if (isnan(value))
            grid_put(grid, x + i, y, '?', style(ROLE_BAD));
        else
            shade(grid, x + i, y, heat_level(value, scale));
    grid_mark(grid, x, y, width, name, value, "");
}

int heat_legend(Grid *grid, int x, int y, int width, double scale)
{
    char low[24], high[24];
    text_show_number(low, sizeof low, -fabs(scale), 3);
    text_show_number(high, sizeof high, fabs(scale), 3);
    int left = (int)utf8_columns(low) + 1, right = (int)utf8_columns(high) + 1;
    if (width < 11)
        return 0;
    bool labels = width >= left + 11 + right;
    int at = x + (labels ? grid_text(grid, x, y, left, style(ROLE_AXIS), low) + 1 : 0);
    for (int level = -5; level <= 5; level++)
        shade(grid, at++, y, level);
    if (labels)
        at += 1 + grid_text(grid, at + 1, y, right, style(ROLE_AXIS), high);
    return at - x;
}

void bar_across(Grid *grid, int x, int y, int width, double value, double scale, Style bar_style)
{
    double share = isnan(value) || scale == 0 ? 0 : fabs(value / scale);
    int eighths = (int)lround(fmin(share, 1) * width * 8);
    if (eighths == 0 && value != 0 && !isnan(value))
        eighths = 1; // a little is not nothing
    for (int i = 0; i < width && eighths > 0; i++, eighths -= 8) {
        uint32_t part = 0x2588u + (eighths >= 8 ? 0u : (uint32_t)(8 - eighths));
        bool drawn = !grid->ascii || eighths >= 4 || i == 0;
        grid_put(grid, x + i, y, grid->ascii ? (drawn ? '=' : ' ') : part, bar_style);
    }
}
