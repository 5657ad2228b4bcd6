#include <criterion/criterion.h>

#include <math.h>

#include "app/grid/heat.h"
#include "app/terminal/terminal.h"

static void expect_text(const Grid *grid, const char *expected)
{
    Text text = {0};
    grid_to_text(grid, &text);
    cr_expect_str_eq(text_string(&text), expected);
    text_free(&text);
}

Test(heat, levels_go_from_minus_five_to_five)
{
    cr_expect_eq(heat_level(0, 1), 0);
    cr_expect_eq(heat_level(0.09, 1), 0);
    cr_expect_eq(heat_level(0.11, 1), 1);
    cr_expect_eq(heat_level(-0.5, 0.5), -5);
    cr_expect_eq(heat_level(1e300, 1e-300), 5);
    cr_expect_eq(heat_level((double)-INFINITY, 1), -5);
    cr_expect_eq(heat_level((double)NAN, 1), 0);
    cr_expect_eq(heat_level(1, 0), 5);
    cr_expect_eq(heat_level(0, 0), 0);
    for (int level = -5; level <= 5; level++)
        cr_expect_eq(heat_level(level, 5), level);
}

Test(heat, glyphs_tell_size_and_sign)
{
    for (int ascii = 0; ascii < 2; ascii++) {
        Grid *grid = grid_new(11, 1);
        grid->ascii = ascii;
        for (int level = -5; level <= 5; level++)
            heat_cell(grid, level + 5, 0, 1, level, 5, "h");
        for (int i = 0; i < 11; i++) {
            cr_expect_eq(grid_cell(grid, i, 0)->style.role, ROLE_HEAT);
            cr_expect_eq(grid_cell(grid, i, 0)->style.level, i - 5);
            for (int k = 0; k < i; k++)
                cr_expect_neq(grid_cell(grid, i, 0)->glyph[0], grid_cell(grid, k, 0)->glyph[0], "each level its own");
        }
        expect_text(grid, ascii ? "@%=~- .:+*#\n" : "▅▄▃▂▁ ·░▒▓█\n");
        grid_free(grid);
    }
}

Test(heat, a_cell_may_be_wide_and_knows_its_name)
{
    Grid *grid = grid_new(6, 1);
    heat_cell(grid, 1, 0, 3, 0.8, 1, "h[2][7]");
    expect_text(grid, " ▓▓▓\n");
    for (int x = 1; x <= 3; x++)
        cr_expect_str_eq(grid_marked(grid, x, 0)->name, "h[2][7]");
    cr_expect_eq(grid_marked(grid, 2, 0)->value, 0.8);
    cr_expect_null(grid_marked(grid, 4, 0));
    heat_cell(grid, 5, 0, 4, 1, 1, "h[1][1]");
    heat_cell(grid, 0, 0, 0, 1, 1, "h[1][1]");
    expect_text(grid, " ▓▓▓ █\n");
    grid_free(grid);
}

Test(heat, what_is_no_number_is_seen)
{
    Grid *grid = grid_new(2, 1);
    heat_cell(grid, 0, 0, 1, (double)NAN, 1, "h");
    heat_cell(grid, 1, 0, 1, (double)INFINITY, 1, "h");
    expect_text(grid, "?█\n");
    cr_expect_eq(grid_cell(grid, 0, 0)->style.role, ROLE_BAD);
    grid_free(grid);
}

Test(heat, the_legend_names_its_ends_where_there_is_room)
{
    Grid *grid = grid_new(40, 3);
    cr_expect_eq(heat_legend(grid, 0, 0, 40, 0.25), 22);
    cr_expect_eq(heat_legend(grid, 0, 1, 12, 0.25), 11);
    cr_expect_eq(heat_legend(grid, 0, 2, 10, 0.25), 0);
    expect_text(grid, "-0.25 ▅▄▃▂▁ ·░▒▓█ 0.25\n▅▄▃▂▁ ·░▒▓█\n\n");
    grid_free(grid);
}

Test(heat, bars_have_eighths)
{
    Grid *grid = grid_new(8, 6);
    bar_across(grid, 0, 0, 8, 1, 1, style(ROLE_SERIES));
    bar_across(grid, 0, 1, 8, -0.5, 1, style(ROLE_SERIES));
    bar_across(grid, 0, 2, 8, 0.3125, 1, style(ROLE_SERIES));
    bar_across(grid, 0, 3, 8, 1e-9, 1, style(ROLE_SERIES));
    bar_across(grid, 0, 4, 8, 0, 1, style(ROLE_SERIES));
    bar_across(grid, 0, 5, 8, (double)NAN, 0, style(ROLE_SERIES));
    expect_text(grid, "████████\n████\n██▌\n▏\n\n\n");
    grid_free(grid);
}
