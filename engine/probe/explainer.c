#include "engine/probe/explainer.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

void explainer_term(Explainer *explainer)
{
    Explanation *out = explainer->out;
    if (out->terms >= TERMS_LARGEST && !explainer->failed)
        explainer->failed = !fail(explainer->error, ERR_LIMIT, "more than %d terms cannot be laid out", TERMS_LARGEST);
    if (explainer->failed)
        return;
    out->term = memory_grow(out->term, &explainer->room, out->terms + 1, sizeof *out->term);
    out->term[out->terms++] = (Term){.operands = 0};
}

void explainer_known(Explainer *explainer, const char *name, double value)
{
    if (explainer->failed || explainer->out->terms == 0)
        return;
    Term *term = &explainer->out->term[explainer->out->terms - 1];
    Operand *operand = &term->operand[term->operands++];
    if (strlen(name) < sizeof operand->name) // a name that was cut would name something else
        memcpy(operand->name, name, strlen(name) + 1);
    operand->value = value;
}

void explainer_factor(Explainer *explainer, const char *format, ...)
{
    char name[200];
    double value = 0;
    va_list list;
    va_start(list, format);
    vsnprintf(name, sizeof name, format, list);
    va_end(list);
    if (explainer->failed)
        return;
    if (!probe_number(explainer->probe, name, &value, explainer->error))
        explainer->failed = true;
    explainer_known(explainer, name, value);
}

void explainer_say(Explainer *explainer, Outer outer, const char *formula)
{
    explainer->out->outer = outer;
    snprintf(explainer->out->formula, sizeof explainer->out->formula, "%s", formula);
}

void explainer_sayf(Explainer *explainer, Outer outer, const char *formula, ...)
{
    va_list list;
    va_start(list, formula);
    explainer->out->outer = outer;
    vsnprintf(explainer->out->formula, sizeof explainer->out->formula, formula, list);
    va_end(list);
}

void explainer_note(Explainer *explainer, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(explainer->out->note, sizeof explainer->out->note, format, list);
    va_end(list);
}

bool explainer_leaf(Explainer *explainer, const char *formula, const char *format, ...)
{
    explainer_clear(explainer);
    explainer_say(explainer, OUTER_LEAF, formula);
    va_list list;
    va_start(list, format);
    vsnprintf(explainer->out->note, sizeof explainer->out->note, format, list);
    va_end(list);
    return true;
}

void explainer_clear(Explainer *explainer)
{
    explainer->out->terms = 0;
}

static double softmax(const Explanation *explanation)
{
    double largest = -INFINITY, sum = 0;
    for (size_t i = 0; i < explanation->terms; i++)
        largest = fmax(largest, explanation->term[i].value);
    for (size_t i = 0; i < explanation->terms; i++)
        sum += exp(explanation->term[i].value - largest);
    return exp(explanation->term[0].value - largest) / sum;
}

static double norm_of_terms(const Explanation *explanation)
{
    double norm = 0;
    for (size_t i = 0; i < explanation->terms; i++)
        norm = hypot(norm, explanation->term[i].value);
    return norm;
}

static double extreme(const Explanation *explanation, double sign)
{
    double best = explanation->term[0].value;
    for (size_t i = 1; i < explanation->terms; i++)
        if (sign * explanation->term[i].value > sign * best)
            best = explanation->term[i].value;
    return best;
}

double explanation_outer(const Explanation *explanation)
{
    const Term *term = explanation->term;
    double sum = explanation->sum;
    switch (explanation->outer) {
    case OUTER_SUM: return sum;
    case OUTER_TANH: return tanh(sum);
    case OUTER_SIGMOID: return 1 / (1 + exp(-sum));
    case OUTER_SOFTMAX: return softmax(explanation);
    case OUTER_SQRT: return sqrt(sum);
    case OUTER_EXP: return exp(sum);
    case OUTER_LOG10: return log10(sum);
    case OUTER_ABS: return fabs(sum);
    case OUTER_NORM: return norm_of_terms(explanation);
    case OUTER_MINUS_LOG: return -log(sum);
    case OUTER_MEAN: return sum / (double)explanation->terms;
    case OUTER_QUOTIENT: return term[0].value / term[1].value;
    case OUTER_POWER: return pow(term[0].value, term[1].value);
    case OUTER_MAX: return extreme(explanation, 1);
    case OUTER_MIN: return extreme(explanation, -1);
    default: return explanation->value;
    }
}

/* Where first and second mean something, the order stays. */
static size_t terms_in_place(Outer outer)
{
    switch (outer) {
    case OUTER_QUOTIENT:
    case OUTER_POWER:
    case OUTER_DEFINITION: return 2;
    case OUTER_SOFTMAX: return 1;
    default: return 0;
    }
}

static int by_size(const void *a, const void *b)
{
    double left = fabs(((const Term *)a)->value), right = fabs(((const Term *)b)->value);
    return (left < right) - (left > right);
}

/* Neumaier's sum: its own rounding stays far below the 1e-12 that is promised. */
static void add_up(Explanation *explanation)
{
    double sum = 0, lost = 0;
    explanation->magnitude = 0;
    for (size_t i = 0; i < explanation->terms; i++) {
        double value = explanation->term[i].value, next = sum + value;
        lost += fabs(sum) >= fabs(value) ? (sum - next) + value : (value - next) + sum;
        sum = next;
        explanation->magnitude += fabs(value);
    }
    explanation->sum = isfinite(sum) ? sum + lost : sum;
}

static void multiply_out(Explanation *explanation)
{
    for (size_t i = 0; i < explanation->terms; i++) {
        Term *term = &explanation->term[i];
        term->value = 1;
        for (size_t j = 0; j < term->operands; j++)
            term->value *= term->operand[j].value;
    }
}

void explainer_sum_up(Explanation *explanation)
{
    multiply_out(explanation);
    size_t kept = terms_in_place(explanation->outer);
    if (explanation->terms > kept)
        qsort(explanation->term + kept, explanation->terms - kept, sizeof *explanation->term, by_size);
    add_up(explanation);
    explanation->recomputed = explanation_outer(explanation);
}

/* What rounding may do to a sum of terms, in the numbers the engine computes in. */
static const double AGREEMENT = sizeof(real) == sizeof(double) ? 1e-12 : 1e-5;

bool explainer_agrees(Explainer *explainer, Outer outer)
{
    Explanation *out = explainer->out;
    if (explainer->failed)
        return true; // the failure is told further up
    multiply_out(out);
    add_up(out);
    out->outer = outer;
    double scale = outer == OUTER_SUM ? out->magnitude : fabs(out->value);
    return isfinite(scale) && fabs(explanation_outer(out) - out->value) <= AGREEMENT * scale;
}

void explanation_free(Explanation *explanation)
{
    free(explanation->term);
    *explanation = (Explanation){0};
}
