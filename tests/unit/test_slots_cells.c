#include <check.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_IMPLEMENTATION
#include "../../templates/slots_core.h"
#include "counting_allocator.h"
#include "run_suite.h"

/* record Shape slots, and record Sample : Shape slots with a field of every storage. */
struct shape {
    int32_t id;
};

struct sample {
    struct shape base;
    bool on;
    int8_t i8;
    int16_t i16;
    int32_t i32;
    int64_t i64;
    uint8_t u8;
    uint16_t u16;
    uint32_t u32;
    uint64_t u64;
    float f32;
    double f64;
    char code[8];
    char *name;
    uint8_t unit;
    int8_t level;
    uint8_t raw[4];
    int16_t triple[3];
    uint8_t units[3];
    char words[2][4];
    char *lines[2];
};

static const char *const unit_names[] = {"celsius", "kelvin", "pascal"};
static const int32_t unit_values[] = {0, 4, 200};
static const slots_enum unit_enum = {"Unit", unit_names, unit_values, 3};
static const char *const level_names[] = {"low", "normal"};
static const int32_t level_values[] = {-3, 0};
static const slots_enum level_enum = {"Level", level_names, level_values, 2};

#define PLACE(member)                                                                              \
    offsetof(struct sample, member), (uint32_t)sizeof(((const struct sample *)NULL)->member)
#define NUMBER(member, type, bits, cell)                                                           \
    {                                                                                              \
#member, type, NULL, NULL, &sample_class, NULL, bits, PLACE(member), 0, cell,              \
            SLOTS_ALWAYS, 0, 0, .flags = 0                                                         \
    }

static const slots_class shape_class;
static const slots_class sample_class;

static const slots_class shape_class;
static const slots_field shape_fields[] = {
    {"id", "i32", NULL, NULL, &shape_class, NULL, 0, 0, 4, 0, SLOTS_CELL_I32, SLOTS_ALWAYS, 0, 0,
     .flags = 0},
};

static const slots_field sample_fields[] = {
    NUMBER(on, "bool", 1, SLOTS_CELL_BOOL),
    NUMBER(i8, "i8", UINT64_C(0xfffffffffffffffe), SLOTS_CELL_I8),
    NUMBER(i16, "i16", 0, SLOTS_CELL_I16),
    NUMBER(i32, "i32", 0, SLOTS_CELL_I32),
    NUMBER(i64, "i64", 0, SLOTS_CELL_I64),
    NUMBER(u8, "u8", 9, SLOTS_CELL_U8),
    NUMBER(u16, "u16", 0, SLOTS_CELL_U16),
    NUMBER(u32, "u32", 0, SLOTS_CELL_U32),
    NUMBER(u64, "u64", 0, SLOTS_CELL_U64),
    NUMBER(f32, "f32", 0x3fc00000, SLOTS_CELL_F32),
    NUMBER(f64, "f64", UINT64_C(0xc004000000000000), SLOTS_CELL_F64),
    {"code", "char[8]", NULL, NULL, &sample_class, "none", 0, PLACE(code), 0, SLOTS_CELL_CHARS,
     SLOTS_ALWAYS, 0, 0, .flags = 0},
    NUMBER(name, "str", 0, SLOTS_CELL_STR),
    {"unit", "Unit", &unit_enum, NULL, &sample_class, NULL, 4, PLACE(unit), 0, SLOTS_CELL_U8,
     SLOTS_ALWAYS, 0, 0, .flags = 0},
    {"level", "Level", &level_enum, NULL, &sample_class, NULL, 0, PLACE(level), 0, SLOTS_CELL_I8,
     SLOTS_ALWAYS, 0, 0, .flags = 0},
    {"raw", "u8[4]", NULL, NULL, &sample_class, NULL, 0, PLACE(raw), 4, SLOTS_CELL_U8, SLOTS_ALWAYS,
     0, 0, .flags = 0},
    {"triple", "i16[3]", NULL, NULL, &sample_class, NULL, 0, PLACE(triple), 3, SLOTS_CELL_I16,
     SLOTS_ALWAYS, 0, 0, .flags = 0},
    {"units", "Unit[3]", &unit_enum, NULL, &sample_class, NULL, 0, PLACE(units), 3, SLOTS_CELL_U8,
     SLOTS_ALWAYS, 0, 0, .flags = 0},
    {"words", "char[4][2]", NULL, NULL, &sample_class, NULL, 0, PLACE(words), 2, SLOTS_CELL_CHARS,
     SLOTS_ALWAYS, 0, 0, .flags = 0},
    {"lines", "str[2]", NULL, NULL, &sample_class, NULL, 0, PLACE(lines), 2, SLOTS_CELL_STR,
     SLOTS_ALWAYS, 0, 0, .flags = 0},
};

#define SAMPLE_COUNT (uint32_t)(sizeof(sample_fields) / sizeof(sample_fields[0]))
static const slots_class shape_class = {.name = "Shape",
                                        .fields = shape_fields,
                                        .field_count = 1,
                                        .size = sizeof(struct shape),
                                        .align = 4,
                                        .ext_offset = SLOTS_NO_DICT};
static const slots_class sample_class = {.name = "Sample",
                                         .base = &shape_class,
                                         .fields = sample_fields,
                                         .field_count = SAMPLE_COUNT,
                                         .size = sizeof(struct sample),
                                         .align = 8,
                                         .ext_offset = SLOTS_NO_DICT};

static struct sample sample;

static void set_up(void) {
    count_allocations();
    memset(&sample, 0, sizeof(sample));
    for (uint32_t i = 0; i < SAMPLE_COUNT; i++) {
        slots_cell_reset(&sample_fields[i], &sample);
    }
}

static void tear_down(void) {
    slots_cells_fini(&sample_class, &sample);
    ck_assert_uint_eq(live_bytes, 0);
    slots_set_allocator(NULL);
}

static slots_status set(const char *name, slots_value value) {
    return slots_cells_set(&sample_class, &sample, name, strlen(name), &value);
}

static slots_value get(const char *name) {
    slots_value value = slots_none();
    ck_assert_int_eq(slots_cells_get(&sample_class, &sample, name, strlen(name), &value), SLOTS_OK);
    return value;
}

static void refuse(const char *name, slots_value value, slots_status status) {
    struct sample before;
    memcpy(&before, &sample, sizeof(sample));
    ck_assert_int_eq(set(name, value), status);
    ck_assert_msg(memcmp(&before, &sample, sizeof(sample)) == 0, "%s was changed", name);
}

static void expect_int(const char *name, int64_t integer) {
    ck_assert_uint_eq(get(name).kind, SLOTS_INT);
    ck_assert_int_eq(get(name).as.integer, integer);
}

static void expect_uint(const char *name, uint64_t natural) {
    ck_assert_uint_eq(get(name).kind, SLOTS_UINT);
    ck_assert_uint_eq(get(name).as.natural, natural);
}

static void expect_float(const char *name, double real) {
    ck_assert_uint_eq(get(name).kind, SLOTS_FLOAT);
    ck_assert_double_eq(get(name).as.real, real);
}

static void expect_text(const char *name, const char *text) {
    slots_value value = get(name);
    ck_assert_uint_eq(value.kind, SLOTS_TEXT);
    ck_assert_pstr_eq(value.as.text.bytes, text);
    ck_assert_uint_eq(value.as.text.length, text != NULL ? strlen(text) : 0);
}

START_TEST(a_signed_cell_holds_its_range_and_no_more) {
    static const struct {
        const char *name;
        int64_t least;
        int64_t most;
    } cells[] = {{"i8", INT8_MIN, INT8_MAX},
                 {"i16", INT16_MIN, INT16_MAX},
                 {"i32", INT32_MIN, INT32_MAX},
                 {"i64", INT64_MIN, INT64_MAX}};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(set(cells[i].name, slots_int(cells[i].least)), SLOTS_OK);
        expect_int(cells[i].name, cells[i].least);
        ck_assert_int_eq(set(cells[i].name, slots_uint((uint64_t)cells[i].most)), SLOTS_OK);
        expect_int(cells[i].name, cells[i].most);
        ck_assert_int_eq(set(cells[i].name, slots_int(-1)), SLOTS_OK);
        expect_int(cells[i].name, -1);
        refuse(cells[i].name, slots_uint((uint64_t)cells[i].most + 1), SLOTS_RANGE_ERROR);
        if (i < 3) {
            refuse(cells[i].name, slots_int(cells[i].least - 1), SLOTS_RANGE_ERROR);
            refuse(cells[i].name, slots_int(cells[i].most + 1), SLOTS_RANGE_ERROR);
        }
        refuse(cells[i].name, slots_float(1), SLOTS_TYPE_ERROR);
        refuse(cells[i].name, slots_bool(true), SLOTS_TYPE_ERROR);
        refuse(cells[i].name, slots_text("1"), SLOTS_TYPE_ERROR);
    }
}
END_TEST

START_TEST(an_unsigned_cell_holds_its_range_and_no_more) {
    static const struct {
        const char *name;
        uint64_t most;
    } cells[] = {{"u8", UINT8_MAX}, {"u16", UINT16_MAX}, {"u32", UINT32_MAX}, {"u64", UINT64_MAX}};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(set(cells[i].name, slots_uint(cells[i].most)), SLOTS_OK);
        expect_uint(cells[i].name, cells[i].most);
        ck_assert_int_eq(set(cells[i].name, slots_int(0)), SLOTS_OK);
        expect_uint(cells[i].name, 0);
        refuse(cells[i].name, slots_int(-1), SLOTS_RANGE_ERROR);
        if (i < 3) {
            refuse(cells[i].name, slots_uint(cells[i].most + 1), SLOTS_RANGE_ERROR);
        }
        refuse(cells[i].name, slots_float(1), SLOTS_TYPE_ERROR);
        refuse(cells[i].name, slots_none(), SLOTS_TYPE_ERROR);
    }
}
END_TEST

START_TEST(an_integer_goes_into_a_float_where_it_is_exact) {
    static const uint64_t wide = UINT64_C(1) << 53;
    static const int64_t narrow = 1 << 24;
    ck_assert_int_eq(set("f64", slots_uint(wide)), SLOTS_OK);
    expect_float("f64", 9007199254740992.0);
    ck_assert_int_eq(set("f64", slots_int(-(int64_t)wide - 2)), SLOTS_OK);
    expect_float("f64", -9007199254740994.0);
    ck_assert_int_eq(set("f64", slots_int(INT64_MIN)), SLOTS_OK);
    expect_float("f64", -9223372036854775808.0);
    ck_assert_int_eq(set("f64", slots_int(0)), SLOTS_OK);
    expect_float("f64", 0.0);
    refuse("f64", slots_uint(wide + 1), SLOTS_RANGE_ERROR);
    refuse("f64", slots_int(-(int64_t)wide - 1), SLOTS_RANGE_ERROR);
    refuse("f64", slots_uint(UINT64_MAX), SLOTS_RANGE_ERROR);
    ck_assert_int_eq(set("f32", slots_int(narrow)), SLOTS_OK);
    expect_float("f32", 16777216.0);
    ck_assert_int_eq(set("f32", slots_uint(UINT64_C(1) << 63)), SLOTS_OK);
    expect_float("f32", 9223372036854775808.0);
    refuse("f32", slots_int(narrow + 1), SLOTS_RANGE_ERROR);
    refuse("f32", slots_int(-narrow - 1), SLOTS_RANGE_ERROR);
}
END_TEST

START_TEST(a_float_too_large_for_f32_is_refused_and_infinity_passes) {
    ck_assert_int_eq(set("f32", slots_float((double)FLT_MAX)), SLOTS_OK);
    expect_float("f32", (double)FLT_MAX);
    refuse("f32", slots_float((double)FLT_MAX * 2), SLOTS_RANGE_ERROR);
    refuse("f32", slots_float(-(double)FLT_MAX * 2), SLOTS_RANGE_ERROR);
    refuse("f32", slots_float(DBL_MAX), SLOTS_RANGE_ERROR);
    ck_assert_int_eq(set("f32", slots_float(HUGE_VAL)), SLOTS_OK);
    expect_float("f32", HUGE_VAL);
    ck_assert_int_eq(set("f32", slots_float(-HUGE_VAL)), SLOTS_OK);
    expect_float("f32", -HUGE_VAL);
    ck_assert_int_eq(set("f32", slots_float((double)NAN)), SLOTS_OK);
    ck_assert_double_nan(get("f32").as.real);
    ck_assert_int_eq(set("f64", slots_float((double)NAN)), SLOTS_OK);
    ck_assert_double_nan(get("f64").as.real);
    ck_assert_int_eq(set("f32", slots_float(0.1)), SLOTS_OK);
    expect_float("f32", (double)0.1f);
    refuse("f32", slots_bool(true), SLOTS_TYPE_ERROR);
    refuse("f64", slots_text("0"), SLOTS_TYPE_ERROR);
}
END_TEST

START_TEST(a_bool_takes_a_bool_only) {
    ck_assert_int_eq(set("on", slots_bool(false)), SLOTS_OK);
    ck_assert_uint_eq(get("on").kind, SLOTS_BOOL);
    ck_assert(!get("on").as.boolean);
    ck_assert_int_eq(set("on", slots_bool(true)), SLOTS_OK);
    ck_assert(get("on").as.boolean);
    refuse("on", slots_int(1), SLOTS_TYPE_ERROR);
    refuse("on", slots_none(), SLOTS_TYPE_ERROR);
}
END_TEST

START_TEST(an_enum_takes_the_numbers_of_its_enumerators) {
    ck_assert_int_eq(set("unit", slots_uint(200)), SLOTS_OK);
    expect_int("unit", 200);
    ck_assert_int_eq(set("level", slots_int(-3)), SLOTS_OK);
    expect_int("level", -3);
    refuse("unit", slots_int(1), SLOTS_RANGE_ERROR);
    refuse("unit", slots_int(256 + 4), SLOTS_RANGE_ERROR);
    refuse("unit", slots_uint(UINT64_MAX), SLOTS_RANGE_ERROR);
    refuse("level", slots_int(253), SLOTS_RANGE_ERROR);
    refuse("unit", slots_text("kelvin"), SLOTS_TYPE_ERROR);
    refuse("unit", slots_float(4), SLOTS_TYPE_ERROR);
}
END_TEST

START_TEST(an_enumerator_is_found_by_number_and_by_name) {
    int32_t number = 77;
    ck_assert_str_eq(slots_enum_name(&unit_enum, 200), "pascal");
    ck_assert_str_eq(slots_enum_name(&level_enum, -3), "low");
    ck_assert_ptr_null(slots_enum_name(&unit_enum, 1));
    ck_assert_ptr_null(slots_enum_name(&unit_enum, INT64_C(0x100000004)));
    ck_assert(!slots_enum_parse(&unit_enum, "pasca", &number));
    ck_assert(!slots_enum_parse(&unit_enum, NULL, &number));
    ck_assert_int_eq(number, 77);
    ck_assert(slots_enum_parse(&level_enum, "low", &number));
    ck_assert_int_eq(number, -3);
}
END_TEST

START_TEST(a_char_array_holds_a_text_with_zeros_behind) {
    ck_assert_int_eq(set("code", slots_text("1234567")), SLOTS_OK);
    expect_text("code", "1234567");
    refuse("code", slots_text("12345678"), SLOTS_TOO_LONG);
    refuse("code", slots_text_n("a\0b", 3), SLOTS_RANGE_ERROR);
    refuse("code", slots_bytes("abc", 3), SLOTS_TYPE_ERROR);
    ck_assert_int_eq(set("code", slots_text(sample.code + 5)), SLOTS_OK);
    ck_assert_mem_eq(sample.code, "67\0\0\0\0\0\0", 8);
    ck_assert_int_eq(set("code", slots_text_n("abcdef", 3)), SLOTS_OK);
    ck_assert_mem_eq(sample.code, "abc\0\0\0\0\0", 8);
    ck_assert_int_eq(set("code", slots_text_n(NULL, 99)), SLOTS_OK);
    ck_assert_mem_eq(sample.code, "\0\0\0\0\0\0\0\0", 8);
}
END_TEST

START_TEST(a_str_owns_a_copy) {
    char text[] = "a text";
    expect_text("name", NULL);
    ck_assert_int_eq(set("name", slots_text(text)), SLOTS_OK);
    text[0] = 'A';
    expect_text("name", "a text");
    ck_assert_uint_eq(slots_cells_owned(&sample_class, &sample), 7);
    ck_assert_uint_eq(live_bytes, 7);
    ck_assert_int_eq(set("name", slots_text(sample.name + 2)), SLOTS_OK);
    expect_text("name", "text");
    refuse("name", slots_text_n("a\0b", 3), SLOTS_RANGE_ERROR);
    refuse("name", slots_bytes("abc", 3), SLOTS_TYPE_ERROR);
    fail_at = 1;
    refuse("name", slots_text("other"), SLOTS_NO_MEMORY);
    ck_assert_int_eq(set("name", slots_text(NULL)), SLOTS_OK);
    expect_text("name", NULL);
    ck_assert_uint_eq(live_bytes, 0);
    ck_assert_int_eq(slots_str_set_text(&sample.name, "typed"), SLOTS_OK);
    expect_text("name", "typed");
}
END_TEST

START_TEST(an_array_takes_an_array_of_its_shape) {
    static const int16_t numbers[] = {-1, 2, -3};
    ck_assert_int_eq(set("triple", slots_array(SLOTS_INT, 2, numbers, 3)), SLOTS_OK);
    ck_assert_mem_eq(sample.triple, numbers, sizeof(numbers));
    slots_value value = get("triple");
    ck_assert_uint_eq(value.kind, SLOTS_ARRAY);
    ck_assert_uint_eq(value.as.array.kind, SLOTS_INT);
    ck_assert_uint_eq(value.as.array.size, 2);
    ck_assert_uint_eq(value.as.array.count, 3);
    ck_assert_ptr_eq(value.as.array.items, sample.triple);
    ck_assert_int_eq(set("triple", value), SLOTS_OK);
    refuse("triple", slots_array(SLOTS_INT, 2, numbers, 2), SLOTS_RANGE_ERROR);
    refuse("triple", slots_array(SLOTS_UINT, 2, numbers, 3), SLOTS_TYPE_ERROR);
    refuse("triple", slots_array(SLOTS_INT, 1, numbers, 3), SLOTS_TYPE_ERROR);
    refuse("triple", slots_bytes(numbers, sizeof(numbers)), SLOTS_TYPE_ERROR);
    refuse("triple", slots_int(1), SLOTS_TYPE_ERROR);
}
END_TEST

START_TEST(an_array_of_bytes_takes_as_many_bytes) {
    static const uint8_t bytes[] = {1, 0, 255, 9};
    ck_assert_int_eq(set("raw", slots_bytes(bytes, 4)), SLOTS_OK);
    ck_assert_mem_eq(sample.raw, bytes, 4);
    ck_assert_uint_eq(get("raw").as.array.kind, SLOTS_UINT);
    refuse("raw", slots_bytes(bytes, 3), SLOTS_RANGE_ERROR);
    refuse("raw", slots_text_n("abcd", 4), SLOTS_TYPE_ERROR);
}
END_TEST

START_TEST(each_item_of_an_enum_array_is_checked) {
    static const uint8_t good[] = {200, 0, 4};
    static const uint8_t bad[] = {0, 4, 5};
    ck_assert_int_eq(set("units", slots_array(SLOTS_UINT, 1, good, 3)), SLOTS_OK);
    ck_assert_mem_eq(sample.units, good, 3);
    refuse("units", slots_array(SLOTS_UINT, 1, bad, 3), SLOTS_RANGE_ERROR);
    refuse("units", slots_array(SLOTS_INT, 1, good, 3), SLOTS_TYPE_ERROR);
    refuse("units", slots_bytes(good, 3), SLOTS_TYPE_ERROR);
}
END_TEST

START_TEST(an_array_of_char_arrays_holds_texts_with_zeros_behind) {
    static const char words[2][4] = {"ab\0", {'c', '\0', 'x', 'y'}};
    static const char endless[2][4] = {"abc", {'d', 'e', 'f', 'g'}};
    ck_assert_int_eq(set("words", slots_array(SLOTS_BYTES, 4, words, 2)), SLOTS_OK);
    ck_assert_mem_eq(sample.words, "ab\0\0c\0\0\0", 8);
    ck_assert_uint_eq(get("words").as.array.kind, SLOTS_BYTES);
    ck_assert_uint_eq(get("words").as.array.size, 4);
    refuse("words", slots_array(SLOTS_BYTES, 4, endless, 2), SLOTS_TOO_LONG);
    refuse("words", slots_array(SLOTS_TEXT, 4, words, 2), SLOTS_TYPE_ERROR);
}
END_TEST

START_TEST(an_array_of_str_owns_its_texts) {
    static const char *const lines[] = {"first", NULL};
    const slots_value value = slots_array(SLOTS_TEXT, sizeof(char *), lines, 2);
    ck_assert_int_eq(set("lines", value), SLOTS_OK);
    ck_assert_str_eq(sample.lines[0], "first");
    ck_assert_ptr_null(sample.lines[1]);
    ck_assert_int_eq(slots_str_set_text(&sample.lines[1], "second"), SLOTS_OK);
    ck_assert_int_eq(set("lines", get("lines")), SLOTS_OK);
    ck_assert_str_eq(sample.lines[1], "second");
    ck_assert_uint_eq(slots_cells_owned(&sample_class, &sample), 13);
    ck_assert_uint_eq(live_bytes, 13);
    for (int i = 1; i <= 3; i++) {
        fail_at = i;
        refuse("lines", get("lines"), SLOTS_NO_MEMORY);
        ck_assert_uint_eq(live_bytes, 13);
    }
    slots_cell_reset(slots_field_find(&sample_class, "lines", 5, NULL), &sample);
    ck_assert_uint_eq(live_bytes, 0);
}
END_TEST

START_TEST(a_reset_cell_holds_its_default) {
    static const uint8_t bytes[] = {1, 2, 3, 4};
    expect_int("i8", -2);
    expect_uint("u8", 9);
    expect_float("f32", 1.5);
    expect_float("f64", -2.5);
    expect_text("code", "none");
    expect_int("unit", 4);
    ck_assert(get("on").as.boolean);
    ck_assert_int_eq(set("raw", slots_bytes(bytes, 4)), SLOTS_OK);
    slots_cell_reset(slots_field_find(&sample_class, "raw", 3, NULL), &sample);
    ck_assert_mem_eq(sample.raw, "\0\0\0\0", 4);
}
END_TEST

START_TEST(a_name_is_found_in_the_whole_chain_and_nowhere_else) {
    const char *names[32];
    const slots_class *owner = NULL;
    slots_value value = slots_none();
    ck_assert_ptr_eq(slots_field_find(&sample_class, "id", 2, &owner), &shape_fields[0]);
    ck_assert_ptr_eq(owner, &shape_class);
    ck_assert_int_eq(set("id", slots_int(7)), SLOTS_OK);
    ck_assert_int_eq(sample.base.id, 7);
    ck_assert(slots_cells_has(&sample_class, &sample, "codex", 4));
    ck_assert(!slots_cells_has(&sample_class, &sample, "code\0", 5));
    ck_assert(!slots_cells_has(&sample_class, &sample, NULL, 0));
    ck_assert(!slots_cells_has(&shape_class, &sample, "code", 4));
    refuse("missing", slots_int(1), SLOTS_ATTRIBUTE_ERROR);
    ck_assert_int_eq(slots_cells_get(&sample_class, &sample, "cod", 3, &value),
                     SLOTS_ATTRIBUTE_ERROR);
    ck_assert_int_eq(slots_cells_delete(&sample_class, &sample, "code", 4), SLOTS_NOT_OPTIONAL);
    ck_assert_int_eq(slots_cells_delete(&sample_class, &sample, "cod", 3), SLOTS_ATTRIBUTE_ERROR);
    ck_assert_uint_eq(slots_cells_dir(&sample_class, &sample, names, 32), SAMPLE_COUNT + 1);
    ck_assert_str_eq(names[0], "id");
    ck_assert_str_eq(names[1], "on");
    ck_assert_str_eq(names[SAMPLE_COUNT], "lines");
    ck_assert_uint_eq(slots_cells_dir(&sample_class, &sample, NULL, 0), SAMPLE_COUNT + 1);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_signed_cell_holds_its_range_and_no_more,
        an_unsigned_cell_holds_its_range_and_no_more,
        an_integer_goes_into_a_float_where_it_is_exact,
        a_float_too_large_for_f32_is_refused_and_infinity_passes,
        a_bool_takes_a_bool_only,
        an_enum_takes_the_numbers_of_its_enumerators,
        an_enumerator_is_found_by_number_and_by_name,
        a_char_array_holds_a_text_with_zeros_behind,
        a_str_owns_a_copy,
        an_array_takes_an_array_of_its_shape,
        an_array_of_bytes_takes_as_many_bytes,
        each_item_of_an_enum_array_is_checked,
        an_array_of_char_arrays_holds_texts_with_zeros_behind,
        an_array_of_str_owns_its_texts,
        a_reset_cell_holds_its_default,
        a_name_is_found_in_the_whole_chain_and_nowhere_else,
    };
    Suite *suite = suite_create("slots_cells");
    TCase *cases = tcase_create("slots_cells");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(cases, tests[i]);
    }
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
