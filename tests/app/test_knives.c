#include "app/command/complete.h"
#include "app/session/hands.h"
#include "tests/app/session_kit.h"

static void expect_said(Session *session, const char *words)
{
    Text text = {0};
    hands_text(session->world, &text);
    cr_expect_str_eq(text_string(&text), words);
    text_free(&text);
}

static Session *session_with(const char *model)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=12 sequences=30");
    kit_run(session, model);
    return session;
}

Test(knives, a_gate_that_is_held_stands_still_and_is_said)
{
    Session *session = session_with("model lstm hidden=4; hold f 1");
    cr_expect_eq(kit_number(session, "min(f)"), 1);
    cr_expect_eq(kit_number(session, "norm(dpre.f)"), 0, "nothing reaches what it would be made of");
    expect_said(session, "f held at 1");
    kit_run(session, "hold f[3] 0.5; hold g -0.25");
    cr_expect_eq(kit_number(session, "f[7][3]"), 0.5);
    cr_expect_eq(kit_number(session, "f[7][2]"), 1);
    expect_said(session, "f[1:2] held at 1, f[3] held at 0.5, f[4] held at 1, g held at -0.25");
    kit_run(session, "release f[1:2]");
    expect_said(session, "f[3] held at 0.5, f[4] held at 1, g held at -0.25");
    kit_run(session, "release f; release g");
    expect_said(session, "");
    cr_expect_null(trainer_net(session->world->model[0].trainer)->knives.hold, "as if nothing had been held");
    session_free(session);
}

Test(knives, names_mean_layers_and_directions_as_everywhere)
{
    Session *session = session_with("model gru hidden=3 layers=2 bidirectional=yes; hold z 0");
    cr_expect_eq(kit_number(session, "max(abs(z))"), 0, "the top layer, both directions");
    cr_expect_gt(kit_number(session, "min(z@1)"), 0);
    expect_said(session, "z held at 0");
    kit_run(session, "release z; hold z@1 1; hold r@2r[2] 0.5; hold z[5] 0");
    cr_expect_eq(kit_number(session, "min(z@1)"), 1);
    cr_expect_lt(kit_number(session, "max(z@1r)"), 1);
    cr_expect_eq(kit_number(session, "r@2r[4][2]"), 0.5);
    cr_expect_eq(kit_number(session, "z@2r[4][2]"), 0, "unit 5 of [h→ ; h←] is the second that reads in reverse");
    expect_said(session, "z@1 held at 1, r@2r[2] held at 0.5, z@2r[2] held at 0");
    kit_fails(session, "release z@2", "there is nothing to release of that (z@2): of gru, z@1 held at 1");
    kit_run(session, "release holds");
    expect_said(session, "");
    session_free(session);
}

Test(knives, only_what_a_gate_can_reach)
{
    Session *session = session_with("model lstm hidden=4");
    kit_fails(session, "hold f -0.5", "f is a gate, and σ stays between 0 and 1");
    kit_fails(session, "hold g -1.5", "from -1 to 1");
    kit_fails(session, "hold z 1", "`z` is not a gate of lstm; it has i f g o");
    kit_fails(session, "hold f[5] 1", "f[5] is outside: there are the units 1 … 4");
    kit_fails(session, "hold f@2 1", "lstm has 1 layer");
    kit_fails(session, "hold f@1r 1", "reads forward only");
    kit_fails(session, "hold f[3][2] 1", "held at every step");
    kit_fails(session, "hold f+1 1", "is no name of the language");
    kit_fails(session, "hold gru:z 1", "there is no model called `gru`");
    kit_run(session, "model rnn hidden=2");
    kit_fails(session, "hold f 1", "a model of kind rnn has no gates; an lstm has i f g o");
    kit_run(session, "hold lstm:f 1");
    expect_said(session, "lstm:f held at 1");
    session_free(session);
}

Test(knives, held_open_and_cut_the_gradient_passes_whole)
{
    Session *session = session_with("model lstm hidden=5; hold f 1; cut all edge=weights");
    cr_expect_eq(kit_number(session, "max(abs(dc[1] - dc[12]))"), 0, "exactly 1 along c, the loss at the last step alone");
    expect_said(session, "f held at 1, h→gates cut at every step");
    kit_run(session, "verify");
    kit_run(session, "release cuts");
    expect_said(session, "f held at 1");
    cr_expect_gt(kit_number(session, "max(abs(dc[1] - dc[12]))"), 0);
    session_free(session);
}

Test(knives, nothing_passes_a_cut)
{
    Session *session = session_with("model rnn hidden=3; cut 5");
    cr_expect_eq(kit_number(session, "norm(dh[4])"), 0);
    cr_expect_neq(kit_number(session, "norm(dh[5])"), 0);
    cr_expect_eq(kit_number(session, "influence(12,4)"), 0);
    kit_run(session, "cut 9; cut 7; cut 5");
    expect_said(session, "cut at 5, 9 and 7");
    kit_fails(session, "cut 13", "at a step from 1 to 12");
    kit_fails(session, "cut none", "not `none`");
    kit_fails(session, "cut 3 edge=direct", "goes through Wh");
    kit_fails(session, "cut 3 layer=2", "there is no layer 2");
    kit_run(session, "release; model gru hidden=3 layers=2; cut 4 edge=direct; cut 6 layer=1 edge=weights");
    expect_said(session, "gru:h→h cut at 4, gru:h→gates cut at 6 in layer 1");
    kit_run(session, "model mlp");
    kit_fails(session, "cut 3", "nothing that recurs");
    session_free(session);
}

Test(knives, nothing_to_release_is_said)
{
    Session *session = session_with("model lstm hidden=4");
    kit_fails(session, "release", "there is nothing to release: no gate of lstm is held and no edge cut");
    kit_fails(session, "release cuts", "there is nothing to release");
    kit_run(session, "cut 3");
    kit_fails(session, "release f", "of lstm, cut at 3");
    kit_fails(session, "release holds", "of lstm, cut at 3");
    session_free(session);
}
