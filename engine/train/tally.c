#include "engine/train/tally.h"

#include <math.h>
#include <stdlib.h>

#include "engine/net/loss.h"

/** place_distance - mean over the pairs (x, y) of how far they lie apart. */
static double place_distance(size_t K, const real *p, const real *target)
{
    double sum = 0;
    for (size_t k = 0; k + 1 < K; k += 2)
        sum += hypot((double)(p[k] - target[k]), (double)(p[k + 1] - target[k + 1]));
    return K < 2 ? fabs((double)(p[0] - target[0])) : sum / (double)(K / 2);
}

static size_t place_class(size_t K, const real *p)
{
    size_t best = 0;
    if (K == 1)
        return p[0] > (real)0.5;
    for (size_t k = 1; k < K; k++)
        best = p[k] > p[best] ? k : best;
    return best;
}

/** place_plain - right or not, or the squared error. */
static double place_plain(const Net *net, const real *p, const real *target)
{
    const Loss loss = net->spec.loss;
    return (double)(loss == LOSS_SQUARED ? loss_step(loss, net->spec.outputs, p, target)
                                         : loss_right(loss, net->spec.outputs, p, target));
}

static double place_metric(const Tally *tally, const Net *net, size_t row, const Batch *batch, const Tape *tape)
{
    const size_t K = batch->K;
    const real *p = tape->p + row * K, *target = batch->target + row * K;
    switch (tally->metric) {
    case METRIC_ADE: return place_distance(K, p, target);
    case METRIC_LOGLOSS: return (double)loss_step(net->spec.loss, K, tape->y + row * K, target);
    case METRIC_ACCURACY:
    case METRIC_TOKENS: return (double)loss_right(net->spec.loss, K, p, target);
    default: return (double)loss_step(LOSS_SQUARED, K, p, target); // of what is predicted, whatever the loss
    }
}

/** add_group - what the indices count. */
static void add_group(Tally *tally, size_t K, const real *p, const real *target)
{
    if (tally->metric == METRIC_ARI && K <= TALLY_CLASSES)
        tally->met[place_class(K, p)][place_class(K, target)]++;
    if (tally->metric == METRIC_AUC && tally->scored)
        tally->scored[tally->places] = (Scored){(double)p[0], target[0] > (real)0.5};
}

static bool is_of(const Batch *batch, size_t row, bool positive)
{
    return batch->has_target[row] && (batch->target[row * batch->K] > (real)0.5) == positive;
}

/** add_pairs - every positive of the batch against every negative. */
static void add_pairs(Tally *tally, const Batch *batch, const Tape *tape)
{
    const size_t rows = batch->T * batch->B, K = batch->K;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; is_of(batch, i, true) && j < rows; j++) {
            if (!is_of(batch, j, false))
                continue;
            const real above = tape->p[i * K] - tape->p[j * K];
            tally->sum += above > 0 ? 1 : above == 0 ? 0.5 : 0;
            tally->pairs++;
        }
}

void tally_add(Tally *tally, const Net *net, const Batch *batch, const Tape *tape)
{
    const size_t K = batch->K;
    const bool grouped = tally->metric == METRIC_ARI || tally->metric == METRIC_AUC;
    for (size_t row = 0; row < batch->T * batch->B; row++) {
        if (!batch->has_target[row])
            continue;
        tally->plain += place_plain(net, tape->p + row * K, batch->target + row * K);
        if (grouped)
            add_group(tally, K, tape->p + row * K, batch->target + row * K);
        else
            tally->sum += place_metric(tally, net, row, batch, tape);
        tally->places++;
    }
    if (tally->metric == METRIC_AUC && !tally->scored)
        add_pairs(tally, batch, tape);
    for (size_t b = 0; b < batch->B; b++)
        tally->loss += (double)tape->loss[b];
    tally->sequences += batch->B;
}

double tally_loss(const Tally *tally)
{
    return tally->sequences > 0 ? tally->loss / (double)tally->sequences : 0;
}

double tally_plain(const Tally *tally)
{
    return tally->places > 0 ? tally->plain / (double)tally->places : 0;
}

double tally_metric(Tally *tally)
{
    if (tally->places == 0)
        return 0;
    if (tally->metric == METRIC_ARI)
        return tally_rand(tally->met);
    if (tally->metric == METRIC_AUC)
        return tally->scored ? tally_area(tally->scored, tally->places)
                             : (tally->pairs > 0 ? tally->sum / tally->pairs : (double)NAN);
    return tally->sum / (double)tally->places;
}

static int by_score(const void *a, const void *b)
{
    const Scored *left = a, *right = b;
    return (left->score > right->score) - (left->score < right->score);
}

double tally_area(Scored *scored, size_t count)
{
    double positives = 0, ranks = 0;
    qsort(scored, count, sizeof *scored, by_score);
    for (size_t first = 0, end; first < count; first = end) { // a run of one score shares the mean of its ranks
        for (end = first + 1; end < count && !(scored[end].score > scored[first].score);)
            end++;
        for (size_t i = first; i < end; i++) {
            positives += scored[i].positive;
            ranks += scored[i].positive ? (double)(first + 1 + end) / 2 : 0;
        }
    }
    const double negatives = (double)count - positives;
    return positives > 0 && negatives > 0 ? (ranks - positives * (positives + 1) / 2) / (positives * negatives)
                                          : (double)NAN;
}

static double pairs_of(size_t count)
{
    return (double)count * ((double)count - 1) / 2;
}

double tally_rand(size_t (*met)[TALLY_CLASSES])
{
    size_t all = 0;
    double together = 0, named = 0, true_pairs = 0;
    for (size_t i = 0; i < TALLY_CLASSES; i++) {
        size_t row = 0, column = 0;
        for (size_t j = 0; j < TALLY_CLASSES; j++) {
            together += pairs_of(met[i][j]);
            row += met[i][j];
            column += met[j][i];
        }
        named += pairs_of(row);
        true_pairs += pairs_of(column);
        all += row;
    }
    const double chance = all > 1 ? named * true_pairs / pairs_of(all) : 0, most = (named + true_pairs) / 2;
    return most > chance ? (together - chance) / (most - chance) : 1; // everything in one group on both sides
}
