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
    char mark[96];
    snprintf(mark, sizeof mark, "%s%c%s[%zu][%zu]", back ? "d" : "", of, scene->suffix, t, unit);
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
    double part = scene_number(scene, "norm(dh@)", t, NULL) / kit_number(scene->eye, "max(abs(dh%s))", scene->suffix);
    if (part > 0.1)
        return scene_pick(scene, 0x2501, '=');
    if (part > 1e-2)
        return scene_pick(scene, 0x2500, '-');
    if (part > 1e-4)
        return scene_pick(scene, 0x254C, '-');
    return scene_pick(scene, 0xB7, '.');
}

/** draw_arrow - between t and the step left of it: the way the state goes on or, on the way back, its gradient. */
static void draw_arrow(const Scene *scene, size_t t)
{
    if (!scene->recurrent || (scene->reverse && t == 1))
        return;
    size_t giver = scene->reverse ? t - 1 : t; // of the gradient
    Weather at = scene_weather(scene, giver);
    int end = scene_x(scene, t) - 1, y = scene->y_top + (scene->rows * scene->tall + 1) / 2,
        from = end - scene->gap + 1;
    bool back = at == BACKWARD && giver != scene->t, left = back != scene->reverse;
    uint32_t line = back            ? strength(scene, giver)
                    : at == TO_COME ? scene_pick(scene, 0x254C, '.')
                                    : scene_pick(scene, 0x2500, '-');
    Style how = back ? style(ROLE_BACKWARD) : at == TO_COME ? style(ROLE_FAINT) : style(ROLE_FORWARD);
    for (int x = from; x <= end; x++)
        grid_put(scene->grid, x, y, line, how);
    if (left)
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
    Line line = line_begin(scene->grid, scene->eye, scene->area, scene->y_numbers);
    char sub[64], unit[64], label[160];
    kit_sub(scene->t, sub);
    kit_sub(scene->unit, unit);
    snprintf(label, sizeof label, "%sh%s%s,%s = ", scene->backward ? "∂L/∂" : "", scene->arrow, sub, unit);
    line_number(&line, label, "%sh%s[%zu][%zu]", scene->backward ? "d" : "", scene->suffix, scene->t, scene->unit);
    snprintf(label, sizeof label, "   %sc%s%s,%s = ", scene->backward ? "∂L/∂" : "", scene->arrow, sub, unit);
    if (scene->c.data)
        line_number(&line, label, "%sc%s[%zu][%zu]", scene->backward ? "d" : "", scene->suffix, scene->t, scene->unit);
    snprintf(label, sizeof label, "   ‖∂L/∂h%s%s‖ = ", scene->arrow, sub);
    if (!scene->c.data || scene->area.width >= 90) // the legend needs its room
        line_number(&line, label, "norm(dh%s[%zu])", scene->suffix, scene->t);
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
    if (start && scene->reverse)
        return;
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
static void draw_count(const Eye *eye, Grid *grid, Rect area, int from, bool backward, const char *suffix)
{
    Line line = line_begin(grid, eye, area, area.y);
    line.x += 6 + 2 + from + 2;
    line.number = style(ROLE_WEIGHT);
    if (backward && line.x + 32 <= line.end) {
        line_number(&line, "dWₕ: the shares added, ‖·‖ = ", "norm(dWh%s)", suffix);
        return;
    }
    line.digits = 17;
    if (line.x + 12 + 6 + 18 > line.end || !line_number(&line, "W: the same ", "params"))
        return;
    line_text(&line, style(ROLE_TEXT), " numbers each time");
}

/** subject - which layer and direction is drawn, where there is more than one. */
static void subject(const Net *net, const Lane *lane, char *text, size_t size)
{
    char where[96] = "";
    if (net)
        lane_words(net, lane, where);
    const char *what = !net || !net->spec.cell->recurrent ? "sees one step: nothing passes on"
                       : net->spec.bidirectional          ? lane->reverse ? "h← goes to the left" : "h→ goes to the right"
                                                          : "one cell, used at every step";
    snprintf(text, size, "%s%s%s", where, *where ? ": " : "", what);
}

/** read_cell_state - c and its gradient, where there is one. */
static void read_cell_state(Scene *scene, const Net *net)
{
    char name[48];
    snprintf(name, sizeof name, "c%s", scene->suffix);
    if (!net || net->spec.cell->carry != CARRY_C || !kit_matrix(scene->eye, name, &scene->c))
        return;
    snprintf(name, sizeof name, "dc%s", scene->suffix);
    if (!kit_matrix(scene->eye, name, &scene->dc)) {
        value_free(&scene->c);
        scene->c = (Value){0};
        return;
    }
    scene->h_scale = fmax(scene->h_scale, kit_number(scene->eye, "max(abs(c%s))", scene->suffix));
    scene->dh_scale = fmax(scene->dh_scale, kit_number(scene->eye, "max(abs(dc%s))", scene->suffix));
}

/** read_scene - false where there is nothing to draw; what was read is to be freed all the same. */
static bool read_scene(Scene *scene, const Net *net)
{
    char name[48];
    snprintf(name, sizeof name, "h%s", scene->suffix);
    if (scene->T == 0 || scene->H == 0 || scene->area.height < 2 || !kit_matrix(scene->eye, name, &scene->h))
        return false;
    snprintf(name, sizeof name, "dh%s", scene->suffix);
    bool whole = kit_matrix(scene->eye, name, &scene->dh) && kit_matrix(scene->eye, "x", &scene->x) &&
                 kit_matrix(scene->eye, "y", &scene->y);
    scene->h_scale = kit_number(scene->eye, "max(abs(h%s))", scene->suffix);
    scene->dh_scale = kit_number(scene->eye, "max(abs(dh%s))", scene->suffix);
    read_cell_state(scene, net);
    return whole;
}

/** draw_lane - one layer and direction, with its title. */
static void draw_lane(const Session *session, const Eye *eye, Grid *grid, Rect area, const Net *net, const Lane *lane)
{
    bool recurrent = net && net->spec.cell->recurrent;
    char text[160];
    subject(net, lane, text, sizeof text);
    Rect rest = kit_title(grid, area, "unroll", text);
    if (recurrent)
        draw_count(eye, grid, area, grid_columns(grid, text), session->cursor.backward, lane->suffix);
    Scene scene = {.session = session,
                   .eye = eye,
                   .grid = grid,
                   .area = rest,
                   .T = world_steps(session->world),
                   .H = world_units(session->world),
                   .t = kit_step(session),
                   .unit = kit_unit(session),
                   .backward = session->cursor.backward,
                   .recurrent = recurrent,
                   .reverse = lane->reverse,
                   .suffix = lane->suffix,
                   .arrow = !net->spec.bidirectional ? "" : lane->reverse ? "←" : "→"};
    if (read_scene(&scene, net)) {
        scene_place(&scene);
        draw_scene(&scene);
    }
    value_free(&scene.h);
    value_free(&scene.dh);
    value_free(&scene.c);
    value_free(&scene.dc);
    value_free(&scene.x);
    value_free(&scene.y);
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    enum { BOTH = 26 }; // rows from which both directions are drawn, one below the other
    const Net *net = kit_net(session);
    Lane lane = net ? lane_at_cursor(session, net) : (Lane){0};
    if (!net || !net->spec.bidirectional || area.height < BOTH) {
        draw_lane(session, eye, grid, area, net, &lane);
        return;
    }
    int half = (area.height - 1) / 2;
    Rect upper = {area.x, area.y, area.width, half}, lower = {area.x, area.y + half + 1, area.width, area.height - half - 1};
    Lane other = lane_of(net, lane.layer, !lane.reverse);
    draw_lane(session, eye, grid, lane.reverse ? upper : lower, net, &other);
    draw_lane(session, eye, grid, lane.reverse ? lower : upper, net, &lane); // the cursor is in this one
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
