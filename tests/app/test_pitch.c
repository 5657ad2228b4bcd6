/* The view pitch: true to scale, numbers that are what they name, and nothing that is not there. */
#include "tests/app/view_kit.h"

#include "app/view/turf.h"
#include "engine/football/pitch.h"
#include "engine/football/simulator.h"

static const char *const WORLDS[] = {
    "data runners sequences=40",
    "data runners sequences=40; compare mlp rnn hidden=3; train updates=3",
    "data next players=10 sequences=20; model gru hidden=5; unit 4",
    "data next players=2 sequences=20 scale=standard; model rnn hidden=5 bidirectional=yes; unit 2",
    "data trajectory sequences=30; model lstm hidden=4; train updates=2",
    "data patterns sequences=20; model lstm hidden=4",
    "data signal length=11 sequences=60; model rnn hidden=5; train updates=2",
    "data order sequences=40; model rnn hidden=3; model lstm hidden=2",
    "data events length=6 sequences=40; model gru hidden=3; input x[3][1] 1",
    "data play sequences=20; model lstm hidden=3; train updates=2",
    "data zones length=3 sequences=40; model lstm hidden=3",
    "data momentum length=12 sequences=40; model rnn hidden=3",
};
enum { WORLD_COUNT = sizeof WORLDS / sizeof *WORLDS };

static const char *table_path(const char *rows, char path[64])
{
    Error error = {0};
    snprintf(path, 64, "/tmp/backpass-test-XXXXXX.csv");
    int file = mkstemps(path, 4);
    cr_assert(file >= 0 && close(file) == 0 && file_write(path, rows, strlen(rows), &error), "%s", error.message);
    return path;
}

static Session *session_of_table(const char *rows, const char *models)
{
    char path[64], commands[256];
    snprintf(commands, sizeof commands, "data %s; %s; view pitch", table_path(rows, path), models);
    Session *session = session_of(commands);
    unlink(path);
    return session;
}

/* ---- numbers ---- */

Test(pitch, numbers_are_what_they_name)
{
    static const int SIZES[][2] = {{80, 24}, {120, 40}, {200, 60}, {40, 22}, {97, 31}, {10, 3}, {60, 50}};
    for (size_t w = 0; w < WORLD_COUNT; w++) {
        Session *session = session_of(WORLDS[w]);
        size_t marks = 0;
        look_at(session, "pitch");
        for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
            session->cursor.t = 1 + s % world_steps(session->world);
            Grid *grid = draw_frame(session, SIZES[s][0], SIZES[s][1], s % 2);
            marks += check_marks(session, grid);
            grid_free(grid);
        }
        cr_expect(marks > (strstr(WORLDS[w], "momentum") ? 5 : 60), "%s: only %zu marks", WORLDS[w], marks);
        session_free(session);
    }
}

/* Every number on the screen can be taken apart, and its operands come to it. */
Test(pitch, numbers_are_explained)
{
    for (size_t w = 0; w < WORLD_COUNT; w++) {
        Session *session = session_of(WORLDS[w]);
        Eye eye;
        Error error = {0};
        look_at(session, "pitch");
        session->cursor.t = world_steps(session->world);
        Grid *grid = draw_frame(session, 120, 40, false);
        cr_assert(session_eye(session, &eye, &error));
        for (size_t i = 0; i < grid->marks; i++) {
            Explanation why;
            const char *name = grid->mark[i].name;
            cr_assert(explain(&eye.probe, name, &why, &error), "%s: %s: %s", WORLDS[w], name, error.message);
            const double off = fabs(why.recomputed - why.value);
            cr_expect(why.outer == OUTER_LEAF || off <= 1e-12 * fmax(why.magnitude, 1), "%s: %s is %.17g, explained as %.17g",
                      WORLDS[w], name, why.value, why.recomputed);
            explanation_free(&why);
        }
        grid_free(grid);
        session_free(session);
    }
}

/* ---- shape ---- */

typedef struct Extent {
    int left, right, top, bottom, dots;
} Extent;

static bool dot_at(const Grid *grid, int x, int y)
{
    static const unsigned char BIT[4][2] = {{0, 3}, {1, 4}, {2, 5}, {6, 7}};
    const GridCell *cell = grid_cell(grid, x / 2, y / 4);
    const uint32_t glyph = cell ? cell->glyph[0] : ' ';
    return glyph >= 0x2800 && glyph < 0x2900 && (glyph >> BIT[y % 4][x % 2] & 1);
}

static Extent extent_of(const Grid *grid)
{
    Extent extent = {1 << 20, -1, 1 << 20, -1, 0};
    for (int y = 0; y < grid->height * 4; y++)
        for (int x = 0; x < grid->width * 2; x++)
            if (dot_at(grid, x, y)) {
                extent.left = x < extent.left ? x : extent.left;
                extent.right = x > extent.right ? x : extent.right;
                extent.top = y < extent.top ? y : extent.top;
                extent.bottom = y > extent.bottom ? y : extent.bottom;
                extent.dots++;
            }
    return extent;
}

Test(pitch, is_true_to_scale_and_symmetrical)
{
    static const int SIZES[][2] = {{54, 18}, {38, 14}, {100, 30}, {160, 52}, {200, 20}, {30, 60}};
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        Grid *grid = grid_new(SIZES[s][0], SIZES[s][1]);
        const Turf turf = turf_whole(grid, grid_whole(grid));
        turf_markings(&turf, style(ROLE_RULE));
        const Extent extent = extent_of(grid);
        const double wide = 2 * (PITCH_HALF_LENGTH + PITCH_GOAL_DEPTH) * turf.dots, high = 2 * PITCH_HALF_WIDTH * turf.dots;
        cr_expect(fabs(extent.right - extent.left - wide) <= 1, "%d dots across, %g expected", extent.right - extent.left, wide);
        cr_expect(fabs(extent.bottom - extent.top - high) <= 1, "%d dots down, %g expected", extent.bottom - extent.top, high);
        int odd = 0;
        for (int y = extent.top; y <= extent.bottom; y++)
            for (int x = extent.left; x <= extent.right; x++)
                odd += dot_at(grid, x, y) != dot_at(grid, extent.left + extent.right - x, y);
        cr_expect(odd * 20 <= extent.dots, "%d of %d dots have no twin on the other side", odd, extent.dots);
        grid_free(grid);
    }
}

/* A dot in the cell where the rules of the game have a line. */
Test(pitch, has_all_its_markings)
{
    static const double LINES[][2] = {
        {52.5, 34},  {52.5, -34}, {0, 34},      {0, 0},      {9.15, 0},       {0, -9.15},  {36, 20.16},      {36, -20.16}, {47, 9.16},
        {47, -9.16}, {41.5, 0},   {32.35, 0},   {36, 7.31},  {54.94, 3.66},   {54.94, -3}, {53.5, 3.66},     {51.5, 34},   {52.5, 33},
        {51.8, 33.3}, {40, 20.16}, {50, -9.16}, {36, -15},   {6.47, 6.47}};
    Grid *grid = grid_new(320, 110);
    const Turf turf = turf_whole(grid, grid_whole(grid));
    turf_markings(&turf, style(ROLE_RULE));
    for (int side = -1; side <= 1; side += 2)
        for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
            int column, row;
            cr_assert(turf_cell(&turf, side * LINES[i][0], LINES[i][1], &column, &row));
            cr_expect(grid_cell(grid, column, row)->glyph[0] > 0x2800, "no line at (%g, %g)", side * LINES[i][0], LINES[i][1]);
        }
    int column, row;
    cr_assert(turf_cell(&turf, 20, 20, &column, &row));
    cr_expect_eq(grid_cell(grid, column, row)->glyph[0], ' ');
    cr_expect_not(turf_cell(&turf, 60, 0, &column, &row));
    grid_free(grid);
}

Test(pitch, is_drawn_at_every_size)
{
    static const int WIDTHS[] = {1, 2, 3, 5, 9, 10, 17, 26, 39, 40, 41, 52, 79, 95, 97, 131, 400};
    static const int HEIGHTS[] = {1, 2, 3, 4, 5, 7, 9, 11, 15, 22, 37, 61, 200};
    enum { WIDE = sizeof WIDTHS / sizeof *WIDTHS, HIGH = sizeof HEIGHTS / sizeof *HEIGHTS };
    for (size_t w = 0; w < WORLD_COUNT; w++) {
        Session *session = session_of(WORLDS[w]);
        look_at(session, "pitch");
        for (int i = (int)w; i < WIDE * HIGH; i += 7) {
            session->cursor.t = 1 + (size_t)i % world_steps(session->world);
            Grid *grid = draw_frame(session, WIDTHS[i % WIDE], HEIGHTS[i / WIDE], i % 3 == 0);
            cr_expect(grid->cursor_x < grid->width && grid->cursor_y < grid->height);
            grid_free(grid);
        }
        session_free(session);
    }
}

Test(pitch, has_no_braille_where_quarters_of_cells_are_wanted)
{
    Session *session = session_of("data signal sequences=20; view pitch; goto 5");
    Grid *grid = grid_new(80, 24);
    grid->blocks = true;
    frame_build(session);
    frame_draw(session, grid);
    int quarters = 0;
    for (int i = 0; i < 80 * 24; i++) {
        const uint32_t glyph = grid->cell[i].glyph[0];
        cr_expect(glyph < 0x2800 || glyph >= 0x2900);
        quarters += glyph >= 0x2580 && glyph < 0x25A0;
    }
    cr_expect(quarters > 100);
    grid_free(grid);
    session_free(session);
}

/* ---- what it says ---- */

Test(pitch, says_what_happens_where_and_when)
{
    Session *session = session_of_table("sequence,step,action,x[m],y[m],dt[s],target.goal\n1,1,pass,-20,10,0,\n1,2,dribble,5,-3.5,2.25,\n"
                                        "1,3,shot,45,2,1.5,yes\n2,1,pass,0,0,0,\n2,2,shot,1,1,1,no\n",
                                        "goto 2");
    expect_text(session, 80, 24, "t 2 of 3");
    expect_text(session, 80, 24, "5.0, -3.5 m");
    expect_text(session, 80, 24, " 2 dribble         2.2 s");
    expect_text(session, 80, 24, " 3 shot            3.8 s");
    expect_text(session, 80, 24, "goal yes");
    char *before = frame_text(session, 80, 24, false);
    run_line(session, "goto +1");
    char *after = frame_text(session, 80, 24, false);
    cr_expect(strcmp(before, after) != 0 && strstr(after, "45.0, 2.0 m"));
    free(before);
    free(after);
    session_free(session);
}

Test(pitch, measures_the_truth_against_a_model_and_constant_velocity)
{
    Session *session = session_of_table("# Step: 0.5 s\nsequence,step,x[m],y[m],target.dx[m],target.dy[m]\n1,1,0,0,1,0\n1,2,1,0,1,3\n",
                                        "model rnn hidden=2; set Wy 0; set by 0; goto 2");
    expect_text(session, 80, 24, "truth, 0.5 s on");
    expect_text(session, 80, 24, "rnn               3.16 m");
    expect_text(session, 80, 24, "const. velocity   3.00 m");
    run_line(session, "goto 1");
    expect_text(session, 80, 24, "const. velocity  unknown");
    session_free(session);
}

/* Beside a lesson's page few rows are left: the answers lie too near to each other on the whole pitch. */
Test(pitch, looks_closely_where_only_a_few_rows_are_left)
{
    static const int SIZES[][2] = {{80, 10}, {80, 12}, {80, 24}, {120, 40}, {200, 60}, {66, 40}};
    Session *session = session_of("data runners sequences=40; compare mlp rnn hidden=3; goto 8; view pitch");
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        expect_text(session, SIZES[i][0], SIZES[i][1], "close-up");
        expect_text(session, SIZES[i][0], SIZES[i][1], "■ rnn");
    }
    expect_text(session, 80, 24, "• before       every 0.4 s");
    session_free(session);
}

Test(pitch, names_every_model_that_is_compared)
{
    Session *session = session_of("data runners sequences=40; compare mlp rnn lstm hidden=3; goto 8; view pitch");
    char *text = frame_text(session, 80, 24, false);
    cr_expect(strstr(text, "◆ mlp") && strstr(text, "■ rnn") && strstr(text, "▼ lstm") && strstr(text, "× const. velocity"), "%s", text);
    free(text);
    session_free(session);
}

Test(pitch, picks_any_player_without_a_model_and_with_few_units)
{
    Session *session = session_of("data next players=9 sequences=20; view pitch; unit 7");
    expect_text(session, 80, 24, "player 7");
    run_line(session, "model rnn hidden=2; unit 9");
    expect_text(session, 80, 24, "player 9");
    expect_text(session, 80, 24, "↑↓ player");
    Error error = {0};
    cr_expect_not(command_run(session, "unit 10", &error));
    for (int v = 0; v < VIEW_COUNT; v++) {
        look_at(session, VIEW_NAMES[v]);
        Grid *grid = draw_frame(session, 100, 30, false);
        check_marks(session, grid);
        grid_free(grid);
    }
    session_free(session);
}

Test(pitch, tells_what_data_without_places_need_and_which_have_them)
{
    Session *session = session_of("data carry; view pitch");
    expect_text(session, 80, 24, "nothing of places");
    expect_text(session, 80, 24, "x[m],y[m]");
    char *text = frame_text(session, 80, 24, false);
    for (size_t i = 0; simulator_at(i); i++)
        cr_expect_eq(strstr(text, simulator_at(i)->name) != NULL, simulator_at(i)->places || !strcmp(simulator_at(i)->name, "carry"),
                     "%s in %s", simulator_at(i)->name, text);
    free(text);
    session_free(session);
    session = session_of("view pitch");
    expect_text(session, 80, 24, "data runners");
    session_free(session);
}

/* ---- gaps and edges ---- */

/* Dots of braille in a box of metres around a place. */
static int dots_near(const Grid *grid, const Turf *turf, double x, double y)
{
    int column, row, dots = 0;
    cr_assert(turf_cell(turf, x, y, &column, &row));
    for (int i = 0; i < 8; i++)
        dots += dot_at(grid, 2 * column + i % 2, 4 * row + i / 2);
    return dots;
}

/* From (−40, 20) to (−20, 20), unseen for a step, then from (10, 20) to (30, 20): nothing is drawn over the gap. */
Test(pitch, does_not_bridge_a_gap)
{
    Session *session = session_of_table("sequence,step,x[m],y[m],answer,target\n1,1,-30,28,0,1\n1,2,-10,28,0,2\n1,3,0,0,1,1\n1,4,14,28,0,1\n1,5,34,28,0,3\n",
                                        "goto 5");
    Grid *grid = draw_frame(session, 80, 24, false);
    const Turf turf = turf_whole(grid, (Rect){1, 2, 50, 20});
    cr_expect(dots_near(grid, &turf, -20, 28) > 0 && dots_near(grid, &turf, 24, 28) > 0);
    cr_expect_eq(dots_near(grid, &turf, 6, 28), 0);
    cr_expect_eq(dots_near(grid, &turf, -5, 28), 0);
    grid_free(grid);
    run_line(session, "goto 3");
    expect_text(session, 80, 24, "last seen");
    session_free(session);
}

Test(pitch, points_to_who_stands_outside)
{
    Session *session = session_of_table("sequence,step,x[m],y[m],target\n1,1,54,10,1\n1,2,70,10,2\n1,3,-90,0,2\n1,4,0,-60,1\n", "goto 1");
    expect_text(session, 80, 24, "●");
    run_line(session, "goto 2");
    expect_text(session, 80, 24, "▶");
    expect_text(session, 80, 24, "70.0, 10.0 m");
    expect_text(session, 80, 24, "outside the picture");
    run_line(session, "goto 3");
    expect_text(session, 80, 24, "◀");
    run_line(session, "goto 4");
    expect_text(session, 80, 24, "▼");
    session_free(session);
}

Test(pitch, draws_a_sequence_of_one_step)
{
    Session *session = session_of_table("sequence,step,x[m],y[m],target.x[m],target.y[m]\n1,1,3,4,5,6\n2,1,3,4,5,6\n", "model mlp hidden=2");
    expect_text(session, 80, 24, "t 1 of 1");
    expect_text(session, 80, 24, "unknown");
    session_free(session);
}

Test(pitch, draws_two_teams_and_a_ball_by_their_shapes)
{
    Text rows = {0};
    text_add(&rows, "sequence,step");
    for (int i = 1; i <= 22; i++)
        text_addf(&rows, ",%s_x_%d[m],%s_y_%d[m]", i <= 11 ? "home" : "away", i, i <= 11 ? "home" : "away", i);
    text_add(&rows, ",ball_x[m],ball_y[m],target\n");
    for (int t = 1; t <= 2; t++) {
        text_addf(&rows, "1,%d", t);
        for (int i = 1; i <= 22; i++)
            text_addf(&rows, ",%d,%d", (i - 11) * 4 + t, i % 2 ? 20 - i : i - 20);
        text_addf(&rows, ",0,30,%d\n", t);
    }
    Session *session = session_of_table(text_string(&rows), "goto 2");
    char *text = frame_text(session, 120, 40, false), *plain = frame_text(session, 120, 40, true);
    cr_expect(strstr(text, "●") && strstr(text, "▲") && strstr(text, "◎") && strstr(text, "home_1") && strstr(text, "ball"));
    cr_expect(strstr(plain, "@") && strstr(plain, "A") && strstr(plain, "*"));
    free(text);
    free(plain);
    text_free(&rows);
    session_free(session);
}

Test(pitch, calls_players_by_their_numbers_where_marks_tell_the_teams)
{
    Session *session = session_of_table("sequence,step,home_x_7[m],home_y_7[m],away_x_9[m],away_y_9[m],target\n1,1,-20,10,20,-10,1\n1,2,-20,10,20,-10,2\n", "goto 1");
    expect_text(session, 80, 24, "● 7 ");
    expect_text(session, 80, 24, "▲ 9 ");
    expect_text(session, 80, 24, "● home_7");
    session_free(session);
}

Test(pitch, shows_no_distance_that_rounding_left)
{
    Session *session = session_of("data runners noise=0 sequences=20; view pitch; goto 8");
    expect_text(session, 80, 24, "const. velocity   0.00 m");
    session_free(session);
}

Test(pitch, shows_of_many_events_those_near_the_cursor)
{
    Session *session = session_of("data signal length=200 sequences=20; view pitch; goto 100");
    Grid *grid = draw_frame(session, 80, 24, false);
    int past = 0, coming = 0;
    for (int y = 2; y < 22; y++)
        for (int x = 0; x < 52; x++) {
            past += grid_cell(grid, x, y)->glyph[0] == 0x2022;
            coming += grid_cell(grid, x, y)->glyph[0] == 0xB7;
        }
    cr_expect(past > 4 && past <= 16, "%d events before", past);
    cr_expect(coming > 4 && coming <= 16, "%d events to come", coming);
    grid_free(grid);
    session_free(session);
}

Test(pitch, tells_the_answers_of_the_ball_while_a_player_is_looked_at)
{
    Session *session = session_of("data play sequences=20; model lstm hidden=3; view pitch; goto 9");
    expect_text(session, 80, 24, "○ truth   ");
    run_line(session, "unit 3");
    expect_text(session, 80, 24, "player 2");
    expect_text(session, 80, 24, "○ truth of ball");
    Grid *grid = draw_frame(session, 80, 24, false);
    bool told = false;
    for (size_t i = 0; i < grid->marks; i++)
        told = told || strcmp(grid->mark[i].name, "miss[9][1]") == 0;
    cr_expect(told);
    grid_free(grid);
    session_free(session);
}

/* Left and right are words, and a network without weights says the one that its bias is for. */
Test(pitch, puts_words_where_they_are_read)
{
    Session *session = session_of_table("sequence,step,zone,x[m],y[m],target.zone\n1,1,left,-40,10,\n1,2,right,40,-10,\n1,3,answer,0,0,left\n"
                                        "2,1,right,44,-14,\n2,2,left,-44,14,\n2,3,answer,0,0,right\n",
                                        "model rnn hidden=2; set Wy 0; set by 3; goto 3");
    Grid *grid = draw_frame(session, 80, 24, false);
    const Turf turf = turf_whole(grid, (Rect){1, 2, 50, 20});
    int column, row;
    cr_assert(turf_cell(&turf, -42, 12, &column, &row));
    cr_expect_eq(grid_cell(grid, column, row)->glyph[0], 0x25CB);
    cr_assert(turf_cell(&turf, 42, -12, &column, &row));
    cr_expect_eq(grid_cell(grid, column, row)->glyph[0], 0x25C6);
    grid_free(grid);
    run_line(session, "set by -3");
    expect_text(session, 80, 24, "○◆");
    session_free(session);
}
