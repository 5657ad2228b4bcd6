#include "lessons/progress.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/math/random.h"

static Text folder, path;

static void set_up(void)
{
    text_addf(&folder, "%s/progress-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    cr_assert_not_null(mkdtemp(folder.bytes));
    file_join(&path, folder.bytes, "progress");
}

static void tear_down(void)
{
    unlink(path.bytes);
    rmdir(folder.bytes);
    text_free(&path);
    text_free(&folder);
}

static Progress *open_it(void)
{
    Error error = {0};
    Progress *progress = progress_open(path.bytes, &error);
    cr_assert_not_null(progress, "%s", error.message);
    return progress;
}

static void note(Progress *progress, const char *lesson, size_t step)
{
    Error error = {0};
    cr_assert(progress_note(progress, lesson, step, &error), "%s", error.message);
}

static void mark(Progress *progress, const char *lesson, size_t line)
{
    Error error = {0};
    cr_assert(progress_mark(progress, lesson, line, &error), "%s", error.message);
}

static void put_file(const char *bytes, size_t count)
{
    Error error = {0};
    cr_assert(file_write(path.bytes, bytes, count, &error));
}

static void file_holds(const char *expected)
{
    Error error = {0};
    Text text = {0};
    cr_assert(file_read(path.bytes, 1 << 20, &text, &error));
    cr_assert_str_eq(text_string(&text), expected);
    text_free(&text);
}

TestSuite(progress, .init = set_up, .fini = tear_down);

Test(progress, a_lesson_never_opened_is_at_step_zero)
{
    Progress *progress = open_it();
    cr_assert_eq(progress_step(progress, "06-vanishing-gradients"), 0);
    cr_assert_eq(progress_reached(progress, "06-vanishing-gradients"), 0);
    cr_assert_not(progress_done(progress, "06-vanishing-gradients", 12));
    cr_assert_not(file_exists(path.bytes), "opening writes nothing");
    progress_free(progress);
}

Test(progress, what_was_reached_outlives_the_program)
{
    Progress *progress = open_it();
    note(progress, "03-unrolling", 1);
    note(progress, "03-unrolling", 5);
    note(progress, "03-unrolling", 2);
    mark(progress, "03-unrolling", 58);
    mark(progress, "03-unrolling", 41);
    mark(progress, "03-unrolling", 58);
    progress_free(progress);
    progress = open_it();
    cr_assert_eq(progress_step(progress, "03-unrolling"), 2);
    cr_assert_eq(progress_reached(progress, "03-unrolling"), 5);
    cr_assert(progress_done(progress, "03-unrolling", 41));
    cr_assert(progress_done(progress, "03-unrolling", 58));
    cr_assert_not(progress_done(progress, "03-unrolling", 4));
    cr_assert_eq(progress_step(progress, "06-vanishing-gradients"), 0);
    progress_free(progress);
    file_holds("# backpass progress 1\n03-unrolling step=2 reached=5 done=58,41\n");
}

Test(progress, without_a_path_it_lives_in_memory)
{
    Error error = {0};
    Progress *progress = progress_open(NULL, &error);
    note(progress, "a", 3);
    mark(progress, "a", 7);
    cr_assert_eq(progress_step(progress, "a"), 3);
    cr_assert(progress_done(progress, "a", 7));
    progress_free(progress);
    progress_free(NULL);
}

Test(progress, broken_lines_are_kept_not_lost)
{
    static const char broken[] = "rubbish\n"
                                 "a step=x reached=1 done=\n"
                                 "b step=1 reached=99999999999999999999 done=\n"
                                 "c step=1 reached=1 done=4,,5\n"
                                 "d step=1 reached=1 done=4 more=1\n"
                                 "\xff\xfe\n"
                                 "no end of line";
    static const char good[] = "# backpass progress 1\r\n\n06-x step=4 reached=6 done=\n";
    Text whole = {0};
    text_addf(&whole, "%s%s", good, broken);
    put_file(whole.bytes, whole.length);
    Progress *progress = open_it();
    cr_assert_eq(progress_step(progress, "06-x"), 4);
    cr_assert_eq(progress_step(progress, "c"), 0);
    cr_assert_not(progress_done(progress, "c", 4), "half a broken line is not believed");
    note(progress, "06-x", 5);
    note(progress, "06-x", 6);
    progress_free(progress);
    text_clear(&whole);
    text_addf(&whole, "# backpass progress 1\n06-x step=6 reached=6 done=\n# backpass progress 1\r\n%s\n", broken);
    file_holds(whole.bytes);
    text_free(&whole);
}

Test(progress, a_zero_byte_does_not_cut_a_line)
{
    static const char bytes[] = "a step=1 reached=1 done=\0hidden\nb step=2 reached=2 done=\n";
    put_file(bytes, sizeof bytes - 1);
    Progress *progress = open_it();
    cr_assert_eq(progress_step(progress, "a"), 0);
    cr_assert_eq(progress_step(progress, "b"), 2);
    note(progress, "b", 1);
    progress_free(progress);
    Error error = {0};
    Text text = {0};
    cr_assert(file_read(path.bytes, 1000, &text, &error));
    cr_assert_eq(text.length, strlen("# backpass progress 1\nb step=1 reached=2 done=\n") + 32);
    text_free(&text);
}

Test(progress, two_programs_do_not_undo_each_other)
{
    Progress *one = open_it(), *two = open_it();
    note(one, "03-unrolling", 4);
    mark(one, "03-unrolling", 30);
    note(two, "06-vanishing-gradients", 7);
    mark(two, "03-unrolling", 50);
    note(one, "03-unrolling", 5);
    progress_free(one);
    progress_free(two);
    Progress *progress = open_it();
    cr_assert_eq(progress_step(progress, "03-unrolling"), 5);
    cr_assert_eq(progress_step(progress, "06-vanishing-gradients"), 7);
    cr_assert(progress_done(progress, "03-unrolling", 30));
    cr_assert(progress_done(progress, "03-unrolling", 50));
    progress_free(progress);
}

Test(progress, any_name_of_a_file_makes_one_line)
{
    static const char *const names[] = {"my lesson", "a\nb step=9 reached=9 done=", "", "%", "50%", "\xc3\xa9", "#",
                                        "a/b"};
    enum { COUNT = sizeof names / sizeof names[0] };
    Progress *progress = open_it();
    for (size_t i = 0; i < COUNT; i++)
        note(progress, names[i], i + 1);
    progress_free(progress);
    progress = open_it();
    for (size_t i = 0; i < COUNT; i++)
        cr_assert_eq(progress_step(progress, names[i]), i + 1, "name %zu", i);
    cr_assert_eq(progress_step(progress, "b"), 0);
    progress_free(progress);
}

Test(progress, the_folder_is_made_and_a_refused_write_is_told)
{
    Error error = {0};
    Text deep = {0};
    text_addf(&deep, "%s/state/backpass/progress", folder.bytes);
    Progress *progress = progress_open(deep.bytes, &error);
    note(progress, "a", 1);
    cr_assert(file_exists(deep.bytes));
    progress_free(progress);
    unlink(deep.bytes);
    *strrchr(deep.bytes, '/') = '\0';
    rmdir(deep.bytes);
    *strrchr(deep.bytes, '/') = '\0';
    rmdir(deep.bytes);
    text_free(&deep);
    progress = progress_open("/dev/null/progress", &error);
    if (progress) {
        cr_assert_not(progress_note(progress, "a", 1, &error));
        cr_assert_eq(progress_step(progress, "a"), 1, "the program goes on with what it knows");
    }
    cr_assert_eq(error.kind, ERR_FILE);
    progress_free(progress);
}

/* Whatever the file has become: what is noted afterwards is there, and lines that mean nothing stay. */
Test(progress, a_damaged_file_is_lived_with)
{
    static const char whole[] =
        "# backpass progress 1\n03-unrolling step=2 reached=5 done=58,41\n06-x step=1 reached=1 done=\nkept\n";
    for (size_t run = 0; run < 25; run++) {
        Rng rng = rng_stream(1, "test_progress", run);
        char bytes[sizeof whole];
        memcpy(bytes, whole, sizeof whole);
        for (size_t times = 1 + rng_below(&rng, 6); times > 0; times--)
            bytes[rng_below(&rng, sizeof whole - 7)] = (char)rng_below(&rng, 256);
        put_file(bytes, sizeof whole - 1);
        Progress *progress = open_it();
        note(progress, "06-x", 7);
        mark(progress, "06-x", 12);
        progress_free(progress);
        progress = open_it();
        cr_assert_eq(progress_step(progress, "06-x"), 7);
        cr_assert(progress_done(progress, "06-x", 12));
        progress_free(progress);
        Error error = {0};
        Text text = {0};
        cr_assert(file_read(path.bytes, 1 << 20, &text, &error));
        cr_assert_str_eq(text.bytes + text.length - 5, "kept\n");
        text_free(&text);
    }
}
