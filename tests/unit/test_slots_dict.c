#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_IMPLEMENTATION
#include "../../templates/slots_dict.h"
#include "counting_allocator.h"
#include "run_suite.h"
#include "shared_keys.h"

/* record Base slots; Open : Base dict; Closed : Open slots; Leaf : Closed dict. */
struct base {
    int64_t id;
    char *title;
};

struct open {
    struct base base;
    uintptr_t ext;
    double x;
    int32_t n;
    char code[4];
};

struct closed {
    struct open base;
    uint64_t level;
};

struct leaf {
    struct closed base;
    char *note;
};

#define FIELD(record, name, type, text, bits, cell)                                                \
    {                                                                                              \
#name, type, NULL, NULL, &record##_class, text, bits, offsetof(struct record, name),       \
            (uint32_t)sizeof(((const struct record *)NULL)->name), 0, cell, SLOTS_ALWAYS, 0, 0,    \
            .flags = 0                                                                             \
    }

static const slots_class base_class;
static const slots_class open_class;
static const slots_class closed_class;
static const slots_class leaf_class;
static slots_keys keys;

static const slots_field base_fields[] = {FIELD(base, id, "i64", NULL, 0, SLOTS_CELL_I64),
                                          FIELD(base, title, "str", NULL, 0, SLOTS_CELL_STR)};
static const slots_field open_fields[] = {FIELD(open, x, "f64", NULL, 0, SLOTS_CELL_F64),
                                          FIELD(open, n, "i32", NULL, 7, SLOTS_CELL_I32),
                                          FIELD(open, code, "char[4]", "abc", 0, SLOTS_CELL_CHARS)};
static const slots_field closed_fields[] = {FIELD(closed, level, "u64", NULL, 0, SLOTS_CELL_U64)};
static const slots_field leaf_fields[] = {FIELD(leaf, note, "str", NULL, 0, SLOTS_CELL_STR)};

#define EXT offsetof(struct open, ext)
static const slots_class base_class = {.name = "Base",
                                       .fields = base_fields,
                                       .field_count = 2,
                                       .size = sizeof(struct base),
                                       .align = 8,
                                       .ext_offset = SLOTS_NO_DICT};
static const slots_class open_class = {.name = "Open",
                                       .base = &base_class,
                                       .fields = open_fields,
                                       .field_count = 3,
                                       .size = sizeof(struct open),
                                       .align = 8,
                                       .ext_offset = EXT,
                                       .deletable_count = 3,
                                       .open = 1,
                                       .keys = &keys};
static const slots_class closed_class = {.name = "Closed",
                                         .base = &open_class,
                                         .fields = closed_fields,
                                         .field_count = 1,
                                         .size = sizeof(struct closed),
                                         .align = 8,
                                         .ext_offset = EXT,
                                         .deletable_count = 3,
                                         .keys = &keys};
static const slots_class leaf_class = {.name = "Leaf",
                                       .base = &closed_class,
                                       .fields = leaf_fields,
                                       .field_count = 1,
                                       .size = sizeof(struct leaf),
                                       .align = 8,
                                       .ext_offset = EXT,
                                       .deletable_count = 4,
                                       .open = 1,
                                       .keys = &keys};

static struct leaf leaf;
static const slots_class *seen_as; /* the static class of every call */

static void set_up(void) {
    count_allocations();
    memset(&leaf, 0, sizeof(leaf));
    leaf.base.base.ext = slots_dict_none(&leaf_class);
    for (const slots_class *type = &leaf_class; type != NULL; type = type->base) {
        for (uint32_t i = 0; i < type->field_count; i++) {
            slots_cell_reset(&type->fields[i], &leaf);
        }
    }
    seen_as = &leaf_class;
}

static void tear_down(void) {
    slots_dict_fini(seen_as, &leaf);
    ck_assert_uint_eq(live_bytes, shared_bytes(&keys));
    slots_shutdown();
    ck_assert_uint_eq(live_bytes, 0);
    ck_assert_uint_eq(leaf.base.base.ext, slots_dict_none(&leaf_class));
    slots_dict_fini(seen_as, &leaf);
    slots_set_allocator(NULL);
}

static slots_status set(const char *name, slots_value value) {
    return slots_dict_set(seen_as, &leaf, name, strlen(name), &value);
}

static slots_status delete_name(const char *name) {
    return slots_dict_delete(seen_as, &leaf, name, strlen(name));
}

static bool has(const char *name) {
    return slots_dict_has(seen_as, &leaf, name, strlen(name));
}

static slots_value get(const char *name) {
    slots_value value = slots_none();
    slots_status status = slots_dict_get(seen_as, &leaf, name, strlen(name), &value);
    ck_assert_msg(status == SLOTS_OK, "%s is not there", name);
    return value;
}

/* Compares dir with names between blanks. */
static void expect_dir(const char *expected) {
    const char *names[64];
    char text[1024] = "";
    size_t count = slots_dict_dir(seen_as, &leaf, names, 64);
    for (size_t i = 0; i < count; i++) {
        strncat(text, i > 0 ? " " : "", sizeof(text) - strlen(text) - 1);
        strncat(text, names[i], sizeof(text) - strlen(text) - 1);
    }
    ck_assert_str_eq(text, expected);
    ck_assert_uint_eq(slots_dict_dir(seen_as, &leaf, NULL, 0), count);
}

static size_t deep(void) {
    size_t bytes = slots_dict_sizeof_deep(seen_as, &leaf);
    ck_assert_uint_eq(bytes + shared_bytes(&keys), sizeof(leaf) + live_bytes);
    return bytes;
}

static void expect_idle(void) {
    ck_assert_uint_eq(leaf.base.base.ext, slots_dict_none(&leaf_class));
}

START_TEST(a_new_object_has_its_declared_fields_and_no_table) {
    expect_dir("id title level x n code note");
    ck_assert_uint_eq(deep(), sizeof(leaf));
    ck_assert_uint_eq(slots_dict_sizeof(seen_as, &leaf), sizeof(leaf));
    ck_assert_int_eq(get("n").as.integer, 7);
    ck_assert_str_eq(get("code").as.text.bytes, "abc");
    ck_assert(!has("missing"));
    ck_assert_int_eq(delete_name("missing"), SLOTS_ATTRIBUTE_ERROR);
    expect_idle();
}
END_TEST

START_TEST(a_dynamic_attribute_takes_any_kind) {
    static const double reals[] = {1, 2, 3};
    static const char large[] = "a text that is longer than an entry holds";
    ck_assert_int_eq(set("none", slots_none()), SLOTS_OK);
    ck_assert_int_eq(set("bool", slots_bool(true)), SLOTS_OK);
    ck_assert_int_eq(set("int", slots_int(INT64_MIN)), SLOTS_OK);
    ck_assert_int_eq(set("uint", slots_uint(UINT64_MAX)), SLOTS_OK);
    ck_assert_int_eq(set("float", slots_float(0.25)), SLOTS_OK);
    ck_assert_int_eq(set("text", slots_text("short")), SLOTS_OK);
    ck_assert_int_eq(set("large", slots_text(large)), SLOTS_OK);
    ck_assert_int_eq(set("null", slots_text(NULL)), SLOTS_OK);
    ck_assert_int_eq(set("bytes", slots_bytes("a\0b", 3)), SLOTS_OK);
    ck_assert_int_eq(set("ref", slots_ref(&base_class, &leaf)), SLOTS_OK);
    ck_assert_int_eq(set("reals", slots_array(SLOTS_FLOAT, 8, reals, 3)), SLOTS_OK);
    ck_assert_int_eq(set("empty", slots_array(SLOTS_INT, 4, NULL, 0)), SLOTS_OK);
    ck_assert_uint_eq(get("none").kind, SLOTS_NONE);
    ck_assert(get("bool").kind == SLOTS_BOOL && get("bool").as.boolean);
    ck_assert_int_eq(get("int").as.integer, INT64_MIN);
    ck_assert_uint_eq(get("uint").as.natural, UINT64_MAX);
    ck_assert_double_eq(get("float").as.real, 0.25);
    ck_assert_str_eq(get("text").as.text.bytes, "short");
    ck_assert_str_eq(get("large").as.text.bytes, large);
    ck_assert(get("large").as.text.bytes != large);
    ck_assert(get("null").kind == SLOTS_TEXT && get("null").as.text.bytes == NULL);
    ck_assert_uint_eq(get("bytes").as.bytes.length, 3);
    ck_assert_mem_eq(get("bytes").as.bytes.bytes, "a\0b", 3);
    ck_assert_ptr_eq(get("ref").as.ref.type, &base_class);
    ck_assert_ptr_eq(get("ref").as.ref.pointer, &leaf);
    ck_assert_uint_eq(get("reals").as.array.kind, SLOTS_FLOAT);
    ck_assert_uint_eq(get("reals").as.array.size, 8);
    ck_assert_uint_eq(get("reals").as.array.count, 3);
    ck_assert_mem_eq(get("reals").as.array.items, reals, sizeof(reals));
    ck_assert_uint_eq(get("empty").as.array.count, 0);
    deep();
}
END_TEST

START_TEST(an_array_of_anything_but_numbers_is_refused) {
    static const uint64_t items[] = {0};
    ck_assert_int_eq(set("a", slots_array(SLOTS_TEXT, 8, items, 1)), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(set("a", slots_array(SLOTS_INT, 3, items, 1)), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(set("a", slots_array(SLOTS_INT, 0, items, 1)), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(set("a", slots_array(SLOTS_FLOAT, 2, items, 1)), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(set("a", slots_array(SLOTS_BOOL, 4, items, 1)), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(set("a", slots_array(SLOTS_INT, 8, items, SIZE_MAX / 2)), SLOTS_NO_MEMORY);
    expect_idle();
}
END_TEST

START_TEST(replacing_keeps_the_place_and_may_change_the_type) {
    ck_assert_int_eq(set("a", slots_int(1)), SLOTS_OK);
    ck_assert_int_eq(set("b", slots_int(2)), SLOTS_OK);
    ck_assert_int_eq(set("a", slots_text("a text of more than fifteen bytes")), SLOTS_OK);
    expect_dir("id title level x n code note a b");
    ck_assert_int_eq(set("a", slots_float(1)), SLOTS_OK);
    ck_assert_uint_eq(get("a").kind, SLOTS_FLOAT);
    ck_assert_uint_eq(deep(), sizeof(leaf) + 72);
}
END_TEST

START_TEST(a_declared_field_keeps_its_type) {
    ck_assert_int_eq(set("x", slots_int(2)), SLOTS_OK);
    ck_assert_double_eq(leaf.base.base.x, 2);
    ck_assert_int_eq(set("x", slots_text("2")), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(set("n", slots_int(INT64_MAX)), SLOTS_RANGE_ERROR);
    ck_assert_int_eq(set("code", slots_text("abcd")), SLOTS_TOO_LONG);
    ck_assert_int_eq(delete_name("n"), SLOTS_OK);
    ck_assert_int_eq(set("n", slots_float(1)), SLOTS_TYPE_ERROR);
    ck_assert(!has("n"));
    ck_assert_int_eq(leaf.base.base.n, 7);
}
END_TEST

START_TEST(a_fixed_cell_cannot_be_deleted) {
    ck_assert_int_eq(delete_name("id"), SLOTS_NOT_OPTIONAL);
    ck_assert_int_eq(delete_name("title"), SLOTS_NOT_OPTIONAL);
    ck_assert_int_eq(delete_name("level"), SLOTS_NOT_OPTIONAL);
    expect_idle();
}
END_TEST

START_TEST(a_deleted_field_holds_its_default_and_comes_back_at_the_end) {
    slots_value value = slots_none();
    ck_assert_int_eq(set("n", slots_int(3)), SLOTS_OK);
    ck_assert_int_eq(set("note", slots_text("owned")), SLOTS_OK);
    ck_assert_int_eq(set("a", slots_int(1)), SLOTS_OK);
    ck_assert_int_eq(delete_name("n"), SLOTS_OK);
    ck_assert_int_eq(delete_name("note"), SLOTS_OK);
    ck_assert_int_eq(leaf.base.base.n, 7);
    ck_assert_ptr_null(leaf.note);
    ck_assert(!has("n"));
    ck_assert_int_eq(slots_dict_get(seen_as, &leaf, "n", 1, &value), SLOTS_ATTRIBUTE_ERROR);
    ck_assert_int_eq(delete_name("n"), SLOTS_ATTRIBUTE_ERROR);
    expect_dir("id title level x code a");
    ck_assert_int_eq(set("n", slots_int(4)), SLOTS_OK);
    ck_assert_int_eq(get("n").as.integer, 4);
    ck_assert_int_eq(set("b", slots_int(1)), SLOTS_OK);
    ck_assert_int_eq(set("note", slots_text("new")), SLOTS_OK);
    expect_dir("id title level x code a n b note");
    ck_assert_int_eq(delete_name("n"), SLOTS_OK);
    ck_assert_int_eq(leaf.base.base.n, 7);
    expect_dir("id title level x code a b note");
    deep();
}
END_TEST

START_TEST(a_typed_setter_makes_a_deleted_field_present_without_memory) {
    uintptr_t *ext = &leaf.base.base.ext;
    ck_assert_int_eq(slots_dict_present(ext, 1), SLOTS_OK);
    expect_idle();
    ck_assert_int_eq(delete_name("x"), SLOTS_OK);
    ck_assert_int_eq(delete_name("n"), SLOTS_OK);
    ck_assert_int_eq(delete_name("note"), SLOTS_OK);
    for (int i = 0; i < 40; i++) {
        char name[] = {(char)('A' + i), '\0'};
        ck_assert_int_eq(set(name, slots_int(i)), SLOTS_OK);
    }
    const char *borrowed = NULL;
    ck_assert_int_eq(set("A", slots_text("lent")), SLOTS_OK);
    ck_assert_int_eq(slots_as_text(get("A"), &borrowed), SLOTS_OK);
    fail_at = 1;
    ck_assert_int_eq(slots_dict_present(ext, 3), SLOTS_OK);
    ck_assert_int_eq(slots_dict_present(ext, 3), SLOTS_OK);
    ck_assert_int_eq(slots_dict_present(ext, 2), SLOTS_OK);
    ck_assert_int_eq(slots_dict_present(ext, 0), SLOTS_OK);
    fail_at = 0;
    ck_assert_ptr_eq(get("A").as.text.bytes, borrowed);
    ck_assert(has("note") && has("x") && !has("n") && has("code"));
}
END_TEST

START_TEST(an_upcast_sees_the_whole_object) {
    seen_as = &open_class;
    ck_assert_int_eq(set("note", slots_text("a")), SLOTS_OK);
    ck_assert_str_eq(leaf.note, "a");
    ck_assert_int_eq(set("level", slots_int(5)), SLOTS_OK);
    ck_assert_uint_eq(leaf.base.level, 5);
    ck_assert_int_eq(set("a", slots_int(1)), SLOTS_OK);
    ck_assert_int_eq(delete_name("level"), SLOTS_NOT_OPTIONAL);
    ck_assert_int_eq(delete_name("note"), SLOTS_OK);
    expect_dir("id title level x n code a");
    seen_as = &leaf_class;
    ck_assert(has("a") && !has("note"));
    ck_assert(slots_cells_has(&base_class, &leaf, "id", 2));
    ck_assert(!slots_cells_has(&base_class, &leaf, "a", 1));
    ck_assert_int_eq(set("note", slots_text("freed through the upcast")), SLOTS_OK);
    seen_as = &closed_class;
    ck_assert_uint_eq(slots_dict_sizeof(seen_as, &leaf), sizeof(leaf));
}
END_TEST

START_TEST(the_table_goes_when_it_says_no_more_than_the_class) {
    ck_assert_int_eq(set("a", slots_int(1)), SLOTS_OK);
    ck_assert_uint_eq(deep(), sizeof(leaf) + SLOTS_DICT_FIRST_BYTES);
    ck_assert_int_eq(delete_name("a"), SLOTS_OK);
    expect_idle();
    ck_assert_int_eq(delete_name("note"), SLOTS_OK);
    ck_assert_int_eq(set("note", slots_text(NULL)), SLOTS_OK);
    expect_idle();
    ck_assert_int_eq(delete_name("code"), SLOTS_OK);
    ck_assert_int_eq(set("code", slots_text("")), SLOTS_OK);
    expect_dir("id title level x n note code");
    ck_assert_int_eq(delete_name("note"), SLOTS_OK);
    ck_assert_int_eq(set("a", slots_int(1)), SLOTS_OK);
    ck_assert_int_eq(set("note", slots_text(NULL)), SLOTS_OK);
    expect_dir("id title level x n code a note");
    ck_assert_int_eq(delete_name("a"), SLOTS_OK);
    expect_idle();
}
END_TEST

static void name_of(char *name, size_t size, int i) {
    snprintf(name, size, i % 2 == 0 ? "%d" : "an attribute of a longer name %d", i);
}

/* All that can be seen of the object, as text. */
static void describe(char *text, size_t size) {
    const char *names[64];
    size_t count = slots_dict_dir(seen_as, &leaf, names, 64);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        slots_value value = get(names[i]);
        const char *bytes = value.kind == SLOTS_TEXT ? value.as.text.bytes : NULL;
        int64_t number = value.kind == SLOTS_INT ? value.as.integer : 0;
        at += (size_t)snprintf(text + at, size - at, "%s=%u:%d:%s ", names[i], value.kind,
                               (int)number, bytes != NULL ? bytes : "-");
    }
}

/* Fails each allocation of a call in turn, until it comes through. */
static void fail_each(const char *name, bool remove, slots_value value) {
    char before[4096];
    char after[4096];
    slots_status status = SLOTS_NO_MEMORY;
    for (int i = 1; status == SLOTS_NO_MEMORY; i++) {
        describe(before, sizeof(before));
        fail_at = i;
        status = remove ? delete_name(name) : set(name, value);
        fail_at = 0;
        describe(after, sizeof(after));
        deep();
        if (status == SLOTS_NO_MEMORY) {
            ck_assert_str_eq(before, after);
        }
    }
    ck_assert_int_eq(status, SLOTS_OK);
}

START_TEST(no_failing_allocation_changes_the_object) {
    static const char text[] = "a text that is longer than an entry holds";
    char name[64];
    fail_each("title", false, slots_text(text));
    fail_each("n", true, slots_none());
    for (int i = 0; i < 40; i++) {
        name_of(name, sizeof(name), i);
        fail_each(name, false, i % 3 == 0 ? slots_text(text) : slots_int(i));
    }
    fail_each("x", true, slots_none());
    fail_each("0", false, slots_bytes(text, sizeof(text)));
    fail_each("note", true, slots_none());
    fail_each("note", false, slots_text(text));
    fail_each("n", false, slots_int(1));
    for (int i = 0; i < 40; i++) {
        name_of(name, sizeof(name), i);
        fail_at = 1; /* a table that cannot shrink stays as it is */
        ck_assert_int_eq(delete_name(name), SLOTS_OK);
        deep();
    }
    fail_at = 0;
    expect_dir("id title level code note n");
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_new_object_has_its_declared_fields_and_no_table,
        a_dynamic_attribute_takes_any_kind,
        an_array_of_anything_but_numbers_is_refused,
        replacing_keeps_the_place_and_may_change_the_type,
        a_declared_field_keeps_its_type,
        a_fixed_cell_cannot_be_deleted,
        a_deleted_field_holds_its_default_and_comes_back_at_the_end,
        a_typed_setter_makes_a_deleted_field_present_without_memory,
        an_upcast_sees_the_whole_object,
        the_table_goes_when_it_says_no_more_than_the_class,
        no_failing_allocation_changes_the_object,
    };
    Suite *suite = suite_create("slots_dict");
    TCase *cases = tcase_create("slots_dict");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(cases, tests[i]);
    }
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
