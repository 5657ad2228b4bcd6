#include "app/view/halves.h"

/* What a view needs: beside a lesson's page of 96 columns it has 53, above the fold of 80×24 eleven rows. */
enum { HALF_COLUMNS = 50, HALF_ROWS = 9, RULE_COLUMNS = 3 };

static Halves beside(Rect area)
{
    const int width = (area.width - RULE_COLUMNS) / 2, x = area.x + area.width - width;
    return (Halves){.first = {area.x, area.y, width, area.height},
                    .second = {x, area.y, width, area.height},
                    .rule = {x - RULE_COLUMNS + 1, area.y, 1, area.height},
                    .beside = true,
                    .both = true};
}

static Halves above(Rect area)
{
    const int height = (area.height - 1) / 2, y = area.y + area.height - height;
    return (Halves){.first = {area.x, area.y, area.width, y - 1 - area.y},
                    .second = {area.x, y, area.width, height},
                    .rule = {area.x, y - 1, area.width, 1},
                    .both = true};
}

Halves halves_of(Rect area)
{
    if (area.height >= HALF_ROWS && area.width >= 2 * HALF_COLUMNS + RULE_COLUMNS)
        return beside(area);
    if (area.height >= 2 * HALF_ROWS + 1 && area.width >= HALF_COLUMNS)
        return above(area);
    return (Halves){.both = false};
}

void halves_rule(Grid *grid, const Halves *halves, bool second)
{
    const Rect rule = halves->rule, keys = second ? halves->second : halves->first;
    if (halves->beside)
        grid_line_down(grid, rule.x, rule.y, rule.height, style(ROLE_RULE));
    else
        grid_line_across(grid, rule.x, rule.y, rule.width, style(ROLE_RULE));
    grid_put(grid, keys.x - 1, keys.y, grid->ascii ? '>' : 0x25B8, style(ROLE_STRONG));
}
