#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/mem.h"
#include "../../generator/value.h"
#include "run_suite.h"

static struct mem *mem;
static struct value_keys *keys;

static void set_up(void) {
    mem = mem_new();
    keys = value_keys_new(mem);
}

static void tear_down(void) {
    mem_free(mem);
}

static uint32_t key_of(const char *name) {
    return value_key(keys, name, strlen(name));
}

START_TEST(one_name_has_one_key) {
    uint32_t offset = key_of("offset");
    uint32_t size = key_of("size");
    ck_assert_uint_ne(offset, size);
    ck_assert_uint_eq(key_of("offset"), offset);
    ck_assert_uint_eq(value_key(keys, "offset_of", 6), offset);
    ck_assert_str_eq(value_key_name(keys, offset), "offset");
    ck_assert_str_eq(value_key_name(keys, size), "size");
}
END_TEST

START_TEST(a_key_name_outlives_the_bytes_it_was_made_from) {
    char name[] = "align";
    uint32_t key = key_of(name);
    memset(name, '-', sizeof name - 1);
    ck_assert_str_eq(value_key_name(keys, key), "align");
    ck_assert_uint_eq(key_of("align"), key);
}
END_TEST

START_TEST(a_key_may_be_empty_or_hold_any_bytes) {
    uint32_t empty = key_of("");
    uint32_t bytes = value_key(keys, "a\0b", 3);
    ck_assert_uint_ne(empty, bytes);
    ck_assert_uint_eq(key_of(""), empty);
    ck_assert_uint_ne(key_of("a"), bytes);
}
END_TEST

START_TEST(an_object_keeps_its_members_in_the_order_of_adding) {
    struct value object = value_object(mem);
    value_set(&object, key_of("zeta"), value_integer(1));
    value_set(&object, key_of("alpha"), value_integer(2));
    ck_assert_uint_eq(object.as.object->count, 2);
    ck_assert_str_eq(value_key_name(keys, object.as.object->keys[0]), "zeta");
    ck_assert_str_eq(value_key_name(keys, object.as.object->keys[1]), "alpha");
    ck_assert_int_eq(object.as.object->members[1].as.integer, 2);
}
END_TEST

START_TEST(a_member_that_is_set_again_is_replaced_in_its_place) {
    struct value object = value_object(mem);
    value_set(&object, key_of("a"), value_integer(1));
    value_set(&object, key_of("b"), value_integer(2));
    value_set(&object, key_of("a"), value_string("new"));
    ck_assert_uint_eq(object.as.object->count, 2);
    ck_assert_str_eq(object.as.object->members[0].as.text.bytes, "new");
}
END_TEST

START_TEST(keys_that_share_a_bit_of_the_mask_are_told_apart) {
    struct value object = value_object(mem);
    for (uint32_t key = 0; key < 1000; key += 2) {
        value_set(&object, key, value_integer(key));
    }
    for (uint32_t key = 0; key < 1000; key++) {
        const struct value *member = value_get(&object, key);
        if (key % 2 == 1) {
            ck_assert_ptr_null(member);
        } else {
            ck_assert_int_eq(member->as.integer, key);
        }
    }
}
END_TEST

START_TEST(only_an_object_has_members) {
    struct value values[] = {value_null(),      value_bool(true), value_integer(1), value_real(0.5),
                             value_string("a"), value_list(mem),  value_object(mem)};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        ck_assert_ptr_null(value_get(&values[i], key_of("a")));
    }
}
END_TEST

START_TEST(an_absent_string_is_null) {
    ck_assert_int_eq(value_string(NULL).kind, VALUE_NULL);
    struct value text = value_string("abc");
    ck_assert_int_eq(text.kind, VALUE_TEXT);
    ck_assert_uint_eq(text.as.text.length, 3);
    ck_assert_uint_eq(value_text("a\0b", 3).as.text.length, 3);
}
END_TEST

START_TEST(a_list_keeps_what_is_appended) {
    struct value list = value_list(mem);
    ck_assert_uint_eq(list.as.list->count, 0);
    for (int i = 0; i < 100; i++) {
        value_append(mem, &list, value_integer(i));
    }
    ck_assert_uint_eq(list.as.list->count, 100);
    for (int i = 0; i < 100; i++) {
        ck_assert_int_eq(list.as.list->items[i].as.integer, i);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("value");
    TCase *values = tcase_create("value");
    tcase_add_checked_fixture(values, set_up, tear_down);
    tcase_add_test(values, one_name_has_one_key);
    tcase_add_test(values, a_key_name_outlives_the_bytes_it_was_made_from);
    tcase_add_test(values, a_key_may_be_empty_or_hold_any_bytes);
    tcase_add_test(values, an_object_keeps_its_members_in_the_order_of_adding);
    tcase_add_test(values, a_member_that_is_set_again_is_replaced_in_its_place);
    tcase_add_test(values, keys_that_share_a_bit_of_the_mask_are_told_apart);
    tcase_add_test(values, only_an_object_has_members);
    tcase_add_test(values, an_absent_string_is_null);
    tcase_add_test(values, a_list_keeps_what_is_appended);
    suite_add_tcase(suite, values);
    return run_suite(suite);
}
