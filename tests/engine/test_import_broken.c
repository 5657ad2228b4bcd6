/* Files of strangers: cut short, scrambled, absurd. One clear error with its place, never anything else. */
#include "engine/football/import/import.h"

#include "engine/math/random.h"
#include "tests/engine/import_samples.h"

enum { SCRAMBLES = 400 };

/** attempt - everything that a file can reach; whether it was taken. The error of one that is not is complete. */
static bool attempt(const ImportFile *files, size_t count)
{
    static const char *const TASKS[] = {"raw", "next-event", "possession-shot", "trajectory"};
    Match match = {0};
    Error error = {0};
    const ImportFormat *format = import_guess(files, count, &error);
    bool good = format && import_read(format, files, count, &match, &error);
    if (!good) {
        cr_assert(error.kind == ERR_INPUT || error.kind == ERR_LIMIT, "kind %d: %s", error.kind, error.message);
        cr_assert(error.file[0] && error.message[0], "no place in: %s", error.message);
    }
    for (size_t i = 0; good && i < 4; i++) {
        Text text = {0};
        Error of_task = {0};
        if (import_write(format, &match, TASKS[i], &text, &of_task))
            for (size_t k = 0; k < text.length; k++)
                cr_assert((unsigned char)text.bytes[k] >= 32 || text.bytes[k] == '\n', "byte %d reaches the table",
                          text.bytes[k]);
        text_free(&text);
    }
    if (good) {
        Text text = {0};
        import_describe(format, &match, &text);
        text_free(&text);
    }
    match_free(&match);
    return good;
}

/** exact - a copy that ends where the file does, so that a sanitizer sees a byte too far. */
static char *exact(const char *bytes, size_t count)
{
    char *copy = malloc(count ? count : 1);
    cr_assert(copy);
    memcpy(copy, bytes, count);
    return copy;
}

Test(import_broken, every_sample_is_taken_whole)
{
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        ImportFile files[3];
        sample_files(&SAMPLES[i], files);
        cr_assert(attempt(files, SAMPLES[i].count), "%s", SAMPLES[i].file[0].path);
    }
}

/** marked - a copy as an editor of another system saves it: behind a byte-order mark, lines ending with CRLF. */
static Text marked(const char *text)
{
    Text copy = {0};
    text_add(&copy, "\xEF\xBB\xBF");
    for (; *text; text++) {
        text_add(&copy, *text == '\n' ? "\r" : "");
        text_add_bytes(&copy, text, 1);
    }
    return copy;
}

Test(import_broken, byte_order_marks_and_other_line_ends_change_nothing)
{
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        ImportFile plain[3], files[3];
        Text text[3] = {{0}};
        sample_files(&SAMPLES[i], plain);
        for (size_t k = 0; k < SAMPLES[i].count; k++) {
            text[k] = marked(plain[k].bytes);
            files[k] = (ImportFile){plain[k].path, text_string(&text[k]), text[k].length};
        }
        Match before = sample_read(plain, SAMPLES[i].count), after = sample_read(files, SAMPLES[i].count);
        Text table = sample_table(&before, "raw"), other = sample_table(&after, "raw");
        cr_assert_str_eq(text_string(&table), text_string(&other));
        text_free(&table);
        text_free(&other);
        match_free(&before);
        match_free(&after);
        for (size_t k = 0; k < 3; k++)
            text_free(&text[k]);
    }
}

/** whole_there - whether nothing can tell that the file was longer: behind the last bracket, of lines behind a whole one. */
static bool whole_there(const ImportFile *file, size_t count)
{
    const char *end = file->bytes + count;
    if (strstr(file->path, "csv") || strstr(file->path, "txt"))
        return count >= 3 && (end[-1] == '\n' || strncmp(end - 3, "NaN", 3) == 0);
    if (strstr(file->path, "jsonl"))
        return count > 0 && (end[-1] == '\n' || strncmp(end - 2, "]}", 2) == 0);
    return strspn(end, " \n") == file->count - count;
}

/** cut - a file of the sample, at every byte. */
static void cut(const Sample *sample, size_t which)
{
    ImportFile files[3];
    sample_files(sample, files);
    const ImportFile whole = files[which];
    for (size_t count = 0; count < whole.count; count++) {
        char *bytes = exact(whole.bytes, count);
        files[which] = (ImportFile){whole.path, bytes, count};
        bool good = attempt(files, sample->count);
        cr_assert(!good || whole_there(&whole, count), "%s cut at byte %zu of %zu is taken", whole.path, count, whole.count);
        free(bytes);
    }
}

Test(import_broken, cut_short_at_every_byte)
{
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        for (size_t which = 0; which < SAMPLES[i].count; which++)
            cut(&SAMPLES[i], which);
}

Test(import_broken, scrambled)
{
    static const char *const PIECES[] = {"1e999",   "-1",    "999999999999999999999",
                                         "NaN",     "null",  "[",
                                         "]",       "{",     "}",
                                         "\"",      "<",     ">",
                                         ",",       ":",     ";",
                                         "\x1b[2J", "\xff",  "\xc3",
                                         "&lt;",    "&#27;", "\\u0000",
                                         "\\u001b", "\n",    "-",
                                         "0",       "e",     "#",
                                         "/"};
    for (size_t run = 0; run < SCRAMBLES; run++) {
        Rng rng = rng_stream(1, "import", run);
        const Sample *sample = &SAMPLES[rng_below(&rng, SAMPLE_COUNT)];
        ImportFile files[3];
        sample_files(sample, files);
        size_t which = rng_below(&rng, sample->count), count = files[which].count;
        char *bytes = exact(files[which].bytes, count);
        for (size_t times = 1 + rng_below(&rng, 3); times > 0; times--) {
            const char *piece = PIECES[rng_below(&rng, sizeof PIECES / sizeof *PIECES)];
            memcpy(bytes + rng_below(&rng, count - strlen(piece)), piece, strlen(piece));
        }
        files[which].bytes = bytes;
        attempt(files, sample->count);
        free(bytes);
    }
}

static void refuses(const char *text, size_t line, const char *saying)
{
    Match match = {0};
    Error error = {0};
    ImportFile file = {"bad", text, strlen(text)};
    const ImportFormat *format = import_guess(&file, 1, &error);
    bool good = format && import_read(format, &file, 1, &match, &error);
    cr_assert(!good, "taken, but \"%s\" was expected", saying);
    cr_assert(error.line == line && strstr(error.message, saying), "%zu: %s, but %zu: \"%s\" was expected", error.line,
              error.message, line, saying);
    match_free(&match);
}

#define WYSCOUT_ONE(x)                                                                                                 \
    "[{\"eventName\":\"Pass\",\"subEventName\":\"Cross\",\n\"positions\":[{\"x\":" x                                   \
    ",\"y\":1}],\"teamId\":1,\"matchPeriod\":\"1H\",\"eventSec\":1}]"

Test(import_broken, says_where_and_what_would_be_right)
{
    refuses("", 0, "expected a match");
    refuses("hello", 1, "expected a file of wyscout");
    refuses("\xff\xfe[", 1, "none of the formats");
    refuses(WYSCOUT_ONE("1e999"), 2, "not JSON");
    refuses(WYSCOUT_ONE("\"left\""), 0, "expected at least one with a place");
    refuses(WYSCOUT_ONE("4000"), 0, "expected at least one with a place");
    refuses("[{\"subEventName\":1,\"positions\":[]}]", 1, "event 1 has no eventName");
    refuses("Team,Type,Subtype,Period,Start Frame\n", 1, "5 fields; expected 14");
    refuses(",,,Home,,\n,,,1,,\nPeriod,Frame,Time [s],P1,\n1,1,0.04,1e999,0\n", 4,
            "`1e999` is no number; expected one, or NaN");
    refuses(",,,Home,,\n,,,1,,\nPeriod,Frame,Time [s],P1,\n", 4, "expected a row for each frame");
    refuses(",,,Home,,\n,,,1,,\nPeriod,Frame,Time [s],P1,\n1,1,0.04,0.5,0.4", 4, "the last line has no end");
    refuses("player,frame,x,y,team,player_num\n1,0,20,30,attack,", 2, "the last line has no end");
    refuses(",,,Home,,\n,,,1,,\nPeriod,Frame,Time [s],P1,\n9,1,0.04,0,0\n", 4, "`9` is no period");
    refuses(",,,Home,,\n,,,1,,\nPeriod,Frame,Time [s],P1,\n1,99999999999,0.04,0,0\n", 4, "is no frame");
    refuses(",,,Home,,\n,,,1,,\nPeriod,Frame,Time [s],P1,\n1,1,0.04,\xff,0\n", 4, "is not UTF-8");
    refuses("player,frame,x,y,team\n", 1, "no column `player_num`");
    refuses("<PutDataRequest><!DOCTYPE a [<!ENTITY b \"b\">]></PutDataRequest>", 1, "not XML");
    refuses("<!DOCTYPE a [<!ENTITY b \"b\">]>\n<PutDataRequest/>", 1, "a document type");
    refuses("<PutDataRequest>\n<Event EventTime=\"noon\"/></PutDataRequest>", 2, "expected a time such as");
    refuses("<PutDataRequest>\n<Event EventTime=\"2022-10-15T13:60:28Z\"/></PutDataRequest>", 2,
            "EventTime \"2022-10-15T13:60:28Z\"; expected a time such as 2022-10-15T13:01:28.310+02:00");
    refuses("<PutDataRequest>\n<Event EventTime=\"2022-10-15T13:01:28Z\" X-Position=\"1e999\"/></PutDataRequest>", 2,
            "X-Position=\"1e999\" is no number");
    refuses("<PutDataRequest>\n<FrameSet GameSection=\"firstHalf\" TeamId=\"A\" PersonId=\"B\">\n<Frame N=\"1\" X=\"0\" Y=\"left\"/>"
            "</FrameSet></PutDataRequest>",
            3, "Y=\"left\" is no number");
    refuses("<?xml version=\"1.0\" encoding=\"klingon\"?><PutDataRequest/>", 1, "not XML");
    refuses("<PutDataRequest><Environment PitchX=\"1e9\" PitchY=\"68\"/></PutDataRequest>", 1, "a pitch of 1e9 x 68 m");
    refuses("1:0.5,0.5:0,0\n", 0, "the metadata are missing");
    refuses("<main xmlns=\"EPTS\"><FrameRate>0</FrameRate></main>", 1, "FrameRate \"0\"");
}

/** nested - n opening pieces, one in the other. */
static void nested(const char *head, const char *piece, size_t times, const char *saying)
{
    Text text = {0};
    text_add(&text, head);
    for (size_t i = 0; i < times; i++)
        text_add(&text, piece);
    refuses(text_string(&text), 1, saying);
    text_free(&text);
}

Test(import_broken, deep_nesting_costs_no_stack)
{
    nested("<PutDataRequest>", "<a>", 100000, "more than 64 deep");
    nested("[{\"subEventName\":\"\",\"positions\":", "[", 100000, "not JSON");
    nested("[{\"possession_team\":1,\"play_pattern\":", "{\"a\":", 100000, "not JSON");
}

Test(import_broken, nothing_of_a_file_drives_a_terminal)
{
    static const char EVIL[] =
        "[{\"eventName\":\"Pa\\u001b[2Jss\",\"subEventName\":\"\\u202e\\u0007\",\"positions\":[{\"x\":1,\"y\":1}],"
        "\"teamId\":\"\\u001b]0;t\\u0007\",\"matchPeriod\":\"1H\",\"eventSec\":1},"
        "{\"eventName\":\"Pass\",\"subEventName\":\"\\u001b[2J\",\"positions\":[{\"x\":1,\"y\":1}],\"teamId\":"
        "\"\\u001b]0;t\\u0007\",\"matchId\":\"\\u001b\",\"matchPeriod\":\"1H\",\"eventSec\":1}]";
    Match match = sample_texts(EVIL, NULL);
    Text shown = sample_table(&match, "raw");
    import_describe(&IMPORT_WYSCOUT, &match, &shown);
    for (size_t i = 0; i < shown.length; i++)
        cr_assert((unsigned char)shown.bytes[i] >= 32 || shown.bytes[i] == '\n', "byte %d at %zu", shown.bytes[i], i);
    cr_assert(!strstr(text_string(&shown), "\xE2\x80\xAE"));
    text_free(&shown);
    match_free(&match);
}

Test(import_broken, a_team_with_fewer_frames_than_the_other_was_cut)
{
    const char *away = METRICA_AWAY, *last = strstr(away, "2,4,0.16");
    ImportFile files[2] = {{"home.csv", METRICA_HOME, strlen(METRICA_HOME)},
                           {"away.csv", away, (size_t)(last - away)}};
    Match match = {0};
    Error error = {0};
    cr_assert(!import_read(&IMPORT_METRICA, files, 2, &match, &error));
    cr_assert(strcmp(error.file, "away.csv") == 0 && strstr(error.message, "3 frames, but 4 in the file before"), "%s",
              error.message);
    match_free(&match);
}

Test(import_broken, files_of_two_providers_are_not_one_match)
{
    ImportFile files[2] = {{"a", WYSCOUT_EVENTS, strlen(WYSCOUT_EVENTS)},
                           {"b", METRICA_EVENTS, strlen(METRICA_EVENTS)}};
    Error error = {0};
    cr_assert_null(import_guess(files, 2, &error));
    cr_assert(strstr(error.message, "this is metrica, the files before are wyscout"), "%s", error.message);
}
