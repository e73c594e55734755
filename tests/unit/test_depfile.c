/* Dependency files say the same to make and to ninja as to whoever reads them here. */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/depfile.h"
#include "../../generator/mem.h"
#include "../../generator/text.h"
#include "run_suite.h"
#include "scratch.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct mem *mem;
static struct text out;

static void set_up(void) {
    mem = mem_new();
    out = (struct text){.mem = mem};
}

static void tear_down(void) {
    mem_free(mem);
}

static void expect_escaped(const char *name, const char *escaped) {
    out.length = 0;
    const char *plain = "a";
    depfile_rule(&out, &name, 1, &plain, 1);
    depfile_rule(&out, &plain, 1, &name, 1);
    ck_assert_str_eq(text_string(&out), mem_format(mem, "%s: a\na: %s\n", escaped, escaped));
}

START_TEST(special_bytes_are_escaped) {
    expect_escaped("out/a.h", "out/a.h");
    expect_escaped("a b.h", "a\\ b.h");
    expect_escaped("a\tb.h", "a\\\tb.h");
    expect_escaped("a#b.h", "a\\#b.h");
    expect_escaped("a$b.h", "a$$b.h");
    expect_escaped("a:b.h", "a\\:b.h");
    expect_escaped("a\\b.h", "a\\b.h");
    expect_escaped("a\\ b.h", "a\\\\\\ b.h");
    expect_escaped("a\\\\#b.h", "a\\\\\\\\\\#b.h");
    expect_escaped("a\\", "a\\\\");
    expect_escaped(" ", "\\ ");
}
END_TEST

START_TEST(a_rule_may_have_several_targets_or_no_prerequisite) {
    const char *targets[] = {"a.h", "b.h"};
    depfile_rule(&out, targets, 2, NULL, 0);
    const char *prerequisites[] = {"a.slots", "b.slots"};
    depfile_rule(&out, targets, 2, prerequisites, 2);
    ck_assert_str_eq(text_string(&out), "a.h b.h:\na.h b.h: a.slots b.slots\n");
}
END_TEST

START_TEST(a_verbatim_target_is_left_alone) {
    const char *targets[] = {"$(OUT)/a.h", "b\\ c #"};
    const char *prerequisites[] = {"d e"};
    depfile_rule_verbatim(&out, targets, 2, prerequisites, 1);
    ck_assert_str_eq(text_string(&out), "$(OUT)/a.h b\\ c #: d\\ e\n");
}
END_TEST

START_TEST(each_prerequisite_gets_an_empty_rule) {
    const char *prerequisites[] = {"a.slots", "b c.slots"};
    depfile_phony(&out, prerequisites, 2);
    ck_assert_str_eq(text_string(&out), "a.slots:\nb\\ c.slots:\n");
    out.length = 0;
    depfile_phony(&out, prerequisites, 0);
    ck_assert_uint_eq(out.length, 0);
}
END_TEST

START_TEST(lines_are_folded) {
    const char *prerequisites[200];
    char *joined = mem_string(mem, "out.h:");
    for (size_t i = 0; i < COUNT(prerequisites); i++) {
        prerequisites[i] = mem_format(mem, "%0*zu", (int)(1 + i * 7 % (i == 100 ? 701 : 30)), i);
        joined = mem_format(mem, "%s %s", joined, prerequisites[i]);
    }
    const char *target = "out.h";
    depfile_rule(&out, &target, 1, prerequisites, COUNT(prerequisites));
    struct text unfolded = {.mem = mem};
    size_t lines = 0;
    for (char *line = strtok(out.bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        size_t length = strlen(line);
        ck_assert(length <= 76 || strchr(line + 1, ' ') == line + length - 2);
        bool folded = length > 2 && strcmp(line + length - 2, " \\") == 0;
        text_add(&unfolded, line, folded ? length - 2 : length);
        lines++;
    }
    ck_assert_uint_gt(lines, 40);
    ck_assert_uint_lt(lines, 70);
    ck_assert_str_eq(text_string(&unfolded), joined);
}
END_TEST

static const char *const odd_names[] = {"plain.h", "a b.h",    "two  spaces.h", " first", "a#b.h",
                                        "#",       "$(x).h",   "$$$",           "a:b.h",  "b\\c.h",
                                        "d\\ e.h", "f\\\\ .h", "g'h\"i.h"};

static const char *output_of(const char *command) {
    FILE *stream = popen(command, "r");
    ck_assert_ptr_nonnull(stream);
    struct text text = scratch_read(mem, stream);
    pclose(stream);
    return text_string(&text);
}

static bool has_program(const char *name) {
    return system(mem_format(mem, "command -v %s >/dev/null 2>&1", name)) == 0;
}

static const char *enter_folder(void) {
    const char *folder = scratch_enter(mem);
    for (size_t i = 0; i < COUNT(odd_names); i++) {
        scratch_put(odd_names[i], "");
    }
    return folder;
}

/* A name in single quotes, for the shell. */
static const char *quoted(const char *name) {
    struct text text = {.mem = mem};
    text_add_string(&text, "'");
    for (; *name != '\0'; name++) {
        text_format(&text, *name == '\'' ? "'\\%c'" : "%c", *name);
    }
    text_add_string(&text, "'");
    return text_string(&text);
}

/* make counts each odd name as a target and as a prerequisite: when the file is newer than
 * `out`, and only then, make has something to do. */
START_TEST(make_reads_odd_names) {
    if (!has_program("make")) {
        return;
    }
    const char *folder = enter_folder();
    const char *first = "out";
    depfile_rule(&out, &first, 1, odd_names, COUNT(odd_names));
    scratch_put("makefile", mem_format(mem, "%s\t@echo remade\n", text_string(&out)));
    for (size_t i = 0; i < COUNT(odd_names); i++) {
        const char *name = quoted(odd_names[i]);
        const char *command = mem_format(mem,
                                         "touch -d 2020-01-01 -- *; touch -d 2020-01-02 out; "
                                         "make 2>&1; touch -d 2020-01-03 -- %s; make 2>&1",
                                         name);
        const char *said = output_of(command);
        ck_assert_msg(strstr(said, "up to date") != NULL, "%s: %s", name, said);
        ck_assert_msg(strstr(said, "remade") != NULL, "%s: %s", name, said);
    }
    scratch_leave(mem, folder);
}
END_TEST

START_TEST(make_reads_odd_targets) {
    if (!has_program("make")) {
        return;
    }
    const char *folder = enter_folder();
    scratch_put("prerequisite", "");
    const char *prerequisite = "prerequisite";
    depfile_rule(&out, odd_names, COUNT(odd_names), &prerequisite, 1);
    text_add_string(&out, "\t@echo 'remade <$(subst ','\\'',$@)>'\n");
    scratch_put("makefile", text_string(&out));
    for (size_t i = 0; i < COUNT(odd_names); i++) {
        const char *name = quoted(odd_names[i]);
        const char *command =
            mem_format(mem, "touch -d 2020-01-01 -- %s; make -- %s 2>&1", name, name);
        const char *said = output_of(command);
        ck_assert_str_eq(said, mem_format(mem, "remade <%s>\n", odd_names[i]));
    }
    scratch_leave(mem, folder);
}
END_TEST

START_TEST(make_goes_on_without_a_deleted_prerequisite) {
    if (!has_program("make")) {
        return;
    }
    const char *folder = enter_folder();
    const char *first = "out";
    depfile_rule(&out, &first, 1, odd_names, COUNT(odd_names));
    text_add_string(&out, "\t@echo remade\n");
    depfile_phony(&out, odd_names, COUNT(odd_names));
    scratch_put("makefile", text_string(&out));
    for (size_t i = 0; i < COUNT(odd_names); i++) {
        ck_assert_int_eq(unlink(odd_names[i]), 0);
    }
    ck_assert_str_eq(output_of("make 2>&1"), "remade\n");
    scratch_leave(mem, folder);
}
END_TEST

/* All but the last: ninja has no way to write a quote. */
START_TEST(ninja_reads_odd_names) {
    if (!has_program("ninja")) {
        return;
    }
    const char *folder = enter_folder();
    size_t count = COUNT(odd_names) - 1;
    const char *first = "out";
    depfile_rule(&out, &first, 1, odd_names, count);
    depfile_phony(&out, odd_names, count);
    scratch_put("in.d", text_string(&out));
    scratch_put("build.ninja", "rule copy\n  command = cp in.d out.d && touch out\n"
                               "  depfile = out.d\n  deps = gcc\nbuild out: copy\n");
    const char *said = output_of("ninja 2>&1 && ninja -t deps out");
    for (size_t i = 0; i < count; i++) {
        const char *line = mem_format(mem, "\n    %s\n", odd_names[i]);
        ck_assert_msg(strstr(said, line) != NULL, "%s: %s", odd_names[i], said);
    }
    ck_assert_ptr_nonnull(strstr(said, mem_format(mem, "#deps %zu,", count)));
    scratch_leave(mem, folder);
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("depfile");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, special_bytes_are_escaped);
    tcase_add_test(cases, a_rule_may_have_several_targets_or_no_prerequisite);
    tcase_add_test(cases, a_verbatim_target_is_left_alone);
    tcase_add_test(cases, each_prerequisite_gets_an_empty_rule);
    tcase_add_test(cases, lines_are_folded);
    tcase_add_test(cases, make_reads_odd_names);
    tcase_add_test(cases, make_reads_odd_targets);
    tcase_add_test(cases, make_goes_on_without_a_deleted_prerequisite);
    tcase_add_test(cases, ninja_reads_odd_names);
    Suite *suite = suite_create("depfile");
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
