#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/view/kit.h"

/** subject_of - the expression to explain: the trail's last, otherwise the hidden unit at the cursor. */
static void subject_of(const Session *session, char name[QUANTITY_MAX])
{
    const Cursor *cursor = &session->cursor;
    if (cursor->trails)
        snprintf(name, QUANTITY_MAX, "%s", cursor->trail[cursor->trails - 1]);
    else
        snprintf(name, QUANTITY_MAX, "h[%zu][%zu]", cursor->t, cursor->unit);
}

static bool fresh(const Session *session)
{
    char name[QUANTITY_MAX];
    subject_of(session, name);
    return (session->explained || *session->explain_error) && session->explain_revision == session->world->revision &&
           strcmp(session->explain_name, name) == 0;
}

static bool build(Session *session, const Eye *eye, Error *error)
{
    (void)error; // what cannot be explained is said in the view itself
    if (fresh(session))
        return true;
    Error why = {0};
    if (session->explained)
        explanation_free(&session->explanation);
    session->explanation = (Explanation){0};
    subject_of(session, session->explain_name);
    session->explained = explain(&eye->probe, session->explain_name, &session->explanation, &why);
    session->explain_revision = session->world->revision;
    snprintf(session->explain_error, sizeof session->explain_error, "%.255s", session->explained ? "" : why.message);
    return true;
}

size_t equation_operands(const Session *session)
{
    size_t count = 0;
    for (size_t i = 0; session->explained && i < session->explanation.terms; i++)
        for (size_t k = 0; k < session->explanation.term[i].operands; k++)
            count += *session->explanation.term[i].operand[k].name != 0;
    return count;
}

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

/** draw_filled - the formula with the numbers in it, the largest terms first, as many as a row holds. */
static void draw_filled(Grid *grid, const Eye *eye, Rect area, int y, const Explanation *it)
{
    Line line = kit_line(grid, eye, area, y);
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
    int bar, name;
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

static void draw_term_operand(const Table *table, const Operand *operand, size_t index, int x, int y)
{
    char shown[40];
    bool picked = index == table->picked;
    text_show_number(shown, sizeof shown, operand->value, 6);
    int end = table->area.x + table->area.width, name = (int)utf8_columns(operand->name);
    if (x + name + 15 > end)
        return;
    grid_text(table->grid, x, y, name, style(ROLE_CODE), operand->name);
    int width = (int)strlen(shown), at = x + table->name + 1;
    if (!*operand->name) {
        grid_text(table->grid, at, y, width, style(ROLE_TEXT), shown);
        return;
    }
    grid_number(table->grid, at, y, width, style(ROLE_TEXT), 6, operand->name, operand->value);
    if (!picked)
        return;
    grid_put(table->grid, x - 1, y, table->grid->ascii ? '>' : 0x25B8, style(ROLE_STRONG));
    grid_restyle(table->grid, (Rect){at, y, width, 1}, style(ROLE_CURSOR));
    table->grid->cursor_x = at;
    table->grid->cursor_y = y;
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
        int length = (int)(half * fabs(term->value) / table->scale + 0.5);
        uint32_t full = table->grid->ascii ? (term->value < 0 ? '-' : '+') : 0x2588;
        if (!table->grid->ascii && term->value < 0)
            full = 0x2592;
        for (int i = 0; i < length; i++)
            grid_put(table->grid, term->value < 0 ? zero - 1 - i : zero + 1 + i, y, full,
                     style_level(ROLE_HEAT_TEXT, term->value < 0 ? -4 : 4));
        grid_put(table->grid, zero, y, table->grid->ascii ? '|' : 0x2502, style(ROLE_AXIS));
        x = zero + half + 3;
    } else {
        x += 16;
    }
    for (size_t k = 0, index = first; k < term->operands; k++) {
        draw_term_operand(table, &term->operand[k], index, x, y);
        index += *term->operand[k].name != 0;
        x += table->name + 15;
        if (k + 1 < term->operands)
            grid_text(table->grid, x - 3, y, 1, style(ROLE_FAINT), "·");
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

static size_t term_of_operand(const Explanation *it, size_t picked)
{
    for (size_t i = 0, index = 1; i < it->terms; i++)
        for (size_t k = 0; k < it->term[i].operands; k++) {
            if (!*it->term[i].operand[k].name)
                continue;
            if (index++ == picked)
                return i + 1;
        }
    return 1;
}

static void draw_terms(const Session *session, Grid *grid, Rect area)
{
    const Explanation *it = &session->explanation;
    size_t operands = equation_operands(session), picked = session->cursor.term;
    if (picked < 1)
        picked = 1;
    if (picked > operands)
        picked = operands;
    Table table = {.grid = grid, .it = it, .area = area, .picked = picked, .name = widest_name(it), .scale = 0};
    int rest = area.width - 18 - 2 * (table.name + 15);
    table.bar = rest >= 9 ? (rest > 41 ? 41 : rest) : 0;
    for (size_t i = 0; i < it->terms; i++)
        table.scale = fmax(table.scale, fabs(it->term[i].value));
    if (!(table.scale > 0))
        table.scale = 1;
    Window window = kit_window(it->terms, area.height > 0 ? (size_t)area.height : 0, term_of_operand(it, picked));
    size_t index = 1;
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

/* ---- the view ---------------------------------------------------------------------------------------------------- */

static void draw_trail(const Session *session, Grid *grid, Rect area)
{
    Line line = {grid, NULL, area.x, area.y, area.x + area.width, 3, style(ROLE_TEXT)};
    line_text(&line, style(ROLE_TITLE), "equation");
    line_skip(&line, 2);
    const Cursor *cursor = &session->cursor;
    size_t from = 0;
    int columns = 0;
    for (size_t i = cursor->trails; i-- > 0;) { // as many of the last as fit
        columns += (int)utf8_columns(cursor->trail[i]) + 3;
        if (columns > line.end - line.x - 4) {
            from = i + 1;
            break;
        }
    }
    if (from)
        line_text(&line, style(ROLE_FAINT), "… › ");
    for (size_t i = from; i + 1 < cursor->trails; i++)
        line_textf(&line, style(ROLE_FAINT), "%s › ", cursor->trail[i]);
    line_text(&line, style(ROLE_STRONG), session->explain_name);
}

static int draw_value(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const Explanation *it = &session->explanation;
    Line line = kit_line(grid, eye, area, area.y);
    line_textf(&line, style(ROLE_STRONG), "%s = ", *it->symbol ? it->symbol : it->name);
    char shown[40];
    text_show_number(shown, sizeof shown, it->value, 17);
    int width = (int)strlen(shown);
    if (line.x + width > line.end)
        width = line.end - line.x;
    grid->cursor_x = line.x;
    grid->cursor_y = line.y;
    grid_number(grid, line.x, line.y, width, style(ROLE_STRONG), 17, it->name, it->value);
    return 1;
}

/** agreement - how far the terms, added up here, are from what the engine holds. */
static void draw_agreement(Grid *grid, const Eye *eye, Rect area, int y, const Explanation *it)
{
    if (it->outer == OUTER_LEAF || it->outer == OUTER_DEFINITION || it->terms == 0)
        return;
    Line line = kit_line(grid, eye, area, y);
    double off = fabs(it->recomputed - it->value), scale = it->magnitude > 0 ? it->magnitude : 1;
    char sum[40];
    text_show_number(sum, sizeof sum, it->sum, 6);
    if (it->outer == OUTER_SUM || it->outer == OUTER_TANH || it->outer == OUTER_SIGMOID || it->outer == OUTER_SQRT ||
        it->outer == OUTER_MEAN)
        line_textf(&line, style(ROLE_TEXT), "Σ of %zu %s = %s   ", it->terms, it->terms == 1 ? "term" : "terms", sum);
    if (off == 0)
        line_text(&line, style(ROLE_GOOD), "✓ equals the number above in every digit");
    else if (off <= 1e-12 * scale)
        line_textf(&line, style(ROLE_GOOD), "✓ agrees to %.0e (rounding)", off);
    else
        line_textf(&line, style(ROLE_BAD), "✗ differs by %.1e", off);
}

static void draw_explanation(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const Explanation *it = &session->explanation;
    Rect rest = area;
    int airy = area.height >= 14;
    rest.y += airy;
    rest.y += draw_value(session, eye, grid, (Rect){rest.x, rest.y, rest.width, 1});
    int end = area.y + area.height;
    if (*it->formula && rest.y < end)
        grid_text(grid, rest.x, rest.y++, rest.width, style(ROLE_TEXT), it->formula);
    if (it->terms && rest.y < end)
        draw_filled(grid, eye, rest, rest.y++, it);
    if (*it->note && rest.y < end)
        grid_text(grid, rest.x, rest.y++, rest.width, style(ROLE_FAINT), it->note);
    if (!it->terms)
        return;
    rest.y += airy;
    rest.height = end - rest.y - 1;
    if (rest.height > (int)it->terms)
        rest.height = (int)it->terms;
    if (rest.height < 0)
        rest.height = 0;
    draw_terms(session, grid, rest);
    if (rest.y + rest.height < end)
        draw_agreement(grid, eye, rest, rest.y + rest.height, it);
}

static void draw(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    if (area.height < 1)
        return;
    draw_trail(session, grid, area);
    Rect rest = {area.x, area.y + 1, area.width, area.height - 1};
    if (rest.height < 1)
        return;
    if (!fresh(session))
        kit_message(grid, rest, style(ROLE_FAINT), "…");
    else if (!session->explained)
        kit_message(grid, rest, style(ROLE_WARN), session->explain_error);
    else
        draw_explanation(session, eye, grid, rest);
}

const View EQUATION_VIEW = {
    .name = "equation",
    .title = "equation",
    .shows = "Where a number comes from: its formula, the same with the numbers in it, and its terms by size.",
    .look_for = "Few terms often make most of a sum. Open an operand with Enter, and so on down to the data and the "
                "first weights.",
    .needs_model = false,
    .build = build,
    .draw = draw,
};
