/* Every cell with every option, in one and two layers, one direction and both: are the derivatives right? */
#include "engine/net/gradcheck.h"
#include "engine/net/paths.h"
#include "tests/engine/sample.h"

#include <criterion/parameterized.h>

typedef struct Variant {
    const char *cell;
    Activation activation;
    Reset reset;
    Update update;
} Variant;

static const Variant VARIANTS[] = {
    {"rnn", ACTIVATION_TANH, 0, 0},
    {"rnn", ACTIVATION_RELU, 0, 0},
    {"rnn", ACTIVATION_IDENTITY, 0, 0},
    {"lstm", ACTIVATION_TANH, 0, 0},
    {"gru", ACTIVATION_TANH, RESET_BEFORE, UPDATE_REPLACE},
    {"gru", ACTIVATION_TANH, RESET_BEFORE, UPDATE_KEEP},
    {"gru", ACTIVATION_TANH, RESET_AFTER, UPDATE_REPLACE},
    {"gru", ACTIVATION_TANH, RESET_AFTER, UPDATE_KEEP},
    {"mlp", ACTIVATION_TANH, 0, 0},
    {"mlp", ACTIVATION_RELU, 0, 0},
};
enum { VARIANTS_COUNT = sizeof VARIANTS / sizeof *VARIANTS };

/* Sizes: among them 1, primes, one step alone. */
static const struct {
    size_t D, H, K, B, length[4];
} SIZES[] = {
    {1, 1, 1, 1, {1}}, {2, 3, 2, 3, {5, 3, 1}}, {3, 2, 1, 2, {7, 2}}, {1, 5, 3, 2, {3, 3}}, {5, 3, 2, 4, {4, 2, 1, 1}},
};
enum { SIZES_COUNT = sizeof SIZES / sizeof *SIZES };

typedef struct Case {
    size_t variant, layers, sizes;
    bool bidirectional, many_to_one;
    Loss loss;
} Case;

/* Each variant, depth and direction with two sizes; losses and tasks in turn, so that each meets each cell. */
static size_t make_cases(Case *cases)
{
    size_t count = 0;
    for (size_t v = 0; v < VARIANTS_COUNT; v++)
        for (size_t layers = 1; layers <= 2; layers++)
            for (int both = 0; both <= (VARIANTS[v].cell[0] != 'm'); both++)
                for (size_t round = 0; round < 3; round++, count++)
                    cases[count] = (Case){.variant = v,
                                          .layers = layers,
                                          .sizes = (count + round + v) % SIZES_COUNT,
                                          .bidirectional = both,
                                          .many_to_one = (count / 3 + round) % 2,
                                          .loss = (Loss)(round % LOSSES)};
    return count;
}

static NetSpec case_spec(const Case *c)
{
    const Variant *v = &VARIANTS[c->variant];
    NetSpec spec = sample_spec(v->cell, SIZES[c->sizes].D, SIZES[c->sizes].H, SIZES[c->sizes].K, c->loss);
    spec.activation = v->activation;
    spec.reset = v->reset;
    spec.update = v->update;
    spec.layers = c->layers;
    spec.bidirectional = c->bidirectional;
    spec.many_to_one = c->many_to_one;
    return spec;
}

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

static Pass pass_new(const Case *c, uint64_t seed)
{
    Pass pass = {.net = sample_net(case_spec(c), seed)};
    pass.batch = sample_batch(pass.net, SIZES[c->sizes].B, SIZES[c->sizes].length, c->many_to_one, seed + 1);
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

static void check_all(const Pass *pass)
{
    Check worst;
    Spot where;
    Error error = {0};
    cr_assert(gradcheck_worst(pass->net, pass->batch, &worst, &where, &error), "%s", error.message);
    cr_assert(worst.relative >= 0 && worst.relative <= GRADCHECK_LIMIT,
              "%g: %g against %g or %g (noise %g), kind %d index %zu", worst.relative, worst.analytic, worst.difference,
              worst.tangent, worst.noise, (int)where.kind, where.index);
}

/* A parameter is a variant; its cases run in one process. */
static struct criterion_test_params all_variants(size_t count)
{
    static size_t numbers[VARIANTS_COUNT];
    for (size_t i = 0; i < count; i++)
        numbers[i] = i;
    return cr_make_param_array(size_t, numbers, count);
}

static void for_each_case(size_t variant, void (*check)(const Case *c))
{
    static Case cases[VARIANTS_COUNT * 12];
    for (size_t i = 0, count = make_cases(cases); i < count; i++)
        if (cases[i].variant == variant)
            check(&cases[i]);
}

static void check_case(const Case *c)
{
    Pass pass = pass_new(c, 11 + c->variant);
    check_all(&pass);
    pass_free(&pass);
}

ParameterizedTestParameters(cells, every_weight_and_input_agrees_both_ways)
{
    return all_variants(VARIANTS_COUNT);
}

ParameterizedTest(size_t *variant, cells, every_weight_and_input_agrees_both_ways)
{
    for_each_case(*variant, check_case);
}

static void agree(double tangent, double analytic, double scale, const char *what, const Spot *spot)
{
    cr_assert_leq(fabs(tangent - analytic), within(1e-12, 3e-5) * fmax(scale, 1e-3), "%s: track %zu t %zu row %zu index %zu: %g, %g",
                  what, spot->track, spot->t, spot->row, spot->index, tangent, analytic);
}

/* One array of a track, (steps·B, width) from step `first` on, against tangents and, now and then, against differences. */
static void check_track(const Pass *pass, SpotKind kind, size_t track, size_t first, size_t last, size_t width,
                        const real *gradient, const char *what)
{
    const size_t B = pass->tape->B;
    const double scale = sample_norm((last - first + 1) * B * width, gradient);
    for (size_t t = first; t <= last; t++)
        for (size_t row = 0; row < B; row++)
            for (size_t i = 0; i < width; i++) {
                const Spot spot = {.kind = kind, .t = t, .row = row, .index = i, .track = track};
                const double analytic = (double)gradient[((t - first) * B + row) * width + i];
                agree(net_tangent(pass->net, pass->batch, pass->tape, spot), analytic, scale, what, &spot);
                Check check;
                Error error = {0};
                if ((t + 3 * row + 5 * i) % 11 != 0)
                    continue;
                cr_assert(gradcheck_spot(pass->net, pass->batch, spot, analytic, &check, &error));
                cr_assert(check.relative <= GRADCHECK_LIMIT || check.noise > 1e-3,
                          "%s: track %zu t %zu row %zu index %zu: %g, difference %g, tangent %g", what, track, t, row,
                          i, analytic, check.difference, check.tangent);
            }
}

static void check_tape(const Pass *pass)
{
    const Tape *tape = pass->tape;
    const size_t T = tape->T, H = tape->H, GH = tape->G * H;
    for (size_t i = 0; i < tape->tracks; i++) {
        const Track *track = &tape->track[i];
        const size_t first = track->reverse ? 1 : 0, skip = first * tape->B * H;
        check_track(pass, SPOT_PRE, i, 1, T, GH, track->dpre, "dpre");
        check_track(pass, SPOT_STATE, i, first, T + first, H, track->dh + skip, "dh");
        if (track->gate != NULL)
            check_track(pass, SPOT_GATE, i, 1, T, GH, track->dgate, "dgate");
        if (track->c != NULL)
            check_track(pass, SPOT_CELL, i, first, T + first, H, track->dc + skip, "dc");
    }
}

static void check_tape_of(const Case *c)
{
    Pass pass = pass_new(c, 31 + c->variant);
    check_tape(&pass);
    const double norm = sample_norm(pass.net->layout.count, pass.gradient);
    for (size_t i = 0; i < pass.net->layout.count; i++) {
        const Spot spot = {.kind = SPOT_WEIGHT, .index = i};
        agree(net_tangent(pass.net, pass.batch, pass.tape, spot), (double)pass.gradient[i], norm, "weight", &spot);
    }
    pass_free(&pass);
}

ParameterizedTestParameters(cells, everything_on_the_tape_agrees_both_ways)
{
    return all_variants(VARIANTS_COUNT);
}

ParameterizedTest(size_t *variant, cells, everything_on_the_tape_agrees_both_ways)
{
    for_each_case(*variant, check_tape_of);
}

/* Gates held, edges cut: the derivatives are those of the network as it then is. */
static void check_knives(const Case *c)
{
    Pass pass = pass_new(c, 51 + c->variant);
    Error error = {0};
    const Cell *cell = pass.net->spec.cell;
    for (size_t track = 0; track < pass.tape->tracks && cell->gates[0] != '\0'; track++) {
        cr_assert(net_hold(pass.net, track, 0, UNIT_ALL, 0.75, &error));
        cr_assert(net_hold(pass.net, track, cell->blocks - 1, 0, 0.5, &error));
    }
    cr_assert(net_cut(pass.net, (Cut){.t = 3, .layer = c->layers, .edge = EDGE_WEIGHTS}, &error));
    cr_assert(net_cut(pass.net, (Cut){.t = 2, .edge = EDGE_BOTH}, &error));
    if (cell->carry != CARRY_NONE)
        cr_assert(net_cut(pass.net, (Cut){.t = 5, .edge = EDGE_DIRECT}, &error));
    pass_run(&pass);
    check_all(&pass);
    check_tape(&pass);
    pass_free(&pass);
}

ParameterizedTestParameters(cells, knives_are_respected_both_ways)
{
    return all_variants(VARIANTS_COUNT - 2);
}

ParameterizedTest(size_t *variant, cells, knives_are_respected_both_ways)
{
    for_each_case(*variant, check_knives);
}

typedef size_t (*Paths)(const Net *, const Batch *, const Tape *, size_t, size_t, size_t, Path *, real *);

static void check_paths(const Pass *pass, Paths paths, size_t track, bool c)
{
    const Tape *tape = pass->tape;
    const Track *of = &tape->track[track];
    const size_t H = tape->H, B = tape->B, first = of->reverse ? 1 : 0;
    real *share = calloc(PATHS_MAX * H, sizeof *share);
    for (size_t t = first; t <= tape->T + first; t++)
        for (size_t b = 0; b < B; b++) {
            Path path[PATHS_MAX];
            const size_t count = paths(pass->net, pass->batch, tape, track, t, b, path, share);
            for (size_t unit = 0; unit < H; unit++) {
                double sum = 0, size = 0;
                for (size_t i = 0; i < count; i++) {
                    sum += (double)share[i * H + unit];
                    size += fabs((double)share[i * H + unit]);
                }
                const double whole = (double)(c ? of->dc : of->dh)[(t * B + b) * H + unit];
                cr_assert_leq(fabs(sum - whole), within(1e-13, 1e-4) * size, "track %zu t %zu row %zu: %g, %g", track, t, b, sum,
                              whole);
            }
        }
    free(share);
}

static void check_all_paths(const Case *c)
{
    Pass pass = pass_new(c, 91);
    Error error = {0};
    for (int knives = 0; knives < (pass.net->spec.cell->recurrent ? 2 : 1); knives++) {
        if (knives == 1)
            cr_assert(net_cut(pass.net, (Cut){.t = 2, .edge = EDGE_WEIGHTS}, &error));
        pass_run(&pass);
        for (size_t i = 0; i < pass.tape->tracks; i++) {
            check_paths(&pass, paths_h, i, false);
            if (pass.tape->track[i].c != NULL)
                check_paths(&pass, paths_c, i, true);
        }
    }
    pass_free(&pass);
}

ParameterizedTestParameters(cells, paths_add_up_to_the_gradient)
{
    return all_variants(VARIANTS_COUNT);
}

ParameterizedTest(size_t *variant, cells, paths_add_up_to_the_gradient)
{
    for_each_case(*variant, check_all_paths);
}

/* The gradient of one number of [h ; c] after step t with the other held: dc without what reaches the loss through h. */
static double apart(const Tape *tape, const Track *of, size_t t, size_t state)
{
    const size_t H = tape->H, B = tape->B;
    if (state < H)
        return (double)of->dh[t * B * H + state];
    const double dc = (double)of->dc[t * B * H + state - H];
    if (t == 0)
        return dc;
    const size_t at = (t - 1) * B * H + state - H;
    return dc - (double)of->daux[at] * (1 - pow((double)of->aux[at], 2));
}

/* J, transposed, carries the joint gradient back. */
static void check_jacobian(const Pass *pass, size_t track, size_t t)
{
    const Tape *tape = pass->tape;
    const Track *of = &tape->track[track];
    const size_t n = net_state_size(&pass->net->spec), before = of->reverse ? t + 1 : t - 1;
    real *jacobian = calloc(n * n, sizeof *jacobian);
    net_jacobian_of(pass->net, tape, track, t, 0, jacobian);
    for (size_t state = 0; state < n; state++) {
        double sum = 0;
        for (size_t unit = 0; unit < n; unit++)
            sum += (double)jacobian[unit * n + state] * apart(tape, of, t, unit);
        const double found = apart(tape, of, before, state);
        cr_assert_leq(fabs(sum - found), within(1e-12, 1e-5) * fmax(1, fabs(found)), "track %zu t %zu state %zu: %g, %g", track, t,
                      state, sum, found);
    }
    free(jacobian);
}

static void check_jacobians(const Case *c)
{
    Case last = *c; // a loss at the end alone, one layer: nothing else reaches the states on the way
    last.many_to_one = true;
    last.bidirectional = false;
    last.layers = 1;
    Pass pass = pass_new(&last, 71);
    Error error = {0};
    const Cell *cell = pass.net->spec.cell;
    for (int knives = 0; knives < 3; knives++) {
        if (knives == 1 && cell->gates[0] != '\0')
            cr_assert(net_hold(pass.net, 0, cell->blocks - 1, 0, 0.25, &error));
        if (knives == 2 && cell->recurrent)
            cr_assert(net_cut(pass.net, (Cut){.t = 2, .edge = EDGE_WEIGHTS}, &error));
        pass_run(&pass);
        for (size_t t = 1; t <= pass.tape->T; t++)
            check_jacobian(&pass, 0, t);
    }
    pass_free(&pass);
}

ParameterizedTestParameters(cells, jacobians_carry_the_joint_gradient_back)
{
    return all_variants(VARIANTS_COUNT);
}

ParameterizedTest(size_t *variant, cells, jacobians_carry_the_joint_gradient_back)
{
    for_each_case(*variant, check_jacobians);
}

/* The same without its own Jacobian: net_jacobian goes by tangents. */
static void check_against_tangents(const Pass *pass, size_t t, size_t n, const real *jacobian)
{
    const Cell *own = pass->net->spec.cell;
    Cell bare = *own;
    real *other = calloc(n * n, sizeof *other);
    bare.jacobian = NULL;
    pass->net->spec.cell = &bare;
    net_jacobian(pass->net, pass->tape, t, 0, other);
    pass->net->spec.cell = own;
    for (size_t i = 0; i < n * n; i++)
        cr_assert_leq(fabs((double)(jacobian[i] - other[i])), within(1e-14, 1e-6) * fmax(1, fabs((double)other[i])));
    free(other);
}

/* h_{t-1} moved by ε either way, and what becomes of the state of step t. */
static void check_against_differences(const Pass *pass, size_t t, size_t n, const real *jacobian)
{
    const size_t H = pass->tape->H, B = pass->tape->B, now = t * B * H;
    const Track *of = &pass->tape->track[0];
    real *state = calloc(2 * n, sizeof *state), *room = calloc(B * pass->tape->G * H, sizeof *room);
    for (size_t j = 0; j < H; j++) {
        for (int side = 0; side < 2; side++) {
            const Nudge nudge = {.spot = {.kind = SPOT_STATE, .t = t - 1, .index = j},
                                 .epsilon = (real)(side ? NUDGE : -NUDGE),
                                 .room = room};
            forward_pass(pass->net, pass->batch, pass->tape, &nudge);
            for (size_t i = 0; i < n; i++)
                state[(size_t)side * n + i] = i < H ? of->h[now + i] : of->c[now + i - H];
        }
        for (size_t i = 0; i < n; i++)
            cr_assert_leq(fabs((double)(state[n + i] - state[i]) / (2 * NUDGE) - (double)jacobian[i * n + j]), within(1e-8, 1e-4),
                          "t %zu: row %zu, column %zu", t, i, j);
    }
    free(state), free(room);
    net_forward(pass->net, pass->batch, pass->tape);
}

static void check_jacobian_twice(const Case *c)
{
    Case first = *c;
    first.bidirectional = false;
    first.layers = 1;
    Pass pass = pass_new(&first, 72);
    Error error = {0};
    const Cell *cell = pass.net->spec.cell;
    const size_t n = net_state_size(&pass.net->spec);
    real *jacobian = calloc(n * n, sizeof *jacobian);
    for (size_t held = 0; held <= (cell->gates[0] != '\0' ? cell->blocks : 0); held++) {
        net_release(pass.net);
        if (held > 0)
            cr_assert(net_hold(pass.net, 0, held - 1, 0, 0.25, &error));
        pass_run(&pass);
        for (size_t t = 1; t <= pass.batch->length[0]; t++) {
            net_jacobian(pass.net, pass.tape, t, 0, jacobian);
            check_against_tangents(&pass, t, n, jacobian);
            if (cell != &RNN_CELL || pass.net->spec.activation != ACTIVATION_RELU) // a kink has no slope
                check_against_differences(&pass, t, n, jacobian);
        }
    }
    free(jacobian);
    pass_free(&pass);
}

ParameterizedTestParameters(cells, jacobians_are_what_tangents_and_differences_say)
{
    return all_variants(VARIANTS_COUNT);
}

ParameterizedTest(size_t *variant, cells, jacobians_are_what_tangents_and_differences_say)
{
    for_each_case(*variant, check_jacobian_twice);
}

Test(cells, a_planted_sign_error_is_caught_in_each)
{
    static Case cases[VARIANTS_COUNT * 12];
    const size_t count = make_cases(cases);
    for (size_t i = 0; i < count; i += 3) {
        cases[i].sizes = 1;
        Pass pass = pass_new(&cases[i], 5);
        for (size_t p = 0; p < pass.net->layout.parts; p++) {
            const Part *part = &pass.net->layout.part[p];
            size_t largest = part->offset;
            for (size_t w = part->offset; w < part->offset + part->units * part->inputs; w++)
                if (fabs((double)pass.gradient[w]) > fabs((double)pass.gradient[largest]))
                    largest = w;
            Check check;
            Error error = {0};
            const Spot spot = {.kind = SPOT_WEIGHT, .index = largest};
            cr_assert(gradcheck_spot(pass.net, pass.batch, spot, -(double)pass.gradient[largest], &check, &error));
            const bool caught = check.relative >= within(1, 10 * GRADCHECK_LIMIT);
            cr_assert(caught || pass.gradient[largest] == 0, "case %zu, %s: %g", i, part->name, check.relative);
            cr_assert(caught || cases[i].variant == 1 || cases[i].variant == 9,
                      "only relu has dead parts");
        }
        pass_free(&pass);
    }
}
