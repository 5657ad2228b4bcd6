#include <stdio.h>
#include <string.h>

#include "engine/probe/explain.h"

/* An explanation for people: the number, the formula, the terms by size, what they come to. */

typedef struct Page {
    Text *text;
    size_t width;
    bool ascii;
} Page;

static const struct Spelling {
    const char *sign, *ascii;
} SPELLINGS[] = {
    {"c̃", "c~"},     {"h̃", "h~"},    {"⊙", "*"},      {"ⁱ", "_i"},     {"ᶠ", "_f"},    {"ᵍ", "_g"},    {"ᵒ", "_o"},
    {"ʳ", "_r"},      {"ᶻ", "_z"},    {"ⁿ", "_n"},     {"→", "->"},     {"←", "<-"},    {"ᵀ", "^T"},    {"∂", "d"},       {"Σ", "sum "},  {"√", "sqrt "}, {"·", "*"},      {"²", "^2"},   {"ᵀ", "^T"},    {"ₜ₋₁", "(t-1)"},
    {"ₜ₊₁", "(t+1)"}, {"ₜ", "t"},     {"ₕ", "h"},     {"ₓ", "x"},      {"ᵧ", "y"},    {"ₖ", "k"},     {"ₙ", "n"},
    {"₊", "+"},       {"₋", "-"},     {"₀", "0"},     {"₁", "1"},      {"₂", "2"},    {"₃", "3"},     {"₄", "4"},
    {"₅", "5"},       {"₆", "6"},     {"₇", "7"},     {"₈", "8"},      {"₉", "9"},    {"⁽⁰⁾", "(0)"}, {"Δ", "D"},
    {"−", "-"},       {"σ", "sigma"}, {"ρ", "rho"},   {"λ", "lambda"}, {"ᵢ", "i"},    {"‖", "|"},     {"⋯", "..."},
    {"…", "..."},     {"±", "+-"},    {"½", "1/2"},   {"θ", "theta"},  {"L̄", "Lbar"}, {"x̄", "xbar"},  {"×", "x"},
};

/* One sign at a time, the longest spelling first where several begin alike (they stand in that order). */
static void page_add(Page *page, const char *string)
{
    while (*string) {
        size_t i = 0, count = sizeof SPELLINGS / sizeof *SPELLINGS;
        while (i < count && strncmp(string, SPELLINGS[i].sign, strlen(SPELLINGS[i].sign)) != 0)
            i++;
        const char *next = string;
        uint32_t code = utf8_next(&next);
        if (page->ascii && i < count) {
            text_add(page->text, SPELLINGS[i].ascii);
            next = string + strlen(SPELLINGS[i].sign);
            next += strcmp(SPELLINGS[i].sign, "√") == 0 && *next == ' ';
        } else if (page->ascii && code > 126) {
            text_add(page->text, "?");
        } else {
            text_add_bytes(page->text, string, (size_t)(next - string));
        }
        string = next;
    }
}

/* A line that is longer than the page goes on, indented, at its blanks. */
static void page_line(Page *page, const char *indent, const char *string)
{
    Text spelled = {0};
    Page plain = {.text = &spelled, .ascii = page->ascii};
    page_add(&plain, string);
    size_t column = utf8_columns(indent);
    text_add(page->text, indent);
    const char *at = text_string(&spelled);
    while (*at) {
        size_t length = strcspn(at, " ");
        char word[300];
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        size_t columns = utf8_columns(word);
        if (column > utf8_columns(indent) && column + columns > page->width) {
            text_addf(page->text, "\n%s  ", indent);
            column = utf8_columns(indent) + 2;
        }
        text_add(page->text, word);
        column += columns + 1;
        at += length;
        if (*at == ' ')
            at++;
        if (*at)
            text_add(page->text, " ");
    }
    text_add(page->text, "\n");
    text_free(&spelled);
}

static void number_text(double number, int digits, char *out, size_t size)
{
    text_show_number(out, size, number, digits);
}

/* "+0.012 = Wh[4][1] (0.34) · dpre[3][4] (0.037)"; what is one factor alone is not said twice. */
static void page_term(Page *page, const Term *term)
{
    char number[40], line[600];
    number_text(term->value, 6, number, sizeof number);
    size_t used = (size_t)snprintf(line, sizeof line, "%s%s", term->value < 0 ? "" : "+", number);
    if (term->operands == 1 && term->operand[0].name[0])
        snprintf(line + used, sizeof line - used, " = %s", term->operand[0].name);
    for (size_t i = 0; term->operands > 1 && i < term->operands && used < sizeof line; i++) {
        bool named = term->operand[i].name[0];
        number_text(term->operand[i].value, 6, number, sizeof number);
        used += (size_t)snprintf(line + used, sizeof line - used, "%s %s%s%s%s", i ? " ·" : " =", term->operand[i].name,
                                 named ? " (" : "", number, named ? ")" : "");
    }
    page_line(page, "    ", line);
}

static void page_rest(Page *page, const Explanation *explanation, size_t shown)
{
    char line[120], number[40];
    double rest = 0;
    for (size_t i = shown; i < explanation->terms; i++)
        rest += explanation->term[i].value;
    number_text(rest, 6, number, sizeof number);
    snprintf(line, sizeof line, "… %zu smaller, together %s", explanation->terms - shown, number);
    page_line(page, "    ", line);
}

static const char *outer_text(Outer outer)
{
    switch (outer) {
    case OUTER_TANH: return "tanh of the sum";
    case OUTER_SIGMOID: return "σ of the sum, 1 / (1 + e^−sum)";
    case OUTER_SOFTMAX: return "e^first / Σ e^term";
    case OUTER_SQRT: return "√ of the sum";
    case OUTER_EXP: return "e to the sum";
    case OUTER_LOG10: return "log10 of the sum";
    case OUTER_ABS: return "the sum without its sign";
    case OUTER_NORM: return "√ Σ term²";
    case OUTER_MINUS_LOG: return "−ln of the sum";
    case OUTER_MEAN: return "the sum over the number of terms";
    case OUTER_QUOTIENT: return "the first over the second";
    case OUTER_POWER: return "the first to the power of the second";
    case OUTER_MAX: return "the largest";
    case OUTER_MIN: return "the smallest";
    default: return "the sum";
    }
}

static void page_result(Page *page, const Explanation *explanation)
{
    char line[200], number[40];
    number_text(explanation->recomputed, 12, number, sizeof number);
    if (explanation->terms == 1 && explanation->outer == OUTER_SUM)
        snprintf(line, sizeof line, "= %s", number);
    else
        snprintf(line, sizeof line, "%s = %s", outer_text(explanation->outer), number);
    page_line(page, "  ", line);
}

void explanation_text(const Explanation *explanation, size_t terms, size_t width, bool ascii, Text *text)
{
    Page page = {.text = text, .width = width, .ascii = ascii};
    char line[400], number[40];
    number_text(explanation->value, 12, number, sizeof number);
    if (explanation->symbol[0] && strcmp(explanation->symbol, explanation->name) != 0)
        snprintf(line, sizeof line, "%s = %s = %s", explanation->name, explanation->symbol, number);
    else
        snprintf(line, sizeof line, "%s = %s", explanation->name, number);
    page_line(&page, "", line);
    page_line(&page, "  ", explanation->formula);
    size_t shown = explanation->terms > terms ? terms : explanation->terms;
    for (size_t i = 0; i < shown; i++)
        page_term(&page, &explanation->term[i]);
    if (shown < explanation->terms)
        page_rest(&page, explanation, shown);
    if (explanation->outer != OUTER_LEAF && explanation->outer != OUTER_DEFINITION)
        page_result(&page, explanation);
    if (explanation->note[0])
        page_line(&page, "  ", explanation->note);
}
