#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/map.h"
#include "../../generator/mem.h"
#include "run_suite.h"

static struct mem *mem;
static struct map *map;
static int values[3];

static void set_up(void) {
    mem = mem_new();
    map = map_new(mem);
}

static void tear_down(void) {
    mem_free(mem);
}

START_TEST(an_empty_map_knows_nothing) {
    ck_assert_ptr_null(map_get(map, "a", 1));
    ck_assert_ptr_null(map_get(map, "", 0));
}
END_TEST

START_TEST(a_place_is_made_once_and_holds_null_first) {
    void **place = map_place(map, "a", 1);
    ck_assert_ptr_null(*place);
    *place = &values[0];
    ck_assert_ptr_eq(*map_place(map, "a", 1), &values[0]);
    ck_assert_ptr_eq(map_get(map, "a", 1), &values[0]);
    *map_place(map, "a", 1) = &values[1];
    ck_assert_ptr_eq(map_get(map, "a", 1), &values[1]);
}
END_TEST

START_TEST(keys_are_bytes_with_a_length) {
    static const char key[] = "a\0b";
    *map_place(map, key, 3) = &values[0];
    *map_place(map, key, 1) = &values[1];
    *map_place(map, "", 0) = &values[2];
    ck_assert_ptr_eq(map_get(map, key, 3), &values[0]);
    ck_assert_ptr_eq(map_get(map, "a", 1), &values[1]);
    ck_assert_ptr_eq(map_get(map, "abc", 0), &values[2]);
    ck_assert_ptr_null(map_get(map, key, 2));
    ck_assert_ptr_null(map_get(map, "a\0c", 3));
}
END_TEST

START_TEST(many_keys_keep_their_values) {
    enum {
        COUNT = 20000
    };
    static uint32_t keys[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        keys[i] = i * 4096;
        *map_place(map, (const char *)&keys[i], sizeof keys[i]) = &keys[i];
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t key = i * 4096;
        ck_assert_ptr_eq(map_get(map, (const char *)&key, sizeof key), &keys[i]);
        key++;
        ck_assert_ptr_null(map_get(map, (const char *)&key, sizeof key));
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("map");
    TCase *tests = tcase_create("map");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, an_empty_map_knows_nothing);
    tcase_add_test(tests, a_place_is_made_once_and_holds_null_first);
    tcase_add_test(tests, keys_are_bytes_with_a_length);
    tcase_add_test(tests, many_keys_keep_their_values);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
