/* Loss and metric summed up over batches whose forward pass lies on a tape.
 * Knows: networks, metrics. Nothing is allocated while adding. */
#ifndef BACKPASS_TRAIN_TALLY_H
#define BACKPASS_TRAIN_TALLY_H

#include "engine/football/metric.h"
#include "engine/net/net.h"

enum { TALLY_CLASSES = 16 }; // the adjusted Rand index counts no more

/** Scored - a place that the network gave this score, and whether it was a positive. */
typedef struct Scored {
    double score;
    bool positive;
} Scored;

/** Tally - {.metric = …} is an empty one; with scored (room for all places) the area under the curve is over all batches,
 *  without it it is the mean of those within each. */
typedef struct Tally {
    Metric metric;
    double loss;  // Σ over sequences
    double sum;   // Σ over places of what the metric is the mean of; of areas under the curve: pairs in order
    double pairs; // a positive and a negative
    double plain; // Σ over places: right (classes), squared error (numbers)
    size_t sequences, places;
    Scored *scored;
    size_t met[TALLY_CLASSES][TALLY_CLASSES]; // (what was named, what there was)
} Tally;

void tally_add(Tally *tally, const Net *net, const Batch *batch, const Tape *tape);
double tally_loss(const Tally *tally); // mean over sequences
/** tally_metric - NAN where it cannot be said: no place at all counts as 0, but an area needs both kinds, an index at most
 *  TALLY_CLASSES classes. Sorts scored. */
double tally_metric(Tally *tally);
/** tally_plain - accuracy where targets are classes, mean squared error where they are numbers, whatever the metric. */
double tally_plain(const Tally *tally);

/** tally_area - the chance that a positive is scored above a negative, ties half; sorts scored. NAN without both kinds. */
double tally_area(Scored *scored, size_t count);
/** tally_rand - the adjusted Rand index of a table of counts (Hubert & Arabie 1985): 1 for the same groups under other names, 0
 *  for what chance gives. met (rows × columns of TALLY_CLASSES) borrowed. */
double tally_rand(size_t (*met)[TALLY_CLASSES]);

#endif
