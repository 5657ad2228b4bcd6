#include "engine/base/file.h"
#include "tests/app/session_kit.h"

static Session *session_with(const char *model)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=5 sequences=30");
    kit_run(session, model);
    return session;
}

Test(weights, are_set_and_scaled_by_every_name_they_have)
{
    Session *session = session_with("model lstm hidden=2 layers=2 bidirectional=yes");
    double was = kit_number(session, "Wh@1r.o[2][1]"), other = kit_number(session, "norm(Wh@1r.f)");
    kit_run(session, "scale Wh@1r.o -2");
    cr_expect_eq(kit_number(session, "Wh@1r.o[2][1]"), -2 * was);
    cr_expect_eq(kit_number(session, "norm(Wh@1r.f)"), other, "the rows of other gates stay");
    kit_run(session, "set b.f 3; set b@1.i 1 2; set Wh.g 1 2 3 4; set Wh[8][2] 0.5; set Wx@2r.f[1:2][2:3] 5 6 7 8");
    cr_expect_eq(kit_number(session, "min(b@2.f)"), 3);
    cr_expect_eq(kit_number(session, "b@1.i[2]"), 2);
    cr_expect_eq(kit_number(session, "Wh.g[2][1]"), 3);
    cr_expect_eq(kit_number(session, "Wh.o[2][2]"), 0.5, "row 8 of all four gates");
    cr_expect_eq(kit_number(session, "Wx@2r.f[1][3]"), 6);
    cr_expect_eq(kit_number(session, "Wx@2r.f[2][2]"), 7);
    kit_run(session, "model gru hidden=2 reset=after; set bh 9; set lstm:by[1] 4; scale lstm:Wy 0");
    cr_expect_eq(kit_number(session, "bh[2]"), 9);
    cr_expect_eq(kit_number(session, "lstm:by[1]"), 4);
    cr_expect_eq(kit_number(session, "norm(lstm:Wy)"), 0);
    cr_expect_eq(session->world->edit[session->world->edits - 1].model, 0, "what is done to a model is said of it");
    session_free(session);
}

Test(weights, that_are_not_there_are_refused)
{
    Session *session = session_with("model lstm hidden=3 layers=2");
    kit_fails(session, "set Wq 1", "`Wq` is not a weight of lstm; it has Wx@1, Wh@1, b@1, Wx@2, Wh@2, b@2, Wy, by");
    kit_fails(session, "set Wh.z 1", "`z` is not a gate of lstm; it has i f g o");
    kit_fails(session, "scale Wh.f[4] 2", "Wh.f is 3 × 3");
    kit_fails(session, "scale Wh[13][1] 2", "Wh is 12 × 3");
    kit_fails(session, "scale b.f[4] 2", "b.f has 3 numbers");
    kit_fails(session, "scale Wy@1 2", "Wy belongs to no layer");
    kit_fails(session, "set by.f 1", "not kept gate by gate");
    kit_fails(session, "scale Wh@3 2", "lstm has 2 layers");
    kit_fails(session, "scale Wh@1r 2", "reads forward only");
    kit_fails(session, "set Wh.f 1 2", "or 9, row by row; there are 2");
    kit_fails(session, "set b[1] 1 2", "not 1, row by row");
    kit_fails(session, "set b[1][1] 1", "say b or b[unit]");
    kit_fails(session, "set \"Wh + 1\" 1", "is no name of the language");
    kit_fails(session, "set Wh.f 1 a", "`a` is not a number");
    kit_fails(session, "scale bh 2", "is not a weight of lstm");
    cr_expect_eq(session->world->edits, 0);
    session_free(session);
}

Test(verify, takes_every_gradient_by_its_name)
{
    Session *session = session_with("model gru hidden=2 layers=2 bidirectional=yes reset=after; hold z@1[2] 0.5; cut 3 layer=2 edge=weights");
    kit_run(session, "verify dWh.n; verify dWh@1r.z[2][1]; verify dbh; verify db@2r.r; verify dWy; verify dby");
    kit_run(session, "verify dh; verify dh[0]; verify dh@1r[6]; verify dz[2:3]; verify dr@1r; verify dn[4][3]; verify dpre.r; verify dpre@1; verify dy; verify dx[2]");
    kit_run(session, "model lstm hidden=2 layers=2; verify dc; verify dc@1[0:2]; verify di; verify df; verify dg; verify do; verify gru:dz@2r[1][2]; verify");
    kit_fails(session, "verify dh.f", "verify dh, the whole");
    kit_fails(session, "verify dz", "of lstm: a d before a weight");
    kit_fails(session, "verify dc@3", "lstm has 2 layers");
    kit_fails(session, "verify df[9]", "the steps 1 … 5");
    kit_fails(session, "verify dh[1][3]", "1 … 2");
    kit_fails(session, "verify dx@1", "belongs to no layer");
    kit_fails(session, "verify h", "is not a gradient");
    session_free(session);
}

/** `export trace`, and each of its numbers against the quantity that its column names. */
static void check_trace(const char *model, const char *column)
{
    char folder[64];
    Session *session = session_with(model);
    Error error = {0};
    Text text = {0};
    kit_enter_folder(folder);
    kit_run(session, "export trace trace.csv");
    cr_assert(file_read("trace.csv", 1 << 20, &text, &error), "%s", error.message);
    kit_leave_folder(folder);
    char *head = strchr(text.bytes, '\n') + 1, *rows = strchr(head, '\n') + 1, *name_at = NULL;
    rows[-1] = 0;
    cr_expect(strstr(head, column) != NULL, "%s is not in %s", column, head);
    for (size_t t = 1; t <= 5; t++) {
        char names[8192];
        snprintf(names, sizeof names, "%s", head);
        char *name = strtok_r(names, ",", &name_at), *end;
        cr_expect_eq(strtod(rows, &end), (double)t);
        while ((name = strtok_r(NULL, ",", &name_at))) {
            char quantity[64];
            const int bare = (int)strcspn(name, "[");
            double number = strtod(end + 1, &end);
            snprintf(quantity, sizeof quantity, "%.*s[%zu]%s", bare, name, t, name + bare);
            cr_expect_eq(number, kit_number(session, quantity), "%s", quantity);
        }
        rows = end + 1;
    }
    text_free(&text);
    session_free(session);
}

Test(trace, calls_each_column_what_the_language_calls_it)
{
    check_trace("model rnn hidden=3", ",pre[3],h[1],");
    check_trace("model lstm hidden=2 layers=2 bidirectional=yes", ",dpre@1r.f[2],");
    check_trace("model gru hidden=2 bidirectional=yes reset=after", ",dn@1r[2],");
    check_trace("model mlp hidden=2", ",dpre[1],");
}

Test(completion, knows_what_is_inside_the_model_in_use)
{
    Session *session = session_with("model rnn hidden=2; model lstm hidden=2 layers=2");
    cr_expect(kit_offered(session, "hold ", "f") && kit_offered(session, "hold f@", "f@1") &&
              kit_offered(session, "release ", "cuts"));
    cr_expect_not(kit_offered(session, "hold f ", "f"));
    cr_expect_not(kit_offered(session, "hold ", "z"));
    cr_expect(kit_offered(session, "cut a", "all") && kit_offered(session, "cut 3 edge=", "weights"));
    cr_expect(kit_offered(session, "scale Wh", "Wh.f") && kit_offered(session, "set ", "b@2.f") &&
              kit_offered(session, "set ", "Wy"));
    cr_expect(kit_offered(session, "verify d", "dWh.f") && kit_offered(session, "verify dc", "dc@1") &&
              kit_offered(session, "verify ", "df"));
    cr_expect(kit_offered(session, "compare rnn l", "lstm") && kit_offered(session, "compare rnn ", "gru") &&
              kit_offered(session, "drop ", "rnn"));
    cr_expect(kit_offered(session, "compare rnn lstm hid", "hidden="));
    kit_run(session, "use rnn");
    cr_expect_not(kit_offered(session, "hold ", "f"));
    cr_expect_not(kit_offered(session, "scale ", "Wh.f"));
    session_free(session);
}
