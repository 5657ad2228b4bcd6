#include "engine/football/metric.h"

static const MetricRow ROWS[METRIC_COUNT] = {
    [METRIC_MSE] = {"mse", "mean squared error", false, false},
    [METRIC_ACCURACY] = {"accuracy", "share named right", true, true},
    [METRIC_ADE] = {"ade", "mean distance", false, false},
    [METRIC_TOKENS] = {"tokens", "share of the words named right", true, true},
    [METRIC_LOGLOSS] = {"logloss", "mean log-loss", false, false},
    [METRIC_AUC] = {"auc", "area under the ROC curve", true, true},
    [METRIC_ARI] = {"ari", "adjusted Rand index", true, true},
};

const MetricRow *metric_row(Metric metric)
{
    return &ROWS[metric];
}

const char *metric_name(Metric metric)
{
    return ROWS[metric].name;
}
