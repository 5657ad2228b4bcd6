/* What a recurrent cell is: one row of functions. A cell is one file (rnn.c, mlp.c) and one row in cell.c.
 * Knows: real. Must not know losses, batches over time or training. */
#ifndef BACKPASS_NET_CELL_H
#define BACKPASS_NET_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/math/real.h"

typedef enum Activation { ACTIVATION_TANH, ACTIVATION_IDENTITY, ACTIVATIONS } Activation;

/** CellWeights - the weights one step needs, inside the network's flat vector. */
typedef struct CellWeights {
    size_t inputs; // D
    size_t hidden; // H
    Activation activation;
    const real *Wx; // (D, G·H)
    const real *Wh; // (H, G·H); NULL where nothing recurs
    const real *b;  // (G·H)
} CellWeights;

typedef struct Cell {
    const char *name;  // "rnn"
    const char *title; // "Elman RNN"
    size_t blocks;     // G: pre-activations a unit has
    bool recurrent;
    const char *equation; // one line with the books' symbols: "hₜ = tanh(Wₓxₜ + Wₕhₜ₋₁ + b)"

    /** forward - rows n. before (n,H) borrowed; pre (n,G·H) holds Wx·x + b and is completed here; h (n,H) written. */
    void (*forward)(const CellWeights *w, size_t n, const real *before, real *pre, real *h);
    /** backward - dh (n,H) borrowed, the total derivative at this step; dpre (n,G·H) written;
     *  dbefore (n,H) is added to. */
    void (*backward)(const CellWeights *w, size_t n, const real *before, const real *pre, const real *h, const real *dh,
                     real *dpre, real *dbefore);
    /** tangent - forward mode: pre_dot (n,G·H) holds the tangent of Wx·x + b (+ of Wh against a constant before) and is
     *  completed with Wh·before_dot; h_dot (n,H) written. */
    void (*tangent)(const CellWeights *w, size_t n, const real *before, const real *pre, const real *h,
                    const real *before_dot, real *pre_dot, real *h_dot);
    /** jacobian - ∂h/∂before of one row, (H,H) written, rows are outputs. */
    void (*jacobian)(const CellWeights *w, const real *before, const real *pre, const real *h, real *jacobian);
} Cell;

extern const Cell RNN_CELL; // rnn.c
extern const Cell MLP_CELL; // mlp.c: h = tanh(Wx x + b), sees one step

/** cell_find - the cell of that name, NULL when there is none; cell_name(i) walks the table until NULL. */
const Cell *cell_find(const char *name);
const char *cell_name(size_t index);

/** activation_name - "tanh", "identity"; activation_find - false when there is none of that name. */
const char *activation_name(Activation activation);
bool activation_find(const char *name, Activation *activation);
/** activation_apply - y = a(z), n numbers; activation_slope - a'(z) from y = a(z). */
void activation_apply(Activation activation, size_t n, const real *z, real *y);
real activation_slope(Activation activation, real y);

#endif
