/* The engine for a C program: one data set, one network in training on it, and one of its sequences laid open. docs/engine.md
 * is the guide.
 * Knows: all of engine/. Prints nothing, ends nothing, reads no clock and keeps no state of its own: two engines know nothing of
 * each other, and each may live in a thread of its own (one engine in one thread at a time).
 *
 * Every function that can fail takes an Error: {0} at first, written when the function returns false (or NULL), and the engine is
 * then as it was. error.message says what was wrong and what would be right, error.kind which sort it is (base/error.h).
 * Results are the same to the bit for the same seed, calls and machine; blas_threads(1), said once, keeps it so on any number
 * of cores and is the quickest for networks of a few hundred units.
 *
 * Names and units: h[t] is what docs/language.md calls h[t]; steps t count 1 … T, sequences, units and inputs from 1. Losses are
 * summed over a sequence's steps and averaged over sequences: squared error without ½ in the target's unit squared, mean over
 * outputs; cross-entropies in nats. `real` is double. */
#ifndef BACKPASS_ENGINE_H
#define BACKPASS_ENGINE_H

#include "engine/base/error.h"
#include "engine/football/arrays.h"
#include "engine/football/dataset.h"
#include "engine/football/simulator.h"
#include "engine/math/blas.h"
#include "engine/net/exchange.h"
#include "engine/net/net.h"
#include "engine/probe/explain.h"
#include "engine/probe/probe.h"
#include "engine/train/trainer.h"

typedef struct Engine Engine;

/** engine_open - without data and network. The seed is where every draw comes from: simulated data, the split, weights,
 *  batches. New: free with engine_close, which also takes NULL. */
Engine *engine_open(uint64_t seed);
void engine_close(Engine *engine);

/* ---- data: one of these three. A network made for other data goes. ---- */

/** engine_simulate - football sequences with a known optimum: "signal", "carry", "runners" …, and knobs such as
 *  "length=20 sequences=500" (NULL: the defaults). Errors: ERR_USE naming the simulators, knobs and ranges there are; ERR_LIMIT. */
bool engine_simulate(Engine *engine, const char *name, const char *knobs, Error *error) MUST_USE;
/** engine_read - a tidy CSV file (docs/formats.md). Errors: ERR_FILE; ERR_INPUT with file, line and column; ERR_LIMIT. */
bool engine_read(Engine *engine, const char *path, Error *error) MUST_USE;
/** engine_arrays - arrays of the program's own, borrowed: (rows, D) inputs and (rows, K) targets. Errors: as arrays_dataset's. */
bool engine_arrays(Engine *engine, const Arrays *arrays, Error *error) MUST_USE;
/** engine_standardise - x = (raw − mean) / sd of the training set, for columns of numbers. Errors: ERR_USE without data, or
 *  when a network has been made: it comes before. */
bool engine_standardise(Engine *engine, Error *error) MUST_USE;

/* ---- the network ---- */

/** engine_model - draw a network for the data, in place of the one there was. spec (borrowed) says the cell (&RNN_CELL, &LSTM_CELL,
 *  &GRU_CELL, &MLP_CELL) and `hidden`; what is left at 0 is one layer, one direction, tanh, gain 1, forget_bias 0. Inputs, outputs,
 *  loss and many_to_one are the data's. The equations: net/lstm.c and its neighbours, net/net.h.
 *  Errors: ERR_USE without data or for what the cell has not got; ERR_LIMIT. */
bool engine_model(Engine *engine, const NetSpec *spec, Error *error) MUST_USE;
/** engine_load - the same from a safetensors file with PyTorch's names; options NULL: PyTorch's conventions where the file says
 *  nothing. engine_save - write it, in place of a file of that name. Errors: ERR_FILE; ERR_INPUT for a file that is broken;
 *  ERR_SHAPE where it does not fit the data; ERR_USE without data, or without a network to save. */
bool engine_load(Engine *engine, const char *path, const ExchangeOptions *options, Error *error) MUST_USE;
bool engine_save(const Engine *engine, const char *path, Error *error) MUST_USE;

/** engine_train - that many updates, which are the run that `decay` is a share of; options NULL: as the last time, at first Adam,
 *  lr 0.01, clipped to norm 1, 32 sequences, no decay.
 *  Errors: ERR_USE without a network, with one that came without a head, or for options that cannot be; ERR_NUMBER where
 *  loss or gradient is no longer finite: the weights are then those before that update; ERR_LIMIT. */
bool engine_train(Engine *engine, size_t updates, const TrainOptions *options, Error *error) MUST_USE;

/* ---- looking: every number has a name ---- */

/** engine_look - choose the sequence (1 … sequences) that h, gates, dh and the like are of; 1 at first.
 *  Errors: ERR_USE outside of the data. */
bool engine_look(Engine *engine, size_t sequence, Error *error) MUST_USE;

/** engine_number - the value of an expression that is one number: "loss", "norm(dh[3])", "f[5][2]", "flow(1,20)"; a printf format,
 *  so that steps can be put in. With the weights as they are. number written. Errors: ERR_USE with the column. */
bool engine_number(Engine *engine, double *number, Error *error, const char *expression, ...) MUST_USE PRINTF_LIKE(4, 5);
/** engine_value - of one with any shape: "dh" is (0 … T, H), "f[2:5]" (2 … 5, H), "Wh" (unit, unit). Axes count as the books do.
 *  value written: data row-major; free it with value_free. Errors: ERR_USE with the column, ERR_LIMIT. */
bool engine_value(Engine *engine, const char *expression, Value *value, Error *error) MUST_USE;
/** engine_tape - everything the sequence left behind, as arrays: net.h has the shapes; one sequence, so B = 1. Inside, valid until
 *  the next call that takes the engine. NULL on errors: ERR_USE without a network. */
const Tape *engine_tape(Engine *engine, Error *error) MUST_USE;

/* ---- below the façade ---- */

/** engine_data, engine_net - inside; NULL where there is none. engine_trainer - inside, or NULL: for rewind, history, weights set by
 *  hand, gates held and edges cut (trainer.h); from then on whatever is asked is computed anew. engine_probe - for explain() and the
 *  other functions of probe.h: inside, valid as a tape is. */
const Dataset *engine_data(const Engine *engine);
const Net *engine_net(const Engine *engine);
Trainer *engine_trainer(Engine *engine);
const Probe *engine_probe(Engine *engine, Error *error) MUST_USE;

#endif
