/* Data: which sequences. */
#include <stdio.h>
#include <string.h>

#include "app/command/data_about.h"
#include "app/command/input_file.h"
#include "app/command/parse.h"
#include "app/session/hands.h"
#include "engine/football/simulator.h"
#include "engine/football/tidy.h"

static bool looks_like_file(const char *name)
{
    size_t n = strlen(name);
    return strchr(name, '/') || strchr(name, '.') || (n > 4 && strcmp(name + n - 4, ".csv") == 0);
}

static bool unknown_data(const char *name, Error *error)
{
    const char *names[32];
    size_t count = 0;
    Text list = {0};
    for (const Simulator *simulator; count < 32 && (simulator = simulator_at(count)); count++) {
        names[count] = simulator->name;
        text_addf(&list, "%s%s", count ? ", " : "", simulator->name);
    }
    const char *near = text_nearest(name, names, count);
    fail(error, ERR_USE, "there is no data called `%.60s`%s%s%s; there are %s, or the name of a file ending in .csv", name,
         near ? ": did you mean `" : "", near ? near : "", near ? "`" : "", text_string(&list));
    text_free(&list);
    return false;
}

/** bare_knob - a knob without its value. */
static bool bare_knob(const Simulator *simulator, const Word *word, Error *error)
{
    const Knob *knob = &simulator->knob[simulator_knob(simulator, word->text)];
    return fail_at(error, ERR_USE, NULL, 0, word->column, "%s needs a value: `%s=%.15g`", knob->name, knob->name, knob->value);
}

static bool unknown_knob(const Simulator *simulator, const Word *word, Error *error)
{
    if (!*word->key && simulator_knob(simulator, word->text) < KNOBS_MAX)
        return bare_knob(simulator, word, error);
    const char *names[KNOBS_MAX];
    size_t count = 0;
    Text list = {0};
    for (; count < KNOBS_MAX && simulator->knob[count].name; count++) {
        names[count] = simulator->knob[count].name;
        text_addf(&list, "%s%s", count ? ", " : "", names[count]);
    }
    const char *said = *word->key ? word->key : word->text, *near = text_nearest(said, names, count);
    fail_at(error, ERR_USE, NULL, 0, word->column, "%s has no knob `%s`%s%s%s; it has %s", simulator->name, said, near ? ": did you mean `" : "", near ? near : "", near ? "`" : "", text_string(&list));
    text_free(&list);
    return false;
}

/** The knobs as given from that word on, the others at their defaults. */
static bool read_knobs(const Simulator *simulator, const Arguments *arguments, size_t first, double *knob, Error *error)
{
    for (size_t i = 0; i < KNOBS_MAX && simulator->knob[i].name; i++)
        knob[i] = simulator->knob[i].value;
    const Word *word;
    for (size_t i = first; (word = argument_extra(arguments, i)); i++) {
        size_t at = simulator_knob(simulator, word->key);
        if (at == KNOBS_MAX)
            return unknown_knob(simulator, word, error);
        if (argument(arguments, word->key) != word) // the first of that name
            return fail_at(error, ERR_USE, NULL, 0, word->column, "`%s` is given twice", word->key);
        if (!text_number(word->text, &knob[at]))
            return fail_at(error, ERR_USE, NULL, 0, word->column, "%s `%s` is not a number", word->key, word->text);
    }
    return true;
}

static uint64_t seed_of(const Session *session, const Arguments *arguments)
{
    return argument_given(arguments, "seed") ? (uint64_t)argument_number(arguments, "seed", 1) : session->world->seed;
}

/** simulated - the knobs stand behind `first` other words. */
static Dataset *simulated(const Session *session, const Arguments *arguments, const Simulator *simulator, size_t first,
                          Error *error)
{
    double knob[KNOBS_MAX] = {0};
    if (argument_given(arguments, "hash")) {
        fail(error, ERR_USE, "hash= is for files");
        return NULL;
    }
    if (!read_knobs(simulator, arguments, first, knob, error))
        return NULL;
    return simulate(simulator, knob, seed_of(session, arguments), error);
}

static Dataset *from_file(const Session *session, const Arguments *arguments, const char *path, Error *error)
{
    const Word *extra = argument_extra(arguments, 0);
    if (extra) {
        fail_at(error, ERR_USE, NULL, 0, extra->column, "a file takes scale= and seed= alone, not `%s`", *extra->key ? extra->key : extra->text);
        return NULL;
    }
    Dataset *data = tidy_read(path, seed_of(session, arguments), error);
    if (data && !input_file_same(path, data->hash, argument_text(arguments, "hash", NULL), error)) {
        dataset_free(data);
        return NULL;
    }
    return data;
}

/** How the line is remembered: a file by its absolute path and the hash of what it held. */
static void canonical_line(Session *session, const Arguments *arguments, const char *path, const Dataset *data, Text *line)
{
    if (!data->hash) {
        text_add(line, text_string(&session->line) + strlen("data "));
        return;
    }
    input_file_say(path, data->hash, line);
    if (argument_given(arguments, "seed"))
        text_addf(line, " seed=%s", argument_text(arguments, "seed", "1"));
    if (argument_given(arguments, "scale"))
        text_addf(line, " scale=%s", argument_text(arguments, "scale", "none"));
    text_clear(&session->line);
    text_addf(&session->line, "data %s", text_string(line));
}

static void tell(Session *session, const char *released)
{
    const World *world = session->world;
    const Dataset *data = world->data;
    session_notice(session, "%s: %zu sequences, %zu validate%s%s%s", data->name, data->sequences, data->valid_count,
                   data->sequences < 10 ? " (fewer than ten: all of them train and validate)" : "",
                   world->models ? "; models made anew for it, u undoes" : "", released);
}

/** Remember the line and take the data (taken). */
static bool take_data(Session *session, const Arguments *arguments, const char *path, Dataset *data, Error *error)
{
    Text line = {0};
    canonical_line(session, arguments, path, data, &line);
    bool good = line.length < sizeof session->world->data_line;
    if (!good) {
        fail(error, ERR_LIMIT, "this line is too long to be remembered: at most %zu characters, with the whole path of the file",
             sizeof session->world->data_line - 1);
        dataset_free(data);
    }
    good = good && world_set_data(session->world, data, text_string(&line), error);
    text_free(&line);
    return good;
}

/** shown - say what was asked for; nothing has changed, so there is nothing to remember. */
static bool shown(Session *session, Text *text, bool good)
{
    while (text->length && text->bytes[text->length - 1] == '\n')
        text->bytes[--text->length] = 0;
    if (good)
        session_say(session, "%s", text_string(text));
    text_clear(&session->line);
    text_free(text);
    return good;
}

/** describe_file - a table of one's own: what it says, and what simple rules reach on it. */
static bool describe_file(Session *session, const Arguments *arguments, const char *name, Error *error)
{
    Text path = {0}, text = {0};
    input_file_find(session, name, &path);
    Dataset *data = tidy_read(text_string(&path), seed_of(session, arguments), error);
    text_free(&path);
    if (data)
        data_describe_file(data, &text);
    bool good = shown(session, &text, data != NULL);
    dataset_free(data);
    return good;
}

/** describe_run - `data describe NAME [knob=VALUE …]`: the knobs begin behind the name. */
static bool describe_run(Session *session, const Arguments *arguments, Error *error)
{
    const Word *name = argument_extra(arguments, 0);
    if (!name)
        return fail(error, ERR_USE, "describe what? `data list` says what there is");
    const Simulator *simulator = simulator_find(name->text);
    if (!simulator && looks_like_file(name->text) && !argument_extra(arguments, 1))
        return describe_file(session, arguments, name->text, error);
    if (!simulator)
        return unknown_data(name->text, error);
    double knob[KNOBS_MAX];
    Text text = {0};
    bool good = read_knobs(simulator, arguments, 1, knob, error) &&
                data_describe(simulator, knob, seed_of(session, arguments), &text, error);
    return shown(session, &text, good);
}

static bool list_run(Session *session, const Arguments *arguments, Error *error)
{
    const Word *extra = argument_extra(arguments, 0);
    if (extra)
        return fail_at(error, ERR_USE, NULL, 0, extra->column, "`data list` takes nothing more");
    Text text = {0};
    data_list(&text);
    return shown(session, &text, true);
}

/** drawn_name - of `data simulate NAME …`, which is `data NAME …` and remembered so. */
static const char *drawn_name(Session *session, const Arguments *arguments, Error *error)
{
    const Word *name = argument_extra(arguments, 0);
    if (!name || *name->key || !simulator_find(name->text)) {
        if (!name || *name->key)
            fail(error, ERR_USE, "simulate what? `data list` says what there is");
        else
            unknown_data(name->text, error);
        return NULL;
    }
    Text line = {0};
    text_addf(&line, "data%s", strstr(text_string(&session->line), "simulate") + strlen("simulate"));
    text_free(&session->line);
    session->line = line;
    return name->text;
}

static bool data_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *name = argument_text(arguments, "name", "");
    if (strcmp(name, "list") == 0)
        return list_run(session, arguments, error);
    if (strcmp(name, "describe") == 0)
        return describe_run(session, arguments, error);
    if (strcmp(name, "import") == 0)
        return fail(error, ERR_USE, "import on the command line of the shell: `backpass data import FILE... -o OUT.csv --task "
                                    "TASK`; then say `data OUT.csv` here");
    const bool draws = strcmp(name, "simulate") == 0;
    if (draws && (name = drawn_name(session, arguments, error)) == NULL)
        return false;
    const Simulator *simulator = simulator_find(name);
    if (!simulator && !looks_like_file(name))
        return unknown_data(name, error);
    Text path = {0};
    input_file_find(session, name, &path);
    Dataset *data = simulator ? simulated(session, arguments, simulator, draws, error)
                              : from_file(session, arguments, text_string(&path), error);
    if (data && strcmp(argument_text(arguments, "scale", "none"), "standard") == 0)
        dataset_standardise(data);
    const char *released = hands_released(session->world, MODELS_MAX);
    bool good = data && take_data(session, arguments, text_string(&path), data, error);
    text_free(&path);
    if (!good)
        return false;
    session->menu = false;
    session_clamp(session);
    tell(session, released);
    return true;
}

static bool sample_run(Session *session, const Arguments *arguments, Error *error)
{
    World *world = session->world;
    if (!world->data)
        return fail(error, ERR_USE, "there is no data yet: load some, e.g. `data carry`");
    const char *text = argument_text(arguments, "number", "1");
    size_t step = argument_count(arguments, "number", 1), sample = step;
    size_t last = world->data->sequences;
    if (*text == '+')
        sample = world->sample + step > last ? last : world->sample + step;
    else if (*text == '-')
        sample = world->sample > step ? world->sample - step : 1;
    else if (sample > last)
        return fail(error, ERR_USE, "there are %zu sequences; %zu is past the last", last, sample);
    world->sample = sample;
    world_changed(world);
    session_clamp(session);
    return true;
}

static bool input_run(Session *session, const Arguments *arguments, Error *error)
{
    size_t t, i, sample = argument_count(arguments, "sample", session->world->sample);
    int end = 0;
    const char *place = argument_text(arguments, "place", "");
    const Dataset *data = session->world->data;
    if (!data)
        return fail(error, ERR_USE, "there is no data yet: load some, e.g. `data carry`");
    if (sscanf(place, "x[%zu][%zu]%n", &t, &i, &end) != 2 || !end || place[end])
        return fail(error, ERR_USE, "`%.60s` is not an input: say x[step][feature], e.g. x[3][1]", place);
    if (sample < 1 || sample > data->sequences)
        return fail(error, ERR_USE, "there are %zu sequences; %zu is not one of them", data->sequences, sample);
    if (t < 1 || t > dataset_length(data, sample - 1) || i < 1 || i > data->D)
        return fail(error, ERR_USE, "%s is outside: x has steps 1 … %zu and features 1 … %zu", place,
                    dataset_length(data, sample - 1), data->D);
    double value = argument_number(arguments, "value", 0);
    char edit[48];
    snprintf(edit, sizeof edit, "%.16s = %.8s (sample %u)", place, argument_text(arguments, "value", ""), (unsigned)sample);
    hands_add(session->world, MODELS_MAX, edit);
    world_poke(session->world, (Poke){.sequence = sample - 1, .t = t, .i = i, .value = (real)value});
    if (!argument_given(arguments, "sample"))
        text_addf(&session->line, " sample=%zu", sample);
    return true;
}

const Command DATA_COMMANDS[] = {
    {.name = "data",
     .group = GROUP_DATA,
     .effect = EFFECT_CHANGES,
     .open = true,
     .option = {{.name = "name", .kind = OPTION_TEXT, .bare = true, .needed = true, .help = "a simulator, or a file ending in .csv"},
                {.name = "scale", .kind = OPTION_CHOICE, .choices = "none standard", .standard = "none",
                 .help = "standard: subtract the training set's mean, divide by its standard deviation"},
                {.name = "seed", .kind = OPTION_COUNT, .low = 0, .high = 4294967295.0, .standard = "the session's",
                 .help = "draw with this seed"},
                {.name = "hash", .kind = OPTION_TEXT, .help = "refuse the file when it is not the one with this hash"}},
     .usage = "NAME [knob=VALUE …] [scale=none|standard] [seed=N]   or   data FILE.csv [scale=…]   or   data list   or   data describe NAME|FILE.csv   or   data simulate NAME …",
     .help = "load sequences: simulated football (`data list` says what there is) or a tidy CSV file",
     .example = "data carry length=20",
     .more = "A simulator's knobs are named like options; `data describe NAME` lists them with their ranges, says what is planted and what can "
             "be reached, and `data list` names them all. One fifth of the sequences, "
             "drawn by the seed, validates; where a file has a column `block`, whole blocks do. Models there are made anew for the new data.",
     .run = data_run},
    {.name = "sample",
     .group = GROUP_DATA,
     .effect = EFFECT_MOVES,
     .option = {{.name = "number", .kind = OPTION_MOVE, .bare = true, .needed = true, .low = 1, .high = 1e9,
                 .help = "which sequence of the data, from 1"}},
     .help = "look at this sequence: states and gradients are of it and of its own loss",
     .example = "data carry length=20; sample 3",
     .run = sample_run},
    {.name = "input",
     .group = GROUP_DATA,
     .effect = EFFECT_CHANGES,
     .option = {{.name = "place", .kind = OPTION_TEXT, .bare = true, .needed = true, .help = "x[step][feature]"},
                {.name = "value", .kind = OPTION_NUMBER, .bare = true, .needed = true, .low = -1e6, .high = 1e6, .help = "what it shall be"},
                {.name = "sample", .kind = OPTION_COUNT, .low = 1, .high = 1e9, .standard = "the one looked at", .help = "of which sequence"}},
     .help = "change one input of the sequence looked at, and watch what follows from it",
     .example = "data carry length=20; model rnn hidden=8; input x[3][1] 0.9; print x[3][1]",
     .run = input_run},
    {.name = NULL},
};
