/* No size is too small or too large for any view. */
#include "tests/app/view_kit.h"

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
