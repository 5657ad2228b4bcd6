#include "engine/base/file.h"
#include "tests/engine/probe_fixture.h"

/* docs/language.md: every example means something, and its dictionary is the program's. */

static Text read_language(void)
{
    const char *top = getenv("top_srcdir");
    Text path = {0}, text = {0};
    Error error = {0};
    file_join(&path, top ? top : ".", "docs/language.md");
    cr_assert(file_read(text_string(&path), 1 << 20, &text, &error), "%s: %s", text_string(&path), error.message);
    text_free(&path);
    return text;
}

/* The world the page speaks of: 20 steps and more, a model called rnn, one called mlp-2, some training, a step before. */
static void example_worlds(World *then, World *now)
{
    WorldSpec spec = world_spec();
    spec.longest = 24;
    spec.hidden = 5;
    spec.updates = 12;
    WorldSpec lstm = spec;
    lstm.cell = "lstm";
    for (size_t i = 0; i < 2; i++) {
        World *world = i == 0 ? then : now;
        world_make(world, &spec);
        world->subject[0].name = "rnn";
        world_add(world, &lstm, "lstm");
    }
    now->probe.before = &then->probe;
}

static void check_example(const World *world, const char *example)
{
    Error error = {0};
    Value value;
    cr_assert(probe_parses(example, &error), "%s: %s", example, error.message);
    cr_assert(probe_value(&world->probe, example, &value, &error), "%s: %s", example, error.message);
    cr_assert(!value.logical || value.data[0] == 1, "%s is said to hold", example);
    value_free(&value);
}

Test(language, every_example_means_something_and_every_claim_holds)
{
    World then, now;
    Text text = read_language();
    size_t examples = 0;
    bool inside = false;
    example_worlds(&then, &now);
    for (char *line = strtok(text.bytes, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, "```", 3) == 0) {
            inside = strcmp(line, "```expression") == 0;
        } else if (inside) {
            check_example(&now, line);
            examples++;
        }
    }
    cr_assert_gt(examples, 30, "%zu examples were found", examples);
    text_free(&text);
    world_free(&then);
    world_free(&now);
}

Test(language, the_dictionary_is_the_programs)
{
    Text text = read_language();
    char row[400];
    for (size_t i = 0; probe_name(i); i++) {
        const NameInfo *info = probe_name(i);
        const char *tick = info->indices[0] ? "`" : "";
        snprintf(row, sizeof row, "\n| `%s` | %s | %s%s%s | %s |\n", info->name, info->symbol, tick, info->indices,
                 tick, info->what);
        cr_assert(strstr(text_string(&text), row), "docs/language.md needs the row%s", row);
    }
    for (size_t i = 0; probe_function(i); i++) {
        const NameInfo *info = probe_function(i);
        snprintf(row, sizeof row, "\n| `%s%s` | %s | %s |\n", info->name, info->indices, info->symbol, info->what);
        cr_assert(strstr(text_string(&text), row), "docs/language.md needs the row%s", row);
    }
    text_free(&text);
}
