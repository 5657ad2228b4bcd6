#include "tests/app/session_kit.h"

Test(undo, brings_back_the_world_before_each_change)
{
    Session *session = kit_session();
    Error error = {0};
    kit_run(session, "data carry length=10 sequences=40; model rnn hidden=4; train updates=7");
    double loss = kit_number(session, "loss");
    kit_run(session, "scale Wh 1.5; undo");
    cr_expect_eq(kit_number(session, "loss"), loss);
    cr_expect_eq(session->world->knives, 0);
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
