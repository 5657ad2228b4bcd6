#include "app/session/journal.h"

#include <sys/stat.h>

#include "engine/base/file.h"
#include "tests/app/session_kit.h"

static void add(Journal *journal, JournalKind kind, const char *line)
{
    Error error = {0};
    cr_assert(journal_add(journal, kind, line, &error), "%s", error.message);
}

static char **lines_of(const char *path, char unfinished[512])
{
    char **lines;
    Error error = {0};
    cr_assert(journal_read(path, &lines, unfinished, &error), "%s", error.message);
    return lines;
}

Test(journal, gives_back_what_ended_the_last_mark_and_the_last_place)
{
    char folder[64], unfinished[512];
    Error error = {0};
    kit_enter_folder(folder);
    Journal *journal = journal_open(folder, &error);
    cr_assert_not_null(journal, "%s", error.message);
    add(journal, JOURNAL_BEGIN, "data carry");
    add(journal, JOURNAL_END, "data carry");
    add(journal, JOURNAL_BEGIN, "nonsense");
    add(journal, JOURNAL_FAILED, "nonsense");
    add(journal, JOURNAL_END, "model rnn");
    add(journal, JOURNAL_END, "scale Wh 2");
    add(journal, JOURNAL_UNDONE, "undo");
    add(journal, JOURNAL_PLACE, "goto 3");
    add(journal, JOURNAL_PLACE, "goto 4");
    add(journal, JOURNAL_BEGIN, "train updates=200");
    add(journal, JOURNAL_MARK, "train updates=50");
    add(journal, JOURNAL_MARK, "train updates=137");
    char **lines = lines_of(journal_path(journal), unfinished);
    cr_expect_str_eq(lines[0], "data carry");
    cr_expect_str_eq(lines[1], "model rnn");
    cr_expect_str_eq(lines[2], "train updates=137");
    cr_expect_str_eq(lines[3], "goto 4");
    cr_expect_null(lines[4]);
    cr_expect_str_eq(unfinished, "train updates=200");
    journal_lines_free(lines);
    journal_close(journal);
    kit_leave_folder(folder);
}

Test(journal, ignores_a_last_line_that_was_cut_off)
{
    char folder[64], unfinished[512];
    Error error = {0};
    kit_enter_folder(folder);
    const char whole[] = "backpass journal 1\n= data carry\n= model r";
    cr_assert(file_write("cut.journal", whole, strlen(whole), &error));
    char **lines = lines_of("cut.journal", unfinished);
    cr_expect_str_eq(lines[0], "data carry");
    cr_expect_null(lines[1]);
    journal_lines_free(lines);
    kit_leave_folder(folder);
}

Test(journal, ignores_a_last_line_that_was_cut_off_in_a_character)
{
    char folder[64], unfinished[512];
    Error error = {0};
    kit_enter_folder(folder);
    const char whole[] = "backpass journal 1\n= data carry\n= data \"caf\xC3";
    cr_assert(file_write("cut.journal", whole, strlen(whole), &error));
    char **lines = lines_of("cut.journal", unfinished);
    cr_expect_str_eq(lines[0], "data carry");
    cr_expect_null(lines[1]);
    journal_lines_free(lines);
    kit_leave_folder(folder);
}

Test(journal, refuses_what_is_none)
{
    char folder[64], unfinished[512], **lines;
    Error error = {0};
    kit_enter_folder(folder);
    const char broken[] = "backpass journal 1\n= data carry\nwhat is this\n";
    cr_assert(file_write("broken.journal", broken, strlen(broken), &error));
    cr_expect_not(journal_read("broken.journal", &lines, unfinished, &error));
    cr_expect_eq(error.line, 3);
    error_clear(&error);
    cr_assert(file_write("bytes.bp", "data \xff\xfe\n", 8, &error));
    cr_expect_not(journal_read("bytes.bp", &lines, unfinished, &error));
    error_clear(&error);
    cr_expect_not(journal_read("missing.bp", &lines, unfinished, &error));
    kit_leave_folder(folder);
}

Test(journal, a_base_begins_anew)
{
    char folder[64], unfinished[512];
    Error error = {0};
    kit_enter_folder(folder);
    Journal *journal = journal_open(folder, &error);
    add(journal, JOURNAL_END, "data carry");
    add(journal, JOURNAL_BASE, "seed 1; lesson 06 step=3");
    add(journal, JOURNAL_END, "train updates=5");
    char **lines = lines_of(journal_path(journal), unfinished);
    cr_expect_str_eq(lines[0], "seed 1; lesson 06 step=3");
    cr_expect_str_eq(lines[1], "train updates=5");
    cr_expect_null(lines[2]);
    journal_lines_free(lines);
    journal_close(journal);
    kit_leave_folder(folder);
}

Test(journal, finds_the_latest_that_no_session_holds_and_keeps_ten)
{
    char folder[64];
    Error error = {0};
    Text path = {0};
    kit_enter_folder(folder);
    for (int i = 0; i < 15; i++) {
        Journal *journal = journal_open(folder, &error);
        cr_assert_not_null(journal, "%s", error.message);
        add(journal, JOURNAL_END, "data carry");
        journal_close(journal);
    }
    Journal *held = journal_open(folder, &error);
    add(held, JOURNAL_END, "data carry");
    journal_latest(folder, &path);
    cr_expect(strstr(text_string(&path), "000015.journal"), "%s", text_string(&path));
    cr_expect_not(file_exists("000003.journal"));
    cr_expect(file_exists("000015.journal"));
    journal_close(held);
    text_free(&path);
    kit_leave_folder(folder);
}

Test(journal, a_session_is_resumed_where_it_was_killed)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    Session *session = kit_session();
    session->journal = journal_open(folder, &error);
    kit_run(session, "data carry length=8 sequences=40; model rnn hidden=3; train updates=20; scale Wh 1.5; goto 5; unit 2");
    submit_lines(session, "train updates=5000", ORIGIN_USER, NULL, 1);
    for (int i = 0; i < 13; i++)
        cr_assert(command_continue(session, &error));
    command_mark(session);
    double loss = kit_number(session, "loss"), updates = kit_number(session, "updates");
    for (int i = 0; i < 4; i++) // lost: after the last mark
        cr_assert(command_continue(session, &error));
    char *path = strdup(journal_path(session->journal));

    Session *again = kit_session();
    cr_assert(command_resume(again, path, NULL, &error), "%s", error.message);
    cr_assert(command_finish(again, &error), "%s", error.message);
    cr_expect_eq(kit_number(again, "updates"), updates);
    cr_expect_eq(kit_number(again, "loss"), loss);
    cr_expect_eq(again->cursor.t, 5);
    cr_expect_eq(again->cursor.unit, 2);
    free(path);
    session_free(session);
    session_free(again);
    kit_leave_folder(folder);
}

Test(journal, a_training_stopped_while_its_rate_falls_is_done_again_to_the_bit)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    Session *session = kit_session(), *again = kit_session();
    kit_run(session, "data carry length=8 sequences=40; model rnn hidden=3; train updates=5");
    submit_lines(session, "train updates=20 decay=0.8", ORIGIN_USER, NULL, 1);
    for (int i = 0; i < 13; i++)
        cr_assert(command_continue(session, &error));
    command_interrupt(session);
    kit_run(session, "save s.bp");
    kit_run(again, "resume s.bp");
    cr_expect_eq(kit_number(again, "updates"), kit_number(session, "updates"));
    cr_expect_eq(kit_number(again, "loss"), kit_number(session, "loss"));
    cr_expect_eq(kit_number(again, "lr"), kit_number(session, "lr"));
    cr_expect_lt(kit_number(again, "lr"), 0.01);
    kit_run(session, "undo; redo");
    cr_expect_eq(kit_number(again, "loss"), kit_number(session, "loss"));
    kit_run(session, "train updates=2 decay=0"); // options stay: 0 is said where it was
    cr_expect_eq(kit_number(session, "lr"), 0.01);
    kit_fails(session, "train updates=20 planned=10", "planned=10 is fewer");
    kit_fails(session, "train decay=2", "decay");
    session_free(session);
    session_free(again);
    kit_leave_folder(folder);
}

Test(journal, save_writes_the_lines_that_make_the_session_again)
{
    char folder[64];
    kit_enter_folder(folder);
    Session *session = kit_session(), *again = kit_session();
    kit_run(session, "data signal length=9 sequences=30; model rnn hidden=3 name=mine; train updates=4; sample 7; input x[2][1] 0.5; "
                     "view gradients; goto 3; save s.bp");
    kit_run(again, "resume s.bp");
    cr_expect_eq(kit_number(again, "loss(sample)"), kit_number(session, "loss(sample)"));
    cr_expect_str_eq(again->cursor.view, "gradients");
    cr_expect_eq(again->world->sample, 7);
    kit_fails(session, "save s.csv", "ending in .bp");
    kit_fails(session, "save /nowhere/at/all.bp", "/nowhere");
    session_free(session);
    session_free(again);
    kit_leave_folder(folder);
}

Test(journal, a_session_with_a_seed_is_made_again_with_it)
{
    char folder[64];
    kit_enter_folder(folder);
    Session *session = session_new(7, kit_lessons()), *again = kit_session();
    kit_run(session, "data signal length=9 sequences=30; model rnn hidden=3; save s.bp");
    kit_run(again, "resume s.bp");
    cr_expect_eq(kit_number(again, "Wh[1][1]"), kit_number(session, "Wh[1][1]"));
    session_free(session);
    session_free(again);
    kit_leave_folder(folder);
}

Test(journal, what_is_resumed_leaves_the_lesson_and_its_seed)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    Session *session = session_new(7, kit_lessons()), *again = kit_session();
    const char script[] = "data carry length=5 sequences=20\nmodel rnn hidden=3\n";
    cr_assert(file_write("s.bp", script, strlen(script), &error));
    session->journal = journal_open(folder, &error);
    kit_run(session, "lesson 03 step=2; resume s.bp; save t.bp");
    cr_expect_null(session->course.lesson);
    cr_expect_eq(kit_number(session, "seed"), 1);
    kit_run(again, "resume t.bp");
    cr_expect_eq(kit_number(again, "Wh[1][1]"), kit_number(session, "Wh[1][1]"));
    cr_assert(command_resume(again, journal_path(session->journal), NULL, &error), "%s", error.message);
    cr_assert(command_finish(again, &error), "%s", error.message);
    cr_expect_null(again->course.lesson);
    cr_expect_eq(kit_number(again, "steps"), 5);
    session_free(session);
    session_free(again);
    kit_leave_folder(folder);
}

Test(journal, the_cursor_is_where_the_last_data_left_it)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    Session *session = kit_session(), *again = kit_session();
    session->journal = journal_open(folder, &error);
    kit_run(session, "data carry length=9 sequences=20; model rnn hidden=3; goto 9; data carry length=5 sequences=20");
    cr_assert(command_resume(again, journal_path(session->journal), NULL, &error), "%s", error.message);
    cr_assert(command_finish(again, &error), "%s", error.message);
    cr_expect_eq(again->cursor.t, 5);
    session_free(session);
    session_free(again);
    kit_leave_folder(folder);
}

Test(journal, nothing_is_left_of_a_session_in_which_nothing_was_done)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    Journal *journal = journal_open(folder, &error);
    cr_assert(journal != NULL);
    char *path = strdup(journal_path(journal));
    cr_expect(file_exists(path));
    journal_close(journal);
    cr_expect_not(file_exists(path));
    free(path);
    kit_leave_folder(folder);
}

Test(journal, a_data_file_that_has_changed_is_noticed)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    const char first[] = "sequence,step,x,target\n1,1,0.5,1\n1,2,0.25,2\n", second[] = "sequence,step,x,target\n1,1,0.5,1\n1,2,0.75,2\n";
    cr_assert(file_write("d.csv", first, strlen(first), &error));
    Session *session = kit_session(), *again = kit_session();
    kit_run(session, "data d.csv; model rnn hidden=2; save s.bp");
    kit_run(again, "resume s.bp");
    cr_assert(file_write("d.csv", second, strlen(second), &error));
    kit_fails(again, "resume s.bp", "not the file the session was made with");
    session_free(session);
    session_free(again);
    kit_leave_folder(folder);
}

/** A session in the folder with a journal of its own. */
static Session *journalled(const char *folder)
{
    Error error = {0};
    Session *session = kit_session();
    session->journal = journal_open(folder, &error);
    cr_assert(session->journal != NULL, "%s", error.message);
    return session;
}

/** Resume the latest of the folder; what the last of `slices` says, all of them for 0. */
static bool resume_for(Session *session, const char *folder, int slices, Error *error)
{
    bool good = command_resume(session, NULL, folder, error);
    for (int i = 0; good && i < slices; i++)
        good = command_continue(session, error);
    return good && (slices > 0 || command_finish(session, error));
}

Test(journal, a_program_killed_while_it_resumes_loses_nothing)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    Session *first = journalled(folder);
    kit_run(first, "data carry length=5 sequences=20; model rnn hidden=2; train updates=9; scale Wh 2; lesson 03; scale Wh 0.5; goto 3");
    double weight = kit_number(first, "Wh[1][1]");
    session_free(first);
    for (int slices = 1; slices < 5; slices++) {
        Session *killed = journalled(folder);
        cr_assert(resume_for(killed, folder, slices, &error), "%s", error.message);
        session_free(killed);
    }
    for (int i = 0; i < 2; i++) {
        Session *last = journalled(folder);
        cr_assert(resume_for(last, folder, 0, &error), "%s", error.message);
        cr_expect_eq(kit_number(last, "Wh[1][1]"), weight);
        cr_expect_eq(last->cursor.t, 3);
        session_free(last);
    }
    kit_leave_folder(folder);
}

Test(journal, what_cannot_be_resumed_now_can_be_later)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    Session *first = journalled(folder), *second, *third;
    kit_run(first, "data carry length=5 sequences=20; export data own.csv; data own.csv; model rnn hidden=2; train updates=3");
    double loss = kit_number(first, "loss");
    session_free(first);
    cr_assert(rename("own.csv", "away.csv") == 0);
    second = journalled(folder);
    cr_expect_not(resume_for(second, folder, 0, &error));
    session_free(second);
    error_clear(&error);
    cr_assert(rename("away.csv", "own.csv") == 0);
    third = journalled(folder);
    cr_assert(resume_for(third, folder, 0, &error), "%s", error.message);
    cr_expect_eq(kit_number(third, "loss"), loss);
    kit_run(third, "undo; undo");
    cr_expect_eq(third->world->models, 0);
    session_free(third);
    kit_leave_folder(folder);
}
