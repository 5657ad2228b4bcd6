/* A rule that answers at every place where something is asked, and its score in the metric of the data.
 * Knows: the data set. Must not know which rules there are, nor how they were fitted. */
#ifndef BACKPASS_FOOTBALL_RULE_H
#define BACKPASS_FOOTBALL_RULE_H

#include "engine/football/dataset.h"

/** Rule - answers at one row of a sequence, from it and the rows before it: y (K, written) numbers, or a weight for each class. */
typedef struct Rule {
    void (*answer)(const void *state, const Dataset *data, size_t sequence, size_t row, double *y);
    const void *state;
} Rule;

/** rule_score - the rule in the data's metric on the sequences that validate; NAN where nothing is asked there. *spread (written
 *  unless NULL) as Dataset's. */
double rule_score(const Dataset *data, Rule rule, double *spread);

#endif
