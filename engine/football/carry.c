/* Two-touch sum: the adding problem of Hochreiter & Schmidhuber 1997, section 5.4, in football terms. */
#include "engine/football/simulator.h"

#include <math.h>

#include "engine/football/build.h"

enum { LENGTH, SEQUENCES };
enum { THREAT, MARK };

/** fill_carry - one sequence of T steps from this row on. One mark lies in the first half, one in the second; never on the
 *  last step, or a model without memory would sometimes see a marked touch and do better than chance. */
static void fill_carry(Dataset *data, size_t row, size_t T, Rng *rng)
{
    size_t half = T / 2;
    size_t early = rng_below(rng, half), late = half + rng_below(rng, T - 1 - half);
    double sum = 0;
    for (size_t t = 0; t < T; t++) {
        bool marked = t == early || t == late;
        double threat = rng_uniform(rng);
        build_feature(data, row + t, THREAT, threat);
        build_feature(data, row + t, MARK, marked);
        sum += marked ? threat : 0;
    }
    build_target(data, row + T - 1, 0, sum);
}

static bool make_carry(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    size_t T = (size_t)knob[LENGTH], sequences = (size_t)knob[SEQUENCES];
    build_column(data, false, "threat", "1", NULL, 0);
    build_column(data, false, "mark", "", NULL, 0);
    build_column(data, true, "total_threat", "1", NULL, 0);
    if (!build_room(data, sequences, sequences * T, error))
        return false;
    for (size_t s = 0; s < sequences; s++) {
        Rng rng = rng_stream(seed, "carry", s);
        data->offset[s + 1] = data->offset[s] + T;
        fill_carry(data, data->offset[s], T, &rng);
    }
    // a, b independent U(0,1): Var(a+b) = 1/6; knowing b leaves Var(a) = 1/12.
    build_truth(data, "baseline", "", 1.0 / 6);
    build_truth(data, "baseline", "touch", 1.0 / 12);
    build_truth(data, "optimum", "", 0);
    // S = a+b−1: E S⁴ = 2/80 + 6/144 = 1/15, so Var(S²) = 1/15 − 1/36 = 7/180.
    data->spread = sqrt(7.0 / 180);
    return true;
}

const Simulator CARRY_SIMULATOR = {
    .name = "carry",
    .task = "many-to-one",
    .title = "Two-touch sum: add up the threat of two marked touches of a long possession",
    .describe =
        "A possession of touches. Each touch has a threat, a number drawn evenly between 0 and 1 (think of the chance "
        "that "
        "a goal comes of it). Two touches are marked: one in the first half of the possession, one in the second, "
        "never the "
        "last touch of all. At the last step the model is asked for the sum of the two marked threats. This is the "
        "adding "
        "problem of Hochreiter and Schmidhuber (1997) in football clothes.\n\n"
        "Planted: both marked threats, and nothing else; all other touches are noise to be ignored. A model without "
        "memory "
        "sees only the last touch, which is never marked and tells nothing: the best it can do is to answer 1, the "
        "mean, "
        "and its mean squared error is the variance of the sum of two even draws, 1/6 = 0.1667 (baseline). One that "
        "remembers only the later marked touch still misses the earlier: 1/12 = 0.0833 (baseline(touch)). One that "
        "remembers both reaches 0 (optimum). The sequences are synthetic.",
    .knob = {{"length", "steps", 40, 3, 2000, true, "touches in a possession: the longer, the longer to remember"},
             {"sequences", "sequences", 1000, 20, 100000, true, "how many possessions; one fifth of them validate"}},
    .make = make_carry,
};
