/* The network: layers of a cell through time, in one direction or both, a linear head, a loss; forward, backward, and
 * everything on the way kept.
 * Knows: cells, batches. Must not know data sets, optimisers, screens.
 *
 *   layer 1 reads x_t, layer l the answer of layer l−1: h_t, or [h→_t ; h←_t] where it goes both ways
 *   y_t = Wy h_t + by (of the top layer)        p_t = softmax | sigmoid | identity (y_t)
 *   L_b = Σ_t loss_t over the steps with a target;  the batch's loss is the mean of L_b over its B sequences
 *   squared error: mean over outputs of (p−target)², no ½;  cross-entropies in nats (binary: sum over outputs)
 * Elman 1990; backward through time: Werbos 1990; both directions: Schuster & Paliwal 1997, who begin at each sequence's own
 * end. Where the target sits at the last step alone (many_to_one) the head reads [h→_t ; h←_1], otherwise [h→_t ; h←_t]. */
#ifndef BACKPASS_NET_NET_H
#define BACKPASS_NET_NET_H

#include "engine/math/random.h"
#include "engine/net/batch.h"
#include "engine/net/cell.h"
#include "engine/net/knife.h"
#include "engine/net/layout.h"

typedef enum Loss { LOSS_SQUARED, LOSS_SOFTMAX, LOSS_BINARY, LOSSES } Loss;
typedef enum Init { INIT_UNIFORM, INIT_XAVIER, INIT_ORTHOGONAL, INIT_IDENTITY, INITS } Init;

typedef struct NetSpec {
    const Cell *cell;
    size_t inputs, hidden, outputs; // D, H, K
    size_t layers;                  // 0 is read as 1
    bool bidirectional;
    bool many_to_one;      // targets sit at each sequence's last step: decides what a bidirectional head reads
    Activation activation; // of cells that bend
    Reset reset;           // of the GRU
    Update update;
    Loss loss;
    Init init;   // of Wh; the others are U(±1/√H) unless init is xavier
    double gain; // multiplies Wh after it is drawn; 1
    double
        forget_bias; // added to the bias of the gate that remembers (LSTM f; GRU z, taken off it where z replaces); 0
    double chrono; // longest memory wanted, T_max ≥ 2: that bias is log U(1, T_max − 1), the LSTM's b.i its negative
                   // (Tallec & Ollivier 2018); 0 for none
    bool headless; // its states are read by nothing known: Wy and by are 0, and y, p and the loss say nothing
} NetSpec;

typedef struct Net {
    NetSpec spec;
    Layout layout; // per layer and direction Wx Wh b (bh), then Wy by (no Wh where nothing recurs)
    real *weights; // (layout.count)
    Knives knives;
} Net;

const char *loss_name(Loss loss); // "squared" "softmax" "binary"
bool loss_find(const char *name, Loss *loss);
const char *init_name(Init init); // "uniform" "xavier" "orthogonal" "identity"
bool init_find(const char *name, Init *init);

/** net_new - a network with its weights drawn (net_init). New.
 *  Errors: ERR_USE for a size of 0, too many layers, a number that is not finite, or an option that the cell has not got;
 *  ERR_LIMIT for more than 2^27 weights. */
Net *net_new(const NetSpec *spec, uint64_t seed, Error *error) MUST_USE;
Net *net_copy(const Net *net); // new
void net_free(Net *net);

/** net_init - draw every weight anew from streams of the seed, one stream a part, so that two networks that share a part
 *  share its numbers. uniform: U(±1/√H), as PyTorch draws; xavier: U(±√(6/(in+out))), biases 0 (Glorot & Bengio 2010);
 *  orthogonal: Wh Haar-orthogonal (Saxe et al. 2014), rest uniform; identity: Wh = I (Le, Jaitly & Hinton 2015): one such
 *  matrix for each block. Wh ×= gain; then the biases that remember. */
void net_init(Net *net, uint64_t seed);

/** net_tracks - layers × directions. A track is one direction of one layer; net_track - its number: layer 1, its reverse,
 *  layer 2 …; net_top - the top layer's, reading forward. net_layer, net_reverse - the way back. */
size_t net_tracks(const NetSpec *spec);
size_t net_track(const NetSpec *spec, size_t layer, bool reverse);
size_t net_top(const NetSpec *spec);
size_t net_layer(const NetSpec *spec, size_t track);
bool net_reverse(const NetSpec *spec, size_t track);
/** net_width - how many numbers a step of that layer reads: D, or what the layer below answers. net_answer - and answers. */
size_t net_width(const NetSpec *spec, size_t layer);
size_t net_answer(const NetSpec *spec);

/** net_hold - hold a block of gates (unit from 0, or UNIT_ALL) of a track at a value; NAN lets go. net_release - of all.
 *  net_cut - cut an edge, besides one that is cut there already; net_mend - of all cuts. Errors: ERR_USE where the cell has no
 *  such gate or edge, or no more fit. */
bool net_hold(Net *net, size_t track, size_t block, size_t unit, double value, Error *error) MUST_USE;
void net_release(Net *net);
bool net_cut(Net *net, Cut cut, Error *error) MUST_USE;
void net_mend(Net *net);
/** net_mend_at - of the cuts before step t (0: of those at every step); false when there are none. */
bool net_mend_at(Net *net, size_t t) MUST_USE;
/** net_held - the value a gate of a unit (from 0) is held at, NAN where it is free. */
double net_held(const Net *net, size_t track, size_t block, size_t unit);

/** Track - what one direction of one layer leaves behind. Row t·B + b of T·B counts steps from 0 as in Batch; of the states the
 *  block of B rows at t·B is step t counted from 1, in both directions. Reading forward, block 0 is the initial state and a
 *  sequence that is over keeps its last one; in reverse the state before a sequence of L steps is at its block L + 1, zero, as
 *  is everything behind it. */
typedef struct Track {
    size_t layer; // from 1
    bool reverse;
    size_t inputs;        // I
    real *pre;            // (T·B, G·H)
    real *gate;           // (T·B, G·H) after activation; NULL in cells without gates
    real *aux;            // (T·B, H)   LSTM tanh(c), GRU r⊙h or Wh·h + bh; NULL in others
    real *h;              // ((T+1)·B, H), in reverse ((T+2)·B, H)
    real *c;              // likewise; NULL but in an LSTM
    real *dpre, *dgate;   // the gradient of each
    real *daux, *dh, *dc; // dh and dc are total derivatives
    real *Wx_panels;      // the weights as the pass under way has laid them out for its products (panel.h, recur.h)
    real *Wh_panels;      // NULL where nothing recurs
} Track;

enum { TAPE_ARRAYS = 12 * TRACKS_MAX + 8 };

/** Tape - everything a batch leaves behind, for every step. Rows of sequences that are over hold zeros in every d…, but for
 *  the gradient of a reverse direction's initial state. pre, h, dpre, dh are those of the top layer reading forward. Each array
 *  begins a cache line. */
typedef struct Tape {
    size_t T, B, T_room, B_room, D, H, K, G;
    size_t tracks;
    Track track[TRACKS_MAX];
    real *pre, *h;   // inside track[net_top]
    real *dpre, *dh; // inside
    real *y;         // (T·B, K)   output before softmax or sigmoid
    real *p;         // (T·B, K)   after
    real *step_loss; // (T·B)    0 where there is no target
    real *loss;      // (B)        L_b
    real *dx;        // (T·B, D)   every d… is of the SUM of L_b times `share` given to net_backward
    real *dy;        // (T·B, K)
    real *zero;      // (B, H)     what a cut edge reads
    real *nowhere;   // (B, H)     where its gradient goes
    void *memory[TAPE_ARRAYS]; // where the arrays lie
    bool trains;     // set by who trains and reads neither: dx is not computed, nor y and p (0) but from the first step
                     // with a target to the last
} Tape;

/** tape_new - room for T_room × B_room of this network's sizes. New. Errors: ERR_LIMIT (above 4 GiB, or not there).
 *  tape_bytes tells how much; SIZE_MAX when it does not fit a size_t. */
Tape *tape_new(const Net *net, size_t T_room, size_t B_room, Error *error) MUST_USE;
size_t tape_bytes(const NetSpec *spec, size_t T, size_t B);
void tape_free(Tape *tape);

/** net_forward - fill pre, h, y, p, step_loss, loss from the batch; returns the mean of L_b. No allocation.
 *  Cost 2·T·B·G·H·(D+H) + 2·T·B·H·K flops. */
real net_forward(const Net *net, const Batch *batch, Tape *tape);

/** net_backward - after net_forward: fill dy, dh, dpre, dx, and gradient (layout.count, written), all multiplied by share
 *  (1/B gives the gradient of the mean). No allocation. */
void net_backward(const Net *net, const Batch *batch, Tape *tape, real share, real *gradient);

/** net_send_back - the same from a dy that the caller has put on the tape (zero where a sequence is over), such as one output
 *  alone for its influence; gradient may be NULL where that of the weights is not wanted. Overwrites every d… but dy. */
void net_send_back(const Net *net, const Batch *batch, Tape *tape, real *gradient);

/** net_part - where the numbers of a part begin (layout_find's names): inside; NULL when the network has no such part. */
const real *net_part(const Net *net, const char *name);
/** net_cell_weights - a track's weights as the cell's functions want them. */
CellWeights net_cell_weights(const Net *net, size_t track);
/** net_step - a track's step t (from 1) as the cell's functions want it: `rows` rows from row b on. With cuts respected. */
CellStep net_step(const Net *net, const Tape *tape, size_t number, size_t t, size_t b, size_t rows);

/** net_state_size - numbers in the joint state of a track: H, or 2H for [h ; c].
 *  net_jacobian - ∂s_t/∂s_{t-1} of the top layer reading forward, row b, t from 1 to the length of its sequence; (n,n) written
 *  with n = net_state_size, rows are outputs. net_jacobian_of - of any track; in reverse ∂s_t/∂s_{t+1}. */
size_t net_state_size(const NetSpec *spec);
void net_jacobian(const Net *net, const Tape *tape, size_t t, size_t b, real *jacobian);
void net_jacobian_of(const Net *net, const Tape *tape, size_t track, size_t t, size_t b, real *jacobian);

#endif
