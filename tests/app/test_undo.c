#include "tests/app/session_kit.h"

Test(undo, brings_back_the_world_before_each_change)
{
    Session *session = kit_session();
    Error error = {0};
    kit_run(session, "data carry length=10 sequences=40; model rnn hidden=4; train updates=7");
    double loss = kit_number(session, "loss");
    kit_run(session, "scale Wh 1.5; undo");
    cr_expect_eq(kit_number(session, "loss"), loss);
    cr_expect_eq(session->world->edits, 0);
    kit_run(session, "undo");
    cr_expect_eq(kit_number(session, "updates"), 0);
    kit_run(session, "redo");
    cr_expect_eq(kit_number(session, "loss"), loss);
    kit_run(session, "undo; undo; undo");
    cr_expect_null(session->world->data);
    cr_expect_not(command_run(session, "undo", &error));
    kit_run(session, "redo; redo; redo");
    cr_expect_eq(kit_number(session, "loss"), loss);
    session_free(session);
}

Test(undo, replays_where_the_snapshot_is_gone)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=5 sequences=20; model rnn hidden=2; set Wh[1][1] 0.125");
    double first = kit_number(session, "loss");
    for (int i = 0; i < 30; i++)
        kit_run(session, "train updates=1");
    double after_three = 0;
    for (int i = 30; i > 0; i--) {
        if (i == 3)
            after_three = kit_number(session, "loss");
        kit_run(session, "undo");
    }
    cr_expect_eq(kit_number(session, "loss"), first);
    kit_run(session, "redo; redo; redo");
    cr_expect_eq(kit_number(session, "loss"), after_three);
    session_free(session);
}

Test(undo, new_data_and_their_models_are_undone_together)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=10; model rnn hidden=4; train updates=3; data signal length=15; undo");
    cr_expect_eq(kit_number(session, "steps"), 10);
    cr_expect_eq(kit_number(session, "updates"), 3);
    kit_run(session, "seed 9; undo");
    cr_expect_eq(session->world->seed, 1);
    session_free(session);
}

Test(undo, moving_and_options_are_not_undone)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=10; model rnn hidden=4; goto 4; set background light; undo");
    cr_expect_eq(session->world->models, 0);
    cr_expect_eq(session->options.look.background, BACKGROUND_LIGHT);
    session_free(session);
}

Test(undo, a_change_forgets_what_could_be_redone)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=10; model rnn hidden=4; undo; model rnn hidden=7");
    kit_fails(session, "redo", "nothing to redo");
    session_free(session);
}

Test(undo, what_cannot_be_made_again_is_not_lost)
{
    char folder[64];
    Session *session = kit_session();
    Error error = {0};
    kit_enter_folder(folder);
    kit_run(session, "data carry length=5 sequences=20; export data own.csv; data own.csv; model rnn hidden=2");
    for (int i = 0; i < 26; i++)
        kit_run(session, "train updates=1");
    for (int i = 0; i < 24; i++)
        kit_run(session, "undo");
    cr_assert(unlink("own.csv") == 0);
    cr_expect_not(command_run(session, "undo", &error));
    cr_expect_eq(kit_number(session, "updates"), 2);
    kit_run(session, "redo");
    cr_expect_eq(kit_number(session, "updates"), 3);
    session_free(session);
    kit_leave_folder(folder);
}

Test(undo, a_change_that_fails_leaves_what_could_be_redone)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=10; model rnn hidden=4; undo");
    kit_fails(session, "model rnn hidden=0", "whole number");
    kit_fails(session, "use nobody", "no model called");
    kit_run(session, "set background light; redo");
    cr_expect_eq(kit_number(session, "hidden"), 4);
    session_free(session);
}

Test(undo, far_back_goes_in_slices_and_can_be_stopped)
{
    Session *session = kit_session();
    Error error = {0};
    kit_run(session, "data carry length=5 sequences=20; model rnn hidden=2; train updates=50");
    for (int i = 0; i < 26; i++)
        kit_run(session, "train updates=1");
    for (int i = 0; i < 24; i++)
        kit_run(session, "undo");
    submit_lines(session, "undo", ORIGIN_USER, NULL, 1);
    for (int i = 0; i < 20; i++)
        cr_assert(command_continue(session, &error), "%s", error.message);
    cr_expect(session_busy(session), "twenty slices are not fifty updates");
    command_interrupt(session);
    cr_expect_eq(kit_number(session, "updates"), 52, "stopped it leaves all as it was");
    kit_run(session, "undo");
    cr_expect_eq(kit_number(session, "updates"), 51);
    kit_run(session, "redo");
    cr_expect_eq(kit_number(session, "updates"), 52);
    session_free(session);
}
