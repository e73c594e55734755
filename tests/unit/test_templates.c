/* The files that are built into the program are those of templates/. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/templates.h"
#include "run_suite.h"

static const char folder_path[] = "templates";

static void check_file(const char *file) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder_path, file);
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

START_TEST(every_file_is_built_in_byte_for_byte) {
    DIR *folder = opendir(folder_path);
    ck_assert_ptr_nonnull(folder);
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        /* What is Python is installed, and not written by slotc. */
        if (entry->d_name[0] != '.' && strstr(entry->d_name, ".py") == NULL) {
            check_file(entry->d_name);
            count++;
        }
    }
    closedir(folder);
    ck_assert_uint_gt(count, 2);
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
