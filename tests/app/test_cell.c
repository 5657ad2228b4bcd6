/* The wiring of a cell: every wire of every kind carries the number it names, in the order of computation, and is explained. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command/command.h"
#include "app/view/circuit.h"
#include "app/view/view.h"
#include "engine/math/blas.h"

static Session *session_of(const char *commands)
{
    Error error = {0};
    blas_threads(1);
    Session *session = session_new(1, ".");
    cr_assert(command_run(session, commands, &error), "%s: %s", commands, error.message);
    return session;
}

static void run(Session *session, const char *commands)
{
    Error error = {0};
    cr_assert(command_run(session, commands, &error), "%s: %s", commands, error.message);
}

static void eye_of(Session *session, Eye *eye)
{
    Error error = {0};
    cr_assert(session_eye(session, eye, &error), "%s", error.message);
}

static Grid *draw(Session *session, int width, int height, bool ascii)
{
    Eye eye;
    Grid *grid = grid_new(width, height);
    grid->ascii = ascii;
    grid->cursor_x = grid->cursor_y = -1;
    eye_of(session, &eye);
    CELL_VIEW.draw(session, &eye, grid, grid_whole(grid));
    return grid;
}

static char *text_of(Session *session, int width, int height, bool ascii)
{
    Text text = {0};
    Grid *grid = draw(session, width, height, ascii);
    grid_to_text(grid, &text);
    grid_free(grid);
    return text.bytes;
}

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

static double number(Session *session, const char *expression)
{
    Eye eye;
    Error error = {0};
    double value = NAN;
    eye_of(session, &eye);
    cr_expect(probe_number(&eye.probe, expression, &value, &error), "%s: %s", expression, error.message);
    return value;
}

static void check_marks(Session *session, const Grid *grid)
{
    for (size_t i = 0; i < grid->marks; i++)
        cr_expect(number(session, grid->mark[i].name) == grid->mark[i].value, "%s", grid->mark[i].name);
}

/** The mark the cursor rests on; every wire has one, and it can be taken apart. */
static void check_wire(Session *session, const char *what, size_t wire)
{
    static const int SIZES[][2] = {{76, 21}, {78, 9}, {40, 8}, {150, 30}};
    char asked[160];
    Error error = {0};
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        Grid *grid = draw(session, SIZES[s][0], SIZES[s][1], s == 2);
        const Mark *mark = grid_marked(grid, grid->cursor_x, grid->cursor_y);
        cr_assert(mark != NULL, "%s: wire %zu has no number at %dx%d", what, wire, SIZES[s][0], SIZES[s][1]);
        check_marks(session, grid);
        snprintf(asked, sizeof asked, "explain %s", mark->name);
        grid_free(grid);
        if (s == 0) {
            cr_expect(command_run(session, asked, &error), "%s: %s", asked, error.message);
            run(session, "back");
        }
    }
}

static void check_cell(const char *commands)
{
    Session *session = session_of(commands);
    size_t wires = circuit_wires(session), T = world_steps(session->world);
    cr_assert(wires > 4, "%s: %zu wires", commands, wires);
    for (size_t i = 0; i < 6; i++)
        for (size_t wire = 1; wire <= wires; wire++) {
            session->cursor.t = i % 3 == 0 ? 1 : i % 3 == 1 ? T : 3;
            session->cursor.backward = i >= 3;
            session->cursor.unit = 1 + wire % world_units(session->world);
            session->cursor.wire = wire;
            check_wire(session, commands, wire);
        }
    session_free(session);
}

#define DATA "data signal length=5 sequences=40; "

Test(cell, of_an_rnn_has_its_numbers)
{
    check_cell(DATA "model rnn hidden=3; view cell");
    check_cell(DATA "model rnn hidden=3 activation=relu; view cell");
    check_cell(DATA "model rnn hidden=1 activation=identity; view cell");
}

Test(cell, of_an_mlp_has_its_numbers)
{
    check_cell(DATA "model mlp hidden=3; view cell");
}

Test(cell, of_an_lstm_has_its_numbers)
{
    check_cell(DATA "model lstm hidden=3; view cell");
}

Test(cell, of_a_gru_has_its_numbers_in_all_four_forms)
{
    check_cell(DATA "model gru hidden=3; view cell");
    check_cell(DATA "model gru hidden=3 reset=after; view cell");
    check_cell(DATA "model gru hidden=3 update=keep; view cell");
    check_cell(DATA "model gru hidden=3 reset=after update=keep; view cell");
}

Test(cell, of_any_layer_and_direction_has_its_numbers)
{
    static const char *const TRACKS[] = {"@1", "@1r", "@2", "@2r"}, *const KINDS[] = {"rnn", "lstm", "gru"};
    char commands[200];
    for (size_t kind = 0; kind < 3; kind++)
        for (size_t track = 0; track < 4; track++) {
            snprintf(commands, sizeof commands, DATA "model %s hidden=2 layers=2 bidirectional=yes; view cell %s", KINDS[kind],
                     TRACKS[track]);
            check_cell(commands);
        }
}

/* ---- what is drawn is what is computed --------------------------------------------------------------------------- */

/** What the wires into a number make of it, by the equations of the books. */
static void check_sum(Session *session, const char *sum, const char *whole)
{
    cr_expect(fabs(number(session, sum) - number(session, whole)) < 1e-12, "%s is not %s", sum, whole);
}

Test(cell, draws_the_sums_that_the_engine_computes)
{
    Session *session = session_of(DATA "model lstm hidden=3; view cell; goto 3; unit 2");
    check_sum(session, "f[3][2] * c[2][2] + i[3][2] * g[3][2]", "c[3][2]");
    check_sum(session, "o[3][2] * tanh(c[3][2])", "h[3][2]");
    check_sum(session, "sum(Wx.f[2] * x[3]) + sum(Wh.f[2] * h[2]) + b.f[2]", "pre.f[3][2]");
    check_sum(session, "dh[3][2] * o[3][2]", "dc.h[3][2] / (1 - tanh(c[3][2])^2)");
    run(session, "model gru hidden=3");
    check_sum(session, "sum(Wx.n[2] * x[3]) + sum(Wh.n[2] * (r[3] * h[2])) + b.n[2]", "pre.n[3][2]");
    check_sum(session, "sum(Wh.n[1:3][2] * dpre.n[3]) * h[2][2]", "dr[3][2]");
    check_sum(session, "(1 - z[3][2]) * h[2][2] + z[3][2] * n[3][2]", "h[3][2]");
    run(session, "model gru hidden=3 reset=after update=keep");
    check_sum(session, "sum(Wx.n[2] * x[3]) + b.n[2] + r[3][2] * (sum(Wh.n[2] * h[2]) + bh[2])", "pre.n[3][2]");
    check_sum(session, "z[3][2] * h[2][2] + (1 - z[3][2]) * n[3][2]", "h[3][2]");
    check_sum(session, "dpre.n[3][2] * (sum(Wh.n[2] * h[2]) + bh[2])", "dr[3][2]");
    session_free(session);
}

static void expect_drawn(const char *commands, const char *wanted, bool there)
{
    Session *session = session_of(commands);
    char *text = text_of(session, 76, 21, false);
    cr_expect((strstr(text, wanted) != NULL) == there, "%s: \"%s\"\n%s", commands, wanted, text);
    free(text);
    session_free(session);
}

Test(cell, puts_one_minus_z_on_the_wire_it_belongs_to)
{
    expect_drawn(DATA "model gru hidden=3; goto 3", "(1−z)⊙h₂", true);
    expect_drawn(DATA "model gru hidden=3; goto 3", "─(1−)─", false);
    expect_drawn(DATA "model gru hidden=3 update=keep; goto 3", "(1−z)⊙h̃", true);
    expect_drawn(DATA "model gru hidden=3 update=keep; goto 3", "─(1−)─", true);
    expect_drawn(DATA "model gru hidden=3; goto 3", "[Wₕ]", false);
    expect_drawn(DATA "model gru hidden=3 reset=after; goto 3", "[Wₕ]", true);
    expect_drawn(DATA "model mlp hidden=3; goto 3", "Wₕ", false);
    expect_drawn(DATA "model rnn hidden=3 activation=relu; goto 3", "relu", true);
}

Test(cell, shows_what_is_held_and_what_is_cut)
{
    Session *session = session_of(DATA "model lstm hidden=3; view cell; goto 3; unit 2");
    Error error = {0};
    Net *net = (Net *)trainer_net(world_model(session->world)->trainer);
    char *free_text = text_of(session, 76, 21, false);
    cr_expect(!strstr(free_text, "held") && !strstr(free_text, "cut"));
    cr_assert(net_hold(net, 0, 1, 1, 0.75, &error) && net_cut(net, (Cut){.t = 3, .edge = EDGE_BOTH}, &error));
    world_changed(session->world);
    char *text = text_of(session, 76, 21, false);
    cr_expect(strstr(text, "held") && strstr(text, "0.75") && strstr(text, "cut") && strstr(text, "┄"), "%s", text);
    session->cursor.wire = 5;
    char *said = text_of(session, 76, 21, false);
    cr_expect(strstr(said, "f is held at 0.75"), "%s", said);
    free(said);
    session->cursor.wire = 3;
    said = text_of(session, 76, 21, false);
    cr_expect(strstr(said, "This edge is cut: step 3 reads 0"), "%s", said);
    free(said);
    Grid *grid = draw(session, 76, 21, false);
    check_marks(session, grid);
    grid_free(grid);
    free(free_text);
    free(text);
    session_free(session);
}

/** No number stands on another: every cell of a mark is still its own. */
static void check_overlap(const Grid *grid, const char *what)
{
    for (size_t i = 0; i < grid->marks; i++)
        for (int x = 0; x < grid->mark[i].width; x++) {
            const Mark *there = grid_marked(grid, grid->mark[i].x + x, grid->mark[i].y);
            cr_expect(there == &grid->mark[i], "%s at %dx%d: %s is under %s", what, grid->width, grid->height,
                      grid->mark[i].name, there ? there->name : "nothing");
        }
}

Test(cell, has_no_number_over_another_at_any_size)
{
    static const char *const MODELS[] = {"lstm", "gru", "gru reset=after update=keep", "rnn", "mlp"};
    char commands[160];
    for (size_t m = 0; m < sizeof MODELS / sizeof *MODELS; m++) {
        snprintf(commands, sizeof commands, "data carry length=120 sequences=20; model %s; goto 103", MODELS[m]);
        Session *session = session_of(commands);
        for (int width = 10; width < 200; width += 11)
            for (int height = 3; height < 40; height += 4) {
                session->cursor.backward = height % 8 == 3;
                session->cursor.wire = (size_t)(width + height) % 17;
                Grid *grid = draw(session, width, height, width % 2);
                check_overlap(grid, MODELS[m]);
                grid_free(grid);
            }
        session_free(session);
    }
}

/* ---- walking ----------------------------------------------------------------------------------------------------- */

static void expect_at(const Session *session, size_t t, size_t wire, bool backward)
{
    const Cursor *cursor = &session->cursor;
    cr_expect(cursor->t == t && cursor->wire == wire && cursor->backward == backward, "at %zu, wire %zu, %s", cursor->t,
              cursor->wire, cursor->backward ? "backward" : "forward");
}

Test(walk, goes_wire_by_wire_and_from_the_last_into_the_next_step)
{
    Session *session = session_of(DATA "model lstm hidden=3; view cell; wire 1");
    size_t wires = circuit_wires(session);
    cr_assert_eq(wires, 16);
    for (size_t i = 1; i < wires; i++)
        run(session, "next");
    expect_at(session, 1, wires, false);
    run(session, "next");
    expect_at(session, 2, 1, false);
    run(session, "back");
    expect_at(session, 1, wires, false);
    run(session, "goto 5; wire 16; next");
    expect_at(session, 5, wires, true);
    run(session, "next");
    expect_at(session, 5, wires - 1, true);
    run(session, "wire 1; next");
    expect_at(session, 4, wires, true);
    run(session, "back");
    expect_at(session, 5, 1, true);
    run(session, "goto 1; wire 1; next");
    expect_at(session, 1, 1, true);
    session_free(session);
}

Test(walk, by_command_stays_within_the_step)
{
    Session *session = session_of(DATA "model gru hidden=3; view cell; wire 2; wire +3; wire -1");
    Error error = {0};
    expect_at(session, 1, 4, false);
    run(session, "wire +100");
    expect_at(session, 1, circuit_wires(session), false);
    run(session, "wire 1; wire 99");
    expect_at(session, 1, circuit_wires(session), false);
    cr_expect(!command_run(session, "wire 0", &error), "%s", error.message);
    session_free(session);
    session = session_of("seed 3");
    error = (Error){0};
    cr_expect(!command_run(session, "wire +1", &error) && strstr(error.message, "model lstm"), "%s", error.message);
    session_free(session);
}

Test(walk, is_in_the_order_of_computation)
{
    static const char *const ORDER[] = {"x[2][1]", "norm(h[1])", "c[1][2]", "pre.f[2][2]", "f[2][2]", "f[2][2] * c[1][2]",
                                        "pre.i[2][2]", "i[2][2]", "pre.g[2][2]", "g[2][2]", "i[2][2] * g[2][2]", "c[2][2]",
                                        "tanh(c[2][2])", "pre.o[2][2]", "o[2][2]", "h[2][2]"};
    Session *session = session_of("data carry length=5 sequences=40; model lstm hidden=3; view cell; goto 2; unit 2");
    size_t inputs = (size_t)number(session, "inputs");
    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++) {
        session->cursor.wire = i + 1;
        Grid *grid = draw(session, 76, 21, false);
        const Mark *mark = grid_marked(grid, grid->cursor_x, grid->cursor_y);
        cr_expect(mark && !strcmp(mark->name, i == 0 && inputs > 1 ? "norm(x[2])" : ORDER[i]), "%zu: %s", i,
                  mark ? mark->name : "none");
        grid_free(grid);
    }
    session_free(session);
}

Test(walk, plays_through_the_step)
{
    Session *session = session_of(DATA "model rnn hidden=2; view cell; goto 5; wire 1; play");
    expect_at(session, 1, 1, true);
    session_free(session);
}

Test(view, takes_a_layer_and_refuses_what_is_not_there)
{
    Session *session = session_of(DATA "model lstm hidden=2 layers=2; view cell @1");
    Error error = {0};
    cr_expect(session->cursor.layer == 1 && !session->cursor.reverse);
    char *text = text_of(session, 76, 21, false);
    cr_expect(strstr(text, "layer 1 of 2"), "%s", text);
    free(text);
    cr_expect(!command_run(session, "view cell @3", &error) && strstr(error.message, "outside 1"), "%s", error.message);
    error = (Error){0};
    cr_expect(!command_run(session, "view cell @1r", &error) && strstr(error.message, "bidirectional"), "%s", error.message);
    error = (Error){0};
    cr_expect(!command_run(session, "view cell x", &error) && strstr(error.message, "@1"), "%s", error.message);
    session_free(session);
}

Test(view, comes_back_where_it_was)
{
    Session *session = session_of(DATA "model lstm hidden=2 layers=2 name=deep; view cell @1; wire 12");
    Text place = {0};
    session_place(session, &place);
    cr_expect(strstr(place.bytes, "view cell @1; ") && strstr(place.bytes, "wire 12"), "%s", place.bytes);
    run(session, place.bytes);
    run(session, "model rnn hidden=2");
    place.length = 0;
    session_place(session, &place);
    run(session, place.bytes);
    cr_expect(strstr(place.bytes, "@1") != NULL && session->cursor.wire == circuit_wires(session), "%s", place.bytes);
    text_free(&place);
    session_free(session);
}

Test(view, of_a_quantity_or_a_layer_comes_back)
{
    static const char *const LINES[] = {"view gates @1", "view unroll @2", "view gradients dc", "view states dc.alone"};
    Session *session = session_of(DATA "model lstm hidden=2 layers=2");
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        Text place = {0};
        run(session, LINES[i]);
        session_place(session, &place);
        cr_expect(strstr(place.bytes, LINES[i]) == place.bytes, "%s", place.bytes);
        text_free(&place);
    }
    Error error = {0};
    cr_expect(!command_run(session, "view gradients Wh", &error) && strstr(error.message, "a row a step"), "%s", error.message);
    error = (Error){0};
    cr_expect(!command_run(session, "view gradients dh*2", &error) && strstr(error.message, "one quantity"), "%s", error.message);
    error = (Error){0};
    cr_expect(!command_run(session, "view jacobian @1", &error) && strstr(error.message, "view gradients dc"), "%s", error.message);
    session_free(session);
}

Test(view, tells_the_chosen_wire_without_colour)
{
    Session *session = session_of(DATA "model lstm hidden=3; view cell; goto 3; wire 8");
    char *text = text_of(session, 76, 21, false), *plain = text_of(session, 76, 21, true);
    cr_expect(strstr(text, "┏━━━┻━━━┓") != NULL || strstr(text, "┏━━") != NULL, "%s", text);
    cr_expect(strstr(plain, "###") != NULL, "%s", plain);
    for (const char *at = plain; *at; at++)
        cr_expect((unsigned char)*at < 128);
    free(text);
    free(plain);
    session_free(session);
}
