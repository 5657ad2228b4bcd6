#include "engine/base/file.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Every test works in an empty folder of its own, which is the current one. */
static char folder[4096];

static void enter_folder(void)
{
    const char *root = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/backpass-file-XXXXXX", root != NULL ? root : "/tmp");
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
}

static void remove_all(const char *path)
{
    DIR *entries = opendir(path);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        char inner[5000];
        struct stat status;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (lstat(inner, &status) == 0 && S_ISDIR(status.st_mode))
            remove_all(inner);
        else
            unlink(inner);
    }
    if (entries != NULL)
        closedir(entries);
    rmdir(path);
}

static void leave_folder(void)
{
    cr_assert_eq(chdir("/"), 0);
    remove_all(folder);
}

TestSuite(file, .init = enter_folder, .fini = leave_folder);

static void put(const char *path, const char *string)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file, "%s", path);
    fputs(string, file);
    fclose(file);
}

static void assert_holds(const char *path, const char *wanted)
{
    Text text = {0};
    Error error = {0};
    cr_assert(file_read(path, 100000, &text, &error), "%s: %s", path, error.message);
    cr_assert_str_eq(text_string(&text), wanted);
    text_free(&text);
}

static size_t files_here(void)
{
    size_t count = 0;
    DIR *entries = opendir(".");
    while (readdir(entries) != NULL)
        count++;
    closedir(entries);
    return count - 2;
}

static mode_t mode_of(const char *path)
{
    struct stat status;
    cr_assert_eq(stat(path, &status), 0);
    return status.st_mode & 07777;
}

/* The super-user may do everything: whoever tests a refusal becomes nobody. */
static void give_up_rights(void)
{
    if (geteuid() == 0)
        cr_assert_eq(seteuid(65534), 0);
}

static void take_back_rights(void)
{
    if (getuid() == 0)
        cr_assert_eq(seteuid(0), 0);
}

Test(file, what_is_written_is_read)
{
    Error error = {0};
    Text text = {0};
    char bytes[100001];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 % 256); // zeros among them
    cr_assert(file_write("data", bytes, sizeof bytes, &error), "%s", error.message);
    cr_assert(file_read("data", sizeof bytes, &text, &error), "%s", error.message);
    cr_assert_eq(text.length, sizeof bytes);
    cr_assert_eq(memcmp(text.bytes, bytes, sizeof bytes), 0);
    cr_assert_eq(files_here(), 1);
    text_free(&text);
}

Test(file, an_empty_file_is_an_empty_text)
{
    Error error = {0};
    cr_assert(file_write("empty", NULL, 0, &error));
    assert_holds("empty", "");
}

Test(file, reading_clears_what_was_in_the_text)
{
    Error error = {0};
    Text text = {0};
    put("a", "new");
    text_add(&text, "old");
    cr_assert(file_read("a", 3, &text, &error));
    cr_assert_str_eq(text.bytes, "new");
    cr_assert_not(file_read("missing", 3, &text, &error));
    cr_assert_str_eq(text.bytes, "");
    text_free(&text);
}

Test(file, a_file_above_the_limit_is_refused)
{
    Error error = {0};
    Text text = {0};
    put("four", "1234");
    cr_assert(file_read("four", 4, &text, &error));
    cr_assert_not(file_read("four", 3, &text, &error));
    cr_assert_eq(error.kind, ERR_LIMIT);
    cr_assert_str_eq(error.file, "four");
    cr_assert_eq(text.length, 0, "half a file is no file");
    error_clear(&error);
    cr_assert_not(file_read("four", 0, &text, &error));
    error_clear(&error);
    cr_assert_not(file_read("/dev/zero", 100000, &text, &error), "one without an end as well");
    cr_assert_eq(error.kind, ERR_LIMIT);
    text_free(&text);
}

Test(file, reading_says_why_it_cannot)
{
    Error missing = {0}, is_folder = {0}, below = {0};
    Text text = {0};
    cr_assert_not(file_read("missing.csv", 10, &text, &missing));
    cr_assert_eq(missing.kind, ERR_FILE);
    cr_assert_str_eq(missing.file, "missing.csv");
    cr_assert_not_null(strstr(missing.message, "No such file"), "%s", missing.message);
    cr_assert_not(file_read(".", 10, &text, &is_folder));
    cr_assert_eq(is_folder.kind, ERR_FILE);
    cr_assert_str_eq(is_folder.message, "is a folder");
    put("a", "");
    cr_assert_not(file_read("a/b", 10, &text, &below));
    cr_assert_not_null(strstr(below.message, "Not a directory"), "%s", below.message);
    text_free(&text);
}

Test(file, reading_needs_permission)
{
    Error error = {0};
    Text text = {0};
    put("secret", "x");
    cr_assert_eq(chmod("secret", 0), 0);
    give_up_rights();
    bool read = file_read("secret", 10, &text, &error);
    take_back_rights();
    cr_assert_not(read);
    cr_assert_not_null(strstr(error.message, "Permission denied"), "%s", error.message);
    text_free(&text);
}

Test(file, a_pipe_is_read_to_its_end)
{
    int ends[2];
    char path[32];
    Error error = {0};
    Text text = {0};
    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], "from a pipe", 11), 11);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    cr_assert(file_read(path, 11, &text, &error), "%s", error.message);
    cr_assert_str_eq(text.bytes, "from a pipe");
    close(ends[0]);
    text_free(&text);
}

Test(file, writing_replaces_and_keeps_permissions)
{
    Error error = {0};
    put("a", "a longer old text");
    cr_assert_eq(chmod("a", 0640), 0);
    cr_assert(file_write("a", "new", 3, &error));
    assert_holds("a", "new");
    cr_assert_eq(mode_of("a"), 0640);
    cr_assert_eq(files_here(), 1);
}

Test(file, a_new_file_obeys_the_umask)
{
    Error error = {0};
    umask(027);
    cr_assert(file_write("a", "x", 1, &error));
    cr_assert_eq(mode_of("a"), 0640);
    umask(0);
    cr_assert(file_write("b", "x", 1, &error));
    cr_assert_eq(mode_of("b"), 0666);
}

Test(file, a_reader_keeps_the_old_file_whole)
{
    Error error = {0};
    char bytes[8] = {0};
    put("a", "old");
    int reader = open("a", O_RDONLY);
    cr_assert(file_write("a", "new", 3, &error));
    cr_assert_eq(read(reader, bytes, sizeof bytes), 3);
    cr_assert_str_eq(bytes, "old", "the old file was replaced, not written over");
    close(reader);
}

Test(file, a_link_stays_and_its_target_is_replaced)
{
    Error error = {0};
    struct stat status;
    cr_assert_eq(mkdir("far", 0700), 0);
    put("far/target", "old");
    cr_assert_eq(symlink("target", "far/second"), 0);
    cr_assert_eq(symlink("far/second", "first"), 0);
    cr_assert(file_write("first", "new", 3, &error), "%s", error.message);
    assert_holds("far/target", "new");
    cr_assert(lstat("first", &status) == 0 && S_ISLNK(status.st_mode));
    cr_assert(lstat("far/second", &status) == 0 && S_ISLNK(status.st_mode));
    cr_assert_eq(files_here(), 2);
}

Test(file, a_link_to_what_is_not_there_makes_it)
{
    Error error = {0};
    struct stat status;
    char absolute[5000];
    snprintf(absolute, sizeof absolute, "%s/target", folder);
    cr_assert_eq(mkdir("far", 0700), 0);
    cr_assert_eq(symlink(absolute, "far/link"), 0);
    cr_assert(file_write("far/link", "new", 3, &error), "%s", error.message);
    assert_holds("target", "new");
    cr_assert(lstat("far/link", &status) == 0 && S_ISLNK(status.st_mode));
}

Test(file, a_link_to_itself_is_refused)
{
    Error error = {0};
    cr_assert_eq(symlink("loop", "loop"), 0);
    cr_assert_not(file_write("loop", "x", 1, &error));
    cr_assert_eq(error.kind, ERR_FILE);
    cr_assert_eq(files_here(), 1);
}

Test(file, writing_says_why_it_cannot)
{
    Error nowhere = {0}, is_folder = {0}, empty = {0};
    cr_assert_not(file_write("no/such/place", "x", 1, &nowhere));
    cr_assert_eq(nowhere.kind, ERR_FILE);
    cr_assert_str_eq(nowhere.file, "no/such/place");
    cr_assert_not_null(strstr(nowhere.message, "No such file"), "%s", nowhere.message);
    cr_assert_eq(mkdir("folder", 0700), 0);
    cr_assert_not(file_write("folder", "x", 1, &is_folder));
    cr_assert_str_eq(is_folder.message, "is a folder");
    cr_assert_not(file_write("", "x", 1, &empty));
    cr_assert_eq(empty.kind, ERR_FILE);
    cr_assert_eq(files_here(), 1);
}

Test(file, a_folder_that_is_read_only_stays_as_it_is)
{
    Error error = {0};
    cr_assert_eq(chmod(".", 0555), 0);
    give_up_rights();
    bool written = file_write("a", "x", 1, &error);
    take_back_rights();
    cr_assert_not(written);
    cr_assert_eq(error.kind, ERR_FILE);
    cr_assert_not_null(strstr(error.message, "Permission denied"), "%s", error.message);
    cr_assert_eq(files_here(), 0);
    cr_assert_eq(chmod(".", 0755), 0);
}

Test(file, a_file_that_is_read_only_stays_as_it_is)
{
    Error error = {0};
    put("a", "old");
    cr_assert_eq(chmod("a", 0444), 0);
    cr_assert_eq(chmod(".", 0777), 0);
    give_up_rights();
    bool written = file_write("a", "new", 3, &error);
    take_back_rights();
    cr_assert_not(written);
    cr_assert_not_null(strstr(error.message, "Permission denied"), "%s", error.message);
    assert_holds("a", "old");
}

Test(file, a_full_disk_leaves_the_old_file_and_nothing_else)
{
    Error error = {0};
    char bytes[10000] = {0};
    put("a", "old");
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, small;
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 4096; // the first 4096 bytes go in, the rest does not
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool written = file_write("a", bytes, sizeof bytes, &error);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    cr_assert_not(written);
    cr_assert_eq(error.kind, ERR_FILE);
    cr_assert_not_null(strstr(error.message, "File too large"), "%s", error.message);
    assert_holds("a", "old");
    cr_assert_eq(files_here(), 1);
}

/* As nobody: a super-user whose file_write went wrong would lose the device. */
Test(file, a_device_is_written_straight)
{
    Error null = {0}, full = {0};
    give_up_rights();
    bool to_null = file_write("/dev/null", "x", 1, &null), to_full = file_write("/dev/full", "x", 1, &full);
    take_back_rights();
    cr_assert(to_null, "%s", null.message);
    cr_assert_not(to_full);
    cr_assert_eq(full.kind, ERR_FILE);
    cr_assert_str_eq(full.file, "/dev/full");
    cr_assert_not_null(strstr(full.message, "No space left"), "%s", full.message);
}

Test(file, a_pipe_gets_all_bytes)
{
    int ends[2];
    char path[32], bytes[8] = {0};
    Error error = {0};
    cr_assert_eq(pipe(ends), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    cr_assert(file_write(path, "tunnel", 6, &error), "%s", error.message);
    cr_assert_eq(read(ends[0], bytes, sizeof bytes), 6);
    cr_assert_str_eq(bytes, "tunnel");
    close(ends[0]);
    close(ends[1]);
}

Test(file, standard_output_that_is_a_file_is_continued)
{
    Error error = {0};
    int before = dup(STDOUT_FILENO), output = open("out", O_RDWR | O_CREAT | O_TRUNC, 0600);
    cr_assert_eq(write(output, "first, ", 7), 7);
    dup2(output, STDOUT_FILENO);
    bool written = file_write("/dev/stdout", "second", 6, &error);
    dup2(before, STDOUT_FILENO);
    cr_assert(written, "%s", error.message);
    cr_assert_eq(write(output, ", third", 7), 7);
    close(output);
    close(before);
    assert_holds("out", "first, second, third");
}

Test(file, left_over_temporary_files_are_no_obstacle)
{
    Error error = {0};
    char name[64];
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, ".backpass-%ld-%d.tmp", (long)getpid(), i);
        put(name, "left by a crash");
    }
    cr_assert(file_write("a", "x", 1, &error), "%s", error.message);
    assert_holds("a", "x");
    assert_holds(name, "left by a crash");
    cr_assert_eq(files_here(), 4);
}

Test(file, a_name_as_long_as_names_can_be_is_written)
{
    Error error = {0};
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    cr_assert(file_write(name, "x", 1, &error), "%s", error.message);
    assert_holds(name, "x");
}

Test(file, existence_and_folders_are_told_apart)
{
    put("a", "");
    cr_assert(file_exists("a") && !file_is_folder("a"));
    cr_assert(file_exists(".") && file_is_folder("."));
    cr_assert(!file_exists("b") && !file_is_folder("b"));
    cr_assert(!file_exists("") && !file_is_folder(""));
}

Test(file, folders_are_made_with_their_parents)
{
    Error error = {0};
    char absolute[5000];
    cr_assert(file_make_folder("one/two//three/", &error), "%s", error.message);
    cr_assert(file_is_folder("one/two/three"));
    cr_assert_eq(mode_of("one/two"), 0700);
    cr_assert(file_make_folder("one/two/three", &error), "what is there is as good");
    snprintf(absolute, sizeof absolute, "%s/x/y", folder);
    cr_assert(file_make_folder(absolute, &error));
    cr_assert(file_is_folder("x/y"));
    cr_assert(file_make_folder("/", &error));
}

Test(file, a_folder_cannot_be_made_where_a_file_is)
{
    Error leaf = {0}, parent = {0}, none = {0};
    put("a", "");
    cr_assert_not(file_make_folder("a", &leaf));
    cr_assert_eq(leaf.kind, ERR_FILE);
    cr_assert_str_eq(leaf.file, "a");
    cr_assert_not(file_make_folder("a/b", &parent));
    cr_assert_eq(parent.kind, ERR_FILE);
    cr_assert_not(file_make_folder("", &none));
    cr_assert_eq(none.kind, ERR_FILE);
}

Test(file, a_folder_cannot_be_made_where_nothing_may_be)
{
    Error error = {0};
    cr_assert_eq(chmod(".", 0555), 0);
    give_up_rights();
    bool made = file_make_folder("one/two", &error);
    take_back_rights();
    cr_assert_eq(chmod(".", 0755), 0);
    cr_assert_not(made);
    cr_assert_not_null(strstr(error.message, "Permission denied"), "%s", error.message);
}

Test(file, paths_are_joined_with_one_slash)
{
    Text path = {0};
    file_join(&path, "folder", "name");
    cr_assert_str_eq(path.bytes, "folder/name");
    file_join(&path, "folder/", "name");
    cr_assert_str_eq(path.bytes, "folder/name");
    file_join(&path, "/", "name");
    cr_assert_str_eq(path.bytes, "/name");
    file_join(&path, "", "name");
    cr_assert_str_eq(path.bytes, "name");
    text_free(&path);
}

Test(file, the_hash_is_fnv_1a)
{
    // from the test vectors of its authors
    cr_assert_eq(file_hash("", 0), 0xcbf29ce484222325u);
    cr_assert_eq(file_hash("a", 1), 0xaf63dc4c8601ec8cu);
    cr_assert_eq(file_hash("foobar", 6), 0x85944171f73967e8u);
    cr_assert_neq(file_hash("a\0", 2), file_hash("a", 1));
}
