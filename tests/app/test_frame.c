/* What stands around the views: the rule under a lesson's page, the title, the status line; and what views say when
 * there is nothing to draw. */
#include "app/view/view.h"
#include "tests/app/session_kit.h"

static char *frame_text(Session *session, int width, int height)
{
    Grid *grid = grid_new(width, height);
    Text text = {0};
    frame_build(session);
    frame_draw(session, grid);
    grid_to_text(grid, &text);
    grid_free(grid);
    return text.bytes;
}

static void expect_frame(Session *session, int width, int height, const char *wanted, bool there)
{
    char *text = frame_text(session, width, height);
    cr_expect((strstr(text, wanted) != NULL) == there, "\"%s\" is %s\n%s", wanted, there ? "not in" : "in", text);
    free(text);
}

/* ---- a lesson at 80×24 ------------------------------------------------------------------------------------------- */

static void expect_question_in_sight(const char *lesson)
{
    Session *session = kit_session();
    char line[64];
    snprintf(line, sizeof line, "lesson %s", lesson);
    kit_run(session, line);
    for (size_t step = 1, last = session->course.lesson->steps; step <= last; step++) {
        snprintf(line, sizeof line, "step %zu", step);
        kit_run(session, line);
        cr_assert_eq(session->course.step, step);
        char *text = frame_text(session, 80, 24), place[32];
        snprintf(place, sizeof place, " %zu/%zu  %s", step, last, session->course.lesson->step[step - 1].title);
        cr_expect(strstr(text, place) != NULL, "\"%s\" is not in\n%s", place, text);
        if (session->course.attempts)
            cr_expect(strstr(text, "a answers") || strstr(text, ": try it"), "no whole question in\n%s", text);
        free(text);
    }
    session_free(session);
}

Test(rule, has_the_whole_question_above_it_in_lesson_03)
{
    expect_question_in_sight("03");
}

Test(rule, has_the_whole_question_above_it_in_lesson_06)
{
    expect_question_in_sight("06");
}

/* A lesson whose question lies below the fold of 80×24, and one claim of which does not hold. */
static Session *session_of_long_page(void)
{
    static const char HEAD[] = "# A long one\n\n## The first step\n\n";
    static const char TAIL[] = "```expect\n1 < 2 # identity: always\n3 < 2 # identity: never\n```\n"
                               "```question\nask: How *many* of `these` words are still in sight when the page is "
                               "so very long?\nanswer: 3\naccept: exactly\nhint: Few.\n```\n";
    Text text = {0};
    text_add(&text, HEAD);
    for (int i = 0; i < 12; i++)
        text_addf(&text, "Paragraph %d.\n\n", i);
    text_add(&text, TAIL);
    char folder[64];
    kit_enter_folder(folder);
    Error error = {0};
    FILE *file = fopen("long.md", "w");
    cr_assert(file && fputs(text_string(&text), file) >= 0 && fclose(file) == 0);
    Session *session = kit_session();
    kit_run(session, "data carry length=9 sequences=20; model rnn hidden=4");
    cr_assert(command_run(session, "lesson ./long.md", &error), "%s", error.message);
    kit_leave_folder(folder);
    text_free(&text);
    return session;
}

Test(rule, says_how_a_question_below_it_begins_and_how_to_get_there)
{
    Session *session = session_of_long_page();
    expect_frame(session, 80, 24, "? How many of these words are", true);
    expect_frame(session, 80, 24, "J ▼", true);
    expect_frame(session, 80, 24, "✗ 1 of 2 claims hold here", true);
    session->cursor.scroll = 1000;
    expect_frame(session, 80, 24, "a answers  :hint helps  :skip shows it", true);
    expect_frame(session, 80, 24, "J ▼", false);
    session->course.attempt[0].standing = STANDING_DONE;
    expect_frame(session, 80, 24, "a answers", false);
    session_free(session);
}

Test(title, gives_up_the_lessons_name_before_the_steps)
{
    Session *session = kit_session();
    kit_run(session, "lesson 06");
    expect_frame(session, 120, 30, "06 Vanishing gradients  1/10  Judged once, at the end", true);
    expect_frame(session, 80, 24, "06 Vanishing…  1/10  Judged once, at the end", true);
    expect_frame(session, 72, 24, "06  1/10  Judged once, at the end", true);
    session_free(session);
}

/* ---- what views and bars say ------------------------------------------------------------------------------------- */

Test(status, counts_what_was_changed_by_hand_several_times)
{
    Session *session = kit_session();
    kit_run(session,
            "data carry length=9 sequences=20; model rnn hidden=4; scale Wh 2; scale Wh 2; scale Wh 2; scale b 0");
    expect_frame(session, 80, 24, "changed by hand: Wh ×2 (3 times), b ×0 ", true);
    session_free(session);
}

Test(equation, writes_a_function_of_one_term_as_that_function)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=9 sequences=20; model rnn hidden=4; explain h[8][1]");
    expect_frame(session, 80, 24, "✓ ", true);
    expect_frame(session, 80, 24, "Σ of 1 term", false);
    char wanted[80], pre[32], h[32];
    text_show_number(pre, sizeof pre, kit_number(session, "pre[8][1]"), 6);
    text_show_number(h, sizeof h, kit_number(session, "h[8][1]"), 6);
    snprintf(wanted, sizeof wanted, "tanh(%s) = %s ", pre, h);
    expect_frame(session, 80, 24, wanted, true);
    kit_run(session, "explain pre[8][1]");
    expect_frame(session, 80, 24, "Σ of 7 terms = ", true);
    session_free(session);
}

Test(unroll, shows_the_share_of_every_step_the_wave_has_come_back_through)
{
    Session *session = kit_session();
    kit_run(session, "data carry length=6 sequences=20; model rnn hidden=4; view unroll; goto 4 wave=backward");
    for (int t = 1; t <= 6; t++) {
        char name[32];
        Grid *grid = grid_new(80, 24);
        snprintf(name, sizeof name, "norm(dWh_t[%d])", t);
        frame_build(session);
        frame_draw(session, grid);
        bool found = false;
        for (size_t i = 0; i < grid->marks; i++)
            found = found || strcmp(grid->mark[i].name, name) == 0;
        cr_expect_eq(found, t >= 4, "%s", name);
        grid_free(grid);
    }
    session_free(session);
}

Test(training, gives_each_of_three_plots_two_labels_at_80x24)
{
    Session *session = kit_session();
    kit_run(session, "data signal length=8 sequences=40; model rnn hidden=4; train updates=20; view training");
    expect_frame(session, 80, 24, "1.0 ┤", true);
    expect_frame(session, 80, 24, "0.5 ┤", true);
    expect_frame(session, 80, 24, "loss        ", true);
    session_free(session);
}

Test(page, says_why_its_commands_were_stopped)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    FILE *file = fopen("broken.md", "w");
    cr_assert(file && fputs("# Broken\n\n## A step\n\nText.\n\n```backpass\nview nosuchview\n```\n", file) >= 0 &&
              fclose(file) == 0);
    Session *session = kit_session();
    cr_expect(!command_run(session, "lesson ./broken.md", &error));
    cr_expect(*session->course.fault);
    expect_frame(session, 80, 24, "✗ this page's commands were stopped", true);
    expect_frame(session, 80, 24, "✗ ./broken.md:8", true);
    expect_frame(session, 120, 40, "✗ ./broken.md:8", true);
    kit_leave_folder(folder);
    session_free(session);
}

Test(keys, of_command_line_and_help_are_in_sight_in_a_lesson)
{
    Session *session = kit_session();
    kit_run(session, "lesson 06");
    expect_frame(session, 80, 24, "Enter explain  Tab view  : command  ? help", true);
    kit_run(session, "explain h[100][1]");
    expect_frame(session, 80, 24, ": command  ? help", true);
    session_free(session);
}

Test(page, keeps_the_reply_in_sight_while_the_next_task_waits_below)
{
    Session *session = kit_session();
    kit_run(session, "lesson 06 step=3; answer (norm(dh[1]) / norm(dh[100]))^(1/99)");
    cr_expect_eq(session->course.attempt[0].standing, STANDING_DONE);
    char reply[24];
    snprintf(reply, sizeof reply, "✓ %.12s", session->course.attempt[0].reply);
    expect_frame(session, 80, 24, reply, true);
    expect_frame(session, 80, 24, "◆ One knob.", true);
    session_free(session);
}
