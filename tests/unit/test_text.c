#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/mem.h"
#include "../../generator/text.h"
#include "run_suite.h"

static struct mem *mem;

static void set_up(void) {
    mem = mem_new();
}

static void tear_down(void) {
    mem_free(mem);
}

START_TEST(text_without_anything_is_empty) {
    struct text text = {.mem = mem};
    ck_assert_str_eq(text_string(&text), "");
    text_add(&text, "abc", 0);
    text_add_string(&text, "");
    ck_assert_str_eq(text_string(&text), "");
    ck_assert_uint_eq(text.length, 0);
}
END_TEST

START_TEST(pieces_follow_each_other) {
    struct text text = {.mem = mem};
    text_add(&text, "abc", 2);
    text_add_string(&text, "cd");
    text_add_repeat(&text, '-', 3);
    text_format(&text, "%d%s", 12, "x");
    ck_assert_str_eq(text_string(&text), "abcd---12x");
    ck_assert_uint_eq(text.length, 10);
}
END_TEST

START_TEST(text_ends_with_a_nul_at_every_length) {
    struct text text = {.mem = mem};
    for (size_t i = 0; i < 1000; i++) {
        text_add(&text, &"0123456789"[i % 10], 1);
        ck_assert_uint_eq(strlen(text_string(&text)), i + 1);
    }
    ck_assert_mem_eq(text_string(&text) + 980, "01234567890123456789", 21);
}
END_TEST

START_TEST(a_piece_may_be_larger_than_all_before_it) {
    struct text text = {.mem = mem};
    text_add_string(&text, "a");
    text_add_repeat(&text, 'b', 100000);
    text_add_repeat(&text, 'c', 0);
    text_add_string(&text, "d");
    ck_assert_uint_eq(text.length, 100002);
    ck_assert_str_eq(text_string(&text) + 99999, "bbd");
}
END_TEST

START_TEST(text_may_hold_any_byte) {
    struct text text = {.mem = mem};
    text_add(&text, "a\0b", 3);
    ck_assert_uint_eq(text.length, 3);
    ck_assert_mem_eq(text_string(&text), "a\0b", 4);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, text_without_anything_is_empty);
    tcase_add_test(tests, pieces_follow_each_other);
    tcase_add_test(tests, text_ends_with_a_nul_at_every_length);
    tcase_add_test(tests, a_piece_may_be_larger_than_all_before_it);
    tcase_add_test(tests, text_may_hold_any_byte);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
