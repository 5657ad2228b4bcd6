/* Every width of a layer beside the plain equations: forward by scalar loops and libm, backward by forward mode. */
#include "engine/net/gradcheck.h"
#include "tests/engine/sample.h"

enum { D = 3, T = 4, B = 3, K = 2, WIDEST = 70 };
static const size_t LENGTHS[B] = {4, 3, 2};

typedef struct Pass {
    Net *net;
    Batch *batch;
    Tape *tape;
    real *gradient;
} Pass;

static Pass pass_new(const char *cell, Reset reset, Update update, size_t H)
{
    NetSpec spec = sample_spec(cell, D, H, K, LOSS_SQUARED);
    spec.reset = reset;
    spec.update = update;
    Pass pass = {.net = sample_net(spec, 3)};
    pass.batch = sample_batch(pass.net, B, LENGTHS, false, 4);
    pass.tape = sample_tape(pass.net, pass.batch);
    pass.gradient = calloc(pass.net->layout.count, sizeof *pass.gradient);
    net_forward(pass.net, pass.batch, pass.tape);
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

static double weight(const Pass *pass, const char *name, size_t unit, size_t input)
{
    const Part *part = layout_find(&pass->net->layout, name);
    return (double)pass->net->weights[part_at(part, unit, input)];
}

/* Wx x + b, and Wh·state, of one pre-activation. */
static double from_input(const Pass *pass, size_t row, size_t unit)
{
    double sum = weight(pass, "b", unit, 0);
    for (size_t d = 0; d < D; d++)
        sum += weight(pass, "Wx", unit, d) * (double)pass->batch->x[row * D + d];
    return sum;
}

static double from_state(const Pass *pass, const double *state, size_t unit)
{
    double sum = 0;
    for (size_t j = 0; j < pass->net->spec.hidden; j++)
        sum += weight(pass, "Wh", unit, j) * state[j];
    return sum;
}

static double open(double z)
{
    return 1 / (1 + exp(-z));
}

/* One step of one sequence by the books: h and c from h and c. */
static void plain_step(const Pass *pass, size_t row, double *h, double *c)
{
    const NetSpec *spec = &pass->net->spec;
    const size_t H = spec->hidden;
    double before[WIDEST], reset[WIDEST], z[4][WIDEST];
    memcpy(before, h, H * sizeof *h);
    for (size_t u = 0; u < H; u++) {
        for (size_t block = 0; block < spec->cell->blocks; block++)
            z[block][u] = from_input(pass, row, block * H + u);
        for (size_t block = 0; block < (*spec->cell->name == 'g' ? 2 : spec->cell->blocks); block++)
            z[block][u] += from_state(pass, before, block * H + u);
        reset[u] = open(z[0][u]) * before[u];
    }
    for (size_t u = 0; u < H; u++)
        if (*spec->cell->name == 'r')
            h[u] = tanh(z[0][u]);
        else if (*spec->cell->name == 'l') {
            c[u] = open(z[1][u]) * c[u] + open(z[0][u]) * tanh(z[2][u]);
            h[u] = open(z[3][u]) * tanh(c[u]);
        } else {
            const double product = spec->reset == RESET_BEFORE
                                       ? from_state(pass, reset, 2 * H + u)
                                       : open(z[0][u]) * (from_state(pass, before, 2 * H + u) + weight(pass, "bh", u, 0));
            const double n = tanh(z[2][u] + product), keep = spec->update == UPDATE_KEEP ? open(z[1][u]) : 1 - open(z[1][u]);
            h[u] = keep * before[u] + (1 - keep) * n;
        }
}

static void check_forward(const Pass *pass)
{
    const size_t H = pass->net->spec.hidden;
    for (size_t b = 0; b < B; b++) {
        double h[WIDEST] = {0}, c[WIDEST] = {0};
        for (size_t t = 1; t <= LENGTHS[b]; t++) {
            plain_step(pass, (t - 1) * B + b, h, c);
            for (size_t u = 0; u < H; u++)
                cr_assert_leq(fabs((double)pass->tape->h[(t * B + b) * H + u] - h[u]), within(1e-14, 3e-6),
                              "%s H=%zu step %zu row %zu unit %zu", pass->net->spec.cell->name, H, t, b, u);
        }
    }
}

/* Some weights of each part: first, last and one between. */
static void check_backward(const Pass *pass)
{
    const double norm = sample_norm(pass->net->layout.count, pass->gradient);
    for (size_t i = 0; i < pass->net->layout.parts; i++) {
        const Part *part = &pass->net->layout.part[i];
        const size_t count = part->units * part->inputs, some[] = {0, count / 3, count - 1};
        for (size_t j = 0; j < 3; j++) {
            const Spot spot = {.kind = SPOT_WEIGHT, .index = part->offset + some[j]};
            const double tangent = net_tangent(pass->net, pass->batch, pass->tape, spot);
            cr_assert_leq(fabs(tangent - (double)pass->gradient[spot.index]), within(1e-12, 1e-4) * norm,
                          "%s H=%zu %s %zu: %g, %g", pass->net->spec.cell->name, pass->net->spec.hidden, part->name,
                          some[j], tangent, (double)pass->gradient[spot.index]);
        }
    }
}

static void check_widths(const char *cell, Reset reset, Update update)
{
    for (size_t H = 1; H <= WIDEST; H++) {
        Pass pass = pass_new(cell, reset, update, H);
        check_forward(&pass);
        check_backward(&pass);
        pass_free(&pass);
    }
}

Test(kernels, rnn_of_every_width_is_as_in_the_books)
{
    check_widths("rnn", RESET_BEFORE, UPDATE_REPLACE);
}

Test(kernels, lstm_of_every_width_is_as_in_the_books)
{
    check_widths("lstm", RESET_BEFORE, UPDATE_REPLACE);
}

Test(kernels, gru_of_every_width_is_as_in_the_books)
{
    check_widths("gru", RESET_BEFORE, UPDATE_REPLACE);
    check_widths("gru", RESET_AFTER, UPDATE_KEEP);
}

/* What is held and cut costs no speed but must be as it was: a held gate's rows of dpre are 0 to the bit. */
Test(kernels, held_units_pass_nothing_back_at_widths_with_tails)
{
    for (size_t H = 15; H <= 19; H++) {
        Pass pass = pass_new("lstm", RESET_BEFORE, UPDATE_REPLACE, H);
        Error error = {0};
        cr_assert(net_hold(pass.net, 0, 1, H - 1, 0.25, &error));
        net_forward(pass.net, pass.batch, pass.tape);
        net_backward(pass.net, pass.batch, pass.tape, 1, pass.gradient);
        for (size_t row = 0; row < LENGTHS[B - 1] * B; row++) {
            cr_assert(pass.tape->track[0].gate[row * 4 * H + 2 * H - 1] == (real)0.25);
            cr_assert(pass.tape->dpre[row * 4 * H + 2 * H - 1] == 0 && pass.tape->dpre[row * 4 * H + H - 1] != 0);
        }
        check_backward(&pass);
        pass_free(&pass);
    }
}
