/* Copying, comparing, hashing and formatting of whole records, and each allocation failing once. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_IMPLEMENTATION
#include "../../templates/slots_dict.h"
#include "counting_allocator.h"
#include "run_suite.h"
#include "shared_keys.h"

/* record Part slots, held by value; Item slots, with texts; Open : Item dict. */
struct part {
    uint16_t bits_0;
    uint8_t present_0;
    uint8_t pad_0[1];
};

struct item {
    struct part part;
    struct part parts[2];
    float real;
    char *name;
    char *lines[2];
    char *maybe;
    struct item *next;
    char code[6];
    char labels[2][3];
    uint8_t present_0;
    uint8_t pad_0[3];
};

struct open {
    struct item base;
    uintptr_t ext;
    int64_t number;
    char *note;
};

#define PLACE(record, member)                                                                      \
    offsetof(struct record, member), (uint32_t)sizeof(((const struct record *)NULL)->member)
#define ROW(record, name, target, count, cell, presence)                                           \
    {                                                                                              \
#name, #name, NULL, target, &record##_class, NULL, 0, PLACE(record, name), count, cell,    \
            presence, 0, 0, .flags = 0                                                             \
    }
#define SHARE(name, member, presence, shift, width)                                                \
    {                                                                                              \
        name, name, NULL, NULL, &part_class, NULL, 0, PLACE(part, member), 0, SLOTS_CELL_BITS,     \
            presence, shift, width, .flags = 0                                                     \
    }

static const slots_class part_class;
static const slots_class open_class;
static slots_keys keys;

static const slots_field part_fields[] = {
    SHARE("low", bits_0, SLOTS_ALWAYS, 0, 3),
    SHARE("high", bits_0, 8 * offsetof(struct part, present_0) + 1, 3, 9),
};
static const slots_class part_class = {.name = "Part",
                                       .fields = part_fields,
                                       .field_count = 2,
                                       .size = sizeof(struct part),
                                       .align = 2,
                                       .ext_offset = SLOTS_NO_DICT};
static const slots_class item_class;
static const slots_field item_fields[] = {
    ROW(item, part, &part_class, 0, SLOTS_CELL_RECORD, SLOTS_ALWAYS),
    ROW(item, parts, &part_class, 2, SLOTS_CELL_RECORD, SLOTS_ALWAYS),
    ROW(item, real, NULL, 0, SLOTS_CELL_F32, SLOTS_ALWAYS),
    ROW(item, name, NULL, 0, SLOTS_CELL_STR, SLOTS_ALWAYS),
    ROW(item, lines, NULL, 2, SLOTS_CELL_STR, SLOTS_ALWAYS),
    ROW(item, maybe, NULL, 0, SLOTS_CELL_STR, 8 * offsetof(struct item, present_0)),
    ROW(item, next, &item_class, 0, SLOTS_CELL_REF, SLOTS_ALWAYS),
    ROW(item, code, NULL, 0, SLOTS_CELL_CHARS, SLOTS_ALWAYS),
    ROW(item, labels, NULL, 2, SLOTS_CELL_CHARS, 8 * offsetof(struct item, present_0) + 1),
};
static const slots_class item_class = {.name = "Item",
                                       .fields = item_fields,
                                       .field_count = 9,
                                       .size = sizeof(struct item),
                                       .align = 8,
                                       .ext_offset = SLOTS_NO_DICT};
static const slots_field open_fields[] = {
    ROW(open, number, NULL, 0, SLOTS_CELL_I64, SLOTS_ALWAYS),
    ROW(open, note, NULL, 0, SLOTS_CELL_STR, SLOTS_ALWAYS),
};
static const slots_class open_class = {.name = "Open",
                                       .base = &item_class,
                                       .fields = open_fields,
                                       .field_count = 2,
                                       .size = sizeof(struct open),
                                       .align = 8,
                                       .ext_offset = offsetof(struct open, ext),
                                       .deletable_count = 2,
                                       .open = 1,
                                       .keys = &keys};

static struct open one;
static struct open two;

static void make(struct open *self) {
    memset(self, 0, sizeof(*self));
    self->ext = slots_dict_none(&open_class);
}

static void set_up(void) {
    count_allocations();
    make(&one);
    make(&two);
}

static void tear_down(void) {
    slots_dict_fini(&open_class, &one);
    slots_dict_fini(&open_class, &two);
    ck_assert_uint_eq(live_bytes, shared_bytes(&keys));
    slots_shutdown();
    ck_assert_uint_eq(live_bytes, 0);
    slots_set_allocator(NULL);
}

static void set(struct open *self, const char *name, slots_value value) {
    ck_assert_int_eq(slots_dict_set(&open_class, self, name, strlen(name), &value), SLOTS_OK);
}

static void drop(struct open *self, const char *name) {
    ck_assert_int_eq(slots_dict_delete(&open_class, self, name, strlen(name)), SLOTS_OK);
}

/* Texts in every cell that can hold one, and in the dict. */
static void fill(struct open *self) {
    static const char *const lines[] = {"the first line", "the second line"};
    const struct part part = {0x0ffd, 2, {0}};
    set(self, "part", slots_ref(&part_class, &part));
    set(self, "real", slots_float(0.5));
    set(self, "name", slots_text("a name of some length"));
    set(self, "lines", slots_array(SLOTS_TEXT, sizeof(lines[0]), lines, 2));
    set(self, "maybe", slots_text("perhaps"));
    set(self, "next", slots_ref(&item_class, &one.base));
    set(self, "code", slots_text("a\"\\\n"));
    set(self, "labels", slots_array(SLOTS_BYTES, 3, "ab\0c\0", 2));
    set(self, "number", slots_int(-7));
    set(self, "note", slots_text("noted"));
    set(self, "more", slots_text("a text that is longer than an entry holds"));
    set(self, "an attribute whose name is rather long", slots_uint(4));
    set(self, "bytes", slots_bytes("\1\2", 2));
    set(self, "none", slots_none());
}

static void expect_equal(bool equal) {
    ck_assert_int_eq(slots_dict_equal(&open_class, &one, &two), equal);
    ck_assert_int_eq(slots_dict_equal(&open_class, &two, &one), equal);
    if (equal) {
        ck_assert_uint_eq(slots_dict_value_hash(&open_class, &one),
                          slots_dict_value_hash(&open_class, &two));
    }
}

static void expect_cells_equal(bool equal) {
    ck_assert_int_eq(slots_cells_equal(&item_class, &one, &two), equal);
    ck_assert_int_eq(slots_cells_equal(&item_class, &two, &one), equal);
    if (equal) {
        ck_assert_uint_eq(slots_cells_value_hash(&item_class, &one),
                          slots_cells_value_hash(&item_class, &two));
    }
}

/* Changes one object, where they must differ, and the other in the same way. */
static void differ(const char *name, slots_value value) {
    set(&one, name, value);
    expect_equal(false);
    set(&two, name, value);
    expect_equal(true);
}

START_TEST(what_is_filled_alike_is_equal) {
    fill(&one);
    expect_equal(false);
    fill(&two);
    expect_equal(true);
}
END_TEST

START_TEST(each_field_counts) {
    const struct part part = {5, 0, {0}};
    const struct part parts[2] = {{0, 0, {0}}, {0, 2, {0}}};
    const char *lines[2] = {NULL, ""};
    fill(&one);
    fill(&two);
    differ("part", slots_ref(&part_class, &part));
    differ("parts", slots_array(SLOTS_BYTES, sizeof(part), parts, 2));
    differ("real", slots_float(0.0));
    differ("real", slots_float(-0.0));
    differ("name", slots_text(""));
    differ("name", slots_text(NULL));
    differ("lines", slots_array(SLOTS_TEXT, sizeof(lines[0]), lines, 2));
    differ("maybe", slots_text(NULL));
    differ("next", slots_none());
    differ("code", slots_text("b"));
    differ("labels", slots_array(SLOTS_BYTES, 3, "ab\0d\0", 2));
    differ("number", slots_int(8));
    differ("more", slots_text(NULL));
    differ("more", slots_text(""));
    differ("more", slots_bytes("", 0));
    differ("bytes", slots_text("\1\2"));
    differ("none", slots_bool(false));
    differ("another", slots_none());
}
END_TEST

START_TEST(padding_and_what_is_absent_do_not_count) {
    fill(&one);
    fill(&two);
    one.base.pad_0[1] = 9;
    one.base.part.pad_0[0] = 9;
    one.base.part.bits_0 |= 0xf000;
    one.base.part.present_0 |= 0xf0;
    one.base.present_0 |= 0x80;
    memcpy(one.base.labels[1], "c\0x", 3);
    memcpy(one.base.code + 5, "x", 1);
    expect_equal(true);
    drop(&one, "labels");
    expect_equal(false);
    drop(&two, "labels");
    memcpy(one.base.labels, "uvwxy", 6);
    expect_equal(true);
}
END_TEST

START_TEST(what_is_deleted_counts_and_the_order_does_not) {
    fill(&one);
    fill(&two);
    drop(&one, "maybe");
    expect_equal(false);
    drop(&two, "maybe");
    set(&one, "number", slots_int(0));
    set(&two, "number", slots_int(0));
    drop(&one, "number");
    expect_equal(false);
    set(&one, "number", slots_int(0));
    drop(&one, "more");
    expect_equal(false);
    set(&one, "more", slots_text("a text that is longer than an entry holds"));
    expect_equal(true);
    /* As in Python 4 is 4, whatever holds it. */
    set(&one, "an attribute whose name is rather long", slots_int(4));
    expect_equal(true);
}
END_TEST

/* Copies where each allocation fails in turn: the target is as it was, and nothing leaks. */
static void copy_each(slots_status (*copy)(const slots_class *, void *, const void *),
                      const slots_class *type,
                      bool (*equal)(const slots_class *, const void *, const void *)) {
    struct open before;
    const size_t live = live_bytes;
    slots_status status = SLOTS_NO_MEMORY;
    int failures = -1;
    for (; status == SLOTS_NO_MEMORY; failures++) {
        memcpy(&before, &two, sizeof(two));
        fail_at = failures + 2;
        status = copy(type, &two, &one);
        fail_at = 0;
        if (status == SLOTS_NO_MEMORY) {
            ck_assert_uint_eq(live_bytes, live);
            ck_assert(memcmp(&before, &two, sizeof(two)) == 0);
        }
    }
    ck_assert_int_eq(status, SLOTS_OK);
    ck_assert_int_ge(failures, 4);
    ck_assert(equal(type, &one, &two));
}

START_TEST(a_copy_of_cells_is_all_or_nothing) {
    fill(&one);
    set(&two, "name", slots_text("another name"));
    set(&two, "maybe", slots_text("an old text"));
    copy_each(slots_cells_copy, &item_class, slots_cells_equal);
    expect_cells_equal(true);
    ck_assert_ptr_ne(one.base.name, two.base.name);
    ck_assert_ptr_ne(one.base.lines[1], two.base.lines[1]);
    ck_assert_ptr_eq(two.base.next, &one.base);
    set(&one, "name", slots_text("changed"));
    expect_cells_equal(false);
    ck_assert_str_eq(two.base.name, "a name of some length");
    ck_assert_int_eq(slots_cells_copy(&item_class, &two, &two), SLOTS_OK);
    ck_assert_str_eq(two.base.name, "a name of some length");
}
END_TEST

START_TEST(a_copy_with_a_dict_is_all_or_nothing) {
    fill(&one);
    drop(&one, "number");
    set(&two, "note", slots_text("an old note"));
    set(&two, "old", slots_text("a text that the copy takes away, and its memory"));
    copy_each(slots_dict_copy, &open_class, slots_dict_equal);
    expect_equal(true);
    slots_dict_fini(&open_class, &one);
    make(&one);
    ck_assert_int_eq(slots_dict_copy(&open_class, &one, &two), SLOTS_OK);
    expect_equal(true);
}
END_TEST

START_TEST(a_copy_of_nothing_takes_the_table_away) {
    fill(&two);
    ck_assert_int_eq(slots_dict_copy(&open_class, &two, &one), SLOTS_OK);
    ck_assert_uint_eq(two.ext, slots_dict_none(&open_class));
    ck_assert_uint_eq(live_bytes, shared_bytes(&keys));
    expect_equal(true);
}
END_TEST

START_TEST(a_copy_into_another_class_is_refused) {
    static const slots_class heir_class = {.name = "Heir",
                                           .base = &open_class,
                                           .size = sizeof(struct open),
                                           .align = 8,
                                           .ext_offset = offsetof(struct open, ext),
                                           .deletable_count = 2,
                                           .open = 1,
                                           .keys = &keys};
    fill(&one);
    two.ext = slots_dict_none(&heir_class);
    ck_assert_int_eq(slots_dict_copy(&open_class, &two, &one), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(slots_dict_equal(&open_class, &two, &one), false);
    ck_assert_uint_eq(two.ext, slots_dict_none(&heir_class));
    ck_assert_ptr_null(two.base.name);
}
END_TEST

static void expect_format(const char *expected) {
    char buffer[600];
    size_t length = slots_dict_format(&open_class, &one, buffer, sizeof(buffer));
    ck_assert_str_eq(buffer, expected);
    ck_assert_uint_eq(length, strlen(expected));
    /* Cut anywhere it ends with a NUL, and nothing behind that is touched. */
    for (size_t size = 0; size <= length + 1; size++) {
        memset(buffer, '#', sizeof(buffer));
        ck_assert_uint_eq(slots_dict_format(&open_class, &one, buffer, size), length);
        ck_assert_int_eq(buffer[size], '#');
        if (size > 0) {
            ck_assert_uint_eq(strlen(buffer), size - 1);
            ck_assert(memcmp(buffer, expected, size - 1) == 0);
        }
    }
}

START_TEST(a_record_is_written_as_its_fields) {
    expect_format("Open(part=Part(low=0), parts=[Part(low=0), Part(low=0)], real=0.0, name=None, "
                  "lines=[None, None], next=None, code=\"\", number=0, note=None)");
    fill(&one);
    set(&one, "next", slots_none());
    drop(&one, "note");
    expect_format("Open(part=Part(low=5, high=511), parts=[Part(low=0), Part(low=0)], real=0.5, "
                  "name=\"a name of some length\", "
                  "lines=[\"the first line\", \"the second line\"], maybe=\"perhaps\", next=None, "
                  "code=\"a\\\"\\\\\\x0a\", labels=[\"ab\", \"c\"], number=-7, "
                  "more=\"a text that is longer than an entry holds\", "
                  "an attribute whose name is rather long=4, bytes=\"\\x01\\x02\", none=None)");
    ck_assert_uint_gt(slots_cells_format(&item_class, &one, NULL, 0), 100);
}
END_TEST

/* The texts are repr() of CPython 3.11. */
START_TEST(a_float_is_written_as_python_does) {
    static const struct {
        double real;
        const char *text;
    } rows[] = {
        {10.0, "10.0"},
        {100.0, "100.0"},
        {-20.0, "-20.0"},
        {123456789.0, "123456789.0"},
        {1500000.0, "1500000.0"},
        {1e15, "1000000000000000.0"},
        {9007199254740992.0, "9007199254740992.0"},
        {9999999999999998.0, "9999999999999998.0"},
        {1e16, "1e+16"},
        {1.5e300, "1.5e+300"},
        {0.0001, "0.0001"},
        {0.00001, "1e-05"},
        {-0.0, "-0.0"},
        {0.1, "0.1"},
        {1234.5, "1234.5"},
        {5e-324, "5e-324"},
    };
    char buffer[256];
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        set(&one, "r", slots_float(rows[i].real));
        slots_dict_format(&open_class, &one, buffer, sizeof(buffer));
        const char *written = strstr(buffer, "r=") == NULL ? "" : strrchr(buffer, '=') + 1;
        ck_assert_uint_eq(strlen(written), strlen(rows[i].text) + 1);
        ck_assert(strncmp(written, rows[i].text, strlen(rows[i].text)) == 0);
    }
    set(&one, "real", slots_float(10));
    slots_dict_format(&open_class, &one, buffer, sizeof(buffer));
    ck_assert_ptr_nonnull(strstr(buffer, "real=10.0, "));
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        what_is_filled_alike_is_equal,           each_field_counts,
        padding_and_what_is_absent_do_not_count, what_is_deleted_counts_and_the_order_does_not,
        a_copy_of_cells_is_all_or_nothing,       a_copy_with_a_dict_is_all_or_nothing,
        a_copy_of_nothing_takes_the_table_away,  a_copy_into_another_class_is_refused,
        a_record_is_written_as_its_fields,       a_float_is_written_as_python_does,
    };
    Suite *suite = suite_create("slots_whole");
    TCase *cases = tcase_create("slots_whole");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(cases, tests[i]);
    }
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
