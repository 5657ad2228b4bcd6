#include <math.h>

#include "tests/app/session_kit.h"

Test(compare, trains_all_as_each_alone_would_be)
{
    static const char *const CELL[] = {"rnn", "lstm", "gru"};
    Session *together = kit_session();
    kit_run(together, "data carry length=8 sequences=60; compare rnn lstm gru hidden=5 init=orthogonal; train updates=23 lr=0.02 batch=7");
    for (size_t i = 0; i < 3; i++) {
        char line[200], name[40];
        Session *alone = kit_session();
        snprintf(line, sizeof line, "data carry length=8 sequences=60; model %s hidden=5 init=orthogonal; train updates=23 lr=0.02 batch=7",
                 CELL[i]);
        kit_run(alone, line);
        snprintf(name, sizeof name, "%s:loss", CELL[i]);
        cr_expect_eq(kit_number(together, name), kit_number(alone, "loss"), "%s", CELL[i]);
        snprintf(name, sizeof name, "%s:updates", CELL[i]);
        cr_expect_eq(kit_number(together, name), 23);
        session_free(alone);
    }
    cr_expect_str_eq(world_model(together->world)->name, "rnn", "the first is in use");
    session_free(together);
}

Test(compare, takes_models_that_stand_and_makes_those_that_do_not)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=30; model rnn hidden=7 name=steady activation=identity; train updates=3; compare steady lstm");
    cr_expect_eq(kit_number(session, "steady:updates"), 3, "taken as it is");
    cr_expect_eq(kit_number(session, "lstm:hidden"), 7, "made with the options of the model in use");
    cr_expect(strstr(session->notice, "lstm (new, H=7)") && strstr(session->notice, "their updates differ"), "%s", session->notice);
    kit_run(session, "hold lstm:f 1; compare lstm rnn hidden=3 chrono=5");
    cr_expect(strstr(session->notice, "the same batches; what was held is released"), "%s", session->notice);
    cr_expect_eq(kit_number(session, "lstm:hidden"), 3, "made anew");
    cr_expect_eq(session->world->model[1].recipe.chrono, 5);
    cr_expect_eq(session->world->model[2].recipe.chrono, 0, "an rnn has none");
    cr_expect_not(session->world->model[0].compared);
    session_free(session);
}

Test(compare, says_what_is_wrong_and_changes_nothing)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=30; model rnn hidden=2; model gru hidden=2");
    kit_fails(session, "compare", "no models are compared");
    kit_fails(session, "compare rnn", "with what?");
    kit_fails(session, "compare rnn lstn", "`lstn` is neither a model nor a cell");
    kit_fails(session, "compare rnn rnn", "named twice");
    kit_fails(session, "compare rnn lstm gru mlp", "at most 3");
    kit_fails(session, "compare rnn lstm hiden=3", "no option `hiden`");
    kit_fails(session, "compare rnn mlp chrono=40", "no gate that remembers");
    cr_expect_eq(session->world->models, 2);
    cr_expect_eq(kit_number(session, "rnn:hidden"), 2);
    kit_run(session, "compare rnn gru; compare");
    size_t index[MODELS_MAX];
    cr_expect_eq(world_compared(session->world, index), 0);
    session_free(session);
}

static const char *last_line(const Session *session)
{
    return session->past[session->pasts - 1].line;
}

/** The same numbers in both, of each of these models. */
static void expect_same(Session *a, Session *b, const char *const *model, size_t count)
{
    static const char *const NUMBER[] = {"loss", "norm(Wh)", "norm(Wy_change)", "updates"};
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sizeof NUMBER / sizeof *NUMBER; j++) {
            char line[40];
            snprintf(line, sizeof line, "use %s", model[i]);
            kit_run(a, line);
            kit_run(b, line);
            const double one = kit_number(a, NUMBER[j]), other = kit_number(b, NUMBER[j]);
            cr_expect(one == other || (isnan(one) && isnan(other)), "%s of %s: %g and %g", NUMBER[j], model[i], one, other);
        }
}

static const char *const BOTH[] = {"rnn", "gru"};

Test(compare, says_what_each_has_come_to)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=50; compare rnn gru hidden=3; train updates=10");
    cr_expect(strstr(session->notice, "after 10 updates: validation loss rnn 0.") && strstr(session->notice, ", gru 0."), "%s", session->notice);
    kit_run(session, "compare; train updates=3; compare rnn gru; train updates=2");
    cr_expect(strstr(session->notice, "(15 updates), gru") && strstr(session->notice, "their updates differ"), "%s", session->notice);
    kit_run(session, "model lstm hidden=3; train updates=4");
    cr_expect_eq(kit_number(session, "rnn:updates"), 15, "a model that is not compared trains alone");
    session_free(session);
}

Test(compare, stopped_all_are_at_the_same_update_and_the_line_says_it)
{
    Session *session = kit_session(), *again = kit_session();
    Error error = {0};
    submit_lines(session, "data carry length=6 sequences=50; compare rnn gru hidden=3; train updates=100000 lr=0.03", ORIGIN_USER, NULL, 1);
    for (int i = 0; i < 20; i++)
        cr_assert(command_continue(session, &error), "%s", error.message);
    cr_expect_str_eq(session->work.label, "training rnn, gru");
    command_interrupt(session);
    const double done = kit_number(session, "rnn:updates");
    cr_expect(done > 5 && done < 20);
    cr_expect_eq(kit_number(session, "gru:updates"), done);
    kit_run(again, "data carry length=6 sequences=50; compare rnn gru hidden=3");
    kit_run(again, last_line(session));
    expect_same(session, again, BOTH, 2);
    session_free(session);
    session_free(again);
}

Test(compare, one_that_can_go_no_further_stops_all_at_the_same_update)
{
    Session *session = kit_session(), *again = kit_session();
    Error error = {0};
    const char *const set_up = "data carry length=60 sequences=30; model rnn hidden=4 activation=identity gain=1.4; model gru hidden=4; compare gru rnn";
    kit_run(session, set_up);
    cr_assert_not(command_run(session, "train updates=3000 clip=0 lr=3 optimizer=sgd", &error));
    cr_expect_eq(error.kind, ERR_NUMBER);
    cr_expect(strstr(error.message, "rnn: update "), "%s", error.message);
    cr_expect_eq(kit_number(session, "rnn:updates"), kit_number(session, "gru:updates"), "what gru was ahead is taken back");
    kit_run(again, set_up);
    if (kit_number(session, "rnn:updates") > 0)
        kit_run(again, last_line(session));
    expect_same(session, again, BOTH, 2);
    session_free(session);
    session_free(again);
}

Test(compare, a_condition_stops_all)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=50; compare rnn gru hidden=3; train updates=90 until=\"gru:updates > 25\"");
    cr_expect_eq(kit_number(session, "rnn:updates"), 30);
    cr_expect_eq(kit_number(session, "gru:updates"), 30);
    session_free(session);
}

Test(compare, goes_back_together)
{
    Session *session = kit_session(), *short_one = kit_session();
    Error error = {0};
    kit_run(session, "data carry length=6 sequences=50; compare rnn gru hidden=3; train updates=150; rewind 93");
    kit_run(short_one, "data carry length=6 sequences=50; compare rnn gru hidden=3; train updates=93");
    expect_same(session, short_one, BOTH, 2);
    kit_run(session, "compare; use rnn; train updates=5; compare rnn gru");
    kit_fails(session, "rewind 95", "gru: update 95 is past the last one, 93");
    cr_expect_eq(kit_number(session, "rnn:updates"), 98, "nobody went back");
    kit_run(session, "rewind 93; train updates=60");
    submit_lines(session, "rewind 131", ORIGIN_USER, NULL, 1);
    cr_assert(command_continue(session, &error) && command_continue(session, &error));
    cr_assert(session->work.step, "there are updates to be made again");
    command_interrupt(session);
    cr_expect_eq(kit_number(session, "rnn:updates"), 153, "half of it would leave each at another update");
    cr_expect_eq(kit_number(session, "gru:updates"), 153);
    cr_expect_str_eq(session->notice, "stopped; everything is as it was before");
    session_free(session);
    session_free(short_one);
}

Test(compare, is_undone_saved_and_resumed_like_everything)
{
    char folder[64];
    size_t index[MODELS_MAX];
    Session *session = kit_session(), *again = kit_session();
    kit_enter_folder(folder);
    kit_run(session, "data carry length=6 sequences=50; model rnn hidden=3; train updates=4; compare rnn gru; train updates=7; undo");
    cr_expect_eq(kit_number(session, "gru:updates"), 0);
    kit_run(session, "undo");
    cr_expect_eq(session->world->models, 1);
    kit_run(session, "redo; redo; save all.bp");
    kit_run(again, "resume all.bp");
    cr_expect_eq(world_compared(again->world, index), 2);
    expect_same(session, again, BOTH, 2);
    kit_run(session, "data signal length=9 sequences=40");
    cr_expect_eq(world_compared(session->world, index), 2, "other data, the same models");
    session_free(session);
    session_free(again);
    kit_leave_folder(folder);
}

Test(compare, before_there_are_data_keeps_recipes)
{
    Session *session = kit_session();
    kit_run(session, "compare lstm gru hidden=3; data carry length=6 sequences=40; train updates=2");
    cr_expect_eq(kit_number(session, "gru:updates"), 2);
    session_free(session);
}

Test(compare, refuses_what_cannot_be_trained_or_does_not_fit)
{
    char folder[64];
    Session *session = kit_session();
    kit_enter_folder(folder);
    kit_run(session, "data carry length=6 sequences=40; model rnn hidden=2; compare rnn lstm");
    for (char name[24] = "model mlp name=m1"; name[16] <= '6'; name[16]++)
        kit_run(session, name);
    kit_fails(session, "compare rnn gru", "8 models already");
    cr_expect_eq(session->world->models, 8);
    kit_fails(session, "compare m1 m2 hidden=3", "taken as they are");
    kit_fails(session, "compare rnn lstm forget_bias=1 chrono=9", "chrono and forget_bias");
    cr_expect_eq(session->world->model[1].recipe.forget_bias, 0);
    session_free(session);
    kit_leave_folder(folder);
}

Test(drop, does_without_a_model_until_it_is_undone)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=40; model rnn hidden=2; model lstm hidden=3; model gru hidden=4; scale Wh 2; use lstm; scale Wh 3; train updates=2; drop lstm");
    cr_expect_eq(session->world->models, 2);
    cr_expect_eq(kit_number(session, "hidden"), 2, "the one before it is in use");
    cr_expect_eq(session->world->edits, 1, "what was done to it goes with it");
    cr_expect_eq(session->world->edit[0].model, 1, "what was done to gru is still gru's");
    kit_fails(session, "drop lstm", "there is rnn, gru");
    kit_run(session, "undo");
    cr_expect_eq(kit_number(session, "lstm:updates"), 2);
    kit_run(session, "drop gru; drop rnn; drop lstm");
    kit_fails(session, "print h[1]", "no model");
    kit_run(session, "model rnn");
    session_free(session);
}

Test(drop, of_one_that_is_compared_leaves_the_others)
{
    size_t index[MODELS_MAX];
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=40; compare rnn lstm gru hidden=2; drop rnn");
    cr_expect_eq(world_compared(session->world, index), 2);
    cr_expect_str_eq(world_model(session->world)->name, "lstm");
    kit_run(session, "drop gru; train updates=2");
    cr_expect_eq(world_compared(session->world, index), 0);
    cr_expect_eq(kit_number(session, "lstm:updates"), 2);
    session_free(session);
}
