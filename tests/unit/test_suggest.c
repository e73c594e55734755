#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/suggest.h"
#include "run_suite.h"

static const char *nearest(const char *unknown, const char *const *known) {
    struct suggestion suggestion = suggest_for(unknown);
    for (; *known != NULL; known++) {
        suggest_offer(&suggestion, *known);
    }
    return suggestion.nearest;
}

struct pair {
    const char *unknown;
    const char *known;
};

static const struct pair near[] = {
    {"vlaue", "value"},
    {"valu", "value"},
    {"valuee", "value"},
    {"vaIue", "value"},
    {"VALUE", "value"},
    {"u46", "u64"},
    {"recrod", "record"},
    {"SensorRecrd", "SensorRecord"},
    {"chain-mising-slots", "chain-missing-slots"},
    {"deprecate", "deprecated"},
};

/* Three letters of six are another word: that is what the table of foreign names is for. */
static const struct pair far[] = {
    {"uint64", "u64"}, {"value", "position"}, {"x", "y"}, {"ab", "cd"},
    {"u8", "f64"},     {"abcdef", "fedcba"},  {"", "a"},  {"a", ""},
};

START_TEST(a_slip_is_near) {
    const char *const known[] = {near[_i].known, NULL};
    ck_assert_str_eq(nearest(near[_i].unknown, known), near[_i].known);
}
END_TEST

START_TEST(another_word_is_not_near) {
    const char *const known[] = {far[_i].known, NULL};
    ck_assert_ptr_null(nearest(far[_i].unknown, known));
}
END_TEST

START_TEST(the_nearest_wins_and_the_first_of_equals) {
    const char *const known[] = {"sensorIds", "sensorId", "sensorIx", NULL};
    ck_assert_str_eq(nearest("sensorIdd", known), "sensorIds");
    const char *const others[] = {"celsius_", "celsius", NULL};
    ck_assert_str_eq(nearest("celcius", others), "celsius");
}
END_TEST

START_TEST(nothing_is_near_nothing) {
    const char *const known[] = {NULL};
    ck_assert_ptr_null(nearest("value", known));
}
END_TEST

START_TEST(names_of_any_length_are_safe) {
    char longest[129];
    char longer[1000];
    memset(longest, 'a', 128);
    longest[128] = '\0';
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    const char *const known[] = {longer, longest, NULL};
    ck_assert_ptr_eq(nearest(longest, known), longest);
    ck_assert_ptr_null(nearest(longer, known));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("suggest");
    TCase *tests = tcase_create("suggest");
    tcase_add_loop_test(tests, a_slip_is_near, 0, sizeof near / sizeof *near);
    tcase_add_loop_test(tests, another_word_is_not_near, 0, sizeof far / sizeof *far);
    tcase_add_test(tests, the_nearest_wins_and_the_first_of_equals);
    tcase_add_test(tests, nothing_is_near_nothing);
    tcase_add_test(tests, names_of_any_length_are_safe);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
