/* A set of sequences with named, united columns; what a memoryless predictor and what anyone could reach on it.
 * Knows: numbers, names. Must not know networks' insides or training. Immutable once made; shared by counting. */
#ifndef BACKPASS_FOOTBALL_DATASET_H
#define BACKPASS_FOOTBALL_DATASET_H

#include "engine/base/text.h"
#include "engine/football/metric.h"
#include "engine/math/random.h"
#include "engine/net/net.h"

/** Column - a feature or a target as the file or simulator names it; a categorical one takes a column per level. */
typedef struct Column {
    char name[40];
    char unit[12]; // "" when none; "1" is pure
    bool categorical;
    size_t levels; // 0 for numbers
    char (*level)[40];
    size_t first; // into the row of x or target
    size_t width; // 1 for numbers; levels for categories (1 for a two-level target)
} Column;

/** Truth - a number known about the generating process, in the metric or in what the variant names. */
typedef struct Truth {
    char name[12];    // "baseline", "optimum"
    char variant[24]; // "" or e.g. "touch", "causal", "logloss"
    double value;
    double error; // its standard error where it is an average of drawn sequences; 0 where it is exact
    char how[160]; // where it was fitted and measured: the rule; "" where it is known from the process
} Truth;

typedef enum Subset { SUBSET_TRAIN, SUBSET_VALID, SUBSET_ALL } Subset;

struct Places; // places.h

typedef struct Dataset {
    char name[64];     // "signal", or the file's name without folders
    char made_by[256]; // the command that makes it again: "data signal length=30 seed=1"; "" when a path is too long for it
    char *describe;    // for people: what is planted, what a memoryless model can reach and why; or the file's # lines
    uint64_t hash;     // of the file; 0 for simulated data
    size_t features, targets;
    Column *feature, *target;
    size_t D, K;      // widths of x and target
    size_t furthers;  // targets that are carried along beside those that are learnt: another question about the same steps
    Column *further;  // first is the place in a row of beside, width 1
    Loss loss;        // squared for numbers, binary for two classes, softmax for more
    bool many_to_one; // a target at each sequence's last step alone
    size_t sequences, rows, longest;
    size_t *offset;    // (sequences+1) first row of each sequence
    real *x;           // (rows, D) as the network reads them
    double *raw;       // (rows, D) as the file gives them; x = raw unless standardised
    double *mean, *sd; // (D): x = (raw − mean)/sd; 0 and 1 where not standardised
    bool standardised;
    real *y;                   // (rows, K) targets
    unsigned char *has_target; // (rows)
    double *beside;            // (rows, furthers) a number or the place of a level; NAN where there is none
    double step, ahead;        // seconds: from a step to the next, from a step to what it asks for; 0 where that is not said (ahead:
                               // the next step)
    struct Places *places;     // which columns are places and times; NULL where none is
    size_t *line;              // (rows) line of the file; NULL for simulated data
    Metric metric;
    char metric_unit[12]; // "m", "m²"; "" when none; "1" is pure
    Truth truth[16];
    size_t truths;
    double spread; // population sd of the metric under the baseline predictor, times √places: what one measured place adds
                   // where places are independent, more where those of one sequence go together
    size_t *block;  // (sequences) those of one block go together, to training or to validation; NULL where each goes alone
    size_t blocks;
    size_t *order; // (sequences) shuffled by the seed; the first train_count train, the rest validate
    size_t train_count;
    size_t valid_count; // sequences − train_count; with fewer than ten sequences both sets are all of them
    int references;
} Dataset;

Dataset *dataset_keep(Dataset *data); // one owner more
void dataset_free(Dataset *data);     // one owner less

/** dataset_split - shuffle by the seed; one fifth (rounded down) validates, all for both below ten sequences. Of two blocks or
 *  more whole blocks validate, drawn until they hold a fifth; never all. */
void dataset_split(Dataset *data, uint64_t seed);
/** dataset_standardise - x = (raw − mean)/sd with the training set's mean and sd, numeric columns only; a
 *  column that does not change there is centred and not scaled. After the split. */
void dataset_standardise(Dataset *data);
/** dataset_subset - the sequences of a subset: inside, *count written. */
const size_t *dataset_subset(const Dataset *data, Subset subset, size_t *count);
/** dataset_length - steps of a sequence. */
size_t dataset_length(const Dataset *data, size_t sequence);
/** dataset_read_steps - how many steps of a sequence come before its first target. Where the answer is a sequence of
 *  another length, these are what is read, and the steps from there on are those of the answer. */
size_t dataset_read_steps(const Dataset *data, size_t sequence);
/** dataset_truth - NULL when that is not known for this data. inside */
const Truth *dataset_truth(const Dataset *data, const char *name, const char *variant);
/** truth_landmark - what it is called beside a curve of the metric: baseline, optimum, causal (the optimum of who hears nothing
 *  of the steps to come); NULL where it is in another measure or says more than a plot needs. */
const char *truth_landmark(const Truth *truth);
/** dataset_loss_is_metric - one number is both: the mean squared error that is learnt is the one that is measured. */
bool dataset_loss_is_metric(const Dataset *data);
/** dataset_metric_name - a name of its metric with the unit, if it has one: "mse, m²". */
void dataset_metric_name(const Dataset *data, const char *name, char *out, size_t size);
/** dataset_stderr - the standard error of measuring the metric on the validation set: spread / √(measured places there);
 *  infinite when there are none. */
double dataset_stderr(const Dataset *data);
/** dataset_column - which column position i of x (or of the targets) belongs to, and its level (0 for numbers). inside */
const Column *dataset_column(const Dataset *data, bool target, size_t position, size_t *level);
/** dataset_batch - fill batch (shaped here; room must suffice) with these sequences, longest first, ties in given order. */
void dataset_batch(const Dataset *data, const size_t *sequences, size_t count, Batch *batch);

#endif
