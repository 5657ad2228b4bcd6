#include <stdlib.h>

#include "engine/base/file.h"
#include "tests/engine/probe_fixture.h"

/* The promise: take any number, recompute it from operands read as anyone would read them, and agree to 1e-12 of
 * Σ|terms|; open every operand in turn, down to what has no operands. */

#ifndef DRAWS // more of them while looking for one that breaks
#define DRAWS 20
#define DRAW_SEED 1
#endif
enum { SEEN_MAX = 1 << 16 };
typedef struct Walk {
    const World *world;
    char (*seen)[96];
    size_t count;
} Walk;

/* A hash table with open addressing; an empty place has an empty name. */
static bool first_visit(Walk *walk, const char *name)
{
    size_t at = (size_t)file_hash(name, strlen(name)) % SEEN_MAX;
    for (; walk->seen[at][0] != '\0'; at = (at + 1) % SEEN_MAX)
        if (strcmp(walk->seen[at], name) == 0)
            return false;
    cr_assert_lt(walk->count++, SEEN_MAX / 2);
    snprintf(walk->seen[at], 96, "%s", name);
    return true;
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void check_operand(const Walk *walk, const Explanation *explanation, const Operand *operand)
{
    if (!operand->name[0])
        return;
    double value = number(walk->world, operand->name);
    cr_assert(same(value, operand->value), "%s in %s: %.17g is read as %.17g", operand->name, explanation->name,
              operand->value, value);
}

static double scale_of(const Explanation *explanation)
{
    return explanation->outer == OUTER_SUM || explanation->outer == OUTER_MEAN
               ? explanation->magnitude
               : fmax(fabs(explanation->value), explanation->outer == OUTER_TANH ? explanation->magnitude : 0);
}

static void check_number(const Walk *walk, const Explanation *explanation)
{
    double value = number(walk->world, explanation->name);
    cr_assert(same(value, explanation->value), "%s: %.17g is not %.17g", explanation->name, explanation->value, value);
    if (!same(explanation->recomputed, value))
        cr_assert_leq(fabs(explanation->recomputed - value), within(1e-12, 1e-4) * scale_of(explanation),
                      "%s: %.17g from its terms, %.17g held; %s", explanation->name, explanation->recomputed, value,
                      explanation->formula);
    cr_assert(explanation->formula[0], "%s has no formula", explanation->name);
    for (size_t i = 1; explanation->outer == OUTER_SUM && i < explanation->terms; i++)
        cr_assert_geq(fabs(explanation->term[i - 1].value), fabs(explanation->term[i].value));
}

static void walk_down(Walk *walk, const char *name)
{
    Error error = {0};
    Explanation explanation;
    if (!first_visit(walk, name))
        return;
    cr_assert(explain(&walk->world->probe, name, &explanation, &error), "%s: %s", name, error.message);
    check_number(walk, &explanation);
    if (explanation.outer == OUTER_LEAF)
        cr_assert(explanation.terms == 0 && explanation.note[0], "%s ends without saying why", name);
    else
        cr_assert(explanation.terms > 0 || explanation.note[0], "%s has no terms", name);
    for (size_t i = 0; i < explanation.terms; i++)
        for (size_t j = 0; j < explanation.term[i].operands; j++) {
            check_operand(walk, &explanation, &explanation.term[i].operand[j]);
            if (explanation.term[i].operand[j].name[0])
                walk_down(walk, explanation.term[i].operand[j].name);
        }
    explanation_free(&explanation);
}

/* Some elements of a value: the first, the last and one between on each axis. */
static void walk_value(Walk *walk, const char *name, const Value *value)
{
    for (size_t pick = 0; pick < 3 && value->count > 0; pick++) {
        size_t place = pick == 0 ? 0 : pick == 1 ? value->count - 1 : value->count / 2, rest = place;
        size_t index[3] = {0};
        char element[96];
        for (size_t i = value->rank; i-- > 0;) {
            index[i] = value->axis[i].first + rest % value->axis[i].count;
            rest /= value->axis[i].count;
        }
        size_t used = (size_t)snprintf(element, sizeof element, "%s", name);
        for (size_t i = 0; i < value->rank; i++)
            used += (size_t)snprintf(element + used, sizeof element - used, "[%zu]", index[i]);
        if (!isnan(value->data[place]))
            walk_down(walk, element);
    }
}

/* Some elements of a name of the dictionary. */
static void walk_name(Walk *walk, const char *name)
{
    Error error = {0};
    Value value;
    if (!probe_available(&walk->world->probe, name))
        return;
    cr_assert(probe_value(&walk->world->probe, name, &value, &error), "%s: %s", name, error.message);
    walk_value(walk, name, &value);
    value_free(&value);
}

static void walk_everything(const WorldSpec *spec)
{
    static const char *const expressions[] = {"norm(dh[1])",
                                              "norm(dh[1]) / norm(dh[3])",
                                              "log10(norm(dh[2]))",
                                              "mean(h)",
                                              "max(abs(dWx))",
                                              "min(h[1:3][2])",
                                              "sumt(dWx_t)[2][1]",
                                              "meant(h)[3]",
                                              "maxt(h[2:4])[1]",
                                              "normt(dh)[2]",
                                              "(h[2:3] - h[1:2])[2][1]",
                                              "2 * h[1][1] - (3 - h[2][2]) ^ 2 / 7",
                                              "-h[1][1]",
                                              "norm(sumt(dWx_t) - dWx)",
                                              "0.9^100",
                                              "sigma(Wx)",
                                              "(sqrt(abs(h)) * 2)[1][2]",
                                              "exp(h[1][1])",
                                              "h[1][1] < 2 and not h[1][2] > 3",
                                              "sigmas(Wx)[2]",
                                              "loss(sample)",
                                              "loss(train)",
                                              "loss(valid)",
                                              "metric(train)",
                                              "params(all)",
                                              "places(sample)",
                                              "mlp-2:h[2][1]",
                                              "mlp-2:dWx[1][2]",
                                              "norm(mlp-2:dh[2])",
                                              "7",
                                              "sum(x[2])",
                                              "abs(target[6][1])"};
    World world;
    world_make(&world, spec);
    Walk walk = {.world = &world, .seen = calloc(SEEN_MAX, 96)};
    for (size_t i = 0; probe_name(i); i++)
        walk_name(&walk, probe_name(i)->name);
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++)
        walk_down(&walk, expressions[i]);
    cr_assert_gt(walk.count, 200, "%zu names are too few to be everything", walk.count);
    free(walk.seen);
    world_free(&world);
}

Test(explain, opens_every_number_of_a_regression)
{
    WorldSpec spec = world_spec();
    walk_everything(&spec);
}

Test(explain, opens_every_number_of_aligned_classes)
{
    WorldSpec spec = world_spec();
    spec.loss = LOSS_SOFTMAX;
    spec.aligned = true;
    spec.standardised = true;
    spec.updates = 12;
    walk_everything(&spec);
}

Test(explain, opens_every_number_of_two_classes)
{
    WorldSpec spec = world_spec();
    spec.loss = LOSS_BINARY;
    spec.updates = 3;
    spec.activation = ACTIVATION_IDENTITY;
    walk_everything(&spec);
}

Test(explain, opens_every_number_of_an_aligned_regression)
{
    WorldSpec spec = world_spec();
    spec.aligned = true;
    spec.standardised = true;
    spec.init = INIT_ORTHOGONAL;
    spec.gain = 1.5;
    walk_everything(&spec);
}

Test(explain, opens_every_number_of_a_net_without_memory)
{
    WorldSpec spec = world_spec();
    spec.cell = "mlp";
    spec.updates = 4;
    walk_everything(&spec);
}

/* Every layer, direction and gate there is, by its address, and the joint state's Jacobian. */
static void walk_address(Walk *walk, const char *name, const char *address, const char *gate)
{
    char whole[96];
    Error error = {0};
    Value value;
    snprintf(whole, sizeof whole, "%s%s%s", name, address, gate);
    if (probe_value(&walk->world->probe, whole, &value, &error)) // what a cell has not got is said elsewhere
        walk_value(walk, whole, &value);
    value_free(&value);
}

static void walk_layers(Walk *walk, const NetSpec *spec)
{
    static const char *const plain[] = {"h", "dh", "c", "dc", "bh", "dbh", "dbh_t"};
    static const char *const gated[] = {"pre", "dpre", "Wx", "Wh", "b", "dWx", "dWh", "db", "dWx_t", "dWh_t", "db_t",
                                        "Wh_initial", "b_initial", "Wx_change"};
    for (size_t track = 0; track < net_tracks(spec); track++) {
        char address[12];
        snprintf(address, sizeof address, "@%zu%s", net_layer(spec, track), net_reverse(spec, track) ? "r" : "");
        for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
            walk_address(walk, plain[i], address, "");
        static const char *const ways[] = {".loss", ".above", ".pre", ".direct", ".alone", ".h", ".i",
                                           ".f",    ".g",     ".o",   ".r",      ".z",     ".n"};
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            walk_address(walk, "dh", address, ways[i]);
            walk_address(walk, "dc", address, ways[i]);
        }
        for (size_t i = 0; i < sizeof gated / sizeof *gated; i++)
            for (const char *gate = spec->cell->gates; *gate; gate++)
                walk_address(walk, gated[i], address, (const char[]){'.', *gate, 0});
        for (const char *gate = spec->cell->gates; *gate; gate++) {
            walk_address(walk, (const char[]){*gate, 0}, address, "");
            walk_address(walk, (const char[]){'d', *gate, 0}, address, "");
        }
    }
}

static void walk_jacobians(Walk *walk, const NetSpec *spec)
{
    const size_t n = net_state_size(spec);
    for (size_t track = 0; spec->cell->recurrent && track < net_tracks(spec); track++)
        for (size_t t = 1; t <= 6; t++)
            for (size_t unit = 1; unit <= n; unit++)
                for (size_t input = 1; input <= n; input++) {
                    char name[60];
                    snprintf(name, sizeof name, "jacobian@%zu%s(%zu)[%zu][%zu]", net_layer(spec, track),
                             net_reverse(spec, track) ? "r" : "", t, unit, input);
                    walk_down(walk, name);
                }
    walk_down(walk, spec->cell->recurrent ? "jacobian(2)[1][2]" : "0");
    walk_down(walk, spec->cell->recurrent ? "flow@1(1,2)" : "0");
    walk_down(walk, spec->bidirectional ? "flow@1r(7,5)" : "0");
    walk_down(walk, spec->bidirectional ? "flows@1r(4)[6] + spectrum@1r(6,4)[2]" : "0");
}

static void walk_cell(const WorldSpec *spec)
{
    World world;
    world_make(&world, spec);
    const NetSpec *net = &trainer_net(world.trainer[0])->spec;
    Walk walk = {.world = &world, .seen = calloc(SEEN_MAX, 96)};
    for (size_t i = 0; probe_name(i); i++)
        walk_name(&walk, probe_name(i)->name);
    walk_layers(&walk, net);
    walk_jacobians(&walk, net);
    walk_down(&walk, "params(all)");
    walk_down(&walk, "influence(4,2)");
    walk_down(&walk, "influences(5)[3]");
    cr_assert_gt(walk.count, 300);
    cr_assert(net->cell != &GRU_CELL || !first_visit(&walk, "dWh_t@1.n[1][1][1]"), "addresses were not walked");
    free(walk.seen);
    world_free(&world);
}

/* With one layer and two, one direction and both, whole and with knives in. */
static void walk_shapes(WorldSpec spec)
{
    const bool recurrent = cell_find(spec.cell)->recurrent, gates = cell_find(spec.cell)->gates[0] != 0;
    spec.hidden = 2;
    spec.sequences = 4;
    for (unsigned shape = 0; shape < 8; shape++) {
        spec.layers = shape & 1 ? 2 : 1;
        spec.bidirectional = recurrent && (shape & 2);
        spec.cuts = recurrent && (shape & 4);
        spec.holds = gates && (shape & 4);
        spec.aligned = shape % 3 == 0;
        walk_cell(&spec);
    }
}

Test(explain, opens_every_number_of_an_lstm)
{
    WorldSpec spec = world_spec();
    spec.cell = "lstm";
    spec.forget_bias = 1;
    walk_shapes(spec);
}

static void walk_gru(Reset reset, Update update)
{
    WorldSpec spec = world_spec();
    spec.cell = "gru";
    spec.reset = reset;
    spec.update = update;
    spec.chrono = 10;
    walk_shapes(spec);
}

Test(explain, opens_every_number_of_a_gru_that_resets_before_and_replaces)
{
    walk_gru(RESET_BEFORE, UPDATE_REPLACE);
}

Test(explain, opens_every_number_of_a_gru_that_resets_before_and_keeps)
{
    walk_gru(RESET_BEFORE, UPDATE_KEEP);
}

Test(explain, opens_every_number_of_a_gru_that_resets_after_and_replaces)
{
    walk_gru(RESET_AFTER, UPDATE_REPLACE);
}

Test(explain, opens_every_number_of_a_gru_that_resets_after_and_keeps)
{
    walk_gru(RESET_AFTER, UPDATE_KEEP);
}

Test(explain, opens_every_number_of_an_rnn_of_two_layers_and_directions)
{
    for (Activation a = 0; a < ACTIVATIONS; a++) {
        WorldSpec spec = world_spec();
        spec.cell = "rnn";
        spec.activation = a;
        walk_shapes(spec);
    }
}

/* ---- worlds nobody thought of ---- */

static WorldSpec drawn_spec(Rng *rng)
{
    static const char *const cells[] = {"rnn", "lstm", "gru", "mlp"};
    WorldSpec spec = {.cell = cells[rng_below(rng, 4)],
                      .loss = (Loss)rng_below(rng, LOSSES),
                      .aligned = rng_below(rng, 2),
                      .standardised = rng_below(rng, 2),
                      .activation = (Activation)rng_below(rng, ACTIVATIONS),
                      .reset = (Reset)rng_below(rng, RESETS),
                      .update = (Update)rng_below(rng, UPDATES),
                      .layers = 1 + rng_below(rng, 3),
                      .init = (Init)rng_below(rng, INITS),
                      .gain = 0.5 + rng_uniform(rng),
                      .hidden = 1 + rng_below(rng, 3),
                      .sequences = 12,
                      .longest = 6,
                      .updates = rng_below(rng, 3)};
    const Cell *cell = cell_find(spec.cell);
    spec.bidirectional = cell->recurrent && rng_below(rng, 2);
    spec.forget_bias = cell->keeper != NO_BLOCK ? (double)rng_below(rng, 2) : 0;
    if (cell->gates[0])
        spec.activation = ACTIVATION_TANH;
    if (!cell->recurrent) {
        spec.init = INIT_UNIFORM;
        spec.gain = 1;
    }
    return spec;
}

/* Any gates held at any value, any edges cut, at one step or all. */
static void drawn_knives(World *world, Rng *rng)
{
    Error error = {0};
    Net *net = trainer_knife(world->trainer[0]);
    const NetSpec *spec = &net->spec;
    for (size_t holds = spec->cell->gates[0] ? rng_below(rng, 4) : 0; holds > 0; holds--) {
        const size_t unit = rng_below(rng, spec->hidden + 1);
        cr_assert(net_hold(net, rng_below(rng, net_tracks(spec)), rng_below(rng, spec->cell->blocks),
                           unit < spec->hidden ? unit : UNIT_ALL, (double)rng_below(rng, 5) / 4, &error));
    }
    for (size_t cuts = spec->cell->recurrent ? rng_below(rng, 4) : 0; cuts > 0; cuts--) {
        const Edge edge = spec->cell->carry == CARRY_NONE ? EDGE_WEIGHTS : (Edge)(1 + rng_below(rng, 3));
        const Cut cut = {.t = rng_below(rng, 7), .layer = rng_below(rng, spec->layers + 1), .edge = edge};
        cr_assert(net_cut(net, cut, &error), "%s", error.message);
    }
    trainer_touched(world->trainer[0]);
    world_look(world, 1 + rng_below(rng, 4), NULL, 0);
}

static void walk_drawn_jacobians(Walk *walk, const NetSpec *net, Rng *rng)
{
    const size_t steps = dataset_length(walk->world->data, walk->world->probe.sample - 1), n = net_state_size(net);
    for (size_t draw = 0; net->cell->recurrent && draw < 12; draw++) {
        char name[60];
        const size_t track = rng_below(rng, net_tracks(net)), t = 1 + rng_below(rng, steps);
        const size_t unit = 1 + rng_below(rng, n), input = 1 + rng_below(rng, n);
        snprintf(name, sizeof name, "jacobian@%zu%s(%zu)[%zu][%zu]", net_layer(net, track),
                 net_reverse(net, track) ? "r" : "", t, unit, input);
        walk_down(walk, name);
    }
}

static void walk_drawn(Rng *rng)
{
    const WorldSpec spec = drawn_spec(rng);
    World world;
    world_make(&world, &spec);
    drawn_knives(&world, rng);
    const NetSpec *net = &trainer_net(world.trainer[0])->spec;
    Walk walk = {.world = &world, .seen = calloc(SEEN_MAX, 96)};
    for (size_t i = 0; probe_name(i); i++)
        walk_name(&walk, probe_name(i)->name);
    walk_layers(&walk, net);
    walk_drawn_jacobians(&walk, net, rng);
    walk_down(&walk, "influences(1)[1]");
    cr_assert_gt(walk.count, 100);
    free(walk.seen);
    world_free(&world);
}

Test(explain, opens_every_number_of_worlds_drawn_by_lot)
{
    Rng rng = rng_stream(DRAW_SEED, "worlds", 0);
    for (size_t i = 0; i < DRAWS; i++)
        walk_drawn(&rng);
}

/* One unit, one step, one sequence. */
Test(explain, opens_the_smallest_world_there_is)
{
    static const Loss losses[] = {LOSS_SQUARED, LOSS_BINARY};
    for (size_t i = 0; i < 2; i++) {
        WorldSpec spec = world_spec();
        World world;
        spec.loss = losses[i];
        spec.hidden = spec.longest = spec.sequences = spec.updates = 1 + i; // two classes need two sequences
        world_make(&world, &spec);
        Walk walk = {.world = &world, .seen = calloc(SEEN_MAX, 96)};
        for (size_t n = 0; probe_name(n); n++)
            walk_name(&walk, probe_name(n)->name);
        walk_down(&walk, "flow(0,1)");
        walk_down(&walk, "rho(Wh) + sigma(Wx)");
        cr_assert_gt(walk.count, 60);
        free(walk.seen);
        world_free(&world);
    }
}

Test(explain, survives_numbers_that_are_no_longer_finite)
{
    static const double bad[] = {NAN, INFINITY, 1e300};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        WorldSpec spec = world_spec();
        World world;
        spec.activation = ACTIVATION_IDENTITY;
        world_make(&world, &spec);
        const Part *part = layout_find(&trainer_net(world.trainer[0])->layout, "Wh");
        trainer_weights(world.trainer[0])[part->offset] = (real)bad[i];
        trainer_touched(world.trainer[0]);
        world_look(&world, 1, NULL, 0);
        for (size_t n = 0; probe_name(n); n++) {
            Error error = {0};
            Explanation explanation;
            char name[96];
            snprintf(name, sizeof name, "norm(%s)", probe_name(n)->name);
            if (!probe_available(&world.probe, probe_name(n)->name))
                continue;
            cr_assert(explain(&world.probe, name, &explanation, &error), "%s: %s", name, error.message);
            explanation_free(&explanation);
        }
        Error error = {0};
        double value;
        cr_assert(isfinite(bad[i]) || !probe_number(&world.probe, "sigma(Wh)", &value, &error));
        cr_assert(isfinite(bad[i]) || (error.kind == ERR_NUMBER && error.column == 1), "%s", error.message);
        world_free(&world);
    }
}

/* Outputs so far out that p has rounded to 0 or 1, and on the way there, where −ln p has few digits left. */
static void walk_saturated(Loss loss, double bias, size_t sample)
{
    WorldSpec spec = world_spec();
    World world;
    spec.loss = loss;
    spec.aligned = true;
    world_make(&world, &spec);
    const Part *part = layout_find(&trainer_net(world.trainer[0])->layout, "by");
    trainer_weights(world.trainer[0])[part->offset] = (real)bias;
    trainer_touched(world.trainer[0]);
    world_look(&world, sample, NULL, 0);
    Walk walk = {.world = &world, .seen = calloc(SEEN_MAX, 96)};
    walk_down(&walk, "loss(sample)");
    free(walk.seen);
    world_free(&world);
}

Test(explain, stays_exact_where_the_prediction_saturates)
{
    static const double biases[] = {800, 40, 25, 13, 7, -13, -25, -800};
    for (size_t sample = 1; sample <= 3; sample++)
        for (size_t i = 0; i < sizeof biases / sizeof *biases; i++) {
            walk_saturated(LOSS_BINARY, biases[i], sample);
            walk_saturated(LOSS_SOFTMAX, biases[i], sample);
        }
}

Test(explain, opens_the_flow_of_a_recurrent_net)
{
    static const char *const expressions[] = {
        "flow(1,5)",         "flows(5)[2]",           "spectrum(1,4)[1]", "spectrum(1,4)[2]", "rho(Wh)",
        "jacobian(3)[2][1]", "net:jacobian(3)[1][4]", "flow(3,3)",        "norm(jacobian(2))"};
    WorldSpec spec = world_spec();
    for (Activation a = 0; a < ACTIVATIONS; a++) {
        World world;
        spec.activation = a;
        world_make(&world, &spec);
        Walk walk = {.world = &world, .seen = calloc(SEEN_MAX, 96)};
        for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++)
            walk_down(&walk, expressions[i]);
        free(walk.seen);
        world_free(&world);
    }
}

/* Spectra are not added up from terms; what they satisfy is measured, and said. */
static void check_residual(const World *world, const char *expression, const char *before)
{
    Error error = {0};
    Explanation explanation;
    double residual = 1;
    cr_assert(explain(&world->probe, expression, &explanation, &error), "%s: %s", expression, error.message);
    const char *at = strstr(explanation.note, before);
    cr_assert(at, "%s: %s", expression, explanation.note);
    cr_assert_eq(sscanf(at + strlen(before), "%lf", &residual), 1, "%s", explanation.note);
    cr_assert_lt(residual, within(1e-12, 1e-6), "%s: %s", expression, explanation.note);
    cr_assert_eq(explanation.outer, OUTER_DEFINITION);
    explanation_free(&explanation);
}

Test(explain, measures_what_a_spectrum_satisfies)
{
    WorldSpec spec = world_spec();
    World world;
    spec.longest = 30;
    spec.hidden = 7;
    world_make(&world, &spec);
    check_residual(&world, "sigma(Wh)", "σ u‖ = ");
    check_residual(&world, "sigma(Wx)", "σ u‖ = ");
    check_residual(&world, "rho(Wh)", "trace| = ");
    check_residual(&world, "sigmas(Wy)[1]", "‖| = ");
    check_residual(&world, "flow(0,30)", "differs by ");
    check_residual(&world, "flows(30)[3]", "differs by ");
    check_residual(&world, "spectrum(2,29)[1]", "differs by ");
    world_free(&world);
}

static Explanation explained(const World *world, const char *expression)
{
    Error error = {0};
    Explanation explanation;
    cr_assert(explain(&world->probe, expression, &explanation, &error), "%s: %s", expression, error.message);
    return explanation;
}

Test(explain, names_the_row_of_the_file_at_the_bottom)
{
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    world_look(&world, 2, NULL, 0);
    Explanation explanation = explained(&world, "x[3][2]");
    cr_assert_str_eq(explanation.note, "sequence 2, step 3, column speed, line 10 of small.csv");
    explanation_free(&explanation);
    explanation = explained(&world, "Wh[2][3]");
    cr_assert_str_eq(explanation.note, "drawn from U(±1/√4) = U(±0.5) by seed 3, stream Wh");
    explanation_free(&explanation);
    world_free(&world);
}

Test(explain, says_when_an_input_was_set_by_hand)
{
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    world_look(&world, 1, &(Poke){.sequence = 0, .t = 2, .i = 1, .value = 42}, 1);
    Explanation explanation = explained(&world, "x[2][1]");
    cr_assert(strstr(explanation.note, "set by hand; the data has "), "%s", explanation.note);
    cr_assert_eq(explanation.value, 42);
    explanation_free(&explanation);
    world_free(&world);
}

Test(explain, wants_a_single_number)
{
    WorldSpec spec = world_spec();
    World world;
    Error error = {0};
    Explanation explanation;
    world_make(&world, &spec);
    cr_assert(!explain(&world.probe, "dh[5]", &explanation, &error));
    cr_assert_eq(error.kind, ERR_USE);
    cr_assert_str_eq(error.message, "dh[5] has 4 numbers: say dh[5][1] or norm(dh[5])");
    world_free(&world);
}

Test(explain, refuses_what_is_too_long_for_a_name)
{
    WorldSpec spec = world_spec();
    World world;
    Error error = {0};
    Explanation explanation;
    Text text = {0};
    world_make(&world, &spec);
    for (int i = 0; i < 20; i++)
        text_add(&text, "h[1][1] + ");
    text_add(&text, "1");
    cr_assert(!explain(&world.probe, text_string(&text), &explanation, &error));
    cr_assert_eq(error.kind, ERR_LIMIT);
    cr_assert_null(explanation.term);
    text_free(&text);
    world_free(&world);
}

/* Operands whose names do not fit are there without one, never with a piece of one. */
Test(explain, drops_names_that_do_not_fit)
{
    WorldSpec spec = world_spec();
    World world;
    spec.loss = LOSS_SQUARED;
    world_make(&world, &spec);
    world.subject[0].name = "a-model-with-a-name-of-31-chars";
    Walk walk = {.world = &world, .seen = calloc(SEEN_MAX, 96)};
    walk_down(&walk, "a-model-with-a-name-of-31-chars:loss_t[6]");
    walk_down(&walk, "norm(a-model-with-a-name-of-31-chars:dh[1] - a-model-with-a-name-of-31-chars:dh[2])");
    cr_assert_gt(walk.count, 2);
    free(walk.seen);
    world_free(&world);
}

Test(explain, reads_operands_through_before)
{
    WorldSpec spec = world_spec();
    World then, now;
    world_make(&then, &spec);
    spec.updates = 5;
    world_make(&now, &spec);
    now.probe.before = &then.probe;
    Walk walk = {.world = &now, .seen = calloc(SEEN_MAX, 96)};
    walk_down(&walk, "before(h[2][1])");
    walk_down(&walk, "h[2][1] - before(h[2][1])");
    cr_assert_gt(walk.count, 20);
    free(walk.seen);
    world_free(&then);
    world_free(&now);
}

Test(explain, prints_for_people_within_the_width)
{
    WorldSpec spec = world_spec();
    World world;
    Text text = {0};
    world_make(&world, &spec);
    Explanation explanation = explained(&world, "pre[2][1]");
    explanation_text(&explanation, 3, 60, false, &text);
    cr_assert(strstr(text_string(&text), "pre[2][1] = pre₂,₁ = "), "%s", text_string(&text));
    cr_assert(strstr(text_string(&text), "preₜ = Wₓ·xₜ + Wₕ·hₜ₋₁ + b"), "%s", text_string(&text));
    cr_assert(strstr(text_string(&text), "smaller, together"), "%s", text_string(&text));
    text_clear(&text);
    explanation_text(&explanation, 3, 40, true, &text);
    for (const char *at = text_string(&text); *at; at++)
        cr_assert(*at == '\n' || (*at >= ' ' && *at <= '~'));
    for (const char *at = text_string(&text); *at; at += strcspn(at, "\n") + 1)
        cr_assert_leq(strcspn(at, "\n"), 40, "%s", at);
    text_free(&text);
    explanation_free(&explanation);
    world_free(&world);
}
