#include <stdlib.h>

#include "engine/math/linalg.h"
#include "engine/net/forward.h"
#include "tests/engine/probe_fixture.h"

static World long_world(Activation activation, double gain, Init init)
{
    WorldSpec spec = world_spec();
    World world;
    spec.longest = 400;
    spec.sequences = 2;
    spec.hidden = 8;
    spec.activation = activation;
    spec.gain = gain;
    spec.init = init;
    world_make(&world, &spec);
    return world;
}

/* world_make fills in place; a copy must look at its own subjects. */
static void settle(World *world)
{
    world->probe.subject = world->subject;
}

Test(flow, of_no_step_is_exactly_nothing)
{
    World world = long_world(ACTIVATION_TANH, 1, INIT_UNIFORM);
    settle(&world);
    cr_assert_eq(number(&world, "flow(3,3)"), 0);
    cr_assert_eq(number(&world, "max(abs(spectrum(3,3)))"), 0);
    world_free(&world);
}

Test(flow, of_one_step_is_the_jacobians_norm)
{
    World world = long_world(ACTIVATION_TANH, 1, INIT_UNIFORM);
    settle(&world);
    cr_assert_float_eq(number(&world, "flow(4,5)"), number(&world, "log10(sigma(jacobian(5)))"), within(1e-12, 1e-5));
    cr_assert_float_eq(number(&world, "spectrum(4,5)[8]"), number(&world, "log10(min(sigmas(jacobian(5))))"), within(1e-10, 1e-4));
    world_free(&world);
}

Test(flow, does_not_underflow_where_a_double_would)
{
    World world = long_world(ACTIVATION_IDENTITY, 0.1, INIT_ORTHOGONAL);
    settle(&world);
    cr_assert_float_eq(number(&world, "flow(0,400)"), -400, within(1e-9, 1e-4), "%g", number(&world, "flow(0,400)"));
    cr_assert_float_eq(number(&world, "flows(400)[0]"), -400, within(1e-9, 1e-4));
    cr_assert_eq(number(&world, "10^flow(0,400)"), 0);
    world_free(&world);
}

Test(flow, does_not_overflow_either)
{
    World world = long_world(ACTIVATION_IDENTITY, 10, INIT_ORTHOGONAL);
    settle(&world);
    cr_assert_float_eq(number(&world, "flow(0,399)"), 399, within(1e-9, 1e-4));
    world_free(&world);
}

Test(flow, an_orthogonal_linear_net_keeps_every_direction)
{
    World world = long_world(ACTIVATION_IDENTITY, 1, INIT_ORTHOGONAL);
    settle(&world);
    cr_assert_lt(number(&world, "max(abs(spectrum(0,400)))"), within(1e-10, 1e-3));
    world_free(&world);
}

Test(flow, is_zero_through_a_dead_matrix)
{
    World world = long_world(ACTIVATION_IDENTITY, 1, INIT_UNIFORM);
    settle(&world);
    real *weights = trainer_weights(world.trainer[0]);
    const Part *part = layout_find(&trainer_net(world.trainer[0])->layout, "Wh");
    for (size_t i = 0; i < part->units; i++)
        for (size_t j = 0; j < part->inputs; j++)
            weights[part_at(part, i, j)] = 0;
    trainer_touched(world.trainer[0]);
    world_look(&world, 1, NULL, 0);
    cr_assert_eq(number(&world, "flow(1,5)"), -INFINITY);
    cr_assert_eq(number(&world, "flow(5,5)"), 0);
    world_free(&world);
}

/* The bound of the books: the gradient cannot shrink less than the flow says. */
Test(flow, bounds_the_gradient)
{
    World world = long_world(ACTIVATION_TANH, 1, INIT_UNIFORM);
    settle(&world);
    cr_assert_leq(number(&world, "log10(norm(dh[380]) / norm(dh[400]))"), number(&world, "flow(380,400)") + within(1e-12, 1e-5));
    cr_assert_leq(number(&world, "flow(380,400)"), number(&world, "20 * log10(sigma(Wh))") + within(1e-12, 1e-5));
    world_free(&world);
}

Test(flow, rows_of_the_spectrum_go_back_in_time)
{
    World world = long_world(ACTIVATION_TANH, 1, INIT_UNIFORM);
    settle(&world);
    const Net *net = trainer_net(world.trainer[0]);
    Error error = {0};
    double out[6 * 8], log_norm;
    cr_assert(flow_spectrum(net, world.lens[0]->tape, 0, 5, 10, out, &error), "%s", error.message);
    for (size_t row = 0; row < 6; row++) {
        cr_assert(flow_log10(net, world.lens[0]->tape, 0, 10 - row, 10, &log_norm, &error));
        cr_assert_float_eq(out[row * 8], log_norm, within(1e-12, 1e-5));
        for (size_t i = 1; i < 8; i++)
            cr_assert_leq(out[row * 8 + i], out[row * 8 + i - 1]);
    }
    cr_assert(!flow_log10(net, world.lens[0]->tape, 0, 3, 2, &log_norm, &error));
    error_clear(&error);
    cr_assert(!flow_log10(net, world.lens[0]->tape, 0, 3, 401, &log_norm, &error));
    world_free(&world);
}

Test(flow, some_values_of_some_steps_are_those_of_the_spectrum)
{
    static const char *const cells[] = {"rnn", "lstm", "gru"};
    for (size_t c = 0; c < 3; c++) {
        WorldSpec spec = world_spec();
        World world;
        spec.cell = cells[c];
        spec.longest = 60;
        spec.sequences = 2;
        spec.hidden = 7;
        world_make(&world, &spec);
        const Net *net = trainer_net(world.trainer[0]);
        const Tape *tape = world.lens[0]->tape;
        const size_t n = net_state_size(&net->spec), which[] = {0, 2, 5};
        double *all = calloc(61 * n, sizeof *all), some[61 * 3];
        Error error = {0};
        cr_assert(flow_spectrum(net, tape, 0, 1, tape->T, all, &error), "%s", error.message);
        for (size_t every = 1; every <= 9; every += 2) {
            const FlowWish wish = {1, tape->T, every, which, 3};
            cr_assert_eq(flow_rows(&wish), (tape->T - 1) / every + 1);
            cr_assert(flow_values(net, tape, 0, &wish, some, &error), "%s", error.message);
            for (size_t row = 0; row < flow_rows(&wish); row++)
                for (size_t i = 0; i < 3; i++) {
                    const double known = all[row * every * n + which[i]];
                    cr_assert_eq(some[row * 3 + i], known);
                }
        }
        free(all);
        world_free(&world);
    }
}

Test(flow, spectra_agree_with_known_matrices)
{
    WorldSpec spec = world_spec();
    World world;
    spec.hidden = 2;
    world_make(&world, &spec);
    real *weights = trainer_weights(world.trainer[0]);
    const Part *part = layout_find(&trainer_net(world.trainer[0])->layout, "Wh");
    static const real matrix[2][2] = {{8, 8}, {-8, -8}};
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++)
            weights[part_at(part, i, j)] = matrix[i][j];
    trainer_touched(world.trainer[0]);
    cr_assert_lt(number(&world, "rho(Wh)"), 1e-6); // ρ = 0, and rounding of a defective matrix is the root of ε
    cr_assert_float_eq(number(&world, "sigma(Wh)"), 16, 1e-12);
    cr_assert_eq(number(&world, "Wh[2][1]"), -8);
    world_free(&world);
}

static World deep_world(const char *cell, bool cuts)
{
    WorldSpec spec = world_spec();
    World world;
    spec.cell = cell;
    spec.layers = 2;
    spec.bidirectional = true;
    spec.cuts = cuts;
    world_make(&world, &spec);
    return world;
}

/* By the chain rule: ∂h_last/∂h_first as a product of jacobian@…(t) in the order of the reading. */
static double flow_by_hand(const World *world, const char *track, const size_t *step, size_t steps)
{
    Error error = {0};
    Value factor;
    real *product = NULL, *next = NULL;
    double log_norm = 0;
    size_t n = 0;
    for (size_t i = 0; i < steps; i++) {
        char name[40];
        snprintf(name, sizeof name, "jacobian%s(%zu)", track, step[i]);
        cr_assert(probe_value(&world->probe, name, &factor, &error), "%s: %s", name, error.message);
        n = factor.axis[0].count;
        if (!product) {
            product = calloc(n * n, sizeof *product);
            next = calloc(n * n, sizeof *next);
            for (size_t u = 0; u < n; u++)
                product[u * n + u] = 1;
        }
        for (size_t r = 0; r < n; r++)
            for (size_t c = 0; c < n; c++) {
                next[r * n + c] = 0;
                for (size_t k = 0; k < n; k++)
                    next[r * n + c] += (real)factor.data[r * n + k] * product[k * n + c];
            }
        memcpy(product, next, n * n * sizeof *product);
        value_free(&factor);
    }
    real *singular = calloc(n, sizeof *singular);
    cr_assert(linalg_singular_values(n, n, product, singular, &error), "%s", error.message);
    log_norm = log10((double)singular[0]);
    free(singular), free(product), free(next);
    return log_norm;
}

Test(flow, goes_through_every_layer_the_way_it_reads)
{
    static const char *const cells[] = {"rnn", "lstm", "gru"};
    static const size_t there[] = {3, 4, 5}, back[] = {4, 3, 2};
    for (size_t c = 0; c < 3; c++) {
        World world = deep_world(cells[c], false);
        settle(&world);
        cr_assert_float_eq(number(&world, "flow@1(2,5)"), flow_by_hand(&world, "@1", there, 3), within(1e-10, 1e-5));
        cr_assert_float_eq(number(&world, "flow@2(2,5)"), flow_by_hand(&world, "@2", there, 3), within(1e-10, 1e-5));
        cr_assert_float_eq(number(&world, "flow@1r(5,2)"), flow_by_hand(&world, "@1r", back, 3), within(1e-10, 1e-5));
        cr_assert_float_eq(number(&world, "net:flow@2r(5,2)"), flow_by_hand(&world, "@2r", back, 3), within(1e-10, 1e-5));
        cr_assert_eq(number(&world, "flow(2,5)"), number(&world, "flow@2(2,5)"), "the top layer where nothing is said");
        cr_assert_neq(number(&world, "flow@1(2,5)"), number(&world, "flow@2(2,5)"));
        cr_assert_eq(number(&world, "flow@1r(7,7)"), 0);
        cr_assert_eq(number(&world, "flows@1r(3)[6]"), number(&world, "flow@1r(6,3)"));
        cr_assert_eq(number(&world, "flows@1r(3)[7]"), number(&world, "flow@1r(7,3)"));
        cr_assert_eq(number(&world, "spectrum@2r(6,3)[1]"), number(&world, "flow@2r(6,3)"));
        world_free(&world);
    }
}

/* In reverse ∂h_t/∂h_{t+1}: the initial state there is that of step T + 1. */
Test(flow, of_a_reverse_direction_is_how_far_the_later_state_moves_the_earlier)
{
    World world = deep_world("gru", false);
    Error error = {0};
    settle(&world);
    const Net *net = trainer_net(world.trainer[0]);
    Tape *tape = world.lens[0]->tape;
    const size_t H = tape->H, track = net_track(&net->spec, 1, true);
    real *room = calloc(tape->G * H, sizeof *room), moved[2] = {0};
    for (size_t t = 1; t <= 6; t++) {
        char name[40];
        snprintf(name, sizeof name, "jacobian@1r(%zu)[3][2]", t);
        const double said = number(&world, name);
        for (int side = 0; side < 2; side++) {
            const Nudge nudge = {.spot = {.kind = SPOT_STATE, .t = t + 1, .index = 1, .track = track},
                                 .epsilon = (real)(side ? NUDGE : -NUDGE), .room = room};
            forward_pass(net, world.lens[0]->batch, tape, &nudge);
            moved[side] = tape->track[track].h[t * H + 2];
        }
        cr_assert_leq(fabs((double)(moved[1] - moved[0]) / (2 * NUDGE) - said), within(1e-9, 1e-4), "%s: %g", name, said);
        world_look(&world, 1, NULL, 0);
    }
    free(room);
    cr_assert_eq(error.kind, ERR_NONE);
    world_free(&world);
}

Test(flow, does_not_cross_a_cut_in_either_direction)
{
    World world = deep_world("lstm", true); // nothing passes between steps 2 and 3
    settle(&world);
    cr_assert_eq(number(&world, "flow@1(1,5)"), -INFINITY);
    cr_assert_eq(number(&world, "flow@2r(5,1)"), -INFINITY);
    cr_assert(isfinite(number(&world, "flow@2r(2,1)")));
    world_free(&world);
}

Test(flow, says_which_layers_and_steps_there_are)
{
    static const struct {
        const char *wrong, *words;
    } cases[] = {
        {"flow@3(1,2)", "@3 is outside: net has 2 layers"},
        {"mlp-2:flow@1(1,2)", "it sees one step"},
        {"flow@1r(2,5)", "runs against the reading: say (5,2)"},
        {"flow@1(5,2)", "runs against the reading: say (2,5)"},
        {"flow@1r(8,2)", "steps 1 … 7; 8 is outside"},
        {"flow@1r(2,0)", "steps 1 … 7; 0 is outside"},
        {"jacobian@1r(7)", "steps 1 … 6; 7 is outside"},
        {"norm@1(h)", "norm belongs to no layer"},
        {"influence@1(1,2)", "influence belongs to no layer"},
        {"flow.f(1,2)", "takes no gate"},
    };
    World world = deep_world("lstm", false), plain = long_world(ACTIVATION_TANH, 1, INIT_UNIFORM);
    size_t column;
    settle(&world), settle(&plain);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert(strstr(complaint(&world, cases[i].wrong, &column), cases[i].words), "%s: %s", cases[i].wrong,
                  complaint(&world, cases[i].wrong, &column));
    cr_assert(strstr(complaint(&plain, "jacobian@1r(2)", &column), "net reads forward only"));
    world_free(&world), world_free(&plain);
}

/* The output of step t moves by what the input of step s was moved by, times ∂y/∂x. */
static double moved(World *world, size_t t, size_t s, size_t i, size_t k)
{
    const double step = NUDGE;
    char name[40];
    double y[2];
    snprintf(name, sizeof name, "y[%zu][%zu]", t, k);
    world_look(world, 1, NULL, 0);
    const real x = world->lens[0]->batch->x[(s - 1) * world->data->D + i - 1];
    for (int side = 0; side < 2; side++) {
        const Poke poke = {.sequence = 0, .t = s, .i = i, .value = x + (real)(side ? step : -step)};
        world_look(world, 1, &poke, 1);
        y[side] = number(world, name);
    }
    world_look(world, 1, NULL, 0);
    return (y[1] - y[0]) / (2 * step);
}

Test(influence, is_how_far_an_input_moves_an_output)
{
    static const char *const cells[] = {"rnn", "lstm", "gru", "mlp"};
    for (size_t c = 0; c < 4; c++)
        for (size_t s = 1; s <= 6; s += 2) {
            WorldSpec spec = world_spec();
            World world;
            char name[40];
            double norm = 0;
            spec.cell = cells[c];
            spec.layers = 2;
            spec.bidirectional = c < 3;
            world_make(&world, &spec);
            for (size_t i = 1; i <= world.data->D; i++)
                for (size_t k = 1; k <= world.data->K; k++)
                    norm = hypot(norm, moved(&world, 5, s, i, k));
            snprintf(name, sizeof name, "influence(5,%zu)", s);
            cr_assert_leq(fabs(number(&world, name) - norm), within(1e-8, 1e-4), "%s of %s: %g, not %g", name, cells[c],
                          number(&world, name), norm);
            world_free(&world);
        }
}

Test(influence, does_not_reach_back_in_time_nor_across_a_cut)
{
    WorldSpec spec = world_spec();
    World world;
    size_t column;
    spec.cell = "lstm";
    spec.cuts = true;
    world_make(&world, &spec);
    cr_assert_eq(number(&world, "influence(2,4)"), 0);
    cr_assert_eq(number(&world, "influence(5,2)"), 0);
    cr_assert_gt(number(&world, "influence(2,1)"), 0);
    cr_assert_eq(number(&world, "influences(2)[1] - influence(2,1)"), 0);
    cr_assert(strstr(complaint(&world, "influence(0,1)", &column), "steps 1 … 6; 0 is outside"));
    world_free(&world);
}
