#include <string.h>

#include "engine/probe/source.h"

/* The dictionary: a row a name. docs/language.md shows the same rows, and a test compares them. */

// clang-format off: a row a line, whatever it costs in width
#define WEIGHT_ROWS(W, symbol, shape, of, where)                                                                         \
    {{W, symbol, shape, of}, open_weight, WEIGHT_NOW, NEED_MODEL | where, W, NULL},                                              \
    {{"d" W, "∂L/∂" symbol, shape, "gradient of the sample's loss with respect to " W},                                  \
     open_weight, WEIGHT_GRADIENT, NEED_MODEL | NEED_HEAD | where, W, NULL},                                                     \
    {{"d" W "_t", "(∂L/∂" symbol ")ₜ", "[t]" shape, "share of step t in d" W},                                           \
     open_share, 0, NEED_MODEL | NEED_HEAD | where, W, NULL},                                                                    \
    {{"batch_d" W, "∂L̄/∂" symbol, shape, "mean gradient of the last batch with respect to " W},                          \
     open_weight, WEIGHT_BATCH, NEED_MODEL | NEED_HEAD | where | NEED_UPDATE | IN_FAMILY, W, NULL},                              \
    {{W "_initial", symbol "⁽⁰⁾", shape, W " as it was drawn"},                                                          \
     open_weight, WEIGHT_INITIAL, NEED_MODEL | where | IN_FAMILY, W, NULL},                                                      \
    {{W "_change", "Δ" symbol, shape, "how far " W " has come since it was drawn"},                                      \
     open_weight, WEIGHT_CHANGE, NEED_MODEL | where | IN_FAMILY, W, NULL}

#define GATE_ROWS(gate, symbol, of)                                                                                      \
    {{gate, symbol, "[t][unit]", of}, open_tape, TAPE_GATE, NEED_MODEL | LAYERED, NULL, NULL},                           \
    {{"d" gate, "∂L/∂" symbol, "[t][unit]", "gradient of the sample's loss with respect to " gate},                      \
     open_tape, TAPE_DGATE, NEED_MODEL | NEED_HEAD | LAYERED, NULL, NULL}

static const NameRow NAMES[] = {
    {{"x", "xₜ", "[t][input]", "input of the network at step t"}, open_sample, SAMPLE_X, NEED_DATA, NULL, NULL},
    {{"y", "yₜ", "[t][output]", "output before softmax or sigmoid"}, open_tape, TAPE_Y, NEED_MODEL | NEED_HEAD, NULL, NULL},
    {{"p", "pₜ", "[t][output]", "output after softmax or sigmoid: the prediction"},
     open_tape, TAPE_P, NEED_MODEL | NEED_HEAD, NULL, NULL},
    {{"target", "targetₜ", "[t][output]", "what the output should be; nan where a step has no target"},
     open_sample, SAMPLE_TARGET, NEED_DATA, NULL, NULL},
    {{"h", "hₜ", "[t][unit]", "hidden state after step t; h[0] is the initial state"},
     open_tape, TAPE_H, NEED_MODEL | LAYERED, NULL, NULL},
    {{"pre", "preₜ", "[t][unit]", "pre-activation: what goes into the activation function; pre.f that of a gate"},
     open_tape, TAPE_PRE, NEED_MODEL | LAYERED | GATED, NULL, NULL},
    {{"c", "cₜ", "[t][unit]", "cell state after step t; c[0] is the initial one"},
     open_tape, TAPE_C, NEED_MODEL | LAYERED, NULL, NULL},
    GATE_ROWS("i", "iₜ", "input gate: how much of the candidate is written into the cell state"),
    GATE_ROWS("f", "fₜ", "forget gate: how much of the cell state stays"),
    GATE_ROWS("g", "c̃ₜ", "candidate: what could be written into the cell state"),
    GATE_ROWS("o", "oₜ", "output gate: how much of the cell state is shown"),
    GATE_ROWS("r", "rₜ", "reset gate: how much of the state before the candidate sees"),
    GATE_ROWS("z", "zₜ", "update gate: how much of the state is replaced (update=keep: how much stays)"),
    GATE_ROWS("n", "h̃ₜ", "candidate: what could become the state"),
    {{"dx", "∂L/∂xₜ", "[t][input]", "gradient of the sample's loss with respect to the input"},
     open_tape, TAPE_DX, NEED_MODEL | NEED_HEAD, NULL, NULL},
    {{"dh", "∂L/∂hₜ", "[t][unit]", "gradient of the sample's loss with respect to the hidden state, total; dh.f what comes through a gate"},
     open_tape, TAPE_DH, NEED_MODEL | NEED_HEAD | LAYERED | PATHED, NULL, NULL},
    {{"dpre", "∂L/∂preₜ", "[t][unit]", "gradient of the sample's loss with respect to the pre-activation; dpre.f that of a gate"},
     open_tape, TAPE_DPRE, NEED_MODEL | NEED_HEAD | LAYERED | GATED, NULL, NULL},
    {{"dc", "∂L/∂cₜ", "[t][unit]", "gradient of the sample's loss with respect to the cell state, total"},
     open_tape, TAPE_DC, NEED_MODEL | NEED_HEAD | LAYERED | PATHED, NULL, NULL},
    {{"dy", "∂L/∂yₜ", "[t][output]", "gradient of the sample's loss with respect to the output"},
     open_tape, TAPE_DY, NEED_MODEL | NEED_HEAD, NULL, NULL},
    WEIGHT_ROWS("Wx", "Wₓ", "[unit][input]", "weights from the input to the units", LAYERED | GATED),
    WEIGHT_ROWS("Wh", "Wₕ", "[unit][unit]", "weights from the state before to the units", LAYERED | GATED),
    WEIGHT_ROWS("b", "b", "[unit]", "bias of the units", LAYERED | GATED),
    WEIGHT_ROWS("bh", "bₕ", "[unit]", "bias inside the product with Wh that r lets through (GRU, reset after)", LAYERED),
    WEIGHT_ROWS("Wy", "Wᵧ", "[output][unit]", "weights from the units to the outputs", NEED_HEAD),
    WEIGHT_ROWS("by", "bᵧ", "[output]", "bias of the outputs", NEED_HEAD),
    {{"loss", "L", "", "mean loss of a sequence: of the validation set; loss(train); loss(sample) the chosen one's"},
     open_score, SCORE_LOSS, NEED_MODEL | NEED_HEAD, NULL, "train valid sample"},
    {{"loss_t", "lossₜ", "[t]", "loss of the chosen sample at step t, 0 where there is no target"},
     open_tape, TAPE_LOSS, NEED_MODEL | NEED_HEAD, NULL, NULL},
    {{"loss_n", "Lₙ", "[sequence]", "loss of each sequence of the data"},
     open_score, SCORE_LOSSES, NEED_MODEL | NEED_HEAD, NULL, NULL},
    {{"metric", "metric", "", "what the data is judged by (mse, accuracy, ade …: `data describe` says), on the validation set; metric(train)"},
     open_score, SCORE_METRIC, NEED_MODEL | NEED_HEAD, NULL, "train valid"},
    {{"accuracy", "accuracy", "", "share of the targets that are predicted right; accuracy(train)"},
     open_score, SCORE_PLAIN, NEED_MODEL | NEED_HEAD | NEED_ACCURACY, NULL, "train valid"},
    {{"mse", "mse", "", "mean squared error over the targets; mse(train)"},
     open_score, SCORE_PLAIN, NEED_MODEL | NEED_HEAD | NEED_MSE, NULL, "train valid"},
    {{"correct", "correct", "", "number of targets predicted right in the validation set; correct(train)"},
     open_score, SCORE_CORRECT, NEED_MODEL | NEED_HEAD | NEED_ACCURACY, NULL, "train valid"},
    {{"places", "places", "", "number of steps with a target in the validation set; places(train), places(sample)"},
     open_score, SCORE_PLACES, NEED_DATA, NULL, "train valid sample"},
    {{"baseline", "baseline", "", "what a memoryless predictor reaches in the metric (of a file: one that looks at nothing); baseline(touch)"},
     open_truth, 0, NEED_DATA | NEED_TRUTH, NULL, "*"},
    {{"optimum", "optimum", "", "the best anyone could reach in the metric"},
     open_truth, 0, NEED_DATA | NEED_TRUTH, NULL, "*"},
    {{"stderr", "s.e.", "", "standard error of measuring the metric on this validation set"},
     open_score, SCORE_STDERR, NEED_DATA, NULL, NULL},
    {{"gradnorm", "‖∂L̄/∂θ‖", "[update]", "global norm of the gradient before clipping; without an index the last update's"},
     open_record, RECORD_GRADNORM, NEED_MODEL | NEED_HEAD | NEED_UPDATE, NULL, NULL},
    {{"gradnorm_clipped", "‖clip(∂L̄/∂θ)‖", "[update]", "global norm of the gradient after clipping"},
     open_record, RECORD_CLIPPED, NEED_MODEL | NEED_HEAD | NEED_UPDATE, NULL, NULL},
    {{"lr", "η", "[update]", "learning rate of an update; without an index the last one's"},
     open_record, RECORD_RATE, NEED_MODEL | NEED_HEAD | NEED_UPDATE, NULL, NULL},
    {{"batch_loss", "L̄", "[update]", "mean loss of the batch before the update"},
     open_record, RECORD_LOSS, NEED_MODEL | NEED_HEAD | NEED_UPDATE, NULL, NULL},
    {{"batch_metric", "metric", "[update]", "the metric on the batch before the update"},
     open_record, RECORD_METRIC, NEED_MODEL | NEED_HEAD | NEED_UPDATE, NULL, NULL},
    {{"valid_loss", "L", "[update]", "loss on the validation set after an update at which it was measured: 0, 10, 20 …"},
     open_look, LOOK_LOSS, NEED_MODEL | NEED_HEAD, NULL, NULL},
    {{"valid_metric", "metric", "[update]", "the metric on the validation set after such an update"},
     open_look, LOOK_METRIC, NEED_MODEL | NEED_HEAD, NULL, NULL},
    {{"params", "params", "", "number of weights of the cell; params(all) with the head"},
     open_count, COUNT_PARAMS, NEED_MODEL, NULL, "all"},
    {{"hidden", "H", "", "number of hidden units"}, open_count, COUNT_HIDDEN, NEED_MODEL, NULL, NULL},
    {{"inputs", "D", "", "number of inputs"}, open_count, COUNT_INPUTS, NEED_DATA, NULL, NULL},
    {{"outputs", "K", "", "number of outputs"}, open_count, COUNT_OUTPUTS, NEED_DATA, NULL, NULL},
    {{"steps", "T", "", "number of steps of the chosen sample"}, open_count, COUNT_STEPS, NEED_DATA, NULL, NULL},
    {{"updates", "updates", "", "number of updates the model has been trained"},
     open_count, COUNT_UPDATES, NEED_MODEL, NULL, NULL},
    {{"sequences", "N", "", "number of sequences of the data; sequences(train), sequences(valid)"},
     open_count, COUNT_SEQUENCES, NEED_DATA, NULL, "train valid"},
    {{"sample", "n", "", "number of the chosen sequence"}, open_count, COUNT_SAMPLE, NEED_DATA, NULL, NULL},
    {{"seed", "seed", "", "where every draw comes from"}, open_count, COUNT_SEED, 0, NULL, NULL},
    {{"raw", "rawₜ", "[t][input]", "input as the data gives it, before any scaling"},
     open_sample, SAMPLE_RAW, NEED_DATA, NULL, NULL},
    {{"where", "whereₜ", "[t][place]", "where everyone is seen, in metres on the pitch: x and y of each; nan where nobody is seen"},
     open_where, WHERE_SEEN, NEED_DATA | NEED_WHERE, NULL, NULL},
    {{"where_target", "whereₜ*", "[t][place]", "the place that the target means, in metres on the pitch"},
     open_where, WHERE_TARGET, NEED_DATA | NEED_ASKED, NULL, NULL},
    {{"where_y", "whereₜ(y)", "[t][place]", "the place that the model's output means"},
     open_where, WHERE_Y, NEED_MODEL | NEED_HEAD | NEED_ASKED, NULL, NULL},
    {{"where_straight", "whereₜ(v)", "[t][place]", "the same place at constant velocity: the one that is given, else that of the last two places"},
     open_where, WHERE_STRAIGHT, NEED_DATA | NEED_ASKED, NULL, NULL},
    {{"miss", "missₜ", "[t][who]", "metres between where_y and where_target, for each who is asked for; nan where a step has no target"},
     open_where, WHERE_MISS, NEED_MODEL | NEED_HEAD | NEED_ASKED, NULL, NULL},
    {{"miss_straight", "missₜ(v)", "[t][who]", "metres between where_straight and where_target"},
     open_where, WHERE_MISS_STRAIGHT, NEED_DATA | NEED_ASKED, NULL, NULL},
    {{"ahead", "aheadₜ", "[t][who]", "seconds from the step where he was seen last to the moment that is asked for at step t"},
     open_where, WHERE_AHEAD, NEED_DATA | NEED_ASKED, NULL, NULL},
    {{"time", "time", "[t]", "seconds since the first step of the chosen sample"},
     open_where, WHERE_TIME, NEED_DATA | NEED_TIME, NULL, NULL},
    {{"x_mean", "x̄", "[input]", "what scale=standard takes off; 0 where nothing is scaled"},
     open_sample, SAMPLE_MEAN, NEED_DATA, NULL, NULL},
    {{"x_sd", "s", "[input]", "what scale=standard divides by; 1 where nothing is scaled"},
     open_sample, SAMPLE_SD, NEED_DATA, NULL, NULL},
};
// clang-format on
enum { NAMES_COUNT = sizeof NAMES / sizeof *NAMES };

const NameRow *name_row(size_t index) { return index < NAMES_COUNT ? &NAMES[index] : NULL; }

const NameInfo *probe_name(size_t index) { return index < NAMES_COUNT ? &NAMES[index].info : NULL; }

const NameRow *name_find(const char *name)
{
    for (size_t i = 0; i < NAMES_COUNT; i++)
        if (strcmp(NAMES[i].info.name, name) == 0)
            return &NAMES[i];
    return NULL;
}
