/* What simple rules reach on data whose process is not known: fitted on the sequences that train, measured on those that
 * validate, as a network is, so that its score can be held against theirs.
 * Knows: the data set, the rules. Must not know networks.
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

#endif
