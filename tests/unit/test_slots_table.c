#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_IMPLEMENTATION
#include "../../templates/slots_dict.h"
#include "counting_allocator.h"
#include "run_suite.h"

/* record Bag dict { } */
static struct bag { uintptr_t ext; } bag;

static const slots_class bag_class = {
    .name = "Bag", .size = sizeof(struct bag), .align = 8, .open = 1};

static void set_up(void) {
    count_allocations();
    bag.ext = slots_dict_none(&bag_class);
}

static void tear_down(void) {
    slots_dict_fini(&bag_class, &bag);
    ck_assert_uint_eq(live_bytes, 0);
    slots_set_allocator(NULL);
}

static slots_status set_n(const char *name, size_t length, slots_value value) {
    return slots_dict_set(&bag_class, &bag, name, length, &value);
}

static slots_status set(const char *name, slots_value value) {
    return set_n(name, strlen(name), value);
}

static slots_status delete_name(const char *name) {
    return slots_dict_delete(&bag_class, &bag, name, strlen(name));
}

static bool has(const char *name) {
    return slots_dict_has(&bag_class, &bag, name, strlen(name));
}

static slots_value get(const char *name) {
    slots_value value = slots_none();
    slots_status status = slots_dict_get(&bag_class, &bag, name, strlen(name), &value);
    ck_assert_msg(status == SLOTS_OK, "%s is not there", name);
    return value;
}

static size_t deep(void) {
    size_t bytes = slots_dict_sizeof_deep(&bag_class, &bag);
    ck_assert_uint_eq(bytes, sizeof(bag) + live_bytes);
    return bytes;
}

static void expect_idle(void) {
    ck_assert_uint_eq(bag.ext, slots_dict_none(&bag_class));
}

static void name_of(char *name, size_t size, int i) {
    snprintf(name, size, i % 2 == 0 ? "%d" : "an attribute of a longer name %d", i);
}

START_TEST(a_hundred_thousand_attributes_come_and_go) {
    enum {
        COUNT = 100000
    };
    const char **names = malloc((COUNT) * sizeof(*names));
    char name[64];
    for (int i = 0; i < COUNT; i++) {
        name_of(name, sizeof(name), i);
        ck_assert_int_eq(set(name, slots_int(i)), SLOTS_OK);
    }
    ck_assert_uint_eq(slots_dict_dir(&bag_class, &bag, names, COUNT), COUNT);
    for (int i = 0; i < COUNT; i++) {
        name_of(name, sizeof(name), i);
        ck_assert_str_eq(names[i], name);
        ck_assert_int_eq(get(name).as.integer, i);
    }
    free(names);
    ck_assert_uint_lt(deep() / COUNT, 100);
    for (int i = 0; i < COUNT; i++) {
        name_of(name, sizeof(name), i * 7 % COUNT);
        ck_assert_int_eq(delete_name(name), SLOTS_OK);
        ck_assert(!has(name));
        if (i == COUNT - 10) {
            ck_assert_uint_lt(deep(), 4096);
        }
    }
    expect_idle();
}
END_TEST

START_TEST(a_queue_of_attributes_needs_no_more_memory_once_it_is_full) {
    char name[64];
    for (int i = 0; i < 20000; i++) {
        snprintf(name, sizeof(name), "%d", i);
        fail_at = i > 100 ? 1 : 0;
        ck_assert_int_eq(set(name, slots_int(i)), SLOTS_OK);
        if (i >= 11) {
            snprintf(name, sizeof(name), "%d", i - 11);
            ck_assert_int_eq(delete_name(name), SLOTS_OK);
        }
    }
    ck_assert_uint_lt(deep(), 1100);
}
END_TEST

START_TEST(a_missing_name_is_never_stored) {
    char name[64];
    ck_assert_int_eq(set("a", slots_int(1)), SLOTS_OK);
    size_t before = deep();
    for (int i = 0; i < 1000; i++) {
        name_of(name, sizeof(name), i);
        ck_assert(!has(name));
        ck_assert_int_eq(delete_name(name), SLOTS_ATTRIBUTE_ERROR);
    }
    ck_assert_uint_eq(deep(), before);
}
END_TEST

START_TEST(a_name_may_be_empty_hold_any_bytes_or_be_long) {
    enum {
        LENGTH = 70000
    };
    char *name = malloc(LENGTH);
    slots_value value = slots_none();
    memset(name, 'n', LENGTH);
    ck_assert_int_eq(set_n(NULL, 0, slots_int(1)), SLOTS_OK);
    ck_assert_int_eq(set_n("a\0b", 3, slots_int(2)), SLOTS_OK);
    ck_assert_int_eq(set_n("n\0", 2, slots_int(3)), SLOTS_OK);
    ck_assert_int_eq(set_n(name, LENGTH, slots_int(4)), SLOTS_OK);
    ck_assert_int_eq(set_n(name, LENGTH - 1, slots_int(5)), SLOTS_OK);
    ck_assert_int_eq(get("").as.integer, 1);
    ck_assert(!has("n"));
    ck_assert(!has("a"));
    ck_assert_int_eq(slots_dict_get(&bag_class, &bag, "a\0b", 3, &value), SLOTS_OK);
    ck_assert_int_eq(value.as.integer, 2);
    ck_assert_int_eq(slots_dict_get(&bag_class, &bag, name, LENGTH, &value), SLOTS_OK);
    ck_assert_int_eq(value.as.integer, 4);
    free(name);
}
END_TEST

START_TEST(a_borrowed_value_outlives_the_growth_that_it_causes) {
    char name[64] = "";
    ck_assert_int_eq(set("", slots_text("short")), SLOTS_OK);
    for (int i = 0; i < 1000; i++) {
        slots_value value = get(name);
        name_of(name, sizeof(name), i);
        ck_assert_int_eq(set(name, value), SLOTS_OK);
        ck_assert_str_eq(get(name).as.text.bytes, "short");
    }
    ck_assert_int_eq(set("long", slots_text("a text that is longer than an entry")), SLOTS_OK);
    slots_value value = get("long");
    value.as.text.bytes += 7;
    value.as.text.length -= 7;
    ck_assert_int_eq(set("long", value), SLOTS_OK);
    ck_assert_str_eq(get("long").as.text.bytes, "that is longer than an entry");
    ck_assert_int_eq(set("other", get("long")), SLOTS_OK);
    ck_assert_str_eq(get("other").as.text.bytes, "that is longer than an entry");
}
END_TEST

START_TEST(a_class_may_have_many_fields_that_can_be_deleted) {
    enum {
        COUNT = 150
    };
    static struct {
        uintptr_t ext;
        uint8_t cells[COUNT];
    } wide;
    static slots_field fields[COUNT];
    static char texts[COUNT][32];
    const slots_class type = {.name = "Wide",
                              .fields = fields,
                              .field_count = COUNT,
                              .size = sizeof(wide),
                              .align = 8,
                              .deletable_count = COUNT,
                              .open = 1};
    const char *names[COUNT];
    for (int i = 0; i < COUNT; i++) {
        int length = snprintf(texts[i], 32, i % 2 == 0 ? "f%d" : "a_longer_field_name_%d", i);
        ck_assert_int_gt(length, 0);
        fields[i].name = texts[i];
        fields[i].type = "u8";
        fields[i].offset = (uint32_t)(sizeof(uintptr_t) + (size_t)i);
        fields[i].size = 1;
        fields[i].cell = SLOTS_CELL_U8;
        fields[i].presence = SLOTS_ALWAYS;
        fields[i].owner = &type;
    }
    wide.ext = slots_dict_none(&type);
    for (int i = 0; i < COUNT; i += 3) {
        ck_assert_int_eq(slots_dict_delete(&type, &wide, texts[i], strlen(texts[i])), SLOTS_OK);
    }
    for (int i = 0; i < COUNT; i++) {
        ck_assert(slots_dict_has(&type, &wide, texts[i], strlen(texts[i])) == (i % 3 != 0));
    }
    ck_assert_uint_eq(slots_dict_dir(&type, &wide, names, COUNT), COUNT - COUNT / 3);
    for (int i = COUNT - 3; i >= 0; i -= 3) {
        ck_assert_int_eq(slots_dict_present(&wide.ext, (uint32_t)i), SLOTS_OK);
    }
    ck_assert_uint_eq(slots_dict_dir(&type, &wide, names, COUNT), COUNT);
    ck_assert_str_eq(names[COUNT - 1], "f0");
    ck_assert_str_eq(names[COUNT - COUNT / 3], texts[COUNT - 3]);
    slots_dict_fini(&type, &wide);
    ck_assert_uint_eq(wide.ext, slots_dict_none(&type));
}
END_TEST

/* The expected numbers are CPython 3.11's hash(bytes) under PYTHONHASHSEED=0. */
START_TEST(the_hash_is_siphash_1_3) {
    static const uint64_t seed[2] = {0, 0};
    char bytes[40];
    for (int i = 0; i < 40; i++) {
        bytes[i] = (char)(i + 1);
    }
    ck_assert_uint_eq(slots_dict_siphash(seed, bytes, 1), UINT64_C(0x44bc103b1f8540ed));
    ck_assert_uint_eq(slots_dict_siphash(seed, bytes, 7), UINT64_C(0xb1cd85cc334196fa));
    ck_assert_uint_eq(slots_dict_siphash(seed, bytes, 8), UINT64_C(0x884ccc87cb0e5fb0));
    ck_assert_uint_eq(slots_dict_siphash(seed, bytes, 23), UINT64_C(0xd0d53b83a76c9e04));
    ck_assert_uint_eq(slots_dict_siphash(seed, bytes, 40), UINT64_C(0xc6ca83093413bf3c));
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_hundred_thousand_attributes_come_and_go,
        a_queue_of_attributes_needs_no_more_memory_once_it_is_full,
        a_missing_name_is_never_stored,
        a_name_may_be_empty_hold_any_bytes_or_be_long,
        a_borrowed_value_outlives_the_growth_that_it_causes,
        a_class_may_have_many_fields_that_can_be_deleted,
        the_hash_is_siphash_1_3,
    };
    Suite *suite = suite_create("slots_table");
    TCase *cases = tcase_create("slots_table");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(cases, tests[i]);
    }
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
