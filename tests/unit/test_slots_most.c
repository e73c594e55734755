#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The most attributes that an object can have, lowered so that a test can reach it. */
#define SLOTS_DICT_MOST 64u
#define SLOTS_IMPLEMENTATION
#include "../../templates/slots_dict.h"
#include "counting_allocator.h"
#include "run_suite.h"

/* record Bag dict { x: u8; y: u8; } */
static struct bag {
    uintptr_t ext;
    uint8_t x;
    uint8_t y;
} bag;

static const slots_class bag_class;
static const slots_field fields[] = {
    {.name = "x",
     .type = "u8",
     .owner = &bag_class,
     .offset = offsetof(struct bag, x),
     .size = 1,
     .cell = SLOTS_CELL_U8,
     .presence = SLOTS_ALWAYS},
    {.name = "y",
     .type = "u8",
     .owner = &bag_class,
     .offset = offsetof(struct bag, y),
     .size = 1,
     .cell = SLOTS_CELL_U8,
     .presence = SLOTS_ALWAYS},
};
static const slots_class bag_class = {.name = "Bag",
                                      .fields = fields,
                                      .field_count = 2,
                                      .size = sizeof(struct bag),
                                      .align = 8,
                                      .deletable_count = 2,
                                      .open = 1};

static void set_up(void) {
    count_allocations();
    bag.ext = slots_dict_none(&bag_class);
}

static void tear_down(void) {
    slots_dict_fini(&bag_class, &bag);
    ck_assert_uint_eq(live_bytes, 0);
    slots_set_allocator(NULL);
}

static slots_status set(int i) {
    char name[16];
    snprintf(name, sizeof(name), "k%d", i);
    const slots_value value = slots_int(i);
    return slots_dict_set(&bag_class, &bag, name, strlen(name), &value);
}

static void drop(int i) {
    char name[16];
    snprintf(name, sizeof(name), "k%d", i);
    ck_assert_int_eq(slots_dict_delete(&bag_class, &bag, name, strlen(name)), SLOTS_OK);
}

static void drop_field(const char *name) {
    ck_assert_int_eq(slots_dict_delete(&bag_class, &bag, name, 1), SLOTS_OK);
}

static const struct slots_dict_table *table(void) {
    ck_assert_uint_eq(slots_dict_of(bag.ext)->form, SLOTS_DICT_TABLE);
    return slots_dict_table_of(slots_dict_of(bag.ext));
}

START_TEST(a_table_of_the_most_attributes_takes_one_more_for_each_that_goes) {
    for (int i = 0; i < 64; i++) {
        ck_assert_int_eq(set(i), SLOTS_OK);
    }
    ck_assert_int_eq(set(64), SLOTS_NO_MEMORY);
    for (int i = 0; i < 200; i++) {
        drop(i);
        ck_assert_int_eq(set(i + 64), SLOTS_OK);
        ck_assert_int_eq(set(-1), SLOTS_NO_MEMORY);
        ck_assert_uint_le(table()->used, table()->capacity);
    }
}
END_TEST

/* A dead place is taken again, so that a search for the name stays as short as it was. */
START_TEST(a_name_that_comes_and_goes_is_found_as_soon) {
    for (int i = 0; i < 20; i++) {
        ck_assert_int_eq(set(i), SLOTS_OK);
    }
    for (int i = 0; i < 1000; i++) {
        drop(7);
        ck_assert_int_eq(set(7), SLOTS_OK);
    }
    ck_assert_uint_eq(table()->seed.strong, 0);
    uint32_t taken = 0;
    for (uint32_t i = 0; i <= table()->last_place; i++) {
        taken += table()->places[i] != 0 ? 1 : 0;
    }
    ck_assert_uint_le(taken, 20);
}
END_TEST

/* A full table grows once, instead of being gathered at each turn. */
START_TEST(fields_that_come_and_go_get_room) {
    drop_field("x");
    ck_assert_int_eq(slots_dict_present(&bag.ext, 0), SLOTS_OK);
    drop_field("x");
    drop_field("y");
    for (int i = 0; i < 10 || table()->used + 2 < table()->capacity; i++) {
        ck_assert_int_eq(set(i), SLOTS_OK);
    }
    ck_assert_int_eq(slots_dict_present(&bag.ext, 0), SLOTS_OK);
    ck_assert_int_eq(slots_dict_present(&bag.ext, 1), SLOTS_OK);
    drop_field("x");
    ck_assert_uint_lt(table()->used + slots_dict_deleted(slots_dict_of(bag.ext)),
                      table()->capacity);
    ck_assert_int_eq(slots_dict_present(&bag.ext, 0), SLOTS_OK);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_table_of_the_most_attributes_takes_one_more_for_each_that_goes,
        a_name_that_comes_and_goes_is_found_as_soon,
        fields_that_come_and_go_get_room,
    };
    Suite *suite = suite_create("slots_most");
    TCase *cases = tcase_create("slots_most");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(cases, tests[i]);
    }
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
