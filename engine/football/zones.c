/* Say back through which zones the ball went: an answer that is a sequence itself. */
#include "engine/football/simulator.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/pitch.h"

enum { LENGTH, COLUMNS, REVERSED, SEQUENCES };
enum { ZONE, X, Y };
enum { LANES = 3, COLUMNS_MAX = 6, ZONES_MAX = LANES * COLUMNS_MAX };

/** Zones - their words; the first of a feature is what stands in the steps of the answer. */
typedef struct Zones {
    size_t columns, count;
    char name[ZONES_MAX][28]; // room for any number, so that the compiler need not know there are few
    const char *word[1 + ZONES_MAX];
} Zones;

static void name_zones(Zones *zones, size_t columns)
{
    *zones = (Zones){.columns = columns, .count = LANES * columns};
    zones->word[0] = "answer";
    for (size_t z = 0; z < zones->count; z++) {
        snprintf(zones->name[z], sizeof zones->name[z], "zone_%02zu", z + 1);
        zones->word[1 + z] = zones->name[z];
    }
}

/** set_place - anywhere in the zone. They are numbered from the own goal on, in each column from the left of the pitch. */
static void set_place(Dataset *data, size_t row, const Zones *zones, size_t zone, Rng *rng)
{
    const double along = ((double)(zone / LANES) + rng_uniform(rng)) / (double)zones->columns;
    const double across = ((double)(zone % LANES) + rng_uniform(rng)) / LANES;
    build_feature(data, row, X, PITCH_HALF_LENGTH * (2 * along - 1) / 10);
    build_feature(data, row, Y, PITCH_HALF_WIDTH * (1 - 2 * across) / 10);
}

/** fill - n passes, then n steps that say nothing but that an answer is wanted. */
static void fill(Dataset *data, size_t first, const Zones *zones, size_t n, bool reversed, Rng *rng, size_t *path)
{
    for (size_t t = 0; t < n; t++) {
        path[t] = rng_below(rng, zones->count);
        build_feature(data, first + t, ZONE, (double)(1 + path[t]));
        set_place(data, first + t, zones, path[t], rng);
    }
    for (size_t t = 0; t < n; t++) {
        build_feature(data, first + n + t, ZONE, 0);
        build_target(data, first + n + t, 0, (double)path[reversed ? n - 1 - t : t]);
    }
}

static bool make_zones(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    const size_t n = (size_t)knob[LENGTH], sequences = (size_t)knob[SEQUENCES];
    Zones zones;
    name_zones(&zones, (size_t)knob[COLUMNS]);
    build_column(data, false, "zone", "", zones.word, 1 + zones.count);
    build_column(data, false, "x", "10m", NULL, 0);
    build_column(data, false, "y", "10m", NULL, 0);
    build_column(data, true, "zone", "", zones.word + 1, zones.count);
    build_metric(data, METRIC_TOKENS, "1");
    if (!build_room(data, sequences, sequences * 2 * n, error))
        return false;
    size_t *path = memory_new(n, sizeof *path);
    for (size_t s = 0; s < sequences; s++) {
        Rng rng = rng_stream(seed, "zones", s);
        data->offset[s + 1] = data->offset[s] + 2 * n;
        fill(data, data->offset[s], &zones, n, knob[REVERSED] != 0, &rng, path);
    }
    free(path);
    const double V = (double)zones.count;
    build_truth(data, "baseline", "", 1 / V);
    build_truth(data, "baseline", "whole", pow(V, -(double)n));
    build_truth(data, "optimum", "", 1);
    build_truth(data, "optimum", "whole", 1);
    data->spread = sqrt(1 / V * (1 - 1 / V));
    return true;
}

const Simulator ZONES_SIMULATOR = {
    .name = "zones",
    .task = "encoder-decoder",
    .title = "Through which zones did the ball go: the answer is a sequence itself",
    .describe =
        "A pass a step: the zone of the pitch it is played from, as a word, and the place in it (x, y in tens of metres). The pitch is cut "
        "into 3 lanes and `columns` columns; with six columns these are the usual 18 zones, numbered from the own goal on, and zone 14 is "
        "the one before the box. After `length` passes come as many steps that say `answer` and nothing else. In each of them the model is "
        "asked for one zone of the path: in the order in which the ball went, or, with reversed=1, backwards.\n\n"
        "Planted: the path, every zone as likely as any other whatever came before, so that it cannot be guessed. In the steps of the answer "
        "a model without memory sees the same each time and names one zone in V: 1/V of the words (baseline), V^-n of whole paths "
        "(baseline(whole)). One that remembers the path names them all (optimum 1). The sequences are synthetic.",
    .places = true,
    .knob = {{"length", "passes", 5, 1, 100, true, "how many passes are read, and zones asked for"},
             {"columns", "columns", 2, 1, COLUMNS_MAX, true, "a third as many as there are zones: V = 3 · columns"},
             {"reversed", "1", 0, 0, 1, true, "0: say the path as it was; 1: backwards"},
             {"sequences", "sequences", 1000, 20, 100000, true, "how many paths; one fifth of them validate"}},
    .make = make_zones,
};
