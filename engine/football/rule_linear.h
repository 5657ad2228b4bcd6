/* Numbers by a line through the last steps: ridge regression.
 * Knows: the data set, rules, linear algebra. */
#ifndef BACKPASS_FOOTBALL_RULE_LINEAR_H
#define BACKPASS_FOOTBALL_RULE_LINEAR_H

#include "engine/football/dataset.h"

/** rule_linear - declare baseline(linear) where numbers are asked for, as many steps back as can be fitted in about two seconds. */
void rule_linear(Dataset *data);

#endif
