#include "types.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "ast.h"
#include "c_text.h"
#include "mem.h"

bool type_integer_fits(const struct type *type, const struct literal *literal) {
    if (literal->too_large) {
        return false;
    }
    if (literal->negative && literal->integer > 0) {
        return type->least < 0 && literal->integer - 1 <= (uint64_t)(-(type->least + 1));
    }
    return literal->integer <= type->most;
}

static enum fit integer_fits(const struct type_use *use, const struct literal *literal) {
    if (literal->kind != LITERAL_INTEGER) {
        return FIT_TYPE;
    }
    return type_integer_fits(use->type, literal) ? FIT_GOOD : FIT_RANGE;
}

static enum fit bits_fit(const struct type_use *use, const struct literal *literal) {
    if (literal->kind != LITERAL_INTEGER) {
        return FIT_TYPE;
    }
    bool negative = literal->negative && literal->integer > 0;
    bool fits = use->chars >= 64 || literal->integer >> use->chars == 0;
    return !literal->too_large && !negative && fits ? FIT_GOOD : FIT_RANGE;
}

static enum fit bool_fits(const struct type_use *use, const struct literal *literal) {
    (void)use;
    return literal->kind == LITERAL_BOOL ? FIT_GOOD : FIT_TYPE;
}

static double literal_real(const struct literal *literal) {
    double real = literal->kind == LITERAL_FLOAT ? literal->real : (double)literal->integer;
    return literal->negative ? -real : real;
}

static enum fit float_fits(const struct type_use *use, const struct literal *literal) {
    if (literal->kind != LITERAL_FLOAT && literal->kind != LITERAL_INTEGER) {
        return FIT_TYPE;
    }
    double most = use->type->measure.size[WIDTH_64] == 4 ? (double)FLT_MAX : DBL_MAX;
    return !literal->too_large && fabs(literal_real(literal)) <= most ? FIT_GOOD : FIT_RANGE;
}

static enum fit chars_fit(const struct type_use *use, const struct literal *literal) {
    if (literal->kind != LITERAL_STRING) {
        return FIT_TYPE;
    }
    bool has_nul = memchr(literal->text, '\0', literal->length) != NULL;
    return literal->length < use->chars && !has_nul ? FIT_GOOD : FIT_RANGE;
}

static enum fit enum_fits(const struct type_use *use, const struct literal *literal) {
    (void)use;
    return literal->kind == LITERAL_NAME ? FIT_GOOD : FIT_TYPE;
}

static enum fit nothing_fits(const struct type_use *use, const struct literal *literal) {
    (void)use;
    (void)literal;
    return FIT_TYPE;
}

/* The least numbers can't be written as such: the minus is an operator on a number too large. */
const char *type_c_integer(struct mem *mem, bool negative, uint64_t integer) {
    const char *sign = negative && integer > 0 ? "-" : "";
    if (negative && integer > INT64_MAX) {
        return "INT64_MIN";
    }
    if (negative && integer == (uint64_t)INT32_MAX + 1) {
        return "INT32_MIN";
    }
    if (integer <= INT32_MAX) {
        return mem_concat(mem, sign, mem_number(mem, integer), NULL);
    }
    if (integer <= INT64_MAX) {
        return mem_format(mem, "%sINT64_C(%" PRIu64 ")", sign, integer);
    }
    return mem_format(mem, "UINT64_C(%" PRIu64 ")", integer);
}

static const char *c_integer(struct mem *mem, const struct field *field) {
    const struct literal *literal = &field->initial;
    if (!literal->negative && field->type.type->least == 0 && literal->integer > INT32_MAX) {
        bool wide = literal->integer > UINT32_MAX;
        return mem_format(mem, "%s(%" PRIu64 ")", wide ? "UINT64_C" : "UINT32_C", literal->integer);
    }
    return type_c_integer(mem, literal->negative, literal->integer);
}

static const char *c_bool(struct mem *mem, const struct field *field) {
    (void)mem;
    return field->initial.integer != 0 ? "true" : "false";
}

/* The shortest digits that read back as the same number, always with a point or an exponent. */
static const char *c_float(struct mem *mem, const struct field *field) {
    bool is_single = field->type.type->measure.size[WIDTH_64] == 4;
    double real = literal_real(&field->initial);
    char digits[40];
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        double back = 0;
        (void)sscanf(digits, "%lf", &back);
        if (is_single ? (float)back == (float)real : back == real) {
            break;
        }
    }
    bool has_mark = strpbrk(digits, ".e") != NULL;
    return mem_format(mem, "%s%s%s", digits, has_mark ? "" : ".0", is_single ? "f" : "");
}

static const char *c_chars(struct mem *mem, const struct field *field) {
    return c_string(mem, field->initial.text, field->initial.length);
}

static const char *c_enumerator(struct mem *mem, const struct field *field) {
    (void)mem;
    return field->initial_enumerator->c_name;
}

static uint64_t integer_bits(const struct field *field) {
    uint64_t magnitude = field->initial.integer;
    return field->initial.negative ? (uint64_t)0 - magnitude : magnitude;
}

static uint64_t double_bits(const struct field *field) {
    double real = literal_real(&field->initial);
    uint64_t bits = 0;
    memcpy(&bits, &real, sizeof bits);
    return bits;
}

static uint64_t float_bits(const struct field *field) {
    float real = (float)literal_real(&field->initial);
    uint32_t bits = 0;
    memcpy(&bits, &real, sizeof bits);
    return bits;
}

static uint64_t enumerator_bits(const struct field *field) {
    return (uint64_t)field->initial_enumerator->number;
}

#define FIXED(bytes)                                                                               \
    {                                                                                              \
        {bytes, bytes}, {                                                                          \
            bytes, bytes                                                                           \
        }                                                                                          \
    }
#define POINTER                                                                                    \
    {                                                                                              \
        {8, 4}, {                                                                                  \
            8, 4                                                                                   \
        }                                                                                          \
    }

static const struct type rows[] = {
    {.word = "bool",
     .measure = FIXED(1),
     .c_type = "bool",
     .cell = "SLOTS_CELL_BOOL",
     .kind = "SLOTS_BOOL",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "false",
     .takes = "`true` or `false`",
     .fits = bool_fits,
     .c_initial = c_bool,
     .bits = integer_bits},
    {.word = "i8",
     .measure = FIXED(1),
     .least = INT8_MIN,
     .most = INT8_MAX,
     .c_type = "int8_t",
     .cell = "SLOTS_CELL_I8",
     .kind = "SLOTS_INT",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "0",
     .takes = "an integer",
     .fits = integer_fits,
     .c_initial = c_integer,
     .bits = integer_bits},
    {.word = "i16",
     .measure = FIXED(2),
     .least = INT16_MIN,
     .most = INT16_MAX,
     .c_type = "int16_t",
     .cell = "SLOTS_CELL_I16",
     .kind = "SLOTS_INT",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "0",
     .takes = "an integer",
     .fits = integer_fits,
     .c_initial = c_integer,
     .bits = integer_bits},
    {.word = "i32",
     .measure = FIXED(4),
     .least = INT32_MIN,
     .most = INT32_MAX,
     .c_type = "int32_t",
     .cell = "SLOTS_CELL_I32",
     .kind = "SLOTS_INT",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "0",
     .takes = "an integer",
     .fits = integer_fits,
     .c_initial = c_integer,
     .bits = integer_bits},
    {.word = "i64",
     .measure = FIXED(8),
     .least = INT64_MIN,
     .most = INT64_MAX,
     .c_type = "int64_t",
     .cell = "SLOTS_CELL_I64",
     .kind = "SLOTS_INT",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "0",
     .takes = "an integer",
     .fits = integer_fits,
     .c_initial = c_integer,
     .bits = integer_bits},
    {.word = "u8",
     .measure = FIXED(1),
     .most = UINT8_MAX,
     .c_type = "uint8_t",
     .cell = "SLOTS_CELL_U8",
     .kind = "SLOTS_UINT",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "0",
     .takes = "an integer",
     .fits = integer_fits,
     .c_initial = c_integer,
     .bits = integer_bits},
    {.word = "u16",
     .measure = FIXED(2),
     .most = UINT16_MAX,
     .c_type = "uint16_t",
     .cell = "SLOTS_CELL_U16",
     .kind = "SLOTS_UINT",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "0",
     .takes = "an integer",
     .fits = integer_fits,
     .c_initial = c_integer,
     .bits = integer_bits},
    {.word = "u32",
     .measure = FIXED(4),
     .most = UINT32_MAX,
     .c_type = "uint32_t",
     .cell = "SLOTS_CELL_U32",
     .kind = "SLOTS_UINT",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "0",
     .takes = "an integer",
     .fits = integer_fits,
     .c_initial = c_integer,
     .bits = integer_bits},
    {.word = "u64",
     .measure = FIXED(8),
     .most = UINT64_MAX,
     .c_type = "uint64_t",
     .cell = "SLOTS_CELL_U64",
     .kind = "SLOTS_UINT",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "0",
     .takes = "an integer",
     .fits = integer_fits,
     .c_initial = c_integer,
     .bits = integer_bits},
    {.word = "f32",
     .measure = FIXED(4),
     .c_type = "float",
     .cell = "SLOTS_CELL_F32",
     .kind = "SLOTS_FLOAT",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "0.0f",
     .takes = "a number",
     .fits = float_fits,
     .c_initial = c_float,
     .bits = float_bits},
    {.word = "f64",
     .measure = FIXED(8),
     .c_type = "double",
     .cell = "SLOTS_CELL_F64",
     .kind = "SLOTS_FLOAT",
     .accessors = "access_scalar.h",
     .stores = "store_scalar.h",
     .zero = "0.0",
     .takes = "a number",
     .fits = float_fits,
     .c_initial = c_float,
     .bits = double_bits},
    {.word = "char",
     .measure = {.align = {1, 1}},
     .least_length = 2,
     .most_length = INT32_MAX,
     .c_type = "const char *",
     .cell = "SLOTS_CELL_CHARS",
     .kind = "SLOTS_TEXT",
     .accessors = "access_chars.h",
     .stores = "store_chars.h",
     .zero = "\"\"",
     .takes = "a string",
     .fits = chars_fit,
     .c_initial = c_chars},
    {.word = "bits",
     .least_length = 1,
     .most_length = 64,
     .takes = "an integer",
     .no_array = true,
     .unsupported = "fields of type `bits`",
     .fits = bits_fit,
     .c_initial = c_integer,
     .bits = integer_bits},
    {.word = "str",
     .measure = POINTER,
     .c_type = "const char *",
     .cell = "SLOTS_CELL_STR",
     .kind = "SLOTS_TEXT",
     .accessors = "access_str.h",
     .stores = "store_str.h",
     .zero = "SLOTS_NULL",
     .owned = true,
     .fits = nothing_fits},
};

const struct type type_enum = {.word = "enum",
                               .kind = "SLOTS_INT",
                               .accessors = "access_enum.h",
                               .stores = "store_enum.h",
                               .zero = "0",
                               .takes = "the name of an enumerator",
                               .fits = enum_fits,
                               .c_initial = c_enumerator,
                               .bits = enumerator_bits};
const struct type type_extern = {
    .word = "extern", .unsupported = "extern types", .fits = nothing_fits};
const struct type type_record = {
    .word = "record", .unsupported = "nested records", .fits = nothing_fits};
const struct type type_ref = {
    .word = "ref", .measure = POINTER, .unsupported = "fields of type `ref`", .fits = nothing_fits};

const struct type *type_at(unsigned index) {
    return index < sizeof rows / sizeof *rows ? &rows[index] : NULL;
}

const struct type *type_find(const char *word) {
    for (unsigned i = 0; type_at(i) != NULL; i++) {
        if (strcmp(rows[i].word, word) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

bool type_is_word(const char *word) {
    return type_find(word) != NULL || strcmp(word, "ref") == 0 || strcmp(word, "slots") == 0 ||
           strcmp(word, "dict") == 0;
}

struct measure type_measure(const struct type_use *use) {
    struct measure measure = {{0, 0}, {1, 1}};
    if (use->type != NULL) {
        measure = use->type->measure;
    }
    if (use->enumeration != NULL && use->enumeration->type != NULL) {
        measure = use->enumeration->type->measure;
    }
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (use->chars != 0) {
            measure.size[width] = use->chars;
        }
        if (use->items != 0) {
            measure.size[width] *= use->items;
        }
        if (measure.align[width] == 0) {
            measure.align[width] = 1;
        }
    }
    return measure;
}
