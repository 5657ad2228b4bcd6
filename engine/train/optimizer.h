/* One update of the weights from their gradient.
 * Knows: vectors of numbers. Must not know networks or data. */
#ifndef BACKPASS_TRAIN_OPTIMIZER_H
#define BACKPASS_TRAIN_OPTIMIZER_H

#include <stddef.h>

#include "engine/base/team.h"
#include "engine/math/real.h"

/** optimizer_sgd - gradient descent: w ← w − lr·g with g = share·gradient. n numbers each. */
void optimizer_sgd(size_t n, double lr, double share, const real *gradient, real *weights);

/** optimizer_adam - update number `step` (from 1) of Adam, Kingma & Ba 2015, algorithm 1, with g = share·gradient:
 *  m ← β₁m + (1−β₁)g    v ← β₂v + (1−β₂)g²    w ← w − lr · (m/(1−β₁^step)) / (√(v/(1−β₂^step)) + ε)
 *  β₁ = 0.9, β₂ = 0.999, ε = 1e-8; m and v begin at 0. */
void optimizer_adam(size_t n, size_t step, double lr, double share, const real *gradient, real *m, real *v,
                    real *weights);

/** optimizer_adam_shared - the same, to the bit, by a team (NULL: the caller alone). */
void optimizer_adam_shared(Team *team, size_t n, size_t step, double lr, double share, const real *gradient, real *m,
                           real *v, real *weights);

/** optimizer_share - what clipping to a global norm leaves of the gradient: clip/norm where norm > clip > 0, otherwise 1
 *  (Pascanu, Mikolov & Bengio 2013, algorithm 1). */
double optimizer_share(double norm, double clip);

#endif
