/* What the views, the equation and the frame say. */
#include "tests/app/view_kit.h"

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
                                         "h[4][2]",                "miss[4][1]"};
    Session *session =
        session_of("data carry length=12 sequences=40; model lstm hidden=3; model rnn hidden=5; train updates=2; "
                   "goto 4; unit 2");
    for (int v = 0; v < VIEW_COUNT; v++) {
        look_at(session, VIEW_NAMES[v]);
        if (strcmp(VIEW_NAMES[v], "pitch") == 0) // which needs places
            run_line(session, "data next length=12 sequences=20; goto 4; unit 1");
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

Test(views, of_training_say_the_unit_of_what_is_measured)
{
    Session *session = session_of("data runners sequences=40; model rnn hidden=3; train updates=3; view training");
    expect_text(session, 80, 24, "mean squared error, m²");
    run_line(session, "compare rnn mlp hidden=3; train updates=3");
    expect_text(session, 80, 24, "mse, m²");
    session_free(session);
    session = session_of("data signal sequences=40; compare mlp rnn hidden=3; train updates=3; view training");
    char *text = frame_text(session, 80, 24, false);
    cr_expect(strstr(text, "accuracy") && !strstr(text, "accuracy,"), "%s", text);
    free(text);
    session_free(session);
}

/* The first updates may lie below the axis: it begins a little below the baseline, so that what is above it can be told apart. */
Test(views, of_training_name_the_optimum_of_who_hears_nothing_later)
{
    Session *session = session_of("data momentum sequences=300; compare gru rnn hidden=4; train updates=40 lr=0.02; view training");
    char *text = frame_text(session, 80, 24, false);
    const char *optimum = strstr(text, "optimum"), *causal = strstr(text, "causal"), *baseline = strstr(text, "baseline");
    cr_expect(optimum && causal && baseline && optimum < causal && causal < baseline, "%s", text);
    free(text);
    session_free(session);
    session = session_of("data signal sequences=40; compare mlp rnn hidden=3; train updates=3; view training");
    text = frame_text(session, 80, 24, false);
    cr_expect(strstr(text, "optimum") && !strstr(text, "causal"), "%s", text);
    free(text);
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
    expect_text(session, 80, 24, "▸ 01  Why memory");
    session->cursor.term = 3;
    expect_text(session, 80, 24, "▸ 06  Vanishing gradients");
    session->cursor.term = 4;
    expect_text(session, 80, 24, "▸ 07  LSTM"); // its own title, not its file's name with a capital
    session->cursor.term = 999;
    expect_text(session, 80, 24, "▸ ");
    session_free(session);
}
