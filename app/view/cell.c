/* The wiring of one cell for one unit and step: the picture in the books, with live numbers on its wires. */
#include "app/view/view.h"

#include <stdio.h>
#include <string.h>

#include "app/view/cell_picture.h"
#include "app/view/cell_slot.h"
#include "app/view/cell_words.h"

/** chosen_number - which of the wires that one walks the chosen one is, from 1. */
static size_t chosen_number(const Circuit *circuit)
{
    size_t number = 0;
    for (size_t i = 0; i <= circuit->chosen; i++)
        number += !circuit->stop[i]->aside;
    return number;
}

/** draw_title - which unit of what, which step and wire; the layer and direction where there are several. */
static Rect draw_title(const Circuit *circuit, Grid *grid, Rect area)
{
    Lane lane = lane_at_cursor(circuit->session, circuit->net);
    char words[240], layer[96], place[64];
    lane_words(circuit->net, &lane, layer);
    snprintf(place, sizeof place, "step %zu%s", circuit->t, circuit->backward ? ", the gradients" : "");
    snprintf(words, sizeof words, "unit %zu of %s, %s%s%s, wire %zu of %zu", circuit->unit, kit_model_name(circuit->session),
             layer, *layer ? ", " : "", place, chosen_number(circuit), circuit_walked(circuit));
    if (grid_columns(grid, words) + 6 > area.width)
        snprintf(words, sizeof words, "unit %zu%s%s, %s, wire %zu", circuit->unit, *circuit->suffix ? " of " : "",
                 circuit->suffix, place, chosen_number(circuit));
    return kit_title(grid, area, "cell", grid_columns(grid, words) + 6 <= area.width ? words : place);
}

/** clause_with - of an equation that is too wide the one that the part is in: "hₜ = o⊙tanh(cₜ)". */
static void clause_with(const char *equation, const char *part, char *out, size_t size)
{
    const char *at = part ? strstr(equation, part) : NULL, *comma = strstr(equation, ", ");
    if (!comma)
        snprintf(out, size, "%s", equation);
    else if (at && at > comma)
        snprintf(out, size, "%s", comma + 2);
    else
        snprintf(out, size, "%.*s", (int)(comma - equation), equation);
}

/** draw_equation - that of the cell, the part that the chosen wire is inverse. */
static void draw_equation(const Circuit *circuit, Grid *grid, Rect area)
{
    char equation[256], lead[256];
    const char *part = circuit->stop[circuit->chosen]->part;
    snprintf(equation, sizeof equation, "%s", circuit->net->spec.cell->equation(&circuit->weights));
    if (grid_columns(grid, equation) > area.width)
        clause_with(circuit->net->spec.cell->equation(&circuit->weights), part, equation, sizeof equation);
    const char *at = part ? strstr(equation, part) : NULL;
    grid_text(grid, area.x, area.y, area.width, style(ROLE_FAINT), equation);
    if (!at || grid_columns(grid, equation) > area.width)
        return;
    snprintf(lead, sizeof lead, "%.*s", (int)(at - equation), equation);
    grid_restyle(grid, (Rect){area.x + grid_columns(grid, lead), area.y, grid_columns(grid, part), 1},
                 (Style){ROLE_STRONG, 0, true});
}

static void draw_says(const Circuit *circuit, Grid *grid, Rect area, const Stop *stop)
{
    char words[SAYS_MAX];
    cell_words_stop(circuit, stop, words, sizeof words);
    cell_words_draw(circuit, grid, area, words);
}

/** draw_list - where there is no room for a picture: a line a wire, those around the chosen one. */
static void draw_list(const Circuit *circuit, Grid *grid, Rect area)
{
    size_t walked[STOPS_MAX], count = 0, at = 1;
    for (size_t i = 0; i < circuit->stops; i++)
        if (!circuit->stop[i]->aside) {
            walked[count++] = i;
            at = i == circuit->chosen ? count : at;
        }
    Window window = kit_window(count, (size_t)(area.height > 0 ? area.height : 0), at);
    int width = area.width < 22 ? area.width : 22;
    for (size_t i = 0; i < window.count; i++) {
        size_t index = walked[window.first + i - 1];
        Rect row = {area.x, area.y + (int)i, width, 1};
        cell_slot_draw(circuit, grid, row, index);
        if (area.width - width > 30)
            draw_says(circuit, grid, (Rect){row.x + width + 2, row.y, area.width - width - 2, 1}, circuit->stop[index]);
    }
}

/** fits - is there room for the picture and `below` rows under it? */
static bool fits(Picture picture, Rect area, int below)
{
    int width, height;
    cell_picture_size(picture, &width, &height);
    return area.width >= width && area.height >= height + below;
}

/** picture_area - of what there is: as wide and high as it still looks well, in the middle. */
static Rect picture_area(Picture picture, Rect area, int below)
{
    int width, height, most_wide, most_high;
    cell_picture_size(picture, &width, &height);
    most_wide = width * 2 < area.width ? width * 2 : area.width;
    most_high = height + (height < 12 ? 6 : height / 4 + 1);
    most_high = most_high < area.height - below ? most_high : area.height - below;
    return (Rect){area.x + (area.width - most_wide) / 2, area.y + (area.height - below - most_high) / 2, most_wide,
                  most_high};
}

static void draw_picture(const Circuit *circuit, Grid *grid, Rect area, Picture picture)
{
    int width, height;
    cell_picture_size(picture, &width, &height);
    int below = area.height - height < 4 ? area.height - height : 4, bottom = area.y + area.height;
    cell_picture_draw(circuit, grid, picture_area(picture, area, below), picture);
    int rows = below >= 3 ? 2 : below;
    if (below >= 3)
        draw_equation(circuit, grid, (Rect){area.x, bottom - rows - 1, area.width, 1});
    draw_says(circuit, grid, (Rect){area.x, bottom - rows, area.width, rows}, circuit->stop[circuit->chosen]);
}

/** no_picture - of a cell of one's own: why, and what shows it all the same. */
static void no_picture(Grid *grid, Rect area, const Net *net)
{
    char words[240];
    if (!net)
        return;
    snprintf(words, sizeof words, "%s has no picture here: nobody has drawn its wiring (docs/architecture.md says how). "
             "`view states`, `view gates` and `explain h[2][1]` show its numbers.", net->spec.cell->title);
    kit_message(grid, area, style(ROLE_TEXT), words);
}

static void cell_draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    Circuit circuit;
    if (!circuit_of(session, eye, &circuit)) {
        no_picture(grid, kit_title(grid, area, "cell", kit_model_name(session)), circuit.net);
        return;
    }
    if (area.height >= 4)
        area = draw_title(&circuit, grid, area);
    const Picture picture[] = {circuit.plan->large, circuit.plan->medium, circuit.plan->small};
    size_t pick = 0, pictures = sizeof picture / sizeof *picture;
    while (pick < pictures && !fits(picture[pick], area, pick + 1 < pictures))
        pick++;
    if (pick < pictures)
        draw_picture(&circuit, grid, area, picture[pick]);
    else
        draw_list(&circuit, grid, area);
}

const View CELL_VIEW = {
    "cell",
    "The cell",
    "The wiring of one cell for one unit and step, with the numbers on its wires; . walks it wire by wire.",
    "Look for the line along the top: what reaches the next step without a weight, and which gate decides how much.",
    true,
    NULL,
    cell_draw,
};
