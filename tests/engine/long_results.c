/* Known results, measured again: how the gradient fades in networks nobody has trained, who learns to remember, and how
 * near to what can be known players' ways are learnt.
 * Takes minutes: `make check-long`. */
#include "engine/football/simulator.h"
#include "engine/train/trainer.h"
#include "tests/engine/sample.h"

#include <criterion/parameterized.h>

enum { SEEDS = 201, STEPS = 100, UNITS = 32 };

typedef struct Known {
    char cell[8];
    double forget_bias, median; // of ‖∂L/∂h_1‖ / ‖∂L/∂h_T‖, the loss at T alone
} Known;

static const Known KNOWN[] = {
    {"rnn", 0, 6e-24}, {"lstm", 0, 1e-20}, {"lstm", 1, 2e-8}, {"lstm", 2, 2e-3}, {"lstm", 5, 0.2}, {"gru", 0, 5e-20},
};

static double ratio(const NetSpec *spec, uint64_t seed)
{
    const size_t length = STEPS;
    Net *net = sample_net(*spec, seed);
    Batch *batch = sample_batch(net, 1, &length, true, seed);
    Tape *tape = sample_tape(net, batch);
    real *gradient = calloc(net->layout.count, sizeof *gradient);
    net_forward(net, batch, tape);
    net_backward(net, batch, tape, 1, gradient);
    const double first = sample_norm(UNITS, tape->dh + UNITS), last = sample_norm(UNITS, tape->dh + STEPS * UNITS);
    free(gradient);
    tape_free(tape);
    batch_free(batch);
    net_free(net);
    return first / last;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

ParameterizedTestParameters(known, gradients_fade_as_they_were_measured)
{
    return cr_make_param_array(Known, (Known *)KNOWN, sizeof KNOWN / sizeof *KNOWN);
}

ParameterizedTest(Known *known, known, gradients_fade_as_they_were_measured)
{
    NetSpec spec = sample_spec(known->cell, 2, UNITS, 1, LOSS_SQUARED);
    spec.forget_bias = known->forget_bias;
    double ratios[SEEDS];
    for (uint64_t seed = 0; seed < SEEDS; seed++)
        ratios[seed] = ratio(&spec, seed + 1);
    qsort(ratios, SEEDS, sizeof *ratios, by_size);
    const double median = ratios[SEEDS / 2];
    cr_log_info("%s, forget bias %g: %.2g (%.2g … %.2g)", known->cell, known->forget_bias, median, ratios[0],
                ratios[SEEDS - 1]);
    cr_assert(median > known->median / 10 && median < known->median * 10, "%s, forget bias %g: %g, not %g", known->cell,
              known->forget_bias, median, known->median);
}

typedef struct Learner {
    char cell[8];
    double chrono, forget_bias;
    double above, below; // its squared error after 3,000 updates
} Learner;

static const Learner LEARNERS[] = {
    {"rnn", 0, 0, 0.06, 0.2},
    {"lstm", 60, 0, 0, 1e-3},
    {"gru", 0, 1, 0, 1e-3},
};

static Dataset *carry(uint64_t seed)
{
    Error error = {0};
    const Simulator *simulator = simulator_find("carry");
    double knob[KNOBS_MAX];
    for (size_t i = 0; i < KNOBS_MAX && simulator->knob[i].name != NULL; i++)
        knob[i] = simulator->knob[i].value;
    knob[simulator_knob(simulator, "length")] = 60;
    knob[simulator_knob(simulator, "sequences")] = 10000;
    Dataset *data = simulate(simulator, knob, seed, &error);
    cr_assert_not_null(data, "%s", error.message);
    return data;
}

ParameterizedTestParameters(known, carry_over_60_steps_is_learnt_by_gates_alone)
{
    return cr_make_param_array(Learner, (Learner *)LEARNERS, sizeof LEARNERS / sizeof *LEARNERS);
}

ParameterizedTest(Learner *learner, known, carry_over_60_steps_is_learnt_by_gates_alone)
{
    Dataset *data = carry(1);
    NetSpec spec = sample_spec(learner->cell, data->D, 16, data->K, data->loss);
    spec.many_to_one = true;
    spec.chrono = learner->chrono;
    spec.forget_bias = learner->forget_bias;
    Error error = {0};
    Trainer *trainer = trainer_new(sample_net(spec, 1), data, 1, &error);
    cr_assert_not_null(trainer, "%s", error.message);
    dataset_free(data);
    for (size_t update = 1; update <= 3000; update++) {
        TrainOptions options = *trainer_options(trainer);
        options.lr = update <= 1500 ? 0.01 : 0.01 * (double)(3001 - update) / 1500; // falls to 0 over the second half
        cr_assert(trainer_set_options(trainer, &options, &error), "%s", error.message);
        cr_assert(trainer_step(trainer, &error), "%s", error.message);
    }
    double loss, metric;
    trainer_evaluate(trainer, SUBSET_VALID, &loss, &metric);
    cr_log_info("%s: %.2g", learner->cell, loss);
    cr_assert(loss > learner->above && loss < learner->below, "%s: %g", learner->cell, loss);
    trainer_free(trainer);
}

typedef struct Mover {
    char data[16], knobs[16], cell[8];
    size_t hidden, updates;
    double forget_bias;
    double above, below; // its metric, in units of the optimum
} Mover;

static const Mover MOVERS[] = {
    {"trajectory", "lag=0", "lstm", 32, 1200, 1, 1.1, 1.5},
    {"trajectory", "lag=1", "lstm", 32, 1200, 1, 1, 1.35},
    {"trajectory", "lag=3", "lstm", 32, 1200, 1, 1, 1.3},
    {"patterns", "", "gru", 16, 200, 0, 0.9, 1},
    {"patterns", "", "mlp", 16, 200, 0, 0.35, 0.6},
};

ParameterizedTestParameters(known, ways_of_players_are_learnt_as_near_as_is_told)
{
    return cr_make_param_array(Mover, (Mover *)MOVERS, sizeof MOVERS / sizeof *MOVERS);
}

static double learn(const Mover *mover, uint64_t seed)
{
    Error error = {0};
    double knob[KNOBS_MAX], loss, metric;
    const Simulator *simulator = simulator_find(mover->data);
    cr_assert(simulator_read_knobs(simulator, mover->knobs, knob, &error), "%s", error.message);
    Dataset *data = simulate(simulator, knob, seed, &error);
    cr_assert_not_null(data, "%s", error.message);
    NetSpec spec = sample_spec(mover->cell, data->D, mover->hidden, data->K, data->loss);
    spec.many_to_one = data->many_to_one;
    spec.forget_bias = mover->forget_bias;
    Trainer *trainer = trainer_new(sample_net(spec, seed), data, seed, &error);
    cr_assert_not_null(trainer, "%s", error.message);
    TrainOptions options = train_options();
    options.decay = 0.5;
    options.run_updates = mover->updates;
    cr_assert(trainer_set_options(trainer, &options, &error), "%s", error.message);
    for (size_t update = 0; update < mover->updates; update++)
        cr_assert(trainer_step(trainer, &error), "%s", error.message);
    trainer_evaluate(trainer, SUBSET_VALID, &loss, &metric);
    metric /= dataset_truth(data, "optimum", "")->value;
    trainer_free(trainer);
    dataset_free(data);
    return metric;
}

ParameterizedTest(Mover *mover, known, ways_of_players_are_learnt_as_near_as_is_told)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        const double metric = learn(mover, seed);
        cr_log_info("%s %s, %s: %.4g", mover->data, mover->knobs, mover->cell, metric);
        cr_assert(metric > mover->above && metric <= mover->below, "%s %s, %s, seed %d: %g", mover->data, mover->knobs,
                  mover->cell, (int)seed, metric);
    }
}
