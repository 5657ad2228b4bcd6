/* Layers, directions, knives: what stands where, and what reads what. */
#include "tests/engine/counting.h"
#include "tests/engine/sample.h"

#include "engine/base/memory.h"

typedef struct Pass {
    Net *net;
    Batch *batch;
    Tape *tape;
    real *gradient;
} Pass;

enum { B = 3, H = 4, D = 3, K = 2 };
static const size_t LENGTHS[] = {6, 4, 1};

static void pass_run(Pass *pass)
{
    net_forward(pass->net, pass->batch, pass->tape);
    net_backward(pass->net, pass->batch, pass->tape, 1, pass->gradient);
}

static Pass pass_of(NetSpec spec)
{
    Pass pass = {.net = sample_net(spec, 5)};
    pass.batch = sample_batch(pass.net, B, LENGTHS, spec.many_to_one, 6);
    pass.tape = sample_tape(pass.net, pass.batch);
    pass.gradient = calloc(pass.net->layout.count, sizeof *pass.gradient);
    pass_run(&pass);
    return pass;
}

static NetSpec deep(const char *cell, size_t layers, bool bidirectional, bool many_to_one)
{
    NetSpec spec = sample_spec(cell, D, H, K, LOSS_SQUARED);
    spec.layers = layers;
    spec.bidirectional = bidirectional;
    spec.many_to_one = many_to_one;
    return spec;
}

static void pass_free(Pass *pass)
{
    free(pass->gradient);
    tape_free(pass->tape);
    batch_free(pass->batch);
    net_free(pass->net);
}

static void copy_part(const Net *from, const char *name, Net *to, const char *other)
{
    const Part *a = layout_find(&from->layout, name), *b = layout_find(&to->layout, other);
    cr_assert_eq(a->units * a->inputs, b->units * b->inputs);
    memcpy(to->weights + b->offset, from->weights + a->offset, a->units * a->inputs * sizeof(real));
}

/* The reverse direction is the forward one on each sequence turned round, begun at its own end. */
Test(directions, reverse_reads_each_sequence_from_its_own_end)
{
    Pass both = pass_of(deep("lstm", 1, true, false)), turned = pass_of(deep("lstm", 1, false, false));
    const char *const parts[] = {"Wx", "Wh", "b"}, *const reversed[] = {"Wx@1r", "Wh@1r", "b@1r"};
    for (size_t i = 0; i < 3; i++)
        copy_part(both.net, reversed[i], turned.net, parts[i]);
    for (size_t b = 0; b < B; b++)
        for (size_t t = 0; t < LENGTHS[b]; t++)
            memcpy(turned.batch->x + (t * B + b) * D, both.batch->x + ((LENGTHS[b] - 1 - t) * B + b) * D,
                   D * sizeof(real));
    net_forward(turned.net, turned.batch, turned.tape);
    const Track *reverse = &both.tape->track[net_track(&both.net->spec, 1, true)];
    for (size_t b = 0; b < B; b++)
        for (size_t t = 1; t <= LENGTHS[b]; t++)
            for (size_t u = 0; u < H; u++) {
                const size_t there = ((LENGTHS[b] + 1 - t) * B + b) * H + u, here = (t * B + b) * H + u;
                cr_assert_leq(fabs((double)(reverse->h[here] - turned.tape->h[there])), within(1e-15, 1e-6));
                cr_assert_leq(fabs((double)(reverse->c[here] - turned.tape->track[0].c[there])), within(1e-15, 1e-6));
            }
    pass_free(&both);
    pass_free(&turned);
}

static double answer(const Pass *pass, size_t t, size_t reverse_t, size_t b, size_t k)
{
    const Part *Wy = layout_find(&pass->net->layout, "Wy"), *by = layout_find(&pass->net->layout, "by");
    double sum = (double)pass->net->weights[by->offset + k];
    for (size_t u = 0; u < 2 * H; u++) {
        const Track *track = &pass->tape->track[u < H ? 0 : 1];
        const size_t step = u < H ? t : reverse_t;
        sum += (double)pass->net->weights[part_at(Wy, k, u)] * (double)track->h[(step * B + b) * H + u % H];
    }
    return sum;
}

Test(directions, the_head_reads_both_ends_where_the_target_sits_at_the_last_step)
{
    for (int many_to_one = 0; many_to_one < 2; many_to_one++) {
        Pass pass = pass_of(deep("gru", 1, true, many_to_one == 1));
        cr_assert_eq(layout_find(&pass.net->layout, "Wy")->inputs, 2 * H);
        for (size_t b = 0; b < B; b++)
            for (size_t k = 0; k < K; k++) {
                const size_t last = LENGTHS[b];
                const double expected = answer(&pass, last, many_to_one ? 1 : last, b, k);
                cr_assert_leq(fabs(expected - (double)pass.tape->y[((last - 1) * B + b) * K + k]), within(1e-14, 1e-6));
            }
        pass_free(&pass);
    }
}

Test(directions, a_layer_reads_what_the_one_below_answers)
{
    Pass pass = pass_of(deep("rnn", 2, true, false));
    const Track *below[] = {&pass.tape->track[0], &pass.tape->track[1]}, *above = &pass.tape->track[3];
    const Part *Wx = layout_find(&pass.net->layout, "Wx@2r"), *Wh = layout_find(&pass.net->layout, "Wh@2r");
    const Part *b2 = layout_find(&pass.net->layout, "b@2r");
    cr_assert(above->layer == 2 && above->reverse && above->inputs == 2 * H && Wx->inputs == 2 * H);
    for (size_t u = 0; u < H; u++) {
        double sum = (double)pass.net->weights[b2->offset + u];
        for (size_t i = 0; i < 2 * H; i++)
            sum += (double)(pass.net->weights[part_at(Wx, u, i)] * below[i / H]->h[(2 * B) * H + i % H]);
        for (size_t j = 0; j < H; j++)
            sum += (double)(pass.net->weights[part_at(Wh, u, j)] * above->h[(3 * B) * H + j]);
        cr_assert_leq(fabs(sum - (double)above->pre[B * H + u]), within(1e-14, 1e-6));
    }
    pass_free(&pass);
}

Test(directions, sequences_in_a_batch_do_not_touch_each_other)
{
    Pass pass = pass_of(deep("gru", 2, true, false));
    const double first = (double)pass.tape->loss[0], last = (double)pass.tape->loss[2];
    for (size_t t = 0; t < LENGTHS[1]; t++)
        pass.batch->x[(t * B + 1) * D] += 1;
    for (size_t t = LENGTHS[1]; t < LENGTHS[0]; t++)
        pass.batch->x[(t * B + 1) * D] = 99; // behind the end: nobody reads it
    const double before = (double)pass.tape->loss[1];
    pass_run(&pass);
    cr_assert(first == (double)pass.tape->loss[0] && last == (double)pass.tape->loss[2]);
    cr_assert(before != (double)pass.tape->loss[1]);
    const double once = (double)pass.tape->loss[1];
    for (size_t t = LENGTHS[1]; t < LENGTHS[0]; t++)
        pass.batch->x[(t * B + 1) * D] = -7;
    pass_run(&pass);
    cr_assert(once == (double)pass.tape->loss[1]);
    pass_free(&pass);
}

Test(directions, what_is_over_holds_zeros_in_every_gradient)
{
    Pass pass = pass_of(deep("lstm", 2, true, false));
    for (size_t i = 0; i < pass.tape->tracks; i++) {
        const Track *track = &pass.tape->track[i];
        for (size_t t = 1; t <= LENGTHS[0]; t++)
            for (size_t b = 0; b < B; b++) {
                if (t <= LENGTHS[b] || (track->reverse && t == LENGTHS[b] + 1))
                    continue;
                for (size_t u = 0; u < H; u++)
                    cr_assert(track->dh[(t * B + b) * H + u] == 0 && track->dc[(t * B + b) * H + u] == 0);
                for (size_t u = 0; u < 4 * H; u++)
                    cr_assert(track->dpre[((t - 1) * B + b) * 4 * H + u] == 0 &&
                              track->dgate[((t - 1) * B + b) * 4 * H + u] == 0);
            }
    }
    pass_free(&pass);
}

Test(directions, parts_are_found_by_their_address)
{
    Net *net = sample_net(deep("lstm", 2, true, false), 1);
    const Layout *layout = &net->layout;
    char address[24];
    cr_assert_eq(layout_find(layout, "Wh"), layout_find(layout, "Wh@2"));
    cr_assert_eq(layout_find(layout, "Wh@1r"), layout_part(layout, "Wh", 1, true));
    cr_assert_neq(layout_find(layout, "Wh@1r"), layout_find(layout, "Wh@2r"));
    for (size_t i = 0; i < layout->parts; i++) {
        part_address(&layout->part[i], address, sizeof address);
        cr_assert_eq(layout_find(layout, address), &layout->part[i], "%s", address);
    }
    const char *const wrong[] = {"Wh@",   "Wh@0", "Wh@3", "Wh@1x", "Wh@1rr", "Wh@-1",
                                 "Wh@ 1", "Wy@1", "bh",   "@1",    "Wh@1r2"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_assert_null(layout_find(layout, wrong[i]), "%s", wrong[i]);
    net_free(net);
}

Test(directions, tracks_are_counted_layer_by_layer)
{
    Net *net = sample_net(deep("gru", 3, true, false), 1);
    const NetSpec *spec = &net->spec;
    cr_assert(net_tracks(spec) == 6 && net_top(spec) == 4 && net_width(spec, 1) == D && net_width(spec, 2) == 2 * H);
    for (size_t track = 0; track < 6; track++)
        cr_assert_eq(net_track(spec, net_layer(spec, track), net_reverse(spec, track)), track);
    net_free(net);
}

Test(directions, deep_passes_allocate_nothing)
{
    free(memory_new(1, 1));
    cr_assert_gt(allocations, 0, "the test counts no allocation: it must be linked with --wrap");
    const char *const cells[] = {"rnn", "lstm", "gru"};
    for (size_t i = 0; i < 3; i++) {
        Pass pass = pass_of(deep(cells[i], 2, true, i == 1));
        Error error = {0};
        cr_assert(net_cut(pass.net, (Cut){.t = 2, .edge = EDGE_BOTH}, &error));
        const size_t before = allocations;
        pass_run(&pass);
        cr_assert_eq(allocations, before, "%s", cells[i]);
        pass_free(&pass);
    }
}

Test(directions, the_same_seed_gives_the_same_bits_and_layers_differ)
{
    Net *a = sample_net(deep("lstm", 2, true, false), 9), *b = sample_net(deep("lstm", 2, true, false), 9);
    Net *one = sample_net(deep("lstm", 1, false, false), 9);
    cr_assert_eq(memcmp(a->weights, b->weights, a->layout.count * sizeof(real)), 0);
    cr_assert_eq(memcmp(net_part(a, "Wh@1"), net_part(one, "Wh"), 4 * H * H * sizeof(real)), 0, "layer 1 is shared");
    cr_assert_neq(memcmp(net_part(a, "Wh@1"), net_part(a, "Wh@2"), H * sizeof(real)), 0);
    cr_assert_neq(memcmp(net_part(a, "Wh@1"), net_part(a, "Wh@1r"), H * sizeof(real)), 0);
    net_free(a), net_free(b), net_free(one);
}

/* ---- knives ---- */

Test(knives, a_cut_begins_anew_in_either_direction)
{
    for (int reverse = 0; reverse < 2; reverse++) {
        Pass pass = pass_of(deep("lstm", 1, true, false));
        Error error = {0};
        cr_assert(net_cut(pass.net, (Cut){.t = 3, .edge = EDGE_BOTH}, &error));
        pass_run(&pass);
        const Track *track = &pass.tape->track[reverse];
        const size_t begins = reverse ? 2 : 3, before = reverse ? 3 : 2;
        for (size_t u = 0; u < H; u++) {
            const real *gate = track->gate + (begins - 1) * B * 4 * H + u;
            cr_assert(track->c[begins * B * H + u] == gate[0] * gate[2 * H], "no c comes from the step before");
            // what is before the cut is reached by its own step's loss alone
            double own = 0;
            for (size_t k = 0; k < K; k++)
                own += (double)(net_part(pass.net, "Wy")[(reverse ? H + u : u) * K + k] *
                                pass.tape->dy[((before - 1) * B) * K + k]);
            cr_assert_leq(fabs((double)track->dh[before * B * H + u] - own), within(1e-15, 1e-6));
        }
        net_mend(pass.net);
        pass_run(&pass);
        cr_assert(track->c[begins * B * H] !=
                  track->gate[(begins - 1) * B * 4 * H] * track->gate[(begins - 1) * B * 4 * H + 2 * H]);
        pass_free(&pass);
    }
}

Test(knives, are_copied_with_the_net_and_let_go)
{
    Error error = {0};
    Net *net = sample_net(deep("gru", 1, false, false), 1);
    cr_assert(net_hold(net, 0, 1, UNIT_ALL, 0.25, &error));
    cr_assert(net_hold(net, 0, 1, 2, NAN, &error), "one unit let go");
    Net *copy = net_copy(net);
    cr_assert_neq(copy->knives.hold, net->knives.hold);
    cr_assert(copy->knives.hold[H] == (real)0.25 && isnan(copy->knives.hold[H + 2]) && isnan(copy->knives.hold[0]));
    net_release(net);
    cr_assert_null(net->knives.hold);
    net_free(net);
    cr_assert(copy->knives.hold[H + 1] == (real)0.25);
    net_free(copy);
}

Test(knives, refuse_what_is_not_there)
{
    Error error = {0};
    Net *rnn = sample_net(deep("rnn", 1, false, false), 1), *mlp = sample_net(deep("mlp", 1, false, false), 1);
    Net *lstm = sample_net(deep("lstm", 1, false, false), 1);
    cr_assert(!net_hold(rnn, 0, 0, 0, 1, &error) && error.kind == ERR_USE);
    cr_assert(!net_hold(lstm, 0, 4, 0, 1, &error) && !net_hold(lstm, 0, 0, H, 1, &error));
    cr_assert(!net_hold(lstm, 1, 0, 0, 1, &error) && !net_hold(lstm, 0, 0, 0, INFINITY, &error));
    cr_assert(!net_cut(mlp, (Cut){.t = 2, .edge = EDGE_BOTH}, &error));
    cr_assert(!net_cut(rnn, (Cut){.t = 2, .edge = EDGE_DIRECT}, &error));
    cr_assert(!net_cut(rnn, (Cut){.t = 2, .layer = 2, .edge = EDGE_BOTH}, &error));
    for (size_t i = 0; i < CUTS_MAX; i++)
        cr_assert(net_cut(rnn, (Cut){.t = i, .edge = EDGE_BOTH}, &error));
    cr_assert(!net_cut(rnn, (Cut){.t = CUTS_MAX, .edge = EDGE_BOTH}, &error));
    cr_assert(net_cut(rnn, (Cut){.t = 2, .edge = EDGE_BOTH}, &error), "it is there already");
    cr_assert_eq(rnn->knives.cuts, (size_t)CUTS_MAX);
    net_free(rnn), net_free(mlp), net_free(lstm);
}

Test(knives, a_single_output_sent_back_is_its_influence)
{
    Pass pass = pass_of(deep("lstm", 1, false, false));
    const size_t row = (3 - 1) * B;
    memset(pass.tape->dy, 0, LENGTHS[0] * B * K * sizeof(real));
    pass.tape->dy[row * K] = 1;
    net_send_back(pass.net, pass.batch, pass.tape, NULL);
    const double analytic = (double)pass.tape->dx[B * D + 1], epsilon = NUDGE; // ∂y_3[1]/∂x_2[2]
    double y[2];
    for (int sign = 0; sign < 2; sign++) {
        pass.batch->x[B * D + 1] += (real)(sign == 0 ? epsilon : -2 * epsilon);
        net_forward(pass.net, pass.batch, pass.tape);
        y[sign] = (double)pass.tape->y[row * K];
    }
    cr_assert_leq(fabs(analytic - (y[0] - y[1]) / (2 * epsilon)), within(1e-8, 1e-4));
    for (size_t t = 3; t < LENGTHS[0]; t++)
        cr_assert(pass.tape->dx[t * B * D] == 0, "what comes later moves nothing");
    pass_free(&pass);
}

/* ---- initialisation ---- */

static double drawn(const Net *net, const char *part, size_t unit)
{
    return (double)net_part(net, part)[unit];
}

Test(init, chrono_draws_the_biases_for_the_length)
{
    NetSpec spec = sample_spec("lstm", D, 64, 1, LOSS_SQUARED);
    spec.chrono = 50;
    Net *net = sample_net(spec, 3);
    double low = INFINITY, high = -INFINITY;
    for (size_t u = 0; u < 64; u++) {
        const double f = drawn(net, "b", 64 + u);
        cr_assert(drawn(net, "b", u) == -f);
        low = fmin(low, f), high = fmax(high, f);
    }
    cr_assert(low >= 0 && high <= log(49) && high > 3 && low < 2.5);
    spec.cell = &GRU_CELL;
    Net *replace = sample_net(spec, 3);
    spec.update = UPDATE_KEEP;
    Net *keep = sample_net(spec, 3);
    for (size_t u = 0; u < 64; u++)
        cr_assert(drawn(keep, "b", 64 + u) >= 0 && drawn(replace, "b", 64 + u) == -drawn(keep, "b", 64 + u));
    net_free(net), net_free(replace), net_free(keep);
}

Test(init, every_block_has_an_orthogonal_matrix_of_its_own)
{
    NetSpec spec = sample_spec("gru", D, 7, 1, LOSS_SQUARED);
    spec.init = INIT_ORTHOGONAL;
    Net *net = sample_net(spec, 3);
    const real *Wh = net_part(net, "Wh");
    for (size_t block = 0; block < 3; block++)
        for (size_t i = 0; i < 7; i++)
            for (size_t j = 0; j < 7; j++) {
                double sum = 0;
                for (size_t k = 0; k < 7; k++)
                    sum += (double)(Wh[k * 21 + block * 7 + i] * Wh[k * 21 + block * 7 + j]);
                cr_assert_leq(fabs(sum - (i == j)), within(1e-13, 1e-5));
            }
    cr_assert(Wh[0] != Wh[7] && Wh[0] != Wh[14]);
    spec.init = INIT_IDENTITY;
    Net *identity = sample_net(spec, 3);
    for (size_t block = 0; block < 3; block++)
        cr_assert(net_part(identity, "Wh")[block * 7 + 1] == 0 && net_part(identity, "Wh")[21 + block * 7 + 1] == 1);
    net_free(net), net_free(identity);
}

static void refused(NetSpec spec, const char *word)
{
    Error error = {0};
    cr_assert_null(net_new(&spec, 1, &error), "%s", word);
    cr_assert_eq(error.kind, ERR_USE, "%s", word);
    cr_assert_not_null(strstr(error.message, word), "%s", error.message);
}

Test(init, options_that_a_cell_has_not_got_are_refused)
{
    NetSpec spec = deep("rnn", 1, false, false);
    spec.forget_bias = 1;
    refused(spec, "gate");
    spec = deep("lstm", 1, false, false);
    spec.activation = ACTIVATION_RELU;
    refused(spec, "activation");
    spec = deep("lstm", 1, false, false);
    spec.chrono = 1;
    refused(spec, "chrono");
    spec.chrono = 10, spec.forget_bias = 1;
    refused(spec, "chrono");
    spec.chrono = NAN;
    refused(spec, "chrono");
    refused(deep("mlp", 1, true, false), "direction");
    refused(deep("gru", LAYERS_MAX + 1, false, false), "layers");
}
