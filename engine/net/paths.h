/* By which ways the loss is reached from a state: its gradient taken apart.
 * Knows: a network whose forward and backward pass lie on the tape. */
#ifndef BACKPASS_NET_PATHS_H
#define BACKPASS_NET_PATHS_H

#include "engine/net/net.h"

typedef enum PathKind {
    PATH_LOSS,   // the output of this step, through Wy (of h←_1 in a many-to-one net: of every step)
    PATH_ABOVE,  // the layer above, reading forward or in reverse, through its Wx
    PATH_GATE,   // a block of the next step, through its part of Wh
    PATH_DIRECT, // into the next state without a weight: f ⊙ dc (LSTM's c), z or 1−z ⊙ dh (GRU)
    PATH_H       // of c alone: this step's own h = o ⊙ tanh(c)
} PathKind;

typedef struct Path {
    PathKind kind;
    size_t block; // of PATH_GATE
    bool reverse; // of PATH_ABOVE: which direction of it
} Path;

enum { PATHS_MAX = 3 + BLOCKS_MAX + 1 };

/** paths_h - the ways from h of step t (as Track counts states), sequence b. path (PATHS_MAX) written; share (PATHS_MAX, H)
 *  written, a row each; returns how many. A path that is not there (the last step has no next) is left out; one that is cut is
 *  zero. The rows add up to dh_t, to rounding. paths_c - the same of c, to dc_t; 0 where the cell has no c. */
size_t paths_h(const Net *net, const Batch *batch, const Tape *tape, size_t track, size_t t, size_t b, Path *path,
               real *share);
size_t paths_c(const Net *net, const Batch *batch, const Tape *tape, size_t track, size_t t, size_t b, Path *path,
               real *share);

#endif
