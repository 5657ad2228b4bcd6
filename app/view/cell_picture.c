#include "app/view/cell_picture.h"

#include <ctype.h>
#include <string.h>

#include "app/view/cell_slot.h"

enum { COLUMNS_MAX = 200, ROWS_MAX = 100, WIDE_MAX = 96, ROW_STRINGS = 3 };

/** Spread - which column and row of the picture stands in each of the area; copy: how often it has stood before. */
typedef struct Spread {
    int width, height;
    unsigned char column[COLUMNS_MAX], row[ROWS_MAX], row_copy[ROWS_MAX], row_copies[WIDE_MAX];
} Spread;

static const char *row_glyphs(Picture picture, int row) { return picture[1 + ROW_STRINGS * row + 1]; }
static const char *row_mask(Picture picture, int row) { return picture[1 + ROW_STRINGS * row + 2]; }
static bool row_stretches(Picture picture, int row) { return *picture[1 + ROW_STRINGS * row] == '|'; }

void cell_picture_size(Picture picture, int *width, int *height)
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
    cell_picture_size(picture, &width, &height);
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

static Style wire_style(const Circuit *circuit, size_t index)
{
    if (index == STOPS_MAX || !circuit_passed(circuit, index))
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
    const char *plain = !grid->ascii ? "" : glyph == 0x2550 ? "=" : grid_ascii(glyph);
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
    return kind == circuit->net->spec.cell->candidate ? "tanh" : "σ";
}

static void draw_word(const Circuit *circuit, Grid *grid, int x, int y, int width, char digit)
{
    char kind = circuit->plan->word[digit - '1'];
    if (strchr("HUIV", kind)) {
        cell_slot_vector(circuit, grid, (Rect){x, y, width, 1}, kind);
        return;
    }
    const char *text = place_word(circuit, digit);
    size_t index = stop_of(circuit, circuit->plan->key[digit - '1']);
    Style word_style = strcmp(text, "held") == 0 ? style(ROLE_WARN) : wire_style(circuit, index);
    int columns = grid_columns(grid, text);
    if (columns > width)
        text = "s", columns = 1;
    grid_text(grid, x + (width - columns + (width - columns) % 2) / 2, y, columns, word_style, text);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

/** nth_of_slot - how many rows above this one belong to the same slot. */
static int nth_of_slot(Picture picture, int row, int column, char key)
{
    int nth = 0;
    for (; row > nth; nth++) {
        const char *above = row_mask(picture, row - nth - 1);
        if ((int)strlen(above) <= column || above[column] != key)
            break;
    }
    return nth;
}

static uint32_t glyph_at(Picture picture, int row, int column)
{
    uint32_t glyph = ' ';
    const char *at = row_glyphs(picture, row);
    for (int i = 0; i <= column && *at; i++)
        glyph = utf8_next(&at);
    return glyph;
}

/** line_through - the line that a slot stands in and that goes on behind its number; 0 where it stands in none. */
static uint32_t line_through(Picture picture, int row, int column, char slot)
{
    const char *mask = row_mask(picture, row);
    int first = column, last = column;
    while (first > 0 && mask[first - 1] == slot)
        first--;
    while (mask[last] == slot)
        last++;
    uint32_t before = first > 0 ? glyph_at(picture, row, first - 1) : ' ', after = glyph_at(picture, row, last);
    if (mask[last] != tolower((unsigned char)slot))
        return 0;
    return before == 0x2500 || before == 0x2550 ? before : after == 0x2500 || after == 0x2550 ? after : 0;
}

static void draw_run(const Circuit *circuit, Grid *grid, Picture picture, int row, int column, Rect run, char mask)
{
    if (isdigit((unsigned char)mask)) {
        draw_word(circuit, grid, run.x, run.y, run.width, mask);
        return;
    }
    size_t index = stop_of(circuit, (char)tolower((unsigned char)mask));
    int nth = nth_of_slot(picture, row, column, mask);
    uint32_t line = line_through(picture, row, column, mask);
    if (index == STOPS_MAX || circuit->stop[index]->keys[0] != tolower((unsigned char)mask) ||
        index + (size_t)nth >= circuit->stops || (nth && !circuit->stop[index + (size_t)nth]->aside))
        return;
    int end = cell_slot_draw(circuit, grid, run, index + (size_t)nth);
    for (int x = end + (end > run.x); line && x < run.x + run.width; x++)
        draw_glyph(circuit, grid, x, run.y, line, (char)tolower((unsigned char)mask));
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

void cell_picture_draw(const Circuit *circuit, Grid *grid, Rect area, Picture picture)
{
    Spread spread = spread_over(picture, area);
    for (int y = 0; y < spread.height; y++)
        draw_row(circuit, grid, picture, &spread, y, area);
}
