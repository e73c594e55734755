/* Output files appear all together or not at all. Each test runs in an empty folder. */
#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../generator/mem.h"
#include "../../generator/output.h"
#include "run_suite.h"
#include "scratch.h"

static struct mem *mem;
static const char *folder;

/* What a test may change for its process, put back after it. */
static struct rlimit open_files;
static struct rlimit file_size;
static mode_t old_umask;

static void set_limit(int resource, rlim_t limit) {
    struct rlimit both;
    ck_assert_int_eq(getrlimit(resource, &both), 0);
    both.rlim_cur = limit;
    ck_assert_int_eq(setrlimit(resource, &both), 0);
}

static void enter_folder(void) {
    mem = mem_new();
    folder = scratch_enter(mem);
    old_umask = umask(022);
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &open_files), 0);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &file_size), 0);
}

static int entries(void) {
    return scratch_entries(mem);
}

static void leave_folder(void) {
    setrlimit(RLIMIT_NOFILE, &open_files);
    setrlimit(RLIMIT_FSIZE, &file_size);
    umask(old_umask);
    signal(SIGXFSZ, SIG_DFL);
    scratch_leave(mem, folder);
    mem_free(mem);
}

static void expect(const char *path, const char *bytes, size_t length) {
    struct text content = scratch_get(mem, path);
    ck_assert_uint_eq(content.length, length);
    ck_assert(length == 0 || memcmp(content.bytes, bytes, length) == 0);
}

static void expect_text(const char *path, const char *text) {
    expect(path, text, strlen(text));
}

static void expect_error(const struct output *output, const char *part) {
    ck_assert_ptr_nonnull(output_error(output));
    ck_assert_msg(strstr(output_error(output), part) != NULL, "%s", output_error(output));
}

static struct output_file *start(struct output *output, const char *path, const char *text) {
    struct output_file *file = output_open(output, path);
    ck_assert_msg(file != NULL, "%s", output_error(output));
    ck_assert(output_write(file, text, strlen(text)));
    return file;
}

static void commit(struct output *output) {
    ck_assert_msg(output_commit(output), "%s", output_error(output));
}

/* Bytes that differ from place to place. */
static char *pattern(size_t length) {
    char *bytes = mem_alloc(mem, length);
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (char)(i * 31 + i / 251);
    }
    return bytes;
}

static void make_old(const char *path) {
    struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    ck_assert_int_eq(utimensat(AT_FDCWD, path, times, 0), 0);
}

static bool is_old(const char *path) {
    struct stat status;
    ck_assert_int_eq(stat(path, &status), 0);
    return status.st_mtime == 1000;
}

START_TEST(nothing_appears_before_the_commit) {
    scratch_put("b.h", "old");
    struct output *output = output_new(mem);
    start(output, "a.h", "one");
    start(output, "b.h", "two");
    ck_assert_int_eq(access("a.h", F_OK), -1);
    expect_text("b.h", "old");
    commit(output);
    expect_text("a.h", "one");
    expect_text("b.h", "two");
    ck_assert_uint_eq(output_changed(output), 2);
    output_discard(output);
    expect_text("a.h", "one");
    ck_assert_int_eq(entries(), 2);
    ck_assert_ptr_null(output_error(output));
}
END_TEST

START_TEST(a_discard_leaves_no_trace) {
    scratch_put("b.h", "old");
    struct output *output = output_new(mem);
    size_t length = 200000;
    char *bytes = pattern(length);
    ck_assert(output_write(output_open(output, "deep/er/a.h"), bytes, length));
    ck_assert(output_write(output_open(output, "b.h"), bytes, length));
    ck_assert_int_gt(entries(), 3);
    output_discard(output);
    ck_assert_int_eq(entries(), 1);
    expect_text("b.h", "old");
    output_discard(output);
}
END_TEST

START_TEST(an_unchanged_target_keeps_its_time) {
    size_t length = 300000;
    char *bytes = pattern(length);
    for (int round = 0; round < 2; round++) {
        struct output *output = output_new(mem);
        start(output, "small.h", "small");
        ck_assert(output_write(output_open(output, "large.h"), bytes, length));
        ck_assert_ptr_nonnull(output_open(output, "empty.h"));
        commit(output);
        ck_assert_uint_eq(output_changed(output), round == 0 ? 3 : 0);
        ck_assert_int_eq(is_old("small.h") && is_old("large.h") && is_old("empty.h"), round);
        make_old("small.h");
        make_old("large.h");
        make_old("empty.h");
    }
    ck_assert_int_eq(entries(), 3);
    expect("large.h", bytes, length);
}
END_TEST

START_TEST(a_target_is_changed_by_its_last_byte) {
    size_t length = 140000;
    char *bytes = pattern(length);
    struct output *output = output_new(mem);
    ck_assert(output_write(output_open(output, "a.h"), bytes, length));
    commit(output);
    make_old("a.h");
    bytes[length - 1]++;
    output = output_new(mem);
    ck_assert(output_write(output_open(output, "a.h"), bytes, length));
    commit(output);
    ck_assert(!is_old("a.h"));
    expect("a.h", bytes, length);
    output = output_new(mem);
    ck_assert(output_write(output_open(output, "a.h"), bytes, length - 1));
    commit(output);
    expect("a.h", bytes, length - 1);
}
END_TEST

/* Patches of every size across the edge between what is on disk and what is not. */
START_TEST(a_patch_reaches_the_buffer_and_the_disk) {
    size_t length = 3 * 65536 + 200;
    char *bytes = pattern(length);
    struct output *output = output_new(mem);
    struct output_file *file = output_open(output, "a.h");
    ck_assert(output_write(file, bytes, length));
    size_t places[] = {0, 10, 65530, 65536, 131070, 196600, 196608, 196700, length - 9};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        ck_assert(output_patch(file, places[i], "PATCHED!!", 9));
        memcpy(bytes + places[i], "PATCHED!!", 9);
    }
    ck_assert(output_patch(file, length, "", 0));
    ck_assert(output_write(file, "end", 3));
    commit(output);
    bytes = memcpy(mem_alloc(mem, length + 3), bytes, length);
    memcpy(bytes + length, "end", 3);
    expect("a.h", bytes, length + 3);
}
END_TEST

START_TEST(a_patch_past_the_end_is_refused) {
    struct output *output = output_new(mem);
    struct output_file *file = start(output, "a.h", "12345");
    ck_assert(!output_patch(file, 3, "abc", 3));
    expect_error(output, "cannot write `a.h`: ");
    ck_assert(!output_commit(output));
    ck_assert_int_eq(entries(), 0);
}
END_TEST

/* More files than buffers, written in turns. */
START_TEST(hundreds_of_files_are_written_in_turns) {
    size_t count = 300;
    struct output *output = output_new(mem);
    struct output_file **files = mem_alloc(mem, count * sizeof *files);
    set_limit(RLIMIT_NOFILE, 40);
    for (size_t i = 0; i < count; i++) {
        files[i] = start(output, mem_format(mem, "out/%zu/a.h", i % 7 * 100 + i), "?first ");
    }
    for (size_t i = 0; i < count; i++) {
        ck_assert(output_write(files[i], "second", 6));
        ck_assert(output_patch(files[count - 1 - i], 0, "!", 1));
    }
    commit(output);
    ck_assert_uint_eq(output_changed(output), count);
    for (size_t i = 0; i < count; i++) {
        expect_text(mem_format(mem, "out/%zu/a.h", i % 7 * 100 + i), "!first second");
    }
    ck_assert_int_eq(entries(), 601);
}
END_TEST

START_TEST(a_path_written_twice_is_an_error) {
    const char *others[] = {"out/a.h",        "out//a.h",   "./out/a.h",
                            "out/../out/a.h", "linked/a.h", "link.h"};
    ck_assert_int_eq(mkdir("out", 0777), 0);
    ck_assert_int_eq(symlink("out", "linked"), 0);
    ck_assert_int_eq(symlink("out/a.h", "link.h"), 0);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct output *output = output_new(mem);
        start(output, "out/a.h", "one");
        start(output, "a.h", "another");
        ck_assert_ptr_null(output_open(output, others[i]));
        expect_error(output, "twice");
        ck_assert(!output_commit(output));
        ck_assert_int_eq(entries(), 3);
    }
}
END_TEST

START_TEST(a_link_is_written_through) {
    ck_assert_int_eq(mkdir("real", 0777), 0);
    ck_assert_int_eq(mkdir("links", 0777), 0);
    scratch_put("real/a.h", "old");
    ck_assert_int_eq(symlink("../real/a.h", "links/first"), 0);
    ck_assert_int_eq(symlink("links/first", "second"), 0);
    ck_assert_int_eq(symlink("real/new/b.h", "dangling"), 0);
    struct output *output = output_new(mem);
    start(output, "second", "one");
    start(output, "dangling", "two");
    commit(output);
    expect_text("real/a.h", "one");
    expect_text("real/new/b.h", "two");
    struct stat status;
    ck_assert_int_eq(lstat("second", &status), 0);
    ck_assert(S_ISLNK(status.st_mode));
    ck_assert_int_eq(lstat("links/first", &status), 0);
    ck_assert(S_ISLNK(status.st_mode));
    ck_assert_int_eq(entries(), 8);
}
END_TEST

START_TEST(a_link_without_end_is_refused) {
    ck_assert_int_eq(symlink("b", "a"), 0);
    ck_assert_int_eq(symlink("a", "b"), 0);
    struct output *output = output_new(mem);
    ck_assert_ptr_null(output_open(output, "a"));
    expect_error(output, "cannot write `a`: ");
}
END_TEST

START_TEST(what_is_no_regular_file_is_refused) {
    ck_assert_int_eq(mkdir("dir", 0777), 0);
    ck_assert_int_eq(mkfifo("fifo", 0666), 0);
    scratch_put("file", "");
    int pipes[2];
    ck_assert_int_eq(pipe(pipes), 0);
    const char *pipe_path = mem_format(mem, "/dev/fd/%d", pipes[1]);
    FILE *deleted = tmpfile();
    const char *deleted_path = mem_format(mem, "/dev/fd/%d", fileno(deleted));
    const char *paths[] = {"dir", "dir/",      "dir/.",   "new/",       "",      "fifo",
                           ".",   "/dev/null", pipe_path, deleted_path, "file/a"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct output *output = output_new(mem);
        start(output, "a.h", "one");
        ck_assert_ptr_null(output_open(output, paths[i]));
        expect_error(output, mem_format(mem, "cannot write `%s`: ", paths[i]));
        ck_assert(!output_commit(output));
        ck_assert_int_eq(entries(), 3);
    }
    fclose(deleted);
    close(pipes[0]);
    close(pipes[1]);
}
END_TEST

START_TEST(a_target_that_became_a_folder_stops_the_commit) {
    scratch_put("a.h", "old");
    struct output *output = output_new(mem);
    start(output, "a.h", "one");
    start(output, "b.h", "two");
    ck_assert_int_eq(mkdir("b.h", 0777), 0);
    ck_assert(!output_commit(output));
    expect_error(output, "cannot write `b.h`: not a regular file");
    expect_text("a.h", "old");
    ck_assert_int_eq(entries(), 2);
}
END_TEST

static mode_t mode_of(const char *path) {
    struct stat status;
    ck_assert_int_eq(stat(path, &status), 0);
    return status.st_mode & 07777;
}

START_TEST(permission_bits_stay_and_new_files_obey_the_umask) {
    umask(027);
    scratch_put("script", "old");
    scratch_put("secret", "old");
    chmod("script", 0755);
    chmod("secret", 0400);
    struct output *output = output_new(mem);
    start(output, "script", "one");
    start(output, "secret", "two");
    start(output, "dir/new.h", "three");
    commit(output);
    ck_assert_uint_eq(mode_of("script"), 0755);
    ck_assert_uint_eq(mode_of("secret"), 0400);
    ck_assert_uint_eq(mode_of("dir/new.h"), 0640);
    ck_assert_uint_eq(mode_of("dir"), 0750);
}
END_TEST

START_TEST(names_of_the_greatest_length_work) {
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    struct output *output = output_new(mem);
    start(output, name, "one");
    commit(output);
    expect_text(name, "one");
    output = output_new(mem);
    char *longer = mem_format(mem, "%sn", name);
    struct output_file *file = output_open(output, longer);
    ck_assert(file == NULL || (output_write(file, "x", 1) && !output_commit(output)));
    expect_error(output, "cannot write `nnn");
    ck_assert_int_eq(entries(), 1);
}
END_TEST

/* Left behind by a killed run with the same process number. */
START_TEST(temporary_names_in_use_are_passed_over) {
    for (int i = 0; i < 20; i++) {
        scratch_put(mem_format(mem, ".slotc-%ld-%d", (long)getpid(), i), "stale");
    }
    struct output *output = output_new(mem);
    start(output, "a.h", "one");
    commit(output);
    expect_text("a.h", "one");
    ck_assert_int_eq(entries(), 21);
}
END_TEST

START_TEST(a_full_disk_changes_nothing) {
    scratch_put("b.h", "old");
    signal(SIGXFSZ, SIG_IGN);
    set_limit(RLIMIT_FSIZE, 100000);
    struct output *output = output_new(mem);
    start(output, "b.h", "new");
    struct output_file *file = output_open(output, "new/a.h");
    size_t length = 110000;
    ck_assert(output_write(file, pattern(length), length));
    ck_assert(!output_commit(output));
    expect_error(output, "cannot write `new/a.h`: ");
    expect_text("b.h", "old");
    ck_assert_int_eq(entries(), 1);
}
END_TEST

/* Whether a path is refused, before or at the commit, with a message that names it. */
static bool is_refused(const char *path) {
    struct output *output = output_new(mem);
    struct output_file *file = output_open(output, path);
    bool refused = file == NULL || (output_write(file, "a", 1) && !output_commit(output));
    output_discard(output);
    return refused && output_error(output) != NULL &&
           strstr(output_error(output), mem_format(mem, "cannot write `%s`: ", path)) != NULL;
}

START_TEST(a_folder_without_permission_is_refused) {
    ck_assert_int_eq(mkdir("locked", 0555), 0);
    ck_assert_int_eq(mkdir("hidden", 0000), 0);
    scratch_put("locked/same.h", "a");
    ck_assert_int_eq(chmod(".", 0755), 0);
    pid_t child = fork();
    if (child == 0) {
        /* The superuser may write everywhere. */
        bool good = geteuid() != 0 || setuid(65534) == 0;
        good = good && is_refused("locked/a.h") && is_refused("locked/deep/a.h");
        good = good && is_refused("hidden/a.h") && is_refused("hidden/deep/a.h");
        good = good && !is_refused("locked/same.h");
        _exit(good ? 0 : 1);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(entries(), 3);
}
END_TEST

START_TEST(no_order_of_calls_does_harm) {
    struct output *output = output_new(mem);
    ck_assert(!output_write(NULL, "a", 1));
    ck_assert(!output_patch(NULL, 0, "a", 1));
    commit(output);
    commit(output);
    ck_assert_ptr_null(output_open(output, "a.h"));
    output_discard(output);

    output = output_new(mem);
    struct output_file *file = start(output, "a.h", "one");
    commit(output);
    ck_assert(!output_write(file, "a", 1));
    ck_assert(!output_patch(file, 0, "a", 1));
    expect_text("a.h", "one");

    output = output_new(mem);
    file = start(output, "b.h", "one");
    output_discard(output);
    ck_assert(!output_commit(output));
    ck_assert_ptr_nonnull(output_error(output));
    ck_assert(!output_write(file, "a", 1));
    ck_assert_ptr_null(output_open(output, "c.h"));
    ck_assert_int_eq(entries(), 1);
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("output");
    tcase_add_checked_fixture(cases, enter_folder, leave_folder);
    tcase_add_test(cases, nothing_appears_before_the_commit);
    tcase_add_test(cases, a_discard_leaves_no_trace);
    tcase_add_test(cases, an_unchanged_target_keeps_its_time);
    tcase_add_test(cases, a_target_is_changed_by_its_last_byte);
    tcase_add_test(cases, a_patch_reaches_the_buffer_and_the_disk);
    tcase_add_test(cases, a_patch_past_the_end_is_refused);
    tcase_add_test(cases, hundreds_of_files_are_written_in_turns);
    tcase_add_test(cases, a_path_written_twice_is_an_error);
    tcase_add_test(cases, a_link_is_written_through);
    tcase_add_test(cases, a_link_without_end_is_refused);
    tcase_add_test(cases, what_is_no_regular_file_is_refused);
    tcase_add_test(cases, a_target_that_became_a_folder_stops_the_commit);
    tcase_add_test(cases, permission_bits_stay_and_new_files_obey_the_umask);
    tcase_add_test(cases, names_of_the_greatest_length_work);
    tcase_add_test(cases, temporary_names_in_use_are_passed_over);
    tcase_add_test(cases, a_full_disk_changes_nothing);
    tcase_add_test(cases, a_folder_without_permission_is_refused);
    tcase_add_test(cases, no_order_of_calls_does_harm);
    Suite *suite = suite_create("output");
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
