#include <criterion/criterion.h>

#include <string.h>

#include "app/grid/heat.h"
#include "app/grid/plot.h"
#include "app/terminal/terminal.h"

static void svg_of(const Grid *grid, Depth depth, Background background, const char *title, Text *text)
{
    Appearance look = {.depth = depth, .background = background};
    text_clear(text);
    grid_to_svg(grid, &look, title, text);
}

static size_t count_of(const Text *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text_string(text); (at = strstr(at, part)) != NULL; at++)
        count++;
    return count;
}

/* After a '<': the end of the tag, NULL where it is none. Attributes must be quoted and hold no '<'. */
static const char *tag_end(const char *at)
{
    bool quoted = false;
    for (; *at != '\0'; at++) {
        if (*at == '"')
            quoted = !quoted;
        if (*at == '<')
            return NULL;
        if (*at == '>' && !quoted)
            return at;
    }
    return NULL;
}

/* Well formed: every tag is closed in its order, entities are known, characters are those of XML. */
static bool well_formed(const char *at)
{
    static char open[16][32];
    size_t depth = 0;
    for (; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 && *at != '\n')
            return false;
        if (*at == '&' && strncmp(at, "&lt;", 4) != 0 && strncmp(at, "&gt;", 4) != 0 && strncmp(at, "&amp;", 5) != 0 &&
            strncmp(at, "&quot;", 6) != 0)
            return false;
        if (*at != '<')
            continue;
        const char *end = tag_end(at + 1), *name = at + 1 + (at[1] == '/');
        size_t length = strcspn(name, " />");
        if (end == NULL || length == 0 || length >= 32)
            return false;
        if (at[1] == '/') {
            if (depth == 0 || strlen(open[--depth]) != length || strncmp(open[depth], name, length) != 0)
                return false;
        } else if (end[-1] != '/') {
            if (depth == 16)
                return false;
            memcpy(open[depth], name, length);
            open[depth++][length] = '\0';
        }
        at = end;
    }
    return depth == 0;
}

static Grid *busy_grid(int width, int height)
{
    Grid *grid = grid_new(width, height);
    double ys[200];
    for (int i = 0; i < 200; i++)
        ys[i] = (i * 37 % 101) / 100.0;
    for (int y = 0; y < height / 2; y++)
        for (int x = 0; x < width; x++)
            heat_cell(grid, x, y, 1, (x * 7 + y * 13) % 21 - 10, 10, "h");
    Plot plot = {.area = {0, height / 2, width, height - height / 2 - 2}, .x_low = 1, .x_high = 200, .y_high = 1};
    plot_axes(grid, &plot);
    for (int series = 0; series < 3; series++)
        plot_curve(grid, &plot, NULL, ys, 200, series, NULL, NULL);
    grid_text(grid, 0, height - 2, width, style(ROLE_TEXT), "a <b> & \"c\" ∂L/∂hₜ 日本 h\xCC\x83");
    grid_fill(grid, (Rect){0, height - 1, width, 1}, ' ', style(ROLE_STATUS));
    return grid;
}

Test(svg, is_well_formed_at_every_size_and_depth)
{
    static const int SIZE[][2] = {{1, 1}, {2, 5}, {10, 3}, {80, 24}, {120, 40}, {200, 60}};
    Text text = {0};
    for (size_t i = 0; i < sizeof SIZE / sizeof *SIZE; i++)
        for (int depth = DEPTH_MONO; depth <= DEPTH_TRUE; depth++) {
            Grid *grid = busy_grid(SIZE[i][0], SIZE[i][1]);
            svg_of(grid, (Depth)depth, (Background)(i % 2), "t", &text);
            cr_expect(well_formed(text_string(&text)), "%dx%d depth %d", SIZE[i][0], SIZE[i][1], depth);
            grid_free(grid);
        }
    text_free(&text);
}

Test(svg, the_check_of_this_file_finds_faults)
{
    cr_expect(well_formed("<a b=\"c\"><d/>x &lt; y</a>\n"));
    cr_expect(!well_formed("<a><b></a></b>"));
    cr_expect(!well_formed("<a>"));
    cr_expect(!well_formed("<a>x & y</a>"));
    cr_expect(!well_formed("<a>1 < 2</a>"));
}

Test(svg, a_busy_screen_stays_small)
{
    Text text = {0};
    Grid *grid = busy_grid(120, 40);
    svg_of(grid, DEPTH_256, BACKGROUND_DARK, "busy", &text);
    cr_expect_lt(text.length, 200u * 1024);
    grid_free(grid);
    text_free(&text);
}

Test(svg, the_same_grid_is_the_same_picture)
{
    Text one = {0}, other = {0};
    Grid *grid = busy_grid(80, 24);
    svg_of(grid, DEPTH_256, BACKGROUND_LIGHT, "t", &one);
    svg_of(grid, DEPTH_256, BACKGROUND_LIGHT, "t", &other);
    cr_expect_str_eq(text_string(&one), text_string(&other));
    grid_free(grid);
    text_free(&one);
    text_free(&other);
}

Test(svg, titles_are_escaped)
{
    Text text = {0};
    Grid *grid = grid_new(1, 1);
    svg_of(grid, DEPTH_256, BACKGROUND_DARK, "</title><script>\"&\033", &text);
    cr_expect_not_null(strstr(text_string(&text), "<title>&lt;/title&gt;&lt;script&gt;&quot;&amp;�</title>"));
    svg_of(grid, DEPTH_256, BACKGROUND_DARK, NULL, &text);
    cr_expect_not_null(strstr(text_string(&text), "<title></title>"));
    grid_free(grid);
    text_free(&text);
}

Test(svg, blocks_lines_and_braille_need_no_font)
{
    Text text = {0};
    Grid *grid = grid_new(40, 3);
    grid_box(grid, (Rect){0, 0, 40, 3}, style(ROLE_RULE));
    for (uint32_t i = 0; i < 32; i++)
        grid_put(grid, 1 + (int)i, 1, 0x2580 + i, style(ROLE_TEXT));
    grid_put(grid, 35, 1, 0x28FF, style(ROLE_TEXT));
    svg_of(grid, DEPTH_256, BACKGROUND_DARK, "", &text);
    cr_expect_eq(count_of(&text, "<text"), 0);
    cr_expect_eq(count_of(&text, "h0"), 8, "eight dots");
    grid_text(grid, 1, 1, 30, style(ROLE_TEXT), "two words");
    svg_of(grid, DEPTH_256, BACKGROUND_DARK, "", &text);
    cr_expect_not_null(strstr(text_string(&text), "textLength=\"81\""));
    grid_free(grid);
    text_free(&text);
}

Test(svg, has_the_background_it_is_asked_for)
{
    Text dark = {0}, light = {0};
    Grid *grid = grid_new(4, 1);
    heat_cell(grid, 0, 0, 1, 1, 1, "h");
    svg_of(grid, DEPTH_256, BACKGROUND_DARK, "", &dark);
    svg_of(grid, DEPTH_256, BACKGROUND_LIGHT, "", &light);
    cr_expect_not_null(strstr(text_string(&dark), "height=\"100%\" fill=\"#111417\""));
    cr_expect_not_null(strstr(text_string(&light), "height=\"100%\" fill=\"#ffffff\""));
    cr_expect_not_null(strstr(text_string(&dark), "<path fill=\"#ffd7af\" d=\"M0 0h9v18H0z\"/>"));
    cr_expect_not_null(strstr(text_string(&light), "<path fill=\"#5f0000\""));
    grid_free(grid);
    text_free(&dark);
    text_free(&light);
}
