/* Sequences made of matches, and the parts they stand on. */
#include "engine/football/import/task.h"

#include <sys/resource.h>
#include <time.h>

#include "engine/football/import/decimal.h"
#include "engine/football/tidy.h"
#include "engine/math/random.h"
#include "tests/engine/import_samples.h"

/** playing - two teams, the first to the right, a pitch in metres from the centre. */
static Match playing(void)
{
    PlaceUnits units = {.centred = true};
    Match match = {.provider = "test", .attribution = "nobody", .clock = "s", .turned = true, .rate = 10};
    cr_assert(place_metres(&units, 105, 68));
    match.map = match.spot_map = place_map(&units);
    match_team(&match, "one");
    match_team(&match, "two");
    match_vote(&match, 1, 0, 1);
    return match;
}

static void act(Match *match, int period, double time, uint32_t team, Action action)
{
    MatchEvent *event = match_event(match);
    event->match = match_number(match, "m");
    event->period = period;
    event->time = time;
    event->team = team;
    event->action = action;
    event->raw[0] = event->raw[1] = 1;
}

static void settle(Match *match)
{
    Error error = {0};
    cr_assert(match_settle(match, &error), "%s", error.message);
}

/** row - the n-th row behind the titles, from 1; inside text. */
static const char *row(const Text *text, size_t number)
{
    const char *at = strstr(text_string(text), "\nsequence,") + 1;
    for (size_t i = 0; i < number && *at; i++)
        at += strcspn(at, "\n") + 1;
    return at;
}

static size_t rows(const Text *text)
{
    size_t count = 0;
    for (const char *at = row(text, 1); *at; at = strchr(at, '\n') + 1)
        count++;
    return count;
}

static void row_is(const Text *text, size_t number, const char *wanted)
{
    const char *at = row(text, number);
    cr_assert(strncmp(at, wanted, strlen(wanted)) == 0 && at[strlen(wanted)] == '\n', "row %zu is %.80s, not %s",
              number, at, wanted);
}

static void loads(const Text *text)
{
    Error error = {0};
    Dataset *data = tidy_parse("made.csv", text->bytes, text->length, 1, &error);
    cr_assert(data, "%zu:%zu: %s", error.line, error.column, error.message);
    dataset_free(data);
}

Test(task, next_event_never_looks_over_the_end_of_a_period)
{
    Match match = playing();
    act(&match, 1, 2, 0, ACTION_PASS);
    act(&match, 1, 1, 0, ACTION_THROW_IN); // out of order
    act(&match, 1, 5, 1, ACTION_TACKLE);
    act(&match, 2, 0, 1, ACTION_SHOT);
    act(&match, 2, 3, 1, ACTION_CROSS);
    act(&match, 2, 4, 0, ACTION_CLEARANCE);
    settle(&match);
    Text text = sample_table(&match, "next-event");
    cr_assert_eq(rows(&text), 4);
    row_is(&text, 1, "1,1,1.1,throw_in,1,1,0,0,pass");
    row_is(&text, 2, "1,2,1.1,pass,1,1,1,0,tackle");
    row_is(&text, 3, "2,1,2.1,shot,1,1,0,0,cross"); // team two plays to the right in period 2
    row_is(&text, 4, "2,2,2.1,cross,1,1,3,0,clearance");
    cr_assert_eq(sample_count(&match.dropped, "nothing comes next"), 2);
    loads(&text);
    text_free(&text);
    match_free(&match);
}

Test(task, next_event_cuts_windows_of_twenty)
{
    Match match = playing();
    for (int i = 0; i < 48; i++)
        act(&match, 1, i, i % 3 == 0, i % 2 ? ACTION_PASS : ACTION_DRIBBLE);
    settle(&match);
    Text text = sample_table(&match, "next-event");
    cr_assert_eq(rows(&text), 47);
    cr_assert(strncmp(row(&text, 20), "1,20,", 5) == 0 && strncmp(row(&text, 21), "2,1,", 4) == 0);
    row_is(&text, 21, "2,1,1.3,dribble,1,1,1,0,pass"); // the time since the action before, which the window does not hold
    row_is(&text, 22, "2,2,1.3,pass,-1,-1,1,1,dribble");
    loads(&text);
    text_free(&text);
    match_free(&match);
}

Test(task, possession_shot_hides_the_rest_and_leaks_no_shot)
{
    static const Action LATE[] = {ACTION_THROW_IN, ACTION_PASS, ACTION_PASS, ACTION_CROSS, ACTION_SHOT};
    static const Action EARLY[] = {ACTION_PASS, ACTION_PASS, ACTION_SHOT, ACTION_PASS};
    static const Action NONE[] = {ACTION_PASS, ACTION_PASS, ACTION_DRIBBLE, ACTION_PASS, ACTION_PASS};
    Match match = playing();
    double time = 0;
    for (size_t i = 0; i < 5; i++) {
        act(&match, 1, time++, 0, LATE[i]);
        if (i == 1)
            act(&match, 1, time++, 1, ACTION_TACKLE); // the ball comes back at once
    }
    for (size_t i = 0; i < 4; i++)
        act(&match, 1, time++, 1, EARLY[i]);
    for (size_t i = 0; i < 5; i++)
        act(&match, 1, time++, 0, NONE[i]);
    act(&match, 1, time++, 0, ACTION_FREEKICK_SHORT); // a new possession of the same team
    settle(&match);
    Text text = sample_table(&match, "possession-shot");
    cr_assert_eq(rows(&text), 8);
    row_is(&text, 3, "1,3,1.1,pass,1,1,2,");
    row_is(&text, 4, "1,4,1.1,cross,1,1,1,shot");
    row_is(&text, 8, "2,4,1.3,pass,1,1,1,no shot");
    cr_assert_eq(sample_count(&match.dropped, "among the first 4"), 1);
    cr_assert_eq(sample_count(&match.dropped, "less than 4"), 1);
    loads(&text);
    text_free(&text);
    match_free(&match);
}

Test(task, what_ends_the_same_everywhere_is_no_question)
{
    Match match = playing();
    Text text = {0};
    Error error = {0}, other = {0};
    for (size_t i = 0; i < 8; i++)
        act(&match, 1, (double)i, 0, ACTION_PASS);
    settle(&match);
    cr_assert(!import_write(&IMPORT_WYSCOUT, &match, "possession-shot", &text, &error));
    cr_assert(strstr(error.message, "no possession of at least 4 actions goes on to a shot"), "%s", error.message);
    cr_assert(!import_write(&IMPORT_WYSCOUT, &match, "next-event", &text, &other));
    cr_assert(strstr(other.message, "followed by the same one"), "%s", other.message);
    text_free(&text);
    match_free(&match);
}

static void walk(Match *match, const char *name, uint32_t team, int from, int to, double step)
{
    uint32_t player = match_player(match, name, team);
    for (int frame = from; frame < to; frame++)
        match_spot(match, player, 1, frame, step * frame, 1);
}

Test(task, trajectory_has_velocities_at_5_Hz_to_its_own_right)
{
    Match match = playing();
    walk(&match, "a", 0, 0, 20, 0.3); // 3 m/s at ten frames a second
    walk(&match, "b", 1, 0, 20, 0.3);
    walk(&match, "ball", MATCH_NOBODY, 0, 20, 0.3);
    settle(&match);
    Text text = sample_table(&match, "trajectory");
    cr_assert_eq(rows(&text), 16); // ten places on the grid: the first and the last are no steps
    row_is(&text, 1, "1,1,1.1,0.6,1,3,0,0.6,0");
    row_is(&text, 9, "2,1,1.1,-0.6,-1,-3,0,-0.6,0");
    loads(&text);
    text_free(&text);
    match_free(&match);
}

Test(task, trajectory_asks_as_far_ahead_as_is_wanted)
{
    Match match = playing();
    match.ahead = 1;
    walk(&match, "a", 0, 0, 30, 0.3);
    settle(&match);
    Text text = sample_table(&match, "trajectory");
    cr_assert_eq(rows(&text), 9); // fifteen places on the grid: the first is no step, the last five are only asked for
    row_is(&text, 1, "1,1,1.1,0.6,1,3,0,3,0");
    cr_assert(strstr(text_string(&text), "\n# Ahead: 1 s\n") && strstr(text_string(&text), "trajectory --ahead 1\n"));
    loads(&text);
    text_free(&text);
    match_free(&match);
}

Test(task, blocks_are_fifths_of_the_time_or_else_matches)
{
    Match match = playing();
    for (int i = 0; i < 60; i++)
        act(&match, 1 + i / 30, 100 + 10 * (i % 30), 0, ACTION_PASS); // two periods of 290 s
    settle(&match);
    TaskBlocks blocks = task_blocks(&match);
    cr_assert(!blocks.by_match && fabs(blocks.length - 116) < 1e-9);
    TaskBlock block = task_block(&blocks, 0, 2, 117);
    cr_assert(block.match == 0 && block.period == 2 && block.stretch == 2);
    match_number(&match, "another");
    blocks = task_blocks(&match);
    block = task_block(&blocks, 1, 2, 117);
    cr_assert(blocks.by_match && block.match == 2);
    match_free(&match);
    match = playing();
    act(&match, 1, 0, 0, ACTION_PASS);
    act(&match, 1, 5400, 0, ACTION_PASS);
    settle(&match);
    cr_assert_eq(task_blocks(&match).length, 300);
    block = task_block(&(TaskBlocks){false, 300}, 0, 1, -1e300);
    cr_assert(block.stretch < 0); // whatever a clock says
    match_free(&match);
}

/** row_quiet - a walk of 1 m/s along y = 1. */
static bool row_quiet(const char *row)
{
    size_t length = strcspn(row, "\n");
    static const char END[] = ",1,1,0,0.2,0";
    return length > strlen(END) && strncmp(row + length - strlen(END), END, strlen(END)) == 0;
}

Test(task, trajectory_bridges_no_gap_and_no_jump)
{
    Match match = playing();
    uint32_t jumper;
    walk(&match, "a", 0, 0, 15, 0.1);
    walk(&match, "a", 0, 16, 34, 0.1); // frame 15 is missing
    walk(&match, "b", 0, 0, 16, 0.1);
    jumper = match_player(&match, "b", 0);
    for (int frame = 16; frame < 32; frame++)
        match_spot(&match, jumper, 1, frame, 0.1 * frame + 4, 1); // 4 m in 0.2 s: 21 m/s
    settle(&match);
    Text text = sample_table(&match, "trajectory");
    cr_assert_eq(rows(&text), 6 + 7 + 6 + 6);
    cr_assert_eq(sample_count(&match.dropped, "a gap in a player's frames"), 1);
    cr_assert_eq(sample_count(&match.dropped, "a jump faster"), 1);
    for (size_t i = 1; i <= rows(&text); i++)
        cr_assert(row_quiet(row(&text, i)), "row %zu is no quiet walk: %.60s", i, row(&text, i));
    text_free(&text);
    match_free(&match);
}

Test(task, says_what_it_needs)
{
    static const char *const TASKS[] = {"next-event", "possession-shot", "trajectory", "nonsense"};
    Match events = sample_texts(METRICA_EVENTS, NULL), spots = sample_texts(METRICA_HOME, NULL);
    for (size_t i = 0; i < 4; i++) {
        Text text = {0};
        Error error = {0};
        cr_assert(!import_write(&IMPORT_METRICA, i < 2 ? &spots : &events, TASKS[i], &text, &error));
        cr_assert(strstr(error.message, "expected"), "%s", error.message);
        cr_assert_eq(text.length, 0);
        text_free(&text);
    }
    match_free(&events);
    match_free(&spots);
}

Test(task, raw_keeps_the_providers_own_numbers_and_says_what_was_done)
{
    Match match = sample_texts(WYSCOUT_WRAPPED, NULL);
    Text text = sample_table(&match, "raw");
    row_is(&text, 2, "1,2,1,1,9,Blue,A. One (8),shot,success,foot_right,36,20.16,,,84,19,,,Shot / Shot");
    row_is(&text, 5, "2,1,1,2,3,Blue,A. One,shot_penalty,success,foot_left,41.5,0,,,90,50,,,Free Kick / Penalty");
    cr_assert(strstr(text_string(&text), "# Attribution: Wyscout"));
    cr_assert(strstr(text_string(&text), "# Match: 1; Blue against R\xC3\xB6t\n"));
    cr_assert(
        strstr(text_string(&text), "# Not used: 1 x Duel / Air duel: no action of SPADL (first: first, event 4)\n"));
    text_free(&text);
    match_free(&match);
}

/** tracked - four megabytes in Metrica's layout: 14 players, 25 frames a second. */
static Text tracked(void)
{
    Text text = {0};
    text_add(&text, ",,,Home,,\n,,,1,,\nPeriod,Frame,Time [s]");
    for (int player = 1; player <= 14; player++)
        text_addf(&text, ",Player%d,", player);
    for (int frame = 1; text.length < 4000000; frame++) {
        text_addf(&text, "\n1,%d,%.2f", frame, frame / 25.0);
        for (int player = 1; player <= 14; player++)
            text_addf(&text, ",%.5f,%.5f", 0.02 * player + 1e-5 * (frame % 1000), 0.06 * player);
    }
    text_add(&text, "\n");
    return text;
}

Test(task, four_megabytes_take_no_second_and_little_memory)
{
    Text text = tracked();
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    clock_t start = clock();
    Match match = sample_texts(text_string(&text), NULL);
    Text table = sample_table(&match, "raw");
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC; // of this process: 0.3 s
    getrusage(RUSAGE_SELF, &after);
    cr_assert(match.spots > 200000 && table.length > 4000000);
#ifdef __SANITIZE_ADDRESS__
    cr_assert(seconds < 10, "%g s", seconds);
#else
    cr_assert(seconds < 1, "%g s", seconds);
    cr_assert(after.ru_maxrss - before.ru_maxrss < 200 * 1024, "%ld KB", after.ru_maxrss - before.ru_maxrss);
#endif
    text_free(&table);
    text_free(&text);
    match_free(&match);
}

Test(place, maps_marking_onto_marking_and_goes_on_beyond)
{
    static const PlaceUnits WYSCOUT = {100, 100, 6, 10, 16, 12, 26, 62, false, true}, EVEN = {.length = 2, .width = 1};
    PlaceMap map = place_map(&WYSCOUT), even = place_map(&EVEN);
    NEAR(place_x(&map, 0), -52.5);
    NEAR(place_x(&map, 6), -47);
    NEAR(place_x(&map, 10), -41.5);
    NEAR(place_x(&map, 84), 36);
    NEAR(place_x(&map, 106), 58);
    NEAR(place_y(&map, 44), 3.66);
    NEAR(place_y(&map, 63), -9.16);
    NEAR(place_x(&even, 1.5), 26.25);
    NEAR(place_y(&even, 0.25), -17);
    cr_assert(isnan(place_x(&map, NAN)));
    cr_assert(place_near(&map, 125, -25) && !place_near(&map, 126, 50) && !place_near(&map, NAN, 50));
    PlaceUnits units = {0};
    cr_assert(!place_metres(&units, NAN, 68) && !place_metres(&units, 1e9, 68) && place_metres(&units, 104, 68));
}

Test(decimal, reads_and_writes_what_the_slow_way_does)
{
    static const char *const GOOD[] = {"0",
                                       "-0.5",
                                       "12.",
                                       ".25",
                                       "0.08110",
                                       "42.9861923950178",
                                       "123456789012345",
                                       "1e-3",
                                       "-7",
                                       "99999999999999999999"};
    static const char *const BAD[] = {"", "-", ".", "1e999", "0x1", "nan", "1,5", " 1", "1.2.3", "--1"};
    double fast, slow;
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++)
        cr_assert(decimal_read(GOOD[i], &fast) && text_number(GOOD[i], &slow) && fast == slow, "%s", GOOD[i]);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        cr_assert(!decimal_read(BAD[i], &fast), "%s", BAD[i]);
    Rng rng = rng_stream(1, "decimal", 1);
    for (int i = 0; i < 1000; i++) {
        Text text = {0};
        double number = (rng_uniform(&rng) - 0.5) * 200;
        number = i % 2 ? number : round(number * 1000) / 1000;
        decimal_exact(&text, number);
        cr_assert(text_number(text_string(&text), &slow) && slow == number, "%.17g became %s", number,
                  text_string(&text));
        text_clear(&text);
        decimal_add(&text, number);
        cr_assert(text_number(text_string(&text), &slow) && fabs(slow - number) <= 0.0005000001, "%.17g became %s",
                  number, text_string(&text));
        text_free(&text);
    }
}
