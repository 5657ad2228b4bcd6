#include "app/view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/view/terms.h"

/** subject_of - the expression to explain: the trail's last, otherwise the hidden unit at the cursor. */
static void subject_of(const Session *session, char name[QUANTITY_MAX])
{
    const Cursor *cursor = &session->cursor;
    if (cursor->trails)
        snprintf(name, QUANTITY_MAX, "%s", cursor->trail[cursor->trails - 1]);
    else
        snprintf(name, QUANTITY_MAX, "h[%zu][%zu]", kit_step(session), kit_unit(session));
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
    return session->explained ? terms_operands(&session->explanation) : 0;
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
    Line line = line_begin(grid, eye, area, area.y);
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

/** draw_sum - what the terms come to, and what the function around them makes of it. */
static void draw_sum(Line *line, const Explanation *it)
{
    static const struct {
        Outer outer;
        const char *name;
    } AROUND[] = {{OUTER_TANH, "tanh"}, {OUTER_SIGMOID, "σ"}, {OUTER_SQRT, "√"}, {OUTER_MEAN, "mean"}};
    char sum[40], whole[40];
    const char *name = NULL;
    for (size_t i = 0; i < sizeof AROUND / sizeof *AROUND; i++)
        if (AROUND[i].outer == it->outer)
            name = AROUND[i].name;
    text_show_number(sum, sizeof sum, it->sum, 6);
    text_show_number(whole, sizeof whole, it->recomputed, 6);
    if (name && it->terms == 1)
        line_textf(line, style(ROLE_TEXT), "%s(%s) = %s   ", name, sum, whole);
    else if (name || it->outer == OUTER_SUM)
        line_textf(line, style(ROLE_TEXT), "Σ of %zu %s = %s   ", it->terms, it->terms == 1 ? "term" : "terms", sum);
    if (name && it->terms > 1)
        line_textf(line, style(ROLE_TEXT), "%s: %s   ", name, whole);
}

/** draw_agreement - how far the terms, added up here, are from what the engine holds. */
static void draw_agreement(Grid *grid, const Eye *eye, Rect area, int y, const Explanation *it)
{
    if (it->outer == OUTER_LEAF || it->outer == OUTER_DEFINITION || it->terms == 0)
        return;
    Line line = line_begin(grid, eye, area, y);
    double off = fabs(it->recomputed - it->value), scale = it->magnitude > 0 ? it->magnitude : 1;
    draw_sum(&line, it);
    if (!isfinite(it->value))
        line_text(&line, style(ROLE_WARN), "no longer finite: nothing to compare");
    else if (off == 0)
        line_text(&line, style(ROLE_GOOD), "✓ equals the number above in every digit");
    else if (off <= 1e-12 * scale)
        line_textf(&line, style(ROLE_GOOD), "✓ agrees to %.0e (rounding)", off);
    else
        line_textf(&line, style(ROLE_BAD), "✗ differs by %.1e", off);
}

/** draw_preview - what the picked operand is made of in turn: what Enter would open. */
static void draw_preview(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const Operand *operand = terms_operand(&session->explanation, session->cursor.term);
    Explanation next = {0};
    Error error = {0};
    if (!operand || area.height < 4 || !explain(&eye->probe, operand->name, &next, &error))
        return;
    int y = area.y;
    grid_text(grid, area.x, y, 2, style(ROLE_STRONG), grid->ascii ? ">" : "▸");
    Line line = line_begin(grid, eye, (Rect){area.x + 2, y, area.width - 2, 1}, y);
    line_textf(&line, style(ROLE_CODE), "%s", operand->name);
    line_text(&line, style(ROLE_FAINT), next.outer == OUTER_LEAF ? "   nothing below it:" : "   in turn:");
    area = (Rect){area.x + 2, y + 1, area.width - 2, area.height - 1};
    y = area.y;
    y += kit_wrap(grid, (Rect){area.x, y, area.width, 2}, style(ROLE_TEXT), next.formula);
    if (next.terms && next.outer != OUTER_DEFINITION)
        terms_filled(grid, eye, area, y++, &next);
    kit_wrap(grid, (Rect){area.x, y, area.width, area.y + area.height - y}, style(ROLE_FAINT), next.note);
    explanation_free(&next);
}

static void draw_explanation(const Session *session, const Eye *eye, Grid *grid, Rect area)
{
    const Explanation *it = &session->explanation;
    Rect rest = area;
    int airy = area.height >= 14;
    rest.y += airy;
    rest.y += draw_value(session, eye, grid, (Rect){rest.x, rest.y, rest.width, 1});
    int end = area.y + area.height;
    rest.y += kit_wrap(grid, (Rect){rest.x, rest.y, rest.width, end - rest.y < 2 ? end - rest.y : 2}, style(ROLE_TEXT),
                       it->formula);
    if (it->terms && it->outer != OUTER_DEFINITION && rest.y < end)
        terms_filled(grid, eye, rest, rest.y++, it);
    int note = it->terms ? 2 : end - rest.y;
    rest.y += kit_wrap(grid, (Rect){rest.x, rest.y, rest.width, end - rest.y < note ? end - rest.y : note},
                       style(ROLE_FAINT), it->note);
    if (!it->terms)
        return;
    rest.y += airy;
    rest.height = end - rest.y - 1;
    if (rest.height > (int)it->terms)
        rest.height = (int)it->terms;
    if (rest.height < 0)
        rest.height = 0;
    terms_list(it, session->cursor.term, grid, rest);
    int y = rest.y + rest.height;
    if (y < end)
        draw_agreement(grid, eye, rest, y, it);
    draw_preview(session, eye, grid, (Rect){area.x, y + 2, area.width, end - y - 2});
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
