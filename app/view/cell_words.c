#include "app/view/cell_words.h"

#include <stdio.h>
#include <string.h>

/** input_of - the expression of what the layer reads at step t; of two tracks below the one that is asked for. */
static void input_of(const Circuit *circuit, bool reverse, char out[48])
{
    if (circuit->layer == 1)
        snprintf(out, 48, "x[%zu]", circuit->t);
    else
        snprintf(out, 48, "h@%zu%s[%zu]", circuit->layer - 1, reverse ? "r" : "", circuit->t);
}

static bool two_below(const Circuit *circuit)
{
    return circuit->layer > 1 && circuit->net->spec.bidirectional;
}

/** weight_of - "Wx@2.f[3]": the unit's row. */
static void weight_of(const Circuit *circuit, const char *weight, char gate, char out[48])
{
    char of[3] = {'.', gate, 0};
    snprintf(out, 48, "%s%s%s[%zu]", weight, circuit->suffix, gate == '-' ? "" : of, circuit->unit);
}

static void from_input(const Circuit *circuit, char gate, Text *out)
{
    char weight[48], input[48], other[48];
    size_t H = circuit->net->spec.hidden;
    weight_of(circuit, "Wx", gate, weight);
    input_of(circuit, false, input);
    input_of(circuit, true, other);
    if (two_below(circuit))
        text_addf(out, "(sum(%s[1:%zu]*%s) + sum(%s[%zu:%zu]*%s))", weight, H, input, weight, H + 1, 2 * H, other);
    else
        text_addf(out, "sum(%s * %s)", weight, input);
}

static void from_state(const Circuit *circuit, char gate, Text *out)
{
    char weight[48];
    weight_of(circuit, "Wh", gate, weight);
    if (circuit->cut_weights)
        text_add(out, "0");
    else
        text_addf(out, "sum(%s * h%s[%zu])", weight, circuit->suffix, circuit->before);
}

/** size_of - of a vector its norm, of a single number itself. */
static void size_of(const Circuit *circuit, Text *out, size_t count, const char *prefix, bool gradient)
{
    char one[48], other[48];
    input_of(circuit, false, one);
    input_of(circuit, true, other);
    const char *way = gradient && circuit->layer > 1 ? ".above" : "";
    if (count == 1)
        text_addf(out, "%s%s[1]", prefix, one);
    else if (*way && two_below(circuit))
        text_addf(out, "sqrt(norm(dh@%zu.above[%zu])^2 + norm(dh@%zur.above[%zu])^2)", circuit->layer - 1, circuit->t,
                  circuit->layer - 1, circuit->t);
    else if (*way)
        text_addf(out, "norm(dh@%zu.above[%zu])", circuit->layer - 1, circuit->t);
    else if (two_below(circuit))
        text_addf(out, "sqrt(norm(%s)^2 + norm(%s)^2)", one, other);
    else
        text_addf(out, "norm(%s%s)", prefix, one);
}

static void input_in_words(const Circuit *circuit, Text *out)
{
    char sub[64];
    kit_sub(circuit->t, sub);
    if (circuit->layer == 1)
        text_addf(out, "x%s, the input of step %zu,", sub, circuit->t);
    else
        text_addf(out, "x%s, which is the h of layer %zu,", sub, circuit->layer - 1);
}

static void state_size(const Circuit *circuit, Text *out)
{
    const char *form = circuit->net->spec.hidden == 1 ? "h%s[%zu][1]" : "norm(h%s[%zu])";
    text_addf(out, form, circuit->suffix, circuit->before);
}

static void carried(const Circuit *circuit, char kind, Text *out)
{
    if (kind == 'B' ? circuit->cut_weights : circuit->cut_direct)
        text_add(out, "0");
    else
        text_addf(out, "%c%s[%zu][%zu]", kind == 'C' ? 'c' : 'h', circuit->suffix, circuit->before, circuit->unit);
}

/** reset_state - reset before: what r⊙h brings to the candidate, or what comes back to it from all candidates. */
static void reset_state(const Circuit *circuit, char kind, Text *out)
{
    const char *suffix = circuit->suffix;
    size_t H = circuit->net->spec.hidden, t = circuit->t, u = circuit->unit;
    if (kind == 'G')
        text_addf(out, "sum(Wh%s.n[1:%zu][%zu] * dpre%s.n[%zu])", suffix, H, u, suffix, t);
    else if (circuit->cut_weights)
        text_add(out, "0");
    else
        text_addf(out, "sum(Wh%s.n[%zu] * (r%s[%zu] * h%s[%zu]))", suffix, u, suffix, t, suffix, circuit->before);
}

static void add_bar(Text *out, bool bar)
{
    text_add(out, bar ? "‖" : "");
}

/** macro - "$Xf" and its like; returns the bytes it took. */
static size_t macro(const Circuit *circuit, const char *at, Text *out)
{
    size_t width = net_width(&circuit->net->spec, circuit->layer);
    switch (at[1]) {
    case 'X': from_input(circuit, at[2], out); return 3;
    case 'H': from_state(circuit, at[2], out); return 3;
    case 'I': input_in_words(circuit, out); break;
    case 'N': size_of(circuit, out, circuit->layer == 1 ? width : 2, "", false); break;
    case 'D': size_of(circuit, out, circuit->layer == 1 ? width : 2, "d", true); break;
    case 'P': state_size(circuit, out); break;
    case 'R':
    case 'G': reset_state(circuit, at[1], out); break;
    case '(':
    case ')': add_bar(out, width > 1 || circuit->layer > 1); break;
    case '[':
    case ']': add_bar(out, circuit->net->spec.hidden > 1); break;
    default: carried(circuit, at[1], out); break;
    }
    return 2;
}

static size_t number_of(const Circuit *circuit, char letter)
{
    return letter == 't' ? circuit->t : letter == 's' ? circuit->before : circuit->unit;
}

static bool index_at(const char *at)
{
    return at[0] == '[' && at[1] && strchr("tsu", at[1]) && at[2] == ']';
}

/** sub_at - "_t" at the end of a word. After a blank it is the number itself: "step _t". */
static bool sub_at(const char *at)
{
    return at[0] == '_' && at[1] && strchr("tsu", at[1]);
}

void cell_words_fill(const Circuit *circuit, const char *words, char *out, size_t size)
{
    Text text = {0};
    char sub[64];
    for (const char *at = words; *at;) {
        if (*at == '$' && at[1]) {
            at += macro(circuit, at, &text);
        } else if (index_at(at)) {
            text_addf(&text, "[%zu]", number_of(circuit, at[1]));
            at += 3;
        } else if (sub_at(at)) {
            kit_sub(number_of(circuit, at[1]), sub);
            if (at == words || at[-1] == ' ')
                text_addf(&text, "%zu", number_of(circuit, at[1]));
            else
                text_add(&text, sub);
            at += 2;
        } else if (*at == '@') {
            text_add(&text, circuit->suffix);
            at++;
        } else {
            text_add_bytes(&text, at++, 1);
        }
    }
    snprintf(out, size, "%s", text_string(&text));
    text_free(&text);
}

/* ---- words with numbers in them ---------------------------------------------------------------------------------- */

/** piece - the next run of text or one {E}: draws it (where asked) and returns its columns; *at goes behind it. */
static int piece(const Circuit *circuit, Grid *grid, const char **at, const char *end, int x, int y, bool draw)
{
    char text[SAYS_MAX], shown[40];
    const char *from = *at + (**at == '{');
    *at = from + strcspn(from, from > *at ? "}" : " {");
    if (*at > end)
        *at = end;
    snprintf(text, sizeof text, "%.*s", (int)(*at - from), from);
    if (**at != '}')
        return draw ? grid_text(grid, x, y, grid->width, style(ROLE_TEXT), text) : grid_columns(grid, text);
    (*at)++;
    double value = kit_number(circuit->eye, "%s", text);
    text_show_number(shown, sizeof shown, value, 3);
    int width = (int)strlen(shown);
    if (draw)
        grid_number(grid, x, y, width, style(ROLE_STRONG), 3, text, value);
    return width;
}

/** word_end - behind the word that begins here: at the next blank that is not inside of braces. */
static const char *word_end(const char *at)
{
    for (int deep = 0; *at && (*at != ' ' || deep); at++)
        deep += *at == '{' ? 1 : *at == '}' ? -1 : 0;
    return at;
}

static int word(const Circuit *circuit, Grid *grid, const char *from, const char *end, int x, int y, bool draw)
{
    int width = 0;
    for (const char *at = from; at < end;)
        width += piece(circuit, grid, &at, end, x + width, y, draw);
    return width;
}

int cell_words_draw(const Circuit *circuit, Grid *grid, Rect area, const char *words)
{
    char filled[4 * SAYS_MAX];
    int x = 0, row = 0;
    cell_words_fill(circuit, words, filled, sizeof filled);
    for (const char *at = filled; *at;) {
        const char *end = word_end(at);
        int width = word(circuit, grid, at, end, 0, 0, false);
        if (x > 0 && x + width > area.width) {
            x = 0;
            row++;
        }
        if (row >= area.height || x + width > area.width)
            return row;
        word(circuit, grid, at, end, area.x + x, area.y + row, true);
        x += width + 1;
        at = end + (*end == ' ');
    }
    return row + 1;
}

/** held_words - the gate's letter and the value it is held at go before. */
static void held_words(const Circuit *circuit, const Stop *stop, char *out, size_t size)
{
    snprintf(out, size, "%s is held at {%c@[t][u]}: %s", stop->label, stop->gate,
             circuit->backward ? "the gradient that comes here goes no further back."
                               : "what its pre-activation says counts for nothing.");
}

void cell_words_stop(const Circuit *circuit, const Stop *stop, char *out, size_t size)
{
    if (stop->gate && circuit_held(circuit, stop->gate))
        held_words(circuit, stop, out, size);
    else if (circuit_cut(circuit, stop))
        snprintf(out, size, "%s",
                 circuit->backward ? "This edge is cut: no gradient goes back on it."
                                   : "This edge is cut: step _t reads 0 here, whatever there was.");
    else
        snprintf(out, size, "%s", circuit->backward ? stop->dsays : stop->says);
}
