/* The pictures kept in tests/golden. To write them anew, from the top folder: top_srcdir=$PWD OPENBLAS_CORETYPE=Haswell
 * OPENBLAS_NUM_THREADS=1 BACKPASS_GOLDEN=write build/tests/app/test_golden */
#include "tests/app/view_kit.h"

/* Numbers are cut to four digits, and how closely an explanation agrees is left out: both differ from machine to machine. */
static void settle(const char *text, Text *settled)
{
    for (const char *at = text; *at;) {
        if (strncmp(at, "equals the", 10) == 0 || strncmp(at, "agrees to", 9) == 0) {
            at += strcspn(at, "\n");
        } else if (isdigit((unsigned char)*at) && !(at > text && isalnum((unsigned char)at[-1]))) {
            int digits = 0;
            for (bool leading = true, point = false;
                 isdigit((unsigned char)*at) || (*at == '.' && isdigit((unsigned char)at[1])); at++) {
                point = point || *at == '.';
                leading = leading && (*at == '0' || *at == '.');
                digits += isdigit((unsigned char)*at) && !leading;
                if (digits <= 4 || !point)
                    text_add_bytes(settled, at, 1);
            }
        } else {
            text_add_bytes(settled, at++, 1);
        }
    }
}

static void compare_golden(const char *name, const char *text)
{
    char path[600];
    Error error = {0};
    Text settled = {0}, kept = {0};
    snprintf(path, sizeof path, "%s/tests/golden/%s.txt", getenv("top_srcdir") ? getenv("top_srcdir") : ".", name);
    settle(text, &settled);
    const char *mode = getenv("BACKPASS_GOLDEN");
    if (mode && strcmp(mode, "write") == 0)
        cr_assert(file_write(path, settled.bytes, settled.length, &error), "%s", error.message);
    cr_assert(file_read(path, 1 << 20, &kept, &error), "%s", error.message);
    cr_expect_str_eq(settled.bytes, kept.bytes, "%s is not what is drawn now:\n%s", path, settled.bytes);
    text_free(&settled);
    text_free(&kept);
}

static void compare_frame(Session *session, const char *name)
{
    static const int SIZES[][2] = {{80, 24}, {120, 40}};
    for (int s = 0; s < 2; s++)
        for (int ascii = 0; ascii < 2; ascii++) {
            char full[96];
            snprintf(full, sizeof full, "%s-%dx%d%s", name, SIZES[s][0], SIZES[s][1], ascii ? "-ascii" : "");
            char *text = frame_text(session, SIZES[s][0], SIZES[s][1], ascii);
            compare_golden(full, text);
            free(text);
        }
}

static void compare_view(const char *view, const char *commands)
{
    Session *session = session_of(commands);
    look_at(session, view);
    compare_frame(session, view);
    session_free(session);
}

Test(golden, unroll)
{
    compare_view("unroll", "data carry length=20 sequences=40; model rnn hidden=8; goto 7; unit 3");
}

Test(golden, unroll_backward)
{
    Session *session =
        session_of("data carry length=20 sequences=40; model rnn hidden=8; view unroll; goto 17 wave=backward");
    compare_frame(session, "unroll-backward");
    session_free(session);
}

Test(golden, unroll_of_an_lstm)
{
    Session *session = session_of("data carry length=20 sequences=40; model lstm hidden=6; view unroll; goto 7; unit 3");
    compare_frame(session, "unroll-lstm");
    session_free(session);
}

Test(golden, states)
{
    compare_view("states", "data carry length=20 sequences=40; model rnn hidden=8; goto 7; unit 3");
}

Test(golden, gates)
{
    compare_view("gates", "data carry length=20 sequences=40; model lstm hidden=8; goto 7; unit 3");
}

Test(golden, gates_of_a_gru_backward)
{
    Session *session = session_of("data carry length=20 sequences=40; model gru hidden=8; view gates; goto 17 wave=backward");
    compare_frame(session, "gates-gru-backward");
    session_free(session);
}

Test(golden, gates_of_a_gru)
{
    Session *session = session_of("data carry length=20 sequences=40; model gru hidden=8; view gates; goto 17; unit 2");
    compare_frame(session, "gates-gru");
    session_free(session);
}

Test(golden, gates_of_an_rnn)
{
    Session *session = session_of("data carry length=20 sequences=40; model rnn hidden=8; view gates; goto 7; unit 2");
    compare_frame(session, "gates-rnn");
    session_free(session);
}

Test(golden, gradients)
{
    compare_view("gradients",
                 "data carry length=20 sequences=40; model rnn hidden=8; model mlp hidden=8; use rnn; goto 7");
}

Test(golden, gradients_of_an_lstm)
{
    Session *session = session_of("data carry length=20 sequences=40; model rnn hidden=8; model lstm hidden=8 forget_bias=2; "
                                  "view gradients; goto 7");
    compare_frame(session, "gradients-lstm");
    session_free(session);
}

Test(golden, jacobian)
{
    compare_view("jacobian", "data carry length=20 sequences=40; model rnn hidden=8; goto 7");
}

Test(golden, influence)
{
    compare_view("influence", "data carry length=20 sequences=40; model rnn hidden=8; goto 7");
}

Test(golden, compare)
{
    compare_view("compare", "data carry length=20 sequences=40; model rnn hidden=8; model lstm hidden=4; train "
                            "updates=20; model gru hidden=8; goto 7; unit 3");
}

static void compare_split(const char *name, const char *commands)
{
    Session *session = session_of(commands);
    compare_frame(session, name);
    session_free(session);
}

Test(golden, split)
{
    compare_split("split", "data carry length=20 sequences=40; model lstm hidden=8; goto 7; unit 3; view states; split gates");
    compare_split("split-jacobian", "data carry length=20 sequences=40; model rnn hidden=8; goto 7; view gradients; "
                                    "split jacobian; split other");
}

Test(golden, split_beside_a_lesson)
{
    Session *session = session_of_lesson(1);
    run_line(session, "view unroll; split gradients; goto 3");
    compare_frame(session, "split-lesson");
    session_free(session);
}

Test(golden, pitch_of_events)
{
    compare_view("pitch", "data signal length=12 sequences=40; model lstm hidden=4; goto 7");
}

Test(golden, pitch_of_a_runner)
{
    Session *session = session_of("data runners sequences=40; model rnn hidden=4; goto 8; view pitch");
    compare_frame(session, "pitch-runners");
    session_free(session);
}

Test(golden, pitch_of_players)
{
    Session *session = session_of("data next players=10 length=12 sequences=20; model gru hidden=4; goto 6; unit 3; view pitch");
    compare_frame(session, "pitch-next");
    session_free(session);
}

Test(golden, pitch_of_a_trajectory)
{
    Session *session = session_of("data trajectory sequences=20; model lstm hidden=4; goto 24; view pitch");
    compare_frame(session, "pitch-trajectory");
    session_free(session);
}

Test(golden, training)
{
    compare_view("training", "data signal length=10 sequences=60; model rnn hidden=4; train updates=3");
}

Test(golden, training_compared)
{
    Session *session = session_of("data carry length=10 sequences=60; compare rnn lstm hidden=4; train updates=50; view training");
    compare_frame(session, "training-compared");
    session_free(session);
}

Test(golden, equation)
{
    compare_view("equation", "data carry length=20 sequences=40; model rnn hidden=8; explain pre[7][3]");
}

Test(golden, lesson)
{
    Session *session = session_of_lesson(1);
    look_at(session, "unroll");
    session->cursor.t = 3;
    compare_frame(session, "lesson");
    session_free(session);
}

Test(golden, cell_lstm)
{
    compare_view("cell", "data carry length=20 sequences=40; model lstm hidden=8; goto 7; unit 3; wire 5");
}

static void compare_cell(const char *name, const char *commands)
{
    Session *session = session_of(commands);
    look_at(session, "cell");
    compare_frame(session, name);
    session_free(session);
}

Test(golden, cell_gru)
{
    compare_cell("cell-gru", "data carry length=20 sequences=40; model gru hidden=8 reset=after update=keep; "
                             "goto 7 wave=backward; unit 3; view cell; wire 9");
}

Test(golden, cell_rnn)
{
    compare_cell("cell-rnn", "data carry length=20 sequences=40; model rnn hidden=8; goto 7; unit 3; view cell; wire 6");
}
