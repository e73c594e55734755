/* What the programs of layout_random.py are written with. They include the generated headers
 * before this. An object stands in guarded memory beside a copy that holds what every byte of it
 * must be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32) /* has no aligned_alloc */
#include <malloc.h>
#define aligned_alloc(align, size) _aligned_malloc(size, align)
#define free_aligned _aligned_free
#else
#define free_aligned free
#endif

#define FILL 0xAA
#define GUARD 64

static struct {
    unsigned char *bytes; /* of the block: a guard, the object, a guard */
    unsigned char *expected;
    unsigned char *known; /* 1 for each bit that a field, the dict or a presence bit has */
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

/* What must work for a test to make sense. */
static void must(int line, slots_status status) {
    if (status != SLOTS_OK) {
        printf("%s: line %d: status %d\n", record, line, (int)status);
        abort();
    }
}

#define MUST(call) must(__LINE__, call)

/* Memory for an object, full of rubbish. */
static void *take(const char *name, size_t size) {
    record = name;
    memory.object = size;
    memory.size = (size + 3 * GUARD - 1) / GUARD * GUARD;
    memory.bytes = aligned_alloc(GUARD, memory.size);
    memory.expected = malloc(memory.size);
    memory.known = calloc(1, memory.size);
    if (memory.bytes == NULL || memory.expected == NULL || memory.known == NULL) {
        abort();
    }
    memset(memory.bytes, FILL, memory.size);
    memset(memory.expected, FILL, memory.size);
    return memory.bytes + GUARD;
}

static void drop(void) {
    free_aligned(memory.bytes);
    free(memory.expected);
    free(memory.known);
}

/* Bytes that are known. */
static void know(size_t offset, const char *bytes, size_t count) {
    memcpy(memory.expected + GUARD + offset, bytes, count);
    memset(memory.known + GUARD + offset, 0xFF, count);
}

/* So many bits of a unit of so many bytes, from the bit `shift` on. */
static void know_bits(size_t offset, size_t size, unsigned shift, unsigned width, uint64_t bits) {
    for (unsigned i = 0; i < width; i++) {
        unsigned bit = shift + i;
        size_t byte = bit / 8;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        byte = size - 1 - byte;
#endif
        unsigned char mask = (unsigned char)(1u << bit % 8);
        unsigned char *at = memory.expected + GUARD + offset + byte;
        (void)size;
        *at = (unsigned char)((bits >> i & 1) != 0 ? *at | mask : *at & ~mask);
        memory.known[GUARD + offset + byte] |= mask;
    }
}

static void know_pointer(size_t offset, const void *pointer) {
    memcpy(memory.expected + GUARD + offset, &pointer, sizeof pointer);
    memset(memory.known + GUARD + offset, 0xFF, sizeof pointer);
}

/* Nothing is known of the bits from here on. */
static void unknown(void) {
    memset(memory.known, 0, memory.size);
}

/* Turns each bit of the object that holds nothing. */
static void scribble(void) {
    for (size_t i = GUARD; i < GUARD + memory.object; i++) {
        memory.bytes[i] ^= (unsigned char)~memory.known[i];
    }
}

/* Bytes that another test looks at: pointers. */
static void accept(size_t offset, size_t count) {
    memset(memory.known + GUARD + offset, 0xFF, count);
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

static bool is_ref(slots_value value, const slots_class *type, const void *expected) {
    const void *pointer = NULL;
    return slots_as_ref(value, &pointer) == SLOTS_OK && pointer == expected &&
           value.as.ref.type == type;
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

/* A class that no field takes. */
const slots_class stranger = {"stranger", NULL, NULL, 0, 1, 1, SLOTS_NO_DICT, 0, .open = 0};

/* One item of an array. */
#define PUT_ARRAY(R, f, i, v)                                                                      \
    EXPECT(R##_put_##f(self, i, v) == SLOTS_OK);                                                   \
    EXPECT(R##_at_##f(self, i) == (v));

#define PUT_TEXTS(R, f, i, v)                                                                      \
    EXPECT(R##_put_##f(self, i, v) == SLOTS_OK);                                                   \
    EXPECT(same_text(R##_at_##f(self, i), v) && same_text(R##_array_##f(self)[i], v));

#define PUT_RECORDS(R, f, i, v)                                                                    \
    EXPECT(R##_put_##f(self, i, v) == SLOTS_OK);                                                   \
    EXPECT(R##_at_##f(self, i) == R##_array_##f(self) + (i));                                      \
    EXPECT(R##_mut_##f(self, i) == R##_array_##f(self) + (i));

/* An array that has been filled: its bounds, and all of it by name. */
#define ARRAY(R, f, n, kind_, item)                                                                \
    EXPECT(R##_put_##f(self, n, item) == SLOTS_RANGE_ERROR);                                       \
    EXPECT(R##_put_##f(self, (size_t)-1, item) == SLOTS_RANGE_ERROR);                              \
    NAMED(R, f, is_array(got, kind_, sizeof R##_array_##f(self)[0], R##_array_##f(self), n))       \
    EXPECT(R##_setattr(self, #f, got) == SLOTS_OK);                                                \
    got.as.array.count--;                                                                          \
    EXPECT(R##_setattr(self, #f, got) == SLOTS_RANGE_ERROR);                                       \
    got.as.array.count++;                                                                          \
    got.as.array.size++;                                                                           \
    EXPECT(R##_setattr(self, #f, got) == SLOTS_TYPE_ERROR);                                        \
    EXPECT(R##_setattr(self, #f, slots_none()) == SLOTS_TYPE_ERROR);                               \
    if ((kind_) != SLOTS_TEXT) {                                                                   \
        intact(__LINE__);                                                                          \
    }

#define BITS(R, f, v)                                                                              \
    intact(__LINE__);                                                                              \
    EXPECT(R##_get_##f(self) == (v));                                                              \
    NAMED(R, f, is_uint(got, v))                                                                   \
    EXPECT(R##_setattr(self, #f, slots_int(-1)) == SLOTS_RANGE_ERROR);                             \
    EXPECT(R##_setattr(self, #f, slots_text("1")) == SLOTS_TYPE_ERROR);                            \
    intact(__LINE__);

#define BITS_BY_NAME(R, f, v)                                                                      \
    EXPECT(R##_setattr(self, #f, slots_uint(v)) == SLOTS_OK);                                      \
    intact(__LINE__);                                                                              \
    EXPECT(R##_get_##f(self) == (v));

#define TOO_LARGE(R, f, v)                                                                         \
    EXPECT(R##_setattr(self, #f, slots_uint(v)) == SLOTS_RANGE_ERROR);                             \
    EXPECT(R##_setattr(self, #f, slots_uint(UINT64_MAX)) == SLOTS_RANGE_ERROR);                    \
    intact(__LINE__);

#define REF(R, f, T, v)                                                                            \
    intact(__LINE__);                                                                              \
    EXPECT(R##_get_##f(self) == (v));                                                              \
    NAMED(R, f, is_ref(got, &T##_class, v))                                                        \
    EXPECT(R##_setattr(self, #f, slots_ref(&stranger, &T##_there[1])) == SLOTS_TYPE_ERROR);        \
    EXPECT(R##_setattr(self, #f, slots_int(0)) == SLOTS_TYPE_ERROR);                               \
    intact(__LINE__);                                                                              \
    EXPECT(R##_setattr(self, #f, slots_ref(&T##_class, &T##_there[1])) == SLOTS_OK);               \
    EXPECT(R##_get_##f(self) == &T##_there[1]);                                                    \
    EXPECT(R##_setattr(self, #f, slots_none()) == SLOTS_OK);

#define NO_REF(R, f, T)                                                                            \
    intact(__LINE__);                                                                              \
    EXPECT(R##_get_##f(self) == NULL);                                                             \
    NAMED(R, f, is_ref(got, &T##_class, NULL))

/* A record by value: v points to one that is copied. */
#define HELD(R, f, T, v) EXPECT(R##_set_##f(self, v) == SLOTS_OK);

#define HELD_BY_NAME(R, f, T, v)                                                                   \
    EXPECT(R##_setattr(self, #f, slots_ref(&T##_class, v)) == SLOTS_OK);

#define HELD_NAMED(R, f, T)                                                                        \
    intact(__LINE__);                                                                              \
    EXPECT((const void *)R##_get_##f(self) == (char *)self + R##_OFFSET_##f);                      \
    EXPECT(R##_mut_##f(self) == R##_get_##f(self));                                                \
    NAMED(R, f, is_ref(got, &T##_class, R##_get_##f(self)))                                        \
    EXPECT(R##_setattr(self, #f, slots_ref(&stranger, &T##_there[0])) == SLOTS_TYPE_ERROR);        \
    EXPECT(R##_setattr(self, #f, slots_ref(&T##_class, NULL)) == SLOTS_TYPE_ERROR);                \
    EXPECT(R##_setattr(self, #f, slots_none()) == SLOTS_TYPE_ERROR);                               \
    intact(__LINE__);

/* What follows once a field could be deleted, and once it could not. */
#define DELETED(R, f)                                                                              \
    EXPECT(!R##_hasattr(self, #f) && R##_delattr(self, #f) == SLOTS_ATTRIBUTE_ERROR);              \
    EXPECT(R##_getattr(self, #f, &got) == SLOTS_ATTRIBUTE_ERROR);                                  \
    word_is(&R##_class, false);

#define NOT_DELETED(R, f) EXPECT(R##_delattr(self, #f) == SLOTS_NOT_OPTIONAL);

/* A T? that is not there. */
#define MISSING(R, f)                                                                              \
    {                                                                                              \
        slots_value missing;                                                                       \
        EXPECT(!R##_has_##f(self) && !R##_hasattr(self, #f));                                      \
        EXPECT(R##_getattr(self, #f, &missing) == SLOTS_ATTRIBUTE_ERROR);                          \
        EXPECT(R##_delattr(self, #f) == SLOTS_ATTRIBUTE_ERROR);                                    \
    }

#define CLEARED(R, f)                                                                              \
    R##_clear_##f(self);                                                                           \
    word_is(&R##_class, false);

#define GONE(R, f)                                                                                 \
    EXPECT(R##_delattr(self, #f) == SLOTS_OK);                                                     \
    word_is(&R##_class, false);

/* By name it can be read, and neither set nor deleted. */
#define READONLY(R, f)                                                                             \
    EXPECT(R##_getattr(self, #f, &got) == SLOTS_OK);                                               \
    EXPECT(R##_setattr(self, #f, got) == SLOTS_READ_ONLY);                                         \
    EXPECT(R##_delattr(self, #f) != SLOTS_OK && R##_hasattr(self, #f));                            \
    intact(__LINE__);

/* Another object, filled by a function, beside self: whether they are equal, then as copies of
 * each other, on the heap too, and with rubbish wherever self holds nothing. */
#define WHOLE(R, fill, is_equal)                                                                   \
    {                                                                                              \
        R other;                                                                                   \
        R *heap = R##_new();                                                                       \
        memset(&other, FILL, sizeof other);                                                        \
        R##_init(&other);                                                                          \
        fill(&other);                                                                              \
        EXPECT(R##_equal(self, &other) == (is_equal) && R##_equal(&other, self) == (is_equal));    \
        EXPECT(!(is_equal) || R##_hash(self) == R##_hash(&other));                                 \
        scribble();                                                                                \
        EXPECT(R##_equal(self, &other) == (is_equal) && R##_equal(&other, self) == (is_equal));    \
        EXPECT(!(is_equal) || R##_hash(self) == R##_hash(&other));                                 \
        scribble();                                                                                \
        EXPECT(R##_copy(heap, &other) == SLOTS_OK && R##_equal(heap, &other));                     \
        EXPECT(R##_copy(heap, heap) == SLOTS_OK && R##_equal(heap, &other));                       \
        EXPECT(R##_hash(heap) == R##_hash(&other));                                                \
        EXPECT(R##_copy(&other, self) == SLOTS_OK && R##_equal(self, &other));                     \
        EXPECT(R##_equal(heap, self) == (is_equal) && R##_hash(self) == R##_hash(&other));         \
        DYNAMIC(R)                                                                                 \
        R##_fini(&other);                                                                          \
        R##_init(&other);                                                                          \
        EXPECT(R##_copy(heap, self) == SLOTS_OK && R##_equal(heap, self));                         \
        R##_free(heap);                                                                            \
        R##_fini(&other);                                                                          \
    }

/* An attribute that no schema declares, where there is a dict. */
#define DYNAMIC(R)                                                                                 \
    if (R##_hasdict(&other)) {                                                                     \
        EXPECT(R##_setattr(&other, "more", slots_text("a text of some length")) == SLOTS_OK);      \
        EXPECT(!R##_equal(self, &other) && !R##_equal(&other, self));                              \
        EXPECT(R##_copy(heap, &other) == SLOTS_OK && R##_equal(heap, &other));                     \
        EXPECT(R##_hash(heap) == R##_hash(&other));                                                \
        EXPECT(R##_delattr(&other, "more") == SLOTS_OK && R##_equal(self, &other));                \
        EXPECT(R##_hash(self) == R##_hash(&other) && R##_hasattr(heap, "more"));                   \
        EXPECT(!R##_equal(heap, &other));                                                          \
    }

#define FORMAT(R, fill, text)                                                                      \
    {                                                                                              \
        R other;                                                                                   \
        char buffer[sizeof(text) + 8];                                                             \
        char cut[7] = "rubbish";                                                                   \
        R##_init(&other);                                                                          \
        fill(&other);                                                                              \
        EXPECT(R##_format(&other, buffer, sizeof buffer) == sizeof(text) - 1);                     \
        same_format(__LINE__, buffer, text);                                                       \
        EXPECT(R##_format(&other, cut, sizeof cut) == sizeof(text) - 1);                           \
        EXPECT(sizeof(text) > sizeof cut                                                           \
                   ? memcmp(cut, text, sizeof cut - 1) == 0 && cut[sizeof cut - 1] == '\0'         \
                   : strcmp(cut, text) == 0);                                                      \
        EXPECT(R##_format(&other, NULL, 0) == sizeof(text) - 1);                                   \
        R##_fini(&other);                                                                          \
    }

static void same_format(int line, const char *got, const char *expected) {
    if (strcmp(got, expected) != 0) {
        printf("%s: line %d: format: %s\nnot: %s\n", record, line, got, expected);
        failures++;
    }
}

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

#define CROSSED_TEXTS(R, B, f, i, v, w)                                                            \
    EXPECT(R##_put_##f(self, i, v) == SLOTS_OK);                                                   \
    EXPECT(same_text(B##_at_##f(R##_as_##B##_const(self), i), v));                                 \
    EXPECT(B##_put_##f(R##_as_##B(self), i, w) == SLOTS_OK);                                       \
    EXPECT(same_text(R##_at_##f(self, i), w));

/* What has no setter, and records, are the same in both. */
#define SEEN(R, B, f) EXPECT(R##_get_##f(self) == B##_get_##f(R##_as_##B##_const(self)));
#define SEEN_ARRAY(R, B, f)                                                                        \
    EXPECT((const void *)R##_array_##f(self) ==                                                    \
           (const void *)B##_array_##f(R##_as_##B##_const(self)));

/* Two pointers to one object, of which a compiler might think that they are not. */
#define ALIASED(R, B, f, v, w)                                                                     \
    static __attribute__((noinline)) bool R##_as_##B##_##f##_aliased(R *child, B *parent) {        \
        (void)R##_set_##f(child, v);                                                               \
        (void)B##_set_##f(parent, w);                                                              \
        return R##_get_##f(child) == (w);                                                          \
    }
