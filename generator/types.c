#include "types.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ast.h"
#include "c_text.h"
#include "mem.h"
#include "text.h"

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
    bool fits = use->bit_count >= 64 || literal->integer >> use->bit_count == 0;
    return !literal->too_large && !negative && fits ? FIT_GOOD : FIT_RANGE;
}

static enum fit bool_fits(const struct type_use *use, const struct literal *literal) {
    (void)use;
    return literal->kind == LITERAL_BOOL ? FIT_GOOD : FIT_TYPE;
}

static double literal_real(const struct literal *literal) {
    bool has_real = literal->kind == LITERAL_FLOAT || literal->too_large;
    double real = has_real ? literal->real : (double)literal->integer;
    return literal->negative ? -real : real;
}

static enum fit float_fits(const struct type_use *use, const struct literal *literal) {
    if (literal->kind != LITERAL_FLOAT && literal->kind != LITERAL_INTEGER) {
        return FIT_TYPE;
    }
    bool is_single = use->type->measure.size[WIDTH_64] == sizeof(float);
    bool fits = is_single ? literal->single <= FLT_MAX : fabs(literal_real(literal)) <= DBL_MAX;
    return fits ? FIT_GOOD : FIT_RANGE;
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
    const struct literal *literal = field->initial;
    if (!literal->negative && field->type.type->least == 0 && literal->integer > INT32_MAX) {
        bool wide = literal->integer > UINT32_MAX;
        return mem_format(mem, "%s(%" PRIu64 ")", wide ? "UINT64_C" : "UINT32_C", literal->integer);
    }
    return type_c_integer(mem, literal->negative, literal->integer);
}

static const char *c_bool(struct mem *mem, const struct field *field) {
    (void)mem;
    return field->initial->integer != 0 ? "true" : "false";
}

/* The shortest digits that read back as the same number, always with a point or an exponent. */
static float literal_single(const struct literal *literal) {
    return literal->negative ? -literal->single : literal->single;
}

/* The fewest digits that are read as the same number. */
static const char *c_float(struct mem *mem, const struct field *field) {
    bool is_single = field->type.type->measure.size[WIDTH_64] == sizeof(float);
    float single = literal_single(field->initial);
    double real = is_single ? (double)single : literal_real(field->initial);
    char digits[40];
    bool same = false;
    for (int precision = 1; precision <= 17 && !same; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        same = is_single ? strtof(digits, NULL) == single : strtod(digits, NULL) == real;
    }
    bool has_mark = strpbrk(digits, ".e") != NULL;
    return mem_format(mem, "%s%s%s", digits, has_mark ? "" : ".0", is_single ? "f" : "");
}

static const char *c_chars(struct mem *mem, const struct field *field) {
    return c_string(mem, field->initial->text, field->initial->length);
}

static const char *c_enumerator(struct mem *mem, const struct field *field) {
    (void)mem;
    return field->initial_enumerator->c_name;
}

static uint64_t integer_bits(const struct field *field) {
    uint64_t magnitude = field->initial->integer;
    return field->initial->negative ? (uint64_t)0 - magnitude : magnitude;
}

static uint64_t double_bits(const struct field *field) {
    double real = literal_real(field->initial);
    uint64_t bits = 0;
    memcpy(&bits, &real, sizeof bits);
    return bits;
}

static uint64_t float_bits(const struct field *field) {
    float real = literal_single(field->initial);
    uint32_t bits = 0;
    memcpy(&bits, &real, sizeof bits);
    return bits;
}

static uint64_t enumerator_bits(const struct field *field) {
    return (uint64_t)field->initial_enumerator->number;
}

static const char *c_own(struct mem *mem, const struct type_use *use) {
    (void)mem;
    return use->type->c_type;
}

static const char *c_char(struct mem *mem, const struct type_use *use) {
    (void)mem;
    (void)use;
    return "char";
}

static const char *c_char_pointer(struct mem *mem, const struct type_use *use) {
    (void)mem;
    (void)use;
    return "char *";
}

static const char *c_bits(struct mem *mem, const struct type_use *use) {
    (void)mem;
    return type_c_unsigned(type_unsigned_size(use->bit_count));
}

static const char *c_enum(struct mem *mem, const struct type_use *use) {
    (void)mem;
    return use->enumeration->declaration.c_name;
}

static const char *c_enum_cell(struct mem *mem, const struct type_use *use) {
    (void)mem;
    return use->enumeration->type->c_type;
}

static const char *c_record(struct mem *mem, const struct type_use *use) {
    (void)mem;
    return use->record->declaration.c_name;
}

static const char *c_record_value(struct mem *mem, const struct type_use *use) {
    return mem_concat(mem, "const ", use->record->declaration.c_name, " *", NULL);
}

static const char *c_extern(struct mem *mem, const struct type_use *use) {
    (void)mem;
    return use->foreign->c_type;
}

/* Behind a `*` the const of what is pointed to has but one place. */
static const char *c_extern_value(struct mem *mem, const struct type_use *use) {
    const char *type = use->foreign->c_type;
    return strchr(type, '*') != NULL ? mem_concat(mem, type, "const *", NULL)
                                     : mem_concat(mem, "const ", type, " *", NULL);
}

static const char *c_extern_name(struct mem *mem, const struct field *field) {
    const char *type = field->type.foreign->c_type;
    return c_string(mem, type, strlen(type));
}

static const char *c_default_text(struct mem *mem, const struct field *field) {
    return field->has_initial ? c_chars(mem, field) : NULL;
}

static const char *c_pointer(struct mem *mem, const struct type_use *use) {
    return mem_concat(mem, use->record->declaration.c_name, " *", NULL);
}

uint32_t type_unsigned_size(uint32_t bits) {
    return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
}

const char *type_c_unsigned(uint32_t size) {
    return size == 1 ? "uint8_t" : size == 2 ? "uint16_t" : size == 4 ? "uint32_t" : "uint64_t";
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

/* The rows of the integers, which differ in their width and sign alone. */
#define INTEGER(spelling, bytes, lowest, highest, c_name, cell_form, value_kind, maker)            \
    {                                                                                              \
        .word = (spelling), .measure = FIXED(bytes), .least = (lowest), .most = (highest),         \
        .c_type = (c_name), .cell = (cell_form), .kind = (value_kind), .key = (maker),             \
        .form = "scalar", .c_value = c_own, .c_cell = c_own, .zero = "0", .takes = "an integer",   \
        .fits = integer_fits, .c_initial = c_integer, .bits = integer_bits                         \
    }

static const struct type rows[] = {
    {.word = "bool",
     .measure = FIXED(1),
     .c_type = "bool",
     .cell = "SLOTS_CELL_BOOL",
     .kind = "SLOTS_BOOL",
     .key = "slots_bool",
     .form = "scalar",
     .c_value = c_own,
     .c_cell = c_own,
     .zero = "false",
     .takes = "`true` or `false`",
     .fits = bool_fits,
     .c_initial = c_bool,
     .bits = integer_bits},
    INTEGER("i8", 1, INT8_MIN, INT8_MAX, "int8_t", "SLOTS_CELL_I8", "SLOTS_INT", "slots_int"),
    INTEGER("i16", 2, INT16_MIN, INT16_MAX, "int16_t", "SLOTS_CELL_I16", "SLOTS_INT", "slots_int"),
    INTEGER("i32", 4, INT32_MIN, INT32_MAX, "int32_t", "SLOTS_CELL_I32", "SLOTS_INT", "slots_int"),
    INTEGER("i64", 8, INT64_MIN, INT64_MAX, "int64_t", "SLOTS_CELL_I64", "SLOTS_INT", "slots_int"),
    INTEGER("u8", 1, 0, UINT8_MAX, "uint8_t", "SLOTS_CELL_U8", "SLOTS_UINT", "slots_uint"),
    INTEGER("u16", 2, 0, UINT16_MAX, "uint16_t", "SLOTS_CELL_U16", "SLOTS_UINT", "slots_uint"),
    INTEGER("u32", 4, 0, UINT32_MAX, "uint32_t", "SLOTS_CELL_U32", "SLOTS_UINT", "slots_uint"),
    INTEGER("u64", 8, 0, UINT64_MAX, "uint64_t", "SLOTS_CELL_U64", "SLOTS_UINT", "slots_uint"),
    {.word = "f32",
     .measure = FIXED(4),
     .c_type = "float",
     .cell = "SLOTS_CELL_F32",
     .kind = "SLOTS_FLOAT",
     .key = "slots_float32",
     .form = "scalar",
     .c_value = c_own,
     .c_cell = c_own,
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
     .key = "slots_float",
     .form = "scalar",
     .c_value = c_own,
     .c_cell = c_own,
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
     .key = "slots_text",
     .form = "chars",
     .fallible = true,
     .c_value = c_own,
     .c_cell = c_char,
     .zero = "\"\"",
     .takes = "a string",
     .fits = chars_fit,
     .c_initial = c_chars,
     .c_text = c_default_text},
    {.word = "bits",
     .least_length = 1,
     .most_length = 64,
     .cell = "SLOTS_CELL_BITS",
     .kind = "SLOTS_UINT",
     .key = "slots_uint",
     .form = "bits",
     .fallible = true,
     .c_value = c_bits,
     .c_cell = c_bits,
     .zero = "0",
     .takes = "an integer",
     .no_array = true,
     .fits = bits_fit,
     .c_initial = c_integer,
     .bits = integer_bits},
    {.word = "str",
     .measure = POINTER,
     .c_type = "const char *",
     .cell = "SLOTS_CELL_STR",
     .kind = "SLOTS_TEXT",
     .key = "slots_text",
     .form = "str",
     .fallible = true,
     .c_value = c_own,
     .c_cell = c_char_pointer,
     .zero = "SLOTS_NULL",
     .owned = true,
     .fits = nothing_fits},
};

const struct type type_enum = {.word = "enum",
                               .kind = "SLOTS_INT",
                               .key = "slots_int",
                               .form = "enum",
                               .fallible = true,
                               .c_value = c_enum,
                               .c_cell = c_enum_cell,
                               .zero = "0",
                               .takes = "the name of an enumerator",
                               .fits = enum_fits,
                               .c_initial = c_enumerator,
                               .bits = enumerator_bits};
const struct type type_extern = {.word = "extern",
                                 .cell = "SLOTS_CELL_BYTES",
                                 .kind = "SLOTS_BYTES",
                                 .form = "extern",
                                 .by_address = true,
                                 .c_value = c_extern_value,
                                 .c_cell = c_extern,
                                 .fits = nothing_fits,
                                 .c_text = c_extern_name};
const struct type type_record = {.word = "record",
                                 .cell = "SLOTS_CELL_RECORD",
                                 .kind = "SLOTS_REF",
                                 .form = "record",
                                 .by_address = true,
                                 .c_value = c_record_value,
                                 .c_cell = c_record,
                                 .fits = nothing_fits};
const struct type type_ref = {.word = "ref",
                              .measure = POINTER,
                              .cell = "SLOTS_CELL_REF",
                              .kind = "SLOTS_REF",
                              .form = "scalar",
                              .zero = "SLOTS_NULL",
                              .c_value = c_pointer,
                              .c_cell = c_pointer,
                              .fits = nothing_fits};

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

bool type_is_text(const struct type_use *use) {
    return !use->is_array && (use->chars != 0 || use->type->owned);
}

bool type_is_pointer(const struct type *type) {
    return type->measure.size[WIDTH_64] != type->measure.size[WIDTH_32];
}

bool type_holds_pointer(const struct type_use *use) {
    return use->foreign != NULL ? use->foreign->size->holds_pointer
                                : use->type != NULL && type_is_pointer(use->type);
}

const char *type_typedef(struct mem *mem, const struct extern_type *type) {
    static const char *const tags[] = {"struct", "union", "enum"};
    const char *last = NULL;
    for (const char *at = type->c_type; at != NULL && *at != '\0' && *at != '*';) {
        size_t length = strcspn(at, " *");
        last = mem_copy(mem, at, length);
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
            if (strcmp(last, tags[i]) == 0) {
                return NULL;
            }
        }
        at += length + (at[length] == ' ');
    }
    return last;
}

bool type_is_known(const struct type_use *use, enum width width) {
    return use->foreign == NULL || use->foreign->size->known[width];
}

struct measure type_measure(const struct type_use *use) {
    struct measure measure = {{0, 0}, {1, 1}};
    if (use->type != NULL) {
        measure = use->type->measure;
    }
    if (use->enumeration != NULL && use->enumeration->type != NULL) {
        measure = use->enumeration->type->measure;
    }
    if (use->foreign != NULL) {
        measure = use->foreign->size->measure;
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

const char *type_words(struct mem *mem, const struct type_use *use) {
    if (use->span.end == use->name.span.end) {
        return use->name.text;
    }
    struct text text = {.mem = mem};
    text_add_string(&text, use->name.text);
    if (use->target.text != NULL) {
        text_add_string(&text, " ");
        text_add_string(&text, use->target.text);
    }
    uint32_t length = use->chars != 0 ? use->chars : use->bit_count;
    if (length != 0) {
        text_add_string(&text, mem_concat(mem, "[", mem_number(mem, length), "]", NULL));
    }
    if (use->items != 0) {
        text_add_string(&text, mem_concat(mem, "[", mem_number(mem, use->items), "]", NULL));
    }
    text_add_string(&text, use->optional ? "?" : "");
    return text_string(&text);
}
