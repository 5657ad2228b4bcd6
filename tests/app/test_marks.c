/* Every number drawn is the number it names, in every view. */
#include "tests/app/view_kit.h"

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

/* Of a session in a hurry the first frame shows less, and nothing that is wrong; what comes later makes it the whole one. */
static void check_hurried(const char *commands, const char *view)
{
    Session *session = session_of(commands), *patient = session_of(commands);
    look_at(session, view);
    look_at(patient, view);
    session->hurried = true;
    Grid *grid = draw_frame(session, 120, 40, false);
    cr_expect(session->unfinished, "%s: %s is made in one frame", commands, view);
    cr_expect(check_marks(session, grid) > 5);
    grid_free(grid);
    int builds = 0;
    while (session->unfinished && builds++ < 1000)
        frame_build(session);
    cr_expect(!session->unfinished && builds > 0);
    char *made = frame_text(session, 120, 40, false), *whole = frame_text(patient, 120, 40, false);
    cr_expect(!patient->unfinished);
    cr_expect_str_eq(made, whole);
    free(made);
    free(whole);
    session_free(session);
    session_free(patient);
}

Test(marks, of_a_hurried_frame_are_true_and_the_rest_comes)
{
    check_hurried("data carry length=70 sequences=20; model lstm hidden=40; goto 33", "influence");
    check_hurried("data carry length=60 sequences=20; model gru hidden=24 bidirectional=yes; goto 33", "influence");
    check_hurried("data carry length=50 sequences=20; model lstm hidden=28; goto 23", "jacobian");
}

/* Another sample, model and size in between: what was made before is of no use, or of use for its room alone. */
Test(marks, of_influence_follow_every_change)
{
    static const char *const CHANGES[] = {"sample 2", "train updates=2", "undo", "model lstm hidden=6", "model lstm hidden=6 layers=2",
                                          "use rnn", "sample 1", "scale Wh 1.5", "undo", "goto 9"};
    Session *session = session_of("data signal length=11 sequences=40; model rnn hidden=5; view influence; goto 4");
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
        run_line(session, CHANGES[i]);
        Grid *grid = draw_frame(session, 100, 30, false);
        cr_expect(check_marks(session, grid) > 20, "%s", CHANGES[i]);
        grid_free(grid);
    }
    session_free(session);
}
