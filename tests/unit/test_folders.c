/* Folders are made on the way to a file, whatever other processes do at the same time. */
#include <check.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../generator/folders.h"
#include "../../generator/mem.h"
#include "../../generator/output.h"
#include "run_suite.h"
#include "scratch.h"

static struct mem *mem;
static const char *folder;

static void set_up(void) {
    mem = mem_new();
    folder = scratch_enter(mem);
}

static void tear_down(void) {
    scratch_leave(mem, folder);
    mem_free(mem);
}

static void expect_text(const char *path, const char *wanted) {
    struct text content = scratch_get(mem, path);
    ck_assert_str_eq(text_string(&content), wanted);
}

static void start(struct output *output, const char *path) {
    ck_assert(output_write(output_open(output, path), "one", 3));
}

START_TEST(a_path_is_made_however_it_is_written) {
    const char *paths[] = {"a.h", "./a.h", "a/b/c/a.h", "d//e///a.h", "f/../g/a.h", "./h/./a.h"};
    struct folders folders = {.mem = mem};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct stat status;
        ck_assert(folders_make(&folders, paths[i], &status));
        ck_assert(S_ISDIR(status.st_mode));
        scratch_put(paths[i], "");
        ck_assert_int_eq(remove(paths[i]), 0);
    }
    ck_assert_int_eq(scratch_entries(mem), 8);
    folders_remove(&folders);
    ck_assert_int_eq(scratch_entries(mem), 0);
}
END_TEST

START_TEST(a_file_or_a_broken_link_on_the_way_is_an_error) {
    struct folders folders = {.mem = mem};
    struct stat status;
    scratch_put("file", "");
    ck_assert_int_eq(symlink("nowhere", "broken"), 0);
    ck_assert(!folders_make(&folders, "file/a.h", &status));
    ck_assert_int_eq(errno, ENOTDIR);
    ck_assert(!folders_make(&folders, "file/b/a.h", &status));
    ck_assert_int_eq(errno, ENOTDIR);
    ck_assert(!folders_make(&folders, "broken/a.h", &status));
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_uint_eq(folders.count, 0);
}
END_TEST

START_TEST(a_discard_keeps_folders_that_others_use) {
    struct output *output = output_new(mem);
    start(output, "deep/er/a.h");
    scratch_put("deep/b.h", "b");
    output_discard(output);
    expect_text("deep/b.h", "b");
    ck_assert_int_eq(scratch_entries(mem), 2);
}
END_TEST

START_TEST(a_folder_that_vanished_is_made_again) {
    struct output *output = output_new(mem);
    start(output, "out/sub/a.h");
    ck_assert_int_eq(rmdir("out/sub"), 0);
    ck_assert_int_eq(rmdir("out"), 0);
    ck_assert(output_commit(output));
    expect_text("out/sub/a.h", "one");
}
END_TEST

/* Eight processes make the same folders and write the same file at once. */
START_TEST(processes_may_race) {
    for (int i = 0; i < 8; i++) {
        pid_t child = fork();
        if (child != 0) {
            continue;
        }
        bool good = true;
        for (int round = 0; round < 50 && good; round++) {
            struct output *output = output_new(mem);
            const char *path = mem_format(mem, "r%d/s/t/a.h", round);
            struct output_file *file = output_open(output, path);
            good = file != NULL && output_write(file, "same", 4);
            if (i % 2 == 0) {
                output_discard(output);
            } else {
                good = good && output_commit(output);
            }
        }
        _exit(good ? 0 : 1);
    }
    for (int i = 0; i < 8; i++) {
        int status = 0;
        ck_assert_int_ge(wait(&status), 0);
        ck_assert_int_eq(status, 0);
    }
    for (int round = 0; round < 50; round++) {
        expect_text(mem_format(mem, "r%d/s/t/a.h", round), "same");
    }
    ck_assert_int_eq(scratch_entries(mem), 200);
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("folders");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, a_path_is_made_however_it_is_written);
    tcase_add_test(cases, a_file_or_a_broken_link_on_the_way_is_an_error);
    tcase_add_test(cases, a_discard_keeps_folders_that_others_use);
    tcase_add_test(cases, a_folder_that_vanished_is_made_again);
    tcase_add_test(cases, processes_may_race);
    Suite *suite = suite_create("folders");
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
