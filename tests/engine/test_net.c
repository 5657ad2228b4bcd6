#include "tests/engine/counting.h"
#include "engine/math/panel.h"
#include "tests/engine/sample.h"

#include "engine/base/memory.h"
#include "engine/net/loss.h"

static const size_t LENGTHS[] = {7, 5, 5, 2, 1};
enum { SEQUENCES = 5 };

typedef struct Pass {
    Net *net;
    Batch *batch;
    Tape *tape;
    real *gradient;
    real loss;
} Pass;

static Pass pass_new(NetSpec spec, bool many_to_one)
{
    Pass pass = {.net = sample_net(spec, 5)};
    pass.batch = sample_batch(pass.net, SEQUENCES, LENGTHS, many_to_one, 6);
    pass.tape = sample_tape(pass.net, pass.batch);
    pass.gradient = calloc(pass.net->layout.count, sizeof *pass.gradient);
    pass.loss = net_forward(pass.net, pass.batch, pass.tape);
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

static double weight(const Net *net, const char *part, size_t unit, size_t input)
{
    return (double)net->weights[part_at(layout_find(&net->layout, part), unit, input)];
}

/* The equations once more, with loops, as the books write them. */
Test(net, forward_is_what_the_equations_say)
{
    Pass pass = pass_new(sample_spec("rnn", 3, 5, 2, LOSS_SQUARED), false);
    const Net *net = pass.net;
    const size_t B = SEQUENCES;
    for (size_t t = 1; t <= pass.tape->T; t++)
        for (size_t b = 0; b < pass.batch->active[t - 1]; b++) {
            const size_t row = (t - 1) * B + b;
            for (size_t i = 0; i < 5; i++) {
                double sum = weight(net, "b", i, 0);
                for (size_t j = 0; j < 3; j++)
                    sum += weight(net, "Wx", i, j) * pass.batch->x[row * 3 + j];
                for (size_t j = 0; j < 5; j++)
                    sum += weight(net, "Wh", i, j) * pass.tape->h[row * 5 + j];
                cr_assert_leq(fabs(sum - pass.tape->pre[row * 5 + i]), within(1e-14, 2e-6));
                cr_assert_leq(fabs(tanh(sum) - pass.tape->h[(row + B) * 5 + i]), within(1e-14, 2e-6));
            }
            for (size_t k = 0; k < 2; k++) {
                double sum = weight(net, "by", k, 0);
                for (size_t j = 0; j < 5; j++)
                    sum += weight(net, "Wy", k, j) * pass.tape->h[(row + B) * 5 + j];
                cr_assert_leq(fabs(sum - pass.tape->y[row * 2 + k]), within(1e-14, 2e-6));
            }
        }
    pass_free(&pass);
}

Test(net, the_loss_sums_over_steps_and_averages_over_sequences)
{
    Pass pass = pass_new(sample_spec("rnn", 3, 5, 2, LOSS_SQUARED), false);
    double all = 0;
    for (size_t b = 0; b < SEQUENCES; b++) {
        double sum = 0;
        for (size_t t = 0; t < LENGTHS[b]; t++)
            for (size_t k = 0; k < 2; k++)
                sum += pow(pass.tape->p[(t * SEQUENCES + b) * 2 + k] - pass.batch->target[(t * SEQUENCES + b) * 2 + k],
                           2) /
                       2;
        cr_assert_leq(fabs(sum - pass.tape->loss[b]), within(1e-13, 1e-5));
        all += sum;
    }
    cr_assert_leq(fabs(all / SEQUENCES - pass.loss), within(1e-13, 1e-5));
    pass_free(&pass);
}

Test(net, many_to_one_counts_the_last_step_alone)
{
    Pass pass = pass_new(sample_spec("rnn", 3, 5, 2, LOSS_SOFTMAX), true);
    for (size_t t = 0; t < 7; t++)
        for (size_t b = 0; b < SEQUENCES; b++)
            cr_assert_eq(pass.tape->step_loss[t * SEQUENCES + b] > 0, t + 1 == LENGTHS[b]);
    pass_free(&pass);
}

Test(net, a_sequence_that_is_over_keeps_its_state_and_has_no_gradient)
{
    Pass pass = pass_new(sample_spec("rnn", 3, 5, 2, LOSS_BINARY), false);
    const Tape *tape = pass.tape;
    for (size_t b = 0; b < SEQUENCES; b++)
        for (size_t t = LENGTHS[b]; t < 7; t++) {
            const size_t row = t * SEQUENCES + b;
            cr_assert_eq(memcmp(tape->h + (row + SEQUENCES) * 5, tape->h + row * 5, 5 * sizeof(real)), 0);
            for (size_t i = 0; i < 5; i++)
                cr_assert(tape->dh[(row + SEQUENCES) * 5 + i] == 0 && tape->dpre[row * 5 + i] == 0);
            for (size_t k = 0; k < 2; k++)
                cr_assert(tape->dy[row * 2 + k] == 0);
            for (size_t d = 0; d < 3; d++)
                cr_assert(tape->dx[row * 3 + d] == 0);
            cr_assert(tape->step_loss[row] == 0);
        }
    pass_free(&pass);
}

Test(net, a_sequence_gives_the_same_alone_as_among_others)
{
    Pass all = pass_new(sample_spec("rnn", 3, 5, 2, LOSS_SQUARED), false);
    for (size_t b = 0; b < SEQUENCES; b++) {
        Batch *one = sample_batch(all.net, 1, LENGTHS + b, false, 1);
        for (size_t t = 0; t < LENGTHS[b]; t++) {
            memcpy(one->x + t * 3, all.batch->x + (t * SEQUENCES + b) * 3, 3 * sizeof(real));
            memcpy(one->target + t * 2, all.batch->target + (t * SEQUENCES + b) * 2, 2 * sizeof(real));
        }
        Tape *tape = sample_tape(all.net, one);
        net_forward(all.net, one, tape);
        net_backward(all.net, one, tape, 1, all.gradient);
        cr_assert_leq(fabs(tape->loss[0] - all.tape->loss[b]), within(1e-13, 1e-5));
        for (size_t i = 0; i < 5; i++)
            cr_assert_leq(fabs(tape->dh[i] - all.tape->dh[b * 5 + i]), within(1e-13, 1e-5)); // the initial state's gradient
        tape_free(tape);
        batch_free(one);
    }
    pass_free(&all);
}

Test(net, a_tape_used_for_a_longer_batch_leaves_nothing_behind)
{
    Pass pass = pass_new(sample_spec("rnn", 3, 5, 2, LOSS_SQUARED), false);
    Batch *small = sample_batch(pass.net, 2, (size_t[]){3, 1}, false, 9);
    Tape *fresh = sample_tape(pass.net, small);
    const size_t count = pass.net->layout.count;
    real *gradient = calloc(count, sizeof *gradient);
    for (size_t i = 0; i < (pass.tape->T + 1) * SEQUENCES * 5; i++)
        pass.tape->h[i] = 7; // as after another pass, even where that had its initial state
    cr_assert(net_forward(pass.net, small, pass.tape) == net_forward(pass.net, small, fresh));
    net_backward(pass.net, small, pass.tape, 1, pass.gradient);
    net_backward(pass.net, small, fresh, 1, gradient);
    cr_assert_eq(memcmp(gradient, pass.gradient, count * sizeof *gradient), 0);
    free(gradient);
    tape_free(fresh);
    batch_free(small);
    pass_free(&pass);
}

Test(net, share_multiplies_every_gradient)
{
    Pass pass = pass_new(sample_spec("rnn", 3, 5, 2, LOSS_SQUARED), false);
    real *half = calloc(pass.net->layout.count, sizeof *half), dh = pass.tape->dh[3];
    net_backward(pass.net, pass.batch, pass.tape, (real)0.5, half);
    for (size_t i = 0; i < pass.net->layout.count; i++)
        cr_assert_leq(fabs(half[i] - pass.gradient[i] / 2), within(1e-15, 1e-6));
    cr_assert_leq(fabs(pass.tape->dh[3] - dh / 2), within(1e-15, 1e-6));
    free(half);
    pass_free(&pass);
}

Test(net, the_same_numbers_give_the_same_bits)
{
    Pass a = pass_new(sample_spec("rnn", 3, 17, 2, LOSS_SQUARED), false);
    Pass b = pass_new(sample_spec("rnn", 3, 17, 2, LOSS_SQUARED), false);
    cr_assert_eq(memcmp(a.gradient, b.gradient, a.net->layout.count * sizeof(real)), 0);
    cr_assert(a.loss == b.loss);
    pass_free(&a);
    pass_free(&b);
}

Test(net, passes_allocate_nothing)
{
    free(memory_new(1, 1));
    cr_assert_gt(allocations, 0, "the test counts no allocation: it must be linked with --wrap");
    Pass pass = pass_new(sample_spec("rnn", 3, 5, 2, LOSS_SOFTMAX), false);
    const size_t before = allocations;
    net_forward(pass.net, pass.batch, pass.tape);
    net_backward(pass.net, pass.batch, pass.tape, 1, pass.gradient);
    cr_assert_eq(allocations, before);
    pass_free(&pass);
}

Test(net, an_empty_batch_has_no_loss_and_no_gradient)
{
    Pass pass = pass_new(sample_spec("rnn", 3, 5, 2, LOSS_SQUARED), false);
    batch_shape(pass.batch, 0, LENGTHS);
    cr_assert(net_forward(pass.net, pass.batch, pass.tape) == 0);
    net_backward(pass.net, pass.batch, pass.tape, 1, pass.gradient);
    cr_assert(sample_norm(pass.net->layout.count, pass.gradient) == 0);
    pass_free(&pass);
}

Test(net, jacobians_carry_the_gradient_back)
{
    NetSpec spec = sample_spec("rnn", 3, 5, 2, LOSS_SQUARED);
    Net *net = sample_net(spec, 5);
    Batch *batch = sample_batch(net, 1, (size_t[]){6}, true, 6);
    Tape *tape = sample_tape(net, batch);
    real *gradient = calloc(net->layout.count, sizeof *gradient), jacobian[25];
    net_forward(net, batch, tape);
    net_backward(net, batch, tape, 1, gradient);
    for (size_t t = 1; t <= 6; t++) {
        net_jacobian(net, tape, t, 0, jacobian);
        for (size_t j = 0; j < 5; j++) {
            double sum = 0;
            for (size_t i = 0; i < 5; i++)
                sum += jacobian[i * 5 + j] * tape->dh[t * 5 + i];
            cr_assert_leq(fabs(sum - tape->dh[(t - 1) * 5 + j]), within(1e-13, 1e-5) * sample_norm(5, tape->dh + (t - 1) * 5));
        }
    }
    free(gradient);
    tape_free(tape);
    batch_free(batch);
    net_free(net);
}

Test(net, an_orthogonal_identity_network_keeps_the_norm_of_its_gradient)
{
    NetSpec spec = sample_spec("rnn", 2, 16, 1, LOSS_SQUARED);
    spec.activation = ACTIVATION_IDENTITY;
    spec.init = INIT_ORTHOGONAL;
    Net *net = sample_net(spec, 5);
    Batch *batch = sample_batch(net, 1, (size_t[]){100}, true, 6);
    Tape *tape = sample_tape(net, batch);
    real *gradient = calloc(net->layout.count, sizeof *gradient);
    net_forward(net, batch, tape);
    net_backward(net, batch, tape, 1, gradient);
    cr_assert_leq(fabs(sample_norm(16, tape->dh) / sample_norm(16, tape->dh + 100 * 16) - 1), within(1e-12, 1e-4));
    free(gradient);
    tape_free(tape);
    batch_free(batch);
    net_free(net);
}

Test(loss, softmax_survives_enormous_outputs)
{
    const real y[] = {1e4, -1e4, 9990}, target[] = {0, 0, 1};
    real p[3], dy[3];
    loss_outputs(LOSS_SOFTMAX, 1, 3, y, p);
    cr_assert_leq(fabs(p[0] + p[1] + p[2] - 1), 1e-7);
    cr_assert(p[1] == 0);
    cr_assert_leq(fabs(loss_step(LOSS_SOFTMAX, 3, y, target) - (10 + log1p(exp(-10)))), 1e-3);
    loss_backward(LOSS_SOFTMAX, 3, p, target, 1, dy);
    cr_assert(dy[0] == p[0] && dy[2] == p[2] - 1);
}

Test(loss, binary_survives_enormous_outputs)
{
    const real y[] = {800, -800}, wrong[] = {0, 1}, right[] = {1, 0};
    real p[2];
    loss_outputs(LOSS_BINARY, 1, 2, y, p);
    cr_assert(p[0] == 1 && p[1] >= 0 && p[1] < 1e-300);
    cr_assert(loss_step(LOSS_BINARY, 2, y, wrong) == 1600);
    cr_assert(loss_step(LOSS_BINARY, 2, y, right) == 0);
}

Test(loss, known_values)
{
    const real zero[] = {0, 0, 0, 0}, target[] = {0, 1, 0, 0};
    cr_assert_leq(fabs(loss_step(LOSS_SOFTMAX, 4, zero, target) - log(4)), 1e-6);
    cr_assert_leq(fabs(loss_step(LOSS_BINARY, 1, zero, target) - log(2)), 1e-6);
    cr_assert(loss_step(LOSS_SQUARED, 4, (real[]){1, 1, 3, 0}, target) == (real)2.5);
}

Test(loss, counts_right_answers)
{
    const real p[] = {0.2f, 0.7f, 0.1f};
    cr_assert(loss_right(LOSS_SOFTMAX, 3, p, (real[]){0, 1, 0}) == 1);
    cr_assert(loss_right(LOSS_SOFTMAX, 3, p, (real[]){1, 0, 0}) == 0);
    cr_assert(loss_right(LOSS_BINARY, 2, p, (real[]){0, 0}) == (real)0.5);
}

Test(loss, not_a_number_stays_one)
{
    const real y[] = {NAN, 1}, target[] = {0, 1};
    for (int loss = 0; loss < LOSSES; loss++)
        cr_assert(isnan(loss_step((Loss)loss, 2, y, target)), "%s", loss_name((Loss)loss));
}

Test(loss, names_lead_there_and_back)
{
    for (int i = 0; i < LOSSES; i++) {
        Loss found = LOSSES;
        cr_assert(loss_find(loss_name((Loss)i), &found) && (int)found == i);
    }
    Loss untouched = LOSS_BINARY;
    cr_assert(!loss_find("hinge", &untouched) && untouched == LOSS_BINARY);
}

static void bounds(const Net *net, const char *name, double *low, double *high)
{
    const Part *part = layout_find(&net->layout, name);
    *low = INFINITY, *high = -INFINITY;
    for (size_t i = 0; i < part->units * part->inputs; i++) {
        *low = fmin(*low, net->weights[part->offset + i]);
        *high = fmax(*high, net->weights[part->offset + i]);
    }
}

Test(init, uniform_fills_plus_minus_one_over_root_hidden)
{
    Net *net = sample_net(sample_spec("rnn", 50, 100, 50, LOSS_SQUARED), 1);
    for (size_t i = 0; i < net->layout.parts; i++) {
        double low, high;
        bounds(net, net->layout.part[i].name, &low, &high);
        cr_assert(low >= -0.1 && low < -0.09 && high <= 0.1 && high > 0.09, "%s", net->layout.part[i].name);
    }
    net_free(net);
}

Test(init, xavier_looks_at_both_sides_and_leaves_biases_zero)
{
    NetSpec spec = sample_spec("rnn", 50, 100, 50, LOSS_SQUARED);
    spec.init = INIT_XAVIER;
    Net *net = sample_net(spec, 1);
    double low, high;
    bounds(net, "Wx", &low, &high);
    cr_assert(high <= 0.2 && high > 0.19 && low >= -0.2 && low < -0.19);
    bounds(net, "Wh", &low, &high);
    cr_assert(high <= sqrt(0.03) && high > 0.17);
    bounds(net, "b", &low, &high);
    cr_assert(low == 0 && high == 0);
    net_free(net);
}

Test(init, orthogonal_has_orthonormal_rows_times_gain)
{
    NetSpec spec = sample_spec("rnn", 2, 13, 1, LOSS_SQUARED);
    spec.init = INIT_ORTHOGONAL;
    spec.gain = 1.5;
    Net *net = sample_net(spec, 3);
    for (size_t i = 0; i < 13; i++)
        for (size_t j = 0; j < 13; j++) {
            double sum = 0;
            for (size_t k = 0; k < 13; k++)
                sum += weight(net, "Wh", i, k) * weight(net, "Wh", j, k);
            cr_assert_leq(fabs(sum - (i == j ? 2.25 : 0)), within(1e-13, 1e-5));
        }
    net_free(net);
}

Test(init, identity_is_the_identity_times_gain)
{
    NetSpec spec = sample_spec("rnn", 2, 5, 1, LOSS_SQUARED);
    spec.init = INIT_IDENTITY;
    spec.gain = -2;
    Net *net = sample_net(spec, 3);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            cr_assert(weight(net, "Wh", i, j) == (i == j ? -2 : 0));
    net_free(net);
}

Test(init, a_seed_gives_the_same_weights_and_another_seed_others)
{
    NetSpec spec = sample_spec("rnn", 2, 5, 1, LOSS_SQUARED);
    Net *a = sample_net(spec, 3), *b = sample_net(spec, 3), *c = sample_net(spec, 4);
    cr_assert_eq(memcmp(a->weights, b->weights, a->layout.count * sizeof(real)), 0);
    cr_assert_neq(memcmp(a->weights, c->weights, a->layout.count * sizeof(real)), 0);
    net_free(a), net_free(b), net_free(c);
}

Test(init, networks_share_the_numbers_of_the_parts_they_share)
{
    Net *rnn = sample_net(sample_spec("rnn", 2, 5, 1, LOSS_SQUARED), 3);
    Net *mlp = sample_net(sample_spec("mlp", 2, 5, 1, LOSS_SQUARED), 3);
    cr_assert_null(layout_find(&mlp->layout, "Wh"));
    cr_assert_eq(memcmp(net_part(rnn, "Wx"), net_part(mlp, "Wx"), 10 * sizeof(real)), 0);
    cr_assert_eq(memcmp(net_part(rnn, "Wy"), net_part(mlp, "Wy"), 5 * sizeof(real)), 0);
    net_free(rnn), net_free(mlp);
}

static ErrorKind refusal(NetSpec spec, char *message)
{
    Error error = {0};
    cr_assert_null(net_new(&spec, 1, &error));
    strcpy(message, error.message);
    return error.kind;
}

Test(net, refuses_what_cannot_be_built)
{
    char message[512];
    cr_assert_eq(refusal(sample_spec("rnn", 0, 5, 1, LOSS_SQUARED), message), ERR_USE);
    cr_assert_eq(refusal(sample_spec("rnn", 2, 0, 1, LOSS_SQUARED), message), ERR_USE);
    cr_assert_eq(refusal(sample_spec("rnn", 2, 5, 0, LOSS_SQUARED), message), ERR_USE);
    cr_assert_eq(refusal(sample_spec("rnn", 2, 20000, 1, LOSS_SQUARED), message), ERR_LIMIT);
    cr_assert_eq(refusal(sample_spec("rnn", SIZE_MAX, SIZE_MAX, SIZE_MAX, LOSS_SQUARED), message), ERR_LIMIT);
    NetSpec spec = sample_spec("mlp", 2, 5, 1, LOSS_SQUARED);
    spec.init = INIT_ORTHOGONAL;
    cr_assert_eq(refusal(spec, message), ERR_USE);
    cr_assert_not_null(strstr(message, "orthogonal"));
    spec = sample_spec("mlp", 2, 5, 1, LOSS_SQUARED);
    spec.gain = 2;
    cr_assert_eq(refusal(spec, message), ERR_USE);
    spec = sample_spec("rnn", 2, 5, 1, LOSS_SQUARED);
    spec.gain = NAN;
    cr_assert_eq(refusal(spec, message), ERR_USE);
}

Test(net, a_copy_stands_alone)
{
    Net *net = sample_net(sample_spec("rnn", 2, 5, 1, LOSS_SQUARED), 3), *copy = net_copy(net);
    real first = net->weights[0];
    copy->weights[0] += 1;
    cr_assert(net->weights[0] == first);
    net_free(net);
    cr_assert(copy->weights[0] == first + 1);
    net_free(copy);
    net_free(NULL);
    tape_free(NULL);
    batch_free(NULL);
}

Test(tape, says_what_it_takes_and_refuses_too_much)
{
    Net *net = sample_net(sample_spec("rnn", 2, 5, 1, LOSS_SQUARED), 3);
    // 1 step of 1 sequence: pre 5, h 10, y 1, p 1, step_loss 1, loss 1, dx 2, dpre 5, dh 10, dy 1,
    // and of a cut edge: zero 5, nowhere 5; beside them Wx and Wh in panels
    cr_assert_eq(tape_bytes(&net->spec, 1, 1), (47 + panel_room(2, 5) + panel_room(5, 5)) * sizeof(real));
    cr_assert_eq(tape_bytes(&net->spec, SIZE_MAX / 2, SIZE_MAX / 2), SIZE_MAX);
    Error error = {0};
    cr_assert_null(tape_new(net, 1000000, 100, &error));
    cr_assert_eq(error.kind, ERR_LIMIT);
    error_clear(&error);
    cr_assert_null(tape_new(net, SIZE_MAX, SIZE_MAX, &error));
    cr_assert_eq(error.kind, ERR_LIMIT);
    net_free(net);
}
