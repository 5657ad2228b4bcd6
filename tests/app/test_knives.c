#include "app/session/hands.h"
#include "app/view/view.h"
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
    expect_said(session, "f held at 1, f[3] held at 0.5, g held at -0.25");
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
    kit_fails(session, "hold f 2", "it can be held from 0 to 1, not at 2");
    kit_fails(session, "hold g -1.5", "from -1 to 1");
    kit_fails(session, "hold f nan", "value `nan` should be a number: 0 to 1, a candidate -1 to 1");
    kit_fails(session, "hold f 1e999", "value `1e999` should be a number");
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
    expect_said(session, "lstm: f held at 1");
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
    kit_run(session, "cut 1");
    cr_expect(strstr(session->notice, "nothing before it"), "%s", session->notice);
    kit_run(session, "release; model gru hidden=3 layers=2; cut 4 edge=direct; cut 6 layer=1 edge=weights");
    expect_said(session, "gru: h→h cut at 4, h→gates cut at 6 in layer 1");
    kit_run(session, "model mlp");
    kit_fails(session, "cut 3", "nothing that recurs");
    session_free(session);
}

Test(knives, one_cut_is_mended_and_the_others_stay)
{
    Session *session = session_with("model lstm hidden=3; cut 5; cut 9; cut all edge=weights; hold f 1");
    kit_run(session, "release cut 5");
    expect_said(session, "f held at 1, cut at 9, h→gates cut at every step");
    kit_fails(session, "release cut 5", "nothing to release of that (5)");
    kit_fails(session, "release cut", "`release cuts` all of it");
    kit_fails(session, "release f 5", "`release cuts` all of it");
    kit_fails(session, "release cut x", "at a step from 1 to");
    kit_run(session, "release cut all");
    expect_said(session, "f held at 1, cut at 9");
    cr_expect_eq(kit_number(session, "norm(dh[8])"), 0, "cut between 8 and 9");
    kit_run(session, "undo; release cut 9");
    expect_said(session, "f held at 1, h→gates cut at every step");
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
    kit_run(session, "model gru hidden=2");
    kit_fails(session, "release", "of lstm there is: `use lstm`");
    session_free(session);
}

/** What the status line of the frame says. */
static void expect_status(Session *session, const char *words, bool ascii)
{
    Text text = {0};
    Grid *grid = grid_new(100, 24);
    grid->ascii = ascii;
    frame_build(session);
    frame_draw(session, grid);
    grid_to_text(grid, &text);
    cr_expect(strstr(text_string(&text), words) != NULL, "%s is not in\n%s", words, text_string(&text));
    text_free(&text);
    grid_free(grid);
}

Test(knives, stand_in_the_status_line_until_they_are_gone)
{
    Session *session = session_with("model lstm hidden=4; hold f 1; cut all edge=weights; scale Wh.f 1.5; scale Wh.f 1.5");
    expect_status(session, "✂ changed by hand: f held at 1, h→gates cut at every step, Wh.f ×1.5 (2 times)", false);
    expect_status(session, "! changed by hand: f held at 1, h->gates cut at every step, Wh.f x1.5 (2 times)", true);
    kit_run(session, "undo; undo");
    expect_status(session, "✂ changed by hand: f held at 1, h→gates cut at every step   ", false);
    kit_run(session, "redo; undo; undo; release");
    expect_said(session, "");
    kit_run(session, "undo");
    expect_said(session, "f held at 1");
    kit_run(session, "model rnn hidden=2; cut 3; scale Wh 2; input x[2][1] 0.5; undo; undo; input x[2][1] 0.5");
    expect_said(session, "lstm: f held at 1; rnn: cut at 3; x[2][1] = 0.5 (sample 1)");
    session_free(session);
}

Test(knives, a_model_made_anew_has_none_and_says_so)
{
    Session *session = session_with("model lstm hidden=4; hold f 1");
    kit_run(session, "model lstm hidden=4");
    cr_expect(strstr(session->notice, "what was held is released"), "%s", session->notice);
    kit_run(session, "cut 3; reset");
    cr_expect(strstr(session->notice, "what was cut is mended"), "%s", session->notice);
    kit_run(session, "hold f 1; cut 3; init orthogonal");
    cr_expect(strstr(session->notice, "what was held and cut is released"), "%s", session->notice);
    kit_run(session, "hold f 1; data signal length=9 sequences=20");
    cr_expect(strstr(session->notice, "what was held is released"), "%s", session->notice);
    expect_said(session, "");
    kit_run(session, "undo");
    expect_said(session, "f held at 1");
    kit_run(session, "release; data signal length=9 sequences=20");
    cr_expect_null(strstr(session->notice, "released"), "%s", session->notice);
    session_free(session);
}

Test(knives, rewinding_brings_back_what_was_in_at_that_update)
{
    Session *session = session_with("model lstm hidden=4; train updates=12; scale Wh 1.5; hold f 1; train updates=9; scale Wh 1.5; release f; cut 4; train updates=5");
    expect_said(session, "cut at 4, Wh ×1.5 (2 times)");
    double loss = kit_number(session, "loss");
    kit_run(session, "rewind 20");
    expect_said(session, "f held at 1, Wh ×1.5");
    kit_run(session, "rewind 11");
    expect_said(session, "");
    kit_run(session, "undo; undo");
    cr_expect_eq(kit_number(session, "loss"), loss);
    expect_said(session, "cut at 4, Wh ×1.5 (2 times)");
    session_free(session);
}

/** Lines that use all of it, and numbers that hang on every one of them. */
static const char LINES[] = "data carry length=9 sequences=30; model gru hidden=4 layers=2 bidirectional=yes; hold z 0.25; hold n@1[2] -0.5; "
                            "train updates=7; cut 5 layer=1; scale Wh@2r.n 1.25; train updates=4; release z; cut all edge=direct";

static void expect_same(Session *a, Session *b)
{
    static const char *const NUMBER[] = {"loss", "norm(dWh@1)", "norm(dWh@2r)", "norm(h)", "norm(dh@1)", "norm(n@1r)", "updates"};
    Text text = {0};
    for (size_t i = 0; i < sizeof NUMBER / sizeof *NUMBER; i++)
        cr_expect_eq(kit_number(a, NUMBER[i]), kit_number(b, NUMBER[i]), "%s", NUMBER[i]);
    hands_text(a->world, &text);
    expect_said(b, text_string(&text));
    text_free(&text);
}

Test(knives, are_saved_and_resumed_to_the_same_bits)
{
    char folder[64];
    Session *first = kit_session(), *again = kit_session(), *resumed = kit_session();
    Error error = {0};
    kit_enter_folder(folder);
    first->journal = journal_open("journals", &error);
    cr_assert(first->journal != NULL, "%s", error.message);
    kit_run(first, LINES);
    expect_said(first, "n@1[2] held at -0.5, cut at 5 in layer 1, h→h cut at every step, Wh@2r.n ×1.25");
    kit_run(first, "save all.bp");
    kit_run(again, "resume all.bp");
    expect_same(first, again);
    char line[200];
    snprintf(line, sizeof line, "resume \"%s\"", journal_path(first->journal));
    kit_run(resumed, line);
    expect_same(first, resumed);
    session_free(first);
    session_free(again);
    session_free(resumed);
    kit_leave_folder(folder);
}

Test(knives, a_lesson_may_use_them)
{
    Session *session = session_with("model lstm hidden=4");
    Error error = {0};
    submit_lines(session, "hold f 1; cut all edge=weights; release cuts; compare lstm rnn; drop rnn", ORIGIN_LESSON, NULL, 1);
    cr_expect(command_finish(session, &error), "%s", error.message);
    expect_said(session, "f held at 1");
    session_free(session);
}

Test(knives, many_do_not_push_what_happened_off_the_status_line)
{
    Session *session = session_with("model lstm hidden=8; hold f[1] 0.1; hold f[2] 0.2; hold f[3] 0.3; hold f[4] 0.4; hold f[5] 0.5; hold f[6] 0.6; release f[1]");
    expect_status(session, "f[1] released", false);
    expect_status(session, "f[2] held at 0.2, f[3] held at", false);
    session_free(session);
}
