#include <math.h>

#include "app/view/scene.h"

/** Strip - all T steps in one row: the size of each state or, once the wave has come back, of its gradient. */
typedef struct Strip {
    int x, room, each;
    double low, high, log_high;
} Strip;

static int strip_x(const Scene *scene, const Strip *strip, size_t t)
{
    if (strip->each)
        return strip->x + (int)(t - 1) * strip->each;
    return strip->x + (int)((double)(t - 1) * strip->room / (double)scene->T);
}

static Strip strip_place(const Scene *scene)
{
    Strip strip = {.x = scene->area.x + 3, .room = scene->area.width - 3 - 6};
    if (strip.room < 4)
        strip.room = scene->area.width > 3 ? scene->area.width - 3 : 1;
    strip.each = strip.room / (int)scene->T > 4 ? 4 : strip.room / (int)scene->T;
    for (size_t t = 1; t <= scene->T; t++)
        strip.high = fmax(strip.high, scene_number(scene, "norm(h@)", t, NULL));
    strip.log_high = log10(kit_number(scene->eye, "max(abs(dh%s))", scene->suffix));
    return strip;
}

/** bar - a step's size as the height of a bar, in the wave's colour. */
static uint32_t bar(const Scene *scene, int level)
{
    static const char plain[] = "..::++**#";
    return scene->grid->ascii ? (uint32_t)plain[level] : level == 0 ? 0xB7 : 0x2580 + (uint32_t)level;
}

static void draw_strip_step(const Scene *scene, const Strip *strip, size_t t)
{
    int x = strip_x(scene, strip, t), width = strip_x(scene, strip, t + 1) - x;
    Weather at = scene_weather(scene, t);
    bool back = at == BACKWARD;
    char mark[96];
    double number = scene_number(scene, back ? "norm(dh@)" : "norm(h@)", t, mark);
    int level = back ? kit_ramp_level(log10(number), strip->log_high - 12, strip->log_high)
                     : kit_ramp_level(number, 0, strip->high);
    if (at == TO_COME) {
        grid_put(scene->grid, x, scene->y_strip, scene_pick(scene, 0xB7, '.'), style(ROLE_FAINT));
        return;
    }
    width = width < 1 ? 1 : width;
    for (int i = 0; i < width; i++)
        grid_put(scene->grid, x + i, scene->y_strip, bar(scene, level), style(back ? ROLE_BACKWARD : ROLE_FORWARD));
    grid_mark(scene->grid, x, scene->y_strip, width, mark, number, "");
}

/** draw_bracket - which of all steps are drawn large below. */
static void draw_bracket(const Scene *scene, const Strip *strip)
{
    if (scene->y_bracket < 0 || scene->steps.count == scene->T || scene->steps.count == 0)
        return;
    int left = strip_x(scene, strip, scene->steps.first), right = strip_x(scene, strip, scene_last(scene) + 1) - 1;
    for (int x = left; x <= right; x++)
        grid_put(scene->grid, x, scene->y_bracket, scene_pick(scene, 0x2500, '-'), style(ROLE_RULE));
    grid_put(scene->grid, left, scene->y_bracket, scene_pick(scene, 0x2514, '\\'), style(ROLE_RULE));
    grid_put(scene->grid, right, scene->y_bracket, scene_pick(scene, 0x2518, '/'), style(ROLE_RULE));
}

void strip_draw(const Scene *scene)
{
    if (scene->y_strip < 0)
        return;
    Strip strip = strip_place(scene);
    grid_text(scene->grid, scene->area.x, scene->y_strip, 3, style(ROLE_AXIS), "1");
    for (size_t t = 1; t <= scene->T; t++)
        draw_strip_step(scene, &strip, t);
    kit_reverse(scene->grid,
                (Rect){strip_x(scene, &strip, scene->t), scene->y_strip, strip.each > 1 ? strip.each : 1, 1});
    grid_textf(scene->grid, strip_x(scene, &strip, scene->T + 1) + 1, scene->y_strip, 6, style(ROLE_AXIS), "%zu",
               scene->T);
    draw_bracket(scene, &strip);
}
