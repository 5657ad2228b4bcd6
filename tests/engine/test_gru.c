/* The GRU's four forms against their equations in plain loops, and against each other. */
#include "engine/net/paths.h"
#include "tests/engine/sample.h"

enum { D = 3, H = 5, T = 7, BLOCK_Z = 1 };

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

static Pass pass_new(Reset reset, Update update, size_t steps)
{
    NetSpec spec = sample_spec("gru", D, H, 2, LOSS_SQUARED);
    spec.reset = reset;
    spec.update = update;
    Pass pass = {.net = sample_net(spec, 5)};
    pass.batch = sample_batch(pass.net, 1, &steps, true, 6);
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

static double weight(const Net *net, const char *part, size_t unit, size_t input)
{
    return (double)net->weights[part_at(layout_find(&net->layout, part), unit, input)];
}

static double from_input(const Pass *pass, size_t t, size_t row)
{
    double sum = weight(pass->net, "b", row, 0);
    for (size_t i = 0; i < D; i++)
        sum += weight(pass->net, "Wx", row, i) * (double)pass->batch->x[(t - 1) * D + i];
    return sum;
}

static double from_state(const Pass *pass, size_t row, const double *h)
{
    double sum = 0;
    for (size_t j = 0; j < H; j++)
        sum += weight(pass->net, "Wh", row, j) * h[j];
    return sum;
}

static double bell(double z)
{
    return 1 / (1 + exp(-z));
}

/* One step as the papers write it. */
static void by_hand(const Pass *pass, size_t t, double *h)
{
    double r[H], z[H], gated[H], next[H];
    const bool before = pass->net->spec.reset == RESET_BEFORE, keep = pass->net->spec.update == UPDATE_KEEP;
    for (size_t u = 0; u < H; u++) {
        r[u] = bell(from_input(pass, t, u) + from_state(pass, u, h));
        z[u] = bell(from_input(pass, t, H + u) + from_state(pass, H + u, h));
        gated[u] = r[u] * h[u];
    }
    for (size_t u = 0; u < H; u++) {
        const double recurrent = before ? from_state(pass, 2 * H + u, gated)
                                        : r[u] * (from_state(pass, 2 * H + u, h) + weight(pass->net, "bh", u, 0));
        const double candidate = tanh(from_input(pass, t, 2 * H + u) + recurrent);
        next[u] = keep ? z[u] * h[u] + (1 - z[u]) * candidate : (1 - z[u]) * h[u] + z[u] * candidate;
    }
    memcpy(h, next, sizeof next);
}

Test(gru, all_four_forms_are_what_the_papers_say)
{
    for (int reset = 0; reset < RESETS; reset++)
        for (int update = 0; update < UPDATES; update++) {
            Pass pass = pass_new((Reset)reset, (Update)update, T);
            double h[H] = {0};
            for (size_t t = 1; t <= T; t++) {
                by_hand(&pass, t, h);
                for (size_t u = 0; u < H; u++)
                    cr_assert_leq(fabs(h[u] - (double)pass.tape->h[t * H + u]), within(1e-14, 1e-6), "%s, %s",
                                  reset_name((Reset)reset), update_name((Update)update));
            }
            pass_free(&pass);
        }
}

/* z's weights with the other sign are the other convention: σ(−a) = 1 − σ(a). */
static void mirror(Net *net)
{
    const char *const parts[] = {"Wx", "Wh", "b"};
    for (size_t i = 0; i < 3; i++) {
        const Part *part = layout_find(&net->layout, parts[i]);
        for (size_t unit = H; unit < 2 * H; unit++)
            for (size_t input = 0; input < part->inputs; input++)
                net->weights[part_at(part, unit, input)] *= -1;
    }
}

Test(gru, replace_and_keep_are_one_network_with_z_mirrored)
{
    for (int reset = 0; reset < RESETS; reset++) {
        Pass replace = pass_new((Reset)reset, UPDATE_REPLACE, T), keep = pass_new((Reset)reset, UPDATE_KEEP, T);
        cr_assert_eq(memcmp(replace.net->weights, keep.net->weights, keep.net->layout.count * sizeof(real)), 0);
        double apart = 0;
        for (size_t i = H; i < (T + 1) * H; i++)
            apart = fmax(apart, fabs((double)(replace.tape->h[i] - keep.tape->h[i])));
        cr_assert_gt(apart, 1e-3, "the same weights make another network");
        mirror(keep.net);
        pass_run(&keep);
        for (size_t i = 0; i < (T + 1) * H; i++) {
            cr_assert_leq(fabs((double)(replace.tape->h[i] - keep.tape->h[i])), within(1e-14, 1e-6));
            cr_assert_leq(fabs((double)(replace.tape->dh[i] - keep.tape->dh[i])), within(1e-14, 1e-6));
        }
        pass_free(&replace);
        pass_free(&keep);
    }
}

Test(gru, reset_before_and_after_are_two_networks)
{
    Pass before = pass_new(RESET_BEFORE, UPDATE_REPLACE, T), after = pass_new(RESET_AFTER, UPDATE_REPLACE, T);
    cr_assert_eq(after.net->layout.cell_count, before.net->layout.cell_count + H, "a bias of its own");
    cr_assert_null(net_part(before.net, "bh"));
    const Part *bh = layout_find(&after.net->layout, "bh");
    cr_assert(bh->vector && bh->units == H && bh->block == 2);
    memset(after.net->weights + bh->offset, 0, H * sizeof(real));
    pass_run(&after);
    cr_assert_eq(memcmp(net_part(before.net, "Wh"), net_part(after.net, "Wh"), 3 * H * H * sizeof(real)), 0);
    double apart = 0;
    for (size_t i = H; i < (T + 1) * H; i++)
        apart = fmax(apart, fabs((double)(before.tape->h[i] - after.tape->h[i])));
    cr_assert_gt(apart, 1e-4);
    cr_assert(before.tape->h[H] == after.tape->h[H], "at the first step there is nothing to reset");
    pass_free(&before);
    pass_free(&after);
}

Test(gru, z_held_at_keep_copies_the_state_exactly)
{
    Error error = {0};
    for (int update = 0; update < UPDATES; update++) {
        Pass pass = pass_new(RESET_BEFORE, (Update)update, 40);
        const size_t whole = 40;
        real *const h = pass.tape->h, *const dh = pass.tape->dh;
        cr_assert(net_hold(pass.net, 0, BLOCK_Z, UNIT_ALL, update == UPDATE_KEEP ? 1 : 0, &error));
        pass_run(&pass);
        for (size_t u = 0; u < H; u++) {
            cr_assert(h[whole * H + u] == h[u] && h[u] == 0);
            cr_assert(dh[u] == dh[whole * H + u] && dh[u] != 0, "and the gradient with it");
        }
        pass_free(&pass);
    }
}

Test(gru, a_keep_bias_pushes_z_towards_keeping_in_either_convention)
{
    for (int update = 0; update < UPDATES; update++) {
        NetSpec spec = sample_spec("gru", D, H, 1, LOSS_SQUARED);
        spec.update = (Update)update;
        Net *plain = sample_net(spec, 3);
        spec.forget_bias = 1.5;
        Net *biased = sample_net(spec, 3);
        for (size_t i = 0; i < plain->layout.count; i++) {
            size_t unit, input;
            const Part *part = layout_at(&plain->layout, i, &unit, &input);
            const bool z = strcmp(part->name, "b") == 0 && unit >= H && unit < 2 * H;
            const double change = (double)(biased->weights[i] - plain->weights[i]);
            cr_assert_leq(fabs(change - (!z ? 0 : update == UPDATE_KEEP ? 1.5 : -1.5)), within(1e-15, 1e-6));
        }
        net_free(plain), net_free(biased);
    }
}

Test(gru, paths_go_through_each_gate_and_past_them)
{
    Pass pass = pass_new(RESET_BEFORE, UPDATE_REPLACE, T);
    Path path[PATHS_MAX];
    real share[PATHS_MAX * H];
    cr_assert_eq(paths_h(pass.net, pass.batch, pass.tape, 0, 3, 0, path, share), 5);
    cr_assert(path[0].kind == PATH_LOSS && path[4].kind == PATH_DIRECT);
    for (size_t i = 0; i < 3; i++)
        cr_assert(path[1 + i].kind == PATH_GATE && path[1 + i].block == i);
    for (size_t u = 0; u < H; u++) {
        cr_assert(share[u] == 0, "the loss sits at the end");
        const real z = pass.tape->track[0].gate[(3 * 3 + BLOCK_Z) * H + u];
        cr_assert(share[4 * H + u] == (1 - z) * pass.tape->dh[4 * H + u]);
    }
    cr_assert_eq(paths_h(pass.net, pass.batch, pass.tape, 0, T, 0, path, share), 1,
                 "behind the last step there is none");
    cr_assert_eq(paths_c(pass.net, pass.batch, pass.tape, 0, 3, 0, path, share), 0);
    pass_free(&pass);
}
