#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_STATIC
#include "../../templates/slots_core.h"
#include "counting_allocator.h"
#include "run_suite.h"

static const slots_enum unit = {"Unit", NULL, NULL, 0};

#define FIELD(name, type, enumeration, size, count, cell)                                          \
    {                                                                                              \
        name, type, enumeration, NULL, NULL, NULL, 0, 0, size, count, cell, SLOTS_ALWAYS, 0, 0,    \
            .flags = 0                                                                             \
    }
static const slots_field fields[] = {
    FIELD("id", "u8", NULL, 1, 0, SLOTS_CELL_U8),
    FIELD("code", "char[8]", NULL, 8, 0, SLOTS_CELL_CHARS),
    FIELD("flag", "char[2]", NULL, 2, 0, SLOTS_CELL_CHARS),
    FIELD("words", "char[4][2]", NULL, 8, 2, SLOTS_CELL_CHARS),
    FIELD("name", "str", NULL, sizeof(char *), 0, SLOTS_CELL_STR),
    FIELD("unit", "Unit", &unit, 1, 0, SLOTS_CELL_U8),
    FIELD("triple", "i16[3]", NULL, 6, 3, SLOTS_CELL_I16),
};
static const slots_class sample_class = {.name = "Sample",
                                         .fields = fields,
                                         .field_count = 7,
                                         .size = 1,
                                         .align = 1,
                                         .ext_offset = SLOTS_NO_DICT};

static void set_up(void) {
    count_allocations();
}

static void tear_down(void) {
    ck_assert_uint_eq(live_bytes, 0);
    slots_set_allocator(NULL);
}

START_TEST(a_value_is_read_as_its_type_only) {
    bool boolean = false;
    int64_t integer = 0;
    uint64_t natural = 0;
    double real = 0;
    const char *text = NULL;
    const void *record = NULL;
    int number = 0;
    ck_assert_int_eq(slots_as_bool(slots_bool(true), &boolean), SLOTS_OK);
    ck_assert(boolean);
    ck_assert_int_eq(slots_as_bool(slots_int(1), &boolean), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(slots_as_int(slots_uint(INT64_MAX), &integer), SLOTS_OK);
    ck_assert_int_eq(integer, INT64_MAX);
    ck_assert_int_eq(slots_as_int(slots_uint(UINT64_MAX), &integer), SLOTS_RANGE_ERROR);
    ck_assert_int_eq(slots_as_int(slots_float(1), &integer), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(slots_as_uint(slots_int(5), &natural), SLOTS_OK);
    ck_assert_uint_eq(natural, 5);
    ck_assert_int_eq(slots_as_uint(slots_int(-1), &natural), SLOTS_RANGE_ERROR);
    ck_assert_int_eq(slots_as_uint(slots_none(), &natural), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(slots_as_float(slots_float(0.5), &real), SLOTS_OK);
    ck_assert_double_eq(real, 0.5);
    ck_assert_int_eq(slots_as_float(slots_int(1), &real), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(slots_as_text(slots_text("abc"), &text), SLOTS_OK);
    ck_assert_str_eq(text, "abc");
    ck_assert_uint_eq(slots_text("abc").as.text.length, 3);
    ck_assert_int_eq(slots_as_text(slots_bytes("abc", 3), &text), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(slots_as_ref(slots_ref(&sample_class, &number), &record), SLOTS_OK);
    ck_assert_ptr_eq(record, &number);
    ck_assert_int_eq(slots_as_ref(slots_none(), &record), SLOTS_TYPE_ERROR);
}
END_TEST

START_TEST(a_record_without_members_is_never_touched) {
    static const slots_class empty = {
        .name = "Empty", .size = 1, .align = 1, .ext_offset = SLOTS_NO_DICT};
    slots_value value = slots_none();
    ck_assert_int_eq(slots_cells_get(&empty, NULL, "x", 1, &value), SLOTS_ATTRIBUTE_ERROR);
    ck_assert_int_eq(slots_cells_set(&empty, NULL, "x", 1, &value), SLOTS_ATTRIBUTE_ERROR);
    ck_assert_uint_eq(slots_cells_dir(&empty, NULL, NULL, 0), 0);
    ck_assert_uint_eq(slots_cells_owned(&empty, NULL), 0);
    slots_cells_fini(&empty, NULL);
}
END_TEST

static void expect_error(slots_status status, const char *name, const char *text) {
    char buffer[128];
    ck_assert_uint_eq(slots_error(buffer, sizeof(buffer), status, &sample_class, name),
                      strlen(text));
    ck_assert_str_eq(buffer, text);
}

START_TEST(a_failure_is_worded_as_python_would) {
    expect_error(SLOTS_OK, "x", "no error");
    expect_error(SLOTS_ATTRIBUTE_ERROR, "z", "'Sample' object has no attribute 'z'");
    expect_error(SLOTS_ATTRIBUTE_ERROR, NULL, "'Sample' object has no such attribute");
    expect_error(SLOTS_TYPE_ERROR, "id", "attribute 'id' of 'Sample' object must be u8");
    expect_error(SLOTS_TYPE_ERROR, "z",
                 "attribute 'z' of 'Sample' object cannot hold such a value");
    expect_error(SLOTS_RANGE_ERROR, "id", "attribute 'id' of 'Sample' object: out of range for u8");
    expect_error(SLOTS_RANGE_ERROR, "z", "attribute 'z' of 'Sample' object: out of range");
    expect_error(SLOTS_RANGE_ERROR, "unit",
                 "attribute 'unit' of 'Sample' object must be an enumerator of Unit");
    expect_error(SLOTS_RANGE_ERROR, "name",
                 "attribute 'name' of 'Sample' object: a NUL in the text is out of range for str");
    expect_error(SLOTS_RANGE_ERROR, "triple",
                 "attribute 'triple' of 'Sample' object: out of range for i16[3]");
    expect_error(SLOTS_TOO_LONG, "code",
                 "attribute 'code' of 'Sample' object: text too long for char[8], which holds 7 "
                 "bytes");
    expect_error(SLOTS_TOO_LONG, "flag",
                 "attribute 'flag' of 'Sample' object: text too long for char[2], which holds 1 "
                 "byte");
    expect_error(
        SLOTS_TOO_LONG, "words",
        "attribute 'words' of 'Sample' object: text too long for char[4][2], which holds 3 "
        "bytes");
    expect_error(SLOTS_TOO_LONG, "z", "attribute 'z' of 'Sample' object: text too long");
    expect_error(SLOTS_READ_ONLY, "id", "attribute 'id' of 'Sample' object is read-only");
    expect_error(SLOTS_NOT_OPTIONAL, "id",
                 "attribute 'id' of 'Sample' object is a fixed slot and cannot be deleted");
    expect_error(SLOTS_NO_MEMORY, "name",
                 "attribute 'name' of 'Sample' object is unchanged: not enough memory");
    expect_error((slots_status)99, NULL, "attribute of 'Sample' object failed in an unknown way");
}
END_TEST

START_TEST(a_message_is_cut_to_its_buffer) {
    char buffer[8] = "#######";
    ck_assert_uint_eq(slots_error(buffer, 4, SLOTS_OK, NULL, NULL), 8);
    ck_assert_mem_eq(buffer, "no \0###", 8);
    ck_assert_uint_eq(slots_error(buffer, 1, SLOTS_OK, NULL, NULL), 8);
    ck_assert_str_eq(buffer, "");
    ck_assert_uint_eq(slots_error(NULL, 0, SLOTS_ATTRIBUTE_ERROR, NULL, "z"), 27);
}
END_TEST

START_TEST(the_default_allocator_honours_any_alignment) {
    slots_set_allocator(NULL);
    for (size_t align = 1; align <= 4096; align *= 2) {
        char *block = slots_allocate(100, align);
        ck_assert_ptr_nonnull(block);
        ck_assert_uint_eq((uintptr_t)block % align, 0);
        memset(block, 'x', 100);
        block = slots_resize(block, 100, 9000, align);
        ck_assert_ptr_nonnull(block);
        ck_assert_uint_eq((uintptr_t)block % align, 0);
        ck_assert_int_eq(block[99], 'x');
        block = slots_resize(block, 9000, 10, align);
        ck_assert_int_eq(block[9], 'x');
        slots_release(block, 10, align);
    }
    ck_assert_ptr_null(slots_allocate(SIZE_MAX - 8, 64));
    slots_release(NULL, 0, 1);
}
END_TEST

START_TEST(the_allocator_hears_the_sizes_that_were_asked_for) {
    void *block = slots_allocate(10, 4);
    ck_assert_uint_eq(live_bytes, 10);
    fail_at = 1;
    ck_assert_ptr_null(slots_resize(block, 10, 30, 4));
    block = slots_resize(block, 10, 30, 4);
    ck_assert_uint_eq(live_bytes, 30);
    slots_release(block, 30, 4);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_value_is_read_as_its_type_only,
        a_record_without_members_is_never_touched,
        a_failure_is_worded_as_python_would,
        a_message_is_cut_to_its_buffer,
        the_default_allocator_honours_any_alignment,
        the_allocator_hears_the_sizes_that_were_asked_for,
    };
    Suite *suite = suite_create("slots_core");
    TCase *cases = tcase_create("slots_core");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(cases, tests[i]);
    }
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
