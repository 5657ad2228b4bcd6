/* What a trainer works in: its threads, and the batches and tapes of each, to train and to measure. They are made for the options of the
 * update, and for no others, so that every bit is a matter of the options and not of what they were before. */
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/train/parts.h"

static size_t longest_to_train(const Dataset *data)
{
    size_t count, longest = 0;
    const size_t *sequences = dataset_subset(data, SUBSET_TRAIN, &count);
    for (size_t i = 0; i < count; i++)
        if (dataset_length(data, sequences[i]) > longest)
            longest = dataset_length(data, sequences[i]);
    return longest;
}

static Crew *training_crew(const Trainer *trainer, size_t rows, Team *team, Error *error)
{
    Crew *crew = crew_new(trainer->net, longest_to_train(trainer->data), rows, team, error);
    for (size_t i = 0; crew != NULL && i < crew->members; i++)
        crew->share[i].tape->trains = true;
    return crew;
}

/* What a member measures at once: as many sequences as this holds, so that they stay in its processor's cache. Where that is
 * one, one is measured at a time, by one member. */
static const size_t BYTES_WANTED = (size_t)4 << 20;
enum { SEQUENCES_MAX = 64 };

static Crew *measuring_crew(const Net *net, const Dataset *data, Team *team, Error *error)
{
    const size_t members = team_members(team);
    size_t rows = 1;
    while (rows < SEQUENCES_MAX && rows * members < data->sequences &&
           tape_bytes(&net->spec, data->longest, rows + 1) <= BYTES_WANTED)
        rows++;
    return crew_new(net, data->longest, rows > 1 ? rows * members : 1, team, error);
}

static void rooms_free(Rooms rooms, Rooms but)
{
    if (rooms.training != but.training)
        crew_free(rooms.training);
    if (rooms.measuring != but.measuring)
        crew_free(rooms.measuring);
    if (rooms.team != but.team)
        team_free(rooms.team);
}

/* For that many threads, and batches of so many sequences (0: nothing to train in). What the trainer has of it is kept. */
static bool rooms_make(const Trainer *trainer, size_t threads, size_t rows, Rooms *rooms, Error *error)
{
    const bool same = trainer->rooms.team != NULL && team_members(trainer->rooms.team) == threads;
    *rooms = same ? trainer->rooms : (Rooms){0};
    if (rows > 0 && rooms->training != NULL && rooms->training->B_room != rows)
        rooms->training = NULL;
    if (rooms->team == NULL)
        rooms->team = team_new(threads, error);
    if (rooms->team != NULL && rooms->measuring == NULL)
        rooms->measuring = measuring_crew(trainer->net, trainer->data, rooms->team, error);
    if (rooms->measuring != NULL && rooms->training == NULL && rows > 0)
        rooms->training = training_crew(trainer, rows, rooms->team, error);
    return rooms->measuring != NULL && (rooms->training != NULL || rows == 0);
}

/* The order of a batch, and its scores where areas under the curve are measured. */
static void batch_lists(Trainer *trainer, const Crew *crew)
{
    const size_t places = crew->B_room * trainer->data->longest;
    free(trainer->chosen);
    free(trainer->scored);
    trainer->chosen = memory_new(crew->B_room, sizeof *trainer->chosen);
    trainer->scored = trainer->data->metric == METRIC_AUC ? memory_new(places, sizeof *trainer->scored) : NULL;
}

static bool rooms_of(Trainer *trainer, const TrainOptions *options, size_t rows, Error *error)
{
    Rooms rooms;
    const Rooms before = trainer->rooms;
    const bool made = rooms_make(trainer, options->threads > 0 ? options->threads : 1, rows, &rooms, error);
    if (!made) {
        rooms_free(rooms, before);
        return false;
    }
    if (rooms.training != NULL && rooms.training != before.training)
        batch_lists(trainer, rooms.training);
    trainer->rooms = rooms;
    rooms_free(before, rooms);
    return true;
}

bool rooms_to_train(Trainer *trainer, const TrainOptions *options, Error *error)
{
    const size_t all = trainer->order.count;
    return rooms_of(trainer, options, options->batch < all ? options->batch : all, error);
}

bool rooms_to_measure(Trainer *trainer, const TrainOptions *options, Error *error)
{
    return rooms_of(trainer, options, 0, error);
}

void rooms_empty(Trainer *trainer)
{
    rooms_free(trainer->rooms, (Rooms){0});
    free(trainer->chosen);
    free(trainer->scored);
}
