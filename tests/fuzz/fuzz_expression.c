/* Expressions from strangers. With a fuzzer: clang -fsanitize=fuzzer -DBACKPASS_FUZZER. In `make check`: sentences of the
 * language, made and broken by a seeded generator. */
#include <stdint.h>

#include "tests/engine/probe_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* What a person reads must be readable, and must point into the expression. */
static void check_error(const Error *error, size_t length)
{
    size_t bad;
    require(error->kind == ERR_USE || error->kind == ERR_LIMIT || error->kind == ERR_NUMBER);
    require(error->message[0] && utf8_valid(error->message, strlen(error->message), &bad));
    require(error->column >= 1 && error->column <= length + 1);
    for (const char *at = error->message; *at; at++)
        require((unsigned char)*at >= 32 && *at != 127);
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* Every operand that has a name can be read under it, and is what the explanation says. */
static void check_operands(const Probe *probe, const Explanation *explanation)
{
    for (size_t i = 0; i < explanation->terms && i < 40; i++)
        for (size_t j = 0; j < explanation->term[i].operands; j++) {
            const Operand *operand = &explanation->term[i].operand[j];
            Error error = {0};
            double value;
            if (!operand->name[0])
                continue;
            require(probe_number(probe, operand->name, &value, &error));
            require(same(value, operand->value));
        }
}

static void check_explanation(const Probe *probe, const char *expression, const Value *value)
{
    Error error = {0};
    Explanation explanation;
    Text text = {0};
    bool done = explain(probe, expression, &explanation, &error);
    require(done == (value->rank == 0) || error.kind == ERR_LIMIT || error.kind == ERR_NUMBER);
    if (!done)
        return;
    require(same(explanation.value, value->data[0]) && explanation.formula[0]);
    check_operands(probe, &explanation);
    explanation_text(&explanation, 5, 60, false, &text);
    text_free(&text);
    explanation_free(&explanation);
}

static void check_expression(const Probe *probe, const char *expression)
{
    Error error = {0}, parse_error = {0};
    Value value;
    Text text = {0};
    bool parses = probe_parses(expression, &parse_error);
    if (!parses)
        check_error(&parse_error, strlen(expression));
    if (!probe_value(probe, expression, &value, &error)) {
        check_error(&error, strlen(expression));
        return;
    }
    require(parses);
    value_text(&value, &text);
    require(text.length > 0 || value.count == 0);
    check_explanation(probe, expression, &value);
    text_free(&text);
    value_free(&value);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    WorldSpec spec = world_spec();
    World world;
    spec.updates = 2;
    spec.hidden = 3;
    spec.longest = 4;
    world_make(&world, &spec);
    char *expression = malloc(count + 1); // exact, so that a sanitizer sees a byte too far
    require(expression != NULL);
    memcpy(expression, bytes, count);
    expression[count] = 0;
    check_expression(&world.probe, expression);
    free(expression);
    world_free(&world);
    return 0;
}

#ifndef BACKPASS_FUZZER
#include "engine/math/random.h"

enum { RUNS = 6000, ROOM = 600, PIECES_AT_ONCE = 14 };

static const char *const PIECES[] = {
    "h",         "dh",         "x",      "Wh",        "dWh_t",   "b",       "loss",
    "gradnorm",  "valid_loss", "target", "p",         "loss_n",  "params",  "raw",
    "dWx",       "[1]",        "[2]",    "[0]",       "[1:2]",   "[2:3]",   "[4]",
    "[9]",       "[",          "]",      ":",         "(",       ")",       "(",
    ")",         ",",          "+",      "-",         "*",       "/",       "^",
    "<",         ">=",         "==",     "!=",        " and ",   " or ",    " not ",
    "1",         "2.5",        "1e-3",   ".5",        "1e999",   "norm(",   "sumt(",
    "abs(",      "max(",       "sqrt(",  "log10(",    "rho(",    "sigma(",  "sigmas(",
    "jacobian(", "flow(",      "flows(", "spectrum(", "before(", "(train)", "(sample)",
    "mlp-2:",    "net:",       "x:",     "@1",        "@2",      "@1r",     ".f",
    " ",         "\t",         "\n",     "\xC3\xA9",  "\xFF",    "\x01",    "999999999999999999999"};

/* Whole sentences, so that mutation begins near the language. */
static const char *const SENTENCES[] = {"norm(dh[1]) / norm(dh[3]) < 1e-3 and params == 12",
                                        "(h[2:3] - h[1:2])[2][1] ^ 2",
                                        "max(abs(dWh_t[1:2][1]))",
                                        "mlp-2:h[2][1] * -x[1][2] / 3",
                                        "sumt(dWx_t)[2][1] + flow(1,3)",
                                        "log10(norm(sumt(dWh_t) - dWh))",
                                        "valid_loss[0] - loss(train) + gradnorm[1]",
                                        "spectrum(0,3)[2] != 0 or not rho(Wh) > 1",
                                        "meant(h)[3] - mean(h[1:3][3])"};

static void add(char *text, const char *piece)
{
    if (strlen(text) + strlen(piece) < ROOM)
        strcat(text, piece);
}

static void sentence(Rng *rng, char *text)
{
    text[0] = 0;
    for (size_t pieces = 1 + rng_below(rng, PIECES_AT_ONCE); pieces > 0; pieces--)
        add(text, PIECES[rng_below(rng, sizeof PIECES / sizeof PIECES[0])]);
}

/* A known sentence with one piece put in, or one stretch taken out, or one byte changed. */
static void broken_sentence(Rng *rng, char *text)
{
    const char *whole = SENTENCES[rng_below(rng, sizeof SENTENCES / sizeof SENTENCES[0])];
    size_t length = strlen(whole), at = rng_below(rng, length + 1), cut = rng_below(rng, 3);
    snprintf(text, ROOM, "%.*s", (int)at, whole);
    if (rng_below(rng, 2))
        add(text, PIECES[rng_below(rng, sizeof PIECES / sizeof PIECES[0])]);
    add(text, whole + (at + cut < length ? at + cut : length));
    if (rng_below(rng, 4) == 0 && text[0])
        text[rng_below(rng, strlen(text))] = (char)(1 + rng_below(rng, 255));
}

typedef void (*Make)(Rng *rng, char *text);

static void run(const char *purpose, Make make)
{
    WorldSpec spec = world_spec();
    World world;
    char text[ROOM];
    size_t values = 0;
    spec.updates = 2;
    spec.hidden = 3;
    spec.longest = 4;
    world_make(&world, &spec);
    for (size_t i = 0; i < RUNS; i++) {
        Rng rng = rng_stream(1, purpose, i);
        Error error = {0};
        Value value;
        make(&rng, text);
        check_expression(&world.probe, text);
        values += probe_value(&world.probe, text, &value, &error);
        value_free(&value);
    }
    cr_assert_gt(values, 20, "%zu sentences of %d made sense: the generator has lost the language", values, RUNS);
    cr_assert_lt(values, RUNS, "all of them made sense: the generator breaks nothing");
    world_free(&world);
}

Test(fuzz_expression, pieces_thrown_together_are_worth_something_or_refused)
{
    run("fuzz_pieces", sentence);
}

Test(fuzz_expression, sentences_broken_at_one_place_are_worth_something_or_refused)
{
    run("fuzz_broken", broken_sentence);
}

Test(fuzz_expression, the_fuzzers_door_opens)
{
    for (size_t i = 0; i < sizeof SENTENCES / sizeof SENTENCES[0]; i++)
        cr_assert_eq(LLVMFuzzerTestOneInput((const uint8_t *)SENTENCES[i], strlen(SENTENCES[i])), 0);
    cr_assert_eq(LLVMFuzzerTestOneInput((const uint8_t *)"", 0), 0);
}
#endif
