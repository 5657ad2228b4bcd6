/* Models from files: what PyTorch saved shows PyTorch's numbers (made by tests/reference/make_safetensors.py), and a session
 * that loaded one can be undone, saved and opened again. */
#include "engine/base/file.h"
#include "engine/net/safetensors.h"
#include "tests/app/session_kit.h"

enum { STEPS = 8, HIDDEN = 4 };

static void reference(char *path, size_t size, const char *name)
{
    char *top = realpath(getenv("top_srcdir") ? getenv("top_srcdir") : ".", NULL);
    snprintf(path, size, "%s/tests/reference/%s", top, name);
    free(top);
}

static void load(Session *session, const char *name, const char *more)
{
    char path[1024], line[2400];
    reference(path, sizeof path, "load.csv");
    snprintf(line, sizeof line, "data \"%s\"", path);
    kit_run(session, line);
    reference(path, sizeof path, name);
    snprintf(line, sizeof line, "load \"%s.safetensors\" %s", path, more);
    kit_run(session, line);
}

/* The states of each step, then the outputs where there are any. */
static void holds_what_pytorch_says(const char *name, size_t columns, bool head)
{
    char path[1024], file_name[64], expression[64];
    Session *session = kit_session();
    load(session, name, "");
    kit_run(session, "sample 1");
    snprintf(file_name, sizeof file_name, "%s.txt", name);
    reference(path, sizeof path, file_name);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    for (size_t t = 1; t <= STEPS * (head ? 2 : 1); t++)
        for (size_t i = 1; i <= (t > STEPS ? 1 : columns); i++) {
            double expected;
            cr_assert_eq(fscanf(file, "%lf", &expected), 1);
            snprintf(expression, sizeof expression, t > STEPS ? "y[%zu][%zu]" : "h[%zu][%zu]", t > STEPS ? t - STEPS : t, i);
            cr_expect_float_eq(kit_number(session, expression), expected, 1e-10, "%s: %s", name, expression);
        }
    fclose(file);
    session_free(session);
}

Test(load, shows_the_numbers_of_pytorch)
{
    holds_what_pytorch_says("load-rnn", HIDDEN, true);
    holds_what_pytorch_says("load-lstm", HIDDEN, true);
    holds_what_pytorch_says("load-gru", HIDDEN, false);
    holds_what_pytorch_says("load-both", 2 * HIDDEN, false); // the forward half comes first
}

Test(load, a_model_without_a_head_has_states_and_no_output)
{
    static const char *const LINES[] = {"print y[1]", "print p[1]", "print loss", "print dh[1]", "print Wy", "print dWh", "print influence(3,2)"};
    Session *session = kit_session();
    load(session, "load-gru", "");
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
        kit_fails(session, LINES[i], "without a head");
    kit_fails(session, "train updates=1", "no loss to train on");
    kit_fails(session, "verify", "no gradient to verify");
    kit_fails(session, "verify dWh.n[1][1]", "no gradient to verify");
    kit_run(session, "compare gru rnn");
    kit_fails(session, "train updates=1", "gru came without a head");
    kit_run(session, "compare; hold z 0.5; cut 3; expect min(z) == 0.5");
    kit_run(session, "print h[7]; print Wh; print b; goto 3");
    session_free(session);
}

Test(load, every_view_can_be_drawn_of_it)
{
    char folder[64];
    kit_enter_folder(folder);
    Session *session = kit_session();
    load(session, "load-gru", "");
    kit_run(session, "view unroll; export screen a.txt; view states; export screen a.txt; view gradients; export screen a.txt; "
                     "view jacobian; export screen a.txt; view training; export screen a.txt; goto 2; unit 2; view equation; "
                     "export screen a.txt; explain h[2][1]; export screen a.txt");
    session_free(session);
    kit_leave_folder(folder);
}

Test(load, before_there_are_data_it_waits)
{
    char path[1024], line[1200];
    Session *session = kit_session();
    reference(path, sizeof path, "load-lstm.safetensors");
    snprintf(line, sizeof line, "load \"%s\" name=theirs", path);
    kit_run(session, line);
    cr_expect(strstr(session->notice, "waits for data"));
    kit_fails(session, "data signal length=10 sequences=20", "reads 3 inputs");
    cr_expect_null(session->world->data);
    reference(path, sizeof path, "load.csv");
    snprintf(line, sizeof line, "data \"%s\"", path);
    kit_run(session, line);
    cr_expect_float_eq(kit_number(session, "theirs:h[7][1]"), 0.07194143548248487, 1e-12);
    session_free(session);
}

Test(load, training_reset_init_undo_and_redo_know_the_file)
{
    Session *session = kit_session();
    load(session, "load-lstm", "");
    const double first = kit_number(session, "h[7][1]");
    kit_fails(session, "init orthogonal", "from a file");
    kit_run(session, "train updates=3");
    cr_expect_neq(kit_number(session, "h[7][1]"), first);
    kit_run(session, "reset");
    cr_expect_eq(kit_number(session, "h[7][1]"), first);
    kit_run(session, "undo; undo; undo");
    cr_expect_eq(session->world->models, 0);
    kit_run(session, "redo");
    cr_expect_eq(kit_number(session, "h[7][1]"), first);
    session_free(session);
}

Test(load, a_saved_session_opens_the_same_file_and_no_other)
{
    char folder[64], path[1024], line[1200];
    Text bytes = {0};
    Error error = {0};
    kit_enter_folder(folder);
    reference(path, sizeof path, "load-lstm.safetensors");
    cr_assert(file_read(path, SAFETENSORS_LIMIT, &bytes, &error), "%s", error.message);
    cr_assert(file_write("m.safetensors", bytes.bytes, bytes.length, &error), "%s", error.message);
    Session *session = kit_session();
    reference(path, sizeof path, "load.csv");
    snprintf(line, sizeof line, "data \"%s\"; load m.safetensors name=theirs; save s.bp", path);
    kit_run(session, line);
    const double first = kit_number(session, "theirs:h[7][1]");
    session_free(session);
    session = kit_session();
    kit_run(session, "resume s.bp");
    cr_expect_eq(kit_number(session, "theirs:h[7][1]"), first);
    session_free(session);
    bytes.bytes[bytes.length - 1] ^= 1;
    cr_assert(file_write("m.safetensors", bytes.bytes, bytes.length, &error), "%s", error.message);
    session = kit_session();
    kit_fails(session, "resume s.bp", "not the file the session was made with");
    session_free(session);
    text_free(&bytes);
    kit_leave_folder(folder);
}

Test(load, what_is_exported_comes_back)
{
    char folder[64];
    kit_enter_folder(folder);
    Session *session = kit_session();
    kit_run(session, "data carry length=10 sequences=40; model rnn hidden=5; train updates=3; export model m.safetensors");
    kit_run(session, "load m.safetensors name=again");
    cr_expect_eq(kit_number(session, "norm(rnn:h - again:h)"), 0);
    cr_expect_eq(kit_number(session, "rnn:loss - again:loss"), 0);
    kit_fails(session, "export model m.csv", ".safetensors");
    kit_fails(session, "load nothing.safetensors", "nothing.safetensors");
    kit_run(session, "model mlp hidden=3; export model m.safetensors; load m.safetensors name=again");
    cr_expect_eq(kit_number(session, "norm(mlp:h - again:h)"), 0);
    kit_fails(session, "load m.safetensors reset=before", "no reset gate");
    session_free(session);
    kit_leave_folder(folder);
}
