#include "app/run/player.h"

#include "engine/base/file.h"
#include "tests/app/session_kit.h"

static void write_text(const char *path, const char *text, size_t count)
{
    FILE *file = fopen(path, "w");
    cr_assert(file != NULL);
    cr_assert_eq(fwrite(text, 1, count, file), count);
    cr_assert_eq(fclose(file), 0);
}

/** Play a file that holds this text; how many checks failed, or −1 where it could not be played. */
static int play(const char *path, const char *text, size_t count, ReportKind kind, Error *error)
{
    PlayOptions options = {.seed = 1, .kind = kind, .width = 80, .height = 24};
    write_text(path, text, count);
    Report *report = report_new(kind);
    bool good = play_file(path, &options, kit_lessons(), report, error);
    int failed = good ? (int)report_end(report) : -1;
    report_free(report);
    return failed;
}

static const char *const HEAD = "## A step\n\n```backpass\ndata carry length=10 sequences=20; model rnn hidden=5\n```\n\n";

static int play_lesson(const char *rest, Error *error)
{
    Text text = {0};
    text_add(&text, HEAD);
    text_add(&text, rest);
    int failed = play("lesson.md", text.bytes, text.length, REPORT_TAP, error);
    text_free(&text);
    return failed;
}

Test(player, a_line_of_a_lesson_may_hold_several_commands)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    cr_expect_eq(play_lesson("```expect\nhidden == 5 # identity: as made\n```\n", &error), 0, "%s", error.message);
    kit_leave_folder(folder);
}

Test(player, a_solution_from_a_stranger_writes_no_file)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    int failed = play_lesson("```challenge\ntask: x\ngoal: hidden == 4\nsolution: save evil.bp; model rnn hidden=4\n```\n", &error);
    cr_expect_eq(failed, 1, "its solution is refused");
    cr_expect_neq(access("evil.bp", F_OK), 0, "a lesson must be safe to open");
    kit_leave_folder(folder);
}

Test(player, a_claim_that_is_a_number_does_not_hold)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    cr_expect_eq(play_lesson("```expect\nhidden # identity: says nothing\n```\n", &error), 1);
    kit_leave_folder(folder);
}

Test(player, a_script_with_a_zero_byte_is_refused_and_not_cut_there)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    static const char SCRIPT[] = "data carry length=10\n\0expect 1 < 0\n";
    cr_expect_eq(play("zero.bp", SCRIPT, sizeof SCRIPT - 1, REPORT_TAP, &error), -1);
    cr_expect_eq(error_status(&error), 2);
    kit_leave_folder(folder);
}

Test(player, a_report_in_json_counts_what_is_no_text_too)
{
    char folder[64];
    Error error = {0};
    kit_enter_folder(folder);
    cr_assert(freopen("report.json", "w", stdout) != NULL);
    Report *report = report_new(REPORT_JSON);
    report_check(report, false, "caf\xC3.md", 3, "a < b", "cut in a character: \xE2\x88");
    cr_expect_eq(report_end(report), 1);
    report_free(report);
    fflush(stdout);
    Text text = {0};
    cr_assert(file_read("report.json", 1 << 16, &text, &error), "%s", error.message);
    cr_expect(strstr(text_string(&text), "\"what\": \"a < b\"") != NULL, "%s", text_string(&text));
    text_free(&text);
    kit_leave_folder(folder);
}

Test(player, a_step_with_more_claims_than_can_be_checked_is_refused)
{
    char folder[64];
    Error error = {0};
    Text text = {0};
    kit_enter_folder(folder);
    text_add(&text, "```expect\n");
    for (int i = 0; i < 65; i++)
        text_add(&text, "hidden == 5 # identity: as made\n");
    text_add(&text, "```\n");
    cr_expect_eq(play_lesson(text.bytes, &error), -1);
    cr_expect(strstr(error.message, "at most 64 claims") != NULL, "%s", error.message);
    text_free(&text);
    kit_leave_folder(folder);
}
