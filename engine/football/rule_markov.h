/* What comes after the same words: a Markov model that backs off to shorter histories.
 * Knows: the data set, rules. */
#ifndef BACKPASS_FOOTBALL_RULE_MARKOV_H
#define BACKPASS_FOOTBALL_RULE_MARKOV_H

#include "engine/football/dataset.h"

/** rule_markov - declare baseline(markov1) … (markov3) where words are asked for and the first feature of words can tell. */
void rule_markov(Dataset *data);

#endif
