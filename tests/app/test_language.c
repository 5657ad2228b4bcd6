/* Every command line in docs/language.md is one. */
#include "app/command/parse.h"

#include "tests/app/session_kit.h"

Test(language, every_command_line_of_the_page_parses)
{
    char path[4200], line[512];
    size_t lines = 0;
    bool inside = false;
    snprintf(path, sizeof path, "%s/../docs/language.md", kit_lessons());
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "```", 3) == 0) {
            inside = strcmp(line, "```command") == 0;
            continue;
        }
        if (!inside)
            continue;
        Arguments arguments;
        Error error = {0};
        cr_expect(arguments_parse(line, &arguments, &error), "%s: %s", line, error.message);
        arguments_free(&arguments);
        lines++;
    }
    fclose(file);
    cr_expect(lines > 20, "%zu lines", lines);
}
