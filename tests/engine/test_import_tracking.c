/* Tracked places of real matches, checked by hand on small files of our own. */
#include "engine/football/import/import.h"

#include "tests/engine/import_samples.h"

/** spot - of a player in a frame. */
static const MatchSpot *spot(const Match *match, const char *name, int frame)
{
    for (size_t i = 0; i < match->spots; i++)
        if (match->spot[i].frame == frame && strcmp(match_player_name(match, match->spot[i].player), name) == 0)
            return &match->spot[i];
    return NULL;
}

Test(import_metrica, tracks_players_in_both_halves_to_the_same_goal)
{
    Match match = sample_texts(METRICA_HOME, METRICA_AWAY);
    cr_assert_eq(match_side(&match, 1, 0), 1); // the keeper of Home stands on the left
    cr_assert_eq(match_side(&match, 2, 0), -1);
    PLACE(*spot(&match, "Player11", 1), -50.4, 0);
    PLACE(*spot(&match, "Player11", 3), -50.4, 0);
    PLACE(*spot(&match, "Player1", 1), -10.5, 17);
    PLACE(*spot(&match, "Player1", 3), -10.5, 17); // both x and y are turned
    PLACE(*spot(&match, "Player25", 4), 50.4, 0);
    cr_assert_eq(match.frames, 4);
    cr_assert_null(spot(&match, "ball", 2));
    cr_assert_eq(sample_count(&match.skipped, "the ball has no place"), 1);
    cr_assert_eq(sample_count(&match.skipped, "a player has no place"), 1);
    cr_assert_eq(match.spots + sample_count(&match.skipped, ""), match.seen);
    match_free(&match);
}

Test(import_metrica, the_ball_is_taken_once)
{
    Match match = sample_texts(METRICA_HOME, METRICA_AWAY);
    size_t balls = 0;
    for (size_t i = 0; i < match.spots; i++)
        balls += match.spot[i].player == match_ball(&match);
    cr_assert_eq(balls, 3);
    cr_assert_eq(sample_count(&match.skipped, "second place"), 0);
    match_free(&match);
}

Test(import_metrica_epts, the_order_of_players_is_the_specifications)
{
    Match match = sample_texts(EPTS_METADATA, EPTS_TRACKING);
    cr_assert_eq(match_side(&match, 1, 0), -1);
    PLACE(*spot(&match, "Player 1", 1), -10.5, 17); // (0.6, 0.75) of a team that plays to the left
    PLACE(*spot(&match, "Player 2", 1), 21, -17);   // behind two channels that are no places
    PLACE(*spot(&match, "Player 1", 3), -10.5, 17);
    PLACE(*spot(&match, "Player 2", 3), 21, -17);
    cr_assert_eq(sample_count(&match.skipped, "no DataFormatSpecification"), 1);
    cr_assert_eq(sample_count(&match.skipped, "the ball has no place"), 1);
    cr_assert_eq(match.frames, 4);
    match_free(&match);
}

Test(import_skillcorner, knows_sides_by_period_and_a_short_pitch)
{
    Match match = sample_texts(SKILLCORNER_MATCH, SKILLCORNER_FRAMES);
    PLACE(*spot(&match, "A. One", 10), -36, -20.16); // 35.5 m on a pitch of 104 m is the edge of the area
    PLACE(*spot(&match, "A. One", 12), 36, 20.16);
    PLACE(*spot(&match, "B. Two", 10), 52.5, -0.5);
    NEAR(spot(&match, "ball", 11)->at[0], -0.5 * 36 / 35.5);
    cr_assert_eq(sample_count(&match.skipped, "outside of the periods"), 1);
    cr_assert_eq(sample_count(&match.skipped, "the ball has no place"), 1);
    cr_assert_eq(sample_count(&match.skipped, "nobody whom"), 1);
    match_free(&match);
}

Test(import_skillcorner, reads_the_layout_of_2020)
{
    static const char FRAMES[] = "[{\"frame\":10,\"period\":1,\"data\":[{\"trackable_object\":55,\"x\":1,\"y\":2},{"
                                 "\"trackable_object\":111,\"x\":0,\"y\":3}]}]";
    Match match = sample_texts(SKILLCORNER_MATCH, FRAMES);
    cr_assert_eq(match.spots, 2);
    PLACE(*spot(&match, "A. One", 10), 0, -3);
    PLACE(*spot(&match, "ball", 10), -36 / 35.5, -2);
    match_free(&match);
}

Test(import_skillcorner, asks_for_what_is_missing)
{
    Match match = {0};
    Error error = {0};
    ImportFile frames = {"t.jsonl", SKILLCORNER_FRAMES, strlen(SKILLCORNER_FRAMES)};
    cr_assert(!import_read(&IMPORT_SKILLCORNER, &frames, 1, &match, &error));
    cr_assert(strstr(error.message, "expected its match.json"), "%s", error.message);
    match_free(&match);
    ImportFile about = {"match.json", SKILLCORNER_MATCH, strlen(SKILLCORNER_MATCH)};
    error_clear(&error);
    cr_assert(!import_read(&IMPORT_SKILLCORNER, &about, 1, &match, &error));
    cr_assert(strstr(error.message, "expected the tracking"), "%s", error.message);
    match_free(&match);
}

Test(import_dfl, tracks_in_metres_of_its_own_pitch)
{
    Match match = sample_texts(DFL_INFORMATION, DFL_POSITIONS);
    cr_assert_eq(match_side(&match, 1, 0), -1); // nobody says it: a keeper would stand there
    PLACE(*spot(&match, "A. One", 10000), -36, -10);
    PLACE(*spot(&match, "A. One", 100000), -36, -10);
    cr_assert_eq(sample_count(&match.skipped, "referee"), 1);
    cr_assert_eq(match.spots, 4);
    cr_assert_eq(match.seen, 5);
    match_free(&match);
}

Test(import_dfl, says_what_was_done_to_events_and_what_to_places)
{
    ImportFile files[3] = {{"info.xml", DFL_INFORMATION, strlen(DFL_INFORMATION)},
                           {"events.xml", DFL_EVENTS, strlen(DFL_EVENTS)},
                           {"positions.xml", DFL_POSITIONS, strlen(DFL_POSITIONS)}};
    Match match = sample_read(files, 3);
    Text text = {0}, raw = sample_table(&match, "raw");
    import_describe(&IMPORT_DFL, &match, &text);
    cr_assert(strstr(text_string(&text), "\nTransform: the centre (52.5, 34) becomes (0, 0); x 36, 41.5"));
    cr_assert(strstr(text_string(&text), "\nTransform of places: the centre (0, 0) becomes (0, 0); x 33.5, 39"));
    cr_assert(strstr(text_string(&text), "\nDirection of places: the kick-off says which team"));
    cr_assert(strstr(text_string(&raw), "# Transform: ") && !strstr(text_string(&raw), "of places: "));
    text_free(&text);
    text_free(&raw);
    match_free(&match);
}

Test(import_lastrow, the_attack_goes_to_the_right)
{
    Match match = sample_texts(LASTROW_PLAY, NULL);
    cr_assert_eq(match.spots, 4);
    PLACE(*spot(&match, "attack 10", 0), 21, -17); // 30 % of the length, turned since the keeper stands on the left
    PLACE(*spot(&match, "attack 10", 1), 22.05, -17);
    PLACE(*spot(&match, "14", 0), 50.4, 0);
    PLACE(*spot(&match, "ball", 0), 8.4, -17);
    match_free(&match);
}
