#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/view/kit.h"

/** Scene - the numbers, the steps that fit, and the row each part stands in (−1: no room for it). */
typedef struct Scene {
    const Session *session;
    const Eye *eye;
    Grid *grid;
    Rect area;
    Value h, dh, x, y;
    double h_scale, dh_scale, x_scale;
    size_t T, H, t, unit;
    bool backward, recurrent;
    Window steps, units;
    int across, cell, inner, gap, stride,
        left; // units in a row of the box, columns a unit, box inside, arrow, box to box
    int rows; // of units in a box
    int y_strip, y_bracket, y_loss, y_norm, y_out, y_up, y_top, y_bottom, y_in, y_x, y_bus, y_numbers;
} Scene;

/** Weather - how a step stands: still to come, passed by the forward wave, or reached by the backward one. */
typedef enum Weather { TO_COME, FORWARD, BACKWARD } Weather;

static Weather weather(const Scene *scene, size_t t)
{
    if (scene->backward)
        return t >= scene->t ? BACKWARD : FORWARD;
    return t <= scene->t ? FORWARD : TO_COME;
}

static Style wave_style(Weather at)
{
    return style(at == BACKWARD ? ROLE_BACKWARD : at == FORWARD ? ROLE_FORWARD : ROLE_FAINT);
}

static int box_x(const Scene *scene, size_t t)
{
    return scene->left + scene->gap + (int)(t - scene->steps.first) * scene->stride;
}

static uint32_t pick(const Scene *scene, uint32_t glyph, char plain)
{
    return scene->grid->ascii ? (uint32_t)plain : glyph;
}

/* ---- the layout ------------------------------------------------------------------------------------------------ */

/** take - a row from the room that is left; −1 when there is none. */
static int take(int *spare)
{
    return *spare > 0 ? (*spare)-- : -1;
}

static int row_or_none(int *y, int wanted)
{
    return wanted < 0 ? -1 : (*y)++;
}

/** place_rows - what is dear first: the cell, its input, its output, W; then the arrows; then taller cells. */
static void place_rows(Scene *scene, int height)
{
    int spare = height - 8, least = (int)(scene->H + 5) / 6;
    scene->rows = 1;
    while (spare > 0 && scene->rows < least)
        scene->rows++, spare--;
    int second = take(&spare), up = take(&spare), in = take(&spare), loss = take(&spare), bracket = take(&spare);
    while (spare > 0 && scene->rows < (int)scene->H && scene->rows < 40)
        scene->rows++, spare--;
    int y = scene->area.y;
    scene->y_strip = y++;
    scene->y_bracket = row_or_none(&y, bracket);
    scene->y_loss = row_or_none(&y, loss);
    scene->y_norm = scene->backward || second >= 0 ? y++ : -1;
    scene->y_out = !scene->backward || second >= 0 ? y++ : -1;
    scene->y_up = row_or_none(&y, up);
    scene->y_top = y;
    scene->y_bottom = y + scene->rows + 1;
    y = scene->y_bottom + 1;
    scene->y_in = row_or_none(&y, in);
    scene->y_x = y++;
    scene->y_bus = y++;
    scene->y_numbers = scene->area.y + scene->area.height - 1;
}

static void place_columns(Scene *scene)
{
    int most = scene->area.width / 3 > 4 ? scene->area.width / 3 : 4, H = (int)scene->H;
    scene->across = (H + scene->rows - 1) / scene->rows;
    if (scene->across > most)
        scene->across = most;
    scene->rows =
        (H + scene->across - 1) / scene->across < scene->rows ? (H + scene->across - 1) / scene->across : scene->rows;
    scene->y_bottom = scene->y_top + scene->rows + 1;
    scene->cell = scene->across < 6 ? 6 / scene->across : 1;
    scene->inner = scene->across * scene->cell < 6 ? 6 : scene->across * scene->cell;
    scene->gap = scene->area.width >= 100 ? 4 : 3;
    scene->stride = scene->inner + 2 + scene->gap;
    scene->left = scene->area.x + 3;
    int room = scene->area.width - 3 - scene->gap;
    scene->steps =
        kit_window(scene->T, room > scene->inner + 2 ? (size_t)((room + scene->gap) / scene->stride) : 0, scene->t);
    scene->units = kit_window(scene->H, (size_t)(scene->rows * scene->across), scene->unit);
}

/* ---- the parts ------------------------------------------------------------------------------------------------- */

/** draw_border - the present step heavy, those to come dashed: told by the line, not by the colour. */
static void draw_border(const Scene *scene, size_t t)
{
    Weather at = weather(scene, t);
    bool here = t == scene->t;
    int x = box_x(scene, t), right = x + scene->inner + 1, top = scene->y_top, bottom = scene->y_bottom;
    Style line = here ? style(ROLE_STRONG) : wave_style(at);
    uint32_t across = here            ? pick(scene, 0x2501, '=')
                      : at == TO_COME ? pick(scene, 0x254C, '.')
                                      : pick(scene, 0x2500, '-');
    uint32_t down = here            ? pick(scene, 0x2503, '#')
                    : at == TO_COME ? pick(scene, 0x254E, ':')
                                    : pick(scene, 0x2502, '|');
    for (int i = x + 1; i < right; i++) {
        grid_put(scene->grid, i, top, across, line);
        grid_put(scene->grid, i, bottom, across, line);
    }
    for (int i = top + 1; i < bottom; i++) {
        grid_put(scene->grid, x, i, down, line);
        grid_put(scene->grid, right, i, down, line);
    }
    grid_put(scene->grid, x, top, here ? pick(scene, 0x250F, '#') : pick(scene, 0x250C, '+'), line);
    grid_put(scene->grid, right, top, here ? pick(scene, 0x2513, '#') : pick(scene, 0x2510, '+'), line);
    grid_put(scene->grid, x, bottom, here ? pick(scene, 0x2517, '#') : pick(scene, 0x2514, '+'), line);
    grid_put(scene->grid, right, bottom, here ? pick(scene, 0x251B, '#') : pick(scene, 0x2518, '+'), line);
    char sub[64], label[80];
    kit_sub(t, sub);
    snprintf(label, sizeof label, "%sh%s", at == BACKWARD ? "∂" : "", sub);
    grid_text(scene->grid, x + 1, top, scene->inner, line, label);
}

static void draw_units(const Scene *scene, size_t t)
{
    Weather at = weather(scene, t);
    const char *name = at == BACKWARD ? "dh" : "h";
    const Value *value = at == BACKWARD ? &scene->dh : &scene->h;
    if (at == TO_COME || !value->data)
        return;
    for (size_t i = 0; i < scene->units.count; i++) {
        size_t unit = scene->units.first + i;
        int x = box_x(scene, t) + 1 + (int)(i % (size_t)scene->across) * scene->cell;
        int y = scene->y_top + 1 + (int)(i / (size_t)scene->across);
        char mark[48];
        snprintf(mark, sizeof mark, "%s[%zu][%zu]", name, t, unit);
        heat_cell(scene->grid, x, y, scene->cell, kit_at(value, t, unit),
                  at == BACKWARD ? scene->dh_scale : scene->h_scale, mark);
        if (t != scene->t || unit != scene->unit)
            continue;
        kit_reverse(scene->grid, (Rect){x, y, scene->cell, 1});
        scene->grid->cursor_x = x;
        scene->grid->cursor_y = y;
    }
}

/** strength - the arrow's line thins out with the gradient it carries: a tenth, a hundredth, a ten-thousandth, less. */
static uint32_t strength(const Scene *scene, size_t t)
{
    double part = kit_number(scene->eye, "norm(dh[%zu])", t) / kit_number(scene->eye, "max(abs(dh))");
    if (part > 0.1)
        return pick(scene, 0x2501, '=');
    if (part > 1e-2)
        return pick(scene, 0x2500, '-');
    if (part > 1e-4)
        return pick(scene, 0x254C, '-');
    return pick(scene, 0xB7, '.');
}

/** draw_arrow - from the step before into t, or, on the way back, out of t. */
static void draw_arrow(const Scene *scene, size_t t)
{
    if (!scene->recurrent)
        return;
    Weather at = weather(scene, t);
    int end = box_x(scene, t) - 1, y = scene->y_top + (scene->rows + 1) / 2, from = end - scene->gap + 1;
    bool back = at == BACKWARD && t > scene->t;
    uint32_t line = back ? strength(scene, t) : at == TO_COME ? pick(scene, 0x254C, '.') : pick(scene, 0x2500, '-');
    Style how = back ? style(ROLE_BACKWARD) : at == TO_COME ? style(ROLE_FAINT) : style(ROLE_FORWARD);
    for (int x = from; x <= end; x++)
        grid_put(scene->grid, x, y, line, how);
    if (back)
        grid_put(scene->grid, from, y, pick(scene, 0x25C2, '<'), how);
    else
        grid_put(scene->grid, end, y, pick(scene, 0x25B8, '>'), how);
}

static void draw_input(const Scene *scene, size_t t)
{
    int x = box_x(scene, t) + 1, room = scene->inner - 2, D = (int)scene->x.axis[1].count;
    int shown = D < room ? D : room, width = shown ? room / shown : 0;
    Style line = t <= scene->t || scene->backward ? style(ROLE_FORWARD) : style(ROLE_FAINT);
    for (int i = 0; i < shown; i++) {
        char mark[48];
        snprintf(mark, sizeof mark, "x[%zu][%d]", t, i + 1);
        heat_cell(scene->grid, x + i * width, scene->y_x, width, kit_at(&scene->x, t, (size_t)i + 1), scene->x_scale,
                  mark);
    }
    grid_put(scene->grid, x + room / 2 - 1, scene->y_bottom, pick(scene, t == scene->t ? 0x252F : 0x252C, '^'), line);
    if (scene->y_in >= 0)
        grid_put(scene->grid, x + room / 2 - 1, scene->y_in, pick(scene, 0x2191, '^'), line);
}

/** draw_number - a number centred over or under the box of step t, as long as it fits. */
static void draw_number(const Scene *scene, size_t t, int y, Style how, int digits, const char *name)
{
    double number = kit_number(scene->eye, "%s", name);
    if (y < 0 || isnan(number))
        return;
    char shown[40];
    text_show_number(shown, sizeof shown, number, digits);
    int width = (int)strlen(shown), room = scene->inner + 2 + (scene->gap > 3 ? 2 : 0);
    if (width > room)
        text_show_number(shown, sizeof shown, number, digits = 1);
    width = (int)strlen(shown);
    if (width <= room)
        grid_number(scene->grid, box_x(scene, t) + (scene->inner + 2 - width) / 2, y, width, how, digits, name, number);
}

static void draw_output(const Scene *scene, size_t t)
{
    if (weather(scene, t) == TO_COME || scene->y_out < 0)
        return;
    bool loss = kit_loss_at(scene->eye, t);
    int K = (int)scene->y.axis[1].count, x = box_x(scene, t) + 1;
    char mark[48];
    if (K == 1) {
        snprintf(mark, sizeof mark, "y[%zu][1]", t);
        draw_number(scene, t, scene->y_out, style(loss ? ROLE_STRONG : ROLE_FAINT), 3, mark);
    }
    int shown = K < scene->inner ? K : scene->inner, width = scene->inner / (shown ? shown : 1);
    double scale = K > 1 ? kit_number(scene->eye, "max(abs(y))") : 1;
    for (int k = 1; K > 1 && k <= shown; k++) {
        snprintf(mark, sizeof mark, "y[%zu][%d]", t, k);
        heat_cell(scene->grid, x + (k - 1) * width, scene->y_out, width, kit_at(&scene->y, t, (size_t)k), scale, mark);
    }
    int middle = box_x(scene, t) + scene->inner - 1;
    if (scene->y_up >= 0) {
        bool down = scene->backward && loss;
        grid_put(scene->grid, middle, scene->y_up, down ? pick(scene, 0x2193, 'v') : pick(scene, 0x2191, '^'),
                 style(down   ? ROLE_BACKWARD
                       : loss ? ROLE_FORWARD
                              : ROLE_FAINT));
    }
}

static void draw_loss(const Scene *scene, size_t t)
{
    if (!kit_loss_at(scene->eye, t) || scene->y_loss < 0)
        return;
    if (weather(scene, t) == TO_COME) {
        grid_text(scene->grid, box_x(scene, t) + scene->inner / 2 - 1, scene->y_loss, 4, style(ROLE_FAINT), "loss");
        return;
    }
    char mark[48];
    snprintf(mark, sizeof mark, "loss_t[%zu]", t);
    draw_number(scene, t, scene->y_loss, style(ROLE_BACKWARD), 3, mark);
}

static void draw_norm(const Scene *scene, size_t t)
{
    Weather at = weather(scene, t);
    char mark[48];
    snprintf(mark, sizeof mark, at == BACKWARD ? "norm(dh[%zu])" : "norm(h[%zu])", t);
    if (at == BACKWARD || (at == FORWARD && !scene->backward))
        draw_number(scene, t, scene->y_norm, style(at == BACKWARD ? ROLE_BACKWARD : ROLE_FAINT), at == BACKWARD ? 2 : 3,
                    mark);
}

/** draw_weights - W once, at the left; a line of it into every cell. */
static void draw_weights(const Scene *scene)
{
    int from = scene->area.x + 3, last = 0;
    for (size_t t = scene->steps.first; t < scene->steps.first + scene->steps.count; t++) {
        int x = box_x(scene, t) + scene->inner;
        for (; from < x; from++)
            grid_put(scene->grid, from, scene->y_bus, pick(scene, 0x2550, '='), style(ROLE_WEIGHT));
        grid_put(scene->grid, x, scene->y_bus, pick(scene, 0x2569, '#'), style(ROLE_WEIGHT));
        for (int y = scene->y_bottom + 1; y < scene->y_bus; y++)
            grid_put(scene->grid, x, y, pick(scene, 0x2551, '#'), style(ROLE_WEIGHT));
        grid_put(scene->grid, x, scene->y_bottom, pick(scene, 0x2565, '#'), style(ROLE_WEIGHT));
        from = x + 1;
        last = x;
    }
    grid_text(scene->grid, scene->area.x, scene->y_bus, 3, style(ROLE_WEIGHT), scene->grid->ascii ? "[W]" : "▐W▌");
    if (last && scene->steps.first + scene->steps.count <= scene->T)
        for (int x = last + 1; x < scene->area.x + scene->area.width; x++)
            grid_put(scene->grid, x, scene->y_bus, pick(scene, 0x2550, '='), style(ROLE_WEIGHT));
}

/* ---- all steps in one row -------------------------------------------------------------------------------------- */

static int strip_x(const Scene *scene, size_t t, int from, int room)
{
    int each = (int)scene->T <= room ? room / (int)scene->T : 1;
    if ((int)scene->T <= room)
        return from + (int)(t - 1) * (each > 3 ? 3 : each);
    return from + (int)((double)(t - 1) * room / (double)scene->T);
}

static void draw_strip(const Scene *scene)
{
    int from = scene->area.x + 3, room = scene->area.width - 3 - 24;
    if (room < 8)
        room = scene->area.width - 3;
    double top = log10(kit_number(scene->eye, "max(abs(dh))")),
           high = kit_number(scene->eye, "max(abs(h))") * sqrt((double)scene->H);
    grid_text(scene->grid, scene->area.x, scene->y_strip, 3, style(ROLE_AXIS), "1…");
    for (size_t t = 1; t <= scene->T; t++) {
        int x = strip_x(scene, t, from, room), width = strip_x(scene, t + 1, from, room) - x;
        bool back = weather(scene, t) == BACKWARD;
        char mark[48];
        snprintf(mark, sizeof mark, back ? "norm(dh[%zu])" : "norm(h[%zu])", t);
        double number = kit_number(scene->eye, "%s", mark);
        int level = back ? kit_ramp_level(log10(number), top - 12, top) : kit_ramp_level(number, 0, high);
        if (weather(scene, t) == TO_COME)
            grid_text(scene->grid, x, scene->y_strip, 1, style(ROLE_FAINT), "·");
        else
            kit_ramp(scene->grid, x, scene->y_strip, width < 1 ? 1 : width, level, mark, number);
    }
    int x = strip_x(scene, scene->t, from, room);
    kit_reverse(scene->grid, (Rect){x, scene->y_strip, 1, 1});
    int end = strip_x(scene, scene->T, from, room) + 3;
    if (scene->y_bracket < 0 || scene->steps.count == scene->T)
        return;
    int left = strip_x(scene, scene->steps.first, from, room),
        right = strip_x(scene, scene->steps.first + scene->steps.count - 1, from, room);
    for (int i = left; i <= right && i < end; i++)
        grid_put(scene->grid, i, scene->y_bracket,
                 i == left    ? pick(scene, 0x2514, '\\')
                 : i == right ? pick(scene, 0x2518, '/')
                              : pick(scene, 0x2500, '-'),
                 style(ROLE_RULE));
}

static void draw_numbers(const Scene *scene)
{
    Line line = kit_line(scene->grid, scene->eye, scene->area, scene->y_numbers);
    char sub[64], label[96];
    kit_sub(scene->t, sub);
    line_textf(&line, style(ROLE_FAINT), "t = %zu   ", scene->t);
    snprintf(label, sizeof label, "‖h%s‖ = ", sub);
    line_number(&line, label, "norm(h[%zu])", scene->t);
    snprintf(label, sizeof label, "   ‖∂L/∂h%s‖ = ", sub);
    line_number(&line, label, "norm(dh[%zu])", scene->t);
    snprintf(label, sizeof label, "   loss%s = ", sub);
    if (kit_loss_at(scene->eye, scene->t))
        line_number(&line, label, "loss_t[%zu]", scene->t);
    else
        line_text(&line, style(ROLE_FAINT), "   no loss at this step");
}

static void draw_labels(const Scene *scene)
{
    int x = scene->area.x;
    if (scene->y_out >= 0)
        grid_text(scene->grid, x, scene->y_out, 3, style(ROLE_AXIS), "yₜ");
    if (scene->y_norm >= 0)
        grid_text(scene->grid, x, scene->y_norm, 3, style(ROLE_AXIS), scene->backward ? "‖∂‖" : "‖h‖");
    if (scene->y_loss >= 0)
        grid_text(scene->grid, x, scene->y_loss, 3, style(ROLE_AXIS), "L");
    grid_text(scene->grid, x, scene->y_x, 3, style(ROLE_AXIS), "xₜ");
    if (!scene->recurrent)
        return;
    bool start = scene->steps.first == 1;
    grid_text(scene->grid, x, scene->y_top + (scene->rows + 1) / 2, 3, style(ROLE_AXIS), start ? "h₀" : "…");
}

static void draw_scene(Scene *scene)
{
    draw_strip(scene);
    draw_numbers(scene);
    if (scene->area.height < 8 || scene->steps.count == 0)
        return;
    draw_labels(scene);
    for (size_t t = scene->steps.first; t < scene->steps.first + scene->steps.count; t++) {
        draw_arrow(scene, t);
        draw_border(scene, t);
        draw_units(scene, t);
        draw_input(scene, t);
        draw_output(scene, t);
        draw_loss(scene, t);
        draw_norm(scene, t);
    }
    draw_weights(scene);
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const Net *net = kit_net(session);
    bool recurrent = net && net->spec.cell->recurrent;
    Rect rest = kit_title(grid, area, "unroll",
                          recurrent ? "one cell, drawn once for every step; the same W each time"
                                    : "a cell that sees one step: nothing passes");
    Scene scene = {.session = session,
                   .eye = eye,
                   .grid = grid,
                   .area = rest,
                   .T = world_steps(session->world),
                   .H = world_units(session->world),
                   .t = session->cursor.t,
                   .unit = session->cursor.unit,
                   .backward = session->cursor.backward,
                   .recurrent = recurrent};
    if (scene.T == 0 || scene.H == 0 || rest.height < 2 || !kit_matrix(eye, "h", &scene.h))
        return;
    bool whole = kit_matrix(eye, "dh", &scene.dh) && kit_matrix(eye, "x", &scene.x) && kit_matrix(eye, "y", &scene.y);
    scene.h_scale = kit_number(eye, "max(abs(h))");
    scene.dh_scale = kit_number(eye, "max(abs(dh))");
    scene.x_scale = kit_number(eye, "max(abs(x))");
    place_rows(&scene, rest.height);
    place_columns(&scene);
    if (whole)
        draw_scene(&scene);
    value_free(&scene.h);
    value_free(&scene.dh);
    value_free(&scene.x);
    value_free(&scene.y);
}

const View UNROLL_VIEW = {
    .name = "unroll",
    .title = "unroll",
    .shows = "The one cell at every step: xₜ comes in below, hₜ goes on to the right, yₜ leaves above; W is drawn once "
             "because it is one.",
    .look_for = "Forward, each hₜ is made of xₜ and the hₜ₋₁ before it. Backward, the arrows thin out as the gradient "
                "shrinks on its way to "
                "step 1.",
    .needs_model = true,
    .draw = draw,
};
