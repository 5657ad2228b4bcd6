/* Events of real matches, counted by hand on small files of our own. */
#include "engine/football/import/import.h"

#include "tests/engine/import_samples.h"

static const char *player(const Match *match, size_t event)
{
    return match_player_name(match, match->event[event].player);
}

Test(import_wyscout, stretches_the_boxes_and_turns_y)
{
    Match match = sample_texts(WYSCOUT_EVENTS, NULL);
    cr_assert_eq(match.seen, 10);
    cr_assert_eq(match.events, 8);
    PLACE(match.event[0], 0, 0);
    NEAR(match.event[0].at[2], -16 / 34.0 * 36); // 16 of the 34 units to the penalty area
    NEAR(match.event[0].at[3], -20.16);          // y 81 is 31 units below the middle: the edge of the area
    PLACE(match.event[1], 36, 20.16);            // the corner of the penalty area, 16 by 62 units
    PLACE(match.event[3], -47, 9.16);            // that of the goal area, 6 by 26
    PLACE(match.event[4], 41.5, 0);              // the spot
    PLACE(match.event[5], 52.5, 34);
    match_free(&match);
}

Test(import_wyscout, only_shots_are_goals_and_placeholders_are_no_places)
{
    Match match = sample_texts(WYSCOUT_EVENTS, NULL);
    cr_assert_eq(match.event[0].action, ACTION_PASS);
    cr_assert_eq(match.event[1].action, ACTION_SHOT);
    cr_assert_eq(match.event[1].result, RESULT_SUCCESS);
    cr_assert_eq(match.event[1].body, BODY_FOOT_RIGHT);
    cr_assert(isnan(match.event[1].at[2]) && isnan(match.event[1].raw[2]));
    cr_assert_eq(match.event[2].action, ACTION_KEEPER_SAVE);
    cr_assert_eq(match.event[2].result, RESULT_FAIL); // beaten: the tag 101 is not his goal
    PLACE(match.event[2], -36, -20.16);
    cr_assert_eq(match.event[3].result, RESULT_OFFSIDE);
    cr_assert_eq(match.event[3].player, MATCH_NOBODY);
    cr_assert_eq(match.event[4].action, ACTION_SHOT_PENALTY); // under Free Kick
    cr_assert_eq(match.event[4].result, RESULT_SUCCESS);
    cr_assert_eq(match.event[4].period, 2);
    cr_assert_eq(match.event[5].result, RESULT_YELLOW_CARD);
    cr_assert_eq(sample_count(&match.skipped, "Air duel"), 1);
    cr_assert_eq(sample_count(&match.skipped, "Offside"), 1);
    PLACE(match.event[6], -47, 0); // a goal kick at (100, 100) is one nobody noted
    cr_assert(isnan(match.event[6].raw[0]));
    NEAR(match.event[6].at[2], 0);
    cr_assert_eq(match.event[6].result, RESULT_SUCCESS); // its team acts next
    PLACE(match.event[7], 41.5, -20.16);
    cr_assert(isnan(match.event[7].at[2])); // a cross that went out
    cr_assert_eq(sample_count(&match.changed, "an end that nobody noted"), 3);
    match_free(&match);
}

Test(import_wyscout, the_wrapped_form_has_names_and_namesakes_stay_apart)
{
    Match match = sample_texts(WYSCOUT_WRAPPED, NULL);
    cr_assert_str_eq(match_team_name(&match, match.event[0].team), "Blue");
    cr_assert_str_eq(match_team_name(&match, match.event[2].team), "R\xC3\xB6t"); // escaped twice in the file
    cr_assert_str_eq(player(&match, 0), "A. One");
    cr_assert_str_eq(player(&match, 1), "A. One (8)");
    cr_assert_str_eq(player(&match, 3), "");
    match_free(&match);
}

Test(import_statsbomb, stretches_its_own_boxes_and_leaves_height_out)
{
    Match match = sample_texts(STATSBOMB_EVENTS, NULL);
    cr_assert_eq(match.seen, 5);
    cr_assert_eq(match.events, 4);
    PLACE(match.event[0], 0, 0);
    NEAR(match.event[0].at[2], -18 / 42.0 * 36);
    NEAR(match.event[0].at[3], 20.16); // y 18 is the upper edge of the area of 44
    NEAR(match.event[0].time, 0.1);
    cr_assert_eq(match.event[1].action, ACTION_DRIBBLE);
    NEAR(match.event[1].at[2], 36);
    cr_assert_eq(match.event[2].action, ACTION_CORNER_CROSSED);
    cr_assert_eq(match.event[2].result, RESULT_FAIL);
    PLACE(match.event[2], 52.5, -34);
    cr_assert_eq(match.event[3].action, ACTION_SHOT_PENALTY);
    cr_assert_eq(match.event[3].result, RESULT_SUCCESS);
    cr_assert_eq(match.event[3].body, BODY_FOOT_LEFT);
    PLACE(match.event[3], 41.5, 0);
    NEAR(match.event[3].at[2], 52.5);
    NEAR(match.event[3].at[3], 2 * 3.66 / 4);
    cr_assert_eq(sample_count(&match.skipped, "Camera On"), 1);
    cr_assert_eq(sample_count(&match.changed, "height"), 1);
    match_free(&match);
}

Test(import_metrica, turns_teams_by_where_they_shoot)
{
    Match match = sample_texts(METRICA_EVENTS, NULL);
    cr_assert_eq(match_side(&match, 1, 0), 1);
    cr_assert_eq(match_side(&match, 1, 1), -1);
    cr_assert_eq(match_side(&match, 2, 0), -1);
    cr_assert_eq(match.seen, 11);
    cr_assert_eq(match.events, 8);
    PLACE(match.event[0], 0, 0); // the kick-off, although its set piece ends at frame 0
    NEAR(match.event[0].at[2], -0.1 * 105);
    NEAR(match.event[0].at[3], -0.25 * 68); // y 0.25 is above the middle; turned round it is below
    PLACE(match.event[1], -0.1 * 105, -0.25 * 68);
    cr_assert_str_eq(player(&match, 1), "Player26");
    PLACE(match.event[2], -0.1 * 105, 0.1 * 68); // Home is not turned in the first period
    PLACE(match.event[6], 52.5, -34);            // and is in the second: (0, 0) is the right hand corner
    match_free(&match);
}

Test(import_metrica, knows_goals_from_goal_kicks)
{
    Match match = sample_texts(METRICA_EVENTS, NULL);
    cr_assert_eq(match.event[3].action, ACTION_SHOT);
    cr_assert_eq(match.event[3].result, RESULT_SUCCESS);
    NEAR(match.event[3].at[2], 0.51 * 105); // outside 0 … 1: the ball went in
    cr_assert_eq(match.event[4].action, ACTION_GOALKICK);
    cr_assert_eq(match.event[4].result, RESULT_SUCCESS);
    cr_assert_eq(match.event[5].action, ACTION_BAD_TOUCH);
    cr_assert_eq(match.event[5].result, RESULT_OWNGOAL);
    cr_assert_eq(match.event[6].action, ACTION_CORNER_CROSSED);
    cr_assert_eq(match.event[7].result, RESULT_FAIL);
    cr_assert_eq(sample_count(&match.skipped, "SET PIECE"), 2);
    cr_assert_eq(sample_count(&match.skipped, "AERIAL-WON"), 1);
    match_free(&match);
}

Test(import_dfl, sorts_by_true_time_and_changes_ends)
{
    Match match = sample_texts(DFL_INFORMATION, DFL_EVENTS);
    cr_assert_eq(match.seen, 6);
    cr_assert_eq(match.events, 5);
    PLACE(match.event[0], 0, 0);
    NEAR(match.event[1].time, 2.5); // 13:00:02.5 UTC is 15:00:02.5 +02:00
    cr_assert_eq(match.event[1].action, ACTION_CROSS);
    PLACE(match.event[1], -22.5, -10); // Blue plays from the right
    cr_assert_eq(match.event[2].action, ACTION_SHOT);
    cr_assert_eq(match.event[2].result, RESULT_SUCCESS);
    NEAR(match.event[2].time, 180);
    PLACE(match.event[2], 41.5, 6); // the team on the left is not turned
    cr_assert_eq(match.event[3].period, 2);
    NEAR(match.event[3].time, 0);
    cr_assert_eq(match.event[4].result, RESULT_FAIL);
    PLACE(match.event[4], 36, -20.16); // after the break Blue plays to the right
    cr_assert_str_eq(match_team_name(&match, 1), "R\xC3\xB6t");
    cr_assert_str_eq(player(&match, 0), "A. One");
    cr_assert_eq(sample_count(&match.skipped, "foul without a place"), 1);
    match_free(&match);
}

Test(import_dfl, does_not_mix_matches)
{
    char other[sizeof DFL_EVENTS];
    memcpy(other, DFL_EVENTS, sizeof other);
    strstr(other, "MatchId=\"M1\"")[10] = '2';
    ImportFile files[2] = {{"info.xml", DFL_INFORMATION, strlen(DFL_INFORMATION)},
                           {"events.xml", other, strlen(other)}};
    Match match = {0};
    Error error = {0};
    cr_assert(!import_read(&IMPORT_DFL, files, 2, &match, &error));
    cr_assert(strstr(error.message, "expected files of one match"), "%s", error.message);
    cr_assert_eq(error.line, 3);
    match_free(&match);
}

Test(import_metrica_epts, reads_events_beside_the_metadata)
{
    Match match = sample_texts(EPTS_METADATA, EPTS_EVENTS);
    cr_assert_eq(match.events, 1);
    PLACE(match.event[0], -0.1 * 105, 0.25 * 68); // Blue plays to the left in the first half
    NEAR(match.event[0].at[2], 0.2 * 105);
    cr_assert_str_eq(player(&match, 0), "Player 1");
    match_free(&match);
}
