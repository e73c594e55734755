#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Known, so that names can be chosen to collide. */
#define SLOTS_DICT_SEED 1
#define SLOTS_IMPLEMENTATION
#include "../../templates/slots_dict.h"
#include "counting_allocator.h"
#include "run_suite.h"
#include "shared_keys.h"

/* record Bag dict { }; Heir : Bag dict { } */
struct bag {
    uintptr_t ext;
};

enum {
    BAGS = 300
};

static slots_keys keys;
static const slots_class bag_class = {
    .name = "Bag", .size = sizeof(struct bag), .align = 8, .open = 1, .keys = &keys};
static const slots_class heir_class = {.name = "Heir",
                                       .base = &bag_class,
                                       .size = sizeof(struct bag),
                                       .align = 8,
                                       .open = 1,
                                       .keys = &keys};
static struct bag bags[BAGS];

static void set_up(void) {
    count_allocations();
    for (int i = 0; i < BAGS; i++) {
        bags[i].ext = slots_dict_none(i % 2 == 0 ? &bag_class : &heir_class);
    }
}

static void tear_down(void) {
    for (int i = 0; i < BAGS; i++) {
        slots_dict_fini(&bag_class, &bags[i]);
    }
    ck_assert_uint_eq(live_bytes, shared_bytes(&keys));
    slots_shutdown();
    ck_assert_uint_eq(live_bytes, 0);
    slots_shutdown();
    slots_set_allocator(NULL);
}

static slots_status set_n(struct bag *bag, const char *name, size_t length, slots_value value) {
    return slots_dict_set(&bag_class, bag, name, length, &value);
}

static void set(struct bag *bag, const char *name, int64_t value) {
    ck_assert_int_eq(set_n(bag, name, strlen(name), slots_int(value)), SLOTS_OK);
}

static void expect(const struct bag *bag, const char *name, int64_t expected) {
    slots_value value = slots_none();
    ck_assert_int_eq(slots_dict_get(&bag_class, bag, name, strlen(name), &value), SLOTS_OK);
    ck_assert_int_eq(value.as.integer, expected);
}

static bool has(const struct bag *bag, const char *name) {
    return slots_dict_has(&bag_class, bag, name, strlen(name));
}

static uint32_t form(const struct bag *bag) {
    ck_assert_uint_eq(bag->ext & 1u, 0);
    return slots_dict_of(bag->ext)->form;
}

static size_t held(const struct bag *bag) {
    return slots_dict_sizeof_deep(&bag_class, bag) - sizeof(*bag);
}

/* A name whose number is i, of another length for each fifth. */
static const char *name_of(int i) {
    static char name[64];
    static const char *const formats[] = {"%d", "name_%d", "a_name_of_%05d", "exactly_16_b%04d",
                                          "an_attribute_with_a_long_name_%d"};
    snprintf(name, sizeof(name), formats[i % 5], i);
    return name;
}

START_TEST(instances_of_a_class_and_its_children_share_the_names) {
    set(&bags[0], "colour", 1);
    const size_t shared = shared_bytes(&keys);
    for (int i = 1; i < BAGS; i++) {
        set(&bags[i], "colour", i);
        ck_assert_uint_eq(form(&bags[i]), SLOTS_DICT_SHARED);
        ck_assert_uint_eq(held(&bags[i]), SLOTS_DICT_FIRST_BYTES);
    }
    ck_assert_uint_eq(shared_bytes(&keys), shared);
    ck_assert_uint_eq(keys.count, 1);
    for (int i = 1; i < BAGS; i++) {
        expect(&bags[i], "colour", i);
    }
}
END_TEST

START_TEST(asking_for_a_name_enters_it_nowhere) {
    set(&bags[0], "colour", 1);
    const size_t live = live_bytes;
    for (int i = 0; i < 1000; i++) {
        ck_assert(!has(&bags[0], name_of(i)));
        ck_assert(!has(&bags[1], name_of(i)));
        ck_assert_int_eq(slots_dict_delete(&bag_class, &bags[0], name_of(i), strlen(name_of(i))),
                         SLOTS_ATTRIBUTE_ERROR);
    }
    ck_assert_uint_eq(live_bytes, live);
    ck_assert_uint_eq(keys.count, 1);
}
END_TEST

START_TEST(past_254_names_instances_have_names_of_their_own) {
    for (int i = 0; i < BAGS; i++) {
        set(&bags[i], name_of(i), i);
        ck_assert_uint_eq(form(&bags[i]), i < SLOTS_KEYS_MOST ? SLOTS_DICT_SHARED : SLOTS_DICT_OWN);
        ck_assert(i < SLOTS_KEYS_MOST || i % 5 >= 3 || held(&bags[i]) == 48);
    }
    ck_assert_uint_eq(keys.count, SLOTS_KEYS_MOST);
    for (int i = 0; i < BAGS; i++) {
        expect(&bags[i], name_of(i), i);
        ck_assert(!has(&bags[i], name_of((i + 1) % BAGS)));
    }
    set(&bags[0], name_of(BAGS), 7);
    ck_assert_uint_eq(form(&bags[0]), SLOTS_DICT_OWN);
    expect(&bags[0], name_of(0), 0);
    expect(&bags[0], name_of(BAGS), 7);
    set(&bags[1], name_of(2), 3);
    ck_assert_uint_eq(form(&bags[1]), SLOTS_DICT_SHARED);
}
END_TEST

START_TEST(past_30_attributes_an_instance_has_a_table_until_nothing_is_left) {
    for (int i = 0; i < 31; i++) {
        set(&bags[0], name_of(i), i);
        ck_assert_uint_eq(form(&bags[0]), i < 30 ? SLOTS_DICT_SHARED : SLOTS_DICT_TABLE);
    }
    ck_assert_uint_eq(keys.count, 30);
    for (int i = 0; i < 31; i++) {
        expect(&bags[0], name_of(i), i);
        ck_assert_int_eq(slots_dict_delete(&bag_class, &bags[0], name_of(i), strlen(name_of(i))),
                         SLOTS_OK);
        ck_assert(i == 30 || form(&bags[0]) == SLOTS_DICT_TABLE);
    }
    ck_assert_uint_eq(bags[0].ext, slots_dict_none(&bag_class));
    set(&bags[0], name_of(0), 1);
    ck_assert_uint_eq(form(&bags[0]), SLOTS_DICT_SHARED);
}
END_TEST

START_TEST(own_names_grow_into_a_table) {
    for (int i = 0; i < SLOTS_KEYS_MOST; i++) {
        set(&bags[i], name_of(i), i);
    }
    for (int i = 0; i < 40; i++) {
        const uint32_t expected = i < SLOTS_DICT_OWN_MOST ? SLOTS_DICT_OWN : SLOTS_DICT_TABLE;
        set(&bags[BAGS - 1], name_of(1000 + i), i);
        ck_assert_uint_eq(form(&bags[BAGS - 1]), expected);
        for (int j = 0; j <= i; j++) {
            expect(&bags[BAGS - 1], name_of(1000 + j), j);
        }
    }
}
END_TEST

START_TEST(equal_does_not_ask_where_the_names_are) {
    for (int i = 0; i < 5; i++) {
        set(&bags[0], name_of(i), i);
    }
    for (int i = 0; i < 40; i++) {
        set(&bags[2], name_of(39 - i), 39 - i);
    }
    for (int i = 39; i >= 5; i--) {
        ck_assert(!slots_dict_equal(&bag_class, &bags[0], &bags[2]));
        ck_assert_int_eq(slots_dict_delete(&bag_class, &bags[2], name_of(i), strlen(name_of(i))),
                         SLOTS_OK);
    }
    ck_assert_uint_eq(form(&bags[2]), SLOTS_DICT_TABLE);
    ck_assert_uint_eq(form(&bags[0]), SLOTS_DICT_SHARED);
    ck_assert(slots_dict_equal(&bag_class, &bags[0], &bags[2]));
    ck_assert(slots_dict_equal(&bag_class, &bags[2], &bags[0]));
    ck_assert_uint_eq(slots_dict_value_hash(&bag_class, &bags[0]),
                      slots_dict_value_hash(&bag_class, &bags[2]));
    ck_assert_int_eq(slots_dict_copy(&bag_class, &bags[0], &bags[2]), SLOTS_OK);
    ck_assert_uint_eq(form(&bags[0]), SLOTS_DICT_TABLE);
    ck_assert(slots_dict_equal(&bag_class, &bags[0], &bags[2]));
}
END_TEST

/* The next name behind number *i that goes to place 0 of so many, by the known seed. */
static const char *colliding(int *i, uint32_t mask) {
    const struct slots_dict_seed seed = {{SLOTS_DICT_SEED, ~(uint64_t)SLOTS_DICT_SEED}, 0};
    static char name[32];
    for (;;) {
        snprintf(name, sizeof(name), "x%d", (*i)++);
        const struct slots_spelling wanted = slots_spell(name, strlen(name));
        if ((slots_dict_hash(&seed, &wanted) & mask) == 0) {
            return name;
        }
    }
}

START_TEST(names_that_were_chosen_to_collide_are_hashed_otherwise) {
    const uint32_t mask = 4095;
    int chosen = 0;
    for (int i = 0; i < 300; i++) {
        set(&bags[0], colliding(&chosen, mask), i);
    }
    const struct slots_dict_table *table = slots_dict_table_of(slots_dict_of(bags[0].ext));
    ck_assert_uint_eq(table->seed.strong, 1);
    chosen = 0;
    for (int i = 0; i < 300; i++) {
        expect(&bags[0], colliding(&chosen, mask), i);
    }
    for (uint32_t i = 0, at = table->entries[299].hash & table->last_place; i < 40; i++) {
        ck_assert_msg(i < 33, "the places are still taken one behind the other");
        if (table->places[at] == 0) {
            break;
        }
        at = (at + i + 1) & table->last_place;
    }
}
END_TEST

START_TEST(shared_names_that_were_chosen_to_collide_are_hashed_otherwise) {
    const uint32_t mask = 511;
    int chosen = 0;
    for (int i = 0; i < SLOTS_KEYS_MOST; i++) {
        set(&bags[i], colliding(&chosen, mask), i);
    }
    ck_assert_uint_eq(keys.count, SLOTS_KEYS_MOST);
    ck_assert_uint_eq(keys.table->seed.strong, 1);
    chosen = 0;
    for (int i = 0; i < SLOTS_KEYS_MOST; i++) {
        expect(&bags[i], colliding(&chosen, mask), i);
    }
}
END_TEST

START_TEST(a_name_that_finds_no_memory_changes_nothing) {
    int failures = 0;
    for (int i = 0; i < 100; i++) {
        struct bag *bag = &bags[i % 3];
        slots_status status = SLOTS_NO_MEMORY;
        for (int at = 1; status == SLOTS_NO_MEMORY; at++) {
            const uintptr_t before = bag->ext;
            const size_t bytes = held(bag);
            fail_at = at;
            status = set_n(bag, name_of(i), strlen(name_of(i)),
                           slots_text("a text that needs a block of its own"));
            fail_at = 0;
            if (status == SLOTS_NO_MEMORY) {
                ck_assert_uint_eq(bag->ext, before);
                ck_assert_uint_eq(held(bag), bytes);
                ck_assert(!has(bag, name_of(i)));
                failures++;
            }
        }
        ck_assert_int_eq(status, SLOTS_OK);
    }
    ck_assert_int_gt(failures, 100);
}
END_TEST

START_TEST(after_a_shutdown_there_are_new_names) {
    set(&bags[0], "first", 1);
    slots_dict_fini(&bag_class, &bags[0]);
    slots_shutdown();
    ck_assert_uint_eq(live_bytes, 0);
    ck_assert_uint_eq(keys.count, 0);
    set(&bags[0], "second", 2);
    ck_assert(!has(&bags[0], "first"));
    expect(&bags[0], "second", 2);
    ck_assert_uint_eq(keys.count, 1);
}
END_TEST

START_TEST(a_name_of_any_length_can_be_an_attribute) {
    enum {
        LENGTH = 70000
    };
    char *name = malloc(LENGTH);
    slots_value value = slots_none();
    memset(name, 'n', LENGTH);
    ck_assert_int_eq(set_n(&bags[0], NULL, 0, slots_int(0)), SLOTS_OK);
    for (size_t length = 1; length <= 25; length++) {
        ck_assert_int_eq(set_n(&bags[0], name, length, slots_uint(length)), SLOTS_OK);
    }
    ck_assert_uint_eq(form(&bags[0]), SLOTS_DICT_SHARED);
    ck_assert_int_eq(set_n(&bags[0], name, LENGTH, slots_uint(LENGTH)), SLOTS_OK);
    ck_assert_uint_eq(form(&bags[0]), SLOTS_DICT_TABLE);
    for (size_t length = 0; length <= 26; length++) {
        slots_status status = slots_dict_get(&bag_class, &bags[0], name, length, &value);
        ck_assert_int_eq(status, length < 26 ? SLOTS_OK : SLOTS_ATTRIBUTE_ERROR);
        ck_assert_uint_eq(value.as.natural, length < 26 ? length : 25);
    }
    name[20] = 'm';
    ck_assert(!slots_dict_has(&bag_class, &bags[0], name, 25));
    name[20] = 'n';
    ck_assert(slots_dict_has(&bag_class, &bags[0], name, LENGTH));
    free(name);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        instances_of_a_class_and_its_children_share_the_names,
        asking_for_a_name_enters_it_nowhere,
        past_254_names_instances_have_names_of_their_own,
        past_30_attributes_an_instance_has_a_table_until_nothing_is_left,
        own_names_grow_into_a_table,
        equal_does_not_ask_where_the_names_are,
        names_that_were_chosen_to_collide_are_hashed_otherwise,
        shared_names_that_were_chosen_to_collide_are_hashed_otherwise,
        a_name_that_finds_no_memory_changes_nothing,
        after_a_shutdown_there_are_new_names,
        a_name_of_any_length_can_be_an_attribute,
    };
    Suite *suite = suite_create("slots_keys");
    TCase *cases = tcase_create("slots_keys");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(cases, tests[i]);
    }
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
