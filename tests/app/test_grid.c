#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

#include "app/grid/grid.h"
#include "app/terminal/terminal.h"

/* The grid as text, compared with rows that each end in a line end. */
static void expect_rows(const Grid *grid, const char *rows)
{
    Text text = {0};
    grid_to_text(grid, &text);
    cr_expect_str_eq(text_string(&text), rows);
    text_free(&text);
}

static Grid *ascii_grid(int width, int height)
{
    Grid *grid = grid_new(width, height);
    grid->ascii = true;
    return grid;
}

Test(grid, sizes_are_held_within_bounds)
{
    static const int SIZE[][2] = {{0, 0}, {-5, 3}, {1, 1}, {1001, 2000}, {7, 13}};
    for (size_t i = 0; i < sizeof SIZE / sizeof *SIZE; i++) {
        Grid *grid = grid_new(SIZE[i][0], SIZE[i][1]);
        cr_expect(grid->width >= 1 && grid->width <= 1000 && grid->height >= 1 && grid->height <= 1000);
        cr_expect_null(grid_cell(grid, grid->width, 0));
        cr_expect_null(grid_cell(grid, 0, -1));
        cr_expect_not_null(grid_cell(grid, grid->width - 1, grid->height - 1));
        grid_free(grid);
    }
    grid_free(NULL);
}

Test(grid, is_cleared_whole)
{
    Grid *grid = grid_new(4, 2);
    grid_text(grid, 0, 0, 4, style(ROLE_TEXT), "abcd");
    grid_mark(grid, 0, 0, 2, "h", 1, "1");
    grid->cursor_x = grid->cursor_y = 1;
    grid_clear(grid);
    expect_rows(grid, "\n\n");
    cr_expect_eq(grid->marks, 0);
    cr_expect_null(grid_marked(grid, 0, 0));
    cr_expect_eq(grid->cursor_x, -1);
    grid_resize(grid, 2, 1);
    expect_rows(grid, "\n");
    grid_free(grid);
}

Test(grid, text_is_cut_with_an_ellipsis)
{
    Grid *grid = grid_new(10, 4);
    cr_expect_eq(grid_text(grid, 0, 0, 5, style(ROLE_TEXT), "abcde"), 5);
    cr_expect_eq(grid_text(grid, 0, 1, 5, style(ROLE_TEXT), "abcdef"), 5);
    cr_expect_eq(grid_text(grid, 7, 2, 99, style(ROLE_TEXT), "abcdef"), 3, "the edge of the grid cuts as well");
    cr_expect_eq(grid_text(grid, 0, 3, 0, style(ROLE_TEXT), "abc"), 0);
    cr_expect_eq(grid_text(grid, 12, 3, 5, style(ROLE_TEXT), "abc"), 0);
    expect_rows(grid, "abcde\nabcd…\n       ab…\n\n");
    grid_free(grid);
}

Test(grid, text_left_of_the_grid_is_clipped)
{
    Grid *grid = grid_new(5, 2);
    cr_expect_eq(grid_text(grid, -2, 0, 9, style(ROLE_TEXT), "abcd"), 4);
    grid_text(grid, 0, -1, 5, style(ROLE_TEXT), "no");
    grid_text(grid, 0, 2, 5, style(ROLE_TEXT), "no");
    expect_rows(grid, "cd\n\n");
    grid_free(grid);
}

Test(grid, wide_and_combining_characters_take_their_columns)
{
    Grid *grid = grid_new(8, 3);
    cr_expect_eq(grid_text(grid, 0, 0, 8, style(ROLE_TEXT), "h\xCC\x83日x"), 4);
    cr_expect_eq(grid_cell(grid, 0, 0)->glyph[1], 0x303);
    cr_expect_eq(grid_cell(grid, 1, 0)->width, 2);
    cr_expect_eq(grid_cell(grid, 2, 0)->width, 0);
    cr_expect_eq(grid_text(grid, 0, 1, 4, style(ROLE_TEXT), "日本語"), 3, "a wide one that fits only half is left out");
    grid_text(grid, 0, 2, 8, style(ROLE_TEXT), "\xCC\x83z\xE2\x80\x8D");
    expect_rows(grid, "h\xCC\x83日x\n日…\nz\n");
    grid_free(grid);
}

Test(grid, half_a_wide_character_is_never_left)
{
    Grid *grid = grid_new(6, 2);
    grid_text(grid, 0, 0, 6, style(ROLE_TEXT), "日本語");
    grid_put(grid, 1, 0, 'x', style(ROLE_TEXT));
    grid_put(grid, 2, 0, 'y', style(ROLE_TEXT));
    grid_put(grid, 3, 0, 0x65E5, style(ROLE_TEXT));
    grid_put(grid, 5, 1, 0x65E5, style(ROLE_TEXT));
    expect_rows(grid, " xy日\n\n");
    grid_free(grid);
}

Test(grid, nothing_in_a_text_can_drive_a_terminal)
{
    Grid *grid = grid_new(20, 1);
    grid_text(grid, 0, 0, 20, style(ROLE_TEXT), "a\033[31mb\tc\xFF\xC2\x9B\xE2\x80\xAE.");
    expect_rows(grid, "a�[31mb�c���.\n");
    grid_put(grid, 0, 0, 7, style(ROLE_TEXT));
    grid_put(grid, 1, 0, 0x303, style(ROLE_TEXT));
    cr_expect_eq(grid_cell(grid, 0, 0)->glyph[0], 0xFFFD);
    cr_expect_eq(grid_cell(grid, 1, 0)->glyph[0], 0xFFFD);
    grid_free(grid);
}

Test(grid, ascii_spells_the_signs)
{
    static const char *const SPELLED[][2] = {
        {"∂L/∂hₜ = Wₕᵀ·diag(1−h²ₜ₊₁)", "dL/dht = Wh^T*diag(1-h^2t+1)"},
        {"10⁻¹² ≤ σ(x) → ∞", "10^-12 <= sigma(x) -> inf"},
        {"h\xCC\x83, Modrić, Müller, Łukasz", "h~, Modric, Muller, Lukasz"},
        {"┌─┬┐│█▓ ⣿⠁ ✓", "+-++|#* #. ok"},
        {"日本", "??"},
    };
    for (size_t i = 0; i < sizeof SPELLED / sizeof *SPELLED; i++) {
        Grid *grid = ascii_grid(60, 1);
        Text text = {0};
        int columns = grid_text(grid, 0, 0, 60, style(ROLE_TEXT), SPELLED[i][0]);
        cr_expect_eq(columns, grid_columns(grid, SPELLED[i][0]));
        grid_to_text(grid, &text);
        cr_expect_eq(strncmp(text_string(&text), SPELLED[i][1], strlen(SPELLED[i][1])), 0, "%s", text_string(&text));
        cr_expect_eq(text.length, strlen(SPELLED[i][1]) + 1);
        text_free(&text);
        grid_free(grid);
    }
}

Test(grid, ascii_grids_hold_ascii_alone)
{
    Grid *grid = ascii_grid(1, 1);
    for (uint32_t code = 1; code < 0x3100; code++) {
        grid_put(grid, 0, 0, code, style(ROLE_TEXT));
        uint32_t glyph = grid_cell(grid, 0, 0)->glyph[0];
        cr_assert(glyph >= 0x20 && glyph < 0x7F, "U+%04X became U+%04X", (unsigned)code, (unsigned)glyph);
        for (const char *at = grid_ascii(code); *at != '\0'; at++)
            cr_assert(*at >= 0x20 && *at < 0x7F);
    }
    cr_expect_str_eq(grid_ascii('A'), "A");
    cr_expect_str_eq(grid_ascii('~'), "~");
    cr_expect_str_eq(grid_ascii(0x65E5), "");
    grid_free(grid);
}

Test(grid, text_to_the_right)
{
    Grid *grid = grid_new(8, 2);
    cr_expect_eq(grid_right(grid, 0, 0, 8, style(ROLE_TEXT), "∂h"), 2);
    cr_expect_eq(grid_right(grid, 0, 1, 3, style(ROLE_TEXT), "abcdef"), 3);
    expect_rows(grid, "      ∂h\nab…\n");
    grid_free(grid);
}

Test(grid, lines_join_where_they_share_a_cell)
{
    Grid *grid = grid_new(7, 5);
    grid_box(grid, (Rect){0, 0, 7, 5}, style(ROLE_RULE));
    grid_line_down(grid, 3, 0, 5, style(ROLE_RULE));
    grid_line_across(grid, 0, 2, 7, style(ROLE_RULE));
    expect_rows(grid, "┌──┬──┐\n│  │  │\n├──┼──┤\n│  │  │\n└──┴──┘\n");
    grid_free(grid);
    grid = ascii_grid(7, 3);
    grid_box(grid, (Rect){0, 0, 7, 3}, style(ROLE_RULE));
    grid_line_down(grid, 3, 0, 3, style(ROLE_RULE));
    grid_text(grid, 4, 1, 2, style(ROLE_TEXT), "--");
    grid_line_down(grid, 4, 1, 1, style(ROLE_RULE));
    expect_rows(grid, "+--+--+\n|  ||-|\n+--+--+\n");
    grid_free(grid);
}

Test(grid, drawing_outside_does_nothing)
{
    Grid *grid = grid_new(3, 3);
    grid_box(grid, (Rect){-10, -10, 30, 30}, style(ROLE_RULE));
    grid_box(grid, (Rect){0, 0, 1, 1}, style(ROLE_RULE));
    grid_fill(grid, (Rect){-2, -2, 2, 2}, '#', style(ROLE_TEXT));
    grid_fill(grid, (Rect){5, 5, 2147483000, 2147483000}, '#', style(ROLE_TEXT));
    grid_restyle(grid, (Rect){2, 2, -1, 5}, style(ROLE_CURSOR));
    grid_line_across(grid, -5, 7, 100, style(ROLE_RULE));
    expect_rows(grid, "\n\n\n");
    grid_fill(grid, (Rect){-1, 1, 99, 1}, '#', style(ROLE_TEXT));
    grid_fill(grid, (Rect){0, 2, 3, 1}, 0x65E5, style(ROLE_TEXT));
    expect_rows(grid, "\n###\n日\n");
    grid_free(grid);
}

Test(grid, a_cell_knows_what_it_shows)
{
    Grid *grid = grid_new(10, 2);
    unsigned short number = grid_mark(grid, 2, 1, 3, "h[5][2]", 0.25, "0.25");
    cr_expect_eq(number, 1);
    cr_expect_null(grid_marked(grid, 1, 1));
    cr_expect_str_eq(grid_marked(grid, 4, 1)->name, "h[5][2]");
    cr_expect_eq(grid_marked(grid, 2, 1)->value, 0.25);
    cr_expect_null(grid_marked(grid, 5, 1));
    cr_expect_null(grid_marked(grid, -1, 99));
    grid_put(grid, 2, 1, 'x', style(ROLE_TEXT));
    cr_expect_null(grid_marked(grid, 2, 1), "what is drawn over is no longer that number");
    cr_expect_eq(grid_mark(grid, 8, 0, 50, "c[1]", 1, ""), 2);
    cr_expect_str_eq(grid_marked(grid, 9, 0)->name, "c[1]");
    grid_free(grid);
}

Test(grid, a_name_that_does_not_fit_is_not_cut)
{
    char name[200];
    memset(name, 'h', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    Grid *grid = grid_new(3, 1);
    cr_expect_eq(grid_mark(grid, 0, 0, 3, name, 1, ""), 0);
    cr_expect_eq(grid_mark(grid, 0, 0, 3, NULL, 1, ""), 0);
    cr_expect_eq(grid_mark(grid, 0, 0, 3, "", 1, ""), 0);
    cr_expect_null(grid_marked(grid, 0, 0));
    grid_free(grid);
}

Test(grid, no_more_marks_than_a_cell_can_name)
{
    Grid *grid = grid_new(2, 1);
    for (int i = 0; i < 65535; i++)
        cr_assert_eq(grid_mark(grid, 0, 0, 1, "h", i, ""), i + 1);
    cr_expect_eq(grid_mark(grid, 1, 0, 1, "h", 0, ""), 0);
    cr_expect_null(grid_marked(grid, 1, 0));
    cr_expect_eq(grid_marked(grid, 0, 0)->value, 65534);
    grid_free(grid);
}

static void expect_number(double value, int width, int digits, const char *row)
{
    Grid *grid = grid_new(width, 1);
    Text text = {0};
    grid_number(grid, 0, 0, width, style(ROLE_TEXT), digits, "x", value);
    grid_to_text(grid, &text);
    text.bytes[text.length - 1] = '\0';
    cr_expect_str_eq(text_string(&text), row, "%.17g in %d columns", value, width);
    double marked = grid_marked(grid, width - 1, 0)->value;
    cr_expect(marked == value || (isnan(marked) && isnan(value)));
    text_free(&text);
    grid_free(grid);
}

Test(grid, numbers_fit_or_say_that_they_do_not)
{
    expect_number(0.0123, 8, 4, "  0.0123");
    expect_number(-12345.678, 7, 8, " -12346");
    expect_number(-12345.678, 6, 8, "-12346");
    expect_number(-12345.678, 5, 8, " -1e4");
    expect_number(3.14159e-40, 9, 4, "3.142e-40");
    expect_number(3.14159e-40, 5, 4, "3e-40");
    expect_number(3.14159e-40, 4, 4, "####");
    expect_number(1e6, 3, 3, "1e6");
    expect_number((double)NAN, 5, 3, "  nan");
    expect_number((double)-INFINITY, 4, 3, "-inf");
    expect_number(-0.0, 2, 3, " 0");
    expect_number(7, 1, 3, "7");
    expect_number(77, 1, 3, "#");
}

Test(grid, a_cursor_leaves_a_shade_its_level)
{
    Grid *grid = grid_new(2, 1);
    grid_put(grid, 0, 0, ' ', style_level(ROLE_HEAT, -3));
    grid_put(grid, 1, 0, 'x', style(ROLE_TEXT));
    grid_restyle(grid, grid_whole(grid), style(ROLE_CURSOR));
    cr_expect_eq(grid_cell(grid, 0, 0)->style.role, ROLE_HEAT);
    cr_expect_eq(grid_cell(grid, 0, 0)->style.level, -3);
    cr_expect(grid_cell(grid, 0, 0)->style.reverse);
    cr_expect_eq(grid_cell(grid, 1, 0)->style.role, ROLE_CURSOR);
    grid_free(grid);
}
