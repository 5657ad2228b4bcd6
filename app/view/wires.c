#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/view/scene.h"

/** input_scale - each input by its own largest value: they have units of their own. */
static double input_scale(const Scene *scene, size_t input)
{
    double most = 0;
    for (size_t t = 1; t <= scene->T; t++)
        most = fmax(most, fabs(kit_at(&scene->x, t, input)));
    return most > 0 ? most : 1;
}

/** draw_number - a number centred over or under the box of step t, as long as it fits. */
static void draw_number(const Scene *scene, size_t t, int y, int room, Style how, int digits, const char *name)
{
    double number = kit_number(scene->eye, "%s", name);
    if (y < 0 || isnan(number))
        return;
    char shown[40];
    text_show_number(shown, sizeof shown, number, digits);
    int width = (int)strlen(shown);
    for (; width > room && digits > 1; width = (int)strlen(shown))
        text_show_number(shown, sizeof shown, number, --digits);
    if (width <= room)
        grid_number(scene->grid, scene_x(scene, t) + (room - width) / 2, y, width, how, digits, name, number);
}

/** draw_entry - where the input's line meets the cell, and its arrow: up, or, where the error has come home, down. */
static void draw_entry(const Scene *scene, size_t t, bool down)
{
    int x = scene_x(scene, t) + 1 + (scene->inner - 1) / 2 - 1;
    Style line = down                               ? style(ROLE_BACKWARD)
                 : scene_weather(scene, t) != TO_COME ? style(ROLE_FORWARD)
                                                    : style(ROLE_FAINT);
    grid_put(scene->grid, x, scene->y_bottom, scene_pick(scene, t == scene->t ? 0x252F : 0x252C, down ? 'v' : '^'),
             line);
    if (scene->y_in >= 0)
        grid_put(scene->grid, x, scene->y_in, down ? scene_pick(scene, 0x2193, 'v') : scene_pick(scene, 0x2191, '^'),
                 line);
}

/** input_fits - is there room for a number of this input at every step? Some of them alone would be odd. */
static bool input_fits(const Scene *scene, size_t input, int width)
{
    char shown[40];
    for (size_t t = 1; t <= scene->T; t++) {
        text_show_number(shown, sizeof shown, kit_at(&scene->x, t, input), 1);
        if ((int)strlen(shown) + 1 > width)
            return false;
    }
    return true;
}

static void draw_input(const Scene *scene, size_t t)
{
    int x = scene_x(scene, t) + 1, room = scene->inner - 1, D = (int)scene->x.axis[1].count;
    int shown = D < room ? D : room, width = shown ? room / shown : 0;
    for (int i = 0; i < shown; i++) {
        char mark[48];
        Rect cell = {x + i * width, scene->y_x, width, 1};
        double value = kit_at(&scene->x, t, (size_t)i + 1);
        snprintf(mark, sizeof mark, "x[%zu][%d]", t, i + 1);
        heat_cell(scene->grid, cell.x, cell.y, width, value, input_scale(scene, (size_t)i + 1), mark);
        if (input_fits(scene, (size_t)i + 1, width))
            kit_digits(scene->grid, cell, mark, value);
    }
}

/** draw_share - what step t has to say about the one W: the size of its share in dWh. */
static void draw_share(const Scene *scene, size_t t)
{
    char name[96];
    scene_number(scene, "norm(dWh_t@)", t, name);
    draw_number(scene, t, scene->y_x, scene->inner + 1, style(ROLE_BACKWARD), 2, name);
}

static void draw_output(const Scene *scene, size_t t)
{
    if (scene_weather(scene, t) == TO_COME || scene->y_out < 0)
        return;
    bool loss = kit_loss_at(scene->eye, t);
    int K = (int)scene->y.axis[1].count, x = scene_x(scene, t) + 1;
    char mark[48];
    if (K == 1) {
        snprintf(mark, sizeof mark, "y[%zu][1]", t);
        draw_number(scene, t, scene->y_out, scene->inner + 2, style(loss ? ROLE_STRONG : ROLE_FAINT), 3, mark);
    }
    int shown = K < scene->inner ? K : scene->inner, width = scene->inner / (shown ? shown : 1);
    double scale = K > 1 ? kit_number(scene->eye, "max(abs(y))") : 1;
    for (int k = 1; K > 1 && k <= shown; k++) {
        snprintf(mark, sizeof mark, "y[%zu][%d]", t, k);
        heat_cell(scene->grid, x + (k - 1) * width, scene->y_out, width, kit_at(&scene->y, t, (size_t)k), scale, mark);
    }
    int middle = scene_x(scene, t) + (scene->inner + 2) / 2;
    if (scene->y_up >= 0) {
        bool down = scene->backward && loss;
        grid_put(scene->grid, middle, scene->y_up,
                 down ? scene_pick(scene, 0x2193, 'v') : scene_pick(scene, 0x2191, '^'),
                 style(down   ? ROLE_BACKWARD
                       : loss ? ROLE_FORWARD
                              : ROLE_FAINT));
    }
}

static void draw_loss(const Scene *scene, size_t t)
{
    if (scene->y_loss < 0)
        return;
    if (!kit_loss_at(scene->eye, t)) {
        grid_put(scene->grid, scene_x(scene, t) + scene->inner / 2, scene->y_loss, scene_pick(scene, 0xB7, '.'),
                 style(ROLE_FAINT));
        return;
    }
    if (scene_weather(scene, t) == TO_COME) {
        grid_text(scene->grid, scene_x(scene, t) + scene->inner / 2 - 1, scene->y_loss, 4, style(ROLE_FAINT), "loss");
        return;
    }
    char mark[48];
    snprintf(mark, sizeof mark, "loss_t[%zu]", t);
    draw_number(scene, t, scene->y_loss, scene->inner + 2, style(ROLE_BACKWARD), 3, mark);
}

static void draw_norm(const Scene *scene, size_t t)
{
    Weather at = scene_weather(scene, t);
    char mark[96];
    scene_number(scene, at == BACKWARD ? "norm(dh@)" : "norm(h@)", t, mark);
    if (at == BACKWARD || (at == FORWARD && !scene->backward))
        draw_number(scene, t, scene->y_norm, scene->inner + 2, style(at == BACKWARD ? ROLE_BACKWARD : ROLE_FAINT),
                    at == BACKWARD ? 2 : 3, mark);
}

void wires_weights(const Scene *scene)
{
    int from = scene->area.x + 3, last = 0;
    for (size_t t = scene->steps.first; t <= scene_last(scene); t++) {
        int x = scene_x(scene, t) + scene->inner;
        for (; from < x; from++)
            grid_put(scene->grid, from, scene->y_bus, scene_pick(scene, 0x2550, '='), style(ROLE_WEIGHT));
        grid_put(scene->grid, x, scene->y_bus, scene_pick(scene, 0x2569, '#'), style(ROLE_WEIGHT));
        for (int y = scene->y_bottom + 1; y < scene->y_bus; y++)
            grid_put(scene->grid, x, y, scene_pick(scene, 0x2551, '#'), style(ROLE_WEIGHT));
        grid_put(scene->grid, x, scene->y_bottom, scene_pick(scene, 0x2565, '#'), style(ROLE_WEIGHT));
        from = x + 1;
        last = x;
    }
    grid_text(scene->grid, scene->area.x, scene->y_bus, 3, style(ROLE_WEIGHT),
              scene->backward      ? "Wᵀ"
              : scene->grid->ascii ? "[W]"
                                   : "▐W▌");
    if (last && scene_last(scene) < scene->T)
        for (int x = last + 1; x < scene->area.x + scene->area.width; x++)
            grid_put(scene->grid, x, scene->y_bus, scene_pick(scene, 0x2550, '='), style(ROLE_WEIGHT));
}

void wires_draw(const Scene *scene, size_t t)
{
    bool home = scene_weather(scene, t) == BACKWARD;
    if (scene->backward && scene->recurrent) {
        if (home)
            draw_share(scene, t);
        else
            grid_put(scene->grid, scene_x(scene, t) + (scene->inner + 1) / 2 - 1, scene->y_x,
                     scene_pick(scene, 0xB7, '.'), style(ROLE_FAINT));
    } else {
        draw_input(scene, t);
    }
    if (home || !scene->backward || !scene->recurrent)
        draw_entry(scene, t, home && scene->recurrent);
    draw_output(scene, t);
    draw_loss(scene, t);
    draw_norm(scene, t);
}
