#include "engine/football/rule.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"

/** row_right - of one choice among many: is it the heaviest? Of choices apart: the share of them on the right side of ½. */
static double row_right(const Dataset *data, const real *y, const double *answer)
{
    size_t heaviest = 0;
    double right = 0;
    for (size_t k = 0; k < data->K; k++) {
        heaviest = answer[k] > answer[heaviest] ? k : heaviest;
        right += (answer[k] < 0.5 ? 1 - (double)y[k] : (double)y[k]) / (double)data->K;
    }
    return data->loss == LOSS_BINARY ? right : (double)y[heaviest];
}

/** row_error - mean over the outputs of (y − answer)². */
static double row_error(const Dataset *data, const real *y, const double *answer)
{
    double sum = 0;
    for (size_t k = 0; k < data->K; k++)
        sum += ((double)y[k] - answer[k]) * ((double)y[k] - answer[k]) / (double)data->K;
    return sum;
}

/** Scores - of the places of the sequences that validate. */
typedef struct Scores {
    double *score;
    size_t *sequence; // of each
    size_t count;
} Scores;

static Scores score_places(const Dataset *data, Rule rule)
{
    size_t count;
    const size_t *valid = dataset_subset(data, SUBSET_VALID, &count);
    Scores scores = {memory_new(data->rows + 1, sizeof *scores.score), memory_new(data->rows + 1, sizeof *scores.sequence), 0};
    double *answer = memory_new(data->K + 1, sizeof *answer);
    for (size_t i = 0; i < count; i++)
        for (size_t row = data->offset[valid[i]]; row < data->offset[valid[i] + 1]; row++)
            if (data->has_target[row]) {
                const real *y = data->y + row * data->K;
                rule.answer(rule.state, data, valid[i], row, answer);
                scores.sequence[scores.count] = i;
                scores.score[scores.count++] =
                    data->metric == METRIC_ACCURACY ? row_right(data, y, answer) : row_error(data, y, answer);
            }
    free(answer);
    return scores;
}

/** spread_of - the sd of a place where places are independent; where those of a sequence go together the mean varies more,
 *  as the sums of whole sequences do. The larger of both, for with few sequences the second knows little. */
static double spread_of(const Scores *scores, double mean)
{
    double alone = 0, together = 0, sum = 0;
    for (size_t i = 0; i < scores->count; i++) {
        const double off = scores->score[i] - mean;
        const bool ends = i + 1 == scores->count || scores->sequence[i + 1] != scores->sequence[i];
        alone += off * off;
        sum += off;
        together += ends ? sum * sum : 0;
        sum = ends ? 0 : sum;
    }
    return scores->count ? sqrt(fmax(alone, together) / (double)scores->count) : 0;
}

double rule_score(const Dataset *data, Rule rule, double *spread)
{
    Scores scores = score_places(data, rule);
    double mean = 0;
    for (size_t i = 0; i < scores.count; i++)
        mean += scores.score[i];
    mean /= (double)scores.count; // NAN where nothing was measured
    if (spread)
        *spread = spread_of(&scores, mean);
    free(scores.score);
    free(scores.sequence);
    return mean;
}
