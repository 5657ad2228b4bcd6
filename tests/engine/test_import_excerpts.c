/* The importers on excerpts of real matches, where there are any: the folder is named by REAL_DATA or lies beside the
 * source. They are no part of the program, and the tests pass without them. What is asked here holds for any match. */
#include "engine/football/import/import.h"

#include "engine/base/file.h"
#include "engine/football/tidy.h"
#include "tests/engine/import_samples.h"

enum { FILES = 3 };

/** Excerpt - files below the folder. */
typedef struct Excerpt {
    const char *format;
    const char *path[FILES];
    const char *task; // that makes sequences of it
} Excerpt;

static const Excerpt EXCERPTS[] = {
    {"wyscout", {"wyscout/2499719_figshare_array.first350.json"}, "next-event"},
    {"wyscout", {"wyscout/2499719_kloppy_wrapped.first350.json"}, "possession-shot"},
    {"metrica", {"metrica/Sample_Game_1_RawEventsData.first300.csv"}, "next-event"},
    {"metrica",
     {"metrica/DERIVED_csv_layout_game3_home.frames1-500.csv", "metrica/DERIVED_csv_layout_game3_away.frames1-500.csv"},
     "trajectory"},
    {"metrica", {"metrica/metrica_home_5real_frames.csv", "metrica/metrica_away_5real_frames.csv"}, NULL},
    {"metrica-epts", {"metrica/epts_game3_metadata.xml", "metrica/epts_game3_tracking.frames1-500.txt"}, "trajectory"},
    {"metrica-epts", {"metrica/epts_game3_metadata.xml", "metrica/epts_game3_events.json"}, "next-event"},
    {"skillcorner",
     {"skillcorner/1886347_match.json", "skillcorner/1886347_tracking_extrapolated.17frames.jsonl"},
     "trajectory"},
    {"lastrow", {"lastrow/LIV_[2]-1_CHE.frames0-59.csv"}, "trajectory"},
    {"dfl",
     {"idsse/DFL_02_01_matchinformation_DFL-COM-000002_DFL-MAT-J03WPY.xml",
      "idsse/DFL_02_02_events_raw_DFL-COM-000002_DFL-MAT-J03WPY.first250.xml"},
     "next-event"},
    {"dfl",
     {"verify-only-do-not-ship/dfl-sample/sportec_meta.xml",
      "verify-only-do-not-ship/dfl-sample/sportec_positional_w_referee.xml"},
     "trajectory"},
    {"dfl",
     {"verify-only-do-not-ship/dfl-sample/sportec_meta.xml", "verify-only-do-not-ship/dfl-sample/sportec_events.xml"},
     "next-event"},
    {"statsbomb", {"verify-only-do-not-ship/statsbomb/15946_events.first220.json"}, "next-event"},
};

/** folder - where the excerpts are; false where they are not. */
static bool folder(Text *path)
{
    const char *named = getenv("REAL_DATA"), *source = getenv("top_srcdir");
    static const char *const NEAR_SOURCE[] = {"../shared/real-data", "../../shared/real-data"};
    text_add(path, named ? named : "");
    for (size_t i = 0; !named && source && i < 2 && !file_is_folder(text_string(path)); i++)
        file_join(path, source, NEAR_SOURCE[i]);
    return file_is_folder(text_string(path));
}

/** open_excerpt - its files in memory; false where one of them is missing. */
static bool open_excerpt(const Excerpt *excerpt, const char *where, Text text[FILES], ImportFile files[FILES],
                         size_t *count)
{
    Text path = {0};
    Error error = {0};
    bool there = true;
    for (*count = 0; there && *count < FILES && excerpt->path[*count]; ++*count) {
        file_join(&path, where, excerpt->path[*count]);
        there = file_exists(text_string(&path));
        if (there)
            cr_assert(file_read(text_string(&path), 64 << 20, &text[*count], &error), "%s", error.message);
        files[*count] = (ImportFile){excerpt->path[*count], text_string(&text[*count]), text[*count].length};
    }
    text_free(&path);
    return there;
}

static void check_event(const MatchEvent *event, const char *name)
{
    cr_assert(fabs(event->at[0]) < 65 && fabs(event->at[1]) < 45, "%s: an event at %g, %g", name, event->at[0],
              event->at[1]);
    if (action_is_shot(event->action))
        cr_assert(event->at[0] > 15, "%s: a shot at %g, %g", name, event->at[0], event->at[1]);
    if (event->action == ACTION_GOALKICK)
        cr_assert(event->at[0] < -40, "%s: a goal kick at %g, %g", name, event->at[0], event->at[1]);
    if (event->action == ACTION_CORNER_CROSSED || event->action == ACTION_CORNER_SHORT)
        cr_assert(event->at[0] > 44 && fabs(event->at[1]) > 28, "%s: a corner at %g, %g", name, event->at[0],
                  event->at[1]);
    if (event->action == ACTION_THROW_IN)
        cr_assert(fabs(event->at[1]) > 28, "%s: a throw-in at %g, %g", name, event->at[0], event->at[1]);
}

static void check_match(const Match *match, const Excerpt *excerpt)
{
    const char *name = excerpt->path[0];
    for (size_t i = 0; i < match->events; i++)
        check_event(&match->event[i], name);
    if (match->events && strstr(name, "sportec") == NULL) // one of those begins its kick-off elsewhere
        cr_assert(fabs(match->event[0].at[0]) < 10 && fabs(match->event[0].at[1]) < 10, "%s: no kick-off in the middle",
                  name);
    for (size_t i = 0; i < match->spots; i++)
        cr_assert(fabs(match->spot[i].at[0]) < 70 && fabs(match->spot[i].at[1]) < 50, "%s: a place far outside", name);
    cr_assert(match->events + match->spots + sample_count(&match->skipped, "") == match->seen ||
                  strcmp(excerpt->format, "skillcorner") == 0,
              "%s: something is lost", name);
}

static void check_task(Match *match, const ImportFormat *format, const Excerpt *excerpt)
{
    Text text = {0};
    Error error = {0};
    cr_assert(import_write(format, match, "raw", &text, &error), "%s", error.message);
    text_clear(&text);
    if (excerpt->task) {
        cr_assert(import_write(format, match, excerpt->task, &text, &error), "%s: %s", excerpt->path[0], error.message);
        Dataset *data = tidy_parse(excerpt->path[0], text.bytes, text.length, 1, &error);
        cr_assert(data, "%zu:%zu: %s", error.line, error.column, error.message);
        dataset_free(data);
    }
    text_free(&text);
}

static void check_excerpt(const Excerpt *excerpt, const char *where)
{
    Text text[FILES] = {0};
    ImportFile files[FILES];
    size_t count;
    if (open_excerpt(excerpt, where, text, files, &count)) {
        Error error = {0};
        Match match = sample_read(files, count);
        const ImportFormat *format = import_guess(files, count, &error);
        cr_assert_str_eq(format->name, excerpt->format);
        check_match(&match, excerpt);
        check_task(&match, format, excerpt);
        match_free(&match);
    }
    for (size_t i = 0; i < FILES; i++)
        text_free(&text[i]);
}

Test(import_excerpts, read_as_football_wherever_they_are_present)
{
    Text where = {0};
    if (!folder(&where))
        cr_skip_test("no excerpts of real matches at hand");
    for (size_t i = 0; i < sizeof EXCERPTS / sizeof *EXCERPTS; i++)
        check_excerpt(&EXCERPTS[i], text_string(&where));
    text_free(&where);
}

Test(import_excerpts, are_of_every_format_there_is)
{
    size_t listed[IMPORT_FORMATS] = {0};
    for (size_t i = 0; i < sizeof EXCERPTS / sizeof *EXCERPTS; i++) {
        cr_assert_not_null(import_named(EXCERPTS[i].format), "%s is no format", EXCERPTS[i].format);
        for (size_t f = 0; f < IMPORT_FORMATS; f++)
            listed[f] += strcmp(IMPORT_FORMAT[f]->name, EXCERPTS[i].format) == 0;
    }
    for (size_t f = 0; f < IMPORT_FORMATS; f++)
        cr_expect_gt(listed[f], 0, "no excerpt is listed for %s", IMPORT_FORMAT[f]->name);
}
