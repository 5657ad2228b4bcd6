
#include "tests/engine/probe_fixture.h"

/* Names, indices and what is said when there is nothing of that name. */

static Value valued(const World *world, const char *expression)
{
    Error error = {0};
    Value value;
    cr_assert(probe_value(&world->probe, expression, &value, &error), "%s: %s", expression, error.message);
    return value;
}

static void shaped(const World *world, const char *expression, const char *shape)
{
    Value value = valued(world, expression);
    char text[120] = "";
    for (size_t i = 0; i < value.rank; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s %zu-%zu", i ? ", " : "", value.axis[i].name,
                 value.axis[i].first, value.axis[i].first + value.axis[i].count - 1);
    cr_assert_str_eq(text, shape, "%s: %s", expression, text);
    value_free(&value);
}

/* threat, speed and kind (one of two): D = 4; two targets. */
Test(quantity, has_named_axes)
{
    WorldSpec spec = world_spec();
    World world;
    spec.updates = 11;
    world_make(&world, &spec);
    static const char *const rows[][2] = {{"x", "t 1-6, input 1-4"},
                                          {"h", "t 0-6, unit 1-4"},
                                          {"dh", "t 0-6, unit 1-4"},
                                          {"pre", "t 1-6, unit 1-4"},
                                          {"y", "t 1-6, output 1-2"},
                                          {"target", "t 1-6, output 1-2"},
                                          {"Wx", "unit 1-4, input 1-4"},
                                          {"Wh", "unit 1-4, unit 1-4"},
                                          {"b", "unit 1-4"},
                                          {"Wy", "output 1-2, unit 1-4"},
                                          {"by", "output 1-2"},
                                          {"dWx_t", "t 1-6, unit 1-4, input 1-4"},
                                          {"dWy_t", "t 1-6, output 1-2, unit 1-4"},
                                          {"db_t", "t 1-6, unit 1-4"},
                                          {"loss_t", "t 1-6"},
                                          {"loss_n", "sequence 1-12"},
                                          {"loss", ""},
                                          {"gradnorm", ""},
                                          {"gradnorm[1:11]", "update 1-11"},
                                          {"gradnorm[3]", ""},
                                          {"h[1:3][2]", "t 1-3"},
                                          {"h[3]", "unit 1-4"},
                                          {"h[2:2]", "t 2-2, unit 1-4"},
                                          {"valid_loss", ""},
                                          {"valid_loss[0:10]", "look 1-2"},
                                          {"valid_loss[10]", ""},
                                          {"raw", "t 1-6, input 1-4"},
                                          {"x_mean", "input 1-4"},
                                          {"jacobian(2)", "unit 1-4, unit 1-4"},
                                          {"spectrum(0,3)", "value 1-4"},
                                          {"flows(5)", "t 0-5"},
                                          {"batch_dWh", "unit 1-4, unit 1-4"},
                                          {"h@1[2]", "unit 1-4"},
                                          {"mlp-2:h[2]", "unit 1-4"},
                                          {"sigmas(Wy)", "value 1-2"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        shaped(&world, rows[i][0], rows[i][1]);
    world_free(&world);
}

Test(quantity, of_layers_directions_and_gates_has_named_axes)
{
    WorldSpec spec = world_spec();
    World world;
    spec.cell = "lstm";
    spec.layers = 2;
    spec.bidirectional = true;
    spec.updates = 1;
    world_make(&world, &spec);
    static const char *const rows[][2] = {{"h", "t 0-6, unit 1-8"},
                                          {"h@2", "t 0-6, unit 1-4"},
                                          {"h@2r", "t 1-7, unit 1-4"},
                                          {"dc@1", "t 0-6, unit 1-4"},
                                          {"c", "t 0-6, unit 1-8"},
                                          {"f", "t 1-6, unit 1-8"},
                                          {"df@1r", "t 1-6, unit 1-4"},
                                          {"pre", "t 1-6, unit 1-32"},
                                          {"pre@1", "t 1-6, unit 1-16"},
                                          {"pre.o", "t 1-6, unit 1-8"},
                                          {"dpre@2r.g", "t 1-6, unit 1-4"},
                                          {"Wx", "unit 1-16, input 1-8"},
                                          {"Wx@1.f", "unit 1-4, input 1-4"},
                                          {"Wh@2r.f", "unit 1-4, unit 1-4"},
                                          {"b.i", "unit 1-4"},
                                          {"dWh_t@1.f", "t 1-6, unit 1-4, unit 1-4"},
                                          {"batch_dWh@1.f", "unit 1-4, unit 1-4"},
                                          {"Wy", "output 1-2, unit 1-8"},
                                          {"jacobian(2)", "unit 1-8, unit 1-8"},
                                          {"influences(2)", "t 1-6"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        shaped(&world, rows[i][0], rows[i][1]);
    world_free(&world);
}

Test(quantity, of_a_gate_is_read_where_the_engine_keeps_it)
{
    WorldSpec spec = world_spec();
    World world;
    spec.cell = "gru";
    spec.reset = RESET_AFTER;
    spec.layers = 2;
    spec.bidirectional = true;
    world_make(&world, &spec);
    const Tape *tape = world.lens[0]->tape;
    const Track *track = &tape->track[1], *top = &tape->track[2], *back = &tape->track[3];
    const Net *net = trainer_net(world.trainer[0]);
    const Part *wh = layout_find(&net->layout, "Wh@1r"), *bh = layout_find(&net->layout, "bh@1r");
    cr_assert_eq(number(&world, "z@1r[3][2]"), track->gate[2 * 12 + 4 + 1]);
    cr_assert_eq(number(&world, "dn@1r[3][2]"), track->dgate[2 * 12 + 8 + 1]);
    cr_assert_eq(number(&world, "pre@1r.n[3][2]"), track->pre[2 * 12 + 8 + 1]);
    cr_assert_eq(number(&world, "h@1r[3][2]"), track->h[3 * 4 + 1]);
    cr_assert_eq(number(&world, "Wh@1r.z[2][3]"), net->weights[part_at(wh, 4 + 1, 2)]);
    cr_assert_eq(number(&world, "bh@1r[2]"), net->weights[part_at(bh, 1, 0)]);
    cr_assert_eq(number(&world, "dWh@1r.n[4][1]"), world.lens[0]->gradient[part_at(wh, 8 + 3, 0)]);
    cr_assert_eq(number(&world, "h[3][2]"), top->h[3 * 4 + 1]);
    cr_assert_eq(number(&world, "h[3][6]"), back->h[3 * 4 + 1]);
    cr_assert_eq(number(&world, "dh[0][6]"), back->dh[7 * 4 + 1]);
    cr_assert_eq(number(&world, "dr[2][7]"), back->dgate[1 * 12 + 2]);
    world_free(&world);
}

/* The ways by which the loss is reached add up, in every layer and direction. */
Test(quantity, of_a_state_is_the_sum_of_its_ways)
{
    static const struct Row {
        const char *cell, *top, *below;
    } rows[] = {{"rnn", "dh.loss + dh.pre - dh", "dh@1r.above + dh@1r.pre - dh@1r"},
                {"lstm", "dh.loss + dh.i + dh.f + dh.g + dh.o - dh",
                 "dh@1.above + dh@1.i + dh@1.f + dh@1.g + dh@1.o - dh@1"},
                {"lstm", "dc.h + dc.direct - dc", "dc@1r.h + dc@1r.direct - dc@1r"},
                {"gru", "dh.loss + dh.r + dh.z + dh.n + dh.direct - dh",
                 "dh@1r.above + dh@1r.r + dh@1r.z + dh@1r.n + dh@1r.direct - dh@1r"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        WorldSpec spec = world_spec();
        World world;
        char norm[120];
        size_t column;
        spec.cell = rows[i].cell;
        spec.layers = 2;
        spec.bidirectional = true;
        world_make(&world, &spec);
        snprintf(norm, sizeof norm, "norm(%s)", rows[i].top);
        cr_assert_lt(number(&world, norm), within(1e-14, 1e-6), "%s", norm);
        snprintf(norm, sizeof norm, "norm(%s)", rows[i].below);
        cr_assert_lt(number(&world, norm), within(1e-14, 1e-6), "%s", norm);
        cr_assert(strstr(complaint(&world, "dh@1.loss", &column), "no part of dh comes by 'loss'; the ways are .above"));
        world_free(&world);
    }
}

/* dc.alone by its definition; and where Wh is nothing, all of dc came along c alone. */
Test(quantity, along_c_alone_is_the_loss_times_forget_gates)
{
    static const char *const zero[] = {
        "norm(dc@2.alone[6] - dh@2.loss[6] * o@2[6] * (1 - tanh(c@2[6]) * tanh(c@2[6])))",
        "norm(dc@2.alone[3] - f@2[4] * dc@2.alone[4] - dh@2.loss[3] * o@2[3] * (1 - tanh(c@2[3]) * tanh(c@2[3])))",
        "norm(dc@1r.alone[4] - f@1r[3] * dc@1r.alone[3] - dh@1r.above[4] * o@1r[4] * (1 - tanh(c@1r[4]) * tanh(c@1r[4])))",
        "norm(dc.alone[0][1:3] - dc@2.alone[0][1:3])",
        "norm(dc.alone[0][5:7] - dc@2r.alone[7][1:3])",
        "norm(dc.alone[2][5:7] - dc@2r.alone[2][1:3])",
    };
    WorldSpec spec = world_spec();
    World world;
    spec.cell = "lstm";
    spec.layers = 2;
    spec.bidirectional = true;
    world_make(&world, &spec);
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
        cr_expect_lt(number(&world, zero[i]), within(1e-15, 1e-7), "%s is %g", zero[i], number(&world, zero[i]));
    cr_expect_gt(number(&world, "norm(dc.alone)"), 0);
    cr_expect_gt(number(&world, "norm(dc.alone - dc)"), 1e-6);
    world_free(&world);
}

Test(quantity, of_a_gate_that_is_not_there_says_which_are)
{
    static const char *const rows[][3] = {{"lstm", "z[1]", "net has no gate 'z'; it has i f g o"},
                                          {"lstm", "pre.n[1]", "net has no gate 'n'; it has i f g o"},
                                          {"lstm", "pre.forget[1]", "net has no gate 'forget'"},
                                          {"lstm", "bh", "a GRU made with reset=after has"},
                                          {"gru", "c[1]", "net has no cell state, an LSTM has"},
                                          {"gru", "df[1]", "net has no gate 'f'; it has r z n"},
                                          {"gru", "y@1[1]", "y belongs to no layer: leave out @1"},
                                          {"gru", "h@3[1]", "@3 is outside: net has 2 layers"},
                                          {"gru", "h.r[1]", "h is not kept gate by gate"},
                                          {"rnn", "f[1]", "net has no gate 'f'; a cell without gates has pre"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        WorldSpec spec = world_spec();
        World world;
        size_t column;
        spec.cell = rows[i][0];
        spec.layers = 2;
        world_make(&world, &spec);
        const char *message = complaint(&world, rows[i][1], &column);
        cr_assert(strstr(message, rows[i][2]), "%s: %s", rows[i][1], message);
        world_free(&world);
    }
}

Test(quantity, is_read_where_the_engine_keeps_it)
{
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    const Tape *tape = world.lens[0]->tape;
    const Net *net = trainer_net(world.trainer[0]);
    const Part *wx = layout_find(&net->layout, "Wx"), *wy = layout_find(&net->layout, "Wy");
    cr_assert_eq(number(&world, "h[3][2]"), tape->h[3 * tape->H + 1]);
    cr_assert_eq(number(&world, "dh[0][2]"), tape->dh[1]);
    cr_assert_eq(number(&world, "pre[3][2]"), tape->pre[2 * tape->H + 1]);
    cr_assert_eq(number(&world, "Wx[4][3]"), net->weights[part_at(wx, 3, 2)]);
    cr_assert_eq(number(&world, "dWy[2][3]"), world.lens[0]->gradient[part_at(wy, 1, 2)]);
    cr_assert_eq(number(&world, "x[2][3]"), world.lens[0]->batch->x[world.data->D + 2]);
    cr_assert_eq(number(&world, "target[6][2]"), world.data->y[5 * world.data->K + 1]);
    cr_assert_eq(number(&world, "loss(sample)"), tape->loss[0]);
    cr_assert_eq(number(&world, "mlp-2:h[2][1]"), world.lens[1]->tape->h[2 * 4]);
    world_free(&world);
}

Test(quantity, keeps_the_books_identities)
{
    WorldSpec spec = world_spec();
    World world;
    spec.aligned = true;
    spec.updates = 3;
    world_make(&world, &spec);
    static const char *const zero[] = {
        "norm(sumt(dWx_t) - dWx)",
        "norm(sumt(dWh_t) - dWh)",
        "norm(sumt(db_t) - db)",
        "norm(sumt(dWy_t) - dWy)",
        "norm(sumt(dby_t) - dby)",
        "norm(Wh_initial + Wh_change - Wh)",
        "sum(loss_t) - loss(sample)",
        "loss_n[1] - loss(sample)",
        "norm(x - (raw - 0) * 1)",
        "norm(p - y)",
        "gradnorm^2 - norm(batch_dWx)^2 - norm(batch_dWh)^2 - norm(batch_db)^2 - norm(batch_dWy)^2 - norm(batch_dby)^2",
        "params - (hidden * inputs + hidden * hidden + hidden)",
        "params(all) - params - outputs * hidden - outputs"};
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
        cr_assert_lt(fabs(number(&world, zero[i])), within(1e-12, 1e-5), "%s = %g", zero[i], number(&world, zero[i]));
    cr_assert_eq(number(&world, "steps"), 6);
    cr_assert_eq(number(&world, "hidden"), 4);
    cr_assert_eq(number(&world, "sequences"), 12);
    cr_assert_eq(number(&world, "sequences(train) + sequences(valid)"), 12);
    cr_assert_eq(number(&world, "updates"), 3);
    cr_assert_eq(number(&world, "sample"), 1);
    cr_assert_eq(number(&world, "seed"), 3);
    world_free(&world);
}

Test(quantity, outside_is_an_error_that_says_what_is_inside)
{
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    static const struct Row {
        const char *expression, *says;
        size_t column;
    } rows[] = {{"h[7]", "h has steps 0 … 6; 7 is outside", 3},
                {"x[0]", "x has steps 1 … 6; 0 is outside", 3},
                {"h[2][5]", "h has units 1 … 4; 5 is outside", 6},
                {"h[0:9]", "h has steps 0 … 6; 9 is outside", 3},
                {"1 + x[1][9]", "x has inputs 1 … 4; 9 is outside", 10},
                {"y[1][3]", "y has outputs 1 … 2; 3 is outside", 6},
                {"loss_n[13]", "loss_n has sequences 1 … 12; 13 is outside", 8},
                {"b[1][1]", "b has 1 index", 6},
                {"loss[1]", "loss is a single number and has no index", 6},
                {"h@2[1]", "@2 is outside: net has 1 layer", 1},
                {"h@1r[1]", "reverse direction", 1},
                {"pre.f[1]", "net has no gate 'f'", 1},
                {"lstm:h[1]", "no model is called 'lstm'; there is net, mlp-2", 1},
                {"mlp-2:Wh", "mlp-2 has no recurrent weights", 1},
                {"gradnorm", "net has not been trained yet", 1},
                {"accuracy", "this data is judged by mse: say mse or metric", 1},
                {"optimum", "this data does not declare it", 1},
                {"loss(test)", "the words for it are train valid sample", 1},
                {"h(train)", "h is no function", 1},
                {"target[3][1]", "this step has no target", 1},
                {"valid_loss[7]", "none of them", 12},
                {"hh[1]", "no quantity is called 'hh'", 1},
                {"grad", "there are x y p target h pre", 1},
                {"jacobian(0)", "steps 1 … 6; 0 is outside", 1},
                {"flow(1,7)", "steps 0 … 6; 7 is outside", 1},
                {"flow(5,2)", "runs against the reading: say (2,5)", 1},
                {"flow(1.5,2)", "number of a step", 1},
                {"mlp-2:flow(1,2)", "it sees one step", 1},
                {"rho(Wy)", "needs a square matrix", 1},
                {"sigma(b)", "needs a matrix", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t column;
        const char *message = complaint(&world, rows[i].expression, &column);
        cr_assert(strstr(message, rows[i].says), "%s: %s", rows[i].expression, message);
        cr_assert_eq(column, rows[i].column, "%s: column %zu", rows[i].expression, column);
    }
    world_free(&world);
}

Test(quantity, unavailable_names_list_those_that_are)
{
    WorldSpec spec = world_spec();
    World world;
    size_t column;
    spec.loss = LOSS_SOFTMAX;
    world_make(&world, &spec);
    const char *message = complaint(&world, "mse", &column);
    cr_assert(strstr(message, "judged by accuracy: say accuracy or metric; there are x y p"), "%s", message);
    cr_assert(!strstr(message, " gradnorm"), "what needs training must not be offered: %s", message);
    cr_assert(strstr(message, " loss_n metric accuracy correct places"), "%s", message);
    cr_assert(strstr(complaint(&world, "losss", &column), "did you mean loss?"));
    cr_assert(strstr(complaint(&world, "norn(h)", &column), "did you mean norm?"));
    world_free(&world);
}

Test(quantity, carries_the_unit_of_its_column)
{
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    static const char *const rows[][2] = {{"x[1][2]", "m/s"},
                                          {"x[1][1]", ""},
                                          {"x[1]", ""},
                                          {"x[1:3][2]", "m/s"},
                                          {"y[1][1]", "m"},
                                          {"target[6]", "m"},
                                          {"max(target[6])", "m"},
                                          {"p[6][1] - target[6][1]", "m"},
                                          {"x[1][2] * 2", ""},
                                          {"h[1][1]", ""},
                                          {"-x[1][2]", "m/s"},
                                          {"mean(raw[1:6][2])", "m/s"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Value value = valued(&world, rows[i][0]);
        cr_assert_str_eq(value.unit, rows[i][1], "%s: %s", rows[i][0], value.unit);
        value_free(&value);
    }
    world_free(&world);
}

Test(quantity, labels_columns_as_the_data_does)
{
    WorldSpec spec = world_spec();
    World world;
    char label[64];
    world_make(&world, &spec);
    static const struct Row {
        const char *name;
        size_t axis, index;
        const char *label;
    } rows[] = {{"x", 1, 1, "x[threat]"},
                {"x", 1, 2, "x[speed]"},
                {"Wx", 1, 3, "x[kind=pass]"},
                {"dWx_t", 2, 4, "x[kind=shot]"},
                {"y", 1, 2, "target[target_y]"},
                {"h", 1, 1, ""},
                {"x", 0, 1, ""},
                {"x", 1, 9, ""},
                {"nothing", 0, 1, ""},
                {"by", 0, 1, "target[target_x]"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        probe_label(&world.probe, rows[i].name, rows[i].axis, rows[i].index, label, sizeof label);
        cr_assert_str_eq(label, rows[i].label, "%s: %s", rows[i].name, label);
    }
    world_free(&world);
}

Test(quantity, every_row_of_the_dictionary_is_complete_and_unique)
{
    for (size_t i = 0; probe_name(i); i++) {
        cr_assert(probe_name(i)->symbol[0] && probe_name(i)->what[0], "%s", probe_name(i)->name);
        for (size_t j = 0; j < i; j++)
            cr_assert_str_neq(probe_name(i)->name, probe_name(j)->name);
        for (size_t j = 0; probe_function(j); j++)
            cr_assert_str_neq(probe_name(i)->name, probe_function(j)->name);
    }
    cr_assert_null(probe_name(100000));
    cr_assert_null(probe_function(100000));
}

Test(quantity, available_is_what_can_be_had)
{
    WorldSpec spec = world_spec();
    World world;
    Error error = {0};
    spec.updates = 1;
    world_make(&world, &spec);
    for (size_t i = 0; probe_name(i); i++) {
        Value value;
        bool had = probe_value(&world.probe, probe_name(i)->name, &value, &error);
        cr_assert_eq(had, probe_available(&world.probe, probe_name(i)->name), "%s: %s", probe_name(i)->name,
                     error.message);
        value_free(&value);
        error_clear(&error);
    }
    cr_assert(!probe_available(&world.probe, "nothing"));
    world_free(&world);
}

Test(quantity, data_alone_is_enough_for_what_is_the_datas)
{
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    world.probe.subjects = 0;
    world.probe.sample = 2;
    cr_assert_eq(number(&world, "steps"), 5);
    cr_assert_leq(number(&world, "abs(x[2][2] - raw[2][2])"), within(0, 1e-7));
    size_t column;
    cr_assert(strstr(complaint(&world, "h[1][1]", &column), "there is no model: say `model rnn`"));
    world.probe.sample = 99;
    cr_assert(strstr(complaint(&world, "x[1][1]", &column), "sample 99 is outside"));
    world_free(&world);
}

/* Σ over all numbers of a name, by their places, so that each of them counts. */
static double fingerprint(const World *world, const char *name)
{
    Error error = {0};
    Value value;
    double sum = 0;
    cr_assert(probe_value(&world->probe, name, &value, &error), "%s: %s", name, error.message);
    for (size_t i = 0; i < value.count; i++)
        sum += isnan(value.data[i]) ? 0 : value.data[i] * (double)(i + 1);
    value_free(&value);
    return sum;
}

/* A head that is not known can move nothing that is shown, whatever its weights. */
Test(quantity, of_a_model_without_a_head_no_name_hangs_on_one)
{
    static const char *const cells[] = {"rnn", "lstm", "gru", "mlp"};
    for (size_t c = 0; c < 4; c++) {
        WorldSpec spec = world_spec();
        World world;
        double before[160];
        size_t there = 0;
        spec.cell = cells[c];
        spec.headless = true;
        spec.reset = RESET_AFTER;
        world_make(&world, &spec);
        for (size_t i = 0; probe_name(i); i++)
            if (probe_available(&world.probe, probe_name(i)->name))
                before[i] = fingerprint(&world, probe_name(i)->name);
        const Layout *layout = &trainer_net(world.trainer[0])->layout;
        for (size_t w = layout->cell_count; w < layout->count; w++)
            trainer_weights(world.trainer[0])[w] = (real)(0.5 + 0.25 * (double)w);
        trainer_touched(world.trainer[0]);
        world_look(&world, 1, NULL, 0);
        for (size_t i = 0; probe_name(i); i++)
            if (probe_available(&world.probe, probe_name(i)->name)) {
                there++;
                cr_assert_eq(fingerprint(&world, probe_name(i)->name), before[i], "%s has no head to hang on",
                             probe_name(i)->name);
            }
        cr_assert(there > 20 && probe_available(&world.probe, "h") && probe_available(&world.probe, "Wx_change"));
        cr_assert(!probe_available(&world.probe, "dh") && !probe_available(&world.probe, "Wy_initial"));
        world_free(&world);
    }
}
