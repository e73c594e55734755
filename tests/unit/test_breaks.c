#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/breaks.h"
#include "../../generator/breaks_match.h"
#include "../../generator/mem.h"
#include "run_suite.h"

static struct mem *mem;

static void set_up(void) {
    mem = mem_new();
}

static void tear_down(void) {
    mem_free(mem);
}

struct item {
    const char *name;
    const char *other; /* NULL where it has none */
};

static const char *name_of(struct mem *unused, const void *item) {
    (void)unused;
    return ((const struct item *)item)->name;
}

static const char *other_of(struct mem *unused, const void *item) {
    (void)unused;
    return ((const struct item *)item)->other;
}

static struct match_items items_of(const struct item *items, size_t count) {
    return (struct match_items){items, count, sizeof *items};
}

START_TEST(names_are_matched_wherever_they_stand) {
    const struct item old[] = {{"a", NULL}, {"b", NULL}, {"c", NULL}};
    const struct item new[] = {{"a", NULL}, {"c", NULL}, {"d", NULL}, {"b", NULL}};
    struct matching *matching = matching_new(mem, items_of(old, 3), items_of(new, 4));
    matching_names(matching, name_of);
    size_t count = 0;
    const struct match *matches = matching_all(matching, &count);
    ck_assert_uint_eq(count, 4);
    ck_assert(matches[0].old == &old[0] && matches[0].new == &new[0]);
    ck_assert(matches[1].old == &old[2] && matches[1].new == &new[1]);
    ck_assert(matches[2].old == NULL && matches[2].new == &new[2]);
    ck_assert(matches[3].old == &old[1] && matches[3].new == &new[3]);
}
END_TEST

START_TEST(a_key_that_is_there_twice_matches_nothing) {
    const struct item old[] = {{"a", "x"}, {"b", "x"}, {"c", "y"}, {"d", NULL}};
    const struct item new[] = {{"e", "x"}, {"f", "y"}, {"g", NULL}};
    struct matching *matching = matching_new(mem, items_of(old, 4), items_of(new, 3));
    matching_names(matching, name_of);
    matching_try(matching, other_of);
    ck_assert(matching_is_alone(matching, MATCH_NEW, 0));
    ck_assert(!matching_is_alone(matching, MATCH_NEW, 1));
    ck_assert(matching_is_alone(matching, MATCH_NEW, 2));
    ck_assert(!matching_is_alone(matching, MATCH_OLD, 2));
}
END_TEST

START_TEST(what_was_taken_out_is_neither_matched_nor_listed) {
    const struct item old[] = {{"a", NULL}, {"b", NULL}};
    const struct item new[] = {{"b", NULL}, {"c", NULL}};
    struct matching *matching = matching_new(mem, items_of(old, 2), items_of(new, 2));
    matching_drop(matching, MATCH_OLD, 1);
    matching_drop(matching, MATCH_NEW, 1);
    matching_names(matching, name_of);
    size_t count = 0;
    const struct match *matches = matching_all(matching, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert(matches[0].old == NULL && matches[0].new == &new[0]);
    ck_assert(matches[1].old == &old[0] && matches[1].new == NULL);
}
END_TEST

START_TEST(a_side_may_be_empty) {
    const struct item old[] = {{"a", NULL}};
    size_t count = 0;
    struct matching *matching = matching_new(mem, items_of(old, 1), items_of(NULL, 0));
    matching_names(matching, name_of);
    ck_assert_ptr_eq(matching_all(matching, &count)->old, &old[0]);
    ck_assert_uint_eq(count, 1);
    matching = matching_new(mem, items_of(NULL, 0), items_of(NULL, 0));
    matching_names(matching, name_of);
    matching_all(matching, &count);
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(a_level_stops_at_itself_and_what_is_graver) {
    ck_assert_uint_eq(break_levels_stopped("data"), BREAKS_DATA);
    ck_assert_uint_eq(break_levels_stopped("abi"), BREAKS_DATA | BREAKS_ABI);
    ck_assert_uint_eq(break_levels_stopped("source"), BREAKS_DATA | BREAKS_ABI | BREAKS_SOURCE);
    ck_assert_uint_eq(break_levels_stopped("dict"), BREAKS_DICT);
    ck_assert_uint_eq(break_levels_stopped("api"), 0);
}
END_TEST

START_TEST(levels_are_worded) {
    ck_assert_str_eq(break_levels_words(mem, BREAKS_NOTHING), "nothing");
    ck_assert_str_eq(break_levels_words(mem, BREAKS_DATA | BREAKS_DICT), "data, dict");
}
END_TEST

START_TEST(each_kind_has_a_name_of_its_own_one_function_and_a_reason) {
    for (size_t i = 0; break_kind_at(i) != NULL; i++) {
        const struct break_kind *kind = break_kind_at(i);
        ck_assert_ptr_eq(break_rule_at(i), &kind->rule);
        ck_assert_str_ne(kind->rule.why, "");
        int functions = (kind->check_record != NULL) + (kind->check_field != NULL) +
                        (kind->check_enum != NULL) + (kind->check_enumerator != NULL) +
                        (kind->check_extern != NULL);
        ck_assert_int_eq(functions, 1);
        for (size_t j = 0; j < i; j++) {
            ck_assert_str_ne(break_rule_at(j)->name, kind->rule.name);
        }
    }
    ck_assert_ptr_null(break_rule_at(10000));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("breaks");
    TCase *tests = tcase_create("breaks");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, names_are_matched_wherever_they_stand);
    tcase_add_test(tests, a_key_that_is_there_twice_matches_nothing);
    tcase_add_test(tests, what_was_taken_out_is_neither_matched_nor_listed);
    tcase_add_test(tests, a_side_may_be_empty);
    tcase_add_test(tests, a_level_stops_at_itself_and_what_is_graver);
    tcase_add_test(tests, levels_are_worded);
    tcase_add_test(tests, each_kind_has_a_name_of_its_own_one_function_and_a_reason);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
