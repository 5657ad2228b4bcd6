/* A small world for the tests of the probe: data from text, one or two models, the lens on a sample. */
#ifndef BACKPASS_TESTS_PROBE_FIXTURE_H
#define BACKPASS_TESTS_PROBE_FIXTURE_H

#ifdef BACKPASS_FUZZER // no test harness: a broken assumption is a crash
#define cr_assert(holds, ...) ((holds) ? (void)0 : abort())
#define cr_assert_eq(a, b, ...) ((a) == (b) ? (void)0 : abort())
#else
#include <criterion/criterion.h>
#endif

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/football/tidy.h"
#include "engine/probe/explain.h"
#include "engine/probe/flow.h"
#include "tests/engine/within.h"

typedef struct World {
    Dataset *data;
    Trainer *trainer[3]; // the third by world_add
    Lens *lens[3];
    Subject subject[3];
    Probe probe;
} World;

typedef struct WorldSpec {
    Loss loss;
    bool aligned, standardised;
    const char *cell; // "rnn"
    Activation activation;
    Reset reset;
    Update update;
    size_t layers; // 0 means 1
    bool bidirectional, cuts, holds, headless;
    double forget_bias, chrono;
    Init init;
    double gain; // 0 means 1
    size_t hidden, sequences, longest, updates;
    double scale; // of the features; 0 means 1
} WorldSpec;

/* Numbers that look like anything, from a counter. */
static inline double world_noise(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)(*state >> 8) / (double)(1u << 24) * 2 - 1;
}

static inline void world_target(const WorldSpec *spec, unsigned *state, bool here, Text *csv)
{
    double noise = world_noise(state);
    static const char *const classes[] = {"win", "draw", "loss"};
    if (spec->loss == LOSS_SQUARED && here)
        text_addf(csv, ",%.3f,%.3f", noise, world_noise(state));
    else if (spec->loss == LOSS_SQUARED)
        text_add(csv, ",,");
    else if (spec->loss == LOSS_SOFTMAX)
        text_addf(csv, ",%s", here ? classes[(size_t)((noise + 1) * 1.4999)] : "");
    else
        text_addf(csv, ",%s", here ? (noise > 0 ? "goal" : "none") : "");
}

static inline Dataset *world_data(const WorldSpec *spec)
{
    Text csv = {0};
    Error error = {0};
    unsigned state = 7;
    double scale = spec->scale > 0 ? spec->scale : 1;
    text_add(&csv, "sequence,step,threat,speed[m/s],kind");
    text_add(&csv, spec->loss == LOSS_SQUARED ? ",target_x[m],target_y[m]\n" : ",target_result\n");
    for (size_t s = 0; s < spec->sequences; s++) {
        size_t length = spec->longest - s % 3 % spec->longest;
        for (size_t t = 1; t <= length; t++) {
            text_addf(&csv, "%zu,%zu,%.4f,%.4f,%s", s + 1, t, scale * world_noise(&state),
                      scale * (3 + 2 * world_noise(&state)), (s + t) % 2 ? "pass" : "shot");
            world_target(spec, &state, spec->aligned ? (s + t) % 4 != 0 || t == length : t == length, &csv);
            text_add(&csv, "\n");
        }
    }
    Dataset *data = tidy_parse("small.csv", text_string(&csv), csv.length, 5, &error);
    cr_assert(data, "%s", error.message);
    if (spec->standardised)
        dataset_standardise(data);
    text_free(&csv);
    return data;
}

/* Gates of one unit and of all held, edges of both kinds cut. */
static inline void world_knives(Net *net, const WorldSpec *spec)
{
    Error error = {0};
    const size_t top = net_top(&net->spec), blocks = net->spec.cell->blocks;
    if (spec->holds) {
        cr_assert(net_hold(net, top, 1, UNIT_ALL, 0.75, &error), "%s", error.message);
        cr_assert(net_hold(net, 0, blocks - 1, 1, 0.5, &error), "%s", error.message);
        cr_assert(net_hold(net, top, 0, 0, 1, &error), "%s", error.message);
    }
    if (spec->cuts) {
        cr_assert(net_cut(net, (Cut){.t = 3, .edge = EDGE_BOTH}, &error), "%s", error.message);
        cr_assert(net_cut(net, (Cut){.t = 5, .layer = 1, .edge = EDGE_WEIGHTS}, &error), "%s", error.message);
    }
    if (spec->cuts && net->spec.cell->carry != CARRY_NONE)
        cr_assert(net_cut(net, (Cut){.t = 4, .edge = EDGE_DIRECT}, &error), "%s", error.message);
}

static inline void world_model(World *world, const WorldSpec *spec, size_t at, const char *name)
{
    Error error = {0};
    const Dataset *data = world->data;
    NetSpec net = {.cell = cell_find(at != 1 && spec->cell ? spec->cell
                                     : at != 1             ? "rnn"
                                                           : "mlp"),
                   .inputs = data->D,
                   .hidden = spec->hidden,
                   .outputs = data->K,
                   .activation = at != 1 || spec->activation != ACTIVATION_RELU ? spec->activation : ACTIVATION_TANH,
                   .reset = spec->reset,
                   .update = spec->update,
                   .layers = at == 0 ? spec->layers : 1,
                   .bidirectional = at == 0 && spec->bidirectional,
                   .many_to_one = data->many_to_one,
                   .headless = at == 0 && spec->headless,
                   .forget_bias = at == 0 ? spec->forget_bias : 0,
                   .chrono = at == 0 ? spec->chrono : 0,
                   .loss = data->loss,
                   .init = at == 0 ? spec->init : INIT_UNIFORM,
                   .gain = at == 0 && spec->gain > 0 ? spec->gain : 1};
    Net *made = net_new(&net, 3, &error);
    cr_assert(made, "%s", error.message);
    if (at == 0)
        world_knives(made, spec);
    world->trainer[at] = trainer_new(made, world->data, 3, &error);
    cr_assert(world->trainer[at], "%s", error.message);
    for (size_t i = 0; i < spec->updates; i++)
        cr_assert(trainer_step(world->trainer[at], &error), "%s", error.message);
    world->lens[at] = lens_new(made, data, &error);
    cr_assert(world->lens[at], "%s", error.message);
    world->subject[at] = (Subject){.name = name, .trainer = world->trainer[at], .lens = world->lens[at], .seed = 3};
}

/* Look at a sample (from 1) through both lenses. */
static inline void world_look(World *world, size_t sample, const Poke *poke, size_t pokes)
{
    for (size_t i = 0; i < 3 && world->lens[i]; i++)
        lens_look(world->lens[i], trainer_net(world->trainer[i]), world->data, sample - 1, poke, pokes);
    world->probe.sample = sample;
}

/* The probe keeps the address of the subjects, so that a world is filled where it stays. */
static inline void world_make(World *world, const WorldSpec *spec)
{
    *world = (World){.data = world_data(spec)};
    world_model(world, spec, 0, "net");
    world_model(world, spec, 1, "mlp-2");
    world->probe = (Probe){.subject = world->subject, .subjects = 2, .data = world->data, .sample = 1, .seed = 3};
    world_look(world, 1, NULL, 0);
}

/* A third model, of its own cell. */
static inline void world_add(World *world, const WorldSpec *spec, const char *name)
{
    world_model(world, spec, 2, name);
    world->probe.subjects = 3;
    world_look(world, world->probe.sample, NULL, 0);
}

static inline void world_free(World *world)
{
    for (size_t i = 0; i < 3; i++) {
        lens_free(world->lens[i]);
        trainer_free(world->trainer[i]);
    }
    dataset_free(world->data);
}

static inline WorldSpec world_spec(void)
{
    return (WorldSpec){.loss = LOSS_SQUARED, .hidden = 4, .sequences = 12, .longest = 6};
}

static inline double number(const World *world, const char *expression)
{
    Error error = {0};
    double value = 0;
    cr_assert(probe_number(&world->probe, expression, &value, &error), "%s: %s", expression, error.message);
    return value;
}

/* The message of an expression that must fail; its column is written. */
static inline const char *complaint(const World *world, const char *expression, size_t *column)
{
    static char message[512];
    Error error = {0};
    Value value;
    bool done = probe_value(&world->probe, expression, &value, &error);
    value_free(&value);
    cr_assert(!done, "%s should have failed", expression);
    cr_assert_eq(error.kind, ERR_USE, "%s", expression);
    *column = error.column;
    snprintf(message, sizeof message, "%s", error.message);
    return message;
}

#endif
