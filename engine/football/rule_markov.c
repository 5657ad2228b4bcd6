#include "engine/football/rule_markov.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/rule.h"

enum { ORDERS = 3 };

/** Seen - a class that followed a history. */
typedef struct Seen {
    uint64_t history; // the words before it, a digit a word
    size_t level;
} Seen;

/** Markov - what followed each history of 0 … order words in the training sequences, sorted by history. */
typedef struct Markov {
    const Column *word; // the feature it reads
    size_t classes, order;
    Seen *seen[ORDERS + 1];
    size_t count[ORDERS + 1];
} Markov;

static size_t level_at(const double *values, size_t width)
{
    size_t level = 0;
    while (level + 1 < width && values[level] == 0)
        level++;
    return level;
}

/** class_at - which class is the target of a row. */
static size_t class_at(const Dataset *data, size_t row)
{
    const real *y = data->y + row * data->K;
    size_t level = 0;
    if (data->K == 1)
        return y[0] != 0;
    while (level + 1 < data->K && y[level] == 0)
        level++;
    return level;
}

/** history - the last `order` words up to this row, as one number: at most 65,536³ of them. */
static uint64_t history(const Dataset *data, const Column *word, size_t row, size_t order)
{
    uint64_t code = 0;
    for (size_t back = 0; back < order; back++)
        code = code * word->levels + level_at(data->raw + (row - back) * data->D + word->first, word->width);
    return code;
}

static int compare_seen(const void *a, const void *b)
{
    const Seen *left = a, *right = b;
    return (left->history > right->history) - (left->history < right->history);
}

/** learn - one order: every place that trains and has so long a history. */
static void learn(Markov *markov, const Dataset *data, size_t order)
{
    size_t count, *filled = &markov->count[order];
    const size_t *train = dataset_subset(data, SUBSET_TRAIN, &count);
    markov->seen[order] = memory_new(data->rows + 1, sizeof **markov->seen);
    for (size_t i = 0; i < count; i++)
        for (size_t row = data->offset[train[i]]; row < data->offset[train[i] + 1]; row++)
            if (data->has_target[row] && row + 1 - data->offset[train[i]] >= order)
                markov->seen[order][(*filled)++] = (Seen){history(data, markov->word, row, order), class_at(data, row)};
    qsort(markov->seen[order], *filled, sizeof **markov->seen, compare_seen);
}

/** first_of - where the history begins among what was seen. */
static size_t first_of(const Seen *seen, size_t count, uint64_t wanted)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (seen[middle].history < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/** sharpen - p_k(c) = (n_k(c) + p_{k−1}(c)) / (n_k + 1): the shorter history counts as one more observation, so it decides
 *  where the longer one was never seen. */
static void sharpen(const Markov *markov, size_t order, uint64_t wanted, double *p)
{
    const Seen *seen = markov->seen[order];
    const size_t first = first_of(seen, markov->count[order], wanted);
    size_t last = first;
    for (; last < markov->count[order] && seen[last].history == wanted; last++)
        p[seen[last].level]++;
    for (size_t c = 0; c < markov->classes; c++)
        p[c] /= (double)(last - first) + 1;
}

static void answer_markov(const void *state, const Dataset *data, size_t sequence, size_t row, double *y)
{
    const Markov *markov = state;
    double *p = memory_new(markov->classes, sizeof *p);
    const size_t known = row + 1 - data->offset[sequence];
    for (size_t c = 0; c < markov->classes; c++)
        p[c] = 1 / (double)markov->classes;
    for (size_t order = 0; order <= markov->order && order <= known; order++)
        sharpen(markov, order, history(data, markov->word, row, order), p);
    for (size_t k = 0; k < data->K; k++)
        y[k] = p[data->K == 1 ? 1 : k];
    free(p);
}

/** first_words - the first feature that is words, or NULL. */
static const Column *first_words(const Dataset *data)
{
    for (size_t i = 0; i < data->features; i++)
        if (data->feature[i].categorical)
            return &data->feature[i];
    return NULL;
}

void rule_markov(Dataset *data)
{
    Markov markov = {.word = first_words(data)};
    if (!markov.word || data->targets != 1 || !data->target[0].categorical)
        return;
    markov.classes = data->target[0].levels;
    for (size_t order = 0; order <= ORDERS; order++)
        learn(&markov, data, order);
    for (markov.order = 1; markov.order <= ORDERS && markov.order <= data->longest; markov.order++) {
        char variant[sizeof data->truth[0].variant];
        snprintf(variant, sizeof variant, "markov%zu", markov.order);
        build_truth(data, "baseline", variant, rule_score(data, (Rule){answer_markov, &markov}, NULL));
        build_how(data, "what came most often after the same last %zu of %s in the training sequences, of fewer where those were not seen",
                  markov.order, markov.word->name);
    }
    for (size_t order = 0; order <= ORDERS; order++)
        free(markov.seen[order]);
}
