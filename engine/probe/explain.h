/* Taking a number apart: formula, the same with operands, terms by size, each operand a quantity to open in turn.
 * Knows: the probe. An explanation recomputed from its operands agrees with the engine to 1e-12 of Σ|terms|. */
#ifndef BACKPASS_PROBE_EXPLAIN_H
#define BACKPASS_PROBE_EXPLAIN_H

#include "engine/probe/probe.h"

/** Operand - a number with the expression that names it ("" for a bare constant such as 2). */
typedef struct Operand { char name[96]; double value; } Operand;

/** Term - a product of up to three operands. */
typedef struct Term { Operand operand[3]; size_t operands; double value; } Term;

/** How the sum of the terms becomes the number. */
typedef enum Outer {
    OUTER_SUM,       // the sum itself (one term: that product)
    OUTER_TANH, OUTER_SIGMOID,
    OUTER_SOFTMAX,   // e^first / Σ e^term
    OUTER_SQRT, OUTER_EXP, OUTER_LOG10, OUTER_ABS,
    OUTER_NORM,      // √Σ term², without underflow on the way
    OUTER_MINUS_LOG, // −ln
    OUTER_MEAN,      // the sum over the number of terms
    OUTER_QUOTIENT,  // first term / second term
    OUTER_POWER,     // first term ^ second term
    OUTER_MAX, OUTER_MIN,
    OUTER_LEAF,      // nothing further: a data row, an initial weight, a number measured in training
    OUTER_DEFINITION // a spectral quantity: its definition, and a residual in `note`; not recomputed from terms
} Outer;

typedef struct Explanation {
    char name[96];       // canonical: "dh[5][2]"
    double value;        // as the engine holds it
    char symbol[64];     // "∂L/∂h₅,₂"
    char formula[256];   // with the books' symbols, general: "∂L/∂hₜ = Wₕᵀ·∂L/∂preₜ₊₁ + Wᵧᵀ·∂L/∂yₜ"
    char note[256];      // where a leaf comes from, or what to know: "sequence 3, step 5, column threat, line 47 of file.csv"
    Outer outer;
    Term *term;          // by decreasing |value|
    size_t terms;
    double sum;          // Σ terms
    double magnitude;    // Σ |terms|
    double recomputed;   // outer(Σ terms)
} Explanation;

/** explain - take the number an expression names apart. Errors: ERR_USE when it is not a single number ("dh[5] has 16: say
 *  dh[5][2] or norm(dh[5])"), ERR_LIMIT when the expression is longer than a name. explanation written; free with
 *  explanation_free. */
bool explain(const Probe *probe, const char *expression, Explanation *explanation, Error *error) MUST_USE;
void explanation_free(Explanation *explanation);
/** explanation_text - for people, at most `terms` terms, width columns; added to text. UTF-8 symbols or ASCII. */
void explanation_text(const Explanation *explanation, size_t terms, size_t width, bool ascii, Text *text);

#endif
