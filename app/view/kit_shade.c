#include <math.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/view/kit.h"

int kit_ramp_level(double value, double low, double high)
{
    if (!(value > low) || !(high > low))
        return 0;
    double level = 8 * (value - low) / (high - low);
    return level < 8 ? (int)(level + 0.5) : 8; // not a number where both are infinite
}

void kit_ramp(Grid *grid, int x, int y, int width, int level, const char *name, double value)
{
    static const uint32_t shade[9] = {' ', 0xB7, 0xB7, 0x2591, 0x2591, 0x2592, 0x2592, 0x2593, 0x2588};
    static const char plain[] = " ..::++*#";
    for (int i = 0; i < width; i++)
        grid_put(grid, x + i, y, grid->ascii ? (uint32_t)plain[level] : shade[level], style_level(ROLE_RAMP, level));
    if (name)
        grid_mark(grid, x, y, width, name, value, "");
}

int kit_heat_legend(Grid *grid, Rect area, double scale)
{
    char low[24], high[24];
    text_show_number(low, sizeof low, -fabs(scale), 3);
    text_show_number(high, sizeof high, fabs(scale), 3);
    int width = (int)(strlen(low) + strlen(high)) + 2 + 11;
    if (width > area.width)
        return 0;
    heat_legend(grid, area.x + area.width - width, area.y, width, scale);
    return width;
}

void kit_ramp_legend(Grid *grid, Rect area, int y, double low, double high)
{
    char left[24], right[24];
    text_show_number(left, sizeof left, low, 3);
    text_show_number(right, sizeof right, high, 3);
    int width = 9 + 2 + (int)(strlen(left) + strlen(right)), x = area.x + area.width - width;
    if (x < area.x)
        return;
    x += grid_text(grid, x, y, area.width, style(ROLE_AXIS), left) + 1;
    for (int level = 0; level <= 8; level++)
        kit_ramp(grid, x++, y, 1, level, NULL, 0);
    grid_text(grid, x + 1, y, area.width, style(ROLE_AXIS), right);
}

static void reverse(Grid *grid, int x, int y)
{
    const GridCell *cell = grid_cell(grid, x, y);
    if (!cell)
        return;
    Style now = cell->style;
    now.reverse = true;
    grid_restyle(grid, (Rect){x, y, 1, 1}, now);
}

void kit_reverse(Grid *grid, Rect area)
{
    int x = area.x + (area.width - 1) / 2, y = area.y + (area.height - 1) / 2;
    const GridCell *middle = grid_cell(grid, x, y);
    bool digits = middle && middle->mark && *grid->mark[middle->mark - 1].shown;
    if (area.width > 2)
        reverse(grid, digits ? area.x : x, y);
    for (int i = 0; i < area.width && area.width <= 2; i++)
        reverse(grid, area.x + i, y);
}

void kit_digits(Grid *grid, Rect cell, const char *name, double value)
{
    char shown[40];
    int room = cell.width - 1, y = cell.y + (cell.height - 1) / 2, digits = 2, columns;
    const GridCell *shade = grid_cell(grid, cell.x, y);
    text_show_number(shown, sizeof shown, value, digits);
    if ((int)strlen(shown) > room)
        text_show_number(shown, sizeof shown, value, --digits);
    columns = (int)strlen(shown) < room ? (int)strlen(shown) : room;
    if (shade && !isnan(value) &&
        ((int)strlen(shown) <= room || room >= 6)) // in six columns there is an e-notation of any number
        grid_number(grid, cell.x + (cell.width - columns + 1) / 2, y, columns,
                    style_level(ROLE_HEAT, shade->style.level), digits, name, value);
}
