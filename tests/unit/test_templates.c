/* The files that are built into the program are those of templates/. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/templates.h"
#include "run_suite.h"

static void check_file(const char *folder, const char *file) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *in = fopen(path, "rb");
    ck_assert_ptr_nonnull(in);

    char name[256];
    snprintf(name, sizeof name, "%s", file);
    char *ending = strstr(name, ".mustache");
    if (ending != NULL) {
        *ending = '\0';
    }
    const char *bytes = NULL;
    size_t length = 0;
    ck_assert_msg(templates_find(NULL, name, &bytes, &length), "%s is not built in", path);
    for (size_t i = 0; i < length; i++) {
        ck_assert_msg(getc(in) == (unsigned char)bytes[i], "%s differs at byte %zu", path, i);
    }
    ck_assert_int_eq(getc(in), EOF);
    ck_assert_int_eq(bytes[length], '\0');
    fclose(in);
}

static size_t check_folder(const char *path) {
    DIR *folder = opendir(path);
    ck_assert_ptr_nonnull(folder);
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        /* Names with a dot are files; what is Python is installed, and not written by slotc. */
        const char *dot = strchr(entry->d_name, '.');
        if (dot != NULL && dot != entry->d_name && strcmp(dot, ".py") != 0) {
            check_file(path, entry->d_name);
            count++;
        }
    }
    closedir(folder);
    return count;
}

START_TEST(every_file_is_built_in_byte_for_byte) {
    ck_assert_uint_gt(check_folder("templates"), 2);
    ck_assert_uint_gt(check_folder("templates/man"), 2);
}
END_TEST

START_TEST(an_unknown_name_is_not_found) {
    static const char *const names[] = {"",
                                        "slots",
                                        "slots_core",
                                        "slots_core.h.mustache",
                                        "slots_core.h ",
                                        "templates/slots_core.h"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *bytes = NULL;
        size_t length = 0;
        ck_assert_msg(!templates_find(NULL, names[i], &bytes, &length), "`%s` is found", names[i]);
        ck_assert_ptr_null(bytes);
    }
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("templates");
    tcase_add_test(cases, every_file_is_built_in_byte_for_byte);
    tcase_add_test(cases, an_unknown_name_is_not_found);
    Suite *suite = suite_create("templates");
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
