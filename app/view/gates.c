#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/column.h"
#include "app/view/account.h"
#include "app/view/sentence.h"
#include "engine/base/memory.h"

enum { DECADES = 10, NUMBER = 9, WORD = 14 }; // powers of ten a gradient fades over; columns of a number, of a word

/** Row - a strand on the screen; height 0: there is no room for it. */
typedef struct Row {
    const Strand *strand;
    double *values;
    int y, height;
    double held;
} Row;

/** Sheet - all strands of the unit, above each other on one axis of steps. */
typedef struct Sheet {
    Focus focus;
    Account account;
    Row row[STRANDS_MAX];
    size_t rows, t;
    bool backward;
    double high, low; // the largest of the signed numbers and the smallest, 0 where none is above or below it
    int upper;        // of the rows of a signed strand, those above zero
    double each;      // what one of them means (of a gradient: as share_of says)
    Band band;
    int symbols, words, numbers; // columns left and right of the band
    int above, axis;             // rows of the cursor's mark and of the axis, −1 without
} Sheet;

/* ---- where everything stands ------------------------------------------------------------------------------------- */

static void sheet_read(Sheet *sheet)
{
    size_t T = sheet->focus.T;
    for (; sheet->account.strand[sheet->rows].symbol; sheet->rows++) {
        Row *row = &sheet->row[sheet->rows];
        row->strand = &sheet->account.strand[sheet->rows];
        row->values = memory_new(T, sizeof *row->values);
        row->held = focus_held(&sheet->focus, row->strand->gate);
        account_read(&sheet->focus, row->strand, row->values);
        for (size_t t = 0; t < T && !row->strand->gate; t++)
            if (isfinite(row->values[t])) {
                sheet->high = fmax(sheet->high, row->values[t]);
                sheet->low = fmin(sheet->low, row->values[t]);
            }
    }
}

/** Heights - rows of a signed strand and of a gate: the first that fit are taken. */
typedef struct Heights {
    int bars, gates;
} Heights;
static const Heights HEIGHTS[] = {{8, 4}, {6, 4}, {5, 3}, {4, 3}, {3, 3}, {3, 2}, {2, 3}, {2, 2}, {2, 1}, {1, 1}};

/** needs_gap - above it, or its bars would meet those hanging from the group before; over a gate there is air enough. */
static bool needs_gap(const Strand *strand)
{
    return strand->apart && !strand->gate;
}

static int rows_taken(const Sheet *sheet, Heights heights)
{
    int rows = 0;
    for (size_t i = 0; i < sheet->rows; i++) {
        const Strand *strand = sheet->row[i].strand;
        rows += (strand->gate ? heights.gates : heights.bars) + needs_gap(strand);
    }
    return rows;
}

/** size_of - a number as its bar shows it; a gradient as the powers of ten it lies below the largest: 1 the largest, 0 ten
 *  powers below. */
static double size_of(const Sheet *sheet, double value)
{
    double scale = fmax(sheet->high, -sheet->low);
    if (!sheet->backward || isnan(value) || value == 0)
        return value;
    double size = isinf(value) ? 1 : 1 + log10(fabs(value) / scale) / DECADES;
    return size > 0 ? copysign(size, value) : 0;
}

/** place_zero - as many rows above zero as let the bars be tallest. */
static void place_zero(Sheet *sheet, int rows)
{
    double high = size_of(sheet, sheet->high), low = -size_of(sheet, sheet->low);
    sheet->each = INFINITY;
    for (int upper = 0; upper <= rows; upper++) {
        double each = fmax(high > 0 ? high / upper : 0, low > 0 ? low / (rows - upper) : 0);
        if (each > sheet->each)
            continue;
        sheet->each = each;
        sheet->upper = upper;
    }
    if (rows < 2)
        sheet->each = fmax(high, low);
}

/** place_rows - all strands in the largest heights there is room for; where there is none for all, the dearest. Rows that are
 *  over go between the groups. */
static void place_rows(Sheet *sheet, int y, int room)
{
    size_t pick = 0, least = sizeof HEIGHTS / sizeof *HEIGHTS - 1;
    while (pick < least && rows_taken(sheet, HEIGHTS[pick]) > room)
        pick++;
    bool all = rows_taken(sheet, HEIGHTS[pick]) <= room;
    bool tight = !all && (int)sheet->rows <= room; // all of them, without a gap
    int spare = room - rows_taken(sheet, HEIGHTS[pick]);
    for (size_t i = 0; i < sheet->rows; i++) {
        Row *row = &sheet->row[i];
        row->height = row->strand->gate ? HEIGHTS[pick].gates : HEIGHTS[pick].bars;
        if (!all && !tight && row->strand->rank > room)
            row->height = 0;
        bool air = row->strand->apart && row->strand->gate && spare-- > 0;
        y += air || (all && needs_gap(row->strand));
        row->y = y;
        y += row->height;
    }
    place_zero(sheet, HEIGHTS[pick].bars);
    sheet->axis = y;
}

/** place_columns - words beside the symbols where all steps fit even so. */
static void place_columns(Grid *grid, Sheet *sheet, Rect area)
{
    for (size_t i = 0; i < sheet->rows; i++) {
        int columns = grid_columns(grid, sheet->row[i].strand->symbol);
        sheet->symbols = columns > sheet->symbols ? columns : sheet->symbols;
    }
    sheet->numbers = area.width >= 50 ? NUMBER : 0;
    int T = (int)sheet->focus.T, room = area.width - sheet->symbols - 2 - sheet->numbers - 2;
    sheet->words = room - WORD - 1 >= T && room >= WORD * 3 ? WORD + 1 : 0;
    int width = room - sheet->words;
    Band *band = &sheet->band;
    *band = (Band){.x = area.x + sheet->symbols + 2 + sheet->words, .width = width > 0 ? width : 0};
    band->steps = kit_window(sheet->focus.T, (size_t)band->width, sheet->t);
    int each = band->steps.count ? band->width / (int)band->steps.count : 0;
    band->equal = each >= 3;
    if (band->equal)
        band->width = (each > 8 ? 8 : each) * (int)band->steps.count;
}

/* ---- one strand -------------------------------------------------------------------------------------------------- */

static void draw_bar(Grid *grid, const Sheet *sheet, const Row *row, size_t t)
{
    char name[FORM_MAX];
    double value = row->values[t - 1];
    int width = band_width(&sheet->band, t);
    Rect area = {band_column(&sheet->band, t), row->y, width >= 4 ? width - 1 : width, row->height};
    if (focus_cut(&sheet->focus, t, row->strand->edge)) {
        grid_put(grid, area.x, area.y + (area.height - 1) / 2, grid->ascii ? '!' : 0x2702, style(ROLE_WARN));
        return;
    }
    bool here = t == sheet->t;
    if (row->strand->gate)
        column_up(grid, area, value, style(here ? ROLE_STRONG : isnan(row->held) ? ROLE_AXIS : ROLE_WARN));
    else
        column_signed(grid, area, sheet->upper, sheet->each > 0 ? size_of(sheet, value) / sheet->each : value, here ? style(ROLE_STRONG) : style_level(ROLE_HEAT_TEXT, 3),
                      here ? style(ROLE_STRONG) : style_level(ROLE_HEAT_TEXT, -3));
    focus_name(&sheet->focus, row->strand->form, t, name);
    for (int y = area.y; y < area.y + area.height; y++)
        grid_mark(grid, area.x, y, area.width, name, value, "");
}

/** turned - a symbol as it is read in reverse: what came before is t+1 there. */
static void turned(const Sheet *sheet, const char *symbol, char out[64])
{
    snprintf(out, 64, "%s", symbol);
    char *minus = sheet->focus.reverse ? strstr(out, "ₜ₋₁") : NULL, *plus = sheet->focus.reverse ? strstr(out, "ₜ₊₁") : NULL;
    if (minus)
        memcpy(minus, "ₜ₊₁", strlen("ₜ₊₁"));
    if (plus)
        memcpy(plus, "ₜ₋₁", strlen("ₜ₋₁"));
}

/** anchor - the row beside which its name and its number stand: where most bars begin. */
static int anchor(const Sheet *sheet, const Row *row)
{
    if (row->strand->gate || sheet->upper >= row->height)
        return row->height / 2;
    return sheet->upper > 0 ? sheet->upper - 1 : 0;
}

static void draw_label(Grid *grid, Rect area, const Sheet *sheet, const Row *row)
{
    char symbol[64], word[48], held[24];
    bool knife = !isnan(row->held), main = row == &sheet->row[sheet->account.main];
    int y = row->y + anchor(sheet, row);
    turned(sheet, row->strand->symbol, symbol);
    text_show_number(held, sizeof held, row->held, 3);
    snprintf(word, sizeof word, knife ? "%s held at %s" : "%s", knife ? (grid->ascii ? "!" : "✂") : row->strand->word, held);
    Style how = style(knife ? ROLE_WARN : main ? ROLE_STRONG : ROLE_TEXT);
    grid_right(grid, area.x, y, sheet->symbols, how, symbol);
    if (sheet->words)
        grid_text(grid, area.x + sheet->symbols + 1, y, WORD, style(knife ? ROLE_WARN : ROLE_FAINT), word);
    else if (knife)
        grid_put(grid, area.x + sheet->symbols, y, grid->ascii ? '!' : 0x2702, how);
}

/** draw_number - at the right, that of the cursor's step. */
static void draw_number(Grid *grid, const Sheet *sheet, const Row *row)
{
    char name[FORM_MAX];
    double value = row->values[sheet->t - 1];
    int x = sheet->band.x + sheet->band.width + 2, y = row->y + anchor(sheet, row);
    focus_name(&sheet->focus, row->strand->form, sheet->t, name);
    if (focus_cut(&sheet->focus, sheet->t, row->strand->edge))
        grid_right(grid, x, y, NUMBER - 1, style(ROLE_WARN), "cut off");
    else if (isnan(value))
        grid_right(grid, x, y, NUMBER - 1, style(ROLE_BAD), "nan");
    else
        grid_number(grid, x, y, NUMBER - 1, style(ROLE_STRONG), 3, name, value);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

/** draw_cursor - a mark above and a line through what is between the rows. */
static void draw_cursor(Grid *grid, const Sheet *sheet)
{
    int width = band_width(&sheet->band, sheet->t);
    int x = band_column(&sheet->band, sheet->t) + (width >= 4 ? width - 2 : width - 1) / 2;
    if (sheet->above >= 0)
        grid_put(grid, x, sheet->above, grid->ascii ? 'v' : 0x25BE, style(ROLE_STRONG));
    for (size_t i = 1; i < sheet->rows; i++)
        if (sheet->row[i].y > sheet->row[i - 1].y + sheet->row[i - 1].height)
            grid_put(grid, x, sheet->row[i].y - 1, 0x250A, style(ROLE_STRONG));
    const Row *main = &sheet->row[sheet->account.main];
    grid->cursor_x = x;
    grid->cursor_y = main->y + anchor(sheet, main);
}

static void draw_sentences(Grid *grid, Rect area, const Sheet *sheet, int lines)
{
    for (int i = 0; i < lines && i < SENTENCES_MAX; i++) {
        const char *text = sheet->account.sentence[i], *cut = sheet->account.where_cut[i];
        if (text && cut && focus_cut(&sheet->focus, sheet->t, sheet->account.edge[i]))
            text = cut;
        if (text)
            sentence_draw(&sheet->focus, grid, area, area.y + area.height - lines + i, sheet->t, text);
    }
}

/** draw_scale - what the heights mean, ending at the right of the title's row. Returns the columns taken. */
static int draw_scale(Grid *grid, Rect area, const Sheet *sheet)
{
    char low[24], high[24], text[96];
    double most = fmax(sheet->high, -sheet->low);
    text_show_number(high, sizeof high, sheet->backward ? most : sheet->high, 2);
    text_show_number(low, sizeof low, sheet->backward ? most * pow(10, -DECADES) : sheet->low, 2);
    if (sheet->backward)
        snprintf(text, sizeof text, "bars log₁₀: ±%s … ±%s", low, high);
    else
        snprintf(text, sizeof text, "%sbars %s … %s",
                 !sheet->row[0].strand->gate ? "" : area.width < 56 ? "σ 0 … 1, " : "gates 0 … 1, other ", low, high);
    int columns = grid_columns(grid, text);
    if (columns > area.width)
        return 0;
    grid_text(grid, area.x + area.width - columns, area.y, columns, style(ROLE_AXIS), text);
    return columns + 2;
}

/** Extras - rows beside those of the strands: the mark over the cursor's step, the axis, sentences. */
typedef struct Extras {
    int mark, axis, lines;
} Extras;

/** extras_of - as many as leave a row to every strand; a sentence goes first, the axis last. */
static Extras extras_of(const Sheet *sheet, int height)
{
    Extras extras = {height >= 7, height >= 7, height >= 9 ? 1 + (sheet->account.sentence[1] && height >= 12) : 0};
    int missing = (int)sheet->rows + extras.mark + extras.axis + extras.lines - height;
    int *const give[] = {&extras.lines, &extras.mark, &extras.axis};
    for (int i = 0; i < 3 && (int)sheet->rows <= height; i++)
        for (; missing > 0 && *give[i] > 0; missing--)
            --*give[i];
    return extras;
}

static void draw_sheet(Grid *grid, Rect area, Sheet *sheet)
{
    const Extras extras = extras_of(sheet, area.height);
    sheet->above = extras.mark ? area.y : -1;
    place_rows(sheet, area.y + extras.mark, area.height - extras.mark - extras.axis - extras.lines);
    place_columns(grid, sheet, area);
    if (sheet->band.steps.count == 0)
        return;
    size_t first = sheet->band.steps.first, end = first + sheet->band.steps.count;
    for (size_t i = 0; i < sheet->rows; i++) {
        if (!sheet->row[i].height)
            continue;
        draw_label(grid, area, sheet, &sheet->row[i]);
        for (size_t t = first; t < end; t++)
            draw_bar(grid, sheet, &sheet->row[i], t);
        if (sheet->numbers)
            draw_number(grid, sheet, &sheet->row[i]);
    }
    if (extras.axis)
        band_axis(grid, &sheet->band, sheet->axis, sheet->t);
    draw_cursor(grid, sheet);
    draw_sentences(grid, area, sheet, extras.lines);
}

/** subject - which unit of what, and which steps where not all are in sight: in full, or as short as can be. */
static void subject(const Session *session, const Sheet *sheet, bool whole, char *text, size_t size)
{
    const Window *steps = &sheet->band.steps;
    Lane lane = lane_at_cursor(session, sheet->focus.net);
    char where[96], part[80] = "";
    lane_words(sheet->focus.net, &lane, where);
    if (steps->count && steps->count < sheet->focus.T)
        snprintf(part, sizeof part, ", t %zu–%zu of %zu", steps->first, steps->first + steps->count - 1, sheet->focus.T);
    if (whole)
        snprintf(text, size, "unit %zu of %s%s%s%s%s", sheet->focus.unit, kit_model_name(session), *where ? ", " : "",
                 where, sheet->backward ? ", the gradients" : "", part);
    else
        snprintf(text, size, "unit %zu%s%s", sheet->focus.unit, *lane.suffix ? " of " : "", lane.suffix);
}

/** no_gates - what a network without gates has instead; the rows it took. */
static int no_gates(Grid *grid, Rect area, const Sheet *sheet)
{
    const Cell *cell = sheet->focus.net->spec.cell;
    if (cell->gates[0] || area.height < 8)
        return 0;
    char text[256];
    snprintf(text, sizeof text, "%s has no gates: %s.\n`model lstm hidden=%zu` makes a network that has.",
             cell->recurrent ? "An RNN" : "An MLP",
             cell->recurrent ? "at every step its state is written anew, whole" : "it sees one step and keeps nothing",
             sheet->focus.net->spec.hidden);
    return kit_wrap(grid, (Rect){area.x, area.y + 1, area.width, 3}, style(ROLE_TEXT), text) + 2;
}

/** draw_title - the scale keeps its place at the right; the subject is as long as the rest allows. */
static void draw_title(const Session *session, Grid *grid, Rect area, const Sheet *sheet)
{
    char text[240];
    int scale = draw_scale(grid, (Rect){area.x + 7, area.y, area.width - 7, 1}, sheet);
    Rect left = {area.x, area.y, area.width - scale, 1};
    subject(session, sheet, true, text, sizeof text);
    if (7 + grid_columns(grid, text) > left.width)
        subject(session, sheet, false, text, sizeof text);
    kit_title(grid, left, "gates", text);
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    if (world_steps(session->world) == 0 || !kit_net(session))
        return;
    Sheet sheet = {.focus = focus_of(session, eye), .t = kit_step(session), .backward = session->cursor.backward};
    sheet.account = account_of(sheet.focus.net, sheet.backward);
    sheet_read(&sheet);
    Rect rest = {area.x, area.y + 1, area.width, area.height - 1};
    int taken = no_gates(grid, rest, &sheet);
    rest.y += taken;
    rest.height -= taken;
    if (rest.height >= 1)
        draw_sheet(grid, rest, &sheet);
    draw_title(session, grid, area, &sheet);
    for (size_t i = 0; i < sheet.rows; i++)
        free(sheet.row[i].values);
}

const View GATES_VIEW = {
    .name = "gates",
    .title = "gates",
    .shows = "The gates of one unit at every step, and what each let through: f⊙c, i⊙c̃ and o⊙tanh c, or the GRU's.",
    .look_for = "An open gate with nothing behind it lets nothing through. Where f stays near 1 and i near 0, c is kept.",
    .needs_model = true,
    .draw = draw,
};
