#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/train/parts.h"

typedef struct Entry {
    size_t length, sequence;
} Entry;

static int longer_first(const void *a, const void *b)
{
    const Entry *x = a, *y = b;
    if (x->length != y->length)
        return x->length > y->length ? -1 : 1;
    return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

/* New. Sequences of a length lie together, so that little of a batch is empty. */
static size_t *subset_sorted(const Dataset *data, Subset subset)
{
    size_t count;
    const size_t *sequences = dataset_subset(data, subset, &count);
    Entry *entry = memory_new(count, sizeof *entry);
    size_t *sorted = memory_new(count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        entry[i] = (Entry){.length = dataset_length(data, sequences[i]), .sequence = sequences[i]};
    qsort(entry, count, sizeof *entry, longer_first);
    for (size_t i = 0; i < count; i++)
        sorted[i] = entry[i].sequence;
    free(entry);
    return sorted;
}

bool evaluation_lists(Evaluation *evaluation, const Dataset *data, Error *error)
{
    if (data->metric == METRIC_AUC && evaluation->scored == NULL &&
        !(evaluation->scored = memory_try(data->rows, sizeof *evaluation->scored, error)))
        return false;
    for (int subset = 0; subset <= SUBSET_ALL && evaluation->longest_first[subset] == NULL; subset++)
        evaluation->longest_first[subset] = subset_sorted(data, (Subset)subset);
    return true;
}

void evaluation_free(Evaluation *evaluation)
{
    free(evaluation->scored);
    for (int subset = 0; subset <= SUBSET_ALL; subset++)
        free(evaluation->longest_first[subset]);
    *evaluation = (Evaluation){0};
}

static void losses_of(const Share *share, double *loss)
{
    for (size_t b = 0; b < share->batch->B; b++)
        loss[share->batch->sequence[b]] = (double)share->tape->loss[b];
}

/* Forward over a subset, batch by batch; loss of each sequence too where wanted. */
static Tally measure(Trainer *trainer, Subset subset, double *loss)
{
    Evaluation *evaluation = &trainer->evaluation;
    Error error = {0};
    const TrainOptions *options = history_options(&trainer->history, trainer->state.update);
    if (!rooms_to_measure(trainer, options, &error) || !evaluation_lists(evaluation, trainer->data, &error))
        abort(); // room for the same was there before: as in memory_new
    Crew *crew = trainer->rooms.measuring;
    Tally tally = {.metric = trainer->data->metric, .scored = evaluation->scored};
    size_t count;
    (void)dataset_subset(trainer->data, subset, &count);
    for (size_t first = 0; first < count; first += crew->B_room) {
        const Deal deal = {trainer->data, evaluation->longest_first[subset] + first,
                           count - first < crew->B_room ? count - first : crew->B_room};
        crew_pass(crew, trainer->net, &deal, NULL);
        for (size_t i = 0; i < crew->members; i++) {
            tally_add(&tally, trainer->net, crew->share[i].batch, crew->share[i].tape);
            if (loss != NULL)
                losses_of(&crew->share[i], loss);
        }
    }
    return tally;
}

static const Measured *measured(Trainer *trainer, Subset subset)
{
    Measured *measured = &trainer->evaluation.measured[subset];
    if (!measured->known || measured->version != trainer->version) {
        Tally tally = measure(trainer, subset, NULL);
        *measured = (Measured){true, trainer->version, tally_loss(&tally), tally_metric(&tally), tally_plain(&tally)};
    }
    return measured;
}

void trainer_evaluate(Trainer *trainer, Subset subset, double *loss, double *metric)
{
    const Measured *known = measured(trainer, subset);
    *loss = known->loss;
    *metric = known->metric;
}

double trainer_plain(Trainer *trainer, Subset subset)
{
    return measured(trainer, subset)->plain;
}

void trainer_sequence_losses(Trainer *trainer, double *loss)
{
    measure(trainer, SUBSET_ALL, loss);
}

void trainer_look(Trainer *trainer)
{
    Look look = {.update = trainer->state.update};
    trainer_evaluate(trainer, SUBSET_VALID, &look.loss, &look.metric);
    history_look(&trainer->history, look);
}
