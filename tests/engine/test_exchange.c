/* Weights by PyTorch's names: what is written comes back to the last bit, what PyTorch has comes in where it belongs, and a file
 * that does not fit says which tensor and what was expected. */
#include "engine/net/exchange.h"
#include "tests/engine/sample.h"

static const ExchangeOptions AS_IT_SAYS = {0};

static Exchange *read_text(Text *text, const ExchangeOptions *options, Error *error)
{
    Safetensors *file = safetensors_parse("m.safetensors", text, error);
    cr_assert_not_null(file, "%s", error->message);
    Exchange *exchange = exchange_read("m.safetensors", file, options, error);
    safetensors_free(file);
    return exchange;
}

static Exchange *read_given(const TensorGiven *tensor, size_t tensors, const Note *note, size_t notes, Error *error)
{
    Text text = {0};
    safetensors_write(&text, note, notes, tensor, tensors);
    return read_text(&text, &AS_IT_SAYS, error);
}

static void round_trip(NetSpec spec)
{
    Error error = {0};
    Text text = {0};
    Net *net = sample_net(spec, 3);
    exchange_write(net, &text);
    Exchange *exchange = read_text(&text, &AS_IT_SAYS, &error);
    cr_assert_not_null(exchange, "%s: %s", spec.cell->name, error.message);
    const NetSpec *back = &exchange->net->spec;
    cr_expect(back->cell == spec.cell && back->layers == net->spec.layers && back->bidirectional == spec.bidirectional);
    cr_expect(back->reset == spec.reset || !cell_has_bh(spec.cell, RESET_AFTER, NULL));
    cr_expect(back->update == spec.update || !spec.cell->mirrored);
    cr_expect(back->activation == spec.activation && back->loss == spec.loss && back->many_to_one == spec.many_to_one);
    cr_assert_eq(exchange->net->layout.count, net->layout.count);
    for (size_t i = 0; i < net->layout.count; i++)
        cr_assert_eq(exchange->net->weights[i], net->weights[i], "%s: weight %zu", spec.cell->name, i);
    Net *made = exchange_net(exchange, spec.inputs, spec.outputs, spec.loss, false, &error);
    cr_assert_not_null(made, "%s", error.message);
    cr_expect(memcmp(made->weights, net->weights, net->layout.count * sizeof *net->weights) == 0);
    cr_expect_eq(made->spec.many_to_one, spec.many_to_one, "the file says it");
    net_free(made);
    net_free(net);
    exchange_free(exchange);
}

Test(exchange, every_cell_and_option_comes_back_to_the_last_bit)
{
    for (size_t i = 0; cell_name(i); i++)
        for (size_t layers = 1; layers <= 3; layers += 2)
            for (int options = 0; options < 8; options++) {
                NetSpec spec = sample_spec(cell_name(i), 2, 3, 2, options & 1 ? LOSS_SOFTMAX : LOSS_SQUARED);
                spec.layers = layers;
                spec.bidirectional = spec.cell->recurrent && options & 1;
                spec.many_to_one = options & 2;
                spec.reset = options & 2 ? RESET_AFTER : RESET_BEFORE;
                spec.update = options & 4 ? UPDATE_KEEP : UPDATE_REPLACE;
                spec.activation = spec.cell->bends && options & 4 ? ACTIVATION_RELU : ACTIVATION_TANH;
                round_trip(spec);
            }
    round_trip(sample_spec("lstm", 1, 1, 1, LOSS_BINARY));
    round_trip(sample_spec("gru", 7, 5, 1, LOSS_SQUARED));
}

/* A GRU of one unit: r z n, both biases, and a head by another name, all with a prefix. */
static const double IH[] = {1, 2, 3, 4, 5, 6}, HH[] = {7, 8, 9}, BIH[] = {.1, .2, .3}, BHH[] = {10, 20, 30}, FC[] = {11, 12}, FCB[] = {13, 14};
static const TensorGiven GRU[] = {{"gru.weight_ih_l0", 3, 2, IH}, {"gru.weight_hh_l0", 3, 1, HH}, {"gru.bias_ih_l0", 3, 0, BIH},
                                  {"gru.bias_hh_l0", 3, 0, BHH}, {"fc.weight", 2, 1, FC}, {"fc.bias", 2, 0, FCB}};

Test(exchange, every_number_goes_to_its_place)
{
    Error error = {0};
    Exchange *exchange = read_given(GRU, 6, NULL, 0, &error);
    cr_assert_not_null(exchange, "%s", error.message);
    const Net *net = exchange->net;
    cr_expect_str_eq(net->spec.cell->name, "gru");
    cr_expect(net->spec.reset == RESET_AFTER && net->spec.update == UPDATE_KEEP && !net->spec.headless);
    cr_expect(!exchange->says_task && !exchange->says_loss);
    const real *Wx = net_part(net, "Wx"), *b = net_part(net, "b");
    for (size_t unit = 0; unit < 3; unit++) { // ours has a row an input
        cr_expect_eq(Wx[unit], (real)IH[2 * unit]);
        cr_expect_eq(Wx[3 + unit], (real)IH[2 * unit + 1]);
        cr_expect_eq(net_part(net, "Wh")[unit], (real)HH[unit]);
    }
    cr_expect_float_eq((double)b[0], 10.1, 1e-5);
    cr_expect_float_eq((double)b[1], 20.2, 1e-5);
    cr_expect_eq(b[2], (real).3, "the candidate's two are kept apart");
    cr_expect_eq(net_part(net, "bh")[0], 30);
    cr_expect_eq(net_part(net, "Wy")[1], 12);
    cr_expect_eq(net_part(net, "by")[1], 14);
    exchange_free(exchange);
}

Test(exchange, with_reset_before_both_biases_are_added)
{
    Error error = {0};
    Text text = {0};
    safetensors_write(&text, NULL, 0, GRU, 6);
    Exchange *exchange = read_text(&text, &(ExchangeOptions){.reset = "before", .update = "replace"}, &error);
    cr_assert_not_null(exchange, "%s", error.message);
    cr_expect_null(net_part(exchange->net, "bh"));
    cr_expect_float_eq((double)net_part(exchange->net, "b")[2], 30.3, 1e-5);
    cr_expect_eq(exchange->net->spec.update, UPDATE_REPLACE);
    exchange_free(exchange);
}

Test(exchange, without_a_head_the_states_are_there_for_any_outputs)
{
    Error error = {0};
    Exchange *exchange = read_given(GRU, 4, NULL, 0, &error);
    cr_assert_not_null(exchange, "%s", error.message);
    cr_expect(exchange->net->spec.headless);
    Net *net = exchange_net(exchange_keep(exchange), 2, 5, LOSS_SOFTMAX, true, &error);
    exchange_free(exchange);
    exchange_free(exchange);
    cr_assert_not_null(net, "%s", error.message);
    cr_expect(net->spec.headless && net->spec.outputs == 5 && net->spec.many_to_one);
    cr_expect_eq(net_part(net, "Wh")[2], 9);
    for (size_t i = net->layout.cell_count; i < net->layout.count; i++)
        cr_expect_eq(net->weights[i], 0);
    Text text = {0};
    exchange_write(net, &text);
    exchange = read_text(&text, &AS_IT_SAYS, &error);
    cr_assert_not_null(exchange, "%s", error.message);
    cr_expect(exchange->net->spec.headless, "nor has what is written a head");
    exchange_free(exchange);
    net_free(net);
}

Test(exchange, without_biases_they_are_zero)
{
    Error error = {0};
    const TensorGiven given[] = {GRU[0], GRU[1], GRU[4]};
    Exchange *exchange = read_given(given, 3, NULL, 0, &error);
    cr_assert_not_null(exchange, "%s", error.message);
    cr_expect_eq(net_part(exchange->net, "b")[1], 0);
    cr_expect_eq(net_part(exchange->net, "bh")[0], 0);
    cr_expect_eq(net_part(exchange->net, "by")[1], 0);
    exchange_free(exchange);
}

static void refuse(const TensorGiven *tensor, size_t tensors, const char *key, const char *value, const char *because)
{
    Error error = {0};
    const Note note = {key, value};
    cr_assert_null(read_given(tensor, tensors, &note, key != NULL, &error), "read, in spite of: %s", because);
    cr_expect(strstr(error.message, because), "\"%s\" does not say: %s", error.message, because);
    cr_expect_eq(error.kind, ERR_INPUT);
    cr_expect_str_eq(error.file, "m.safetensors");
}

Test(exchange, tensors_that_do_not_fit_are_named)
{
    refuse(GRU + 1, 1, NULL, NULL, "has no weight_ih_l0");
    refuse(GRU, 1, NULL, NULL, "has no gru.weight_hh_l0");
    refuse(GRU, 3, NULL, NULL, "has no gru.bias_hh_l0");
    const TensorGiven twice[] = {GRU[0], GRU[1], {"lstm.weight_ih_l0", 3, 2, IH}};
    refuse(twice, 3, NULL, NULL, "two recurrent networks");
    const TensorGiven five[] = {{"weight_ih_l0", 5, 1, IH}, {"weight_hh_l0", 5, 1, IH}};
    refuse(five, 2, NULL, NULL, "5 rows for 1 units");
    const TensorGiven rows[] = {GRU[0], {"gru.weight_hh_l0", 2, 1, HH}};
    refuse(rows, 2, NULL, NULL, "'gru.weight_hh_l0' is [2×1]; [3×1] was expected");
    const TensorGiven bias[] = {GRU[0], GRU[1], GRU[2], {"gru.bias_hh_l0", 2, 0, BHH}};
    refuse(bias, 4, NULL, NULL, "'gru.bias_hh_l0' is [2]; [3] was expected");
    const TensorGiven head[] = {GRU[0], GRU[1], {"fc.weight", 1, 2, FC}};
    refuse(head, 3, NULL, NULL, "'fc.weight' is [1×2]; [1×1] was expected");
    const TensorGiven left[] = {GRU[0], GRU[1], GRU[4], {"out.weight", 2, 1, FC}};
    refuse(left, 4, NULL, NULL, "'out.weight' is left over");
    const TensorGiven deeper[] = {GRU[0], GRU[1], {"gru.weight_ih_l1", 3, 1, HH}};
    refuse(deeper, 3, NULL, NULL, "has no gru.weight_hh_l1");
    const TensorGiven oneway[] = {GRU[0], GRU[1], {"gru.weight_ih_l0_reverse", 3, 2, IH}};
    refuse(oneway, 3, NULL, NULL, "has no gru.weight_hh_l0_reverse");
    const TensorGiven empty[] = {{"weight_ih_l0", 3, 1, HH}, {"weight_hh_l0", 0, 0, NULL}};
    refuse(empty, 2, NULL, NULL, "must be matrices with numbers");
}

Test(exchange, metadata_that_lies_is_refused)
{
    refuse(GRU, 6, "hidden", "2", "says hidden=2; its tensors have 1");
    refuse(GRU, 6, "layers", "2", "says layers=2; its tensors have 1");
    refuse(GRU, 6, "outputs", "x", "says outputs=x; its tensors have 2");
    refuse(GRU, 6, "bidirectional", "true", "says bidirectional=true; its tensors are of one direction");
    refuse(GRU, 6, "cell", "lstm", "is [3×2]; [4×2] was expected");
    refuse(GRU, 6, "cell", "sru", "says cell=sru, which is not known here");
    refuse(GRU, 6, "reset", "never", "says reset=never");
    refuse(GRU, 6, "update", "", "says update=");
    refuse(GRU, 6, "task", "some", "says task=some");
    refuse(GRU, 6, "loss", "hinge", "says loss=hinge");
    refuse(GRU, 4, "cell", "mlp", "cell=mlp, which has no weight_hh");
}

Test(exchange, biases_too_large_to_be_added_are_refused)
{
    static const double huge[] = {1.7e308, 0, 0};
    const TensorGiven given[] = {GRU[0], GRU[1], {"gru.bias_ih_l0", 3, 0, huge}, {"gru.bias_hh_l0", 3, 0, huge}};
    refuse(given, 4, NULL, NULL, "too large");
}

Test(exchange, data_that_do_not_fit_are_told)
{
    Error error = {0};
    const Note note = {"loss", "squared"};
    Exchange *exchange = read_given(GRU, 6, &note, 1, &error);
    cr_assert_not_null(exchange, "%s", error.message);
    cr_expect_null(exchange_net(exchange, 3, 2, LOSS_SQUARED, false, &error));
    cr_expect_str_eq(error.message, "the model from the file reads 2 inputs; these data have 3");
    error_clear(&error);
    cr_expect_null(exchange_net(exchange, 2, 3, LOSS_SQUARED, false, &error));
    cr_expect_str_eq(error.message, "the model from the file has 2 outputs; these data want 3");
    error_clear(&error);
    cr_expect_null(exchange_net(exchange, 2, 2, LOSS_SOFTMAX, false, &error));
    cr_expect_eq(error.kind, ERR_SHAPE);
    exchange_free(exchange);
}
