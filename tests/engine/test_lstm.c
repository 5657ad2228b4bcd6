/* The LSTM against its equations in plain loops, and what its gates are for. */
#include "engine/net/paths.h"
#include "tests/engine/sample.h"

typedef struct Pass {
    Net *net;
    Batch *batch;
    Tape *tape;
    real *gradient;
} Pass;

static void pass_run(Pass *pass)
{
    net_forward(pass->net, pass->batch, pass->tape);
    net_backward(pass->net, pass->batch, pass->tape, 1, pass->gradient);
}

static Pass pass_new(NetSpec spec, size_t T, bool many_to_one)
{
    Pass pass = {.net = sample_net(spec, 5)};
    pass.batch = sample_batch(pass.net, 1, &T, many_to_one, 6);
    pass.tape = sample_tape(pass.net, pass.batch);
    pass.gradient = calloc(pass.net->layout.count, sizeof *pass.gradient);
    pass_run(&pass);
    return pass;
}

static void pass_free(Pass *pass)
{
    free(pass->gradient);
    tape_free(pass->tape);
    batch_free(pass->batch);
    net_free(pass->net);
}

enum { D = 3, H = 5, T = 7 };

static double weight(const Net *net, const char *part, size_t unit, size_t input)
{
    return (double)net->weights[part_at(layout_find(&net->layout, part), unit, input)];
}

static double sum_of(const Pass *pass, size_t t, size_t row, const double *h)
{
    double sum = weight(pass->net, "b", row, 0);
    for (size_t i = 0; i < D; i++)
        sum += weight(pass->net, "Wx", row, i) * (double)pass->batch->x[(t - 1) * D + i];
    for (size_t j = 0; j < H; j++)
        sum += weight(pass->net, "Wh", row, j) * h[j];
    return sum;
}

static double bell(double z)
{
    return 1 / (1 + exp(-z));
}

Test(lstm, forward_is_what_the_equations_say)
{
    Pass pass = pass_new(sample_spec("lstm", D, H, 2, LOSS_SQUARED), T, false);
    const Track *track = &pass.tape->track[0];
    double h[H] = {0}, c[H] = {0};
    for (size_t t = 1; t <= T; t++) {
        double next[H];
        for (size_t u = 0; u < H; u++) {
            const double i = bell(sum_of(&pass, t, u, h)), f = bell(sum_of(&pass, t, H + u, h));
            const double g = tanh(sum_of(&pass, t, 2 * H + u, h)), o = bell(sum_of(&pass, t, 3 * H + u, h));
            c[u] = f * c[u] + i * g;
            next[u] = o * tanh(c[u]);
            const double gate[] = {i, f, g, o};
            for (size_t k = 0; k < 4; k++)
                cr_assert_leq(fabs(gate[k] - (double)track->gate[((t - 1) * 4 + k) * H + u]), within(1e-14, 1e-6));
            cr_assert_leq(fabs(c[u] - (double)track->c[t * H + u]), within(1e-14, 1e-6));
            cr_assert_leq(fabs(next[u] - (double)track->h[t * H + u]), within(1e-14, 1e-6));
        }
        memcpy(h, next, sizeof h);
    }
    pass_free(&pass);
}

/* What is on the tape gives c and h to the last digit, as an explanation adds it. */
Test(lstm, the_tape_holds_the_operands_of_c_and_h)
{
    Pass pass = pass_new(sample_spec("lstm", D, H, 2, LOSS_SQUARED), T, false);
    const Track *track = &pass.tape->track[0];
    for (size_t t = 1; t <= T; t++)
        for (size_t u = 0; u < H; u++) {
            const real *gate = track->gate + (t - 1) * 4 * H + u;
            const real c = gate[H] * track->c[(t - 1) * H + u] + gate[0] * gate[2 * H];
            cr_assert(c == track->c[t * H + u]);
            const real bent = track->aux[(t - 1) * H + u];
            cr_assert_leq(fabs((double)bent - tanh((double)c)), 3 * (double)REAL_EPSILON * fabs((double)bent));
            cr_assert(gate[3 * H] * bent == track->h[t * H + u]);
        }
    pass_free(&pass);
}

/* The direct path of c: f held at v leaves v^(T−1) of the gradient, exactly, when nothing goes through Wh. */
Test(lstm, a_held_forget_gate_carries_the_gradient_by_its_value)
{
    Error error = {0};
    const double held[] = {1, 0.5};
    for (size_t i = 0; i < 2; i++) {
        Pass pass = pass_new(sample_spec("lstm", D, H, 2, LOSS_SQUARED), 40, true);
        cr_assert(net_hold(pass.net, 0, 1, UNIT_ALL, held[i], &error));
        cr_assert(net_cut(pass.net, (Cut){.t = 0, .edge = EDGE_WEIGHTS}, &error));
        pass_run(&pass);
        const Track *track = &pass.tape->track[0];
        for (size_t u = 0; u < H; u++) {
            cr_assert(track->dc[40 * H + u] != 0);
            cr_assert(track->dc[H + u] == track->dc[40 * H + u] * (real)pow(held[i], 39));
            cr_assert(track->gate[H + u] == (real)held[i] && track->dpre[H + u] == 0);
        }
        pass_free(&pass);
    }
}

Test(lstm, a_forget_gate_held_shut_forgets_what_c_was)
{
    Error error = {0};
    Pass pass = pass_new(sample_spec("lstm", D, H, 2, LOSS_SQUARED), T, true);
    cr_assert(net_hold(pass.net, 0, 1, 2, 0, &error));
    pass_run(&pass);
    const Track *track = &pass.tape->track[0];
    for (size_t t = 1; t <= T; t++) {
        const real *gate = track->gate + (t - 1) * 4 * H + 2;
        cr_assert(track->c[t * H + 2] == gate[0] * gate[2 * H], "c is i ⊙ g alone");
        cr_assert(gate[H] == 0 && gate[H + 1] > 0, "the neighbour is free");
    }
    Path path[PATHS_MAX];
    real share[PATHS_MAX * H];
    cr_assert_eq(paths_c(pass.net, pass.batch, pass.tape, 0, 3, 0, path, share), 2);
    cr_assert(path[0].kind == PATH_H && path[1].kind == PATH_DIRECT);
    cr_assert(share[H + 2] == 0 && share[H + 1] != 0);
    net_release(pass.net);
    pass_run(&pass);
    cr_assert(track->gate[H + 2] > 0);
    pass_free(&pass);
}

Test(lstm, a_forget_bias_saves_the_gradient)
{
    double ratio[2];
    for (int i = 0; i < 2; i++) {
        NetSpec spec = sample_spec("lstm", D, 32, 1, LOSS_SQUARED);
        spec.forget_bias = i * 5.0;
        Pass pass = pass_new(spec, 100, true);
        ratio[i] = sample_norm(32, pass.tape->dh + 32) / sample_norm(32, pass.tape->dh + 3200);
        pass_free(&pass);
    }
    cr_assert_lt(ratio[0], 1e-15);
    cr_assert_gt(ratio[1], 1e-3);
    cr_assert_gt(ratio[1] / ratio[0], 1e15);
}
