/* The command table checks itself: every row has its help and an example that runs. */
#include "app/command/table.h"

#include "app/command/help.h"
#include "tests/app/session_kit.h"

Test(table, every_command_has_help_and_no_two_share_a_name)
{
    const Command *command;
    for (size_t i = 0; (command = command_at(i)); i++) {
        cr_expect(command->help && strlen(command->help) > 10, "%s", command->name);
        cr_expect_neq(command->help[strlen(command->help) - 1], '.', "%s", command->name);
        cr_expect_not_null(command->run, "%s", command->name);
        cr_expect_eq(command_find(command->name), command, "%s", command->name);
        for (const Option *option = command->option; option->name; option++)
            cr_expect(option->help && *option->help, "%s %s", command->name, option->name);
        cr_expect(command->example || command->effect == EFFECT_COURSE, "%s has no example", command->name);
    }
}

Test(table, every_example_runs_from_an_empty_session)
{
    char folder[64];
    const Command *command;
    kit_enter_folder(folder);
    for (size_t i = 0; (command = command_at(i)); i++) {
        if (!command->example)
            continue;
        Session *session = kit_session();
        Error error = {0};
        cr_expect(command_run(session, command->example, &error), "%s: %s", command->example, error.message);
        session_free(session);
    }
    kit_leave_folder(folder);
}

Test(table, every_command_of_the_issue_is_there)
{
    static const char *const NAMES[] = {"data",  "model",  "use",   "init",  "reset",   "seed",   "train",  "rewind", "sample", "goto",
                                        "next",  "back",   "unit",  "view",  "scale",   "set",    "input",  "undo",   "redo",   "print",
                                        "explain", "verify", "expect", "save", "resume", "export", "source", "lesson", "step",  "answer",
                                        "hint",  "solution", "skip",  "help",  "quit"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        cr_expect_not_null(command_find(NAMES[i]), "%s", NAMES[i]);
}

Test(table, help_knows_every_command_and_topic)
{
    const Command *command;
    const char *topic;
    Error error = {0};
    for (size_t i = 0; (command = command_at(i)); i++) {
        Text text = {0};
        cr_expect(help_text(command->name, &text, &error));
        cr_expect(strstr(text_string(&text), command->help), "%s", command->name);
        text_free(&text);
    }
    for (size_t i = 0; (topic = help_topic(i)); i++) {
        Text text = {0};
        cr_expect(help_text(topic, &text, &error) && text.length > 100, "%s", topic);
        text_free(&text);
    }
    Text text = {0};
    cr_expect_not(help_text("trian", &text, &error));
    cr_expect(strstr(error.message, "did you mean `train`"));
    text_free(&text);
}

Test(table, help_knows_views_quantities_and_symbols)
{
    static const char *const ASKED[][2] = {{"cell", "`view cell`"},    {"dc", "[t][unit]  ∂L/∂cₜ: gradient"}, {"cₜ", "cell state after"},
                                           {"∂L/∂h", "dh[t][unit]"},   {"norm", "Frobenius"},                {"σ", "sigmoid"},
                                           {"sample", "number of the"}, {"compare", "`view compare`"},        {"symbols", "∂L/∂fₜ"}};
    for (size_t i = 0; i < sizeof ASKED / sizeof *ASKED; i++) {
        Text text = {0};
        Error error = {0};
        cr_expect(help_text(ASKED[i][0], &text, &error), "%s", error.message);
        cr_expect(strstr(text_string(&text), ASKED[i][1]), "%s: %s", ASKED[i][0], text_string(&text));
        text_free(&text);
    }
}

Test(table, the_manual_in_docs_is_what_the_table_makes)
{
    char path[4200];
    Text made = {0}, kept = {0};
    Error error = {0};
    snprintf(path, sizeof path, "%s/../docs/commands.md", kit_lessons());
    cr_assert(help_text("markdown", &made, &error));
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    char line[4096];
    while (fgets(line, sizeof line, file))
        text_add(&kept, line);
    fclose(file);
    cr_expect(strcmp(text_string(&made), text_string(&kept)) == 0, "make it anew: backpass help markdown > docs/commands.md");
    text_free(&made);
    text_free(&kept);
}
