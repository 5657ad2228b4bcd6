#include <criterion/criterion.h>

#include <math.h>

#include "app/terminal/terminal.h"

static double linear(uint32_t channel)
{
    double value = channel / 255.0;
    return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
}

/* The contrast ratio of the Web Content Accessibility Guidelines. */
static double contrast(uint32_t a, uint32_t b)
{
    double one = luminance(a), other = luminance(b);
    return (fmax(one, other) + 0.05) / (fmin(one, other) + 0.05);
}

static double distance(uint32_t a, uint32_t b)
{
    double sum = 0;
    for (int shift = 0; shift <= 16; shift += 8)
        sum += pow((double)(a >> shift & 255) - (double)(b >> shift & 255), 2);
    return sqrt(sum);
}

static Appearance look_of(Depth depth, Background background, Palette palette)
{
    return (Appearance){.depth = depth, .background = background, .palette = palette};
}

Test(palette, colours_are_those_of_xterm)
{
    cr_expect_eq(palette_rgb(16), 0x000000);
    cr_expect_eq(palette_rgb(231), 0xFFFFFF);
    cr_expect_eq(palette_rgb(196), 0xFF0000);
    cr_expect_eq(palette_rgb(67), 0x5F87AF);
    cr_expect_eq(palette_rgb(232), 0x080808);
    cr_expect_eq(palette_rgb(255), 0xEEEEEE);
    cr_expect_eq(palette_rgb(-1), 0);
    cr_expect_eq(palette_rgb(256), 0);
    cr_expect_eq(palette_16(196), 9);
    cr_expect_eq(palette_16(16), 0);
    cr_expect_eq(palette_16(231), 15);
    cr_expect_eq(palette_16(7), 7);
}

static void expect_readable(Style styled, const Appearance *look, double least)
{
    Paint paint = palette_paint(styled, look);
    uint32_t own = look->background == BACKGROUND_DARK ? 0x000000 : 0xFFFFFF;
    if (paint.fore < 0)
        return; // the user's own
    uint32_t back = paint.back < 0 ? own : palette_rgb(paint.back);
    cr_expect_geq(contrast(palette_rgb(paint.fore), back), least, "role %d level %d background %d: colour %d",
                  styled.role, styled.level, (int)look->background, paint.fore);
}

Test(palette, text_can_be_read_on_dark_and_on_light)
{
    for (int background = 0; background < 2; background++)
        for (int palette = 0; palette < PALETTES; palette++) {
            Appearance look = look_of(DEPTH_256, (Background)background, (Palette)palette);
            for (int role = 0; role < ROLES; role++)
                for (int level = -5; level <= 8; level++)
                    expect_readable(style_level((Role)role, level), &look, role == ROLE_RULE ? 2.9 : 4.5);
        }
}

Test(palette, text_has_the_terminals_own_background)
{
    static const Role COLOURED[] = {ROLE_STATUS, ROLE_HEAT, ROLE_RAMP};
    for (int role = 0; role < ROLES; role++) {
        bool coloured = false;
        for (size_t i = 0; i < 3; i++)
            coloured = coloured || role == (int)COLOURED[i];
        Appearance look = look_of(DEPTH_256, BACKGROUND_DARK, PALETTE_RDBU);
        cr_expect_eq(palette_paint(style((Role)role), &look).back >= 0, coloured, "role %d", role);
    }
    Appearance look = look_of(DEPTH_256, BACKGROUND_LIGHT, PALETTE_RDBU);
    cr_expect_eq(palette_paint(style(ROLE_TEXT), &look).fore, -1);
    cr_expect_eq(palette_paint(style(ROLE_STRONG), &look).fore, -1);
}

Test(palette, zero_recedes_and_size_stands_out)
{
    for (int background = 0; background < 2; background++)
        for (int palette = 0; palette < PALETTES; palette++) {
            Appearance look = look_of(DEPTH_256, (Background)background, (Palette)palette);
            double sign = background == BACKGROUND_DARK ? 1 : -1, last[2] = {-9, -9};
            for (int level = 0; level <= 5; level++)
                for (int side = 0; side < 2; side++) {
                    short back = palette_paint(style_level(ROLE_HEAT, side ? level : -level), &look).back;
                    double now = sign * luminance(palette_rgb(back));
                    cr_expect_gt(now, last[side], "background %d palette %d level %d", background, palette, level);
                    last[side] = now;
                }
        }
}

Test(palette, neighbouring_levels_differ)
{
    for (int background = 0; background < 2; background++)
        for (int palette = 0; palette < PALETTES; palette++) {
            Appearance look = look_of(DEPTH_256, (Background)background, (Palette)palette);
            for (int level = -5; level < 5; level++) {
                int a = palette_paint(style_level(ROLE_HEAT, level), &look).back;
                int b = palette_paint(style_level(ROLE_HEAT, level + 1), &look).back;
                cr_expect_geq(distance(palette_rgb(a), palette_rgb(b)), 30, "%d and %d", a, b);
            }
            for (int level = 0; level < 8; level++) {
                int a = palette_paint(style_level(ROLE_RAMP, level), &look).back;
                int b = palette_paint(style_level(ROLE_RAMP, level + 1), &look).back;
                cr_expect_gt(luminance(palette_rgb(b)), luminance(palette_rgb(a)), "ramp %d", level);
            }
        }
}

Test(palette, levels_beyond_the_ends_are_the_ends)
{
    Appearance look = look_of(DEPTH_256, BACKGROUND_DARK, PALETTE_RDBU);
    cr_expect_eq(palette_paint(style_level(ROLE_HEAT, 100), &look).back, 223);
    cr_expect_eq(palette_paint(style_level(ROLE_HEAT, -100), &look).back, 153);
    cr_expect_eq(palette_paint(style_level(ROLE_RAMP, -1), &look).back, 53);
    cr_expect_eq(palette_paint(style_level(ROLE_SERIES, 99), &look).fore,
                 palette_paint(style_level(ROLE_SERIES, 5), &look).fore);
    cr_expect_eq(palette_paint((Style){.role = 200}, &look).fore, -1);
}

Test(palette, without_colours_there_are_none)
{
    Appearance look = look_of(DEPTH_MONO, BACKGROUND_DARK, PALETTE_RDBU);
    for (int role = 0; role < ROLES; role++)
        for (int level = -5; level <= 8; level++) {
            Paint paint = palette_paint(style_level((Role)role, level), &look);
            cr_expect(paint.fore == -1 && paint.back == -1, "role %d", role);
        }
    cr_expect(palette_paint(style(ROLE_CURSOR), &look).reverse);
    cr_expect(palette_paint(style(ROLE_STATUS), &look).reverse);
}

Test(palette, sixteen_colours_are_sixteen)
{
    for (int background = 0; background < 2; background++) {
        Appearance look = look_of(DEPTH_16, (Background)background, PALETTE_RDBU);
        for (int role = 0; role < ROLES; role++)
            for (int level = -5; level <= 8; level++) {
                Paint paint = palette_paint(style_level((Role)role, level), &look);
                cr_expect_lt(paint.fore, 16, "role %d", role);
                cr_expect_lt(paint.back, 16, "role %d", role);
            }
        cr_expect_neq(palette_paint(style_level(ROLE_HEAT, 3), &look).fore,
                      palette_paint(style_level(ROLE_HEAT, -3), &look).fore);
    }
}

static uint32_t drawn(Role role, int level, uint32_t glyph, bool reverse, Depth depth, Paint *paint)
{
    Appearance look = look_of(depth, BACKGROUND_DARK, PALETTE_RDBU);
    GridCell cell = {.glyph = {glyph}, .style = style_level(role, level), .width = 1};
    uint32_t out[3];
    cell.style.reverse = reverse;
    *paint = palette_cell(&cell, &look, false, out);
    return out[0];
}

Test(palette, a_shade_is_a_clean_block_with_colours_and_its_glyph_without)
{
    Paint paint;
    cr_expect_eq(drawn(ROLE_HEAT, 4, 0x2593, false, DEPTH_256, &paint), ' ');
    cr_expect_eq(paint.back, 215);
    cr_expect_eq(drawn(ROLE_HEAT, 4, 0x2593, false, DEPTH_16, &paint), 0x2593);
    cr_expect_eq(drawn(ROLE_HEAT, 4, 0x2593, false, DEPTH_MONO, &paint), 0x2593);
    cr_expect_eq(drawn(ROLE_HEAT, 4, '7', false, DEPTH_256, &paint), '7', "a number on a shade stays");
    cr_expect_geq(contrast(palette_rgb(paint.fore), palette_rgb(paint.back)), 4.5);
    cr_expect_eq(drawn(ROLE_TEXT, 0, 0x2593, false, DEPTH_256, &paint), 0x2593);
}

Test(palette, the_cursor_is_seen_on_every_shade)
{
    for (int level = -5; level <= 5; level++) {
        Paint paint;
        cr_expect_eq(drawn(ROLE_HEAT, level, 0x2588, true, DEPTH_256, &paint), 0x25C6);
        cr_expect_geq(contrast(palette_rgb(paint.fore), palette_rgb(paint.back)), 4.5, "level %d", level);
        cr_expect_eq(drawn(ROLE_HEAT, level, 0x2588, true, DEPTH_MONO, &paint), 0x25C6);
        cr_expect(paint.reverse);
    }
}
