/* Ways by velocity alone: nothing is fitted.
 * Knows: the data set, which of its columns are places, rules. */
#ifndef BACKPASS_FOOTBALL_RULE_VELOCITY_H
#define BACKPASS_FOOTBALL_RULE_VELOCITY_H

#include "engine/football/dataset.h"

/** rule_velocity - declare baseline(constant_velocity) where all that is asked for are places or ways. */
void rule_velocity(Dataset *data);

#endif
