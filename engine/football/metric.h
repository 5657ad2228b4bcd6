/* What data are judged by.
 * Knows: names. Must not know networks or data. */
#ifndef BACKPASS_FOOTBALL_METRIC_H
#define BACKPASS_FOOTBALL_METRIC_H

#include <stdbool.h>

typedef enum Metric {
    METRIC_MSE,      // mean squared error, mean over the outputs
    METRIC_ACCURACY, // share of the targets named right
    METRIC_ADE,      // mean distance between two places; outputs are pairs x, y
    METRIC_TOKENS,   // share of the words of an answer named right
    METRIC_LOGLOSS,  // mean of −ln of the probability given to what came
    METRIC_AUC,      // chance that a positive is ranked before a negative; one output of two levels
    METRIC_ARI,      // adjusted Rand index between the classes named and those there were
    METRIC_COUNT
} Metric;

typedef struct MetricRow {
    const char *name;  // "ade"
    const char *title; // "mean distance"
    bool more;         // is more better?
    bool share;        // pure, at most 1
} MetricRow;

const MetricRow *metric_row(Metric metric); // inside
const char *metric_name(Metric metric);     // "mse" "accuracy" …

#endif
