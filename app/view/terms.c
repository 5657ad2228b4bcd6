#include "app/view/terms.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- the equation with its numbers ------------------------------------------------------------------------------- */

static const char *outer_word(Outer outer)
{
    switch (outer) {
    case OUTER_TANH: return "tanh";
    case OUTER_SIGMOID: return "σ";
    case OUTER_SOFTMAX: return "softmax";
    case OUTER_SQRT: return "√";
    case OUTER_NORM: return "‖·‖";
    case OUTER_EXP: return "exp";
    case OUTER_LOG10: return "log₁₀";
    case OUTER_ABS: return "abs";
    case OUTER_MINUS_LOG: return "−ln";
    case OUTER_MEAN: return "mean";
    case OUTER_MAX: return "max";
    case OUTER_MIN: return "min";
    case OUTER_SUM:
    case OUTER_QUOTIENT:
    case OUTER_POWER:
    case OUTER_LEAF:
    case OUTER_DEFINITION: break;
    }
    return "";
}

static const char *joint(Outer outer)
{
    if (outer == OUTER_QUOTIENT)
        return " / ";
    if (outer == OUTER_POWER)
        return " ^ ";
    return outer == OUTER_MAX || outer == OUTER_MIN || outer == OUTER_SOFTMAX ? ", " : " + ";
}

static int operand_columns(const Operand *operand, int digits)
{
    char shown[40];
    text_show_number(shown, sizeof shown, operand->value, digits);
    return (int)strlen(shown);
}

static int term_columns(const Term *term, int digits)
{
    int columns = term->operands ? 3 * ((int)term->operands - 1) : 0;
    for (size_t k = 0; k < term->operands; k++)
        columns += operand_columns(&term->operand[k], digits) + (term->operand[k].value < 0 ? 2 : 0);
    return columns;
}

static void draw_operand(Line *line, const Operand *operand, int digits, bool brackets)
{
    int width = operand_columns(operand, digits);
    bool negative = operand->value < 0 && brackets;
    if (negative)
        line_text(line, style(ROLE_FAINT), "(");
    if (*operand->name)
        grid_number(line->grid, line->x, line->y, width, style(ROLE_TEXT), digits, operand->name, operand->value);
    else {
        char shown[40];
        text_show_number(shown, sizeof shown, operand->value, digits);
        grid_text(line->grid, line->x, line->y, width, style(ROLE_TEXT), shown);
    }
    line->x += width;
    if (negative)
        line_text(line, style(ROLE_FAINT), ")");
}

void terms_filled(Grid *grid, const Eye *eye, Rect area, int y, const Explanation *it)
{
    Line line = line_begin(grid, eye, area, y);
    line_textf(&line, style(ROLE_TEXT), "= %s( ", outer_word(it->outer));
    size_t shown = 0;
    for (; shown < it->terms; shown++) {
        const Term *term = &it->term[shown];
        int rest = shown + 1 < it->terms ? 18 : 2;
        if (line.x + term_columns(term, 4) + 3 + rest > line.end)
            break;
        if (shown)
            line_text(&line, style(ROLE_STRONG), joint(it->outer));
        for (size_t k = 0; k < term->operands; k++) {
            if (k)
                line_text(&line, style(ROLE_FAINT), "·");
            draw_operand(&line, &term->operand[k], 4, term->operands > 1 || shown);
        }
    }
    if (shown < it->terms)
        line_textf(&line, style(ROLE_FAINT), " + … %zu more", it->terms - shown);
    line_text(&line, style(ROLE_TEXT), " )");
}

/* ---- the terms by size ------------------------------------------------------------------------------------------- */

/** Table - columns of the list of terms. */
typedef struct Table {
    Grid *grid;
    const Explanation *it;
    Rect area;
    size_t picked;
    int bar, name, digits; // of the operands' numbers, which take digits + 7 columns at most
    double scale;
} Table;

static void term_name(const Term *term, char *name, size_t size)
{
    size_t used = 0;
    *name = 0;
    for (size_t k = 0; k < term->operands && used < size; k++) {
        const Operand *operand = &term->operand[k];
        bool sum = strpbrk(operand->name, " +-") != NULL;
        if (*operand->name)
            used += (size_t)snprintf(name + used, size - used, sum ? "%s(%s)" : "%s%s", k ? " * " : "", operand->name);
        else
            used += (size_t)snprintf(name + used, size - used, "%s(%.17g)", k ? " * " : "", operand->value);
    }
    if (used >= size)
        *name = 0;
}

/** draw_picked - the mark of the operand that Enter opens, its place in columns at … at + width. */
static void draw_picked(const Table *table, int x, int at, int width, int y)
{
    grid_put(table->grid, x - 1, y, table->grid->ascii ? '>' : 0x25B8, style(ROLE_STRONG));
    grid_restyle(table->grid, (Rect){at, y, width, 1}, style(ROLE_CURSOR));
    table->grid->cursor_x = at;
    table->grid->cursor_y = y;
}

/** draw_term_operand - its name and its number; where there is no room for both, the name. */
static void draw_term_operand(const Table *table, const Operand *operand, size_t index, int x, int y)
{
    char shown[40];
    text_show_number(shown, sizeof shown, operand->value, table->digits);
    int end = table->area.x + table->area.width, name = (int)utf8_columns(operand->name);
    int width = (int)strlen(shown), at = x + table->name + 1;
    bool room = at + width <= end, picked = *operand->name && index == table->picked;
    if (x + name > end)
        return;
    grid_text(table->grid, x, y, name, style(ROLE_CODE), operand->name);
    if (room && !*operand->name)
        grid_text(table->grid, at, y, width, style(ROLE_TEXT), shown);
    else if (room)
        grid_number(table->grid, at, y, width, style(ROLE_TEXT), table->digits, operand->name, operand->value);
    if (picked)
        draw_picked(table, x, room ? at : x, room ? width : name, y);
}

static void draw_term(const Table *table, const Term *term, size_t first, int y)
{
    char name[96], shown[40];
    term_name(term, name, sizeof name);
    text_show_number(shown, sizeof shown, term->value, 6);
    int x = table->area.x + 1, width = (int)strlen(shown);
    if (*name && width <= 13)
        grid_number(table->grid, x + 13 - width, y, width, style(ROLE_STRONG), 6, name, term->value);
    int half = table->bar / 2, zero = x + 15 + half;
    if (half > 0) {
        double share = fabs(term->value) / table->scale;
        int length = share > 0 ? (int)((half - 1) * fmin(share, 1) + 0.5) : 0; // none where it is no number
        uint32_t full = table->grid->ascii ? (term->value < 0 ? '-' : '+') : 0x2588;
        if (!table->grid->ascii && term->value < 0)
            full = 0x2592;
        for (int i = 0; i < length; i++)
            grid_put(table->grid, term->value < 0 ? zero - 1 - i : zero + 1 + i, y, full,
                     style_level(ROLE_HEAT_TEXT, term->value < 0 ? -4 : 4));
        grid_put(table->grid, zero, y, table->grid->ascii ? '|' : 0x2502, style(ROLE_AXIS));
        x = zero + half + 2;
    } else {
        x += 16;
    }
    for (size_t k = 0, index = first; k < term->operands; k++) {
        draw_term_operand(table, &term->operand[k], index, x, y);
        index += *term->operand[k].name != 0;
        x += table->name + table->digits + 8;
        if (k + 1 < term->operands)
            grid_text(table->grid, x - 2, y, 1, style(ROLE_FAINT), "·");
    }
}

static int widest_name(const Explanation *it)
{
    int widest = 1;
    for (size_t i = 0; i < it->terms; i++)
        for (size_t k = 0; k < it->term[i].operands; k++) {
            int columns = (int)utf8_columns(it->term[i].operand[k].name);
            if (columns > widest)
                widest = columns;
        }
    return widest > 40 ? 40 : widest;
}

/** place_of - the place of the operand picked (from 1; brought inside), and the term it stands in (from 1). */
static const Operand *place_of(const Explanation *it, size_t *picked, size_t *in_term)
{
    size_t last = terms_operands(it), index = 0;
    *picked = *picked < 1 ? 1 : *picked > last ? last : *picked;
    for (size_t i = 0; i < it->terms; i++)
        for (size_t k = 0; k < it->term[i].operands; k++) {
            if (!*it->term[i].operand[k].name || ++index < *picked)
                continue;
            *in_term = i + 1;
            return &it->term[i].operand[k];
        }
    *in_term = 1;
    return NULL;
}

const Operand *terms_operand(const Explanation *it, size_t picked)
{
    size_t in_term;
    return place_of(it, &picked, &in_term);
}

size_t terms_operands(const Explanation *it)
{
    size_t count = 0;
    for (size_t i = 0; i < it->terms; i++)
        for (size_t k = 0; k < it->term[i].operands; k++)
            count += *it->term[i].operand[k].name != 0;
    return count;
}

void terms_list(const Explanation *it, size_t picked, Grid *grid, Rect area)
{
    size_t in_term, index = 1;
    place_of(it, &picked, &in_term);
    Table table = {
        .grid = grid, .it = it, .area = area, .picked = picked, .name = widest_name(it), .digits = 6, .scale = 0};
    size_t operands = 1;
    for (size_t i = 0; i < it->terms; i++)
        operands = it->term[i].operands > operands ? it->term[i].operands : operands;
    while (table.digits > 3 && 17 + (int)operands * (table.name + table.digits + 8) - 3 > area.width)
        table.digits--;
    int rest = area.width - 17 - (int)operands * (table.name + table.digits + 8);
    table.bar = rest >= 9 && it->terms > 1 ? (rest > 41 ? 41 : rest) : 0; // one term has nothing to be compared with
    for (size_t i = 0; i < it->terms; i++)
        table.scale = fmax(table.scale, fabs(it->term[i].value));
    if (!(table.scale > 0))
        table.scale = 1;
    Window window = kit_window(it->terms, area.height > 0 ? (size_t)area.height : 0, in_term);
    for (size_t i = 0; i < it->terms; i++) {
        if (i + 1 >= window.first && i + 1 < window.first + window.count)
            draw_term(&table, &it->term[i], index, area.y + (int)(i + 1 - window.first));
        for (size_t k = 0; k < it->term[i].operands; k++)
            index += *it->term[i].operand[k].name != 0;
    }
    int end = area.x + area.width - 1;
    if (window.first > 1)
        grid_text(grid, end, area.y, 1, style(ROLE_WARN), grid->ascii ? "^" : "▲");
    if (window.first + window.count <= it->terms && window.count)
        grid_text(grid, end, area.y + area.height - 1, 1, style(ROLE_WARN), grid->ascii ? "v" : "▼");
}
