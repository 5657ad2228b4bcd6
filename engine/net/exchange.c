#include "engine/net/exchange.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

static const char FIRST[] = "weight_ih_l0";

/** A file being taken apart. */
typedef struct Opening {
    const Safetensors *file;
    const ExchangeOptions *options;
    const char *prefix; // the first `length` bytes of the recurrent tensors' names
    size_t length;
    bool *used; // of each tensor
    const Tensor *weight, *bias; // of the head; NULL
    NetSpec spec;
    Error *error;
} Opening;

/** The recurrent tensor "<kind>_l<layer>[_reverse]"; NULL. */
static const Tensor *recurrent(const Opening *opening, const char *kind, size_t layer, bool reverse)
{
    char rest[48];
    snprintf(rest, sizeof rest, "%s_l%zu%s", kind, layer - 1, reverse ? "_reverse" : "");
    for (size_t i = 0; i < opening->file->tensors; i++) {
        const Tensor *tensor = &opening->file->tensor[i];
        if (strncmp(tensor->name, opening->prefix, opening->length) == 0 &&
            strcmp(tensor->name + opening->length, rest) == 0)
            return tensor;
    }
    return NULL;
}

static bool find_prefix(Opening *opening)
{
    for (size_t i = 0; i < opening->file->tensors; i++) {
        const char *name = opening->file->tensor[i].name;
        const size_t length = strlen(name), first = strlen(FIRST);
        if (length < first || strcmp(name + length - first, FIRST) != 0)
            continue;
        if (opening->prefix != NULL)
            return fail(opening->error, ERR_INPUT, "holds two recurrent networks, '%.60s' and '%.60s'; one was expected",
                        opening->prefix, name);
        opening->prefix = name;
        opening->length = length - first;
    }
    return opening->prefix != NULL ||
           fail(opening->error, ERR_INPUT, "has no %s: these are not the weights of a recurrent network by PyTorch's names",
                FIRST);
}

/** What an option or the metadata says; `otherwise` where they say nothing. */
static const char *said(const Opening *opening, const char *option, const char *key, const char *otherwise)
{
    const char *note = safetensors_note(opening->file, key);
    return option != NULL ? option : note != NULL ? note : otherwise;
}

static bool missing(const Opening *opening, const char *kind, size_t layer, bool reverse)
{
    return fail(opening->error, ERR_INPUT, "has no %.*s%s_l%zu%s, which the rest asks for", (int)opening->length,
                opening->prefix, kind, layer - 1, reverse ? "_reverse" : "");
}

static bool unknown(const Opening *opening, const char *key, const char *value)
{
    return fail(opening->error, ERR_INPUT, "says %s=%.40s, which is not known here", key, value);
}

static bool read_cell(Opening *opening, const Tensor *ih, const Tensor *hh)
{
    static const char *const BY_BLOCKS[BLOCKS_MAX + 1] = {[1] = "rnn", [3] = "gru", [4] = "lstm"};
    const size_t H = hh != NULL ? hh->size[1] : 0, blocks = H > 0 ? ih->size[0] / H : 0;
    const char *guess = blocks <= BLOCKS_MAX ? BY_BLOCKS[blocks] : NULL;
    const char *name = said(opening, opening->options->cell, "cell", guess);
    if (name == NULL && hh == NULL)
        return missing(opening, "weight_hh", 1, false);
    if (name == NULL)
        return fail(opening->error, ERR_INPUT, "%s has %zu rows for %zu units: 1, 3 or 4 for each was expected (rnn, gru, lstm)",
                    ih->name, ih->size[0], H);
    opening->spec.cell = cell_find(name);
    return opening->spec.cell != NULL || unknown(opening, "cell", name);
}

static bool read_sizes(Opening *opening)
{
    NetSpec *spec = &opening->spec;
    const Tensor *ih = recurrent(opening, "weight_ih", 1, false), *hh = recurrent(opening, "weight_hh", 1, false);
    if (ih->axes != 2 || ih->count == 0 || (hh != NULL && (hh->axes != 2 || hh->count == 0)))
        return fail(opening->error, ERR_INPUT, "%s and its weight_hh must be matrices with numbers in them", ih->name);
    if (!read_cell(opening, ih, hh))
        return false;
    if (spec->cell->recurrent && hh == NULL)
        return missing(opening, "weight_hh", 1, false);
    spec->inputs = ih->size[1];
    spec->hidden = hh != NULL ? hh->size[1] : ih->size[0] / spec->cell->blocks;
    spec->bidirectional = recurrent(opening, "weight_ih", 1, true) != NULL;
    spec->layers = 1;
    while (spec->layers <= LAYERS_MAX && recurrent(opening, "weight_ih", spec->layers + 1, false) != NULL)
        spec->layers++;
    return true;
}

static bool read_options(Opening *opening)
{
    NetSpec *spec = &opening->spec;
    const ExchangeOptions *options = opening->options;
    if (options->reset != NULL && !cell_has_bh(spec->cell, RESET_AFTER, NULL))
        return fail(opening->error, ERR_USE, "holds a model of kind %s, which has no reset gate", spec->cell->name);
    if (options->update != NULL && !spec->cell->mirrored)
        return fail(opening->error, ERR_USE, "holds a model of kind %s, which has no update gate", spec->cell->name);
    const char *activation = said(opening, options->activation, "activation", "tanh");
    const char *reset = said(opening, options->reset, "reset", "after");
    const char *update = said(opening, options->update, "update", "keep");
    if (!activation_find(activation, &spec->activation))
        return unknown(opening, "activation", activation);
    if (!reset_find(reset, &spec->reset))
        return unknown(opening, "reset", reset);
    return update_find(update, &spec->update) || unknown(opening, "update", update);
}

static void claim(Opening *opening, const Tensor *tensor)
{
    if (tensor != NULL)
        opening->used[tensor - opening->file->tensor] = true;
}

static void claim_recurrent(Opening *opening)
{
    static const char *const KIND[] = {"weight_ih", "weight_hh", "bias_ih", "bias_hh"};
    for (size_t layer = 1; layer <= opening->spec.layers; layer++)
        for (size_t i = 0; i < 2 * sizeof KIND / sizeof *KIND; i++)
            if (i % 2 == 0 || opening->spec.bidirectional)
                claim(opening, recurrent(opening, KIND[i / 2], layer, i % 2 == 1));
}

/** The bias that goes with a head called "<stem>weight"; NULL. */
static const Tensor *bias_of(const Opening *opening, const Tensor *weight)
{
    static const char WEIGHT[] = "weight";
    const size_t length = strlen(weight->name), end = strlen(WEIGHT);
    if (length < end || strcmp(weight->name + length - end, WEIGHT) != 0)
        return NULL;
    for (size_t i = 0; i < opening->file->tensors; i++) {
        const Tensor *tensor = &opening->file->tensor[i];
        if (tensor->axes == 1 && strncmp(tensor->name, weight->name, length - end) == 0 &&
            strcmp(tensor->name + length - end, "bias") == 0)
            return tensor;
    }
    return NULL;
}

/** One matrix that is left, with its bias, is the head; what is left then is nothing that is known here. */
static bool read_head(Opening *opening)
{
    const Safetensors *file = opening->file;
    for (size_t i = 0; i < file->tensors && opening->weight == NULL; i++)
        if (!opening->used[i] && file->tensor[i].axes == 2)
            opening->weight = &file->tensor[i];
    if (opening->weight != NULL)
        opening->bias = bias_of(opening, opening->weight);
    claim(opening, opening->weight);
    claim(opening, opening->bias);
    for (size_t i = 0; i < file->tensors; i++)
        if (!opening->used[i])
            return fail(opening->error, ERR_INPUT,
                        "tensor '%.60s' is left over: layers of one kind and one linear head were expected",
                        file->tensor[i].name);
    opening->spec.headless = opening->weight == NULL;
    opening->spec.outputs = opening->weight != NULL ? opening->weight->size[0] : 1;
    return true;
}

/** A size that the metadata says is that of the tensors. */
static bool agrees(const Opening *opening, const char *key, size_t size)
{
    const char *note = safetensors_note(opening->file, key);
    size_t count;
    return note == NULL || (text_count(note, &count) && count == size) ||
           fail(opening->error, ERR_INPUT, "says %s=%.40s; its tensors have %zu", key, note, size);
}

static bool check_notes(const Opening *opening)
{
    const NetSpec *spec = &opening->spec;
    const char *both = safetensors_note(opening->file, "bidirectional");
    if (both != NULL && !text_same(both, spec->bidirectional ? "true" : "false"))
        return fail(opening->error, ERR_INPUT, "says bidirectional=%.40s; its tensors are %s", both,
                    spec->bidirectional ? "of both directions" : "of one direction");
    return agrees(opening, "inputs", spec->inputs) && agrees(opening, "hidden", spec->hidden) &&
           agrees(opening, "layers", spec->layers) &&
           (spec->headless || agrees(opening, "outputs", spec->outputs));
}

static bool wrong_shape(const Opening *opening, const Tensor *tensor, const char *expected)
{
    Text has = {0};
    for (size_t i = 0; i < tensor->axes; i++)
        text_addf(&has, "%s%zu", i > 0 ? "×" : "", tensor->size[i]);
    fail(opening->error, ERR_INPUT, "tensor '%.60s' is [%s]; [%s] was expected", tensor->name, text_string(&has), expected);
    text_free(&has);
    return false;
}

static bool is_matrix(const Opening *opening, const Tensor *tensor, size_t rows, size_t columns)
{
    char expected[64];
    snprintf(expected, sizeof expected, "%zu×%zu", rows, columns);
    return (tensor->axes == 2 && tensor->size[0] == rows && tensor->size[1] == columns) ||
           wrong_shape(opening, tensor, expected);
}

static bool is_vector(const Opening *opening, const Tensor *tensor, size_t count)
{
    char expected[32];
    snprintf(expected, sizeof expected, "%zu", count);
    return tensor == NULL || (tensor->axes == 1 && tensor->count == count) || wrong_shape(opening, tensor, expected);
}

/** The tensors of one direction of one layer; NULL where there is none. */
typedef struct Four {
    const Tensor *ih, *hh, *bias_ih, *bias_hh;
} Four;

static Four four(const Opening *opening, size_t layer, bool reverse)
{
    return (Four){recurrent(opening, "weight_ih", layer, reverse), recurrent(opening, "weight_hh", layer, reverse),
                  recurrent(opening, "bias_ih", layer, reverse), recurrent(opening, "bias_hh", layer, reverse)};
}

static bool check_track(const Opening *opening, size_t layer, bool reverse)
{
    const NetSpec *spec = &opening->spec;
    const size_t GH = spec->cell->blocks * spec->hidden;
    const Four has = four(opening, layer, reverse);
    const bool recurs = spec->cell->recurrent;
    if (has.ih == NULL || (recurs && has.hh == NULL))
        return missing(opening, has.ih == NULL ? "weight_ih" : "weight_hh", layer, reverse);
    if (recurs && (has.bias_ih == NULL) != (has.bias_hh == NULL))
        return missing(opening, has.bias_ih == NULL ? "bias_ih" : "bias_hh", layer, reverse);
    if (!recurs && (has.hh != NULL || has.bias_hh != NULL))
        return fail(opening->error, ERR_INPUT, "says cell=%s, which has no weight_hh", spec->cell->name);
    return is_matrix(opening, has.ih, GH, net_width(spec, layer)) &&
           (!recurs || is_matrix(opening, has.hh, GH, spec->hidden)) && is_vector(opening, has.bias_ih, GH) &&
           is_vector(opening, has.bias_hh, GH);
}

/** Every shape is right, so that a network of these sizes is no larger than the file. */
static bool check_shapes(const Opening *opening)
{
    const NetSpec *spec = &opening->spec;
    for (size_t track = 0; track < net_tracks(spec); track++)
        if (!check_track(opening, net_layer(spec, track), net_reverse(spec, track)))
            return false;
    return opening->weight == NULL || (is_matrix(opening, opening->weight, spec->outputs, net_answer(spec)) &&
                                       is_vector(opening, opening->bias, spec->outputs));
}

static void take_matrix(const Opening *opening, Net *net, const Tensor *tensor, const Part *part)
{
    for (size_t at = 0; at < tensor->count; at++)
        net->weights[part_at(part, at / part->inputs, at % part->inputs)] =
            (real)safetensors_number(opening->file, tensor, at);
}

/** Added to the part from unit `to` on: `count` numbers of the tensor from `first` on. */
static void add_some(const Opening *opening, Net *net, const Tensor *tensor, size_t first, size_t count, const Part *part,
                     size_t to)
{
    for (size_t at = 0; at < count; at++)
        net->weights[part_at(part, to + at, 0)] += (real)safetensors_number(opening->file, tensor, first + at);
}

/** bias_hh goes to b, but for the block that has a bias inside the product with Wh. */
static void take_hidden_bias(const Opening *opening, Net *net, const Tensor *tensor, const Part *b, const Part *bh)
{
    const size_t H = net->spec.hidden;
    for (size_t block = 0; block < net->spec.cell->blocks; block++)
        if (bh != NULL && bh->block == block)
            add_some(opening, net, tensor, block * H, H, bh, 0);
        else
            add_some(opening, net, tensor, block * H, H, b, block * H);
}

static void take_track(const Opening *opening, Net *net, size_t layer, bool reverse)
{
    const Layout *layout = &net->layout;
    const Four has = four(opening, layer, reverse);
    const Part *b = layout_part(layout, "b", layer, reverse);
    take_matrix(opening, net, has.ih, layout_part(layout, "Wx", layer, reverse));
    if (has.hh != NULL)
        take_matrix(opening, net, has.hh, layout_part(layout, "Wh", layer, reverse));
    if (has.bias_ih != NULL)
        add_some(opening, net, has.bias_ih, 0, b->units, b, 0);
    if (has.bias_hh != NULL)
        take_hidden_bias(opening, net, has.bias_hh, b, layout_part(layout, "bh", layer, reverse));
}

static bool take_weights(const Opening *opening, Net *net)
{
    memset(net->weights, 0, net->layout.count * sizeof *net->weights);
    for (size_t track = 0; track < net_tracks(&net->spec); track++)
        take_track(opening, net, net_layer(&net->spec, track), net_reverse(&net->spec, track));
    if (opening->weight != NULL)
        take_matrix(opening, net, opening->weight, layout_find(&net->layout, "Wy"));
    if (opening->bias != NULL)
        add_some(opening, net, opening->bias, 0, net->spec.outputs, layout_find(&net->layout, "by"), 0);
    for (size_t i = 0; i < net->layout.count; i++)
        if (!isfinite(net->weights[i]))
            return fail(opening->error, ERR_INPUT, "holds a weight, or two biases, too large for a number here");
    return true;
}

static bool read_task(const Opening *opening, Exchange *made)
{
    NetSpec *spec = &made->net->spec;
    const char *task = safetensors_note(opening->file, "task"), *loss = safetensors_note(opening->file, "loss");
    made->says_task = task != NULL;
    made->says_loss = loss != NULL;
    spec->many_to_one = task != NULL && strcmp(task, "many-to-one") == 0;
    if (task != NULL && !spec->many_to_one && strcmp(task, "aligned") != 0)
        return unknown(opening, "task", task);
    return loss == NULL || loss_find(loss, &spec->loss) || unknown(opening, "loss", loss);
}

static bool read_spec(Opening *opening)
{
    if (!find_prefix(opening) || !read_sizes(opening) || !read_options(opening))
        return false;
    claim_recurrent(opening);
    return read_head(opening) && check_notes(opening) && check_shapes(opening);
}

Exchange *exchange_read(const char *path, const Safetensors *file, const ExchangeOptions *options, Error *error)
{
    Opening opening = {.file = file, .options = options, .error = error, .spec = {.gain = 1}};
    opening.used = memory_new(file->tensors + 1, sizeof *opening.used);
    Exchange *made = memory_new(1, sizeof *made);
    made->holders = 1;
    const bool good = read_spec(&opening) && (made->net = net_new(&opening.spec, 1, error)) != NULL &&
                      take_weights(&opening, made->net) && read_task(&opening, made);
    free(opening.used);
    if (good)
        return made;
    error_place(error, path, 0, 0);
    exchange_free(made);
    return NULL;
}
