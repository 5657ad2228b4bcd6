/* Which columns are places, and what they say in metres. */
#include "engine/football/places.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/football/simulator.h"
#include "engine/football/tidy.h"

static Dataset *parse(const char *text)
{
    Error error = {0};
    Dataset *data = tidy_parse("places.csv", text, strlen(text), 1, &error);
    cr_assert(data, "%zu:%zu: %s", error.line, error.column, error.message);
    return data;
}

static PlaceRun first_run(const Dataset *data)
{
    return (PlaceRun){data, data->x, 0, dataset_length(data, 0), NULL};
}

static double tolerance(void)
{
    return sizeof(real) == sizeof(float) ? 1e-5 : 1e-12;
}

#define expect_near(a, b) cr_expect(fabs((a) - (b)) < tolerance(), "%.17g is not %.17g", (double)(a), (double)(b))

Test(places, are_columns_called_x_and_y_with_a_unit_of_length)
{
    Dataset *data = parse("sequence,step,x[10m],y[cm],ball_x[m],ball_y[m],x_12[m],y_12[m],target.dx[m],target.dy[dm]\n"
                          "1,1,1,100,5,6,7,8,1,2\n1,2,2,200,5,6,7,8,1,2\n");
    const Places *places = data->places;
    const PlaceRun run = first_run(data);
    cr_assert(places && places->count == 3 && places->seen == 3 && places->asked == 1);
    cr_expect_str_eq(places->who[0].name, "");
    cr_expect_str_eq(places->who[1].name, "ball");
    cr_expect_str_eq(places->who[2].name, "12");
    cr_expect(places->who[0].way && places->who[0].asked.given && !places->who[1].asked.given);
    expect_near(place_seen(&run, 2, 0, 0), 20);
    expect_near(place_seen(&run, 2, 0, 1), 2);
    expect_near(place_seen(&run, 2, 1, 1), 6);
    expect_near(place_meant(&run, 2, data->y + data->K, 0, 0), 21);
    expect_near(place_meant(&run, 2, data->y + data->K, 0, 1), 2.2);
    dataset_free(data);
}

Test(places, need_both_axes_and_a_unit_of_length)
{
    static const char *const HEADS[] = {"x,y,target", "x[m],a[m],target", "x[s],y[s],target", "x[m],y1[m],target", "xa[m],ya[m],target",
                                        "x[m],y,target", "dx[m],dy[m],target", "vx[m/s],vy[m/s],target", "x[0m],y[0m],target"};
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++) {
        char text[160];
        snprintf(text, sizeof text, "sequence,step,%s\n1,1,1,2,3\n1,2,1,2,3\n", HEADS[i]);
        Dataset *data = parse(text);
        cr_expect(data->places == NULL, "%s", HEADS[i]);
        dataset_free(data);
    }
}

Test(places, asked_for_by_a_way_need_somebody_who_is_seen)
{
    Dataset *data = parse("sequence,step,x1[m],y1[m],target.dx2[m],target.dy2[m],target.ball_x[m],target.ball_y[m]\n1,1,1,2,3,4,5,6\n1,2,1,2,3,4,7,8\n");
    const PlaceRun run = first_run(data);
    cr_assert(data->places && data->places->count == 2 && data->places->asked == 1);
    cr_expect_str_eq(data->places->who[1].name, "ball");
    cr_expect(!data->places->who[1].way);
    expect_near(place_meant(&run, 2, data->y + data->K, 1, 1), 8);
    cr_expect(isnan(place_seen(&run, 1, 1, 0)) && isnan(place_straight(&run, 2, 1, 0)));
    dataset_free(data);
}

Test(places, carried_along_are_those_of_people_whom_no_model_sees)
{
    Dataset *data = parse("sequence,step,play,target.next,target.x1[m],target.y1[10m]\n1,1,a,yes,5,6\n1,2,b,no,7,\n");
    const PlaceRun run = first_run(data);
    cr_assert(data->places && data->places->count == 1 && data->places->seen == 1 && data->places->asked == 0);
    cr_expect(data->places->who[0].beside.given && !data->places->who[0].seen.given);
    expect_near(place_seen(&run, 1, 0, 1), 60);
    expect_near(place_seen(&run, 2, 0, 0), 7);
    cr_expect(isnan(place_seen(&run, 2, 0, 1)));
    cr_expect_eq(place_last(&run, 2, 0), 1);
    dataset_free(data);
}

Test(places, go_on_as_the_last_two_or_as_their_velocity)
{
    Dataset *two = parse("# Step: 0.5 s\n# Ahead: 1 s\nsequence,step,x[m],y[m],target.dx[m],target.dy[m]\n1,1,1,10,,\n1,2,3,9,1,1\n");
    Dataset *given = parse("# Step: 0.5 s\nsequence,step,x[m],y[m],vx[m/s],vy[km/h],target.dx[m],target.dy[m]\n1,1,1,10,4,3.6,1,1\n1,2,2,2,2,2,2,2\n");
    Dataset *plain = parse("sequence,step,x[m],y[m],target.dx[m],target.dy[m]\n1,1,1,10,,\n1,2,3,9,1,1\n");
    PlaceRun run = first_run(two);
    expect_near(place_straight(&run, 2, 0, 0), 7);
    expect_near(place_straight(&run, 2, 0, 1), 7);
    cr_expect(isnan(place_straight(&run, 1, 0, 0)));
    run = first_run(given);
    expect_near(place_straight(&run, 1, 0, 0), 3);
    expect_near(place_straight(&run, 1, 0, 1), 10.5);
    run = first_run(plain);
    expect_near(place_straight(&run, 2, 0, 0), 5);
    cr_expect(isnan(place_time(&run, 2)) && !places_timed(plain) && places_timed(given));
    dataset_free(two);
    dataset_free(given);
    dataset_free(plain);
}

Test(places, of_steps_that_answer_are_not_seen_and_lie_ahead_of_the_last_that_was)
{
    Dataset *data = parse("# Step: 0.2 s\nsequence,step,x[m],y[m],answer,target.dx[m],target.dy[m]\n"
                          "1,1,1,1,0,,\n1,2,2,3,0,,\n1,3,0,0,1,1,2\n1,4,0,0,1,3,4\n");
    const PlaceRun run = first_run(data);
    cr_expect(isnan(place_seen(&run, 3, 0, 0)));
    cr_expect_eq(place_last(&run, 4, 0), 2);
    expect_near(place_ahead(&run, 4, 0), 0.4);
    expect_near(place_straight(&run, 4, 0, 0), 4);
    expect_near(place_straight(&run, 4, 0, 1), 7);
    expect_near(place_meant(&run, 4, data->y + 3 * data->K, 0, 0), 5);
    dataset_free(data);
}

Test(places, of_the_other_team_are_turned_back)
{
    Dataset *data = parse("sequence,step,action,x[m],y[m],dt[s],turnover[0/1],target.next\n1,1,pass,10,5,3,1,a\n"
                          "1,2,tackle,-12,-6,2,1,b\n1,3,pass,-20,1,1.5,0,a\n1,4,shot,30,2,4,1,b\n");
    const PlaceRun run = first_run(data);
    expect_near(place_seen(&run, 1, 0, 0), 10);
    expect_near(place_seen(&run, 2, 0, 0), 12);
    expect_near(place_seen(&run, 3, 0, 1), -1);
    expect_near(place_seen(&run, 4, 0, 0), 30);
    double *turns = place_turns(&run);
    for (size_t t = 1; t <= 4; t++)
        cr_expect_eq(turns[t - 1], place_turn(&run, t));
    free(turns);
    expect_near(place_time(&run, 1), 0);
    expect_near(place_time(&run, 4), 7.5);
    dataset_free(data);
}

Test(places, are_metres_whatever_the_network_reads)
{
    Error error = {0};
    double knob[KNOBS_MAX];
    const Simulator *simulator = simulator_find("runners");
    cr_assert(simulator_read_knobs(simulator, "sequences=30", knob, &error));
    Dataset *data = simulate(simulator, knob, 1, &error);
    PlaceRun run = first_run(data);
    const double before = place_straight(&run, 8, 0, 0);
    expect_near(place_seen(&run, 8, 0, 1), 10 * data->raw[15]);
    expect_near(place_time(&run, 8), 2.8);
    expect_near(place_ahead(&run, 8, 0), 1);
    dataset_standardise(data);
    run = first_run(data);
    cr_expect(fabs(place_straight(&run, 8, 0, 0) - before) < 100 * tolerance());
    dataset_free(data);
}

Test(places, are_had_by_the_simulators_that_say_so)
{
    for (size_t i = 0; simulator_at(i); i++) {
        Error error = {0};
        double knob[KNOBS_MAX];
        const Simulator *simulator = simulator_at(i);
        cr_assert(simulator_read_knobs(simulator, "sequences=20", knob, &error));
        Dataset *data = simulate(simulator, knob, 1, &error);
        cr_assert(data, "%s", error.message);
        cr_expect_eq(simulator->places, data->places && data->places->count > 0, "%s: .places in its row", simulator->name);
        dataset_free(data);
    }
}

Test(places, keep_their_times_through_a_file)
{
    Dataset *data = parse("# a note\n# Step: 0.4 s\n# Ahead: 1 s\nsequence,step,x[m],y[m],target.dx[m],target.dy[m]\n1,1,1,10,1,2\n1,2,3,9,1,1\n");
    Dataset *odd = parse("# Step: x s\n# Step: -1 s\n# Step: 0.4 m\n# Step: inf s\nsequence,step,x[m],y[m],target\n1,1,1,10,1\n1,2,3,9,2\n");
    Text text = {0};
    tidy_write(data, &text);
    Dataset *again = parse(text_string(&text));
    cr_expect(again->step == 0.4 && again->ahead == 1);
    cr_expect(odd->step == 0 && odd->ahead == 0);
    text_free(&text);
    dataset_free(data);
    dataset_free(odd);
    dataset_free(again);
}
