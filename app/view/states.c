#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/view/kit.h"

/** Sheet - what is shown: the numbers, which of them fit, and how they lie on the grid. */
typedef struct Sheet {
    const char *name;   // "h"
    const double *data; // steps × units, as the probe gave them
    size_t first, last; // steps of the first and the last row of data
    size_t units;       // its columns
    const char *axis;   // what they count: "unit", "input" …
    Band band;
    Window rows;
    size_t t, unit;  // the selected cell
    int column, row; // size of a cell
    int label;       // columns of the labels at the left
    double scale;
    bool gate; // between 0 and 1: shades of one colour
    bool own; // each row by its own largest value: inputs have units of their own
    int y;    // of the first row
} Sheet;

static double sheet_value(const Sheet *sheet, size_t t, size_t unit)
{
    return sheet->data[(t - sheet->first) * sheet->units + unit - 1];
}

/** units_of_one - of a quantity in which both directions stand side by side: the units of one of them; 0 of others. */
static size_t units_of_one(const Eye *eye, const Sheet *sheet)
{
    if (strcmp(sheet->axis, "unit") != 0 || strchr(sheet->name, '@') || !eye->probe.subjects)
        return 0;
    size_t model = eye->probe.current, length = strcspn(sheet->name, ":");
    for (size_t i = 0; sheet->name[length] && i < eye->probe.subjects; i++)
        if (strlen(eye->probe.subject[i].name) == length && !strncmp(eye->probe.subject[i].name, sheet->name, length))
            model = i;
    const NetSpec *spec = &trainer_net(eye->probe.subject[model].trainer)->spec;
    return spec->bidirectional && sheet->units % 2 == 0 ? sheet->units / 2 : 0;
}

/** label_of - what the data calls it, or "u3"; of both directions "u3 →" and "u3 ←". */
static void label_of(const Eye *eye, const Sheet *sheet, size_t unit, char *label, size_t size)
{
    size_t one = units_of_one(eye, sheet);
    probe_label(&eye->probe, sheet->name, 1, unit, label, size);
    if (!*label && one)
        snprintf(label, size, "u%zu %s", unit > one ? unit - one : unit, unit > one ? "←" : "→");
    else if (!*label)
        snprintf(label, size, "u%zu", unit);
}

static int label_width(const Eye *eye, const Grid *grid, const Sheet *sheet)
{
    int width = 2;
    for (size_t u = 1; u <= sheet->units; u++) {
        char label[64];
        label_of(eye, sheet, u, label, sizeof label);
        int columns = grid_columns(grid, label);
        if (columns > width)
            width = columns;
    }
    return width > 16 ? 16 : width;
}

/** sheet_place - the steps spread over the width, as a curve over them would be; few steps in equal cells; the window around
 *  the cursor where they do not fit. */
static void sheet_place(Sheet *sheet, Rect area, size_t T)
{
    int width = area.width - sheet->label - 4, height = area.height;
    sheet->row = height / (int)sheet->units;
    sheet->row = sheet->row < 1 ? 1 : sheet->row > 4 ? 4 : sheet->row;
    sheet->rows = kit_window(sheet->units, height > 0 ? (size_t)(height / sheet->row) : 0, sheet->unit);
    Band *band = &sheet->band;
    *band = (Band){area.x + sheet->label + 2, width, kit_window(T, width > 0 ? (size_t)width : 0, sheet->t), false};
    band->equal = width / 3 >= (int)T;
    if (band->equal)
        band->width = (int)T * (width / (int)T > 16 ? 16 : width / (int)T);
    sheet->y = area.y;
}

/** cell_of - the columns and lines of a step's cell. */
static Rect cell_of(const Sheet *sheet, size_t t, size_t unit)
{
    int y = sheet->y + (int)(unit - sheet->rows.first) * sheet->row;
    return (Rect){band_column(&sheet->band, t), y, band_width(&sheet->band, t), sheet->row};
}

/** row_scale - what the darkest shade of a row means. */
static double row_scale(const Sheet *sheet, size_t unit)
{
    double most = 0;
    for (size_t t = sheet->first; sheet->own && t <= sheet->last; t++)
        most = fmax(most, fabs(sheet_value(sheet, t, unit)));
    return most > 0 ? most : sheet->scale;
}

static void draw_cell(Grid *grid, const Sheet *sheet, size_t t, size_t unit)
{
    Rect cell = cell_of(sheet, t, unit);
    char name[QUANTITY_MAX + 32];
    snprintf(name, sizeof name, "%s[%zu][%zu]", sheet->name, t, unit);
    for (int r = 0; r < cell.height && sheet->gate; r++)
        kit_ramp(grid, cell.x, cell.y + r, cell.width, kit_ramp_level(sheet_value(sheet, t, unit), 0, 1), name,
                 sheet_value(sheet, t, unit));
    for (int r = 0; r < cell.height && !sheet->gate; r++)
        heat_cell(grid, cell.x, cell.y + r, cell.width, sheet_value(sheet, t, unit), row_scale(sheet, unit), name);
    if (cell.width >= 8 && !sheet->gate) // narrower ones would hold the digits of some and not of others
        kit_digits(grid, cell, name, sheet_value(sheet, t, unit));
}

static void draw_labels(const Eye *eye, Grid *grid, const Sheet *sheet)
{
    for (size_t r = 0; r < sheet->rows.count; r++) {
        size_t unit = sheet->rows.first + r;
        char label[64];
        bool here = unit == sheet->unit;
        int y = sheet->y + (int)r * sheet->row, x = sheet->band.x - sheet->label - 2;
        label_of(eye, sheet, unit, label, sizeof label);
        grid_text(grid, x, y, sheet->label, style(here ? ROLE_STRONG : ROLE_AXIS), label);
        if (here)
            grid_put(grid, sheet->band.x - 1, y, grid->ascii ? '>' : 0x25B8, style(ROLE_STRONG));
        if ((r == 0 && sheet->rows.first > 1) || (r + 1 == sheet->rows.count && unit < sheet->units))
            grid_put(grid, sheet->band.x - 2, y, grid->ascii ? (r ? 'v' : '^') : (r ? 0x25BE : 0x25B4),
                     style(ROLE_WARN));
    }
}

/** draw_cross - the cursor: a mark over its column, its cell reversed. */
static void draw_cross(Grid *grid, const Sheet *sheet, int above)
{
    Rect cell = cell_of(sheet, sheet->t, sheet->unit);
    grid_put(grid, cell.x + (cell.width - 1) / 2, above, grid->ascii ? 'v' : 0x25BE, style(ROLE_STRONG));
    kit_reverse(grid, cell);
    grid->cursor_x = cell.x;
    grid->cursor_y = cell.y;
}

static void draw_numbers(const Eye *eye, Grid *grid, Rect area, const Sheet *sheet)
{
    Line line = line_begin(grid, eye, area, area.y + area.height - 1);
    const NameInfo *info = kit_info(sheet->name);
    char label[64];
    label_of(eye, sheet, sheet->unit, label, sizeof label);
    line_textf(&line, style(ROLE_FAINT), "t = %zu  ", sheet->t);
    line_textf(&line, style(ROLE_FAINT), "%s  ", label);
    line.digits = 4;
    char shown[96];
    snprintf(shown, sizeof shown, " %s = ", info ? info->symbol : sheet->name);
    line_number(&line, shown, "%s[%zu][%zu]", sheet->name, sheet->t, sheet->unit);
    line.digits = 3;
    snprintf(shown, sizeof shown, "   over all units ‖·‖ = ");
    line_number(&line, shown, "norm(%s[%zu])", sheet->name, sheet->t);
    line_number(&line, "   largest ", "max(abs(%s))", sheet->name);
    if (sheet->band.steps.count < sheet->last)
        line_textf(&line, style(ROLE_FAINT), "   steps %zu–%zu", sheet->band.steps.first,
                   sheet->band.steps.first + sheet->band.steps.count - 1);
}

/** draw_legend - ending at the right; returns the columns it takes. */
static int draw_legend(Grid *grid, Rect area, const Sheet *sheet)
{
    int end = area.x + area.width;
    if (sheet->gate) {
        kit_ramp_legend(grid, area, area.y, 0, 1);
        return area.width < 13 ? 0 : 13;
    }
    if (!sheet->own)
        return kit_heat_legend(grid, area, sheet->scale);
    grid_text(grid, end - 24, area.y, 12, style(ROLE_AXIS), "± row's most");
    heat_legend(grid, end - 11, area.y, 11, 1);
    return 24;
}

static size_t inside(size_t number, size_t last)
{
    return number < 1 ? 1 : number > last ? last : number;
}

/** is_gate - σ makes it: it lies between 0 and 1. A candidate lies between −1 and 1, as states do. */
static bool is_gate(const char *quantity)
{
    const NameInfo *info = kit_info(quantity);
    return info && info->name[0] && !info->name[1] && strchr("fiozr", info->name[0]);
}

static Sheet sheet_of(const Session *session, const Eye *eye, const Grid *grid, const Value *value)
{
    Sheet sheet = {.name = session->cursor.states,
                   .data = value->data,
                   .first = value->axis[0].first,
                   .last = value->axis[0].first + value->axis[0].count - 1,
                   .units = value->axis[1].count,
                   .axis = value->axis[1].name,
                   .gate = is_gate(session->cursor.states),
                   .own = strcmp(value->axis[1].name, "input") == 0};
    sheet.t = inside(session->cursor.t, sheet.last);
    sheet.unit = inside(session->cursor.unit, sheet.units);
    sheet.scale = kit_number(eye, "max(abs(%s))", sheet.name);
    sheet.label = label_width(eye, grid, &sheet);
    return sheet;
}

/** draw_sheet - cells, labels, axis, cursor, legend (in the row above); returns the columns of the legend. */
static int draw_sheet(const Eye *eye, Grid *grid, Rect area, Sheet *sheet)
{
    bool axes = area.height >= 5;
    sheet_place(sheet, (Rect){area.x, area.y + axes, area.width, area.height - 1 - 2 * axes}, sheet->last);
    draw_numbers(eye, grid, area, sheet);
    Window steps = sheet->band.steps, rows = sheet->rows;
    if (steps.count == 0 || rows.count == 0)
        return 0;
    for (size_t t = steps.first; t < steps.first + steps.count; t++)
        for (size_t u = rows.first; u < rows.first + rows.count; u++)
            draw_cell(grid, sheet, t, u);
    draw_labels(eye, grid, sheet);
    if (axes)
        band_axis(grid, &sheet->band, sheet->y + (int)rows.count * sheet->row, sheet->t);
    draw_cross(grid, sheet, axes ? area.y : -1);
    return draw_legend(grid, (Rect){area.x, area.y - 1, area.width, 1}, sheet);
}

/** draw_subject - what the quantity is, as far as there is room. */
static void draw_subject(Grid *grid, Rect area, const char *name)
{
    const NameInfo *info = kit_info(name);
    int x = area.x + 11 + (int)utf8_columns(name), room = area.x + area.width - x;
    int clause = info ? (int)strcspn(info->what, ";(") : 0;
    char what[128];
    snprintf(what, sizeof what, "%.*s", clause, info ? info->what : "");
    if (clause && room > 4)
        grid_text(grid, x, area.y, room, style(ROLE_FAINT), what);
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const char *name = session->cursor.states;
    Rect rest = kit_title(grid, area, "states", name);
    Value value = {0};
    Error error = {0};
    int legend = 0;
    if (!kit_simple(name) || !probe_value(&eye->probe, name, &value, &error)) {
        kit_message(grid, rest, style(ROLE_WARN),
                    *error.message ? error.message : "states shows one quantity, such as h or dh.");
    } else if (value.rank != 2 || strcmp(value.axis[0].name, "t") != 0 || value.count == 0) {
        kit_message(grid, rest, style(ROLE_WARN),
                    "This quantity does not run over units and steps: states shows h, pre, x, y, dh …");
    } else {
        Sheet sheet = sheet_of(session, eye, grid, &value);
        legend = draw_sheet(eye, grid, rest, &sheet);
    }
    draw_subject(grid, (Rect){area.x, area.y, area.width - legend - 2, 1}, name);
    value_free(&value);
}

const View STATES_VIEW = {
    .name = "states",
    .title = "states",
    .shows = "A quantity of every unit at every step: units from top to bottom, time from left to right.",
    .look_for =
        "Rows that stay the same remember; rows that follow the input do not; blank columns have nothing to say.",
    .needs_model = true,
    .draw = draw,
};
