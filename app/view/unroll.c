#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/view/scene.h"

enum { DECADES = 10 }; // over which a gradient fades from sight

static Style wave_style(Weather at)
{
    return style(at == BACKWARD ? ROLE_BACKWARD : at == FORWARD ? ROLE_FORWARD : ROLE_FAINT);
}

/* ---- the parts ------------------------------------------------------------------------------------------------- */

/** draw_border - the present step heavy, those to come dashed: told by the line, not by the colour. */
static void draw_border(const Scene *scene, size_t t)
{
    Weather at = scene_weather(scene, t);
    bool here = t == scene->t;
    int x = scene_x(scene, t), right = x + scene->inner + 1, top = scene->y_top, bottom = scene->y_bottom;
    Style line = here ? style(ROLE_STRONG) : wave_style(at);
    uint32_t across = here            ? scene_pick(scene, 0x2501, '=')
                      : at == TO_COME ? scene_pick(scene, 0x254C, '.')
                                      : scene_pick(scene, 0x2500, '-');
    uint32_t down = here            ? scene_pick(scene, 0x2503, '#')
                    : at == TO_COME ? scene_pick(scene, 0x254E, ':')
                                    : scene_pick(scene, 0x2502, '|');
    for (int i = x + 1; i < right; i++) {
        grid_put(scene->grid, i, top, across, line);
        grid_put(scene->grid, i, bottom, across, line);
    }
    for (int i = top + 1; i < bottom; i++) {
        grid_put(scene->grid, x, i, down, line);
        grid_put(scene->grid, right, i, down, line);
    }
    grid_put(scene->grid, x, top, here ? scene_pick(scene, 0x250F, '#') : scene_pick(scene, 0x250C, '+'), line);
    grid_put(scene->grid, right, top, here ? scene_pick(scene, 0x2513, '#') : scene_pick(scene, 0x2510, '+'), line);
    grid_put(scene->grid, x, bottom, here ? scene_pick(scene, 0x2517, '#') : scene_pick(scene, 0x2514, '+'), line);
    grid_put(scene->grid, right, bottom, here ? scene_pick(scene, 0x251B, '#') : scene_pick(scene, 0x2518, '+'), line);
    char sub[64], label[80];
    kit_sub(t, sub);
    snprintf(label, sizeof label, "%sh%s", at == BACKWARD ? "∂" : "", sub);
    grid_text(scene->grid, x + 1 + scene->own, top, scene->inner - scene->own, line, label);
    if (scene->own)
        grid_text(scene->grid, x + 1, top, scene->own, line, at == BACKWARD ? "∂c" : "c");
}

/** fading - a gradient's sign with the powers of ten it lies below the largest: 1 the largest, 0 ten powers below. */
static double fading(double value, double scale)
{
    double size = 1 + log10(fabs(value) / scale) / DECADES;
    return size > 0 ? copysign(size, value) : 0;
}

/** draw_part - the h or the c of a unit, or the gradient of it. */
static void draw_part(const Scene *scene, char of, size_t t, size_t unit, Rect cell)
{
    bool back = scene_weather(scene, t) == BACKWARD;
    const Value *from = of == 'h' ? (back ? &scene->dh : &scene->h) : (back ? &scene->dc : &scene->c);
    double scale = back ? scene->dh_scale : scene->h_scale, value = kit_at(from, t, unit);
    char mark[48];
    snprintf(mark, sizeof mark, "%s%c[%zu][%zu]", back ? "d" : "", of, t, unit);
    for (int i = 0; i < cell.height; i++) {
        heat_cell(scene->grid, cell.x, cell.y + i, cell.width, back ? fading(value, scale) : value, back ? 1 : scale,
                  NULL);
        grid_mark(scene->grid, cell.x, cell.y + i, cell.width, mark, value, "");
    }
    if (cell.width >= 7) // narrower ones would hold some numbers and not others
        kit_digits(scene->grid, cell, mark, value);
}

static void draw_unit(const Scene *scene, size_t t, size_t unit, Rect cell)
{
    Rect own = {cell.x, cell.y, scene->own - 1, cell.height}; // a column between the two
    cell.x += scene->own;
    cell.width -= scene->own;
    if (scene->own)
        draw_part(scene, 'c', t, unit, own);
    draw_part(scene, 'h', t, unit, cell);
    if (t != scene->t || unit != scene->unit)
        return;
    kit_reverse(scene->grid, cell);
    scene->grid->cursor_x = cell.x;
    scene->grid->cursor_y = cell.y;
}

static void draw_units(const Scene *scene, size_t t)
{
    for (size_t i = 0; i < scene->units.count; i++) {
        int column = (int)(i % (size_t)scene->across), row = (int)(i / (size_t)scene->across);
        int margin = (scene->inner - scene->across * scene->cell) / 2;
        Rect cell = {scene_x(scene, t) + 1 + margin + column * scene->cell, scene->y_top + 1 + row * scene->tall,
                     scene->cell, scene->tall};
        if (scene_weather(scene, t) == TO_COME) {
            grid_put(scene->grid, cell.x + (cell.width - 1) / 2, cell.y + (cell.height - 1) / 2,
                     scene_pick(scene, 0xB7, '.'), style(ROLE_FAINT));
            continue;
        }
        draw_unit(scene, t, scene->units.first + i, cell);
    }
}

/** strength - the arrow's line thins out with the gradient it carries: a tenth, a hundredth, a ten-thousandth, less. */
static uint32_t strength(const Scene *scene, size_t t)
{
    double part = kit_number(scene->eye, "norm(dh[%zu])", t) / kit_number(scene->eye, "max(abs(dh))");
    if (part > 0.1)
        return scene_pick(scene, 0x2501, '=');
    if (part > 1e-2)
        return scene_pick(scene, 0x2500, '-');
    if (part > 1e-4)
        return scene_pick(scene, 0x254C, '-');
    return scene_pick(scene, 0xB7, '.');
}

/** draw_arrow - from the step before into t, or, on the way back, out of t. */
static void draw_arrow(const Scene *scene, size_t t)
{
    if (!scene->recurrent)
        return;
    Weather at = scene_weather(scene, t);
    int end = scene_x(scene, t) - 1, y = scene->y_top + (scene->rows * scene->tall + 1) / 2,
        from = end - scene->gap + 1;
    bool back = at == BACKWARD && t > scene->t;
    uint32_t line = back            ? strength(scene, t)
                    : at == TO_COME ? scene_pick(scene, 0x254C, '.')
                                    : scene_pick(scene, 0x2500, '-');
    Style how = back ? style(ROLE_BACKWARD) : at == TO_COME ? style(ROLE_FAINT) : style(ROLE_FORWARD);
    for (int x = from; x <= end; x++)
        grid_put(scene->grid, x, y, line, how);
    if (back)
        grid_put(scene->grid, from, y, scene_pick(scene, 0x25C2, '<'), how);
    else
        grid_put(scene->grid, end, y, scene_pick(scene, 0x25B8, '>'), how);
}

/** draw_touch - the input here, where there is room for it beside the legend. */
static void draw_touch(const Scene *scene, Line *line)
{
    enum { LEGEND = 28, EACH = 7 };
    size_t D = scene->x.axis[1].count;
    char sub[64], label[80];
    if (scene->backward || D > 3 || line->end - line->x < LEGEND + 8 + EACH * (int)D)
        return;
    kit_sub(scene->t, sub);
    snprintf(label, sizeof label, "   x%s = ", sub);
    for (size_t i = 1; i <= D; i++)
        line_number(line, i == 1 ? label : ", ", "x[%zu][%zu]", scene->t, i);
}

static void draw_numbers(const Scene *scene)
{
    Line line = kit_line(scene->grid, scene->eye, scene->area, scene->y_numbers);
    char sub[64], unit[64], label[160];
    kit_sub(scene->t, sub);
    kit_sub(scene->unit, unit);
    snprintf(label, sizeof label, "%sh%s,%s = ", scene->backward ? "∂L/∂" : "", sub, unit);
    line_number(&line, label, "%sh[%zu][%zu]", scene->backward ? "d" : "", scene->t, scene->unit);
    snprintf(label, sizeof label, "   %sc%s,%s = ", scene->backward ? "∂L/∂" : "", sub, unit);
    if (scene->c.data)
        line_number(&line, label, "%sc[%zu][%zu]", scene->backward ? "d" : "", scene->t, scene->unit);
    snprintf(label, sizeof label, "   ‖∂L/∂h%s‖ = ", sub);
    if (!scene->c.data || scene->area.width >= 90) // the legend needs its room
        line_number(&line, label, "norm(dh[%zu])", scene->t);
    snprintf(label, sizeof label, "   loss%s = ", sub);
    if (kit_loss_at(scene->eye, scene->t))
        line_number(&line, label, "loss_t[%zu]", scene->t);
    draw_touch(scene, &line);
    int room = line.end - line.x - 3;
    if (scene->backward && room >= 24) {
        const char *what = room >= 38 ? "faded: 10¹⁰ times smaller" : "faded: ÷10¹⁰";
        int columns = grid_columns(scene->grid, what);
        grid_text(scene->grid, line.end - 12 - columns, line.y, columns, style(ROLE_AXIS), what);
        heat_legend(scene->grid, line.end - 11, line.y, 11, 1);
    } else if (scene->backward && room >= 11) {
        heat_legend(scene->grid, line.end - 11, line.y, 11, 1);
    } else if (!scene->backward && room >= 18) {
        kit_heat_legend(scene->grid, (Rect){line.x + 3, line.y, room, 1}, scene->h_scale);
    }
}

static void draw_labels(const Scene *scene)
{
    int x = scene->area.x;
    if (scene->y_out >= 0)
        grid_text(scene->grid, x, scene->y_out, 3, style(ROLE_AXIS), "yₜ");
    if (scene->y_norm >= 0)
        grid_text(scene->grid, x, scene->y_norm, 3, style(ROLE_AXIS),
                  scene->grid->ascii ? (scene->backward ? "|d|" : "|h|")
                  : scene->backward  ? "‖∂‖"
                                     : "‖h‖");
    if (scene->y_loss >= 0)
        grid_text(scene->grid, x, scene->y_loss, 3, style(ROLE_AXIS), "L");
    grid_text(scene->grid, x, scene->y_x, 3, style(ROLE_AXIS), scene->backward && scene->recurrent ? "dWₕ" : "xₜ");
    if (!scene->recurrent)
        return;
    bool start = scene->steps.first == 1;
    grid_text(scene->grid, x, scene->y_top + (scene->rows * scene->tall + 1) / 2, 3, style(ROLE_AXIS),
              start ? "h₀" : "…");
}

static void draw_scene(Scene *scene)
{
    strip_draw(scene);
    draw_numbers(scene);
    if (scene->area.height < 8 || scene->steps.count == 0)
        return;
    draw_labels(scene);
    for (size_t t = scene->steps.first; t <= scene_last(scene); t++) {
        draw_arrow(scene, t);
        draw_border(scene, t);
        draw_units(scene, t);
        wires_draw(scene, t);
    }
    wires_weights(scene);
}

/** draw_count - how many numbers the one W is, however many steps there are; on the way back, what all of them ask of it. */
static void draw_count(const Eye *eye, Grid *grid, Rect area, int from, bool backward)
{
    Line line = kit_line(grid, eye, area, area.y);
    line.x += 6 + 2 + from + 2;
    line.number = style(ROLE_WEIGHT);
    if (backward && line.x + 32 <= line.end) {
        line_number(&line, "dWₕ: the shares added, ‖·‖ = ", "norm(dWh)");
        return;
    }
    line.digits = 17;
    if (line.x + 12 + 6 + 18 > line.end || !line_number(&line, "W: the same ", "params"))
        return;
    line_text(&line, style(ROLE_TEXT), " numbers each time");
}

/** subject - which layer and which of both directions is drawn, where there is more than one. */
static void subject(const Net *net, char *text, size_t size)
{
    char where[64] = "";
    const char *what = "one cell, used at every step";
    if (net && net->spec.layers > 1)
        snprintf(where, sizeof where, "layer %zu of %zu, ", net->spec.layers, net->spec.layers);
    if (net && net->spec.bidirectional)
        what = "the half that reads forward: h→";
    else if (!net || !net->spec.cell->recurrent)
        what = "sees one step: nothing passes on";
    snprintf(text, size, "%s%s", where, what);
}

/** read_cell_state - c and its gradient, where there is one. */
static void read_cell_state(Scene *scene, const Net *net)
{
    if (!net || net->spec.cell->carry != CARRY_C || !kit_matrix(scene->eye, "c", &scene->c))
        return;
    if (!kit_matrix(scene->eye, "dc", &scene->dc)) {
        value_free(&scene->c);
        scene->c = (Value){0};
        return;
    }
    scene->h_scale = fmax(scene->h_scale, kit_number(scene->eye, "max(abs(c))"));
    scene->dh_scale = fmax(scene->dh_scale, kit_number(scene->eye, "max(abs(dc))"));
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const Net *net = kit_net(session);
    bool recurrent = net && net->spec.cell->recurrent;
    char text[96];
    subject(net, text, sizeof text);
    Rect rest = kit_title(grid, area, "unroll", text);
    if (recurrent)
        draw_count(eye, grid, area, grid_columns(grid, text), session->cursor.backward);
    Scene scene = {.session = session,
                   .eye = eye,
                   .grid = grid,
                   .area = rest,
                   .T = world_steps(session->world),
                   .H = world_units(session->world),
                   .t = kit_step(session),
                   .unit = kit_unit(session),
                   .backward = session->cursor.backward,
                   .recurrent = recurrent};
    if (scene.T == 0 || scene.H == 0 || rest.height < 2 || !kit_matrix(eye, "h", &scene.h))
        return;
    bool whole = kit_matrix(eye, "dh", &scene.dh) && kit_matrix(eye, "x", &scene.x) && kit_matrix(eye, "y", &scene.y);
    scene.h_scale = kit_number(eye, "max(abs(h))");
    scene.dh_scale = kit_number(eye, "max(abs(dh))");
    read_cell_state(&scene, net);
    scene_place(&scene);
    if (whole)
        draw_scene(&scene);
    value_free(&scene.h);
    value_free(&scene.dh);
    value_free(&scene.c);
    value_free(&scene.dc);
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
