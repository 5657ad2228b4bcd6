#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/plot.h"
#include "app/terminal/terminal.h"

static void expect_text(const Grid *grid, const char *expected)
{
    Text text = {0};
    grid_to_text(grid, &text);
    cr_expect_str_eq(text_string(&text), expected);
    text_free(&text);
}

static void name_point(size_t index, char *buffer, size_t size, const void *context)
{
    snprintf(buffer, size, "%s[%zu]", (const char *)context, index + 1);
}

static Plot plot_of(int width, int height)
{
    return (Plot){.area = {0, 0, width, height},
                  .x_low = 1,
                  .x_high = 40,
                  .y_low = -12,
                  .y_high = 0,
                  .x_name = "t",
                  .y_name = "log₁₀ ‖∂L/∂hₜ‖"};
}

Test(plot, axes_have_round_ticks_and_names)
{
    Grid *grid = grid_new(44, 10);
    Plot plot = plot_of(44, 10);
    plot_axes(grid, &plot);
    expect_text(grid, "log₁₀ ‖∂L/∂hₜ‖\n"
                      "  0 ┤\n"
                      "    │\n"
                      " -5 ┤\n"
                      "    │\n"
                      "    │\n"
                      "-10 ┤\n"
                      "    │\n"
                      "    └┬───────┬─────────┬────────┬────────┬ t\n"
                      "     1       10        20       30       40\n");
    cr_expect_eq(plot.inner.x, 5);
    cr_expect_eq(plot.inner.y, 1);
    cr_expect_eq(plot.inner.height, 7);
    grid_free(grid);
}

/* Digits of neighbouring labels would run into one number. */
static int glued_labels(const char *row, const Plot *plot, double step)
{
    int glued = 0;
    for (const char *at = row; *at != '\0';) {
        char *end;
        double label = strtod(at, &end);
        if (end == at) {
            at++;
            continue;
        }
        glued += label > plot->x_high + step || label < plot->x_low - step;
        at = end;
    }
    return glued;
}

Test(plot, labels_never_run_into_each_other)
{
    static const double RANGE[][2] = {{1, 40}, {0, 1},          {-1, 1},       {0, 20000},
                                      {1, 5},  {0.001, 0.0017}, {-1e-7, 3e-7}, {0, 3e9}};
    for (size_t r = 0; r < sizeof RANGE / sizeof *RANGE; r++)
        for (int width = 3; width < 130; width++) {
            Grid *grid = grid_new(width, 8);
            Plot plot = {.area = {0, 0, width, 8}, .x_low = RANGE[r][0], .x_high = RANGE[r][1], .y_high = 1};
            Text text = {0};
            plot_axes(grid, &plot);
            grid_to_text(grid, &text);
            const char *row = text_string(&text);
            for (int y = 0; y < 7; y++)
                row = strchr(row, '\n') + 1;
            cr_expect_eq(glued_labels(row, &plot, 1e-12), 0, "width %d: %s", width, row);
            text_free(&text);
            grid_free(grid);
        }
}

Test(plot, every_size_draws_inside_its_area)
{
    double ys[40];
    for (int i = 0; i < 40; i++)
        ys[i] = -12 + 12 * sin(i);
    for (int height = 1; height < 14; height++)
        for (int width = 1; width < 50; width++) {
            Grid *grid = grid_new(60, 20);
            Plot plot = plot_of(width, height);
            plot.area.x = plot.area.y = 3;
            plot_axes(grid, &plot);
            plot_curve(grid, &plot, NULL, ys, 40, 1, name_point, "h");
            plot_level(grid, &plot, -6, "float32");
            plot_cursor(grid, &plot, 20);
            plot_label(grid, &plot, 40, -3, 1, "lstm");
            for (int y = 0; y < 20; y++)
                for (int x = 0; x < 60; x++)
                    if (x < 3 || y < 3 || x >= 3 + width || y >= 3 + height)
                        cr_assert_eq(grid_cell(grid, x, y)->glyph[0], ' ', "%dx%d at %d,%d", width, height, x, y);
            grid_free(grid);
        }
}

Test(plot, eight_by_three_still_has_a_curve)
{
    double ys[] = {0, 1, 2, 3};
    Grid *grid = grid_new(8, 3);
    Plot plot = {.area = {0, 0, 8, 3}, .x_low = 1, .x_high = 4, .y_low = 0, .y_high = 3, .x_name = "t"};
    plot_axes(grid, &plot);
    plot_curve(grid, &plot, NULL, ys, 4, 0, NULL, NULL);
    expect_text(grid, "│   ⢀⡠⠖⠉\n│⣀⠴⠊⠁\n└───────\n");
    grid_free(grid);
}

Test(plot, broken_ranges_are_mended)
{
    static const double RANGE[][2] = {{3, 3}, {0, 0}, {5, -5}, {-1e300, -1e300}};
    for (size_t i = 0; i < sizeof RANGE / sizeof *RANGE + 2; i++) {
        Grid *grid = grid_new(40, 10);
        Plot plot = plot_of(40, 10);
        plot.y_low = i < 4 ? RANGE[i][0] : (double)NAN;
        plot.y_high = i < 4 ? RANGE[i][1] : i == 4 ? (double)INFINITY : (double)NAN;
        plot_axes(grid, &plot);
        cr_expect(isfinite(plot.y_low) && isfinite(plot.y_high) && plot.y_low < plot.y_high);
        cr_expect_eq(plot_row(&plot, plot.y_high), plot.inner.y);
        cr_expect_eq(plot_row(&plot, plot.y_low), plot.inner.y + plot.inner.height - 1);
        grid_free(grid);
    }
}

Test(plot, rounding_widens_to_round_numbers)
{
    double low = -11.3, high = 0.2;
    plot_round(&low, &high);
    cr_expect_eq(low, -15);
    cr_expect_eq(high, 5);
    low = 0, high = 1;
    plot_round(&low, &high);
    cr_expect_eq(low, 0);
    cr_expect_eq(high, 1);
    low = high = (double)NAN;
    plot_round(&low, &high);
    cr_expect(low < high);
}

Test(plot, places_are_found_and_outside_is_outside)
{
    Grid *grid = grid_new(44, 10);
    Plot plot = plot_of(44, 10);
    plot_axes(grid, &plot);
    cr_expect_eq(plot_column(&plot, 1), plot.inner.x);
    cr_expect_eq(plot_column(&plot, 40), plot.inner.x + plot.inner.width - 1);
    cr_expect_eq(plot_row(&plot, 0), plot.inner.y);
    cr_expect_eq(plot_row(&plot, -12), plot.inner.y + plot.inner.height - 1);
    cr_expect_eq(plot_column(&plot, 0), -1);
    cr_expect_eq(plot_column(&plot, 41), -1);
    cr_expect_eq(plot_row(&plot, 1), -1);
    cr_expect_eq(plot_row(&plot, (double)NAN), -1);
    cr_expect_eq(plot_column(&plot, (double)INFINITY), -1);
    grid_free(grid);
}

/* A frame without labels, so that the curve alone is seen. */
static Plot bare(int width, int height, double x_high)
{
    return (Plot){
        .area = {0, 0, width, height}, .inner = {0, 0, width, height}, .x_low = 0, .x_high = x_high, .y_high = 1};
}

Test(plot, gaps_stay_open_and_single_points_are_seen)
{
    double ys[] = {0, 0, NAN, 1, NAN, 0, INFINITY, 0, 0};
    Grid *grid = grid_new(9, 1);
    Plot plot = bare(9, 1, 8);
    plot_curve(grid, &plot, NULL, ys, 9, 0, NULL, NULL);
    expect_text(grid, "⣀⡀ ⠛ ⣤ ⢀⣀\n");
    grid_free(grid);
}

Test(plot, values_out_of_range_are_clipped_not_bent)
{
    double ys[] = {-1e300, 1e300, 0.5, -1e9, 1e9, 0.5, 0.5};
    Grid *grid = grid_new(7, 3);
    Plot plot = bare(7, 3, 6);
    plot_curve(grid, &plot, NULL, ys, 7, 0, name_point, "h");
    cr_expect_neq(grid_cell(grid, 6, 1)->glyph[0], ' ');
    plot_curve(grid, &plot, NULL, ys, 0, 0, NULL, NULL);
    grid_free(grid);
}

Test(plot, a_curve_knows_its_points)
{
    double ys[] = {0, 0.25, 0.5, 0.75, 1};
    Grid *grid = grid_new(20, 5);
    Plot plot = bare(20, 5, 4);
    plot_curve(grid, &plot, NULL, ys, 5, 0, name_point, "norm");
    for (int x = 0; x < 20; x++) {
        int marked = 0;
        for (int y = 0; y < 5; y++) {
            const Mark *mark = grid_marked(grid, x, y);
            char expected[32];
            snprintf(expected, sizeof expected, "norm[%d]", (int)lround((x + 0.5) / 20 * 4) + 1);
            if (mark == NULL)
                continue;
            marked++;
            cr_expect(strcmp(mark->name, expected) == 0 || x % 5 == 2, "%s, not %s, in column %d", mark->name, expected,
                      x);
            cr_expect_eq(mark->value, ys[mark->name[5] - '1']);
        }
        cr_expect_gt(marked, 0, "column %d shows a quantity", x);
    }
    cr_expect_leq(grid->marks, 12);
    grid_free(grid);
}

Test(plot, thousands_of_points_need_no_thousands_of_marks)
{
    static double ys[20000];
    for (size_t i = 0; i < 20000; i++)
        ys[i] = (double)(i % 7) / 6;
    Grid *grid = grid_new(30, 6);
    Plot plot = bare(30, 6, 19999);
    plot_curve(grid, &plot, NULL, ys, 20000, 0, name_point, "loss");
    cr_expect_leq(grid->marks, 30 * 6);
    cr_expect_str_eq(grid_marked(grid, 0, 5)->name, "loss[1]");
    grid_free(grid);
}

Test(plot, curves_differ_without_colour)
{
    double ys[60] = {0};
    char row[6][512];
    for (int series = 0; series < 6; series++) {
        Grid *grid = grid_new(30, 1);
        Plot plot = bare(30, 1, 59);
        Text text = {0};
        plot_curve(grid, &plot, NULL, ys, 60, series, NULL, NULL);
        grid_to_text(grid, &text);
        snprintf(row[series], sizeof row[series], "%s", text_string(&text));
        cr_expect_eq(grid_cell(grid, 0, 0)->style.level, series);
        for (int other = 0; other < series; other++)
            cr_expect_str_neq(row[other], row[series]);
        text_free(&text);
        grid_free(grid);
    }
}

Test(plot, ascii_curves_have_their_signs)
{
    double ys[] = {0, 1, 2};
    Grid *grid = grid_new(16, 6);
    grid->ascii = true;
    Plot plot = {
        .area = {0, 0, 16, 6}, .x_low = 1, .x_high = 3, .y_low = 0, .y_high = 2, .x_name = "t", .y_name = "|h|"};
    plot_axes(grid, &plot);
    plot_curve(grid, &plot, NULL, ys, 3, 1, NULL, NULL);
    expect_text(grid, "|h|\n2 +       oooo\n  |    oooo\n0 +oooo\n  ++----+----+ t\n   1    2    3\n");
    grid_free(grid);
}

Test(plot, curves_upon_each_other_all_stay_in_sight)
{
    double ys[] = {0, 0, 0};
    Grid *grid = grid_new(40, 6);
    Plot plot = {
        .area = {0, 0, 40, 6}, .x_low = 1, .x_high = 3, .y_low = -1, .y_high = 1, .x_name = "t", .y_name = "h"};
    plot_axes(grid, &plot);
    for (int series = 0; series < 3; series++)
        plot_curve(grid, &plot, NULL, ys, 3, series, NULL, NULL);
    int cells[3] = {0}, row = plot_row(&plot, 0);
    for (int x = 0; x < grid->width; x++) {
        const GridCell *cell = grid_cell(grid, x, row);
        if (cell->style.role == ROLE_SERIES)
            cells[cell->style.level]++;
    }
    for (int series = 0; series < 3; series++)
        cr_expect(cells[series] >= 5, "series %d has %d cells", series, cells[series]);
    grid_free(grid);
}

Test(plot, names_and_levels_find_a_free_place)
{
    double ys[] = {1, 1, 1, 1, 1};
    Grid *grid = grid_new(24, 6);
    Plot plot = bare(24, 6, 4);
    plot_curve(grid, &plot, NULL, ys, 5, 0, NULL, NULL);
    cr_expect(plot_label(grid, &plot, 4, 1, 0, "lstm"));
    cr_expect(plot_label(grid, &plot, 4, 1, 1, "gru"));
    plot_level(grid, &plot, 0, "zero");
    plot_level(grid, &plot, 7, "outside");
    cr_expect(!plot_label(grid, &plot, 9, 1, 1, "outside"));
    expect_text(grid, "⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉\n"
                      "                    lstm\n"
                      "                     gru\n"
                      "\n\n"
                      "┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄zero\n");
    grid_free(grid);
}

Test(plot, a_key_shows_dash_and_name)
{
    Grid *grid = grid_new(12, 2);
    cr_expect_eq(plot_key(grid, 0, 0, 12, 0, "rnn"), 7);
    cr_expect_eq(plot_key(grid, 0, 1, 5, 0, "rnn"), 0);
    expect_text(grid, "⠤⠤⠤ rnn\n\n");
    grid_free(grid);
}

Test(plot, keys_differ_as_the_curves_do)
{
    Grid *grid = grid_new(8, 6);
    for (int series = 0; series < 6; series++) {
        plot_key(grid, 0, series, 8, series, "x");
        for (int other = 0; other < series; other++) {
            bool differ = false;
            for (int x = 0; x < 3; x++)
                differ = differ || grid_cell(grid, x, series)->glyph[0] != grid_cell(grid, x, other)->glyph[0];
            cr_expect(differ, "%d and %d", series, other);
        }
    }
    expect_text(grid, "⠤⠤⠤ x\n⠤ ⠠ x\n⠄⠠  x\n⠤ ⠄ x\n⠤⠄  x\n⠄ ⠠ x\n");
    grid_free(grid);
}

Test(plot, the_cursor_stands_behind_the_curves)
{
    double ys[] = {0.5, 0.5, 0.5};
    Grid *grid = grid_new(20, 8);
    Plot plot = {.area = {0, 0, 20, 8}, .x_low = 1, .x_high = 3, .y_high = 1};
    plot_axes(grid, &plot);
    plot_curve(grid, &plot, NULL, ys, 3, 0, NULL, NULL);
    plot_cursor(grid, &plot, 2);
    plot_cursor(grid, &plot, 99);
    int column = plot_column(&plot, 2), row = plot_row(&plot, 0.5);
    cr_expect_eq(grid_cell(grid, column, 0)->glyph[0], 0x250A);
    cr_expect_geq(grid_cell(grid, column, row)->glyph[0], 0x2800);
    cr_expect_eq(grid_cell(grid, column, plot.inner.y + plot.inner.height)->glyph[0], 0x25B2);
    grid_free(grid);
}

Test(plot, of_a_single_step_has_its_point_where_the_cursor_is)
{
    const double y = 0.3;
    Grid *grid = grid_new(40, 10);
    Plot plot = {.area = {0, 0, 40, 10}, .x_low = 1, .x_high = 1, .y_high = 1, .x_name = "t", .y_name = ""};
    plot_axes(grid, &plot);
    plot_curve(grid, &plot, NULL, &y, 1, 0, NULL, NULL);
    const GridCell *cell = grid_cell(grid, plot_column(&plot, 1), plot_row(&plot, y));
    cr_assert(cell != NULL);
    cr_expect(cell->glyph[0] > 0x2800 && cell->glyph[0] <= 0x28FF, "%x", (unsigned)cell->glyph[0]);
    grid_free(grid);
}
