
#include "tests/engine/probe_fixture.h"

static const Probe NOTHING = {.seed = 1};

static double worth(const char *expression)
{
    Error error = {0};
    double value = 0;
    cr_assert(probe_number(&NOTHING, expression, &value, &error), "%s: %s", expression, error.message);
    return value;
}

Test(expression, follows_the_usual_precedence)
{
    static const struct Row {
        const char *expression;
        double value;
    } rows[] = {{"1 + 2 * 3", 7},
                {"(1 + 2) * 3", 9},
                {"2 ^ 3 ^ 2", 512},
                {"-2 ^ 2", -4},
                {"2 ^ -1", 0.5},
                {"8 / 4 / 2", 1},
                {"8 - 4 - 2", 2},
                {"--3", 3},
                {"2 * -3", -6},
                {".5 + 1e-3", 0.501},
                {"1e3", 1000},
                {"((((1))))", 1},
                {"1 < 2", 1},
                {"2 <= 1", 0},
                {"1 >= 1", 1},
                {"2 > 3", 0},
                {"1 == 1", 1},
                {"1 != 1", 0},
                {"not 1 > 2", 1},
                {"not not 1 < 2", 1},
                {"1 < 2 or 1 > 2 and 1 > 3", 1},
                {"(1 < 2 or 1 > 2) and 1 > 3", 0},
                {"1+1 == 2 and 3 > 2", 1},
                {"abs(-3)", 3},
                {"sqrt(16)", 4},
                {"log10(1e-5)", -5},
                {"exp(0)", 1},
                {"norm(3)", 3},
                {"sum(2) + max(3) - min(1) * mean(4)", 1},
                {"  1\t+\n1 ", 2},
                {"seed", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_assert_eq(worth(rows[i].expression), rows[i].value, "%s is %g", rows[i].expression,
                     worth(rows[i].expression));
}

Test(expression, knows_the_sentences_of_the_lessons)
{
    cr_assert_eq(worth("0.9^100 > 2.6e-5 and 0.9^100 < 2.7e-5"), 1);
    cr_assert_float_eq(worth("67500 * log10(0.999)"), -29.328, 0.01);
}

Test(expression, divides_by_zero_as_ieee_does)
{
    cr_assert(isinf(worth("1/0")));
    cr_assert(isnan(worth("0/0")));
    cr_assert_eq(worth("log10(0)"), -INFINITY);
    cr_assert_eq(worth("0/0 == 0/0"), 0);
}

/* Each with the column (from 1) where a person should look. */
Test(expression, points_at_what_is_wrong)
{
    static const struct Row {
        const char *expression;
        size_t column;
        const char *says;
    } rows[] = {{"", 1, "expected a number"},
                {"   ", 4, "found the end"},
                {"1 +", 4, "found the end"},
                {"1 + * 2", 5, "found '*'"},
                {"(1 + 2", 7, "expected ')'"},
                {"1 2", 3, "expected an operator or the end"},
                {"pre.f@2r[4][1]", 6, "the layer stands right behind the name, before gate and index"},
                {"1 = 2", 3, "compared with =="},
                {"1 < 2 < 3", 7, "need an 'and' between them"},
                {"1 == 2 == 3", 8, "need an 'and' between them"},
                {"1 < 2 && 2 < 3", 7, "'and'"},
                {"1 < 2 || 2 < 3", 7, "'or'"},
                {"!1", 1, "found '!'"},
                {"2x", 2, "a sign is missing"},
                {"1e999", 1, "not a number that fits"},
                {"1 and 2", 3, "joins comparisons"},
                {"not 1", 1, "joins comparisons"},
                {"(1 < 2) + 1", 9, "one side is true or false"},
                {"abs(1 < 2)", 1, "needs numbers"},
                {"norm", 1, "norm is a function: say norm("},
                {"norm()", 1, "needs something"},
                {"norm(1, 2)", 1, "takes 1 argument"},
                {"flow(1)", 1, "takes 2 arguments"},
                {"flow(1,2,3)", 10, "no function takes more"},
                {"1 + norn(3)", 5, "no function is called 'norn': did you mean norm?"},
                {"h(3)", 1, "an index stands in brackets"},
                {"h[", 3, "a whole number"},
                {"h[1", 4, "']' or ':'"},
                {"h[1:]", 5, "a whole number"},
                {"h[5:3]", 3, "runs backwards: say [3:5]"},
                {"h[99999999999999999999999999]", 3, "outside of everything"},
                {"h[18446744073709551616]", 3, "outside of everything"},
                {"h[1][1][1][1][1]", 14, "more than 3 indices"},
                {"h[-1]", 3, "a whole number"},
                {"h@0", 3, "the number of a layer"},
                {"h@x", 3, "the number of a layer"},
                {"pre.", 5, "the name of a gate"},
                {"a\xc3\xa9", 2, "found 'é'"},
                {"\xff", 1, "found"},
                {"before(1)", 1, "inside a step of a lesson"},
                {"not", 4, "found the end"},
                {"and", 1, "found 'and'"},
                {"1 % 2", 3, "no %"},
                {"5[1]", 2, "expected an operator"},
                {"(5)[1]", 5, "has no index"},
                {"norm(3)[1]", 9, "single number and has no index"},
                {"wrong:norm(3)", 1, "belongs to no model"},
                {"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", 1, "at most 31 characters"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Error error = {0};
        Value value;
        bool done = probe_value(&NOTHING, rows[i].expression, &value, &error);
        value_free(&value);
        cr_assert(!done, "%s", rows[i].expression);
        cr_assert_eq(error.kind, ERR_USE, "%s", rows[i].expression);
        cr_assert(strstr(error.message, rows[i].says), "%s: %s", rows[i].expression, error.message);
        cr_assert_eq(error.column, rows[i].column, "%s: column %zu: %s", rows[i].expression, error.column,
                     error.message);
    }
}

static void refuses_repeated(const char *head, const char *piece, size_t times, const char *tail)
{
    Text text = {0};
    Error error = {0};
    text_add(&text, head);
    for (size_t i = 0; i < times; i++)
        text_add(&text, piece);
    text_add(&text, tail);
    cr_assert(!probe_parses(text_string(&text), &error), "%s…", piece);
    cr_assert_eq(error.kind, ERR_USE);
    text_free(&text);
}

Test(expression, stays_on_its_feet_with_endless_input)
{
    static const char *const pieces[] = {"(", "-", "not ", "2^", "norm(", "1+", "1 < 2 and ", "h[", "(((("};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        refuses_repeated("", pieces[i], 300, "1");
        refuses_repeated("", pieces[i], 100000, "1");
    }
    refuses_repeated("1", "0", 100000, "");
    refuses_repeated("a", "b", 100000, "");
}

Test(expression, allows_what_is_deep_but_sane)
{
    Text text = {0};
    Error error = {0};
    for (int i = 0; i < 150; i++)
        text_add(&text, "(");
    text_add(&text, "1");
    for (int i = 0; i < 150; i++)
        text_add(&text, " + 1)");
    double value;
    cr_assert(probe_number(&NOTHING, text_string(&text), &value, &error), "%s", error.message);
    cr_assert_eq(value, 151);
    text_free(&text);
}

Test(expression, parses_without_anything_loaded)
{
    static const char *const good[] = {"h[5][2]",
                                       "lstm:dh@2r[1:20][3]",
                                       "norm(dh[1]) / norm(dh[20]) < 1e-3",
                                       "pre.f[5]",
                                       "loss(train) - before(loss(train))",
                                       "rnn-2:Wh[1][2]",
                                       "sigmas(Wh)[1]",
                                       "baseline(touch)",
                                       "params == before(params)"};
    Error error = {0};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        cr_assert(probe_parses(good[i], &error), "%s: %s", good[i], error.message);
    cr_assert(!probe_parses("qq[5]", &error));
    cr_assert(strstr(error.message, "no quantity is called 'qq'"), "%s", error.message);
}

Test(expression, without_data_numbers_are_all_there_is)
{
    Error error = {0};
    double value;
    cr_assert(!probe_number(&NOTHING, "h[1][1]", &value, &error));
    cr_assert(strstr(error.message, "no data is loaded"), "%s", error.message);
    error_clear(&error);
    cr_assert(!probe_number(&NOTHING, "lstm:h[1][1]", &value, &error));
    cr_assert(strstr(error.message, "no model is called 'lstm'"), "%s", error.message);
}

Test(expression, works_on_elements_and_shapes)
{
    WorldSpec spec = world_spec();
    World world;
    size_t column;
    world_make(&world, &spec);
    cr_assert_eq(number(&world, "norm(h - h)"), 0);
    cr_assert_eq(number(&world, "max(abs(2 * h - h - h))"), 0);
    cr_assert_float_eq(number(&world, "(h * 2)[3][1]"), 2 * number(&world, "h[3][1]"), 1e-15);
    cr_assert_float_eq(number(&world, "(1 - h)[3][1]"), 1 - number(&world, "h[3][1]"), 1e-15);
    cr_assert_eq(number(&world, "(h[2:4] - h[1:3])[2][1]"), number(&world, "h[2][1] - h[1][1]"));
    cr_assert_eq(number(&world, "(h[2:4])[3][2]"), number(&world, "h[3][2]"));
    cr_assert_str_eq(complaint(&world, "h + dpre", &column),
                     "'+' needs equal shapes; here are 7 × 4 numbers and 6 × 4 numbers");
    cr_assert_eq(column, 3);
    cr_assert(strstr(complaint(&world, "h[1] < 2", &column),
                     "compares single numbers; here are 4 numbers and a single number"));
    cr_assert_eq(column, 6);
    world_free(&world);
}

Test(expression, goes_over_the_steps_alone)
{
    WorldSpec spec = world_spec();
    World world;
    size_t column;
    world_make(&world, &spec);
    cr_assert_lt(number(&world, "norm(sumt(dWh_t) - dWh)"), within(1e-12, 1e-6));
    cr_assert_float_eq(number(&world, "meant(h[1:6])[2]"), number(&world, "sum(h[1:6][2]) / 6"), 1e-15);
    cr_assert_float_eq(number(&world, "normt(dh)[3]"), number(&world, "norm(dh[0:6][3])"), 1e-15);
    cr_assert_eq(number(&world, "maxt(h)[1]"), number(&world, "max(h[0:6][1])"));
    cr_assert(strstr(complaint(&world, "sumt(Wh)", &column), "goes over the steps"));
    cr_assert(strstr(complaint(&world, "sumt(h[3])", &column), "goes over the steps"));
    world_free(&world);
}

Test(expression, norms_neither_overflow_nor_vanish)
{
    cr_assert_eq(worth("norm(1e-200)"), 1e-200);
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    double ratio = number(&world, "norm(x * 1e-200) / norm(x)");
    cr_assert_float_eq(ratio / 1e-200, 1, 1e-12);
    cr_assert_float_eq(number(&world, "norm(x * 1e200) / norm(x)") / 1e200, 1, 1e-12);
    world_free(&world);
}

Test(expression, remembers_what_was_before)
{
    WorldSpec spec = world_spec();
    World then, now;
    size_t column;
    world_make(&then, &spec);
    spec.updates = 4;
    world_make(&now, &spec);
    now.probe.before = &then.probe;
    cr_assert_eq(number(&now, "before(updates)"), 0);
    cr_assert_eq(number(&now, "updates"), 4);
    cr_assert_eq(number(&now, "params == before(params)"), 1);
    cr_assert_neq(number(&now, "Wh[1][1]"), number(&now, "before(Wh[1][1])"));
    cr_assert(strstr(complaint(&now, "before(before(h[1][1]))", &column), "inside a step of a lesson"));
    world_free(&then);
    world_free(&now);
}

static void prints(const World *world, const char *expression, const char *expected)
{
    Error error = {0};
    Value value;
    Text text = {0};
    cr_assert(probe_value(&world->probe, expression, &value, &error), "%s: %s", expression, error.message);
    value_text(&value, &text);
    cr_assert_str_eq(text_string(&text), expected);
    value_free(&value);
    text_free(&text);
}

Test(expression, prints_for_machines)
{
    WorldSpec spec = world_spec();
    World world;
    spec.hidden = 2;
    world_make(&world, &spec);
    prints(&world, "1/3", "0.33333333333333331");
    prints(&world, "1 < 2", "true");
    prints(&world, "2 < 1", "false");
    prints(&world, "h[0]", "0 0");
    prints(&world, "0 * abs(h[0:2])", "0 0\n0 0\n0 0");
    prints(&world, "0 * abs(dWh_t[1:2])", "0 0\n0 0\n\n0 0\n0 0");
    prints(&world, "0/0", "nan");
    prints(&world, "-1/0", "-inf");
    world_free(&world);
}
