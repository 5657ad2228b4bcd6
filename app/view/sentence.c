#include "app/view/sentence.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PIECE = 160 };

/** Pen - where the sentence is written, or (draw false) only measured. */
typedef struct Pen {
    const Focus *focus;
    Line line;
    size_t t;
    bool draw;
    int columns;
} Pen;

static void write_text(Pen *pen, const char *text)
{
    pen->columns += grid_columns(pen->line.grid, text);
    if (pen->draw)
        line_text(&pen->line, style(ROLE_TEXT), text);
}

/** write_number - one that is below zero in brackets behind a sign of its own. */
static void write_number(Pen *pen, const char *form, bool bracket)
{
    char name[FORM_MAX], shown[40];
    focus_name(pen->focus, form, pen->t, name);
    double value = kit_number(pen->focus->eye, "%s", name);
    text_show_number(shown, sizeof shown, value, pen->line.digits);
    bracket = bracket && *shown == '-';
    write_text(pen, bracket ? "(" : "");
    pen->columns += (int)strlen(shown);
    if (pen->draw && isnan(value))
        line_text(&pen->line, style(ROLE_BAD), "nan");
    else if (pen->draw)
        line_value(&pen->line, "", name, value);
    write_text(pen, bracket ? ")" : "");
}

/** write_sub - [t], [p] or [q] as a subscript. */
static void write_sub(Pen *pen, char which)
{
    char sub[64];
    size_t next = which == 't' ? pen->t : (which == 'p') == pen->focus->reverse ? pen->t + 1 : pen->t - 1;
    kit_sub(next, sub);
    write_text(pen, sub);
}

static const char *write_piece(Pen *pen, const char *at, const char *text)
{
    char piece[PIECE];
    size_t length = *at == '{' ? strcspn(at + 1, "}") : strcspn(at + 1, "{[") + 1;
    if (*at == '[' && at[2] == ']') {
        write_sub(pen, at[1]);
        return at + 3;
    }
    snprintf(piece, sizeof piece, "%.*s", (int)length, *at == '{' ? at + 1 : at);
    if (*at != '{') {
        write_text(pen, piece);
        return at + length;
    }
    bool sign = at - text >= 2 && (at[-1] == ' ' ? at[-2] == '+' : at[-1] != '(');
    write_number(pen, piece, sign);
    return at + length + 2;
}

/** write_all - from `skip` on nothing until `resume`. */
static int write_all(Pen *pen, const char *text, const char *skip, const char *resume)
{
    pen->columns = 0;
    for (const char *at = text; *at;)
        at = at == skip ? resume : write_piece(pen, at, text);
    return pen->columns;
}

/** middle - the symbols between the first "=" and the second, where no number stands among them: *resume is behind them. */
static const char *middle(const char *text, const char **resume)
{
    const char *first = strstr(text, " = ");
    *resume = first ? strstr(first + 3, " = ") : NULL;
    return *resume && !memchr(first, '{', (size_t)(*resume - first)) ? first : NULL;
}

bool sentence_draw(const Focus *focus, Grid *grid, Rect area, int y, size_t t, const char *text)
{
    const char *resume, *skip = middle(text, &resume);
    for (int whole = 1; whole >= (skip ? 0 : 1); whole--)
        for (int digits = 3; digits >= 2; digits--) {
            Pen pen = {.focus = focus, .line = line_begin(grid, focus->eye, area, y), .t = t};
            pen.line.digits = digits;
            if (write_all(&pen, text, whole ? NULL : skip, resume) > area.width)
                continue;
            pen.draw = true;
            write_all(&pen, text, whole ? NULL : skip, resume);
            return true;
        }
    return false;
}
