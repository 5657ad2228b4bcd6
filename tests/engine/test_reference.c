/* The engine against PyTorch: outputs to 1e-10, gradients to 1e-8 relative, three steps of Adam. The fixtures are made by
 * tests/reference/make_fixtures.py. */
#include "engine/train/optimizer.h"
#include "tests/engine/sample.h"

#include <criterion/parameterized.h>
#include <stdio.h>

enum { TENSORS_MAX = 80, LENGTHS_MAX = 8 };

typedef struct Tensor {
    char name[64];
    size_t rows, columns;
    double *number;
} Tensor;

typedef struct Fixture {
    NetSpec spec;
    size_t B, length[LENGTHS_MAX];
    Tensor tensor[TENSORS_MAX];
    size_t tensors;
} Fixture;

static const char *const NAMES[] = {
    "rnn-tanh",     "rnn-relu", "lstm",      "lstm-many-to-one",      "gru",      "rnn-2",       "lstm-2",
    "gru-2",        "rnn-both", "lstm-both", "lstm-both-many-to-one", "gru-both", "lstm-2-both", "gru-2-both",
    "gru-one-step",
};

typedef struct Name {
    char text[32];
} Name;

static void read_tensor(FILE *file, Fixture *fixture)
{
    cr_assert_lt(fixture->tensors, TENSORS_MAX);
    Tensor *tensor = &fixture->tensor[fixture->tensors++];
    cr_assert_eq(fscanf(file, "%63s %zu %zu", tensor->name, &tensor->rows, &tensor->columns), 3);
    tensor->number = calloc(tensor->rows * tensor->columns, sizeof *tensor->number);
    for (size_t i = 0; i < tensor->rows * tensor->columns; i++)
        cr_assert_eq(fscanf(file, "%lf", &tensor->number[i]), 1, "%s ends early", tensor->name);
}

static size_t read_count(FILE *file)
{
    size_t count;
    cr_assert_eq(fscanf(file, "%zu", &count), 1);
    return count;
}

static bool read_option(FILE *file, const char *key, Fixture *fixture)
{
    NetSpec *spec = &fixture->spec;
    struct {
        const char *key;
        size_t *place;
    } counts[] = {{"inputs", &spec->inputs},
                  {"hidden", &spec->hidden},
                  {"outputs", &spec->outputs},
                  {"layers", &spec->layers},
                  {"sequences", &fixture->B}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(key, counts[i].key) == 0) {
            *counts[i].place = read_count(file);
            return true;
        }
    if (strcmp(key, "bidirectional") == 0)
        spec->bidirectional = read_count(file) == 1;
    else if (strcmp(key, "many_to_one") == 0)
        spec->many_to_one = read_count(file) == 1;
    else
        return false;
    return true;
}

static void read_word(FILE *file, const char *key, Fixture *fixture)
{
    char word[64];
    if (strcmp(key, "lengths") == 0) {
        for (size_t b = 0; b < fixture->B; b++)
            fixture->length[b] = read_count(file);
        return;
    }
    cr_assert_eq(fscanf(file, "%63s", word), 1);
    if (strcmp(key, "cell") == 0)
        fixture->spec.cell = cell_find(word);
    else
        cr_assert(strcmp(key, "activation") == 0 && activation_find(word, &fixture->spec.activation), "%s", key);
}

/* As `load` takes a file from PyTorch: reset after, update keep. */
static Fixture fixture_read(const char *name)
{
    Fixture fixture = {.spec = {.loss = LOSS_SQUARED, .gain = 1, .reset = RESET_AFTER, .update = UPDATE_KEEP}};
    char path[512], key[64];
    snprintf(path, sizeof path, "%s/tests/reference/%s.txt", getenv("top_srcdir") ? getenv("top_srcdir") : ".", name);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    while (fscanf(file, "%63s", key) == 1)
        if (key[0] == '#')
            cr_assert_geq(fscanf(file, "%*[^\n]"), 0);
        else if (strcmp(key, "tensor") == 0)
            read_tensor(file, &fixture);
        else if (!read_option(file, key, &fixture))
            read_word(file, key, &fixture);
    fclose(file);
    return fixture;
}

static void fixture_free(Fixture *fixture)
{
    for (size_t i = 0; i < fixture->tensors; i++)
        free(fixture->tensor[i].number);
}

static const Tensor *tensor(const Fixture *fixture, const char *name)
{
    for (size_t i = 0; i < fixture->tensors; i++)
        if (strcmp(fixture->tensor[i].name, name) == 0)
            return &fixture->tensor[i];
    cr_assert_fail("no tensor %s", name);
    return NULL;
}

static const Tensor *torch_part(const Fixture *fixture, const char *what, const Part *part, const char *kind)
{
    char name[96];
    if (part->head)
        snprintf(name, sizeof name, "%shead.%s", what, part->vector ? "bias" : "weight");
    else
        snprintf(name, sizeof name, "%s%s_l%zu%s", what, kind, part->layer - 1, part->reverse ? "_reverse" : "");
    return tensor(fixture, name);
}

/* The part as PyTorch has it. Its two biases are one here, but for the candidate of a GRU whose reset comes after; gradients of
 * either are that of their sum. */
static double torch_number(const Fixture *fixture, const char *what, const Part *part, size_t unit, size_t input)
{
    const size_t H = fixture->spec.hidden;
    if (!part->vector || part->head) {
        const Tensor *weight =
            torch_part(fixture, what, part, strcmp(part->name, "Wh") == 0 ? "weight_hh" : "weight_ih");
        return part->vector ? weight->number[unit] : weight->number[unit * weight->columns + input];
    }
    const Tensor *hh = torch_part(fixture, what, part, "bias_hh");
    if (strcmp(part->name, "bh") == 0)
        return hh->number[part->block * H + unit];
    const double ih = torch_part(fixture, what, part, "bias_ih")->number[unit];
    const bool apart = fixture->spec.cell == &GRU_CELL && unit >= 2 * H, gradient = strcmp(what, "grad.") == 0;
    return apart || gradient ? ih : ih + hh->number[unit];
}

typedef struct Pass {
    Fixture fixture;
    Net *net;
    Batch *batch;
    Tape *tape;
    real *gradient;
} Pass;

static void take_weights(const Fixture *fixture, Net *net)
{
    for (size_t i = 0, unit, input; i < net->layout.count; i++) {
        const Part *part = layout_at(&net->layout, i, &unit, &input);
        net->weights[i] = (real)torch_number(fixture, "", part, unit, input);
    }
}

static Batch *take_batch(const Fixture *fixture)
{
    Error error = {0};
    Batch *batch = batch_new(fixture->length[0], fixture->B, fixture->spec.inputs, fixture->spec.outputs, &error);
    cr_assert_not_null(batch);
    batch_shape(batch, fixture->B, fixture->length);
    const Tensor *x = tensor(fixture, "x"), *target = tensor(fixture, "target"), *mask = tensor(fixture, "mask");
    cr_assert_eq(x->rows, batch->T * batch->B);
    for (size_t row = 0; row < x->rows; row++) {
        for (size_t i = 0; i < batch->D; i++)
            batch->x[row * batch->D + i] = (real)x->number[row * batch->D + i];
        for (size_t k = 0; k < batch->K; k++)
            batch->target[row * batch->K + k] = (real)target->number[row * batch->K + k];
        batch->has_target[row] = mask->number[row] > 0;
    }
    return batch;
}

static Pass pass_new(const char *name)
{
    Pass pass = {.fixture = fixture_read(name)};
    pass.net = sample_net(pass.fixture.spec, 1);
    take_weights(&pass.fixture, pass.net);
    pass.batch = take_batch(&pass.fixture);
    pass.tape = sample_tape(pass.net, pass.batch);
    pass.gradient = calloc(pass.net->layout.count, sizeof *pass.gradient);
    net_forward(pass.net, pass.batch, pass.tape);
    net_backward(pass.net, pass.batch, pass.tape, 1, pass.gradient);
    return pass;
}

static void pass_free(Pass *pass)
{
    free(pass->gradient);
    tape_free(pass->tape);
    batch_free(pass->batch);
    net_free(pass->net);
    fixture_free(&pass->fixture);
}

/* Relative errors: of outputs, of gradients, of weights after three steps of Adam. */
#define OUTPUTS within(1e-10, 1e-5)
#define GRADIENTS within(1e-8, 1e-4)
#define STEPS within(1e-8, 1e-4)

static void near(double found, double expected, double scale, double limit, const char *what, size_t at)
{
    cr_assert_leq(fabs(found - expected), limit * fmax(fabs(expected), scale), "%s, number %zu: %.17g, not %.17g", what,
                  at, found, expected);
}

static double largest(const Tensor *of)
{
    double most = 0;
    for (size_t i = 0; i < of->rows * of->columns; i++)
        most = fmax(most, fabs(of->number[i]));
    return most;
}

/* h of step t, both directions side by side, as PyTorch joins them. */
static double joined(const Pass *pass, size_t row, size_t column)
{
    const NetSpec *spec = &pass->net->spec;
    const size_t track = net_track(spec, spec->layers, column >= spec->hidden);
    return (double)pass->tape->track[track].h[(pass->tape->B + row) * spec->hidden + column % spec->hidden];
}

ParameterizedTestParameters(reference, agrees_with_pytorch)
{
    static Name names[sizeof NAMES / sizeof *NAMES];
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        snprintf(names[i].text, sizeof names[i].text, "%s", NAMES[i]);
    return cr_make_param_array(Name, names, sizeof NAMES / sizeof *NAMES);
}

static void check_outputs(const Pass *pass)
{
    const Tensor *h = tensor(&pass->fixture, "h"), *y = tensor(&pass->fixture, "y");
    double sum = 0;
    for (size_t row = 0; row < h->rows; row++) {
        if (row / pass->tape->B >= pass->fixture.length[row % pass->tape->B])
            continue;
        for (size_t i = 0; i < h->columns; i++)
            near(joined(pass, row, i), h->number[row * h->columns + i], 1e-2, OUTPUTS, "h", row * h->columns + i);
        for (size_t k = 0; k < y->columns; k++) {
            const size_t at = row * y->columns + k;
            near((double)pass->tape->y[at], y->number[at], 1e-2, OUTPUTS, "y", at);
        }
    }
    for (size_t b = 0; b < pass->tape->B; b++)
        sum += (double)pass->tape->loss[b];
    near(sum, tensor(&pass->fixture, "loss")->number[0], 0, OUTPUTS, "loss", 0);
}

static void check_gradients(const Pass *pass)
{
    const Tensor *dx = tensor(&pass->fixture, "grad.x");
    for (size_t i = 0; i < dx->rows * dx->columns; i++)
        near((double)pass->tape->dx[i], dx->number[i], within(1e-4, 1e-2) * largest(dx), GRADIENTS, "dx", i);
    for (size_t i = 0, unit, input; i < pass->net->layout.count; i++) {
        const Part *part = layout_at(&pass->net->layout, i, &unit, &input);
        const double expected = torch_number(&pass->fixture, "grad.", part, unit, input);
        near((double)pass->gradient[i], expected, within(1e-6, 1e-2), GRADIENTS, part->name, i);
    }
}

static void check_adam(Pass *pass)
{
    const size_t count = pass->net->layout.count;
    real *m = calloc(count, sizeof *m), *v = calloc(count, sizeof *v);
    for (size_t step = 1; step <= 3; step++) {
        net_forward(pass->net, pass->batch, pass->tape);
        net_backward(pass->net, pass->batch, pass->tape, 1 / (real)pass->batch->B, pass->gradient);
        optimizer_adam(count, step, 0.01, 1, pass->gradient, m, v, pass->net->weights);
    }
    for (size_t i = 0, unit, input; i < count; i++) {
        const Part *part = layout_at(&pass->net->layout, i, &unit, &input);
        const double expected = torch_number(&pass->fixture, "adam.", part, unit, input);
        near((double)pass->net->weights[i], expected, 1e-2, STEPS, part->name, i);
    }
    free(m);
    free(v);
}

ParameterizedTest(Name *name, reference, agrees_with_pytorch)
{
    Pass pass = pass_new(name->text);
    check_outputs(&pass);
    check_gradients(&pass);
    check_adam(&pass);
    pass_free(&pass);
}
