#include "app/view/cell_slot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/view/cell_words.h"

/** scale_of - what the colours of the numbers are measured by: 1 forward, the gradient at h backward. */
static double scale_of(const Circuit *circuit)
{
    double most = fabs(kit_number(circuit->eye, "dh%s[%zu][%zu]", circuit->suffix, circuit->t, circuit->unit));
    return circuit->backward ? fmax(most, 1e-300) : 1;
}

/** fitting - the most digits (4 … 1) with which the number fits the room; 0 where none does. */
static int fitting(double value, int room)
{
    char shown[40];
    for (int digits = 4; digits >= 1; digits--) {
        text_show_number(shown, sizeof shown, value, digits);
        if ((int)strlen(shown) <= room)
            return digits;
    }
    return 0;
}

/** Slot - the number of a stop where it is to stand. */
typedef struct Slot {
    char label[96], name[QUANTITY_MAX + 64];
    double value;
    Style label_style, style;
    bool chosen, sign;
} Slot;

static bool slot_of(const Circuit *circuit, size_t index, Slot *slot)
{
    const Stop *stop = circuit->stop[index];
    const char *value = circuit->backward ? stop->dvalue : stop->value;
    if (!value)
        return false;
    size_t above = index;
    while (above && circuit->stop[above]->aside)
        above--;
    cell_words_fill(circuit, circuit->backward ? stop->dlabel : stop->label, slot->label, sizeof slot->label);
    cell_words_fill(circuit, value, slot->name, sizeof slot->name);
    slot->value = kit_number(circuit->eye, "%s", slot->name);
    slot->chosen = index == circuit->chosen;
    bool norm = strncmp(slot->name, "norm", 4) == 0 || strncmp(slot->name, "sqrt", 4) == 0;
    slot->sign = (!stop->gate || circuit->backward) && !norm;
    bool here = circuit_passed(circuit, above);
    slot->label_style = style(slot->chosen ? ROLE_STRONG : here ? ROLE_TEXT : ROLE_FAINT);
    slot->style = here ? style_level(ROLE_HEAT_TEXT, heat_level(slot->value, scale_of(circuit))) : style(ROLE_FAINT);
    return true;
}

/** Fit - how a slot's number is written: digits, a + before it, its label before that. */
typedef struct Fit {
    int digits, sign, label;
} Fit;

/** fit_with - the label and so many digits at least (or all there are), without the + where that makes room. */
static bool fit_with(const Grid *grid, const Slot *slot, int room, int least, Fit *fit)
{
    int all = fitting(slot->value, 40);
    *fit = (Fit){0, slot->sign && slot->value >= 0, grid_columns(grid, slot->label) + 1};
    for (; fit->sign >= 0; fit->sign--) {
        fit->digits = fitting(slot->value, room - fit->label - fit->sign);
        if (fit->digits >= least || (fit->digits && fit->digits == all))
            return true;
    }
    return false;
}

/** fit_of - the label and three digits at least; else, where the room is not all too small, fewer; else the number alone. */
static Fit fit_of(const Grid *grid, const Slot *slot, int room)
{
    enum { ROOM = 10 };
    Fit fit;
    if (fit_with(grid, slot, room, 3, &fit) || (room >= ROOM && fit_with(grid, slot, room, 2, &fit)))
        return fit;
    fit = (Fit){0, slot->sign && slot->value >= 0, 0};
    for (; fit.sign >= 0; fit.sign--)
        if ((fit.digits = fitting(slot->value, room - fit.sign)) > 0)
            return fit;
    return (Fit){3, 0, 0};
}

static int draw_slot(Grid *grid, Rect area, const Slot *slot)
{
    Fit fit = fit_of(grid, slot, area.width);
    char shown[40];
    int x = area.x + fit.label;
    if (fit.label)
        grid_text(grid, area.x, area.y, area.width, slot->label_style, slot->label);
    text_show_number(shown, sizeof shown, slot->value, fit.digits);
    int room = area.x + area.width - x - fit.sign, width = (int)strlen(shown) < room ? (int)strlen(shown) : room;
    if (fit.sign)
        grid_put(grid, x++, area.y, '+', slot->style);
    grid_number(grid, x, area.y, width, slot->style, fit.digits, slot->name, slot->value);
    if (slot->chosen) {
        grid_restyle(grid, (Rect){x - fit.sign, area.y, width + fit.sign, 1}, style(ROLE_CURSOR));
        grid->cursor_x = x;
        grid->cursor_y = area.y;
    }
    return x + width;
}

int cell_slot_draw(const Circuit *circuit, Grid *grid, Rect area, size_t index)
{
    Slot slot;
    int end = area.x;
    bool cut = circuit_cut(circuit, circuit->stop[index]);
    if (slot_of(circuit, index, &slot))
        end = draw_slot(grid, (Rect){area.x, area.y, area.width - (cut ? 4 : 0), 1}, &slot);
    if (cut)
        end += 1 + grid_text(grid, end + 1, area.y, 3, style(ROLE_WARN), "cut");
    return end;
}

/* ---- vectors ----------------------------------------------------------------------------------------------------- */

/** below_name - position i of what the layer below answers, or of the gradient that comes back to it. */
static void below_name(const Circuit *circuit, size_t i, char out[64])
{
    size_t half = circuit->net->spec.hidden, layer = circuit->layer - 1;
    const char *track = i > half ? "r" : "", *way = circuit->backward ? ".above" : "";
    snprintf(out, 64, "%sh@%zu%s%s[%zu][%zu]", circuit->backward ? "d" : "", layer, track, way, circuit->t,
             i > half ? i - half : i);
}

/** vector_name - what position i of the strip is called; backward a vector's place shows its gradient. */
static void vector_name(const Circuit *circuit, char kind, size_t i, char out[64])
{
    const char *suffix = circuit->suffix, *d = circuit->backward ? "d" : "";
    if (kind == 'U' || kind == 'V')
        snprintf(out, 64, "W%c%s[%zu][%zu]", kind == 'U' ? 'h' : 'x', suffix, circuit->unit, i);
    else if (kind == 'H')
        snprintf(out, 64, "%sh%s%s[%zu][%zu]", d, suffix, circuit->backward ? ".pre" : "", circuit->before, i);
    else if (circuit->layer == 1)
        snprintf(out, 64, "%sx[%zu][%zu]", d, circuit->t, i);
    else
        below_name(circuit, i, out);
}

/** vector_scale - the largest number of those in sight. */
static double vector_scale(const Circuit *circuit, char kind, Window window)
{
    double scale = 0;
    char name[64];
    for (size_t i = 0; i < window.count; i++) {
        vector_name(circuit, kind, window.first + i, name);
        scale = fmax(scale, fabs(kit_number(circuit->eye, "%s", name)));
    }
    return scale > 0 ? scale : 1;
}

void cell_slot_vector(const Circuit *circuit, Grid *grid, Rect area, char kind)
{
    bool of_state = kind == 'H' || kind == 'U';
    size_t count = of_state ? circuit->net->spec.hidden : net_width(&circuit->net->spec, circuit->layer);
    size_t room = (size_t)area.width, shown = count <= room ? count : room - 1;
    Window window = kit_window(count, shown, of_state ? circuit->unit : 1);
    int each = 2 * (int)shown <= area.width ? 2 : 1;
    double scale = vector_scale(circuit, kind, window);
    char name[64];
    for (size_t i = 0; i < window.count; i++) {
        vector_name(circuit, kind, window.first + i, name);
        heat_cell(grid, area.x + (int)i * each, area.y, each, kit_number(circuit->eye, "%s", name), scale, name);
    }
    if (window.count < count)
        grid_put(grid, area.x + area.width - 1, area.y, grid->ascii ? '.' : 0x2026, style(ROLE_FAINT));
}
