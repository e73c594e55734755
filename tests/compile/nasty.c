/* The defaults of nasty.slots, typed and by name, and its texts byte by byte. */
#include <float.h>
#include <stdio.h>
#include <string.h>

#include "nasty.slots.h"
#include "expect.h"

#define IS(field, number) EXPECT(nasty_schema_Extremes_get_##field(self) == (number))

static uint64_t bits_of(double real) {
    uint64_t bits;
    memcpy(&bits, &real, sizeof bits);
    return bits;
}

static uint32_t bits_of_single(float real) {
    uint32_t bits;
    memcpy(&bits, &real, sizeof bits);
    return bits;
}

#define BITS(field, number) EXPECT(bits_of(nasty_schema_Extremes_get_##field(self)) == (number))
#define SINGLE(field, number)                                                                      \
    EXPECT(bits_of_single(nasty_schema_Extremes_get_##field(self)) == (number))

static void test_integers(const nasty_schema_Extremes *self) {
    IS(bool_true, true);
    IS(i8_least, INT8_MIN);
    IS(i8_most, INT8_MAX);
    IS(i16_least, INT16_MIN);
    IS(i16_most, INT16_MAX);
    IS(i32_least, INT32_MIN);
    IS(i32_most, INT32_MAX);
    IS(i64_least, INT64_MIN);
    IS(i64_next, -INT64_MAX);
    IS(i64_most, INT64_MAX);
    IS(i64_below_32, INT64_C(-2147483649));
    IS(i64_at_32, INT64_C(-2147483648));
    IS(i64_unsigned, INT64_C(4294967295));
    IS(u8_most, UINT8_MAX);
    IS(u16_most, UINT16_MAX);
    IS(u32_most, UINT32_MAX);
    IS(u32_half, UINT32_C(2147483648));
    IS(u64_most, UINT64_MAX);
    IS(u64_half, UINT64_C(1) << 63);
    IS(u64_small, 1);
    IS(extreme_least, nasty_schema_Extreme_least);
    IS(extreme_most, nasty_schema_Extreme_most);
    IS(u64_top, nasty_schema_OverU64_top);
    IS(i64_bottom, nasty_schema_OverI64_bottom);
    IS(minus, nasty_schema_OnlyNegative_minus_one);
    EXPECT(nasty_schema_Extreme_least == INT32_MIN && nasty_schema_Extreme_most == INT32_MAX);
}

static void test_reals(const nasty_schema_Extremes *self) {
    SINGLE(f32_tenth, 0x3dcccccd);
    SINGLE(f32_most, 0x7f7fffff);
    SINGLE(f32_least, 0xff7fffff);
    SINGLE(f32_normal, 0x00800000);
    SINGLE(f32_denormal, 0x00000001);
    SINGLE(f32_integer, 0x4b800000);
    SINGLE(f32_minus_zero, 0x80000000);
    BITS(f64_tenth, 0x3fb999999999999a);
    BITS(f64_large, 0x7fe1ccf385ebc8a0);
    BITS(f64_most, 0x7fefffffffffffff);
    BITS(f64_normal, 0x0010000000000000);
    BITS(f64_denormal, 0x0000000000000001);
    BITS(f64_third, 0x3fd5555555555555);
    BITS(f64_minus_zero, 0x8000000000000000);
    BITS(f64_integer, 0x401c000000000000);
    BITS(f64_hex, 0x801fffffffffffff);
}

/* What a field's row in the class says of its default is what init stores. */
static void test_rows(void) {
    nasty_schema_Extremes made;
    nasty_schema_Extremes reset;
    nasty_schema_Texts texts;
    nasty_schema_Texts reset_texts;
    nasty_schema_Extremes_init(&made);
    memset(&reset, 0xAA, sizeof reset);
    for (uint32_t i = 0; i < nasty_schema_Extremes_class.field_count; i++) {
        const slots_field *field = &nasty_schema_Extremes_class.fields[i];
        slots_cell_reset(field, &reset);
        if (memcmp((char *)&made + field->offset, (char *)&reset + field->offset, field->size) !=
            0) {
            printf("init and reset differ: %s\n", field->name);
            failures++;
        }
        EXPECT(slots_cell_store(field, &made, slots_cell_load(field, &reset)) == SLOTS_OK);
    }
    nasty_schema_Texts_init(&texts);
    memset(&reset_texts, 0xAA, sizeof reset_texts);
    for (uint32_t i = 0; i < nasty_schema_Texts_class.field_count; i++) {
        slots_cell_reset(&nasty_schema_Texts_class.fields[i], &reset_texts);
    }
    EXPECT(memcmp(&texts, &reset_texts, sizeof texts) == 0);
}

#define TEXT(field, expected)                                                                      \
    EXPECT(strcmp(nasty_schema_Texts_get_##field(&texts), expected) == 0);                         \
    EXPECT(nasty_schema_Texts_length_##field(&texts) == sizeof(expected) - 1)

static void test_texts(void) {
    nasty_schema_Texts texts;
    nasty_schema_Texts_init(&texts);
    TEXT(quoted, "a \"quoted\" 'text' \\ and \\\\");
    TEXT(trigraphs, "?\?/ ?\?( ?\?) ?\?< ?\?> ?\?=");
    TEXT(hex, "\x01\x7f\x80\xff"
              "ABC");
    TEXT(digits, "\x01"
                 "0\x01"
                 "f\t\n9");
    TEXT(utf8, "gr\xc3\xb6\xc3\x9f"
               "er \xe6\xbc\xa2\xe5\xad\x97 \xf0\x9f\x8e\x9b \""
               "\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8f\xd8\x9c\"");
    TEXT(percent, "%s %n %d */ //");
    TEXT(full, "abc");
    TEXT(shortest, "?");
    TEXT(blank, "");
    TEXT(empty, "");
}

/* Names of every kind reach their fields. */
static void test_names(void) {
    nasty_schema_Words words;
    nasty_schema_Verbs verbs;
    slots_value value;
    nasty_schema_Words_init(&words);
    nasty_schema_Verbs_init(&verbs);
    EXPECT(nasty_schema_Words_set_slots(&words, 3) == SLOTS_OK && words.slots == 3);
    EXPECT(nasty_schema_Words_setattr(&words, "enum", slots_int(200)) == SLOTS_OK);
    EXPECT(nasty_schema_Words_get_enum_(&words) == 200);
    EXPECT(nasty_schema_Words_setattr(&words, "enum", slots_int(256)) == SLOTS_RANGE_ERROR);
    EXPECT(!nasty_schema_Words_hasattr(&words, "enum_"));
    EXPECT(nasty_schema_Verbs_set_get_x(&verbs, -2) == SLOTS_OK);
    EXPECT(nasty_schema_Verbs_set_x(&verbs, 5) == SLOTS_OK);
    EXPECT(nasty_schema_Verbs_get_get_x(&verbs) == -2 && nasty_schema_Verbs_get_x(&verbs) == 5);
    EXPECT(nasty_schema_Verbs_getattr(&verbs, "new", &value) == SLOTS_OK);
    EXPECT(value.kind == SLOTS_BOOL);
}

int main(void) {
    nasty_schema_Extremes extremes;
    memset(&extremes, 0xAA, sizeof extremes);
    nasty_schema_Extremes_init(&extremes);
    test_integers(&extremes);
    test_reals(&extremes);
    test_rows();
    test_texts();
    test_names();
    puts(failures == 0 ? "as declared" : "failed");
    return failures != 0;
}
