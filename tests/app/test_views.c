/* Every view at many sizes: no fault, every number drawn is the number it names, and the pictures kept in tests/golden.
 * To write those anew, from the top folder: top_srcdir=$PWD OPENBLAS_CORETYPE=Haswell OPENBLAS_NUM_THREADS=1
 * BACKPASS_GOLDEN=write build/tests/app/test_views */
#include <criterion/criterion.h>

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/command/command.h"
#include "app/view/view.h"
#include "engine/base/file.h"
#include "engine/base/memory.h"
#include "engine/math/blas.h"

static const char *const VIEW_NAMES[] = {"unroll", "states", "gates", "gradients", "jacobian",
                                         "influence", "compare", "training", "equation", "cell"};
enum { VIEW_COUNT = sizeof VIEW_NAMES / sizeof *VIEW_NAMES };

static Session *session_of(const char *commands)
{
    char folder[512];
    Error error = {0};
    snprintf(folder, sizeof folder, "%s/lessons", getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    blas_threads(1);
    Session *session = session_new(1, folder);
    if (*commands)
        cr_assert(command_run(session, commands, &error), "%s: %s", commands, error.message);
    *session->notice = 0;
    return session;
}

static void run_line(Session *session, const char *line)
{
    Error error = {0};
    cr_assert(command_run(session, line, &error), "%s: %s", line, error.message);
}

static void look_at(Session *session, const char *view)
{
    snprintf(session->cursor.view, sizeof session->cursor.view, "%s", view);
}

static Grid *draw_frame(Session *session, int width, int height, bool ascii)
{
    Grid *grid = grid_new(width, height);
    grid->ascii = ascii;
    frame_build(session);
    frame_draw(session, grid);
    return grid;
}

static char *frame_text(Session *session, int width, int height, bool ascii)
{
    Grid *grid = draw_frame(session, width, height, ascii);
    Text text = {0};
    grid_to_text(grid, &text);
    grid_free(grid);
    return text.bytes;
}

static void expect_text(Session *session, int width, int height, const char *wanted)
{
    char *text = frame_text(session, width, height, false);
    cr_expect(strstr(text, wanted) != NULL, "\"%s\" is not in\n%s", wanted, text);
    free(text);
}

/* ---- every number drawn is the number it names ------------------------------------------------------------------- */

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* The digits shown are the value rounded to some number of significant digits: to none that is wrong. */
static bool rounds_to(double value, const char *shown)
{
    char digits[64];
    double number = strtod(shown, NULL);
    for (int i = 1; i <= 17; i++) {
        snprintf(digits, sizeof digits, "%.*e", i - 1, value);
        if (same(strtod(digits, NULL), number))
            return true;
    }
    return false;
}

static size_t check_marks(const Session *session, const Grid *grid)
{
    Eye eye;
    Error error = {0};
    cr_assert(session_eye(session, &eye, &error), "%s", error.message);
    for (size_t i = 0; i < grid->marks; i++) {
        const Mark *mark = &grid->mark[i];
        double number = NAN;
        Error why = {0};
        cr_expect(probe_number(&eye.probe, mark->name, &number, &why), "%s: %s: %s", session->cursor.view, mark->name,
                  why.message);
        cr_expect(same(number, mark->value), "%s: %s is %.17g, drawn %.17g", session->cursor.view, mark->name, number,
                  mark->value);
        cr_expect(!*mark->shown || *mark->shown == '#' || rounds_to(mark->value, mark->shown),
                  "%s: %s is %.17g, shown %s", session->cursor.view, mark->name, mark->value, mark->shown);
    }
    return grid->marks;
}

static void check_all_views(const char *commands)
{
    static const int SIZES[][2] = {{80, 24}, {120, 40}, {200, 60}, {40, 12}, {97, 31}, {10, 3}};
    Session *session = session_of(commands);
    size_t marks = 0;
    for (int v = 0; v < VIEW_COUNT; v++)
        for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++)
            for (int backward = 0; backward < 2; backward++) {
                look_at(session, VIEW_NAMES[v]);
                session->cursor.backward = backward;
                session->cursor.t = 3 + s;
                Grid *grid = draw_frame(session, SIZES[s][0], SIZES[s][1], s % 2);
                marks += check_marks(session, grid);
                grid_free(grid);
            }
    cr_expect(marks > 3000, "only %zu marks", marks);
    session_free(session);
}

Test(marks, are_what_they_name_untrained)
{
    check_all_views("data carry length=12 sequences=40; model rnn hidden=7");
}

Test(marks, are_what_they_name_trained_on_classes)
{
    check_all_views("data signal length=11 sequences=60; model rnn hidden=5; train updates=12");
}

Test(marks, are_what_they_name_without_memory)
{
    check_all_views("data carry length=9 sequences=40; model rnn hidden=6; model mlp hidden=8; train updates=3");
}

Test(marks, are_what_they_name_with_knives_in)
{
    check_all_views("data carry length=10 sequences=40; model rnn hidden=6; scale Wh 1.5; input x[3][1] 0.5");
}

Test(marks, are_what_they_name_exploding)
{
    check_all_views("data carry length=40 sequences=20; model rnn hidden=9 activation=identity gain=12");
}

Test(marks, are_what_they_name_where_no_gradient_is_left)
{
    check_all_views("data carry length=12 sequences=20; model rnn hidden=5; scale Wy 0");
}

Test(marks, are_what_they_name_of_models_beside_each_other)
{
    check_all_views("data carry length=12 sequences=40; model mlp hidden=2; model rnn hidden=7; model lstm hidden=3; "
                    "model gru hidden=5 bidirectional=yes layers=2; train updates=3; use lstm");
    check_all_views("data signal length=70 sequences=20; model rnn hidden=30; model lstm hidden=3; model gru hidden=9");
}

Test(marks, are_what_they_name_of_gates)
{
    check_all_views("data carry length=12 sequences=40; model lstm hidden=5; train updates=3");
    check_all_views("data carry length=11 sequences=40; model gru hidden=6; train updates=3");
    check_all_views("data signal length=9 sequences=40; model gru hidden=4 reset=after update=keep layers=2");
    check_all_views("data signal length=9 sequences=40; model lstm hidden=4 bidirectional=yes layers=2");
}

Test(marks, are_what_they_name_of_models_compared)
{
    check_all_views("data signal length=12 sequences=60; compare rnn lstm gru hidden=3; train updates=60");
    check_all_views("data carry length=12 sequences=60; compare mlp gru hidden=3; train updates=4");
    check_all_views("data carry length=12 sequences=60; compare rnn lstm hidden=3");
}

Test(marks, are_what_they_name_of_gates_with_knives_in)
{
    check_all_views("data carry length=12 sequences=40; model lstm hidden=5; hold f 1; cut 5; cut 7 edge=direct");
    check_all_views("data carry length=12 sequences=40; model gru hidden=5; hold z[2] 0.5; cut 5; cut 7 edge=weights");
    check_all_views("data carry length=12 sequences=40; model gru hidden=5 reset=after; cut 5");
}

Test(marks, of_states_are_of_the_quantity_chosen)
{
    static const char *const QUANTITIES[] = {"h", "dh", "pre", "dpre", "x", "dx", "y", "dy", "p"};
    Session *session = session_of("data signal length=9 sequences=40; model rnn hidden=5; view states");
    for (size_t i = 0; i < sizeof QUANTITIES / sizeof *QUANTITIES; i++) {
        snprintf(session->cursor.states, sizeof session->cursor.states, "%s", QUANTITIES[i]);
        Grid *grid = draw_frame(session, 100, 30, false);
        cr_expect(check_marks(session, grid) > 9, "%s", QUANTITIES[i]);
        const Mark *mark = grid_marked(grid, grid->cursor_x, grid->cursor_y);
        cr_expect(mark && !strncmp(mark->name, QUANTITIES[i], strlen(QUANTITIES[i])), "%s", QUANTITIES[i]);
        grid_free(grid);
    }
    session_free(session);
}

Test(marks, of_explanations_are_true_down_to_the_leaves)
{
    static const char *const ASKED[] = {"h[4][2]",
                                        "pre[4][2]",
                                        "dh[2][1]",
                                        "dpre[3][1]",
                                        "dWh[1][2]",
                                        "dWx[1][1]",
                                        "db[2]",
                                        "y[9][1]",
                                        "loss_t[9]",
                                        "loss(sample)",
                                        "x[2][1]",
                                        "Wh[1][1]",
                                        "norm(dh[3])",
                                        "norm(dh[1]) / norm(dh[9])",
                                        "log10(norm(h[2]))",
                                        "rho(Wh)"};
    Session *session =
        session_of("data carry length=9 sequences=40; model rnn hidden=5; train updates=4; view equation");
    for (size_t i = 0; i < sizeof ASKED / sizeof *ASKED; i++) {
        session->cursor.trails = 1;
        snprintf(session->cursor.trail[0], QUANTITY_MAX, "%s", ASKED[i]);
        Grid *grid = draw_frame(session, 110, 40, false);
        cr_expect(session->explained, "%s: %s", ASKED[i], session->explain_error);
        cr_expect(check_marks(session, grid) >= 1, "%s", ASKED[i]);
        grid_free(grid);
    }
    session_free(session);
}

/* ---- no size is too small or too large --------------------------------------------------------------------------- */

static void check_size(Session *session, int width, int height, bool ascii)
{
    Grid *grid = draw_frame(session, width, height, ascii);
    cr_expect(grid->cursor_x < width && grid->cursor_y < height, "%s %dx%d: cursor at %d,%d", session->cursor.view,
              width, height, grid->cursor_x, grid->cursor_y);
    size_t drawn = 0;
    for (int i = 0; i < width * height; i++)
        drawn += grid->cell[i].glyph[0] > ' ';
    cr_expect(drawn > 0 || width < 10 || height < 3, "%s %dx%d is empty", session->cursor.view, width, height);
    grid_free(grid);
}

static void check_sizes(const char *commands)
{
    static const int WIDTHS[] = {1, 2, 3, 4, 7, 10, 11, 17, 39, 40, 41, 59, 79, 80, 95, 96, 97, 131, 400};
    static const int HEIGHTS[] = {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 15, 19, 24, 36, 37, 61, 200};
    enum { WIDE = sizeof WIDTHS / sizeof *WIDTHS, HIGH = sizeof HEIGHTS / sizeof *HEIGHTS };
    Session *session = session_of(commands);
    for (int v = 0; v < VIEW_COUNT; v++) {
        look_at(session, VIEW_NAMES[v]);
        for (int i = 0; i < WIDE * HIGH; i += 5 + i % 3) {
            session->cursor.t = 1 + (size_t)i % 6;
            session->cursor.backward = i % 2;
            session->cursor.scroll = (size_t)i % 30;
            check_size(session, WIDTHS[i % WIDE], HEIGHTS[i / WIDE], i % 4 == 0);
        }
    }
    session_free(session);
}

Test(sizes, of_all_kinds_are_drawn)
{
    check_sizes("data carry length=40 sequences=20; model rnn hidden=16; train updates=2");
}

Test(sizes, of_numbers_past_the_largest_are_drawn)
{
    Session *session = session_of("data carry length=40 sequences=20; model rnn hidden=3 activation=identity; set Wh 1e200; "
                                  "set Wx 1e200; goto 9");
    for (int v = 0; v < VIEW_COUNT; v++) {
        look_at(session, VIEW_NAMES[v]);
        check_size(session, 80, 24, true);
        check_size(session, 120, 40, false);
    }
    session_free(session);
}

Test(sizes, of_one_step_and_one_unit_are_drawn)
{
    check_sizes("data carry length=6 sequences=20; model rnn hidden=1; model mlp hidden=1");
}

Test(sizes, of_models_beside_each_other_are_drawn)
{
    check_sizes("data carry length=40 sequences=20; model rnn hidden=16; model lstm hidden=1; model gru hidden=70");
    check_sizes("data carry length=3 sequences=20; model rnn hidden=2; model lstm hidden=1; model mlp; model gru");
}

Test(sizes, of_gates_are_drawn_whatever_they_are)
{
    static const char *const MODELS[] = {"lstm hidden=1", "gru hidden=1 layers=3", "lstm hidden=70 bidirectional=yes",
                                         "gru hidden=3 reset=after update=keep"};
    for (size_t i = 0; i < 4; i++) {
        char commands[160];
        snprintf(commands, sizeof commands, "data carry length=%d sequences=20; model %s; view gates", i ? 400 : 6, MODELS[i]);
        Session *session = session_of(commands);
        for (int backward = 0; backward < 2; backward++)
            for (int width = 1; width < 240; width += 17) {
                session->cursor.backward = backward;
                session->cursor.t = (size_t)width * 2;
                check_size(session, width, 3 + width % 57, width % 2);
            }
        session_free(session);
    }
}

Test(sizes, of_gates_that_are_no_numbers_are_drawn)
{
    Session *session = session_of("data carry length=9 sequences=20; model lstm hidden=3");
    trainer_weights(world_model(session->world)->trainer)[0] = NAN;
    world_changed(session->world);
    look_at(session, "gates");
    check_size(session, 80, 24, false);
    check_size(session, 120, 40, true);
    session->cursor.backward = true;
    check_size(session, 80, 24, true);
    session_free(session);
}

Test(sizes, without_data_or_model_are_drawn)
{
    check_sizes("");
    check_sizes("data signal length=8 sequences=20");
    check_sizes("model rnn hidden=3");
}

Test(sizes, of_the_course_menu_are_drawn)
{
    Session *session = session_of("");
    session->menu = true;
    for (int width = 1; width < 130; width += 7)
        for (int height = 1; height < 50; height += 3) {
            session->cursor.term = (size_t)(width + height) % 5;
            check_size(session, width, height, width % 2);
        }
    session_free(session);
}

Test(sizes, and_cursors_out_of_range_are_drawn)
{
    static const size_t PLACES[] = {0, 1, 12, 13, 1000000, SIZE_MAX};
    Session *session = session_of("data carry length=12 sequences=20; model rnn hidden=3; train updates=1");
    for (int v = 0; v < VIEW_COUNT; v++)
        for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
            look_at(session, VIEW_NAMES[v]);
            session->cursor.t = session->cursor.term = PLACES[i];
            session->cursor.unit = session->cursor.scroll = PLACES[5 - i];
            session->cursor.backward = i % 2;
            check_size(session, 80, 24, false);
            check_size(session, 120, 40, true);
        }
    session_free(session);
}

Test(sizes, of_a_lesson_are_drawn)
{
    check_sizes("lesson 03");
}

/* ---- what is said ------------------------------------------------------------------------------------------------ */

Test(views, all_stand_in_the_table_and_say_what_they_show)
{
    size_t count = 0;
    for (const View *view; (view = view_at(count)) != NULL; count++) {
        cr_expect(view_find(view->name) == view);
        cr_expect(strlen(view->shows) > 20 && strlen(view->look_for) > 20, "%s", view->name);
    }
    cr_expect(count == VIEW_COUNT);
    cr_expect(view_find("nothing") == NULL);
}

Test(views, rest_the_cursor_on_the_number_that_enter_explains)
{
    static const char *const MARKED[] = {"h[4][2]",    "h[4][2]", "h[4][2]",       "log10(norm(rnn:dh[4]))",
                                         "flow(4,12)", "influence(4,4)", "rnn:h[4][2]",   "valid_loss[0]",           "pre[4][2]",
                                         "h[4][2]"};
    Session *session =
        session_of("data carry length=12 sequences=40; model lstm hidden=3; model rnn hidden=5; train updates=2; "
                   "goto 4; unit 2");
    for (int v = 0; v < VIEW_COUNT; v++) {
        look_at(session, VIEW_NAMES[v]);
        Grid *grid = draw_frame(session, 80, 24, false);
        const Mark *mark = grid_marked(grid, grid->cursor_x, grid->cursor_y);
        cr_expect(mark && !strcmp(mark->name, MARKED[v]), "%s: %s", VIEW_NAMES[v], mark ? mark->name : "no mark");
        grid_free(grid);
    }
    session_free(session);
}

Test(views, tell_a_wave_from_the_other_without_colour)
{
    Session *session = session_of("data carry length=12 sequences=40; model rnn hidden=5; view unroll; goto 4");
    char *forward = frame_text(session, 80, 24, true);
    session->cursor.t = 5;
    char *further = frame_text(session, 80, 24, true);
    session->cursor.backward = true;
    session->cursor.t = 11;
    char *backward = frame_text(session, 80, 24, true);
    cr_expect(strstr(forward, "+h4") == NULL && strstr(forward, "#h4") != NULL && strstr(forward, ".h5") == NULL);
    cr_expect(strstr(forward, "-->") != NULL && strstr(forward, "..>") != NULL && strstr(forward, "<") == NULL);
    cr_expect(strcmp(forward, further) != 0);
    cr_expect(strstr(backward, "<==") != NULL && strstr(backward, "#dh11") != NULL && strstr(backward, "+h10") != NULL);
    free(forward);
    free(further);
    free(backward);
    session_free(session);
}

Test(views, say_what_is_missing_and_how_to_get_it)
{
    Session *session = session_of("data carry length=12 sequences=40; view gradients");
    expect_text(session, 80, 24, "model rnn");
    session_free(session);
    session = session_of("data carry length=12 sequences=40; model mlp; view jacobian");
    expect_text(session, 80, 24, "no hidden state that goes on");
    session_free(session);
    session = session_of("data carry length=12 sequences=40; model rnn; view training");
    expect_text(session, 80, 24, "train updates=200");
    session_free(session);
    session = session_of("data carry length=12 sequences=40; model rnn; view states");
    snprintf(session->cursor.states, sizeof session->cursor.states, "Wh");
    expect_text(session, 80, 24, "does not run over");
    session_free(session);
}

Test(influence, of_a_long_sequence_is_of_some_outputs_and_always_that_of_the_cursor)
{
    Session *session = session_of("data carry length=300 sequences=20; model rnn hidden=5; view influence");
    for (size_t t = 1; t <= 300; t += 136) {
        session->cursor.t = t;
        Grid *grid = draw_frame(session, 100, 24, false);
        char name[40];
        snprintf(name, sizeof name, "influence(%zu,", t);
        const Mark *mark = grid_marked(grid, grid->cursor_x, grid->cursor_y);
        cr_expect(mark && !strncmp(mark->name, name, strlen(name)), "t = %zu: %s", t, mark ? mark->name : "no mark");
        cr_expect(check_marks(session, grid) > 100);
        grid_free(grid);
    }
    expect_text(session, 100, 24, "the loudest of a cell's inputs");
    expect_text(session, 100, 24, "∂xₛ‖  every ");
    session_free(session);
}

Test(influence, is_made_anew_when_the_weights_change_and_not_when_the_cursor_moves)
{
    Session *session = session_of("data carry length=30 sequences=20; model rnn hidden=5; view influence");
    Error error = {0};
    free(frame_text(session, 80, 24, false));
    const double *made = session->influence.norm, before = made[3];
    session->cursor.t = 9;
    free(frame_text(session, 80, 24, false));
    cr_expect(session->influence.norm == made);
    cr_assert(command_run(session, "scale Wh 0.5", &error));
    free(frame_text(session, 80, 24, false));
    cr_expect(session->influence.norm[3] != before);
    session_free(session);
}

Test(influence, has_a_triangle_reading_forward_and_a_square_reading_both_ways)
{
    static const char *const MODELS[] = {"model lstm hidden=3", "model lstm hidden=3 bidirectional=yes", "model mlp hidden=3"};
    for (int i = 0; i < 3; i++) {
        char commands[128];
        snprintf(commands, sizeof commands, "data carry length=9 sequences=20; %s; goto 5; view influence", MODELS[i]);
        Session *session = session_of(commands);
        Grid *grid = draw_frame(session, 80, 30, false);
        size_t ahead = 0, behind = 0, heard = 0, t, s;
        for (size_t m = 0; m < grid->marks; m++)
            if (sscanf(grid->mark[m].name, "influence(%zu,%zu)", &t, &s) == 2) {
                ahead += s > t;
                behind += s < t;
                heard += s < t && grid->mark[m].value > 0;
            }
        cr_expect((ahead > 0) == (i == 1) && behind > 30 && (heard > 0) == (i < 2), "%s", MODELS[i]);
        grid_free(grid);
        session_free(session);
    }
}

Test(views, of_a_model_without_a_head_say_so_or_leave_its_output_out)
{
    char commands[2048];
    const char *source = getenv("top_srcdir") ? getenv("top_srcdir") : ".";
    snprintf(commands, sizeof commands, "data %s/tests/reference/load.csv; load %s/tests/reference/load-both.safetensors",
             source, source);
    Session *session = session_of(commands);
    for (int v = 0; v < VIEW_COUNT; v++) {
        look_at(session, VIEW_NAMES[v]);
        Grid *grid = draw_frame(session, 100, 30, false);
        check_marks(session, grid);
        grid_free(grid);
    }
    look_at(session, "influence");
    expect_text(session, 80, 24, "without a head");
    cr_assert(command_run(session, "model rnn hidden=3", &(Error){0}));
    look_at(session, "compare");
    Grid *grid = draw_frame(session, 120, 30, false);
    cr_expect(check_marks(session, grid) > 30);
    grid_free(grid);
    session_free(session);
}

static void check_a_table(const char *rows, const char *models)
{
    char path[] = "/tmp/backpass-test-XXXXXX.csv", commands[256];
    Error error = {0};
    int file = mkstemps(path, 4);
    cr_assert(file >= 0 && close(file) == 0 && file_write(path, rows, strlen(rows), &error), "%s", error.message);
    snprintf(commands, sizeof commands, "data %s; %s", path, models);
    Session *session = session_of(commands);
    for (int v = 0; v < VIEW_COUNT; v++) {
        look_at(session, VIEW_NAMES[v]);
        for (int width = 10; width < 200; width += 31) {
            Grid *grid = draw_frame(session, width, 3 + width / 4, width % 2);
            check_marks(session, grid);
            grid_free(grid);
        }
    }
    session_free(session);
    unlink(path);
}

Test(sizes, of_one_step_are_drawn_whatever_the_models)
{
    check_a_table("sequence,step,a,target\n1,1,0.5,1\n2,1,0.25,0\n3,1,0.75,1\n",
                  "model rnn hidden=1; model lstm hidden=2; model gru hidden=3 bidirectional=yes; model mlp hidden=2");
}

Test(sizes, of_classes_and_a_loss_at_every_step_are_drawn)
{
    check_a_table("sequence,step,a,target\n1,1,0.5,run\n1,2,0.1,pass\n1,3,0.2,shot\n2,1,0.25,pass\n2,2,0.9,run\n",
                  "model rnn hidden=2; model lstm hidden=1; train updates=2");
}

Test(compare, shows_the_models_compared_or_all_when_they_are_few)
{
    Session *session = session_of("data carry length=9 sequences=20; model rnn hidden=3; view compare");
    expect_text(session, 80, 24, ":compare rnn lstm gru");
    Error error = {0};
    cr_assert(command_run(session, "model lstm hidden=3; model gru hidden=3; model mlp hidden=3", &error));
    char *text = frame_text(session, 80, 40, false);
    cr_expect(strstr(text, "rnn  H=3") && strstr(text, "lstm  H=3") && strstr(text, "gru  H=3") && strstr(text, "mlp  H=3"));
    free(text);
    session->world->model[0].compared = session->world->model[2].compared = true;
    text = frame_text(session, 80, 40, false);
    cr_expect(strstr(text, "rnn  H=3") && !strstr(text, "lstm  H=3") && strstr(text, "gru  H=3") && !strstr(text, "mlp  H=3"));
    free(text);
    cr_assert(command_run(session, "model lstm hidden=2 name=other", &error));
    session->world->model[0].compared = session->world->model[2].compared = false;
    expect_text(session, 80, 24, ":compare rnn lstm gru");
    for (int i = 0; i < 5; i++)
        session->world->model[i].compared = true;
    text = frame_text(session, 80, 40, false);
    cr_expect(!strstr(text, "rnn  H=3") && strstr(text, "other lstm  H=2"), "the one in use is not among the four");
    free(text);
    session_free(session);
}

static double shade_of(const Grid *grid, const char *name)
{
    for (size_t i = 0; i < grid->marks; i++)
        if (strcmp(grid->mark[i].name, name) == 0)
            return grid_cell(grid, grid->mark[i].x, grid->mark[i].y)->style.level;
    cr_assert(false, "%s is not drawn", name);
    return NAN;
}

Test(compare, shows_the_first_the_last_and_the_chosen_step_of_a_sequence_longer_than_the_screen)
{
    Session *session = session_of("data carry length=300 sequences=20; compare rnn lstm hidden=3; view compare");
    for (size_t t = 1; t <= 300; t += 23) {
        char name[40];
        session->cursor.t = t;
        Grid *grid = draw_frame(session, 80, 24, false);
        const Mark *mark = grid_marked(grid, grid->cursor_x, grid->cursor_y);
        snprintf(name, sizeof name, "rnn:h[%zu][1]", t);
        cr_expect(mark && !strcmp(mark->name, name), "t = %zu: %s", t, mark ? mark->name : "no mark");
        bool last = false;
        for (size_t i = 0; i < grid->marks; i++)
            last = last || !strcmp(grid->mark[i].name, "log10(norm(lstm:dh[300]))");
        cr_expect(last, "t = %zu", t);
        grid_free(grid);
    }
    expect_text(session, 80, 24, "300 t in ");
    session_free(session);
}

Test(compare, stands_in_one_plot_of_the_training_view)
{
    Session *session = session_of("data carry length=9 sequences=40; compare rnn lstm hidden=3; train updates=20; view training");
    Grid *grid = draw_frame(session, 80, 24, false);
    size_t rnn = 0, lstm = 0;
    for (size_t i = 0; i < grid->marks; i++) {
        rnn += strcmp(grid->mark[i].name, "rnn:valid_metric[20]") == 0;
        lstm += strcmp(grid->mark[i].name, "lstm:valid_metric[20]") == 0;
    }
    cr_expect(rnn == 1 && lstm == 1);
    grid_free(grid);
    session_free(session);
}

Test(compare, shades_equal_numbers_alike_in_every_panel)
{
    Session *session = session_of("data carry length=9 sequences=20; model rnn hidden=4; model rnn hidden=4 name=same; "
                                  "model rnn hidden=4 name=loud; scale Wx 9; view compare");
    Grid *grid = draw_frame(session, 200, 40, false);
    char a[40], b[40];
    double most = 0;
    for (int t = 1; t <= 9; t++)
        for (int u = 1; u <= 4; u++) {
            snprintf(a, sizeof a, "rnn:h[%d][%d]", t, u);
            snprintf(b, sizeof b, "same:h[%d][%d]", t, u);
            cr_expect(shade_of(grid, a) == shade_of(grid, b), "%s and %s", a, b);
            snprintf(b, sizeof b, "loud:h[%d][%d]", t, u);
            most = fmax(most, fabs(shade_of(grid, b)) - fabs(shade_of(grid, a)));
        }
    cr_expect(most >= 1, "nine times the input shades like once");
    grid_free(grid);
    session_free(session);
}

Test(views, say_which_layer_and_direction_they_show)
{
    Session *session = session_of("data carry length=12 sequences=40; model lstm hidden=3 layers=2 bidirectional=yes; goto 4");
    look_at(session, "unroll");
    expect_text(session, 100, 24, "layer 2 of 2, forward: h→");
    expect_text(session, 100, 24, "c→₄,₁ = ");
    look_at(session, "gates");
    expect_text(session, 100, 24, "layer 2 of 2, forward");
    run_line(session, "view gates @1r");
    expect_text(session, 100, 24, "layer 1 of 2, in reverse");
    expect_text(session, 100, 24, "f⊙cₜ₊₁");
    run_line(session, "view unroll");
    expect_text(session, 100, 24, "layer 1 of 2, in reverse: h←");
    expect_text(session, 100, 40, "forward: h→");
    expect_text(session, 100, 40, "in reverse: h←");
    expect_text(session, 100, 40, " h→₄,₁ = ");
    expect_text(session, 100, 40, " h←₄,₁ = "); // another number, so another symbol
    run_line(session, "view states");
    expect_text(session, 100, 24, "u3 →");
    expect_text(session, 100, 24, "u1 ←");
    snprintf(session->cursor.states, sizeof session->cursor.states, "h@1r");
    char *text = frame_text(session, 100, 24, false);
    cr_expect(strstr(text, "u1") && !strstr(text, "u1 ←") && !strstr(text, "u4"));
    free(text);
    session_free(session);
}

Test(views, of_both_directions_let_the_cursor_reach_the_reverse_half)
{
    Session *session = session_of("data carry length=12 sequences=40; model lstm hidden=3 bidirectional=yes; view states; unit 2; unit +3");
    cr_expect_eq(session->cursor.unit, 5);
    run_line(session, "view gates; unit +1");
    cr_expect_eq(session->cursor.unit, 3);
    Error error = {0};
    cr_expect(!command_run(session, "unit 4", &error) && strstr(error.message, "outside 1 … 3"), "%s", error.message);
    session_free(session);
}

Test(views, of_gradients_draw_the_norm_of_any_quantity)
{
    Session *session = session_of("data carry length=12 sequences=40; model lstm name=one hidden=3; hold f 1; cut all edge=weights;"
                                  "model lstm name=none hidden=3; hold f 0; cut all edge=weights; model rnn hidden=3; goto 4");
    run_line(session, "view gradients dc");
    expect_text(session, 100, 24, "log₁₀ ‖∂L/∂cₜ‖");
    expect_text(session, 100, 24, "exactly 0 at t 1–11: none; rnn has none");
    expect_text(session, 100, 24, "‖∂L/∂c₄‖   one ");
    expect_text(session, 100, 24, "none 0");
    run_line(session, "view gradients rnn:dx");
    expect_text(session, 100, 24, "‖∂L/∂x₄‖ = ");
    session_free(session);
    session = session_of("data carry length=12 sequences=40; model rnn hidden=3; view gradients");
    snprintf(session->cursor.gradients, sizeof session->cursor.gradients, "dc");
    expect_text(session, 100, 24, "None of the models has this");
    session_free(session);
}

Test(views, of_gradients_name_every_curve_that_is_zero)
{
    Session *session =
        session_of("data carry length=12 sequences=40; model lstm hidden=3; hold f 0; cut all edge=weights; view gradients");
    expect_text(session, 80, 24, "exactly 0 at t 1–11: ∂L/∂c, along c alone, ∂L/∂h");
    session_free(session);
}

Test(views, of_training_name_every_model_however_narrow)
{
    Session *session = session_of("data carry length=5 sequences=40; compare rnn lstm gru hidden=3; train updates=3; view training");
    for (int width = 36; width <= 60; width += 6) {
        char *text = frame_text(session, width, 24, false);
        const char *title = strstr(text, "training"), *plot = strstr(text, "mse");
        cr_assert(title && plot);
        for (size_t i = 0; i < 3; i++) {
            const char *name = strstr(title, session->world->model[i].name);
            cr_expect(name && name < plot, "%s is in no legend of\n%s", session->world->model[i].name, text);
        }
        free(text);
    }
    session_free(session);
}

Test(views, of_gates_show_all_of_them_where_eight_rows_are_left)
{
    Session *session = session_of("data carry length=12 sequences=40; model lstm hidden=4; view gates; goto 5");
    expect_text(session, 80, 12, "candidate");
    expect_text(session, 80, 12, "output gate");
    session_free(session);
}

Test(views, of_states_shade_a_gate_from_nought_to_one)
{
    Session *session = session_of("data carry length=12 sequences=40; model lstm hidden=4; view states f");
    char *text = frame_text(session, 80, 24, false);
    const char *end = strchr(strstr(text, "states"), '\n');
    cr_expect(strncmp(end - strlen("█ 1"), "█ 1", strlen("█ 1")) == 0, "%s", text);
    free(text);
    session_free(session);
}

Test(views, of_gates_say_what_is_held_and_what_is_cut_off)
{
    Session *session =
        session_of("data carry length=12 sequences=40; model lstm hidden=4; hold f 1; cut 5; view gates; goto 5");
    expect_text(session, 80, 24, "✂ held at 1");
    expect_text(session, 80, 24, "c₄ is cut off");
    expect_text(session, 80, 24, "cut off\n");
    session->cursor.t = 6;
    expect_text(session, 80, 24, "c₆ = f⊙c₅ + i⊙c̃ = 1·");
    session_free(session);
    session = session_of("data carry length=400 sequences=20; model lstm hidden=4; view gates; goto 200");
    expect_text(session, 80, 24, "of 400");
    session_free(session);
    session = session_of("data carry length=12 sequences=40; model mlp hidden=4; view gates");
    expect_text(session, 80, 24, "`model lstm hidden=4`");
    session_free(session);
}

Test(gradients, name_the_model_of_a_way_where_another_has_one)
{
    Session *session = session_of("data carry length=9 sequences=20; model rnn hidden=4; model lstm name=open hidden=4; "
                                  "view gradients");
    expect_text(session, 80, 24, " ∂L/∂c  ⠤ ⠄ along c alone");
    Error error = {0};
    cr_assert(command_run(session, "model lstm hidden=4", &error), "%s", error.message);
    expect_text(session, 100, 24, " lstm ∂L/∂c  ");
    session_free(session);
}

Test(views, draw_the_line_below_which_float32_is_zero_where_it_is_in_sight)
{
    Session *session =
        session_of("data carry length=60 sequences=20; model rnn hidden=4; scale Wh 0.05; view gradients");
    expect_text(session, 100, 30, "float32 is 0");
    session_free(session);
    session = session_of("data carry length=10 sequences=20; model rnn hidden=4; view gradients");
    char *text = frame_text(session, 100, 30, false);
    cr_expect(strstr(text, "float32") == NULL);
    free(text);
    session_free(session);
}

Test(equation, picks_operands_one_by_one_and_stays_among_them)
{
    Session *session = session_of("data carry length=9 sequences=20; model rnn hidden=4; explain pre[3][2]");
    frame_build(session);
    size_t operands = equation_operands(session);
    cr_assert_eq(operands, 2 * (4 + 2) + 1);
    for (size_t i = 1; i <= operands + 2; i++) {
        session->cursor.term = i;
        Grid *grid = draw_frame(session, 80, 24, false);
        const Mark *mark = grid_marked(grid, grid->cursor_x, grid->cursor_y);
        cr_assert(mark != NULL, "operand %zu", i);
        cr_expect(strchr(mark->name, '*') == NULL, "%s is a term", mark->name);
        cr_expect(grid_cell(grid, grid->cursor_x, grid->cursor_y)->style.role == ROLE_CURSOR);
        grid_free(grid);
    }
    session_free(session);
}

Test(equation, shows_the_way_that_led_there)
{
    Session *session =
        session_of("data carry length=9 sequences=20; model rnn hidden=4; explain h[3][2]; explain pre[3][2]");
    expect_text(session, 80, 24, "h[3][2] › pre[3][2]");
    session_free(session);
}

Test(equation, says_why_a_thing_cannot_be_explained)
{
    Session *session = session_of("data carry length=9 sequences=20; model rnn hidden=4; view equation");
    session->cursor.trails = 1;
    snprintf(session->cursor.trail[0], QUANTITY_MAX, "dh[5]");
    expect_text(session, 80, 24, "dh[5]");
    cr_expect(!session->explained && *session->explain_error);
    session_free(session);
}

Test(frame, keeps_what_was_changed_by_hand_in_sight)
{
    Session *session = session_of("data carry length=9 sequences=20; model rnn hidden=4; scale Wh 1.5");
    session_notice(session, "a notice as long as a line of the screen, so that not everything can stand beside it");
    expect_text(session, 80, 24, "changed by hand: Wh ×1.5");
    session_free(session);
}

static bool never_done(Session *session, bool *done, Error *error)
{
    (void)session, (void)error;
    *done = false;
    return true;
}

Test(frame, shows_how_far_the_work_is)
{
    Session *session = session_of("data carry length=9 sequences=20; model rnn hidden=4");
    session->work = (Work){.step = never_done, .label = "training rnn", .done = 30, .total = 120};
    expect_text(session, 80, 24, "training rnn  30 of 120  █████████░");
    expect_text(session, 80, 24, "Ctrl-C stops");
    session->work = (Work){0};
    session_free(session);
}

Test(frame, shows_the_course_menu_while_it_is_open)
{
    Session *session = session_of("");
    session->menu = true;
    expect_text(session, 80, 24, "▸ 03  Unrolling");
    session->cursor.term = 2;
    expect_text(session, 80, 24, "▸ 06  Vanishing gradients");
    session->cursor.term = 3;
    expect_text(session, 80, 24, "▸ 07  LSTM"); // its own title, not its file's name with a capital
    session->cursor.term = 999;
    expect_text(session, 80, 24, "▸ ");
    session_free(session);
}

/* ---- the lesson's page ------------------------------------------------------------------------------------------- */

static const char LESSON[] =
    "# A lesson of its own\n\nBefore it begins.\n\n## The first step\n\n"
    "The *quick* brown fox jumps over the **lazy** dog while `print h[3][1]` prints one number, and then it goes on "
    "and on "
    "until the line is full and has to be broken between words, never inside of one.\n\n- an item\n- another\n\n"
    "```backpass\ndata carry length=9 sequences=20\nmodel rnn hidden=4\n```\n"
    "```expect\n1 < 2 # identity: always\n2 < 3 # bound: always\n```\n"
    "```question\nask: How *many* of `3*4` is 3 * 4, 2*2 and **all**?\nanswer: 3\naccept: exactly\nhint: Less than "
    "four.\nhint: More than two.\n```\n"
    "```challenge\ntask: Make it larger.\ngoal: norm(Wh) > 100\nsolution: scale Wh 1000\n```\n\n## The second "
    "step\n\nShort.\n";

static Session *session_of_lesson(size_t step)
{
    Error error = {0};
    Session *session = session_of("data carry length=9 sequences=20; model rnn hidden=4");
    Course *course = &session->course;
    course->lesson = lesson_parse("own.md", LESSON, strlen(LESSON), &error);
    cr_assert(course->lesson != NULL, "%s", error.message);
    course->at_step = memory_new(course->lesson->steps + 1, sizeof *course->at_step);
    course->step = step;
    return session;
}

static char *page_text(Session *session, int width, int height, bool ascii)
{
    Grid *grid = grid_new(width, height);
    Text text = {0};
    grid->ascii = ascii;
    page_draw(session, grid, grid_whole(grid), PAGE_WHOLE);
    grid_to_text(grid, &text);
    grid_free(grid);
    return text.bytes;
}

static void words_of(const char *text, Text *words)
{
    for (const char *at = text; *at; at++)
        if (!isspace((unsigned char)*at))
            text_add_bytes(words, at, 1);
        else if (words->length && words->bytes[words->length - 1] != ' ')
            text_add(words, " ");
}

Test(page, wraps_between_words_and_loses_none)
{
    Session *session = session_of_lesson(1);
    for (int width = 12; width <= 90; width += 13) {
        char *text = page_text(session, width, page_size(session, width, PAGE_WHOLE).rows, false);
        Text words = {0};
        words_of(text, &words);
        cr_expect(strstr(words.bytes,
                         "The quick brown fox jumps over the lazy dog while print h[3][1] prints one number, and "
                         "then it goes on and on until the line is full and has to be broken between words, "
                         "never inside of one."),
                  "%d columns:\n%s", width, text);
        text_free(&words);
        free(text);
    }
    session_free(session);
}

Test(page, says_how_many_rows_it_needs_and_scrolls_where_there_are_fewer)
{
    Session *session = session_of_lesson(1);
    int height = page_size(session, 40, PAGE_WHOLE).rows;
    cr_expect(height > 15);
    char *text = page_text(session, 40, 6, false);
    cr_expect(strstr(text, "The first step") && strstr(text, "▼") && !strstr(text, "▲"));
    free(text);
    session->cursor.scroll = 4;
    text = page_text(session, 40, 6, false);
    cr_expect(strstr(text, "▲") && strstr(text, "▼") && !strstr(text, "The first step"));
    free(text);
    session->cursor.scroll = 1000;
    text = page_text(session, 40, 6, false);
    cr_expect(strstr(text, "▲") && !strstr(text, "▼") && strstr(text, "not yet"));
    free(text);
    session_free(session);
}

Test(page, shows_how_claims_questions_and_challenges_stand)
{
    Session *session = session_of_lesson(1);
    Course *course = &session->course;
    char *text = page_text(session, 60, 40, false);
    cr_expect(strstr(text, "▸ data carry length=9") && strstr(text, "2 claims to check") &&
              strstr(text, "How many of 3*4 is 3 * 4, 2*2 and all?") && strstr(text, "a to answer") &&
              strstr(text, "not yet") && !strstr(text, "Less than four"));
    free(text);
    course->claims = 2;
    course->claim[0] = (ClaimResult){.block = 4, .claim = 0, .held = true};
    course->claim[1] = (ClaimResult){.block = 4, .claim = 1, .held = true};
    course->attempts = 1;
    course->attempt[0] = (Attempt){.block = 5, .hints = 1, .standing = STANDING_DONE, .reply = "Right, three."};
    world_changed(session->world);
    Error error = {0};
    cr_assert(command_run(session, "scale Wh 1000", &error), "%s", error.message);
    text = page_text(session, 60, 40, false);
    cr_expect(strstr(text, "2 of 2 claims hold") && strstr(text, "Less than four.") &&
                  !strstr(text, "More than two.") && strstr(text, "✓ Right, three.") && !strstr(text, "a to answer") &&
                  strstr(text, "✓ holds"),
              "%s", text);
    free(text);
    course->claim[1].held = false;
    text = page_text(session, 60, 40, false);
    cr_expect(strstr(text, "1 of 2 claims hold here; not: 2 < 3"), "%s", text);
    free(text);
    session_free(session);
}

Test(page, of_a_lesson_not_begun_is_its_introduction)
{
    Session *session = session_of_lesson(0);
    char *text = page_text(session, 60, 12, true);
    cr_expect(strstr(text, "A lesson of its own") && strstr(text, "Before it begins.") &&
              strstr(text, "n begins: 2 steps"));
    for (const char *at = text; *at; at++)
        cr_expect((unsigned char)*at < 128);
    free(text);
    session_free(session);
}

/* ---- pictures that are kept -------------------------------------------------------------------------------------- */

/* Numbers are cut to four digits, and how closely an explanation agrees is left out: both differ from machine to machine. */
static void settle(const char *text, Text *settled)
{
    for (const char *at = text; *at;) {
        if (strncmp(at, "equals the", 10) == 0 || strncmp(at, "agrees to", 9) == 0) {
            at += strcspn(at, "\n");
        } else if (isdigit((unsigned char)*at) && !(at > text && isalnum((unsigned char)at[-1]))) {
            int digits = 0;
            for (bool leading = true, point = false;
                 isdigit((unsigned char)*at) || (*at == '.' && isdigit((unsigned char)at[1])); at++) {
                point = point || *at == '.';
                leading = leading && (*at == '0' || *at == '.');
                digits += isdigit((unsigned char)*at) && !leading;
                if (digits <= 4 || !point)
                    text_add_bytes(settled, at, 1);
            }
        } else {
            text_add_bytes(settled, at++, 1);
        }
    }
}

static void compare_golden(const char *name, const char *text)
{
    char path[600];
    Error error = {0};
    Text settled = {0}, kept = {0};
    snprintf(path, sizeof path, "%s/tests/golden/%s.txt", getenv("top_srcdir") ? getenv("top_srcdir") : ".", name);
    settle(text, &settled);
    const char *mode = getenv("BACKPASS_GOLDEN");
    if (mode && strcmp(mode, "write") == 0)
        cr_assert(file_write(path, settled.bytes, settled.length, &error), "%s", error.message);
    cr_assert(file_read(path, 1 << 20, &kept, &error), "%s", error.message);
    cr_expect_str_eq(settled.bytes, kept.bytes, "%s is not what is drawn now:\n%s", path, settled.bytes);
    text_free(&settled);
    text_free(&kept);
}

static void compare_frame(Session *session, const char *name)
{
    static const int SIZES[][2] = {{80, 24}, {120, 40}};
    for (int s = 0; s < 2; s++)
        for (int ascii = 0; ascii < 2; ascii++) {
            char full[96];
            snprintf(full, sizeof full, "%s-%dx%d%s", name, SIZES[s][0], SIZES[s][1], ascii ? "-ascii" : "");
            char *text = frame_text(session, SIZES[s][0], SIZES[s][1], ascii);
            compare_golden(full, text);
            free(text);
        }
}

static void compare_view(const char *view, const char *commands)
{
    Session *session = session_of(commands);
    look_at(session, view);
    compare_frame(session, view);
    session_free(session);
}

Test(golden, unroll)
{
    compare_view("unroll", "data carry length=20 sequences=40; model rnn hidden=8; goto 7; unit 3");
}

Test(golden, unroll_backward)
{
    Session *session =
        session_of("data carry length=20 sequences=40; model rnn hidden=8; view unroll; goto 17 wave=backward");
    compare_frame(session, "unroll-backward");
    session_free(session);
}

Test(golden, unroll_of_an_lstm)
{
    Session *session = session_of("data carry length=20 sequences=40; model lstm hidden=6; view unroll; goto 7; unit 3");
    compare_frame(session, "unroll-lstm");
    session_free(session);
}

Test(golden, states)
{
    compare_view("states", "data carry length=20 sequences=40; model rnn hidden=8; goto 7; unit 3");
}

Test(golden, gates)
{
    compare_view("gates", "data carry length=20 sequences=40; model lstm hidden=8; goto 7; unit 3");
}

Test(golden, gates_of_a_gru_backward)
{
    Session *session = session_of("data carry length=20 sequences=40; model gru hidden=8; view gates; goto 17 wave=backward");
    compare_frame(session, "gates-gru-backward");
    session_free(session);
}

Test(golden, gates_of_a_gru)
{
    Session *session = session_of("data carry length=20 sequences=40; model gru hidden=8; view gates; goto 17; unit 2");
    compare_frame(session, "gates-gru");
    session_free(session);
}

Test(golden, gates_of_an_rnn)
{
    Session *session = session_of("data carry length=20 sequences=40; model rnn hidden=8; view gates; goto 7; unit 2");
    compare_frame(session, "gates-rnn");
    session_free(session);
}

Test(golden, gradients)
{
    compare_view("gradients",
                 "data carry length=20 sequences=40; model rnn hidden=8; model mlp hidden=8; use rnn; goto 7");
}

Test(golden, gradients_of_an_lstm)
{
    Session *session = session_of("data carry length=20 sequences=40; model rnn hidden=8; model lstm hidden=8 forget_bias=2; "
                                  "view gradients; goto 7");
    compare_frame(session, "gradients-lstm");
    session_free(session);
}

Test(golden, jacobian)
{
    compare_view("jacobian", "data carry length=20 sequences=40; model rnn hidden=8; goto 7");
}

Test(golden, influence)
{
    compare_view("influence", "data carry length=20 sequences=40; model rnn hidden=8; goto 7");
}

Test(golden, compare)
{
    compare_view("compare", "data carry length=20 sequences=40; model rnn hidden=8; model lstm hidden=4; train "
                            "updates=20; model gru hidden=8; goto 7; unit 3");
}

Test(golden, training)
{
    compare_view("training", "data signal length=10 sequences=60; model rnn hidden=4; train updates=3");
}

Test(golden, training_compared)
{
    Session *session = session_of("data carry length=10 sequences=60; compare rnn lstm hidden=4; train updates=50; view training");
    compare_frame(session, "training-compared");
    session_free(session);
}

Test(golden, equation)
{
    compare_view("equation", "data carry length=20 sequences=40; model rnn hidden=8; explain pre[7][3]");
}

Test(golden, lesson)
{
    Session *session = session_of_lesson(1);
    look_at(session, "unroll");
    session->cursor.t = 3;
    compare_frame(session, "lesson");
    session_free(session);
}

Test(golden, cell_lstm)
{
    compare_view("cell", "data carry length=20 sequences=40; model lstm hidden=8; goto 7; unit 3; wire 5");
}

static void compare_cell(const char *name, const char *commands)
{
    Session *session = session_of(commands);
    look_at(session, "cell");
    compare_frame(session, name);
    session_free(session);
}

Test(golden, cell_gru)
{
    compare_cell("cell-gru", "data carry length=20 sequences=40; model gru hidden=8 reset=after update=keep; "
                             "goto 7 wave=backward; unit 3; view cell; wire 9");
}

Test(golden, cell_rnn)
{
    compare_cell("cell-rnn", "data carry length=20 sequences=40; model rnn hidden=8; goto 7; unit 3; view cell; wire 6");
}
