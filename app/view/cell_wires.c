/* Drawing a cell's picture: stretched to its area, wires by how far one has walked, numbers in their slots. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/view/cell.h"

enum { COLUMNS_MAX = 200, ROWS_MAX = 100, WIDE_MAX = 96, ROW_STRINGS = 3 };

/** Spread - which column and row of the picture stands in each of the area; copy: how often it has stood before. */
typedef struct Spread {
    int width, height;
    unsigned char column[COLUMNS_MAX], row[ROWS_MAX], row_copy[ROWS_MAX], row_copies[WIDE_MAX];
} Spread;

static const char *row_glyphs(Picture picture, int row) { return picture[1 + ROW_STRINGS * row + 1]; }
static const char *row_mask(Picture picture, int row) { return picture[1 + ROW_STRINGS * row + 2]; }
static bool row_stretches(Picture picture, int row) { return *picture[1 + ROW_STRINGS * row] == '|'; }

void picture_size(Picture picture, int *width, int *height)
{
    *width = (int)strlen(picture[0]);
    for (*height = 0; picture[1 + ROW_STRINGS * *height]; (*height)++)
        ;
}

/** share_out - how often each of `count` places stands: once, and the places that stretch as often as there is room. */
static void share_out(int count, int room, const bool *stretches, unsigned char *times)
{
    int places = 0, nth = 0, extra = room - count;
    for (int i = 0; i < count; i++)
        places += stretches[i];
    for (int i = 0; i < count; i++) {
        times[i] = 1;
        if (stretches[i] && extra > 0) {
            times[i] = (unsigned char)(1 + extra * (nth + 1) / places - extra * nth / places);
            nth++;
        }
    }
}

static Spread spread_over(Picture picture, Rect area)
{
    Spread spread = {0};
    bool stretches[WIDE_MAX] = {0};
    unsigned char times[WIDE_MAX];
    int width, height;
    picture_size(picture, &width, &height);
    int wide = area.width < COLUMNS_MAX ? area.width : COLUMNS_MAX, high = area.height < ROWS_MAX ? area.height : ROWS_MAX;
    for (int i = 0; i < width; i++)
        stretches[i] = picture[0][i] == '+';
    share_out(width, wide, stretches, times);
    for (int i = 0; i < width; i++)
        for (int n = 0; n < times[i] && spread.width < COLUMNS_MAX; n++)
            spread.column[spread.width++] = (unsigned char)i;
    for (int i = 0; i < height; i++)
        stretches[i] = row_stretches(picture, i);
    share_out(height, high, stretches, spread.row_copies);
    for (int i = 0; i < height; i++)
        for (int n = 0; n < spread.row_copies[i] && spread.height < ROWS_MAX; n++) {
            spread.row_copy[spread.height] = (unsigned char)n;
            spread.row[spread.height++] = (unsigned char)i;
        }
    return spread;
}

/* ---- glyphs ------------------------------------------------------------------------------------------------------ */

/** turned - arrowheads of the backward wave. */
static uint32_t turned(uint32_t glyph)
{
    switch (glyph) {
    case 0x25B6: return 0x25C0;
    case 0x25B2: return 0x25BC;
    case 0x25BC: return 0x25B2;
    default: return glyph;
    }
}

/** heavy - a wire's glyph while it is the chosen one: said by its shape, not by colour alone. */
static uint32_t heavy(uint32_t glyph, bool ascii)
{
    static const uint32_t PAIR[][2] = {{0x2500, 0x2501}, {0x2502, 0x2503}, {0x250C, 0x250F}, {0x2510, 0x2513},
                                       {0x2514, 0x2517}, {0x2518, 0x251B}, {0x251C, 0x2523}, {0x2524, 0x252B},
                                       {0x252C, 0x2533}, {0x2534, 0x253B}, {0x253C, 0x254B}, {0x2550, 0x2501},
                                       {0x2566, 0x2533}};
    for (size_t i = 0; i < sizeof PAIR / sizeof *PAIR; i++)
        if (PAIR[i][0] == glyph)
            return ascii ? '#' : PAIR[i][1];
    return glyph;
}

/** dashed - of a wire that is cut. */
static uint32_t dashed(uint32_t glyph)
{
    return glyph == 0x2500 || glyph == 0x2550 ? 0x2504 : glyph == 0x2502 ? 0x2506 : glyph;
}

/** in_copies - of a row that is repeated an arrowhead stands once: at the end it points to. */
static uint32_t in_copies(uint32_t glyph, int copy, int copies)
{
    bool head = glyph == 0x25B2 ? copy == 0 : copy == copies - 1;
    return (glyph == 0x25B2 || glyph == 0x25BC) && !head ? 0x2502 : glyph;
}

static size_t stop_of(const Circuit *circuit, char key)
{
    for (size_t i = 0; i < circuit->stops; i++)
        if (circuit->stop[i]->keys && strchr(circuit->stop[i]->keys, key))
            return i;
    return STOPS_MAX;
}

static bool passed(const Circuit *circuit, size_t index)
{
    return circuit->backward ? index >= circuit->chosen : index <= circuit->chosen;
}

static Style wire_style(const Circuit *circuit, size_t index)
{
    if (index == STOPS_MAX || !passed(circuit, index))
        return style(ROLE_RULE);
    if (index == circuit->chosen)
        return style(ROLE_STRONG);
    return style(circuit->backward ? ROLE_BACKWARD : ROLE_FORWARD);
}

static void draw_glyph(const Circuit *circuit, Grid *grid, int x, int y, uint32_t glyph, char key)
{
    size_t index = stop_of(circuit, key);
    if (circuit->backward)
        glyph = turned(glyph);
    if (index == circuit->chosen)
        glyph = heavy(glyph, grid->ascii);
    if (index < STOPS_MAX && circuit_cut(circuit, circuit->stop[index]))
        glyph = dashed(glyph);
    const char *plain = grid->ascii ? grid_ascii(glyph) : "";
    grid_put(grid, x, y, *plain ? (uint32_t)(unsigned char)*plain : glyph, wire_style(circuit, index));
}

/* ---- words in the picture ---------------------------------------------------------------------------------------- */

/** place_word - what stands at that digit of the mask; "" where the wire goes on. */
static const char *place_word(const Circuit *circuit, char digit)
{
    static const char *const BENT[] = {
        [ACTIVATION_TANH] = "tanh", [ACTIVATION_IDENTITY] = "id", [ACTIVATION_RELU] = "relu"};
    char kind = circuit->plan->word[digit - '1'];
    switch (kind) {
    case '-': return BENT[circuit->net->spec.activation];
    case 'v': return circuit->when & WHEN_REPLACE ? "(1−)" : "";
    case 'h': return circuit->when & WHEN_KEEP ? "(1−)" : "";
    case 'W': return circuit->when & WHEN_AFTER ? "[Wₕ]" : "";
    default: break;
    }
    if (circuit_held(circuit, kind))
        return "held";
    return strchr("gn", kind) ? "tanh" : "σ";
}

static void draw_word(const Circuit *circuit, Grid *grid, int x, int y, int width, char digit)
{
    const char *text = place_word(circuit, digit);
    size_t index = stop_of(circuit, circuit->plan->key[digit - '1']);
    Style word_style = strcmp(text, "held") == 0 ? style(ROLE_WARN) : wire_style(circuit, index);
    int columns = grid_columns(grid, text);
    if (columns > width)
        text = "s", columns = 1;
    grid_text(grid, x + (width - columns + (width - columns) % 2) / 2, y, columns, word_style, text);
}

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

/** scale_of - what the colours of the numbers are measured by: 1 forward, the largest gradient here backward. */
static double scale_of(const Circuit *circuit)
{
    return circuit->backward ? fmax(fabs(kit_number(circuit->eye, "dh%s[%zu][%zu]", circuit->suffix, circuit->t, circuit->unit)), 1e-300)
                            : 1;
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
    words_fill(circuit, circuit->backward ? stop->dlabel : stop->label, slot->label, sizeof slot->label);
    words_fill(circuit, value, slot->name, sizeof slot->name);
    slot->value = kit_number(circuit->eye, "%s", slot->name);
    slot->chosen = index == circuit->chosen;
    slot->sign = (!stop->gate || circuit->backward) && strncmp(slot->name, "norm", 4) != 0 && strncmp(slot->name, "sqrt", 4) != 0;
    bool here = passed(circuit, above);
    slot->label_style = style(slot->chosen ? ROLE_STRONG : here ? ROLE_TEXT : ROLE_FAINT);
    slot->style = here ? style_level(ROLE_HEAT_TEXT, heat_level(slot->value, scale_of(circuit))) : style(ROLE_FAINT);
    return true;
}

static void draw_slot(Grid *grid, Rect area, const Slot *slot)
{
    int label = grid_columns(grid, slot->label) + 1, sign = slot->sign && slot->value >= 0;
    int digits = fitting(slot->value, area.width - label - sign), x = area.x;
    char shown[40];
    if (digits >= 2 || fitting(slot->value, area.width - label - sign) == fitting(slot->value, 40))
        x += grid_text(grid, x, area.y, area.width, slot->label_style, slot->label) + 1;
    else if ((digits = fitting(slot->value, area.width - sign)) == 0)
        digits = 3, sign = 0;
    text_show_number(shown, sizeof shown, slot->value, digits);
    int room = area.x + area.width - x - sign, width = (int)strlen(shown) < room ? (int)strlen(shown) : room;
    if (sign)
        grid_put(grid, x++, area.y, '+', slot->style);
    grid_number(grid, x, area.y, width, slot->style, digits, slot->name, slot->value);
    if (!slot->chosen)
        return;
    grid_restyle(grid, (Rect){x - sign, area.y, width + sign, 1}, style(ROLE_CURSOR));
    grid->cursor_x = x;
    grid->cursor_y = area.y;
}

void stop_draw(const Circuit *circuit, Grid *grid, Rect area, size_t index)
{
    Slot slot;
    if (circuit_cut(circuit, circuit->stop[index]))
        grid_text(grid, area.x + area.width - 3, area.y, 3, style(ROLE_WARN), "cut");
    if (circuit_cut(circuit, circuit->stop[index]))
        area.width -= 4;
    if (slot_of(circuit, index, &slot))
        draw_slot(grid, area, &slot);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

/** nth_of_slot - how many rows above this one belong to the same slot. */
static int nth_of_slot(Picture picture, int row, int column, char key)
{
    int nth = 0;
    while (row > nth && (int)strlen(row_mask(picture, row - nth - 1)) > column && row_mask(picture, row - nth - 1)[column] == key)
        nth++;
    return nth;
}

static void draw_run(const Circuit *circuit, Grid *grid, Picture picture, int row, int column, Rect run, char mask)
{
    if (isdigit((unsigned char)mask)) {
        draw_word(circuit, grid, run.x, run.y, run.width, mask);
        return;
    }
    size_t index = stop_of(circuit, (char)tolower((unsigned char)mask));
    int nth = nth_of_slot(picture, row, column, mask);
    if (index == STOPS_MAX || circuit->stop[index]->keys[0] != tolower((unsigned char)mask) ||
        index + (size_t)nth >= circuit->stops || (nth && !circuit->stop[index + (size_t)nth]->aside))
        return;
    stop_draw(circuit, grid, run, index + (size_t)nth);
}

static void draw_row(const Circuit *circuit, Grid *grid, Picture picture, const Spread *spread, int y, Rect area)
{
    uint32_t glyphs[WIDE_MAX];
    int row = spread->row[y], known = 0;
    const char *mask = row_mask(picture, row);
    for (const char *at = row_glyphs(picture, row); *at && known < WIDE_MAX;)
        glyphs[known++] = utf8_next(&at);
    int length = (int)strlen(mask);
    for (int x = 0; x < spread->width; x++) {
        int column = spread->column[x];
        char key = column < length ? mask[column] : '.';
        if (column < known && glyphs[column] != ' ')
            draw_glyph(circuit, grid, area.x + x, area.y + y,
                       in_copies(glyphs[column], spread->row_copy[y], spread->row_copies[row]),
                       isdigit((unsigned char)key) ? circuit->plan->key[key - '1'] : key);
    }
    for (int x = 0, end; x < spread->width && !spread->row_copy[y]; x = end) {
        int column = spread->column[x];
        char key = column < length ? mask[column] : '.';
        for (end = x + 1; end < spread->width && spread->column[end] < length && mask[spread->column[end]] == key;)
            end++;
        if (isdigit((unsigned char)key) || isupper((unsigned char)key))
            draw_run(circuit, grid, picture, row, column, (Rect){area.x + x, area.y + y, end - x, 1}, key);
    }
}

void picture_draw(const Circuit *circuit, Grid *grid, Rect area, Picture picture)
{
    Spread spread = spread_over(picture, area);
    for (int y = 0; y < spread.height; y++)
        draw_row(circuit, grid, picture, &spread, y, area);
}
