/* What a cell is: one row of functions. A cell is one file (rnn.c, lstm.c …) and one row in cell.c.
 * Knows: one step of one layer. Must not know losses, time, batches or training. */
#ifndef BACKPASS_NET_CELL_H
#define BACKPASS_NET_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/math/real.h"

typedef enum Activation { ACTIVATION_TANH, ACTIVATION_IDENTITY, ACTIVATION_RELU, ACTIVATIONS } Activation;
typedef enum Reset { RESET_BEFORE, RESET_AFTER, RESETS } Reset;      // r before or after the product with Wh
typedef enum Update { UPDATE_REPLACE, UPDATE_KEEP, UPDATES } Update; // what z = 1 does to the state

enum { BLOCKS_MAX = 4, NO_BLOCK = -1 };

/** CellWeights - the weights one step needs, inside the network's flat vector, and the cell's options. */
typedef struct CellWeights {
    size_t inputs; // I: D in layer 1, what the layer below answers in the others
    size_t hidden; // H
    Activation activation;
    Reset reset;
    Update update;
    const real *Wx;   // (I, G·H)
    const real *Wh;   // (H, G·H); NULL where nothing recurs
    const real *b;    // (G·H)
    const real *bh;   // (H), a bias inside the product with Wh (GRU, reset after); NULL where there is none
    const real *hold; // (G·H) values that gates are held at, NaN where a gate is free; NULL where all are free
    const real *panels; // Wh as recur.h lays it out for the pass under way; NULL where it is read as it stands
} CellWeights;

/** CellStep - what n rows of one step read and leave; what a cell does not use is NULL.
 *  `before` is h_{t-1} as Wh reads it; `carry` is what passes into the new state without a weight: c_{t-1} (LSTM) or
 *  h_{t-1} (GRU). A cut edge reads zeros there, and its gradients go nowhere. */
typedef struct CellStep {
    size_t n;
    const real *before; // (n, H)
    const real *carry;  // (n, H)
    real *pre;          // (n, G·H)
    real *gate;         // (n, G·H) gates and candidate after activation
    real *aux;          // (n, H)   the cell's own: tanh(c), r⊙h, Wh·h + bh
    real *h, *c;        // (n, H)
    real *dpre, *dgate; // the gradient of each
    real *daux;
    real *dh, *dc;          // (n, H) total derivatives
    real *dbefore, *dcarry; // (n, H)
    const real *gate_nudge; // (n, G·H) added to the gates, for checking their gradients; NULL otherwise
    const real *c_nudge;    // (n, H)
} CellStep;

/** Wire - what a block's part of Wh reads and where the product goes: h_{t-1} into pre, unless it says otherwise. */
typedef struct Wire {
    bool reads_aux; // aux = gate[by] ⊙ h_{t-1} instead of h_{t-1}      (GRU, reset before)
    bool feeds_aux; // aux = Wh·h_{t-1} + bh, which gate[by] lets into pre   (GRU, reset after)
    int by;         // the gate's block
} Wire;

typedef enum Carry { CARRY_NONE, CARRY_C, CARRY_H } Carry;

typedef struct Cell {
    const char *name;  // "rnn"
    const char *title; // "Elman RNN"
    size_t blocks;     // G: pre-activations a unit has
    const char *gates; // a letter each block, in the order they are stored: "ifgo"; "" where the only block is h itself
    char candidate;    // the letter of the block that is bent by tanh; the others by σ. 0 where there is none
    bool recurrent;
    bool bends; // the activation option is its own to choose; gated cells have σ and tanh
    bool aux;   // it uses aux
    Carry carry;
    int keeper;    // block that remembers when open (f; z when update=keep); NO_BLOCK
    int writer;    // block whose bias is set against it by a chrono initialisation (i); NO_BLOCK
    bool mirrored; // update=replace turns the keeper's meaning round
    /** equation - one line with the books' symbols, always of the network computed; %s-free text. */
    const char *(*equation)(const CellWeights *w);

    /** forward - reads before, carry; pre holds Wx·x + b and is completed here; gate, aux, h, c written. */
    void (*forward)(const CellWeights *w, const CellStep *step);
    /** backward - after forward. dh is the total derivative; dc holds what came from later steps and is completed to the
     *  total; dpre, dgate, daux written; dbefore, dcarry added to (they may be one array). */
    void (*backward)(const CellWeights *w, const CellStep *step);
    /** tangent - forward mode. dot holds tangents: before, carry given; pre the tangent of Wx·x + b (+ what is seeded),
     *  gate, aux, c what is seeded; all are completed and h is written. */
    void (*tangent)(const CellWeights *w, const CellStep *step, const CellStep *dot);
    /** jacobian - ∂s/∂s_before of one row and its state s = h or [h ; c], square, written, rows are outputs; no edge is
     *  cut. NULL: net_jacobian goes by tangents. */
    void (*jacobian)(const CellWeights *w, const CellStep *step, real *jacobian);
    /** wire - of a block; NULL: Wh reads h_{t-1} and feeds pre, in every block. */
    Wire (*wire)(const CellWeights *w, size_t block);
    /** keep - (n,H) written: by what the carried state is multiplied (f; GRU: z or 1−z). NULL without a carry.
     *  release - (n,H) written: ∂h/∂c within the step (LSTM: o ⊙ (1 − tanh²c)). NULL unless carry is c. */
    void (*keep)(const CellWeights *w, const CellStep *step, real *keep);
    void (*release)(const CellWeights *w, const CellStep *step, real *release);
} Cell;

extern const Cell RNN_CELL;  // rnn.c
extern const Cell LSTM_CELL; // lstm.c
extern const Cell GRU_CELL;  // gru.c
extern const Cell MLP_CELL;  // mlp.c: h = tanh(Wx x + b), sees one step

/** CELL_NAMES - those of the table in cell.c, in its order, for lists of choices; a test compares them. */
#define CELL_NAMES "rnn lstm gru mlp"

/** cell_find - the cell of that name, NULL when there is none; cell_name(i) walks the table until NULL. */
const Cell *cell_find(const char *name);
const char *cell_name(size_t index);
/** cell_block - the block of that gate ('f'), NO_BLOCK when there is none. */
int cell_block(const Cell *cell, char gate);
/** cell_lowest - what a gate's values begin at: 0 (σ), −1 of a candidate (tanh). They end at 1. */
double cell_lowest(const Cell *cell, size_t block);
/** cell_wire - wire, or what stands for NULL. cell_has_bh - is there a bias inside the product with Wh? *block (written,
 *  may be NULL) is the block it belongs to. cell_states - 2 where there is a c beside h. */
Wire cell_wire(const Cell *cell, const CellWeights *w, size_t block);
bool cell_has_bh(const Cell *cell, Reset reset, size_t *block);
size_t cell_states(const Cell *cell);

/** ..._name and ..._find: "tanh" "identity" "relu"; "before" "after"; "replace" "keep". find is false where there is none. */
const char *activation_name(Activation activation);
bool activation_find(const char *name, Activation *activation);
const char *reset_name(Reset reset);
bool reset_find(const char *name, Reset *reset);
const char *update_name(Update update);
bool update_find(const char *name, Update *update);

/** activation_apply - y = a(z), n numbers; activation_slope - a'(z) from y = a(z) (of relu 0 at its kink);
 *  activation_back - dz = a'(z) ⊙ dy from y. Arrays may be one and the same. */
void activation_apply(Activation activation, size_t n, const real *z, real *y);
real activation_slope(Activation activation, real y);
void activation_back(Activation activation, size_t n, const real *y, const real *dy, real *dz);

/** sigmoid - σ(z) = 1/(1 + e^−z), without overflow. */
real sigmoid(real z);

/** gate_forward - `count` blocks of gate from `block` on = σ(pre), or tanh(pre) for a candidate; units that are held get the
 *  value they are held at.
 *  gate_backward - dpre of these blocks from their dgate: times the slope, 0 where held.
 *  gate_hold_back - dpre = 0 where held: all that holding leaves to do for who has multiplied by the slope himself.
 *  gate_slope - ∂gate/∂pre from the gate, 0 where held.
 *  gate_tangent - gate˙ (seeded) += slope·pre˙, of held units the seed alone. */
typedef enum GateKind { GATE_SIGMOID, GATE_TANH } GateKind;
real gate_slope(const CellWeights *w, GateKind kind, size_t unit, real gate); // unit among all blocks
void gate_forward(const CellWeights *w, const CellStep *step, size_t blocks, size_t block, size_t count, GateKind kind);
void gate_backward(const CellWeights *w, const CellStep *step, size_t blocks, size_t block, size_t count, GateKind kind);
void gate_hold_back(const CellWeights *w, const CellStep *step, size_t blocks);
void gate_tangent(const CellWeights *w, const CellStep *step, const CellStep *dot, size_t blocks, size_t block,
                  GateKind kind);

#endif
