#include "app/command/command.h"

#include "engine/base/file.h"
#include "tests/app/session_kit.h"

Test(command, a_model_before_data_is_a_recipe)
{
    Session *session = kit_session();
    kit_run(session, "model rnn hidden=5");
    cr_expect_null(session->world->model[0].trainer);
    kit_fails(session, "train", "no data yet");
    kit_run(session, "data carry length=10 sequences=40");
    cr_expect_eq(kit_number(session, "hidden"), 5);
    kit_run(session, "data signal length=12 sequences=40");
    cr_expect_eq(kit_number(session, "steps"), 12);
    session_free(session);
}

Test(command, a_model_has_the_options_of_its_line)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=20");
    kit_run(session, "model gru hidden=3 layers=2 bidirectional=yes reset=after update=keep forget_bias=2; train updates=2");
    const NetSpec *spec = &trainer_net(session->world->model[0].trainer)->spec;
    cr_expect(spec->layers == 2 && spec->bidirectional && spec->many_to_one && spec->hidden == 3);
    cr_expect(spec->reset == RESET_AFTER && spec->update == UPDATE_KEEP && spec->forget_bias == 2);
    cr_expect_lt(kit_number(session, "norm(sumt(dWh_t@1r.n) - dWh@1r.n)"), 1e-12);
    kit_run(session, "init forget_bias=3");
    cr_expect_gt(kit_number(session, "min(b@1.z)"), 2);
    kit_fails(session, "model lstm reset=after", "has no reset gate");
    kit_fails(session, "model rnn update=keep", "has no update gate");
    kit_fails(session, "model lstm activation=relu", "not its to choose");
    kit_fails(session, "model mlp bidirectional=yes", "sees one step alone");
    cr_expect_eq(session->world->models, 1);
    session_free(session);
}

Test(command, the_same_lines_give_the_same_bits)
{
    double first = 0;
    for (int i = 0; i < 2; i++) {
        Session *session = kit_session();
        kit_run(session, "data signal length=30 seed=1; model rnn hidden=16 seed=3; train updates=40");
        double ratio = kit_number(session, "norm(dh[1])/norm(dh[30])");
        cr_expect(i == 0 || ratio == first);
        first = ratio;
        session_free(session);
    }
}

Test(command, threads_are_kept_in_the_line_that_does_it_again)
{
    Session *session = kit_session(), *again = kit_session();
    Text script = {0};
    kit_run(session, "data carry length=20 sequences=100; model lstm hidden=40; train updates=12 threads=2; train updates=3");
    session_script(session, &script);
    cr_expect_not_null(strstr(text_string(&script), "train updates=3 optimizer=adam lr=0.01 clip=1 batch=32 threads=2 decay=0"), "%s",
                       text_string(&script));
    kit_run(again, text_string(&script));
    cr_expect_eq(kit_number(session, "loss"), kit_number(again, "loss"));
    const double loss = kit_number(session, "loss");
    kit_run(session, "train updates=5 threads=1; undo");
    cr_expect_eq(kit_number(session, "loss"), loss);
    kit_run(session, "undo; redo");
    cr_expect_eq(kit_number(session, "loss"), loss);
    kit_fails(session, "train threads=0", "threads");
    kit_fails(session, "train threads=65", "threads");
    text_free(&script);
    session_free(session);
    session_free(again);
}

Test(command, training_in_two_goes_is_training_in_one)
{
    Session *one = kit_session(), *two = kit_session();
    kit_run(one, "data carry length=10 sequences=60; model rnn hidden=6; train updates=30");
    kit_run(two, "data carry length=10 sequences=60; model rnn hidden=6; train updates=13; train updates=17");
    cr_expect_eq(kit_number(one, "loss"), kit_number(two, "loss"));
    cr_expect_eq(kit_number(two, "updates"), 30);
    session_free(one);
    session_free(two);
}

Test(command, print_writes_the_value_alone)
{
    Session *session = kit_session();
    kit_run(session, "print 1/3");
    cr_expect_str_eq(text_string(&session->said), "0.33333333333333331\n");
    text_clear(&session->said);
    kit_run(session, "data carry length=10; model rnn hidden=3; print h[2]");
    cr_expect_eq(strlen(text_string(&session->said)) - strcspn(text_string(&session->said), "\n"), 1);
    kit_fails(session, "print nothing_such", "nothing_such");
    session_free(session);
}

Test(command, an_expectation_that_fails_is_a_claim_that_fails)
{
    Session *session = kit_session();
    Error error = {0};
    kit_run(session, "expect 0.9^100 > 2.6e-5 and 0.9^100 < 2.7e-5");
    cr_expect_not(command_run(session, "expect 1 + 1 < 2", &error));
    cr_expect_eq(error.kind, ERR_CLAIM);
    cr_expect_eq(error_status(&error), 1);
    cr_expect(strstr(error.message, "2 < 2"), "%s", error.message);
    session_free(session);
}

Test(command, weights_and_inputs_set_by_hand_are_seen_and_stay_in_sight)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=10; model rnn hidden=2; set Wh 8 8 -8 -8; scale Wh[1][2] 0.5; input x[3][1] 0.75");
    cr_expect_eq(kit_number(session, "Wh[1][2]"), 4);
    cr_expect_eq(kit_number(session, "Wh[2][1]"), -8);
    cr_expect_eq(kit_number(session, "x[3][1]"), 0.75);
    cr_expect_eq(session->world->edits, 3);
    kit_run(session, "reset");
    cr_expect_eq(session->world->edits, 1, "the input stays, the weights are drawn anew");
    kit_fails(session, "set Wh 1 2 3", "or 4, row by row");
    kit_fails(session, "set Wq 1", "it has Wx, Wh");
    kit_fails(session, "set Wh[3][1] 1", "is outside");
    kit_fails(session, "input x[11][1] 1", "is outside");
    kit_fails(session, "input y[1][1] 1", "say x[step][feature]");
    session_free(session);
}

Test(command, a_failed_line_changes_nothing_and_drops_what_waits)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=10; model rnn hidden=4");
    uint64_t revision = session->world->revision;
    kit_fails(session, "data nonsense; train updates=3", "no data called `nonsense`");
    cr_expect_eq(session->world->revision, revision);
    cr_expect_eq(kit_number(session, "updates"), 0);
    kit_fails(session, "data carry lenght=3", "did you mean `length`");
    kit_fails(session, "data carry length=1e9", "length");
    kit_fails(session, "data missing.csv", "missing.csv");
    session_free(session);
}

Test(command, training_stops_where_its_condition_holds)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=100; model rnn hidden=8; train updates=400 until=\"updates > 25\"");
    cr_expect_eq(kit_number(session, "updates"), 30, "looked at every ten updates");
    kit_fails(session, "train until=\"no_such_name < 1\"", "no_such_name");
    session_free(session);
}

Test(command, interrupted_training_keeps_what_was_learnt_and_records_that)
{
    Session *session = kit_session();
    Error error = {0};
    submit_lines(session, "data carry length=6 sequences=50; model rnn hidden=4; train updates=100000; print 1", ORIGIN_USER, NULL, 1);
    for (int i = 0; i < 20; i++)
        cr_assert(command_continue(session, &error), "%s", error.message);
    command_interrupt(session);
    cr_expect_not(session_busy(session));
    double done = kit_number(session, "updates");
    cr_expect(done > 5 && done < 20);
    char line[64];
    snprintf(line, sizeof line, "train updates=%g ", done);
    cr_expect_eq(strncmp(session->past[session->pasts - 1].line, line, strlen(line)), 0, "%s", session->past[session->pasts - 1].line);
    session_free(session);
}

Test(command, an_exploding_loss_says_so_and_leaves_finite_weights)
{
    Session *session = kit_session();
    Error error = {0};
    kit_run(session, "data carry length=200 sequences=20; model rnn hidden=16 activation=identity gain=40");
    cr_expect_not(command_run(session, "train updates=50 clip=0 lr=1 optimizer=sgd", &error));
    cr_expect_eq(error.kind, ERR_NUMBER, "%s", error.message);
    cr_expect(kit_number(session, "max(abs(Wh))") < 1e300);
    session_free(session);
}

Test(command, two_sessions_live_in_one_process)
{
    Session *a = kit_session(), *b = kit_session();
    kit_run(a, "data carry length=10; model rnn hidden=4");
    kit_run(b, "data signal length=20; model mlp hidden=3");
    kit_run(a, "train updates=3");
    cr_expect_eq(kit_number(a, "steps"), 10);
    cr_expect_eq(kit_number(b, "steps"), 20);
    cr_expect_eq(kit_number(b, "updates"), 0);
    session_free(a);
    session_free(b);
}

Test(command, the_wave_goes_forward_to_the_last_step_and_backward_to_the_first)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6; model rnn; goto 5; next");
    cr_expect_eq(session->cursor.t, 6);
    cr_expect_not(session->cursor.backward);
    kit_run(session, "next");
    cr_expect(session->cursor.backward);
    kit_run(session, "next; next");
    cr_expect_eq(session->cursor.t, 4);
    kit_run(session, "back; back; back");
    cr_expect_not(session->cursor.backward);
    kit_run(session, "play");
    cr_expect_eq(session->cursor.t, 1);
    cr_expect(session->cursor.backward);
    kit_run(session, "goto +2; goto -100");
    cr_expect_eq(session->cursor.t, 1);
    kit_fails(session, "goto 7", "outside 1 … 6");
    session_free(session);
}

Test(command, verify_agrees_and_says_how_far)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6; model rnn hidden=3; verify");
    cr_expect(strstr(text_string(&session->said), "agree"), "%s", text_string(&session->said));
    text_clear(&session->said);
    kit_run(session, "verify dWh[1][2]; verify dh[1]; verify dpre[2][1]; verify dx; verify dy; verify db");
    cr_expect(strstr(text_string(&session->said), "tangent"));
    kit_fails(session, "verify Wh", "is not a gradient");
    kit_fails(session, "verify dWh[9][1]", "outside");
    session_free(session);
}

Test(command, opening_the_end_of_a_trail_again_does_not_lengthen_it)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=20; model rnn hidden=3; explain pre[3][1]; explain Wx[1][2]; explain Wx[1][2]");
    cr_expect_eq(session->cursor.trails, 2);
    kit_run(session, "back");
    cr_expect_str_eq(session->cursor.trail[session->cursor.trails - 1], "pre[3][1]");
    session_free(session);
}

Test(command, what_fails_at_its_first_update_leaves_the_options_as_they_were)
{
    Session *session = kit_session();
    Error error = {0};
    kit_run(session, "data carry length=10 sequences=40; model rnn hidden=2 activation=identity; set Wx 1e200; set Wy 1e200");
    cr_expect_not(command_run(session, "train updates=3 lr=0.5 batch=7", &error));
    cr_expect_eq(trainer_options(world_model(session->world)->trainer)->lr, 0.01, "what is not recorded may not stay");
    cr_expect_eq(kit_number(session, "updates"), 0);
    session_free(session);
}

Test(command, a_rewind_that_is_stopped_at_once_leaves_the_model_where_it_was)
{
    Session *session = kit_session();
    Error error = {0};
    kit_run(session, "data carry length=5 sequences=20; model rnn hidden=2; train updates=200");
    submit_lines(session, "rewind 127", ORIGIN_USER, NULL, 1);
    cr_assert(command_continue(session, &error));
    cr_assert(session->work.step, "there are updates to be made again");
    command_interrupt(session);
    cr_expect_eq(kit_number(session, "updates"), 200);
    session_free(session);
}

Test(command, a_claim_is_true_or_false_and_not_a_number)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=10 sequences=40; model rnn hidden=2; expect hidden == 2");
    kit_fails(session, "expect hidden", "neither true nor false");
    kit_fails(session, "train until=loss", "neither true nor false");
    session_free(session);
}

Test(command, verify_does_not_take_what_is_no_number_for_agreement)
{
    Session *session = kit_session();
    Error error = {0};
    kit_run(session, "data carry length=6 sequences=20; model rnn hidden=2 activation=identity; set Wx 1e200; set Wy 1e200");
    cr_expect_not(command_run(session, "verify dWy", &error), "%s", text_string(&session->said));
    cr_expect_eq(error.kind, ERR_CLAIM);
    session_free(session);
}

Test(command, a_move_however_far_ends_at_the_end)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=10 sequences=40; model rnn hidden=2; goto +18446744073709551615");
    cr_expect_eq(session->cursor.t, 10);
    kit_run(session, "sample +18446744073709551615");
    cr_expect_eq(session->world->sample, 40);
    session_free(session);
}

Test(command, a_mark_before_the_first_update_says_nothing)
{
    char folder[64];
    Session *session = kit_session();
    Error error = {0};
    char **lines, unfinished[512];
    kit_enter_folder(folder);
    session->journal = journal_open("journals", &error);
    cr_assert(session->journal != NULL, "%s", error.message);
    kit_run(session, "data carry length=5 sequences=20; model rnn hidden=2");
    submit_lines(session, "train updates=5", ORIGIN_USER, NULL, 1);
    cr_assert(command_continue(session, &error));
    command_mark(session);
    cr_assert(journal_read(journal_path(session->journal), &lines, unfinished, &error), "%s", error.message);
    cr_expect_str_eq(unfinished, "train updates=5");
    for (size_t i = 0; lines[i]; i++)
        cr_expect(strstr(lines[i], "train") == NULL, "`train updates=0` could not be done again");
    journal_lines_free(lines);
    session_free(session);
    kit_leave_folder(folder);
}

Test(command, no_weight_is_scaled_out_of_the_numbers)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=20; model rnn hidden=3; set Wh 1e305");
    kit_fails(session, "scale Wh 1e6", "too large");
    cr_expect_eq(kit_number(session, "Wh[3][3]"), 1e305, "nothing was changed");
    session_free(session);
}

Test(command, files_are_completed_where_a_command_takes_them)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    Session *session = kit_session();
    cr_assert(file_write("mine.csv", "x", 1, &error) && file_write("mine.bp", "x", 1, &error) && file_write("a b.csv", "x", 1, &error));
    cr_assert(file_make_folder("more", &error) && file_write("more/deep.csv", "x", 1, &error));
    cr_expect(kit_offered(session, "data mi", "mine.csv"));
    cr_expect(kit_offered(session, "data ", "mine.csv") && kit_offered(session, "data ", "carry"));
    cr_expect_not(kit_offered(session, "data mi", "mine.bp"));
    cr_expect(kit_offered(session, "data mo", "more/") && kit_offered(session, "data more/", "more/deep.csv"));
    cr_expect_not(kit_offered(session, "data ", "a b.csv"), "it would need quotes");
    cr_expect(kit_offered(session, "resume m", "mine.bp") && kit_offered(session, "export screen mi", "mine.bp"));
    cr_expect_not(kit_offered(session, "train mi", "mine.csv"));
    session_free(session);
    kit_leave_folder(folder);
}

Test(command, an_option_of_the_program_is_completed_with_what_it_can_be)
{
    Session *session = kit_session();
    cr_expect(kit_offered(session, "set glyphs ", "ascii") && kit_offered(session, "set glyphs  a", "auto"));
    cr_expect_not(kit_offered(session, "set glyphs ", "Wh"));
    cr_expect(kit_offered(session, "set ", "Wh") && kit_offered(session, "set gl", "glyphs"));
    session_free(session);
}

Test(command, what_is_said_drives_no_terminal)
{
    Session *session = kit_session();
    session_say(session, "%s", "a\033[2Jb\xE2\x88");
    cr_expect_str_eq(text_string(&session->said), "a\uFFFD[2Jb\uFFFD\uFFFD\n");
    session_free(session);
}
