/* The façade: what it refuses, what it leaves as it was, and that engines know nothing of each other. */
#include "engine/engine.h"

#include <criterion/criterion.h>
#include <math.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>


static const NetSpec LSTM = {.cell = &LSTM_CELL, .hidden = 4};

static Engine *ready(uint64_t seed)
{
    Error error = {0};
    Engine *engine = engine_open(seed);
    cr_assert(engine_simulate(engine, "signal", "length=6 sequences=30", &error), "%s", error.message);
    cr_assert(engine_model(engine, &LSTM, &error), "%s", error.message);
    return engine;
}

static double number(Engine *engine, const char *expression)
{
    Error error = {0};
    double value;
    cr_assert(engine_number(engine, &value, &error, "%s", expression), "%s: %s", expression, error.message);
    return value;
}

static void refused(bool done, Error *error, ErrorKind kind, const char *words)
{
    cr_assert(!done, "should have been refused: %s", words);
    cr_assert_eq(error->kind, kind, "%s", error->message);
    cr_assert(strstr(error->message, words), "%s", error->message);
    error_clear(error);
}

Test(engine, says_what_comes_before)
{
    Error error = {0};
    double value;
    Engine *engine = engine_open(1);
    refused(engine_model(engine, &LSTM, &error), &error, ERR_USE, "no data yet");
    refused(engine_standardise(engine, &error), &error, ERR_USE, "no data yet");
    refused(engine_load(engine, "x", NULL, &error), &error, ERR_USE, "no data yet");
    refused(engine_look(engine, 1, &error), &error, ERR_USE, "no data yet");
    refused(engine_number(engine, &value, &error, "1"), &error, ERR_USE, "no data yet");
    cr_assert(engine_data(engine) == NULL && engine_net(engine) == NULL && engine_trainer(engine) == NULL);
    cr_assert(engine_simulate(engine, "signal", NULL, &error));
    refused(engine_train(engine, 1, NULL, &error), &error, ERR_USE, "no network yet");
    refused(engine_save(engine, "x", &error), &error, ERR_USE, "no network yet");
    refused(engine_tape(engine, &error) != NULL, &error, ERR_USE, "no network yet");
    cr_assert_eq(number(engine, "sequences"), (double)engine_data(engine)->sequences);
    engine_close(engine);
    engine_close(NULL);
}

Test(engine, refuses_what_cannot_be_and_stays_as_it_was)
{
    Error error = {0};
    double value;
    Engine *engine = ready(1);
    const double h = number(engine, "h[6][4]");
    const NetSpec none = {.hidden = 4}, empty = {.cell = &GRU_CELL}, broken = {.cell = &GRU_CELL, .hidden = 4, .gain = NAN};
    const TrainOptions wild = {.lr = -1, .batch = 8};
    refused(engine_simulate(engine, "cary", NULL, &error), &error, ERR_USE, "there are carry ");
    refused(engine_simulate(engine, "carry", "lenght=20", &error), &error, ERR_USE, "did you mean length?");
    refused(engine_simulate(engine, "carry", "length", &error), &error, ERR_USE, "as in length=");
    refused(engine_simulate(engine, "carry", "length=long", &error), &error, ERR_USE, "not a number");
    refused(engine_simulate(engine, "carry", "length=2", &error), &error, ERR_USE, "from 3");
    cr_assert(!engine_read(engine, "/nowhere/there.csv", &error) && strcmp(error.file, "/nowhere/there.csv") == 0);
    refused(false, &error, ERR_FILE, "cannot be read");
    refused(engine_model(engine, &none, &error), &error, ERR_USE, "no cell");
    refused(engine_model(engine, &empty, &error), &error, ERR_USE, "");
    refused(engine_model(engine, &broken, &error), &error, ERR_USE, "");
    refused(engine_load(engine, "/nowhere/net", NULL, &error), &error, ERR_FILE, "cannot be read");
    refused(engine_save(engine, "/nowhere/net", &error), &error, ERR_FILE, "");
    refused(engine_train(engine, 1, &wild, &error), &error, ERR_USE, "lr");
    refused(engine_standardise(engine, &error), &error, ERR_USE, "comes before");
    refused(engine_look(engine, 31, &error), &error, ERR_USE, "1 … 30");
    refused(engine_look(engine, 0, &error), &error, ERR_USE, "1 … 30");
    refused(engine_number(engine, &value, &error, "h[%d][1]", 7), &error, ERR_USE, "7 is outside");
    refused(engine_number(engine, &value, &error, "h[%01100d]", 7), &error, ERR_LIMIT, "characters");
    cr_assert_eq(number(engine, "h[6][4]"), h);
    cr_assert_eq(number(engine, "updates"), 0);
    engine_close(engine);
}

Test(engine, new_data_take_the_network_away_and_another_network_the_old_one)
{
    Error error = {0};
    Engine *engine = ready(1);
    const NetSpec gru = {.cell = &GRU_CELL, .hidden = 3, .layers = 2, .bidirectional = true};
    cr_assert(engine_look(engine, 30, &error));
    cr_assert(engine_model(engine, &gru, &error), "%s", error.message);
    cr_assert_eq(number(engine, "hidden"), 3);
    cr_assert_eq(number(engine, "sample"), 30);
    cr_assert_eq(number(engine, "gru:h@1r[1][1]"), number(engine, "h@1r[1][1]"));
    cr_assert(engine_simulate(engine, "carry", "sequences=20", &error));
    cr_assert_null(engine_net(engine));
    cr_assert_eq(number(engine, "sample"), 1, "the old place may not be there");
    engine_close(engine);
}

Test(engine, numbers_values_and_the_tape_are_the_same_numbers_with_the_weights_as_they_are)
{
    Error error = {0};
    Engine *engine = ready(2);
    for (int round = 0; round < 3; round++) {
        Value h;
        const Tape *tape = engine_tape(engine, &error);
        cr_assert(tape && engine_value(engine, "h", &h, &error));
        cr_assert(h.rank == 2 && h.axis[0].first == 0 && h.axis[0].count == 7 && h.axis[1].count == 4);
        for (size_t i = 0; i < h.count; i++)
            cr_assert_eq(h.data[i], (double)tape->h[i]);
        const double last = h.data[h.count - 1];
        value_free(&h);
        cr_assert_eq(number(engine, "h[6][4]"), last);
        if (round == 0) {
            cr_assert(engine_train(engine, 3, NULL, &error));
        } else {
            Trainer *trainer = engine_trainer(engine); // stepped from outside, and asked in between
            (void)number(engine, "h[6][4]");
            cr_assert(trainer_step(trainer, &error));
        }
        cr_assert_neq(number(engine, "h[6][4]"), last, "the weights have moved");
    }
    cr_assert_eq(number(engine, "updates"), 5);
    engine_close(engine);
}

Test(engine, a_saved_network_comes_back_to_the_bit)
{
    Error error = {0};
    char path[] = "engine-XXXXXX";
    const int file = mkstemp(path);
    Engine *engine = ready(3), *other = engine_open(3);
    cr_assert(file >= 0 && close(file) == 0);
    cr_assert(engine_train(engine, 5, NULL, &error) && engine_save(engine, path, &error), "%s", error.message);
    cr_assert(engine_simulate(other, "signal", "length=6 sequences=30", &error));
    cr_assert(engine_load(other, path, NULL, &error), "%s", error.message);
    cr_assert_eq(number(engine, "norm(h)"), number(other, "norm(h)"));
    cr_assert_eq(number(engine, "loss"), number(other, "loss"));
    cr_assert(engine_simulate(other, "carry", NULL, &error));
    refused(engine_load(other, path, NULL, &error), &error, ERR_SHAPE, "inputs");
    unlink(path);
    engine_close(engine);
    engine_close(other);
}

Test(engine, a_network_without_a_head_has_states_and_nothing_to_train_by)
{
    Error error = {0};
    double value;
    const NetSpec headless = {.cell = &GRU_CELL, .hidden = 4, .headless = true};
    Engine *engine = engine_open(1);
    cr_assert(engine_simulate(engine, "signal", NULL, &error) && engine_model(engine, &headless, &error));
    cr_assert_neq(number(engine, "h[3][1]"), 0);
    refused(engine_number(engine, &value, &error, "loss"), &error, ERR_USE, "came without a head");
    refused(engine_number(engine, &value, &error, "norm(dWh)"), &error, ERR_USE, "came without a head");
    refused(engine_train(engine, 1, NULL, &error), &error, ERR_USE, "came without a head");
    engine_close(engine);
}

Test(engine, a_training_that_breaks_keeps_the_weights_it_had)
{
    Error error = {0};
    Engine *engine = ready(4);
    const TrainOptions options = {.optimizer = OPTIMIZER_SGD, .lr = 1, .batch = 8};
    trainer_weights(engine_trainer(engine))[0] = (real)1e308 * 1e10;
    trainer_touched(engine_trainer(engine));
    refused(engine_train(engine, 5, &options, &error), &error, ERR_NUMBER, "");
    cr_assert_eq(number(engine, "updates"), 0);
    engine_close(engine);
}

/* ---- arrays ---- */

static Arrays small_arrays(Loss loss)
{
    static const size_t length[] = {3, 1, 2};
    static const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    static const double target[] = {NAN, NAN, 0, 1, 1, 0, 1, 0, NAN, NAN, 0.5, 0.5};
    return (Arrays){.sequences = 3, .inputs = 2, .outputs = 2, .length = length, .x = x, .target = target, .loss = loss};
}

Test(engine, arrays_are_read_row_by_row)
{
    Error error = {0};
    for (Loss loss = 0; loss < LOSSES; loss++) {
        Engine *engine = engine_open(1);
        const Arrays arrays = small_arrays(loss);
        cr_assert(engine_arrays(engine, &arrays, &error), "%s", error.message);
        const Dataset *data = engine_data(engine);
        cr_assert(data->sequences == 3 && data->rows == 6 && data->D == 2 && data->K == 2 && data->longest == 3);
        cr_assert(data->loss == loss && !data->many_to_one && data->valid_count == 3);
        cr_assert(engine_model(engine, &LSTM, &error) && engine_train(engine, 2, NULL, &error), "%s", error.message);
        cr_assert_eq(number(engine, "steps"), 3);
        cr_assert_eq(number(engine, "x[2][1]"), 3);
        cr_assert_eq(number(engine, "target[2][2]"), 1);
        cr_assert(engine_look(engine, 3, &error));
        cr_assert_eq(number(engine, "x[2][2]"), 12);
        cr_assert_eq(number(engine, "places(sample)"), 1);
        engine_close(engine);
    }
}

/* Outputs 0 1, 1 0, 1 0, ½ ½: means 0.625 0.375. */
Test(engine, arrays_are_measured_by_who_looks_at_nothing)
{
    Error error = {0};
    double squared = 0; // mean over places and outputs of (target − mean)²
    const double targets[4][2] = {{0, 1}, {1, 0}, {1, 0}, {0.5, 0.5}};
    for (size_t i = 0; i < 4; i++)
        squared += (pow(targets[i][0] - 0.625, 2) + pow(targets[i][1] - 0.375, 2)) / 8;
    for (Loss loss = 0; loss < LOSSES; loss++) {
        Engine *engine = engine_open(1);
        const Arrays arrays = small_arrays(loss);
        cr_assert(engine_arrays(engine, &arrays, &error));
        cr_assert_float_eq(number(engine, "baseline"), loss == LOSS_SQUARED ? squared : 0.625, 1e-15);
        cr_assert_gt(number(engine, "stderr"), 0);
        engine_close(engine);
    }
}

static void arrays_refused(Arrays arrays, ErrorKind kind, const char *words)
{
    Error error = {0};
    Engine *engine = engine_open(1);
    refused(engine_arrays(engine, &arrays, &error), &error, kind, words);
    cr_assert_null(engine_data(engine));
    engine_close(engine);
}

Test(engine, arrays_that_cannot_be_are_refused_with_their_place)
{
    const Arrays good = small_arrays(LOSS_SOFTMAX);
    double x[12] = {0}, target[12];
    size_t length[] = {3, 0, 2};
    Arrays bad = good;
    bad.sequences = 0;
    arrays_refused(bad, ERR_SHAPE, "0 sequences of 2 inputs");
    bad = good, bad.length = length;
    arrays_refused(bad, ERR_SHAPE, "sequence 2 has no step");
    length[1] = (size_t)-1;
    arrays_refused(bad, ERR_LIMIT, "too many steps");
    length[1] = (size_t)1 << 40;
    arrays_refused(bad, ERR_LIMIT, "GB of memory");
    bad = good, bad.x = x;
    x[9] = INFINITY;
    arrays_refused(bad, ERR_INPUT, "sequence 3, step 1: input 2 is not a finite number");
    bad = good, bad.target = target;
    for (size_t i = 0; i < 12; i++)
        target[i] = NAN;
    arrays_refused(bad, ERR_INPUT, "no target at any step");
    target[3] = 1;
    arrays_refused(bad, ERR_INPUT, "sequence 1, step 2: a target for some outputs");
    target[2] = 0.5;
    arrays_refused(bad, ERR_INPUT, "add up to 1.5");
    target[2] = -0.5;
    arrays_refused(bad, ERR_INPUT, "target 1 is -0.5; softmax expects 0 … 1");
    target[2] = INFINITY;
    arrays_refused(bad, ERR_INPUT, "target 1 is infinite");
}

/* ---- several at once ---- */

static void *train_alone(void *sum)
{
    Error error = {0};
    Engine *engine = ready(7);
    if (!engine_train(engine, 40, NULL, &error) || !engine_number(engine, sum, &error, "loss + norm(dh) + norm(dWh)"))
        *(double *)sum = NAN;
    engine_close(engine);
    return NULL;
}

Test(engine, threads_with_an_engine_each_get_the_bits_of_one_alone)
{
    enum { THREADS = 4 };
    pthread_t thread[THREADS];
    double alone = 0, sum[THREADS] = {0};
    blas_threads(1);
    train_alone(&alone);
    cr_assert(alone > 0 && isfinite(alone));
    for (size_t i = 0; i < THREADS; i++)
        cr_assert_eq(pthread_create(&thread[i], NULL, train_alone, &sum[i]), 0);
    for (size_t i = 0; i < THREADS; i++) {
        cr_assert_eq(pthread_join(thread[i], NULL), 0);
        cr_assert_eq(sum[i], alone);
    }
}
