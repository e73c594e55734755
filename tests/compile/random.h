/* What the programs of layout_random.py are written with. They include the generated headers
 * before this. An object stands in guarded memory beside a copy that holds what every byte of it
 * must be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILL 0xAA
#define GUARD 64

static struct {
    unsigned char *bytes; /* of the block: a guard, the object, a guard */
    unsigned char *expected;
    size_t size; /* of the whole block */
    size_t object; /* of the object */
} memory;

static int failures;
static const char *record;

static void fail(int line, const char *what) {
    if (failures++ < 50) {
        printf("%s: line %d: not so: %s\n", record, line, what);
    }
}

#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fail(__LINE__, #condition);                                                            \
        }                                                                                          \
    } while (0)

/* Memory for an object, full of rubbish. */
static void *take(const char *name, size_t size) {
    record = name;
    memory.object = size;
    memory.size = size + 2 * GUARD;
    memory.bytes = malloc(memory.size);
    memory.expected = malloc(memory.size);
    if (memory.bytes == NULL || memory.expected == NULL) {
        abort();
    }
    memset(memory.bytes, FILL, memory.size);
    memset(memory.expected, FILL, memory.size);
    return memory.bytes + GUARD;
}

static void drop(void) {
    free(memory.bytes);
    free(memory.expected);
}

/* Bytes that are known. */
static void know(size_t offset, const char *bytes, size_t count) {
    memcpy(memory.expected + GUARD + offset, bytes, count);
}

/* Bytes that another test looks at: pointers. */
static void accept(size_t offset, size_t count) {
    memcpy(memory.expected + GUARD + offset, memory.bytes + GUARD + offset, count);
}

static void intact(int line) {
    if (memcmp(memory.bytes, memory.expected, memory.size) != 0) {
        size_t at = 0;
        while (memory.bytes[at] == memory.expected[at]) {
            at++;
        }
        printf("%s: line %d: byte %ld is %02x, not %02x\n", record, line, (long)at - GUARD,
               memory.bytes[at], memory.expected[at]);
        failures++;
        memcpy(memory.expected, memory.bytes, memory.size);
    }
}

/* Before the defaults are known: all zero, padding too; no byte of a record without members. */
static void made(bool is_empty) {
    memset(memory.expected + GUARD, is_empty ? FILL : 0, memory.object);
}

/* The dict's word: of an object that has just been made it is the class. */
static void word_is(const slots_class *type, bool is_new) {
    uintptr_t word;
    if (type->ext_offset == SLOTS_NO_DICT) {
        return;
    }
    memcpy(&word, memory.bytes + GUARD + type->ext_offset, sizeof word);
    EXPECT(!is_new || word == ((uintptr_t)type | 1));
    accept(type->ext_offset, sizeof word);
}

static bool same_text(const char *left, const char *right) {
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

static bool is_int(slots_value value, int64_t expected) {
    int64_t integer = 0;
    return value.kind == SLOTS_INT && slots_as_int(value, &integer) == SLOTS_OK &&
           integer == expected;
}

static bool is_uint(slots_value value, uint64_t expected) {
    uint64_t natural = 0;
    return value.kind == SLOTS_UINT && slots_as_uint(value, &natural) == SLOTS_OK &&
           natural == expected;
}

static bool is_bool(slots_value value, bool expected) {
    bool boolean = !expected;
    return slots_as_bool(value, &boolean) == SLOTS_OK && boolean == expected;
}

static bool is_float(slots_value value, double expected) {
    double real = 0;
    return slots_as_float(value, &real) == SLOTS_OK && real == expected;
}

static bool is_text(slots_value value, const char *expected) {
    const char *text = "";
    return slots_as_text(value, &text) == SLOTS_OK && same_text(text, expected) &&
           value.as.text.length == (expected != NULL ? strlen(expected) : 0);
}

static bool is_array(slots_value value, uint32_t kind, size_t size, const void *items,
                     size_t count) {
    return value.kind == SLOTS_ARRAY && value.as.array.kind == kind &&
           value.as.array.size == size && value.as.array.count == count &&
           value.as.array.items == items;
}

/* Where the macros below are used, `self` is the object and `got` a value. NAMED is what the
 * attribute is by name: IS(got, …) tests it. */
#define CHECKED(R, f, bytes)                                                                       \
    know(R##_OFFSET_##f, bytes, sizeof(bytes) - 1);                                                \
    intact(__LINE__);

#define NAMED(R, f, is)                                                                            \
    EXPECT(R##_getattr(self, #f, &got) == SLOTS_OK && (is));                                       \
    EXPECT(R##_hasattr(self, #f));

/* A field that holds one number. */
#define SCALAR(R, f, v, bytes, is)                                                                 \
    EXPECT(R##_set_##f(self, v) == SLOTS_OK);                                                      \
    CHECKED(R, f, bytes)                                                                           \
    EXPECT(R##_get_##f(self) == (v));                                                              \
    NAMED(R, f, is)

/* The same, stored by name. */
#define BY_NAME(R, f, value, bytes, v)                                                             \
    EXPECT(R##_setattr(self, #f, value) == SLOTS_OK);                                              \
    CHECKED(R, f, bytes)                                                                           \
    EXPECT(R##_get_##f(self) == (v));

#define STRANGER(R, f, v)                                                                          \
    EXPECT(R##_set_##f(self, v) == SLOTS_RANGE_ERROR);                                             \
    EXPECT(R##_setattr(self, #f, slots_int(v)) == SLOTS_RANGE_ERROR);                              \
    intact(__LINE__);

#define CHARS(R, f, v, bytes)                                                                      \
    EXPECT(R##_set_##f(self, v) == SLOTS_OK);                                                      \
    CHECKED(R, f, bytes)                                                                           \
    EXPECT(same_text(R##_get_##f(self), v) && R##_length_##f(self) == sizeof(v) - 1);              \
    NAMED(R, f, is_text(got, v))                                                                   \
    EXPECT(R##_setn_##f(self, v "rest", sizeof(v) - 1) == SLOTS_OK);                               \
    EXPECT(R##_set_##f(self, v "and a text that is too long for it") == SLOTS_TOO_LONG);           \
    EXPECT(R##_setattr(self, #f, slots_int(0)) == SLOTS_TYPE_ERROR);                               \
    intact(__LINE__);                                                                              \
    EXPECT(R##_setattr(self, #f, slots_text_n(v "rest", sizeof(v) - 1)) == SLOTS_OK);              \
    intact(__LINE__);

#define STR(R, f, v)                                                                               \
    EXPECT(R##_set_##f(self, v) == SLOTS_OK);                                                      \
    accept(R##_OFFSET_##f, sizeof(char *));                                                        \
    intact(__LINE__);                                                                              \
    EXPECT(same_text(R##_get_##f(self), v));                                                       \
    NAMED(R, f, is_text(got, v))                                                                   \
    EXPECT(R##_setattr(self, #f, slots_text(v)) == SLOTS_OK);                                      \
    accept(R##_OFFSET_##f, sizeof(char *));                                                        \
    intact(__LINE__);                                                                              \
    EXPECT(same_text(R##_get_##f(self), v));                                                       \
    EXPECT(R##_setattr(self, #f, slots_bool(true)) == SLOTS_TYPE_ERROR);                           \
    intact(__LINE__);

/* An array, item by item and at once; items are all the values, bytes the cell with them. */
#define ARRAY(R, f, n, kind_, items, bytes)                                                        \
    for (size_t i = 0; i < (n); i++) {                                                             \
        EXPECT(R##_put_##f(self, i, (items)[i]) == SLOTS_OK);                                      \
        EXPECT(R##_at_##f(self, i) == (items)[i]);                                                 \
    }                                                                                              \
    CHECKED(R, f, bytes)                                                                           \
    EXPECT(R##_put_##f(self, n, (items)[0]) == SLOTS_RANGE_ERROR);                                 \
    EXPECT(R##_put_##f(self, (size_t)-1, (items)[0]) == SLOTS_RANGE_ERROR);                        \
    NAMED(R, f, is_array(got, kind_, (sizeof(bytes) - 1) / (n), R##_array_##f(self), n))           \
    memset((char *)self + R##_OFFSET_##f, 0, sizeof(bytes) - 1);                                   \
    EXPECT(R##_setattr(self, #f, slots_array(kind_, (sizeof(bytes) - 1) / (n), bytes, n)) ==       \
           SLOTS_OK);                                                                              \
    intact(__LINE__);                                                                              \
    EXPECT(R##_setattr(self, #f, slots_array(kind_, (sizeof(bytes) - 1) / (n), bytes, (n)-1)) ==   \
           SLOTS_RANGE_ERROR);                                                                     \
    intact(__LINE__);

/* Where a field can be deleted its cell has the default then; elsewhere nothing changes. */
#define DELETED(R, f, bytes)                                                                       \
    if (R##_delattr(self, #f) == SLOTS_OK) {                                                       \
        EXPECT(!R##_hasattr(self, #f) && R##_delattr(self, #f) == SLOTS_ATTRIBUTE_ERROR);          \
        know(R##_OFFSET_##f, bytes, sizeof(bytes) - 1);                                            \
        word_is(&R##_class, false);                                                                \
    } else {                                                                                       \
        EXPECT(R##_delattr(self, #f) == SLOTS_NOT_OPTIONAL);                                       \
    }                                                                                              \
    intact(__LINE__);

/* What is written through the child is read through the base, and the other way round. */
#define CROSSED(R, B, f, v, w)                                                                     \
    EXPECT(R##_set_##f(self, v) == SLOTS_OK);                                                      \
    EXPECT(B##_get_##f(R##_as_##B##_const(self)) == (v));                                          \
    EXPECT(B##_set_##f(R##_as_##B(self), w) == SLOTS_OK);                                          \
    EXPECT(R##_get_##f(self) == (w));                                                              \
    EXPECT(R##_as_##B##_##f##_aliased(self, R##_as_##B(self)));

#define CROSSED_TEXT(R, B, f, v, w)                                                                \
    EXPECT(R##_set_##f(self, v) == SLOTS_OK);                                                      \
    EXPECT(same_text(B##_get_##f(R##_as_##B##_const(self)), v));                                   \
    EXPECT(B##_set_##f(R##_as_##B(self), w) == SLOTS_OK);                                          \
    EXPECT(same_text(R##_get_##f(self), w));

#define CROSSED_ARRAY(R, B, f, i, v, w)                                                            \
    EXPECT(R##_put_##f(self, i, v) == SLOTS_OK);                                                   \
    EXPECT(B##_at_##f(R##_as_##B##_const(self), i) == (v));                                        \
    EXPECT(B##_put_##f(R##_as_##B(self), i, w) == SLOTS_OK);                                       \
    EXPECT(R##_at_##f(self, i) == (w));

/* Two pointers to one object, of which a compiler might think that they are not. */
#define ALIASED(R, B, f, v, w)                                                                     \
    static __attribute__((noinline)) bool R##_as_##B##_##f##_aliased(R *child, B *parent) {        \
        (void)R##_set_##f(child, v);                                                               \
        (void)B##_set_##f(parent, w);                                                              \
        return R##_get_##f(child) == (w);                                                          \
    }
