#include "engine/engine.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/base/file.h"
#include "engine/base/memory.h"
#include "engine/football/tidy.h"

struct Engine {
    uint64_t seed;
    Dataset *data;    // NULL at first
    Trainer *trainer; // NULL without a network
    Lens *lens;       // of the trainer's network
    size_t sequence;  // from 1
    bool stale;       // the lens shows what was
    bool lent;        // the trainer may be stepped from outside, so that the lens can always be stale
    Subject subject;
    Probe probe;
};

Engine *engine_open(uint64_t seed)
{
    Engine *engine = memory_new(1, sizeof *engine);
    engine->seed = seed;
    engine->sequence = 1;
    return engine;
}

static void drop_model(Engine *engine)
{
    trainer_free(engine->trainer);
    lens_free(engine->lens);
    engine->trainer = NULL;
    engine->lens = NULL;
    engine->lent = false;
}

void engine_close(Engine *engine)
{
    if (!engine)
        return;
    drop_model(engine);
    dataset_free(engine->data);
    free(engine);
}

/* ---- data ---- */

/** put_data - data (taken; NULL where they could not be made) in place of what there was. */
static bool put_data(Engine *engine, Dataset *data)
{
    if (!data)
        return false;
    drop_model(engine);
    dataset_free(engine->data);
    engine->data = data;
    engine->sequence = 1;
    return true;
}

static bool unknown_simulator(const char *name, Error *error)
{
    Text list = {0};
    for (size_t i = 0; simulator_at(i); i++)
        text_addf(&list, " %s", simulator_at(i)->name);
    fail(error, ERR_USE, "no simulator is called '%s'; there are%s", name, text_string(&list));
    text_free(&list);
    return false;
}

bool engine_simulate(Engine *engine, const char *name, const char *knobs, Error *error)
{
    const Simulator *simulator = simulator_find(name);
    double knob[KNOBS_MAX] = {0};
    if (!simulator)
        return unknown_simulator(name, error);
    return simulator_read_knobs(simulator, knobs, knob, error) &&
           put_data(engine, simulate(simulator, knob, engine->seed, error));
}

bool engine_read(Engine *engine, const char *path, Error *error)
{
    return put_data(engine, tidy_read(path, engine->seed, error));
}

bool engine_arrays(Engine *engine, const Arrays *arrays, Error *error)
{
    return put_data(engine, arrays_dataset(arrays, engine->seed, error));
}

static bool need_data(const Engine *engine, Error *error)
{
    return engine->data || fail(error, ERR_USE, "no data yet: engine_simulate, engine_read or engine_arrays comes before");
}

bool engine_standardise(Engine *engine, Error *error)
{
    if (!need_data(engine, error))
        return false;
    if (engine->trainer)
        return fail(error, ERR_USE, "the network has read these data as they are: engine_standardise comes before it");
    dataset_standardise(engine->data);
    return true;
}

/* ---- the network ---- */

/** put_net - a network (taken; NULL where it could not be made) in place of the one there was. */
static bool put_net(Engine *engine, Net *net, Error *error)
{
    Trainer *trainer = net ? trainer_new(net, engine->data, engine->seed, error) : NULL;
    Lens *lens = trainer ? lens_new(trainer_net(trainer), engine->data, error) : NULL;
    if (!lens) {
        trainer_free(trainer);
        return false;
    }
    drop_model(engine);
    engine->trainer = trainer;
    engine->lens = lens;
    engine->stale = true;
    return true;
}

bool engine_model(Engine *engine, const NetSpec *spec, Error *error)
{
    if (!need_data(engine, error))
        return false;
    NetSpec whole = *spec;
    if (!whole.cell)
        return fail(error, ERR_USE, "the network has no cell: say .cell = &LSTM_CELL, or another");
    whole.inputs = engine->data->D;
    whole.outputs = engine->data->K;
    whole.loss = engine->data->loss;
    whole.many_to_one = engine->data->many_to_one;
    if (!(whole.gain < 0 || whole.gain > 0 || whole.gain != whole.gain))
        whole.gain = 1;
    return put_net(engine, net_new(&whole, engine->seed, error), error);
}

static Net *read_net(const Dataset *data, const char *path, const ExchangeOptions *options, Error *error)
{
    static const ExchangeOptions as_the_file_says = {0};
    Safetensors *file = safetensors_read(path, error);
    Exchange *exchange = file ? exchange_read(path, file, options ? options : &as_the_file_says, error) : NULL;
    Net *net = exchange ? exchange_net(exchange, data->D, data->K, data->loss, data->many_to_one, error) : NULL;
    exchange_free(exchange);
    safetensors_free(file);
    return net;
}

bool engine_load(Engine *engine, const char *path, const ExchangeOptions *options, Error *error)
{
    return need_data(engine, error) && put_net(engine, read_net(engine->data, path, options, error), error);
}

static bool need_net(const Engine *engine, Error *error)
{
    return engine->trainer || fail(error, ERR_USE, "no network yet: engine_model or engine_load comes before");
}

bool engine_save(const Engine *engine, const char *path, Error *error)
{
    Text text = {0};
    if (!need_net(engine, error))
        return false;
    exchange_write(trainer_net(engine->trainer), &text);
    const bool done = file_write(path, text_string(&text), text.length, error);
    text_free(&text);
    return done;
}

bool engine_train(Engine *engine, size_t updates, const TrainOptions *options, Error *error)
{
    if (!need_net(engine, error))
        return false;
    if (trainer_net(engine->trainer)->spec.headless)
        return fail(error, ERR_USE, "the network came without a head: it has states and no output, so nothing to train by");
    TrainOptions run = options ? *options : *trainer_options(engine->trainer);
    run.run_begin = trainer_update(engine->trainer);
    run.run_updates = updates > 0 ? updates : 1;
    if ((options || run.decay > 0) && !trainer_set_options(engine->trainer, &run, error))
        return false;
    engine->stale = true;
    for (size_t i = 0; i < updates; i++)
        if (!trainer_step(engine->trainer, error))
            return false;
    return true;
}

/* ---- looking ---- */

bool engine_look(Engine *engine, size_t sequence, Error *error)
{
    if (!need_data(engine, error))
        return false;
    if (sequence < 1 || sequence > engine->data->sequences)
        return fail(error, ERR_USE, "sequence %zu is outside of the data, which has 1 … %zu", sequence,
                    engine->data->sequences);
    engine->stale = engine->stale || sequence != engine->sequence;
    engine->sequence = sequence;
    return true;
}

const Probe *engine_probe(Engine *engine, Error *error)
{
    if (!need_data(engine, error))
        return NULL;
    if (engine->trainer && (engine->stale || engine->lent))
        lens_look(engine->lens, trainer_net(engine->trainer), engine->data, engine->sequence - 1, NULL, 0);
    engine->stale = false;
    engine->subject = (Subject){.trainer = engine->trainer, .lens = engine->lens, .seed = engine->seed};
    if (engine->trainer)
        engine->subject.name = trainer_net(engine->trainer)->spec.cell->name;
    engine->probe = (Probe){.subject = &engine->subject,
                            .subjects = engine->trainer ? 1 : 0,
                            .data = engine->data,
                            .sample = engine->sequence,
                            .seed = engine->seed};
    return &engine->probe;
}

bool engine_value(Engine *engine, const char *expression, Value *value, Error *error)
{
    *value = (Value){0};
    const Probe *probe = engine_probe(engine, error);
    return probe && probe_value(probe, expression, value, error);
}

bool engine_number(Engine *engine, double *number, Error *error, const char *expression, ...)
{
    char text[1024];
    va_list values;
    *number = 0;
    va_start(values, expression);
    const int length = vsnprintf(text, sizeof text, expression, values);
    va_end(values);
    if (length < 0 || (size_t)length >= sizeof text)
        return fail(error, ERR_LIMIT, "an expression has at most %zu characters here", sizeof text - 1);
    const Probe *probe = engine_probe(engine, error);
    return probe && probe_number(probe, text, number, error);
}

const Tape *engine_tape(Engine *engine, Error *error)
{
    return need_net(engine, error) && engine_probe(engine, error) ? engine->lens->tape : NULL;
}

/* ---- below ---- */

const Dataset *engine_data(const Engine *engine)
{
    return engine->data;
}

const Net *engine_net(const Engine *engine)
{
    return engine->trainer ? trainer_net(engine->trainer) : NULL;
}

Trainer *engine_trainer(Engine *engine)
{
    engine->lent = true;
    return engine->trainer;
}
