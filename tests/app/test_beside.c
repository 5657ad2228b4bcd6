/* What influence and compare show of long sequences and of models beside each other. */
#include "tests/app/view_kit.h"

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
