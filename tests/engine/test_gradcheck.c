#include "engine/net/gradcheck.h"
#include "tests/engine/sample.h"

#include <criterion/parameterized.h>

typedef struct Case {
    char cell[8];
    Activation activation;
    Loss loss;
    bool many_to_one;
    size_t D, H, K, B, length[4];
} Case;

static const Case CASES[] = {
    {"rnn", ACTIVATION_TANH, LOSS_SQUARED, true, 1, 1, 1, 1, {1}},
    {"rnn", ACTIVATION_TANH, LOSS_SQUARED, false, 3, 5, 2, 3, {7, 4, 1}},
    {"rnn", ACTIVATION_TANH, LOSS_SOFTMAX, false, 2, 7, 5, 2, {5, 5}},
    {"rnn", ACTIVATION_TANH, LOSS_SOFTMAX, true, 5, 3, 3, 4, {6, 3, 2, 2}},
    {"rnn", ACTIVATION_TANH, LOSS_BINARY, true, 3, 5, 1, 3, {11, 7, 2}},
    {"rnn", ACTIVATION_TANH, LOSS_BINARY, false, 1, 2, 3, 2, {3, 1}},
    {"rnn", ACTIVATION_IDENTITY, LOSS_SQUARED, true, 2, 3, 1, 2, {5, 3}},
    {"rnn", ACTIVATION_IDENTITY, LOSS_SOFTMAX, false, 2, 3, 2, 1, {7}},
    {"rnn", ACTIVATION_IDENTITY, LOSS_BINARY, true, 1, 5, 2, 2, {3, 3}},
    {"mlp", ACTIVATION_TANH, LOSS_SQUARED, false, 3, 5, 2, 2, {3, 2}},
    {"mlp", ACTIVATION_TANH, LOSS_SOFTMAX, true, 2, 3, 3, 3, {5, 2, 1}},
    {"mlp", ACTIVATION_IDENTITY, LOSS_BINARY, false, 1, 1, 1, 1, {1}},
};

ParameterizedTestParameters(gradcheck, every_weight_and_input_agrees_both_ways)
{
    return cr_make_param_array(Case, (Case *)CASES, sizeof CASES / sizeof *CASES);
}

static Net *case_net(const Case *c, uint64_t seed)
{
    NetSpec spec = sample_spec(c->cell, c->D, c->H, c->K, c->loss);
    spec.activation = c->activation;
    return sample_net(spec, seed);
}

ParameterizedTest(Case *c, gradcheck, every_weight_and_input_agrees_both_ways)
{
    Net *net = case_net(c, 11);
    Batch *batch = sample_batch(net, c->B, c->length, c->many_to_one, 12);
    Check worst;
    Spot where;
    Error error = {0};
    cr_assert(gradcheck_worst(net, batch, &worst, &where, &error));
    cr_assert(worst.relative >= 0 && worst.relative <= GRADCHECK_LIMIT,
              "%g: %g against %g or %g (noise %g), kind %d index %zu", worst.relative, worst.analytic, worst.difference,
              worst.tangent, worst.noise, (int)where.kind, where.index);
    batch_free(batch);
    net_free(net);
}

/* A pass of both kinds, and what each check needs. */
typedef struct Pass {
    Net *net;
    Batch *batch;
    Tape *tape;
    real *gradient;
} Pass;

static Pass pass_new(const Case *c, uint64_t seed)
{
    Pass pass = {.net = case_net(c, seed)};
    pass.batch = sample_batch(pass.net, c->B, c->length, c->many_to_one, seed + 1);
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
}

static Check checked(const Pass *pass, Spot spot, double analytic)
{
    Check check;
    Error error = {0};
    cr_assert(gradcheck_spot(pass->net, pass->batch, spot, analytic, &check, &error));
    return check;
}

Test(gradcheck, catches_a_planted_sign_error_in_every_weight)
{
    Pass pass = pass_new(&CASES[1], 5);
    size_t by_difference = 0;
    for (size_t i = 0; i < pass.net->layout.count; i++) {
        Spot spot = {.kind = SPOT_WEIGHT, .index = i};
        cr_assert_leq(checked(&pass, spot, pass.gradient[i]).relative, GRADCHECK_LIMIT);
        Check wrong = checked(&pass, spot, -pass.gradient[i]);
        cr_assert_geq(wrong.relative, within(1, 10 * GRADCHECK_LIMIT), "weight %zu", i);
        by_difference += !wrong.by_tangent;
    }
    cr_assert_geq((double)by_difference, within(0.9, 0) * (double)pass.net->layout.count);
    pass_free(&pass);
}

Test(gradcheck, catches_a_gradient_that_is_off_by_a_millionth_or_lost)
{
    Pass pass = pass_new(&CASES[2], 6);
    Spot spot = {.kind = SPOT_WEIGHT, .index = 3};
    cr_assert_gt(checked(&pass, spot, pass.gradient[3] * (1 + 3 * (real)GRADCHECK_LIMIT)).relative, GRADCHECK_LIMIT);
    cr_assert_eq(checked(&pass, spot, 0).relative, 1, "%g", checked(&pass, spot, 0).relative);
    cr_assert(isnan(checked(&pass, spot, NAN).relative));
    pass_free(&pass);
}

Test(gradcheck, states_pre_activations_and_outputs_agree_at_every_step)
{
    Pass pass = pass_new(&CASES[3], 7);
    const size_t T = pass.tape->T, B = pass.tape->B, H = pass.tape->H, K = pass.tape->K;
    for (size_t t = 0; t <= T; t++)
        for (size_t row = 0; row < B; row++) {
            for (size_t i = 0; i < H; i++) {
                Spot spot = {.kind = SPOT_STATE, .t = t, .row = row, .index = i};
                cr_assert_leq(checked(&pass, spot, pass.tape->dh[(t * B + row) * H + i]).relative, GRADCHECK_LIMIT);
                spot.kind = SPOT_PRE;
                if (t > 0)
                    cr_assert_leq(checked(&pass, spot, pass.tape->dpre[((t - 1) * B + row) * H + i]).relative, GRADCHECK_LIMIT);
            }
            for (size_t i = 0; i < K && t > 0; i++) {
                Spot spot = {.kind = SPOT_OUTPUT, .t = t, .row = row, .index = i};
                cr_assert_leq(checked(&pass, spot, pass.tape->dy[((t - 1) * B + row) * K + i]).relative, GRADCHECK_LIMIT);
            }
        }
    pass_free(&pass);
}

Test(gradcheck, forward_mode_agrees_with_backward_to_rounding)
{
    for (size_t c = 0; c < sizeof CASES / sizeof *CASES; c++) {
        Pass pass = pass_new(&CASES[c], 21);
        double norm = sample_norm(pass.net->layout.count, pass.gradient);
        for (size_t i = 0; i < pass.net->layout.count; i++) {
            double tangent = net_tangent(pass.net, pass.batch, pass.tape, (Spot){.kind = SPOT_WEIGHT, .index = i});
            cr_assert_leq(fabs(tangent - pass.gradient[i]), within(1e-12, 1e-4) * fmax(fabs(tangent), 1e-2 * norm), "case %zu", c);
        }
        pass_free(&pass);
    }
}

/* Where a difference is exactly 0, forward mode and backward still agree digit by digit. */
Test(gradcheck, a_gradient_of_1e_40_is_still_right)
{
    const size_t T = (size_t)within(100, 60); // in single precision 1e-40 is as good as nothing: 1e-20
    NetSpec spec = sample_spec("rnn", 2, 8, 1, LOSS_SQUARED);
    spec.gain = 0.75;
    Pass pass = {.net = sample_net(spec, 3)};
    pass.batch = sample_batch(pass.net, 1, (size_t[]){T}, true, 4);
    pass.tape = sample_tape(pass.net, pass.batch);
    pass.gradient = calloc(pass.net->layout.count, sizeof *pass.gradient);
    net_forward(pass.net, pass.batch, pass.tape);
    net_backward(pass.net, pass.batch, pass.tape, 1, pass.gradient);
    double first = sample_norm(8, pass.tape->dh + 8);
    cr_assert(first > 0 && first < within(1e-37, 1e-18), "norm(dh[1]) is %g", first);
    for (size_t t = 0; t <= T; t += 20)
        for (size_t i = 0; i < 8; i++) {
            double analytic = pass.tape->dh[t * 8 + i], norm = sample_norm(8, pass.tape->dh + t * 8);
            double tangent =
                net_tangent(pass.net, pass.batch, pass.tape, (Spot){.kind = SPOT_STATE, .t = t, .index = i});
            cr_assert_leq(fabs(tangent - analytic), within(1e-12, 3e-5) * norm, "t=%zu: %g against %g", t, tangent, analytic);
        }
    Check check = checked(&pass, (Spot){.kind = SPOT_STATE, .t = 1, .index = 2}, pass.tape->dh[8 + 2]);
    cr_assert(check.by_tangent && check.difference == 0 && check.noise > 0);
    cr_assert_leq(check.relative, GRADCHECK_LIMIT);
    const Check wrong = checked(&pass, (Spot){.kind = SPOT_STATE, .t = 1, .index = 2}, -pass.tape->dh[8 + 2]);
    if (sizeof(real) == sizeof(double)) // in single precision this is below the rounding of the loss
        cr_assert_geq(wrong.relative, 1);
    pass_free(&pass);
}

Test(gradcheck, a_step_after_the_end_of_its_sequence_moves_nothing)
{
    Pass pass = pass_new(&CASES[1], 8);
    Check check = checked(&pass, (Spot){.kind = SPOT_STATE, .t = 5, .row = 1, .index = 0}, 0);
    cr_assert(check.relative == 0 && check.tangent == 0 && check.difference == 0);
    check = checked(&pass, (Spot){.kind = SPOT_INPUT, .t = 2, .row = 2, .index = 0}, 0);
    cr_assert(check.relative == 0 && check.tangent == 0 && check.difference == 0);
    pass_free(&pass);
}
