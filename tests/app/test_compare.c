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
    kit_run(session, "compare lstm rnn hidden=3 chrono=5");
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
