#include <criterion/criterion.h>

#include <string.h>

#include "app/terminal/terminal.h"

static const char *ansi_of(const Grid *grid, Depth depth, Text *text)
{
    Appearance look = {.depth = depth};
    text_clear(text);
    grid_to_ansi(grid, &look, text);
    return text_string(text);
}

Test(ansi, plain_text_stays_plain)
{
    Text text = {0};
    Grid *grid = grid_new(10, 3);
    grid_text(grid, 1, 1, 9, style(ROLE_TEXT), "∂h\xCC\x83 日");
    cr_expect_str_eq(ansi_of(grid, DEPTH_TRUE, &text), "\n ∂h\xCC\x83 日\n\n");
    grid_free(grid);
    text_free(&text);
}

Test(ansi, colours_by_depth)
{
    Text text = {0};
    Grid *grid = grid_new(2, 1);
    grid_put(grid, 0, 0, 'x', style(ROLE_GOOD));
    cr_expect_str_eq(ansi_of(grid, DEPTH_256, &text), "\033[0;38;5;114mx\033[0m\n");
    cr_expect_str_eq(ansi_of(grid, DEPTH_TRUE, &text), "\033[0;38;2;135;215;135mx\033[0m\n");
    cr_expect_str_eq(ansi_of(grid, DEPTH_16, &text), "\033[0;92mx\033[0m\n");
    cr_expect_str_eq(ansi_of(grid, DEPTH_MONO, &text), "x\n");
    grid_free(grid);
    text_free(&text);
}

Test(ansi, every_row_ends_in_the_terminals_own_colours)
{
    Text text = {0};
    Grid *grid = grid_new(20, 8);
    for (int role = 0; role < ROLES; role++)
        grid_text(grid, role % 4 * 5, role / 4, 5, style((Role)role), "role");
    const char *at = ansi_of(grid, DEPTH_256, &text);
    for (bool plain = true; *at != '\0'; at++) {
        if (*at == '\033')
            plain = strncmp(at, "\033[0m", 4) == 0;
        if (*at == '\n')
            cr_expect(plain);
    }
    grid_free(grid);
    text_free(&text);
}

Test(ansi, coloured_blanks_are_kept_plain_ones_cut)
{
    Text text = {0};
    Grid *grid = grid_new(6, 2);
    grid_put(grid, 3, 0, ' ', style_level(ROLE_HEAT, 5));
    grid_put(grid, 3, 1, ' ', style(ROLE_GOOD));
    cr_expect_str_eq(ansi_of(grid, DEPTH_256, &text), "   \033[0;38;5;16;48;5;223m \033[0m\n\n");
    cr_expect_str_eq(ansi_of(grid, DEPTH_MONO, &text), "\n\n");
    grid_free(grid);
    text_free(&text);
}

Test(ansi, neighbours_in_one_style_share_it)
{
    Text text = {0};
    Grid *grid = grid_new(8, 1);
    grid_text(grid, 0, 0, 8, style(ROLE_STRONG), "abc");
    grid_text(grid, 3, 0, 5, style(ROLE_CURSOR), "de");
    cr_expect_str_eq(ansi_of(grid, DEPTH_256, &text), "\033[0;1mabc\033[0;1;7mde\033[0m\n");
    grid_free(grid);
    text_free(&text);
}
