/* The network: a cell through time, a linear head, a loss; forward, backward, and everything on the way kept.
 * Knows: cells, batches. Must not know data sets, optimisers, screens.
 *
 *   pre_t = Wx x_t + Wh h_{t-1} + b      h_t = a(pre_t)      y_t = Wy h_t + by      p_t = softmax | sigmoid | identity (y_t)
 *   L_b = Σ_t loss_t over the steps with a target;  the batch's loss is the mean of L_b over its B sequences
 *   squared error: mean over outputs of (p−target)², no ½;  cross-entropies in nats (binary: sum over outputs)
 * Elman 1990; backward through time: Werbos 1990. */
#ifndef BACKPASS_NET_NET_H
#define BACKPASS_NET_NET_H

#include "engine/math/random.h"
#include "engine/net/batch.h"
#include "engine/net/cell.h"
#include "engine/net/layout.h"

typedef enum Loss { LOSS_SQUARED, LOSS_SOFTMAX, LOSS_BINARY, LOSSES } Loss;
typedef enum Init { INIT_UNIFORM, INIT_XAVIER, INIT_ORTHOGONAL, INIT_IDENTITY, INITS } Init;

typedef struct NetSpec {
    const Cell *cell;
    size_t inputs, hidden, outputs; // D, H, K
    Activation activation;
    Loss loss;
    Init init;   // of Wh; the others are U(±1/√H) unless init is xavier
    double gain; // multiplies Wh after it is drawn; 1
} NetSpec;

typedef struct Net {
    NetSpec spec;
    Layout layout; // Wx Wh b Wy by (no Wh where nothing recurs)
    real *weights; // (layout.count)
} Net;

const char *loss_name(Loss loss); // "squared" "softmax" "binary"
bool loss_find(const char *name, Loss *loss);
const char *init_name(Init init); // "uniform" "xavier" "orthogonal" "identity"
bool init_find(const char *name, Init *init);

/** net_new - a network with its weights drawn (net_init). New.
 *  Errors: ERR_USE for a size of 0, a gain that is not finite, or a cell without Wh asked for an init or gain of Wh;
 *  ERR_LIMIT for more than 2^27 weights. */
Net *net_new(const NetSpec *spec, uint64_t seed, Error *error) MUST_USE;
Net *net_copy(const Net *net); // new
void net_free(Net *net);

/** net_init - draw every weight anew from streams of the seed, one stream a part, so that two networks that share a part
 *  share its numbers. uniform: U(±1/√H), as PyTorch draws; xavier: U(±√(6/(in+out))), biases 0 (Glorot & Bengio 2010);
 *  orthogonal: Wh Haar-orthogonal (Saxe et al. 2014), rest uniform; identity: Wh = I (Le, Jaitly & Hinton 2015). Wh ×= gain. */
void net_init(Net *net, uint64_t seed);

/** Tape - everything a batch leaves behind, for every step. Row t·B + b as in Batch; h has one block of B rows more,
 *  h + t·B·H is the state *before* step t (from 0), so h's block 0 is the initial state (zero).
 *  Rows of sequences that are over hold zeros in every d… and the last state in h. */
typedef struct Tape {
    size_t T, B, T_room, B_room, D, H, K, G;
    real *pre;       // (T·B, G·H)
    real *h;         // ((T+1)·B, H)
    real *y;         // (T·B, K)   output before softmax or sigmoid
    real *p;         // (T·B, K)   after
    real *step_loss; // (T·B)    0 where there is no target
    real *loss;      // (B)        L_b
    real *dx;        // (T·B, D)   every d… is of the SUM of L_b times `share` given to net_backward
    real *dpre;      // (T·B, G·H)
    real *dh;        // ((T+1)·B, H)
    real *dy;        // (T·B, K)
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

/** net_part - where the numbers of a part begin: inside; NULL when the network has no such part. */
const real *net_part(const Net *net, const char *name);
/** net_cell_weights - the cell's weights as its functions want them. */
CellWeights net_cell_weights(const Net *net);

/** net_jacobian - ∂h_t/∂h_{t-1} of row b, t from 1 to the length of its sequence: diag(a'(pre_t))·Wh, (H,H) written, rows
 *  are outputs. */
void net_jacobian(const Net *net, const Tape *tape, size_t t, size_t b, real *jacobian);

#endif
