/* What simple rules reach on data whose process is not known: fitted on the sequences that train, measured on those that
 * validate, as a network is, so that its score can be held against theirs.
 * Knows: the data set. Must not know networks.
 *
 * - baseline: always the commonest class, or the mean;
 * - baseline(markov1), (markov2), (markov3): words after words, from the last 1 … 3 values of the first feature of words;
 * - baseline(constant_velocity): where a way dx is asked for and a velocity vx is known;
 * - baseline(linear): numbers, by ridge regression on the last steps. */
#ifndef BACKPASS_FOOTBALL_FITTED_H
#define BACKPASS_FOOTBALL_FITTED_H

#include "engine/football/dataset.h"

/** fitted_measure - declare those that these data allow, and the spread of the first. After dataset_split. */
void fitted_measure(Dataset *data);

/* ---- for the rules, one file a kind ---- */

/** Rule - answers at one row of a sequence, from it and the rows before it: y (K, written) numbers, or a weight for each class. */
typedef struct Rule {
    void (*answer)(const void *state, const Dataset *data, size_t sequence, size_t row, double *y);
    const void *state;
} Rule;

/** fitted_score - the rule in the data's metric on the sequences that validate; *spread (written unless NULL) as Dataset's. */
double fitted_score(const Dataset *data, Rule rule, double *spread);

void fitted_markov(Dataset *data);   // fitted_markov.c
void fitted_velocity(Dataset *data); // fitted_linear.c
void fitted_linear(Dataset *data);   // fitted_linear.c

#endif
