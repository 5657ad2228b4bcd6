/* What sequences there are, in words: `data list`, `data describe NAME`.
 * Knows: simulators, data sets. Must not know sessions or screens. */
#ifndef BACKPASS_APP_DATA_ABOUT_H
#define BACKPASS_APP_DATA_ABOUT_H

#include "engine/football/simulator.h"

/** data_list - a line for each simulator, added to text: task, metric, what can be reached without memory and at best. */
void data_list(Text *text);
/** data_describe - what is going on, what is planted, knobs, columns and truths with these knobs, added to text.
 *  Errors: those of simulate. */
bool data_describe(const Simulator *simulator, const double *knob, uint64_t seed, Text *text, Error *error) MUST_USE;

/** data_describe_file - what a file says of itself, its columns, and what simple rules reach on it, added to text. */
void data_describe_file(const Dataset *data, Text *text);

#endif
