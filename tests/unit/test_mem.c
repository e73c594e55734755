#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/mem.h"
#include "run_suite.h"

static struct mem *mem;

static void set_up(void) {
    mem = mem_new();
}

static void tear_down(void) {
    mem_free(mem);
}

static void assert_zeroed(const unsigned char *bytes, size_t size) {
    unsigned char all = 0;
    for (size_t i = 0; i < size; i++) {
        all |= bytes[i];
    }
    ck_assert_uint_eq(all, 0);
}

START_TEST(memory_is_zeroed_aligned_and_apart) {
    unsigned char *last = NULL;
    for (size_t size = 1; size < 300; size++) {
        unsigned char *bytes = mem_alloc(mem, size);
        ck_assert_uint_eq((uintptr_t)bytes % _Alignof(max_align_t), 0);
        assert_zeroed(bytes, size);
        memset(bytes, 0xff, size);
        ck_assert(last == NULL || last[0] == 0xff);
        ck_assert_ptr_ne(bytes, last);
        last = bytes;
    }
}
END_TEST

START_TEST(a_block_larger_than_the_arenas_own_is_given) {
    enum {
        SIZE = 3 * 1024 * 1024
    };
    unsigned char *before = mem_alloc(mem, 8);
    unsigned char *bytes = mem_alloc(mem, SIZE);
    assert_zeroed(bytes, SIZE);
    memset(bytes, 0xff, SIZE);
    assert_zeroed(before, 8);
    assert_zeroed(mem_alloc(mem, 100), 100);
}
END_TEST

START_TEST(nothing_has_a_place_too) {
    ck_assert_ptr_nonnull(mem_alloc(mem, 0));
}
END_TEST

START_TEST(memory_is_zeroed_again_after_clearing) {
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
            unsigned char *bytes = mem_alloc(mem, 10000);
            assert_zeroed(bytes, 10000);
            memset(bytes, 0xff, 10000);
        }
        mem_clear(mem);
    }
}
END_TEST

START_TEST(an_array_grows_by_one_and_keeps_its_items) {
    int *items = NULL;
    for (int i = 0; i < 1000; i++) {
        items = mem_grow(mem, items, (size_t)i, sizeof *items);
        items[i] = i;
    }
    for (int i = 0; i < 1000; i++) {
        ck_assert_int_eq(items[i], i);
    }
}
END_TEST

START_TEST(a_copy_ends_with_a_nul) {
    ck_assert_str_eq(mem_copy(mem, "abcdef", 3), "abc");
    ck_assert_str_eq(mem_copy(mem, NULL, 0), "");
    ck_assert_mem_eq(mem_copy(mem, "a\0b", 3), "a\0b", 4);
    char text[] = "abc";
    const char *copy = mem_string(mem, text);
    text[0] = 'x';
    ck_assert_str_eq(copy, "abc");
}
END_TEST

START_TEST(a_format_of_any_length_is_whole) {
    for (int length = 250; length < 262; length++) {
        const char *text = mem_format(mem, "%*s|%d", length, "x", 7);
        ck_assert_uint_eq(strlen(text), (size_t)length + 2);
        ck_assert_str_eq(text + length - 1, "x|7");
    }
    ck_assert_str_eq(mem_format(mem, "%s", ""), "");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("mem");
    TCase *tests = tcase_create("mem");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, memory_is_zeroed_aligned_and_apart);
    tcase_add_test(tests, a_block_larger_than_the_arenas_own_is_given);
    tcase_add_test(tests, nothing_has_a_place_too);
    tcase_add_test(tests, memory_is_zeroed_again_after_clearing);
    tcase_add_test(tests, an_array_grows_by_one_and_keeps_its_items);
    tcase_add_test(tests, a_copy_ends_with_a_nul);
    tcase_add_test(tests, a_format_of_any_length_is_whole);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
