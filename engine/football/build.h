/* Making a data set: what the simulators and the reader of files share.
 * Knows: the data set. Must not know where its numbers come from.
 * The order of calls: build_new, build_column for every column, build_room, the values, build_finish. */
#ifndef BACKPASS_FOOTBALL_BUILD_H
#define BACKPASS_FOOTBALL_BUILD_H

#include "engine/football/dataset.h"

/** The most a data set may take. */
#define BUILD_BYTES_MAX ((size_t)1 << 30)

/** build_new - an empty data set with one owner. New. */
Dataset *build_new(void);

/** build_copy_name - untrusted bytes into a fixed field: made visible, cut at a whole character; returns its length.
 *  name written (size bytes, ends in 0). */
size_t build_copy_name(char *name, size_t size, const char *bytes, size_t count);

/** build_column - one feature or target more, behind the others. levels NULL: a number; otherwise its words (borrowed),
 *  in the order in which they take their places. A target also decides loss and metric: squared for numbers, binary for
 *  two levels (width 1: p is the probability of the second level), softmax for more. */
void build_column(Dataset *data, bool target, const char *name, const char *unit, const char *const *levels,
                  size_t level_count);

/** build_further - one target more that is carried beside the learnt ones; levels as above. */
void build_further(Dataset *data, const char *name, const char *unit, const char *const *levels, size_t level_count);

/** build_metric - judge by another metric than the columns imply, in that unit. After the columns. */
void build_metric(Dataset *data, Metric metric, const char *unit);

/** build_clock - a step is so many seconds, and targets lie so many ahead (0: at the next step). */
void build_clock(Dataset *data, double step, double ahead);

/** build_room - allocate everything for the rows, zeroed. Errors: ERR_LIMIT saying how much would be needed. */
bool build_room(Dataset *data, size_t sequences, size_t rows, Error *error) MUST_USE;

/** build_feature, build_target - set a value: a number, or for words the place of the level. */
void build_feature(Dataset *data, size_t row, size_t column, double value);
void build_target(Dataset *data, size_t row, size_t column, double value);
void build_beside(Dataset *data, size_t row, size_t column, double value); // of a further target

/** build_truth - a number that is exact. build_measured_truth - one that is an average of draws, with its standard error. */
void build_truth(Dataset *data, const char *name, const char *variant, double value);
void build_measured_truth(Dataset *data, const char *name, const char *variant, double value, double error);

/** build_how - the rule behind the truth declared last: how it was fitted. */
void build_how(Dataset *data, const char *format, ...) PRINTF_LIKE(2, 3);

/** build_finish - from offset, raw and has_target: x, longest, many_to_one, order, places. */
void build_finish(Dataset *data);

#endif
