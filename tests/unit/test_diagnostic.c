#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/diagnostic.h"
#include "../../generator/mem.h"
#include "run_suite.h"

static struct mem *mem;
static struct diagnostics *diagnostics;
static struct source *first;
static struct source *second;

static const struct rule loose = {
    .name = "loose", .group = "test", .severity = SEVERITY_WARNING, .summary = "for tests"};
static const struct rule fixed = {.name = "fixed",
                                  .group = "test",
                                  .severity = SEVERITY_ERROR,
                                  .fixed = true,
                                  .summary = "for tests"};

static void set_up(void) {
    mem = mem_new();
    diagnostics = diagnostics_new(mem);
    first = source_from_bytes(mem, "first", "0123456789", 10);
    second = source_from_bytes(mem, "second", "0123456789", 10);
    second->order = 1;
    first->named = second->named = true;
}

static void tear_down(void) {
    mem_free(mem);
}

static struct diagnostic *add(const struct source *source, uint32_t start, uint32_t end,
                              enum severity severity, const char *message) {
    struct span span = {source, start, end};
    return report_rule(diagnostics, &loose, severity, span, message);
}

/* The messages that are left, in order, a letter each. */
static void assert_left(const char *messages) {
    ck_assert_uint_eq(diagnostics->count, strlen(messages));
    for (size_t i = 0; i < diagnostics->count; i++) {
        ck_assert_int_eq(diagnostics->items[i]->message[0], messages[i]);
    }
}

START_TEST(findings_are_sorted_by_file_and_place) {
    add(second, 0, 1, SEVERITY_ERROR, "d");
    add(first, 7, 8, SEVERITY_ERROR, "c");
    add(first, 2, 9, SEVERITY_NOTE, "a");
    add(first, 3, 4, SEVERITY_WARNING, "b");
    add(second, 9, 9, SEVERITY_ERROR, "e");
    diagnostics_finish(diagnostics);
    assert_left("abcde");
}
END_TEST

START_TEST(findings_at_one_place_keep_the_order_of_reporting) {
    static const char *const messages[] = {"c", "a", "b", "e", "d"};
    for (size_t i = 0; i < 5; i++) {
        add(first, 4, 5, SEVERITY_ERROR, messages[i]);
    }
    diagnostics_finish(diagnostics);
    assert_left("cabed");
}
END_TEST

START_TEST(doubles_are_dropped) {
    add(first, 4, 5, SEVERITY_ERROR, "a");
    add(first, 4, 5, SEVERITY_ERROR, "a");
    add(first, 4, 6, SEVERITY_ERROR, "a");
    add(second, 4, 5, SEVERITY_ERROR, "a");
    report_rule(diagnostics, &fixed, SEVERITY_ERROR, (struct span){second, 4, 5}, "a");
    ck_assert_uint_eq(diagnostics->error_count, 5);
    diagnostics_finish(diagnostics);
    assert_left("aaaa");
    ck_assert_uint_eq(diagnostics->error_count, 4);
}
END_TEST

START_TEST(warnings_of_files_that_were_only_imported_are_dropped) {
    second->named = false;
    add(second, 0, 1, SEVERITY_WARNING, "w");
    add(second, 1, 2, SEVERITY_NOTE, "n");
    add(second, 2, 3, SEVERITY_ERROR, "e");
    add(first, 0, 1, SEVERITY_WARNING, "a");
    diagnostics_finish(diagnostics);
    assert_left("ae");
    ck_assert(diagnostics_failed(diagnostics));
}
END_TEST

START_TEST(only_errors_fail_a_run) {
    ck_assert(!diagnostics_failed(diagnostics));
    add(first, 0, 1, SEVERITY_WARNING, "w");
    add(first, 0, 1, SEVERITY_NOTE, "n");
    ck_assert(!diagnostics_failed(diagnostics));
    diagnostics_finish(diagnostics);
    ck_assert(!diagnostics_failed(diagnostics));
    add(first, 0, 1, SEVERITY_ERROR, "e");
    ck_assert(diagnostics_failed(diagnostics));
}
END_TEST

START_TEST(a_finding_that_is_off_is_made_but_not_kept) {
    struct diagnostic *diagnostic = add(first, 0, 1, SEVERITY_OFF, "o");
    diagnostic_note(diagnostic, diagnostic->span, "still %s", "possible");
    diagnostic_help(diagnostic, "too");
    diagnostics_finish(diagnostics);
    ck_assert_uint_eq(diagnostics->count, 0);
}
END_TEST

START_TEST(warnings_and_notes_can_be_dropped) {
    add(first, 0, 1, SEVERITY_WARNING, "w");
    add(first, 1, 2, SEVERITY_ERROR, "a");
    add(first, 2, 3, SEVERITY_NOTE, "n");
    add(first, 3, 4, SEVERITY_ERROR, "b");
    diagnostics_finish(diagnostics);
    diagnostics_keep_errors(diagnostics);
    assert_left("ab");
}
END_TEST

static void say(const struct rule *rule, enum severity severity) {
    diagnostics_choose(diagnostics, (struct severity_rule){.rule = rule, .severity = severity});
}

START_TEST(a_rule_has_the_severity_that_the_user_gave) {
    ck_assert_int_eq(diagnostics_severity(diagnostics, &loose, NULL), SEVERITY_WARNING);
    say(&loose, SEVERITY_OFF);
    ck_assert_int_eq(diagnostics_severity(diagnostics, &loose, NULL), SEVERITY_OFF);
    say(&loose, SEVERITY_ERROR);
    ck_assert_int_eq(diagnostics_severity(diagnostics, &loose, NULL), SEVERITY_ERROR);
    say(&fixed, SEVERITY_OFF);
    ck_assert_int_eq(diagnostics_severity(diagnostics, &fixed, NULL), SEVERITY_ERROR);
}
END_TEST

START_TEST(a_set_says_how_grave_a_rule_is_that_nobody_spoke_of) {
    diagnostics_choose(diagnostics, (struct severity_rule){.set = SET_MINIMAL});
    ck_assert_int_eq(diagnostics_severity(diagnostics, &loose, NULL), SEVERITY_OFF);
    ck_assert_int_eq(diagnostics_severity(diagnostics, &fixed, NULL), SEVERITY_ERROR);
    say(&loose, SEVERITY_NOTE);
    diagnostics_choose(diagnostics, (struct severity_rule){.set = SET_STRICT});
    ck_assert_int_eq(diagnostics_severity(diagnostics, &loose, NULL), SEVERITY_NOTE);
}
END_TEST

START_TEST(a_pattern_limits_what_is_said_to_files_that_fit) {
    const struct source old = {.path = "old.slots", .real = "/home/a/legacy/deep/old.slots"};
    const struct source new = {.path = "new.slots", .real = "/home/a/new.slots"};
    diagnostics_choose(diagnostics, (struct severity_rule){.rule = &loose,
                                                           .severity = SEVERITY_ERROR,
                                                           .root = "/home/a/",
                                                           .pattern = "legacy/*"});
    ck_assert_int_eq(diagnostics_severity(diagnostics, &loose, &old), SEVERITY_ERROR);
    ck_assert_int_eq(diagnostics_severity(diagnostics, &loose, &new), SEVERITY_WARNING);
    ck_assert_int_eq(diagnostics_severity(diagnostics, &loose, NULL), SEVERITY_WARNING);
}
END_TEST

START_TEST(a_stages_error_is_reported_by_its_row) {
    struct span span = {first, 1, 3};
    struct diagnostic *diagnostic =
        report(diagnostics, ERROR_DEFAULT_RANGE, span, "`%d` does not fit", 300);
    ck_assert_str_eq(diagnostic->rule->name, "default-range");
    ck_assert_int_eq(diagnostic->severity, SEVERITY_ERROR);
    ck_assert_str_eq(diagnostic->message, "`300` does not fit");
    ck_assert_int_eq(report(diagnostics, ERROR_DOC_DANGLING, span, "x")->severity,
                     SEVERITY_WARNING);
}
END_TEST

START_TEST(notes_and_edits_keep_their_order) {
    struct diagnostic *diagnostic = add(first, 0, 1, SEVERITY_ERROR, "e");
    diagnostic_note(diagnostic, (struct span){second, 1, 2}, "%s", "one");
    diagnostic_note(diagnostic, (struct span){first, 3, 4}, "%s", "two");
    diagnostic_edit(diagnostic, (struct span){first, 0, 1}, "A");
    diagnostic_edit(diagnostic, (struct span){first, 5, 5}, "B");
    ck_assert_str_eq(diagnostic->notes->message, "one");
    ck_assert_str_eq(diagnostic->notes->next->message, "two");
    ck_assert_ptr_null(diagnostic->notes->next->next);
    ck_assert_str_eq(diagnostic->edits->text, "A");
    ck_assert_str_eq(diagnostic->edits->next->text, "B");
    ck_assert_ptr_null(diagnostic->edits->next->next);
}
END_TEST

START_TEST(every_row_of_the_stages_errors_is_whole) {
    for (int i = 0; i < ERROR_RULE_COUNT; i++) {
        const struct rule *rule = error_rule((enum error_rule)i);
        ck_assert_ptr_nonnull(rule->name);
        ck_assert_ptr_nonnull(rule->group);
        ck_assert_ptr_nonnull(rule->summary);
        ck_assert_int_ne(rule->severity, SEVERITY_OFF);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("diagnostic");
    TCase *tests = tcase_create("diagnostic");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, findings_are_sorted_by_file_and_place);
    tcase_add_test(tests, findings_at_one_place_keep_the_order_of_reporting);
    tcase_add_test(tests, doubles_are_dropped);
    tcase_add_test(tests, warnings_of_files_that_were_only_imported_are_dropped);
    tcase_add_test(tests, only_errors_fail_a_run);
    tcase_add_test(tests, a_finding_that_is_off_is_made_but_not_kept);
    tcase_add_test(tests, warnings_and_notes_can_be_dropped);
    tcase_add_test(tests, a_rule_has_the_severity_that_the_user_gave);
    tcase_add_test(tests, a_set_says_how_grave_a_rule_is_that_nobody_spoke_of);
    tcase_add_test(tests, a_pattern_limits_what_is_said_to_files_that_fit);
    tcase_add_test(tests, a_stages_error_is_reported_by_its_row);
    tcase_add_test(tests, notes_and_edits_keep_their_order);
    tcase_add_test(tests, every_row_of_the_stages_errors_is_whole);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
