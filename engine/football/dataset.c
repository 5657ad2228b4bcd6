#include "engine/football/dataset.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

enum { SPLIT_FROM = 10, VALID_PART = 5 };

Dataset *dataset_keep(Dataset *data)
{
    data->references++;
    return data;
}

static void free_columns(Column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(columns[i].level);
    free(columns);
}

void dataset_free(Dataset *data)
{
    if (!data || --data->references > 0)
        return;
    free_columns(data->feature, data->features);
    free_columns(data->target, data->targets);
    free_columns(data->further, data->furthers);
    void *owned[] = {data->describe, data->offset,     data->x,      data->raw,  data->mean, data->sd,
                     data->y,        data->has_target, data->beside, data->line, data->block, data->order, data->places};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    free(data);
}

size_t dataset_length(const Dataset *data, size_t sequence)
{
    return data->offset[sequence + 1] - data->offset[sequence];
}

size_t dataset_read_steps(const Dataset *data, size_t sequence)
{
    size_t row = data->offset[sequence];
    while (row < data->offset[sequence + 1] && !data->has_target[row])
        row++;
    return row - data->offset[sequence];
}

/** draw_blocks - whole blocks that validate, until they hold a fifth, one block at least and never all: 1 in chosen (written,
 *  a flag a block). Returns how many sequences they hold. */
static size_t draw_blocks(const Dataset *data, Rng *rng, unsigned char *chosen)
{
    size_t held = 0;
    size_t *block = memory_new(data->blocks, sizeof *block), *size = memory_new(data->blocks, sizeof *size);
    for (size_t b = 0; b < data->blocks; b++)
        block[b] = b;
    for (size_t s = 0; s < data->sequences; s++)
        size[data->block[s]]++;
    rng_shuffle(rng, block, data->blocks);
    for (size_t i = 0; i + 1 < data->blocks && held * VALID_PART < data->sequences; i++) {
        chosen[block[i]] = 1;
        held += size[block[i]];
    }
    free(block);
    free(size);
    return held;
}

/** split_blocks - those of the drawn blocks to the end of the shuffled order, the others keep theirs. */
static void split_blocks(Dataset *data, Rng *rng)
{
    unsigned char *chosen = memory_new(data->blocks, 1);
    size_t *shuffled = memory_new(data->sequences, sizeof *shuffled);
    memcpy(shuffled, data->order, data->sequences * sizeof *shuffled);
    data->valid_count = draw_blocks(data, rng, chosen);
    data->train_count = data->sequences - data->valid_count;
    size_t train = 0, valid = data->train_count;
    for (size_t i = 0; i < data->sequences; i++)
        data->order[chosen[data->block[shuffled[i]]] ? valid++ : train++] = shuffled[i];
    free(chosen);
    free(shuffled);
}

void dataset_split(Dataset *data, uint64_t seed)
{
    Rng rng = rng_stream(seed, "split", 0);
    for (size_t s = 0; s < data->sequences; s++)
        data->order[s] = s;
    rng_shuffle(&rng, data->order, data->sequences);
    bool few = data->sequences < SPLIT_FROM;
    data->valid_count = few ? data->sequences : data->sequences / VALID_PART;
    data->train_count = few ? data->sequences : data->sequences - data->valid_count;
    if (!few && data->block && data->blocks > 1)
        split_blocks(data, &rng);
}

const size_t *dataset_subset(const Dataset *data, Subset subset, size_t *count)
{
    *count = subset == SUBSET_ALL ? data->sequences : subset == SUBSET_TRAIN ? data->train_count : data->valid_count;
    return subset == SUBSET_VALID ? data->order + data->sequences - data->valid_count : data->order;
}

/** train_moments - mean and population sd of one place of x over the rows of the training sequences, in two passes so
 *  that large means do not eat the variance. */
static void train_moments(const Dataset *data, size_t position, double *mean, double *sd)
{
    double sum = 0, squares = 0;
    size_t rows = 0;
    for (size_t i = 0; i < data->train_count; i++) {
        size_t s = data->order[i];
        for (size_t row = data->offset[s]; row < data->offset[s + 1]; row++, rows++)
            sum += data->raw[row * data->D + position];
    }
    *mean = rows ? sum / (double)rows : 0;
    for (size_t i = 0; i < data->train_count; i++) {
        size_t s = data->order[i];
        for (size_t row = data->offset[s]; row < data->offset[s + 1]; row++) {
            double off = data->raw[row * data->D + position] - *mean;
            squares += off * off;
        }
    }
    *sd = rows ? sqrt(squares / (double)rows) : 0;
}

void dataset_standardise(Dataset *data)
{
    for (size_t i = 0; i < data->features; i++) {
        size_t at = data->feature[i].first;
        if (data->feature[i].categorical)
            continue;
        train_moments(data, at, &data->mean[at], &data->sd[at]);
        // A column that never changes (up to the rounding of its mean) is only centred.
        if (!(data->sd[at] > 1e-14 * fabs(data->mean[at])))
            data->sd[at] = 1;
        for (size_t row = 0; row < data->rows; row++)
            data->x[row * data->D + at] = (real)((data->raw[row * data->D + at] - data->mean[at]) / data->sd[at]);
    }
    data->standardised = true;
}

const Truth *dataset_truth(const Dataset *data, const char *name, const char *variant)
{
    for (size_t i = 0; i < data->truths; i++)
        if (strcmp(data->truth[i].name, name) == 0 && strcmp(data->truth[i].variant, variant ? variant : "") == 0)
            return &data->truth[i];
    return NULL;
}

const char *truth_landmark(const Truth *truth)
{
    if (strcmp(truth->variant, "causal") == 0)
        return truth->variant;
    return *truth->variant ? NULL : truth->name;
}

bool dataset_loss_is_metric(const Dataset *data)
{
    return data->loss == LOSS_SQUARED && data->metric == METRIC_MSE;
}

void dataset_metric_name(const Dataset *data, const char *name, char *out, size_t size)
{
    const bool unit = *data->metric_unit && strcmp(data->metric_unit, "1") != 0;
    snprintf(out, size, "%s%s%s", name, unit ? ", " : "", unit ? data->metric_unit : "");
}

double dataset_stderr(const Dataset *data)
{
    size_t count, places = 0;
    const size_t *valid = dataset_subset(data, SUBSET_VALID, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t row = data->offset[valid[i]]; row < data->offset[valid[i] + 1]; row++)
            places += data->has_target[row];
    return places ? data->spread / sqrt((double)places) : INFINITY;
}

const Column *dataset_column(const Dataset *data, bool target, size_t position, size_t *level)
{
    const Column *column = target ? data->target : data->feature;
    size_t count = target ? data->targets : data->features;
    for (size_t i = 0; i < count; i++)
        if (position - column[i].first < column[i].width) { // unsigned: false before its first, too
            *level = column[i].categorical && column[i].width > 1 ? position - column[i].first : 0;
            return &column[i];
        }
    assert(false); // a position outside the row
    return NULL;
}

/** Sorting - positions in the given list, to be sorted by length downward, ties by position: no two are equal, so a
 *  heap sort (in place, no allocation inside a training step) is as good as a stable one. */
typedef struct Sorting {
    const Dataset *data;
    const size_t *sequences;
    size_t *position;
} Sorting;

static bool is_later(const Sorting *sorting, size_t a, size_t b)
{
    size_t length_a = dataset_length(sorting->data, sorting->sequences[a]);
    size_t length_b = dataset_length(sorting->data, sorting->sequences[b]);
    return length_a < length_b || (length_a == length_b && a > b);
}

static void swap(size_t *a, size_t *b)
{
    size_t kept = *a;
    *a = *b;
    *b = kept;
}

static void sift_down(const Sorting *sorting, size_t root, size_t end)
{
    size_t *position = sorting->position;
    for (size_t child; (child = 2 * root + 1) < end; root = child) {
        if (child + 1 < end && is_later(sorting, position[child + 1], position[child]))
            child++;
        if (!is_later(sorting, position[child], position[root]))
            return;
        swap(&position[child], &position[root]);
    }
}

static bool is_sorted(const Sorting *sorting, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++)
        if (is_later(sorting, i, i + 1))
            return false;
    return true;
}

static void sort_positions(const Sorting *sorting, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sorting->position[i] = i;
    if (is_sorted(sorting, count))
        return;
    for (size_t i = count / 2; i-- > 0;)
        sift_down(sorting, i, count);
    for (size_t end = count; end-- > 1;) {
        swap(&sorting->position[0], &sorting->position[end]);
        sift_down(sorting, 0, end);
    }
}

/** fill_sequence - the rows of one sequence into column b of the batch. */
static void fill_sequence(const Dataset *data, size_t sequence, Batch *batch, size_t b)
{
    size_t D = data->D, K = data->K;
    for (size_t t = 0; t < batch->length[b]; t++) {
        size_t from = data->offset[sequence] + t, to = t * batch->B + b;
        memcpy(batch->x + to * D, data->x + from * D, D * sizeof *batch->x);
        memcpy(batch->target + to * K, data->y + from * K, K * sizeof *batch->target);
        batch->has_target[to] = data->has_target[from];
    }
}

/** sort_into - the sequences into the batch, longest first. */
static void sort_into(const Dataset *data, const size_t *sequences, size_t count, Batch *batch)
{
    sort_positions(&(Sorting){data, sequences, batch->sequence}, count);
    for (size_t b = 0; b < count; b++)
        batch->sequence[b] = sequences[batch->sequence[b]];
}

void dataset_batch(const Dataset *data, const size_t *sequences, size_t count, Batch *batch)
{
    assert(count <= batch->B_room && data->D == batch->D && data->K == batch->K);
    sort_into(data, sequences, count, batch);
    for (size_t b = 0; b < count; b++)
        batch->length[b] = dataset_length(data, batch->sequence[b]);
    batch_shape(batch, count, batch->length);
    for (size_t b = 0; b < count; b++)
        fill_sequence(data, batch->sequence[b], batch, b);
}
