/* Two views under one cursor: `split`. */
#include "app/command/complete.h"
#include "app/view/halves.h"
#include "tests/app/view_kit.h"

static const char TWO_WAYS[] = "data carry length=12 sequences=40; model rnn hidden=5; model lstm hidden=4 bidirectional=yes; "
                               "train updates=3; goto 4; unit 2; ";

static Session *session_split(const char *commands)
{
    char all[400];
    snprintf(all, sizeof all, "%s%s", TWO_WAYS, commands);
    return session_of(all);
}

static const Mark *mark_at_cursor(const Grid *grid)
{
    return grid_marked(grid, grid->cursor_x, grid->cursor_y);
}

static bool is_marked(const Grid *grid, const char *name)
{
    for (size_t i = 0; i < grid->marks; i++)
        if (strcmp(grid->mark[i].name, name) == 0)
            return true;
    return false;
}

static void expect_split(const Session *session, const char *keys, const char *other)
{
    cr_expect_str_eq(session->cursor.view, keys);
    cr_expect_str_eq(session->cursor.other.view, other);
}

static void expect_failure(Session *session, const char *line, const char *words)
{
    Error error = {0};
    cr_expect(!command_run(session, line, &error) && strstr(error.message, words), "`%s` says: %s", line, error.message);
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

Test(split, puts_a_view_beside_and_takes_it_away)
{
    Session *session = session_split("view states; split gates");
    expect_split(session, "states", "gates");
    run_line(session, "split jacobian");
    expect_split(session, "states", "jacobian");
    run_line(session, "split other");
    expect_split(session, "jacobian", "states");
    run_line(session, "view cell; split gradients dc");
    expect_split(session, "cell", "gradients");
    cr_expect_str_eq(session->cursor.other.gradients, "dc");
    run_line(session, "split off");
    expect_split(session, "cell", "");
    cr_expect(!session->cursor.second);
    session_free(session);
}

Test(split, of_the_same_view_shows_two_quantities_or_directions)
{
    Session *session = session_split("view states h@1; split states dh; goto 4");
    Grid *grid = draw_frame(session, 120, 40, false);
    cr_expect(is_marked(grid, "h@1[4][2]") && is_marked(grid, "dh[4][2]"));
    cr_expect(check_marks(session, grid) > 100);
    grid_free(grid);
    run_line(session, "view gates @1; split gates @1r");
    expect_text(session, 120, 40, "unit 2 of @1 ");
    expect_text(session, 120, 40, "unit 2 of @1r ");
    session_free(session);
}

Test(split, says_what_is_split_and_what_is_wrong)
{
    Session *session = session_split("view states; split");
    run_line(session, "split");
    cr_expect(strstr(session->notice, "states alone") != NULL, "%s", session->notice);
    run_line(session, "split gates; split other; split");
    cr_expect_str_eq(session->notice, "states and gates; the keys go to gates");
    expect_failure(session, "split gate", "did you mean `gates`");
    expect_failure(session, "split cell @7", "outside 1 … 1");
    expect_failure(session, "split off now", "no further word");
    expect_split(session, "gates", "states");
    run_line(session, "split off");
    expect_failure(session, "split other", "not split");
    expect_failure(session, "split states nothing", "nothing");
    expect_split(session, "gates", "");
    session_free(session);
}

Test(split, tab_changes_the_half_that_has_the_keys)
{
    Session *session = session_split("view states; split cell; split other; view +1");
    expect_split(session, "states", "states");
    run_line(session, "view +1; split other; view -1");
    expect_split(session, "cell", "gates");
    session_free(session);
}

/* ---- one cursor -------------------------------------------------------------------------------------------------- */

Test(split, both_halves_follow_step_unit_and_sequence)
{
    Session *session = session_split("view states h@1; split gates");
    run_line(session, "goto 9; unit 3; sample 5");
    Grid *grid = draw_frame(session, 120, 40, false);
    cr_expect(is_marked(grid, "f@1[9][3]") && is_marked(grid, "norm(h@1[9])"));
    expect_text(session, 120, 40, "t = 9");
    expect_text(session, 120, 40, "gates  unit 3");
    cr_expect(check_marks(session, grid) > 100); // of sequence 5
    grid_free(grid);
    session_free(session);
}

Test(split, every_number_is_opened_from_its_own_half)
{
    Session *session = session_split("view gradients; split states");
    Grid *grid = draw_frame(session, 120, 40, false);
    const int x = grid->cursor_x;
    cr_expect(strstr(mark_at_cursor(grid)->name, "dh[4]") != NULL, "%s", mark_at_cursor(grid)->name);
    grid_free(grid);
    run_line(session, "split other");
    grid = draw_frame(session, 120, 40, false);
    cr_expect(grid->cursor_x > 60 && x < 60);
    cr_expect_str_eq(mark_at_cursor(grid)->name, "h[4][2]");
    grid_free(grid);
    run_line(session, "explain h[4][2]");
    expect_split(session, "equation", "gradients");
    expect_text(session, 120, 40, "h[4][2]");
    run_line(session, "back");
    expect_split(session, "states", "gradients");
    session_free(session);
}

Test(split, an_equation_beside_shows_what_is_opened)
{
    Session *session = session_split("view states; split equation; explain h[4][2]; explain h[5][1]");
    expect_split(session, "states", "equation");
    cr_expect_eq(session->cursor.trails, 1);
    expect_text(session, 120, 40, "h[5][1]");
    run_line(session, "split other; explain c[5][1]");
    cr_expect_eq(session->cursor.trails, 2);
    run_line(session, "back; back");
    expect_split(session, "unroll", "states");
    session_free(session);
}

/* ---- what is kept ------------------------------------------------------------------------------------------------ */

static void expect_same_half(const Half *a, const Half *b, const char *commands)
{
    cr_expect_str_eq(a->view, b->view, "%s", commands);
    cr_expect_str_eq(a->states, b->states, "%s", commands);
    cr_expect_str_eq(a->gradients, b->gradients, "%s", commands);
    cr_expect(a->layer == b->layer && a->reverse == b->reverse, "%s", commands);
}

/** The place is made again by its own lines. */
static void check_place(const char *commands)
{
    Session *session = session_split(commands), *again = session_of(TWO_WAYS);
    Text place = {0}, same = {0};
    session_place(session, &place);
    run_line(again, text_string(&place));
    expect_split(again, session->cursor.view, session->cursor.other.view);
    cr_expect_eq(again->cursor.second, session->cursor.second, "%s", commands);
    cr_expect(again->cursor.t == session->cursor.t && again->cursor.unit == session->cursor.unit, "%s", commands);
    cr_expect_eq(again->cursor.trails, session->cursor.trails, "%s", commands);
    expect_same_half(&again->cursor.other, &session->cursor.other, commands);
    session_place(again, &same);
    cr_expect_str_eq(text_string(&same), text_string(&place));
    text_free(&place);
    text_free(&same);
    session_free(session);
    session_free(again);
}

Test(split, is_kept_with_what_both_halves_show)
{
    check_place("view states dh; split gates @1r");
    check_place("view gradients dc; split states x; split other; goto 7");
    check_place("view states; unit 7; split states dh; split other");
    check_place("view states; unit 3; split gates; split other");
    check_place("view states; split gates; explain h[3][1]; explain c[3][1]");
    check_place("view states; split gates; explain h[3][1]; split other");
    check_place("view states; split gates; split other; explain h[3][1]; explain pre.f[3][1]");
    check_place("view states; split gates; split other; explain h[3][1]; split other");
    check_place("view states; split equation; explain h[3][1]");
    check_place("view states; split equation");
    check_place("view cell; split unroll @1r; split other; wire 3");
}

Test(split, stays_while_changes_are_undone_and_done_again)
{
    Session *session = session_split("view states; split gates; split other; scale Wh 2; undo; redo; data carry length=5 sequences=20; undo");
    expect_split(session, "gates", "states");
    cr_expect(session->cursor.second);
    session_free(session);
}

Test(split, of_a_lesson_ends_where_a_page_shows_one_view)
{
    static const char PAGES[] = "# Own\n\n## One\n\n```backpass\ndata carry length=9 sequences=20\nmodel lstm hidden=3\n"
                                "view gradients dc\nsplit states dc\nsplit other\n```\n\n## Two\n\n```backpass\nview training\n```\n";
    char path[] = "/tmp/backpass-test-XXXXXX.md", line[64];
    Error error = {0};
    int file = mkstemps(path, 3);
    cr_assert(file >= 0 && close(file) == 0 && file_write(path, PAGES, strlen(PAGES), &error), "%s", error.message);
    snprintf(line, sizeof line, "lesson %s; step 1", path);
    Session *session = session_of(line);
    expect_split(session, "states", "gradients");
    cr_expect_str_eq(session->cursor.other.gradients, "dc");
    run_line(session, "step 2");
    expect_split(session, "training", "");
    cr_expect(!session->cursor.second);
    cr_expect_str_eq(session->cursor.states, "h"); // what stands below a view is what it is at first, too
    cr_expect_str_eq(session->cursor.gradients, "dh");
    session_free(session);
    unlink(path);
}

Test(split, is_completed)
{
    Session *session = session_split("");
    static const char *const LINES[][2] = {{"split ga", "gates"}, {"split o", "other"}, {"split states d", "dh"}};
    for (size_t i = 0; i < 3; i++) {
        const char *word = strrchr(LINES[i][0], ' ') + 1;
        char **words = complete(LINES[i][0], (size_t)(word - LINES[i][0]), strlen(LINES[i][0]), session);
        bool found = false;
        for (char **at = words; at && *at; at++) {
            found = found || strcmp(*at, LINES[i][1]) == 0;
            free(*at);
        }
        free(words);
        cr_expect(found, "%s", LINES[i][0]);
    }
    session_free(session);
}

/* ---- the screen -------------------------------------------------------------------------------------------------- */

Test(halves, stand_beside_each_other_where_both_have_columns_enough)
{
    for (int width = 1; width <= 400; width++)
        for (int height = 1; height <= 200; height += 1 + height / 20) {
            const Rect area = {1, 1, width, height};
            const Halves halves = halves_of(area);
            const Rect a = halves.first, b = halves.second;
            cr_expect_eq(halves.both && halves.beside, width >= 103 && height >= 9, "%d×%d", width, height);
            if (!halves.both)
                continue;
            cr_expect(a.x == 1 && a.y == 1 && b.x + b.width == 1 + width && b.y + b.height == 1 + height);
            cr_expect(halves.beside ? a.width == b.width && a.width >= 50 && a.x + a.width < halves.rule.x && halves.rule.x + 2 == b.x
                                    : a.height >= 9 && b.height >= 9 && a.y + a.height == halves.rule.y && halves.rule.y + 1 == b.y,
                      "%d×%d", width, height);
        }
}

Test(split, says_in_the_status_line_which_view_found_no_room)
{
    Session *session = session_of("lesson 07; view cell; split gates");
    expect_text(session, 80, 24, "no room for gates: o shows it");
    char *wide = frame_text(session, 200, 60, false), *high = frame_text(session, 120, 40, false);
    cr_expect(!strstr(wide, "no room") && !strstr(high, "no room"));
    free(wide);
    free(high);
    expect_text(session, 120, 40, "▸cell");
    expect_text(session, 120, 40, " gates");
    run_line(session, "split other");
    expect_text(session, 80, 24, "no room for cell: o shows it");
    expect_text(session, 120, 40, "▸gates");
    session_free(session);
}

Test(split, names_its_key_and_is_not_drawn_behind_the_course_menu)
{
    Session *session = session_split("view states; split gates");
    expect_text(session, 80, 24, "o other half");
    expect_text(session, 80, 24, "▸states");
    session->menu = true;
    char *text = frame_text(session, 120, 40, false);
    cr_expect(!strstr(text, "other half") && !strstr(text, "gates"));
    free(text);
    session_free(session);
}

/** Every pair of views i apart in one size. */
static void check_pairs(Session *session, int apart, int width, int height)
{
    size_t marks = 0;
    for (int v = 0; v < VIEW_COUNT; v++) {
        char line[64];
        snprintf(line, sizeof line, "view %s; split %s%s", VIEW_NAMES[v], VIEW_NAMES[(v + apart) % VIEW_COUNT],
                 (v + apart) % 2 ? "; split other" : "");
        run_line(session, line);
        session->cursor.t = 1 + (size_t)(v + width) % 9;
        session->cursor.backward = v % 3 == 0;
        Grid *grid = draw_frame(session, width, height, v % 2);
        marks += check_marks(session, grid);
        cr_expect(grid->cursor_x < width && grid->cursor_y < height);
        grid_free(grid);
    }
    cr_expect(marks > (width < 40 ? 0 : 300), "%d×%d: only %zu marks", width, height, marks);
}

Test(split, draws_no_number_that_is_not_the_one_it_names)
{
    Session *session = session_split("");
    check_pairs(session, 1, 120, 40);
    check_pairs(session, 2, 80, 24);
    check_pairs(session, 3, 105, 30);
    session_free(session);
}

Test(split, draws_large_screens_of_true_numbers_too)
{
    Session *session = session_split("");
    check_pairs(session, 4, 200, 60);
    check_pairs(session, 5, 80, 60);
    session_free(session);
}

Test(split, puts_the_gates_beside_the_pitch)
{
    Session *session = session_of("data trajectory sequences=25; model lstm hidden=6; train updates=2; goto 7; unit 2; view pitch; split gates");
    static const int SIZES[][2] = {{80, 24}, {120, 40}, {200, 60}};
    for (size_t i = 0; i < 3; i++) {
        Grid *grid = draw_frame(session, SIZES[i][0], SIZES[i][1], false);
        cr_expect(is_marked(grid, "f[7][2]") && is_marked(grid, "where[7][1]"), "%d×%d", SIZES[i][0], SIZES[i][1]);
        cr_expect(check_marks(session, grid) > 30);
        grid_free(grid);
    }
    session_free(session);
}

static void check_sizes(const char *commands)
{
    static const int WIDTHS[] = {1, 2, 10, 39, 40, 51, 52, 80, 96, 104, 105, 106, 131, 200, 400};
    static const int HEIGHTS[] = {1, 3, 4, 9, 10, 11, 12, 13, 20, 22, 24, 37, 60, 200};
    enum { WIDE = sizeof WIDTHS / sizeof *WIDTHS, HIGH = sizeof HEIGHTS / sizeof *HEIGHTS };
    Session *session = session_of(commands);
    for (int i = 0; i < WIDE * HIGH; i++) {
        const int width = WIDTHS[i % WIDE], height = HEIGHTS[i / WIDE];
        if (width * height > 30000 && i % 2)
            continue;
        look_at(session, VIEW_NAMES[i % VIEW_COUNT]);
        snprintf(session->cursor.other.view, sizeof session->cursor.other.view, "%s", VIEW_NAMES[i / 7 % VIEW_COUNT]);
        session->cursor.second = i % 3 == 0;
        session->cursor.t = (size_t)i % 50;
        Grid *grid = draw_frame(session, width, height, i % 4 == 0);
        cr_expect(grid->cursor_x < width && grid->cursor_y < height, "%dx%d", width, height);
        grid_free(grid);
    }
    session_free(session);
}

Test(split, is_drawn_at_every_size)
{
    check_sizes("data carry length=40 sequences=20; model rnn hidden=16; model lstm hidden=3; split states");
    check_sizes("data carry length=6 sequences=20; model gru hidden=1; split states");
}

Test(split, is_drawn_at_every_size_of_a_lesson_and_of_nothing)
{
    check_sizes("lesson 03; split states");
    check_sizes("split states");
    check_sizes("data carry length=9 sequences=20; split states");
}
