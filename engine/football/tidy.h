/* Tidy CSV: one row a step, `sequence,step,…features…,target…`, units in the header as name[unit].
 * Knows: text, the data set. Errors carry file:line:column. */
#ifndef BACKPASS_FOOTBALL_TIDY_H
#define BACKPASS_FOOTBALL_TIDY_H

#include "engine/football/dataset.h"

/** What begins the part of a file's `describe` that is not its own. */
#define TIDY_MEASURED "Measured on this file: "

/** What begins the comments that tell a data set's times: "# Step: 0.4 s", "# Ahead: 1 s". */
#define TIDY_STEP "Step: "
#define TIDY_AHEAD "Ahead: "

/** tidy_parse - text (borrowed) of a file called name. New, split by the seed.
 *  A column with a unit is numeric; without one numeric if all its fields are numbers, categorical if none is; a mixture is
 *  an error at the first odd field. Columns whose name begins with "target" are targets; an empty target field means no
 *  target at that step. `#` lines are comments (kept in describe), CRLF is fine, quotes as in RFC 4180, a BOM is skipped.
 *  Sequences are runs of one id; an id that comes again later, steps that do not run 1, 2, 3 …, a row of another width,
 *  a number that is not finite, no target, more than 65,536 levels: ERR_INPUT with the place and what was expected.
 *  A target of two words is one binary output, the probability of the second; levels stand in the order of their bytes.
 *  The first target decides what is learnt: with numbers all targets that are numbers, with words that column alone. The
 *  others are carried along (further, beside) and may stand at steps of their own; so are columns called beside.NAME.
 *  ERR_LIMIT when it would take more than 1 GB. Nothing is known of the process behind a file: rules are fitted to it
 *  (fitted.h), whose scores are its baselines, and there is no `optimum`. */
Dataset *tidy_parse(const char *name, const char *bytes, size_t count, uint64_t seed, Error *error) MUST_USE;
/** tidy_read - the same from a file of at most 256 MB; hash is set. New. */
Dataset *tidy_read(const char *path, uint64_t seed, Error *error) MUST_USE;
/** tidy_write - the data set as tidy CSV into text (added to), numbers with enough digits to come back the same. */
void tidy_write(const Dataset *data, Text *text);

#endif
