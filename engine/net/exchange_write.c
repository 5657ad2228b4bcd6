#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/net/exchange.h"

enum { GIVEN_MAX = 4 * TRACKS_MAX + 2, NOTES_MAX = 16 };

/** A file being put together. */
typedef struct Closing {
    const Net *net;
    TensorGiven tensor[GIVEN_MAX];
    char name[GIVEN_MAX][40];
    size_t tensors;
    double *number;
    size_t numbers;
    Note note[NOTES_MAX];
    char value[NOTES_MAX][24];
    size_t notes;
} Closing;

/** Room for one more tensor, of zeros. */
static double *tensor_new(Closing *closing, size_t rows, size_t columns)
{
    assert(closing->tensors < GIVEN_MAX);
    double *number = closing->number + closing->numbers;
    TensorGiven *tensor = &closing->tensor[closing->tensors];
    *tensor = (TensorGiven){.name = closing->name[closing->tensors++], .rows = rows, .columns = columns, .number = number};
    closing->numbers += rows * (columns > 0 ? columns : 1);
    return number;
}

static void name_last(Closing *closing, const char *kind, size_t layer, bool reverse)
{
    snprintf(closing->name[closing->tensors - 1], sizeof closing->name[0], "%s_l%zu%s", kind, layer - 1,
             reverse ? "_reverse" : "");
}

static void give_part(Closing *closing, const Part *part)
{
    double *number = tensor_new(closing, part->units, part->vector ? 0 : part->inputs);
    for (size_t unit = 0; unit < part->units; unit++)
        for (size_t input = 0; input < part->inputs; input++)
            *number++ = (double)closing->net->weights[part_at(part, unit, input)];
}

/** Zeros, for b holds the sum; but for the block that has a bias of its own there. */
static void give_hidden_bias(Closing *closing, const Part *bh)
{
    const NetSpec *spec = &closing->net->spec;
    double *number = tensor_new(closing, spec->cell->blocks * spec->hidden, 0);
    for (size_t unit = 0; bh != NULL && unit < spec->hidden; unit++)
        number[bh->block * spec->hidden + unit] = (double)closing->net->weights[part_at(bh, unit, 0)];
}

static void give_track(Closing *closing, size_t layer, bool reverse)
{
    const Layout *layout = &closing->net->layout;
    const bool recurrent = closing->net->spec.cell->recurrent;
    give_part(closing, layout_part(layout, "Wx", layer, reverse));
    name_last(closing, "weight_ih", layer, reverse);
    if (recurrent) {
        give_part(closing, layout_part(layout, "Wh", layer, reverse));
        name_last(closing, "weight_hh", layer, reverse);
    }
    give_part(closing, layout_part(layout, "b", layer, reverse));
    name_last(closing, "bias_ih", layer, reverse);
    if (recurrent) {
        give_hidden_bias(closing, layout_part(layout, "bh", layer, reverse));
        name_last(closing, "bias_hh", layer, reverse);
    }
}

static void give_head(Closing *closing)
{
    give_part(closing, layout_find(&closing->net->layout, "Wy"));
    snprintf(closing->name[closing->tensors - 1], sizeof closing->name[0], "head.weight");
    give_part(closing, layout_find(&closing->net->layout, "by"));
    snprintf(closing->name[closing->tensors - 1], sizeof closing->name[0], "head.bias");
}

static void note_word(Closing *closing, const char *key, const char *value)
{
    assert(closing->notes < NOTES_MAX);
    closing->note[closing->notes++] = (Note){key, value};
}

static void note_count(Closing *closing, const char *key, size_t count)
{
    snprintf(closing->value[closing->notes], sizeof closing->value[0], "%zu", count);
    note_word(closing, key, closing->value[closing->notes]);
}

static void note_all(Closing *closing)
{
    const NetSpec *spec = &closing->net->spec;
    note_word(closing, "format", "pt"); // what PyTorch's loaders ask for
    note_word(closing, "cell", spec->cell->name);
    if (spec->cell->bends)
        note_word(closing, "activation", activation_name(spec->activation));
    note_count(closing, "inputs", spec->inputs);
    note_count(closing, "hidden", spec->hidden);
    if (!spec->headless)
        note_count(closing, "outputs", spec->outputs);
    note_count(closing, "layers", spec->layers);
    note_word(closing, "bidirectional", spec->bidirectional ? "true" : "false");
    if (cell_has_bh(spec->cell, RESET_AFTER, NULL))
        note_word(closing, "reset", reset_name(spec->reset));
    if (spec->cell->mirrored)
        note_word(closing, "update", update_name(spec->update));
    note_word(closing, "task", spec->many_to_one ? "many-to-one" : "aligned");
    if (!spec->headless)
        note_word(closing, "loss", loss_name(spec->loss));
}

void exchange_write(const Net *net, Text *text)
{
    const size_t biases = net_tracks(&net->spec) * net->spec.cell->blocks * net->spec.hidden;
    Closing *closing = memory_new(1, sizeof *closing);
    closing->net = net;
    closing->number = memory_new(net->layout.count + biases, sizeof *closing->number);
    for (size_t track = 0; track < net_tracks(&net->spec); track++)
        give_track(closing, net_layer(&net->spec, track), net_reverse(&net->spec, track));
    if (!net->spec.headless)
        give_head(closing);
    note_all(closing);
    safetensors_write(text, closing->note, closing->notes, closing->tensor, closing->tensors);
    free(closing->number);
    free(closing);
}
